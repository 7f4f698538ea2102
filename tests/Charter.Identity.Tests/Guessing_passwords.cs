using System.Net;

namespace Charter.Identity.Tests;

public sealed class Guessing_passwords(IdentityFixture service)
{
    [Fact]
    public async Task Many_guesses_slow_down_the_address_they_come_from_and_no_other()
    {
        var person = await service.NewAccount();
        for (var i = 0; i < 11; i++)
            await service.SignIn(person.Email, $"guess {i}", from: "203.0.113.5").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");

        using var answer = await service.SignIn(person.Email, "guess", from: "203.0.113.5");
        await Task.FromResult(answer).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        await service.SignIn(person.Email, from: "203.0.113.6").Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_slowed_down_just_the_same()
    {
        var email = $"nobody-{Guid.NewGuid():n}@example.org";
        for (var i = 0; i < 11; i++)
            await service.SignIn(email, "guess").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        await service.SignIn(email, "guess").Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    [Fact]
    public async Task Guesses_from_everywhere_do_not_keep_out_the_person_at_an_address_they_have_used()
    {
        var person = await service.NewAccount();
        await service.SignIn(person.Email, from: "198.51.100.1").Answers_with(HttpStatusCode.Created);

        var blocked = false;
        for (var i = 0; i < 80 && !blocked; i++)
        {
            using var guess = await service.SignIn(person.Email, "guess", from: $"203.0.113.{100 + i}");
            blocked = guess.StatusCode == HttpStatusCode.TooManyRequests;
            if (blocked)
                guess.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));
        }
        blocked.ShouldBeTrue();
        await service.SignIn(person.Email, from: "198.51.100.1").Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_gain_nothing()
    {
        var person = await service.NewAccount();
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => service.SignIn(person.Email, $"guess {i}")));
        answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized).ShouldBeLessThanOrEqualTo(14);   // ten free, and what the short waits let through
        answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(11);
    }

    [Fact]
    public async Task Signing_in_forgets_the_mistakes_before_it()
    {
        var person = await service.NewAccount();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 6; i++)
                await service.SignIn(person.Email, "typo").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
            await service.SignIn(person.Email).Answers_with(HttpStatusCode.Created);
        }
    }
}
