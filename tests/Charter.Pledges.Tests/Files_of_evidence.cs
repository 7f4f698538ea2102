using System.Net;
using System.Text;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Files_of_evidence(PledgeFixture service)
{
    private static byte[] Some() => Encoding.UTF8.GetBytes($"Minutes {Guid.NewGuid()}");

    [Fact]
    public async Task One_item_may_have_several_and_each_is_downloaded_by_its_place()
    {
        var organisation = await service.SignedOrganisation();
        var (one, two) = (Some(), Some());
        var evidence = await service.Submitted(organisation, await service.MadePledge(organisation), PledgeFixture.Form(one, "minutes.txt").With(two, "table.csv"));
        PledgeFixture.Items(evidence, "files").Select(f => f.Text("name")).ShouldBe(["minutes.txt", "table.csv"]);
        evidence.GetProperty("file").Text("name").ShouldBe("minutes.txt");
        foreach (var (place, content) in new[] { (1, one), (2, two) })
            (await service.As(service.Reviewer).GetByteArrayAsync($"/api/evidence/{evidence.Id()}/files/{place}")).ShouldBe(content);
        await service.As(service.Reviewer).GetAsync($"/api/evidence/{evidence.Id()}/files/3").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_bad_one_among_several_is_named_by_its_place()
    {
        var organisation = await service.SignedOrganisation();
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        var editor = service.As(organisation.Editor);
        await editor.PostAsync(path, PledgeFixture.Form(Some()).With("<html>"u8.ToArray(), "page.txt").With([0, 1], "program.exe")).Is_invalid("file[1]", "file[2]");
        var same = Some();
        await editor.PostAsync(path, PledgeFixture.Form(same).With(same, "again.txt")).Is_invalid("file[1]");
        var many = PledgeFixture.Form(Some());
        foreach (var i in Enumerable.Range(0, 10))
            many.With(Some(), $"{i}.txt");
        await editor.PostAsync(path, many).Is_invalid("file");
    }

    [Fact]
    public async Task Together_they_may_have_25_MB()
    {
        var organisation = await service.SignedOrganisation();
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        var half = new byte[13 * 1024 * 1024];
        Array.Fill(half, (byte)'a');
        byte[] other = [.. half, (byte)'b'];
        await service.As(organisation.Editor).PostAsync(path, PledgeFixture.Form(half).With(other, "b.txt")).Is_refused(HttpStatusCode.RequestEntityTooLarge, "evidence-file-too-large");
    }

    [Fact]
    public async Task What_is_taken_back_is_deleted_unless_another_item_has_the_same_content()
    {
        var (one, two) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var (shared, own) = (Some(), Some());
        var first = (await service.Submitted(one, await service.MadePledge(one), PledgeFixture.Form(shared).With(own, "own.txt"))).Id();
        var second = (await service.Submitted(two, await service.MadePledge(two), PledgeFixture.Form(shared))).Id();
        (await service.Duties(one.Id))["embed"].ShouldBe("evidenced");

        var taken = await service.As(one.Editor).PostAsync($"/api/evidence/{first}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        taken.Text("state").ShouldBe("withdrawn");
        PledgeFixture.Items(taken, "files").ShouldBeEmpty();
        await Eventually.Passes(() =>
        {
            File.Exists(service.PlaceOf(own)).ShouldBeFalse();
            return Task.CompletedTask;
        });
        (await service.As(two.Editor).GetByteArrayAsync($"/api/evidence/{second}/file")).ShouldBe(shared);
        (await service.Duties(one.Id))["embed"].ShouldBe("in-place");
        (await service.Published<DutyFellBack>(e => e.OrganisationId == one.Id && e.Duty.Code == "embed")).Reason.ShouldBe("evidence-withdrawn");
        await service.Published<EvidenceWithdrawn>(e => e.Evidence.EvidenceId == first && e.WithdrawnBy == one.Editor.Subject);

        await service.As(two.Editor).PostAsync($"/api/evidence/{second}/withdrawal", null).Answers_with(HttpStatusCode.OK);
        await Eventually.Passes(() =>
        {
            File.Exists(service.PlaceOf(shared)).ShouldBeFalse();
            return Task.CompletedTask;
        });
        var anew = (await service.Submitted(two, await service.MadePledge(two), PledgeFixture.Form(shared))).Id();
        (await service.As(two.Editor).GetByteArrayAsync($"/api/evidence/{anew}/file")).ShouldBe(shared);
    }

    [Fact]
    public async Task Content_that_some_take_back_while_others_bring_it_is_there_for_all_who_have_it()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var content = Some();
        async Task<Guid> BringAndPerhapsTakeBack(int i)
        {
            var id = (await service.Submitted(organisation, pledge, PledgeFixture.Form(content))).Id();
            if (i % 2 == 0)
                await service.As(organisation.Editor).PostAsync($"/api/evidence/{id}/withdrawal", null).Answers_with(HttpStatusCode.OK);
            return i % 2 == 0 ? Guid.Empty : id;
        }
        var kept = (await Task.WhenAll(Enumerable.Range(0, 12).Select(BringAndPerhapsTakeBack))).Where(id => id != Guid.Empty).ToArray();
        kept.Length.ShouldBe(6);
        foreach (var id in kept)
            (await service.As(organisation.Editor).GetByteArrayAsync($"/api/evidence/{id}/file")).ShouldBe(content);
    }

    [Fact]
    public async Task What_was_verified_stays_and_only_editors_take_back()
    {
        var organisation = await service.SignedOrganisation();
        var evidence = await service.SubmittedEvidence(organisation, await service.MadePledge(organisation));
        foreach (var person in new[] { Person.With().Of(organisation.Id, Roles.Champion), (await service.SignedOrganisation()).Editor, service.Reviewer })
            await service.As(person).PostAsync($"/api/evidence/{evidence}/withdrawal", null).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Review(evidence, service.Reviewer).Answers_with(HttpStatusCode.OK);
        await service.As(organisation.Editor).PostAsync($"/api/evidence/{evidence}/withdrawal", null).Is_refused(HttpStatusCode.Conflict, "evidence-cannot-be-withdrawn");
        await service.As(organisation.Editor).PostAsync($"/api/evidence/{Guid.NewGuid()}/withdrawal", null).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_item_that_an_older_replica_entered_is_like_the_rest()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation, "embed", "C1");
        var content = Some();
        var sha256 = Path.GetFileName(service.PlaceOf(content));
        Directory.CreateDirectory(Path.GetDirectoryName(service.PlaceOf(content))!);
        await File.WriteAllBytesAsync(service.PlaceOf(content), content, TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();
        await service.Sql($"""
            insert into evidence (id, version, pledge_id, organisation_id, commitment, title, introduced_on, impact, state, submitted_by, submitted_at, file_name, media_type, file_size, sha256)
            values ('{id}', 1, '{pledge}', '{organisation.Id}', 'embed', 'Old', '2019-03-01', 'Much', 'submitted', '{organisation.Editor.Subject}', now(), 'old.txt', 'text/plain; charset=utf-8', {content.Length}, '{sha256}')
            """);

        var evidence = await service.Evidence(organisation, id);
        evidence.Text("kind").ShouldBe("other");
        Math.Abs(DateOnly.Parse(evidence.Text("validUntil")!).DayNumber - PledgeFixture.Today.DayNumber - 90).ShouldBeLessThan(2);
        PledgeFixture.Items(evidence, "duties").Select(d => d.GetString()).ShouldBe(["C1", "embed"]);
        (await service.As(service.Reviewer).GetByteArrayAsync($"/api/evidence/{id}/file")).ShouldBe(content);
        await service.Review(id, service.Reviewer).Answers_with(HttpStatusCode.OK);
        (await service.Duties(organisation.Id))["C1"].ShouldBe("verified");
    }
}
