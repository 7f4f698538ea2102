using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Passkeys(IdentityFixture service)
{
    [Fact]
    public async Task A_passkey_signs_in_alone_and_counts_as_two_factors()
    {
        using var device = new VirtualAuthenticator();
        var person = await service.NewAccount();
        await service.Appoint(person, Roles.PanelChair);
        var client = await service.SignedIn(person);
        var added = await Add(client, device, "Work laptop").Answers_with(HttpStatusCode.Created);
        added.Text("id").ShouldBe(device.Id);
        added.GetProperty("recoveryCodes").GetArrayLength().ShouldBe(10);
        var elevated = await client.Posts("/identity/sessions/current/elevation", new { ticket = added.Text("elevation") }).Answers_with(HttpStatusCode.Created);
        (await Me(elevated)).GetProperty("roles").GetArrayLength().ShouldBe(1, "making it verified the person");

        var started = await SignIn(device).Answers_with(HttpStatusCode.Created);
        var me = await Me(started);
        me.Text("email").ShouldBe(person.Email);
        me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["panel-chair"]);
        (await service.Ask<string>($"select signed_in_with as \"Value\" from session where secret_hash = sha256({Encoding.UTF8.GetBytes(started.Text("session")!)})")).ShouldBe("passkey");
        await SignIn(device).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task With_a_passkey_the_password_asks_for_it_or_a_recovery_code()
    {
        using var device = new VirtualAuthenticator();
        var (person, _, added) = await WithPasskey(device);
        var step = await service.SignIn(person.Email).Answers_with(HttpStatusCode.OK);
        step.GetProperty("ways").EnumerateArray().Select(w => w.GetString()).ShouldBe(["passkey", "recovery-code"]);
        await service.SecondStep(new { ticket = step.Text("ticket"), code = "000000" }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        await service.SecondStep(new { ticket = step.Text("ticket"), recoveryCode = added.GetProperty("recoveryCodes")[0].GetString() }).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_is_good_once_in_time_and_for_its_own_question()
    {
        using var device = new VirtualAuthenticator();
        await WithPasskey(device);
        var (one, other) = (await Question(), await Question());
        var credential = device.Get(one.GetProperty("options"));
        await Answer(other.Text("ticket"), credential).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
        await Answer(one.Text("ticket"), credential).Answers_with(HttpStatusCode.Created);
        await Answer(one.Text("ticket"), credential).Is_refused(HttpStatusCode.Unauthorized, "sign-in-expired");
        await Answer(other.Text("ticket")![..^4] + "AAAA", device.Get(other.GetProperty("options"))).Is_refused(HttpStatusCode.Unauthorized, "sign-in-expired");
    }

    [Fact]
    public async Task A_copy_of_a_passkey_is_found_out_by_its_counter()
    {
        using var device = new VirtualAuthenticator();
        await WithPasskey(device);
        await SignIn(device).Answers_with(HttpStatusCode.Created);
        var question = await Question();
        await Answer(question.Text("ticket"), device.Get(question.GetProperty("options"), counts: false)).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
        await SignIn(device).Answers_with(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("https://evil.example", "charter.example.org", true)]
    [InlineData("http://charter.example.org", "charter.example.org", true)]
    [InlineData("https://charter.example.org:8443", "charter.example.org", true)]
    [InlineData("https://charter.example.org", "evil.example", true)]
    [InlineData("https://charter.example.org", "charter.example.org", false)]
    public async Task Another_site_or_a_device_that_does_not_verify_the_person_is_refused(string origin, string domain, bool verifies)
    {
        using var device = new VirtualAuthenticator();
        await WithPasskey(device);
        (device.Origin, device.Domain, device.VerifiesUser) = (origin, domain, verifies);
        await SignIn(device).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");

        using var fresh = new VirtualAuthenticator { Origin = origin, Domain = domain, VerifiesUser = verifies };
        await Add(await service.SignedIn(await service.NewAccount()), fresh).Is_refused(HttpStatusCode.Conflict, "passkey-not-accepted");
    }

    [Fact]
    public async Task A_passkey_is_of_one_person_alone()
    {
        using var device = new VirtualAuthenticator();
        using var others = new VirtualAuthenticator();
        var (person, client, _) = await WithPasskey(device);
        var (other, otherClient, _) = await WithPasskey(others);
        var question = await Question();
        await Answer(question.Text("ticket"), device.Get(question.GetProperty("options"), user: Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{other.Subject}")))).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
        await otherClient.Posts($"/api/me/passkeys/{device.Id}/name", new { name = "Mine" }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await otherClient.Posts($"/api/me/passkeys/{device.Id}/removal", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await client.Posts("/api/me/passkeys/+++/name", new { name = "Mine" }).Is_refused(HttpStatusCode.NotFound, "not-found");

        var offer = await client.Posts("/api/me/passkeys/options", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
        using var third = new VirtualAuthenticator();
        var credential = third.Create(offer.GetProperty("options"));
        await otherClient.Posts("/api/me/passkeys", new { ticket = offer.Text("ticket"), name = "Mine", credential }).Is_refused(HttpStatusCode.Conflict, "set-up-expired");
        await client.Posts("/api/me/passkeys", new { ticket = offer.Text("ticket"), name = "Third", credential }).Answers_with(HttpStatusCode.Created);
        await client.Posts("/api/me/passkeys", new { ticket = offer.Text("ticket"), name = "Third", credential }).Is_refused(HttpStatusCode.Conflict, "set-up-expired");
        (await Held(client)).GetProperty("passkeys").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_passkey_is_renamed_and_removed()
    {
        using var device = new VirtualAuthenticator();
        var (person, client, _) = await WithPasskey(device);
        await client.Posts($"/api/me/passkeys/{device.Id}/name", new { name = "  Old phone  " }).Answers_with(HttpStatusCode.NoContent);
        (await Held(client)).GetProperty("passkeys")[0].Text("name").ShouldBe("Old phone");
        await client.Posts($"/api/me/passkeys/{device.Id}/name", new { name = " " }).Is_invalid("name");
        await client.Posts($"/api/me/passkeys/{device.Id}/removal", new { proof = "wrong" }).Is_invalid("proof");
        await SignIn(device).Answers_with(HttpStatusCode.Created);

        await client.Posts($"/api/me/passkeys/{device.Id}/removal", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.NoContent);
        await SignIn(device).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
        await service.SignIn(person.Email).Answers_with(HttpStatusCode.Created);
        (await Held(client)).GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_last_passkey_of_somebody_with_an_office_stays()
    {
        using var device = new VirtualAuthenticator();
        var (person, client, _) = await WithPasskey(device);
        await service.Appoint(person, Roles.CaseOfficer);
        await client.Posts($"/api/me/passkeys/{device.Id}/removal", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Conflict, "office-needs-second-factor");
        await IdentityFixture.SetUpApp(client);
        await client.Posts($"/api/me/passkeys/{device.Id}/removal", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_no_browser_sends_is_refused_and_nothing_else()
    {
        foreach (var credential in new[] { "{}", "[]", "null", "5", "no json", "{\"id\":5}", "{\"id\":\"a\",\"rawId\":\"a\",\"type\":\"public-key\",\"response\":{}}", new string('{', 5000) })
        {
            await Answer((await Question()).Text("ticket"), credential).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
            var client = await service.SignedIn(await service.NewAccount());
            var offer = await client.Posts("/api/me/passkeys/options", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
            await client.Posts("/api/me/passkeys", new { ticket = offer.Text("ticket"), name = "Bad", credential }).Is_refused(HttpStatusCode.Conflict, "passkey-not-accepted");
        }
        await Answer("", "").Is_invalid("ticket", "credential");
        using var stranger = new VirtualAuthenticator();
        var question = await Question();
        await Answer(question.Text("ticket"), stranger.Get(question.GetProperty("options"), user: Base64Url.EncodeToString("no id"u8))).Is_refused(HttpStatusCode.Unauthorized, "passkey-refused");
    }

    private async Task<(Person Person, HttpClient Client, JsonElement Added)> WithPasskey(VirtualAuthenticator device)
    {
        var person = await service.NewAccount();
        var client = await service.SignedIn(person);
        var added = await Add(client, device).Answers_with(HttpStatusCode.Created);
        var elevated = await client.Posts("/identity/sessions/current/elevation", new { ticket = added.Text("elevation") }).Answers_with(HttpStatusCode.Created);
        return (person, await service.With(elevated.Text("session")!), added);
    }

    private static async Task<HttpResponseMessage> Add(HttpClient client, VirtualAuthenticator device, string name = "Phone")
    {
        var offer = await client.Posts("/api/me/passkeys/options", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
        return await client.Posts("/api/me/passkeys", new { ticket = offer.Text("ticket"), name, credential = device.Create(offer.GetProperty("options")) });
    }

    private async Task<HttpResponseMessage> SignIn(VirtualAuthenticator device)
    {
        var question = await Question();
        return await Answer(question.Text("ticket"), device.Get(question.GetProperty("options")));
    }

    private Task<JsonElement> Question() => service.Anonymous().Posts("/identity/passkeys/question", new { }).Answers_with(HttpStatusCode.OK);

    private Task<HttpResponseMessage> Answer(string? ticket, string credential) => service.Anonymous().Posts("/identity/sessions/passkey", new { ticket, credential });

    private async Task<JsonElement> Me(JsonElement started) => await (await service.With(started.Text("session")!)).GetAsync("/api/me").Answers_with(HttpStatusCode.OK);

    private static Task<JsonElement> Held(HttpClient client) => client.GetAsync("/api/me/second-factors").Answers_with(HttpStatusCode.OK);
}
