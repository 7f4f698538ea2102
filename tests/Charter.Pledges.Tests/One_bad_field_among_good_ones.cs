using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>A body in which all is wrong is refused at its first rule. Here one field at a time is, so that the rules behind the first are reached with it.</summary>
public sealed class One_bad_field_among_good_ones(PledgeFixture service)
{
    private static readonly string[] Numbers = ["79228162514264337593543950335", "null", "0.0000000000000000000000000001", "-79228162514264337593543950335", "-1"];
    private static readonly string[] Days = ["\"0001-01-01\"", "\"9999-12-31\"", "null"];
    private static readonly string[] Texts = ["\"a\\u0000b\"", $"\"{new string('x', 299)}😀😀\"", "null", "\"\\ud83d\"", "\" \"", "79228162514264337593543950335"];
    private static readonly string[] Wholes = ["[null]", "null", "{}", "\"9999-12-31\""];

    private sealed record Sent(Person By, HttpMethod Method, string Path, JsonObject Body);

    private static string Day(int days) => PledgeFixture.Date(PledgeFixture.Today.AddDays(days));

    private static JsonObject Of(object body) => (JsonObject)JsonNode.Parse(JsonSerializer.Serialize(body))!;

    [Fact]
    public async Task Is_never_answered_with_an_error_of_ours()
    {
        var (wrong, taken) = (new List<string>(), new Dictionary<string[], int>());
        foreach (var sent in await Good())
        {
            var client = service.As(sent.By);
            foreach (var (path, good) in Leaves(sent.Body, "").ToArray())
                foreach (var bad in TwoOf(BadFor(good), taken))
                {
                    var body = With(sent.Body, path, bad);
                    using var answer = await client.SendAsync(new(sent.Method, sent.Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
                    if (answer.IsSuccessStatusCode && sent.Body.ContainsKey("version"))
                        sent.Body["version"] = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["version"]!.GetValue<int>();   // it was right all the same
                    if ((int)answer.StatusCode >= 500)
                        wrong.Add($"{sent.Method} {sent.Path} {path} = {bad} → {(int)answer.StatusCode}");
                }
        }
        wrong.ShouldBeEmpty();
    }

    /// <summary>What is asked for in an address is read like what is sent.</summary>
    [Fact]
    public async Task In_an_address_neither()
    {
        var by = await service.SignedOrganisation();
        var editor = service.As(by.Editor);
        await editor.Imports_spend(by.Id, "Supplier,Amount,Date\nSample Ltd,5.00,01/02/2026\n");
        var wrong = new List<string>();
        foreach (var (path, fields) in new (string, string[])[]
        {
            ($"organisations/{by.Id}/calculations/lm3-from-spend", ["from", "until", "payroll", "localPay", "spentAgain", "place"]), ($"organisations/{by.Id}/spend/totals", ["from", "until", "place"]),
            ("value/totals", ["asAt", "place", "outcome"]), ("value/totals/export", ["asAt", "by"]), ($"organisations/{by.Id}/suppliers", ["q", "after"]), ($"organisations/{by.Id}/contracts", ["q", "status", "after"]),
            ("surveys", ["after", "charterId"]), ("frameworks", ["after", "size"]),
        })
            foreach (var field in fields)
                foreach (var bad in new[] { "0001-01-01", "9999-12-31", "79228162514264337593543950335", "-79228162514264337593543950335", "%F0%9F%98%80", new string('x', 299) + "%F0%9F%98%80", "eyJOYW1lIjoiXHVkODNkIn0" })
                {
                    using var answer = await editor.GetAsync($"/api/{path}?{field}={bad}");
                    if ((int)answer.StatusCode >= 500)
                        wrong.Add($"GET {path}?{field}={bad} → {(int)answer.StatusCode}");
                }
        wrong.ShouldBeEmpty();
    }

    /// <summary>Connections break, and not every program writes forms well.</summary>
    [Fact]
    public async Task A_form_that_is_cut_off_or_none_is_refused_with_a_word()
    {
        var by = await service.SignedOrganisation();
        var (editor, registrar) = (service.As(by.Editor), service.As(Person.With(Roles.Registrar)));
        foreach (var (client, path) in new[] { (editor, $"organisations/{by.Id}/imports/ocds"), (editor, $"organisations/{by.Id}/imports/spend"), (registrar, "postcodes"), (registrar, "frameworks/uploads"), (registrar, "frameworks/crosswalks") })
            foreach (var (type, body) in new (string?, string)[]
            {
                (null, "x"), ("text/plain", "x"), ("multipart/form-data", "x"), ("multipart/form-data; boundary=b", ""), ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b"),
                ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\""), ("application/x-www-form-urlencoded", "file=x&charterId=%00"),
            })
                foreach (var isKeyed in new[] { false, true })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/{path}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
                    if (type is not null)
                        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    if (isKeyed)
                        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
                    using var answer = await client.SendAsync(request);
                    answer.StatusCode.ShouldBeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType], $"{path} {type} {body}");
                }
    }

    /// <summary>Requests that are right as they are. What ends something comes last of what is sent to it.</summary>
    private async Task<IReadOnlyList<Sent>> Good()
    {
        var by = await service.SignedOrganisation();
        var (editor, registrar) = (service.As(by.Editor), Person.With(Roles.Registrar));
        var (post, put) = (HttpMethod.Post, HttpMethod.Put);
        var framework = await service.Framework(by.Charter, FrameworkFiles.NewId());
        var terms = PledgeFixture.Pledge();
        (terms["baselineOn"], terms["owner"], terms["place"], terms["targetGroups"], terms["segment"], terms["direction"]) = (Day(-1), "Head of employment", "E08000006", new JsonArray("disability"), "civic", "increase");
        terms["frameworkMeasure"] = new JsonObject { ["frameworkId"] = framework, ["version"] = 1, ["code"] = "IJ1" };
        var amended = (JsonObject)terms.DeepClone();
        (amended["reason"], amended["version"]) = ("We say it in other words from now on.", 1);
        var (pledge, withdrawn) = (await service.MadePledge(by), await service.MadePledge(by));
        var figure = new { value = 10, on = Day(0), confidence = "measured", source = "Payroll", note = "Half a year", from = Day(-30) };
        await editor.Posts($"/api/pledges/{withdrawn}/progress", new { value = 500, on = Day(0), confidence = "measured", source = "Payroll" }).Answers_with(HttpStatusCode.Created);
        var evidence = await service.SubmittedEvidence(by, pledge);

        var contract = new { side = "commissioner", reference = "DN 1", title = "Care", buyer = "Sample Council", provider = "Sample Ltd", value = 1000.5, ocid = "ocds-b5fd17-1" };
        var entered = (await editor.Posts($"/api/organisations/{by.Id}/commissioning", contract).Answers_with(HttpStatusCode.Created)).Id();
        var offer = new { stage = "added", pillar = "social", what = "Apprentices", unit = "people", amount = 3, dueOn = Day(30) };
        var offered = (await editor.Posts($"/api/commissioning/{entered}/offers", offer).Answers_with(HttpStatusCode.Created)).GetProperty("offers")[0].Id();
        var tests = new[] { "feasible", "fair", "relevant", "legal", "enforceable" }.Select(test => new { test, verdict = "yes", note = "Asked." });

        var (record, other) = (await service.Records(by, ValueLedger.Figure()), await service.Records(by, ValueLedger.Figure()));
        var partner = await service.SignedOrganisation();
        await service.Claims(record, partner, 0.5m).Answers_with(HttpStatusCode.OK);
        var corrected = ValueLedger.Figure().With("reason", "It was counted twice.");

        JsonObject Assumed(decimal central) => Of(new { central, low = central / 2, high = central * 2, source = "Register" });
        var lm3 = Of(new { money = 100, moneySource = "Ledger", localSuppliers = 60, localStaff = 0, localSource = "Postcodes", answers = new[] { new { received = 10, spentLocally = 4 } }, spentAgainSource = "Survey", coverage = "No payroll" });
        var sroi = Of(new { investment = 60_000, investmentSource = "Accounts", priceYear = 2026, rate = "own", ratePercent = 3.5 });
        sroi["outcomes"] = new JsonArray(new JsonObject { ["title"] = "Work", ["quantity"] = Assumed(24), ["proxy"] = Assumed(5000), ["priceYear"] = 2026, ["deadweight"] = Assumed(0.25m), ["displacement"] = Assumed(0.05m), ["attribution"] = Assumed(0.2m), ["dropOff"] = Assumed(0.3m), ["years"] = 3 });
        var qaly = Of(new { cost = 1000, costSource = "Accounts", priceYear = 2026, people = 10, phases = new[] { new { without = 0.5, with = 0.6, years = 2 } }, utilitySource = "EQ-5D" });

        var charter = await service.NewCharter();
        var signatory = await service.Signs(charter);
        var round = await service.OpensRound(charter);
        var link = (await service.Links(round, signatory, 1)).Single();
        var sent = await service.As(registrar).Sends(by.Charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        var table = await editor.Sends(by.Id, "spend", Encoding.UTF8.GetBytes("Supplier,Amount\nSample Ltd,5.00\n")).Answers_with(HttpStatusCode.Created);
        await editor.Imports_spend(by.Id, "Supplier,Amount,Date\nSample Ltd,5.00,01/02/2026\n");
        var supplier = PledgeFixture.Items(await editor.Gets($"/api/organisations/{by.Id}/suppliers")).Single().Id();
        return
        [
            new(by.Editor, post, $"/api/organisations/{by.Id}/pledges", terms), new(by.Editor, post, $"/api/pledges/{pledge}/amendments", amended), new(by.Editor, post, $"/api/pledges/{pledge}/progress", Of(figure)),
            new(by.Editor, post, $"/api/pledges/{withdrawn}/completion", Of(new { note = "All of them are hired." })), new(by.Editor, post, $"/api/pledges/{withdrawn}/reopening", Of(new { reason = "It was entered by mistake.", dueOn = Day(90) })),
            new(by.Editor, post, $"/api/pledges/{pledge}/miss", Of(new { reason = "Nobody was found for it." })), new(by.Editor, post, $"/api/pledges/{pledge}/withdrawal", Of(new { reason = "It is part of another." })),
            new(service.Reviewer, post, $"/api/evidence/{evidence}/review", Of(new { outcome = "returned", reason = "It says nothing about it.", reasons = new[] { "other" } })),
            new(by.Editor, post, $"/api/organisations/{by.Id}/commissioning", Of(contract)), new(by.Editor, put, $"/api/commissioning/{entered}", Of(new { contract.reference, contract.title, contract.buyer, contract.provider, contract.value, contract.ocid, version = 2 })),
            new(by.Editor, put, $"/api/commissioning/{entered}/stages/evaluation", Of(new { account = "Scored by three.", doneOn = Day(0), weighting = 12.5, evidenceIds = new[] { evidence } })),
            new(by.Editor, put, $"/api/commissioning/{entered}/stages/advertisement", Of(new { notApplicable = "It was a direct award." })),
            new(by.Editor, post, $"/api/commissioning/{entered}/questions", Of(new { text = "What will you do?", kind = "promise", pillar = "social", askedOn = Day(0), tests, measure = "People" })),
            new(by.Editor, post, $"/api/commissioning/{entered}/offers", Of(offer)), new(by.Editor, post, $"/api/commissioning/{entered}/offers/{offered}/deliveries", Of(new { amount = 2, on = Day(0), confidence = "measured", source = "Return", note = "So far" })),
            new(by.Editor, post, $"/api/organisations/{by.Id}/value", ValueLedger.Figure().With("share", 0.5)), new(by.Editor, post, $"/api/value/{record}/corrections", corrected),
            new(partner.Editor, post, $"/api/value/{record}/claims", Of(new { organisationId = partner.Id, share = 0.75, reason = "We did the training." })),
            new(registrar, post, $"/api/value/{record}/settlement", Of(new { shares = new[] { new { organisationId = by.Id, share = 0.5 }, new { organisationId = partner.Id, share = 0.5 } }, reason = "Both did half." })),
            new(by.Editor, post, $"/api/value/{other}/joining", Of(new { sameAs = record, reason = "It was entered twice." })),
            new(by.Editor, post, "/api/calculators/lm3", lm3), new(by.Editor, post, "/api/calculators/sroi", sroi), new(by.Editor, post, "/api/calculators/cost-per-qaly", qaly),
            new(by.Editor, post, $"/api/organisations/{by.Id}/calculations", new() { ["title"] = "Ours", ["inputs"] = new JsonObject { ["sroi"] = sroi.DeepClone() } }),
            new(registrar, post, "/api/surveys", SurveyGivens.Round(by.Charter, "local-spending")), new(signatory.Editor, post, $"/api/surveys/{round}/links", Of(new { organisationId = signatory.Id, others = 1 })),
            new(registrar, post, "/api/surveys/questionnaire", Of(new { link })), new(registrar, post, "/api/surveys/answers", Of(new { link, answers = SurveyGivens.Given(3) })),
            new(by.Editor, put, $"/api/imports/{table.Id()}/mapping", Of(new { supplier = "Supplier", amount = "Amount", anyDate = Day(0) })), new(by.Editor, put, $"/api/organisations/{by.Id}/suppliers/{supplier}/place", Of(new { place = "E08000006" })),
            new(registrar, put, $"/api/frameworks/uploads/{sent.Id()}/import", new() { ["heading"] = FrameworkFiles.Heading(FrameworkFiles.NewId()), ["columns"] = JsonNode.Parse(sent.GetProperty("columns").GetRawText()) }),
        ];
    }

    private static IEnumerable<(string Path, JsonNode? Good)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject whole => (path.Length == 0 ? [] : new[] { (path, (JsonNode?)whole) }).Concat(whole.SelectMany(f => Leaves(f.Value, path.Length == 0 ? f.Key : $"{path}/{f.Key}"))),
        JsonArray { Count: > 0 } list => Leaves(list[0], $"{path}/0").Prepend((path, (JsonNode?)list)),
        _ => [(path, node)],
    };

    private static string[] BadFor(JsonNode? good) => good?.GetValueKind() switch
    {
        JsonValueKind.Number => Numbers,
        JsonValueKind.String when DateOnly.TryParseExact($"{good}", "yyyy-MM-dd", out _) => Days,
        JsonValueKind.String => Texts,
        _ => Wholes,
    };

    /// <summary>All of them in all fields are six thousand requests. Each field gets the next two, so that each meets many fields of its kind, and the same ones every time.</summary>
    private static IEnumerable<string> TwoOf(string[] bad, Dictionary<string[], int> taken)
    {
        var next = taken[bad] = taken.GetValueOrDefault(bad) + 2;
        return [bad[(next - 2) % bad.Length], bad[(next - 1) % bad.Length]];
    }

    private static string With(JsonObject good, string path, string bad)
    {
        const string Mark = "the bad one";
        var body = good.DeepClone();
        var (at, steps) = (body, path.Split('/'));
        foreach (var step in steps[..^1])
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        if (at is JsonArray last)
            last[int.Parse(steps[^1])] = Mark;
        else
            at[steps[^1]] = Mark;
        return body.ToJsonString().Replace($"\"{Mark}\"", bad, StringComparison.Ordinal);
    }
}
