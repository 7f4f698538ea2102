using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Signing;

public sealed class ReadModel(SignatoryApi signatory, Carried carried) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid Charter { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    /// <summary>Carries the fingerprint of the text on this page, so that exactly it is signed.</summary>
    public string Next => $"/organisations/{Id}/sign/who?s={carried.Write(new SigningAnswers(Id, Charter, Version.Content.Title, Version.Version, Version.ContentHash))}";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Signatory, Id);
        var current = (await signatory.Charters(cancel)).Items.FirstOrDefault(charter => charter.Id == Charter)?.CurrentVersion
            ?? throw Refusal.NotFound("charter in force");
        Version = await signatory.CharterVersion(Charter, current, cancel);
    }
}
