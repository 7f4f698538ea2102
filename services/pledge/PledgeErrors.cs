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

    public static Refusal NoImport() => Refusal.NotFound("import");
    public static Refusal NoContract() => Refusal.NotFound("contract");
    public static Refusal NoSupplier() => Refusal.NotFound("supplier in this book");
    public static Refusal ImportsAreInternal() =>
        Refusal.Forbidden("Only the organisation's own editors and signatories and the registrar see what it imported: suppliers can be people.");
    public static Refusal ImportIsDone() => new(409, "import-done", "This file is imported, or is being imported at the moment. Send it again to import it with other columns.");
    public static Refusal ImportNotUnderWay() => new(409, "import-not-under-way", "This import is not under way any more. What an import brought in can be taken back.");
    public static Refusal ImportNotRemovable() => new(409, "import-not-removable", "This import holds nothing that can be taken back, or is being worked on at the moment.");
    public static Refusal SupplierPlaceKnown() =>
        new(409, "supplier-place-known", "The postcode directory knows where this supplier is. If its postcode is wrong, that is put right where the file comes from.");
}
