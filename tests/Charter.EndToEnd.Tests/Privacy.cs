using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Npgsql;

namespace Charter.EndToEnd.Tests;

public sealed class Privacy(Installation charter, Browser browser)
{
    [Fact]
    public async Task The_page_about_cookies_names_exactly_those_that_a_browser_gets()
    {
        var page = await browser.Page(withScripts: false);
        var answers = new ConcurrentQueue<IResponse>();
        page.Response += (_, answer) => answers.Enqueue(answer);
        await page.GotoAsync("/cookies");
        var named = await page.Locator("[data-cookie]").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.cookie)");
        await page.SignIn("registrar@example.org");   // to the second step
        await page.SignIn("champion@example.org");
        await page.GotoAsync("/account");
        await page.Press("Sign out");
        await page.Says("You have signed out");
        foreach (var path in new[] { "/", "/register", "/sign-in", "/api", "/privacy" })
            await page.GotoAsync(path);
        var got = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers)
            got.UnionWith((await answer.HeadersArrayAsync()).Where(h => h.Name.Equals("set-cookie", StringComparison.OrdinalIgnoreCase)).SelectMany(h => h.Value.Split('\n')).Select(c => c.Split('=')[0]));
        got.ShouldBe(named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Somebody_sees_what_is_held_erases_the_account_and_is_forgotten_everywhere()
    {
        var (subject, email) = await Account("Robin Forgettable");
        var organisation = await charter.SignedOrganisation($"Erasure Sample {Guid.NewGuid():n}");
        // A second signatory, who signs another charter and is a champion, so that there is something to forget.
        await using (var identity = await Installation.Database("identity"))
        await using (var join = new NpgsqlCommand($"insert into membership (id, subject, organisation_id, role, held_from) values (gen_random_uuid(), '{subject}', '{organisation}', 'signatory', now())", identity))
            await join.ExecuteNonQueryAsync();
        var newcomer = await charter.As("newcomer");
        var appointed = await newcomer.Posts("/api/network/champions", new { organisationId = organisation, name = "Robin Forgettable", email, jobTitle = "Director" }).Answers_with(HttpStatusCode.Created);

        var page = await browser.Page(withScripts: false);
        await page.SignIn(email);
        await page.IsAt("/account");
        var download = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.GotoAsync("/account/data");
            await page.GetByRole(AriaRole.Button, new() { Name = "Download what is held about you" }).ClickAsync();
        });
        var held = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(await download.PathAsync()));
        held.GetProperty("notAnswering").GetArrayLength().ShouldBe(0);
        held.GetProperty("heldBy").GetProperty("identity").GetProperty("account").Text("email").ShouldBe(email);
        held.GetProperty("heldBy").GetProperty("champions-network").GetProperty("appointments").EnumerateArray().Single().Text("name").ShouldBe("Robin Forgettable");

        await page.GotoAsync("/account/erase");
        await page.Picture("erase-account");
        await page.Press("Erase my account");
        await page.Says("Enter the word erase");
        await page.Fill("Enter the word “erase”", "erase");
        await page.Press("Erase my account");
        await page.Says("Your account is erased");
        (await page.Context.CookiesAsync()).ShouldNotContain(c => c.Name == "charter-session");
        await page.SignIn(email);
        await page.Says("is not right");

        await Eventually.Passes(() => newcomer.GetAsync($"/api/network/champions/{appointed.Id()}").Answers_with(HttpStatusCode.NotFound));
        await Eventually.Passes(async () =>   // the others hear of it, and the last mail goes
        {
            foreach (var database in new[] { "signatory", "pledge", "champions", "kitemark", "identity" })
                (await RowsWith(database, email)).ShouldBeEmpty(database);
            (await RowsWith("champions", "Robin Forgettable")).ShouldBeEmpty();
        });
        // What was done stays, by nobody.
        await Eventually.Passes(async () =>
        {
            var trail = await (await charter.As("registrar")).GetAsync($"/api/audit?actor={subject}&action=Erase+my+account&outcome=done").Answers_with(HttpStatusCode.OK);
            trail.GetProperty("items").EnumerateArray().Single().Text("actorName").ShouldBe("erased account");
        });
    }

    [Fact]
    public async Task Consent_that_is_withdrawn_takes_the_name_off_the_register_at_once()
    {
        var organisation = await charter.SignedOrganisation($"Consent Sample {Guid.NewGuid():n}");
        var page = await browser.PageOf("newcomer", withScripts: false);
        await page.GotoAsync($"/organisations/{organisation}");
        await page.Says("Robin Newcomer, Director");
        var newcomer = await charter.As("newcomer");
        var signature = (await newcomer.GetAsync($"/api/organisations/{organisation}/signatures").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id();
        await page.GotoAsync("/account/consent");
        await page.Locator($"form:has(input[value='{signature}']) button").ClickAsync();
        await page.Says("no longer names you");
        await page.GotoAsync($"/organisations/{organisation}");
        await page.Says("who has not agreed to be named");
        (await charter.Anonymous().GetStringAsync($"/api/register/{organisation}")).ShouldNotContain("Robin Newcomer");
    }

    /// <summary>An account as if somebody had made it, with the password of the samples.</summary>
    private static async Task<(Guid Subject, string Email)> Account(string name)
    {
        var (subject, email) = (Guid.CreateVersion7(), $"robin-{Guid.NewGuid():n}@example.net");
        await using var identity = await Installation.Database("identity");
        await using var insert = new NpgsqlCommand(
            """
            insert into account select (jsonb_populate_record(a, jsonb_build_object('id', $1::text, 'name', $2::text, 'email', $3::text, 'user_name', $3::text,
                'normalized_email', upper($3::text), 'normalized_user_name', upper($3::text)))).* from account a where normalized_email = 'CHAMPION@EXAMPLE.ORG'
            """, identity)
        {
            Parameters = { new() { Value = subject.ToString() }, new() { Value = name }, new() { Value = email } },
        };
        (await insert.ExecuteNonQueryAsync()).ShouldBe(1);
        return (subject, email);
    }

    /// <summary>Tables of a database that have a row with this text anywhere. Answers kept for repeated requests go after a day.</summary>
    private static async Task<List<string>> RowsWith(string database, string text)
    {
        await using var connection = await Installation.Database(database);
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("select quote_ident(tablename) from pg_tables where schemaname = 'public' and tablename not in ('idempotency_key', '__EFMigrationsHistory')", connection))
        await using (var names = await list.ExecuteReaderAsync())
            while (await names.ReadAsync())
                tables.Add(names.GetString(0));
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = new NpgsqlCommand($"select count(*) from {table} t where t::text ilike '%' || $1 || '%'", connection) { Parameters = { new() { Value = text } } };
            if ((long)(await search.ExecuteScalarAsync())! > 0)
                found.Add(table);
        }
        return found;
    }
}
