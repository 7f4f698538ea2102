using System.Net;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Evaluation_of_money(PledgeFixture service)
{
    private const string Multiplier = "local-multiplier", Local = "local-contracts", Sizes = "contract-sizes";

    /// <summary>£1,000 was paid: 600 near, 300 far, 100 nobody knows where.</summary>
    private async Task<(Organisation Council, HttpClient Editor)> Paid()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        await editor.Imports_spend(council.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\nFar Sample,300.00,01/02/2026\nNowhere Sample,100.00,01/02/2026\n");
        await editor.Places(council.Id, "Near Sample", "E08000006");
        await editor.Places(council.Id, "Far Sample", "elsewhere");
        return (council, editor);
    }

    [Fact]
    public async Task Without_round_three_the_share_that_is_certainly_local_is_shown_and_no_multiplier()
    {
        var (council, editor) = await Paid();
        await service.Shows(council.Charter, Multiplier, m =>
        {
            (m.Value("value"), m.Value("unknownShare"), m.Text("from"), m.Text("until")).ShouldBe((null, 0.1m, "2026-02-01", "2026-02-28"));
            (m.Part("where", "local"), m.Part("where", "elsewhere"), m.Part("where", "unknown")).ShouldBe(((600m, 1), (300m, 1), (100m, 1)));
            m.GetProperty("trend").GetProperty("months").EnumerateArray().Select(month => (month.Text("month"), month.Value("value"))).ShouldBe([("2026-02-01", 0.6m)]);
            m.Covered().ShouldBe((1, 1));
            m.Text("missing")!.ShouldContain("Nobody has closed a round");
        });

        // Who finds out where a supplier is changes the figure, and nothing else.
        await editor.Places(council.Id, "Nowhere Sample", "E08000006");
        await service.Shows(council.Charter, Multiplier, m =>
        {
            (m.Part("where", "local"), m.Part("where", "unknown"), m.Value("unknownShare")).ShouldBe(((700m, 2), (0m, 0), 0m));
            m.GetProperty("trend").GetProperty("months").EnumerateArray().Select(month => month.Value("value")).ShouldBe([0.7m]);
        });
    }

    [Fact]
    public async Task What_suppliers_spend_again_makes_the_multiplier_with_an_upper_bound()
    {
        var (council, _) = await Paid();
        var other = await service.Signs(council.Charter);
        var round = await service.OpensRound(council.Charter, "local-spending");
        await service.Suppliers_answer(round, council, 5, 30);
        await service.Suppliers_answer(round, other, 5, 50);
        await service.Closes(round);
        await service.Shows(council.Charter, Multiplier, m =>
        {
            (m.Value("value"), m.Value("atMost")).ShouldBe((1.84m, 1.98m));   // 1 + 0.6 + 0.6 × 0.4; 1 + 0.7 + 0.7 × 0.4
            m.Said().ShouldContain("R2 is 60.0 % of R1");
            m.Said().ShouldContain("R3 is 40.0 % of R2");
            m.Said().ShouldContain("of the 2 organisations");
            m.Text("missing").ShouldBeNull();
            (m.GetProperty("confidence").Value("measured"), m.GetProperty("confidence").Value("estimated")).ShouldBe((0.8696m, 0.1304m));   // 1.6 of 1.84 are payments
        });
    }

    [Fact]
    public async Task What_suppliers_of_one_organisation_or_few_of_several_said_is_in_no_rate()
    {
        var (council, _) = await Paid();
        var (other, few) = (await service.Signs(council.Charter), await service.Signs(council.Charter));
        var round = await service.OpensRound(council.Charter, "local-spending");
        await service.Suppliers_answer(round, council, 6, 40);
        await service.Suppliers_answer(round, other, 2, 90);
        await service.Suppliers_answer(round, few, 4, 90);   // enough together, but what each said could be found out
        await service.Closes(round);
        await service.Shows(council.Charter, Multiplier, m =>
        {
            (m.Value("value"), m.Text("missing")!.Contains("at least two organisations")).ShouldBe((null, true));
            m.Said().ShouldContain("R2 is 60.0 % of R1");
        });

        // In the next round two have enough, and the third is left out: 5 × 40 and 5 × 90 of 1,000.
        var again = await service.OpensRound(council.Charter, "local-spending", "after");
        await service.Suppliers_answer(again, council, 5, 40);
        await service.Suppliers_answer(again, other, 5, 90);
        await service.Suppliers_answer(again, few, 4, 10);
        await service.Closes(again);
        await service.Shows(council.Charter, Multiplier, m => m.Value("value").ShouldBe(1.99m));   // 1 + 0.6 + 0.6 × 0.65
    }

    [Fact]
    public async Task What_suppliers_of_one_with_a_succession_said_is_in_no_rate()
    {
        var (council, _) = await Paid();
        var (other, successor, gone) = (await service.Signs(council.Charter), await service.Signs(council.Charter), await service.Signs(council.Charter));
        var round = await service.OpensRound(council.Charter, "local-spending");
        foreach (var (of, spent) in new[] { (council, 30m), (other, 50m), (successor, 90m), (gone, 90m) })
            await service.Suppliers_answer(round, of, 5, spent);
        await service.Deliver(new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, gone.Id, successor.Id, PledgeFixture.Today, "Sample", "business", [], Guid.NewGuid(), DateTimeOffset.UtcNow));
        await service.Closes(round);
        await service.Shows(council.Charter, Multiplier, m =>
        {
            m.Value("value").ShouldBe(1.84m);   // 1 + 0.6 + 0.6 × 0.4
            m.Said().ShouldContain("of the 2 organisations");
        });
    }

    [Fact]
    public async Task A_process_that_two_signatories_brought_in_counts_once()
    {
        var council = await service.SignedOrganisation();
        var other = await service.Signs(council.Charter);
        var (editor, others) = (service.As(council.Editor), service.As(other.Editor));
        var shared = Imports.Ocid();
        await editor.Imports_contracts(council.Id, Imports.Package(Imports.Release(shared, "1", amount: 1_000), Imports.Release(Imports.Ocid(), "1", amount: 50_000)).Bytes());
        await others.Imports_contracts(other.Id, Imports.Package(Imports.Release(shared, "1", amount: 1_000), Imports.Release(Imports.Ocid(), "1", amount: 9_000)).Bytes());
        await service.Shows(council.Charter, Sizes, m =>
        {
            m.Value("value").ShouldBe(20_000m);   // 60,000 ÷ 3
            (m.Part("band", "under-25000"), m.Part("band", "25000-to-100000"), m.Part("band", "1000000-and-more")).ShouldBe(((10_000m, 2), (50_000m, 1), (0m, 0)));
            (m.Part("scale", "sme"), m.Part("scale", "unknown")).ShouldBe(((60_000m, 3), (0m, 0)));
            m.Covered().ShouldBe((2, 2));
        });
        await service.Shows(council.Charter, Local, m => (m.Value("value"), m.Value("atMost"), m.Value("unknownShare")).ShouldBe((0m, 60_000m, 1m)));

        await editor.Places(council.Id, "Sample Works Ltd", "E08000006");
        await service.Shows(council.Charter, Local, m => (m.Value("value"), m.Value("atMost"), m.Part("where", "unknown")).ShouldBe((51_000m, 60_000m, (9_000m, 1))));
    }

    [Fact]
    public async Task What_three_providers_share_is_divided_and_does_not_drift_however_often_it_is_worked_out()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var release = Imports.Release(Imports.Ocid(), "1", amount: 100);
        foreach (var number in new[] { 2, 3 })
        {
            var party = release["parties"]![0]!.DeepClone().AsObject();
            (party["id"], party["name"]) = ($"S{number}", $"Sample Partner {number} Ltd");
            release["parties"]!.AsArray().Add(party);
            release["awards"]![0]!["suppliers"]!.AsArray().Add(new JsonObject { ["id"] = $"S{number}", ["name"] = $"Sample Partner {number} Ltd" });
        }
        await editor.Imports_contracts(council.Id, Imports.Package(release).Bytes());
        foreach (var place in new[] { "E08000006", "elsewhere", "E08000006" })
        {
            await editor.Places(council.Id, "Sample Partner 2 Ltd", place);
            var local = place == "elsewhere" ? 0m : 33.33m;
            await service.Shows(council.Charter, Local, m => (m.Value("value"), m.Part("where", "unknown")).ShouldBe((local, (66.67m, 1))));   // two of the three, one award
        }
    }

    /// <summary>Parts are kept to four digits, and what is added is what is kept: else sums of several would go their own way in the last digit.</summary>
    [Fact]
    public async Task What_several_divide_comes_to_the_sum_of_what_each_was_given()
    {
        var charter = await service.NewCharter();
        var release = Imports.Release(Imports.Ocid(), "1", amount: 100);
        foreach (var number in new[] { 2, 3 })
        {
            var party = release["parties"]![0]!.DeepClone().AsObject();
            (party["id"], party["name"]) = ($"S{number}", $"Sample Partner {number} Ltd");
            release["parties"]!.AsArray().Add(party);
            release["awards"]![0]!["suppliers"]!.AsArray().Add(new JsonObject { ["id"] = $"S{number}", ["name"] = $"Sample Partner {number} Ltd" });
        }
        var all = new List<Organisation>();
        for (var i = 0; i < 3; i++)
        {
            all.Add(await service.Signs(charter));
            release["ocid"] = Imports.Ocid();
            await service.As(all[i].Editor).Imports_contracts(all[i].Id, Imports.Package(release.DeepClone()).Bytes());
            await service.As(all[i].Editor).Places(all[i].Id, "Sample Partner 2 Ltd", "E08000006");
        }
        await service.Shows(charter, Local, m => m.Part("where", "local").ShouldBe((100m, 3)));
        // All three are worked out together: one statement, one transaction.
        await service.Sql($"update contract_award set value = 200 where organisation_id in ({string.Join(", ", all.Select(o => $"'{o.Id}'"))})");
        await service.Shows(charter, Local, m => m.Part("where", "local").ShouldBe((200m, 3)));
        (await service.Sql($"select trim_scale(amount)::text from measure_sum where charter_id = '{charter}' and measure = '{Local}' and place = '' and sector = '' and key = 'local'")).ShouldBe(["200.0001"]);   // 3 × 66.6667
        await service.Adds_up(charter);
    }

    [Fact]
    public async Task An_award_without_a_value_in_pounds_is_in_no_sum_and_said()
    {
        var council = await service.SignedOrganisation();
        var dollars = Imports.Release(Imports.Ocid(), "1", amount: 700);
        dollars["awards"]![0]!["value"]!["currency"] = "USD";
        await service.As(council.Editor).Imports_contracts(council.Id, Imports.Package(dollars, Imports.Release(Imports.Ocid(), "1", amount: 400)).Bytes());
        await service.Shows(council.Charter, Sizes, m =>
        {
            m.Value("value").ShouldBe(400m);
            m.Said().ShouldBe("1 award states no value in pounds and is in none of the sums.");
        });
    }

    [Fact]
    public async Task A_registrar_has_everything_worked_out_anew_and_it_comes_to_the_same()
    {
        var (council, _) = await Paid();
        await service.Shows(council.Charter, Multiplier, m => m.Part("where", "local").ShouldBe((600m, 1)));
        await service.Sql($"update measure_sum set amount = amount + 5 where charter_id = '{council.Charter}'");
        await service.As(council.Editor).PostAsync("/api/evaluation/recalculation", null).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Registrar().PostAsync("/api/evaluation/recalculation", null).Answers_with(HttpStatusCode.Accepted);
        await Eventually.Passes(async () => (await service.Registrar().Gets("/api/evaluation/recalculation")).Text("state").ShouldBe("done"), seconds: 180);
        (await service.Evaluation(council.Charter)).Measure(Multiplier).Part("where", "local").ShouldBe((600m, 1));
        (await service.Sql($"select trim_scale(amount)::text, count from measure_sum where charter_id = '{council.Charter}' and measure = '{Multiplier}' and place = '' and sector = '' and key = 'local'")).ShouldBe(["600|1"]);
    }

    [Fact]
    public async Task With_credits_that_leave_no_part_there_is_no_share()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        await editor.Imports_spend(council.Id, "Supplier,Amount,Date\nNear Sample,600.00,01/02/2026\nFar Sample,-300.00,01/02/2026\n");
        await editor.Places(council.Id, "Near Sample", "E08000006");
        await editor.Places(council.Id, "Far Sample", "elsewhere");
        await service.Shows(council.Charter, Multiplier, m =>
        {
            (m.Part("where", "local"), m.Part("where", "elsewhere"), m.Value("value")).ShouldBe(((600m, 1), (-300m, 1), null));
            m.Text("missing")!.ShouldContain("Because of credits");
            m.GetProperty("trend").GetProperty("months").EnumerateArray().Select(month => (month.Text("month"), month.Value("value"))).ShouldBe([("2026-02-01", null)]);   // there are records, which give no share
        });
    }

    [Fact]
    public async Task An_award_of_a_process_that_another_has_only_announced_counts_and_once_when_it_is_awarded_there_too()
    {
        var council = await service.SignedOrganisation();
        var other = await service.Signs(council.Charter);
        var shared = Imports.Ocid();
        var announced = Imports.Release(shared, "1", amount: 1_000);
        announced.Remove("awards");
        announced.Remove("contracts");
        announced["tag"] = new JsonArray("tender");
        await service.As(council.Editor).Imports_contracts(council.Id, Imports.Package(announced).Bytes());
        await service.As(other.Editor).Imports_contracts(other.Id, Imports.Package(Imports.Release(shared, "2", amount: 1_000)).Bytes());
        await service.Shows(council.Charter, Sizes, m => (m.Value("value"), m.Part("band", "under-25000"), m.Covered()).ShouldBe((1_000m, (1_000m, 1), (1, 2))));

        await service.As(council.Editor).Imports_contracts(council.Id, Imports.Package(Imports.Release(shared, "3", amount: 1_000), Imports.Release(Imports.Ocid(), "1", amount: 3_000)).Bytes());
        await service.Shows(council.Charter, Sizes, m => (m.Value("value"), m.Part("band", "under-25000"), m.Covered()).ShouldBe((2_000m, (4_000m, 2), (1, 2))));
    }

    [Fact]
    public async Task An_award_of_a_process_that_was_only_announced_counts_when_it_comes_and_no_more_when_it_is_taken_back()
    {
        var council = await service.SignedOrganisation();
        var (editor, ocid) = (service.As(council.Editor), Imports.Ocid());
        var announced = Imports.Release(ocid, "1", amount: 1_000);
        announced.Remove("awards");
        announced["tag"] = new JsonArray("tender");
        await editor.Imports_contracts(council.Id, Imports.Package(announced, Imports.Release(Imports.Ocid(), "1", amount: 3_000)).Bytes());
        await service.Shows(council.Charter, Sizes, m => m.Part("band", "under-25000").ShouldBe((3_000m, 1)));
        var award = await editor.Imports_contracts(council.Id, Imports.Package(Imports.Release(ocid, "2", amount: 1_000)).Bytes());   // with nothing else that is new
        await service.Shows(council.Charter, Sizes, m => m.Part("band", "under-25000").ShouldBe((4_000m, 2)));
        await editor.PostAsync($"/api/imports/{award.Id()}/removal", null).Answers_with(HttpStatusCode.Accepted);
        await service.Shows(council.Charter, Sizes, m => m.Part("band", "under-25000").ShouldBe((3_000m, 1)));   // it is announced as before
    }

    [Fact]
    public async Task When_who_brought_a_process_in_first_leaves_it_counts_with_the_other_until_it_signs_again()
    {
        var charter = await service.NewCharter();
        var first = PledgeFixture.Signed(charter, Guid.NewGuid()) with { Sector = "faith" };
        await service.Deliver(first);
        var (other, shared) = (await service.Signs(charter, "business"), Imports.Ocid());
        await service.As(Person.With().Of(first.OrganisationId, Roles.Editor)).Imports_contracts(first.OrganisationId, Imports.Package(Imports.Release(shared, "1", amount: 1_000)).Bytes());
        await service.As(other.Editor).Imports_contracts(other.Id, Imports.Package(Imports.Release(shared, "1", amount: 1_000)).Bytes());
        await Counts("faith", "business");
        await service.Deliver(new SignatureWithdrawn(first.SignatureId, charter, 1, first.OrganisationId, first.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Counts("business", "faith");
        await service.Deliver(PledgeFixture.Signed(charter, first.OrganisationId) with { Sector = "faith", OccurredAt = DateTimeOffset.UtcNow });
        await Counts("faith", "business");

        async Task Counts(string with, string not)
        {
            await service.Shows(charter, Sizes, m => m.Value("value").ShouldBe(1_000m), $"?sector={with}");
            await service.Shows(charter, Sizes, m => m.Value("value").ShouldBeNull(), $"?sector={not}");
            await service.Shows(charter, Sizes, m => m.Part("band", "under-25000").ShouldBe((1_000m, 1)));
        }
    }

    [Fact]
    public async Task What_was_said_of_a_month_while_it_went_on_is_said_of_the_whole_month_once_it_is_over()
    {
        var (council, editor) = await Paid();
        await service.Shows(council.Charter, Multiplier, m => m.Part("where", "local").ShouldBe((600m, 1)));
        await service.Sql($"update measure_figure set content = jsonb_set(content, '{{months,0,asAt}}', '\"2026-02-20\"') where charter_id = '{council.Charter}' and measure = '{Multiplier}'");
        await editor.Imports_spend(council.Id, "Supplier,Amount,Date\nNear Sample,50.00,01/03/2026\n");
        await service.Shows(council.Charter, Multiplier, m => m.GetProperty("trend").GetProperty("months").EnumerateArray().Select(month => (month.Text("month"), month.Value("value"), month.Text("asAt") == "2026-02-20"))
            .ShouldBe([("2026-02-01", 0.6m, false), ("2026-03-01", 1m, false)]));
    }

    [Fact]
    public async Task Figures_are_downloaded_and_who_has_them_is_told_so()
    {
        var (council, _) = await Paid();
        await service.Shows(council.Charter, Multiplier, m => m.Part("where", "local").ShouldBe((600m, 1)));
        var table = await service.Anonymous().GetStringAsync($"/api/evaluation/{council.Charter}/export?measure={Multiplier}");
        table.ShouldContain("part,where,local,2026-02-01,2026-02-28,600,1,gbp,");
        table.ShouldContain("month,,,2026-02-01,2026-02-28,0.6,,share,");
        await service.Anonymous().GetAsync($"/api/evaluation/{council.Charter}/export?format=xml").Is_invalid("format");
        await service.Anonymous().GetAsync($"/api/evaluation/{council.Charter}/export?measure=luck").Is_invalid("measure");
        await service.Anonymous().GetAsync($"/api/evaluation/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync($"/api/evaluation/{council.Charter}/measures/luck").Is_refused(HttpStatusCode.NotFound, "not-found");

        // The same figure has the same tag; the day and moment of the last look stand in it too, so a few tries are given.
        await Eventually.Passes(async () =>
        {
            using var first = await service.Anonymous().GetAsync($"/api/evaluation/{council.Charter}/measures/{Multiplier}");
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/evaluation/{council.Charter}/measures/{Multiplier}");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await service.Anonymous().SendAsync(request);
            second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        });
    }
}
