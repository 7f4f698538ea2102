using System.Text.Json;
using System.Text.Json.Serialization;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;

namespace Charter.Signatories.Register;

/// <summary>The public register: who has signed, by name, with totals and facets that agree with the list.</summary>
internal static class SearchRegister
{
    internal sealed record Item(
        Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Place> Places,
        DateOnly SignedOn, Guid CharterId, int CharterVersion, string? Mark, string Status, IReadOnlyList<string> Commitments);

    /// <param name="Label">What to show for the value, where that differs.</param>
    /// <param name="Count">Null where the total is an estimate.</param>
    internal sealed record Facet(string Value, string? Label, long? Count);

    internal sealed record Facets(IReadOnlyList<Facet> Status, IReadOnlyList<Facet> Sector, IReadOnlyList<Facet> Place, IReadOnlyList<Facet> Mark, IReadOnlyList<Facet> Commitment);

    /// <param name="TotalIsEstimate">More than 500 entries match the words; they are estimated, and the facets are not counted.</param>
    internal sealed record Answer(IReadOnlyList<Item> Items, long Total, bool TotalIsEstimate, Facets Facets, string? Next);

    internal readonly record struct Key(string Name, Guid Id);

    /// <summary>Value of <c>mark</c> for entries without one, and of <c>status</c> for entries with any.</summary>
    private const string NoMark = "none", AnyStatus = "all";

    private const int LongestMark = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register", Handle)
        .AllowEveryone().Produces<Answer>().Produces(StatusCodes.Status304NotModified).WithTags("Register").WithSummary("Search the register")
        .WithDescription("q: words, or beginnings of words, of name, identifier or place. status: in-force unless another, or all. mark: a level, or none. commitment: with verified evidence for it. "
            + "Each facet counts what the other filters leave. The entity tag changes when the register does.");

    private static async Task<IResult> Handle(
        string? q, string? status, string? sector, string? place, string? mark, string? commitment, string? after, int? size, RegisterRevision revision, RegisterAnswers answers, SignatoryDb db, HttpContext http, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(status) && status != AnyStatus && !RegisterStatuses.All.Contains(status))
            throw InvalidRequest.For("status", $"Choose a status: {string.Join(", ", RegisterStatuses.All)}, or {AnyStatus}.");
        if (!string.IsNullOrEmpty(sector) && !Sectors.All.Contains(sector))
            throw InvalidRequest.For("sector", $"Choose a sector: {string.Join(", ", Sectors.All)}.");
        if (!string.IsNullOrEmpty(place))
            await db.MustKnow([place], cancel, "place");
        if (!string.IsNullOrEmpty(commitment) && !Commitments.All.Contains(commitment))
            throw InvalidRequest.For("commitment", $"Choose a commitment: {string.Join(", ", Commitments.All)}.");
        if (mark?.Length > LongestMark)
            throw InvalidRequest.For("mark", $"This is not a level of the kite mark. Levels have at most {LongestMark} letters.");
        var filter = new RegisterFilter(WordSearch.Of(q), status == AnyStatus ? null : Given(status) ?? RegisterStatuses.InForce, Given(sector), Given(place), mark == NoMark ? "" : Given(mark), Given(commitment));
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after));

        var current = await revision.Now(cancel);
        if (RegisterRevision.IsKnown(http, current))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var (shown, body) = await answers.For(filter, last, take, current, db, cancel);
        RegisterRevision.IsKnown(http, shown);   // perhaps newer than the one that was asked for
        return TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    internal static Facets Show(RegisterCounts.Counts? counts)
    {
        IReadOnlyList<Facet> Of(string facet, Func<string, string?> label) => [.. (counts is null ? RegisterCounts.Known(facet) : Ordered(facet))
            .Select(v => new Facet(v.Length == 0 ? NoMark : v, label(v), counts?.Of[(facet, v)]))];
        IEnumerable<string> Ordered(string facet) => counts!.Of.Keys.Where(k => k.Facet == facet && (facet != "place" || RegisterCounts.Known(facet).Contains(k.Value))).Select(k => k.Value)
            .OrderBy(v => RegisterCounts.Known(facet).IndexOf(v) is >= 0 and var position ? position : int.MaxValue).ThenBy(v => v, StringComparer.Ordinal);
        return new(Of("status", _ => null), Of("sector", _ => null), Of("place", p => Places.Of(p).Name), Of("mark", _ => null), Of("commitment", _ => null));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchRegister.Answer))]
internal sealed partial class RegisterJson : JsonSerializerContext;
