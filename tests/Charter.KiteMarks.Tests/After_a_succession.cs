using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class After_a_succession(KiteMarksFixture service)
{
    private static readonly string[] Tables = ["organisation", "application", "award"];

    private static OrganisationSucceeded Succeeded(Guid predecessor, Guid successor, string name = "Mersey Vale Trust") => new(
        Guid.CreateVersion7(), 1, SuccessionKinds.Succession, predecessor, successor, new(2026, 4, 1), name, "voluntary", ["E08000012"], Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static SuccessionReversed Reversal(OrganisationSucceeded of) => new(of.SuccessionId, 2, of.Kind, of.PredecessorId, of.SuccessorId, of.On, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private Task<JsonElement> Check(Guid award) => service.Anonymous().GetAsync($"/api/kite-marks/awards/{award}").Answers_with(HttpStatusCode.OK);

    private static Person Signatory(Guid successor, Guid predecessor) => Person.With().Of(successor, Roles.Signatory, Roles.Editor).InPlaceOf(predecessor, successor);

    [Fact]
    public async Task A_mark_is_found_to_have_passed_to_the_successor_until_that_is_taken_back()
    {
        var (award, application, from, _) = await service.AwardedApplication();
        var to = Guid.NewGuid();
        (await Check(award)).GetProperty("successor").ValueKind.ShouldBe(JsonValueKind.Null);
        var succession = Succeeded(from, to);
        await service.Deliver(succession, times: 2);

        var checkedNow = await Check(award);
        (checkedNow.Text("status"), checkedNow.Id("organisationId"), checkedNow.Text("organisationName")).ShouldBe(("transferred-to-successor", from, "Irwell Community Trust"));
        var successor = checkedNow.GetProperty("successor");
        (successor.Id("organisationId"), successor.Text("name"), successor.Text("on"), successor.GetProperty("isHeld").GetBoolean()).ShouldBe((to, "Mersey Vale Trust", "2026-04-01", true));
        (await service.List(Signatory(to, from), "&mine=true")).ShouldBe([application]);
        (await service.Read(Signatory(to, from), application)).Text("status").ShouldBe("awarded");
        await service.Apply(Signatory(to, from), to).Is_refused(HttpStatusCode.Conflict, "kite-mark-level-held");

        await service.Deliver(Reversal(succession));
        (await Check(award)).Text("status").ShouldBe("active");
    }

    [Fact]
    public async Task A_mark_does_not_pass_to_who_holds_one_that_is_worth_as_much()
    {
        var ((left, _, from, _), (_, _, to, _)) = (await service.AwardedApplication(), await service.AwardedApplication());
        await service.Deliver(Succeeded(from, to));
        var successor = (await Check(left)).GetProperty("successor");
        (successor.Text("name"), successor.GetProperty("isHeld").GetBoolean()).ShouldBe(("Irwell Community Trust", false));
    }

    [Fact]
    public async Task The_successor_applies_with_the_signature_and_the_evidence_that_it_was_left()
    {
        var ((from, theirs), to) = (await service.EligibleOrganisation(), Guid.NewGuid());
        var ours = Signatory(to, from);
        await service.Apply(ours, to).Is_refused(HttpStatusCode.Conflict, "kite-mark-not-eligible");
        var succession = Succeeded(from, to);
        await service.Deliver(succession);
        await service.Apply(theirs, from).Is_refused(HttpStatusCode.Conflict, "organisation-succeeded");
        var application = await service.Apply(ours, to).Answers_with(HttpStatusCode.Created);
        (await service.Read(ours, application.Id())).Text("organisationName").ShouldBe("Mersey Vale Trust");
        await service.Deliver(Reversal(succession));
        (await service.Read(ours, application.Id())).Id("organisationId").ShouldBe(to);   // what was added stays where it was added
    }

    [Fact]
    public async Task An_application_under_way_goes_on_and_nobody_of_the_successor_judges_it()
    {
        var (id, from, _) = await service.AssessedApplication();
        var to = Guid.NewGuid();
        await service.Deliver(Succeeded(from, to));
        await service.Apply(Signatory(to, from), to).Is_refused(HttpStatusCode.Conflict, "kite-mark-application-open");
        await service.Assess(Person.With(Roles.Assessor).Of(to, Roles.Editor).InPlaceOf(from, to), id).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        await service.Decide(Person.With(Roles.PanelChair).Of(to, Roles.Editor).InPlaceOf(from, to), id).Is_refused(HttpStatusCode.Forbidden, "own-organisation");
        var decision = await service.Decide(service.Chair, id).Answers_with(HttpStatusCode.OK);
        (await Check(decision.Id("awardId"))).GetProperty("successor").Id("organisationId").ShouldBe(to);
    }

    [Fact]
    public async Task Reversed_every_row_is_what_it_was_whatever_came_first()
    {
        var ((_, _, from, _), (_, _, to, _)) = (await service.AwardedApplication(), await service.AwardedApplication());
        var before = await service.Rows(from, Tables) + await service.Rows(to, Tables);
        var (one, other) = (Succeeded(from, to), Succeeded(from, to));
        await service.Deliver(one);
        await service.Deliver(Reversal(one));
        await service.Deliver(Reversal(other));
        await service.Deliver(other);
        (await service.Rows(from, Tables) + await service.Rows(to, Tables)).ShouldBe(before);
        (await service.Sql($"select * from carried_over where organisation_id = '{from}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Down_a_chain_the_mark_is_with_its_end()
    {
        var (award, _, from, _) = await service.AwardedApplication();
        var (middle, end) = (Guid.NewGuid(), Guid.NewGuid());
        var later = Succeeded(middle, end, "The last of them");
        await service.Deliver(later);
        await service.Deliver(Succeeded(from, middle));
        (await Check(award)).GetProperty("successor").Text("name").ShouldBe("The last of them");
        await service.Deliver(Reversal(later));
        (await Check(award)).GetProperty("successor").Text("name").ShouldBe("Mersey Vale Trust");
    }

    [Fact]
    public async Task Forgotten_and_stated_again_the_copies_are_the_same_to_the_byte()
    {
        await using var alone = new KiteMarksFixture();
        await alone.InitializeAsync();
        var (standing, over) = (Succeeded(Guid.NewGuid(), Guid.NewGuid()), Succeeded(Guid.NewGuid(), Guid.NewGuid()));
        var reversal = Reversal(over);
        await alone.Deliver(standing);
        await alone.Deliver(over);
        await alone.Deliver(reversal);
        var before = await Copies();
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await alone.Sql("select * from succession")).ShouldBeEmpty();
        await alone.Deliver(reversal, times: 2, audience: "kite-mark");
        await alone.Deliver(standing, times: 2, audience: "kite-mark");
        (await Copies()).ShouldBe(before);

        async Task<string> Copies() => string.Join('\n', await alone.Sql("select s::text from succession s union all select c::text from carried_over c order by 1"));
    }
}
