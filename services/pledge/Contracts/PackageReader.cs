using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Charter.Pledges.Contracts;

/// <summary>The file is no package that can be read, or stops being one somewhere.</summary>
internal sealed class BrokenPackage(string problem) : Exception(problem);

/// <summary>
/// Reads the releases or records of an OCDS package one after the other, as the bytes come. Nothing of the file is kept but the entry that is read, so a large
/// file needs no more memory than a small one.
/// </summary>
internal sealed class PackageReader(Stream content)
{
    private const int LargestEntry = 32 * 1024 * 1024;
    private const int BufferSize = 128 * 1024;
    private static readonly JsonDocumentOptions EntryOptions = new() { AllowDuplicateProperties = false };

    private enum Where { Start, Package, Value, Skipped, List, Listed, Entry, End }

    private JsonReaderState _state;
    private Where _where;
    private string _property = "";
    private int _depth;
    /// <summary>Into the buffer: how much of it is parsed, and where the entry begins that is being read.</summary>
    private long _parsed, _entry;
    private readonly HashSet<string> _seen = [];

    /// <summary>records or releases, once the list has begun.</summary>
    public bool IsOfRecords { get; private set; }

    /// <summary>How many bytes of the file are parsed.</summary>
    public long Position { get; private set; }

    public string? Version { get; private set; }

    private bool HasList => _seen.Contains("releases") || _seen.Contains("records");

    /// <summary>Each entry of the list, to be disposed by the caller; one that has the same field twice comes without its content.</summary>
    /// <exception cref="BrokenPackage">The entries before it were read.</exception>
    public async IAsyncEnumerable<JsonDocument?> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize / 4));
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancel);
                var buffer = read.Buffer;
                while (Next(buffer, read.IsCompleted, out var entry))
                    yield return entry;
                var consumed = _where == Where.Entry ? _entry : _parsed;
                if (buffer.Length - consumed > LargestEntry)
                    throw new BrokenPackage($"Something in the file is larger than {LargestEntry / 1024 / 1024} MB, which no release is.");
                _parsed -= consumed;
                _entry -= consumed;
                pipe.AdvanceTo(buffer.GetPosition(consumed), buffer.End);
                if (read.IsCompleted)
                    break;
            }
            if (!HasList)
                throw new BrokenPackage("The file is no release package and no record package: it has neither releases nor records.");
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>What the package says of itself and should not (package schemas of OCDS 1.1.5).</summary>
    public IEnumerable<string> Problems() => new[] { "uri", "version", "publishedDate", "publisher" }.Where(f => !_seen.Contains(f)).Select(f => $"{f}: The package has to say this.");

    private bool Next(ReadOnlySequence<byte> buffer, bool isFinal, out JsonDocument? entry)
    {
        entry = null;
        if (_where == Where.Start && _parsed == 0)
        {
            if (buffer.Length < 3 && !isFinal)
                return false;
            if (buffer.Length >= 3 && buffer.Slice(0, 3).ToArray() is [0xEF, 0xBB, 0xBF])
                _parsed = 3;
        }
        try
        {
            var rest = buffer.Slice(_parsed);
            var reader = new Utf8JsonReader(rest, isFinal, _state);
            while (reader.Read())
            {
                if (!Took(ref reader))
                    continue;
                var end = _parsed + reader.BytesConsumed;
                var whole = buffer.Slice(_entry, end - _entry);
                Save(ref reader);
                _where = Where.List;
                entry = Parsed(whole);
                return true;
            }
            Save(ref reader);
            return false;
        }
        catch (InvalidOperationException)
        {
            throw new BrokenPackage("The file holds text that is no UTF-8. Save it as UTF-8 and send it again.");
        }
        catch (JsonException e)
        {
            throw new BrokenPackage($"The file is not valid JSON from line {e.LineNumber + 1} on (byte {e.BytePositionInLine + 1} of it). Perhaps it was cut off.");
        }
    }

    private void Save(ref Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _parsed += reader.BytesConsumed;
        Position += reader.BytesConsumed;
    }

    private static JsonDocument? Parsed(ReadOnlySequence<byte> entry)
    {
        try
        {
            return JsonDocument.Parse(entry, EntryOptions);
        }
        catch (JsonException)
        {
            return null;   // it was read once, so what is wrong with it is a field that it has twice
        }
    }

    /// <summary>Takes a token; true when an entry ends with it.</summary>
    private bool Took(ref Utf8JsonReader reader)
    {
        var (token, depth) = (reader.TokenType, reader.CurrentDepth);
        switch (_where)
        {
            case Where.Start:
                _where = token == JsonTokenType.StartObject ? Where.Package : throw new BrokenPackage("The file is no release package and no record package: it is no JSON object.");
                return false;
            case Where.Package when token == JsonTokenType.EndObject:
                _where = Where.End;
                return false;
            case Where.Package:
                _property = reader.GetString()!;
                if (!_seen.Add(_property))
                    throw new BrokenPackage($"The package has {_property} twice.");
                _where = _property is "releases" or "records" ? Where.Listed : Where.Value;
                return false;
            case Where.Listed:
                if (token != JsonTokenType.StartArray)
                    throw new BrokenPackage($"{_property} has to be a list.");
                IsOfRecords = _property == "records";
                _where = Where.List;
                return false;
            case Where.Value:
                if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    (_where, _depth) = (Where.Skipped, depth);
                else
                {
                    if (_property == "version" && token == JsonTokenType.String && (Version = reader.GetString()) != "1.1")
                        throw new BrokenPackage($"The package is of version {Version} of the standard. Version 1.1 is read; the publisher's newer packages have it.");
                    _where = Where.Package;
                }
                return false;
            case Where.Skipped:
                if (token is JsonTokenType.EndObject or JsonTokenType.EndArray && depth == _depth)
                    _where = Where.Package;
                return false;
            case Where.List when token == JsonTokenType.EndArray:
                _where = Where.Package;
                return false;
            case Where.List:
                _entry = _parsed + reader.TokenStartIndex;
                if (token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    return true;
                (_where, _depth) = (Where.Entry, depth);
                return false;
            case Where.Entry:
                return token is JsonTokenType.EndObject or JsonTokenType.EndArray && depth == _depth;
            default:
                return false;
        }
    }
}
