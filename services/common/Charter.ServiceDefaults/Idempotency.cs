using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Charter.ServiceDefaults;

/// <summary>The answer that was given to a POST with an Idempotency-Key; kept for a day.</summary>
public sealed class IdempotencyRecord
{
    /// <summary>Account that used the key.</summary>
    public Guid Subject { get; init; }
    /// <summary>The key as sent.</summary>
    public required string Key { get; init; }
    /// <summary>SHA-256 of path and body.</summary>
    public required byte[] Request { get; init; }
    /// <summary>Status of the answer.</summary>
    public int Status { get; set; }
    /// <summary>Location of the answer.</summary>
    public string? Location { get; set; }
    /// <summary>Body of the answer.</summary>
    public string? Body { get; set; }
    /// <summary>When the key was first used.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An answer with a secret that is shown once: a repetition of the request gets the answer without it, so that it is kept nowhere.</summary>
public interface IShowsSecret
{
    /// <summary>The same answer with null in place of the secret.</summary>
    object Without();
}

/// <summary>
/// POST with an <c>Idempotency-Key</c>: the same key and body get the first answer again, another body is refused with 422. Key, effects and
/// answer commit together. A refusal is not kept: a second attempt is judged afresh.
/// </summary>
internal static class Idempotency
{
    private const int LongestKey = 200;

    internal static async ValueTask<object?> Filter(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Headers["Idempotency-Key"].FirstOrDefault() is not { Length: > 0 } key || Caller.From(http.User) is not { } caller
            || http.GetEndpoint()?.Metadata.GetMetadata<ShownOnceMetadata>() is not null)
            return await next(call);
        if (key.Length > LongestKey || !key.All(c => c is > ' ' and < '\x7f'))
            throw InvalidRequest.For("Idempotency-Key", $"The key may have at most {LongestKey} visible ASCII characters.");

        var db = http.RequestServices.GetRequiredService<DbContext>();
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var request = await HashOf(http.Request);
        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        var isFirst = await db.Database.ExecuteSqlAsync(
            $"insert into idempotency_key (subject, key, request, status, created_at) values ({caller.Subject}, {key}, {request}, 0, {time.GetUtcNow()}) on conflict do nothing", http.RequestAborted) == 1;
        var record = await db.Set<IdempotencyRecord>().SingleAsync(r => r.Subject == caller.Subject && r.Key == key, http.RequestAborted);
        if (!isFirst)
        {
            if (!record.Request.AsSpan().SequenceEqual(request))
                throw new Refusal(422, "idempotency-key-reused", "This Idempotency-Key was used for another request. Use a new key for a new request.");
            if (record.Location is not null)
                http.Response.Headers.Location = record.Location;
            return Results.Text(record.Body, "application/json", Encoding.UTF8, record.Status);
        }

        var answer = await next(call);
        record.Status = (answer as IStatusCodeHttpResult)?.StatusCode ?? 200;
        record.Location = answer?.GetType().GetProperty("Location")?.GetValue(answer) as string;
        var value = (answer as IValueHttpResult)?.Value;
        record.Body = JsonSerializer.Serialize(value is IShowsSecret secret ? secret.Without() : value, json);
        await db.SaveChangesAsync(http.RequestAborted);
        await transaction.CommitAsync(http.RequestAborted);
        return answer;
    }

    private static async Task<byte[]> HashOf(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        if (request.HasFormContentType)
        {
            foreach (var (field, value) in request.Form.OrderBy(f => f.Key, StringComparer.Ordinal))
                hash.AppendData(Encoding.UTF8.GetBytes($"{field}={value}\n"));
            foreach (var file in request.Form.Files)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}:{file.FileName}:{file.Length}\n"));
                await using var content = file.OpenReadStream();
                hash.AppendData(await SHA256.HashDataAsync(content, request.HttpContext.RequestAborted));
            }
        }
        else if (request.Body.CanSeek)
        {
            request.Body.Position = 0;
            hash.AppendData(await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted));
        }
        return hash.GetHashAndReset();
    }
}

/// <summary>What an endpoint answers is a secret.</summary>
public static class Secrets
{
    /// <summary>The answer holds a secret that is shown once, so it is not kept for a second request with the same Idempotency-Key: the key has no effect.</summary>
    public static RouteHandlerBuilder ShownOnce(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new ShownOnceMetadata());
}

internal sealed record ShownOnceMetadata;

/// <summary>How long every service keeps what only it needs: periods of docs/data-retention.md, which a test compares with these.</summary>
public static class Retention
{
    /// <summary>Ids of messages taken in.</summary>
    public static readonly TimeSpan Inbox = TimeSpan.FromDays(30);

    /// <summary>Answers given under an Idempotency-Key.</summary>
    public static readonly TimeSpan IdempotencyKeys = TimeSpan.FromDays(1);
}

/// <summary>Drops what is kept only for a time. Safe with any number of replicas.</summary>
internal sealed class Housekeeping(NpgsqlDataSource database, TimeProvider time, ILogger<Housekeeping> log) : Beat(TimeSpan.FromHours(1), time, log)
{
    protected override async Task Look(CancellationToken cancel)
    {
        await using var drop = database.CreateCommand("delete from inbox where received_at < now() - @inbox; delete from idempotency_key where created_at < now() - @keys");
        drop.Parameters.AddWithValue("inbox", Retention.Inbox);
        drop.Parameters.AddWithValue("keys", Retention.IdempotencyKeys);
        await drop.ExecuteNonQueryAsync(cancel);
    }
}
