using Charter.Champions.Appointments;
using Charter.Champions.Members;
using Charter.Champions.Practices;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions;

/// <summary>Members of the network, their champions and the practice library.</summary>
public sealed class ChampionsDb(DbContextOptions<ChampionsDb> options) : DbContext(options)
{
    internal DbSet<Member> Members => Set<Member>();
    internal DbSet<ChangedOrganisation> ChangedOrganisations => Set<ChangedOrganisation>();
    internal DbSet<Champion> Champions => Set<Champion>();
    internal DbSet<CarriedOver> CarriedOver => Set<CarriedOver>();
    internal DbSet<Practice> Practices => Set<Practice>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Member>(e =>
        {
            e.ToTable("member").HasKey(x => x.OrganisationId);
            e.Property(x => x.HasSigned).HasDefaultValue(true).ValueGeneratedNever();
            e.HasGeneratedTsVectorColumn(x => x.Search, "simple", x => x.SearchText).HasIndex(x => x.Search).HasMethod("GIN");
            e.HasIndex(x => new { x.SortName, x.OrganisationId });
            e.HasIndex(x => new { x.Sector, x.SortName, x.OrganisationId });
            e.HasIndex(x => x.Places).HasMethod("GIN");
        });
        model.Entity<ChangedOrganisation>(e => e.ToTable("changed_organisation").HasKey(x => x.OrganisationId));
        model.Entity<Champion>(e =>
        {
            e.ToTable("champion");
            e.Property<uint>("xmin").IsRowVersion();
            e.HasGeneratedTsVectorColumn(x => x.Search, "simple", x => x.SearchText);
            e.HasIndex(x => new { x.OrganisationId, x.Email }).IsUnique();
            e.HasIndex(x => x.Email);
            e.HasIndex(x => x.Subject);
            e.HasIndex(x => new { x.SortName, x.Id });
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.OrganisationId);
        });
        model.Entity<Practice>(e =>
        {
            e.ToTable("practice");
            e.HasGeneratedTsVectorColumn(x => x.Search, "simple", x => new { x.Title, x.DeliveryArea, x.Outcome, x.Summary, x.WhatWeDid, x.WhatChanged })
                .HasIndex(x => x.Search).HasMethod("GIN");
            e.HasIndex(x => new { x.AreaKey, x.Id });
            e.HasOne<Champion>().WithMany().HasForeignKey(x => x.ChampionId);
            e.HasOne<Member>().WithMany().HasForeignKey(x => x.OrganisationId);
        });
        model.AddSuccessions();
        model.AddPlatformTables();
    }
}
