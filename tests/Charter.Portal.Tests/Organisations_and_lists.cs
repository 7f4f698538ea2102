using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Organisations_and_lists(PortalFixture portal)
{
    private static readonly object Places = new { items = new[] { new { code = "E08000006", name = "Salford", type = "district", parent = new { code = "E11000001", name = "Greater Manchester" } } } };
    private readonly Guid _id = Guid.CreateVersion7();

    private static object Problem(HttpStatusCode status, string code, object facts) => new { status = (int)status, code, detail = "No.", candidates = facts };

    [Fact]
    public async Task One_that_may_be_registered_is_asked_about_and_nothing_typed_is_lost()
    {
        var newcomer = portal.As(Person.With()).Finds("GET /api/places", Places).Finds("POST /api/organisations", Problem(HttpStatusCode.Conflict, "organisation-maybe-registered",
            new[] { new { id = _id, name = "Quays <Trust>", places = new[] { new { code = "E08000006", name = "Salford" } }, status = "confirmed" } }), HttpStatusCode.Conflict);
        var page = await newcomer.Sends("/organisations/new", ("Name", "Quays Trust"), ("Places", "E08000006"), ("OtherPlaces", "e05000001; X-ONE"), ("Aliases", "QT\nThe Trust"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Title.ShouldBe("Is it one of these? – Charter");
        page.Html.ShouldContain("Quays &lt;Trust&gt;");
        page.Html.ShouldContain("It is another: register Quays Trust");
        (page.Value("Name"), page.Value("Places"), page.Value("OtherPlaces")).ShouldBe(("Quays Trust", "E08000006", "e05000001; X-ONE"));
        var asked = newcomer.WasAsked("POST /api/organisations").Single().Json;
        asked.GetProperty("places").EnumerateArray().Select(p => p.GetString()).ShouldBe(["E08000006", "E05000001", "X-ONE"]);
        asked.GetProperty("aliases").EnumerateArray().Select(p => p.GetString()).ShouldBe(["QT", "The Trust"]);
        asked.GetProperty("isAnother").GetBoolean().ShouldBeFalse();

        newcomer.Finds("POST /api/organisations", new { id = _id }, HttpStatusCode.Created);
        (await newcomer.Presses(page, "/organisations/new", ("Name", "Quays Trust"), ("Places", "E08000006"), ("IsAnother", "true"))).Location.ShouldBe("/account");
        newcomer.WasAsked("POST /api/organisations")[^1].Json.GetProperty("isAnother").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_meant_by_a_malformed_identifier_is_a_button()
    {
        var newcomer = portal.As(Person.With()).Finds("GET /api/places", Places).Finds("POST /api/organisations", new
        {
            status = 400,
            code = "invalid-request",
            errors = new Dictionary<string, string[]> { ["identifiers[0].id"] = ["This is not an identifier of GB-COH."] },
            suggestions = new Dictionary<string, object> { ["identifiers[0].id"] = new { scheme = "GB-COH", id = "00731654" } },
        }, HttpStatusCode.BadRequest);
        var page = await newcomer.Sends("/organisations/new", ("Name", "Quays"), ("Identifiers[0].Scheme", "GB-COH"), ("Identifiers[0].Id", "731654"));
        page.Html.ShouldContain("name=\"Repair\" value=\"0/GB-COH/00731654\"");
        page.Errors.ShouldHaveSingleItem().Field.ShouldBe("Identifiers-0--Id");

        await newcomer.Presses(page, "/organisations/new", ("Name", "Quays"), ("Identifiers[0].Scheme", "GB-COH"), ("Identifiers[0].Id", "731654"), ("Repair", "0/GB-COH/00731654"));
        newcomer.WasAsked("POST /api/organisations")[^1].Json.GetProperty("identifiers")[0].GetProperty("id").GetString().ShouldBe("00731654");
    }

    private object Organisation => new
    {
        id = _id,
        name = "Quays Trust",
        sector = "housing",
        kind = "both",
        sizeBand = "large",
        status = "confirmed",
        identifiers = Array.Empty<object>(),
        places = new[] { new { code = "E08000006", name = "Salford" }, new { code = "E05000001", name = "A ward" } },
        registeredOn = "2026-01-01",
        confirmedOn = "2026-01-02",
        aliases = new[] { "QT" },
    };

    [Fact]
    public async Task Its_signatory_changes_what_it_is_and_nobody_else_sees_the_form()
    {
        var path = $"/organisations/{_id}/change";
        var signatory = portal.As(Person.With().Of(_id, Roles.Signatory)).Finds("GET /api/places", Places).Finds($"GET /api/organisations/{_id}", Organisation).Finds($"PUT /api/organisations/{_id}", Organisation);
        var page = await signatory.Opens(path);
        (page.Value("Sector"), page.Value("Places"), page.Value("OtherPlaces"), page.Value("Aliases")).ShouldBe(("housing", "E08000006", "E05000001", "QT"));
        (await signatory.Presses(page, path, ("Sector", "faith"), ("Kind", "both"), ("SizeBand", "large"), ("Places", "E08000006"), ("OtherPlaces", ""), ("Aliases", ""))).Location.ShouldBe("/account");
        signatory.WasAsked($"PUT /api/organisations/{_id}").Single().Json.GetProperty("sector").GetString().ShouldBe("faith");

        (await portal.As(Person.With().Of(_id, Roles.Editor)).Opens(path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_registrar_gives_it_another_name()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds($"GET /api/organisations/{_id}", Organisation).Finds($"POST /api/organisations/{_id}/name", Organisation);
        (await registrar.Opens($"/registrar/organisations/{_id}/name")).Value("Name").ShouldBe("Quays Trust");
        (await registrar.Sends($"/registrar/organisations/{_id}/name", ("Name", "Docks Trust"))).Location.ShouldBe($"/registrar/organisations/{_id}");
        var asked = registrar.WasAsked($"POST /api/organisations/{_id}/name").Single().Json;
        (asked.GetProperty("name").GetString(), asked.GetProperty("keepsFormerName").GetBoolean()).ShouldBe(("Docks Trust", false));
    }

    private static object Report(string verdict, string? reason = null) => new
    {
        @new = verdict == "new" ? 1 : 0,
        changed = 0,
        same = 0,
        bad = verdict == "bad" ? 1 : 0,
        table = "code,name,type,parent\nX-1,One,ward,E08000006\n",
        lines = new[] { new { line = 2, code = "X-1", name = "One", type = "ward", parent = "E08000006", verdict, reason } },
    };

    [Fact]
    public async Task Places_are_looked_at_corrected_and_loaded()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("POST /api/places/preview", Report("bad", "It has no name."));
        var page = await registrar.Sends("/registrar/places", ("Text", "code,name\nX-1,"));
        page.Html.ShouldContain("It has no name.");
        page.Html.ShouldNotContain("handler=Load");
        page.Value("Text")!.ShouldContain("X-1,One,ward");

        page = await registrar.Finds("POST /api/places/preview", Report("new")).Presses(page, "/registrar/places", ("Text", "code,name\nX-1,One"));
        page.Html.ShouldContain("handler=Load");
        registrar.Finds("POST /api/places", Report("new"));
        (await registrar.Presses(page, "/registrar/places?handler=Load", ("Text", "code,name\nX-1,One"))).Location.ShouldBe("/registrar/places");

        (await registrar.Sends("/registrar/places")).Errors.ShouldHaveSingleItem().Message.ShouldBe("Choose a file");
    }

    private object Import(string state, object verdicts) => new
    {
        id = _id,
        fileName = "list.csv",
        state,
        rows = 10,
        columns = new[] { "Name", "Type" },
        sample = new[] { new[] { "One", "company" } },
        judged = 7,
        verdicts,
        problem = (string?)null,
        mapping = new { name = "Name", sector = "Type", identifiers = Array.Empty<object>(), sectors = new object[] { new { word = "company", sector = "business" }, new { word = "odd" } } },
    };

    [Fact]
    public async Task The_columns_of_a_list_are_proposed_and_corrected()
    {
        var path = $"/registrar/imports/{_id}";
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("GET /api/places", Places).Finds($"GET /api/organisation-imports/{_id}", Import("uploaded", new { })).Finds($"PUT /api/organisation-imports/{_id}/mapping", new { }, HttpStatusCode.Accepted);
        var page = await registrar.Opens(path);
        (page.Value("Name"), page.Value("Sector"), page.Value("Sectors[0].Sector")).ShouldBe(("Name", "Type", "business"));
        (await registrar.Presses(page, path, ("Name", "Name"), ("Sector", "Type"), ("Sectors[0].Sector", "business"), ("Sectors[1].Sector", "housing"), ("Identifiers[1].Column", "Type"), ("AnyKind", "provider"), ("AnySizeBand", "small"), ("AnyPlace", "E08000006"))).Location.ShouldBe(path);
        var mapping = registrar.WasAsked($"PUT /api/organisation-imports/{_id}/mapping").Single().Json;
        (mapping.GetProperty("sectors")[1].GetProperty("word").GetString(), mapping.GetProperty("sectors")[1].GetProperty("sector").GetString()).ShouldBe(("odd", "housing"));
        mapping.GetProperty("identifiers")[0].GetProperty("scheme").GetString().ShouldBe("GB-CHC");
        mapping.GetProperty("anyPlaces")[0].GetString().ShouldBe("E08000006");
    }

    [Fact]
    public async Task How_far_a_list_is_and_what_its_rows_become_is_shown_before_anything_is_imported()
    {
        var path = $"/registrar/imports/{_id}";
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("GET /api/places", Places).Finds($"GET /api/organisation-imports/{_id}", Import("checking", new { }));
        (await registrar.Opens(path)).Html.ShouldContain("7 of 10 rows are checked.");

        registrar.Finds($"GET /api/organisation-imports/{_id}", Import("checked", new { @new = 5, bad = 1, similar = 1 }))
            .Finds($"GET /api/organisation-imports/{_id}/rows", new { items = new[] { new { line = 4, name = "Two", verdict = "bad", reason = "It has no sector.", organisationId = (Guid?)null } } })
            .Finds($"POST /api/organisation-imports/{_id}/import", new { }, HttpStatusCode.Accepted);
        var page = await registrar.Opens(path);
        page.Html.ShouldContain("It has no sector.");
        page.Html.ShouldContain("Leave out the 1 bad row");
        (await registrar.Presses(page, $"{path}?handler=Import", ("LeavesOutBad", "true"))).Location.ShouldBe(path);
        var asked = registrar.WasAsked($"POST /api/organisation-imports/{_id}/import").Single().Json;
        (asked.GetProperty("leavesOutBad").GetBoolean(), asked.GetProperty("bringsInSimilar").GetBoolean()).ShouldBe((true, false));
    }
}
