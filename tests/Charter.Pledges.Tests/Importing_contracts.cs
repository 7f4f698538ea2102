using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Importing_contracts(PledgeFixture service)
{
    private async Task<(Guid Organisation, HttpClient Editor)> Council()
    {
        var organisation = await service.SignedOrganisation();
        return (organisation.Id, service.As(organisation.Editor));
    }

    private static async Task<JsonElement> Contract(HttpClient editor, Guid organisation, string ocid)
    {
        var found = PledgeFixture.Items(await editor.Gets($"/api/organisations/{organisation}/contracts?q={Uri.EscapeDataString(ocid)}&size=100")).Single(c => c.Text("ocid") == ocid);
        return await editor.Gets($"/api/organisations/{organisation}/contracts/{found.Id()}");
    }

    [Fact]
    public async Task A_release_package_is_imported_with_its_awards_and_suppliers()
    {
        var (council, editor) = await Council();
        var ocid = Imports.Ocid();
        var done = await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "1", amount: 1250.5m)).Bytes());
        (done.Counts(), done.Value()).ShouldBe(((1, 1, 0, 0, 0), 1250.5m));

        var listed = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/contracts")).ShouldHaveSingleItem();
        (listed.Text("title"), listed.Text("buyerName"), listed.Figure("value")).ShouldBe(($"Works of {ocid}", "Sample Council", 1250.5m));
        var contract = await Contract(editor, council, ocid);
        var supplier = contract.GetProperty("awards")[0].GetProperty("suppliers")[0];
        (supplier.Text("name"), supplier.Text("postcode"), supplier.Text("scale"), supplier.Text("locality")).ShouldBe(("Sample Works Ltd", "M51AB", "sme", "unknown"));
    }

    [Fact]
    public async Task A_contract_on_the_commissioning_cycle_and_the_imported_one_of_the_same_id_lead_to_each_other()
    {
        var ((council, editor), (other, others)) = (await Council(), await Council());
        var ocid = Imports.Ocid();
        object Terms(string? ocid) => new { side = "commissioner", reference = "DN 1", title = "Works", ocid };
        async Task<JsonElement> Entered(HttpClient by, Guid organisation, string? ocid) => await by.Posts($"/api/organisations/{organisation}/commissioning", Terms(ocid)).Answers_with(HttpStatusCode.Created);
        var early = await Entered(editor, council, ocid);   // nothing was brought in yet, and that is no hindrance
        early.Text("importedAs").ShouldBeNull();
        await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "1")).Bytes());
        var process = await Contract(editor, council, ocid);
        process.GetProperty("commissioned").EnumerateArray().Select(c => (c.Id(), c.Text("side"), c.Text("reference"))).ShouldBe([(early.Id(), "commissioner", "DN 1")]);
        (await editor.Gets($"/api/commissioning/{early.Id()}")).Id("importedAs").ShouldBe(process.Id());

        // Somebody else's record of the same contract is theirs, and one without an id is nobody's.
        (await Entered(others, other, ocid)).Text("importedAs").ShouldBeNull();
        (await Entered(editor, council, null)).Text("importedAs").ShouldBeNull();
        (await Contract(editor, council, ocid)).GetProperty("commissioned").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Releases_of_one_process_are_merged_the_oldest_first_in_whatever_order_they_come()
    {
        var (council, editor) = await Council();
        var ocid = Imports.Ocid();
        var first = Imports.Release(ocid, "1", "2026-01-01T00:00:00Z", amount: 100);
        first["tender"]!["procurementMethodDetails"] = "Open procedure";
        first["tender"]!["description"] = "What is bought";
        var second = Imports.Release(ocid, "2", "2026-03-01T00:00:00+01:00", amount: 300);
        second["tender"] = new JsonObject { ["id"] = "T1", ["procurementMethodDetails"] = null, ["amendments"] = new JsonArray(new JsonObject { ["id"] = "a", ["date"] = "2026-03-01T00:00:00Z", ["rationale"] = "More work" }) };
        second["awards"]!.AsArray().Add(new JsonObject { ["id"] = 2, ["status"] = "cancelled", ["value"] = new JsonObject { ["amount"] = 5000, ["currency"] = "GBP" } });
        var third = Imports.Release(ocid, "3", "2026-02-01T00:00:00Z", amount: 200);
        third.Remove("tender");
        third["awards"]![0]!["suppliers"] = new JsonArray(new JsonObject { ["id"] = "S2", ["name"] = "Another Sample CIC" });

        await editor.Imports_contracts(council, Imports.Package(second, first).Bytes());
        await editor.Imports_contracts(council, Imports.Package(third).Bytes());   // an older one that comes late takes its place in the middle

        var contract = await Contract(editor, council, ocid);
        contract.Text("title").ShouldBe($"Works of {ocid}");
        contract.Text("description").ShouldBe("What is bought");
        contract.GetProperty("methodDetails").ValueKind.ShouldBe(JsonValueKind.Null);
        contract.Whole("amendments").ShouldBe(1);
        contract.GetProperty("releases").EnumerateArray().Select(r => r.Text("releaseId")).ShouldBe(["1", "3", "2"]);
        var awards = contract.GetProperty("awards").EnumerateArray().ToArray();
        awards.Select(a => (a.Text("awardId"), a.GetProperty("counts").GetBoolean(), a.Figure("value"))).ShouldBe([("1", true, 300m), ("2", false, 5000m)]);
        awards[0].GetProperty("suppliers").EnumerateArray().Select(s => s.Text("name")).ShouldBe(["Sample Works Ltd", "Another Sample CIC"]);
        (await editor.Gets($"/api/organisations/{council}/contracts/totals")).Figure("value", "total").ShouldBe(300m);
    }

    [Fact]
    public async Task A_contract_says_what_its_award_is_worth()
    {
        var (council, editor) = await Council();
        var ocid = Imports.Ocid();
        var release = Imports.Release(ocid, "1", amount: 100);
        release["tag"] = new JsonArray("award", "contract");
        release["contracts"] = new JsonArray(
            new JsonObject { ["id"] = "C1", ["awardID"] = "1", ["status"] = "active", ["value"] = new JsonObject { ["amount"] = 70, ["currency"] = "GBP" }, ["amendments"] = new JsonArray(new JsonObject { ["description"] = "Longer" }) },
            new JsonObject { ["id"] = "C2", ["awardID"] = "1", ["status"] = "cancelled", ["value"] = new JsonObject { ["amount"] = 30, ["currency"] = "GBP" } });
        (await editor.Imports_contracts(council, Imports.Package(release).Bytes())).Value().ShouldBe(70);
        (await Contract(editor, council, ocid)).Whole("amendments").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var (council, editor) = await Council();
        var file = Imports.Package(Enumerable.Range(0, 30).Select(i => Imports.Release(Imports.Ocid(), $"{i}"))).Bytes();
        (await editor.Imports_contracts(council, file)).Counts().ShouldBe((30, 30, 0, 0, 0));
        var before = await Everything(council);
        var again = await editor.Imports_contracts(council, file);
        (again.Counts(), again.Value()).ShouldBe(((30, 0, 30, 0, 0), 0m));
        (await Everything(council)).ShouldBe(before);
    }

    private async Task<string> Everything(Guid council) => string.Join('\n', (await service.Sql($"select md5(string_agg(p::text, ',' order by p.ocid)) from contract_process p where organisation_id = '{council}'"))
        .Concat(await service.Sql($"select md5(string_agg(a::text || x::text, ',' order by a.process_id, a.number, x.number)) from contract_award a join award_supplier x on x.process_id = a.process_id and x.award_number = a.number where organisation_id = '{council}'"))
        .Concat(await service.Sql($"select md5(string_agg(s::text, ',' order by s.key)) from supplier s where organisation_id = '{council}'")));

    [Fact]
    public async Task A_release_that_breaks_a_rule_is_rejected_with_every_reason_and_the_others_go_in()
    {
        var (council, editor) = await Council();
        JsonObject With(Action<JsonObject> change)
        {
            var release = Imports.Release(Imports.Ocid(), "x");
            change(release);
            return release;
        }
        var broken = new (JsonNode? Release, string[] Reasons)[]
        {
            (With(r => { r.Remove("date"); r["tag"] = new JsonArray("awarded"); }), ["date: This is required.", "tag: “awarded” is not in the codelist."]),
            (With(r => r["date"] = "10/01/2026"), ["date: This must be a date and time such as"]),
            (With(r => r["date"] = "2026-01-10T09:00:00"), ["date: This must be a date and time such as"]),   // without the zone
            (With(r => r["tag"] = new JsonArray()), ["tag: This must have an entry."]),
            (With(r => r["id"] = "a#b"), ["id: This may not contain #."]),
            (With(r => r["initiationType"] = "auction"), ["initiationType"]),
            (With(r => r["awards"]![0]!["value"]!["amount"] = "1000"), ["awards[0].value.amount: This must be a number."]),
            (With(r => r["awards"]![0]!["value"]!["currency"] = "POUND"), ["awards[0].value.currency: “POUND” is not in the codelist."]),
            (With(r => r["awards"]![0]!.AsObject().Remove("id")), ["awards[0].id: This is required."]),
            (With(r => r["awards"]!.AsArray().Add(new JsonObject { ["id"] = "1" })), ["awards[1].id: Another entry of the list has the same."]),
            (With(r => r["awards"]!.AsArray().Add(r["awards"]![0]!.DeepClone())), ["awards[1]: The same entry stands here twice."]),
            (With(r => r["awards"] = new JsonObject()), ["awards: This must be a list."]),
            (With(r => r["tender"]!["status"] = "open"), ["tender.status"]),
            (With(r => r["contracts"] = new JsonArray(new JsonObject { ["id"] = "1" })), ["contracts[0].awardID: This is required."]),
            (With(r => r["ocid"] = ""), ["ocid: This may not be empty."]),
            (With(r => r["tender"]!["title"] = "a\0b"), ["tender.title: This is broken text."]),
            (JsonValue.Create(7), ["It is no object."]),
            (null, ["It is no object."]),
        };
        var done = await editor.Imports_contracts(council, Imports.Package([Imports.Release(Imports.Ocid(), "good"), .. broken.Select(b => b.Release)]).Bytes());
        done.Counts().ShouldBe((broken.Length + 1, 1, 0, broken.Length, 0));
        var remarks = await editor.Remarks(done.Id());
        foreach (var (at, (_, reasons)) in broken.Index())
            foreach (var reason in reasons)
                remarks.Single(r => r.Position == at + 2).Reason.ShouldContain(reason);
        var table = await editor.GetStringAsync($"/api/imports/{done.Id()}/report.csv");
        table.ShouldContain("awards[0].value.currency");
        table.Split("\r\n").Count(l => l.Contains(",rejected,")).ShouldBe(broken.Length + 1);
    }

    [Fact]
    public async Task A_field_that_stands_twice_in_a_release_is_a_reason_to_reject_it()
    {
        var (council, editor) = await Council();
        var text = Imports.Package(Imports.Release(Imports.Ocid(), "1")).ToJsonString().Replace("\"language\":\"en\"", "\"language\":\"en\",\"language\":\"cy\"");
        var done = await editor.Imports_contracts(council, Encoding.UTF8.GetBytes(text));
        done.Counts().ShouldBe((1, 0, 0, 1, 0));
        (await editor.Remarks(done.Id())).Single().Reason.ShouldContain("twice");
    }

    [Fact]
    public async Task A_release_whose_content_changed_under_its_id_is_rejected()
    {
        var (council, editor) = await Council();
        var ocid = Imports.Ocid();
        await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "1", amount: 100)).Bytes());
        var done = await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "1", amount: 999), Imports.Release(ocid, "2", "2026-04-01T00:00:00Z", amount: 150)).Bytes());
        done.Counts().ShouldBe((2, 1, 0, 1, 0));
        (await editor.Remarks(done.Id())).Single().Reason.ShouldContain("other content");
        (await Contract(editor, council, ocid)).GetProperty("awards")[0].Figure("value").ShouldBe(150);
    }

    [Fact]
    public async Task Records_are_read_by_their_releases_or_else_as_they_were_compiled()
    {
        var (council, editor) = await Council();
        var (whole, compiled) = (Imports.Ocid(), Imports.Ocid());
        var link = new JsonObject { ["url"] = "https://www.example.org/package.json#1", ["date"] = "2026-01-10T09:00:00Z", ["tag"] = new JsonArray("award") };
        var other = Imports.Release(compiled, "c");
        other["tag"] = new JsonArray("compiled");
        var package = Imports.Package();
        package.Remove("releases");
        package["records"] = new JsonArray(
            new JsonObject { ["ocid"] = whole, ["releases"] = new JsonArray(Imports.Release(whole, "1", amount: 10), Imports.Release(whole, "2", "2026-05-01T00:00:00Z", amount: 20)), ["compiledRelease"] = other.DeepClone() },
            new JsonObject { ["ocid"] = compiled, ["releases"] = new JsonArray(link.DeepClone()), ["compiledRelease"] = other },
            new JsonObject { ["ocid"] = Imports.Ocid(), ["releases"] = new JsonArray(link) });
        var done = await editor.Imports_contracts(council, package.Bytes());
        (done.Counts(), done.Value()).ShouldBe(((4, 3, 0, 1, 0), 1020m));
        (await editor.Remarks(done.Id())).Single().Reason.ShouldContain("only links");
    }

    [Fact]
    public async Task What_is_cut_off_or_of_another_version_fails_with_the_reason_and_leaves_nothing()
    {
        var (council, editor) = await Council();
        var file = Imports.Package(Enumerable.Range(0, 450).Select(i => Imports.Release(Imports.Ocid(), $"{i}"))).Bytes();
        var cut = await editor.Imports_contracts(council, file[..(file.Length - 200)]);
        cut.Text("state").ShouldBe("failed");
        cut.Text("problem").ShouldNotBeNull().ShouldContain("not valid JSON");
        (await service.Sql($"select (select count(*) from contract_release where organisation_id = '{council}') + (select count(*) from contract_process where organisation_id = '{council}') + (select count(*) from supplier where organisation_id = '{council}')")).ShouldBe(["0"]);

        var old = Imports.Package(Imports.Release(Imports.Ocid(), "1"));
        old["version"] = "1.0";
        (await editor.Imports_contracts(council, old.Bytes())).Text("problem").ShouldNotBeNull().ShouldContain("version 1.0");
        (await editor.Imports_contracts(council, "{\"hello\":1}"u8.ToArray())).Text("problem").ShouldNotBeNull().ShouldContain("neither releases nor records");
        await editor.Sends(council, "ocds", "a,b\n1,2\n"u8.ToArray()).Is_invalid("file");
        await editor.Sends(council, "ocds", []).Is_invalid("file");
        await editor.PostAsync($"/api/organisations/{council}/imports/ocds", new MultipartFormDataContent { { new StringContent("x"), "text" } }).Is_invalid("file");
    }

    [Fact]
    public async Task What_an_import_brought_in_can_be_taken_back_and_what_others_brought_in_stays()
    {
        var (council, editor) = await Council();
        var (ocid, other) = (Imports.Ocid(), Imports.Ocid());
        await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "1", amount: 100)).Bytes());
        var later = await editor.Imports_contracts(council, Imports.Package(Imports.Release(ocid, "2", "2026-06-01T00:00:00Z", amount: 900, supplier: "Late Sample Ltd"), Imports.Release(other, "1", supplier: "Late Sample Ltd")).Bytes());
        await editor.Posts($"/api/imports/{later.Id()}/removal", "{}").Answers_with(HttpStatusCode.Accepted);
        await editor.Reads(later.Id(), "removed");

        PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/contracts")).ShouldHaveSingleItem().Figure("value").ShouldBe(100);
        PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/suppliers")).Select(s => s.Text("name")).ShouldBe(["Sample Works Ltd"]);
        await editor.Posts($"/api/imports/{later.Id()}/removal", "{}").Is_refused(HttpStatusCode.Conflict, "import-not-removable");
        await editor.Posts($"/api/imports/{later.Id()}/cancellation", "{}").Is_refused(HttpStatusCode.Conflict, "import-not-under-way");
    }

    [Fact]
    public async Task Nobody_else_sees_what_an_organisation_imported()
    {
        var (council, editor) = await Council();
        var done = await editor.Imports_contracts(council, Imports.Package(Imports.Release(Imports.Ocid(), "1")).Bytes());
        var contract = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/contracts")).Single().Id();
        var supplier = PledgeFixture.Items(await editor.Gets($"/api/organisations/{council}/suppliers")).Single().Id();
        string[] paths = [$"imports/{done.Id()}", $"imports/{done.Id()}/remarks", $"imports/{done.Id()}/report.csv", .. new[] { "imports", "contracts", $"contracts/{contract}", "contracts/totals", "contracts.csv", "spend", "spend/totals", "spend.csv", "suppliers", $"suppliers/{supplier}" }
            .Select(p => $"organisations/{council}/{p}")];
        var (stranger, registrar) = (service.As((await service.SignedOrganisation()).Editor), service.As(Person.With(Roles.Registrar)));
        foreach (var path in paths)
        {
            await stranger.GetAsync($"/api/{path}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            (await registrar.GetAsync($"/api/{path}")).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await service.Anonymous().GetAsync($"/api/{path}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
        await stranger.Sends(council, "ocds", "{}"u8.ToArray()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await registrar.Posts($"/api/imports/{done.Id()}/removal", "{}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await stranger.PutAsync($"/api/organisations/{council}/suppliers/{supplier}/place", JsonContent.Create(new { place = "E08000006" })).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    /// <summary>Two hundred releases of Contracts Finder, counted a second time by a reader that knows nothing of the first.</summary>
    [Fact]
    public async Task Every_release_of_Contracts_Finder_goes_in_and_the_total_is_that_of_an_independent_count()
    {
        var file = await File.ReadAllBytesAsync(RealData.PathOf("ocds/contracts-finder.json"));
        await using var alone = PledgeFixture.Given(RealData.Folder);
        await alone.InitializeAsync();
        var council = await alone.SignedOrganisation();
        var editor = alone.As(council.Editor);
        var done = await editor.Imports_contracts(council.Id, file);

        using var naive = JsonDocument.Parse(file);
        var releases = naive.RootElement.GetProperty("releases").EnumerateArray().ToArray();
        var last = new Dictionary<(string, string), decimal>();
        foreach (var release in releases.OrderBy(r => r.GetProperty("date").GetDateTimeOffset()))
            foreach (var award in release.TryGetProperty("awards", out var awards) ? awards.EnumerateArray().ToArray() : [])
                if (award.TryGetProperty("value", out var value))
                    last[(release.Text("ocid")!, award.Text("id")!)] = value.GetProperty("amount").GetDecimal();
        // two link to "http://Contract Finder"
        (await editor.Remarks(done.Id())).ShouldAllBe(r => r.Verdict == "noted" && r.Reason.EndsWith("url: This is no web address."));
        (done.Counts(), done.GetProperty("isSchemaChecked").GetBoolean()).ShouldBe(((releases.Length, releases.Length, 0, 0, 0), true));
        done.Value().ShouldBe(last.Values.Sum());
        var totals = await editor.Gets($"/api/organisations/{council.Id}/contracts/totals");
        (totals.Whole("processes"), totals.Whole("awards"), totals.Figure("value", "total")).ShouldBe((releases.Select(r => r.Text("ocid")).Distinct().Count(), last.Count, last.Values.Sum()));
        totals.Figure("value", "unknownShare").ShouldBe(1);

        var parties = releases.SelectMany(r => r.GetProperty("parties").EnumerateArray()).Where(p => p.GetProperty("roles").EnumerateArray().Any(r => r.GetString() == "supplier")).ToArray();
        var withPostcode = await alone.Sql("select count(*) filter (where postcode is not null) * 100 / count(*) from supplier");
        int.Parse(withPostcode.Single()).ShouldBeGreaterThan(70, $"of the suppliers of {parties.Length} parties");
        (await editor.Imports_contracts(council.Id, file)).Counts().ShouldBe((releases.Length, 0, releases.Length, 0, 0));
    }

    [Fact]
    public async Task An_installation_that_has_the_schema_checks_also_what_is_not_read()
    {
        RealData.PathOf("ocds/schema-1.1.5/release-schema.json");
        await using var alone = PledgeFixture.Given(RealData.Folder);
        await alone.InitializeAsync();
        var council = await alone.SignedOrganisation();
        var editor = alone.As(council.Editor);
        var (item, document, language) = (Imports.Release(Imports.Ocid(), "1"), Imports.Release(Imports.Ocid(), "2"), Imports.Release(Imports.Ocid(), "3"));
        item["tender"]!["items"] = new JsonArray(new JsonObject { ["description"] = "An item without an id" });
        document["planning"] = new JsonObject { ["documents"] = new JsonArray(new JsonObject { ["id"] = "1", ["datePublished"] = "yesterday" }) };
        language["tender"]!["title_cy"] = 7;
        var done = await editor.Imports_contracts(council.Id, Imports.Package(item, document, language, Imports.Release(Imports.Ocid(), "4")).Bytes());
        done.Counts().ShouldBe((4, 1, 0, 3, 0));
        var reasons = (await editor.Remarks(done.Id())).Select(r => r.Reason).ToArray();
        reasons[0].ShouldContain("tender.items[0]: id is required.");
        reasons[1].ShouldContain("planning.documents[0].datePublished");
        reasons[2].ShouldContain("tender.title_cy");

        var here = await service.SignedOrganisation();
        var without = await service.As(here.Editor).Imports_contracts(here.Id, Imports.Package(item.DeepClone()).Bytes());
        (without.Counts(), without.GetProperty("isSchemaChecked").GetBoolean()).ShouldBe(((1, 1, 0, 0, 0), false));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_a_reason_to_reject_one_release_and_no_other()
    {
        var (council, editor) = await Council();
        JsonObject With(Action<JsonObject> change)
        {
            var release = Imports.Release(Imports.Ocid(), "x");
            change(release);
            return release;
        }
        var good = Imports.Ocid();
        var package = Imports.Package(
            With(r => r["awards"]![0]!["id"] = " "),
            With(r => r["tender"]!["status"] = new string('x', 59) + "😀😀"),
            With(r => r["awards"]![0]!["title"] = "odd title"),
            Imports.Release(good, "1", supplier: new string('x', 299) + "😀😀"));
        // as a program writes it that takes Latin-1 for UTF-8
        var content = package.Bytes();
        content.AsSpan()[(content.AsSpan().IndexOf("odd title"u8) + 3)..][0] = 0xE9;
        var done = await editor.Imports_contracts(council, content);
        (done.Text("state"), done.Counts()).ShouldBe(("imported", (4, 1, 0, 3, 0)), done.ToString());
        (await editor.Remarks(done.Id())).Where(r => r.Verdict == "rejected").Select(r => r.Reason).ShouldBe(
            ["awards[0].id: This may not be empty.", $"tender.status: “{new string('x', 59)}…” is not in the codelist.", "awards[0].title: This is broken text."]);
        (await Contract(editor, council, good)).GetProperty("awards")[0].GetProperty("suppliers")[0].Text("name").ShouldBe(new string('x', 299));
    }

    /// <summary>How programs write a day that never comes. The database keeps microseconds, and would round it into the year 10000, which nothing reads.</summary>
    [Fact]
    public async Task The_last_moment_of_all_is_read_as_it_is()
    {
        var (council, editor) = await Council();
        var ocid = Imports.Ocid();
        var release = Imports.Release(ocid, "1", date: "9999-12-31T23:59:59.9999999Z");
        release["tender"]!["contractPeriod"] = new JsonObject { ["startDate"] = "0001-01-01T00:00:00Z", ["endDate"] = "9999-12-31T23:59:59.9999999Z" };
        (await editor.Imports_contracts(council, Imports.Package(release).Bytes())).Counts().ShouldBe((1, 1, 0, 0, 0));
        var contract = await Contract(editor, council, ocid);
        (contract.Text("startsAt")!, contract.Text("endsAt")!).ShouldBe(("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00"));
        (await editor.Imports_contracts(council, Imports.Package(release.DeepClone()).Bytes())).Counts().ShouldBe((1, 0, 1, 0, 0));
    }
}
