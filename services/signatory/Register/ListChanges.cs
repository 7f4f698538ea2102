using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>What changed on the register, newest first, as an Atom feed (RFC 4287) in pages (RFC 5005, section 3).</summary>
internal static class ListChanges
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Path = "/api/register/changes.atom";
    private const int Size = 50;

    private readonly record struct Key(DateTimeOffset At, Guid Id);

    private sealed record Change(Guid Id, string Kind, Guid OrganisationId, DateOnly On, DateTimeOffset At, string Facts, string? Name);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/changes.atom", Handle)
        .AllowEveryone().Produces<string>(200, "application/atom+xml").Produces(StatusCodes.Status304NotModified).WithTags("Register").WithSummary("Follow the changes of the register as an Atom feed");

    private static async Task<IResult> Handle(string? after, HttpContext http, SignatoryDb db, IConfiguration configuration, CancellationToken cancel)
    {
        var list = db.History.AsNoTracking();
        if (Paging.After<Key>(after) is { } last)
        {
            var at = last.At.ToUniversalTime();
            list = list.Where(h => EF.Functions.LessThan(ValueTuple.Create(h.OccurredAt, h.Id), ValueTuple.Create(at, last.Id)));
        }
        var read = await list.OrderByDescending(h => h.OccurredAt).ThenByDescending(h => h.Id).Take(Size + 1)
            .LeftJoin(db.Register, h => h.OrganisationId, o => o.OrganisationId, (h, o) => new Change(h.Id, h.Kind, h.OrganisationId, h.OccurredOn, h.OccurredAt, h.Facts, o!.Name)).ToListAsync(cancel);
        var page = Paging.Page([.. read.OrderByDescending(c => c.At).ThenByDescending(c => c.Id)], Size, c => new Key(c.At, c.Id));
        return OpenData.Bytes(http, Write(page, (configuration["Charter:PublicAddress"] ?? "").TrimEnd('/'), after, DataLicence.From(configuration)), "application/atom+xml; charset=utf-8");
    }

    private static byte[] Write(Page<Change> page, string site, string? after, DataLicence licence)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", Atom, site + Path);
            xml.WriteElementString("title", Atom, "Changes of the register of signatories");
            xml.WriteElementString("updated", Atom, Instant(page.Items.Count > 0 ? page.Items[0].At : DateTimeOffset.UnixEpoch));
            xml.WriteElementString("rights", Atom, $"{licence.Name}, {licence.Address}");
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, "Charter");
            xml.WriteEndElement();
            Link(xml, "self", site + Path + (string.IsNullOrEmpty(after) ? "" : $"?after={Uri.EscapeDataString(after)}"), "application/atom+xml");
            Link(xml, "alternate", $"{site}/register", "text/html");
            Link(xml, "license", licence.Address, null);
            Link(xml, "first", site + Path, "application/atom+xml");
            if (page.Next is { } next)
                Link(xml, "next", $"{site}{Path}?after={next}", "application/atom+xml");
            foreach (var change in page.Items)
                Entry(xml, change, site);
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Entry(XmlWriter xml, Change change, string site)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteElementString("id", Atom, $"urn:uuid:{change.Id}");
        xml.WriteElementString("title", Atom, Clean($"{change.Name ?? "An organisation"}: {Say(change.Kind, JsonSerializer.Deserialize<JsonElement>(change.Facts))}"));
        xml.WriteElementString("updated", Atom, Instant(change.At));
        xml.WriteElementString("published", Atom, Instant(change.At));
        xml.WriteElementString("summary", Atom, Clean($"On {change.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}."));
        xml.WriteStartElement("category", Atom);
        xml.WriteAttributeString("term", change.Kind);
        xml.WriteEndElement();
        Link(xml, "alternate", $"{site}/organisations/{change.OrganisationId}", "text/html");
        Link(xml, "related", $"{site}/api/register/{change.OrganisationId}", "application/json");
        xml.WriteEndElement();
    }

    /// <summary>What happened, in words; a kind that is not known here reads as it is written.</summary>
    private static string Say(string kind, JsonElement facts) => kind switch
    {
        HistoryKinds.Signed => $"signed version {Fact(facts, "charterVersion")} of the charter",
        HistoryKinds.ReSigned => $"signed again, version {Fact(facts, "charterVersion")} of the charter",
        "renewed" => "renewed its signature",
        "lapsed" => "its signature lapsed",
        "withdrawn" => "withdrew its signature",
        "merged" => "was merged into another entry",
        "succeeded" => "was succeeded by another organisation",
        "succession-reversed" => "its succession was reversed",
        HistoryKinds.MarkAwarded => $"was awarded the {Fact(facts, "level")} kite mark",
        _ => kind.Replace('-', ' '),
    };

    private static string Fact(JsonElement facts, string name) => facts.ValueKind == JsonValueKind.Object && facts.TryGetProperty(name, out var fact) ? fact.ToString() : "?";

    private static void Link(XmlWriter xml, string relation, string address, string? mediaType)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        if (mediaType is not null)
            xml.WriteAttributeString("type", mediaType);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
}
