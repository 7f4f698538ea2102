using Charter.ServiceDefaults;

namespace Charter.Identity;

/// <summary>Every refusal of this service.</summary>
internal static class IdentityErrors
{
    public static Refusal SignInFailed() =>
        new(401, "sign-in-failed", "The e-mail address or the password is not right. Check both and try again.");
    public static Refusal TooManyAttempts(TimeSpan wait) =>
        new(429, "too-many-attempts", $"There were too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.") { RetryAfter = wait };
    public static Refusal CodeRefused() => new(401, "code-refused", "The code is not right, was used before or is too old. Wait for the next code of the app and enter that.");
    public static Refusal RecoveryCodeRefused() => new(401, "recovery-code-refused", "This is not one of the recovery codes that are left. Each can be used once.");
    public static Refusal StepExpired() => new(401, "sign-in-expired", "Signing in took longer than it may, or was done already. Start again.");
    public static Refusal PasskeySignInFailed() => new(401, "passkey-refused", "The passkey was not accepted. Try again, or sign in with your password.");
    public static Refusal SessionIsOver() => new(401, "sign-in-required", "Your session is over. Sign in again.");
    public static Refusal NoSession() => Refusal.NotFound("session");

    public static Refusal LinkNotGood() =>
        new(409, "link-not-good", "This link has been used already, is too old, or is not complete. Ask for a new one.");
    public static Refusal AddressTaken() =>
        new(409, "address-taken", "There is another account with this e-mail address by now. Ask the partnership's registrar.");

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
    public static Refusal OrganisationSucceeded() =>
        new(409, "organisation-succeeded", "Another organisation has taken the place of this one, which acts no more. Do it for the successor.");
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

    public static Refusal ProofNeeded() =>
        new(403, "proof-needed", "Enter your password, or sign in again and come back within ten minutes.");
    public static Refusal LastSignatory(IReadOnlyList<Guid> organisations) => new(409, "last-signatory",
        "You are the last signatory of an organisation. Give another person this role first, so that somebody can act for it.", new Dictionary<string, object> { ["organisations"] = organisations });
    public static Refusal SecondFactorFirst() => new(403, "second-factor-first",
        "Your account has a second factor, and this session was started without it. Show it first, then change how you sign in.");
    public static Refusal SetUpExpired() => new(409, "set-up-expired", "Setting this up took longer than it may, or was done already. Start again.");
    public static Refusal NoAuthenticator() => new(409, "no-authenticator", "The account has no authenticator app.");
    public static Refusal NoSecondFactor() => new(409, "no-second-factor", "Recovery codes stand in for a second factor. Set up an authenticator app or a passkey first.");
    public static Refusal OfficeNeedsSecondFactor() => new(409, "office-needs-second-factor",
        "You hold an office of the partnership, which needs a second factor, and this is your last. Set up another first.");
    public static Refusal OwnSecondFactors() => new(409, "own-second-factors", "These are your own. Change them under Sign-in and security, or ask another registrar.");
    public static Refusal NothingToRemove() => new(409, "no-second-factor-to-remove", "This person signs in with the password alone: there is nothing to remove.");
    public static Refusal PasskeyNotAccepted() => new(409, "passkey-not-accepted", "The passkey was not accepted. Start again, if need be with another device.");
    public static Refusal TooManyPasskeys(int most) => new(409, "too-many-passkeys", $"An account has at most {most} passkeys. Remove one that you do not use.");
    public static InvalidRequest WrongProof() => InvalidRequest.For("proof", "This is neither your password nor a code that is good now.");

    public static Refusal NoClient() => Refusal.NotFound("API client");
    public static Refusal TooManyClients() =>
        new(409, "too-many-clients", $"An organisation can have {Clients.ApiClient.Most} API clients. Revoke one that is no longer used.");
    public static Refusal ClientEnded() => new(409, "client-ended", "This API client has expired or was revoked. Create another one.");
}
