using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.Signatories.Tests;

public sealed class The_name_of_the_signatory(SignatoryFixture service)
{
    private async Task<(Guid Organisation, Guid Signature, Person Signatory)> Signed()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);
        return (id, (await Data(signatory)).GetProperty("signatures")[0].Id(), signatory);
    }

    private Task<JsonElement> Data(Person person) => service.As(person).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK);

    private Task<HttpResponseMessage> Consent(Person person, Guid signature, bool consents) =>
        service.As(person).PutAsJsonAsync($"/api/signatures/{signature}/consent", new { consentsToPublish = consents });

    private async Task<JsonElement> OnRegister(Guid organisation) => (await service.RegisterEntry(organisation)).GetProperty("signature").GetProperty("signatory");

    [Fact]
    public async Task Consent_is_withdrawn_and_given_again_and_the_register_follows_at_once()
    {
        var (organisation, signature, signatory) = await Signed();
        (await OnRegister(organisation)).Text("name").ShouldBe("Avery Example");
        await Consent(signatory, signature, false).Answers_with(HttpStatusCode.OK);
        (await OnRegister(organisation)).ValueKind.ShouldBe(JsonValueKind.Null);
        await Consent(signatory, signature, true).Answers_with(HttpStatusCode.OK);
        (await OnRegister(organisation)).Text("name").ShouldBe("Avery Example");
    }

    [Fact]
    public async Task Only_the_person_who_signed_decides()
    {
        var (organisation, signature, _) = await Signed();
        await Consent(Person.With().Of(organisation, "signatory", "editor"), signature, false).Is_refused(HttpStatusCode.NotFound, "not-found");
        await Consent(service.Registrar, signature, false).Is_refused(HttpStatusCode.NotFound, "not-found");
        (await OnRegister(organisation)).Text("name").ShouldBe("Avery Example");
    }

    [Fact]
    public async Task A_person_sees_all_that_is_held_on_them_and_nothing_of_others()
    {
        var (organisation, signature, signatory) = await Signed();
        var data = await Data(signatory);
        var held = data.GetProperty("signatures").EnumerateArray().Single();
        (held.Id(), held.Id("organisationId"), held.Text("name"), held.Text("email")).ShouldBe((signature, organisation, "Avery Example", signatory.Email));
        data.GetProperty("organisationsRegistered").EnumerateArray().Single().Id().ShouldBe(organisation);
        (await Data(Person.With())).GetRawText().ShouldBe("""{"signatures":[],"signaturesUnderWay":[],"signaturesWithdrawn":[],"signaturesCountersigned":[],"organisationsRegistered":[],"organisationsConfirmed":[],"chartersPublished":[],"organisationsChanged":[],"listsSent":[],"successionsEntered":[],"successionsReversed":[]}""");
        (await Data(service.Registrar)).GetProperty("organisationsConfirmed").EnumerateArray().ShouldContain(o => o.Id() == organisation);
    }

    [Fact]
    public async Task Who_erases_the_account_is_forgotten_and_the_signature_stands()
    {
        var (organisation, signature, signatory) = await Signed();
        var (other, _, _) = await Signed();
        await service.Deliver(new AccountErased(signatory.Subject, DateTimeOffset.UtcNow), times: 2);

        (await OnRegister(organisation)).ValueKind.ShouldBe(JsonValueKind.Null);
        var receipt = (await service.As(service.Registrar).GetAsync($"/api/organisations/{organisation}/signatures").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0];
        (receipt.Id(), receipt.Text("signatoryName"), receipt.Text("signatoryRole")).ShouldBe((signature, null, null));
        (await service.Rows(organisation, "signature", "register_entry", "register_duty")).ShouldNotContain("Avery");
        (await service.Sql($"select * from signature where signed_by = '{signatory.Subject}'")).Single().ShouldNotContain(signatory.Email);
        (await OnRegister(other)).Text("name").ShouldBe("Avery Example");
    }

    [Fact]
    public async Task What_is_stated_again_brings_no_name_back()
    {
        var (organisation, _, signatory) = await Signed();
        await service.Deliver(new AccountErased(signatory.Subject, DateTimeOffset.UtcNow));
        (await service.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await service.Run("restate", "champions-network")).ExitCode.ShouldBe(0);
        await service.Deliver(new AccountErased(signatory.Subject, DateTimeOffset.UtcNow.AddDays(-1)));
        (await OnRegister(organisation)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await service.Rows(organisation, "signature", "register_entry")).ShouldNotContain("Avery");
    }

    [Fact]
    public async Task A_consent_that_comes_after_the_erasure_names_nobody()
    {
        var (organisation, signature, signatory) = await Signed();
        await service.Deliver(new AccountErased(signatory.Subject, DateTimeOffset.UtcNow));
        await Consent(signatory, signature, true);   // with a token from just before
        (await OnRegister(organisation)).ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
