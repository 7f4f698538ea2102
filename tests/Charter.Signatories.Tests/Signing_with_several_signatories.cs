using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Signing_with_several_signatories(SignatoryFixture service)
{
    private Task<JsonElement> Open(Person person, Guid id) => service.As(person).GetAsync($"/api/signatures/open/{id}").Answers_with(HttpStatusCode.OK);

    [Fact]
    public async Task It_waits_for_the_other_role_and_is_in_force_once_that_is_signed_by_another_person()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        var second = Ceremonies.Another(id);

        var open = await service.Sign(first, id, charter, "Chair", "Bo Chair").Answers_with(HttpStatusCode.Accepted);
        (open.Text("status"), open.GetProperty("missing")[0].GetString()).ShouldBe(("open", "Chief executive"));
        await service.Anonymous().GetAsync($"/api/register/{id}").Is_refused(HttpStatusCode.NotFound, "not-on-register");
        (await service.History(id)).ShouldBeEmpty();

        var signed = await service.Sign(second, id, charter, "chief executive", "Avery Executive").Answers_with(HttpStatusCode.Created);
        signed.Id().ShouldBe(open.Id());
        signed.Text("signatoryRole").ShouldBe("Chief executive");
        signed.GetProperty("others")[0].Text("name").ShouldBe("Bo Chair");
        var shown = await service.Shown(id);
        shown.GetProperty("signatory").Text("name").ShouldBe("Avery Executive");
        shown.GetProperty("others")[0].Text("role").ShouldBe("Chair");
        var told = await service.Published<CharterSigned>(e => e.OrganisationId == id);
        (told.SignatureId, told.SignedBy, told.SignatureKind).ShouldBe((open.Id(), second.Subject, "signed"));
        (await service.History(id)).Count.ShouldBe(1);
        await service.As(first).GetAsync($"/api/signatures/open/{open.Id()}").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Nobody_signs_twice_and_no_role_is_signed_twice_and_no_other_role_counts()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        await service.Sign(first, id, charter, "Treasurer").Is_refused(HttpStatusCode.Conflict, "signature-role-not-asked-for");
        await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted);
        await service.Sign(first, id, charter, "Chair").Is_refused(HttpStatusCode.Conflict, "signature-same-person");
        await service.Sign(Ceremonies.Another(id), id, charter).Is_refused(HttpStatusCode.Conflict, "signature-role-signed");
        await service.Sign(Person.With().Of(id, Roles.Editor), id, charter, "Chair").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Two_people_who_sign_at_the_same_moment_put_it_in_force_once()
    {
        var charter = await service.CharterWith(new { signatories = new[] { "Chief executive", "Chair", "Treasurer" } });
        var (id, first) = await service.ConfirmedOrganisation();
        await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted);
        var answers = await Task.WhenAll(new[] { "Chair", "Treasurer" }.Select(async role =>
        {
            var person = Ceremonies.Another(id);
            HttpResponseMessage answer;
            do
                answer = await service.Sign(person, id, charter, role);
            while (answer.StatusCode == HttpStatusCode.Conflict);   // somebody else changed it at the same time: repeat
            return answer.StatusCode;
        }));
        answers.Order().ShouldBe([HttpStatusCode.Created, HttpStatusCode.Accepted]);
        (await service.Shown(id)).GetProperty("others").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_registrar_countersigns_once_nobody_else_is_missing_and_not_for_their_own_organisation()
    {
        var charter = await service.CharterWith(new { signatories = new[] { "Chief executive", "Chair" }, countersigned = true });
        var (id, first) = await service.ConfirmedOrganisation();
        var open = await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted);
        var address = $"/api/signatures/open/{open.Id()}/countersignature";
        await service.As(service.Registrar).Posts(address, "").Is_refused(HttpStatusCode.Conflict, "signature-roles-missing");

        var complete = await service.Sign(Ceremonies.Another(id), id, charter, "Chair").Answers_with(HttpStatusCode.Accepted);
        complete.Text("status").ShouldBe("awaiting-countersignature");
        await service.Sign(Ceremonies.Another(id), id, charter, "Chair").Is_refused(HttpStatusCode.Conflict, "signature-awaits-countersignature");
        await service.As(service.Registrar.Of(id, Roles.Editor)).Posts(address, "").Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        await service.As(first).Posts(address, "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var waiting = await service.As(service.Registrar).GetAsync("/api/signatures/open?waiting=true&size=100").Answers_with(HttpStatusCode.OK);
        waiting.GetProperty("items").EnumerateArray().ShouldContain(o => o.Id() == open.Id());

        (await service.As(service.Registrar).Posts(address, "").Answers_with(HttpStatusCode.Created)).GetProperty("countersigned").GetBoolean().ShouldBeTrue();
        (await service.Shown(id)).GetProperty("countersigned").GetBoolean().ShouldBeTrue();
        await service.Published<CharterSigned>(e => e.OrganisationId == id);
        await service.As(service.Registrar).Posts(address, "").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.As(service.Registrar).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK))
            .GetProperty("signaturesCountersigned").EnumerateArray().ShouldContain(s => s.Id() == open.Id());
    }

    [Fact]
    public async Task It_is_seen_by_the_organisation_and_the_registrar_alone()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        var (_, stranger) = await service.ConfirmedOrganisation();
        var open = (await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        foreach (var person in new[] { first, service.Registrar, Person.With().Of(id, Roles.Editor) })
        {
            (await Open(person, open)).GetProperty("parts")[0].Text("name").ShouldBe("Avery Example");
            (await service.As(person).GetAsync($"/api/organisations/{id}/signatures/open").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id().ShouldBe(open);
        }
        await service.As(stranger).GetAsync($"/api/signatures/open/{open}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(stranger).GetAsync($"/api/organisations/{id}/signatures/open").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(stranger).DeleteAsync($"/api/signatures/open/{open}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(stranger).GetAsync("/api/signatures/open").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_organisation_abandons_it_and_begins_anew()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        var open = (await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        await service.As(first).DeleteAsync($"/api/signatures/open/{open}").Answers_with(HttpStatusCode.NoContent);

        (await Open(first, open)).Text("status").ShouldBe("abandoned");
        (await service.Sql($"select count(*) from open_signature_part where signature_id = '{open}'")).ShouldBe(["0"]);
        await service.As(first).DeleteAsync($"/api/signatures/open/{open}").Is_refused(HttpStatusCode.Conflict, "open-signature-ended");
        (await service.Sign(first, id, charter, "Chair").Answers_with(HttpStatusCode.Accepted)).Id().ShouldNotBe(open);
    }

    [Fact]
    public async Task It_ends_by_itself_when_a_newer_version_is_in_force()
    {
        await using var alone = new ClockedFixture(new TestClock());
        await alone.InitializeAsync();
        var charter = await alone.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await alone.ConfirmedOrganisation();
        var open = (await alone.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        var newer = await alone.Supersede(charter, from: alone.Today.AddDays(3));
        alone.GoTo(alone.Today.AddDays(2));
        await alone.Sign(Ceremonies.Another(id), id, newer, "Chair").Is_refused(HttpStatusCode.Conflict, "charter-version-not-in-force");
        alone.GoTo(alone.Today.AddDays(1));
        await Eventually.Passes(async () => (await alone.As(first).GetAsync($"/api/signatures/open/{open}").Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe("superseded"));
        await alone.Sign(Ceremonies.Another(id), id, charter, "Chair").Is_refused(HttpStatusCode.Conflict, "charter-version-superseded");
        await alone.Sign(first, id, newer).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Everybody_who_signed_decides_on_their_own_name_and_is_forgotten_with_the_account()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        var second = Ceremonies.Another(id);
        var signature = (await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        await service.Sign(second, id, charter, "Chair", "Bo Chair").Answers_with(HttpStatusCode.Created);
        (await service.As(second).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK)).GetProperty("signatures")[0].Text("name").ShouldBe("Bo Chair");

        await service.As(second).PutAsync($"/api/signatures/{signature}/consent", new StringContent("{\"consentsToPublish\":false}", System.Text.Encoding.UTF8, "application/json")).Answers_with(HttpStatusCode.OK);
        (await service.RegisterEntry(id)).GetRawText().ShouldNotContain("Bo Chair");
        (await service.RegisterEntry(id)).GetRawText().ShouldContain("Avery Example");
        await service.Deliver(new AccountErased(second.Subject, DateTimeOffset.UtcNow), times: 2);
        var receipts = await service.As(first).GetAsync($"/api/organisations/{id}/signatures").Answers_with(HttpStatusCode.OK);
        (receipts.GetProperty("items")[0].GetProperty("others")[0].Text("name"), receipts.GetProperty("items")[0].Text("signatoryName")).ShouldBe((null, "Avery Example"));
        string.Join('\n', await service.Sql($"select p::text from signature_part p where signature_id = '{signature}'")).ShouldNotContain(second.Email);
    }

    [Fact]
    public async Task Who_erases_the_account_while_it_is_open_is_forgotten_and_what_they_signed_counts()
    {
        var charter = await service.CharterWith(Ceremonies.TwoRoles);
        var (id, first) = await service.ConfirmedOrganisation();
        var open = (await service.Sign(first, id, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        (await service.As(first).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK)).GetProperty("signaturesUnderWay")[0].Id().ShouldBe(open);
        await service.Deliver(new AccountErased(first.Subject, DateTimeOffset.UtcNow));
        string.Join('\n', await service.Sql($"select p::text from open_signature_part p where signature_id = '{open}'")).ShouldNotContain("Avery");
        await service.Sign(Ceremonies.Another(id), id, charter, "Chair", "Bo Chair").Answers_with(HttpStatusCode.Created);
        (await service.Shown(id)).GetProperty("signatory").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
