using System.Text.Json;
using Charter.Pledges.Contracts;
using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

internal static class ImportTables
{
    public static void AddImports(this ModelBuilder model)
    {
        model.Entity<Job>(e =>
        {
            e.ToTable("job");
            e.HasIndex(x => new { x.Scope, x.Id }).HasFilter("state in ('waiting', 'running', 'undoing')");
        });
        model.Entity<FileImport>(e =>
        {
            e.ToTable("file_import");
            e.HasIndex(x => new { x.OrganisationId, x.Id });
            e.HasIndex(x => x.UploadedBy);
            e.Property(x => x.Layout).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<SpendLayout>(x));
            e.Property(x => x.Mapping).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<SpendMapping>(x));
            e.Property(x => x.Value).HasPrecision(20, 4);
        });
        model.Entity<ImportPart>(e =>
        {
            e.ToTable("import_part").HasKey(x => new { x.ImportId, x.Number });
            e.HasOne<FileImport>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<ImportRemark>(e =>
        {
            e.ToTable("import_remark").HasKey(x => new { x.ImportId, x.Number });
            e.HasOne<FileImport>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<ContractRelease>(e =>
        {
            e.ToTable("contract_release").HasKey(x => new { x.OrganisationId, x.Ocid, x.ReleaseId });
            e.HasIndex(x => new { x.ImportId, x.Ocid });
        });
        model.Entity<ContractProcess>(e =>
        {
            e.ToTable("contract_process");
            e.HasIndex(x => new { x.OrganisationId, x.Ocid }).IsUnique();
            e.HasIndex(x => new { x.OrganisationId, x.ReleasedAt, x.Id }).IsDescending(false, true, true);
            e.HasIndex(x => new { x.OrganisationId, x.Worth, x.Id }).IsDescending(false, true, true);
            e.Property(x => x.TenderValue).HasPrecision(20, 4);
            e.Property(x => x.Worth).HasPrecision(24, 4).HasDefaultValue(0m);
        });
        model.Entity<ContractAward>(e =>
        {
            e.ToTable("contract_award").HasKey(x => new { x.ProcessId, x.Number });
            e.HasIndex(x => x.OrganisationId);
            e.Property(x => x.Value).HasPrecision(20, 4);
            e.HasOne<ContractProcess>().WithMany().HasForeignKey(x => x.ProcessId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AwardSupplier>(e =>
        {
            e.ToTable("award_supplier").HasKey(x => new { x.ProcessId, x.AwardNumber, x.Number });
            e.HasOne<ContractAward>().WithMany().HasForeignKey(x => new { x.ProcessId, x.AwardNumber }).OnDelete(DeleteBehavior.Cascade);
            e.HasOne<Supplier>().WithMany().HasForeignKey(x => x.SupplierId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Supplier>(e =>
        {
            e.ToTable("supplier");
            e.Property(x => x.Key).UseCollation("C");   // sorted and searched by its beginning
            e.HasIndex(x => new { x.OrganisationId, x.Key }).IsUnique();
            e.HasIndex(x => x.Postcode);
            e.HasIndex(x => x.SetBy).HasFilter("set_by is not null");
            e.Property(x => x.Paid).HasPrecision(24, 4).HasDefaultValue(0m);
            e.HasIndex(x => new { x.OrganisationId, x.Paid, x.Id }).IsDescending(false, true, true);
        });
        model.Entity<PostcodePlace>(e => e.ToTable("postcode").HasKey(x => x.Code));
        model.Entity<SpendLine>(e =>
        {
            e.ToTable("spend_line");
            e.Property(x => x.Amount).HasPrecision(18, 4);
            e.HasIndex(x => new { x.OrganisationId, x.Hash, x.Occurrence }).IsUnique();
            e.HasIndex(x => new { x.OrganisationId, x.PaidOn, x.Id }).IsDescending(false, true, true);
            e.HasIndex(x => new { x.OrganisationId, x.Amount, x.Id }).IsDescending(false, true, true);
            e.HasIndex(x => new { x.SupplierId, x.PaidOn, x.Id }).IsDescending(false, true, true);
            e.HasIndex(x => x.ImportId);
            e.HasOne<Supplier>().WithMany().HasForeignKey(x => x.SupplierId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<SpendMonth>(e =>
        {
            e.ToTable("spend_month").HasKey(x => new { x.OrganisationId, x.Month, x.SupplierId });
            e.Property(x => x.Amount).HasPrecision(18, 4);
            e.HasOne<Supplier>().WithMany().HasForeignKey(x => x.SupplierId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<RememberedMapping>(e =>
        {
            e.ToTable("spend_mapping").HasKey(x => new { x.OrganisationId, x.Columns });
            e.Property(x => x.Mapping).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<SpendMapping>(x)!);
        });
    }

    private static string? Write<T>(T value) => value is null ? null : JsonSerializer.Serialize(value);

    private static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json);
}
