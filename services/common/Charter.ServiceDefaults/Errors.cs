using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Charter.ServiceDefaults;

/// <summary>
/// A rule says no. Thrown by aggregates and slices, always through the service's error catalogue, and answered as
/// RFC 9457 problem details with a code that never changes and a sentence that says what to do.
/// </summary>
/// <param name="status">HTTP status: 401, 403, 404, 409, 412, 413, 422, 429 or 503.</param>
/// <param name="code">Stable, kebab-case, unique in the system.</param>
/// <param name="message">A plain sentence for the person; holds no personal data.</param>
/// <param name="facts">What a program needs beside the sentence; each becomes a member of the problem details.</param>
public sealed class Refusal(int status, string code, string message, IReadOnlyDictionary<string, object>? facts = null) : Exception(message)
{
    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>The stable code of the answer.</summary>
    public string Code { get; } = code;

    /// <summary>For 429 and 503: when it is worth another attempt. Five seconds when nothing is said.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Further members of the answer.</summary>
    public IReadOnlyDictionary<string, object> Facts { get; } = facts ?? new Dictionary<string, object>();

    /// <summary>404 for a thing that does not exist, or that the caller may not know of.</summary>
    public static Refusal NotFound(string what) => new(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.");

    /// <summary>403 for somebody who is signed in but lacks the role.</summary>
    public static Refusal Forbidden(string why) => new(StatusCodes.Status403Forbidden, "forbidden", why);
}

/// <summary>Input that breaks rules of single fields; answered as 400 <c>invalid-request</c> with every bad field.</summary>
/// <param name="errors">JSON path of the field (camelCase, <c>identifiers[0].scheme</c>) → what is wrong, as sentences.</param>
/// <param name="facts">What can be said beside that, such as the lines of a file; each becomes a member of the problem details.</param>
public sealed class InvalidRequest(IDictionary<string, string[]> errors, IReadOnlyDictionary<string, object>? facts = null) : Exception("The request has invalid fields.")
{
    /// <summary>Further members of the answer.</summary>
    public IReadOnlyDictionary<string, object> Facts { get; } = facts ?? new Dictionary<string, object>();

    /// <summary>JSON path of the field → what is wrong.</summary>
    public IDictionary<string, string[]> Errors { get; } = errors;

    /// <summary>One field, one rule.</summary>
    public static InvalidRequest For(string field, string message) => new(new Dictionary<string, string[]> { [field] = [message] });
}

/// <summary>Turns every failure into problem details; nothing but a bug becomes a 500.</summary>
internal sealed class ErrorAnswers(IProblemDetailsService problems, ILogger<ErrorAnswers> log) : IExceptionHandler
{
    /// <summary>The code of an <see cref="IOException"/> behind which no operating system stands, such as a form that ends too early; a full disk has another.</summary>
    private const int Unexplained = unchecked((int)0x80131620);

    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancel)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception switch
        {
            Refusal refusal => Problem(refusal.Status, refusal.Code, refusal.Message, refusal.Facts),
            InvalidRequest invalid => With(invalid.Facts, Invalid(invalid.Errors)),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Invalid(await BadRequests.Explain(http, cancel)),
            BadHttpRequestException bad => Bare(bad.StatusCode),
            _ when exception is InvalidDataException || (exception is IOException { HResult: Unexplained, InnerException: null } && http.Request.HasFormContentType) =>
                Invalid(new Dictionary<string, string[]> { ["$"] = ["The form could not be read: it is malformed, cut off, or larger than allowed."] }),
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } =>
                Problem(409, "already-exists", "This was already recorded, perhaps by a request at the same moment. Load it again."),
            DbUpdateConcurrencyException => Problem(409, "changed-meanwhile", "Somebody else changed this at the same time. Load it again and repeat your change."),
            // cancelled, and not by the caller: a time limit of ours
            _ when exception is OperationCanceledException || IsUnavailable(exception) => Problem(503, "temporarily-unavailable", "The service cannot reach its database at the moment. Try again shortly."),
            _ => Problem(500, "internal-error", "Something went wrong on our side. It has been recorded."),
        };

        if (problem.Status == 503)
            log.LogWarning("{Method} {Route} cannot be served now: {Reason}", http.Request.Method, RouteOf(http), exception.GetBaseException().Message);
        else if (problem.Status >= 500)
            log.LogError(exception, "{Method} {Route} failed", http.Request.Method, RouteOf(http));
        else
            log.LogInformation("{Method} {Route} refused: {Code}", http.Request.Method, RouteOf(http), problem.Extensions["code"]);
        if (problem.Status is 429 or 503)
            http.Response.Headers.RetryAfter = Math.Ceiling(((exception as Refusal)?.RetryAfter ?? TimeSpan.FromSeconds(5)).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.StatusCode = problem.Status!.Value;
        http.NoteRefusal((string)problem.Extensions["code"]!);
        return await problems.TryWriteAsync(new() { HttpContext = http, ProblemDetails = problem });
    }

    // the pattern, not the address: what people search for stays out of the logs
    private static string RouteOf(HttpContext http) =>
        (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "an address without endpoint";

    /// <summary>Statuses that the framework sets without a body.</summary>
    internal static ProblemDetails Bare(int status) => status switch
    {
        401 => Problem(401, "sign-in-required", "Sign in, or send a valid bearer token."),
        403 => Problem(403, "forbidden", "Your role does not allow this."),
        404 => Problem(404, "not-found", "There is nothing at this address."),
        405 => Problem(405, "method-not-allowed", "This address does not take this method."),
        413 => Problem(413, "too-large", "The request is larger than allowed."),
        415 => Problem(415, "unsupported-media-type", "Send the body in the media type that the API document names."),
        429 => Problem(429, "too-many-requests", "That was more than anybody needs at once. Wait a moment and try again."),
        503 => Problem(503, "temporarily-unavailable", "This part of the service does not answer at the moment. Try again shortly."),
        _ => Problem(status, $"status-{status}", "The request could not be answered."),
    };

    private static ProblemDetails Problem(int status, string code, string detail, IReadOnlyDictionary<string, object>? facts = null) =>
        With(facts, new ProblemDetails { Status = status, Detail = detail, Extensions = { ["code"] = code } });

    private static ProblemDetails With(IReadOnlyDictionary<string, object>? facts, ProblemDetails problem)
    {
        foreach (var (name, value) in facts ?? new Dictionary<string, object>())
            problem.Extensions[name] = value;
        return problem;
    }

    private static ProblemDetails Invalid(IDictionary<string, string[]> errors) => With((errors as FieldErrors)?.Facts, new HttpValidationProblemDetails(errors)
    {
        Status = 400,
        Title = "Bad Request",
        Detail = "Some fields are not right. Each is named under errors with its rule.",
        Extensions = { ["code"] = "invalid-request" },
    });

    internal static bool IsUnavailable(Exception? e) => e switch
    {
        null => false,
        // a migration changed a table under a statement that was planned before; it is planned anew next time
        PostgresException { Routine: "RevalidateCachedQuery" } => true,
        // 57014 without our asking: the cancellation of a query that timed out before, which came too late for it
        PostgresException pg => pg.IsTransient || pg.SqlState.StartsWith("57P", StringComparison.Ordinal) || pg.SqlState == PostgresErrorCodes.QueryCanceled,
        NpgsqlException or TimeoutException => true,
        // The connection broke between two commands, and Npgsql stumbled over what it had put away itself: ObjectDisposedException, for example.
        InvalidOperationException broken when broken.StackTrace?.Contains("at Npgsql.", StringComparison.Ordinal) == true => true,
        _ => IsUnavailable(e.InnerException),
    };
}

/// <summary>Registration of the error answers.</summary>
public static class Errors
{
    internal static void AddErrors(this IServiceCollection services)
    {
        services.AddExceptionHandler<ErrorAnswers>();
        services.AddProblemDetails(o => o.CustomizeProblemDetails = c =>
        {
            c.ProblemDetails.Extensions.TryAdd("code", ErrorAnswers.Bare(c.ProblemDetails.Status ?? 500).Extensions["code"]);
            c.ProblemDetails.Detail ??= ErrorAnswers.Bare(c.ProblemDetails.Status ?? 500).Detail;
            c.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? c.HttpContext.TraceIdentifier;
        });
    }

    /// <summary>States in the API document which refusals an endpoint can give beside the usual ones.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, int status, params string[] codes) =>
        endpoint.WithMetadata(new RefusalMetadata(status, codes));
}

internal sealed record RefusalMetadata(int Status, string[] Codes);
