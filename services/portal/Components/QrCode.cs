using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;

namespace Charter.Portal.Components;

/// <summary>A QR code as one SVG path, with the quiet zone of four modules that readers need.</summary>
[HtmlTargetElement("qr-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrCode : TagHelper
{
    public string Text { get; set; } = "";
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x]) path.Append($"M{x} {y}h1v1h-1z");
        var size = code.ModuleMatrix.Count;
        output.TagName = null;
        output.Content.SetHtmlContent(Html.Of($"""
            <svg class="app-qr" viewBox="0 0 {size} {size}" width="160" height="160" role="img" aria-label="{Label}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{new HtmlString(path.ToString())}" fill="#000"/></svg>
            """));
    }
}
