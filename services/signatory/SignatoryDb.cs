using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Gazetteer;
using Charter.Signatories.History;
using Charter.Signatories.Imports;
using Charter.Signatories.Log;
using Charter.Signatories.Organisations;
using Charter.Signatories.Register;
using Charter.Signatories.Signatures;
using Charter.Signatories.Successions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charter.Signatories;

/// <summary>Charters, organisations, signatures, successions, and the public register as a read model.</summary>
public sealed class SignatoryDb(DbContextOptions<SignatoryDb> options) : DbContext(options)
{
    internal DbSet<SocialValueCharter> Charters => Set<SocialValueCharter>();
    internal DbSet<CharterVersion> Versions => Set<CharterVersion>();
    internal DbSet<Organisation> Organisations => Set<Organisation>();
    internal DbSet<KnownPlace> Places => Set<KnownPlace>();
    internal DbSet<OrganisationImport> Imports => Set<OrganisationImport>();
    internal DbSet<ImportRow> ImportRows => Set<ImportRow>();
    internal DbSet<Signature> Signatures => Set<Signature>();
    internal DbSet<Succession> Successions => Set<Succession>();
    internal DbSet<OpenSignature> OpenSignatures => Set<OpenSignature>();
    internal DbSet<HistoryEntry> History => Set<HistoryEntry>();
    internal DbSet<LogLeaf> LogLeaves => Set<LogLeaf>();
    internal DbSet<LogHead> LogHeads => Set<LogHead>();
    internal DbSet<LogKey> LogKeys => Set<LogKey>();
    internal DbSet<RegisterEntry> Register => Set<RegisterEntry>();
    internal DbSet<RegisterPeriod> RegisterPeriods => Set<RegisterPeriod>();
    internal DbSet<RegisterDuty> RegisterDuties => Set<RegisterDuty>();
    internal DbSet<RegisterMark> RegisterMarks => Set<RegisterMark>();
    internal DbSet<RegisterPledge> RegisterPledges => Set<RegisterPledge>();
    internal DbSet<RegisterEvidence> RegisterEvidence => Set<RegisterEvidence>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<SocialValueCharter>(e =>
        {
            e.ToTable("charter");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasMany(x => x.Versions).WithOne().HasForeignKey(x => x.CharterId);
        });
        model.Entity<CharterVersion>(e =>
        {
            e.ToTable("charter_version").HasKey(x => new { x.CharterId, x.Number });
            e.Property<uint>("xmin").IsRowVersion();
            e.Property(x => x.Content).HasColumnType("text");   // the exact bytes that were hashed
        });
        model.Entity<Organisation>(e =>
        {
            e.ToTable("organisation");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasIndex(x => new { x.Status, x.Id });
            e.HasIndex(x => new { x.RegisteredBy, x.Id });
            e.HasIndex(x => new { x.ImportId, x.Id }).HasFilter("import_id is not null");
            e.Property(x => x.Aliases).HasDefaultValueSql("'{}'");
            e.HasGeneratedTsVectorColumn(x => x.Search, "simple", x => x.Name).HasIndex(x => x.Search).HasMethod("GIN");
            e.HasMany(x => x.Identifiers).WithOne().HasForeignKey(x => x.OrganisationId);
            e.Navigation(x => x.Identifiers).AutoInclude();
        });
        model.Entity<Identifier>(e => e.ToTable("organisation_identifier").HasKey(x => new { x.Scheme, x.Value }));
        model.Entity<NameBlock>(e =>
        {
            e.ToTable("organisation_name_block").HasKey(x => new { x.Block, x.OrganisationId, x.NameKey });
            e.HasIndex(x => x.OrganisationId);
            e.HasOne<Organisation>().WithMany().HasForeignKey(x => x.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<KnownPlace>(e =>
        {
            e.ToTable("place").HasKey(x => x.Code);
            e.HasIndex(x => new { x.Parent, x.Name });
            e.HasIndex(x => new { x.Type, x.Name });
        });
        model.Entity<OrganisationImport>(e =>
        {
            e.ToTable("organisation_import");
            e.HasIndex(x => x.State);
            e.Property(x => x.Columns).HasColumnType("text[]");
            e.Property(x => x.Mapping).HasColumnType("jsonb").HasConversion(m => JsonSerializer.Serialize(m, JsonSerializerOptions.Web), m => JsonSerializer.Deserialize<ColumnMapping>(m, JsonSerializerOptions.Web)!);
        });
        model.Entity<ImportRow>(e =>
        {
            e.ToTable("organisation_import_row").HasKey(x => new { x.ImportId, x.Line });
            e.HasIndex(x => new { x.ImportId, x.Verdict, x.Line });
            e.HasOne<OrganisationImport>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Signature>(e =>
        {
            e.ToTable("signature");
            e.Property<uint>("xmin").IsRowVersion();
            e.Property(x => x.SignatureKind).HasDefaultValue(SignatureKinds.Signed);
            e.HasIndex(x => new { x.OrganisationId, x.CharterId, x.CharterVersion }).IsUnique().HasFilter("ended_on is null");
            e.HasIndex(x => new { x.OrganisationId, x.SignedAt });
            e.HasIndex(x => new { x.CharterId, x.CharterVersion }).HasFilter("ended_on is null and resign_by is null");
            e.HasIndex(x => x.DueOn).HasFilter("due_on is not null");
            e.HasIndex(x => x.SignedBy);
            e.Property(x => x.Places).HasDefaultValueSql("'{}'");
            e.OwnsMany(x => x.Others, o => KeepParts(o, "signature_part"));
        });
        model.Entity<OpenSignature>(e =>
        {
            e.ToTable("open_signature");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasIndex(x => new { x.OrganisationId, x.CharterId }).IsUnique().HasFilter("ended_at is null");
            e.HasIndex(x => x.Id).HasFilter("ended_at is null").HasDatabaseName("ix_open_signature_open");
            e.OwnsMany(x => x.Parts, o => KeepParts(o, "open_signature_part"));
        });
        model.Entity<Succession>(e =>
        {
            e.ToTable("succession");
            e.HasIndex(x => x.PredecessorId).IsUnique().HasFilter("reversed_at is null");
            e.HasIndex(x => x.SuccessorId);
        });
        model.AddCarriedOver();
        model.Entity<HistoryEntry>(e =>
        {
            e.ToTable("history_entry");
            e.HasIndex(x => new { x.SubjectId, x.Kind }).IsUnique();
            e.HasIndex(x => new { x.OrganisationId, x.OccurredAt });
            e.HasIndex(x => new { x.OccurredAt, x.Id });
        });
        model.Entity<LogWaiting>(e =>
        {
            e.ToTable("log_waiting");
            e.Property(x => x.Since).HasDefaultValueSql("now()");
        });
        model.Entity<LogLeaf>(e =>
        {
            e.ToTable("log_leaf").HasKey(x => x.Index);
            e.Property(x => x.Index).ValueGeneratedNever();
            e.HasIndex(x => x.HistoryEntryId).IsUnique();
            e.HasIndex(x => x.LeafHash);
        });
        model.Entity<LogNode>(e => e.ToTable("log_node").HasKey(x => new { x.Level, x.Index }));
        model.Entity<LogHead>(e =>
        {
            e.ToTable("log_head");
            e.HasIndex(x => x.TreeSize);
            e.HasIndex(x => x.Day).IsUnique();
        });
        model.Entity<LogKey>(e => e.ToTable("log_key").HasKey(x => x.KeyId));
        model.Entity<RegisterEntry>(e =>
        {
            e.ToTable("register_entry").HasKey(x => x.OrganisationId);
            e.Property(x => x.Status).HasDefaultValue(RegisterStatuses.InForce);
            e.Property(x => x.ChangedOn).HasDefaultValueSql(RegisterPeriod.Today);
            e.HasGeneratedTsVectorColumn(x => x.Search, "simple", x => new { x.SearchText, x.PlaceText }).HasIndex(x => x.Search).HasMethod("GIN")
                .HasStorageParameter("gin_pending_list_limit", 256);   // every search reads what is pending
            e.Property(x => x.AllPlaces).HasDefaultValueSql("'{}'").ValueGeneratedOnAddOrUpdate();
            e.Property(x => x.PlaceText).HasDefaultValue("").ValueGeneratedOnAddOrUpdate();
            e.HasIndex(x => x.AllPlaces).HasMethod("GIN").HasStorageParameter("gin_pending_list_limit", 256);
            e.HasIndex(x => new { x.SortName, x.OrganisationId });
            e.HasIndex(x => new { x.Status, x.SortName, x.OrganisationId });
            e.HasIndex(x => new { x.Status, x.Sector, x.SortName, x.OrganisationId });
            e.HasIndex(x => new { x.Status, x.Mark, x.SortName, x.OrganisationId });
            e.HasIndex(x => new { x.SortName, x.OrganisationId }, "IX_register_entry_verified").HasFilter("commitments <> '{}'");
            e.Property(x => x.Commitments).HasDefaultValueSql("'{}'").ValueGeneratedNever();
        });
        model.Entity<RegisterCount>(e =>
        {
            e.ToTable("register_count").HasKey(x => new { x.Status, x.Sector, x.Place, x.Mark });
            e.Property(x => x.Status).HasDefaultValue(RegisterStatuses.InForce);
            e.Property(x => x.Changes).HasDefaultValue(0L);
            e.HasIndex(x => x.Place);
        });
        model.Entity<RegisterCommitmentCount>(e => e.ToTable("register_commitment_count").HasKey(x => new { x.Place, x.Commitment, x.Status, x.Sector, x.Mark }));
        model.Entity<RegisterCountChange>(e => e.ToTable("register_count_change"));
        model.Entity<RegisterPeriod>(e =>
        {
            e.ToTable("register_period").HasKey(x => new { x.OrganisationId, x.FromOn });
            e.HasIndex(x => new { x.SortName, x.OrganisationId }).IncludeProperties(x => new { x.FromOn, x.UntilOn });
            e.HasIndex(x => new { x.Sector, x.SortName, x.OrganisationId }).IncludeProperties(x => new { x.FromOn, x.UntilOn });
            e.Property(x => x.AllPlaces).HasDefaultValueSql("'{}'");
            e.HasIndex(x => x.Places).HasMethod("GIN");
            e.HasIndex(x => x.AllPlaces).HasMethod("GIN");
            e.HasIndex(x => x.Name).HasMethod("GIN").IsTsVectorExpressionIndex("simple");
        });
        model.Entity<RegisterDay>(e => e.ToTable("register_day").HasKey(x => new { x.Status, x.Place, x.Day, x.Sector, x.SizeBand }));
        model.Entity<RegisterChange>(e => e.ToTable("register_change"));
        model.Entity<RegisterDaily>(e =>
        {
            e.ToView("register_daily").HasNoKey();
            foreach (var property in e.Metadata.GetProperties())
                property.SetColumnName(property.Name == nameof(RegisterDay.SizeBand) ? "size_band" : property.Name.ToLowerInvariant());
        });
        model.Entity<RegisterDuty>(e =>
        {
            e.ToTable("register_duty").HasKey(x => new { x.OrganisationId, x.CharterId, x.CharterVersion, x.Code });
            e.Property(x => x.Revision).HasDefaultValue(0);
        });
        model.Entity<RegisterMark>(e => e.ToTable("register_mark").HasKey(x => x.OrganisationId));
        model.Entity<RegisterPledge>(e =>
        {
            e.ToTable("register_pledge").HasKey(x => x.PledgeId);
            e.HasIndex(x => x.OrganisationId);
            e.Property(x => x.Facts).HasColumnType("jsonb").HasConversion(f => JsonSerializer.Serialize(f, JsonSerializerOptions.Default), f => JsonSerializer.Deserialize<PledgeFacts>(f, JsonSerializerOptions.Default)!);
        });
        model.Entity<RegisterEvidence>(e =>
        {
            e.ToTable("register_evidence").HasKey(x => x.EvidenceId);
            e.HasIndex(x => x.OrganisationId);
        });
        model.AddPlatformTables();
    }

    private static void KeepParts<TOwner>(OwnedNavigationBuilder<TOwner, SignedPart> part, string table) where TOwner : class
    {
        part.ToTable(table).WithOwner().HasForeignKey("SignatureId");
        part.HasKey("SignatureId", nameof(SignedPart.SignedBy));
        part.HasIndex("SignatureId", nameof(SignedPart.Role)).IsUnique();
        part.HasIndex(p => p.SignedBy);
    }
}
