using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>What an organisation keeps of its signature: what was signed, when and by whom, and how anybody can check that it was that text.</summary>
internal static class ReadReceipt
{
    /// <param name="Signed">What this receipt is about.</param>
    /// <param name="HowToCheck">How to see that the text which the register shows is the one that was signed.</param>
    internal sealed record Answer(SignatureView Signed, Organisation Organisation, Text Charter, IReadOnlyList<string> HowToCheck);

    internal sealed record Organisation(Guid Id, string Name, IReadOnlyList<OrganisationIdentifier> Identifiers);

    /// <param name="Address">Where the text is, below the address of the register.</param>
    internal sealed record Text(Guid Id, string Title, string Partnership, int Version, DateOnly InForceFrom, string ContentHash, string Address);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/signatures/{signatureId}/receipt", Handle)
        .Allow(Roles.Registrar, Roles.Signatory, Roles.Editor).Refuses(404, "not-found").WithTags("Signatures").WithSummary("Read the receipt of a signature");

    private static async Task<Ok<Answer>> Handle(Guid signatureId, Caller caller, SignatoryDb db, CancellationToken cancel)
    {
        var s = await db.Signatures.AsNoTracking().SingleOrDefaultAsync(s => s.Id == signatureId, cancel);
        if (s is null || (!caller.Has(Roles.Registrar) && !caller.BelongsTo(s.OrganisationId)))
            throw SignatoryErrors.NoSignature();
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == s.OrganisationId, cancel);
        var version = await db.Versions.AsNoTracking().Where(v => v.CharterId == s.CharterId && v.Number == s.CharterVersion)
            .Select(v => new { v.Title, v.Partnership, v.InForceFrom }).SingleAsync(cancel);
        var address = $"/api/charters/{s.CharterId}/versions/{s.CharterVersion}";
        return TypedResults.Ok(new Answer(
            SignatureView.Of(s), new(organisation.Id, organisation.Name, [.. organisation.Identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))]),
            new(s.CharterId, version.Title, version.Partnership, s.CharterVersion, version.InForceFrom!.Value, s.ContentHash, address), HowToCheck(address)));
    }

    private static string[] HowToCheck(string address) =>
    [
        $"Fetch {address} from the register; no account is needed.",
        "Take the member content and write it in the canonical form of RFC 8785: members sorted by name, no spaces.",
        "The SHA-256 of that text in UTF-8, as lower-case hexadecimal digits, is the fingerprint on this receipt.",
        $"In one line: curl -s REGISTER{address} | jq -cSj .content | sha256sum",
    ];
}
