namespace Charter.Signatories.Signatures;

/// <summary>A signature under way as its organisation and the registrar see it.</summary>
/// <param name="Status">open while roles are missing, awaiting-countersignature, or how it ended: abandoned, superseded.</param>
/// <param name="Roles">Roles that must sign; none where one authorised person signs.</param>
/// <param name="Missing">Those that have not.</param>
internal sealed record OpenSignatureView(
    Guid Id, Guid OrganisationId, string OrganisationName, Guid CharterId, string CharterTitle, int Version, string ContentHash, string Status,
    IReadOnlyList<string> Roles, IReadOnlyList<string> Missing, bool Countersigned, IReadOnlyList<OpenSignatureView.Part> Parts, DateTimeOffset StartedAt)
{
    /// <param name="Name">Null once the person has erased the account.</param>
    internal sealed record Part(string Role, string? Name, Guid SignedBy, DateTimeOffset SignedAt);

    public static OpenSignatureView Of(OpenSignature o, string organisation, string title) => new(
        o.Id, o.OrganisationId, organisation, o.CharterId, title, o.CharterVersion, o.ContentHash,
        o.EndReason ?? (o.WaitsForRegistrar ? "awaiting-countersignature" : "open"), o.Roles, [.. o.Missing()], o.IsCountersigned,
        [.. o.InOrder().Select(p => new Part(p.Role, p.IsNameWithheld ? null : p.Name, p.SignedBy, p.SignedAt))], o.StartedAt);
}
