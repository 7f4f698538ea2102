using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Charters;

[AllowAnonymous]
public sealed class DifferencesModel(SignatoryApi signatory) : PortalPage
{
    private static readonly Dictionary<string, string> Headings = new()
    {
        ["valueWords"] = "Value words",
        ["commitments"] = "What every signatory commits to",
        ["commissionerDuties"] = "Duties of commissioners",
        ["providerDuties"] = "Duties of providers",
        ["evaluationMeasures"] = "Measures",
        ["outcomeMenu"] = "Outcomes to choose from",
        ["indicatorFramework"] = "Indicator framework",
        ["signing"] = "How it is signed",
        ["signatories"] = "Roles that must each sign",
        ["noticeDays"] = "Days of notice",
        ["resigningDays"] = "Days to re-sign",
        ["reminderDays"] = "Reminders, days before the end",
    };

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public int? From { get; set; }

    [FromQuery]
    public int? To { get; set; }

    public CharterLine Line { get; private set; } = null!;
    public Differences? Shown { get; private set; }
    public IReadOnlyList<Choice> Versions { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Line = await signatory.Charter(Id, cancel);
        Versions = [.. Line.Versions.Select(one => new Choice($"{one.Number}", one.InForceFrom is { } day ? $"Version {one.Number}, in force from {day.Day()}" : $"Draft {one.Number}"))];
        if ((From, To) is ({ } from, { } to)) Shown = await signatory.Differences(Id, from, to, cancel);
    }

    public static string Heading(string name) => Headings.TryGetValue(name, out var heading) ? heading : Words.Say(name);

    public static string Colour(string change) => change switch { "added" => "green", "removed" => "red", "changed" => "blue", _ => "grey" };

    /// <summary>Where an entry stands, and where it stood.</summary>
    public static string Place(ChangedEntry entry) => entry switch
    {
        { From: null } => $"now number {entry.To}",
        { To: null } => $"was number {entry.From}",
        { Moved: true } => $"from number {entry.From} to number {entry.To}",
        _ => $"number {entry.To}",
    };

    /// <summary>The entries in their order; those that stayed as they were are counted together, with no entry beside.</summary>
    public static IEnumerable<(ChangedEntry? Entry, string Unchanged)> Gathered(IReadOnlyList<ChangedEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Change != "unchanged")
            {
                yield return (entries[i], "");
                continue;
            }
            var first = i;
            while (i + 1 < entries.Count && entries[i + 1].Change == "unchanged") i++;
            yield return (null, first == i ? $"Number {entries[i].To} has not changed." : $"Numbers {entries[first].To} to {entries[i].To} have not changed.");
        }
    }
}
