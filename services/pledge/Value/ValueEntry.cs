using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Value;

/// <summary>A figure of the value ledger with all that is needed to read it. Never changed: a correction is another entry of the same record, with a reason.</summary>
internal sealed class ValueEntry
{
    private const int LongestYears = 10;

    public Guid ValueId { get; init; }
    /// <summary>From 1; an entry supersedes the one before it.</summary>
    public int Number { get; init; }
    public required string Stage { get; init; }
    public required string Pillar { get; init; }
    public required string Outcome { get; init; }
    public required string Title { get; init; }
    public decimal Amount { get; init; }
    public required string Unit { get; init; }
    public required string Confidence { get; init; }
    public required string Source { get; init; }
    public DateOnly PeriodFrom { get; init; }
    public DateOnly PeriodUntil { get; init; }
    public string? Place { get; init; }
    public Guid? FrameworkId { get; init; }
    public int? FrameworkVersion { get; init; }
    public string? MeasureCode { get; init; }
    /// <summary>Why the entry before was wrong; null in the first.</summary>
    public string? Reason { get; init; }
    public DateOnly RecordedOn { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public Guid RecordedBy { get; init; }

    /// <summary>The measure of a framework by which it is counted.</summary>
    public NamedMeasure? Named => this is { FrameworkId: { } framework, FrameworkVersion: { } version, MeasureCode: { } code } ? new(framework, version, code) : null;

    /// <param name="isKnownOutcome">Whether the label stands on the menu of the charter that was signed, or stood in the record before.</param>
    /// <param name="measure">That which is asked for, as far as the organisation may read it.</param>
    /// <param name="before">The measure of the entry before, which may stay though the framework has gone on.</param>
    public static ValueEntry Of(Guid record, int number, ValueFigure asked, string? reason, Func<string, bool> isKnownOutcome, MeasureOfFramework? measure, NamedMeasure? before, Guid by, DateTimeOffset now)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var today = now.LocalDay();
        if (!isKnownOutcome(asked.Outcome.Trim()))
            errors["outcome"] = ["Choose an outcome from the menu of the charter that your organisation signed, word for word."];
        if (asked.Amount < 0 || (asked.Amount == 0 && number == 1))
            errors["amount"] = [number == 1 ? "This must be more than 0." : "This must be 0 or more; with 0 the value is taken back."];
        if (asked.PeriodUntil < asked.PeriodFrom)
            errors["periodUntil"] = ["The period must end on the day on which it begins, or later."];
        else if (asked.PeriodFrom < today.AddYears(-LongestYears) || asked.PeriodUntil > today.AddYears(LongestYears))
            errors["periodFrom"] = [$"The period must lie within {LongestYears} years before and after today."];
        else if (asked.PeriodUntil > today && asked.Stage == ValueStages.Unpredicted)
            errors["periodUntil"] = ["The period must be over: what is yet to come is predicted."];
        else if (asked.PeriodUntil > today && asked.Confidence == Confidences.All[0])
            errors["periodUntil"] = ["The period must be over: what is yet to come is estimated or guessed, not measured."];
        if (!string.IsNullOrWhiteSpace(asked.Place) && !Places.IsKnown(asked.Place.Trim()))
            errors["place"] = ["Choose a county or district of the register, by its code such as E08000006, or leave this out."];
        if (asked.FrameworkMeasure is { } named)
            Fit(asked, measure, named == before, errors);
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        return new()
        {
            ValueId = record,
            Number = number,
            Stage = asked.Stage,
            Pillar = asked.Pillar,
            Outcome = asked.Outcome.Trim(),
            Title = asked.Title.Trim(),
            Amount = asked.Amount,
            Unit = asked.Unit,
            Confidence = asked.Confidence,
            Source = asked.Source.Trim(),
            PeriodFrom = asked.PeriodFrom,
            PeriodUntil = asked.PeriodUntil,
            Place = string.IsNullOrWhiteSpace(asked.Place) ? null : asked.Place.Trim(),
            FrameworkId = asked.FrameworkMeasure?.FrameworkId,
            FrameworkVersion = asked.FrameworkMeasure?.Version,
            MeasureCode = asked.FrameworkMeasure?.Code,
            Reason = reason?.Trim(),
            RecordedOn = today,
            RecordedAt = now,
            RecordedBy = by,
        };
    }

    /// <summary>Of a measure that is to go down, such as emissions, value is what it went down by: its direction asks for nothing here.</summary>
    private static void Fit(ValueFigure asked, MeasureOfFramework? measure, bool isAsBefore, SortedDictionary<string, string[]> errors)
    {
        if (!isAsBefore && measure is not { IsLatest: true })
            errors["frameworkMeasure"] = [measure is null ? "Choose a measure of a framework that your organisation may read, with its version and code." : "A newer version of this framework has come. Choose its measure there."];
        else if (measure?.Unit is { } unit && ValueUnitWords.Of(unit) is var counted && counted != asked.Unit)
            errors[counted is null ? "frameworkMeasure" : "unit"] = [counted is null
                ? $"This measure is counted in {unit}, in which value is not kept. Choose another, or none." : $"The measure is counted in {unit}. Choose that unit, or no measure of a framework."];
        // The ledger of value is public, and the words of what a partnership brought in are not.
        if (measure is { IsPrivate: true } && string.Equals(asked.Title.Trim(), measure.Name, StringComparison.OrdinalIgnoreCase))
            errors["title"] = ["Say in your own words what came about. This is public, and the words of the framework are private to the partnership."];
    }

    /// <summary>The database itself lets nobody change what was entered or claimed.</summary>
    public const string Trigger = """
        create function keep_value() returns trigger language plpgsql as $$
        begin
          raise exception 'the value ledger is append-only: a correction is another entry' using errcode = 'restrict_violation';
        end $$;
        create trigger keep_value_entry before update or delete on value_entry for each row execute function keep_value();
        create trigger keep_value_entries before truncate on value_entry execute function keep_value();
        create trigger keep_value_claim before update or delete on value_claim for each row execute function keep_value();
        create trigger keep_value_claims before truncate on value_claim execute function keep_value();
        """;
}
