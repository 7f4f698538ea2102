using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Organisations;

[AllowAnonymous]
public sealed class IndexModel(SignatoryApi signatory, RegisterApi register, IConfiguration configuration, TimeProvider time) : PortalPage
{
    private const int NewestShown = 10;

    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>A day in the past, as 2026-03-01: what the register showed then stands above what it shows today.</summary>
    [BindProperty(SupportsGet = true)]
    public string? AsAt { get; set; }

    public RegisterEntry Entry { get; private set; } = null!;
    public Listing<HistoryItem>? History { get; private set; }
    public DateOnly? Day { get; private set; }
    public EntryAsAt? Then { get; private set; }
    public bool Tasks => Visitor?.BelongsTo(Id) == true;
    public string Site => Request.Address(configuration);

    public string Snippet => $"""
        <a href="{Site}/organisations/{Id}"><img src="{Site}/register/{Id}/badge.svg" width="264" height="96" alt="Our entry on the register of signatories"></a>
        """.Trim();

    /// <summary>In Salford · for disability and age · acts at the level of community</summary>
    public static string WhereAndForWhom(RegisterPledge pledge) => string.Join(" · ", new[]
    {
        pledge.Place is { } place ? $"Place: {place.Name}" : null,
        pledge.TargetGroups is { Count: > 0 } groups ? $"For: {Words.Listed([.. groups.Select(Words.Say)])}" : null,
        pledge.Segment is { } segment ? $"Acts at the level of: {Words.Say(segment).ToLowerInvariant()}" : null,
    }.OfType<string>());

    public object StructuredData => new Dictionary<string, object?>
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Organization",
        ["@id"] = $"{Site}/organisations/{Id}",
        ["name"] = Entry.Name,
        ["url"] = $"{Site}/organisations/{Id}",
        ["identifier"] = Entry.Identifiers.Select(identifier => new Dictionary<string, string> { ["@type"] = "PropertyValue", ["propertyID"] = identifier.Scheme, ["value"] = identifier.Id }),
        ["areaServed"] = Entry.Places.Select(place => new Dictionary<string, string> { ["@type"] = "AdministrativeArea", ["name"] = place.Name, ["identifier"] = place.Code }),
        ["award"] = Entry.Mark is { Status: "active" } mark ? $"{Words.Say(mark.Level)} kite mark, valid until {mark.ValidUntil:yyyy-MM-dd}" : null,
        ["subjectOf"] = new Dictionary<string, string> { ["@type"] = "Dataset", ["name"] = $"Entry of {Entry.Name} on the register of signatories", ["description"] = "Signature, duties, pledges and kite mark of one signatory of a social value charter.", ["url"] = $"{Site}/api/register/{Id}", ["license"] = DataLicence.From(configuration).Address, ["temporalCoverage"] = $"{time.Today():yyyy-MM-dd}" },
    };

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Entry = await signatory.Entry(Id, cancel);
        History = await register.History(Id, null, NewestShown, cancel);
        if (DateOnly.TryParseExact(AsAt, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= time.Today())
            (Day, Then) = (day, await register.EntryAsAt(day, Id, cancel));
    }
}
