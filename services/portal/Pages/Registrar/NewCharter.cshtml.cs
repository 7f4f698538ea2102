using System.Text.Json;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class NewCharterModel(SignatoryApi signatory) : PortalPage
{
    /// <summary>The charter of which this is a new version; none for a new charter.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Charter { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty]
    public string? Json { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Upload is not null)
        {
            using var reader = new StreamReader(Upload.OpenReadStream());
            Json = await reader.ReadToEndAsync(cancel);
            ModelState.Remove(nameof(Json));   // what was in the file is shown, so that it can be put right here
        }
        try
        {
            var content = JsonSerializer.Deserialize<JsonElement>(Json ?? "");
            var draft = Charter is { } id ? await signatory.DraftVersion(id, content, cancel) : await signatory.DraftCharter(content, cancel);
            return LocalRedirect($"/registrar/charters/{draft.Id}/versions/{draft.Version}");
        }
        catch (JsonException malformed)
        {
            ModelState.AddModelError(nameof(Json), string.IsNullOrWhiteSpace(Json) ? "Choose a file or paste the JSON"
                : $"This is not JSON: look at line {malformed.LineNumber + 1}, character {malformed.BytePositionInLine + 1}");
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            foreach (var (field, messages) in refusal.Errors)
                foreach (var message in messages) ModelState.AddModelError(nameof(Json), $"{field}: {message}");
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
