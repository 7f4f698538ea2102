using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class The_gate_follows_signatures(KiteMarksFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static SignatureLapsed Lapsed(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, new(2026, 11, 20), Now);

    private static SignatureWithdrawn Withdrawn(CharterSigned s) => new(s.SignatureId, s.CharterId, s.CharterVersion, s.OrganisationId, s.OccurredAt, new(2026, 11, 20), "other", Guid.NewGuid(), Now);

    private static CharterSigned Again(CharterSigned s, int version = 2) => s with { SignatureId = Guid.NewGuid(), CharterVersion = version, OccurredAt = s.OccurredAt.AddDays(5) };

    private async Task<bool> IsOpenTo(Guid organisation)
    {
        using var answer = await service.Apply(Person.With().Of(organisation, Roles.Signatory), organisation);
        return answer.StatusCode == HttpStatusCode.Created;
    }

    private async Task<CharterSigned> Known()
    {
        var signed = KiteMarksFixture.Signed(Guid.NewGuid(), at: Now.AddDays(-30));
        await service.Deliver(KiteMarksFixture.Advanced(signed.OrganisationId));
        return signed;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_closed_to_whoever_lapsed_or_withdrew_in_whatever_order_that_is_told(bool endFirst)
    {
        foreach (var ends in new Func<CharterSigned, IEvent>[] { Lapsed, Withdrawn })
        {
            var signed = await Known();
            IEvent[] events = [signed, ends(signed)];
            foreach (var told in endFirst ? events.Reverse() : events)
                await Deliver(told);
            var refused = await service.Apply(Person.With().Of(signed.OrganisationId, Roles.Signatory), signed.OrganisationId).Is_refused(HttpStatusCode.Conflict, "kite-mark-not-eligible");
            refused.GetProperty("missing").EnumerateArray().Select(m => m.GetString()).ShouldBe(["signature-in-force"]);
        }
    }

    [Fact]
    public async Task A_signature_of_the_version_before_counts_until_it_lapses()
    {
        var signed = await Known();
        await service.Deliver(signed);
        (await IsOpenTo(signed.OrganisationId)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    public async Task Who_signs_again_may_apply_in_whatever_order_that_is_told(params int[] order)
    {
        var signed = await Known();
        IEvent[] events = [signed, Lapsed(signed), Again(signed, version: 1)];
        foreach (var i in order)
            await Deliver(events[i]);
        await Deliver(events[1]);   // stated again
        (await IsOpenTo(signed.OrganisationId)).ShouldBeTrue();
    }

    [Fact]
    public async Task Signing_a_newer_version_leaves_no_older_signature_to_stand_on()
    {
        var signed = await Known();
        var newer = Again(signed);
        foreach (var told in new IEvent[] { signed, newer, Withdrawn(newer) })
            await Deliver(told);
        (await IsOpenTo(signed.OrganisationId)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_signature_to_another_charter_is_enough()
    {
        var signed = await Known();
        foreach (var told in new IEvent[] { signed, Again(signed) with { CharterId = Guid.NewGuid() }, Withdrawn(signed) })
            await Deliver(told);
        (await IsOpenTo(signed.OrganisationId)).ShouldBeTrue();
    }

    private Task Deliver(IEvent told) => told switch
    {
        CharterSigned e => service.Deliver(e, times: 2),
        SignatureLapsed e => service.Deliver(e, times: 2),
        SignatureWithdrawn e => service.Deliver(e, times: 2),
        _ => throw new ArgumentException("No such event here."),
    };
}
