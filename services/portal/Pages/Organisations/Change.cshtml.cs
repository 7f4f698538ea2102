using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Organisations;

[BindProperties]
public sealed class ChangeModel(SignatoryApi signatory) : FactsPage(signatory)
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindNever]
    public Organisation Organisation { get; private set; } = null!;

    public string Back => Person.Has(Roles.Registrar) ? $"/registrar/organisations/{Id}" : "/account";

    private readonly SignatoryApi signatory = signatory;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if (!Person.Has(Roles.Registrar)) Person.MustBe(Roles.Signatory, Id);
        await base.LoadAsync(cancel);
        Organisation = await signatory.Organisation(Id, cancel);
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var offered = PlaceChoices.Select(choice => choice.Value).ToHashSet();
        (Sector, Kind, SizeBand) = (Organisation.Sector, Organisation.Kind, Organisation.SizeBand);
        Places = [.. Organisation.Places.Select(place => place.Code).Where(offered.Contains)];
        OtherPlaces = string.Join(", ", Organisation.Places.Select(place => place.Code).Except(offered));
        Aliases = string.Join('\n', Organisation.Aliases ?? []);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.ChangeOrganisation(Id, new(Sector, Kind, AllPlaces, SizeBand, AllAliases), cancel);
        return Done("The changes are saved.", Back);
    }
}
