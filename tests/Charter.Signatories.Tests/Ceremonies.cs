using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.Signatories.Tests;

/// <summary>A version of a charter that can be signed.</summary>
public sealed record Text(Guid Charter, int Version, string Hash);

/// <summary>What the tests of signing have in common.</summary>
internal static class Ceremonies
{
    public static object TwoRoles => new { signatories = new[] { "Chief executive", "Chair" } };

    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A charter with these signing rules.</summary>
    public static async Task<Text> CharterWith(this SignatoryFixture service, object? signing)
    {
        var draft = await service.As(service.Registrar).Posts("/api/charters", Content(signing)).Answers_with(HttpStatusCode.Created);
        await service.As(service.Registrar).Posts($"/api/charters/{draft.Id()}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);
        return new(draft.Id(), 1, draft.Text("contentHash")!);
    }

    /// <summary>The next version of it, in force from the day; today when none is given.</summary>
    public static async Task<Text> Supersede(this SignatoryFixture service, Text text, object? signing = null, DateOnly? from = null)
    {
        var draft = await service.As(service.Registrar).Posts($"/api/charters/{text.Charter}/versions", Content(signing)).Answers_with(HttpStatusCode.Created);
        var number = draft.GetProperty("version").GetInt32();
        await service.As(service.Registrar).Posts($"/api/charters/{text.Charter}/versions/{number}/publication", new { inForceFrom = from?.Iso() }).Answers_with(HttpStatusCode.OK);
        return new(text.Charter, number, draft.Text("contentHash")!);
    }

    private static JsonObject Content(object? signing)
    {
        var content = SignatoryFixture.Sample();
        if (signing is not null)
            content["signing"] = JsonSerializer.SerializeToNode(signing);
        return content;
    }

    public static Task<HttpResponseMessage> Sign(this SignatoryFixture service, Person person, Guid organisation, Text text, string role = "Chief executive", string name = "Avery Example") =>
        service.As(person).Posts($"/api/charters/{text.Charter}/signatures", new
        {
            organisationId = organisation,
            version = text.Version,
            contentHash = text.Hash,
            signatory = new { name, role, confirmsAuthority = true, consentsToPublish = true },
        });

    /// <summary>An organisation that has signed, and the id of its signature.</summary>
    public static async Task<(Guid Id, Person Signatory, Guid Signature)> Signed(this SignatoryFixture service, Text text)
    {
        var (id, signatory) = await service.ConfirmedOrganisation();
        return (id, signatory, (await service.Sign(signatory, id, text).Answers_with(HttpStatusCode.Created)).Id());
    }

    public static Task<HttpResponseMessage> Withdraw(this SignatoryFixture service, Person person, Guid signature, string? reason = "no-longer-relevant", string? explanation = null) =>
        service.As(person).Posts($"/api/signatures/{signature}/withdrawal", new { reason, explanation });

    /// <summary>How the register shows the organisation's signature.</summary>
    public static async Task<JsonElement> Shown(this SignatoryFixture service, Guid organisation) => (await service.RegisterEntry(organisation)).GetProperty("signature");

    public static Task<IReadOnlyList<string>> History(this SignatoryFixture service, Guid organisation) =>
        service.Sql($"select kind || ' ' || occurred_on from history_entry where organisation_id = '{organisation}' order by occurred_at, id");

    /// <summary>The other person of the organisation who may bind it.</summary>
    public static Person Another(Guid organisation) => Person.With().Of(organisation, Roles.Signatory);
}

/// <summary>The service with a clock that the test moves. What it publishes ahead of real time stays in the outbox.</summary>
internal sealed class ClockedFixture(TestClock clock, string? database = null) : SignatoryFixture
{
    protected override IEnumerable<KeyValuePair<string, string>> Settings => database is null ? base.Settings : [.. base.Settings, new("ConnectionStrings:Database", database)];

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));

    /// <summary>Moves on to this moment of that local day.</summary>
    public void GoTo(DateOnly day, TimeSpan? at = null) => clock.Advance(day.Begins() + (at ?? TimeSpan.FromHours(9)) - clock.GetUtcNow());

    public DateOnly Today => clock.Today();
}
