using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Charter.Pledges.Tests;

/// <summary>
/// A ClamAV daemon of the test's own, reachable from this machine only. Its database holds one signature, of our own making: nothing is fetched from anywhere, and
/// nothing harmful is needed to try it.
/// </summary>
public sealed class Clamd : IDisposable
{
    private const string Program = "/usr/sbin/clamd";
    private const string Signature = "CHARTER-TEST-SIGNATURE-5d2f";
    private static int _ports = Random.Shared.Next(10_000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("charter-clamd-");
    private readonly int _port = FreePort();
    private Process? _process;

    public Clamd()
    {
        File.Exists(Program).ShouldBeTrue($"{Program} is missing; ./charter test installs it.");
        File.WriteAllText(InFolder("charter.ndb"), $"Charter.Test.Signature:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Signature))}\n");
        File.WriteAllText(InFolder("clamd.conf"), $"""
            Foreground yes
            DatabaseDirectory {_folder.FullName}
            LocalSocket {InFolder("socket")}
            TCPSocket {_port}
            TCPAddr 127.0.0.1
            LogFile {InFolder("log")}
            LogClean yes
            StreamMaxLength 30M

            """);
        File.WriteAllText(InFolder("log"), "");
    }

    /// <summary>Settings of a service that asks this daemon.</summary>
    public string Address => $"tcp://127.0.0.1:{_port}";

    public string SocketAddress => $"unix:{InFolder("socket")}";

    /// <summary>A text in which the daemon finds something.</summary>
    public static byte[] Infected() => Encoding.ASCII.GetBytes($"{Guid.NewGuid()} {Signature} {Guid.NewGuid()}");

    public static byte[] Clean() => Encoding.ASCII.GetBytes($"Minutes {Guid.NewGuid()}");

    /// <summary>How many contents it has looked at since it was first started.</summary>
    public int Scans => File.ReadLines(InFolder("log")).Count(l => l.Contains("instream(") || l.Contains("stream("));

    public async Task Start()
    {
        _process = System.Diagnostics.Process.Start(new ProcessStartInfo(Program, ["--config-file", InFolder("clamd.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.Passes(async () =>
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, _port);
            await socket.GetStream().WriteAsync("zPING\0"u8.ToArray());
            var answer = new byte[5];
            await socket.GetStream().ReadExactlyAsync(answer);
            Encoding.ASCII.GetString(answer).ShouldBe("PONG\0");
        }, seconds: 60);
    }

    public async Task Stop()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    // Below those that the system gives to whoever asks for any, so that nobody takes it while the daemon is stopped.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, 20_000 + Interlocked.Increment(ref _ports) % 10_000);
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // somebody listens there
            }
        }
    }
}
