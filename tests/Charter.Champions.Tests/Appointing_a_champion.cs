using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Champions.Tests;

public sealed class Appointing_a_champion(ChampionsFixture service)
{
    [Fact]
    public async Task The_directory_shows_the_champion_at_once()
    {
        var word = $"zq{Guid.NewGuid():n}"[..12];
        var (organisation, signatory) = await service.Member($"{word} Trust", "housing", "E08000010");
        using var answer = await service.Appoint(signatory, organisation, "robin@example.org", "Robin Example", "Head of procurement", ["Evaluation", "Food"]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);

        var champion = await service.As(Person.With()).GetAsync(answer.Headers.Location).Answers_with(HttpStatusCode.OK);
        champion.Text("name").ShouldBe("Robin Example");
        champion.Text("jobTitle").ShouldBe("Head of procurement");
        champion.Text("organisationName").ShouldBe($"{word} Trust");
        champion.Text("sector").ShouldBe("housing");
        champion.GetProperty("places")[0].Text("name").ShouldBe("Wigan");
        champion.GetProperty("specialisms").EnumerateArray().Select(s => s.GetString()).ShouldBe(["Evaluation", "Food"]);
        foreach (var query in new[] { "robin", "procurement", "food", "wigan", "robin trust wig" })
            (await service.All($"/api/network/champions?q={word}+{Uri.EscapeDataString(query)}")).Single().Id().ShouldBe(champion.Id());
        (await service.All($"/api/network/champions?q={word}&sector=housing&place=E08000010")).Count.ShouldBe(1);
        (await service.All($"/api/network/champions?q={word}&sector=faith")).ShouldBeEmpty();
        (await service.All($"/api/network/champions?q={word}&place=E08000006")).ShouldBeEmpty();
        (await service.All($"/api/network/champions?q={word}+salford")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_directory_goes_by_name_without_gap_or_repetition()
    {
        var word = $"zq{Guid.NewGuid():n}"[..12];
        var (organisation, signatory) = await service.Member($"{word} Trust");
        foreach (var (i, name) in new[] { "beta", "Alpha", "gamma", "alpha", "Éva" }.Index())
            await service.Appoint(signatory, organisation, $"c{i}@example.org", name).Answers_with(HttpStatusCode.Created);

        (await service.All($"/api/network/champions?q={word}")).Select(c => c.Text("name")!.ToLowerInvariant()).ShouldBe(["alpha", "alpha", "beta", "gamma", "éva"]);
    }

    [Fact]
    public async Task The_address_is_shown_to_nobody()
    {
        var (organisation, signatory) = await service.Member();
        var champion = Person.With() with { Email = $"needle-{Guid.NewGuid():n}@example.org" };
        var appointed = await service.Appoint(signatory, organisation, champion.Email).Answers_with(HttpStatusCode.Created);
        var again = await service.Appoint(signatory, organisation, champion.Email).Is_refused(HttpStatusCode.Conflict, "already-champion");
        var directory = await service.As(signatory).GetAsync("/api/network/champions?size=100").Answers_with(HttpStatusCode.OK);
        var mine = await service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        var announced = await service.Published<ChampionAppointed>(e => e.ChampionId == appointed.Id());

        foreach (var text in new[] { appointed.GetRawText(), again.GetRawText(), directory.GetRawText(), mine.GetRawText(), announced.ToString() })
            text.ShouldNotContain("needle-");
    }

    [Fact]
    public async Task A_champion_named_by_address_is_announced_without_an_account()
    {
        var (id, organisation, signatory, _) = await service.AppointedChampion();
        var announced = await service.Published<ChampionAppointed>(e => e.ChampionId == id);
        (announced.Version, announced.OrganisationId, announced.Subject, announced.AppointedBy).ShouldBe((1, organisation, null, signatory.Subject));
    }

    [Fact]
    public async Task Signatories_who_name_themselves_are_known_at_once()
    {
        var (organisation, signatory) = await service.Member();
        var appointed = await service.Appoint(signatory, organisation, $" {signatory.Email.ToUpperInvariant()} ").Answers_with(HttpStatusCode.Created);
        var announced = await service.Published<ChampionAppointed>(e => e.ChampionId == appointed.Id());
        (announced.Version, announced.Subject).ShouldBe((1, signatory.Subject));
    }

    [Fact]
    public async Task Who_is_named_is_known_once_they_ask_for_their_appointments()
    {
        var (id, organisation, signatory, champion) = await service.AppointedChampion();
        var mine = await service.As(champion with { Email = champion.Email.ToUpperInvariant() }).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        mine.GetProperty("items").EnumerateArray().Single().Id("organisationId").ShouldBe(organisation);

        var announced = await service.Published<ChampionAppointed>(e => e.ChampionId == id && e.Version == 2);
        (announced.Subject, announced.AppointedBy).ShouldBe((champion.Subject, signatory.Subject));
    }

    [Fact]
    public async Task The_account_is_linked_once_even_when_the_person_asks_many_times_at_once()
    {
        var (id, _, _, champion) = await service.AppointedChampion();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK)));
        answers.ShouldAllBe(a => a.GetProperty("items").GetArrayLength() == 1);
        await service.Published<ChampionAppointed>(e => e.ChampionId == id && e.Version == 2);
        (await service.Published<ChampionAppointed>(2, e => e.ChampionId == id)).Select(e => e.Version).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Another_account_with_the_same_address_takes_nothing_over()
    {
        var (_, _, _, champion) = await service.AppointedChampion();
        await service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        var other = Person.With() with { Email = champion.Email };
        (await service.As(other).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_no_champion_has_no_appointments()
    {
        await service.AppointedChampion();
        foreach (var person in new[] { Person.With(), Person.With() with { Email = "" } })
            (await service.As(person).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_person_is_champion_of_an_organisation_once_but_of_several_organisations()
    {
        var (_, organisation, signatory, champion) = await service.AppointedChampion();
        await service.Appoint(signatory, organisation, champion.Email.ToUpperInvariant(), "Somebody Else").Is_refused(HttpStatusCode.Conflict, "already-champion");

        var (second, other) = await service.Member();
        await service.Appoint(other, second, champion.Email).Answers_with(HttpStatusCode.Created);
        var mine = await service.As(champion).GetAsync("/api/network/champions/me").Answers_with(HttpStatusCode.OK);
        mine.GetProperty("items").EnumerateArray().Select(c => c.Id("organisationId")).ShouldBe([organisation, second]);
    }

    [Fact]
    public async Task Appointments_at_the_same_moment_leave_one()
    {
        var (organisation, signatory) = await service.Member();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.Appoint(signatory, organisation, "robin@example.org")));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
    }

    [Fact]
    public async Task An_organisation_that_has_not_signed_appoints_nobody()
    {
        var organisation = Guid.NewGuid();
        await service.Appoint(Person.With().Of(organisation, Roles.Signatory), organisation, "robin@example.org").Is_refused(HttpStatusCode.Conflict, "not-a-member");
    }

    [Fact]
    public async Task Only_a_signatory_of_the_organisation_appoints()
    {
        var (organisation, _) = await service.Member();
        var (other, foreign) = await service.Member();
        foreach (var person in new[] { foreign, Person.With().Of(organisation, Roles.Editor), Person.With().Of(organisation, Roles.Champion).Of(other, Roles.Signatory), Person.With(Roles.Registrar) })
            await service.Appoint(person, organisation, "robin@example.org").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("""{}""", new[] { "organisationId", "name", "email" })]
    [InlineData("""{"organisationId":7,"name":7,"email":7,"jobTitle":7,"specialisms":"Food"}""", new[] { "organisationId", "name", "email", "jobTitle", "specialisms" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":" ","email":"robin"}""", new[] { "name", "email" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a@b@c.org"}""", new[] { "email" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a b@c.org"}""", new[] { "email" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a@c..org"}""", new[] { "email" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R\u0000","email":"a@c.org\u0000"}""", new[] { "name", "email" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a@c.org","specialisms":["Food","Food"]}""", new[] { "specialisms" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a@c.org","specialisms":["Food"," "]}""", new[] { "specialisms[1]" })]
    [InlineData("""{"organisationId":"0193e3b0-0000-7000-8000-000000000000","name":"R","email":"a@c.org","specialisms":[null]}""", new[] { "specialisms[0]" })]
    [InlineData("null", new[] { "$" })]
    [InlineData("{", new[] { "$" })]
    public async Task Every_bad_field_is_named(string body, string[] fields) =>
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).Posts("/api/network/champions", body).Is_invalid(fields);

    [Fact]
    public async Task Long_texts_are_named_and_huge_bodies_refused()
    {
        var (organisation, signatory) = await service.Member();
        await service.Appoint(signatory, organisation, $"{new string('a', 250)}@example.org", new string('n', 101), new string('j', 101), [new string('s', 61)])
            .Is_invalid("email", "name", "jobTitle", "specialisms[0]");
        await service.Appoint(signatory, organisation, $"a@{string.Concat(Enumerable.Repeat("b.", 200_000))}@").Is_invalid("email");
        await service.Appoint(signatory, organisation, new string('a', 2_000_000)).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await service.As(signatory).Posts("/api/network/champions", new string('[', 5_000) + new string(']', 5_000)).Is_refused(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task A_champion_who_does_not_exist_is_not_found() =>
        await service.As(Person.With()).GetAsync($"/api/network/champions/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
}
