using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Frameworks_of_a_partnership(PledgeFixture service)
{
    private static readonly string[] Paths = ["", "/pack", "/measures.csv", "/crosswalk", "/differences?from=1&to=1"];

    private static JsonObject Pledge(Guid framework, string code = "IJ1", string unit = "people", int version = 1)
    {
        var pledge = PledgeFixture.Pledge();
        pledge["unit"] = unit;
        pledge["frameworkMeasure"] = new JsonObject { ["frameworkId"] = framework, ["version"] = version, ["code"] = code };
        return pledge;
    }

    private async Task<bool> Sees(Person person, Guid framework)
    {
        var client = service.As(person);
        var listed = PledgeFixture.Items(await client.GetAsync("/api/frameworks?size=100").Answers_with(HttpStatusCode.OK)).Any(f => f.Id() == framework);
        foreach (var path in Paths)
        {
            using var answer = await client.GetAsync($"/api/frameworks/{framework}{path}");
            answer.StatusCode.ShouldBe(listed ? HttpStatusCode.OK : HttpStatusCode.NotFound, path);
        }
        return listed;
    }

    [Fact]
    public async Task It_is_private_to_the_people_of_its_signatories_and_registrars()
    {
        var (own, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        (await Sees(own.Editor, framework)).ShouldBeTrue();
        (await Sees(Person.With().Of(own.Id, Roles.Champion), framework)).ShouldBeTrue();
        (await Sees(Person.With(Roles.Registrar), framework)).ShouldBeTrue();
        (await Sees(other.Editor, framework)).ShouldBeFalse();
        (await Sees(Person.With(Roles.Assessor, Roles.EvidenceReviewer, Roles.PanelChair, Roles.CaseOfficer), framework)).ShouldBeFalse();
        (await Sees(own.Editor.Of(other.Id, Roles.Editor).For(other.Id), framework)).ShouldBeFalse("whoever acts for another organisation reads as its people do");
        foreach (var path in Paths)
            await service.Anonymous().GetAsync($"/api/frameworks/{framework}{path}").Is_refused(HttpStatusCode.NotFound, "not-found");
        PledgeFixture.Items(await service.Anonymous().GetAsync("/api/frameworks?size=100").Answers_with(HttpStatusCode.OK)).Select(f => f.Id()).ShouldNotContain(framework);
    }

    [Fact]
    public async Task Two_partnerships_bring_in_the_same_each_for_itself()
    {
        var (one, two, id) = (await service.SignedOrganisation(), await service.SignedOrganisation(), FrameworkFiles.NewId());
        var (first, second) = (await service.Framework(one.Charter, id), await service.Framework(two.Charter, id));
        first.ShouldNotBe(second);
        (await Sees(one.Editor, second)).ShouldBeFalse();
        (await Sees(two.Editor, second)).ShouldBeTrue();
    }

    [Fact]
    public async Task It_ends_with_the_signature_and_goes_on_with_the_successor()
    {
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter));
        var signed = PledgeFixture.Signed(charter, id);
        await service.Deliver(signed);
        var (framework, editor) = (await service.Framework(charter, FrameworkFiles.NewId()), Person.With().Of(id, Roles.Editor));
        (await Sees(editor, framework)).ShouldBeTrue();

        var successor = await service.SignedOrganisation();
        (await Sees(successor.Editor, framework)).ShouldBeFalse();
        var succession = new OrganisationSucceeded(Guid.NewGuid(), 1, "merger", id, successor.Id, PledgeFixture.Today, "Successor", "local-authority", ["E08000006"], Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(succession);
        (await Sees(successor.Editor.InPlaceOf(id, successor.Id), framework)).ShouldBeTrue();

        await service.Deliver(new SignatureWithdrawn(signed.SignatureId, charter, 1, id, signed.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
        (await Sees(successor.Editor.InPlaceOf(id, successor.Id), framework)).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_a_registrar_brings_in_what_is_a_partnerships()
    {
        var own = await service.SignedOrganisation();
        var registrar = service.As(Person.With(Roles.Registrar));
        var sent = await registrar.Sends(own.Charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        foreach (var person in new[] { own.Editor, Person.With(Roles.PanelChair) })
        {
            var client = service.As(person);
            await client.Sends(own.Charter, FrameworkFiles.Table).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.GetAsync("/api/frameworks/uploads").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.GetAsync($"/api/frameworks/uploads/{sent.Id()}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.GetAsync($"/api/frameworks/uploads/{sent.Id()}/report.csv").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.PutAsync($"/api/frameworks/uploads/{sent.Id()}/import", JsonContent.Create(new { })).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.PostAsync("/api/frameworks/crosswalks", FrameworkFiles.Form([1], own.Charter)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        await service.Anonymous().Sends(own.Charter, FrameworkFiles.Table).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        var listed = new List<Guid>();
        for (string? after = ""; after is not null && !listed.Contains(sent.Id());)   // others send some meanwhile, and the newest come first
        {
            var page = await registrar.GetAsync($"/api/frameworks/uploads?size=100&after={after}").Answers_with(HttpStatusCode.OK);
            listed.AddRange(PledgeFixture.Items(page).Select(u => u.Id()));
            after = page.Text("next");
        }
        listed.ShouldContain(sent.Id());
    }

    [Fact]
    public async Task The_measures_that_its_pledges_can_name_are_listed_for_its_people()
    {
        var (own, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        var listed = PledgeFixture.Items(await service.As(own.Editor).GetAsync($"/api/organisations/{own.Id}/framework-measures").Answers_with(HttpStatusCode.OK));
        listed.Where(m => m.Id("frameworkId") == framework).Select(m => (m.Text("code"), m.Text("unit"), m.Text("direction"))).ShouldBe([("IJ1", "people", "increase"), ("IJ2", "hours", "increase"), ("IP1", "tonnes", "reduce")]);
        listed.Count(m => m.Id("frameworkId") == ShipFrameworks.IdOf("salford-social-value")).ShouldBe(8);
        PledgeFixture.Items(await service.As(other.Editor).GetAsync($"/api/organisations/{other.Id}/framework-measures").Answers_with(HttpStatusCode.OK)).ShouldAllBe(m => m.Id("frameworkId") != framework);
        await service.As(other.Editor).GetAsync($"/api/organisations/{own.Id}/framework-measures").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_pledge_names_a_measure_and_takes_its_unit_and_direction()
    {
        var own = await service.SignedOrganisation();
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        Task<HttpResponseMessage> Make(JsonObject pledge) => service.As(own.Editor).Posts($"/api/organisations/{own.Id}/pledges", pledge);
        await Make(Pledge(framework, unit: "hours")).Is_invalid("unit");
        await Make(Pledge(framework, "IP1", "tonnes")).Is_invalid("target");
        await Make(Pledge(framework, "IJ9")).Is_invalid("frameworkMeasure");
        await Make(Pledge(framework, version: 2)).Is_invalid("frameworkMeasure");
        await Make(Pledge(Guid.NewGuid())).Is_invalid("frameworkMeasure");
        var copied = Pledge(framework);
        copied["measure"] = "invented jobs taken up";
        (await Make(copied).Is_invalid("measure")).GetProperty("errors").GetProperty("measure")[0].GetString()!.ShouldContain("own words");

        var id = (await Make(Pledge(framework)).Answers_with(HttpStatusCode.Created)).Id();
        var measure = (await service.As(own.Editor).GetAsync($"/api/pledges/{id}").Answers_with(HttpStatusCode.OK)).GetProperty("frameworkMeasure");
        (measure.Text("code"), measure.Text("name"), measure.GetProperty("proxy").GetProperty("value").GetDecimal()).ShouldBe(("IJ1", "Invented jobs taken up", 1250.5m));
        var outside = await service.As((await service.SignedOrganisation()).Editor).GetAsync($"/api/pledges/{id}").Answers_with(HttpStatusCode.OK);
        outside.GetProperty("frameworkMeasure").ValueKind.ShouldBe(JsonValueKind.Null);
        outside.ToString().ShouldNotContain("IJ1");
        (await service.Published<PledgeMade>(p => p.Pledge.PledgeId == id)).ToString()!.ShouldNotContain("IJ1");
    }

    [Fact]
    public async Task Value_names_a_measure_that_is_counted_in_its_unit_and_a_correction_keeps_both_in_sight()
    {
        var own = await service.SignedOrganisation();
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        JsonObject By(JsonObject figure, string code = "IJ1", int version = 1)
        {
            figure["frameworkMeasure"] = new JsonObject { ["frameworkId"] = framework, ["version"] = version, ["code"] = code };
            return figure;
        }
        Task<HttpResponseMessage> Record(JsonObject figure, Organisation? by = null) => service.As((by ?? own).Editor).Posts($"/api/organisations/{(by ?? own).Id}/value", figure);
        await Record(By(ValueLedger.Figure(12))).Is_invalid("unit");
        await Record(By(ValueLedger.Figure(12, unit: "people"), "IJ9")).Is_invalid("frameworkMeasure");
        await Record(By(ValueLedger.Figure(12, unit: "people"), version: 2)).Is_invalid("frameworkMeasure");
        await Record(By(ValueLedger.Figure(12), "IP1")).Is_invalid("frameworkMeasure");   // tonnes: value is kept in no such unit
        await Record(By(ValueLedger.Figure(12, unit: "people")).With("title", "invented jobs taken up")).Is_invalid("title");
        await Record(By(ValueLedger.Figure(12, unit: "people")), await service.SignedOrganisation()).Is_invalid("frameworkMeasure");

        var id = (await Record(By(ValueLedger.Figure(12, unit: "people"))).Answers_with(HttpStatusCode.Created)).Id();
        Task<HttpResponseMessage> Correct(JsonObject figure) => service.As(own.Editor).Posts($"/api/value/{id}/corrections", figure.With("reason", "Counted anew."));
        await Correct(ValueLedger.Figure(11, unit: "people")).Answers_with(HttpStatusCode.OK);
        await Correct(By(ValueLedger.Figure(10, unit: "people"))).Answers_with(HttpStatusCode.OK);
        var measures = PledgeFixture.Items(await service.Value(id, own.Editor), "entries").Select(e => e.GetProperty("frameworkMeasure")).ToArray();
        measures.Select(m => m.ValueKind == JsonValueKind.Null ? null : m.Text("code")).ShouldBe(["IJ1", null, "IJ1"]);
        (await service.Value(id)).ToString().ShouldNotContain("IJ1");   // which is read without signing in

        // What stands may stay when a newer version has come, and goes on to be counted in its unit.
        var pack = (await service.As(Person.With(Roles.Registrar)).GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK)).Text("packId")!;
        await service.Framework(own.Charter, pack, 2, FrameworkFiles.Table.Replace("Invented waste", "Invented rubbish"));
        await Record(By(ValueLedger.Figure(12, unit: "people"))).Is_invalid("frameworkMeasure");
        await Correct(By(ValueLedger.Figure(9, unit: "hours"))).Is_invalid("unit");
        await Correct(By(ValueLedger.Figure(9, unit: "people"))).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_download_of_value_keeps_measures_apart_for_whoever_may_read_them_and_on_every_day_as_it_was_counted_then()
    {
        var outcome = $"Outcome {Guid.NewGuid():n}";
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter) with { Outcomes = [outcome] });
        await service.Deliver(PledgeFixture.Signed(charter, id));
        var own = new Organisation(id, charter, Person.With().Of(id, Roles.Editor));
        var (mine, salford) = (await service.Framework(charter, FrameworkFiles.NewId()), ShipFrameworks.IdOf("salford-social-value"));
        JsonObject By(decimal amount, Guid? framework, string? code) => ValueLedger.Figure(amount, unit: "people", outcome: outcome)
            .With("frameworkMeasure", framework is null ? null : new JsonObject { ["frameworkId"] = framework, ["version"] = 1, ["code"] = code });
        await service.Records(own, By(1, null, null));
        await service.Records(own, By(20, salford, "economic-1"));
        await service.Records(own, By(300, mine, "IJ1"));
        var corrected = await service.Records(own, By(9, mine, "IJ1"));
        await service.As(own.Editor).Posts($"/api/value/{corrected}/corrections", By(4000, salford, "economic-1").With("reason", "It was counted by the other.")).Answers_with(HttpStatusCode.OK);

        Task<HttpResponseMessage> Download(HttpClient by, string format) => by.GetAsync($"/api/value/totals/export?format={format}&outcome={outcome}");
        async Task<(decimal, int, string?, string?)[]> Lines(HttpClient by) => [.. PledgeFixture.Items(await Download(by, "json").Answers_with(HttpStatusCode.OK)).Select(i =>
            (i.GetProperty("amount").GetDecimal(), i.GetProperty("records").GetInt32(), i.GetProperty("measure") is { ValueKind: JsonValueKind.Object } m ? m.Text("code") : null, i.GetProperty("measure") is { ValueKind: JsonValueKind.Object } n ? n.Text("name") : null))];
        const string said = "level of valued employment in Salford";
        (await Lines(service.As(own.Editor))).ShouldBe([(1, 1, null, null), (300, 1, "IJ1", null), (4020, 2, "economic-1", said)], ignoreOrder: true);   // the words of its own framework carry no open licence
        (await Lines(service.Anonymous())).ShouldBe([(301, 2, null, null), (4020, 2, "economic-1", said)], ignoreOrder: true);
        var csv = await (await Download(service.As(own.Editor), "csv")).Content.ReadAsStringAsync();
        csv.Split("\r\n").ShouldContain(line => line.StartsWith($"{id},", StringComparison.Ordinal) && line.Contains(",4020,", StringComparison.Ordinal) && line.EndsWith($",economic-1,{said}", StringComparison.Ordinal));
        csv.Split("\r\n").ShouldContain(line => line.Contains(",300,", StringComparison.Ordinal) && line.EndsWith(",1,IJ1,", StringComparison.Ordinal) && line.Contains($"{mine}", StringComparison.Ordinal));
        (await (await Download(service.Anonymous(), "csv")).Content.ReadAsStringAsync()).ShouldNotContain("IJ1");
    }

    [Fact]
    public async Task A_measure_that_an_organisation_may_read_no_longer_stays_when_value_is_corrected()
    {
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter));
        var signed = PledgeFixture.Signed(charter, id);
        await service.Deliver(signed);
        var own = new Organisation(id, charter, Person.With().Of(id, Roles.Editor));
        var framework = await service.Framework(charter, FrameworkFiles.NewId());
        JsonObject By(string code = "IJ1") => ValueLedger.Figure(12, unit: "people").With("frameworkMeasure", new JsonObject { ["frameworkId"] = framework, ["version"] = 1, ["code"] = code });
        var value = await service.Records(own, By());
        async Task<JsonElement> Entry(Person? reader) => PledgeFixture.Items(await service.Value(value, reader), "entries")[0];
        (await Entry(own.Editor)).GetProperty("keptMeasure").ValueKind.ShouldBe(JsonValueKind.Null);

        await service.Deliver(new SignatureWithdrawn(signed.SignatureId, charter, signed.CharterVersion, id, signed.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
        var entry = await Entry(own.Editor);
        (entry.GetProperty("frameworkMeasure").ValueKind, entry.GetProperty("keptMeasure").Text("code")).ShouldBe((JsonValueKind.Null, "IJ1"));
        foreach (var reader in new[] { null, Person.With().Of(Guid.NewGuid(), Roles.Editor) })
            (await Entry(reader)).GetProperty("keptMeasure").ValueKind.ShouldBe(JsonValueKind.Null);
        Task<HttpResponseMessage> Correct(JsonObject figure) => service.As(own.Editor).Posts($"/api/value/{value}/corrections", figure.With("reason", "Counted anew."));
        await Correct(By("IJ2")).Is_invalid("frameworkMeasure");
        await Correct(By().With("amount", 11)).Answers_with(HttpStatusCode.OK);
        (await Entry(own.Editor)).GetProperty("keptMeasure").Text("code").ShouldBe("IJ1");
    }

    [Fact]
    public async Task Frameworks_are_found_by_words_of_their_titles_and_of_what_stands_in_them()
    {
        var own = await service.SignedOrganisation();
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        async Task<Guid[]> Found(Person person, string q) => [.. PledgeFixture.Items(await service.As(person).GetAsync($"/api/frameworks?size=100&q={q}").Answers_with(HttpStatusCode.OK)).Select(f => f.Id())];
        (await Found(own.Editor, "invent+fram")).ShouldContain(framework);
        (await Found(own.Editor, "jobs+taken")).ShouldBe([framework]);
        (await Found(own.Editor, "jobs+never+taken")).ShouldBeEmpty();
        (await Found((await service.SignedOrganisation()).Editor, "jobs+taken")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_measure_of_another_partnership_cannot_be_named()
    {
        var (own, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var framework = await service.Framework(own.Charter, FrameworkFiles.NewId());
        var both = other.Editor.Of(own.Id, Roles.Editor);
        await service.As(both).Posts($"/api/organisations/{other.Id}/pledges", Pledge(framework)).Is_invalid("frameworkMeasure");
    }

    [Fact]
    public async Task An_amendment_changes_the_measure_and_who_may_not_read_it_does_not_hear_of_it()
    {
        var own = await service.SignedOrganisation();
        var (framework, editor) = (await service.Framework(own.Charter, FrameworkFiles.NewId()), service.As(own.Editor));
        var pledge = await service.MadePledge(own);
        Task<HttpResponseMessage> Amend(int version, JsonObject terms)
        {
            (terms["version"], terms["reason"]) = (version, "We count it by the framework from now on.");
            return editor.Posts($"/api/pledges/{pledge}/amendments", terms);
        }
        await Amend(1, Pledge(framework)).Answers_with(HttpStatusCode.OK);
        var change = PledgeFixture.Items(await editor.GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK), "history").Single();
        change.GetProperty("fields")[0].Text("after")!.ShouldStartWith("IJ1 (Invented framework");
        var seen = await service.As(Person.With()).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(seen, "history").Single().GetProperty("fields").GetArrayLength().ShouldBe(0);

        // A newer version: what stands can stay, what is new names the new one.
        var id = (await service.As(Person.With(Roles.Registrar)).GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK)).Text("packId")!;
        await service.Framework(own.Charter, id, 2, FrameworkFiles.Table.Replace("Invented waste", "Invented rubbish"));
        await editor.Posts($"/api/organisations/{own.Id}/pledges", Pledge(framework)).Is_invalid("frameworkMeasure");
        var longer = Pledge(framework);
        longer["title"] = "Another title";
        await Amend(2, longer).Answers_with(HttpStatusCode.OK);
        var without = Pledge(framework);
        without.Remove("frameworkMeasure");
        await Amend(3, without).Answers_with(HttpStatusCode.OK);
        (await editor.GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).GetProperty("frameworkMeasure").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_somebody_brought_in_is_shown_to_them()
    {
        var (own, registrar) = (await service.SignedOrganisation(), Person.With(Roles.Registrar));
        await service.As(registrar).Sends(own.Charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        var held = PledgeFixture.Items(await service.As(registrar).GetAsync("/api/personal-data/pledge").Answers_with(HttpStatusCode.OK), "frameworksBroughtIn").Single();
        (held.Text("what"), held.Text("name")).ShouldBe(("file", "framework.csv"));
    }

    [Fact]
    public async Task An_amendment_that_leaves_the_measure_keeps_to_it_all_the_same()
    {
        var own = await service.SignedOrganisation();
        var (framework, editor) = (await service.Framework(own.Charter, FrameworkFiles.NewId()), service.As(own.Editor));
        var pledge = (await editor.Posts($"/api/organisations/{own.Id}/pledges", Pledge(framework)).Answers_with(HttpStatusCode.Created)).Id();
        Task<HttpResponseMessage> Amend(int version, string field, JsonNode value)
        {
            var terms = Pledge(framework);
            (terms["version"], terms["reason"], terms[field]) = (version, "We say it in other words from now on.", value);
            return editor.Posts($"/api/pledges/{pledge}/amendments", terms);
        }
        await Amend(1, "unit", "hours").Is_invalid("unit");
        await Amend(1, "target", -5).Is_invalid("target");
        await Amend(1, "measure", "Invented jobs taken up").Is_invalid("measure");
        await Amend(1, "title", "Another title").Answers_with(HttpStatusCode.OK);

        // Nor once a newer version has come, of which the pledge takes no notice.
        var id = (await service.As(Person.With(Roles.Registrar)).GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK)).Text("packId")!;
        await service.Framework(own.Charter, id, 2, FrameworkFiles.Table.Replace("Invented waste", "Invented rubbish"));
        await Amend(2, "unit", "hours").Is_invalid("unit");
        await Amend(2, "owner", "Head of employment").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_measure_that_an_organisation_may_read_no_longer_stays_when_a_pledge_is_amended()
    {
        var (charter, organisation) = (Guid.NewGuid(), Guid.NewGuid());
        await service.Deliver(PledgeFixture.Published(charter));
        var signed = PledgeFixture.Signed(charter, organisation);
        await service.Deliver(signed);
        var editor = service.As(Person.With().Of(organisation, Roles.Editor));
        var framework = await service.Framework(charter, FrameworkFiles.NewId());
        var pledge = (await editor.Posts($"/api/organisations/{organisation}/pledges", Pledge(framework)).Answers_with(HttpStatusCode.Created)).Id();
        Task<JsonElement> Read(HttpClient by) => by.GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);
        (await Read(editor)).GetProperty("keptMeasure").ValueKind.ShouldBe(JsonValueKind.Null);

        await service.Deliver(new SignatureWithdrawn(signed.SignatureId, charter, signed.CharterVersion, organisation, signed.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
        var read = await Read(editor);
        (read.GetProperty("frameworkMeasure").ValueKind, read.GetProperty("keptMeasure").Text("code")).ShouldBe((JsonValueKind.Null, "IJ1"));
        (await Read(service.As(Person.With()))).GetProperty("keptMeasure").ValueKind.ShouldBe(JsonValueKind.Null);

        Task<HttpResponseMessage> Amend(int version, JsonObject terms)
        {
            (terms["version"], terms["reason"], terms["title"]) = (version, "We say it in other words from now on.", "Another title");
            return editor.Posts($"/api/pledges/{pledge}/amendments", terms);
        }
        await Amend(1, Pledge(framework, "IP1")).Is_invalid("frameworkMeasure");
        await Amend(1, Pledge(framework)).Answers_with(HttpStatusCode.OK);
        read = await Read(editor);
        (read.Text("title"), read.GetProperty("keptMeasure").Text("code"), read.GetProperty("keptMeasure").Id("frameworkId")).ShouldBe(("Another title", "IJ1", framework));
    }
}
