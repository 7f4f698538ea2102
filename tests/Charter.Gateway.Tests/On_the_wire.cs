using System.Net.Sockets;
using System.Text;

namespace Charter.Gateway.Tests;

/// <summary>What no HTTP library lets one send: requests that one host reads in one way and the next in another.</summary>
public sealed class On_the_wire(GatewayFixture system)
{
    private const string Host = "Host: charter.example.org\r\nConnection: close\r\n";

    public static TheoryData<string, string, int> Requests => new()
    {
        // where a request ends
        { "both lengths", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n{Host}\r\n", 400 },
        { "two lengths", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400 },
        { "a list of lengths", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: 4, 4\r\n\r\nabcd", 400 },
        { "a signed length", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: +4\r\n\r\nabcd", 200 },   // read as 4, and passed on as 4
        { "a negative length", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: -1\r\n\r\n", 400 },
        { "a huge length", $"POST /api/charters HTTP/1.1\r\n{Host}Content-Length: 99999999999999999999\r\n\r\n", 400 },
        { "an unknown coding", $"POST /api/charters HTTP/1.1\r\n{Host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
        { "chunked not last", $"POST /api/charters HTTP/1.1\r\n{Host}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400 },
        { "two codings", $"POST /api/charters HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400 },
        { "a space before the colon", $"POST /api/charters HTTP/1.1\r\n{Host}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400 },
        { "a folded line", $"POST /api/charters HTTP/1.1\r\n{Host}X-Folded: a\r\n Transfer-Encoding: chunked\r\n\r\n", 400 },
        { "bare line feeds", "GET /api/register HTTP/1.1\nHost: charter.example.org\n\n", 400 },
        // for whom it is
        { "no host", "GET /api/register HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", $"GET /api/register HTTP/1.1\r\n{Host}Host: evil.example.com\r\n\r\n", 400 },
        { "a host with a path", "GET /api/register HTTP/1.1\r\nHost: charter.example.org/evil\r\n\r\n", 400 },
        { "another host", "GET /api/register HTTP/1.1\r\nHost: evil.example.com\r\n\r\n", 421 },
        { "an absolute target of another host", $"GET http://evil.example.com/api/register HTTP/1.1\r\n{Host}\r\n", 400 },
        { "an absolute target", $"GET http://charter.example.org/api/register HTTP/1.1\r\n{Host}\r\n", 200 },
        { "a tunnel", "CONNECT charter.example.org:443 HTTP/1.1\r\nHost: charter.example.org:443\r\nConnection: close\r\n\r\n", 405 },
        { "an echo", $"TRACE /register HTTP/1.1\r\n{Host}\r\n", 405 },
        // what it asks for
        { "an empty segment", $"GET //api/me HTTP/1.1\r\n{Host}\r\n", 400 },
        { "an empty segment further on", $"GET /register//x HTTP/1.1\r\n{Host}\r\n", 400 },
        { "dots", $"GET /register/../account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "encoded dots", $"GET /register/%2e%2E/account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "half encoded dots", $"GET /register/.%2e/account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "a dot", $"GET /register/./account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "an encoded slash", $"GET /register/..%2faccount HTTP/1.1\r\n{Host}\r\n", 400 },
        { "an encoded slash below /api", $"GET /api/register/..%2f..%2fidentity HTTP/1.1\r\n{Host}\r\n", 400 },
        { "an encoded backslash", $"GET /register/..%5caccount HTTP/1.1\r\n{Host}\r\n", 400 },
        { "a backslash", $"GET /register\\..\\account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "encoded twice", $"GET /register/%252e%252e/account HTTP/1.1\r\n{Host}\r\n", 400 },
        { "a null character", $"GET /register%00.css HTTP/1.1\r\n{Host}\r\n", 400 },
        { "a line break", $"GET /register%0d%0aX-Injected:%20yes HTTP/1.1\r\n{Host}\r\n", 200 },   // a name like any other: nothing of it comes back as a header
        { "overlong UTF-8", $"GET /register/%c0%ae%c0%ae/account HTTP/1.1\r\n{Host}\r\n", 200 },     // stays what it is: no dots
        { "dots in the query", $"GET /register?back=//x/../%2f HTTP/1.1\r\n{Host}\r\n", 200 },
        // how much
        { "a long line", $"GET /{new string('a', 9000)} HTTP/1.1\r\n{Host}\r\n", 414 },
        { "long headers", $"GET / HTTP/1.1\r\n{Host}X-Long: {new string('a', 17_000)}\r\n\r\n", 431 },
        { "many headers", $"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: a\r\n"))}\r\n", 431 },
        { "another version", $"GET / HTTP/9.9\r\n{Host}\r\n", 505 },
        { "no version", "GET /\r\n\r\n", 400 },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task One_request_has_one_meaning(string what, string request, int status)
    {
        var answer = await Send(request);
        answer.ShouldStartWith($"HTTP/1.1 {status} ", Case.Sensitive, what);
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, $"{what}: more than one answer");
        answer.ShouldNotContain("X-Injected: yes");
    }

    [Fact]
    public async Task A_header_that_is_named_as_one_of_the_connection_is_not_lost_for_others()
    {
        // A proxy that drops what the client names would let it drop what the proxy itself says.
        var answer = await Send($"GET /api/register HTTP/1.1\r\n{Host}Connection: close, X-Forwarded-For, X-Forwarded-Host\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");
        answer.ShouldContain("\"x-forwarded-for\":\"127.0.0.1\"");
        answer.ShouldContain("\"x-forwarded-host\":\"charter.example.org\"");
    }

    private async Task<string> Send(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", system.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var length)
            {
                await answer.WriteAsync(buffer.AsMemory(0, length));
                patience.CancelAfter(TimeSpan.FromSeconds(30));   // a second answer would follow at once
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // it hung up on what it refused to read, or would take another request
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
