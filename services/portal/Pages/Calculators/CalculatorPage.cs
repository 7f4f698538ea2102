using System.Text.RegularExpressions;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

/// <summary>
/// A calculator: what is typed stays in the form, and its result stands below. Nothing is kept until somebody asks for it. In a list of the form the
/// button that adds a line works without scripts.
/// </summary>
[BindProperties]
public abstract partial class CalculatorPage(SignatoryApi signatory, CalculatorApi calculators) : PortalPage
{
    public const int MostLines = 20;

    public string? Name { get; set; }
    public Guid? Organisation { get; set; }

    public Shown? Result { get; protected set; }
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];

    protected CalculatorApi Calculators { get; } = calculators;

    /// <summary>What was typed, as the service takes it.</summary>
    protected abstract CalculationInputs Inputs { get; }

    protected abstract void FillInExample();

    protected abstract void AddLine();

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisations = [.. (await signatory.MyOrganisations(cancel).OrNothing())?.Items.Where(one => Person.Has(Roles.Editor, one.Id)).Select(one => new Choice($"{one.Id}", one.Name)) ?? []];
        if (Organisations is [var only]) Organisation ??= Guid.Parse(only.Value);
        if (HttpMethods.IsGet(Request.Method) && Request.Query.ContainsKey("example")) FillInExample();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            Result = await Work(cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            return await Again(refusal, cancel);
        }
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostKeepAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Name)) ModelState.AddModelError(nameof(Name), "Say what was calculated");
        if (Organisation is null) ModelState.AddModelError(nameof(Organisation), "Choose the organisation");
        try
        {
            Result = await Work(cancel);
            if (ModelState.ErrorCount == 0)
                return Done("The calculation is kept.", $"/calculations/{(await Calculators.Keep(Organisation!.Value, Name, Inputs, cancel)).Id}");
        }
        catch (ApiRefusal refusal) when (refusal.Errors.Count > 0)
        {
            return await Again(refusal, cancel);
        }
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancel)
    {
        AddLine();
        await LoadAsync(cancel);
        return Page();
    }

    private async Task<Shown> Work(CancellationToken cancel) => Inputs switch
    {
        { Lm3: { } lm3 } => new("lm3", await Calculators.Lm3(lm3, cancel)),
        { Sroi: { } sroi } => new("sroi", await Calculators.Sroi(sroi, cancel)),
        { CostPerQaly: var qaly } => new("cost-per-qaly", await Calculators.CostPerQaly(qaly!, cancel)),
    };

    /// <summary>The form with each error at its field; what is said of an assumption as a whole stands at its central figure.</summary>
    private async Task<IActionResult> Again(ApiRefusal refusal, CancellationToken cancel)
    {
        foreach (var (field, messages) in refusal.Errors)
            foreach (var message in messages)
                ModelState.AddModelError(Assumption().IsMatch(field) ? $"{field}.central" : field, message);
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    [GeneratedRegex(@"\.(quantity|proxy|deadweight|displacement|attribution|dropOff)$")]
    private static partial Regex Assumption();
}
