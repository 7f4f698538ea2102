using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Renewing_after_a_gap(SignatoryFixture service)
{
    [Fact]
    public async Task The_same_version_is_signed_again_after_a_withdrawal_and_the_gap_stays_visible()
    {
        await using var alone = new ClockedFixture(new TestClock());
        await alone.InitializeAsync();
        var charter = await alone.CharterWith(null);
        var (id, signatory, signature) = await alone.Signed(charter);
        var signedOn = alone.Today;
        alone.GoTo(signedOn.AddDays(10));
        await alone.Withdraw(signatory, signature).Answers_with(HttpStatusCode.OK);
        alone.GoTo(signedOn.AddDays(40));
        var again = await alone.Sign(signatory, id, charter).Answers_with(HttpStatusCode.Created);

        (again.Id() != signature, again.Text("kind")).ShouldBe((true, "renewed"));
        var shown = await alone.Shown(id);
        (shown.Id(), shown.Text("status"), shown.Text("signedOn")).ShouldBe((again.Id(), "in-force", signedOn.AddDays(40).Iso()));
        shown.GetProperty("periods").EnumerateArray().Select(p => $"{p.Text("from")} {p.Text("until")} {p.Text("ended")}").ShouldBe([
            $"{signedOn.Iso()} {signedOn.AddDays(10).Iso()} withdrawn",
            $"{signedOn.AddDays(40).Iso()}  "]);
        (await alone.History(id)).ShouldBe([$"signed {signedOn.Iso()}", $"withdrawn {signedOn.AddDays(10).Iso()}", $"renewed {signedOn.AddDays(40).Iso()}"]);
        (await alone.Sql($"select from_on, status from register_period where organisation_id = '{id}' order by from_on")).Count.ShouldBe(3);
        (await alone.Sql($"select payload ->> 'SignatureKind' from outbox where type = 'CharterSigned' and payload ->> 'SignatureId' = '{again.Id()}'")).ShouldBe(["renewed"]);
        await alone.Sign(signatory, id, charter).Is_refused(HttpStatusCode.Conflict, "charter-already-signed");
    }

    [Fact]
    public async Task What_is_made_anew_shows_the_same_and_what_is_stated_again_tells_of_every_end()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var charter = await alone.CharterWith(null);
        var (ended, signatory, signature) = await alone.Signed(charter);
        await alone.Withdraw(signatory, signature).Answers_with(HttpStatusCode.OK);
        var (renewed, other, before) = await alone.Signed(charter);
        await alone.Withdraw(other, before).Answers_with(HttpStatusCode.OK);
        await alone.Sign(other, renewed, charter).Answers_with(HttpStatusCode.Created);
        async Task<string> Rows() => await alone.Rows(ended, "register_entry", "register_period") + await alone.Rows(renewed, "register_entry", "register_period");
        var rows = await Rows();
        (await alone.Sql("select status, entries from register_count where place = '' and entries > 0 order by 1")).ShouldBe(["in-force|1", "withdrawn|1"]);

        await alone.Sql($"update register_entry set status = 'in-force' where organisation_id = '{ended}'");
        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await Rows()).ShouldBe(rows);
        (await alone.Sql("select status, entries from register_count where place = '' and entries > 0 order by 1")).ShouldBe(["in-force|1", "withdrawn|1"]);

        (await alone.Run("restate", "pledge")).ExitCode.ShouldBe(0);
        await Eventually.Passes(() =>
        {
            alone.AllRestated("pledge").OfType<SignatureWithdrawn>().Select(e => e.SignatureId).ShouldBe([signature, before], ignoreOrder: true);
            alone.AllRestated("pledge").OfType<CharterSigned>().Select(e => e.SignatureKind).Order().ShouldBe(["renewed", "signed", "signed"]);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_withdrawal_from_one_charter_leaves_the_signature_to_another()
    {
        var (first, second) = (await service.CharterWith(null), await service.CharterWith(null));
        var (id, signatory, signature) = await service.Signed(first);
        var other = (await service.Sign(signatory, id, second).Answers_with(HttpStatusCode.Created)).Id();
        await service.Withdraw(signatory, signature).Answers_with(HttpStatusCode.OK);
        var views = (await service.As(signatory).GetAsync($"/api/organisations/{id}/signatures").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ToDictionary(s => s.Id(), s => s.Text("status"));
        (views[signature], views[other]).ShouldBe(("withdrawn", "in-force"));
    }
}
