using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.ServiceDefaults;

namespace Charter.Portal.Pages.Account;

/// <summary>The way of one organisation from registration to its kite mark, with what this person can do next.</summary>
public sealed record OrganisationSteps(Guid Id, string Name, bool IsOnRegister, IReadOnlyList<string> Roles, IReadOnlyList<Step> Steps)
{
    public static OrganisationSteps Of(Organisation organisation, Caller person, RegisterEntry? entry, OpenSignature? open, IReadOnlyList<Champion>? champions, ApplicationLine? application)
    {
        var roles = person.Memberships.Where(one => one.Organisation == organisation.Id).Select(one => one.Role).ToList();
        bool isSignatory = person.Has(ServiceDefaults.Roles.Signatory, organisation.Id), isEditor = person.Has(ServiceDefaults.Roles.Editor, organisation.Id);
        var isConfirmed = organisation.Status == "confirmed";
        var evidence = entry?.Pledges.SelectMany(pledge => pledge.Evidence).ToList() ?? [];
        var first = entry?.Pledges.FirstOrDefault()?.Id;
        var here = $"/organisations/{organisation.Id}";
        return new(organisation.Id, organisation.Name, entry is not null, roles, [
            isConfirmed ? new("Confirmed by the registrar", null, Step.Done) : new("Confirmation by the registrar", null, "Waiting", "The partnership checks that the organisation is what it says"),
            Signing(here, entry?.Signature, open, isConfirmed, isSignatory),
            Many("Make pledges", $"{here}/pledges", entry is not null, isEditor || isSignatory, entry?.Pledges.Count ?? 0, "pledge"),
            Many("Show evidence", first is null ? $"{here}/pledges" : entry!.Pledges.Count == 1 ? $"/pledges/{first}" : $"{here}/pledges", first is not null, isEditor || isSignatory, evidence.Count, "piece of evidence", "pieces of evidence",
                evidence.Count == 0 ? null : $"{evidence.Count(one => one.State == "verified")} verified"),
            Many("Appoint a champion", $"/network/champions/new?organisation={organisation.Id}", entry is not null, isSignatory, champions?.Count ?? 0, "champion"),
            application is not null ? new("Apply for the kite mark", $"/kite-marks/applications/{application.Id}", Words.Say(application.Status))
                : ToDo("Apply for the kite mark", $"/kite-marks/apply?organisation={organisation.Id}", evidence.Any(one => one.State == "verified"), isSignatory, "an authorised signatory", "Needs verified evidence under Embed"),
        ]);
    }

    private static Step Signing(string here, RegisterSignature? signed, OpenSignature? open, bool isConfirmed, bool isSignatory) => (signed, open) switch
    {
        (_, not null) => new("Sign the charter", $"{here}/sign/open/{open.Id}", open.Missing.Count > 0 ? "Under way" : "Waiting", open.Missing.Count > 0 ? $"{Words.Listed(open.Missing)} must sign too" : "A registrar has to countersign it"),
        (null, _) => ToDo("Sign the charter", $"{here}/sign", isConfirmed, isSignatory, "an authorised signatory"),
        ({ Status: "in-force", ResignBy: { } day }, _) => ToDo("Sign the new version of the charter", $"{here}/sign", true, isSignatory, "an authorised signatory", $"What you signed before holds until {day.Day()} and lapses after that"),
        ({ Status: "lapsed" or "withdrawn" }, _) => ToDo("Sign the charter again", $"{here}/sign", true, isSignatory, "an authorised signatory", $"The signature {(signed.Status == "lapsed" ? "lapsed" : "was withdrawn")} on {signed.EndedOn?.Day()}"),
        _ => new("Sign the charter", $"{here}/signatures", Step.Done, $"Signed {signed.SignedOn.Day()}"),
    };

    private static Step ToDo(string title, string href, bool isPossible, bool isMine, string whose, string? hint = null) =>
        !isPossible ? new(title, null, Step.NotYet, hint) : isMine ? new(title, href, Step.ToDo) : new(title, null, Step.ToDo, $"This is for {whose} of the organisation");

    private static Step Many(string title, string href, bool isPossible, bool isMine, int count, string one, string? many = null, string? more = null) =>
        !isPossible ? new(title, null, Step.NotYet)
        : count > 0 ? new(title, href, Step.Done, $"{Words.Count(count, one, many)}{(more is null ? "" : $", {more}")}")
        : new(title, isMine ? href : null, Step.ToDo);
}
