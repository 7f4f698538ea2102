using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>
/// Somebody took links: one for themselves, or several to hand out. Nothing joins it to the links, or to what was answered.
/// </summary>
internal sealed class SurveyDraw
{
    /// <summary>Random, so that it says nothing of when.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();
    public Guid RoundId { get; init; }
    public Guid OrganisationId { get; init; }
    /// <summary>Removed once the survey has closed: it only keeps people from taking a second link.</summary>
    public Guid? AccountId { get; init; }
    public DateOnly DrawnOn { get; init; }
    public int Links { get; init; }
    /// <summary>To hand out to colleagues, suppliers or staff.</summary>
    public bool ForOthers { get; init; }
}

/// <summary>A link that nobody has used yet: the hash of its secret, and what an answer given through it is counted under. It is deleted with the answer.</summary>
internal sealed class SurveyLink
{
    public required byte[] Hash { get; init; }
    public Guid RoundId { get; init; }
    public required string Sector { get; init; }
    public required string Kind { get; init; }
    /// <summary>Code of the place, <see cref="SeveralPlaces"/>, or empty when the organisation has none.</summary>
    public required string Place { get; init; }
    /// <summary>Whose money is asked about; null where the answer must not be told from others of the organisation's sort.</summary>
    public Guid? OrganisationId { get; init; }

    public const string SeveralPlaces = "several";
}

/// <summary>How often an answer was given. Answers are kept as these counts alone; there is no row that is one person's.</summary>
internal sealed class SurveyTally
{
    public Guid RoundId { get; init; }
    /// <summary>Code of the question; empty for the people who answered.</summary>
    public required string Question { get; init; }
    public required string Facet { get; init; }
    /// <summary>Which sector, kind, place or organisation.</summary>
    public required string Key { get; init; }
    /// <summary>1 to 5; 0 for people, and for amounts.</summary>
    public short Answer { get; init; }
    public int Answers { get; init; }
    /// <summary>Sum of amounts.</summary>
    public decimal Amount { get; init; }
}

/// <summary>How many answered of each sort. It holds no answers; by it is judged what can be shown without telling of few.</summary>
internal sealed class SurveyCount
{
    public Guid RoundId { get; init; }
    public required string Sector { get; init; }
    public required string Kind { get; init; }
    public required string Place { get; init; }
    public int Answers { get; init; }
}

/// <summary>By what answers are counted. One at a time: nothing is kept by two.</summary>
internal static class Facets
{
    public const string Whole = "all";
    public const string Kind = "kind";
    public const string Sector = "sector";
    public const string Place = "place";
    public const string Organisation = "organisation";

    /// <summary>By which results are broken down, what matters most first.</summary>
    public static readonly string[] Breakdowns = [Kind, Sector, Place];
}

internal static class SurveyTables
{
    public static void AddSurveys(this ModelBuilder model)
    {
        model.Entity<SurveyRound>(e =>
        {
            e.ToTable("survey_round");
            e.Property<uint>("xmin").IsRowVersion();
            e.Ignore(x => x.EndsOn);
            e.HasIndex(x => new { x.CharterId, x.Instrument, x.Wave }).IsUnique();
        });
        model.Entity<SurveyDraw>(e =>
        {
            e.ToTable("survey_draw");
            e.HasOne<SurveyRound>().WithMany().HasForeignKey(x => x.RoundId);
            e.HasIndex(x => new { x.RoundId, x.OrganisationId });
            e.HasIndex(x => new { x.RoundId, x.AccountId }, "own_survey_draw").IsUnique().HasFilter("not for_others");
            e.HasIndex(x => x.AccountId);
        });
        model.Entity<SurveyLink>(e =>
        {
            e.ToTable("survey_link").HasKey(x => x.Hash);
            e.HasOne<SurveyRound>().WithMany().HasForeignKey(x => x.RoundId);
        });
        model.Entity<SurveyTally>(e =>
        {
            e.ToTable("survey_tally").HasKey(x => new { x.RoundId, x.Question, x.Facet, x.Key, x.Answer });
            e.Property(x => x.Amount).HasPrecision(18, 2);
            e.HasOne<SurveyRound>().WithMany().HasForeignKey(x => x.RoundId);
        });
        model.Entity<SurveyCount>(e =>
        {
            e.ToTable("survey_count").HasKey(x => new { x.RoundId, x.Sector, x.Kind, x.Place });
            e.HasOne<SurveyRound>().WithMany().HasForeignKey(x => x.RoundId);
        });
    }
}
