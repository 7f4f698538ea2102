using System.Security.Cryptography;
using System.Text;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Charter.Portal.Pages.Register;

/// <summary>"We have signed", as a picture for an organisation's own pages. It is drawn from what the register says today, so where it is linked to it never says more than is true.</summary>
[AllowAnonymous]
public sealed class BadgeModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public RegisterEntry? Entry { get; private set; }
    public bool Holds => Entry?.Signature.Status == "in-force";
    public string Colour => Holds ? "#0b5351" : "#6f777b";
    public string Heading => Holds ? "We have signed" : Entry is null ? "Not signed" : "No longer signed";
    public string Line => Entry?.Signature switch
    {
        null => "Not on the register",
        { Status: "in-force" } signature => $"on {signature.SignedOn.Day()}",
        { Status: "succeeded" } => "Succeeded by another",
        { } signature => signature.Since is { } since ? $"{Words.Say(signature.Status)} {since.Day()}" : Words.Say(signature.Status),
    };
    public string Title => Entry is null ? "Not on the register of signatories" : $"{Entry.Name}: {(Holds ? $"has signed {Entry.Signature.CharterTitle}" : "no signature in force")}. {Heading}, {Line}";

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Entry = await signatory.FindEntry(Id, cancel);
        Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";   // it is for other sites to show
        if (Entry is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"1 {Title}")).AsSpan(0, 16))}\"";   // 1: the drawing; count up when it changes
            Response.Headers.ETag = tag;
            Response.Headers.CacheControl = "public, max-age=300";
            if (Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
                return StatusCode(StatusCodes.Status304NotModified);
        }
        Response.ContentType = "image/svg+xml; charset=utf-8";
        return Page();
    }
}
