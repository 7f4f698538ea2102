using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Imports;

/// <summary>A column that holds identifiers of one list.</summary>
internal sealed record IdentifierColumn([OneOf("a scheme", typeof(IdentifierSchemes))] string Scheme, [Required(ErrorMessage = "Choose the column."), AtMost(300)] string Column);

/// <summary>A word in the column of sectors, and the sector that it stands for; none to report its rows as bad.</summary>
internal sealed record SectorWord([AtMost(300)] string Word, [OneOf("a sector", typeof(Sectors))] string? Sector = null);

/// <summary>Which column of a file is what. Where a file says nothing, all its rows get the same.</summary>
/// <param name="Places">Column of codes or names of places, several separated by semicolons or bars.</param>
/// <param name="Aliases">Column of other names, several separated by semicolons or bars.</param>
/// <param name="AnySector">For rows whose column of sectors is empty, or where there is no such column.</param>
internal sealed record ColumnMapping(
    [Required(ErrorMessage = "Choose the column with the names."), AtMost(300)] string Name,
    [AtMost(300)] string? Sector = null, [AtMost(300)] string? Kind = null, [AtMost(300)] string? SizeBand = null, [AtMost(300)] string? Places = null, [AtMost(300)] string? Aliases = null,
    [Entries(0, 8)] IReadOnlyList<IdentifierColumn>? Identifiers = null, [Entries(0, 50)] IReadOnlyList<SectorWord>? Sectors = null,
    [OneOf("a sector", typeof(Sectors))] string? AnySector = null, [OneOf("what the organisations do", typeof(OrganisationKinds))] string? AnyKind = null,
    [OneOf("a size band", typeof(SizeBands))] string? AnySizeBand = null, [Entries(0, 50), PlaceCodes] IReadOnlyList<string>? AnyPlaces = null)
{
    /// <summary>Names of columns as they are met, without spaces and case, the likelier first.</summary>
    private static readonly Dictionary<string, string[]> Usual = new()
    {
        ["name"] = ["name", "organisationname", "organisation", "organizationname", "orgname", "companyname", "charityname", "title", "legalname"],
        ["sector"] = ["sector", "orgtype", "organisationtype", "type", "category"],
        ["kind"] = ["kind", "role", "commissionerorprovider"],
        ["size"] = ["sizeband", "size", "staff", "employees", "numberofemployees"],
        ["places"] = ["places", "place", "localauthority", "localauthoritycode", "lacode", "ladcode", "district", "area", "gss", "ward"],
        ["aliases"] = ["aliases", "alias", "othernames", "alsoknownas", "aka", "shortname", "tradingname", "acronym"],
        ["GB-COH"] = ["companynumber", "companieshouse", "companieshousenumber", "companyno", "crn", "companyregistrationnumber", "coh"],
        ["GB-CHC"] = ["charitynumber", "charityno", "registeredcharitynumber", "charitycommissionnumber", "chc"],
        ["GB-NHS"] = ["odscode", "ods", "nhscode", "nhsorganisationcode"],
        ["GB-LAE"] = ["lae", "localauthorityregister"],
        ["GB-MPR"] = ["mpr", "mutualnumber", "mutualspublicregister"],
    };

    /// <summary>Words for sectors as other lists use them. The words of this register stand for themselves.</summary>
    private static readonly Dictionary<string, string> UsualWords = new()
    {
        ["charity"] = "voluntary",
        ["vcse"] = "voluntary",
        ["vcfse"] = "voluntary",
        ["thirdsector"] = "voluntary",
        ["voluntaryorganisation"] = "voluntary",
        ["communitygroup"] = "community",
        ["company"] = "business",
        ["privatesector"] = "business",
        ["private"] = "business",
        ["sme"] = "business",
        ["limitedcompany"] = "business",
        ["cic"] = "social-enterprise",
        ["council"] = "local-authority",
        ["localgovernment"] = "local-authority",
        ["icb"] = "nhs-commissioner",
        ["nhstrust"] = "nhs-provider",
        ["trust"] = "nhs-provider",
        ["nhs"] = "nhs-provider",
        ["school"] = "education",
        ["college"] = "education",
        ["university"] = "education",
        ["housingassociation"] = "housing",
        ["registeredprovider"] = "housing",
        ["church"] = "faith",
        ["anchor"] = "other-public-body",
        ["publicsector"] = "other-public-body",
        ["publicbody"] = "other-public-body",
    };

    /// <summary>What the columns most likely are, going by their names and, for sectors, by their words.</summary>
    public static ColumnMapping Propose(string[] columns, IReadOnlyList<(int Line, string[] Cells)> rows)
    {
        string? Column(string what) => Usual[what].Select(usual => columns.FirstOrDefault(c => Plain(c) == usual)).FirstOrDefault(c => c is not null);
        var sector = Column("sector");
        var at = Array.IndexOf(columns, sector);
        return new(Column("name") ?? columns[0], sector, Column("kind"), Column("size"), Column("places"), Column("aliases"),
            [.. Usual.Keys.Where(k => k.StartsWith("GB-", StringComparison.Ordinal)).Select(s => (Scheme: s, Column: Column(s))).Where(i => i.Column is not null).Select(i => new IdentifierColumn(i.Scheme, i.Column!))],
            at < 0 ? [] : [.. rows.Where(r => at < r.Cells.Length && r.Cells[at].Length is > 0 and <= 300 && PlainText.IsPlainLine(r.Cells[at])).Select(r => r.Cells[at]).GroupBy(w => w, StringComparer.OrdinalIgnoreCase)
                .OrderByDescending(g => g.Count()).Take(50).Select(g => new SectorWord(g.Key, SectorOf(g.Key)))]);
    }

    /// <summary>The sector for which a word usually stands; null when that is not known.</summary>
    public static string? SectorOf(string word) => Contracts.Sectors.All.FirstOrDefault(s => Plain(s) == Plain(word)) ?? UsualWords.GetValueOrDefault(Plain(word));

    /// <summary>Letters and digits in lower case.</summary>
    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>400 on every column that the file does not have.</summary>
    public void MustFit(string[] columns)
    {
        var wrong = new[] { ("name", Name), ("sector", Sector), ("kind", Kind), ("sizeBand", SizeBand), ("places", Places), ("aliases", Aliases) }
            .Concat((Identifiers ?? []).Select((identifier, i) => ($"identifiers[{i}].column", (string?)identifier.Column)))
            .Where(c => !string.IsNullOrEmpty(c.Item2) && !columns.Contains(c.Item2)).ToDictionary(c => c.Item1, c => new[] { "The file has no such column." });
        if (string.IsNullOrEmpty(Places) && AnyPlaces is not { Count: > 0 })
            wrong["anyPlaces"] = ["Choose the column with the places, or the places of all rows."];
        if (string.IsNullOrEmpty(Sector) && AnySector is null)
            wrong["anySector"] = ["Choose the column with the sectors, or the sector of all rows."];
        if (string.IsNullOrEmpty(Kind) && AnyKind is null)
            wrong["anyKind"] = ["Choose the column that says what they do, or what all rows do."];
        if (string.IsNullOrEmpty(SizeBand) && AnySizeBand is null)
            wrong["anySizeBand"] = ["Choose the column with the sizes, or the size of all rows."];
        if (wrong.Count > 0)
            throw new InvalidRequest(wrong);
    }
}
