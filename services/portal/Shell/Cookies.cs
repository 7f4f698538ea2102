using Charter.Portal.Pages.Session;

namespace Charter.Portal.Shell;

/// <summary>Every cookie that a browser gets from Charter, as the page about them shows it; a test compares.</summary>
public static class Cookies
{
    public sealed record Cookie(string Name, string Purpose, string Until);

    public static readonly IReadOnlyList<Cookie> All =
    [
        new("charter-session", "Keeps you signed in. It holds a random secret and nothing about you.", "12 hours, 2 hours without use, or until you sign out"),
        new(SecondStep.Cookie, "Carries you from your password to the second step of signing in. It is encrypted and holds that the password was right.", "The second step, at most five minutes, or you close the browser"),
        new("charter-form", "Makes sure that a form comes from you and not from another website. It is set when you open a page with a form.", "You close the browser"),
        new(PortalPage.NoteCookie, "Carries the message that something was done, such as “You have signed out”, to the next page.", "The next page shows it"),
    ];
}
