using System.Net;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>Every page in a real browser, as whoever it is for, on a wide screen and on a phone of 320 px.</summary>
public sealed class Every_page(Installation charter, Browser browser)
{
    [Fact]
    public async Task Is_free_of_accessibility_errors_and_fits_a_phone()
    {
        var wrong = new List<string>();
        foreach (var (person, paths) in await Pages())
            foreach (var width in new[] { 1280, 320 })
            {
                var page = person is null ? await browser.Page(width: width) : await browser.PageOf(person, width: width);
                page.Console += (_, message) =>
                {
                    if (message.Type == "error" && !message.Text.Contains("404"))
                        wrong.Add($"{page.Url}: {message.Text}");
                };
                foreach (var path in paths)
                {
                    var answer = await page.GotoAsync(path);
                    if (answer!.Status >= 400 && !path.Contains("nowhere"))
                        wrong.Add($"{person} {path}: {answer.Status}");
                    if (width > 320)
                        wrong.AddRange((await page.RunAxe()).Violations.Select(v => $"{person} {path}: {v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}"));
                    if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
                        wrong.Add($"{person} {path}: wider than {width} px");
                    if (await page.Locator("h1").CountAsync() != 1)
                        wrong.Add($"{person} {path}: has not one heading of the first level");
                    await page.Picture($"page-{width}-{person ?? "public"}{path.Split('?')[0].Replace('/', '-')}");
                }
                await page.Context.CloseAsync();
            }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_reached_with_the_keyboard_and_shows_where_the_focus_is()
    {
        var page = await browser.Page();
        await page.GotoAsync("/register");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent.trim()")).ShouldBe("Skip to main content");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("location.hash")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Has_security_headers_and_no_inline_script()
    {
        using var answer = await charter.Anonymous().GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe-inline");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        var body = await answer.Content.ReadAsStringAsync();
        System.Text.RegularExpressions.Regex.IsMatch(body, "<script(?![^>]*src=)|\\sstyle=|\\son\\w+=").ShouldBeFalse();
    }

    [Fact]
    public async Task Asks_a_stranger_to_sign_in_where_it_is_not_public()
    {
        var pages = (await Pages()).ToLookup(p => p.Person is null, p => p.Paths);
        foreach (var path in pages[false].SelectMany(p => p).Except(pages[true].SelectMany(p => p)))
        {
            using var answer = await charter.Anonymous().GetAsync(path);
            if (path.StartsWith("/frameworks/", StringComparison.Ordinal))
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);   // a partnership's own, which is not there for a stranger
                continue;
            }
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().ShouldStartWith("/sign-in", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task Sends_nobody_to_another_site_after_signing_in()
    {
        var page = await browser.Page(withScripts: false);
        foreach (var target in new[] { "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)" })
        {
            await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(target)}");
            await page.Fill("E-mail address", "champion@example.org");
            await page.Fill("Password", Installation.Password);
            await page.Press("Sign in");
            new Uri(page.Url).Host.ShouldBe(Installation.Gateway.Host, target);
        }
    }

    private async Task<IReadOnlyList<(string? Person, string[] Paths)>> Pages()
    {
        var register = await charter.Anonymous().GetAsync("/api/register?mark=bronze&q=Irwell").Answers_with(HttpStatusCode.OK);
        var council = register.GetProperty("items")[0].Id("organisationId");
        var entry = await charter.Anonymous().GetAsync($"/api/register/{council}").Answers_with(HttpStatusCode.OK);
        var award = entry.GetProperty("mark").Id("awardId");
        var pledge = entry.GetProperty("pledges")[0].Id();
        var evidence = entry.GetProperty("pledges")[0].GetProperty("evidence")[0].Id();
        var version = await charter.Charter();
        var practices = await (await charter.As("champion")).GetAsync("/api/network/practices").Answers_with(HttpStatusCode.OK);
        var practice = practices.GetProperty("items")[0].Id();
        var applications = await (await charter.As("registrar")).GetAsync("/api/kite-marks/applications").Answers_with(HttpStatusCode.OK);
        var application = applications.GetProperty("items")[0].Id();
        var waiting = await (await charter.As("registrar")).GetAsync("/api/organisations?status=registered").Answers_with(HttpStatusCode.OK);
        using var table = new MultipartFormDataContent { { new StringContent("Name,Type,Local authority\nA Sample Bakery,company,Salford\n"), "file", "list.csv" } };
        var list = (await (await charter.As("registrar")).PostAsync("/api/organisation-imports", table).Answers_with(HttpStatusCode.Created)).Id();
        var queue = await (await charter.As("reviewer")).GetAsync("/api/evidence?state=submitted").Answers_with(HttpStatusCode.OK);
        var text = await charter.Anonymous().GetAsync($"/api/charters/{version.Id}/versions/1").Answers_with(HttpStatusCode.OK);
        var draft = await (await charter.As("registrar")).Posts("/api/charters", text.GetProperty("content")).Answers_with(HttpStatusCode.Created);
        var offices = await (await charter.As("registrar")).GetAsync("/api/offices?role=assessor").Answers_with(HttpStatusCode.OK);
        var office = offices.GetProperty("items")[0].Id();
        var members = await (await charter.As("signatory")).GetAsync($"/api/organisations/{council}/members").Answers_with(HttpStatusCode.OK);
        var editor = members.GetProperty("items").EnumerateArray().First(m => m.Text("role") == "editor").Id("subject");
        var commissioned = await Installation.Commissioned(await charter.As("signatory"), council);
        var (contract, offer) = (commissioned.Id(), commissioned.GetProperty("offers")[0].Id());
        var signatures = await (await charter.As("signatory")).GetAsync($"/api/organisations/{council}/signatures").Answers_with(HttpStatusCode.OK);
        var signature = signatures.GetProperty("items")[0].Id();
        var imports = (await (await charter.As("signatory")).GetAsync($"/api/organisations/{council}/imports").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToArray();
        var (package, spend) = (imports.First(i => i.Text("kind") == "ocds").Id(), imports.First(i => i.Text("kind") == "spend").Id());
        var imported = (await (await charter.As("signatory")).GetAsync($"/api/organisations/{council}/contracts").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id();
        var supplier = (await (await charter.As("signatory")).GetAsync($"/api/organisations/{council}/suppliers?place=unknown").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id();
        using var payments = new MultipartFormDataContent { { new StringContent("Supplier,Amount,Date\nA Sample Bakery,12.00,01/02/2026\n"), "file", "payments.csv" } };
        var unmapped = (await (await charter.As("signatory")).PostAsync($"/api/organisations/{council}/imports/spend", payments).Answers_with(HttpStatusCode.Created)).Id();
        var values = await charter.Anonymous().GetAsync($"/api/organisations/{council}/value").Answers_with(HttpStatusCode.OK);
        var value = values.GetProperty("items")[0].Id();
        var calculations = await charter.Anonymous().GetAsync($"/api/organisations/{council}/calculations").Answers_with(HttpStatusCode.OK);
        var calculation = calculations.GetProperty("items")[0].Id();
        var disputes = await (await charter.As("registrar")).GetAsync("/api/value/disputes").Answers_with(HttpStatusCode.OK);
        var disputed = disputes.GetProperty("items")[0].Id();
        var frameworks = (await (await charter.As("registrar")).GetAsync("/api/frameworks?size=100").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToArray();
        var (shipped, own) = (frameworks.First(f => f.Text("packId") == "uk-social-value-model").Id(), frameworks.First(f => f.Text("packId") == "sample-measures"));
        async Task<Guid> Upload(string table)
        {
            using var form = new MultipartFormDataContent { { new StringContent(table), "file", "measures.csv" }, { new StringContent($"{own.Id("charterId")}"), "charterId" } };
            return (await (await charter.As("registrar")).PostAsync("/api/frameworks/uploads", form).Answers_with(HttpStatusCode.Created)).Id();
        }
        var surveys = (await charter.Anonymous().GetAsync($"/api/surveys?charterId={version.Id}&instrument=capacity").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToArray();
        var survey = surveys.Length > 0 ? surveys[0].Id() : (await (await charter.As("registrar")).Posts("/api/surveys",
                new { charterId = version.Id, instrument = "capacity", wave = "before", opensOn = $"{DateTime.UtcNow.AddDays(40):yyyy-MM-dd}", closesOn = $"{DateTime.UtcNow.AddDays(50):yyyy-MM-dd}" })
            .Answers_with(HttpStatusCode.Created)).Id();
        var (sent, badPack) = (await Upload("Theme,Ref,Measure\nWork,A1,Jobs\n"), await Upload("{ \"id\": 1 }"));
        return
        [
            (null, ["/evaluation", $"/evaluation/{version.Id}", $"/evaluation/{version.Id}?place=E08000006&sector=local-authority", $"/evaluation/{version.Id}/questions", $"/evaluation/{version.Id}/questions?test=all", "/surveys", $"/surveys/{survey}", "/survey/thanks", "/frameworks", "/frameworks?Q=work", $"/frameworks/{shipped}", $"/frameworks/{shipped}?version=1", $"/frameworks/{shipped}/differences", "/value", "/value?by=place", "/value?by=outcome&place=E08000006", $"/organisations/{council}/value", $"/value/{value}", $"/value/{disputed}", "/calculators", $"/organisations/{council}/calculations", $"/calculations/{calculation}", "/", "/register", "/register?q=sample&sector=business", "/register?q=zzzzzz", "/register/as-at", $"/register/as-at?day={DateTime.UtcNow:yyyy-MM-dd}", "/register/charts", "/register/map", "/register/map?by=number", "/register/open-data", "/register/check", "/register/check?q=irwell", $"/register/check?organisation={council}", "/register/check?entry=0", "/register/check?entry=x", $"/organisations/{council}", $"/organisations/{council}?asAt={DateTime.UtcNow:yyyy-MM-dd}", $"/organisations/{council}/history", "/charters", $"/charters/{version.Id}", $"/charters/{version.Id}/print", $"/charters/{version.Id}/differences", $"/charters/{version.Id}/differences?from=1&to=1", $"/verify/{award}",
                $"/verify/{Guid.NewGuid()}-nowhere", "/kite-marks", "/network", "/sign-in", "/sign-in/passkey", "/account/new", "/account/new/sent", "/account/new/resend", "/account/forgotten",
                "/account/forgotten/sent", "/dev/mail", "/accessibility", "/privacy", "/cookies", "/api", "/api/signatory", "/api/pledge", "/api/champions-network", "/api/kite-mark", "/api/identity", "/nowhere"]),
            ("registrar", ["/account", "/surveys", $"/surveys/{survey}", "/registrar/surveys/new", $"/registrar/surveys/{survey}/close", "/frameworks", $"/frameworks/{own.Id()}", "/registrar/frameworks", $"/registrar/frameworks/{sent}", $"/registrar/frameworks/{badPack}", "/registrar/frameworks/crosswalk", "/registrar/value-disputes", $"/value/{disputed}", $"/value/{disputed}/settlement", "/registrar/organisations", $"/registrar/organisations/{waiting.GetProperty("items")[0].Id()}", "/registrar/charters/new", "/registrar/second-factors", "/registrar/imports", $"/registrar/imports/{list}", "/registrar/postcodes", "/registrar/places", "/places", "/places?within=E07000127",
                $"/registrar/organisations/{council}/name", $"/organisations/{council}/change", "/registrar/audit", "/registrar/audit?Outcome=refused", "/registrar/audit?Actor=x",
                "/registrar/offices", "/registrar/offices?state=ended", "/registrar/offices/new", $"/registrar/offices/{office}/renew", $"/registrar/offices/{office}/end", "/registrar/without-signatory", "/registrar/domains", "/registrar/signatures", "/registrar/signatures?all=true", "/registrar/successions", "/registrar/successions?q=council", $"/registrar/organisations/{council}", $"/registrar/organisations/{council}/succession", $"/registrar/organisations/{council}/succession?q=sample",
                $"/registrar/charters/{version.Id}/versions/1", $"/registrar/charters/new?charter={version.Id}", "/kite-marks/applications",
                .. new[] { "", "/edit/title", "/edit/values", "/edit/commitments", "/edit/commissioners", "/edit/providers", "/edit/measures", "/edit/outcomes", "/edit/indicators", "/edit/signing", "/preview", "/publish", "/delete" }.Select(page => $"/registrar/charters/{draft.Id()}/versions/1{page}"),
                $"/kite-marks/applications/{application}",
                "/account/security", "/account/security/authenticator", "/account/security/authenticator/remove", "/account/security/recovery-codes", "/account/security/second-factor"]),
            ("signatory", ["/account", $"/frameworks/{own.Id()}", $"/organisations/{council}/pledges/new?measure={own.Id()}%2F1%2FSW2", $"/organisations/{council}/value/new", $"/value/{value}/correction", $"/value/{value}/claim", $"/value/{value}/same", "/calculators/lm3?example=yes", "/calculators/sroi?example=yes", "/calculators/cost-per-qaly?example=yes", "/account/data", "/account/consent", "/account/erase", $"/organisations/{council}/audit", "/account/acting-for", "/account/join", $"/organisations/{council}/people", $"/organisations/{council}/people/invite", $"/organisations/{council}/people/hand-over",
                $"/organisations/{council}/people/domains", $"/organisations/{council}/people/{editor}/editor/remove", $"/organisations/{council}/leave", "/account/security", "/account/security/authenticator", "/account/security/passkeys/new", "/account/security/second-factor", "/organisations/new", $"/organisations/{council}/change", $"/organisations/{council}/pledges", $"/organisations/{council}/pledges/new", $"/organisations/{council}/sign/receipt", $"/pledges/{pledge}",
                $"/organisations/{council}/sign", $"/organisations/{council}/signatures", $"/organisations/{council}/signatures/{signature}/withdraw",
                $"/pledges/{pledge}/amend", $"/pledges/{pledge}/end", $"/pledges/{pledge}/reopen", $"/organisations/{council}/pledges?status=withdrawn", $"/organisations/{council}/ledger", $"/organisations/{council}/ledger/{entry.GetProperty("signature").Id("charterId")}/1",
                $"/organisations/{council}/commissioning", $"/organisations/{council}/commissioning/new", $"/commissioning/{contract}", $"/commissioning/{contract}/change", $"/commissioning/{contract}/stages/evaluation",
                $"/commissioning/{contract}/questions/new", $"/commissioning/{contract}/offers/new", $"/commissioning/{contract}/offers/{offer}/delivered",
                $"/pledges/{pledge}/progress", $"/pledges/{pledge}/evidence", $"/evidence/{evidence}", $"/organisations/{council}/evidence", $"/organisations/{council}/evidence?state=verified", $"/evidence/{evidence}/new-version", $"/evidence/{evidence}/take-back", "/network", "/network/champions", $"/network/champions/new?organisation={council}",
                "/network/practices", $"/network/practices/{practice}", $"/kite-marks/apply?organisation={council}",
                $"/organisations/{council}/imports", $"/organisations/{council}/imports/{package}", $"/organisations/{council}/imports/{spend}", $"/organisations/{council}/imports/{unmapped}", $"/organisations/{council}/imports/{package}/remove",
                $"/organisations/{council}/contracts", $"/organisations/{council}/contracts?Q=school", $"/organisations/{council}/spend?Q=a&Locality=unknown&Sort=largest", $"/organisations/{council}/contracts/{imported}", $"/organisations/{council}/spend", $"/organisations/{council}/suppliers", $"/organisations/{council}/suppliers?Q=a&Place=unknown&Sort=largest", $"/organisations/{council}/suppliers/{supplier}",
                $"/organisations/{council}/clients", $"/organisations/{council}/clients/new"]),
            ("champion", ["/account", $"/network/practices/new?organisation={council}"]),
            ("reviewer", ["/account", "/evidence", "/evidence?State=verified&Kind=policy", $"/evidence/{queue.GetProperty("items")[0].Id()}"]),
            ("assessor-one", ["/account", "/kite-marks/applications", $"/kite-marks/applications/{application}"]),
            ("panel-chair", ["/account", $"/kite-marks/applications/{application}"]),
            ("newcomer", ["/account", "/account/join", "/account/security", "/account/sessions", "/account/name", "/account/password", "/account/email", "/account/email/sent"]),
        ];
    }
}
