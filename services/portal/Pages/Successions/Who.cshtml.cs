using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

[ForRole(Roles.Registrar)]
public sealed class WhoModel(SignatoryApi signatory, Carried carried) : SuccessionPage(signatory, carried)
{
    private readonly SignatoryApi _signatory = signatory;
    private readonly Carried _carried = carried;

    [FromQuery]
    public string? Q { get; set; }

    [BindProperty, Required(ErrorMessage = "Choose the organisation")]
    public string? Successor { get; set; }

    public IReadOnlyList<Choice> Found { get; private set; } = [];
    public bool IsMore { get; private set; }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return Page();
    }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        if (string.IsNullOrWhiteSpace(Q)) return;
        var found = await _signatory.FindOrganisations(Q, "confirmed", cancel);
        Found = [.. found.Items.Where(one => one.Id != Id).Select(one => new Choice(one.Id.ToString(), one.Name, string.Join(" · ",
            new[] { Words.Say(one.Sector) }.Concat(one.Identifiers.Select(i => $"{Words.Say(i.Scheme)} {i.Id}")).Append(string.Join(", ", one.Places.Take(3).Select(place => place.Name))))))];
        IsMore = found.Next is not null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Guid.TryParse(Successor, out var id)) return NotFound();
        await _signatory.PreviewSuccession(Id, id, cancel);   // refused here rather than after three more questions
        var successor = await _signatory.Organisation(id, cancel);
        return LocalRedirect($"{Start}/what?s={_carried.Write(new SuccessionAnswers(Id, id, successor.Name))}");
    }
}
