using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.Signatories.Tests;

/// <summary>A service that no other test disturbs: a test keeps everybody from a table meanwhile, and counts. Its clock can be moved.</summary>
public sealed class UndisturbedFixture : SignatoryFixture
{
    public TestClock Clock { get; } = new();

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
}

public sealed class At_the_same_moment(UndisturbedFixture service) : IClassFixture<UndisturbedFixture>
{
    private Task Succeed(Guid predecessor, Guid successor) => service.As(service.Registrar).Posts($"/api/organisations/{predecessor}/succession",
        new { successorId = successor, kind = SuccessionKinds.Succession, on = service.Clock.Today().Iso() }).Answers_with(HttpStatusCode.Created);

    private Task Rename(Guid organisation) => service.As(service.Registrar).Posts($"/api/organisations/{organisation}/name", new { name = $"Renamed {organisation}" }).Answers_with(HttpStatusCode.OK);

    private async Task Shows_what_it_was_left(Guid successor, Guid predecessor, string status)
    {
        var shown = await service.Shown(successor);
        (shown.Id("carriedFrom"), shown.Text("status")).ShouldBe((predecessor, status));
    }

    [Fact]
    public async Task What_is_signed_while_another_takes_the_organisations_place_is_shown_with_that()
    {
        var charter = await service.CharterWith(null);
        var ((from, signatory), (to, _)) = (await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation());
        await service.Meet("lock table signature in share mode", () => service.Sign(signatory, from, charter).Answers_with(HttpStatusCode.Created), () => Succeed(from, to));
        await Shows_what_it_was_left(to, from, "in-force");
        (await service.Shown(from)).Text("status").ShouldBe("succeeded");
    }

    [Fact]
    public async Task What_is_countersigned_while_another_takes_the_organisations_place_is_shown_with_that()
    {
        var charter = await service.CharterWith(new { countersigned = true });
        var ((from, signatory), (to, _)) = (await service.ConfirmedOrganisation(), await service.ConfirmedOrganisation());
        var open = (await service.Sign(signatory, from, charter).Answers_with(HttpStatusCode.Accepted)).Id();
        await service.Meet("lock table signature in share mode", () => service.As(service.Registrar).Posts($"/api/signatures/open/{open}/countersignature", null).Answers_with(HttpStatusCode.Created), () => Succeed(from, to));
        await Shows_what_it_was_left(to, from, "in-force");
    }

    [Fact]
    public async Task Who_signs_first_while_taking_the_place_of_another_is_shown_with_its_own_signature()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, signatory)) = (await service.Signed(charter), await service.ConfirmedOrganisation());
        await service.Meet("lock table signature in share mode", () => service.Sign(signatory, to, charter).Answers_with(HttpStatusCode.Created), () => Succeed(from, to));
        (await service.Shown(to)).GetProperty("carriedFrom").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_is_withdrawn_while_another_takes_the_organisations_place_is_withdrawn_there()
    {
        var charter = await service.CharterWith(null);
        var ((from, signatory, signature), (to, _)) = (await service.Signed(charter), await service.ConfirmedOrganisation());
        await service.Meet("lock table signature in share mode", () => service.Withdraw(signatory, signature).Answers_with(HttpStatusCode.OK), () => Succeed(from, to));
        await Shows_what_it_was_left(to, from, "withdrawn");
    }

    [Fact]
    public async Task What_lapses_while_another_takes_the_organisations_place_has_lapsed_there()
    {
        var charter = await service.CharterWith(null);
        var ((from, _, _), (to, _)) = (await service.Signed(charter), await service.ConfirmedOrganisation());
        await service.Supersede(charter, new { resigningDays = 5, reminderDays = Array.Empty<int>() });
        service.Clock.Advance(TimeSpan.Zero);
        await Eventually.Passes(async () => (await service.Shown(from)).Text("resignBy").ShouldBe(service.Clock.Today().AddDays(5).Iso()));
        await service.Meet("lock table signature in share mode", () => { service.Clock.Advance(TimeSpan.FromDays(6)); return Task.CompletedTask; }, () => Succeed(from, to));
        await Eventually.Passes(() => Shows_what_it_was_left(to, from, "lapsed"));
    }

    [Fact]
    public async Task Who_signs_first_while_it_is_renamed_is_on_the_register_with_the_new_name()
    {
        var charter = await service.CharterWith(null);
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.Meet("lock table signature in share mode", () => service.Sign(signatory, id, charter).Answers_with(HttpStatusCode.Created), () => Rename(id));
        (await service.RegisterEntry(id)).Text("name").ShouldBe($"Renamed {id}");
    }

    [Fact]
    public async Task Who_is_renamed_while_it_signs_first_is_on_the_register_with_the_new_name()
    {
        var charter = await service.CharterWith(null);
        var (id, signatory) = await service.ConfirmedOrganisation();
        await service.Meet("lock table organisation in share mode", () => Rename(id), () => service.Sign(signatory, id, charter).Answers_with(HttpStatusCode.Created));
        (await service.RegisterEntry(id)).Text("name").ShouldBe($"Renamed {id}");
    }

    [Fact]
    public async Task Who_is_renamed_while_places_are_loaded_waits_for_that()
    {
        var ward = $"E05{Random.Shared.Next(100_000, 999_999)}";
        await Load("E07000127");
        var (id, signatory) = await service.ConfirmedOrganisation(SignatoryFixture.Organisation(places: [ward]));
        await service.Sign(signatory, id, await service.CharterWith(null)).Answers_with(HttpStatusCode.Created);
        await service.Meet("lock table register_period in share mode", () => Load("E08000014"), () => Rename(id));
        (await service.RegisterEntry(id)).Text("name").ShouldBe($"Renamed {id}");
        (await service.Anonymous().GetAsync("/api/register?place=E08000014&size=100").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().ShouldContain(i => i.Id("organisationId") == id);

        Task Load(string parent) => service.As(service.Registrar).PostAsync("/api/places", File($"code,name,type,parent\n{ward},Wobblethorpe,ward,{parent}\n")).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_list_is_not_checked_anew_while_it_begins_to_be_imported()
    {
        var registrar = service.As(service.Registrar);
        var sent = await registrar.PostAsync("/api/organisation-imports", File($"Organisation name,Type,Local authority\nGrumble{Guid.NewGuid():n} Works,company,Salford\n")).Answers_with(HttpStatusCode.Created);
        var mapping = JsonNode.Parse(sent.GetProperty("mapping").GetRawText())!.AsObject();
        (mapping["anyKind"], mapping["anySizeBand"]) = ("provider", "small");
        await Check().Answers_with(HttpStatusCode.Accepted);
        await Is("checked");
        await service.Meet("lock table organisation_import in share mode", () => registrar.Posts($"/api/organisation-imports/{sent.Id()}/import", "{}").Answers_with(HttpStatusCode.Accepted),
            () => Check().Is_refused(HttpStatusCode.Conflict, "import-busy"));
        await Is("imported");

        Task<HttpResponseMessage> Check() => registrar.PutAsync($"/api/organisation-imports/{sent.Id()}/mapping", new StringContent(mapping.ToJsonString(), Encoding.UTF8, "application/json"));
        Task Is(string state) => Eventually.Passes(async () => (await registrar.GetAsync($"/api/organisation-imports/{sent.Id()}").Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe(state));
    }

    private static MultipartFormDataContent File(string content) => new() { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "list.csv" } };
}
