using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class The_audit_trail(IdentityFixture service)
{
    private readonly Person _registrar = Person.With(Roles.Registrar);

    private static ActionTaken Taken(Guid? actor = null, Guid? organisation = null, string action = "Sign a charter", DateTimeOffset? at = null, params ActedOn[] on) => new(
        "signatory", "person", actor ?? Guid.NewGuid(), null, organisation, organisation, "POST", "/api/charters/{charterId}/signatures", action,
        on, Guid.NewGuid().ToString("n"), at ?? DateTimeOffset.UtcNow);

    private static AttemptRefused Refused(Guid? actor, Guid organisation, int count = 1) => new(
        actor is null ? "nobody" : "person", actor, null, null, organisation, "POST", "/api/organisations/{organisationId}/pledges", "Make a pledge",
        [new("organisation", organisation)], 403, "forbidden", count, Guid.NewGuid().ToString("n"), DateTimeOffset.UtcNow);

    private async Task<JsonElement[]> Find(string query, Person? reader = null, string path = "/api/audit") =>
        [.. (await service.As(reader ?? _registrar).GetAsync($"{path}?{query}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    [Fact]
    public async Task What_a_service_tells_stands_here_once_also_when_it_is_told_twice()
    {
        var (person, organisation, thing) = (await service.NewAccount(), Guid.NewGuid(), new ActedOn("signature", Guid.NewGuid()));
        var taken = Taken(person.Subject, organisation, on: thing);
        await service.Deliver(taken, times: 3);
        var entry = (await Find($"subject={thing.Id}")).Single();
        (entry.Id("actor"), entry.Id("actingFor"), entry.Id("organisationId"), entry.Text("action"), entry.Text("outcome"), entry.Text("traceId"))
            .ShouldBe((person.Subject, organisation, organisation, "Sign a charter", "done", taken.TraceId));
        entry.GetProperty("occurredAt").GetDateTimeOffset().ShouldBe(taken.OccurredAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task It_is_searched_by_actor_organisation_action_thing_outcome_day_and_trace()
    {
        var (organisation, actor, action) = (Guid.NewGuid(), Guid.NewGuid(), $"Do {Guid.NewGuid():n}");
        var old = Taken(actor, organisation, action, new(2026, 3, 29, 0, 30, 0, TimeSpan.Zero), new ActedOn("pledge", Guid.NewGuid()));
        var young = Taken(actor, organisation, "Make a pledge", new(2026, 3, 29, 23, 30, 0, TimeSpan.Zero));   // in London the next day: clocks went forward
        await service.Deliver(old);
        await service.Deliver(young);
        await service.Deliver(Refused(actor, organisation, count: 7));
        (await Find($"organisation={organisation}")).Length.ShouldBe(3);
        (await Find($"actor={actor}")).Select(e => e.Text("action")).ShouldBe(["Make a pledge", "Make a pledge", action]);
        (await Find($"action={Uri.EscapeDataString(action)}")).Single().Text("traceId").ShouldBe(old.TraceId);
        (await Find($"subject={old.ActedOn[0].Id}")).Length.ShouldBe(1);
        var refused = (await Find($"organisation={organisation}&outcome=refused")).Single();
        (refused.GetProperty("status").GetInt32(), refused.Text("code"), refused.GetProperty("count").GetInt32()).ShouldBe((403, "forbidden", 7));
        (await Find($"organisation={organisation}&outcome=done")).Length.ShouldBe(2);
        (await Find($"organisation={organisation}&from=2026-03-29&to=2026-03-29")).Single().Text("action").ShouldBe(action);
        (await Find($"organisation={organisation}&from=2026-03-30&to=2026-03-30")).Single().Text("action").ShouldBe("Make a pledge");
        (await Find($"trace={young.TraceId}")).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("outcome=perhaps", "outcome")]
    [InlineData("format=pdf", "format")]
    [InlineData("from=1066-10-14", "from")]
    [InlineData("to=yesterday", "to")]
    [InlineData("actor=me", "actor")]
    [InlineData("after=x", "after")]
    [InlineData("size=0", "size")]
    public async Task What_cannot_be_asked_is_told(string query, string field) => await service.As(_registrar).GetAsync($"/api/audit?{query}").Is_invalid(field);

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition_also_within_one_instant()
    {
        var (organisation, at) = (Guid.NewGuid(), DateTimeOffset.UtcNow);
        for (var i = 0; i < 7; i++)
            await service.Deliver(Taken(organisation: organisation, action: $"Do {i}", at: at.AddSeconds(-(i / 3))));
        var seen = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await service.As(_registrar).GetAsync($"/api/audit?organisation={organisation}&size=2&after={after}").Answers_with(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.Text("action")!));
            after = page.Text("next");
        }
        seen.Count.ShouldBe(7);
        seen.Distinct().Count().ShouldBe(7);
        seen[^1].ShouldBe("Do 6");
    }

    [Fact]
    public async Task All_that_fits_is_downloaded_and_a_name_is_no_formula()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await service.Execute($"update account set name = '=cmd|\"x\", or so' where id = {person.Subject}");
        for (var i = 0; i < 120; i++)
            await service.Deliver(Taken(person.Subject, organisation));
        using var csv = await service.As(_registrar).GetAsync($"/api/audit?organisation={organisation}&format=csv");
        csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        csv.Content.Headers.ContentDisposition!.FileName.ShouldBe("audit.csv");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(121);
        lines[1].ShouldContain(",\"'=cmd|\"\"x\"\", or so\",");
        var json = await service.As(_registrar).GetAsync($"/api/audit?organisation={organisation}&format=json").Answers_with(HttpStatusCode.OK);
        json.GetArrayLength().ShouldBe(120);
    }

    [Fact]
    public async Task Only_a_registrar_searches_it_all()
    {
        await service.Anonymous().GetAsync("/api/audit").Answers_with(HttpStatusCode.Unauthorized);
        foreach (var role in Roles.PartnershipWide.Except([Roles.Registrar]))
            await service.As(Person.With(role)).GetAsync("/api/audit").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(Guid.NewGuid(), [.. Roles.OfOrganisation])).GetAsync("/api/audit").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task An_organisation_sees_its_own_and_not_who_a_stranger_is()
    {
        var (organisation, other, stranger, officer) = (Guid.NewGuid(), Guid.NewGuid(), await service.NewAccount(), await service.NewAccount());
        await service.Execute($"insert into role_assignment (subject, role, held_from) values ({officer.Subject}, 'case-officer', now())");
        var editor = Person.With().Of(organisation, Roles.Editor);
        await service.Deliver(Taken(officer.Subject, organisation, "Confirm an organisation") with { ActingFor = null });
        await service.Deliver(Refused(stranger.Subject, organisation));
        await service.Deliver(Taken(stranger.Subject, other));
        var path = $"/api/organisations/{organisation}/audit";
        var seen = await Find("", editor, path);
        seen.Length.ShouldBe(2);
        var attempt = seen.Single(e => e.Text("outcome") == "refused");
        (attempt.Text("actor"), attempt.Text("actorName")).ShouldBe((null, null));
        seen.Single(e => e.Text("outcome") == "done").Id("actor").ShouldBe(officer.Subject);
        (await Find("", _registrar, path)).Single(e => e.Text("outcome") == "refused").Id("actor").ShouldBe(stranger.Subject);
        (await Find($"organisation={other}", editor, path)).Length.ShouldBe(2);   // cannot be talked into another's
        await service.As(editor).GetAsync($"/api/organisations/{other}/audit").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(organisation, Roles.Champion)).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With(Roles.Assessor)).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Signing_in_and_out_are_recorded_with_the_account()
    {
        var person = await service.NewAccount();
        await service.SignIn(person.Email, "not the password").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        var client = await service.SignedIn(person);
        await client.DeleteAsync("/identity/sessions/current").Answers_with(HttpStatusCode.NoContent);
        (await Find($"actor={person.Subject}")).Select(e => (e.Text("action"), e.Text("outcome"))).ShouldBe([("Sign out", "done"), ("Sign in", "done")]);
        var refused = (await Find($"subject={person.Subject}")).Single(e => e.Text("outcome") == "refused");
        (refused.Text("action"), refused.Text("code"), refused.Text("actor"), refused.Text("actorKind")).ShouldBe(("Sign in", "sign-in-failed", null, "nobody"));
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_is_recorded_where_there_is_no_account_too_and_the_gateway_need_not()
    {
        var before = await service.Ask<long>($"select count(*) as \"Value\" from audit_entry where code = 'sign-in-failed' and cardinality(subject_ids) = 0");
        using var answer = await service.SignIn($"nobody-{Guid.NewGuid():n}@example.org", "not the password");
        answer.Headers.GetValues("Charter-Refusal").Single().ShouldContain("kept=1");
        (await service.Ask<long>($"select count(*) as \"Value\" from audit_entry where code = 'sign-in-failed' and cardinality(subject_ids) = 0")).ShouldBeGreaterThan(before);
        (await service.Ask<long>($"select count(*) as \"Value\" from audit_entry where action = 'Sign in' and outcome = 'done' and actor is null")).ShouldBe(0);
    }

    [Fact]
    public async Task A_role_given_by_a_rule_is_the_systems_own_doing()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        var confirmed = new OrganisationConfirmed(organisation, 2, "An organisation", "voluntary", "provider", "small", [], [], person.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(confirmed, times: 2);
        await service.Deliver(confirmed);
        var entries = await Find($"organisation={organisation}");
        entries.Select(e => (e.Text("actorKind"), e.Text("actor"), e.Text("action"))).ShouldBe([("system", null, "Grant the role signatory"), ("system", null, "Grant the role editor")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_recorded_is_neither_changed_nor_deleted_nor_emptied()
    {
        var thing = new ActedOn("signature", Guid.NewGuid());
        await service.Deliver(Taken(on: thing));
        foreach (var attempt in new[] { "update audit_entry set outcome = 'refused'", "delete from audit_entry", "truncate audit_entry" })
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => service.Sql(attempt))).MessageText.ShouldBe("audit_entry is append-only");
        (await Find($"subject={thing.Id}")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_that_was_erased_has_no_name_any_more()
    {
        var (person, thing) = (await service.NewAccount(), new ActedOn("signature", Guid.NewGuid()));
        await service.Execute($"update account set name = 'Robin Example' where id = {person.Subject}");
        await service.Deliver(Taken(person.Subject, on: thing));
        (await Find($"subject={thing.Id}")).Single().Text("actorName").ShouldBe("Robin Example");
        await service.Execute($"delete from account where id = {person.Subject}");
        (await Find($"subject={thing.Id}")).Single().Text("actorName").ShouldBe("erased account");
    }
}
