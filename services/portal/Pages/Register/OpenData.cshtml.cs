using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.Register;

[AllowAnonymous]
public sealed class OpenDataModel(IConfiguration configuration, TimeProvider time) : PortalPage
{
    public DataLicence Licence => DataLicence.From(configuration);
    public string Site => Request.Address(configuration);

    private string Today => $"{time.Today():yyyy-MM-dd}";

    public IReadOnlyList<(string Heading, string About, IReadOnlyList<(string Label, string Address)> Addresses)> Sets =>
    [
        ("The whole register", "One file, sent as it is read, however long it is. Each file says of which day it is and under which licence. In the CSV, cells that a spreadsheet would take for a formula begin with an apostrophe.",
            [("CSV of today", "/api/register/export?format=csv"), ("JSON of today", "/api/register/export?format=json"), ("CSV of the voluntary sector", "/api/register/export?format=csv&sector=voluntary"), ("CSV as at a day", $"/api/register/export?format=csv&asAt={Today}")]),
        ("The register in pages", "At most 100 organisations a page, with totals and filters; next leads to the page that follows.",
            [("First page", "/api/register?size=100"), ("Who has signed in Salford", "/api/register?place=E08000006")]),
        ("The register as it was", "On any day since the first signature, as a list or for one organisation.", [("As at a day", $"/api/register/as-at/{Today}")]),
        ("One organisation", "Its entry with signature, duties, pledges and kite mark, and all that ever happened to it: add /history to the address of its entry. The entry's address stands on the page of the organisation.", []),
        ("Figures", "How many and what sort of organisations have signed: by month, sector, place and size.", [("Figures of today", "/api/register/statistics")]),
        ("Changes", "An Atom feed (RFC 4287), newest first, fifty a page, back to the first signature.", [("Feed of changes", "/api/register/changes.atom")]),
    ];
}
