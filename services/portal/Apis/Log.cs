using System.Text.Json;

namespace Charter.Portal.Apis;

/// <summary>The register's log, which signatory keeps.</summary>
public sealed class LogApi(HttpClient http) : ServiceClient(http)
{
    public Task<LogHead> Head(CancellationToken cancel) => Get<LogHead>("/api/log", cancel);

    public async Task<IReadOnlyList<LogKey>> Keys(CancellationToken cancel) => (await Get<LogKeys>("/api/log/keys", cancel)).Keys;

    /// <summary>The daily heads, newest first.</summary>
    public Task<Listing<LogHead>> DailyHeads(int size, CancellationToken cancel) => Get<Listing<LogHead>>($"/api/log/heads?daily=true&size={size}", cancel);

    public async Task<LogEntry?> Entry(long index, CancellationToken cancel) => (await Get<LogEntries>($"/api/log/entries?start={index}&end={index}", cancel)).Items.SingleOrDefault();

    public async Task<IReadOnlyList<LogEntry>> EntriesOf(Guid organisation, CancellationToken cancel) => (await Get<LogEntries>($"/api/log/entries?organisationId={organisation}", cancel)).Items;

    /// <param name="leaf">Leaf hash in hex, or the id of an entry.</param>
    public Task<LogProof> Inclusion(string leaf, long size, CancellationToken cancel) => Get<LogProof>("/api/log/inclusion" + Query(("leaf", leaf), ("size", size.ToString())), cancel);

    private sealed record LogKeys(IReadOnlyList<LogKey> Keys);
    private sealed record LogEntries(IReadOnlyList<LogEntry> Items);
}

public sealed record LogHead(long TreeSize, string RootHash, string Timestamp, string KeyId, string Signature, DateOnly? Day = null);
public sealed record LogKey(string Kid, string X, string Y);
public sealed record LogProof(long Index, Guid EntryId, string LeafHash, long TreeSize, IReadOnlyList<string> Path);
public sealed record LogEntry(long Index, Guid EntryId, Guid OrganisationId, string LeafHash, string Facts)
{
    /// <summary>What happened, and on which day; what is not said in the way of this register is left out.</summary>
    public Told Says
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize<Told>(Facts, ServiceClient.Json) ?? new(null, null);
            }
            catch (JsonException)
            {
                return new(null, null);
            }
        }
    }

    public sealed record Told(string? Kind, DateOnly? On);
}
