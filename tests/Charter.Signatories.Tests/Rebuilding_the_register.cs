using System.Net;
using System.Text.Json;
using Charter.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Signatories.Tests;

public sealed class Rebuilding_the_register(SignatoryFixture service)
{
    private static readonly string[] Copies = ["register_duty", "register_pledge", "register_evidence", "register_mark", "register_entry", "register_period", "history_entry"];
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static LedgerDuty Embed(string state) => new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", state);

    private static PledgeFacts Pledge(Guid organisation) =>
        new(Guid.NewGuid(), 1, organisation, "embed", "social", "Improving family life", "Policy", "policies", "count", 0.5m, 3, new(2030, 1, 1), "active");

    private static KiteMarkAwarded Award(Guid organisation, string level = "bronze") =>
        new(Guid.CreateVersion7(), 1, Guid.NewGuid(), organisation, "scheme", level, Today, Today.AddYears(3), Guid.NewGuid(), Now);

    [Fact]
    public async Task What_is_stated_again_in_any_order_gives_the_same_rows_to_the_byte_whatever_was_damaged()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var other = await alone.PublishedCharter();
        var (id, signatory) = await alone.SignedOrganisation(charter, SignatoryFixture.Organisation(
            identifiers: [new { scheme = "GB-MPR", id = "29537R" }, new { scheme = "GB-COH", id = "09506232" }], places: ["E08000006", "E08000010"]));
        await alone.As(signatory).Posts($"/api/charters/{other.Id}/signatures", SignatoryFixture.Signing(id, other.Hash)).Answers_with(HttpStatusCode.Created);
        var (second, _) = await alone.SignedOrganisation(charter);
        var pledge = Pledge(id);
        var evidence = new EvidenceFacts(Guid.NewGuid(), 1, pledge.PledgeId, id, "embed", "Board minute", new(2026, 1, 1), EvidenceStates.Submitted);
        var reported = pledge with { Version = 2, ProgressValue = 1.5m, ProgressOn = new(2026, 6, 1) };
        var verified = new EvidenceVerified(evidence with { Version = 2, State = EvidenceStates.Verified }, Guid.NewGuid(), Now);
        var award = Award(id);
        await alone.Deliver(new LedgerOpened(id, charter.Id, 1, [Embed(DutyStates.NotStarted)], Now));
        await alone.Deliver(new PledgeMade(pledge, Guid.NewGuid(), Now));
        await alone.Deliver(new PledgeProgressReported(reported, Guid.NewGuid(), Now));
        await alone.Deliver(new EvidenceSubmitted(evidence, Guid.NewGuid(), Now));
        await alone.Deliver(verified);
        await alone.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified), Now));
        await alone.Deliver(award);
        var (copies, entry, own, counters) = (await CopiesOf(), await alone.RegisterEntry(id), await Own(), await Counters());
        copies.ShouldContain("register_mark");

        await alone.Sql($"""
            update register_entry set name = 'Wrong', mark = 'gold', search_text = '', signature_id = gen_random_uuid() where organisation_id = '{id}';
            delete from register_entry where organisation_id = '{second}';
            insert into register_entry (organisation_id, name, sort_name, sector, kind, size_band, places, search_text, signature_id, charter_id, charter_version, signed_on, mark, award_version)
            values ('{Guid.NewGuid()}', 'Nobody', 'nobody', 'faith', 'neither', 'small', array['E08000001'], '', gen_random_uuid(), '{charter.Id}', 1, now(), '', 0);
            update register_count set entries = entries + 7;
            delete from register_count where place <> '';
            update register_duty set state_rank = 0, text = 'Wrong.';
            update register_pledge set version = 99, facts = facts || jsonb_build_object('Title', 'Wrong');
            insert into register_evidence values (gen_random_uuid(), gen_random_uuid(), '{id}', 1, 'Wrong', now(), 'verified');
            update register_mark set version = 99, level = 'gold'
            """);
        (await alone.Run("forget-copies")).ShouldBe((0, "copies forgotten", ""));

        var meanwhile = await alone.RegisterEntry(id);
        meanwhile.GetProperty("pledges").GetArrayLength().ShouldBe(0);
        meanwhile.GetProperty("mark").ValueKind.ShouldBe(JsonValueKind.Null);
        meanwhile.GetProperty("name").GetRawText().ShouldBe(entry.GetProperty("name").GetRawText());
        await alone.Deliver(award, times: 2, audience: "signatory");
        await alone.Deliver(verified, times: 2, audience: "signatory");
        await alone.Deliver(new PledgeMade(reported, Guid.NewGuid(), Now), times: 2, audience: "signatory");
        await alone.Deliver(new DutyAdvanced(id, charter.Id, 1, Embed(DutyStates.Verified), Now), times: 2, audience: "signatory");
        await alone.Deliver(new LedgerOpened(id, charter.Id, 1, [Embed(DutyStates.Verified)], Now), times: 2, audience: "signatory");

        (await CopiesOf()).ShouldBe(copies);
        (await alone.RegisterEntry(id)).GetRawText().ShouldBe(entry.GetRawText());
        (await Own()).ShouldBe(own);
        (await Counters()).ShouldBe(counters);

        async Task<string> CopiesOf() => await alone.Rows(id, Copies) + "\n" + await alone.Rows(second, Copies);
        async Task<string> Own() => string.Join('\n', await alone.Sql(
            "select s::text from signature s union all select o::text from organisation o union all select v::text from charter_version v union all select i::text from organisation_identifier i order by 1"));
        async Task<string> Counters() => string.Join('\n', await alone.Sql("select concat_ws(',', status, sector, place, mark, entries) from register_count where entries <> 0 order by 1"));
    }

    [Fact]
    public async Task What_is_stated_again_for_somebody_else_has_no_effect_here()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var before = await service.Rows(id, Copies);
        await service.Deliver(new PledgeMade(Pledge(id), Guid.NewGuid(), Now), audience: "kite-mark");
        await service.Deliver(Award(id), audience: "kite-mark");
        (await service.Rows(id, Copies)).ShouldBe(before);
    }

    [Fact]
    public async Task Everything_others_keep_is_stated_again_as_it_was_published_for_the_audience_alone()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        await alone.As(alone.Registrar).Posts($"/api/charters/{charter.Id}/versions", SignatoryFixture.Sample()).Answers_with(HttpStatusCode.Created);   // a draft is nobody's business
        await alone.SignedOrganisation(charter);
        await alone.ConfirmedOrganisation(SignatoryFixture.Organisation(identifiers: [new { scheme = "GB-MPR", id = "29537R" }]));
        await alone.As(Person.With()).Posts("/api/organisations", SignatoryFixture.Organisation()).Answers_with(HttpStatusCode.Created);   // nor is one that is not confirmed
        await alone.Published<CharterSigned>(_ => true);
        await Eventually.Passes(() => { Published().Count.ShouldBe(4); return Task.CompletedTask; });

        (await alone.Run("restate", "pledge")).ShouldBe((0, "4 events restated for pledge", ""));
        await Eventually.Passes(() => { alone.AllRestated("pledge").Count.ShouldBe(4); return Task.CompletedTask; });
        Lines(alone.AllRestated("pledge")).ShouldBe(Lines(Published()));

        (await alone.Run("restate", "all")).ShouldBe((0, "4 events restated for all", ""));
        await Eventually.Passes(() => { Published().Count.ShouldBe(8); return Task.CompletedTask; });

        List<IEvent> Published() => [.. alone.AllPublished<IEvent>(e => e is not (OrganisationRegistered or ActionTaken))];
    }

    [Fact]
    public async Task However_many_there_are_none_is_left_out_at_the_border_of_a_page()
    {
        await using var alone = await Alone();
        await alone.Sql("""
            insert into organisation (id, version, name, sector, kind, size_band, places, status, registered_by, registered_at, confirmed_by, confirmed_at)
            select gen_random_uuid(), 2, 'Sample ' || i, 'faith', 'neither', 'small', array['E08000001'], 'confirmed', gen_random_uuid(), now(), gen_random_uuid(), now() from generate_series(1, 1000) i;
            insert into charter (id) values ('01988f6e-7a51-7c3e-9d3a-2f1f5c1f9a10');
            insert into signature (id, charter_id, charter_version, content_hash, organisation_id, signed_by, signatory_name, signatory_role, signatory_email, consents_to_publish, signed_at, signed_on)
            select gen_random_uuid(), '01988f6e-7a51-7c3e-9d3a-2f1f5c1f9a10', 1, '', id, gen_random_uuid(), '', '', '', false, now(), now() from organisation
            """);
        (await alone.Run("restate", "pledge")).Output.ShouldBe("2000 events restated for pledge");
        await Eventually.Passes(() =>
        {
            alone.AllRestated("pledge").OfType<CharterSigned>().Select(e => e.OrganisationId).Distinct().Count().ShouldBe(1000);
            alone.AllRestated("pledge").OfType<OrganisationConfirmed>().Select(e => e.OrganisationId).Distinct().Count().ShouldBe(1000);
            return Task.CompletedTask;
        });

        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.Sql("select count(*), (select sum(entries) from register_count where place = '') from register_entry")).ShouldBe(["1000|1000"]);
    }

    [Fact]
    public async Task An_award_that_comes_before_the_signature_is_shown_with_the_entry()
    {
        var charter = await service.PublishedCharter();
        var (id, signatory) = await service.ConfirmedOrganisation();
        var award = Award(id);
        await service.Deliver(award);
        await service.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(id, charter.Hash)).Answers_with(HttpStatusCode.Created);
        (await service.RegisterEntry(id)).GetProperty("mark").Id("awardId").ShouldBe(award.AwardId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_awards_on_one_day_the_one_made_last_is_shown_in_whatever_order_they_come(bool backwards)
    {
        var (id, _) = await service.SignedOrganisation(await service.PublishedCharter());
        KiteMarkAwarded[] awards = [Award(id), Award(id, "silver")];
        while (awards[0].AwardId.CompareTo(awards[1].AwardId) > 0)   // made in the same millisecond
            awards[1] = Award(id, "silver");
        foreach (var award in backwards ? awards.Reverse() : awards)
            await service.Deliver(award);
        (await service.RegisterEntry(id)).GetProperty("mark").Id("awardId").ShouldBe(awards[1].AwardId);
    }

    [Fact]
    public async Task A_message_that_failed_is_put_back_once_the_cause_is_gone()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var (id, _) = await alone.SignedOrganisation(charter);
        var pledge = Pledge(id);
        await alone.Sql($"alter table register_pledge add constraint cause check (pledge_id <> '{pledge.PledgeId}')");
        var bus = alone.Services.GetRequiredService<IBus>();
        await bus.Publish(new PledgeMade(pledge, Guid.NewGuid(), Now));
        // Of no use to this consumer, now or later.
        await (await bus.GetSendEndpoint(new("exchange:signatory-record-pledge-when-it-changes"))).Send(new SessionEnded(Guid.NewGuid(), Guid.NewGuid(), Now));
        await Eventually.Passes(async () => (await alone.MessagesIn("signatory-record-pledge-when-it-changes_error")).ShouldBe(1), seconds: 90);
        await Eventually.Passes(async () => (await alone.MessagesIn("signatory-record-pledge-when-it-changes_skipped")).ShouldBe(1));
        (await alone.Sql("select * from inbox")).ShouldBeEmpty();

        await alone.Sql("alter table register_pledge drop constraint cause");
        (await alone.Run("replay-errors")).ShouldBe((0,
            "2 messages put back: 1 from signatory-record-pledge-when-it-changes_error, 1 from signatory-record-pledge-when-it-changes_skipped", ""));

        await Eventually.Passes(async () => (await alone.RegisterEntry(id)).GetProperty("pledges").EnumerateArray().Single().Id().ShouldBe(pledge.PledgeId));
        await Eventually.Passes(async () => (await alone.MessagesIn("signatory-record-pledge-when-it-changes_skipped")).ShouldBe(1));
        (await alone.MessagesIn("signatory-record-pledge-when-it-changes_error")).ShouldBe(0);
    }

    [Theory]
    [InlineData("restate")]
    [InlineData("restate", "signatories")]
    [InlineData("restate", "pledge", "kite-mark")]
    [InlineData("forget-copies", "signatory")]
    public async Task A_command_that_makes_no_sense_is_refused_in_plain_words(params string[] command)
    {
        var (exitCode, output, errors) = await service.Run(command);
        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldMatch("^(Say for whom: restate AUDIENCE, one of .*|forget-copies takes nothing more)\\.$");
    }

    /// <summary>What everybody's copies are emptied in must be nobody else's.</summary>
    private static async Task<SignatoryFixture> Alone()
    {
        var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        return alone;
    }

    /// <summary>Every event as text, with times as exact as the database keeps them.</summary>
    private static string[] Lines(IEnumerable<IEvent> events) => [.. events.Select(e =>
    {
        var json = JsonSerializer.SerializeToNode(e, e.GetType())!;
        json["OccurredAt"] = new DateTimeOffset(e.OccurredAt.UtcTicks / 10 * 10, TimeSpan.Zero);
        return $"{e.GetType().Name} {json.ToJsonString()}";
    }).Order(StringComparer.Ordinal)];
}
