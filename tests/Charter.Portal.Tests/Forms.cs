using System.Net;

namespace Charter.Portal.Tests;

public sealed class Forms(PortalFixture portal)
{
    private readonly Given _given = new();

    [Fact]
    public async Task An_error_of_a_service_leads_to_its_field_and_nothing_typed_is_lost()
    {
        var editor = _given.EditorAt(portal).IsRefused(_given.PledgeCall, HttpStatusCode.BadRequest, "Some fields are not right.",
            new { dueOn = new[] { "The date has passed." }, target = new[] { "Target and baseline are the same." }, title = new[] { "This may be at most 200 characters long." } });
        var page = await editor.Sends(_given.PledgeForm, Given.Typed());
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Title.ShouldBe("Error: Make a pledge – Charter");
        page.Errors.ShouldBe([
            ("Title", "The pledge in one sentence: This may be at most 200 characters long."),
            ("Target", "Target and baseline are the same."),
            ("DueOn-Day", "The date has passed.")]);
        page.Errors.ShouldAllBe(error => page.HasElement(error.Field!) && page.HasElement($"{error.Field!.Split('-', 2)[0]}-error"));
        foreach (var (name, value) in Given.Typed())
            page.Value(name).ShouldBe(value, name);
    }

    [Fact]
    public async Task A_rule_that_says_no_is_shown_with_what_was_typed()
    {
        var editor = _given.EditorAt(portal).IsRefused(_given.PledgeCall, HttpStatusCode.Conflict, "The organisation has not signed yet.");
        var page = await editor.Sends(_given.PledgeForm, Given.Typed());
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Title.ShouldStartWith("Error: ");
        page.Errors.ShouldBe([(null, "The organisation has not signed yet.")]);
        page.Value("Title").ShouldBe("Twelve \"paid\" placements");
    }

    [Fact]
    public async Task An_error_of_something_that_is_not_on_the_page_is_shown_all_the_same()
    {
        var editor = _given.EditorAt(portal).IsRefused(_given.PledgeCall, HttpStatusCode.BadRequest, "Some fields are not right.", new { somethingElse = new[] { "This is required." } });
        (await editor.Sends(_given.PledgeForm, Given.Typed())).Errors.ShouldBe([(null, "This is required.")]);
    }

    [Fact]
    public async Task An_error_in_a_list_stands_at_what_was_typed_there()
    {
        var newcomer = portal.As(Person.With()).Finds("GET /api/places", new { items = new[] { new { code = "E08000006", name = "Salford" }, new { code = "E08000003", name = "Manchester" } } })
            .IsRefused("POST /api/organisations", HttpStatusCode.BadRequest, "Some fields are not right.", new Dictionary<string, string[]> { ["identifiers[0].id"] = ["This is not such a number."] });
        var page = await newcomer.Sends("/organisations/new", ("Name", "Irwell"), ("Places", "E08000003"),
            ("Identifiers[0].Scheme", ""), ("Identifiers[0].Id", " "), ("Identifiers[1].Scheme", "GB-COH"), ("Identifiers[1].Id", "12"));
        var (field, message) = page.Errors.ShouldHaveSingleItem();
        message.ShouldBe("Number or code: This is not such a number.");
        page.HasElement(field!).ShouldBeTrue();
        page.Value("Identifiers[0].Scheme").ShouldBe("GB-COH");
        page.Value("Identifiers[0].Id").ShouldBe("12");
        page.Value("Places").ShouldBe("E08000003");
        newcomer.WasAsked("POST /api/organisations").Single().Json.GetProperty("identifiers").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task A_form_that_the_portal_did_not_give_out_is_refused(string? token)
    {
        var editor = _given.EditorAt(portal);
        await editor.Opens(_given.PledgeForm);
        var page = await editor.Posts(_given.PledgeForm, [.. Given.Typed(), .. token is null ? [] : new[] { ("__RequestVerificationToken", token) }]);
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Title.ShouldBe("This could not be understood – Charter");
        editor.WasAsked(_given.PledgeCall).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_of_somebody_else_is_refused()
    {
        var theirs = await _given.EditorAt(portal).Opens(_given.PledgeForm);
        var editor = _given.EditorAt(portal);
        await editor.Opens(_given.PledgeForm);
        (await editor.Presses(theirs, _given.PledgeForm, Given.Typed())).Status.ShouldBe(HttpStatusCode.BadRequest);
        editor.WasAsked(_given.PledgeCall).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_sent_twice_has_one_key_and_other_answers_have_another()
    {
        var editor = _given.EditorAt(portal);
        var form = await editor.Opens(_given.PledgeForm);
        (await editor.Presses(form, _given.PledgeForm, Given.Typed())).Location.ShouldBe($"/pledges/{_given.Id}");
        await editor.Presses(form, _given.PledgeForm, Given.Typed());
        await editor.Presses(form, _given.PledgeForm, Given.Typed(("Target", "13")));
        await editor.Sends(_given.PledgeForm, Given.Typed());
        var keys = editor.WasAsked(_given.PledgeCall).Select(asked => asked.Key).ToList();
        keys.ShouldAllBe(key => key.Length >= 32);
        keys[1].ShouldBe(keys[0]);
        keys.Distinct().Count().ShouldBe(3);
        editor.WasAsked(_given.PledgeCall).ShouldAllBe(asked => asked.Authorization.StartsWith("Bearer "));
    }

    [Theory]
    [InlineData("DueOn-Day", "The date must be a real date, like 27 3 2027", "DueOn.Day=31", "DueOn.Month=2")]
    [InlineData("DueOn-Day", "The date must be a real date, like 27 3 2027", "DueOn.Month=March")]
    [InlineData("DueOn-Day", "The date must be a real date, like 27 3 2027", "DueOn.Year=27")]
    [InlineData("DueOn-Day", "The date must include a month and a year", "DueOn.Month=", "DueOn.Year= ")]
    [InlineData("Baseline", "Where it stands now must be a number, like 25 or 12.5", "Baseline=one")]
    [InlineData("Target", "Where it will stand must be a number, like 25 or 12.5", "Target=99999999999999999999999999999999")]
    public async Task A_date_or_number_that_cannot_be_is_said_before_anything_is_sent(string field, string message, params string[] typed)
    {
        var editor = _given.EditorAt(portal);
        var wrong = typed.Select(one => one.Split('=')).Select(one => (one[0], one[1])).ToArray();
        var page = await editor.Sends(_given.PledgeForm, Given.Typed(wrong));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Errors.ShouldBe([(field, message)]);
        foreach (var (name, value) in Given.Typed(wrong))
            page.Value(name).ShouldBe(value, name);
        editor.WasAsked(_given.PledgeCall).ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_and_dates_are_read_as_people_write_them()
    {
        var editor = _given.EditorAt(portal);
        await editor.Sends(_given.PledgeForm, Given.Typed(("Baseline", "1,000"), ("Target", " 12.5 "), ("DueOn.Day", " 1 "), ("DueOn.Month", "03")));
        var pledge = editor.WasAsked(_given.PledgeCall).Single().Json;
        pledge.GetProperty("baseline").GetDecimal().ShouldBe(1000);
        pledge.GetProperty("target").GetDecimal().ShouldBe(12.5m);
        pledge.Text("dueOn").ShouldBe("2027-03-01");
    }

    [Fact]
    public async Task Rows_that_were_made_up_and_pages_without_a_form_do_no_harm()
    {
        var editor = _given.EditorAt(portal).Finds("POST /api/organisations", new { id = _given.Id }, HttpStatusCode.Created);
        var hidden = (await editor.Opens(_given.PledgeForm)).Hidden;
        (await editor.Posts("/register", [.. hidden])).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await editor.Posts("/organisations/new", [.. hidden, ("Identifiers.index", "1"), ("Name", "Irwell")])).Location.ShouldBe("/account");
    }
}
