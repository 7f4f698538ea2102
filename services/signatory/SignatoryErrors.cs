using Charter.ServiceDefaults;

namespace Charter.Signatories;

/// <summary>Every refusal of this service.</summary>
internal static class SignatoryErrors
{
    public static Refusal NoCharter() => Refusal.NotFound("charter");
    public static Refusal NoVersion() => Refusal.NotFound("version of this charter");
    public static Refusal NoSignature() => Refusal.NotFound("signature of yours");
    public static Refusal NoOrganisation() => Refusal.NotFound("organisation");
    public static Refusal NotOnRegister() => new(404, "not-on-register", "This organisation is not on the register: it has not signed, or does not exist.");
    public static Refusal NotOnRegisterOn(DateOnly day) => new(404, "not-on-register", $"This organisation was not on the register on {day:yyyy-MM-dd}.");

    public static Refusal AlreadyPublished(int version) =>
        new(409, "charter-version-published", $"Version {version} is published and cannot change any more. Draft a new version instead.");
    public static Refusal OlderThanPublished(int version, int published) =>
        new(409, "charter-version-outdated", $"Version {version} is older than version {published}, which is already published. Draft a new version instead.");
    public static Refusal SameAsPublished(int version) =>
        new(409, "charter-version-unchanged", $"This draft has the same content as version {version}.");

    public static Refusal DraftChanged(int version) =>
        new(412, "charter-draft-changed", $"Somebody changed draft {version} since you read it. Read it again and repeat your change.");
    public static Refusal NoticeTooShort(int days, DateOnly earliest) =>
        new(409, "charter-notice-too-short", $"This charter gives its signatories {days} {(days == 1 ? "day" : "days")} of notice of a new version. Published today, it can come into force on {earliest:yyyy-MM-dd} at the earliest.",
            new Dictionary<string, object> { ["earliest"] = earliest });
    public static Refusal Unfinished(IReadOnlyList<string> fields) =>
        new(409, "charter-version-unfinished", $"Some parts still have to be written: {string.Join(", ", fields)}.", new Dictionary<string, object> { ["fields"] = fields });

    public static Refusal AlreadyConfirmed() => new(409, "organisation-already-confirmed", "This organisation is confirmed already.");
    public static Refusal NotConfirmed() =>
        new(409, "organisation-not-confirmed", "A registrar has not yet confirmed this organisation. It can sign once that is done.");
    public static Refusal Succeeded() =>
        new(409, "organisation-succeeded", "Another organisation has taken the place of this one, which acts no more. Do it for the successor.");
    public static Refusal SuccessionOntoItself() => new(409, "succession-onto-itself", "An organisation cannot take its own place. Choose another.");
    public static Refusal SuccessionOfUnconfirmed(string name) =>
        new(409, "organisation-not-confirmed", $"{name} is not confirmed. Confirm it first if it is what it says.");
    public static Refusal SuccessionCycle(string successor, string predecessor) =>
        new(409, "succession-cycle", $"{predecessor} stands in the place of {successor} already. Take that back first, or enter it the other way round.");
    public static Refusal SuccessorSucceeded(string name, string by) =>
        new(409, "successor-succeeded", $"{name} acts no more: {by} has taken its place. Choose {by}.");
    public static Refusal NoSuccession() => Refusal.NotFound("succession of this organisation that stands");
    public static Refusal SuccessionIsFinal(DateOnly until) =>
        new(409, "succession-final", $"This could be taken back until {until:yyyy-MM-dd}. What has to be put right now is entered as another succession.");
    public static Refusal LaterSuccession(string successor) =>
        new(409, "succession-later", $"{successor} has been succeeded itself since. Take that back first.");

    public static Refusal IdentifierTaken(string scheme) =>
        new(409, "organisation-identifier-taken", $"An organisation with this {scheme} identifier is registered already. Ask its signatory to invite you, or the registrar for help.");

    /// <param name="candidates">With id, name, places and status.</param>
    public static Refusal MaybeRegistered(IReadOnlyList<Organisations.Candidate> candidates) =>
        new(409, "organisation-maybe-registered", "An organisation with a similar name is registered already. If yours is one of these, ask its signatory to invite you. If it is another, say so.",
            new Dictionary<string, object> { ["candidates"] = candidates });

    public static Refusal NoImport() => Refusal.NotFound("list of organisations");
    public static Refusal ImportIsDone() => new(409, "import-done", "This list is imported, or is being imported at the moment. Send it again to bring in more of it.");
    public static Refusal ImportIsBusy() => new(409, "import-busy", "The rows of this list are being checked or imported at the moment. Wait until that is done.");
    public static Refusal ImportNotChecked() => new(409, "import-not-checked", "Say which column is what and have the rows checked first.");
    public static Refusal ImportHasBadRows(int rows) =>
        new(409, "import-has-bad-rows", $"{rows} rows cannot be imported. Correct the file and send it again, or say that they are to be left out.");

    public static Refusal NotInForce(DateOnly from) =>
        new(409, "charter-version-not-in-force", $"This version can be signed from {from:yyyy-MM-dd}.");
    public static Refusal Superseded(int current) =>
        new(409, "charter-version-superseded", $"A newer version is in force. Read and sign version {current}.");
    public static Refusal ContentDiffers() =>
        new(409, "charter-content-differs", "The content hash is not that of this version. Read the version again and sign the text that it has.");
    public static Refusal AlreadySigned(DateOnly on) =>
        new(409, "charter-already-signed", $"Your organisation signed this version on {on:yyyy-MM-dd}.");

    public static Refusal NoOpenSignature() => Refusal.NotFound("signature under way");
    public static Refusal RoleNotAskedFor(IReadOnlyList<string> roles) =>
        new(409, "signature-role-not-asked-for", $"This charter is signed by {Listed(roles)}. Sign in one of these roles.");
    public static Refusal RoleAlreadySigned(string role, IEnumerable<string> missing) =>
        new(409, "signature-role-signed", $"{role} has signed already. Still missing: {Listed([.. missing])}.");
    public static Refusal SamePersonTwice() =>
        new(409, "signature-same-person", "You have signed for your organisation already. Each of the other roles must be signed by another person who is a signatory of it.");
    public static Refusal WaitsForRegistrar() =>
        new(409, "signature-awaits-countersignature", "Your organisation has done its part. The signature comes into force once a registrar has countersigned it.");
    public static Refusal RolesMissing(IEnumerable<string> missing) =>
        new(409, "signature-roles-missing", $"A registrar countersigns once everybody has signed. Still missing: {Listed([.. missing])}.");
    public static Refusal OwnOrganisation() =>
        new(403, "own-organisation", "You belong to this organisation or have acted for it. Another registrar must do this.");
    public static Refusal OpenSignatureEnded(string reason) =>
        new(409, "open-signature-ended", reason == Signatures.OpenSignatureEnds.Abandoned ? "The organisation has abandoned this signature. It can begin a new one." : "A newer version of the charter is in force. The organisation can sign that.");
    public static Refusal SignatureEnded(DateOnly on) =>
        new(409, "signature-ended", $"This signature has not held since {on:yyyy-MM-dd}, so there is nothing to withdraw.");

    public static Refusal NoLogEntry() => new(404, "log-entry-unknown", "The log has no such entry. If you have its text, take it exactly as it was given, without a space or line more or less.");
    public static Refusal LogEntryWaiting() =>
        new(409, "log-entry-waiting", "This entry is recorded and gets its place in the log within a second. Ask again.");
    public static Refusal LogEntryLater(long index) =>
        new(409, "log-entry-later", $"This entry came into the log later. Ask with a size of at least {index + 1}.");
    public static Refusal LogNotSoLong(long size) =>
        new(409, "log-not-so-long", $"The log has {size} entries so far. Ask for no more than that.");

    public static Refusal TooManyDownloads() =>
        new(503, "too-many-downloads", "Others are downloading the register at the moment. Try again in half a minute.") { RetryAfter = TimeSpan.FromSeconds(30) };

    private static string Listed(IReadOnlyList<string> roles) => roles.Count < 2 ? string.Concat(roles) : $"{string.Join(", ", roles.SkipLast(1))} and {roles[^1]}";
}
