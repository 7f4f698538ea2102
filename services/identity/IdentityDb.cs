using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.Clients;
using Charter.Identity.Invitations;
using Charter.Identity.Joining;
using Charter.Identity.Mail;
using Charter.Identity.Memberships;
using Charter.Identity.Organisations;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity;

/// <summary>Accounts, second factors, memberships, sessions, API clients and signing keys. Partnership-wide roles are a table of our own, because each assignment has a date.</summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<Account, Guid>(options)
{
    internal DbSet<RoleAssignment> RoleAssignments => Set<RoleAssignment>();
    internal DbSet<Membership> Memberships => Set<Membership>();
    internal DbSet<Session> Sessions => Set<Session>();
    internal DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    internal DbSet<ApiClient> ApiClients => Set<ApiClient>();
    internal DbSet<Organisation> Organisations => Set<Organisation>();
    internal DbSet<CarriedOver> CarriedOver => Set<CarriedOver>();
    internal DbSet<Invitation> Invitations => Set<Invitation>();
    internal DbSet<OrganisationDomain> OrganisationDomains => Set<OrganisationDomain>();
    internal DbSet<JoinRequest> JoinRequests => Set<JoinRequest>();
    internal DbSet<Authenticator> Authenticators => Set<Authenticator>();
    internal DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    internal DbSet<SpentTicket> SpentTickets => Set<SpentTicket>();
    internal DbSet<SignUp> SignUps => Set<SignUp>();
    internal DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    internal DbSet<Letter> Letters => Set<Letter>();

    /// <summary>Has the mail sent once the next SaveChanges has committed.</summary>
    internal void Post(Letter letter) => Add(letter);

    /// <summary>Memberships that have not ended: what a person may do now.</summary>
    internal IQueryable<Membership> CurrentMemberships => Memberships.Where(m => m.EndedAt == null);

    /// <summary>Offices that have neither ended nor run out.</summary>
    internal IQueryable<RoleAssignment> OfficesHeld(DateOnly today) => RoleAssignments.Where(r => r.EndedAt == null && r.Until >= today);

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.Entity<Account>(e =>
        {
            e.ToTable("account");
            e.HasIndex(x => x.NormalizedEmail).IsUnique().HasDatabaseName("ix_account_normalized_email");
            e.HasIndex(x => x.NormalizedUserName).IsUnique().HasDatabaseName("ix_account_normalized_user_name");
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        model.Entity<IdentityUserToken<Guid>>().ToTable("account_token");
        model.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkey").OwnsOne(x => x.Data).ToJson("data");
        model.Entity<RoleAssignment>(e =>
        {
            e.ToTable("role_assignment");
            e.Property(x => x.Id).HasDefaultValueSql("gen_random_uuid()");
            e.Property(x => x.Until).HasDefaultValueSql("current_date + 365");
            e.HasIndex(x => new { x.Subject, x.Role }).IsUnique().HasFilter("ended_at is null");
            e.HasIndex(x => x.Until).HasFilter("ended_at is null");
            e.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
            e.HasOne<Account>().WithMany().HasForeignKey(x => x.Subject);
        });
        model.Entity<Membership>(e =>
        {
            e.ToTable("membership");
            e.HasIndex(x => new { x.Subject, x.OrganisationId, x.Role }).IsUnique().HasFilter("ended_at is null");
            e.HasIndex(x => x.OrganisationId);
            e.HasOne<Account>().WithMany().HasForeignKey(x => x.Subject);
        });
        model.Entity<Session>(e =>
        {
            e.ToTable("session");
            e.HasIndex(x => x.SecretHash).IsUnique();
            e.HasOne<Account>().WithMany().HasForeignKey(x => x.Subject);
        });
        model.Entity<ApiClient>(e =>
        {
            e.ToTable("api_client");
            e.HasIndex(x => x.OrganisationId);
            e.Property<uint>("xmin").IsRowVersion();
        });
        model.Entity<Organisation>(e =>
        {
            e.ToTable("organisation").HasKey(x => x.OrganisationId);
            e.HasIndex(x => new { x.Name, x.OrganisationId });
        });
        model.Entity<Invitation>(e =>
        {
            e.ToTable("invitation");
            e.HasIndex(x => new { x.OrganisationId, x.NormalizedEmail }).IsUnique().HasFilter("state = 'open'");
            e.HasIndex(x => x.NormalizedEmail);
            e.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        });
        model.Entity<OrganisationDomain>(e =>
        {
            e.ToTable("organisation_domain").HasKey(x => new { x.OrganisationId, x.Domain });
            e.HasIndex(x => x.Domain);
            e.HasIndex(x => new { x.StatedAt, x.OrganisationId }).HasFilter("verified_at is null");
            e.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        });
        model.Entity<JoinRequest>(e =>
        {
            e.ToTable("join_request");
            e.HasIndex(x => new { x.OrganisationId, x.Subject }).IsUnique().HasFilter("state = 'open'");
            e.HasIndex(x => x.Subject);
            e.HasOne<Account>().WithMany().HasForeignKey(x => x.Subject);
            e.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        });
        model.Entity<Authenticator>(e =>
        {
            e.ToTable("authenticator").HasKey(x => x.Subject);
            e.HasOne<Account>().WithOne().HasForeignKey<Authenticator>(x => x.Subject);
            e.Property(x => x.LastStep).IsConcurrencyToken();   // of two uses of a code at the same moment one fails
        });
        model.Entity<RecoveryCode>(e =>
        {
            e.ToTable("recovery_code").HasKey(x => new { x.Subject, x.Position });
            e.HasOne<Account>().WithMany().HasForeignKey(x => x.Subject);
            e.Property(x => x.UsedAt).IsConcurrencyToken();
        });
        model.Entity<SpentTicket>().ToTable("spent_ticket").HasKey(x => x.Id);
        model.Entity<SignUp>(e =>
        {
            e.ToTable("sign_up");
            e.HasIndex(x => x.NormalizedEmail);
            e.HasIndex(x => x.CreatedAt);
        });
        model.Entity<OneTimeLink>(e =>
        {
            e.ToTable("one_time_link");
            e.HasIndex(x => x.SecretHash).IsUnique();
            e.HasIndex(x => x.Subject);
            e.HasIndex(x => x.ExpiresAt);
            e.Property(x => x.Data).HasColumnType("jsonb");
            e.Property<uint>("Version").HasColumnName("xmin").IsRowVersion();
        });
        model.Entity<Letter>(e =>
        {
            e.ToTable("mail");
            e.HasIndex(x => x.NextAttemptAt).HasFilter("sent_at is null");
            e.Property(x => x.Content).HasColumnType("jsonb");
        });
        model.Entity<SigningKey>().ToTable("signing_key").HasKey(x => x.Kid);
        model.Entity<ThrottleState>().ToTable("throttle").HasKey(x => x.Key);
        model.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit_entry");
            e.HasIndex(x => new { x.OccurredAt, x.Id });
            e.HasIndex(x => new { x.OrganisationId, x.OccurredAt, x.Id });
            e.HasIndex(x => new { x.Actor, x.OccurredAt, x.Id });
            e.HasIndex(x => new { x.Action, x.OccurredAt, x.Id });
            e.HasIndex(x => new { x.Outcome, x.OccurredAt, x.Id });
            e.HasIndex(x => x.SubjectIds).HasMethod("GIN");
            e.HasIndex(x => x.TraceId);
        });
        model.AddSuccessions();
        model.AddPlatformTables();
    }
}
