using Charter.Contracts;
using Charter.KiteMarks.Applications;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Awards;

internal static class AwardStatus
{
    public const string Active = "active";
    public const string Lapsed = "lapsed";
    public const string TransferredToSuccessor = "transferred-to-successor";
}

/// <summary>A mark that an organisation may show for a term of years.</summary>
internal sealed class Award
{
    private Award() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid ApplicationId { get; private init; }
    public Guid OrganisationId { get; private init; }
    /// <summary>The legal entity that holds it, by the name it had on the day of the award.</summary>
    public string OrganisationName { get; private init; } = "";
    /// <summary>The places for which it holds.</summary>
    public string[] Places { get; private init; } = [];
    public string SchemeId { get; private init; } = "";
    public string Level { get; private init; } = "";
    public DateOnly AwardedOn { get; private init; }
    /// <summary>Last day of the term.</summary>
    public DateOnly ValidUntil { get; private init; }

    public string StatusOn(DateOnly day) => day <= ValidUntil ? AwardStatus.Active : AwardStatus.Lapsed;

    /// <summary>What was published of the award.</summary>
    /// <param name="application">The application that it was given for.</param>
    public KiteMarkAwarded Awarding(Application application) => new KiteMarkAwarded(Id, Version, ApplicationId, OrganisationId, SchemeId, Level,
        AwardedOn, ValidUntil, application.DecidedBy!.Value, application.EndedAt!.Value);

    public static Award Of(Application application, DateTimeOffset now)
    {
        var today = now.LocalDay();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            ApplicationId = application.Id,
            OrganisationId = application.OrganisationId,
            OrganisationName = application.OrganisationName,
            Places = application.Places,
            SchemeId = application.SchemeId,
            Level = application.Level,
            AwardedOn = today,
            ValidUntil = today.AddYears(application.Scheme.TermYears).AddDays(-1),
        };
    }
}
