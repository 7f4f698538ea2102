using System.Net;
using System.Net.Sockets;

namespace Charter.ServiceDefaults;

/// <summary>Several containers of one host behind one name.</summary>
public static class Replicas
{
    /// <summary>
    /// Spreads connections over all addresses of a name, and finds new ones within 15 seconds. Left alone, every connection would go to the
    /// same replica, because the system sorts addresses (RFC 6724), and connections that are always busy would never be made anew.
    /// </summary>
    public static SocketsHttpHandler SpreadOverReplicas(this SocketsHttpHandler handler)
    {
        handler.PooledConnectionLifetime = TimeSpan.FromSeconds(15);
        handler.ConnectCallback = Connect;
        return handler;
    }

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        Random.Shared.Shuffle(addresses);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);   // the next one where one does not answer
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
