using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>The main job as people do it, without JavaScript; each step leaves a picture.</summary>
public sealed partial class The_journey_in_a_browser(Browser browser)
{
    private readonly string _name = $"Browser Sample {Guid.NewGuid():n}"[..28];
    private int _pictures;

    [Fact]
    public async Task From_registration_to_the_public_kite_mark_without_scripts()
    {
        var newcomer = await browser.PageOf("newcomer", withScripts: false);
        await Register(newcomer);
        var organisation = await Confirm();
        await Sign(newcomer, organisation);
        var pledge = await Pledge(newcomer, organisation);
        await Report(newcomer, pledge);
        await Attach(newcomer, pledge);
        await Review();
        await Share(newcomer, organisation);
        var application = await Apply(newcomer, organisation);
        await Assess("assessor-one", application);
        await Assess("assessor-two", application);
        await Decide(application);
        await EverybodySees(organisation);
    }

    private async Task Register(IPage page)
    {
        await page.GotoAsync("/organisations/new");
        await page.Fill("Name of the organisation", _name);
        await page.Press("Register");
        await page.Says("There is a problem");
        (await page.GetByLabel("Name of the organisation").InputValueAsync()).ShouldBe(_name, "nothing typed is lost");
        (await page.TitleAsync()).ShouldStartWith("Error");
        await Picture(page, "register-errors");

        await page.Choose("Sector", "Social enterprise");
        await page.Choose("What the organisation does with public money", "Provider");
        await page.Choose("How many people work there", "Small");
        await page.Choose("Places that it serves", "Salford");
        await page.Press("Register");
        await page.Says($"{_name} is registered");
        await Picture(page, "account-waiting");
    }

    private async Task<string> Confirm()
    {
        var page = await browser.PageOf("registrar", withScripts: false);
        await page.GotoAsync("/registrar/organisations");
        while (await page.GetByRole(AriaRole.Link, new() { Name = _name }).CountAsync() == 0)
            await page.Follow("Next");
        await page.Follow(_name);
        var organisation = IdIn(page.Url);
        await Picture(page, "registrar-organisation");
        await page.Press("Confirm");
        await page.Says("is confirmed");
        return organisation;
    }

    private async Task Sign(IPage page, string organisation)
    {
        await page.SaysEventually("/account", "Sign the charter");
        await Eventually.Passes(async () =>
        {
            await page.GotoAsync($"/organisations/{organisation}/sign");
            await page.SaysNow("Read it");
        });
        await page.Press("Salford Social Value Charter");
        await Picture(page, "sign-read");
        await page.Press("I have read it");
        await page.Fill("Your full name", "Robin Newcomer");
        await page.Fill("Your role in the organisation", "Director");
        await Picture(page, "sign-who");
        await page.Press("Continue");
        await page.Press("Continue");
        await page.Says("There is a problem");
        await page.GetByRole(AriaRole.Group, new() { Name = "Statement of authority" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Choose("May the public register show your name and role?", "Yes");
        await page.Press("Continue");
        page.Url.ShouldNotContain("Robin", Case.Insensitive, "no personal data in addresses");
        await Picture(page, "sign-check");
        await page.Press("Sign the charter");
        await page.Says("Charter signed");
        await Picture(page, "sign-receipt");
    }

    private async Task<string> Pledge(IPage page, string organisation)
    {
        await page.SaysEventually($"/organisations/{organisation}/pledges", "Adapt policies");
        await Picture(page, "ledger");
        await page.GotoAsync($"/organisations/{organisation}/pledges/new");
        await page.Fill("The pledge in one sentence", "Social value in every policy");
        await page.Choose("Commitment", "Embed");
        await page.Choose("Kind of value", "Social");
        await page.Select("Outcome", "A Co-operative City: Actively promoting equalities");
        await page.Fill("What you will measure", "Policies that state social value");
        await page.Fill("Where it stands now", "one");
        await page.Fill("Where it will stand", "12");
        await page.Date("By when", DateTime.Today.AddYears(1));
        await page.Press("Make the pledge");
        await page.Says("There is a problem");
        await Picture(page, "pledge-errors");
        await page.Fill("Where it stands now", "1");
        await page.Fill("Unit of the figures", "policies");
        await page.Press("Make the pledge");
        await page.Says("The pledge is made");
        return IdIn(page.Url);
    }

    private async Task Report(IPage page, string pledge)
    {
        await page.GotoAsync($"/pledges/{pledge}/progress");
        await page.GetByLabel("Where it stands").FillAsync("3");
        await page.Date("On which day", DateTime.Today);
        await page.Choose("How well is the figure known?", "Measured");
        await page.Fill("Where does the figure come from?", "Board papers");
        await page.Press("Report");
        await page.Says("The progress is reported");
    }

    private async Task Attach(IPage page, string pledge)
    {
        await page.GotoAsync($"/pledges/{pledge}/evidence");
        await page.Fill("What it is", $"Minute of {_name}");
        await page.GetByLabel("Files", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "minute.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes($"Minute 7 of {_name}: agreed.") });
        await page.Date("Since when is what it shows in place?", DateTime.Today.AddMonths(-2));
        await page.Fill("What impact has it had?", "The board asks for social value every time.");
        await Picture(page, "evidence");
        await page.Press("Attach");
        await page.Says("The evidence is attached");
        await Picture(page, "pledge");
    }

    private async Task Review()
    {
        var page = await browser.PageOf("reviewer", withScripts: false);
        await page.GotoAsync("/evidence");
        while (await page.GetByRole(AriaRole.Link, new() { Name = $"Minute of {_name}" }).CountAsync() == 0)
            await page.Follow("Next");
        await Picture(page, "review-queue");
        await page.Follow($"Minute of {_name}");
        await page.GetByRole(AriaRole.Group, new() { Name = "Does it show what the organisation says?" }).GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.Fill("Reasons", "Dated and signed.");
        await Picture(page, "review");
        await page.Press("Send the review");
        await page.Says("The evidence is verified");
    }

    private async Task Share(IPage page, string organisation)
    {
        await page.GotoAsync($"/network/champions/new?organisation={organisation}");
        await page.Fill("Full name", "Robin Newcomer");
        await page.Fill("E-mail address", "newcomer@example.org");
        await page.Press("Appoint");
        await page.Says("is a champion now");
        await Picture(page, "champions");
        await page.GotoAsync($"/network/practices/new?organisation={organisation}");
        await page.Fill("Title", $"Paying on time at {_name}");
        await page.Fill("Area of work", "Procurement");
        await page.Fill("Summary", "Small suppliers bid when they are paid on time.");
        await page.Fill("What you did", "We changed the payment run from monthly to weekly.");
        await page.Fill("What changed", "Six small suppliers bid who had not bid before.");
        await page.Press("Publish");
        await page.Says("The practice is published");
        await Picture(page, "practice");
    }

    private async Task<string> Apply(IPage page, string organisation)
    {
        await Eventually.Passes(async () =>
        {
            await page.GotoAsync($"/kite-marks/apply?organisation={organisation}");
            await page.Choose("Level", "Bronze");
            await page.Press("Apply");
            await page.SaysNow("Your application is in");
        });
        await Picture(page, "application");
        return IdIn(page.Url);
    }

    private async Task Assess(string assessor, string application)
    {
        var page = await browser.PageOf(assessor, withScripts: false);
        await page.GotoAsync($"/kite-marks/applications/{application}/assess");
        var criteria = await page.GetByRole(AriaRole.Radio).And(page.Locator("[value='3']")).AllAsync();
        criteria.Count.ShouldBeGreaterThan(5);
        foreach (var three in criteria)
            await three.CheckAsync();
        await Picture(page, "assess");
        await page.Press("Send and lock my assessment");
        await page.Says("Your assessment is in");
    }

    private async Task Decide(string application)
    {
        var page = await browser.PageOf("panel-chair", withScripts: false);
        await page.GotoAsync($"/kite-marks/applications/{application}/decision");
        await page.GetByRole(AriaRole.Group, new() { Name = "Decision" }).GetByRole(AriaRole.Radio).First.CheckAsync();
        await page.Fill("Reasons", "Evidence stands behind every commitment.");
        await Picture(page, "decide");
        await page.Press("Record the decision");
        await page.Says("The kite mark is awarded");
    }

    private async Task EverybodySees(string organisation)
    {
        var page = await browser.Page(withScripts: false);
        await page.SaysEventually($"/organisations/{organisation}", "Bronze, valid until");
        await page.Says("Verified");
        await Picture(page, "public-organisation");
        await page.GotoAsync("/register");
        await page.GetByRole(AriaRole.Searchbox).Or(page.GetByLabel("Search", new() { Exact = false })).First.FillAsync(_name);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = SearchButton() }).First.ClickAsync();
        await page.Says(_name);
        await Picture(page, "public-register");
        await page.GotoAsync($"/organisations/{organisation}");
        await page.Locator("a[href^='/verify/']").First.ClickAsync();
        await page.Says(_name);
        await page.Says("Awarded to");
        await Picture(page, "public-verification");
        var badge = await page.APIRequest.GetAsync((await page.Locator("img.app-badge").GetAttributeAsync("src"))!);
        badge.Headers["content-type"].ShouldStartWith("image/svg+xml");
    }

    private Task Picture(IPage page, string name) => page.Picture($"journey-{++_pictures:00}-{name}");

    private static string IdIn(string address) => Id().Match(address).Value;

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")] private static partial Regex Id();

    [GeneratedRegex("search|apply", RegexOptions.IgnoreCase)] private static partial Regex SearchButton();
}
