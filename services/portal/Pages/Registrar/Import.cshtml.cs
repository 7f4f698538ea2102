using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar), BindProperties]
public sealed class ImportModel(SignatoryApi signatory) : PortalPage
{
    public sealed class ColumnOf
    {
        public string Scheme { get; set; } = "";
        public string? Column { get; set; }
    }

    public sealed class WordOf
    {
        public string Word { get; set; } = "";
        public string? Sector { get; set; }
    }

    /// <summary>What becomes of the rows of each verdict, in the order of the list.</summary>
    public static readonly IReadOnlyList<(string Verdict, string Meaning)> Meanings = [
        ("new", "They are registered and confirmed."), ("similar", "The register has an organisation with a similar name."), ("duplicate", "They are on the register already, or twice in the list, and left out."),
        ("bad", "They cannot be imported as they are."), ("imported", "They are on the register."), ("left-out", "You left them out.")];

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? Verdict { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public string? Name { get; set; }
    public string? Sector { get; set; }
    public string? Kind { get; set; }
    public string? SizeBand { get; set; }
    public string? Places { get; set; }
    public string? Aliases { get; set; }
    public List<ColumnOf> Identifiers { get; set; } = [];
    public List<WordOf> Sectors { get; set; } = [];
    public string? AnySector { get; set; }
    public string? AnyKind { get; set; }
    public string? AnySizeBand { get; set; }
    public string? AnyPlace { get; set; }

    public string? LeavesOutBad { get; set; }
    public string? BringsInSimilar { get; set; }

    [BindNever]
    public Import Import { get; private set; } = null!;

    [BindNever]
    public Listing<ImportRow> Rows { get; private set; } = new([]);

    [BindNever]
    public IReadOnlyList<Choice> PlaceChoices { get; private set; } = [];

    public IReadOnlyList<Choice> Columns => [.. Import.Columns.Select(column => new Choice(column, column))];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Import = await signatory.Import(Id, cancel);
        if (Import.State is "checked" or "imported")
            Rows = await signatory.ImportRows(Id, Verdict, After, cancel);
        if (Import.State is not ("uploaded" or "checked")) return;
        PlaceChoices = [.. (await signatory.Places(cancel)).Items.Concat((await signatory.Places(cancel, type: "county")).Items).Select(place => new Choice(place.Code, place.Name))];
        if (Identifiers.Count == 0) Show(Import.Mapping);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.CheckImport(Id, new(Name, Given(Sector), Given(Kind), Given(SizeBand), Given(Places), Given(Aliases),
            [.. Identifiers.Where(one => !string.IsNullOrEmpty(one.Column)).Select(one => new IdentifierColumn(one.Scheme, one.Column!))], [.. Sectors.Select(word => new SectorWord(word.Word, Given(word.Sector)))],
            Given(AnySector), Given(AnyKind), Given(AnySizeBand), Given(AnyPlace) is { } place ? [place] : null), cancel);
        return LocalRedirect($"/registrar/imports/{Id}");
    }

    public async Task<IActionResult> OnPostImportAsync(CancellationToken cancel)
    {
        await signatory.StartImport(Id, LeavesOutBad == "true", BringsInSimilar == "true", cancel);
        return LocalRedirect($"/registrar/imports/{Id}");
    }

    private void Show(ColumnMapping mapping)
    {
        (Name, Sector, Kind, SizeBand, Places, Aliases) = (mapping.Name, mapping.Sector, mapping.Kind, mapping.SizeBand, mapping.Places, mapping.Aliases);
        (AnySector, AnyKind, AnySizeBand, AnyPlace) = (mapping.AnySector, mapping.AnyKind, mapping.AnySizeBand, mapping.AnyPlaces?.FirstOrDefault());
        Identifiers = [.. Words.IdentifierSchemes.Select(scheme => new ColumnOf { Scheme = scheme.Value, Column = mapping.Identifiers?.FirstOrDefault(one => one.Scheme == scheme.Value)?.Column })];
        Sectors = [.. (mapping.Sectors ?? []).Select(word => new WordOf { Word = word.Word, Sector = word.Sector })];
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
