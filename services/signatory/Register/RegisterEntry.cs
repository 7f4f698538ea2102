using Charter.Contracts;
using Charter.Signatories.Organisations;
using Charter.Signatories.Signatures;
using NpgsqlTypes;

namespace Charter.Signatories.Register;

/// <summary>One organisation on the public register: everything that a line of the list shows, in one row.</summary>
internal sealed class RegisterEntry
{
    private RegisterEntry() { }

    public Guid OrganisationId { get; private init; }
    public string Name { get; private set; } = "";
    /// <summary>Lower-case name: the order of the list and its keyset.</summary>
    public string SortName { get; private set; } = "";
    public string Sector { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string SizeBand { get; private set; } = "";
    public string[] Places { get; private set; } = [];
    /// <summary>The places and all in which they lie; a trigger keeps it, so that a place which comes to lie elsewhere takes its entries with it.</summary>
    public string[] AllPlaces { get; private init; } = [];
    /// <summary>Their names and codes, kept by the same trigger.</summary>
    public string PlaceText { get; private init; } = "";
    /// <summary>Names and identifiers.</summary>
    public string SearchText { get; private set; } = "";
    public NpgsqlTsVector Search { get; private set; } = null!;
    public Guid SignatureId { get; private set; }
    public Guid CharterId { get; private set; }
    public int CharterVersion { get; private set; }
    public DateOnly SignedOn { get; private set; }
    /// <summary>Level of the kite mark in force; empty when there is none.</summary>
    public string Mark { get; private set; } = "";
    public Guid? AwardId { get; private set; }
    public int AwardVersion { get; private set; }
    public DateOnly? AwardedOn { get; private set; }
    public DateOnly? MarkValidUntil { get; private set; }

    public static RegisterEntry Of(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        var entry = new RegisterEntry { OrganisationId = organisation.Id };
        entry.Redraw(organisation, signatures, mark);
        return entry;
    }

    /// <summary>Makes the whole entry anew from what it is drawn from.</summary>
    /// <param name="signatures">All of the organisation's, at least one.</param>
    public void Redraw(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        Describe(organisation);
        Mark = mark?.Level ?? "";
        AwardId = mark?.AwardId;
        AwardVersion = mark?.Version ?? 0;
        AwardedOn = mark?.AwardedOn;
        MarkValidUntil = mark?.ValidUntil;
        var inOrder = signatures.OrderBy(s => s.SignedAt).ThenBy(s => s.Id).ToArray();
        CharterId = inOrder[0].CharterId;
        foreach (var signature in inOrder)
            Resign(signature);
    }

    /// <summary>The organisation has another name or other facts.</summary>
    public void Describe(Organisation organisation)
    {
        var identifiers = organisation.Identifiers.OrderBy(i => i.Scheme, StringComparer.Ordinal).Select(i => i.Value);
        Name = organisation.Name;
        SortName = organisation.Name.ToLowerInvariant();
        Sector = organisation.Sector;
        Kind = organisation.Kind;
        SizeBand = organisation.SizeBand;
        Places = organisation.Places;
        SearchText = string.Join(' ', [organisation.Name, .. organisation.Aliases, .. identifiers]);
    }

    /// <summary>The organisation signed a newer version. A signature to another partnership's charter leaves the entry as it is: it shows the first.</summary>
    public void Resign(Signature signature)
    {
        if (signature.CharterId == CharterId)
            (SignatureId, CharterVersion, SignedOn) = (signature.Id, signature.CharterVersion, signature.SignedOn);
    }
}

/// <summary>
/// How many entries there are for each combination of sector, place and mark; place empty = every entry once. Kept by a trigger on the
/// entries, so that totals and facets cost the same however long the register is.
/// </summary>
internal sealed class RegisterCount
{
    public required string Sector { get; init; }
    public required string Place { get; init; }
    public required string Mark { get; init; }
    public long Entries { get; init; }

    public const string Trigger = """
        create function count_register_entry() returns trigger language plpgsql as $$
        begin
          insert into register_count (sector, place, mark, entries)
          select sector, place, mark, sum(step) from (
            select old.sector, unnest(array_append(old.places, '')) as place, old.mark, -1 as step where tg_op <> 'INSERT'
            union all
            select new.sector, unnest(array_append(new.places, '')), new.mark, 1 where tg_op <> 'DELETE'
          ) as change
          group by sector, place, mark having sum(step) <> 0 order by sector, place, mark   -- one order of locks for all
          on conflict (sector, place, mark) do update set entries = register_count.entries + excluded.entries;
          return null;
        end $$;
        create trigger count_register_entry after insert or delete or update of sector, places, mark on register_entry
          for each row execute function count_register_entry();
        """;
}

/// <summary>A duty of a signatory as the pledge service states it.</summary>
internal sealed class RegisterDuty
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public required string Code { get; init; }
    public int Position { get; init; }
    public required string Commitment { get; init; }
    public required string Binding { get; init; }
    public required string Text { get; init; }
    /// <summary>Index in <see cref="DutyStates.All"/>, so that "further" is "greater".</summary>
    public int StateRank { get; init; }
}

/// <summary>The latest award of an organisation as the kite-mark service states it, whether or not the organisation is on the register yet.</summary>
internal sealed class RegisterMark
{
    public Guid OrganisationId { get; init; }
    public required string Level { get; init; }
    public Guid AwardId { get; init; }
    public int Version { get; init; }
    public DateOnly AwardedOn { get; init; }
    public DateOnly ValidUntil { get; init; }
}

/// <summary>A pledge as the pledge service states it.</summary>
internal sealed class RegisterPledge
{
    public Guid PledgeId { get; init; }
    public Guid OrganisationId { get; init; }
    public int Version { get; init; }
    public required PledgeFacts Facts { get; init; }
}

/// <summary>An item of evidence as the pledge service states it.</summary>
internal sealed class RegisterEvidence
{
    public Guid EvidenceId { get; init; }
    public Guid PledgeId { get; init; }
    public Guid OrganisationId { get; init; }
    public int Version { get; init; }
    public required string Title { get; init; }
    public DateOnly IntroducedOn { get; init; }
    public required string State { get; init; }
}
