using System.Net;
using Microsoft.Playwright;
using Npgsql;
using RabbitMQ.Client;

namespace Charter.EndToEnd.Tests;

public sealed class One_trace(Installation charter, Browser browser)
{
    private static readonly string[] FromGatewayToLastConsumer = ["champions-network", "gateway", "identity", "kite-mark", "pledge", "signatory"];
    private readonly string _name = $"Trace Sample {Guid.NewGuid():n}";

    [Fact]
    public async Task A_signature_is_one_trace_from_the_gateway_to_the_last_consumer()
    {
        await Sign(await charter.ConfirmedOrganisation(_name));
        await OneTraceHas("POST /api/charters/{charterId}/signatures", FromGatewayToLastConsumer);
    }

    [Fact]
    public async Task A_form_of_the_portal_is_one_trace_too()
    {
        var organisation = await charter.ConfirmedOrganisation(_name);
        var page = await browser.PageOf("newcomer", withScripts: false);
        await page.GotoAsync($"/organisations/{organisation}/sign");
        await page.Press("Salford Social Value Charter");
        await page.Press("I have read it");
        await page.Fill("Your full name", "Robin Newcomer");
        await page.Fill("Your role in the organisation", "Director");
        await page.Press("Continue");
        await page.GetByRole(AriaRole.Group, new() { Name = "Statement of authority" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Choose("May the public register show your name and role?", "No");
        await page.Press("Continue");
        await page.Press("Sign the charter");
        await page.Says("Charter signed");
        await OneTraceHas("POST organisations/{id:guid}/sign/check", [.. FromGatewayToLastConsumer, "portal"]);
    }

    [Fact]
    public async Task An_event_that_waited_in_the_outbox_stays_in_its_trace()
    {
        var organisation = await charter.ConfirmedOrganisation(_name);
        await using var database = await Installation.Database("signatory");
        // For this one event it is as if the broker were away.
        await Run($"""
            create function hold_{organisation:n}() returns trigger language plpgsql as 'begin new.next_attempt_at = now() + interval ''1 hour''; return new; end';
            create trigger hold_{organisation:n} before insert on outbox for each row when (new.payload::text like '%{organisation}%') execute function hold_{organisation:n}()
            """);
        try
        {
            await Sign(organisation);
            var waiting = (string)(await Run($"select trace_parent from outbox where payload::text like '%{organisation}%'"))!;
            var trace = waiting.Split('-')[1];
            // Identity is in it too when the gateway had to ask whose token it was; whoever hears of the event is not.
            await Eventually.Passes(() =>
            {
                Services(trace).Except(["identity"]).ShouldBe(["gateway", "signatory"]);
                return Task.CompletedTask;
            });
            await Run($"update outbox set next_attempt_at = now() where payload::text like '%{organisation}%'");
            await Eventually.Passes(() => ServicesOf(trace, FromGatewayToLastConsumer));
        }
        finally
        {
            await Run($"drop function hold_{organisation:n} cascade");
        }

        async Task<object?> Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, database);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_message_that_stood_in_a_queue_stays_in_its_trace()
    {
        await using var connection = await new ConnectionFactory { Uri = Installation.Broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "Charter.Contracts:OrganisationConfirmed", "");
        var organisation = await charter.ConfirmedOrganisation(_name);

        BasicGetResult? message = null;
        await Eventually.Passes(async () =>
        {
            while ((message = await channel.BasicGetAsync(queue, autoAck: true)) is not null && !System.Text.Encoding.UTF8.GetString(message.Body.Span).Contains(organisation.ToString(), StringComparison.Ordinal)) { }
            message.ShouldNotBeNull();
        });
        var trace = System.Text.Encoding.UTF8.GetString((byte[])message!.BasicProperties.Headers!["MT-Activity-Id"]!).Split('-')[1];
        const string Consumer = "identity-grant-memberships-when-organisation-confirmed";
        var before = charter.Traces.Of(trace).Count(s => s.Service == "identity");
        await channel.BasicPublishAsync("", Consumer, mandatory: true, new BasicProperties(message.BasicProperties), message.Body);
        await Eventually.Passes(() =>
        {
            charter.Traces.Of(trace).Count(s => s.Service == "identity").ShouldBeGreaterThan(before);
            return ServicesOf(trace, "gateway", "identity", "pledge", "signatory");
        });
    }

    private async Task Sign(Guid organisation)
    {
        var version = await charter.Charter();
        await (await charter.As("newcomer")).Posts($"/api/charters/{version.Id}/signatures", Installation.Signing(organisation, version)).Answers_with(HttpStatusCode.Created);
    }

    private Task OneTraceHas(string request, string[] services) => Eventually.Passes(() =>
    {
        var traces = charter.Traces.Named(request).Select(s => string.Join(",", Services(s.TraceId))).ToArray();
        traces.ShouldContain(string.Join(",", services.Order()));
        return Task.CompletedTask;
    });

    private Task ServicesOf(string trace, params string[] services)
    {
        Services(trace).ShouldBe(services.Order());
        return Task.CompletedTask;
    }

    private IEnumerable<string> Services(string trace) => charter.Traces.Of(trace).Select(s => s.Service).Distinct().Order();
}
