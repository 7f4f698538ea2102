using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>What the script of the page adds to sending files: how far it is, and files that stay chosen when something else is wrong.</summary>
public sealed class Sending_files_in_a_browser(Browser browser)
{
    [Fact]
    public async Task The_script_shows_that_files_are_sent_keeps_them_when_the_form_comes_back_and_ends_at_the_pledge()
    {
        var page = await browser.PageOf("signatory");
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("400"))
                errors.Add(message.Text);
        };
        await page.GotoAsync("/register?q=Irwell+Sample+Council");
        await page.Follow("Irwell Sample Council");
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/pledges");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Apprenticeships in council contracts") }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach evidence" }).ClickAsync();
        var form = page.Url;
        var large = new FilePayload { Name = "minutes.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes($"Minutes {Guid.NewGuid()} " + new string('a', 3_000_000)) };
        var small = new FilePayload { Name = "table.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes($"a,b\n{Guid.NewGuid()},1\n") };
        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync([large, small]);
        await page.Fill("What it is", "Minutes and a table");
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach", Exact = true }).ClickAsync();

        await page.Locator(".govuk-error-summary").WaitForAsync();   // no date and no impact yet
        await Eventually.Passes(async () =>   // the script goes on after the summary is there
        {
            (await page.TitleAsync()).ShouldStartWith("Error");
            (await page.GetByLabel("What it is").InputValueAsync()).ShouldBe("Minutes and a table");
            (await page.EvaluateAsync<int>("document.querySelector('input[type=file]').files.length")).ShouldBe(2);
            (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldContain("govuk-error-summary");
        });
        page.Url.ShouldBe(form);

        await page.GetByLabel("Day").FillAsync("1");
        await page.GetByLabel("Month").FillAsync("4");
        await page.GetByLabel("Year").FillAsync("2026");
        await page.Fill("What impact has it had?", "Every contract is looked at each quarter.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/pledges/[0-9a-f-]+$"));
        await page.Says("The evidence is attached");
        page.Url.ShouldEndWith(new Uri(form).AbsolutePath.Replace("/evidence", ""));
        await page.Follow("Minutes and a table");
        await page.Says("table.csv");
        errors.ShouldBeEmpty();
    }
}
