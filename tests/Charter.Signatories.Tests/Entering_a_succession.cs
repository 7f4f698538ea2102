using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Entering_a_succession(SignatoryFixture service)
{
    [Fact]
    public async Task Whoever_entered_it_or_took_it_back_finds_that_among_what_is_held_on_them()
    {
        var ((from, _), (to, _)) = (await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation());
        var (enters, reverses) = (Person.With(Roles.Registrar), Person.With(Roles.Registrar));
        var id = (await service.As(enters).Posts($"/api/organisations/{from}/succession", new { successorId = to, kind = "merge", on = "2025-10-01", note = "By order." }).Answers_with(HttpStatusCode.Created)).Id();
        await service.As(reverses).Posts($"/api/organisations/{from}/succession/reversal", new { reason = "Another one." }).Answers_with(HttpStatusCode.OK);

        var mine = (await service.As(enters).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK));
        var entered = mine.GetProperty("successionsEntered").EnumerateArray().Single();
        (entered.Id(), entered.Id("predecessorId"), entered.Id("successorId"), entered.Text("note")).ShouldBe((id, from, to, "By order."));
        mine.GetProperty("successionsReversed").GetArrayLength().ShouldBe(0);
        (await service.As(reverses).GetAsync("/api/personal-data/signatory").Answers_with(HttpStatusCode.OK)).GetProperty("successionsReversed").EnumerateArray().Single().Text("reason").ShouldBe("Another one.");
    }
}
