using Charter.Contracts;
using Charter.Identity.Accounts;
using Charter.Identity.Invitations;
using Charter.Identity.Joining;
using Charter.Identity.Mail;
using Charter.Identity.Organisations;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>What people are told by mail about organisations and offices. Each is posted with the change that it tells of; nothing is saved here.</summary>
internal sealed class Letters(IdentityDb db, TimeProvider time)
{
    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The mail with a new link.</summary>
    public async Task Invite(Invitation invitation, string inviter, CancellationToken cancel)
    {
        var (link, secret) = invitation.Send(Now);
        db.Add(link);
        db.Post(Letter.To(invitation.Email, invitation.HandsOver ? "hand-over" : "invitation", Now,
            ("organisation", await NameOf(invitation.OrganisationId, cancel)), ("inviter", inviter), ("roles", Say(invitation.Roles)),
            ("until", Day(invitation.ExpiresAt.LocalDay())), ("link", $"/invitations/{secret}")));
    }

    /// <summary>To whoever invited.</summary>
    /// <param name="by">Name of who accepted or declined; null for somebody who declined without an account.</param>
    public async Task InvitationAnswered(Invitation invitation, string? by, CancellationToken cancel)
    {
        if (await Of(invitation.InvitedBy, cancel) is not { } inviter)
            return;
        var organisation = await NameOf(invitation.OrganisationId, cancel);
        db.Post(invitation.State == InvitationStates.Accepted
            ? Letter.To(inviter.Email!, invitation.HandsOver ? "handed-over" : "invitation-accepted", Now,
                ("organisation", organisation), ("person", by!), ("address", invitation.Email), ("roles", Say(invitation.Roles)))
            : Letter.To(inviter.Email!, "invitation-declined", Now,
                ("organisation", organisation), ("address", invitation.Email), ("people", $"/organisations/{invitation.OrganisationId}/people")));
    }

    public async Task RoleTakenAway(Guid subject, Guid organisationId, string role, CancellationToken cancel)
    {
        if (await Of(subject, cancel) is { } person)
            db.Post(Letter.To(person.Email!, "role-taken-away", Now, ("organisation", await NameOf(organisationId, cancel)), ("role", Say(role))));
    }

    /// <summary>To every signatory of the organisation.</summary>
    public async Task AsksToJoin(JoinRequest request, string name, string email, CancellationToken cancel)
    {
        var organisation = await NameOf(request.OrganisationId, cancel);
        foreach (var address in await SignatoriesOf(request.OrganisationId, cancel))
            db.Post(Letter.To(address, "asks-to-join", Now,
                ("organisation", organisation), ("person", name), ("address", email), ("people", $"/organisations/{request.OrganisationId}/people")));
    }

    /// <summary>To every signatory of the organisation.</summary>
    public async Task SignAgain(ResigningDue due, CancellationToken cancel)
    {
        var organisation = await NameOf(due.OrganisationId, cancel);
        foreach (var address in await SignatoriesOf(due.OrganisationId, cancel))
            db.Post(Letter.To(address, "sign-again", Now, ("organisation", organisation), ("charter", due.Title), ("version", due.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("until", Day(due.ResignBy)), ("left", due.DaysLeft switch { 0 => "today is the last day", 1 => "one more day", _ => $"{due.DaysLeft} more days" }),
                ("link", $"/organisations/{due.OrganisationId}/sign")));
    }

    /// <summary>To every signatory and editor of the organisation.</summary>
    public async Task EvidenceExpires(EvidenceExpiring due, CancellationToken cancel)
    {
        var organisation = await NameOf(due.OrganisationId, cancel);
        foreach (var address in await WhoSeesToPledges(due.OrganisationId, cancel))
            db.Post(Letter.To(address, "evidence-expires", Now, ("organisation", organisation), ("title", due.Title), ("until", Day(due.ValidUntil)),
                ("left", due.DaysLeft switch { 0 => "today is the last day", 1 => "one more day", _ => $"{due.DaysLeft} more days" }), ("link", $"/evidence/{due.EvidenceId}")));
    }

    /// <summary>To every signatory and editor of the organisation.</summary>
    public async Task PledgeIsDue(PledgeDue due, CancellationToken cancel)
    {
        var organisation = await NameOf(due.OrganisationId, cancel);
        var isOver = due.DaysLeft < 0;
        var ask = due.IsReached ? "Its latest figure has reached the target. Say that it is completed, so that the register shows it:"
            : isOver ? $"Nobody has said yet how it ended. Say so, or amend it with the reason. If nothing is entered, it is entered as missed on {Day(due.MissedOn ?? due.DueOn)}, by rule and not by a person:"
            : "Report the latest figure, so that everybody sees how it stands. If its day cannot be kept, amend the pledge and say why:";
        foreach (var address in await WhoSeesToPledges(due.OrganisationId, cancel))
            db.Post(Letter.To(address, "pledge-due", Now, ("organisation", organisation), ("title", due.Title), ("when", $"{(isOver ? "was" : "is")} due on {Day(due.DueOn)}"), ("ask", ask),
                ("link", $"/pledges/{due.PledgeId}")));
    }

    /// <summary>To every signatory and editor of the organisation.</summary>
    public async Task PledgeMissedByRule(PledgeMissed missed, CancellationToken cancel)
    {
        var holder = missed.HolderId ?? missed.Pledge.OrganisationId;
        var organisation = await NameOf(holder, cancel);
        foreach (var address in await WhoSeesToPledges(holder, cancel))
            db.Post(Letter.To(address, "pledge-missed", Now, ("organisation", organisation), ("title", missed.Pledge.Title), ("due", Day(missed.Pledge.DueOn)), ("link", $"/pledges/{missed.Pledge.PledgeId}")));
    }

    /// <summary>To whoever attached it.</summary>
    public async Task EvidenceRefused(EvidenceRefused refused, CancellationToken cancel)
    {
        if (await Of(refused.SubmittedBy, cancel) is { } editor)
            db.Post(Letter.To(editor.Email!, "evidence-refused", Now, ("organisation", await NameOf(refused.Evidence.OrganisationId, cancel)), ("title", refused.Evidence.Title), ("link", $"/evidence/{refused.Evidence.EvidenceId}")));
    }

    /// <summary>To every signatory of the successor, also those who are it only now.</summary>
    public async Task PlaceTaken(OrganisationSucceeded succession, IReadOnlyCollection<Membership> granted, bool hasOwnSignatory, CancellationToken cancel)
    {
        var (predecessor, people) = (await NameOf(succession.PredecessorId, cancel), granted.Select(m => m.Subject).Distinct().Count());
        Guid[] added = [.. granted.Where(m => m.Role == Roles.Signatory).Select(m => m.Subject)];
        var addresses = await db.Users.Where(u => u.Email != null && added.Contains(u.Id)).Select(u => u.Email!).ToListAsync(cancel);
        foreach (var address in (await SignatoriesOf(succession.SuccessorId, cancel)).Union(addresses))
            db.Post(Letter.To(address, "place-taken", Now, ("organisation", succession.SuccessorName), ("predecessor", predecessor), ("people", people == 1 ? "One person" : $"{people} people"),
                ("rights", hasOwnSignatory
                    ? $"Who could sign for {predecessor} may edit, and may not sign, for {succession.SuccessorName}. Make somebody a signatory by inviting them as one."
                    : $"{succession.SuccessorName} had no signatory of its own, so who could sign for {predecessor} signs for {succession.SuccessorName} now."),
                ("link", $"/organisations/{succession.SuccessorId}/people")));
    }

    /// <summary>To every signatory of the organisation.</summary>
    public async Task SignatureLapsed(ResigningMissed missed, CancellationToken cancel)
    {
        var organisation = await NameOf(missed.OrganisationId, cancel);
        foreach (var address in await SignatoriesOf(missed.OrganisationId, cancel))
            db.Post(Letter.To(address, "signature-lapsed", Now, ("organisation", organisation), ("charter", missed.Title), ("version", missed.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("on", Day(missed.LapsedOn)), ("link", $"/organisations/{missed.OrganisationId}/sign")));
    }

    public async Task JoinRequestDecided(JoinRequest request, CancellationToken cancel)
    {
        if (await Of(request.Subject, cancel) is not { } person)
            return;
        var organisation = await NameOf(request.OrganisationId, cancel);
        db.Post(request.State == JoinStates.Approved
            ? Letter.To(person.Email!, "join-approved", Now, ("organisation", organisation), ("roles", Say(request.Roles)), ("account", "/account"))
            : Letter.To(person.Email!, "join-declined", Now, ("organisation", organisation)));
    }

    public void OfficeGiven(Account holder, RoleAssignment office) =>
        db.Post(Letter.To(holder.Email!, "office-given", Now, ("office", Say(office.Role)), ("until", Day(office.Until)), ("account", "/account")));

    public async Task OfficeEnded(RoleAssignment office, CancellationToken cancel)
    {
        if (await Of(office.Subject, cancel) is { } holder)
            db.Post(Letter.To(holder.Email!, "office-ended", Now, ("office", Say(office.Role))));
    }

    /// <summary>To its holder and, because they can renew it, to all other registrars.</summary>
    public async Task OfficeRunsOut(RoleAssignment office, DateOnly today, CancellationToken cancel)
    {
        if (await Of(office.Subject, cancel) is not { } holder)
            return;
        db.Post(Letter.To(holder.Email!, "office-runs-out", Now, ("office", Say(office.Role)), ("until", Day(office.Until))));
        foreach (var registrar in await Registrars(today).Where(r => r.Id != holder.Id).Select(r => r.Email!).ToListAsync(cancel))
            db.Post(Letter.To(registrar, "office-to-renew", Now,
                ("person", holder.Name), ("office", Say(office.Role)), ("until", Day(office.Until)), ("offices", "/registrar/offices")));
    }

    /// <summary>To every registrar.</summary>
    public async Task NoSignatory(Organisation organisation, DateOnly today, CancellationToken cancel)
    {
        foreach (var registrar in await Registrars(today).Select(r => r.Email!).ToListAsync(cancel))
            db.Post(Letter.To(registrar, "no-signatory", Now, ("organisation", organisation.Name), ("list", "/registrar/without-signatory")));
    }

    private Task<List<string>> SignatoriesOf(Guid organisation, CancellationToken cancel) => db.Users
        .Where(u => db.CurrentMemberships.Any(m => m.Subject == u.Id && m.OrganisationId == organisation && m.Role == Roles.Signatory)).Select(u => u.Email!).ToListAsync(cancel);

    private Task<List<string>> WhoSeesToPledges(Guid organisation, CancellationToken cancel) => db.Users
        .Where(u => db.CurrentMemberships.Any(m => m.Subject == u.Id && m.OrganisationId == organisation && (m.Role == Roles.Signatory || m.Role == Roles.Editor))).Select(u => u.Email!).ToListAsync(cancel);

    private IQueryable<Account> Registrars(DateOnly today) => db.Users.Where(u => db.OfficesHeld(today).Any(r => r.Subject == u.Id && r.Role == Roles.Registrar));

    private Task<Account?> Of(Guid subject, CancellationToken cancel) => db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == subject && u.Email != null, cancel);

    private async Task<string> NameOf(Guid organisation, CancellationToken cancel) =>
        await db.Organisations.Where(o => o.OrganisationId == organisation).Select(o => o.Name).SingleOrDefaultAsync(cancel) ?? "an organisation";

    private static string Say(IEnumerable<string> roles) => string.Join(" and ", roles.Select(Say));

    private static string Say(string role) => role.Replace('-', ' ');

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
