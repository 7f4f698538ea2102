using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.Signatories.Tests;

/// <summary>A register with a log of its own, with which a test may do what nobody should.</summary>
public sealed class LogFixture : SignatoryFixture
{
    private readonly List<Replica> _replicas = [];

    public TestClock Clock { get; } = new();

    public static async Task<LogFixture> Start()
    {
        var log = new LogFixture();
        await log.InitializeAsync();
        return log;
    }

    protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));

    /// <summary>Starts a second process of the service on the same database.</summary>
    public HttpClient AnotherReplica()
    {
        var replica = new Replica(this);
        _replicas.Add(replica);
        replica.UseKestrel(0);
        replica.StartServer();
        return replica.CreateDefaultClient();
    }

    /// <summary>Records so many things that happened, as other slices would.</summary>
    public Task Record(int entries) => Sql($$"""
        insert into history_entry (id, kind, organisation_id, subject_id, occurred_on, occurred_at, facts)
        select id, 'signed', organisation, subject, current_date, now(), format('{"kind":"signed","organisationId":"%s","signatureId":"%s"}', organisation, subject)
        from (select gen_random_uuid() as id, gen_random_uuid() as organisation, gen_random_uuid() as subject from generate_series(1, {{entries}})) as made
        """);

    /// <summary>The head once the log has so many entries.</summary>
    public async Task<JsonElement> Head(long size)
    {
        var head = default(JsonElement);
        await Eventually.Passes(async () => (head = await Get("/api/log")).GetProperty("treeSize").GetInt64().ShouldBe(size));
        return head;
    }

    public Task<JsonElement> Get(string path) => Anonymous().GetAsync(path).Answers_with(HttpStatusCode.OK);

    /// <summary>All entries: index, id, organisation, leaf hash and facts.</summary>
    public async Task<JsonElement[]> Entries()
    {
        var all = new List<JsonElement>();
        for (long? start = 0; start is not null;)
        {
            var page = await Get($"/api/log/entries?start={start}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            start = page.GetProperty("next").Deserialize<long?>();
        }
        return [.. all];
    }

    /// <summary>Does with the database what its triggers refuse.</summary>
    public Task Tamper(string statement) => Sql($"set session_replication_role = replica; {statement}");

    /// <summary>Runs the auditor's command.</summary>
    public async Task<(int ExitCode, string Output)> Verify(string? state = null)
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "Charter.VerifyLog.dll"), Anonymous().BaseAddress!.ToString(), .. state is null ? Array.Empty<string>() : ["--state", state]];
        using var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await base.DisposeAsync();
    }

    private sealed class Replica(LogFixture of) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var setting in new[] { "ConnectionStrings:Database", "ConnectionStrings:RabbitMq", "Services:Identity", "DataProtection:Keys" })
                builder.UseSetting(setting, of.Services.GetRequiredService<IConfiguration>()[setting]);
            builder.ConfigureServices(of.Tokens.Trust);
            builder.ConfigureServices(of.Replace);
        }
    }
}

/// <summary>RFC 6962, section 2.1, word by word and as slow as it stands there, and what a verifier does with proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2).</summary>
internal static class Rfc6962
{
    public static byte[] Leaf(string facts) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(facts)]);

    public static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>MTH(D[n]).</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> d)
    {
        if (d.Length == 0)
            return SHA256.HashData([]);
        if (d.Length == 1)
            return d[0];
        var k = 1;
        while (k * 2 < d.Length)
            k *= 2;
        return Node(Root(d[..k]), Root(d[k..]));
    }

    /// <summary>The root to which an inclusion proof leads; null when its length is not that of the place.</summary>
    public static byte[]? RootOfProof(long index, long size, byte[] leaf, IEnumerable<byte[]> path)
    {
        var (fn, sn, r) = (index, size - 1, leaf);
        foreach (var p in path)
        {
            if (sn == 0)
                return null;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Node(p, r);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
                r = Node(r, p);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 ? r : null;
    }

    /// <summary>PROOF(m, D[n]).</summary>
    public static List<byte[]> Consistency(int m, byte[][] d) => m == 0 ? [] : SubProof(m, d, true);

    private static List<byte[]> SubProof(int m, byte[][] d, bool b)
    {
        if (m == d.Length)
            return b ? [] : [Root(d)];
        var k = 1;
        while (k * 2 < d.Length)
            k *= 2;
        return m <= k ? [.. SubProof(m, d[..k], b), Root(d.AsSpan(k))] : [.. SubProof(m - k, d[k..], false), Root(d.AsSpan(0, k))];
    }

    /// <summary>PATH(m, D[n]).</summary>
    public static List<byte[]> Path(int m, byte[][] d)
    {
        if (d.Length == 1)
            return [];
        var k = 1;
        while (k * 2 < d.Length)
            k *= 2;
        return m < k ? [.. Path(m, d[..k]), Root(d.AsSpan(k))] : [.. Path(m - k, d[k..]), Root(d.AsSpan(0, k))];
    }

    /// <summary>Whether a head is signed by one of these keys.</summary>
    public static bool IsSigned(JsonElement head, JsonElement keys)
    {
        var key = keys.GetProperty("keys").EnumerateArray().Single(k => k.Text("kid") == head.Text("keyId"));
        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = WebEncoders.Base64UrlDecode(key.Text("x")!), Y = WebEncoders.Base64UrlDecode(key.Text("y")!) },
        });
        var text = $"{{\"rootHash\":\"{head.Text("rootHash")}\",\"timestamp\":\"{head.Text("timestamp")}\",\"treeSize\":{head.GetProperty("treeSize").GetInt64()}}}";
        return verifier.VerifyData(Encoding.UTF8.GetBytes(text), WebEncoders.Base64UrlDecode(head.Text("signature")!), HashAlgorithmName.SHA256);
    }
}
