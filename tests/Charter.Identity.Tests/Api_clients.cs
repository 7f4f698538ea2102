using System.Net;
using System.Text.RegularExpressions;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Api_clients(IdentityFixture service)
{
    private static readonly DateOnly NextMonth = DateOnly.FromDateTime(DateTime.Today).AddMonths(1);
    private readonly Guid _organisation = Guid.NewGuid();

    private Person Signatory => Person.With().Of(_organisation, Roles.Signatory);

    private string Address => $"/api/organisations/{_organisation}/clients";

    private static object Client(string name = "Dashboard", params string[] scopes) => new { name, scopes = scopes.Length > 0 ? scopes : ["read"], expiresOn = NextMonth };

    [Fact]
    public async Task A_signatory_creates_a_client_and_its_secret_is_shown_once()
    {
        var signatory = service.As(Signatory);
        var created = await signatory.Posts(Address, Client(" Contract dashboard ", "practices", "read", "pledges")).Answers_with(HttpStatusCode.Created);
        var secret = created.Text("clientSecret")!;
        Regex.IsMatch(secret, "^charter_cs_[A-Za-z0-9_-]{43}$").ShouldBeTrue(secret);

        var listed = (await signatory.GetAsync(Address).Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (listed.Id(), listed.Text("name"), listed.Text("status")).ShouldBe((created.Id("clientId"), "Contract dashboard", "active"));
        listed.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["read", "pledges", "practices"]);
        (await signatory.GetStringAsync(Address)).ShouldNotContain("charter_cs_");
        (await service.Rows(_organisation, "api_client")).ShouldNotContain(secret["charter_cs_".Length..]);
    }

    [Fact]
    public async Task The_secret_is_not_kept_with_the_answer_for_an_idempotency_key()
    {
        var signatory = service.As(Signatory);
        signatory.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var created = await signatory.Posts(Address, Client()).Answers_with(HttpStatusCode.Created);
        created.Text("clientSecret").ShouldNotBeNull();
        var again = await signatory.Posts(Address, Client()).Answers_with(HttpStatusCode.Created);
        (again.Id("clientId"), again.Text("clientSecret")).ShouldBe((created.Id("clientId"), null));
        (await service.Sql("select count(*) from idempotency_key where body like '%charter_cs_%'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Only_a_signatory_of_the_organisation_has_to_do_with_its_clients()
    {
        var created = await service.As(Signatory).Posts(Address, Client()).Answers_with(HttpStatusCode.Created);
        var one = $"{Address}/{created.Id("clientId")}";
        var elsewhere = Person.With().Of(Guid.NewGuid(), Roles.Signatory);
        foreach (var person in new[] { elsewhere, Person.With(Roles.Registrar), Person.With().Of(_organisation, Roles.Editor, Roles.Champion), Person.Program(_organisation, Scopes.All.ToArray()) })
        {
            var client = service.As(person);
            await client.GetAsync(Address).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.Posts(Address, Client()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.Posts($"{one}/secret", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await client.DeleteAsync(one).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        // Another organisation's client is not found under one's own.
        var theirs = $"/api/organisations/{elsewhere.Memberships[0].Organisation}/clients/{created.Id("clientId")}";
        await service.As(elsewhere).Posts($"{theirs}/secret", new { }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(elsewhere).DeleteAsync(theirs).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        var signatory = service.As(Signatory);
        await signatory.Posts(Address, new { name = " ", scopes = Array.Empty<string>() }).Is_invalid("name", "scopes", "expiresOn");
        await signatory.Posts(Address, new { name = new string('a', 81), scopes = new[] { "signatory" }, expiresOn = NextMonth }).Is_invalid("name", "scopes");
        await signatory.Posts(Address, new { name = "x", scopes = new[] { "read", "read" }, expiresOn = NextMonth }).Is_invalid("scopes");
        foreach (var day in new[] { DateOnly.FromDateTime(DateTime.Today).AddDays(-1), NextMonth.AddYears(1) })
            await signatory.Posts(Address, new { name = "x", scopes = new[] { "read" }, expiresOn = day }).Is_invalid("expiresOn");
    }

    [Fact]
    public async Task There_are_ten_at_most_also_when_many_are_asked_for_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(i => service.As(Signatory).Posts(Address, Client($"Number {i}"))));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(10);
        await Task.FromResult(answers.First(a => a.StatusCode != HttpStatusCode.Created)).Is_refused(HttpStatusCode.Conflict, "too-many-clients");

        var signatory = service.As(Signatory);
        var first = (await signatory.GetAsync(Address).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id();
        await signatory.DeleteAsync($"{Address}/{first}").Answers_with(HttpStatusCode.NoContent);
        await signatory.Posts(Address, Client()).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task One_that_was_revoked_stays_so()
    {
        var signatory = service.As(Signatory);
        var id = (await signatory.Posts(Address, Client()).Answers_with(HttpStatusCode.Created)).Id("clientId");
        await signatory.DeleteAsync($"{Address}/{id}").Answers_with(HttpStatusCode.NoContent);
        await service.Published<MembershipsChanged>(e => e.Subject == id);
        await signatory.DeleteAsync($"{Address}/{id}").Is_refused(HttpStatusCode.Conflict, "client-ended");
        await signatory.Posts($"{Address}/{id}/secret", new { }).Is_refused(HttpStatusCode.Conflict, "client-ended");
        (await signatory.GetAsync(Address).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Text("status").ShouldBe("revoked");
    }

    [Fact]
    public async Task A_program_is_told_who_it_is()
    {
        var me = await service.As(Person.Program(_organisation, Scopes.Practices)).GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.Text("email").ShouldBe("");
        me.GetProperty("roles").GetArrayLength().ShouldBe(0);
        me.GetProperty("memberships")[0].Text("role").ShouldBe("champion");
    }
}
