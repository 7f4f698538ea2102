using System.Net;
using System.Net.Sockets;

namespace Charter.Faults.Tests;

/// <summary>
/// Passes connections on to a server. While it stalls, they stay open and nothing passes, as when a cable is pulled: no error, no end.
/// </summary>
internal sealed class StallingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private volatile TaskCompletionSource _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StallingProxy(int server)
    {
        _server = server;
        _flows.SetResult();
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Lets nothing pass for this long, on the connections there are and on new ones.</summary>
    public async Task Stall(TimeSpan duration)
    {
        _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.Delay(duration);
        _flows.SetResult();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
            _ = Pass(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task Pass(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(Copy(client.GetStream(), server.GetStream()), Copy(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // the server is down: the client sees its connection end
            }
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            await _flows.Task;
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
