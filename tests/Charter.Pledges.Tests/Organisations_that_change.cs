using Charter.Contracts;

namespace Charter.Pledges.Tests;

public sealed class Organisations_that_change(PledgeFixture service)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task The_newest_facts_stay_in_whatever_order_they_come_and_an_open_ledger_keeps_its_duties()
    {
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        var signed = PledgeFixture.Signed(charter, id, kind: "provider", name: "Old name", at: Now.AddDays(-2)) with { OrganisationVersion = 2 };
        var third = Changed(id, 3, "Newer name", "both");
        var fourth = Changed(id, 4, "Newest name", "commissioner");
        await service.Deliver(PledgeFixture.Published(charter));
        await service.Deliver(fourth, times: 2);
        await service.Deliver(signed);
        await service.Deliver(third, times: 2);

        (await service.Sql($"select name, kind, version from organisation where organisation_id = '{id}'")).ShouldBe(["Newest name|commissioner|4"]);
        var opened = await service.Published<LedgerOpened>(e => e.OrganisationId == id);
        opened.Duties.ShouldAllBe(d => Bindings.Binds(d.Binding, "provider"));
    }

    private static OrganisationChanged Changed(Guid id, int version, string name, string kind) =>
        new(id, version, name, "housing", kind, "large", ["E08000006"], [], null, Guid.NewGuid(), Now.AddDays(version - 5));
}
