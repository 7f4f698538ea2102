using Charter.Contracts;
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
    /// <summary>Why the entry before was wrong; null in the first.</summary>
    public string? Reason { get; init; }
    public DateOnly RecordedOn { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public Guid RecordedBy { get; init; }

    /// <param name="isKnownOutcome">Whether the label stands on the menu of the charter that was signed, or stood in the record before.</param>
    public static ValueEntry Of(Guid record, int number, ValueFigure asked, string? reason, Func<string, bool> isKnownOutcome, Guid by, DateTimeOffset now)
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
            Reason = reason?.Trim(),
            RecordedOn = today,
            RecordedAt = now,
            RecordedBy = by,
        };
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
