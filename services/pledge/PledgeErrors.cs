using System.Globalization;
using Charter.Contracts;
using Charter.Pledges.Pledges;
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

    public static Refusal NoLedger() => Refusal.NotFound("ledger of this organisation");

    public static Refusal TooManyReadings() =>
        new(503, "too-many-readings", "Others are reading totals of past days or downloading totals at the moment. Try again in some seconds.");

    public static Refusal NoMeasure() => Refusal.NotFound("measure");
    public static Refusal NoRecalculation() => Refusal.NotFound("recalculation");
    public static Refusal RecalculationUnderWay() =>
        new(409, "recalculation-under-way", "The figures are being worked out anew at this moment. Wait for it to end.");

    public static Refusal NoPledge() => Refusal.NotFound("pledge");
    public static Refusal PledgeEnded(string status, DateOnly? on) =>
        new(409, "pledge-ended", $"This pledge was {status}{(on is { } day ? $" on {day:yyyy-MM-dd}" : "")}, and stays as it ended. One that was missed or completed by mistake can be reopened for a time; otherwise what comes next is a new pledge.");
    public static Refusal NotReopenable(string status) =>
        new(409, "pledge-not-reopenable", status == PledgeStatuses.Active ? "This pledge is active. To put it off or change it, amend it." : "This pledge was withdrawn, and stays so. To promise it again, make a new one.");
    public static Refusal ReopeningOver(DateOnly until) =>
        new(409, "pledge-reopening-over", $"This pledge could be reopened until {until:yyyy-MM-dd}, and stays as it ended. What comes next is a new pledge.");
    public static Refusal PledgeChangedSince() =>
        new(412, "pledge-changed-since", "Somebody changed this pledge since you read it. Read it again and repeat your change.");
    public static Refusal NothingToAmend() =>
        new(409, "nothing-to-amend", "This is the pledge as it stands: nothing would change. Change something, or leave it as it is.");
    public static Refusal TargetNotReached(decimal? latest, decimal target, string unit) => new(409, "target-not-reached", latest is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"The latest figure is {value.Plain()} {unit}, and the target is {target}. Report the figure that reaches it first; if the day has come and it was not reached, enter that it was missed.")
        : "No figure has been reported yet. Report the one that reaches the target first.");
    public static Refusal TargetReachedByGuess() =>
        new(409, "target-reached-by-guess", "The figure that reaches the target is a guess. Report one that is measured or estimated first.");
    public static Refusal TargetIsReached() =>
        new(409, "target-is-reached", "The latest figure reaches the target, so the pledge was not missed. Complete it, or report the figure that is right.");
    public static Refusal NotDueYet(DateOnly on) =>
        new(409, "pledge-not-due", $"This pledge is due on {on:yyyy-MM-dd}, so it is not missed yet. Amend it with the reason, or withdraw it.");

    public static Refusal NoContract() => Refusal.NotFound("contract on the commissioning cycle");
    public static Refusal NoStage() => Refusal.NotFound($"stage: there are {string.Join(", ", CommissioningStages.All)}");
    public static Refusal NoOffer() => Refusal.NotFound("offer in this contract");
    public static Refusal NotForOutsidersOfContract() =>
        Refusal.Forbidden("Only the organisation's own people, evidence reviewers, assessors, the panel chair and the registrar see its contracts.");
    public static Refusal ContractChangedSince() =>
        new(412, "contract-changed-since", "Somebody changed this record since you read it. Read it again and repeat your change.");
    public static Refusal StageOfTheBuyer() =>
        new(409, "stage-of-the-buyer", "Your organisation records this contract as its provider. Stages, weighting and questions are the buyer's; record what you offered and what you delivered.");
    public static Refusal ContractIsFull(string what, int most) =>
        new(409, "contract-is-full", $"A contract has at most {most} {what} here. Record the most important ones.");

    public static Refusal NoEvidence() => Refusal.NotFound("item of evidence");
    public static Refusal NoFile() => Refusal.NotFound("file: this evidence is a link");
    public static Refusal NotForOutsiders() =>
        Refusal.Forbidden("Only the organisation's own people, evidence reviewers, assessors, the panel chair and the registrar see evidence.");
    public static Refusal FileTooLarge() =>
        new(413, "evidence-file-too-large", "The files may have at most 25 MB together. Make them smaller, submit some as evidence of their own, or give a link.");
    public static Refusal StorageUnavailable() =>
        new(503, "evidence-storage-unavailable", "The file cannot be stored or read at the moment. Try again shortly.");
    public static Refusal OwnOrganisation() =>
        new(403, "own-organisation", "You belong to this organisation. Evidence is reviewed by somebody from outside it.");
    public static Refusal OwnEvidence() =>
        new(403, "own-evidence", "You submitted this evidence. Somebody else reviews it.");
    public static Refusal AlreadyReviewed(string state) =>
        new(409, "evidence-already-reviewed", state switch
        {
            EvidenceStates.Verified => "This evidence is verified already.",
            EvidenceStates.Returned => "This evidence was returned already. The organisation can submit a new version.",
            EvidenceStates.Expired => "This evidence has grown too old to count. The organisation can submit a new version.",
            EvidenceStates.Superseded => "A new version stands in the place of this evidence. Review that one.",
            _ => "The organisation has taken this evidence back.",
        });
    public static Refusal InQuarantine(string state) => state == EvidenceStates.Scanning
        ? new(409, "evidence-in-quarantine", "Its files are still being scanned for viruses. They can be read and reviewed once nothing was found.")
        : new(409, "evidence-refused", "A scanner found something in a file of this evidence. The file is gone, and the organisation can submit a new version without it.");
    public static Refusal StillWaits() =>
        new(409, "evidence-still-waits", "This evidence still waits for its review. Take it back first, or wait for the reviewer.");
    public static Refusal NotTheNewest() =>
        new(409, "evidence-superseded", "There is a newer version of this evidence. Start from that one.");
    public static Refusal CannotBeWithdrawn(string state) =>
        new(409, "evidence-cannot-be-withdrawn", state == EvidenceStates.Withdrawn
            ? "This evidence was taken back already." : "Evidence that was verified, superseded or has expired stays, because others have built on it. Submit a new version instead.");

    public static Refusal NoImport() => Refusal.NotFound("import");
    public static Refusal NoProcess() => Refusal.NotFound("contracting process");
    public static Refusal NoSupplier() => Refusal.NotFound("supplier in this book");
    public static Refusal ImportsAreInternal() =>
        Refusal.Forbidden("Only the organisation's own editors and signatories and the registrar see what it imported: suppliers can be people.");
    public static Refusal ImportIsDone() => new(409, "import-done", "This file is imported, or is being imported at the moment. Send it again to import it with other columns.");
    public static Refusal ImportNotUnderWay() => new(409, "import-not-under-way", "This import is not under way any more. What an import brought in can be taken back.");
    public static Refusal ImportNotRemovable() => new(409, "import-not-removable", "This import holds nothing that can be taken back, or is being worked on at the moment.");
    public static Refusal SupplierPlaceKnown() =>
        new(409, "supplier-place-known", "The postcode directory knows where this supplier is. If its postcode is wrong, that is put right where the file comes from.");

    public static Refusal NoValue() => Refusal.NotFound("record of value");
    public static Refusal ValueJoined(Guid other) =>
        new(409, "value-joined", "This was joined to another record of the same outcome, where it counts now. Go on there.", new Dictionary<string, object> { ["joinedTo"] = other });
    public static Refusal ValueCorrectedMeanwhile() =>
        new(409, "changed-meanwhile", "Somebody else corrected this at the same time. Load it again and repeat your change.");
    public static Refusal ValueTakenBack() =>
        new(409, "value-taken-back", "This was taken back: its amount is 0, and nobody can have a share in it. Whoever recorded it can correct it.");
    public static Refusal ValueNotAlike() =>
        new(409, "value-not-alike", "The two records are of different stages or units, so one is not the other. Correct the one that is wrong first.");
    public static Refusal ValueNotDisputed() =>
        new(409, "value-not-disputed", "Nobody claims more than the whole of this, so there is nothing to decide.");
    public static Refusal OwnDispute() =>
        new(403, "own-organisation", "You belong to an organisation that claims a share in this. It is decided by somebody from elsewhere.");

    public static Refusal NoCalculation() => Refusal.NotFound("calculation");

    public static Refusal NoFramework() => Refusal.NotFound("framework");
    public static Refusal NoFrameworkVersion() => Refusal.NotFound("version of this framework");
    public static Refusal NoFrameworkUpload() => Refusal.NotFound("file of a framework");
    public static Refusal NoCharter() => Refusal.NotFound("published charter");
    public static Refusal FrameworkVersionExists(int version, int next) =>
        new(409, "framework-version-exists", $"Version {version} is here already, with other content, and never changes. Bring this in as version {next}.");
    public static Refusal FrameworkVersionOlder(int version, int latest) =>
        new(409, "framework-version-older", $"Version {version} is older than version {latest}, which is here. A new version has a higher number.");
    public static Refusal FrameworkIdTaken(string id) =>
        new(409, "framework-id-taken", $"Charter comes with a framework {id}. Give yours another id.");
    public static Refusal FrameworkIsImported() => new(409, "import-done", "This file is imported already. Send a new one to bring in a new version.");
}
