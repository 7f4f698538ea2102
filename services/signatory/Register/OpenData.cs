using System.Security.Cryptography;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Charter.Signatories.Register;

/// <summary>
/// How the register's open data is given out: with an entity tag over its bytes, 304 for whoever has them already, and links (RFC 8288) to its licence
/// and to the page that describes it.
/// </summary>
internal static class OpenData
{
    public const string Page = "/register/open-data";

    /// <summary>An answer in JSON that may be asked for conditionally.</summary>
    public static RouteHandlerBuilder AnswersConditionally(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status304NotModified).AddEndpointFilter(async (call, next) =>
    {
        var answer = await next(call);
        if (answer is not IValueHttpResult { Value: { } value })
            return answer;
        var json = call.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Bytes(call.HttpContext, JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json), "application/json; charset=utf-8");
    });

    public static IResult Bytes(HttpContext http, byte[] content, string mediaType)
    {
        Describe(http);
        http.Response.Headers.CacheControl = "public, no-cache";   // kept by whoever likes, and asked for again each time
        return TypedResults.Bytes(content, mediaType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));
    }

    public static void Describe(HttpContext http)
    {
        var licence = DataLicence.From(http.RequestServices.GetRequiredService<IConfiguration>());
        http.Response.Headers.Append("Link", $"<{licence.Address}>; rel=\"license\", <{Page}>; rel=\"describedby\", </api/openapi/signatory.json>; rel=\"service-desc\"");
    }

    /// <summary>Where the next page of a list is.</summary>
    public static void NextPage(HttpContext http, string? cursor)
    {
        if (cursor is null)
            return;
        var query = QueryString.Create(http.Request.Query.Where(p => p.Key != "after").Append(new("after", cursor)));
        http.Response.Headers.Append("Link", $"<{http.Request.Path.ToUriComponent()}{query.ToUriComponent()}>; rel=\"next\"");
    }

    /// <summary>A day on which the register can be asked for what it was.</summary>
    public static DateOnly MustBeOver(DateOnly day, DateOnly today, string field) => day <= today
        ? day
        : throw InvalidRequest.For(field, "Nobody knows yet what the register will be on that day. Choose today or a day before.");
}
