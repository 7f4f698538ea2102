using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Entering_a_succession(SignatoryFixture service) : SuccessionTests(service)
{
    [Fact]
    public async Task What_cannot_be_is_refused_with_the_reason_also_before_it_is_entered()
    {
        var ((one, signatory), (two, _), (three, _)) = (await Service.ConfirmedOrganisation(), await Service.ConfirmedOrganisation(), await Service.ConfirmedOrganisation());
        var waiting = (await Service.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created)).Id();
        await Both(one, one, "succession-onto-itself");
        await Both(one, waiting, "organisation-not-confirmed");
        await Both(waiting, one, "organisation-not-confirmed");
        await Enter(one, two).Answers_with(HttpStatusCode.Created);
        await Both(one, three, "organisation-succeeded");
        await Both(three, one, "successor-succeeded");
        await Both(two, one, "succession-cycle");
        (await Enter(Guid.NewGuid(), two)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Enter(three, Guid.NewGuid()).Is_invalid("successorId");
        await Enter(three, two, kind: "takeover").Is_invalid("kind");
        await Enter(three, two, on: Today.AddDays(1)).Is_invalid("on");
        await Enter(three, two, on: Today.AddYears(-51)).Is_invalid("on");
        await Enter(three, two, note: new string('x', 2_001)).Is_invalid("note");
        await Reverse(one, " ").Is_invalid("reason");
        (await Reverse(three)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var charter = await Service.PublishedCharter();
        await Service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(one, charter.Hash)).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");

        async Task Both(Guid predecessor, Guid successor, string code)
        {
            await Enter(predecessor, successor).Is_refused(HttpStatusCode.Conflict, code);
            await Service.As(Service.Registrar).GetAsync($"/api/organisations/{predecessor}/succession/preview?successor={successor}").Is_refused(HttpStatusCode.Conflict, code);
        }
    }

    [Fact]
    public async Task It_can_be_taken_back_for_thirty_days_and_no_longer()
    {
        var (from, to, _, _) = await Two();
        var entered = await Enter(from, to).Answers_with(HttpStatusCode.Created);
        entered.Text("reversibleUntil").ShouldBe($"{Today.AddDays(30):yyyy-MM-dd}");
        await Service.Sql($"update succession set entered_on = entered_on - 31 where predecessor_id = '{from}'");
        await Reverse(from).Is_refused(HttpStatusCode.Conflict, "succession-final");
        await Service.Sql($"update succession set entered_on = entered_on + 1 where predecessor_id = '{from}'");
        await Reverse(from).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_preview_counts_what_would_move()
    {
        var (from, to, _, _) = await Two(successorSigned: false);
        var preview = await Service.As(Service.Registrar).GetAsync($"/api/organisations/{from}/succession/preview?successor={to}").Answers_with(HttpStatusCode.OK);
        (preview.GetProperty("signatures").GetInt32(), preview.GetProperty("carriesSignature").GetBoolean(), preview.GetProperty("pledges").GetInt32(), preview.GetProperty("evidence").GetInt32(),
            preview.Text("mark"), preview.GetProperty("carriesMark").GetBoolean()).ShouldBe((1, true, 1, 1, "bronze", true));
        (await Service.Sql($"select * from succession where predecessor_id = '{from}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_told_listed_and_kept_in_the_history_of_both()
    {
        var (from, to, _, _) = await Two();
        var id = (await Enter(from, to, SuccessionKinds.Merge, new(2025, 10, 1), " In the order of that day. ").Answers_with(HttpStatusCode.Created)).Id();
        var succeeded = await Service.Published<OrganisationSucceeded>(e => e.SuccessionId == id);
        (succeeded.Version, succeeded.Kind, succeeded.PredecessorId, succeeded.SuccessorId, succeeded.On, succeeded.EnteredBy).ShouldBe((1, "merge", from, to, new(2025, 10, 1), Service.Registrar.Subject));
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        var reversed = await Service.Published<SuccessionReversed>(e => e.SuccessionId == id);
        (reversed.Version, reversed.PredecessorId, reversed.SuccessorId).ShouldBe((2, from, to));

        foreach (var organisation in new[] { from, to })
        {
            var one = (await Service.As(Service.Registrar).GetAsync($"/api/organisations/successions?organisationId={organisation}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Single();
            (one.Id(), one.Text("status"), one.Text("note"), one.Text("reversalReason"), one.GetProperty("isReversible").GetBoolean()).ShouldBe((id, "reversed", "In the order of that day.", "It was another trust.", false));
        }
        (await Service.Sql($"select kind, organisation_id from history_entry where subject_id = '{id}' order by occurred_at, kind"))
            .ShouldBe([$"succeeded|{from}", $"took-over|{to}", $"succession-reversed|{from}", $"take-over-reversed|{to}"]);
        (await Service.Sql($"select facts::jsonb ->> 'legallyOn' from history_entry where subject_id = '{id}'")).Distinct().ShouldBe(["2025-10-01"]);
    }

    [Fact]
    public async Task Only_a_registrar_enters_takes_back_looks_ahead_and_lists()
    {
        var (from, signatory) = await Service.ConfirmedOrganisation();
        var client = Service.As(signatory);
        await client.Posts($"/api/organisations/{from}/succession", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.Posts($"/api/organisations/{from}/succession/reversal", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.GetAsync($"/api/organisations/{from}/succession/preview?successor={from}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.GetAsync("/api/organisations/successions").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    /// <summary>Trusts by name and code from NHS ODS. Which trust came after which is not in the file: here any other does.</summary>
    [Fact]
    public async Task The_trusts_of_the_North_West_that_have_closed_can_be_succeeded()
    {
        var trusts = RealData.Json("nhs/north-west-trusts.json").GetProperty("trusts").EnumerateArray().ToList();
        var closed = trusts.FindAll(t => t.Text("closed") is not null);
        closed.Count.ShouldBe(10);
        var (heir, _) = await Service.ConfirmedOrganisation(Trust(trusts.Find(t => t.Text("closed") is null)));
        foreach (var trust in closed)
        {
            var (id, _) = await Service.ConfirmedOrganisation(Trust(trust));
            await Enter(id, heir, on: DateOnly.ParseExact(trust.Text("closed")!, "yyyyMMdd").AddDays(1)).Answers_with(HttpStatusCode.Created);
        }
        (await Service.Sql($"select count(*) from carried_over where holder_id = '{heir}'")).ShouldBe(["10"]);

        static object Trust(JsonElement trust) => SignatoryFixture.Organisation(trust.Text("name"), "nhs-provider", identifiers: [new { scheme = "GB-NHS", id = trust.Text("ods") }]);
    }

    [Fact]
    public async Task Whoever_entered_it_or_took_it_back_finds_that_among_what_is_held_on_them()
    {
        var ((from, _), (to, _)) = (await Service.ConfirmedOrganisation(), await Service.ConfirmedOrganisation());
        var (enters, reverses) = (Person.With(Roles.Registrar), Person.With(Roles.Registrar));
        var id = (await Service.As(enters).Posts($"/api/organisations/{from}/succession", new { successorId = to, kind = "merge", on = "2025-10-01", note = "By order." }).Answers_with(HttpStatusCode.Created)).Id();
        await Service.As(reverses).Posts($"/api/organisations/{from}/succession/reversal", new { reason = "Another one." }).Answers_with(HttpStatusCode.OK);

        var mine = (await Service.As(enters).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK));
        var entered = mine.GetProperty("successionsEntered").EnumerateArray().Single();
        (entered.Id(), entered.Id("predecessorId"), entered.Id("successorId"), entered.Text("note")).ShouldBe((id, from, to, "By order."));
        mine.GetProperty("successionsReversed").GetArrayLength().ShouldBe(0);
        (await Service.As(reverses).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK)).GetProperty("successionsReversed").EnumerateArray().Single().Text("reason").ShouldBe("Another one.");
    }
}
