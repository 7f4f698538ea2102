using System.Diagnostics.Metrics;
using System.Net.Mail;
using Charter.Identity.Accounts;
using Charter.ServiceDefaults;
using Npgsql;
using OpenTelemetry;

namespace Charter.Identity.Mail;

/// <summary>
/// Sends what was posted. Rows are taken with <c>skip locked</c>, one at a time, so that replicas share the work and a mail goes twice only if its
/// sender dies in the moment between. One that fails waits longer each time and holds up no other; after three days it is given up.
/// </summary>
internal sealed class SendMail(NpgsqlDataSource database, Sender sender, IConfiguration configuration, ILogger<SendMail> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);
    private static readonly Counter<long> Mails = Telemetry.Meter.CreateCounter<long>("charter.mails", "{mail}", "Attempts to send a mail, by outcome: sent, failed (tried again later), refused (there is no such mailbox), given-up");

    private readonly bool _isLocal = SampleAccounts.BelongTo(configuration);
    private readonly string _site = configuration["Charter:PublicAddress"]?.TrimEnd('/') ?? "";

    private sealed record Row(Guid Id, string Recipient, string Template, string Content, DateTimeOffset CreatedAt, int Attempts);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sender.HasWay && !_isLocal)
        {
            log.LogWarning("Neither Mail:Host nor Mail:Folder is set: mails wait until one is");
            return;
        }
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendOne(stoppingToken)) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)   // whatever it is: what ends here would end the host
            {
                log.LogWarning("Mails cannot be read ({Reason}); trying again", e.Message);
            }
            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendOne(CancellationToken stop)
    {
        using var quiet = SuppressInstrumentationScope.Begin();   // polling is not worth a span
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await Take(connection, stop) is not { } row)
            return false;
        var outcome = await Send(row, stop);
        Mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        var next = outcome switch
        {
            "failed" => "update mail set attempts = attempts + 1, next_attempt_at = now() + power(2, least(attempts, 10)) * interval '2 seconds' where id = $1",
            "sent" when _isLocal => "update mail set sent_at = now() where id = $1",
            _ => "delete from mail where id = $1",
        };
        await using var done = new NpgsqlCommand(next, connection) { Parameters = { new() { Value = row.Id } } };
        await done.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private static async Task<Row?> Take(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var take = new NpgsqlCommand(
            "select id, recipient, template, content::text, created_at, attempts from mail where sent_at is null and next_attempt_at <= now() order by next_attempt_at limit 1 for update skip locked", connection);
        await using var row = await take.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetInt32(5))
            : null;
    }

    private async Task<string> Send(Row row, CancellationToken stop)
    {
        if (!sender.HasWay)
            return "sent";   // a local installation in containers: it is read at /dev/mail only
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await sender.Send(row.Id, row.Recipient, Template.Named(row.Template).Fill(row.Content, _site), limit.Token);
            return "sent";
        }
        catch (SmtpFailedRecipientException e) when ((int)e.StatusCode is >= 550 and not 552)
        {
            log.LogInformation("Mail {Id} ({Template}) was refused: {Status}", row.Id, row.Template, e.StatusCode);
            return "refused";
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The message of a mail server may quote the recipient.
            var isOver = row.CreatedAt < DateTimeOffset.UtcNow - GivenUpAfter;
            log.LogWarning("Mail {Id} ({Template}) was not sent (attempt {Attempt}{GivenUp}): {Reason} {Status}", row.Id, row.Template, row.Attempts + 1, isOver ? ", the last" : "",
                e.GetBaseException().GetType().Name, (e as SmtpException)?.StatusCode);
            return isOver ? "given-up" : "failed";
        }
    }
}
