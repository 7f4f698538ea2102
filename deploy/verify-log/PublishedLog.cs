using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Charter.VerifyLog;

internal sealed record Head(long TreeSize, string RootHash, string Timestamp, string KeyId, string Signature, DateOnly? Day = null)
{
    /// <summary>ES256 over the canonical JSON (RFC 8785) of the three members. Their values hold nothing that JSON would escape.</summary>
    public bool IsSignedBy(IEnumerable<Key> keys)
    {
        if (keys.FirstOrDefault(k => k.Kid == KeyId) is not { } key || !$"{RootHash}{Timestamp}".All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '.'))
            return false;
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) } });
        return verifier.VerifyData(Encoding.UTF8.GetBytes($$"""{"rootHash":"{{RootHash}}","timestamp":"{{Timestamp}}","treeSize":{{TreeSize}}}"""), Base64Url.DecodeFromChars(Signature),
            HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}

/// <summary>A public key as a JSON Web Key.</summary>
internal sealed record Key(string Kid, string X, string Y);

internal sealed record Entry(long Index, Guid EntryId, Guid OrganisationId, string LeafHash, string Facts);

/// <summary>The log as the register publishes it.</summary>
internal sealed class PublishedLog(Uri register) : IDisposable
{
    private const int PageSize = 1000, Attempts = 20;
    private static readonly JsonSerializerOptions Complete = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
    private readonly HttpClient _http = new() { BaseAddress = new(register.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromSeconds(30) };

    private sealed record KeySet(Key[] Keys);
    private sealed record HeadPage(Head[] Items, string? Next);
    private sealed record EntryPage(Entry[] Items);
    private sealed record Proof(string[] Path);

    public Uri Address => _http.BaseAddress!;

    public async Task<Key[]> Keys() => (await Get<KeySet>("/api/log/keys")).Keys;

    public Task<Head> CurrentHead() => Get<Head>("/api/log");

    /// <summary>Newest first.</summary>
    public async Task<List<Head>> PublishedHeads()
    {
        var heads = new List<Head>();
        for (string? after = ""; after is not null;)
        {
            var page = await Get<HeadPage>($"/api/log/heads?size=100&after={Uri.EscapeDataString(after)}");
            heads.AddRange(page.Items);
            after = page.Next;
        }
        return heads;
    }

    /// <summary>The first so many entries; fewer when the log does not give them.</summary>
    public async IAsyncEnumerable<Entry> Entries(long size)
    {
        for (long start = 0; start < size;)
        {
            var page = await Get<EntryPage>($"/api/log/entries?start={start}&end={Math.Min(size, start + PageSize) - 1}");
            foreach (var entry in page.Items)
                yield return entry;
            if (page.Items.Length == 0)
                yield break;
            start += page.Items.Length;
        }
    }

    public async Task<byte[][]> Inclusion(Guid entry, long size) => await Path($"/api/log/inclusion?leaf={entry}&size={size}");

    public async Task<byte[][]> Consistency(long first, long second) => await Path($"/api/log/consistency?first={first}&second={second}");

    private async Task<byte[][]> Path(string address) => [.. (await Get<Proof>(address)).Path.Select(Convert.FromHexString)];

    private async Task<T> Get<T>(string address)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative));
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || attempt == Attempts)
            {
                if (!answer.IsSuccessStatusCode)
                    throw new HttpRequestException($"{Address.GetLeftPart(UriPartial.Authority)}{address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                return await answer.Content.ReadFromJsonAsync<T>(Complete) ?? throw new FormatException($"{address} answered nothing.");
            }
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(2));
        }
    }

    public void Dispose() => _http.Dispose();
}
