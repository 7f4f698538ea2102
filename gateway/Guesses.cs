using Microsoft.Extensions.Caching.Memory;

namespace Charter.Gateway;

/// <summary>
/// How many credentials that nobody knows an address may try before identity is no longer asked for it. A credential that turns out good costs
/// nothing, so that many people behind one address are not in each other's way.
/// </summary>
internal sealed class Guesses(int perMinute, TimeProvider time)
{
    private readonly MemoryCache _addresses = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    private sealed class Left
    {
        public double Guesses;
        public long At;
    }

    /// <summary>Takes a guess; with none left, returns how long to wait for the next.</summary>
    public TimeSpan? Take(string address)
    {
        var left = Of(address);
        lock (left)
        {
            var now = time.GetTimestamp();
            left.Guesses = Math.Min(perMinute, left.Guesses + (time.GetElapsedTime(left.At, now).TotalMinutes * perMinute));
            left.At = now;
            if (left.Guesses < 1)
                return TimeSpan.FromMinutes((1 - left.Guesses) / perMinute);
            left.Guesses--;
            return null;
        }
    }

    private Left Of(string address)
    {
        if (_addresses.TryGetValue(address, out Left? known))
            return known!;
        lock (_addresses)   // the cache lets each of two who come first make one of their own
            return _addresses.GetOrCreate(address, entry =>
            {
                entry.Size = 1;
                entry.SlidingExpiration = TimeSpan.FromMinutes(2);   // by then all guesses are back
                return new Left { Guesses = perMinute, At = time.GetTimestamp() };
            })!;
    }

    /// <summary>It was none.</summary>
    public void GiveBack(string address)
    {
        if (_addresses.TryGetValue(address, out Left? left))
            lock (left!)
                left.Guesses = Math.Min(perMinute, left.Guesses + 1);
    }
}
