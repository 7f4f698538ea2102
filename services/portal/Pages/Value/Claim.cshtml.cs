using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

public sealed class ClaimModel(SignatoryApi signatory, ValueApi value) : SharePage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? Organisation { get; set; }

    [BindProperty, Display(Name = "The share")]
    public decimal? Share { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ValueRecord Record { get; private set; } = null!;
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Record = await value.Read(Id, cancel);
        var mine = (await signatory.MyOrganisations(cancel)).Items.Where(one => Person.Has(Roles.Editor, one.Id)).Select(one => new Choice($"{one.Id}", one.Name));
        // What a predecessor claimed is the successor's to change.
        var left = Record.Parts.Where(part => Person.Has(Roles.Editor, part.OrganisationId)).Select(part => new Choice($"{part.OrganisationId}", part.OrganisationName ?? $"{part.OrganisationId}"));
        Organisations = [.. mine.Concat(left).DistinctBy(choice => choice.Value)];
        if (Organisations is [var only] && !HttpMethods.IsPost(Request.Method)) Organisation = Guid.Parse(only.Value);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Organisation is null) ModelState.AddModelError(nameof(Organisation), "Choose the organisation");
        if (ShareOf(nameof(Share), Share) is not { } share || Organisation is not { } organisation)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        await value.Claim(Id, organisation, share, Reason, cancel);
        return Done("The share is claimed.", $"/value/{Id}");
    }
}
