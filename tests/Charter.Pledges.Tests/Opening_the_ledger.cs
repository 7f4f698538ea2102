using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Opening_the_ledger(PledgeFixture service)
{
    private readonly Guid _charter = Guid.NewGuid();
    private readonly Guid _organisation = Guid.NewGuid();

    [Theory]
    [InlineData("commissioner", "embed deliver demonstrate C1 C2")]
    [InlineData("provider", "embed deliver demonstrate P1 P2")]
    [InlineData("both", "embed deliver demonstrate C1 C2 P1 P2")]
    [InlineData("neither", "embed deliver demonstrate")]
    public async Task A_ledger_has_the_duties_that_bind_the_kind_of_organisation_none_started(string kind, string codes)
    {
        var organisation = await service.SignedOrganisation(kind);

        var duties = await service.Duties(organisation.Id);
        duties.Keys.ShouldBe(codes.Split(' '));
        duties.Values.ShouldAllBe(state => state == "not-started");
        var opened = await service.Published<LedgerOpened>(e => e.OrganisationId == organisation.Id);
        opened.Duties.Select(d => d.Code).ShouldBe(codes.Split(' '));
        opened.Duties.Select(d => d.Position).ShouldBe(Enumerable.Range(1, opened.Duties.Count));
        opened.CharterId.ShouldBe(organisation.Charter);
    }

    [Fact]
    public async Task It_opens_when_the_signature_comes_before_the_charter()
    {
        await service.Deliver(PledgeFixture.Signed(_charter, _organisation), times: 2);
        await service.As(Person.With()).GetAsync($"/api/organisations/{_organisation}/duties").Is_refused(HttpStatusCode.NotFound, "ledger-not-open");

        await service.Deliver(PledgeFixture.Published(_charter), times: 2);

        (await service.Duties(_organisation)).Count.ShouldBe(7);
        await service.Published<LedgerOpened>(e => e.OrganisationId == _organisation);
        service.AllPublished<LedgerOpened>(e => e.OrganisationId == _organisation).Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_opens_once_though_both_events_come_again_and_are_sent_anew()
    {
        var (published, signed) = (PledgeFixture.Published(_charter), PledgeFixture.Signed(_charter, _organisation));
        await service.Deliver(published, times: 2);
        await service.Deliver(signed, times: 2);
        await service.Deliver(signed, times: 2);       // a replay: the same facts under another message id
        await service.Deliver(published, times: 2);

        (await service.Duties(_organisation)).Count.ShouldBe(7);
        await service.Published<LedgerOpened>(e => e.OrganisationId == _organisation);
        service.AllPublished<LedgerOpened>(e => e.OrganisationId == _organisation).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_ledger_opens_when_a_charter_and_its_signatures_come_at_the_same_moment()
    {
        var organisations = Enumerable.Range(0, 30).Select(_ => Guid.NewGuid()).ToArray();

        var signatures = organisations.Select(o => service.Deliver(PledgeFixture.Signed(_charter, o))).ToList();
        signatures.Insert(15, service.Deliver(PledgeFixture.Published(_charter)));
        await Task.WhenAll(signatures);

        foreach (var organisation in organisations)
        {
            await service.Published<LedgerOpened>(e => e.OrganisationId == organisation);
            service.AllPublished<LedgerOpened>(e => e.OrganisationId == organisation).Count.ShouldBe(1);
            (await service.Duties(organisation)).Count.ShouldBe(7);
        }
    }

    [Fact]
    public async Task The_ledger_shown_is_that_of_the_latest_signature_in_whatever_order_they_come()
    {
        await service.Deliver(PledgeFixture.Published(_charter, 1));
        await service.Deliver(PledgeFixture.Published(_charter, 2));
        var now = DateTimeOffset.UtcNow;
        await service.Deliver(PledgeFixture.Signed(_charter, _organisation, version: 2, name: "New name", at: now));
        await service.Deliver(PledgeFixture.Signed(_charter, _organisation, version: 1, name: "Old name", at: now.AddDays(-300)));

        var duties = await service.As(Person.With()).GetAsync($"/api/organisations/{_organisation}/duties").Answers_with(HttpStatusCode.OK);
        duties.GetProperty("charterVersion").GetInt32().ShouldBe(2);
        duties.Id("charterId").ShouldBe(_charter);
        var editor = Person.With().Of(_organisation, Roles.Editor);
        var pledge = await service.MadePledge(new(_organisation, _charter, editor));
        (await service.As(editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).Text("organisationName").ShouldBe("New name");
    }

    [Fact]
    public async Task The_name_follows_the_organisation_when_it_is_confirmed_anew()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        OrganisationConfirmed Confirmed(int version, string name, DateTimeOffset at) =>
            new(organisation.Id, version, name, "business", "provider", "small", ["E08000006"], [], Guid.NewGuid(), Guid.NewGuid(), at);
        await service.Deliver(Confirmed(3, "Renamed", DateTimeOffset.UtcNow.AddMinutes(1)), times: 2);
        await service.Deliver(Confirmed(2, "Before", DateTimeOffset.UtcNow.AddDays(-1)), times: 2);

        (await service.As(Person.With()).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK)).Text("organisationName").ShouldBe("Renamed");
    }

    [Fact]
    public async Task Without_a_signature_there_is_no_ledger() =>
        await service.As(Person.With()).GetAsync($"/api/organisations/{_organisation}/duties").Is_refused(HttpStatusCode.NotFound, "ledger-not-open");
}
