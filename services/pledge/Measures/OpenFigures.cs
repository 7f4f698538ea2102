using System.Security.Cryptography;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Charter.Pledges.Measures;

/// <summary>How figures are given out: with an entity tag over their bytes, so that who has them is told so, and with their licence.</summary>
internal static class OpenFigures
{
    public static RouteHandlerBuilder AnswersConditionally(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status304NotModified).AddEndpointFilter(async (call, next) =>
    {
        if (await next(call) is not IValueHttpResult { Value: { } value } answer)
            return null;
        var json = call.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Json(call.HttpContext, JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json));
    });

    public static IResult Json(HttpContext http, byte[] content) => Bytes(http, content, "application/json; charset=utf-8", null);

    public static IResult Bytes(HttpContext http, byte[] content, string mediaType, string? fileName)
    {
        http.Response.Headers.Append("Link", $"<{DataLicence.From(http.RequestServices.GetRequiredService<IConfiguration>()).Address}>; rel=\"license\", </api/openapi/pledge.json>; rel=\"service-desc\"");
        http.Response.Headers.CacheControl = "public, no-cache";   // kept by whoever likes, and asked for again each time
        return TypedResults.Bytes(content, mediaType, fileName, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));
    }
}
