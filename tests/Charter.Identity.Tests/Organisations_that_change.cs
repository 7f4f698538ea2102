using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Organisations_that_change(IdentityFixture service)
{
    [Fact]
    public async Task The_newest_name_stays_in_whatever_order_they_come()
    {
        var id = Guid.NewGuid();
        var changed = new OrganisationChanged(id, 3, "New name", "housing", "both", "large", ["E08000006"], [], "Old name", Guid.NewGuid(), DateTimeOffset.UtcNow);
        await service.Deliver(changed, times: 2);
        await service.Deliver(IdentityFixture.Confirmed(id, Person.With(), "Old name"));
        (await service.Sql($"select name, version from organisation where organisation_id = '{id}'")).ShouldBe(["New name|3"]);
    }

    [Fact]
    public async Task A_registrar_who_brings_one_in_with_a_list_gets_no_role_in_it()
    {
        var (id, registrar) = (Guid.NewGuid(), Person.With());
        await service.Deliver(IdentityFixture.Confirmed(id, registrar) with { IsImported = true });
        (await service.Sql($"select count(*) from membership where organisation_id = '{id}'")).ShouldBe(["0"]);
        (await service.Sql($"select count(*) from organisation where organisation_id = '{id}'")).ShouldBe(["1"]);
    }
}
