using Charter.KiteMarks.Awards;
using Charter.KiteMarks.Gate;
using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Applications;

/// <summary>An organisation's application for one level: assessed by people who do not belong to it, decided by a chair who did not assess it.</summary>
internal sealed class Application
{
    private readonly List<Assessment> _assessments = [];
    private readonly List<Transition> _transitions = [];

    private Application() { }

    public Guid Id { get; private init; }
    public Guid OrganisationId { get; private init; }
    /// <summary>As on the day of submission.</summary>
    public string OrganisationName { get; private init; } = "";
    public string[] Places { get; private init; } = [];
    public string SchemeId { get; private init; } = "";
    public string Level { get; private init; } = "";
    public string State { get; private set; } = ApplicationStates.Draft;
    public Guid SubmittedBy { get; private init; }
    public DateTimeOffset SubmittedAt { get; private init; }
    public int AssessmentsNeeded { get; private init; }
    public int AssessmentsReceived { get; private set; }
    public string? DecisionReason { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid? AwardId { get; private set; }
    public IReadOnlyList<Assessment> Assessments => _assessments;
    public IReadOnlyList<Transition> Transitions => _transitions;

    public Scheme Scheme => PublishedSchemes.Of(SchemeId);
    public bool IsInAssessment => State == ApplicationStates.Assessment;
    public bool IsReadyForDecision => IsInAssessment && AssessmentsReceived >= AssessmentsNeeded;

    /// <summary>The caller belongs to the applicant, or applied for it: such a person neither assesses nor decides, whatever other roles they hold.</summary>
    public bool IsOf(Caller caller) => caller.BelongsTo(OrganisationId) || caller.Subject == SubmittedBy;

    public bool IsAssessedBy(Caller caller) => _assessments.Exists(a => a.Assessor == caller.Subject);

    /// <param name="organisation">Null while the organisation is not known here.</param>
    public static Application Submit(Organisation? organisation, bool isSignatory, Scheme scheme, string level, Guid by, DateTimeOffset now)
    {
        if (Organisation.MissingFor(organisation, isSignatory) is { Count: > 0 } missing)
            throw KiteMarkErrors.NotEligible(missing);
        var application = new Application
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisation!.OrganisationId,
            OrganisationName = organisation.Name,
            Places = organisation.Places,
            SchemeId = scheme.Id,
            Level = level,
            SubmittedBy = by,
            SubmittedAt = now,
            AssessmentsNeeded = scheme.AssessmentsNeeded,
        };
        application.Move(ApplicationStates.Submitted, "signatory-applied", by, now);
        application.Move(ApplicationStates.Eligible, "gate-met", null, now);
        application.Move(ApplicationStates.Completeness, "nothing-to-enclose", null, now);
        application.Move(ApplicationStates.Assessment, "open-to-assessors", null, now);
        return application;
    }

    public Assessment Assess(IReadOnlyList<GivenScore> scores, Caller assessor, DateTimeOffset now)
    {
        if (IsOf(assessor))
            throw KiteMarkErrors.OwnOrganisation();
        if (IsAssessedBy(assessor))
            throw KiteMarkErrors.AlreadyAssessed();
        if (!IsInAssessment)
            throw KiteMarkErrors.NotInAssessment(State);
        if (Scheme.Problems(scores) is { Count: > 0 } problems)
            throw new InvalidRequest(problems);
        var assessment = new Assessment(Id, ++AssessmentsReceived, assessor.Subject, scores, now);
        _assessments.Add(assessment);
        return assessment;
    }

    /// <summary>The chair's decision; gives the award when there is one.</summary>
    public Award? Decide(string outcome, string reason, Caller chair, DateTimeOffset now)
    {
        if (IsOf(chair))
            throw KiteMarkErrors.OwnOrganisation();
        if (IsAssessedBy(chair))
            throw KiteMarkErrors.AssessorCannotDecide();
        if (ApplicationStates.IsEnd(State))
            throw KiteMarkErrors.AlreadyDecided(State);
        if (IsInAssessment && !IsReadyForDecision)
            throw KiteMarkErrors.DecisionTooEarly(AssessmentsReceived, AssessmentsNeeded);
        Move(ApplicationStates.Panel, "assessments-complete", null, now);
        Move(outcome, "panel-decision", chair.Subject, now);
        (DecisionReason, DecidedBy) = (reason.Trim(), chair.Subject);
        if (outcome != ApplicationStates.Awarded)
            return null;
        var award = Award.Of(this, now);
        AwardId = award.Id;
        return award;
    }

    private void Move(string to, string reason, Guid? by, DateTimeOffset now)
    {
        if (!ApplicationStates.After(State).Contains(to))
            throw KiteMarkErrors.TransitionRefused(State, to, ApplicationStates.After(State));
        _transitions.Add(new(Id, _transitions.Count + 1, State, to, reason, by, now));
        State = to;
        if (ApplicationStates.IsEnd(to))
            EndedAt = now;
    }
}

/// <summary>A step that an application took. Never changed.</summary>
internal sealed class Transition
{
    private Transition() { }

    internal Transition(Guid applicationId, int number, string from, string to, string reason, Guid? actor, DateTimeOffset at) =>
        (ApplicationId, Number, From, To, Reason, Actor, At) = (applicationId, number, from, to, reason, actor, at);

    public Guid ApplicationId { get; private init; }
    public int Number { get; private init; }
    public string From { get; private init; } = "";
    public string To { get; private init; } = "";
    /// <summary>Code of the reason.</summary>
    public string Reason { get; private init; } = "";
    /// <summary>Account that took the step; null when the scheme's rules did.</summary>
    public Guid? Actor { get; private init; }
    public DateTimeOffset At { get; private init; }
}

/// <summary>One assessor's scores for all criteria. Locked on submission.</summary>
internal sealed class Assessment
{
    private Assessment() { }

    internal Assessment(Guid applicationId, int number, Guid assessor, IReadOnlyList<GivenScore> scores, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ApplicationId = applicationId;
        Number = number;
        Assessor = assessor;
        Scores = [.. scores.Select(s => s with { Comment = string.IsNullOrWhiteSpace(s.Comment) ? null : s.Comment.Trim() })];
        SubmittedAt = now;
    }

    public Guid Id { get; private init; }
    public Guid ApplicationId { get; private init; }
    /// <summary>By order of submission, from 1; how an assessment is named where its author is not.</summary>
    public int Number { get; private init; }
    public Guid Assessor { get; private init; }
    public IReadOnlyList<GivenScore> Scores { get; private init; } = [];
    public DateTimeOffset SubmittedAt { get; private init; }
}
