using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

/// <remarks>The limit is above the service's 25 MB, so that a file slightly too large is refused by the service, in the form.</remarks>
[BindProperties, RequestSizeLimit(Largest), RequestFormLimits(MultipartBodyLengthLimit = Largest)]
public sealed class EvidenceModel(PledgeApi pledges) : PortalPage
{
    private const long Largest = 40 * 1024 * 1024;

    [FromRoute]
    public Guid Id { get; set; }

    public string? Title { get; set; }
    public new IFormFile? File { get; set; }
    public string? Link { get; set; }

    [Display(Name = "The date")]
    public DateOnly? IntroducedOn { get; set; }

    public string? Impact { get; set; }

    public Pledge Pledge { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Pledge = await pledges.Pledge(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        using var evidence = new MultipartFormDataContent();
        foreach (var (name, value) in new[] { ("title", Title), ("link", Link), ("introducedOn", IntroducedOn?.ToString("yyyy-MM-dd")), ("impact", Impact) })
            if (!string.IsNullOrWhiteSpace(value)) evidence.Add(new StringContent(value), name);
        if (File is not null)
        {
            var content = new StreamContent(File.OpenReadStream());
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(File.ContentType, out var type) ? type : new("application/octet-stream");
            evidence.Add(content, "file", Path.GetFileName(File.FileName));
        }
        await pledges.AttachEvidence(Id, evidence, cancel);
        return Done("The evidence is attached. A reviewer will look at it.", $"/pledges/{Id}");
    }
}
