using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>A file; its content is at <c>/api/evidence/{id}/files/{position}</c>.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Scan">clean, not-scanned (there was no scanner), waiting (in quarantine) or found (something was found, and the content is gone).</param>
internal sealed record FileFacts(string Name, string MediaType, long Size, string Sha256, int Position = 1, string Scan = ScanStates.NotScanned);

/// <summary>An item of evidence within its pledge. Impact, link and files are null for people who may not read evidence.</summary>
/// <param name="File">The first of the files.</param>
internal sealed record EvidenceSummary(
    Guid Id, string Title, string State, DateOnly IntroducedOn, DateOnly SubmittedOn, string? Impact, string? Link, FileFacts? File, DateOnly? ReviewedOn, string? Reason,
    string Kind, DateOnly ValidUntil, int Edition, IReadOnlyList<string> Reasons, int FileCount)
{
    /// <summary>What serves the pledge, oldest first: the newest version of each, and for others than the organisation nothing that was in quarantine or taken back.</summary>
    public static async Task<IReadOnlyList<EvidenceSummary>> For(PledgeDb db, Guid pledge, Caller caller, CancellationToken cancel)
    {
        var list = await db.Evidence.AsNoTracking().Where(e => e.PledgeId == pledge || e.Pledges.Any(p => p.PledgeId == pledge)).WithoutReplaced(db)
            .OrderBy(e => e.Id).Include(e => e.Files).ToListAsync(cancel);
        return [.. list.Where(e => caller.BelongsTo(e.OrganisationId) || !EvidenceStates.Hidden.Contains(e.State)).Select(e => Of(e, caller))];
    }

    private static EvidenceSummary Of(EvidenceItem e, Caller caller)
    {
        var (open, own) = (e.IsOpenTo(caller), caller.BelongsTo(e.OrganisationId));
        var first = e.Files.MinBy(f => f.Position);
        return new(e.Id, e.Title, e.State, e.IntroducedOn, e.SubmittedAt.LocalDay(), open ? e.Impact : null, open ? e.Link : null,
            open && first is not null ? new(first.Name, first.MediaType, first.Size, first.Sha256, first.Position) : null,
            e.ReviewedAt?.LocalDay(), own ? e.Reason : null, e.Kind, e.ValidUntil, e.Edition, own ? e.Reasons : [], e.Files.Count);
    }
}

internal static class Replaced
{
    /// <summary>Without versions that were superseded, what was taken back, and what was refused and has a new version since.</summary>
    public static IQueryable<EvidenceItem> WithoutReplaced(this IQueryable<EvidenceItem> list, PledgeDb db) =>
        list.Where(e => e.State != EvidenceStates.Superseded && e.State != EvidenceStates.Withdrawn
            && !(e.State == EvidenceStates.Refused && db.Evidence.Any(n => n.SupersedesId == e.Id && n.State != EvidenceStates.Withdrawn)));
}

/// <summary>A version of a piece of evidence.</summary>
internal sealed record EditionFacts(Guid Id, int Edition, string State, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? WhatChanged, IReadOnlyList<string> Reasons, string? Reason);

/// <summary>A pledge that evidence serves.</summary>
internal sealed record ServedPledge(Guid Id, string Title);

/// <summary>An item of evidence as those see it who may read evidence.</summary>
/// <param name="IntroducedOn">Day from which what it shows was in place, or on which it was last confirmed.</param>
/// <param name="ValidUntil">Last day on which it counts.</param>
/// <param name="Link">Set when the evidence is a link, otherwise <paramref name="Files"/> has entries.</param>
/// <param name="File">The first of the files.</param>
/// <param name="Reasons">Why it was returned, as classes; none for people outside the organisation.</param>
/// <param name="Reason">The reviewer's words; null for people outside the organisation.</param>
/// <param name="Duties">Codes of the duties that it shows.</param>
/// <param name="Pledges">Further pledges that it serves.</param>
/// <param name="Edition">1, and one more for each new version.</param>
/// <param name="Editions">All versions, the newest first; only this one for people outside the organisation when it is the first.</param>
/// <param name="IsNewest">Whether a new version starts from this one.</param>
internal sealed record EvidenceView(
    Guid Id, Guid PledgeId, string PledgeTitle, Guid OrganisationId, string? OrganisationName, string Commitment, string Title, DateOnly IntroducedOn, string Impact,
    string? Link, FileFacts? File, string State, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? Reason,
    string Kind, DateOnly ValidUntil, IReadOnlyList<FileFacts> Files, IReadOnlyList<string> Reasons, IReadOnlyList<string> Duties, IReadOnlyList<ServedPledge> Pledges,
    int Edition, string? WhatChanged, IReadOnlyList<EditionFacts> Editions, bool IsNewest)
{
    /// <param name="evidence">With its files and duties.</param>
    public static async Task<EvidenceView> Of(PledgeDb db, EvidenceItem evidence, Caller caller, CancellationToken cancel)
    {
        var e = evidence;
        var own = caller.BelongsTo(e.OrganisationId);
        string[] contents = [.. e.Files.Select(f => f.Sha256)];
        var scans = contents.Length == 0 ? [] : await db.StoredFiles.Where(s => contents.Contains(s.Sha256)).ToDictionaryAsync(s => s.Sha256, s => s.Scan, cancel);
        var files = e.Files.OrderBy(f => f.Position).Select(f => new FileFacts(f.Name, f.MediaType, f.Size, f.Sha256, f.Position, scans.GetValueOrDefault(f.Sha256, ScanStates.NotScanned))).ToArray();
        Guid[] serves = [e.PledgeId, .. e.Pledges.Select(p => p.PledgeId)];
        var pledges = await db.Pledges.Where(p => serves.Contains(p.Id)).OrderBy(p => p.Id).Select(p => new ServedPledge(p.Id, p.Title)).ToListAsync(cancel);
        var organisation = await db.Organisations.Where(o => o.OrganisationId == e.OrganisationId).Select(o => o.Name).SingleOrDefaultAsync(cancel);
        var series = e.Series;
        var editions = await db.Evidence.AsNoTracking().Where(o => o.Id == series || o.SeriesId == series).OrderByDescending(o => o.Edition).ThenByDescending(o => o.Id).ToListAsync(cancel);
        return new(e.Id, e.PledgeId, pledges.Single(p => p.Id == e.PledgeId).Title, e.OrganisationId, organisation, e.Commitment, e.Title, e.IntroducedOn, e.Impact,
            e.Link, files.FirstOrDefault(), e.State, e.SubmittedAt.LocalDay(), e.ReviewedAt?.LocalDay(), own ? e.Reason : null,
            e.Kind, e.ValidUntil, files, own ? e.Reasons : [], [.. e.Duties.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal)], [.. pledges.Where(p => p.Id != e.PledgeId)],
            e.Edition, e.WhatChanged,
            [.. editions.Where(o => o.IsOpenTo(caller)).Select(o => new EditionFacts(o.Id, o.Edition, o.State, o.SubmittedAt.LocalDay(), o.ReviewedAt?.LocalDay(), o.WhatChanged, own ? o.Reasons : [], own ? o.Reason : null))],
            !editions.Exists(o => o.SupersedesId == e.Id && o.State != EvidenceStates.Withdrawn));
    }
}
