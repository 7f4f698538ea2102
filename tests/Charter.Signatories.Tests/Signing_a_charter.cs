using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Signing_a_charter(SignatoryFixture service)
{
    [Fact]
    public async Task A_signature_is_announced_and_stands_on_the_register_at_once()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);

        var entry = await service.RegisterEntry(id);
        entry.GetProperty("signature").Text("contentHash").ShouldBe(charter.Hash);
        entry.GetProperty("signature").GetProperty("signatory").Text("name").ShouldBe("Avery Example");
        var signed = await service.Published<CharterSigned>(e => e.OrganisationId == id);
        signed.SignedBy.ShouldBe(signatory.Subject);
        signed.ContentHash.ShouldBe(charter.Hash);
    }

    [Fact]
    public async Task Without_consent_neither_name_nor_role_is_shown()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash, consentsToPublish: false)).Answers_with(HttpStatusCode.Created);

        (await service.RegisterEntry(id)).GetRawText().ShouldNotContain("Avery");
    }

    [Fact]
    public async Task A_version_is_signed_once()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash)).Is_refused(HttpStatusCode.Conflict, "charter-already-signed");
    }

    [Fact]
    public async Task Two_signatures_at_the_same_moment_leave_one()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash))));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(5);
        await service.Published<CharterSigned>(e => e.OrganisationId == id);
        service.AllPublished<CharterSigned>(e => e.OrganisationId == id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_superseded_version_cannot_be_signed()
    {
        var registrar = service.As(service.Registrar);
        var charter = await service.PublishedCharter();
        await registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", "{}").Answers_with(HttpStatusCode.OK);
        var (id, signatory) = await service.ConfirmedOrganisation();

        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash)).Is_refused(HttpStatusCode.Conflict, "charter-version-superseded");
    }

    [Fact]
    public async Task A_version_that_is_not_yet_in_force_cannot_be_signed_and_supersedes_nothing()
    {
        var registrar = service.As(service.Registrar);
        var charter = await service.PublishedCharter();
        var second = await registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", new { inForceFrom = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd") }).Answers_with(HttpStatusCode.OK);
        var (id, signatory) = await service.ConfirmedOrganisation();

        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, second.Text("contentHash")!, version: 2)).Is_refused(HttpStatusCode.Conflict, "charter-version-not-in-force");
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash)).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_exact_text_is_signed_or_none()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, new string('0', 64))).Is_refused(HttpStatusCode.Conflict, "charter-content-differs");
    }

    [Fact]
    public async Task Authority_must_be_stated()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash, confirmsAuthority: false)).Is_invalid("signatory.confirmsAuthority");
    }

    [Fact]
    public async Task An_organisation_that_is_not_confirmed_cannot_sign()
    {
        var charter = await service.PublishedCharter();
        var person = Person.With();
        var organisation = (await service.As(person).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created)).Id();
        await service.As(person.Of(organisation, Roles.Signatory)).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(organisation, charter.Hash))
            .Is_refused(HttpStatusCode.Conflict, "organisation-not-confirmed");
    }

    [Fact]
    public async Task Nobody_signs_for_another_organisation()
    {
        var charter = await service.PublishedCharter();
        var (_, signatory) = await service.ConfirmedOrganisation();
        var (other, _) = await service.ConfirmedOrganisation();
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(other, charter.Hash)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(signatory).GetAsync($"/api/organisations/{other}/signatures").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_receipt_is_for_the_organisation_and_the_registrar()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);
        var receipts = await service.As(signatory).GetAsync($"/api/organisations/{id}/signatures").Answers_with(HttpStatusCode.OK);
        receipts.GetProperty("items")[0].Text("contentHash").ShouldBe(charter.Hash);
    }

    [Fact]
    public async Task The_receipt_says_what_was_signed_and_how_to_check_it_and_is_for_the_organisation_and_the_registrar()
    {
        var text = await service.CharterWith(null);
        var (id, signatory, signature) = await service.Signed(text);
        var address = $"/api/signatures/{signature}/receipt";
        foreach (var person in new[] { signatory, service.Registrar, Person.With().Of(id, Roles.Editor) })
        {
            var receipt = await service.As(person).GetAsync(address).Answers_with(HttpStatusCode.OK);
            (receipt.GetProperty("organisation").Id(), receipt.GetProperty("charter").Text("contentHash"), receipt.GetProperty("signed").Text("status")).ShouldBe((id, text.Hash, "in-force"));
            receipt.GetProperty("howToCheck").GetArrayLength().ShouldBeGreaterThan(2);
            var shown = await service.Anonymous().GetAsync(receipt.GetProperty("charter").Text("address")).Answers_with(HttpStatusCode.OK);
            Sha256OfSorted(shown.GetProperty("content")).ShouldBe(text.Hash);
        }
        var (_, stranger) = await service.ConfirmedOrganisation();
        await service.As(stranger).GetAsync(address).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().GetAsync(address).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    /// <summary>As the receipt says, and with nothing of the service's own.</summary>
    private static string Sha256OfSorted(JsonElement content)
    {
        static object? Sorted(JsonElement e) => e.ValueKind switch
        {
            JsonValueKind.Object => new SortedDictionary<string, object?>(e.EnumerateObject().ToDictionary(m => m.Name, m => Sorted(m.Value)), StringComparer.Ordinal),
            JsonValueKind.Array => e.EnumerateArray().Select(Sorted).ToArray(),
            _ => e,
        };
        var text = JsonSerializer.Serialize(Sorted(content), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
