using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace Charter.EndToEnd.Tests;

/// <summary>
/// Somebody with every role of an organisation asks every endpoint, well-formed, for another organisation. The table below says what is to
/// happen; an endpoint that is in neither the table nor closed to such people by its roles fails the test.
/// </summary>
public sealed class Other_peoples_organisations(Installation charter)
{
    private enum Outcome
    {
        /// <summary>403 or 404 by the endpoint itself, not only by the role at its route.</summary>
        Refused,
        /// <summary>Anybody signed in may read it; nothing in it is private.</summary>
        Readable,
        /// <summary>A list: answered, and without anything of theirs.</summary>
        WithoutTheirs,
        /// <summary>It is about the caller alone and takes no id of anybody else's.</summary>
        OwnOnly,
    }

    private sealed record Case(Outcome Outcome, Func<Theirs, object?>? Body = null);

    /// <summary>What belongs to the other organisation, by the name that the id has in the paths.</summary>
    private sealed record Theirs(IReadOnlyDictionary<string, string> Ids, (Guid Id, int Version, string Hash) Charter)
    {
        public Guid Organisation => Guid.Parse(Ids["organisationId"]);
    }

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["GET /api/organisations"] = new(Outcome.Refused),
        ["POST /api/organisations"] = new(Outcome.OwnOnly),
        ["GET /api/organisations/{organisationId}"] = new(Outcome.Readable),
        ["PUT /api/organisations/{organisationId}"] = new(Outcome.Refused, _ => new { sector = "faith", kind = "neither", sizeBand = "micro", places = new[] { "E08000001" }, aliases = Array.Empty<string>() }),
        ["GET /api/organisations/{organisationId}/signatures"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/signatures/open"] = new(Outcome.Refused),
        ["GET /api/signatures/open/{signatureId}"] = new(Outcome.Refused),
        ["DELETE /api/signatures/open/{signatureId}"] = new(Outcome.Refused),
        ["GET /api/signatures/{signatureId}/receipt"] = new(Outcome.Refused),
        ["POST /api/signatures/{signatureId}/withdrawal"] = new(Outcome.Refused, _ => new { reason = "other" }),
        ["GET /api/places"] = new(Outcome.OwnOnly),
        ["POST /api/charters/{charterId}/signatures"] = new(Outcome.Refused, t => Installation.Signing(t.Organisation, t.Charter)),

        ["GET /api/evidence/{evidenceId}"] = new(Outcome.Refused),
        ["GET /api/evidence/{evidenceId}/file"] = new(Outcome.Refused),
        ["GET /api/evidence/{evidenceId}/files/{position}"] = new(Outcome.Refused),
        ["GET /api/evidence/rules"] = new(Outcome.OwnOnly),   // the same for everybody
        ["POST /api/evidence/{evidenceId}/versions"] = new(Outcome.Refused, _ => The_journey_by_api.Upload("A new version of somebody else's minute.")),
        ["POST /api/evidence/{evidenceId}/withdrawal"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/evidence"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/duties"] = new(Outcome.Readable),
        ["GET /api/organisations/{organisationId}/pledges"] = new(Outcome.Readable),
        ["POST /api/organisations/{organisationId}/pledges"] = new(Outcome.Refused, _ => The_journey_by_api.Pledge()),
        ["GET /api/organisations/{organisationId}/imports"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/imports/ocds"] = new(Outcome.Refused, _ => The_journey_by_api.Upload("{}")),
        ["POST /api/organisations/{organisationId}/imports/spend"] = new(Outcome.Refused, _ => The_journey_by_api.Upload("Supplier,Amount,Date")),
        ["GET /api/imports/{importId}"] = new(Outcome.Refused),
        ["GET /api/imports/{importId}/remarks"] = new(Outcome.Refused),
        ["GET /api/imports/{importId}/report.csv"] = new(Outcome.Refused),
        ["PUT /api/imports/{importId}/mapping"] = new(Outcome.Refused, _ => new { supplier = "a", amount = "b", date = "c" }),
        ["POST /api/imports/{importId}/cancellation"] = new(Outcome.Refused),
        ["POST /api/imports/{importId}/removal"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/contracts"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/contracts/{processId}"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/contracts/totals"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/contracts.csv"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/contracts.json"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/spend"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/spend/totals"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/spend.csv"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/spend.json"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/suppliers"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/suppliers.csv"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/suppliers.json"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/suppliers/{supplierId}"] = new(Outcome.Refused),
        ["PUT /api/organisations/{organisationId}/suppliers/{supplierId}/place"] = new(Outcome.Refused, _ => new { place = "E08000006" }),
        ["GET /api/organisations/{organisationId}/framework-measures"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/ledgers"] = new(Outcome.Readable),
        ["GET /api/organisations/{organisationId}/ledgers/{charterId}/{version}"] = new(Outcome.Readable),
        ["GET /api/organisations/{organisationId}/pledges/tasks"] = new(Outcome.Refused),
        ["POST /api/pledges/{pledgeId}/amendments"] = new(Outcome.Refused, _ => Amended()),
        ["POST /api/pledges/{pledgeId}/completion"] = new(Outcome.Refused, _ => new { note = "Not ours." }),
        ["POST /api/pledges/{pledgeId}/miss"] = new(Outcome.Refused, _ => new { reason = "Somebody else's pledge." }),
        ["POST /api/pledges/{pledgeId}/reopening"] = new(Outcome.Refused, _ => new { reason = "Somebody else's pledge.", dueOn = DateTime.UtcNow.AddYears(1).ToString("yyyy-MM-dd") }),
        ["POST /api/pledges/{pledgeId}/withdrawal"] = new(Outcome.Refused, _ => new { reason = "Somebody else's pledge." }),
        ["GET /api/organisations/{organisationId}/commissioning"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/commissioning"] = new(Outcome.Refused, _ => new { side = "commissioner", reference = "X 1", title = "Not ours" }),
        ["GET /api/commissioning/{contractId}"] = new(Outcome.Refused),
        ["PUT /api/commissioning/{contractId}"] = new(Outcome.Refused, _ => new { reference = "X 1", title = "Not ours", version = 1 }),
        ["GET /api/commissioning/{contractId}/evidence"] = new(Outcome.Refused),
        ["PUT /api/commissioning/{contractId}/stages/{stage}"] = new(Outcome.Refused, _ => new { account = "Not ours.", doneOn = "2026-01-31" }),
        ["POST /api/commissioning/{contractId}/questions"] = new(Outcome.Refused, _ => new
        {
            text = "Not ours?",
            kind = "method",
            pillar = "social",
            askedOn = "2026-01-31",
            tests = new[] { "feasible", "fair", "relevant", "legal", "enforceable" }.Select(test => new { test, verdict = "yes" }),
        }),
        ["POST /api/commissioning/{contractId}/offers"] = new(Outcome.Refused, _ => new { stage = "added", pillar = "social", what = "Nothing of ours", unit = "hours", amount = 3 }),
        ["POST /api/commissioning/{contractId}/offers/{offerId}/deliveries"] = new(Outcome.Refused, _ => new { amount = 3, on = "2026-01-31", confidence = "measured", source = "Nowhere" }),
        ["GET /api/pledges/{pledgeId}"] = new(Outcome.Readable),
        ["POST /api/pledges/{pledgeId}/evidence"] = new(Outcome.Refused, _ => The_journey_by_api.Upload("A minute of somebody else's board.")),
        ["POST /api/pledges/{pledgeId}/progress"] = new(Outcome.Refused, _ => new { value = 3, on = DateTime.UtcNow.ToString("yyyy-MM-dd"), confidence = "measured", source = "Board papers" }),
        ["POST /api/organisations/{organisationId}/value"] = new(Outcome.Refused, _ => Value()),
        ["POST /api/value/{valueId}/corrections"] = new(Outcome.Refused, _ => Value("Not ours to say.")),
        ["POST /api/value/{valueId}/claims"] = new(Outcome.Refused, t => new { organisationId = t.Organisation, share = 0.1, reason = "Not ours to claim." }),
        ["POST /api/value/{valueId}/joining"] = new(Outcome.Refused, _ => new { sameAs = Guid.NewGuid(), reason = "Not ours to say." }),
        ["POST /api/surveys/{surveyId}/links"] = new(Outcome.Refused, t => new { organisationId = t.Organisation }),
        ["GET /api/organisations/{organisationId}/local-spending"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/calculations/lm3-from-spend"] = new(Outcome.Refused),
        ["POST /api/calculators/lm3"] = new(Outcome.OwnOnly),
        ["POST /api/calculators/sroi"] = new(Outcome.OwnOnly),
        ["POST /api/calculators/cost-per-qaly"] = new(Outcome.OwnOnly),
        ["POST /api/organisations/{organisationId}/calculations"] = new(Outcome.Refused, _ => new { title = "Not ours", inputs = new { lm3 = new { money = 100, moneySource = "Nobody", localSuppliers = 60, localStaff = 0, localSource = "Nobody", spentAgain = 24 } } }),
        ["POST /api/calculations/{calculationId}/publication"] = new(Outcome.Refused),
        ["DELETE /api/calculations/{calculationId}/publication"] = new(Outcome.Refused),

        ["GET /api/network/champions"] = new(Outcome.Readable),
        ["POST /api/network/champions"] = new(Outcome.Refused, t => new { organisationId = t.Organisation, name = "Robin Newcomer", email = "newcomer@example.org", jobTitle = "Director" }),
        ["GET /api/network/champions/me"] = new(Outcome.WithoutTheirs),
        ["GET /api/network/champions/{championId}"] = new(Outcome.Readable),
        ["GET /api/network/members"] = new(Outcome.Readable),
        ["GET /api/network/practices"] = new(Outcome.Readable),
        ["POST /api/network/practices"] = new(Outcome.Refused, t => new
        {
            organisationId = t.Organisation,
            title = "Not ours",
            deliveryArea = "Procurement",
            summary = "Somebody else's practice.",
            whatWeDid = "Nothing.",
            whatChanged = "Nothing.",
        }),
        ["GET /api/network/practices/{practiceId}"] = new(Outcome.Readable),

        ["GET /api/kite-marks/applications"] = new(Outcome.WithoutTheirs),
        ["POST /api/kite-marks/applications"] = new(Outcome.Refused, t => new { organisationId = t.Organisation, level = "bronze" }),
        ["GET /api/kite-marks/applications/{applicationId}"] = new(Outcome.Refused),

        ["GET /api/organisations/{organisationId}/audit"] = new(Outcome.Refused),
        ["PUT /api/signatures/{signatureId}/consent"] = new(Outcome.Refused, _ => new { consentsToPublish = false }),
        ["GET /api/personal-data/signatory"] = new(Outcome.WithoutTheirs),
        ["GET /api/personal-data/pledge"] = new(Outcome.WithoutTheirs),
        ["GET /api/personal-data/champions-network"] = new(Outcome.WithoutTheirs),
        ["GET /api/personal-data/kite-mark"] = new(Outcome.WithoutTheirs),
        ["GET /api/personal-data/identity"] = new(Outcome.OwnOnly),   // their ids stand in what one tried oneself
        ["POST /api/me/erasure"] = new(Outcome.OwnOnly),

        ["GET /api/me"] = new(Outcome.WithoutTheirs),
        ["GET /api/organisations/{organisationId}/members"] = new(Outcome.Refused),
        ["DELETE /api/organisations/{organisationId}/members/{subject}/{role}"] = new(Outcome.Refused),
        ["GET /api/me/organisations"] = new(Outcome.WithoutTheirs),
        ["DELETE /api/me/organisations/{organisationId}"] = new(Outcome.Refused),
        ["PUT /api/me/acting-for"] = new(Outcome.Refused, t => new { organisationId = t.Organisation }),
        ["GET /api/organisations/{organisationId}/invitations"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/invitations"] = new(Outcome.Refused, _ => new { email = "newcomer@example.org", roles = new[] { "signatory" } }),
        ["DELETE /api/organisations/{organisationId}/invitations/{invitationId}"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/invitations/{invitationId}/mail"] = new(Outcome.Refused),
        ["GET /api/me/invitations"] = new(Outcome.WithoutTheirs),
        ["POST /api/me/invitations/{invitationId}/acceptance"] = new(Outcome.Refused),
        ["POST /api/me/invitations/{invitationId}/refusal"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/domains"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/domains"] = new(Outcome.Refused, _ => new { domain = "example.com" }),
        ["DELETE /api/organisations/{organisationId}/domains/{domain}"] = new(Outcome.Refused),
        ["GET /api/me/joinable-organisations"] = new(Outcome.OwnOnly),   // those of the own e-mail domain
        ["POST /api/organisations/{organisationId}/join-requests"] = new(Outcome.OwnOnly),   // whose address has the domain may ask
        ["GET /api/organisations/{organisationId}/join-requests"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/join-requests/{requestId}/approval"] = new(Outcome.Refused, _ => new { roles = new[] { "editor" } }),
        ["POST /api/organisations/{organisationId}/join-requests/{requestId}/refusal"] = new(Outcome.Refused),
        ["DELETE /api/me/join-requests/{requestId}"] = new(Outcome.Refused),
        ["GET /api/organisations/{organisationId}/clients"] = new(Outcome.Refused),
        ["POST /api/organisations/{organisationId}/clients"] = new(Outcome.Refused, _ => Client()),
        ["POST /api/organisations/{organisationId}/clients/{clientId}/secret"] = new(Outcome.Refused),
        ["DELETE /api/organisations/{organisationId}/clients/{clientId}"] = new(Outcome.Refused),
        ["GET /api/me/sessions"] = new(Outcome.WithoutTheirs),
        ["DELETE /api/me/sessions"] = new(Outcome.OwnOnly),
        ["DELETE /api/me/sessions/{sessionId}"] = new(Outcome.Refused),
        ["GET /api/me/second-factors"] = new(Outcome.OwnOnly),
        ["POST /api/me/authenticator"] = new(Outcome.OwnOnly),
        ["POST /api/me/authenticator/key"] = new(Outcome.OwnOnly),
        ["POST /api/me/authenticator/removal"] = new(Outcome.OwnOnly),
        ["POST /api/me/recovery-codes"] = new(Outcome.OwnOnly),
        ["POST /api/me/passkeys"] = new(Outcome.OwnOnly),
        ["POST /api/me/passkeys/options"] = new(Outcome.OwnOnly),
        ["POST /api/me/passkeys/{passkeyId}/name"] = new(Outcome.Refused, _ => new { name = "Not mine" }),
        ["POST /api/me/passkeys/{passkeyId}/removal"] = new(Outcome.Refused, _ => new { proof = Installation.Password }),
        ["PUT /api/me/name"] = new(Outcome.OwnOnly),
        ["PUT /api/me/password"] = new(Outcome.OwnOnly),
        ["POST /api/me/email"] = new(Outcome.OwnOnly),
    };

    [Fact]
    public async Task Nobody_acts_for_or_looks_into_an_organisation_that_is_not_theirs()
    {
        var stranger = await WithEveryRole();
        var theirs = await OfTheSamplePartnership();
        var wrong = new List<string>();
        foreach (var operation in (await ApiDocuments.Read(charter.Anonymous())).Where(o => !o.IsOpen && o.Roles.Any(r => r is "signed-in" or "signatory" or "editor" or "champion")))
        {
            if (!Cases.TryGetValue(operation.ToString(), out var expected))
            {
                wrong.Add($"{operation} is not in the table of this test");
                continue;
            }
            if (expected.Outcome == Outcome.OwnOnly)
                continue;
            using var answer = await Call(stranger, operation, expected, theirs);
            var text = await answer.Content.ReadAsStringAsync();
            var holds = expected.Outcome switch
            {
                Outcome.Refused => answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound && !text.Contains("Your role does not allow this.", StringComparison.Ordinal),
                Outcome.Readable => answer.StatusCode == HttpStatusCode.OK,
                _ => answer.StatusCode == HttpStatusCode.OK && !theirs.Ids.Any(i => i.Key is not ("charterId" or "version" or "stage" or "role" or "domain" or "position") && text.Contains(i.Value, StringComparison.OrdinalIgnoreCase)),
            };
            if (!holds)
                wrong.Add($"{operation} → {(int)answer.StatusCode} {text[..Math.Min(300, text.Length)]}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_table_of_this_test_names_no_endpoint_that_is_gone()
    {
        var there = (await ApiDocuments.Read(charter.Anonymous())).Select(o => o.ToString()).ToHashSet();
        Cases.Keys.Where(c => !there.Contains(c)).ShouldBeEmpty();
    }

    private static async Task<HttpResponseMessage> Call(HttpClient client, Operation operation, Case expected, Theirs theirs)
    {
        var path = Regex.Replace(operation.Path, "{(.*?)}", m => theirs.Ids.TryGetValue(m.Groups[1].Value, out var id) ? id : throw new InvalidOperationException($"{operation}: the test knows no {m.Groups[1].Value} of the other organisation."));
        using var request = new HttpRequestMessage(new(operation.Method), path)
        {
            Content = expected.Body?.Invoke(theirs) switch { null => null, HttpContent form => form, var json => JsonContent.Create(json) },
        };
        return await client.SendAsync(request);
    }

    /// <summary>The newcomer, in an organisation of their own: signatory, editor and champion.</summary>
    private async Task<HttpClient> WithEveryRole()
    {
        var organisation = await charter.SignedOrganisation($"Stranger Sample {Guid.NewGuid():n}");
        var newcomer = await charter.As("newcomer", patience: 60);
        await Eventually.Passes(() => newcomer.Posts("/api/network/champions", new { organisationId = organisation, name = "Robin Newcomer", email = "newcomer@example.org", jobTitle = "Director" })
            .Answers_with(HttpStatusCode.Created));
        await newcomer.GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        await Eventually.Passes(async () =>
        {
            var me = await newcomer.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
            me.GetProperty("memberships").EnumerateArray().Where(m => m.Id("organisationId") == organisation).Select(m => m.Text("role")).ShouldBe(["signatory", "editor", "champion"], ignoreOrder: true);
        });
        return newcomer;
    }

    /// <summary>The organisation of the sample that has one of everything.</summary>
    private async Task<Theirs> OfTheSamplePartnership()
    {
        var (signatory, someCharter) = (await charter.As("signatory"), await charter.Charter());
        var application = await First(signatory, "/api/kite-marks/applications");
        var organisation = application.Id("organisationId");
        var pledge = await First(signatory, $"/api/organisations/{organisation}/pledges");
        var entry = await signatory.GetAsync($"/api/register/{organisation}").Answers_with(HttpStatusCode.OK);
        var evidence = entry.GetProperty("pledges").EnumerateArray().SelectMany(p => p.GetProperty("evidence").EnumerateArray()).First();
        var champion = (await signatory.GetAsync("/api/network/champions").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().First(c => c.Id("organisationId") == organisation);
        var practice = (await signatory.GetAsync("/api/network/practices").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().First(p => p.Id("organisationId") == organisation);
        var contract = await Installation.Commissioned(signatory, organisation);
        return new(new Dictionary<string, string>
        {
            ["organisationId"] = organisation.ToString(),
            ["charterId"] = someCharter.Id.ToString(),
            ["pledgeId"] = pledge.Id().ToString(),
            ["valueId"] = (await First(signatory, $"/api/organisations/{organisation}/value")).Id().ToString(),
            ["calculationId"] = (await First(signatory, $"/api/organisations/{organisation}/calculations")).Id().ToString(),
            ["evidenceId"] = evidence.Id().ToString(),
            ["importId"] = (await First(signatory, $"/api/organisations/{organisation}/imports")).Id().ToString(),
            ["processId"] = (await First(signatory, $"/api/organisations/{organisation}/contracts")).Id().ToString(),
            ["supplierId"] = (await First(signatory, $"/api/organisations/{organisation}/suppliers")).Id().ToString(),
            ["surveyId"] = Guid.NewGuid().ToString(),   // whose link it is to be is judged first
            ["championId"] = champion.Id().ToString(),
            ["practiceId"] = practice.Id().ToString(),
            ["applicationId"] = application.Id().ToString(),
            ["signatureId"] = entry.GetProperty("signature").Id().ToString(),
            ["invitationId"] = (await signatory.Posts($"/api/organisations/{organisation}/invitations", new { email = $"invited-{Guid.NewGuid():n}@example.org", roles = new[] { "editor" } })
                .Answers_with(HttpStatusCode.Created)).Id().ToString(),
            ["clientId"] = (await signatory.Posts($"/api/organisations/{organisation}/clients", Client()).Answers_with(HttpStatusCode.Created)).Id("clientId").ToString(),
            ["requestId"] = await OfAnother("insert into join_request (id, organisation_id, subject, asked_at, state, roles) select gen_random_uuid(), $1, id, now(), 'open', '{}' from account where normalized_email = 'CASE-OFFICER@EXAMPLE.ORG' returning id", organisation),
            ["sessionId"] = await OfAnother("insert into session (id, secret_hash, subject, created_at, expires_at, last_used_at, signed_in_with, has_two_factors, device) select gen_random_uuid(), uuid_send(gen_random_uuid()), id, now(), now() + interval '1 hour', now(), 'password', false, '' from account where normalized_email = 'EDITOR@EXAMPLE.ORG' returning id"),
            ["subject"] = (await signatory.GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).Id("subject").ToString(),
            ["version"] = "1",
            ["contractId"] = contract.Id().ToString(),
            ["offerId"] = contract.GetProperty("offers")[0].Id().ToString(),
            ["stage"] = "specification",
            ["role"] = "editor",
            ["position"] = "1",
            ["domain"] = "example.org",
            ["passkeyId"] = "bm90LW15LXBhc3NrZXk",
        }, someCharter);
    }

    private static JsonObject Amended()
    {
        var amended = JsonSerializer.SerializeToNode(The_journey_by_api.Pledge())!.AsObject();
        (amended["reason"], amended["version"]) = ("Somebody else's pledge.", 1);
        return amended;
    }

    private static object Value(string? reason = null) => new
    {
        stage = "core",
        pillar = "economic",
        outcome = "Reducing worklessness",
        title = "Not ours",
        amount = 1,
        unit = "gbp",
        confidence = "guessed",
        source = "Nobody",
        periodFrom = "2026-01-01",
        periodUntil = "2026-06-30",
        reason,
    };

    private static object Client() => new { name = "Finance system", scopes = new[] { "read" }, expiresOn = DateTime.UtcNow.AddMonths(3).ToString("yyyy-MM-dd") };

    /// <summary>Something of another person that could be had otherwise only in many steps.</summary>
    private static async Task<string> OfAnother(string insert, params object[] values)
    {
        await using var identity = await Installation.Database("identity");
        await using var command = new NpgsqlCommand(insert, identity);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return $"{await command.ExecuteScalarAsync()}";
    }

    private static async Task<JsonElement> First(HttpClient client, string path) => (await client.GetAsync(path).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0];
}
