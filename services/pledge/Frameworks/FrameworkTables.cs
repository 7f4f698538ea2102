using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

internal static class FrameworkTables
{
    public static void AddFrameworks(this ModelBuilder model)
    {
        model.Entity<Framework>(e =>
        {
            e.ToTable("framework");
            e.Ignore(x => x.IsPrivate);
            e.HasIndex(x => new { x.Scope, x.PackId }).IsUnique();
        });
        model.Entity<FrameworkVersion>(e =>
        {
            e.ToTable("framework_version").HasKey(x => new { x.FrameworkId, x.Version });
            e.HasOne<Framework>().WithMany().HasForeignKey(x => x.FrameworkId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(x => x.ImportedBy);
        });
        model.Entity<FrameworkPart>(e =>
        {
            e.ToTable("framework_part").HasKey(x => new { x.FrameworkId, x.Version, x.Code });
            e.Property(x => x.ProxyValue).HasPrecision(18, 4);
            e.HasOne<FrameworkVersion>().WithMany().HasForeignKey(x => new { x.FrameworkId, x.Version }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<FrameworkRelation>(e =>
        {
            e.ToTable("framework_relation");
            e.HasIndex(x => new { x.FromFrameworkId, x.FromVersion, x.Scope, x.FromCode, x.ToFrameworkId, x.ToVersion, x.To }).IsUnique();
            e.HasIndex(x => new { x.ToFrameworkId, x.ToVersion });
            e.HasIndex(x => x.EnteredBy);
        });
        model.Entity<FrameworkUpload>(e =>
        {
            e.ToTable("framework_upload");
            e.HasIndex(x => x.UploadedBy);
            e.Property(x => x.Layout).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<PackLayout>(x));
            e.Property(x => x.Columns).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<PackColumns>(x));
            e.Property(x => x.Heading).HasColumnType("jsonb").HasConversion(x => Write(x), x => Read<PackHeading>(x));
            e.Property(x => x.Problems).HasColumnType("jsonb").HasConversion(x => Write(x)!, x => Read<PackProblem[]>(x)!);
        });
    }

    private static string? Write<T>(T value) => value is null ? null : JsonSerializer.Serialize(value);

    private static T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json);
}
