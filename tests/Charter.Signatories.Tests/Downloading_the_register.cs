using System.Net;

namespace Charter.Signatories.Tests;

/// <summary>A register that is too long for the buffers between the service and whoever reads slowly.</summary>
public sealed class Downloading_the_register : IAsyncLifetime
{
    private sealed class Fixture(string? longest = null) : SignatoryFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => longest is null ? base.Settings : [.. base.Settings, new("Downloads:Longest", longest)];
    }

    private readonly List<Fixture> _services = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
            await service.DisposeAsync();
    }

    private async Task<Fixture> Service(string? longest = null)
    {
        var service = new Fixture(longest);
        _services.Add(service);
        await service.InitializeAsync();
        await service.Sql("""
            insert into register_period (organisation_id, from_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark)
            select gen_random_uuid(), '2026-01-01', repeat('x', 1900), 'same', 'faith', 'neither', 'small', array['E08000001'], 'in-force', gen_random_uuid(), 1, gen_random_uuid(), '2026-01-01', '' from generate_series(1, 15000)
            """);
        return service;
    }

    private static Task<HttpResponseMessage> Begins(Fixture service) => service.Anonymous().GetAsync("/api/register/export?format=json", HttpCompletionOption.ResponseHeadersRead);

    // On a machine that stalls it is cut off before it has begun.
    private static async Task<HttpResponseMessage> IsSent(Fixture service)
    {
        HttpResponseMessage? answer = null;
        await Eventually.Passes(async () => (answer = await Begins(service)).StatusCode.ShouldBe(HttpStatusCode.OK));
        return answer!;
    }

    [Fact]
    public async Task Two_are_sent_at_once_and_a_third_is_told_when_to_come_back()
    {
        var service = await Service();
        using var first = await Begins(service);
        using var second = await Begins(service);
        using var third = await Begins(service);
        third.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        third.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await third.Content.ReadAsStringAsync()).ShouldContain("too-many-downloads");
        await service.Anonymous().GetAsync("/api/register/export?format=xlsx").Is_invalid("format");   // what is wrong is said all the same

        (await first.Content.ReadAsStringAsync()).ShouldEndWith("]}");
        await Eventually.Passes(async () =>
        {
            using var again = await Begins(service);
            again.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
        second.Dispose();   // whoever leaves makes room too
        await Eventually.Passes(async () =>
        {
            using var one = await Begins(service);
            using var another = await Begins(service);
            another.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
    }

    [Fact]
    public async Task Whoever_reads_too_slowly_is_cut_off_and_never_takes_a_part_for_the_whole()
    {
        var service = await Service(longest: "00:00:02");
        using var first = await IsSent(service);
        using var second = await IsSent(service);
        await Eventually.Passes(async () =>
        {
            using var third = await Begins(service);
            using var fourth = await Begins(service);
            fourth.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
        await Should.ThrowAsync<HttpRequestException>(() => first.Content.ReadAsStringAsync());
        await Should.ThrowAsync<HttpRequestException>(() => second.Content.ReadAsStringAsync());
    }
}
