using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>What a table does not say of itself.</summary>
/// <param name="Id">Stays the same in every version: small letters, digits and hyphens.</param>
/// <param name="Version">Higher than every version before.</param>
/// <param name="LicenceName">Under which terms the partnership may use it.</param>
/// <param name="AnyProxySource">Source of proxies that name none.</param>
/// <param name="AnyPriceYear">Year of the prices of proxies that name none.</param>
internal sealed record PackHeading(
    [Required(ErrorMessage = "Give the framework an id, such as our-framework."), AtMost(60)] string Id,
    [Required(ErrorMessage = "Give the version, such as 1 or a year.")] int? Version,
    [Required(ErrorMessage = "Give the framework a title."), AtMost(200)] string Title,
    [Required(ErrorMessage = "Say under which licence you may use it."), AtMost(200)] string LicenceName,
    [Required(ErrorMessage = "Say who publishes it and where you have it from."), AtMost(500)] string Source,
    [AtMost(500)] string? LicenceAddress = null, [AtMost(10_000)] string? LicenceText = null, [AtMost(500)] string? SourceAddress = null,
    [AtMost(500)] string? AnyProxySource = null, int? AnyPriceYear = null)
{
    /// <summary>The members of the pack that it makes, each called as in the request.</summary>
    public LinedNode Node()
    {
        var licence = new LinedNode(JsonValueKind.Object, 0);
        Add(licence, "name", "licenceName", LicenceName);
        Add(licence, "address", "licenceAddress", LicenceAddress);
        Add(licence, "text", "licenceText", LicenceText);
        var root = new LinedNode(JsonValueKind.Object, 0);
        Add(root, "id", "id", Id);
        root.Members.Add(("version", new(JsonValueKind.Number, 0) { Text = (Version ?? 0).ToString(CultureInfo.InvariantCulture), Label = "heading.version" }));
        Add(root, "title", "title", Title);
        root.Members.Add(("licence", licence));
        Add(root, "source", "source", Source);
        Add(root, "sourceAddress", "sourceAddress", SourceAddress);
        return root;
    }

    private static void Add(LinedNode to, string member, string field, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            to.Members.Add((member, new(JsonValueKind.String, 0) { Text = text, Label = $"heading.{field}" }));
    }
}
