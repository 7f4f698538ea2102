using System.Globalization;
using System.Text.Json;

namespace Charter.VerifyLog;

/// <summary>One audit: keys, heads, every entry, the roots, and what was kept of the last time.</summary>
internal sealed class Audit(PublishedLog log, Report report, string? file)
{
    private readonly Tree _tree = new();
    private readonly List<Guid> _entries = [];
    private long _altered;

    public async Task Run()
    {
        report.Say($"Auditing the log of {log.Address}");
        using var last = LastTime.Open(file);
        var keys = await log.Keys();
        var heads = await log.PublishedHeads();   // before the present head, so that none of them is newer
        var head = await log.CurrentHead();
        CheckSignatures(keys, heads, head);
        CheckLastHead(last, keys, head);

        await using (var next = file is null ? null : LastTime.Begin(file, log.Address.ToString(), head, keys))
            await ReadEntries(head, heads, last, next);
        if (_tree.Size < head.TreeSize)
            report.Problem($"The head says that there are {Count(head.TreeSize)}, but the log gives {Count(_tree.Size)}.");
        else if (Hex(_tree.Root()) == head.RootHash)
            report.Checked($"the root of the tree of {Count(head.TreeSize)} is the one that was signed");
        else
        {
            report.Problem($"The root of the tree of {Count(head.TreeSize)} is {Hex(_tree.Root())}, and not the one that was signed.");
            if (_altered == 0)
                await Locate(0, head.TreeSize, Convert.FromHexString(head.RootHash), head.TreeSize);
        }
        if (last is not null && last.Head.TreeSize <= head.TreeSize)
            await CheckConsistency(last.Head, head);
        if (file is not null && report.IsClean)
            LastTime.Replace(file);
        else if (file is not null)
            File.Delete(file + ".new");
    }

    private void CheckSignatures(Key[] keys, List<Head> heads, Head head)
    {
        report.Checked($"{keys.Length} {(keys.Length == 1 ? "key is" : "keys are")} published");
        foreach (var one in heads.Prepend(head).Where(h => !h.IsSignedBy(keys)))
            report.Problem($"The signature of the head of {Count(one.TreeSize)}, {one.Timestamp}, is not good under any published key.");
        foreach (var (newer, older) in heads.Prepend(head).Zip(heads).Where(pair => pair.First.TreeSize < pair.Second.TreeSize))
            report.Problem($"The head of {newer.Timestamp} has {Count(newer.TreeSize)}, fewer than the {older.TreeSize} of {older.Timestamp}: the log went back.");
        if (report.IsClean)
            report.Checked($"the present head of {Count(head.TreeSize)}, {head.Timestamp}, and {heads.Count} published before are signed");
    }

    private void CheckLastHead(LastTime? last, Key[] keys, Head head)
    {
        if (last is null)
            return;
        if (last.Register != log.Address.ToString())
            throw new FormatException($"{file} is of another register: {last.Register}");
        foreach (var key in last.Keys.Where(k => !keys.Contains(k)))
            report.Problem($"The key {key.Kid}, which was published the last time, is no longer published as it was.");
        if (last.Head.TreeSize > head.TreeSize)
            report.Problem($"The log is shorter than the last time: {Count(last.Head.TreeSize)} on {last.Head.Timestamp}, {Count(head.TreeSize)} now. From entry {head.TreeSize} on they were taken away.");
    }

    private async Task ReadEntries(Head head, List<Head> heads, LastTime? last, StreamWriter? next)
    {
        var roots = heads.ToLookup(h => h.TreeSize);
        var (fitting, broken, different) = (0L, 0L, 0L);
        CheckHeads(roots, ref fitting, ref broken);
        await foreach (var entry in log.Entries(head.TreeSize))
        {
            var hash = Tree.LeafHash(entry.Facts);
            CheckEntry(entry, hash);
            if (last?.Next() is { } before && before.Hash != Hex(hash) && ++different <= 5)
                report.Problem($"Entry {entry.Index} is not what it was the last time. It was of organisation {before.Organisation} and had the leaf hash {before.Hash}; now it is of organisation {entry.OrganisationId} and has {Hex(hash)}.");
            _tree.Add(hash);
            _entries.Add(entry.EntryId);
            next?.WriteLine($"{Hex(hash)} {entry.OrganisationId}");
            CheckHeads(roots, ref fitting, ref broken);
        }
        if (different > 5)
            report.Problem($"{different} entries in all are not what they were the last time.");
        if (_altered == 0)
            report.Checked($"{Count(_tree.Size)} read, each with the hash of its facts");
        if (broken == 0 && heads.Count > 0)
            report.Checked($"{heads.Count} published {(heads.Count == 1 ? "head is a state" : "heads are states")} of this log");
        if (last is not null && different == 0 && last.Head.TreeSize <= head.TreeSize)
            report.Checked($"{Count(last.Head.TreeSize)} of the last time, {last.Head.Timestamp}, stand where they stood");
    }

    private void CheckEntry(Entry entry, byte[] hash)
    {
        if (entry.Index != _tree.Size)
            throw new FormatException($"Entry {_tree.Size} is missing: the log gives {entry.Index} in its place.");
        if (entry.LeafHash != Hex(hash))
            Altered(entry, $"its facts have the leaf hash {Hex(hash)}, and the log has {entry.LeafHash}. Its facts now: {entry.Facts}");
        else if (OrganisationIn(entry.Facts) != entry.OrganisationId)
            Altered(entry, $"its facts name another organisation. Its facts: {entry.Facts}");
    }

    private void Altered(Entry entry, string how)
    {
        _altered++;
        report.Problem($"Entry {entry.Index} ({entry.EntryId}) of organisation {entry.OrganisationId} was altered: {how}");
    }

    private static Guid? OrganisationIn(string facts)
    {
        try
        {
            using var json = JsonDocument.Parse(facts);
            return json.RootElement.GetProperty("organisationId").GetGuid();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Compares the heads that were published of a log of just this size.</summary>
    private void CheckHeads(ILookup<long, Head> roots, ref long fitting, ref long broken)
    {
        foreach (var head in roots[_tree.Size])
        {
            if (head.RootHash == Hex(_tree.Root()))
                fitting = _tree.Size;
            else if (++broken == 1)
                report.Problem($"The head published on {head.Timestamp} of {Count(head.TreeSize)} is no state of this log. The one of {Count(fitting)} still is, so an entry from {fitting} to {head.TreeSize - 1} was altered.");
        }
    }

    private async Task CheckConsistency(Head first, Head second)
    {
        if (Tree.IsConsistent(first.TreeSize, Convert.FromHexString(first.RootHash), second.TreeSize, Convert.FromHexString(second.RootHash), await log.Consistency(first.TreeSize, second.TreeSize)))
            report.Checked($"the log proves that its {Count(second.TreeSize)} begin with the {first.TreeSize} of the last time");
        else
            report.Problem($"The log cannot prove that its {Count(second.TreeSize)} begin with the {first.TreeSize} of the last time, whose root was {first.RootHash}.");
    }

    /// <summary>
    /// The facts and their leaf hash were altered together, but not all that was made of them: asks for proofs on both sides and follows the hash that is
    /// not that of the entries given. It ends at two neighbours at the latest, of which one has another hash than the log was made of.
    /// </summary>
    private async Task Locate(long start, long end, byte[] signed, long size)
    {
        if (_tree.Hash(start, end).SequenceEqual(signed))
            return;
        if (end - start == 1)
        {
            report.Problem($"Entry {start} ({_entries[(int)start]}) is not the one that the signed root was made of.");
            return;
        }
        var middle = start + Tree.Split(end - start);
        var (left, right) = (await Sibling(middle, (start, middle), size), await Sibling(start, (middle, end), size));
        if (_tree.Hash(start, middle).SequenceEqual(left) && _tree.Hash(middle, end).SequenceEqual(right))
            report.Problem($"{(end - start == 2 ? $"Entry {start} ({_entries[(int)start]}) or {start + 1} ({_entries[(int)start + 1]})" : $"One of the entries {start} to {end - 1}")} is not the one that the signed root was made of. An audit with --state from before says which, and what it was.");
        await Locate(start, middle, left, size);
        await Locate(middle, end, right, size);
    }

    /// <summary>The hash that the log's proof for a leaf gives for the subtree beside it.</summary>
    private async Task<byte[]> Sibling(long leaf, (long Start, long End) wanted, long size)
    {
        var path = await log.Inclusion(_entries[(int)leaf], size);
        var depth = path.Length;
        for (var (start, end) = (0L, size); end - start > 1;)
        {
            var middle = start + Tree.Split(end - start);
            var sibling = leaf < middle ? (middle, end) : (start, middle);
            if (--depth < 0)
                break;
            if (sibling == wanted)
                return path[depth];
            (start, end) = leaf < middle ? (start, middle) : (middle, end);
        }
        throw new FormatException($"The proof of entry {leaf} has not the length that its place asks for.");
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static string Count(long entries) => string.Create(CultureInfo.InvariantCulture, $"{entries:N0} {(entries == 1 ? "entry" : "entries")}");
}
