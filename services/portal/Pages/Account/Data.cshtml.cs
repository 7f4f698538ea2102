using System.Text.Json;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class DataModel(PersonalData data, TimeProvider time) : PortalPage
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Services that did not answer.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <param name="partial">The person knows that something is missing and wants the rest.</param>
    public async Task<IActionResult> OnGetFileAsync(bool partial, CancellationToken cancel)
    {
        var held = await data.Gather(cancel);
        Missing = [.. held.Where(one => one.Value is null).Select(one => one.Key)];
        if (Missing.Count == held.Count || (Missing.Count > 0 && !partial))
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "5";
            return Page();
        }
        var file = JsonSerializer.SerializeToUtf8Bytes(new { madeAt = time.GetUtcNow(), account = Person.Subject, notAnswering = Missing, heldBy = held.Where(one => one.Value is not null).ToDictionary() }, Readable);
        return File(file, "application/json", "charter-personal-data.json");
    }
}
