using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Sharing_value(PledgeFixture service)
{
    private readonly Person _registrar = Person.With(Roles.Registrar);

    private Task<HttpResponseMessage> Decides(Guid value, Person by, params (Organisation Of, decimal Share)[] shares) =>
        service.As(by).Posts($"/api/value/{value}/settlement", new { shares = shares.Select(s => new { organisationId = s.Of.Id, share = s.Share }), reason = "By the hours that each put in." });

    private async Task<bool> Queue(Guid value, Person? by = null)
    {
        for (string? after = ""; after is not null;)
        {
            var page = await service.As(by ?? _registrar).GetAsync($"/api/value/disputes?size=100&after={after}").Answers_with(HttpStatusCode.OK);
            if (PledgeFixture.Items(page).Any(v => v.Id() == value))
                return true;
            after = page.Text("next");
        }
        return false;
    }

    [Fact]
    public async Task Organisations_share_an_outcome_and_each_counts_its_part()
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var id = await service.Records(a, ValueLedger.Figure(1000).With("share", 0.6));
        await service.Claims(id, b, 0.4m).Answers_with(HttpStatusCode.OK);
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "0.6 600", [b.Id] = "0.4 400" });
        (await service.Totals($"organisationId={a.Id}")).Of("core").ShouldBe("600 0 0 | 0");
        (await service.Totals($"organisationId={b.Id}")).Of("core").ShouldBe("400 0 0 | 0");
        (await Queue(id)).ShouldBeFalse();
    }

    [Fact]
    public async Task More_than_the_whole_opens_a_dispute_and_what_came_last_counts_nowhere_until_the_parties_agree()
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var id = await service.Records(a, ValueLedger.Figure(1000));
        await service.Claims(id, b, 0.3m).Answers_with(HttpStatusCode.OK);
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "1 1000", [b.Id] = "0.3 0" });
        (await service.Totals($"organisationId={b.Id}")).Of("core").ShouldBe("0 0 0 | 300");
        (await Queue(id)).ShouldBeTrue();
        (await service.Published<ValueStated>(e => e.Value.ValueId == id && e.Value.Version == 2)).IsDisputed.ShouldBeTrue();

        await service.Claims(id, a, 0.8m, "We talked.").Answers_with(HttpStatusCode.OK);   // not enough
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "0.8 800", [b.Id] = "0.3 200" });
        (await Queue(id)).ShouldBeTrue();
        await service.Claims(id, a, 0.7m, "We talked on.").Answers_with(HttpStatusCode.OK);
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "0.7 700", [b.Id] = "0.3 300" });
        (await service.Value(id)).GetProperty("disputes").EnumerateArray().Single().Text("outcome").ShouldBe("agreed");
        (await Queue(id)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_registrar_decides_with_a_reason_that_only_the_parties_and_offices_read()
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var id = await service.Records(a, ValueLedger.Figure(1000));
        await Decides(id, _registrar, (a, 1)).Is_refused(HttpStatusCode.Conflict, "value-not-disputed");
        await service.Claims(id, b, 1).Answers_with(HttpStatusCode.OK);
        await Decides(id, a.Editor, (a, 1), (b, 0)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await Decides(id, _registrar.Of(b.Id, Roles.Champion), (a, 0), (b, 1)).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        foreach (var wrong in new[] { new[] { (a, 0.6m), (b, 0.6m) }, [(a, 1m)], [(a, 0.5m), (a, 0.5m)] })
            await Decides(id, _registrar, wrong).Is_invalid("shares");
        await Decides(id, _registrar, (a, 1.5m), (b, 0)).Is_invalid("shares[0].share");
        await Decides(id, _registrar, (a, 0.25m), (b, 0.75m)).Answers_with(HttpStatusCode.OK);
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "0.25 250", [b.Id] = "0.75 750" });
        var settled = (await service.Value(id, b.Editor)).GetProperty("disputes").EnumerateArray().Single();
        (settled.Text("outcome"), settled.Text("reason")).ShouldBe(("decided", "By the hours that each put in."));
        (await service.Value(id, _registrar)).GetRawText().ShouldContain("By the hours");
        (await service.Value(id)).GetRawText().ShouldNotContain("By the hours");
        (await service.Value(id, Person.With())).GetRawText().ShouldNotContain("Our people did the training");
        await service.Claims(id, a, 1).Answers_with(HttpStatusCode.OK);   // it is not content: a new dispute, and it gains nothing
        (await service.Value(id)).Parts().ShouldBe(new() { [a.Id] = "1 250", [b.Id] = "0.75 750" });
    }

    [Fact]
    public async Task One_outcome_entered_twice_is_joined_and_counts_once()
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var (first, second) = (await service.Records(a, ValueLedger.Figure(1000)), await service.Records(b, ValueLedger.Figure(900)));
        await service.Joins(second, a, first).Is_refused(HttpStatusCode.Forbidden, "forbidden");   // it is not theirs
        await service.Joins(second, b, second).Is_invalid("sameAs");
        await service.Joins(second, b, Guid.NewGuid()).Is_invalid("sameAs");
        await service.Joins(second, b, await service.Records(a, ValueLedger.Figure(stage: "added"))).Is_refused(HttpStatusCode.Conflict, "value-not-alike");
        await service.Joins(second, b, first).Answers_with(HttpStatusCode.OK);
        (await service.Value(first)).Parts().ShouldBe(new() { [a.Id] = "1 1000", [b.Id] = "1 0" });
        (await service.Value(second)).Parts().ShouldBeEmpty();
        (await service.Totals($"organisationId={b.Id}")).Of("core").ShouldBe("0 0 0 | 1000");
        var moved = await service.Claims(second, b, 0.5m).Is_refused(HttpStatusCode.Conflict, "value-joined");
        moved.Id("joinedTo").ShouldBe(first);
        await service.Joins(first, a, second).Is_refused(HttpStatusCode.Conflict, "value-joined");   // no rings
        await Decides(first, _registrar, (a, 0.5m), (b, 0.5m)).Answers_with(HttpStatusCode.OK);
        (await service.Totals($"organisationId={b.Id}")).Of("core").ShouldBe("500 0 0 | 0");
    }

    [Fact]
    public async Task A_registrar_from_elsewhere_joins_what_is_the_same()
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var (first, second) = (await service.Records(a, ValueLedger.Figure(1000)), await service.Records(b, ValueLedger.Figure(900)));
        var joining = new { sameAs = first, reason = "The same placements." };
        await service.As(_registrar.Of(a.Id, Roles.Editor)).Posts($"/api/value/{second}/joining", joining).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        await service.As(_registrar).Posts($"/api/value/{second}/joining", joining).Answers_with(HttpStatusCode.OK);
        (await Queue(first)).ShouldBeTrue();
    }

    [Fact]
    public async Task Claims_at_once_never_count_more_than_the_whole()
    {
        var a = await service.SignedOrganisation();
        var id = await service.Records(a, ValueLedger.Figure(1000).With("share", 0.5));
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.SignedOrganisation()));
        await Task.WhenAll(others.Select(o => Eventually.Passes(() => service.Claims(id, o, 0.3m).Answers_with(HttpStatusCode.OK))));
        var read = await service.Value(id);
        read.GetProperty("claims").GetArrayLength().ShouldBe(6);
        read.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("counted").GetDecimal()).ShouldBe(1000);
        (await service.Sql($"select sum(amount), sum(disputed) from value_standing where value_id = '{id}' and until is null")).ShouldBe(["1000.00000000|1000.00000000"]);
    }

    [Theory]
    [InlineData(1.2, "share")]
    [InlineData(-0.1, "share")]
    [InlineData(0.12345, "share")]
    [InlineData(0, "share")]
    public async Task A_share_that_cannot_be_is_refused(decimal share, string field)
    {
        var (a, b) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var id = await service.Records(a, ValueLedger.Figure());
        await service.Claims(id, b, share).Is_invalid(field);
        await service.Claims(id, b, 0.5m, "").Is_invalid("reason");
    }
}
