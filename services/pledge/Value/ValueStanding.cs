namespace Charter.Pledges.Value;

/// <summary>
/// What counts of a record for one organisation, from one day until another. It follows from entries and claims alone and is kept so that totals are sums
/// over rows, on any day since the first.
/// </summary>
internal sealed class ValueStanding
{
    public Guid ValueId { get; init; }
    public Guid OrganisationId { get; init; }
    /// <summary>First day at whose end it was so.</summary>
    public DateOnly Since { get; init; }
    /// <summary>First day at whose end it was so no more; null as long as it is.</summary>
    public DateOnly? Until { get; private set; }
    public string Stage { get; private set; } = "";
    public string Confidence { get; private set; } = "";
    public string Unit { get; private set; } = "";
    public string Pillar { get; private set; } = "";
    public string Outcome { get; private set; } = "";
    public string? Place { get; private set; }
    public DateOnly PeriodFrom { get; private set; }
    public DateOnly PeriodUntil { get; private set; }
    public decimal Amount { get; private set; }
    /// <summary>Claimed beyond the whole, and counted nowhere.</summary>
    public decimal Disputed { get; private set; }

    private (string, string, string, string, string, string?, DateOnly, DateOnly, decimal, decimal) Content =>
        (Stage, Confidence, Unit, Pillar, Outcome, Place, PeriodFrom, PeriodUntil, Amount, Disputed);

    /// <summary>Brings the rows that stand in line with the figure and the parts as they are now. A row that would not have lasted until the end of a day goes.</summary>
    /// <param name="rows">Those of the record that stand; changed in place.</param>
    public static void Redraw(List<ValueStanding> rows, ValueEntry figure, IReadOnlyList<Part> parts, DateOnly today)
    {
        foreach (var row in rows.FindAll(r => r.Until is null))
        {
            var part = parts.FirstOrDefault(p => p.Organisation == row.OrganisationId);
            if (part is not null && Of(figure, part, row.Since).Content == row.Content)
                continue;
            if (row.Since < today)
                row.Until = today;
            else if (part is null)
                rows.Remove(row);
            else
                row.Take(figure, part);
        }
        foreach (var part in parts.Where(p => !rows.Exists(r => r.OrganisationId == p.Organisation && r.Until is null)))
            rows.Add(Of(figure, part, today));
    }

    private static ValueStanding Of(ValueEntry figure, Part part, DateOnly since)
    {
        var row = new ValueStanding { ValueId = figure.ValueId, OrganisationId = part.Organisation, Since = since };
        row.Take(figure, part);
        return row;
    }

    private void Take(ValueEntry figure, Part part)
    {
        (Stage, Confidence, Unit, Pillar, Outcome, Place, PeriodFrom, PeriodUntil) =
            (figure.Stage, figure.Confidence, figure.Unit, figure.Pillar, figure.Outcome, figure.Place, figure.PeriodFrom, figure.PeriodUntil);
        Amount = figure.Amount * part.Counted;
        Disputed = figure.Amount * (part.Claimed - part.Counted);
    }
}
