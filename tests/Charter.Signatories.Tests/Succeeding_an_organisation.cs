using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Succeeding_an_organisation(SignatoryFixture service) : SuccessionTests(service)
{
    private static readonly string[] Tables = ["register_duty", "register_pledge", "register_evidence", "register_mark", "register_entry", "signature"];

    [Fact]
    public async Task The_successor_shows_what_the_predecessor_had_and_each_leads_to_the_other()
    {
        var (from, to, pledge, award) = await Two();
        await Enter(from, to, on: new(2024, 4, 1)).Answers_with(HttpStatusCode.Created);

        var after = await Service.RegisterEntry(to);
        after.GetProperty("signature").Text("status").ShouldBe("in-force");
        after.GetProperty("pledges").EnumerateArray().Single().Id().ShouldBe(pledge);
        after.GetProperty("pledges")[0].Id("carriedFrom").ShouldBe(from);
        after.GetProperty("pledges")[0].GetProperty("evidence").GetArrayLength().ShouldBe(1);
        after.GetProperty("duties")[0].Text("state").ShouldBe("verified");
        after.GetProperty("mark").Id("awardId").ShouldBe(award);
        after.GetProperty("signature").GetProperty("carriedFrom").ValueKind.ShouldBe(JsonValueKind.Null);
        var one = after.GetProperty("predecessors").EnumerateArray().Single();
        (one.Id("organisationId"), one.Text("kind"), one.Text("on"), one.Text("enteredOn"), one.Text("signedOn")).ShouldBe((from, "succession", "2024-04-01", $"{Today:yyyy-MM-dd}", $"{Today:yyyy-MM-dd}"));

        var before = await Service.RegisterEntry(from);
        before.GetProperty("signature").Text("status").ShouldBe("succeeded");
        before.GetProperty("successor").Id("organisationId").ShouldBe(to);
        before.GetProperty("pledges").GetArrayLength().ShouldBe(0);
        before.GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_has_not_signed_is_on_the_register_with_the_signature_that_it_was_left_and_then_with_its_own()
    {
        var charter = await Service.PublishedCharter();
        var (from, _) = await Service.SignedOrganisation(charter);
        var (to, signatory) = await Service.ConfirmedOrganisation();
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        var signature = (await Service.RegisterEntry(to)).GetProperty("signature");
        signature.Id("carriedFrom").ShouldBe(from);
        signature.Id().ShouldBe((await Service.RegisterEntry(from)).GetProperty("signature").Id());

        var other = await Service.PublishedCharter();
        await Service.As(signatory).Posts($"/api/charters/{other.Id}/signatures", SignatoryFixture.Signing(to, other.Hash)).Answers_with(HttpStatusCode.Created);
        signature = (await Service.RegisterEntry(to)).GetProperty("signature");
        signature.Id("charterId").ShouldBe(other.Id);
        signature.GetProperty("carriedFrom").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reversed_everything_is_as_it_was_and_what_was_added_since_stays(bool successorSigned)
    {
        var (from, to, _, _) = await Two(successorSigned);
        var (before, counts) = (await State(), await Counts());
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        (await State()).ShouldNotBe(before);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await State()).ShouldBe(before);
        (await Counts()).ShouldBe(counts);
        (await Service.Sql($"select * from carried_over where organisation_id = '{from}' or holder_id = '{to}'")).ShouldBeEmpty();
        (await Service.Anonymous().GetAsync($"/api/register/{to}")).StatusCode.ShouldBe(successorSigned ? HttpStatusCode.OK : HttpStatusCode.NotFound);

        await Enter(from, to).Answers_with(HttpStatusCode.Created);   // it can be entered anew
        var (added, late) = (Pledge(to), Pledge(from));
        await Service.Deliver(added);
        await Service.Deliver(late);   // was on its way
        Pledges(await Service.RegisterEntry(to)).ShouldContain(added.Pledge.PledgeId);
        Pledges(await Service.RegisterEntry(to)).ShouldContain(late.Pledge.PledgeId);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        Pledges(await Service.RegisterEntry(from)).ShouldContain(late.Pledge.PledgeId);
        if (successorSigned)
            Pledges(await Service.RegisterEntry(to)).ShouldBe([added.Pledge.PledgeId]);

        // since when an entry says what it says is history, which a reversal does not rewrite
        async Task<string> State() => string.Join('\n', await Service.Sql(string.Join(" union all ",
            Tables.Select(t => $"select '{t} ' || (to_jsonb(t) - 'changed_on')::text from {t} t where organisation_id in ('{from}', '{to}')")
                .Append($"select o::text from organisation o where id in ('{from}', '{to}')")) + " order by 1"));
        async Task<string> Counts() => string.Join('\n', await Service.Sql("select sum(entries)::text, status, mark from register_counted where place = '' group by status, mark having sum(entries) <> 0 and status = 'succeeded' order by 2, 3"));
    }

    private static IEnumerable<Guid> Pledges(JsonElement entry) => entry.GetProperty("pledges").EnumerateArray().Select(p => p.Id());

    [Theory]
    [InlineData("bronze", "bronze", false)]
    [InlineData("bronze", "silver", true)]
    [InlineData("gold", "silver", false)]
    [InlineData(null, "bronze", true)]
    public async Task A_mark_passes_on_unless_the_successor_has_one_that_is_worth_as_much(string? own, string left, bool passes)
    {
        var charter = await Service.PublishedCharter();
        var ((from, _), (to, _)) = (await Service.SignedOrganisation(charter), await Service.SignedOrganisation(charter));
        var (mine, theirs) = (own is null ? null : Award(to, own), Award(from, left));
        if (mine is not null)
            await Service.Deliver(mine);
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        await Service.Deliver(theirs);   // in whatever order
        (await Service.RegisterEntry(to)).GetProperty("mark").Id("awardId").ShouldBe(passes ? theirs.AwardId : mine!.AwardId);
        (await Service.RegisterEntry(from)).GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await Service.RegisterEntry(from)).GetProperty("mark").Id("awardId").ShouldBe(theirs.AwardId);
    }

    [Fact]
    public async Task What_comes_down_a_chain_is_with_its_end_and_comes_back_step_by_step()
    {
        var (first, second, pledge, _) = await Two();
        var (third, _) = await Service.ConfirmedOrganisation();
        await Enter(first, second).Answers_with(HttpStatusCode.Created);
        await Enter(second, third).Answers_with(HttpStatusCode.Created);
        Pledges(await Service.RegisterEntry(third)).ShouldBe([pledge]);
        (await Service.RegisterEntry(first)).GetProperty("successor").Id("organisationId").ShouldBe(second);

        await Reverse(first).Is_refused(HttpStatusCode.Conflict, "succession-later");
        await Reverse(second).Answers_with(HttpStatusCode.OK);
        Pledges(await Service.RegisterEntry(second)).ShouldBe([pledge]);
        (await Service.Anonymous().GetAsync($"/api/register/{third}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Reverse(first).Answers_with(HttpStatusCode.OK);
        Pledges(await Service.RegisterEntry(first)).ShouldBe([pledge]);
        Pledges(await Service.RegisterEntry(second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Days_that_are_over_show_what_they_showed()
    {
        var (from, to, _, _) = await Two(successorSigned: false);
        await Service.Sql($"update register_period set from_on = from_on - 20 where organisation_id = '{from}'");
        await Enter(from, to).Answers_with(HttpStatusCode.Created);
        (await Service.Sql($"select status, until_on is null from register_period where organisation_id = '{from}' order by from_on")).ShouldBe(["in-force|False", "succeeded|True"]);
        // as if it had been entered ten days ago
        await Service.Sql($"""
            update register_period set until_on = until_on - 10 where organisation_id = '{from}' and until_on is not null;
            update register_period set from_on = from_on - 10 where until_on is null and organisation_id in ('{from}', '{to}');
            """);
        await Reverse(from).Answers_with(HttpStatusCode.OK);
        (await Service.Sql($"select status, coalesce(until_on - from_on, -1) from register_period where organisation_id = '{from}' order by from_on")).ShouldBe(["in-force|10", "succeeded|10", "in-force|-1"]);
        (await Service.Sql($"select status, coalesce(until_on - from_on, -1) from register_period where organisation_id = '{to}' order by from_on")).ShouldBe(["in-force|10"]);
    }

    [Fact]
    public async Task Made_anew_the_register_shows_the_same()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var there = new Succeeding_an_organisation(alone);
        var (from, to, _, _) = await there.Two(successorSigned: false);
        var (back, kept, _, _) = await there.Two(successorSigned: false);
        await there.Enter(from, to).Answers_with(HttpStatusCode.Created);
        await there.Enter(back, kept).Answers_with(HttpStatusCode.Created);
        await there.Reverse(back).Answers_with(HttpStatusCode.OK);
        string[] own = ["register_entry", "register_period", "signature"];
        var before = await Rows();
        before.ShouldContain("succeeded");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        await alone.Sql("delete from carried_over");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        foreach (var mark in there.Marks)
            await alone.Deliver(mark, audience: "signatory");
        foreach (var ledger in there.Ledgers)
            await alone.Deliver(ledger, audience: "signatory");
        (await Rows()).ShouldBe(before);

        (await alone.Run("restate", "pledge")).ExitCode.ShouldBe(0);
        await Eventually.Passes(() =>
        {
            alone.AllRestated("pledge").OfType<OrganisationSucceeded>().Single().PredecessorId.ShouldBe(from);
            alone.AllRestated("pledge").OfType<SuccessionReversed>().Single().PredecessorId.ShouldBe(back);
            return Task.CompletedTask;
        });

        async Task<string> Rows() => string.Join('\n', await Task.WhenAll(new[] { from, to, back, kept }.Select(id => alone.Rows(id, own))));
    }
}
