using Charter.Identity.Sessions;

namespace Charter.Identity.Accounts;

/// <summary>How often somebody who is not signed in may have a mail sent.</summary>
internal static class Asking
{
    /// <summary>
    /// 429 for a network address that asks too often. False when the mailbox has had enough, whoever asked: the answer is then the same and no mail
    /// goes out, so nobody can be flooded, and whoever is meant has links in the mailbox already.
    /// </summary>
    /// <param name="email">Normalised.</param>
    public static async Task<bool> MaySendTo(this Throttle throttle, string email, HttpContext http, CancellationToken cancel)
    {
        var from = Throttle.AddressOf(http);
        if (await throttle.Attempt([
                new(Throttle.Key("ask-from", from), Free: 20, Longest: TimeSpan.FromMinutes(1)),
                new(Throttle.Key("ask-from-for", email, from), Free: 5, Longest: TimeSpan.FromMinutes(15))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
        return await throttle.Attempt([new(Throttle.Key("mail-to", email), Free: 20, Longest: TimeSpan.FromMinutes(5))], cancel) is null;
    }

    /// <summary>429 when somebody who is signed in, or holds a link, guesses at the password: a session that was stolen is not enough.</summary>
    public static async Task CountPasswordCheck(this Throttle throttle, Guid whose, CancellationToken cancel)
    {
        if (await throttle.Attempt([new(Throttle.Key("password-check", whose.ToString()), Free: 10, Longest: TimeSpan.FromMinutes(1))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
    }
}
