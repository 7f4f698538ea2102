using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class FrameworkModel(FrameworksApi frameworks) : PortalPage
{
    public sealed class ColumnFields
    {
        public string? Theme { get; set; }
        public string? Outcome { get; set; }
        public string? Code { get; set; }
        public string? Measure { get; set; }
        public string? Unit { get; set; }
        public string? Direction { get; set; }
        public string? ProxyValue { get; set; }
        public string? ProxySource { get; set; }
        public string? PriceYear { get; set; }
        public string? Target { get; set; }
        public string? Guidance { get; set; }
    }

    public sealed class HeadingFields
    {
        public string? Id { get; set; }

        [Display(Name = "The version")]
        public int? Version { get; set; }

        public string? Title { get; set; }
        public string? LicenceName { get; set; }
        public string? LicenceAddress { get; set; }
        public string? LicenceText { get; set; }
        public string? Source { get; set; }
        public string? SourceAddress { get; set; }
        public string? AnyProxySource { get; set; }

        [Display(Name = "The year")]
        public int? AnyPriceYear { get; set; }
    }

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public ColumnFields Columns { get; set; } = new();

    [BindProperty]
    public HeadingFields Heading { get; set; } = new();

    public FrameworkUpload Upload { get; private set; } = null!;
    public IReadOnlyList<Choice> Choices => [.. (Upload.Layout?.Columns ?? []).Where(column => column.Length > 0).Select(column => new Choice(column, column))];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Upload = await frameworks.Upload(Id, cancel);
        if (!HttpMethods.IsGet(Request.Method)) return;
        if (Upload.Columns is { } c)
            Columns = new() { Theme = c.Theme, Outcome = c.Outcome, Code = c.Code, Measure = c.Measure, Unit = c.Unit, Direction = c.Direction, ProxyValue = c.ProxyValue, ProxySource = c.ProxySource, PriceYear = c.PriceYear, Target = c.Target, Guidance = c.Guidance };
        if (Upload.Heading is { } h)
            Heading = new() { Id = h.Id, Version = h.Version, Title = h.Title, LicenceName = h.LicenceName, LicenceAddress = h.LicenceAddress, LicenceText = h.LicenceText, Source = h.Source, SourceAddress = h.SourceAddress, AnyProxySource = h.AnyProxySource, AnyPriceYear = h.AnyPriceYear };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var isTable = (await frameworks.Upload(Id, cancel)).Layout is not null;
        await frameworks.Import(Id,
            isTable ? new(Given(Columns.Theme), Given(Columns.Outcome), Given(Columns.Code), Given(Columns.Measure), Given(Columns.Unit), Given(Columns.Direction), Given(Columns.ProxyValue), Given(Columns.ProxySource), Given(Columns.PriceYear), Given(Columns.Target), Given(Columns.Guidance)) : null,
            isTable ? new(Heading.Id ?? "", Heading.Version, Heading.Title ?? "", Heading.LicenceName ?? "", Heading.Source ?? "", Given(Heading.LicenceAddress), Given(Heading.LicenceText), Given(Heading.SourceAddress), Given(Heading.AnyProxySource), Heading.AnyPriceYear) : null,
            cancel);
        var done = await frameworks.Upload(Id, cancel);
        return Done("The framework is imported.", $"/frameworks/{done.FrameworkId}?version={done.Version}");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
