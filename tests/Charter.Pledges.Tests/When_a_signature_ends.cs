using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class When_a_signature_ends(PledgeFixture service)
{
    private static SignatureLapsed Lapsed(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, PledgeFixture.Today, DateTimeOffset.UtcNow);

    private static SignatureWithdrawn Withdrawn(CharterSigned s) =>
        new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<(CharterSigned Signed, Person Editor)> Signed()
    {
        var signed = PledgeFixture.Signed(Guid.NewGuid(), Guid.NewGuid(), at: DateTimeOffset.UtcNow.AddDays(-30));
        await service.Deliver(PledgeFixture.Published(signed.CharterId));
        return (signed, Person.With().Of(signed.OrganisationId, Roles.Editor));
    }

    private Task<HttpResponseMessage> Pledge(Person editor, Guid organisation) => service.As(editor).Posts($"/api/organisations/{organisation}/pledges", PledgeFixture.Pledge());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_new_pledge_is_made_and_what_was_pledged_goes_on(bool endFirst)
    {
        var (signed, editor) = await Signed();
        if (endFirst)
            await service.Deliver(Lapsed(signed), times: 2);
        await service.Deliver(signed, times: 2);
        Guid? pledge = endFirst ? null : (await Pledge(editor, signed.OrganisationId).Answers_with(HttpStatusCode.Created)).Id();
        if (!endFirst)
            await service.Deliver(Withdrawn(signed), times: 2);

        await Pledge(editor, signed.OrganisationId).Is_refused(HttpStatusCode.Conflict, "charter-signature-ended");
        var ledger = await service.As(editor).GetAsync($"/api/organisations/{signed.OrganisationId}/duties").Answers_with(HttpStatusCode.OK);
        ledger.GetProperty("charterVersion").GetInt32().ShouldBe(1);
        if (pledge is { } made)
            await service.As(editor).Posts($"/api/pledges/{made}/progress", new { value = 10, on = PledgeFixture.Today.ToString("yyyy-MM-dd"), confidence = "measured", source = "Payroll" }).Answers_with(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_version_signed_again_carries_the_ledger_on(bool endLast)
    {
        var (signed, editor) = await Signed();
        var again = signed with { SignatureId = Guid.NewGuid(), OccurredAt = signed.OccurredAt.AddDays(10), SignatureKind = SignatureKinds.Renewed };
        await service.Deliver(signed);
        await Pledge(editor, signed.OrganisationId).Answers_with(HttpStatusCode.Created);
        if (!endLast)
            await service.Deliver(Withdrawn(signed));
        await service.Deliver(again, times: 2);
        if (endLast)
            await service.Deliver(Withdrawn(signed));
        await service.Deliver(signed);   // stated again
        await Pledge(editor, signed.OrganisationId).Answers_with(HttpStatusCode.Created);
        (await service.Sql($"select signature_id from ledger where organisation_id = '{signed.OrganisationId}'")).ShouldBe([again.SignatureId.ToString()]);
        (await service.Sql($"select state_rank from ledger_duty where organisation_id = '{signed.OrganisationId}' and code = 'embed'")).ShouldBe(["1"]);
    }
}
