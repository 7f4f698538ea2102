using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Npgsql;

namespace Charter.Signatories.Tests;

public sealed class The_history(SignatoryFixture service)
{
    private Task<IReadOnlyList<string>> Kinds(Guid organisation) => service.Sql($"select kind from history_entry where organisation_id = '{organisation}' order by occurred_at, id");

    [Fact]
    public async Task Signing_and_signing_a_newer_version_stand_in_it_with_what_was_signed()
    {
        var registrar = service.As(service.Registrar);
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.SignedOrganisation(charter);
        var second = await registrar.Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample("Second")).Answers_with(HttpStatusCode.Created);
        await registrar.Posts($"/api/charters/{charter.Id}/versions/2/publication", "{}").Answers_with(HttpStatusCode.OK);
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, second.Text("contentHash")!, version: 2)).Answers_with(HttpStatusCode.Created);

        (await Kinds(id)).ShouldBe(["signed", "re-signed"]);
        var facts = JsonSerializer.Deserialize<JsonElement>((await service.Sql($"select facts from history_entry where organisation_id = '{id}' and kind = 'signed'")).Single());
        facts.Text("contentHash").ShouldBe(charter.Hash);
        facts.GetProperty("charterVersion").GetInt32().ShouldBe(1);
        facts.GetRawText().ShouldNotContain("Avery");
    }

    [Fact]
    public async Task An_award_that_is_told_twice_and_stated_again_stands_in_it_once()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var award = new KiteMarkAwarded(Guid.NewGuid(), 1, Guid.NewGuid(), id, "scheme", "bronze", today, today.AddYears(3), Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(award, times: 2);
        await service.Deliver(award, audience: "signatory");
        (await Kinds(id)).ShouldBe(["signed", "mark-awarded"]);
    }

    [Theory]
    [InlineData("update history_entry set facts = 'x'")]
    [InlineData("delete from history_entry")]
    [InlineData("truncate history_entry")]
    public async Task Nothing_in_it_can_be_changed_or_removed(string statement)
    {
        await service.SignedOrganisation(await service.PublishedCharter());
        (await Should.ThrowAsync<PostgresException>(() => service.Sql(statement))).MessageText.ShouldBe("history is never changed or removed");
    }

    [Fact]
    public async Task What_the_register_showed_on_a_day_that_is_over_stays_whatever_is_made_anew()
    {
        await using var alone = new SignatoryFixture();   // its copies are forgotten, which others would notice
        await alone.InitializeAsync();
        var charter = await alone.PublishedCharter();
        var (id, _) = await alone.SignedOrganisation(charter, SignatoryFixture.Organisation("Before Ltd", "business"));
        await alone.Sql($"update register_period set from_on = from_on - 10 where organisation_id = '{id}'");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var award = new KiteMarkAwarded(Guid.NewGuid(), 1, Guid.NewGuid(), id, "scheme", "bronze", today, today.AddYears(3), Guid.NewGuid(), DateTimeOffset.UtcNow);
        await alone.Deliver(award);
        var before = await alone.Rows(id, "register_period");
        before.Split('\n').Length.ShouldBe(2);

        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        await alone.Deliver(award, audience: "signatory");
        (await alone.Rows(id, "register_period")).ShouldBe(before);
    }
}
