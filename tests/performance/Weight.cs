using System.Text.RegularExpressions;

namespace Charter.Performance;

/// <summary>What a browser loads on its first visit to a page, as it comes over the wire.</summary>
internal static partial class Weight
{
    public static async Task<IReadOnlyList<(string Path, long Bytes)>> Of(string address, string page)
    {
        using var client = new HttpClient { BaseAddress = new(address) };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        using var plain = new HttpClient { BaseAddress = new(address) };
        var loaded = new Dictionary<string, long> { [page] = (await client.GetByteArrayAsync(page)).Length };
        var waiting = new Queue<string>(Links().Matches(await plain.GetStringAsync(page)).Select(m => m.Groups[1].Value));
        while (waiting.TryDequeue(out var path))
        {
            if (!path.StartsWith('/') || loaded.ContainsKey(path))
                continue;
            loaded[path] = (await client.GetByteArrayAsync(path)).Length;
            if (path.Split('?')[0].EndsWith(".css", StringComparison.Ordinal))
                foreach (Match match in Urls().Matches(await plain.GetStringAsync(path)))
                    waiting.Enqueue(match.Groups[1].Value);
        }
        return [.. loaded.Select(l => (l.Key, l.Value))];
    }

    [GeneratedRegex("""<(?:link[^>]*rel="(?:stylesheet|icon|mask-icon|manifest|preload)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)""")] private static partial Regex Links();
    [GeneratedRegex("""url\(["']?(/[^"')]+\.(?:woff2?|png|svg))""")] private static partial Regex Urls();
}
