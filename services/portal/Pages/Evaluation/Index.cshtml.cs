using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.Evaluation;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory) : PortalPage
{
    public IReadOnlyList<CharterInForce> Charters { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Charters = [.. (await signatory.Charters(null, cancel)).Items.Where(charter => charter.CurrentVersion is not null)];
}
