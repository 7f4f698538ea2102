using System.Buffers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Model;

namespace Charter.Gateway;

/// <summary>How large requests may be and how long they may take. A route that takes files states its own <c>MaxRequestBodySize</c> in the settings.</summary>
internal static class Bodies
{
    /// <summary>As large as the largest JSON body that a service reads.</summary>
    private const long Largest = 1024 * 1024;
    /// <summary>No route may allow more.</summary>
    private const long LargestUpload = 26 * 1024 * 1024;
    /// <summary>So much of a body that is too large is read and thrown away: most clients look for the answer only when they have sent it all.</summary>
    private const long Drained = 64 * 1024 * 1024;
    private static TimeSpan DrainedFor(HttpContext http) => http.RequestServices.GetRequiredService<IConfiguration>().GetValue("Limits:BodiesDrainedFor", TimeSpan.FromSeconds(5));

    public static void Limit(KestrelServerOptions kestrel)
    {
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);   // a line ends with CR LF, for everybody on the way
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = LargestUpload;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 8 * 1024;
        // Who sends a byte now and then holds a connection no longer than this.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 500, gracePeriod: TimeSpan.FromSeconds(10));
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
    }

    /// <summary>Refuses a body that is larger than its route takes, after those who have to sign in first were told so.</summary>
    public static async Task RefuseTooLarge(HttpContext http, RequestDelegate next)
    {
        var feature = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        var largest = http.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize ?? Largest;
        if (!feature.IsReadOnly)
            feature.MaxRequestBodySize = largest;
        if (http.Request.ContentLength is not { } length || length <= largest)
        {
            await next(http);
            return;
        }
        if (!feature.IsReadOnly && http.Request.Headers.Expect.Count == 0)
        {
            feature.MaxRequestBodySize = null;
            await Drain(http);
        }
        if (http.Request.Path.StartsWithSegments("/api") && http.Features.Get<Grant>() is null)
            await http.ChallengeAsync();
        else
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }

    private static async Task Drain(HttpContext http)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        enough.CancelAfter(DrainedFor(http));
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (long read = 0, last = 1; read < Drained && last > 0; read += last)
                last = await http.Request.Body.ReadAsync(buffer, enough.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It was not worth more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
