using System.Net.Http.Headers;

namespace Charter.Portal.Apis;

/// <summary>A table that a registrar sends on to a service: a file, or what was typed in its place.</summary>
public static class SentFile
{
    /// <summary>Above the service's 5 MB, so that a file slightly too large is refused by the service, in the form.</summary>
    public const long Largest = 7 * 1024 * 1024;

    public static MultipartFormDataContent Of(IFormFile? file, string? text)
    {
        var form = new MultipartFormDataContent();
        if (file is null)
        {
            form.Add(new StringContent(text ?? ""), "text");
            return form;
        }
        var content = new StreamContent(file.OpenReadStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", Path.GetFileName(file.FileName));
        return form;
    }
}
