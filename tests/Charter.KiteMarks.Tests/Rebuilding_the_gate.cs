using System.Text.Json;
using Charter.Contracts;

namespace Charter.KiteMarks.Tests;

public sealed class Rebuilding_the_gate(KiteMarksFixture service)
{
    [Fact]
    public async Task It_comes_back_to_the_byte_and_applications_and_awards_stay()
    {
        await using var alone = await Alone();
        var id = Guid.NewGuid();
        var (earlier, later) = (KiteMarksFixture.Signed(id, at: DateTimeOffset.UtcNow.AddDays(-2)), KiteMarksFixture.Signed(id, "Irwell Community Trust"));
        var advanced = KiteMarksFixture.Advanced(id) with { OccurredAt = DateTimeOffset.UtcNow.AddDays(-1) };
        await alone.Deliver(earlier);
        await alone.Deliver(later);
        await alone.Deliver(advanced);
        var (_, _, awarded, _) = await alone.AwardedApplication();
        var (copy, own) = (await alone.Rows(id, "organisation", "embed_duty", "signature_standing"), await alone.Rows(awarded, "application", "award"));

        await alone.Sql("update organisation set name = 'Wrong', signed_at = 'infinity', embed_verified_at = '-infinity'");
        (await alone.Run("forget-copies")).ShouldBe((0, "copies forgotten", ""));
        (await alone.Rows(id, "organisation", "embed_duty", "signature_standing")).ShouldBeEmpty();
        foreach (var times in new[] { 1, 2 })
        {
            await alone.Deliver(advanced, times, audience: "kite-mark");
            await alone.Deliver(later, times, audience: "kite-mark");
            await alone.Deliver(earlier, times, audience: "kite-mark");
        }

        (await alone.Rows(id, "organisation", "embed_duty", "signature_standing")).ShouldBe(copy);
        (await alone.Rows(awarded, "application", "award")).ShouldBe(own);
    }

    [Fact]
    public async Task What_is_stated_again_for_somebody_else_has_no_effect_here()
    {
        var id = Guid.NewGuid();
        await service.Deliver(KiteMarksFixture.Signed(id), audience: "pledge");
        (await service.Rows(id, "organisation")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Awards_are_stated_again_as_they_were_published()
    {
        await using var alone = await Alone();
        var (award, _, _, _) = await alone.AwardedApplication();
        var original = await alone.Published<KiteMarkAwarded>(e => e.AwardId == award);
        (await alone.Run("restate", "signatory")).ShouldBe((0, "1 events restated for signatory", ""));
        await Eventually.Passes(() => { alone.AllRestated("signatory").Count.ShouldBe(1); return Task.CompletedTask; });
        var restated = alone.AllRestated("signatory").OfType<KiteMarkAwarded>().Single();
        restated.OccurredAt.ShouldBe(original.OccurredAt, TimeSpan.FromMicroseconds(1));
        JsonSerializer.Serialize(restated with { OccurredAt = original.OccurredAt }).ShouldBe(JsonSerializer.Serialize(original));
    }

    private static async Task<KiteMarksFixture> Alone()
    {
        var alone = new KiteMarksFixture();
        await alone.InitializeAsync();
        return alone;
    }
}
