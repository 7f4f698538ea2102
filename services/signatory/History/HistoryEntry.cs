using System.Globalization;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Organisations;
using Charter.Signatories.Signatures;
using Charter.Signatories.Successions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.History;

/// <summary>What can happen to an organisation on the register.</summary>
internal static class HistoryKinds
{
    public const string Signed = "signed";
    /// <summary>Signed a newer version while the signature before held.</summary>
    public const string ReSigned = "re-signed";
    /// <summary>Signed anew, after a time without.</summary>
    public const string Renewed = "renewed";
    /// <summary>A newer version was not signed in time.</summary>
    public const string Lapsed = "lapsed";
    /// <summary>The organisation took its signature back.</summary>
    public const string Withdrawn = "withdrawn";
    public const string MarkAwarded = "mark-awarded";
    /// <summary>Took another name. Which, the periods of the register say.</summary>
    public const string Renamed = "renamed";
    /// <summary>Another organisation took its place.</summary>
    public const string Succeeded = "succeeded";
    public const string SuccessionReversed = "succession-reversed";
    /// <summary>It took the place of another.</summary>
    public const string TookOver = "took-over";
    public const string TakeOverReversed = "take-over-reversed";
}

/// <summary>
/// Something that happened to an organisation on the register. Written with the change itself, and never changed or removed: the database refuses it.
/// It names no person and no organisation but by id, so that nobody ever has to.
/// </summary>
internal sealed class HistoryEntry
{
    private HistoryEntry() { }

    public Guid Id { get; private init; }
    public string Kind { get; private init; } = "";
    public Guid OrganisationId { get; private init; }
    /// <summary>The signature, award or other thing that it happened to; one thing has one entry of a kind.</summary>
    public Guid SubjectId { get; private init; }
    public DateOnly OccurredOn { get; private init; }
    public DateTimeOffset OccurredAt { get; private init; }
    /// <summary>All of it in the canonical form of RFC 8785: the text that the log hashes.</summary>
    public string Facts { get; private init; } = "";

    /// <summary>A signature's kind is the kind of its entry: signed, re-signed or renewed.</summary>
    public static HistoryEntry Signing(Signature signature) => Of(signature.SignatureKind, signature.OrganisationId, signature.Id, signature.SignedOn, signature.SignedAt, new()
    {
        ["signatureId"] = signature.Id,
        ["charterId"] = signature.CharterId,
        ["charterVersion"] = signature.CharterVersion,
        ["contentHash"] = signature.ContentHash,
    });

    /// <summary>A signature that lapsed or was withdrawn.</summary>
    public static HistoryEntry Ending(Signature signature)
    {
        var details = new JsonObject
        {
            ["signatureId"] = signature.Id,
            ["charterId"] = signature.CharterId,
            ["charterVersion"] = signature.CharterVersion,
        };
        // Why an organisation withdrew is told to the partnership's services, and never to everybody for ever.
        if (signature.EndReason == SignatureEnds.Lapsed)
            details["resignBy"] = Day(signature.ResignBy!.Value);
        return Of(signature.EndReason == SignatureEnds.Withdrawn ? HistoryKinds.Withdrawn : HistoryKinds.Lapsed, signature.OrganisationId, signature.Id,
            signature.EndedOn!.Value, signature.EndedAt!.Value, details);
    }

    public static HistoryEntry Award(KiteMarkAwarded award) => Of(HistoryKinds.MarkAwarded, award.OrganisationId, award.AwardId, award.AwardedOn, award.OccurredAt, new()
    {
        ["awardId"] = award.AwardId,
        ["schemeId"] = award.SchemeId,
        ["level"] = award.Level,
        ["validUntil"] = Day(award.ValidUntil),
    });

    /// <summary>Each new name is a thing of its own.</summary>
    public static HistoryEntry Renaming(Organisation organisation, DateTimeOffset now) => Of(HistoryKinds.Renamed, organisation.Id, Guid.CreateVersion7(now), now.LocalDay(), now, new()
    {
        ["organisationVersion"] = organisation.Version,
    });
    public static HistoryEntry Succeeded(Succession s) => Of(HistoryKinds.Succeeded, s.PredecessorId, s.Id, s.EnteredOn, s.EnteredAt, Details(s));

    public static HistoryEntry TookOver(Succession s) => Of(HistoryKinds.TookOver, s.SuccessorId, s.Id, s.EnteredOn, s.EnteredAt, Details(s));

    public static HistoryEntry SuccessionReversed(Succession s) => Of(HistoryKinds.SuccessionReversed, s.PredecessorId, s.Id, s.ReversedOn!.Value, s.ReversedAt!.Value, Details(s));

    public static HistoryEntry TakeOverReversed(Succession s) => Of(HistoryKinds.TakeOverReversed, s.SuccessorId, s.Id, s.ReversedOn!.Value, s.ReversedAt!.Value, Details(s));

    private static JsonObject Details(Succession s) => new()
    {
        ["successionId"] = s.Id,
        ["succession"] = s.Kind,
        ["predecessorId"] = s.PredecessorId,
        ["successorId"] = s.SuccessorId,
        ["legallyOn"] = Day(s.On),
    };

    /// <param name="details">What is particular to the kind.</param>
    private static HistoryEntry Of(string kind, Guid organisation, Guid subject, DateOnly on, DateTimeOffset at, JsonObject details)
    {
        details["kind"] = kind;
        details["organisationId"] = organisation;
        details["on"] = Day(on);
        details["at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return new()
        {
            Id = Guid.CreateVersion7(at),
            Kind = kind,
            OrganisationId = organisation,
            SubjectId = subject,
            OccurredOn = on,
            OccurredAt = at,
            Facts = CanonicalJson.Of(details, System.Text.Json.JsonSerializerOptions.Web),
        };
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public const string Trigger = """
        create function keep_history() returns trigger language plpgsql as $$
        begin
          raise exception 'history is never changed or removed' using errcode = 'restrict_violation';
        end $$;
        create trigger keep_history before delete or update of id, kind, organisation_id, subject_id, occurred_on, occurred_at, facts on history_entry
          for each row execute function keep_history();
        create trigger keep_history_whole before truncate on history_entry execute function keep_history();
        """;

    /// <summary>Signatures from before there was a history. Awards come into it when the kite-mark service states them again, which the runbook asks for.</summary>
    public const string Backfill = """
        insert into history_entry (id, kind, organisation_id, subject_id, occurred_on, occurred_at, facts)
        select gen_random_uuid(), kind, organisation_id, id, signed_on, signed_at,
          format('{"at":"%s","charterId":"%s","charterVersion":%s,"contentHash":"%s","kind":"%s","on":"%s","organisationId":"%s","signatureId":"%s"}',
            to_char(signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), charter_id, charter_version, content_hash, kind, signed_on, organisation_id, id)
        from (select *, case when row_number() over (partition by organisation_id, charter_id order by signed_at, id) = 1 then 'signed' else 're-signed' end as kind from signature) as s;
        """;
}

internal static class Recording
{
    /// <summary>Puts it into the history with the next SaveChanges.</summary>
    public static void Record(this SignatoryDb db, HistoryEntry entry) => db.Add(entry);

    /// <summary>Puts it into the history now, unless it stands there already; for what comes by events, which may come twice and be stated again.</summary>
    public static Task<int> RecordOnce(this SignatoryDb db, HistoryEntry e) => db.Database.ExecuteSqlAsync($"""
        insert into history_entry (id, kind, organisation_id, subject_id, occurred_on, occurred_at, facts)
        values ({e.Id}, {e.Kind}, {e.OrganisationId}, {e.SubjectId}, {e.OccurredOn}, {e.OccurredAt}, {e.Facts}) on conflict (subject_id, kind) do nothing
        """);
}
