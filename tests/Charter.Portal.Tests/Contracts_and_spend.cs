using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Contracts_and_spend(PortalFixture portal)
{
    private readonly Guid _council = Guid.CreateVersion7(), _import = Guid.CreateVersion7(), _supplier = Guid.CreateVersion7();

    private static readonly object Report = new { read = 5, imported = 3, unchanged = 0, rejected = 1, setAside = 1, value = 1234.5, otherValues = "" };

    private static readonly object Value = new { total = 1000, local = 100, elsewhere = 300, unknown = 600, localShare = 0.1, unknownShare = 0.6 };

    private object File(string state, string kind = "spend", object? layout = null, object? mapping = null, bool isRemembered = false, string? problem = null) => new
    {
        id = _import,
        organisationId = _council,
        kind,
        fileName = "July <2026>.csv",
        length = 94_000,
        state,
        done = state == "importing" ? 40 : (int?)null,
        total = state == "importing" ? 100 : (int?)null,
        report = Report,
        problem,
        isSchemaChecked = false,
        layout,
        mapping,
        isRemembered,
        uploadedAt = "2026-11-20T10:00:00Z",
        finishedAt = (string?)null,
    };

    private static readonly object Layout = new { encoding = "windows-1252", headerLine = 700, columns = new[] { "Name", "", "Amount Paid", "Payment Date" }, rows = 700, sample = new[] { new[] { "Sample <Works>", "", "1,000.00", "01/02/2026" } } };

    private Visitor As(Person person) => portal.As(person).Finds($"GET /api/organisations/{_council}", new
    {
        id = _council,
        name = "Sample Council",
        sector = "local-authority",
        kind = "both",
        sizeBand = "large",
        status = "confirmed",
        identifiers = Array.Empty<object>(),
        places = Array.Empty<object>(),
        aliases = Array.Empty<string>(),
        version = 1,
    });

    private Visitor Editor => As(Person.With().Of(_council, Roles.Editor));

    [Fact]
    public async Task How_a_table_was_understood_is_shown_and_what_the_person_corrects_is_sent()
    {
        var editor = Editor.Finds($"GET /api/imports/{_import}", File("uploaded", layout: Layout, mapping: new { supplier = "Name", amount = "", date = "Payment Date" }, isRemembered: true));
        var page = await editor.Opens($"/organisations/{_council}/imports/{_import}");
        page.Html.ShouldContain("as in your last file");
        page.Html.ShouldContain("Sample &lt;Works&gt;");
        (page.Value("Supplier"), page.Value("Amount"), page.Value("Date")).ShouldBe(("Name", (string?)null, "Payment Date"));

        editor.IsRefused($"PUT /api/imports/{_import}/mapping", HttpStatusCode.BadRequest, "Some fields are not right.", new Dictionary<string, string[]> { ["amount"] = ["Choose the column with the amounts."] });
        var again = await editor.Presses(page, $"/organisations/{_council}/imports/{_import}", ("Supplier", "Name"), ("Amount", ""), ("Date", "Payment Date"), ("Description", "Name"));
        again.Errors.ShouldHaveSingleItem().ShouldBe(("Amount", "Choose the column with the amounts."));
        again.Value("Description").ShouldBe("Name");

        editor.Finds($"PUT /api/imports/{_import}/mapping", File("importing"), HttpStatusCode.Accepted);
        (await editor.Presses(again, $"/organisations/{_council}/imports/{_import}", ("Supplier", "Name"), ("Amount", "Amount Paid"), ("Date", "Payment Date"))).Location.ShouldBe($"/organisations/{_council}/imports/{_import}");
        var sent = editor.WasAsked($"PUT /api/imports/{_import}/mapping")[^1].Json;
        (sent.GetProperty("supplier").GetString(), sent.GetProperty("amount").GetString(), sent.GetProperty("description").GetString()).ShouldBe(("Name", "Amount Paid", null));
    }

    [Fact]
    public async Task An_import_shows_how_far_it_is_and_can_be_stopped()
    {
        var editor = Editor.Finds($"GET /api/imports/{_import}", File("importing")).Finds($"POST /api/imports/{_import}/cancellation", File("importing"), HttpStatusCode.Accepted);
        var page = await editor.Opens($"/organisations/{_council}/imports/{_import}");
        page.Html.ShouldContain("40 % of the way");
        page.Html.ShouldContain("Look how far it is");
        await editor.Presses(page, $"/organisations/{_council}/imports/{_import}?handler=Cancel");
        editor.WasAsked($"POST /api/imports/{_import}/cancellation").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_report_gives_the_reason_of_each_rejection()
    {
        var editor = Editor.Finds($"GET /api/imports/{_import}", File("imported", "ocds")).Finds($"GET /api/imports/{_import}/remarks", new { items = new[] { new { position = 4, reference = "ocds-x 1", verdict = "rejected", reason = "date: This is <required>." } } });
        var page = await editor.Opens($"/organisations/{_council}/imports/{_import}");
        page.Html.ShouldContain("date: This is &lt;required&gt;.");
        WebUtility.HtmlDecode(page.Html).ShouldContain("£1,234.50");
        page.Html.ShouldContain("was not given the whole schema");
        page.Html.ShouldContain($"/organisations/{_council}/imports/{_import}/remove");
        (await As(Person.With(Roles.Registrar)).Finds($"GET /api/imports/{_import}", File("imported", "ocds")).Finds($"GET /api/imports/{_import}/remarks", new { items = Array.Empty<object>() }).Opens($"/organisations/{_council}/imports/{_import}"))
            .Html.ShouldNotContain("/remove");
    }

    [Fact]
    public async Task Every_figure_stands_with_its_rule_and_the_unknown_share()
    {
        var editor = Editor.Finds($"GET /api/organisations/{_council}/spend/totals", new { rule = "Local is what goes to suppliers in Salford.", coverage = "It holds no wages.", from = "2026-02-01", until = "2026-02-28", suppliers = 3, unknownSuppliers = 1, payments = 9, value = Value, months = new[] { new { month = "2026-02-01", total = 1000, local = 100, unknown = 600 } } })
            .Finds($"GET /api/organisations/{_council}/spend", new { items = new[] { new { id = Guid.NewGuid(), paidOn = "2026-02-03", supplierId = _supplier, supplier = "Jo Sample", amount = -12.5, description = "Workshops" } } })
            .Finds($"GET /api/organisations/{_council}/contracts/totals", new { rule = "Local is what goes to suppliers in Salford.", processes = 2, awards = 2, withoutValue = 1, value = Value, byScale = new[] { new { scale = "sme", awards = 1, value = 400 } }, bySize = new[] { new { from = 0, below = 25000, awards = 2, value = 1000 } }, asAt = "2026-02-03T00:00:00Z" })
            .Finds($"GET /api/organisations/{_council}/contracts", new { items = Array.Empty<object>() });
        foreach (var path in new[] { "spend", "contracts" })
        {
            var page = await editor.Opens($"/organisations/{_council}/{path}");
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Html.ShouldContain("Local is what goes to suppliers in Salford.");
            page.Html.ShouldContain("60 %");
            WebUtility.HtmlDecode(page.Html).ShouldContain("£600");
        }
        WebUtility.HtmlDecode((await editor.Opens($"/organisations/{_council}/spend")).Html).ShouldContain("−£12.50");
    }

    [Theory]
    [InlineData("spend", "Locality=unknown", "locality=unknown")]
    [InlineData("contracts", "Procedure=direct", "procedure=direct")]
    public async Task Lists_are_filtered_and_what_is_wrong_stands_at_its_field_with_all_that_was_typed(string list, string typed, string asked)
    {
        var editor = Editor.Finds($"GET /api/organisations/{_council}/spend/totals", new { rule = "R", coverage = "C", suppliers = 3, unknownSuppliers = 0, payments = 9, value = Value, months = Array.Empty<object>() })
            .Finds($"GET /api/organisations/{_council}/spend", new { items = Array.Empty<object>() })
            .Finds($"GET /api/organisations/{_council}/contracts/totals", new { rule = "R", processes = 2, awards = 2, withoutValue = 0, value = Value, byScale = Array.Empty<object>(), bySize = Array.Empty<object>() })
            .Finds($"GET /api/organisations/{_council}/contracts", new { items = Array.Empty<object>() });
        var address = $"/organisations/{_council}/{list}?Q=park+gates&{typed}&Sort=largest&From.Day=1&From.Month=2&From.Year=2026";
        var page = await editor.Opens(address);
        WebUtility.HtmlDecode(page.Html).ShouldContain($"/api/organisations/{_council}/{list}.csv?q=park%20gates&{(list == "spend" ? "from=2026-02-01&" + asked : asked + "&from=2026-02-01")}&sort=largest");
        page.Html.ShouldContain("None is like this.");
        (page.Value("Q"), page.Value("Sort")).ShouldBe(("park gates", "largest"));

        var wrong = await editor.Opens(address + "&Until.Day=31&Until.Month=2&Until.Year=2026");
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Errors.ShouldHaveSingleItem().Message.ShouldContain("real date");
        (wrong.Value("Q"), wrong.Value("Until.Day")).ShouldBe(("park gates", "31"));
        editor.WasAsked($"GET /api/organisations/{_council}/{list}").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_supplier_book_can_be_read_by_what_was_paid_and_downloaded_as_it_stands()
    {
        var book = new { items = new[] { new { id = _supplier, name = "Jo Sample", place = (object?)null, spend = 1234.5, awards = 2 } }, next = "more" };
        var editor = Editor.Finds($"GET /api/organisations/{_council}/suppliers", book);
        var page = await editor.Opens($"/organisations/{_council}/suppliers?Q=jo+s&Place=unknown&Sort=largest");
        var html = WebUtility.HtmlDecode(page.Html);
        foreach (var kind in new[] { "csv", "json" })
            html.ShouldContain($"/api/organisations/{_council}/suppliers.{kind}?q=jo%20s&place=unknown&sort=largest");
        html.ShouldContain("most paid first");
        (page.Value("Q"), page.Value("Place"), page.Value("Sort")).ShouldBe(("jo s", "unknown", "largest"));
        html.ShouldContain("Sort=largest&after=more");
        editor.Finds($"GET /api/organisations/{_council}/suppliers", new { items = Array.Empty<object>() });
        (await editor.Opens($"/organisations/{_council}/suppliers?Q=x")).Html.ShouldContain("None is like this.");
        (await editor.Opens($"/organisations/{_council}/suppliers")).Html.ShouldContain($"/organisations/{_council}/imports\">Bring in a file");
    }

    [Fact]
    public async Task Where_a_supplier_is_can_be_said_unless_the_directory_knows_it()
    {
        object Supplier(string? knownBy) => new { id = _supplier, name = "Jo Sample", postcode = (string?)null, place = knownBy is null ? null : new { code = "E08000006", name = "Salford" }, knownBy, spend = 100, awards = 2 };
        var editor = Editor.Finds($"GET /api/organisations/{_council}/suppliers/{_supplier}", Supplier(null)).Finds($"GET /api/organisations/{_council}/spend", new { items = Array.Empty<object>() })
            .Finds($"PUT /api/organisations/{_council}/suppliers/{_supplier}/place", Supplier("person"));
        (await editor.Sends($"/organisations/{_council}/suppliers/{_supplier}", ("Place", "E08000006"))).Location.ShouldBe($"/organisations/{_council}/suppliers?place=unknown");
        editor.WasAsked($"PUT /api/organisations/{_council}/suppliers/{_supplier}/place").Single().Json.GetProperty("place").GetString().ShouldBe("E08000006");
        editor.Finds($"GET /api/organisations/{_council}/suppliers/{_supplier}", Supplier("directory"));
        var known = await editor.Opens($"/organisations/{_council}/suppliers/{_supplier}");
        known.Html.ShouldNotContain("Where is it?");
        known.Html.ShouldContain($"/organisations/{_council}/contracts?Q=Jo%20Sample");
    }

    [Fact]
    public async Task What_is_missing_in_the_form_for_a_file_is_said()
    {
        var page = await Editor.Finds($"GET /api/organisations/{_council}/imports", new { items = new[] { File("failed", problem: "Cut off.") } }).Sends($"/organisations/{_council}/imports");
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Errors.Select(e => e.Message).ShouldBe(["Say what is in the file", "Choose a file"]);
        (await portal.As(Person.With()).Opens("/registrar/postcodes")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
