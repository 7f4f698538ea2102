using System.Collections.Frozen;

namespace Charter.Identity.Joining;

/// <summary>
/// Domains under which anybody can have an address or a name, so that an address there says nothing about for whom somebody works: providers of mail for
/// everybody, and domains that registries give out below. The list is a file beside this one.
/// </summary>
internal static class FreeMail
{
    private static readonly FrozenSet<string> Domains = Read();

    public static bool Has(string domain) => Domains.Contains(domain);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(FreeMail).Assembly.GetManifestResourceStream("Joining/free-mail.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).ToFrozenSet(StringComparer.Ordinal);
    }
}
