namespace Charter.Contracts;

/// <summary>Who acts, as far as the audit trail knows.</summary>
public static class ActorKinds
{
    /// <summary>Somebody with an account.</summary>
    public const string Person = "person";
    /// <summary>A program of an organisation, with credentials of its own.</summary>
    public const string Client = "client";
    /// <summary>Nobody asked: a rule or a date did.</summary>
    public const string System = "system";
    /// <summary>Somebody who was not signed in.</summary>
    public const string Nobody = "nobody";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Person, Client, System, Nobody];
}

/// <summary>A thing that an action was about.</summary>
/// <param name="Kind">What it is, in the words of its service: <c>pledge</c>, <c>organisation</c>.</param>
/// <param name="Id">Its id.</param>
public sealed record ActedOn(string Kind, Guid Id);

/// <summary>A request changed something. Committed together with the change, so there is one for every change and none without.</summary>
/// <param name="Service">Where.</param>
/// <param name="ActorKind">Whether a person, a program, the system or nobody known acted, see <see cref="ActorKinds"/>.</param>
/// <param name="Actor">Account of the actor; null before sign-in and for the system.</param>
/// <param name="Client">The API client through which the account acted.</param>
/// <param name="ActingFor">Organisation in whose name it was done.</param>
/// <param name="OrganisationId">Organisation whose affairs it concerns.</param>
/// <param name="Method">Of the request; empty for the system.</param>
/// <param name="Route">Pattern of the route, never the address as it was typed.</param>
/// <param name="Action">What the endpoint does, in words.</param>
/// <param name="ActedOn">What it was about and what it made.</param>
/// <param name="TraceId">Trace of the request, 32 hex digits.</param>
public sealed record ActionTaken(
    string Service, string ActorKind, Guid? Actor, Guid? Client, Guid? ActingFor, Guid? OrganisationId, string Method, string Route, string? Action,
    IReadOnlyList<ActedOn> ActedOn, string? TraceId, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The gateway saw that an attempt was refused. A burst of the same attempts is counted instead of told one by one.</summary>
/// <param name="ActorKind">See <see cref="ActorKinds"/>.</param>
/// <param name="Actor">Account of whoever tried, when signed in.</param>
/// <param name="Client">The API client through which it was tried.</param>
/// <param name="ActingFor">Organisation in whose name it was tried.</param>
/// <param name="OrganisationId">Organisation named in the address.</param>
/// <param name="Method">Of the request.</param>
/// <param name="Route">Pattern of the route, never the address as it was typed.</param>
/// <param name="Action">What the endpoint does, in words, when it was reached.</param>
/// <param name="ActedOn">Ids in the address.</param>
/// <param name="Status">HTTP status of the refusal.</param>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Count">How many attempts this stands for.</param>
/// <param name="TraceId">Trace of the first of them.</param>
public sealed record AttemptRefused(
    string ActorKind, Guid? Actor, Guid? Client, Guid? ActingFor, Guid? OrganisationId, string Method, string Route, string? Action,
    IReadOnlyList<ActedOn> ActedOn, int Status, string Code, int Count, string? TraceId, DateTimeOffset OccurredAt) : IEvent;
