using Charter.ServiceDefaults;

namespace Charter.Identity;

/// <summary>Every refusal of this service.</summary>
internal static class IdentityErrors
{
    public static Refusal SignInFailed() =>
        new(401, "sign-in-failed", "The e-mail address or the password is not right. Check both and try again.");
    public static Refusal TooManyAttempts(TimeSpan wait) =>
        new(429, "too-many-attempts", $"There were too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.") { RetryAfter = wait };
    public static Refusal NoSession() => Refusal.NotFound("session");

    public static Refusal NoAccount() =>
        new(404, "account-not-found", "There is no account with this e-mail address. Ask the person to register first.");
    public static Refusal NoMember() => Refusal.NotFound("member");
    public static Refusal NoOrganisation() => Refusal.NotFound("organisation");
    public static Refusal NoInvitation() => Refusal.NotFound("invitation");
    public static Refusal NoDomain() => Refusal.NotFound("domain");
    public static Refusal NoJoinRequest() => Refusal.NotFound("request to join");
    public static Refusal NoOffice() => Refusal.NotFound("office");

    public static Refusal HoldsOffice() => new(409, "holds-partnership-office",
        "Whoever holds this office in the partnership belongs to no organisation, because they judge all of them. A registrar has to end the office first.");
    public static Refusal BelongsToOrganisation() => new(409, "belongs-to-organisation",
        "This person belongs to an organisation, and would judge it in this office. They have to leave the organisation first.");
    public static Refusal AlreadyMember() => new(409, "already-a-member", "This person has these roles in the organisation already.");
    public static Refusal LastSignatory() => new(409, "last-signatory",
        "The organisation would have no signatory left. Invite somebody as signatory, or hand over to them; once they have accepted, this can be done.");
    public static Refusal HasSignatory() => new(409, "has-signatory", "This organisation has a signatory, who invites others. A registrar does so only where there is none.");

    public static Refusal AlreadyInvited() => new(409, "already-invited", "There is an open invitation to this address. Send that one again, or withdraw it first.");
    public static Refusal InvitationSettled() => new(409, "invitation-settled", "This invitation is not open any more: it was answered or withdrawn, or its time is over.");

    public static Refusal FreeMailDomain(string domain) => new(409, "free-mail-domain",
        $"Anybody can have an address at {domain}, so it says nothing about for whom somebody works. Invite your colleagues instead.");
    public static Refusal DomainStated() => new(409, "domain-stated", "This domain is on the organisation's list already.");
    public static Refusal DomainVerified() => new(409, "domain-verified", "This domain is verified already.");
    public static Refusal TooManyDomains(int most) => new(409, "too-many-domains", $"An organisation can state at most {most} domains. Take one back first.");
    public static Refusal AlreadyAsked() => new(409, "already-asked", "You have asked to join this organisation. One of its signatories decides.");
    public static Refusal JoinRequestSettled() => new(409, "join-request-settled", "This request is not open any more: it was decided or withdrawn.");

    public static Refusal OwnOffice() => new(409, "own-office", "Nobody gives an office to themself. Ask another registrar, or whoever operates the installation.");
    public static Refusal OfficeHeld() => new(409, "office-held", "This person holds this office already. Renew it instead.");
    public static Refusal OfficeEnded() => new(409, "office-ended", "This office has ended. Give it anew.");
    public static Refusal LastRegistrar() => new(409, "last-registrar", "The partnership would have no registrar left. Give the office to somebody else first.");
}
