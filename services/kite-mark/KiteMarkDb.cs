using System.Text.Json;
using Charter.KiteMarks.Applications;
using Charter.KiteMarks.Awards;
using Charter.KiteMarks.Gate;
using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks;

/// <summary>Applications, assessments and awards, and what the gate needs to know of organisations.</summary>
public sealed class KiteMarkDb(DbContextOptions<KiteMarkDb> options) : DbContext(options)
{
    internal DbSet<Organisation> Organisations => Set<Organisation>();
    internal DbSet<SignatureStanding> Standings => Set<SignatureStanding>();
    internal DbSet<Application> Applications => Set<Application>();
    internal DbSet<Award> Awards => Set<Award>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Organisation>(e => e.ToTable("organisation").HasKey(x => x.OrganisationId));
        model.Entity<EmbedDuty>(e => e.ToTable("embed_duty").HasKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion }));
        model.Entity<SignatureStanding>(e => e.ToTable("signature_standing").HasKey(x => new { x.OrganisationId, x.CharterId }));
        model.Entity<Application>(e =>
        {
            e.ToTable("application");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasIndex(x => x.OrganisationId).IsUnique().HasFilter("ended_at is null").HasDatabaseName("ix_application_open");
            e.HasIndex(x => new { x.OrganisationId, x.Id });
            e.HasIndex(x => new { x.State, x.Id });
            e.HasMany(x => x.Assessments).WithOne().HasForeignKey(x => x.ApplicationId);
            e.HasMany(x => x.Transitions).WithOne().HasForeignKey(x => x.ApplicationId);
        });
        model.Entity<Assessment>(e =>
        {
            e.ToTable("assessment");
            e.Property(x => x.Id).ValueGeneratedNever();
            e.HasIndex(x => new { x.ApplicationId, x.Assessor }).IsUnique();
            e.Property(x => x.Scores).HasColumnType("jsonb").HasConversion(
                s => JsonSerializer.Serialize(s, JsonSerializerOptions.Web), s => JsonSerializer.Deserialize<GivenScore[]>(s, JsonSerializerOptions.Web)!);
        });
        model.Entity<Transition>(e => e.ToTable("application_transition").HasKey(x => new { x.ApplicationId, x.Number }));
        model.Entity<Award>(e =>
        {
            e.ToTable("award");
            e.HasIndex(x => new { x.OrganisationId, x.Level });
            e.HasIndex(x => x.ApplicationId).IsUnique();
        });
        model.AddSuccessions();
        model.AddPlatformTables();
    }
}
