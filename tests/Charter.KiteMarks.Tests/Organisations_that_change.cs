using Charter.Contracts;

namespace Charter.KiteMarks.Tests;

public sealed class Organisations_that_change(KiteMarksFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task The_newest_facts_and_the_latest_signature_stay_in_whatever_order_they_come()
    {
        var id = Guid.NewGuid();
        var first = KiteMarksFixture.Signed(id, "Old name", Now.AddDays(-3)) with { OrganisationVersion = 2 };
        var second = KiteMarksFixture.Signed(id, "Newer name", Now) with { OrganisationVersion = 3 };
        await service.Deliver(new OrganisationChanged(id, 4, "Newest name", "housing", "both", "large", ["E08000006"], [], "Newer name", Guid.NewGuid(), Now), times: 2);
        await service.Deliver(second);
        await service.Deliver(first, times: 2);
        await service.Deliver(new OrganisationChanged(id, 3, "Newer name", "faith", "both", "large", ["E08000001"], [], "Old name", Guid.NewGuid(), Now.AddDays(-1)));

        (await service.Sql($"select name, sector, version, signature_id from organisation where organisation_id = '{id}'")).ShouldBe([$"Newest name|housing|4|{second.SignatureId}"]);
    }
}
