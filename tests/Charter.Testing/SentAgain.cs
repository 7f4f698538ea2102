namespace Charter.Testing;

/// <summary>
/// Sends a long body again when the connection ended on the way: a host that refuses it unread hangs up, and whoever is still sending may never see the answer.
/// Behind the gateway nobody meets that, because it reads what it refuses.
/// </summary>
internal sealed class SentAgain : DelegatingHandler
{
    private const int Long = 10_000;
    private const int Most = 30;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var times = 1; ; times++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (times < Most && e.InnerException is IOException && request.Content?.Headers.ContentLength > Long)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }
}
