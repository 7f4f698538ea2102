using System.Collections.Concurrent;
using Charter.EndToEnd.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Charter.EndToEnd.Tests;

/// <summary>Debian's Chromium. Every person of a test has a context, and so cookies, of their own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _chromium = null!;
    private readonly ConcurrentDictionary<string, Lazy<Task<Cookie>>> _officers = new();

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A page of nobody.</summary>
    public async Task<IPage> Page(bool withScripts = true, int width = 1280)
    {
        var context = await _chromium.NewContextAsync(new()
        {
            BaseURL = Installation.Gateway.ToString(),
            JavaScriptEnabled = withScripts,
            ViewportSize = new() { Width = width, Height = 900 },
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(120_000);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// A page of a sample account, signed in through the form. Those with an office also show a code; as a code is accepted once, they do so
    /// once for all tests.
    /// </summary>
    public async Task<IPage> PageOf(string name, bool withScripts = true, int width = 1280)
    {
        var page = await Page(withScripts, width);
        if (_officers.TryGetValue(name, out var known))
            await page.Context.AddCookiesAsync([await known.Value]);
        else
        {
            await page.SignIn($"{name}@example.org");
            await page.Left("/sign-in");
            if (page.Url.EndsWith("/sign-in/code", StringComparison.Ordinal))
                await page.Context.AddCookiesAsync([await _officers.GetOrAdd(name, _ => new(() => ShowCode(page, name))).Value]);
        }
        await page.GotoAsync("/account");
        await page.IsAt("/account");
        return page;
    }

    private static async Task<Cookie> ShowCode(IPage page, string name)
    {
        var app = AuthenticatorApp.OfSample(Installation.Password, $"{name}@example.org");
        foreach (var later in new[] { 0, 1 })   // the present one may have been used when the samples were loaded
        {
            await page.Fill("Code", app.Code(later));
            await page.Press("Continue");
            if (page.Url.EndsWith("/account", StringComparison.Ordinal))
                break;
        }
        await page.IsAt("/account");
        var cookie = (await page.Context.CookiesAsync()).Single(c => c.Name == "charter-session");
        return new() { Name = cookie.Name, Value = cookie.Value, Url = Installation.Gateway.ToString(), HttpOnly = true, SameSite = cookie.SameSite, Expires = cookie.Expires };
    }
}

/// <summary>Forms in the words that a person reads.</summary>
internal static class Forms
{
    /// <summary>With the password that all accounts of tests share.</summary>
    public static async Task SignIn(this IPage page, string email)
    {
        await page.GotoAsync("/sign-in");
        await page.Fill("E-mail address", email);
        await page.Fill("Password", Installation.Password);
        await page.Press("Sign in");
    }

    public static Task Fill(this IPage page, string label, string value) => page.GetByLabel(label, new() { Exact = true }).FillAsync(value);

    public static Task Choose(this IPage page, string group, string label) =>
        page.GetByRole(AriaRole.Group, new() { Name = group }).GetByLabel(label, new() { Exact = true }).CheckAsync();

    public static Task Select(this IPage page, string label, string option) => page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

    public static async Task Date(this IPage page, string group, DateTime day)
    {
        var fields = page.GetByRole(AriaRole.Group, new() { Name = group });
        await fields.GetByLabel("Day").FillAsync(day.Day.ToString());
        await fields.GetByLabel("Month").FillAsync(day.Month.ToString());
        await fields.GetByLabel("Year").FillAsync(day.Year.ToString());
    }

    public static Task Press(this IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    public static Task Follow(this IPage page, string link) => page.GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();

    /// <summary>Once the page is there: it may still be on its way when what led to it was pressed.</summary>
    public static Task Says(this IPage page, string text) => Eventually.Passes(() => page.SaysNow(text));

    /// <summary>As it is: for what is loaded again when it does not say so.</summary>
    public static async Task SaysNow(this IPage page, string text) => (await page.Locator("main").InnerTextAsync()).ShouldContain(text, Case.Insensitive);

    /// <summary>Its address has this end, as soon as it has arrived.</summary>
    public static Task IsAt(this IPage page, string end, string? why = null) => Eventually.Passes(() =>
    {
        page.Url.ShouldEndWith(end, Case.Sensitive, why);
        return Task.CompletedTask;
    });

    /// <summary>It is no longer at this address.</summary>
    public static Task Left(this IPage page, string path) => Eventually.Passes(() =>
    {
        new Uri(page.Url).AbsolutePath.ShouldNotBe(path);
        return Task.CompletedTask;
    });

    /// <summary>For what depends on an event under way: loads the page again until it says so.</summary>
    public static Task SaysEventually(this IPage page, string path, string text) => Eventually.Passes(async () =>
    {
        await page.GotoAsync(path);
        await page.SaysNow(text);
    });

    public static async Task Picture(this IPage page, string name) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(Installation.Output, $"{name}.png"), FullPage = true });
}
