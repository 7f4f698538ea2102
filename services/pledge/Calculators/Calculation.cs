using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Calculators;

/// <summary>What can be calculated.</summary>
internal static class CalculationKinds
{
    public const string Lm3 = "lm3";
    public const string Sroi = "sroi";
    public const string CostPerQaly = "cost-per-qaly";
}

/// <summary>What goes into a calculation: exactly one of the three.</summary>
internal sealed record CalculationInputs(Lm3.Request? Lm3 = null, Sroi.Request? Sroi = null, CostPerQaly.Request? CostPerQaly = null)
{
    public string KindName() => Lm3 is not null ? CalculationKinds.Lm3 : Sroi is not null ? CalculationKinds.Sroi : CalculationKinds.CostPerQaly;

    /// <summary>The member that holds them.</summary>
    public string FieldName() => Lm3 is not null ? "lm3" : Sroi is not null ? "sroi" : "costPerQaly";

    public Working Calculate(DateOnly today) => this switch
    {
        { Lm3: { } lm3, Sroi: null, CostPerQaly: null } => Calculators.Lm3.Calculate(lm3),
        { Lm3: null, Sroi: { } sroi, CostPerQaly: null } => Calculators.Sroi.Calculate(sroi, today),
        { Lm3: null, Sroi: null, CostPerQaly: { } qaly } => Calculators.CostPerQaly.Calculate(qaly, today),
        _ => throw InvalidRequest.For("inputs", "Give the inputs of one calculation: lm3, sroi or costPerQaly."),
    };
}

/// <summary>A calculation that an organisation keeps. What went in is kept and never changed; the result follows from it.</summary>
internal sealed class Calculation
{
    private Calculation() { }

    public Guid Id { get; private init; }
    public Guid OrganisationId { get; private init; }
    public string Kind { get; private init; } = "";
    public string Title { get; private init; } = "";
    public CalculationInputs Inputs { get; private init; } = new();
    public DateOnly MadeOn { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    public Guid MadeBy { get; private init; }
    /// <summary>Day since when everybody may read it; null as long as it is for the organisation and the partnership's offices.</summary>
    public DateOnly? PublishedOn { get; private set; }

    public static Calculation Keep(Guid organisation, string title, CalculationInputs inputs, Guid by, DateTimeOffset now)
    {
        try
        {
            _ = inputs.Calculate(now.LocalDay());
        }
        catch (InvalidRequest wrong) when (!wrong.Errors.ContainsKey("inputs"))
        {
            throw new InvalidRequest(new SortedDictionary<string, string[]>(wrong.Errors.ToDictionary(e => $"inputs.{inputs.FieldName()}.{e.Key}", e => e.Value), StringComparer.Ordinal));
        }
        return new()
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisation,
            Kind = inputs.KindName(),
            Title = title.Trim(),
            Inputs = inputs,
            MadeOn = now.LocalDay(),
            MadeAt = now,
            MadeBy = by,
        };
    }

    public void Publish(DateOnly today) => PublishedOn ??= today;

    public void TakeBack() => PublishedOn = null;

    public Working Work() => Inputs.Calculate(MadeOn);

    /// <summary>The people of the organisation and the partnership's offices read it before it is published.</summary>
    public bool IsVisibleTo(Caller? caller) => PublishedOn is not null || MaySeeAll(caller, OrganisationId);

    public static bool MaySeeAll(Caller? caller, Guid organisation) => caller is not null && (caller.PartnershipRoles.Count > 0 || caller.BelongsTo(organisation));
}

internal static class CalculationTables
{
    public static void AddCalculations(this ModelBuilder model) => model.Entity<Calculation>(e =>
    {
        e.ToTable("calculation");
        e.Property<uint>("xmin").IsRowVersion();
        e.Property(x => x.Inputs).HasColumnType("jsonb").HasConversion(
            i => JsonSerializer.Serialize(i, JsonSerializerOptions.Web), i => JsonSerializer.Deserialize<CalculationInputs>(i, JsonSerializerOptions.Web)!);
        e.HasIndex(x => new { x.OrganisationId, x.Id });
        e.HasIndex(x => x.MadeBy);
    });
}
