using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages;

/// <summary>The audit trail with its filter, of everything or of one organisation.</summary>
public abstract class AuditPage(AuditApi audit, ApiDocuments documents) : PortalPage
{
    [FromQuery]
    public string? Actor { get; set; }

    [FromQuery]
    public string? Organisation { get; set; }

    [FromQuery]
    public string? Act { get; set; }

    [FromQuery]
    public string? Subject { get; set; }

    [FromQuery]
    public string? Outcome { get; set; }

    [FromQuery]
    public string? From { get; set; }

    [FromQuery]
    public string? To { get; set; }

    [FromQuery]
    public string? Trace { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public readonly IReadOnlyList<Choice> OutcomeChoices = [new("done", "Done"), new("refused", "Refused")];

    /// <summary>Null on the page that shows everything.</summary>
    public abstract Guid? Of { get; }
    public IReadOnlyList<Choice> Actions { get; private set; } = [];
    public Listing<AuditEntry> Entries { get; private set; } = new([]);
    public Dictionary<Guid, string> Names { get; } = [];
    public bool IsFiltered => $"{Actor}{Organisation}{Act}{Subject}{Outcome}{From}{To}{Trace}" != "";

    private AuditSearch Asked => new(Actor?.Trim(), Of is null ? Organisation?.Trim() : null, Act, Subject?.Trim(), Outcome, From, To, Trace?.Trim());

    public string DownloadAs(string format) => AuditApi.Download(Of, Asked, format);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Actions = await ActionsKnown(cancel);
        foreach (var (field, value) in new[] { (nameof(Actor), Actor), (nameof(Organisation), Organisation), (nameof(Subject), Subject) })
            if (!string.IsNullOrWhiteSpace(value) && !Guid.TryParse(value, out _))
                ModelState.AddModelError(field, "This must be an id, such as 01988f6e-7a51-7c3e-9d3a-2f1f5c1f9a10");
        foreach (var (field, value) in new[] { (nameof(From), From), (nameof(To), To) })
            if (!string.IsNullOrEmpty(value) && !(DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200))
                ModelState.AddModelError(field, "This must be a real date of this century");
        if (ModelState.IsValid)
            Entries = await audit.Search(Of, Asked, After, cancel);
    }

    /// <summary>What can be done is what the API documents name.</summary>
    private async Task<IReadOnlyList<Choice>> ActionsKnown(CancellationToken cancel)
    {
        var known = new SortedSet<string>(StringComparer.CurrentCulture) { "Sign in", "Sign out" };
        if (Act is { Length: > 0 })
            known.Add(Act);
        foreach (var service in ApiDocuments.Services.Values)
            foreach (var (_, path) in (await documents.Document(service, cancel).OrNothing())?["paths"]?.AsObject() ?? [])
                foreach (var (method, operation) in path!.AsObject())
                    if (method is "post" or "put" or "patch" or "delete" && operation?["summary"]?.GetValue<string>() is { } summary)
                        known.Add(summary);
        return [.. known.Select(action => new Choice(action, action))];
    }
}
