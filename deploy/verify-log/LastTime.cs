using System.Text.Json;

namespace Charter.VerifyLog;

/// <summary>
/// What an audit keeps for the next one: a line of JSON with the head and the keys, then a line for each entry with its leaf hash and organisation. It is written beside the old
/// one and takes its place only when all was well.
/// </summary>
internal sealed class LastTime : IDisposable
{
    private readonly StreamReader _lines;

    private sealed record Top(string Register, Head Head, Key[] Keys);

    private LastTime(StreamReader lines, Top top) => (_lines, Register, Head, Keys) = (lines, top.Register, top.Head, top.Keys);

    public string Register { get; }
    public Head Head { get; }
    public Key[] Keys { get; }

    /// <summary>Null when there was no last time.</summary>
    public static LastTime? Open(string? file)
    {
        if (file is null || !File.Exists(file))
            return null;
        var lines = new StreamReader(file);
        return new(lines, JsonSerializer.Deserialize<Top>(lines.ReadLine() ?? "") ?? throw new FormatException($"{file} is not what this command has kept."));
    }

    /// <summary>The leaf hash and organisation of the next entry; null when there are no more.</summary>
    public (string Hash, string Organisation)? Next() => _lines.ReadLine()?.Split(' ') is [var hash, var organisation] ? (hash, organisation) : null;

    public void Dispose() => _lines.Dispose();

    public static StreamWriter Begin(string file, string register, Head head, Key[] keys)
    {
        var writer = new StreamWriter(file + ".new");
        writer.WriteLine(JsonSerializer.Serialize(new Top(register, head, keys)));
        return writer;
    }

    public static void Replace(string file) => File.Move(file + ".new", file, overwrite: true);
}
