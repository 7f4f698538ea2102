using System.Text.Json;

namespace Charter.Portal.Apis;

/// <summary>The audit trail, which identity keeps.</summary>
public sealed class AuditApi(HttpClient http) : ServiceClient(http)
{
    /// <param name="organisation">Only what concerns it, as its own people may see it; null for the whole trail.</param>
    public Task<Listing<AuditEntry>> Search(Guid? organisation, AuditSearch search, string? after, CancellationToken cancel) =>
        Get<Listing<AuditEntry>>(PathOf(organisation) + Query([.. search.Parts, ("after", after)]), cancel);

    /// <summary>Where everything that fits can be downloaded.</summary>
    public static string Download(Guid? organisation, AuditSearch search, string format) => PathOf(organisation) + Query([.. search.Parts, ("format", format)]);

    private static string PathOf(Guid? organisation) => organisation is null ? "/api/audit" : $"/api/organisations/{organisation}/audit";
}

public sealed record AuditSearch(string? Actor, string? Organisation, string? Action, string? Subject, string? Outcome, string? From, string? To, string? Trace)
{
    internal (string Name, string? Value)[] Parts =>
        [("actor", Actor), ("organisation", Organisation), ("action", Action), ("subject", Subject), ("outcome", Outcome), ("from", From), ("to", To), ("trace", Trace)];
}

public sealed record AuditEntry(
    Guid Id, DateTimeOffset OccurredAt, string Service, string ActorKind, Guid? Actor, string? ActorName, Guid? Client, Guid? ActingFor, Guid? OrganisationId,
    string? Action, string Method, string Route, IReadOnlyList<AuditSubject> Subjects, string Outcome, int? Status, string? Code, int Count, string? TraceId);
public sealed record AuditSubject(string Kind, Guid Id);

/// <summary>All that the services hold on one person.</summary>
public sealed class PersonalData(SignatoryApi signatory, PledgeApi pledge, NetworkApi network, KiteMarkApi kiteMark, IdentityApi identity)
{
    /// <summary>What each service holds; null for one that does not answer.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement?>> Gather(CancellationToken cancel)
    {
        var asked = new Dictionary<string, Task<JsonElement>>
        {
            ["identity"] = identity.PersonalData("identity", cancel),
            ["signatory"] = signatory.PersonalData("signatory", cancel),
            ["pledge"] = pledge.PersonalData("pledge", cancel),
            ["champions-network"] = network.PersonalData("champions-network", cancel),
            ["kite-mark"] = kiteMark.PersonalData("kite-mark", cancel),
        };
        var answers = new Dictionary<string, JsonElement?>();
        foreach (var (service, answer) in asked)
            answers[service] = await OrNull(answer);
        return answers;
    }

    private static async Task<JsonElement?> OrNull(Task<JsonElement> answer)
    {
        try
        {
            return await answer;
        }
        catch (ApiRefusal refusal) when (refusal.Status is 429 or >= 500)
        {
            return null;
        }
    }
}

public sealed record HeldBySignatory(IReadOnlyList<HeldSignature> Signatures);
public sealed record HeldSignature(Guid Id, Guid OrganisationId, string OrganisationName, int Version, string Name, string Role, bool ConsentsToPublish, DateTimeOffset SignedAt);
