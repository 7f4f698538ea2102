using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Charter.Identity.Tests;

/// <summary>A mail server that takes what it is given and can be told to refuse (RFC 5321, as far as a client needs it).</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public MailServer()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was taken: the recipient and the message.</summary>
    public ConcurrentQueue<(string To, string Message)> Taken { get; } = new();

    /// <summary>Says what to answer to a recipient; null takes it.</summary>
    public Func<string, string?> ToRecipient { get; set; } = _ => null;

    /// <summary>Says what to answer to a whole message; null takes it.</summary>
    public Func<string, string?> ToMessage { get; set; } = _ => null;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // it was stopped
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 tests");
        var to = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT")
                to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var message = new StringBuilder();
                while (await reader.ReadLineAsync() is { } part && part != ".")
                    message.AppendLine(part);
                var refusal = ToMessage(to);
                if (refusal is null)
                    Taken.Enqueue((to, message.ToString()));
                await writer.WriteLineAsync(refusal ?? "250 taken");
                continue;
            }
            await writer.WriteLineAsync(verb switch { "QUIT" => "221 bye", "RCPT" => ToRecipient(to) ?? "250 ok", _ => "250 ok" });
            if (verb == "QUIT")
                return;
        }
    }
}
