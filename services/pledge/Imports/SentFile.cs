using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>A file that came with a form.</summary>
internal sealed record SentFile(IFormFile Content, string Name)
{
    /// <summary>What the gateway lets through, less the form around it. Larger files are imported on the machine itself.</summary>
    public const long Largest = 25 * 1024 * 1024;
    public const long LargestForm = Largest + (1024 * 1024);

    private const int LongestName = 200;

    /// <summary>The form as the API document shows it.</summary>
    internal sealed record Form(IFormFile File);

    /// <summary>The file of the form's field <c>file</c>; 400 when there is none, or it is empty or too large.</summary>
    public static async Task<SentFile> From(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType)   // such as a body that does not say what it is
            throw InvalidRequest.For("file", "Send the file in a form, as multipart/form-data.");
        var form = await request.ReadFormAsync(cancel);
        if (form.Files.GetFile("file") is not { } file)
            throw InvalidRequest.For("file", "Choose a file.");
        if (file.Length == 0)
            throw InvalidRequest.For("file", "The file is empty.");
        return file.Length > Largest
            ? throw InvalidRequest.For("file", "The file is larger than 25 MB. Divide it, or have it imported with ./charter import on the machine itself.")
            : new(file, Named(file.FileName));
    }

    /// <summary>The name without folders and what cannot be shown.</summary>
    public static string Named(string path)
    {
        var name = new string([.. Path.GetFileName(path.Replace('\\', '/')).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);
        return name.Length == 0 ? "file" : name.Length > LongestName ? name[..LongestName] : name;
    }

    /// <summary>Keeps the file part by part, in the transaction that is open, so that any replica can import it.</summary>
    public async Task Keep(Guid import, PledgeDb db, CancellationToken cancel)
    {
        await using var content = Content.OpenReadStream();
        var buffer = new byte[ImportPart.Size];
        for (var number = 0; await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel) is > 0 and var read; number++)
        {
            var part = read == buffer.Length ? buffer : buffer[..read];
            await db.Database.ExecuteSqlAsync($"insert into import_part (import_id, number, content) values ({import}, {number}, {part})", cancel);
        }
    }
}

/// <summary>Where the content of a file is read from: the parts that were kept, or the file itself where it lies.</summary>
internal static class ImportContent
{
    public static Stream Open(FileImport import, PledgeDb db, string? path) =>
        path is null ? new PartsStream(import.Id, import.Length, db) : new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });

    private sealed class PartsStream(Guid import, long length, PledgeDb db) : Stream
    {
        private byte[] _part = [];
        private int _number, _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == _part.Length)
                Take(await Part().SingleOrDefaultAsync(cancellationToken));
            return Give(buffer.Span);
        }

        public override int Read(Span<byte> buffer)
        {
            if (_at == _part.Length)
                Take(Part().SingleOrDefault());
            return Give(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        private IQueryable<byte[]> Part() => db.ImportParts.AsNoTracking().Where(p => p.ImportId == import && p.Number == _number).Select(p => p.Content);

        private void Take(byte[]? part) => (_part, _at, _number) = (part ?? [], 0, _number + 1);

        private int Give(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _part.Length - _at);
            _part.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            Position += count;
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
