using System.Net;
using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>Inviting, accepting, choosing whom to act for and handing over as people do it, without JavaScript.</summary>
public sealed class People_in_a_browser(Installation charter, Browser browser)
{
    private readonly string _name = $"People Sample {Guid.NewGuid():n}"[..28];
    private int _pictures;

    [Fact]
    public async Task A_colleague_is_invited_by_mail_accepts_acts_for_the_organisation_and_takes_it_over()
    {
        var organisation = await charter.ConfirmedOrganisation(_name);
        var signatory = await browser.PageOf("newcomer", withScripts: false);
        await Invite(signatory, organisation);
        var colleague = await Accept("champion@example.org");
        await ActFor(colleague, organisation);
        await HandOver(signatory, colleague, organisation);
    }

    [Fact]
    public async Task Somebody_of_the_domain_asks_to_join_and_a_signatory_says_what_they_may_do()
    {
        var organisation = await charter.ConfirmedOrganisation(_name);
        var registrar = await browser.PageOf("registrar", withScripts: false);
        var signatory = await browser.PageOf("newcomer", withScripts: false);
        await signatory.GotoAsync($"/organisations/{organisation}/people/domains");
        await signatory.Fill("Another domain", "gmail.com");
        await signatory.Press("State this domain");
        await signatory.Says("Anybody can have an address at gmail.com");
        await signatory.Fill("Another domain", "example.org");
        await signatory.Press("State this domain");
        await signatory.Says("example.org waits for the registrar");   // the sample council has it too
        await Picture(signatory, "domains");

        await registrar.GotoAsync("/registrar/domains");
        while (await registrar.GetByRole(AriaRole.Button, new() { Name = $"Verify example.org of {_name}" }).CountAsync() == 0)
            await registrar.Follow("Next");
        await Picture(registrar, "domains-to-verify");
        await registrar.Press($"Verify example.org of {_name}");
        await registrar.Says("example.org is verified");

        var asker = await browser.PageOf("editor", withScripts: false);
        await asker.GotoAsync("/account/join");
        await asker.Press($"Ask to join {_name}");
        await asker.Says("Its signatories are asked");
        await Picture(asker, "join");

        await signatory.GotoAsync("/account");
        await Picture(signatory, "account-with-request");
        await signatory.GotoAsync($"/organisations/{organisation}/people");
        await signatory.Follow("Edwin Talbot-Shah");
        await signatory.Press("Let them join");
        await signatory.Says("There is a problem");
        await signatory.Choose("What they may do", "Editor");
        await Picture(signatory, "join-request");
        await signatory.Press("Let them join");
        await signatory.Says("They may act for the organisation now");
        await asker.SaysEventually("/account", _name);
    }

    [Fact]
    public async Task A_registrar_gives_an_office_renews_and_ends_it()
    {
        var registrar = await browser.PageOf("registrar", withScripts: false);
        await registrar.GotoAsync("/registrar/offices/new");
        await registrar.Fill("E-mail address of their account", "case-officer@example.org");
        await registrar.Choose("Office", "Moderator");
        await registrar.Date("Last day", DateTime.Today.AddYears(4));
        await registrar.Press("Give the office");
        await registrar.Says("from today to 3 years from now");
        await Picture(registrar, "office-errors");
        await registrar.Date("Last day", DateTime.Today.AddDays(20));
        await registrar.Press("Give the office");
        await registrar.Says("The office is given");
        await registrar.Says("Runs out soon");
        await Picture(registrar, "offices");
        await registrar.Follow("Renew the office of Callum Osgood, moderator");
        await registrar.Date("New last day", DateTime.Today.AddYears(1));
        await registrar.Press("Renew");
        await registrar.Says("The office is renewed");
        await registrar.GotoAsync("/registrar/offices?role=moderator");
        await registrar.Follow("End the office of Callum Osgood, moderator");
        await Picture(registrar, "office-end");
        await registrar.Press("End the office");
        await registrar.Says("The office is ended");
    }

    private async Task Invite(IPage page, Guid organisation)
    {
        await page.GotoAsync($"/organisations/{organisation}/people/invite");
        await page.Press("Send the invitation");
        await page.Says("There is a problem");
        await page.Fill("E-mail address", "champion@example.org");
        await page.Choose("What they may do", "Editor");
        await Picture(page, "invite");
        await page.Press("Send the invitation");
        await page.Says("champion@example.org is invited");
        await Picture(page, "people");
    }

    /// <summary>Opens the link in the mail, signs in and says yes.</summary>
    private async Task<IPage> Accept(string email)
    {
        var page = await browser.Page(withScripts: false);
        await page.GotoAsync($"/dev/mail?to={Uri.EscapeDataString(email)}");
        await page.Follow($"Nell Cowdrey invites you to {_name}");
        await Picture(page, "mail");
        await page.Locator("a[href*='/invitations/']").First.ClickAsync();
        await page.Says($"Act for {_name}");
        await Picture(page, "invitation");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Fill("E-mail address", email);
        await page.Fill("Password", Installation.Password);
        await page.Press("Sign in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).WaitForAsync();
        page.Url.ShouldContain("/account/invitations/");
        await Picture(page, "invitation-answer");
        await page.Press("Accept");
        await page.Says($"You act for {_name} now");
        await page.Says("Who acts for it");
        return page;
    }

    private async Task ActFor(IPage page, Guid organisation)
    {
        await page.GotoAsync($"/organisations/{organisation}/people");
        await page.Follow("Choose the one you act for");
        await Picture(page, "acting-for");
        await page.Choose("Whom do you act for?", _name);
        await page.Press("Continue");
        await page.IsAt($"/organisations/{organisation}/people");
        foreach (var path in new[] { $"/organisations/{organisation}/people", "/register", "/account" })
        {
            await page.GotoAsync(path);
            (await page.Locator(".app-acting").InnerTextAsync()).ShouldContain($"Acting for {_name}");
        }
        await Picture(page, "acting");
    }

    private async Task HandOver(IPage signatory, IPage colleague, Guid organisation)
    {
        await signatory.GotoAsync($"/organisations/{organisation}/leave");
        await signatory.Says("You cannot leave");
        await signatory.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
        await signatory.Fill("E-mail address of your successor", "champion@example.org");
        await Picture(signatory, "hand-over");
        await signatory.Press("Ask them to take over");
        await signatory.Says("You stay until they accept");

        await colleague.GotoAsync("/account");
        await colleague.Follow($"Answer the invitation to {_name}");
        await colleague.Says("You take over");
        await Picture(colleague, "take-over");
        await colleague.Press("Accept");
        await colleague.Says($"You act for {_name} now");
        await colleague.GotoAsync($"/organisations/{organisation}/people");
        await colleague.Says("Invite a colleague");
        (await colleague.Locator("main").InnerTextAsync()).ShouldNotContain("Nell Cowdrey");
        await Eventually.Passes(async () =>
        {
            var answer = await signatory.GotoAsync($"/organisations/{organisation}/people");
            answer!.Status.ShouldBe((int)HttpStatusCode.Forbidden);
        });
    }

    private Task Picture(IPage page, string name) => page.Picture($"people-{++_pictures:00}-{name}");
}
