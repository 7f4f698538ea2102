using System.Net;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Pledges.Tests;

public sealed class Evaluation_of_signatories(PledgeFixture service)
{
    private const string Signatories = "signatories", Questions = "questions", Policies = "policies";

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    [Fact]
    public async Task Signatories_are_counted_by_sort_and_place_until_their_signature_ends()
    {
        var charter = await service.NewCharter();
        await service.Signs(charter, "faith", "provider", "E08000002");
        var leaves = PledgeFixture.Signed(charter, Guid.NewGuid()) with { Sector = "business", Places = ["E08000002", "E08000006"] };
        await service.Deliver(leaves);
        await service.Shows(charter, Signatories, m =>
        {
            m.Value("value").ShouldBe(2m);
            (m.Part("sector", "faith"), m.Part("sector", "business"), m.Part("kind", "provider"), m.Part("kind", "both")).ShouldBe(((null, 1), (null, 1), (null, 1), (null, 1)));
            (m.Part("place", "E08000002"), m.Part("place", "E08000006")).ShouldBe(((null, 2), (null, 1)));   // who serves both counts in both
            m.GetProperty("trend").GetProperty("months").EnumerateArray().Last().Value("value").ShouldBe(2m);
        });
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(2m), "?place=E08000002");
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(1m), "?place=E08000006");
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(1m), "?place=E08000002&sector=faith");
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(0m), "?place=E08000006&sector=faith");

        await service.Deliver(new SignatureWithdrawn(leaves.SignatureId, charter, 1, leaves.OrganisationId, leaves.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Shows(charter, Signatories, m => (m.Value("value"), m.Part("sector", "business"), m.Covered()).ShouldBe((1m, (null, 0), (1, 1))));
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(0m), "?place=E08000006");
    }

    /// <summary>The mark of a change that is not committed yet is not taken away with those of others.</summary>
    [Fact]
    public async Task What_changes_while_its_organisation_is_worked_out_is_not_missed()
    {
        var charter = await service.NewCharter();
        var by = await service.Signs(charter, "faith");
        await service.Shows(charter, Signatories, m => m.Part("sector", "faith").ShouldBe((null, 1)));
        await using var scope = service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        await using var slow = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"update organisation set sector = 'business' where organisation_id = {by.Id}");
        await service.As(by.Editor).Imports_spend(by.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\n");
        await service.Shows(charter, "local-multiplier", m => m.Part("where", "unknown").ShouldBe((600m, 1)));
        (await service.Evaluation(charter)).Measure(Signatories).Part("sector", "faith").ShouldBe((null, 1));
        await slow.CommitAsync();
        await service.Shows(charter, Signatories, m => (m.Part("sector", "business"), m.Part("sector", "faith")).ShouldBe(((null, 1), (null, 0))));
        await service.Shows(charter, "local-multiplier", m => m.Part("where", "unknown").ShouldBe((600m, 1)), "?sector=business");
    }

    [Fact]
    public async Task Who_cannot_be_worked_out_keeps_nobody_waiting_and_follows_as_soon_as_it_can()
    {
        var charter = await service.NewCharter();
        var (stuck, name) = (PledgeFixture.Signed(charter, Guid.NewGuid()), $"trouble_{Guid.NewGuid():n}");
        await service.Sql($"""
            create function {name}() returns trigger language plpgsql as $$ begin raise exception 'trouble'; end $$;
            create trigger {name} before insert on measure_part for each row when (new.organisation_id = '{stuck.OrganisationId}') execute function {name}();
            """);
        await service.Deliver(stuck);
        await service.Signs(charter);
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(1m));
        (await service.Sql($"select count(*) from measure_member where organisation_id = '{stuck.OrganisationId}'")).ShouldBe(["0"]);   // all or nothing
        await service.Sql($"drop trigger {name} on measure_part; drop function {name}();");
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(2m));
    }

    [Fact]
    public async Task Who_takes_the_place_of_another_has_its_payments_and_counts_once_and_a_reversal_parts_them_again()
    {
        var charter = await service.NewCharter();
        var (from, to) = (await service.Signs(charter, "faith", "provider", "E08000002"), await service.Signs(charter, "business"));
        await service.As(from.Editor).Imports_spend(from.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\n");
        await service.As(from.Editor).Places(from.Id, "Near Sample", "E08000006");
        await service.Shows(charter, "local-multiplier", m => m.Part("where", "elsewhere").ShouldBe((600m, 1)), "?sector=faith");

        // Local is what is near to whoever holds it now.
        var merged = new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, from.Id, to.Id, PledgeFixture.Today, "The successor", "business", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(merged, times: 2);
        await service.Shows(charter, Signatories, m => (m.Value("value"), m.Part("sector", "faith"), m.Covered()).ShouldBe((1m, (null, 0), (1, 1))));
        await service.Shows(charter, "local-multiplier", m => (m.Part("where", "local"), m.Covered()).ShouldBe(((600m, 1), (1, 1))), "?sector=business");
        await service.Shows(charter, "local-multiplier", m => m.GetProperty("parts").GetArrayLength().ShouldBe(0), "?sector=faith");

        await service.Deliver(new SuccessionReversed(merged.SuccessionId, 2, merged.Kind, from.Id, to.Id, merged.On, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(2m));
        await service.Shows(charter, "local-multiplier", m => m.Part("where", "elsewhere").ShouldBe((600m, 1)), "?sector=faith");
        await service.Shows(charter, "local-multiplier", m => m.GetProperty("parts").GetArrayLength().ShouldBe(0), "?sector=business");
    }

    /// <summary>While events are under way two may stand for one organisation, of which the later counts.</summary>
    [Fact]
    public async Task Who_is_merged_otherwise_before_the_first_merger_is_heard_to_be_reversed_counts_with_the_second()
    {
        var charter = await service.NewCharter();
        var (from, first, second) = (await service.Signs(charter), await service.Signs(charter, "faith"), await service.Signs(charter, "business"));
        await service.As(from.Editor).Imports_spend(from.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\n");
        await service.Deliver(Merged(first));
        await Has("faith", "business");
        var otherwise = Merged(second);
        await service.Deliver(otherwise);
        await Has("business", "faith");
        await service.Deliver(new SuccessionReversed(otherwise.SuccessionId, 2, otherwise.Kind, from.Id, second.Id, otherwise.On, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Has("faith", "business");

        OrganisationSucceeded Merged(Organisation into) => new(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, from.Id, into.Id, PledgeFixture.Today, "Sample", "business", [], Guid.NewGuid(), DateTimeOffset.UtcNow);

        async Task Has(string with, string not)
        {
            await service.Shows(charter, "local-multiplier", m => m.Part("where", "unknown").ShouldBe((600m, 1)), $"?sector={with}");
            await service.Shows(charter, "local-multiplier", m => m.GetProperty("parts").GetArrayLength().ShouldBe(0), $"?sector={not}");
            await service.Shows(charter, "local-multiplier", m => (m.Part("where", "unknown"), m.Covered()).ShouldBe(((600m, 1), (1, 2))));
        }
    }

    [Fact]
    public async Task A_signature_that_came_again_or_an_event_that_came_twice_counts_once()
    {
        var charter = await service.NewCharter();
        var signed = PledgeFixture.Signed(charter, Guid.NewGuid(), at: DateTimeOffset.UtcNow.AddDays(-1));
        await service.Deliver(signed, times: 2);
        await service.Deliver(PledgeFixture.Signed(charter, signed.OrganisationId));
        await service.Signs(charter);
        await service.Shows(charter, Signatories, m => m.Value("value").ShouldBe(2m));
    }

    [Fact]
    public async Task Questions_are_counted_by_what_they_ask_and_listed_without_who_asked()
    {
        var by = await service.SignedOrganisation("commissioner");
        var editor = service.As(by.Editor);
        var contract = (await editor.Posts($"/api/organisations/{by.Id}/commissioning", new { side = "commissioner", reference = "DN 1", title = "Works" }).Answers_with(HttpStatusCode.Created)).Id();
        await editor.Posts($"/api/commissioning/{contract}/questions", Question("How many people will you train?", "promise", "yes")).Answers_with(HttpStatusCode.Created);
        await editor.Posts($"/api/commissioning/{contract}/questions", Question("What have you done before?", "promise", "no")).Answers_with(HttpStatusCode.Created);
        await service.Shows(by.Charter, Questions, m =>
        {
            m.Value("value").ShouldBe(2m);
            (m.Part("kind", "promise"), m.Part("pillar", "economic")).ShouldBe(((null, 2), (null, 2)));
            (m.Part("test", "fair"), m.Part("test", "legal"), m.Part("test", "all")).ShouldBe(((null, 1), (null, 2), (null, 1)));
            m.GetProperty("trend").GetProperty("months").EnumerateArray().Select(month => (month.Text("month"), month.Value("value"))).ShouldBe([(PledgeFixture.Date(MonthOf(_asked)), 2m)]);
        });

        async Task<string[]> Listed(string query) => [.. PledgeFixture.Items(await service.Anonymous().Gets($"/api/evaluation/{by.Charter}/questions{query}")).Select(q => q.Text("text")!)];
        (await Listed("")).Length.ShouldBe(2);
        (await Listed("?test=fair")).ShouldBe(["How many people will you train?"]);
        (await Listed("?test=all")).ShouldBe(["How many people will you train?"]);
        (await Listed("?test=legal&kind=promise&pillar=economic&place=E08000006&sector=local-authority")).Length.ShouldBe(2);
        (await Listed("?place=E08000002")).ShouldBeEmpty();
        (await service.Anonymous().GetStringAsync($"/api/evaluation/{by.Charter}/questions")).ShouldNotContain($"{by.Id}");
        await service.Anonymous().GetAsync($"/api/evaluation/{by.Charter}/questions?kind=x&place=y").Is_invalid("place");
    }

    private readonly DateOnly _asked = PledgeFixture.Today;

    private JsonObject Question(string text, string kind, string fair) => new()
    {
        ["text"] = text,
        ["kind"] = kind,
        ["pillar"] = "economic",
        ["askedOn"] = PledgeFixture.Date(_asked),
        ["tests"] = new JsonArray([.. new[] { "feasible", "fair", "relevant", "legal", "enforceable" }.Select(t => new JsonObject { ["test"] = t, ["verdict"] = t == "fair" ? fair : "yes", ["note"] = t == "fair" && fair != "yes" ? "Small providers have no records." : null })]),
    };

    [Fact]
    public async Task A_policy_counts_once_it_is_verified_and_two_of_one_signatory_are_one_signatory()
    {
        var by = await service.SignedOrganisation();
        await service.Signs(by.Charter);
        var pledge = await service.MadePledge(by, "embed");
        async Task<Guid> Submitted(string kind) => (await service.Submitted(by, pledge, PledgeFixture.Form(link: $"https://www.example.org/{Guid.NewGuid()}", kind: kind, introducedOn: PledgeFixture.Date(PledgeFixture.Today)))).Id();
        var (policy, strategy, waits) = (await Submitted("policy"), await Submitted("strategy"), await Submitted("decision"));
        foreach (var one in new[] { policy, strategy })
            await service.Review(one, service.Reviewer).Answers_with(HttpStatusCode.OK);
        await service.Review(waits, service.Reviewer, "returned", "Name the policy.").Answers_with(HttpStatusCode.OK);
        await service.Shows(by.Charter, Policies, m =>
        {
            (m.Value("value"), m.Covered()).ShouldBe((1m, (1, 2)));
            (m.Part("kind", "policy"), m.Part("kind", "strategy"), m.Part("kind", "decision")).ShouldBe(((null, 1), (null, 1), (null, 0)));
            (m.Part("items", "policy"), m.Part("items", "decision")).ShouldBe(((null, 1), (null, 0)));
        });
        await service.Shows(by.Charter, Policies, m => m.Value("value").ShouldBe(0m), "?sector=faith");
    }

    [Fact]
    public async Task Eight_measures_are_shown_each_with_where_it_comes_from_and_how_it_is_worked_out()
    {
        var charter = await service.NewCharter();
        var evaluation = await service.Evaluation(charter);
        var measures = evaluation.GetProperty("measures").EnumerateArray().ToArray();
        measures.Select(m => m.Whole("number")).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        foreach (var m in measures)
        {
            (m.GetProperty("sources").GetArrayLength() > 0, m.Text("rule")!.Length > 20, m.Text("formula")!.Length > 20, m.Text("suppression")!.Length > 20).ShouldBe((true, true, true, true), m.Text("code"));
            (m.Value("value") is not null || m.Text("missing") is not null).ShouldBeTrue(m.Text("code"));   // nothing is left blank without a word
        }
        await service.Anonymous().GetAsync($"/api/evaluation/{charter}?place=x&sector=y").Is_invalid("place", "sector");
    }
}
