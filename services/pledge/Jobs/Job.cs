namespace Charter.Pledges.Jobs;

internal static class JobStates
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    /// <summary>It failed or was cancelled, and what it had done so far is being taken back.</summary>
    public const string Undoing = "undoing";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> Unfinished { get; } = [Waiting, Running, Undoing];
}

/// <summary>
/// Work that takes longer than a request. Jobs with the same scope are done one after the other, in the order in which they were asked for; what each has done so
/// far is committed with its progress, so that whoever goes on with it begins where that ends.
/// </summary>
internal sealed class Job
{
    private Job() { }

    public Guid Id { get; private init; }
    /// <summary>Which of the <see cref="JobKind"/>s it is.</summary>
    public string Kind { get; private init; } = "";
    /// <summary>Whose data it changes: an organisation, or all zeros for the partnership's own.</summary>
    public Guid Scope { get; private init; }
    /// <summary>What it is done to, such as an import.</summary>
    public Guid ThingId { get; private init; }
    public string State { get; private set; } = JobStates.Waiting;
    /// <summary>Of <see cref="Total"/>, in the job's own unit.</summary>
    public long Done { get; private set; }
    public long Total { get; private set; }
    public bool IsCancelRequested { get; private set; }
    /// <summary>How often it was begun since it last came forward. One that ends its process each time is given up.</summary>
    public int Attempts { get; private set; }
    public string? Problem { get; private set; }
    public DateTimeOffset RequestedAt { get; private init; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public static Job Ask(string kind, Guid scope, Guid thing, long total, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Kind = kind, Scope = scope, ThingId = thing, Total = total, RequestedAt = now };

    public bool IsUnfinished => JobStates.Unfinished.Contains(State);

    /// <summary>It stops after the part that it is at, and takes back what it did.</summary>
    public void Cancel() => IsCancelRequested = true;

    public void Begin() => (State, Attempts) = (State == JobStates.Undoing ? State : JobStates.Running, Attempts + 1);

    public void Advance(long done) => (Done, Attempts) = (done, 1);

    /// <summary>What it did so far is taken back, because somebody cancelled it or because of this problem.</summary>
    public void GiveUp(string? problem) => (State, Problem, Attempts) = (JobStates.Undoing, problem, 0);

    public void Finish(DateTimeOffset now) => (State, FinishedAt) = (State == JobStates.Undoing ? Problem is null ? JobStates.Cancelled : JobStates.Failed : JobStates.Done, now);

    /// <summary>It ends here with this problem, and what it did so far stays.</summary>
    public void Fail(string problem, DateTimeOffset now) => (State, Problem, FinishedAt) = (JobStates.Failed, problem, now);
}
