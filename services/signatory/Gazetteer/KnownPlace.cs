using Charter.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Gazetteer;

/// <summary>A place that organisations can say they serve: one that comes with Charter, or one of a file that the partnership loaded.</summary>
internal sealed class KnownPlace
{
    public required string Code { get; init; }
    public required string Name { get; set; }
    /// <summary>See <see cref="PlaceTypes"/>.</summary>
    public required string Type { get; set; }
    /// <summary>Code of the place in which it lies.</summary>
    public string? Parent { get; set; }
    /// <summary>Null for a place that comes with Charter.</summary>
    public DateTimeOffset? LoadedAt { get; set; }

    /// <summary>How many places may lie in each other: ward, district, county and one more.</summary>
    public const int Deepest = 5;

    public const string Functions = """
        -- the places, and all in which they lie
        create function with_wider_places(codes text[]) returns text[] language sql stable as $$
          with recursive up(code, depth) as (
            select c, 0 from unnest(codes) c
            union
            select p.parent, depth + 1 from up join place p on p.code = up.code where p.parent is not null and depth < 5
          )
          select coalesce(array_agg(distinct code order by code), '{}') from up
        $$;

        create function find_register_entry_by_place() returns trigger language plpgsql as $$
        begin
          new.all_places := with_wider_places(new.places);
          new.place_text := (select coalesce(string_agg(concat_ws(' ', p.name, c), ' ' order by c), '') from unnest(new.all_places) c left join place p on p.code = c);
          return new;
        end $$;
        create trigger find_register_entry_by_place before insert or update of places on register_entry
          for each row execute function find_register_entry_by_place();
        """;

    /// <summary>The same in the language whose plans are kept: a signing asks, and planning took longer than finding out.</summary>
    public const string WiderPlaces = """
        create or replace function with_wider_places(codes text[]) returns text[] language plpgsql stable as $$
        declare
          wider text[] := codes;
          further text[] := codes;
        begin
          for depth in 1..5 loop
            further := array(select distinct p.parent from place p where p.code = any (further) and p.parent <> all (wider));
            exit when further = '{}';
            wider := wider || further;
          end loop;
          return array(select distinct code from unnest(wider) code order by code);
        end $$;
        """;

    /// <summary>Puts the places that come with Charter into the table, when the service starts. A parent that a file gave to one of them stays.</summary>
    public static async Task Seed(IServiceProvider services)
    {
        var db = services.GetRequiredService<SignatoryDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        Place[] shipped = [.. Places.Counties, .. Places.All];
        var codes = shipped.Select(p => p.Code).ToArray();
        var names = shipped.Select(p => p.Name).ToArray();
        var types = shipped.Select(p => Places.Counties.Contains(p) ? PlaceTypes.County : PlaceTypes.District).ToArray();
        var parents = shipped.Select(p => Places.ParentOf(p.Code)).ToArray();
        var changed = await db.Database.ExecuteSqlAsync($"""
            insert into place (code, name, type, parent) select * from unnest({codes}, {names}, {types}, {parents}) order by 1
            on conflict (code) do update set name = excluded.name, type = excluded.type where (place.name, place.type) is distinct from (excluded.name, excluded.type)
            """);
        if (changed > 0)
            await Refind(db, codes, CancellationToken.None);
        await transaction.CommitAsync();
    }

    /// <summary>What is found and counted by these places is found and counted by them as they lie now, also on days that are over.</summary>
    public static Task<int> Refind(SignatoryDb db, string[] codes, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        // Whoever signs or renames one of them has taken the organisation before its entry, and so does this.
        return db.Database.ExecuteSqlAsync($"""
            lock table organisation in exclusive mode;
            lock table register_entry in share row exclusive mode;
            update register_entry set places = places where places && {codes} or all_places && {codes};
            update register_period set places = places where places && {codes} or all_places && {codes};
            update organisation set places = places where places && {codes} or all_places && {codes}
            """, cancel);
    }
}

/// <summary>Names of places for an answer; a code that is not known stands for itself.</summary>
internal sealed class PlaceNames(IReadOnlyDictionary<string, string> loaded)
{
    public Place Of(string code) => loaded.TryGetValue(code, out var name) ? new(code, name) : Places.Of(code);
}

internal static class PlacesOfTheRegister
{
    /// <summary>The names of these places. Those that come with Charter cost no question to the database.</summary>
    public static async Task<PlaceNames> PlaceNames(this SignatoryDb db, IEnumerable<string> codes, CancellationToken cancel)
    {
        var others = codes.Where(c => !Places.IsKnown(c)).Distinct().ToArray();
        return new(others.Length == 0 ? new Dictionary<string, string>()
            : await db.Places.AsNoTracking().Where(p => others.Contains(p.Code)).ToDictionaryAsync(p => p.Code, p => p.Name, cancel));
    }

    /// <summary>400 on <paramref name="field"/> unless the register knows each of these places.</summary>
    public static async Task MustKnow(this SignatoryDb db, IEnumerable<string> codes, CancellationToken cancel, string field = "places")
    {
        var others = codes.Where(c => !Places.IsKnown(c)).Distinct().ToArray();
        if (others.Length == 0)
            return;
        var known = await db.Places.Where(p => others.Contains(p.Code)).Select(p => p.Code).ToListAsync(cancel);
        if (others.Except(known).ToArray() is { Length: > 0 } unknown)
            throw Charter.ServiceDefaults.InvalidRequest.For(field, Organisations.PlaceCodesAttribute.Unknown(unknown));
    }
}
