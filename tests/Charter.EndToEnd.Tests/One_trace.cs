using System.Net;

namespace Charter.EndToEnd.Tests;

public sealed class One_trace(Installation charter)
{
    [Fact]
    public async Task A_signature_is_one_trace_from_the_gateway_to_the_last_consumer()
    {
        var organisation = await charter.ConfirmedOrganisation($"Trace Sample {Guid.NewGuid():n}");
        var newcomer = await charter.As("newcomer");
        var version = await charter.Charter();
        await newcomer.Posts($"/api/charters/{version.Id}/signatures", Installation.Signing(organisation, version)).Answers_with(HttpStatusCode.Created);

        await Eventually.Passes(() =>
        {
            var signings = charter.Traces.Named("POST /api/charters/{charterId}/signatures");
            signings.ShouldNotBeEmpty();
            signings.Any(s => charter.Traces.Of(s.TraceId).Select(x => x.Service).Distinct().Order().SequenceEqual(
                ["champions-network", "gateway", "kite-mark", "pledge", "signatory"])).ShouldBeTrue(
                string.Join("; ", signings.Select(s => string.Join(",", charter.Traces.Of(s.TraceId).Select(x => x.Service).Distinct().Order()))));
            return Task.CompletedTask;
        }, seconds: 30);
    }

    [Fact]
    public async Task Metrics_and_logs_leave_the_hosts_too()
    {
        await charter.Anonymous().GetAsync($"/api/register/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-on-register");   // a refusal is worth a line
        await Eventually.Passes(() =>
        {
            charter.Traces.Signals.Keys.ShouldContain("metrics");
            charter.Traces.Signals.Keys.ShouldContain("logs");
            return Task.CompletedTask;
        }, seconds: 40);
    }
}
