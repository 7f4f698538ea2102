using Microsoft.AspNetCore.Html;

namespace Charter.Portal.Components;

public static class Html
{
    public static readonly IHtmlContent Nothing = HtmlString.Empty;

    /// <summary>Markup from an interpolated string. Every value put into it is HTML-encoded unless it is markup itself.</summary>
    public static IHtmlContent Of(FormattableString markup) => new HtmlFormattableString(markup.Format, markup.GetArguments());

    public static IHtmlContent When(bool condition, FormattableString markup) => condition ? Of(markup) : Nothing;

    public static IHtmlContent Join(IEnumerable<IHtmlContent> parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts) all.AppendHtml(part);
        return all;
    }
}
