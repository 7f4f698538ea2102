using System.Net;

namespace Charter.Identity.Tests;

public sealed class Choosing_a_password(IdentityFixture service)
{
    private Task<HttpResponseMessage> Create(string password, string name = "Nell Cowdrey", string local = "ottilie") =>
        service.Asks("accounts", new { name, email = $"{local}@{Guid.NewGuid():n}.example.org", password });

    [Theory]
    [InlineData("eleven char", "at least 12")]
    [InlineData("ééééééééééé", "at least 12")]
    [InlineData("password1234", "Many people")]
    [InlineData("P@ssw0rd!2026", "Many people")]
    [InlineData("Pa$$w0rd-123456789", "Many people")]
    [InlineData("Liverpool2026!", "Many people")]
    [InlineData("  manchester 99 !!  ", "Many people")]
    [InlineData("123456789012", "Many people")]
    [InlineData("abcdefghijklmnop", "Many people")]
    [InlineData("qwertyuiopasdf", "Many people")]
    [InlineData("1qaz2wsx3edc", "Many people")]
    [InlineData("aaaaaaaaaaaaaaaa", "Many people")]
    [InlineData("abcabcabcabc", "Many people")]
    [InlineData("!!!!!!!!!!!!", "Many people")]
    [InlineData("chesterchester", "Many people")]
    [InlineData("summer summer 1", "Many people")]
    [InlineData("youllneverwalkalone", "Many people")]
    [InlineData("charter-charter", "Many people")]
    [InlineData("liverpool.salford", "Many people")]
    [InlineData("Charter register", "little more")]
    [InlineData("NellCowdrey2026", "little more")]
    [InlineData("nell.cowdrey.nell", "little more")]
    [InlineData("cowdrey-password1", "little more")]
    [InlineData("ottilie.12345", "little more")]
    public async Task What_is_short_common_or_made_of_what_everybody_knows_is_refused_and_says_what_to_do(string password, string says)
    {
        var problem = await Create(password).Is_invalid("password");
        var message = problem.GetProperty("errors").GetProperty("password")[0].GetString()!;
        message.ShouldContain(says);
    }

    [Theory]
    [InlineData("correct canal otter")]
    [InlineData("twelve chars")]
    [InlineData("only small letters")]
    [InlineData("892 047 315 662")]
    [InlineData("пароль из слов")]
    [InlineData("日本語の長い合言葉です。よ")]
    [InlineData("🦦🐝🌊🚲🎺🧵🪁🥁🧭🛶🎈🪴")]
    [InlineData("Nell walks the towpath")]
    [InlineData("<script>alert(1)</script>")]
    public async Task What_is_long_enough_may_be_of_any_characters(string password) => await Create(password).Answers_with(HttpStatusCode.Accepted);

    [Fact]
    public async Task It_may_have_128_characters_and_no_more_counted_as_people_count_them()
    {
        var long128 = string.Concat(Enumerable.Range(0, 32).Select(i => $"🦦{(char)('a' + i % 26)}{(char)('z' - i % 7)}{i % 10}"));
        await Create(long128).Answers_with(HttpStatusCode.Accepted);
        await Create(long128 + "x").Is_invalid("password");
    }

    [Fact]
    public async Task However_a_keyboard_writes_it_it_is_the_same_password()
    {
        var person = await service.NewAccount();
        using var client = await service.SignedIn(person);
        await client.PutAsync("/api/me/password", System.Net.Http.Json.JsonContent.Create(new { current = IdentityFixture.Password, password = "cafe\u0301 ﬁne eleven" })).Answers_with(HttpStatusCode.NoContent);
        await service.SignIn(person.Email, "caf\u00e9 fine eleven").Answers_with(HttpStatusCode.Created);
        await service.SignIn(person.Email, "cafe fine eleven").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
    }

    [Fact]
    public async Task A_password_of_before_that_was_kept_as_it_was_typed_still_opens()
    {
        var person = await service.NewAccount("cafe\u0301 of the old days");
        await service.SignIn(person.Email, "cafe\u0301 of the old days").Answers_with(HttpStatusCode.Created);
    }
}
