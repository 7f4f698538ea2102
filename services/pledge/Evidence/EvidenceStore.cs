using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Charter.Pledges.Evidence;

/// <summary>
/// The files of evidence, in a folder outside the database that all replicas share: each once, under <c>ab/cd/(its SHA-256)</c>.
/// <para>A file is written to <c>incoming/</c>, brought to the disk, and then renamed to its place before the row that names it is
/// committed. So a row always has its whole file. When the process dies in between, what is left is an upload without a name, which
/// <see cref="RemoveAbandonedUploads"/> deletes after a day, or a whole file without a row, which is harmless: the same content
/// submitted again takes it over. What no item refers to any more is deleted by <see cref="RemoveUnusedFiles"/>, which locks its row first, as
/// everybody does who puts a content here.</para>
/// </summary>
internal sealed class EvidenceStore(string folder, ILogger<EvidenceStore> log)
{
    /// <summary>As large as the files of one item may be together, in bytes: 25 MB.</summary>
    public const long LargestFile = 25 * 1024 * 1024;

    private const int BufferSize = 64 * 1024;

    private string Incoming => Path.Combine(folder, "incoming");

    /// <summary>Writes the content to <c>incoming/</c>; the caller disposes the upload, which deletes it unless it was kept.</summary>
    /// <param name="atMost">Bytes that it may have.</param>
    public async Task<Upload> Receive(Stream content, long atMost, CancellationToken cancel)
    {
        var path = Path.Combine(Incoming, Path.GetRandomFileName());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var file = Storing(() => new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous }));
            long length = 0;
            for (int read; (read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancel)) > 0; length += read)
            {
                if (length + read > atMost)
                    throw PledgeErrors.FileTooLarge();
                hash.AppendData(buffer, 0, read);
                await Storing(() => file.WriteAsync(buffer.AsMemory(0, read), cancel));
            }
            return new(path, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Gives the upload its place. When this returns, the whole file is on the disk under its hash, even if the power fails.</summary>
    public void Keep(Upload upload) => Storing(() =>
    {
        var place = PathOf(upload.Sha256);
        var (second, first) = (Path.GetDirectoryName(place)!, Path.GetDirectoryName(Path.GetDirectoryName(place))!);
        if (!File.Exists(place) || new FileInfo(place).Length != upload.Length)
        {
            Directory.CreateDirectory(second);
            using (var file = File.OpenHandle(upload.Path, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(file);
            File.Move(upload.Path, place, overwrite: true);
        }
        foreach (var directory in new[] { second, first, folder })   // also when another request has just put it there
            FlushDirectory(directory);
        return true;
    });

    /// <summary>Where the file with this hash is; 503 when it is not there, which only a damaged or unmounted folder explains.</summary>
    public string Find(string sha256)
    {
        if (File.Exists(PathOf(sha256)))
            return PathOf(sha256);
        log.LogCritical("The file {Sha256} is missing from the evidence folder", sha256);
        throw PledgeErrors.StorageUnavailable();
    }

    /// <summary>Deletes a content, or sees that it is gone already. Whoever calls holds the lock on its row.</summary>
    public void Delete(string sha256) => Storing(() =>
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(sha256))))
            File.Delete(PathOf(sha256));
        return true;
    });

    /// <summary>Deletes uploads that a process left behind when it died. Anything younger may still be in the making.</summary>
    public void RemoveAbandoned(DateTimeOffset olderThan)
    {
        foreach (var file in new DirectoryInfo(Incoming).EnumerateFiles().Where(f => f.LastWriteTimeUtc < olderThan.UtcDateTime))
            file.Delete();
    }

    private string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256[2..4], sha256);

    private T Storing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(e);
        }
    }

    private async Task Storing(Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (IOException e)
        {
            throw Unavailable(e);
        }
    }

    private ServiceDefaults.Refusal Unavailable(Exception e)
    {
        log.LogError(e, "The evidence folder cannot be written");
        return PledgeErrors.StorageUnavailable();
    }

    /// <summary>A rename is on the disk only when its directory is; .NET opens no directories.</summary>
    private static void FlushDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var directory = open(path, 0);
        if (directory < 0 || fsync(directory) != 0)
            throw new IOException($"The directory of a file could not be flushed (error {Marshal.GetLastPInvokeError()}).");
        _ = close(directory);
    }

    [DllImport("libc", SetLastError = true)] private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
    [DllImport("libc", SetLastError = true)] private static extern int fsync(int file);
    [DllImport("libc", SetLastError = true)] private static extern int close(int file);
}

/// <summary>A file that was received but has no place yet.</summary>
internal sealed class Upload(string path, long length, string sha256) : IDisposable
{
    public string Path { get; } = path;
    public long Length { get; } = length;
    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; } = sha256;

    public void Dispose() => File.Delete(Path);
}

/// <summary>Registration of the store, for <c>Evidence:Folder</c>.</summary>
internal static class EvidenceStorage
{
    public static void AddEvidenceStore(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
        {
            var folder = Path.GetFullPath(builder.Configuration["Evidence:Folder"] ?? throw new InvalidOperationException("Evidence:Folder is not configured."));
            Directory.CreateDirectory(Path.Combine(folder, "incoming"));
            return new EvidenceStore(folder, services.GetRequiredService<ILogger<EvidenceStore>>());
        });
        builder.Services.AddHostedService<RemoveAbandonedUploads>();
        builder.Services.AddHostedService<RemoveUnusedFiles>();
    }
}
