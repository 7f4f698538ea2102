using System.Text.Json;
using Charter.Contracts;
using Charter.Pledges.Calculators;
using Charter.Pledges.Commissioning;
using Charter.Pledges.Contracts;
using Charter.Pledges.Evidence;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Imports;
using Charter.Pledges.Jobs;
using Charter.Pledges.Ledgers;
using Charter.Pledges.Measures;
using Charter.Pledges.Organisations;
using Charter.Pledges.Pledges;
using Charter.Pledges.Spend;
using Charter.Pledges.Surveys;
using Charter.Pledges.Value;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>Ledgers of duties, pledges, evidence, the value ledger, calculations and contracts on the commissioning cycle; copies of charter versions, organisations and successions.</summary>
public sealed class PledgeDb(DbContextOptions<PledgeDb> options) : DbContext(options)
{
    internal DbSet<CharterCopy> Charters => Set<CharterCopy>();
    internal DbSet<OrganisationCopy> Organisations => Set<OrganisationCopy>();
    internal DbSet<Ledger> Ledgers => Set<Ledger>();
    internal DbSet<Duty> Duties => Set<Duty>();
    internal DbSet<EndedSignature> EndedSignatures => Set<EndedSignature>();
    internal DbSet<Pledge> Pledges => Set<Pledge>();
    internal DbSet<PledgeChange> PledgeChanges => Set<PledgeChange>();
    internal DbSet<ProgressEntry> Progress => Set<ProgressEntry>();
    internal DbSet<EvidenceItem> Evidence => Set<EvidenceItem>();
    internal DbSet<Job> Jobs => Set<Job>();
    internal DbSet<FileImport> Imports => Set<FileImport>();
    internal DbSet<ImportPart> ImportParts => Set<ImportPart>();
    internal DbSet<ImportRemark> ImportRemarks => Set<ImportRemark>();
    internal DbSet<ContractRelease> Releases => Set<ContractRelease>();
    internal DbSet<ContractProcess> Processes => Set<ContractProcess>();
    internal DbSet<ContractAward> Awards => Set<ContractAward>();
    internal DbSet<AwardSupplier> AwardSuppliers => Set<AwardSupplier>();
    internal DbSet<Supplier> Suppliers => Set<Supplier>();
    internal DbSet<PostcodePlace> PostcodePlaces => Set<PostcodePlace>();
    internal DbSet<SpendLine> SpendLines => Set<SpendLine>();
    internal DbSet<SpendMonth> SpendMonths => Set<SpendMonth>();
    internal DbSet<RememberedMapping> SpendMappings => Set<RememberedMapping>();
    internal DbSet<CommissionedContract> CommissionedContracts => Set<CommissionedContract>();
    internal DbSet<StageEntry> CommissionedStages => Set<StageEntry>();
    internal DbSet<Question> CommissionedQuestions => Set<Question>();
    internal DbSet<Offer> CommissionedOffers => Set<Offer>();
    internal DbSet<Delivery> CommissionedDeliveries => Set<Delivery>();
    internal DbSet<EvidenceFile> EvidenceFiles => Set<EvidenceFile>();
    internal DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    internal DbSet<EvidenceDuty> EvidenceDuties => Set<EvidenceDuty>();
    internal DbSet<DutySetback> Setbacks => Set<DutySetback>();
    internal DbSet<ValueRecord> Values => Set<ValueRecord>();
    internal DbSet<ValueStanding> ValueStanding => Set<ValueStanding>();
    internal DbSet<Calculation> Calculations => Set<Calculation>();
    internal DbSet<Framework> Frameworks => Set<Framework>();
    internal DbSet<FrameworkVersion> FrameworkVersions => Set<FrameworkVersion>();
    internal DbSet<FrameworkPart> FrameworkParts => Set<FrameworkPart>();
    internal DbSet<FrameworkRelation> FrameworkRelations => Set<FrameworkRelation>();
    internal DbSet<FrameworkUpload> FrameworkUploads => Set<FrameworkUpload>();
    internal DbSet<SurveyRound> SurveyRounds => Set<SurveyRound>();
    internal DbSet<SurveyDraw> SurveyDraws => Set<SurveyDraw>();
    internal DbSet<SurveyLink> SurveyLinks => Set<SurveyLink>();
    internal DbSet<SurveyTally> SurveyTallies => Set<SurveyTally>();
    internal DbSet<SurveyCount> SurveyCounts => Set<SurveyCount>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<CharterCopy>(e =>
        {
            e.ToTable("charter_version").HasKey(x => new { x.CharterId, x.Version });
            e.Property(x => x.Duties).HasColumnType("jsonb").HasConversion(
                d => JsonSerializer.Serialize(d, JsonSerializerOptions.Default), d => JsonSerializer.Deserialize<CharterDuty[]>(d, JsonSerializerOptions.Default)!);
        });
        model.Entity<OrganisationCopy>(e => e.ToTable("organisation").HasKey(x => x.OrganisationId));
        model.Entity<Ledger>(e =>
        {
            e.ToTable("ledger").HasKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion });
            e.HasIndex(x => new { x.CharterId, x.CharterVersion });
            e.HasMany(x => x.Duties).WithOne().HasForeignKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion });
        });
        model.Entity<Duty>(e =>
        {
            e.ToTable("ledger_duty").HasKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion, x.Code });
            e.Property(x => x.Revision).HasDefaultValue(0);
        });
        model.Entity<EndedSignature>(e => e.ToTable("ended_signature").HasKey(x => x.SignatureId));
        model.Entity<Pledge>(e =>
        {
            e.ToTable("pledge");
            e.Property<uint>("xmin").IsRowVersion();
            e.Property(x => x.Baseline).HasPrecision(18, 4);
            e.Property(x => x.Target).HasPrecision(18, 4);
            e.Property(x => x.LatestValue).HasPrecision(18, 4);
            e.Property(x => x.TargetGroups).HasDefaultValueSql("'{}'");
            e.Ignore(x => x.Direction).Ignore(x => x.StartsOn).Ignore(x => x.IsReached).Ignore(x => x.IsShownReached).Ignore(x => x.Named);
            e.Property(x => x.EndedByRule).HasDefaultValue(false);
            e.Property(x => x.NextOn).HasDefaultValue(new DateOnly(2000, 1, 1));
            e.HasIndex(x => x.NextOn).HasFilter("status = 'active'");
            e.HasIndex(x => new { x.OrganisationId, x.Id });
            e.HasMany<PledgeChange>().WithOne().HasForeignKey(x => x.PledgeId);
            e.HasMany(x => x.Progress).WithOne().HasForeignKey(x => x.PledgeId);
            e.HasMany<EvidenceItem>().WithOne().HasForeignKey(x => x.PledgeId);
        });
        model.Entity<PledgeChange>(e =>
        {
            e.ToTable("pledge_change");
            e.Property(x => x.ByRule).HasDefaultValue(false);
            e.HasIndex(x => new { x.PledgeId, x.PledgeVersion }).IsUnique();
            e.Property(x => x.Fields).HasColumnType("jsonb").HasConversion(
                f => JsonSerializer.Serialize(f, JsonSerializerOptions.Default), f => JsonSerializer.Deserialize<FieldChange[]>(f, JsonSerializerOptions.Default)!);
        });
        model.Entity<ProgressEntry>(e =>
        {
            e.ToTable("pledge_progress");
            e.Property(x => x.Value).HasPrecision(18, 4);
        });
        model.Entity<EvidenceItem>(e =>
        {
            e.ToTable("evidence");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasIndex(x => new { x.State, x.Id });
            e.HasIndex(x => new { x.OrganisationId, x.Id });
            e.HasIndex(x => x.SeriesId);
            e.HasIndex(x => x.SupersedesId);
            e.HasIndex(x => x.DueOn).HasFilter("due_on is not null");
            e.Property(x => x.Kind).HasDefaultValue("");
            e.Property(x => x.ValidUntil).HasDefaultValue(new DateOnly(2000, 1, 1));
            e.Property(x => x.Edition).HasDefaultValue(1);
            e.Property(x => x.Reasons).HasDefaultValueSql("'{}'");
            // The one file of evidence from before there could be several: written by older replicas alone, see EvidenceItem.OfOlderReplicas.
            e.Property<string?>("FileName");
            e.Property<string?>("MediaType");
            e.Property<long?>("FileSize");
            e.Property<string?>("Sha256");
            e.HasMany(x => x.Files).WithOne().HasForeignKey(x => x.EvidenceId);
            e.HasMany(x => x.Duties).WithOne().HasForeignKey(x => x.EvidenceId);
            e.HasMany(x => x.Pledges).WithOne().HasForeignKey(x => x.EvidenceId);
        });
        model.AddImports();
        model.Entity<CommissionedContract>(e =>
        {
            e.ToTable("commissioned_contract");
            e.Property<uint>("xmin").IsRowVersion();
            e.Property(x => x.Value).HasPrecision(18, 4);
            e.Ignore(x => x.CurrentStages);
            e.HasIndex(x => new { x.OrganisationId, x.Id });
            e.HasIndex(x => new { x.OrganisationId, x.Ocid }).HasFilter("ocid is not null");
            e.HasMany(x => x.Stages).WithOne().HasForeignKey(x => x.ContractId);
            e.HasMany(x => x.Questions).WithOne().HasForeignKey(x => x.ContractId);
            e.HasMany(x => x.Offers).WithOne().HasForeignKey(x => x.ContractId);
            e.HasMany<Delivery>().WithOne().HasForeignKey(x => x.ContractId);
        });
        model.Entity<StageEntry>(e =>
        {
            e.ToTable("commissioned_stage");
            e.Property(x => x.Weighting).HasPrecision(5, 2);
        });
        model.Entity<Question>(e =>
        {
            e.ToTable("commissioned_question");
            e.HasIndex(x => new { x.OrganisationId, x.AskedOn });
            e.Property(x => x.Tests).HasColumnType("jsonb").HasConversion(
                t => JsonSerializer.Serialize(t, JsonSerializerOptions.Default), t => JsonSerializer.Deserialize<TestResult[]>(t, JsonSerializerOptions.Default)!);
        });
        model.Entity<Offer>(e =>
        {
            e.ToTable("commissioned_offer");
            e.Property(x => x.Amount).HasPrecision(18, 4);
            e.HasMany<Delivery>().WithOne().HasForeignKey(x => x.OfferId);
        });
        model.Entity<Delivery>(e =>
        {
            e.ToTable("commissioned_delivery");
            e.Property(x => x.Amount).HasPrecision(18, 4);
        });
        model.Entity<EvidenceFile>(e =>
        {
            e.ToTable("evidence_file").HasKey(x => new { x.EvidenceId, x.Position });
            e.HasOne<StoredFile>().WithMany().HasForeignKey(x => x.Sha256).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<StoredFile>(e =>
        {
            e.ToTable("stored_file").HasKey(x => x.Sha256);
            e.HasIndex(x => x.ScanAfter).HasFilter("scan in ('waiting', 'not-scanned')");
            e.HasIndex(x => x.ScannedAt).HasFilter("scan = 'clean'");
        });
        model.Entity<EvidenceDuty>(e =>
        {
            e.ToTable("evidence_duty").HasKey(x => new { x.EvidenceId, x.OrganisationId, x.CharterId, x.Code });
            e.HasIndex(x => new { x.OrganisationId, x.CharterId, x.Code });
        });
        model.Entity<EvidencePledge>(e =>
        {
            e.ToTable("evidence_pledge").HasKey(x => new { x.EvidenceId, x.PledgeId });
            e.HasIndex(x => x.PledgeId);
        });
        model.Entity<DutySetback>(e => e.ToTable("duty_setback").HasKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion, x.Code, x.Revision }));
        model.AddValue();
        model.AddCalculations();
        model.AddMeasures();
        model.AddFrameworks();
        model.AddSurveys();
        model.AddSuccessions();
        model.AddPlatformTables();
    }
}
