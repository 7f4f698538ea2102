using System.Text.Json.Serialization;
using Charter.Contracts;
using Charter.Signatories.Gazetteer;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>An organisation of which another may be a second record.</summary>
/// <param name="IsSame">The names are the same as they are compared, and a place is shared.</param>
internal sealed record Candidate(Guid Id, string Name, IReadOnlyList<Place> Places, string Status, [property: JsonIgnore] bool IsSame);

/// <summary>Organisations whose name, or one of whose other names, is nearly the same, and which work in the same place or whose name leaves little doubt.</summary>
internal static class SimilarOrganisations
{
    private const int Most = 5;
    /// <summary>Share of trigrams that two names have in common, where a place is shared and where none is. Tried with the names of real trusts and councils.</summary>
    private const float NearEnoughHere = 0.6f, NearEnoughAnywhere = 0.8f;

    /// <summary>A place in a name that two names do not share tells them apart, however alike the rest is: Bolton Hospice is not Bury Hospice.</summary>
    private static readonly HashSet<string> PlaceWords = [.. Places.All.Concat(Places.Counties)
        .SelectMany(p => p.Name.ToLowerInvariant().Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries)).Except(["and", "with", "greater", "east", "west", "south", "valley", "st"])];

    private sealed record Found(int Row, Guid Id, string Name, string[] Places, string Status, string Key, string Theirs, float Likeness, bool SharesPlace);

    public static async Task<IReadOnlyList<Candidate>> To(string name, IReadOnlyList<string> places, SignatoryDb db, CancellationToken cancel) =>
        (await ToEach([(name, places)], db, cancel)).GetValueOrDefault(0) ?? [];

    /// <summary>For each name that has any, by its place in the list, the nearest first.</summary>
    public static async Task<Dictionary<int, IReadOnlyList<Candidate>>> ToEach(IReadOnlyList<(string Name, IReadOnlyList<string> Places)> asked, SignatoryDb db, CancellationToken cancel)
    {
        var names = asked.Select(a => a.Name).ToArray();
        var places = asked.Select(a => string.Join(' ', a.Places)).ToArray();
        var found = await db.Database.SqlQuery<Found>($"""
            select distinct on (row, id) (r.row - 1)::int as "Row", o.id as "Id", o.name as "Name", o.places as "Places", o.status as "Status", r.key as "Key", c.name_key as "Theirs",
              similarity(r.key, c.name_key) as "Likeness", o.places && with_wider_places(r.places) or with_wider_places(o.places) && r.places as "SharesPlace"
            from (select row, name_key(name) as key, string_to_array(place, ' ') as places from unnest({names}, {places}) with ordinality as given(name, place, row)) r,
              unnest(name_blocks(r.key, r.places)) b,
              lateral (select organisation_id, name_key from organisation_name_block where block = b order by block, organisation_id limit 50) c
              join organisation o on o.id = c.organisation_id
            where similarity(r.key, c.name_key) >= {NearEnoughHere}
            order by row, id, similarity(r.key, c.name_key) desc
            """).ToListAsync(cancel);
        var near = found.Where(f => f.Likeness >= (f.SharesPlace ? NearEnoughHere : NearEnoughAnywhere) && !ToldApart(f.Key, f.Theirs)).ToArray();
        var placeNames = await db.PlaceNames(near.SelectMany(f => f.Places), cancel);
        return near.GroupBy(f => f.Row).ToDictionary(row => row.Key, IReadOnlyList<Candidate> (row) =>
            [.. row.OrderByDescending(f => f.Likeness).ThenBy(f => f.Name, StringComparer.Ordinal).Take(Most).Select(f => new Candidate(f.Id, f.Name, [.. f.Places.Select(placeNames.Of)], f.Status, f.SharesPlace && f.Key == f.Theirs))]);
    }

    private static bool ToldApart(string one, string other)
    {
        var (a, b) = (one.Split(' ').ToHashSet(), other.Split(' ').ToHashSet());
        return Differ(a.Where(PlaceWords.Contains), b.Where(PlaceWords.Contains)) || Differ(a.Where(HasDigit), b.Where(HasDigit));
    }

    private static bool Differ(IEnumerable<string> one, IEnumerable<string> other)
    {
        var (a, b) = (one.ToHashSet(), other.ToHashSet());
        return a.Count > 0 && b.Count > 0 && !a.Overlaps(b);
    }

    private static bool HasDigit(string word) => word.Any(char.IsAsciiDigit);
}
