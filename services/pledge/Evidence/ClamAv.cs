using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Charter.Pledges.Evidence;

/// <summary>The scanner cannot say anything about a file at the moment.</summary>
internal sealed class ScannerAway(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>
/// Asks a ClamAV daemon about a content, over the INSTREAM command of its protocol (clamd(8), "COMMANDS"): chunks, each with its length as four bytes in
/// network order, closed by an empty one.
/// </summary>
/// <param name="address"><c>tcp://host:3310</c>, or <c>unix:/path/of/the/socket</c>.</param>
internal sealed class ClamAv(string address)
{
    private const int ChunkSize = 64 * 1024;
    private const int LongestAnswer = 4 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The name of what was found; null when nothing was.</returns>
    /// <exception cref="ScannerAway">The daemon is away, is starting, or cannot judge this file.</exception>
    public async Task<string?> Scan(Stream content, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = await Connect(limit.Token);
            await using var daemon = new NetworkStream(socket);
            await daemon.WriteAsync("zINSTREAM\0"u8.ToArray(), limit.Token);
            var chunk = new byte[4 + ChunkSize];
            for (int read; (read = await content.ReadAsync(chunk.AsMemory(4), limit.Token)) > 0;)
            {
                BinaryPrimitives.WriteInt32BigEndian(chunk, read);
                await daemon.WriteAsync(chunk.AsMemory(0, 4 + read), limit.Token);
            }
            await daemon.WriteAsync(new byte[4], limit.Token);
            return Judge(await Answer(daemon, limit.Token));
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ScannerAway(e.Message, e);
        }
    }

    private async Task<Socket> Connect(CancellationToken cancel)
    {
        var socket = address.StartsWith("unix:", StringComparison.Ordinal) ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (address.StartsWith("unix:", StringComparison.Ordinal))
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address["unix:".Length..]), cancel);
            else
                await socket.ConnectAsync(new Uri(address).Host, new Uri(address).Port, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> Answer(NetworkStream daemon, CancellationToken cancel)
    {
        var answer = new byte[LongestAnswer];
        var length = await daemon.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancel);   // it closes the connection behind its answer
        return Encoding.UTF8.GetString(answer, 0, length).Trim('\0', '\n', ' ');
    }

    private static string? Judge(string answer) =>
        answer == "stream: OK" ? null
        : answer.EndsWith(" FOUND", StringComparison.Ordinal) ? answer["stream: ".Length..^" FOUND".Length]
        : throw new ScannerAway(answer.Length == 0 ? "it closed the connection" : answer);
}
