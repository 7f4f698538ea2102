using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Evidence;

/// <summary>
/// A page on which somebody attaches evidence. It works without a script; with one, <c>evidence.js</c> sends the form, shows how far it is, and says so in a header.
/// </summary>
/// <remarks>The limit is above the service's 25 MB, so that files slightly too large are refused by the service, in the form.</remarks>
[BindProperties, RequestSizeLimit(Largest), RequestFormLimits(MultipartBodyLengthLimit = Largest)]
public abstract class EvidenceFormPage(EvidenceApi evidence, PledgeApi pledges) : PortalPage
{
    private const long Largest = 40 * 1024 * 1024;
    private const string ByScript = "Charter-Upload";

    [FromRoute]
    public Guid Id { get; set; }

    public string? Title { get; set; }
    public string? Kind { get; set; }
    public new List<IFormFile> File { get; set; } = [];
    public string? Link { get; set; }

    [Display(Name = "The date")]
    public DateOnly? IntroducedOn { get; set; }

    public string? Impact { get; set; }
    public List<string> Duties { get; set; } = [];
    public List<string> Pledges { get; set; } = [];
    public string? WhatChanged { get; set; }

    [BindNever]
    public EvidenceRules Rules { get; private set; } = null!;
    [BindNever]
    public IReadOnlyList<Choice> Kinds { get; private set; } = [];
    [BindNever]
    public IReadOnlyList<Choice> DutyChoices { get; private set; } = [];
    [BindNever]
    public IReadOnlyList<Choice> PledgeChoices { get; private set; } = [];
    /// <summary>It supersedes an earlier one.</summary>
    public virtual bool IsNewVersion => false;

    /// <summary>What there is to choose from.</summary>
    /// <param name="pledge">That to which it is attached, whose own duties it shows anyway.</param>
    /// <param name="served">Pledges that stay on offer, however many there are.</param>
    protected async Task LoadChoices(Pledge pledge, CancellationToken cancel, IReadOnlyList<ServedPledge>? served = null)
    {
        Person.MustBe(ServiceDefaults.Roles.Editor, pledge.OrganisationId);
        Rules = await evidence.Rules(cancel);
        Kinds = [.. Rules.Kinds.Select(kind => new Choice(kind.Value, $"{EvidenceWords.Kind(kind.Value)}: counts for {EvidenceWords.Months(kind.Months)}"))];
        var ledger = await pledges.Ledger(pledge.OrganisationId, cancel);
        DutyChoices = [.. ledger.Items.Where(duty => duty.Code != pledge.Commitment && duty.Code != pledge.Duty).Select(duty => new Choice(duty.Code, $"{Words.Say(duty.Code)}: {duty.Text}"))];
        PledgeChoices = [.. (await evidence.PledgesToServe(pledge.OrganisationId, cancel)).Items.Concat(served ?? []).DistinctBy(other => other.Id)
            .Where(other => other.Id != pledge.Id).Select(other => new Choice($"{other.Id}", other.Title))];
    }

    protected MultipartFormDataContent Filled()
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[] { ("title", Title), ("kind", Kind), ("link", Link), ("introducedOn", IntroducedOn?.ToString("yyyy-MM-dd")), ("impact", Impact), ("whatChanged", WhatChanged) })
            if (!string.IsNullOrWhiteSpace(value)) form.Add(new StringContent(value), name);
        foreach (var duty in Duties) form.Add(new StringContent(duty), "duties");
        foreach (var pledge in Pledges) form.Add(new StringContent(pledge), "pledges");
        form.Add(new StringContent(""), "duties");   // what is not ticked is not meant, also in a new version
        foreach (var file in File)
        {
            var content = new StreamContent(file.OpenReadStream());
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(file.ContentType, out var type) ? type : new("application/octet-stream");
            form.Add(content, "file", Path.GetFileName(file.FileName));
        }
        return form;
    }

    /// <summary>As <see cref="PortalPage.Done"/>; to the script, which would follow a redirect unseen, the address in a header.</summary>
    protected IActionResult Sent(string message, string address)
    {
        var done = Done(message, address);
        if (!Request.Headers.ContainsKey(ByScript))
            return done;
        Response.Headers.Location = address;
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }
}
