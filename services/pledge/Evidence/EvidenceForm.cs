using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Charter.Pledges.Evidence;

/// <summary>A file as it came with a form: received, of a known kind, with no place in the store yet.</summary>
internal sealed record AttachedFile(Upload Upload, string Name, FileKind Kind)
{
    public long Length => Upload.Length;
    public string Sha256 => Upload.Sha256;
}

/// <summary>
/// The multipart form with which evidence comes. It is read part by part, files straight into the store's folder, because the
/// framework's own reading would write them to the disk twice.
/// </summary>
internal sealed class EvidenceForm : IValidatableObject
{
    public const int MostFiles = 10;
    private const int MostParts = 100;
    private const int LongestBoundary = 70;   // RFC 2046, 5.1.1
    private const int LargestText = 100_000;
    private const string BrokenText = "\uFFFE";   // what is no UTF-8 is refused by the rule for text

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _duties = [], _pledges = [];
    private readonly List<AttachedFile> _files = [];
    private readonly SortedDictionary<int, string> _fileProblems = [];
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    [Required(ErrorMessage = "Give the evidence a title."), AtMost(200)]
    public string? Title => _texts.GetValueOrDefault("title");

    [Required(ErrorMessage = "Give the day from which this was in place, as a date such as 2026-11-21.")]
    public DateOnly? IntroducedOn => DateOnly.TryParseExact(_texts.GetValueOrDefault("introducedOn"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [Required(ErrorMessage = "Say what impact it has had."), AtMost(4_000)]
    public string? Impact => _texts.GetValueOrDefault("impact");

    [AtMost(2_000), WebAddress]
    public string? Link => _texts.GetValueOrDefault("link") is { } link && !string.IsNullOrWhiteSpace(link) ? link : null;

    [OneOf("a kind of evidence", typeof(EvidenceKinds))]
    public string? Kind => _texts.GetValueOrDefault("kind") is { } kind && !string.IsNullOrWhiteSpace(kind) ? kind.Trim() : null;

    /// <summary>For a new version: what is different.</summary>
    [AtMost(2_000)]
    public string? WhatChanged => _texts.GetValueOrDefault("whatChanged");

    /// <summary>Whether it says anything of duties or pledges; a new version that does not keeps those of the version before.</summary>
    internal bool SaysWhatItServes => _duties.Count + _pledges.Count > 0;

    /// <summary>Codes of further duties that it shows.</summary>
    public IReadOnlyList<string> Duties => [.. _duties.Select(d => d.Trim()).Where(d => d.Length > 0)];

    /// <summary>Further pledges that it serves.</summary>
    internal IReadOnlyList<Guid> Pledges => [.. _pledges.Where(p => !string.IsNullOrWhiteSpace(p)).Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty)];

    internal IReadOnlyList<AttachedFile> Files => _files;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        foreach (var (field, rule) in _problems)
            yield return new(rule, [field]);
        var sent = _files.Count + _fileProblems.Count;
        foreach (var (index, rule) in _fileProblems)
            yield return new(rule, [sent == 1 ? "file" : $"file[{index}]"]);
        if (Link is null && sent == 0)
            yield return new("Attach a file or give a link.", ["file"]);
        if (Link is not null && sent > 0)
            yield return new("Attach files or give a link, not both.", ["link"]);
    }

    public static async ValueTask<EvidenceForm?> BindAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("Not a multipart form.", StatusCodes.Status415UnsupportedMediaType);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrWhiteSpace(boundary) || boundary.Length > LongestBoundary)
            throw Broken();
        try
        {
            var form = new EvidenceForm();
            await form.Read(new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 }, http);
            http.Features.Set<IFormFeature>(new FormFeature(form.Fingerprint()));
            return form;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw PledgeErrors.FileTooLarge();
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Broken();
        }
    }

    private async Task Read(MultipartReader parts, HttpContext http)
    {
        for (var count = 1; await parts.ReadNextSectionAsync(http.RequestAborted) is { } part; count++)
        {
            if (count > MostParts)
                throw InvalidRequest.For("$", $"The form may have at most {MostParts} parts.");
            if (part.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                continue;
            if (name == "file")
                await ReadFile(part.Body, NameOf(disposition), http);
            else if (name is "duties" or "pledges")
                (name == "duties" ? _duties : _pledges).Add(await ReadText(part.Body, http.RequestAborted));
            else if (name is "title" or "kind" or "introducedOn" or "impact" or "link" or "whatChanged" && !_texts.TryAdd(name, await ReadText(part.Body, http.RequestAborted)))
                _problems[name] = "This stands in the form twice.";
        }
    }

    private static string? NameOf(ContentDispositionHeaderValue disposition) => disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value
        : HeaderUtilities.RemoveQuotes(disposition.FileName).Value?.Replace("\\\"", "\"");   // clients escape quotes and nothing else

    private async Task ReadFile(Stream body, string? givenName, HttpContext http)
    {
        var upload = await http.RequestServices.GetRequiredService<EvidenceStore>().Receive(body, EvidenceStore.LargestFile - _files.Sum(f => f.Length), http.RequestAborted);
        http.Response.RegisterForDispose(upload);
        if (upload.Length == 0 && string.IsNullOrEmpty(givenName))
            return;   // how browsers send a file field that was left empty
        var (index, fileName) = (_files.Count + _fileProblems.Count, FileNames.Clean(givenName));
        if (index == MostFiles)
            throw InvalidRequest.For("file", $"Attach at most {MostFiles} files. Submit the others as evidence of their own.");
        using var content = File.OpenRead(upload.Path);
        var (kind, rule) = FileKind.Of(content, fileName);
        if (kind is null)
            _fileProblems[index] = rule!;
        else if (_files.Any(f => f.Sha256 == upload.Sha256))
            _fileProblems[index] = "The same file is attached twice.";
        else
            _files.Add(new(upload, fileName, kind));
    }

    private static async Task<string> ReadText(Stream body, CancellationToken cancel)
    {
        var bytes = new byte[LargestText];
        var length = await body.ReadAtLeastAsync(bytes, LargestText, throwOnEndOfStream: false, cancel);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return BrokenText;
        }
    }

    /// <summary>What was sent, for idempotency keys: a hash stands for each file.</summary>
    private FormCollection Fingerprint()
    {
        var fields = _texts.ToDictionary(t => t.Key, t => new StringValues(t.Value));
        fields["duties"] = new StringValues([.. _duties]);
        fields["pledges"] = new StringValues([.. _pledges]);
        fields["file"] = new StringValues([.. _files.SelectMany(f => new[] { f.Name, f.Sha256 })]);
        return new(fields);
    }

    private static InvalidRequest Broken() =>
        InvalidRequest.For("$", "The form could not be read: it is cut off or malformed. Send multipart/form-data with the parts title, introducedOn, impact, and one file or more, or link.");
}

/// <summary>What a browser can open, and a person from another organisation with it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string link
        || (Uri.TryCreate(link.Trim(), UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.UserInfo.Length == 0 && !address.IsLoopback && !link.Trim().Any(char.IsWhiteSpace));

    public override string FormatErrorMessage(string name) =>
        "Give a full web address that starts with https:// or http://, such as https://www.example.org/policy, without a user name or password in it.";
}
