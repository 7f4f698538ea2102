using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

internal static class ValueTables
{
    public static void AddValue(this ModelBuilder model)
    {
        model.Entity<ValueRecord>(e =>
        {
            e.ToTable("value_record");
            e.Property<uint>("xmin").IsRowVersion();
            e.Ignore(x => x.Current).Ignore(x => x.Parts).Ignore(x => x.IsDisputed);
            e.HasMany(x => x.Entries).WithOne().HasForeignKey(x => x.ValueId);
            e.HasMany(x => x.Claims).WithOne().HasForeignKey(x => x.ValueId);
            e.HasMany(x => x.Disputes).WithOne().HasForeignKey(x => x.ValueId);
            e.HasMany(x => x.Standing).WithOne().HasForeignKey(x => x.ValueId);
        });
        model.Entity<ValueEntry>(e =>
        {
            e.ToTable("value_entry").HasKey(x => new { x.ValueId, x.Number });
            e.Ignore(x => x.Named);
            e.Property(x => x.Amount).HasPrecision(18, 4);
            e.HasIndex(x => x.RecordedBy);
        });
        model.Entity<ValueClaim>(e =>
        {
            e.ToTable("value_claim").HasKey(x => new { x.ValueId, x.Number });
            e.Property(x => x.Share).HasPrecision(5, 4);
            e.HasIndex(x => new { x.OrganisationId, x.ValueId });
            e.HasIndex(x => x.MadeBy);
        });
        model.Entity<ValueDispute>(e =>
        {
            e.ToTable("value_dispute").HasKey(x => new { x.ValueId, x.Number });
            e.HasIndex(x => x.ValueId, "open_value_dispute").IsUnique().HasFilter("settled_at is null");
        });
        model.Entity<ValueStanding>(e =>
        {
            e.ToTable("value_standing").HasKey(x => new { x.ValueId, x.OrganisationId, x.Since });
            e.Property(x => x.Amount).HasPrecision(28, 8);
            e.Property(x => x.Disputed).HasPrecision(28, 8);
            e.HasIndex(x => new { x.OrganisationId, x.Since });
            e.HasIndex(x => new { x.Outcome, x.Unit, x.Stage, x.Confidence }).HasFilter("until is null");
        });
        model.Entity<ValueSum>(e =>
        {
            e.ToTable("value_sum").HasKey(x => new { x.Scope, x.Name, x.Place, x.Outcome, x.Pillar, x.Unit, x.Stage, x.Confidence });
            e.Property(x => x.Amount).HasPrecision(36, 8);
            e.Property(x => x.Disputed).HasPrecision(36, 8);
        });
        model.Entity<ValueSumChange>(e =>
        {
            e.ToTable("value_sum_change");
            e.Property(x => x.Amount).HasPrecision(36, 8);
            e.Property(x => x.Disputed).HasPrecision(36, 8);
        });
        model.Entity<SummedValue>(e =>
        {
            e.HasNoKey().ToView("summed_value");
            foreach (var column in e.Metadata.GetProperties())
                column.SetColumnName(column.Name switch { nameof(SummedValue.PeriodFrom) => "period_from", nameof(SummedValue.PeriodUntil) => "period_until", var name => name.ToLowerInvariant() });
        });
        model.Entity<ValueHolder>(e =>
        {
            e.ToTable("value_holder").HasKey(x => x.OrganisationId);
            e.HasIndex(x => x.HolderId);
        });
        model.Entity<ValueHolderMark>(e => e.ToTable("value_holder_mark"));
    }

    /// <summary>The record with its entries, claims, disputes and what stands of it. What changes between the reads is found when it is saved.</summary>
    public static Task<ValueRecord?> FindValue(this PledgeDb db, Guid id, CancellationToken cancel) =>
        db.Values.Include(v => v.Entries.OrderBy(e => e.Number)).Include(v => v.Claims.OrderBy(c => c.Number)).Include(v => v.Disputes.OrderBy(d => d.Number))
            .Include(v => v.Standing.Where(s => s.Until == null)).AsSplitQuery().SingleOrDefaultAsync(v => v.Id == id, cancel);
}
