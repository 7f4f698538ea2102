using System.Diagnostics.Metrics;
using Charter.ServiceDefaults;
using Microsoft.Extensions.Caching.Memory;

namespace Charter.Signatories.Charters;

/// <summary>
/// Differences that were asked for before. To compare two texts takes time that grows with the square of what changed, and anybody may ask; a pair of
/// content hashes has the same answer for ever.
/// </summary>
internal sealed class KnownDifferences
{
    private const long MostBytes = 16 * 1024 * 1024;

    private static readonly Counter<long> Made = Telemetry.Meter.CreateCounter<long>("charter.differences", "{comparison}", "Comparisons of two texts of a charter that were not known yet");

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    private readonly SemaphoreSlim _one = new(1);

    public async Task<IReadOnlyList<CharterDifference.Part>> Between(CharterVersion before, CharterVersion after, CancellationToken cancel)
    {
        var pair = (before.ContentHash, after.ContentHash);
        if (_kept.TryGetValue(pair, out IReadOnlyList<CharterDifference.Part>? known))
            return known!;
        // One at a time: those who ask for the same wait for the first, and whoever asks for many holds up nobody but those who compare.
        await _one.WaitAsync(cancel);
        try
        {
            if (_kept.TryGetValue(pair, out known))
                return known!;
            Made.Add(1);
            // What is kept holds about all words of both texts.
            return _kept.Set(pair, CharterDifference.Between(before.ReadContent(), after.ReadContent()), new MemoryCacheEntryOptions { Size = 4L * (before.Content.Length + after.Content.Length) });
        }
        finally
        {
            _one.Release();
        }
    }
}
