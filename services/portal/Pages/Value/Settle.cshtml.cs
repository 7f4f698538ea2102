using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[ForRole(Roles.Registrar)]
public sealed class SettleModel(ValueApi value) : SharePage
{
    public sealed class PartyShare
    {
        public Guid OrganisationId { get; set; }
        public decimal? Percent { get; set; }

        [Microsoft.AspNetCore.Mvc.ModelBinding.BindNever]
        public string Label { get; set; } = "";
    }

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public List<PartyShare> Shares { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public ValueRecord Record { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Record = await value.Read(Id, cancel);
        if (Shares.Count == 0) Shares = [.. Record.Parts.Select(part => new PartyShare { OrganisationId = part.OrganisationId, Percent = part.CountedShare * 100 })];
        foreach (var share in Shares) share.Label = Record.Parts.FirstOrDefault(part => part.OrganisationId == share.OrganisationId)?.OrganisationName ?? "An organisation";
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var shares = Shares.Select((share, i) => (share.OrganisationId, Share: ShareOf($"Shares[{i}].Percent", share.Percent))).ToList();
        if (ModelState.ErrorCount > 0)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        await value.Settle(Id, shares.Select(one => new { one.OrganisationId, one.Share }), Reason, cancel);
        return Done("The dispute is settled.", $"/value/{Id}");
    }
}
