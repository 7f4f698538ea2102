using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Charter.Gateway;

/// <summary>How much one person, or for strangers one address, may ask of the system. Settings under <c>Limits</c>.</summary>
internal sealed class Limits
{
    public int WritesPerSecond { get; init; }
    public int WriteBurst { get; init; }
    public int ReadsPerSecond { get; init; }
    public int ReadBurst { get; init; }
    /// <summary>Forms and calls that strangers send, by the beginning of their path, per minute and address; slows down guessing at many accounts.</summary>
    public IReadOnlyDictionary<string, int> PostsPerMinute { get; init; } = new Dictionary<string, int>();
    /// <summary>Credentials that nobody knows, per minute and address; see <see cref="Guesses"/>.</summary>
    public int UnknownCredentialsPerMinute { get; init; }

    public static void Add(IServiceCollection services, Limits limits) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(limits.Of);
    });

    private RateLimitPartition<string> Of(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/health"))
            return RateLimitPartition.GetNoLimiter("");
        if (HttpMethods.IsPost(request.Method) && PostsPerMinute.FirstOrDefault(limit => request.Path.StartsWithSegments(limit.Key)) is { Key: { } path, Value: var posts })
            return Bucket($"{path} {AddressOf(http)}", posts, posts, TimeSpan.FromMinutes(1));
        var who = http.Features.Get<Grant>()?.Subject.ToString() ?? AddressOf(http);
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? Bucket($"read {who}", ReadBurst, ReadsPerSecond, TimeSpan.FromSeconds(1))
            : Bucket($"write {who}", WriteBurst, WritesPerSecond, TimeSpan.FromSeconds(1));
    }

    private static RateLimitPartition<string> Bucket(string key, int burst, int perPeriod, TimeSpan period) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perPeriod,
        ReplenishmentPeriod = period,
    });

    // Whoever has IPv6 has at least a /64 of addresses.
    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => new IPAddress([.. six.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).ToString(),
        var four => four.ToString(),
    };
}
