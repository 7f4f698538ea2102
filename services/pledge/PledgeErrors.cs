using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges;

/// <summary>Every refusal of this service.</summary>
internal static class PledgeErrors
{
    public static Refusal LedgerNotOpen() =>
        new(404, "ledger-not-open", "This organisation has no ledger of duties: it has not signed a charter, or does not exist.");
    public static Refusal CharterNotSigned() =>
        new(409, "charter-not-signed", "Your organisation makes pledges once it has signed a charter. If it has just signed, try again in a moment.");

    public static Refusal OrganisationSucceeded() =>
        new(409, "organisation-succeeded", "Another organisation has taken the place of this one, which acts no more. Do it for the successor.");
    public static Refusal SignatureEnded(DateOnly on, string reason) =>
        new(409, "charter-signature-ended", $"Your organisation's signature {(reason == RegisterStatuses.Lapsed ? "lapsed" : "was withdrawn")} on {on:yyyy-MM-dd}. What it has pledged can go on; for new pledges it signs the charter again.");

    public static Refusal NoPledge() => Refusal.NotFound("pledge");

    public static Refusal NoEvidence() => Refusal.NotFound("item of evidence");
    public static Refusal NoFile() => Refusal.NotFound("file: this evidence is a link");
    public static Refusal NotForOutsiders() =>
        Refusal.Forbidden("Only the organisation's own people, evidence reviewers, assessors, the panel chair and the registrar see evidence.");
    public static Refusal FileTooLarge() =>
        new(413, "evidence-file-too-large", "A file may be at most 25 MB. Make it smaller, attach it in parts, or give a link.");
    public static Refusal StorageUnavailable() =>
        new(503, "evidence-storage-unavailable", "The file cannot be stored or read at the moment. Try again shortly.");
    public static Refusal OwnOrganisation() =>
        new(403, "own-organisation", "You belong to this organisation. Evidence is reviewed by somebody from outside it.");
    public static Refusal OwnEvidence() =>
        new(403, "own-evidence", "You submitted this evidence. Somebody else reviews it.");
    public static Refusal AlreadyReviewed(string state) =>
        new(409, "evidence-already-reviewed", state == EvidenceStates.Verified
            ? "This evidence is verified already." : "This evidence was returned already. The organisation can submit it anew.");

    public static Refusal NoValue() => Refusal.NotFound("record of value");
    public static Refusal ValueJoined(Guid other) =>
        new(409, "value-joined", "This was joined to another record of the same outcome, where it counts now. Go on there.", new Dictionary<string, object> { ["joinedTo"] = other });
    public static Refusal ValueTakenBack() =>
        new(409, "value-taken-back", "This was taken back: its amount is 0, and nobody can have a share in it. Whoever recorded it can correct it.");
    public static Refusal ValueNotAlike() =>
        new(409, "value-not-alike", "The two records are of different stages or units, so one is not the other. Correct the one that is wrong first.");
    public static Refusal ValueNotDisputed() =>
        new(409, "value-not-disputed", "Nobody claims more than the whole of this, so there is nothing to decide.");
    public static Refusal OwnDispute() =>
        new(403, "own-organisation", "You belong to an organisation that claims a share in this. It is decided by somebody from elsewhere.");

    public static Refusal NoCalculation() => Refusal.NotFound("calculation");
}
