using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class ImportModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromRoute]
    public Guid Import { get; set; }

    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public string? Supplier { get; set; }

    [BindProperty]
    public string? Amount { get; set; }

    [BindProperty]
    public string? Date { get; set; }

    [BindProperty, Display(Name = "The day")]
    public DateOnly? AnyDate { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    [BindProperty]
    public string? Department { get; set; }

    [BindProperty]
    public string? Category { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    public new FileImport File { get; private set; } = null!;
    public Listing<ImportRemark> Remarks { get; private set; } = new([]);
    public IReadOnlyList<Choice> Columns => [.. (File.Layout?.Columns ?? []).Where(column => column.Length > 0).Select(column => new Choice(column, column))];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        File = await imports.Import(Import, cancel);
        if (File.State is not ("uploaded" or "importing")) Remarks = await imports.Remarks(Import, After, cancel);
        if (HttpMethods.IsGet(Request.Method) && File is { State: "uploaded", Mapping: { } mapping })
            (Supplier, Amount, Date, Reference, Description, Department, Category, Address) =
                (mapping.Supplier, mapping.Amount, mapping.Date, mapping.Reference, mapping.Description, mapping.Department, mapping.Category, mapping.Address);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await imports.Map(Import, new(Supplier ?? "", Amount ?? "", Given(Date), Given(Reference), Given(Description), Given(Department), Given(Category), Given(Address), AnyDate), cancel);
        return LocalRedirect($"/organisations/{Id}/imports/{Import}");
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancel)
    {
        await imports.Cancel(Import, cancel);
        return Done("The import is being stopped. What it brought in is taken back.", $"/organisations/{Id}/imports/{Import}");
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
