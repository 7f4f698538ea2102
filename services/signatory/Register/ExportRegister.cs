using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Charter.Signatories.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>
/// The whole register of a day as a file. It is read and sent in pieces, so that neither the service nor the database holds it, however long it is
/// and however slowly it is fetched.
/// </summary>
internal static class ExportRegister
{
    private const int Piece = 1000;

    internal sealed record Row(RegisterPeriod Period, IReadOnlyList<OrganisationIdentifier> Identifiers, IReadOnlyList<Place> Places);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/export", Handle)
        .AllowEveryone().Refuses(503, "too-many-downloads").Produces<string>(200, "text/csv", "application/json").WithTags("Register").WithSummary("Download the whole register")
        .WithDescription("format: csv (without a word) or json. asAt: a day, today without a word. Cells of the CSV that a spreadsheet would take for a formula begin with an apostrophe.");

    private static async Task<IResult> Handle(string? format, DateOnly? asAt, string? sector, string? place, string? status,
        HttpContext http, SignatoryDb db, Downloads downloads, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        if (format is not (null or "" or "csv" or "json"))
            throw InvalidRequest.For("format", "Choose a format: csv, json.");
        var day = OpenData.MustBeOver(asAt ?? time.Today(), time.Today(), "asAt");
        var filter = await ListRegisterAsAt.Checked(db, null, sector, place, status, cancel);
        var licence = DataLicence.From(configuration);
        var download = downloads.Begin(cancel);
        http.Response.RegisterForDispose(download);
        OpenData.Describe(http);
        var isEmpty = http.Response.Body == Stream.Null /* HEAD: nobody is there to read it */ || await ListRegisterAsAt.Total(db, day, filter, cancel) == 0;
        var rows = isEmpty ? AsyncEnumerable.Empty<IReadOnlyList<Row>>() : Read(db, day, filter, download.Cancel);
        return format == "json"
            ? TypedResults.Stream(body => download.Send(http, () => WriteJson(body, rows, day, licence, download.Cancel)), "application/json; charset=utf-8", $"register-{day:yyyy-MM-dd}.json")
            : TypedResults.Stream(body => download.Send(http, () => WriteCsv(body, rows, day, licence, download.Cancel)), "text/csv; charset=utf-8", $"register-{day:yyyy-MM-dd}.csv");
    }

    private static async IAsyncEnumerable<IReadOnlyList<Row>> Read(SignatoryDb db, DateOnly day, ListRegisterAsAt.Filter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (RegisterPeriod? last = null; ;)
        {
            var list = ListRegisterAsAt.On(db, day, filter);
            if (last is { SortName: var name, OrganisationId: var id })
                list = list.Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.SortName, p.OrganisationId), ValueTuple.Create(name, id)));
            var periods = await list.OrderBy(p => p.SortName).ThenBy(p => p.OrganisationId).Take(Piece).ToListAsync(cancel);
            Guid[] ids = [.. periods.Select(p => p.OrganisationId)];
            var identifiers = (await db.Set<Identifier>().AsNoTracking().Where(i => ids.Contains(i.OrganisationId)).OrderBy(i => i.Scheme).ThenBy(i => i.Value).ToListAsync(cancel)).ToLookup(i => i.OrganisationId);
            var names = await db.PlaceNames(periods.SelectMany(p => p.Places), cancel);
            yield return [.. periods.Select(p => new Row(p, [.. identifiers[p.OrganisationId].Select(i => new OrganisationIdentifier(i.Scheme, i.Value))], [.. p.Places.Select(names.Of)]))];
            if (periods.Count < Piece)
                yield break;
            last = periods[^1];
        }
    }

    private static async Task WriteCsv(Stream body, IAsyncEnumerable<IReadOnlyList<Row>> pieces, DateOnly day, DataLicence licence, CancellationToken cancel)
    {
        var text = new StringBuilder();
        Csv.Line(text, "organisation_id", "name", "identifiers", "sector", "kind", "size_band", "place_codes", "place_names", "status", "since", "signed_on", "charter_id", "charter_version", "mark", "as_at", "licence");
        await foreach (var rows in pieces)
        {
            foreach (var (p, identifiers, places) in rows)
                Csv.Line(text, p.OrganisationId.ToString(), p.Name, string.Join("; ", identifiers.Select(i => $"{i.Scheme}-{i.Id}")), p.Sector, p.Kind, p.SizeBand,
                    string.Join("; ", p.Places), string.Join("; ", places.Select(place => place.Name)), p.Status, Day(p.FromOn), Day(p.SignedOn),
                    p.CharterId.ToString(), p.CharterVersion.ToString(CultureInfo.InvariantCulture), p.Mark, Day(day), licence.Address);
            await body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancel);
            await body.FlushAsync(cancel);
            text.Clear();
        }
    }

    private static async Task WriteJson(Stream body, IAsyncEnumerable<IReadOnlyList<Row>> pieces, DateOnly day, DataLicence licence, CancellationToken cancel)
    {
        var pipe = PipeWriter.Create(body, new(leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe);
        json.WriteStartObject();
        json.WriteString("asAt", Day(day));
        json.WritePropertyName("licence");
        JsonSerializer.Serialize(json, licence, JsonSerializerOptions.Web);
        json.WriteStartArray("items");
        await foreach (var rows in pieces)
        {
            foreach (var (p, identifiers, places) in rows)
                JsonSerializer.Serialize(json, new
                {
                    p.OrganisationId,
                    p.Name,
                    identifiers,
                    p.Sector,
                    p.Kind,
                    p.SizeBand,
                    places,
                    p.Status,
                    since = p.FromOn,
                    p.SignedOn,
                    p.CharterId,
                    p.CharterVersion,
                    mark = p.Mark.Length == 0 ? null : p.Mark,
                }, JsonSerializerOptions.Web);
            await json.FlushAsync(cancel);
            await pipe.FlushAsync(cancel);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancel);
        await pipe.CompleteAsync();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
