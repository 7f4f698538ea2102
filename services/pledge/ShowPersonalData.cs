using Charter.Pledges.Value;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges;

/// <summary>All that this service holds on the person who asks: what they entered for an organisation, or reviewed. It knows people by account id alone.</summary>
internal static class ShowPersonalData
{
    internal sealed record Answer(
        IReadOnlyList<PledgeFacts> PledgesMade, IReadOnlyList<ProgressFacts> ProgressReported, IReadOnlyList<EvidenceFacts> EvidenceSubmitted, IReadOnlyList<ReviewFacts> EvidenceReviewed,
        IReadOnlyList<ValueFacts> ValueRecorded, IReadOnlyList<ShareFacts> SharesClaimed, IReadOnlyList<SettlementFacts> DisputesSettled, IReadOnlyList<CalculationFacts> CalculationsKept,
        IReadOnlyList<ChangeFacts> PledgesChanged, IReadOnlyList<ContractFacts> ContractsRecorded,
        IReadOnlyList<FileFacts> FilesBroughtIn, IReadOnlyList<FrameworkFacts> FrameworksBroughtIn, IReadOnlyList<RoundFacts> SurveysRun, IReadOnlyList<SurveyFacts> SurveyLinksTaken,
        IReadOnlyList<PlaceFacts> SuppliersPlaced);

    internal sealed record PledgeFacts(Guid Id, Guid OrganisationId, string Title, DateTimeOffset At);

    internal sealed record ProgressFacts(Guid Id, Guid PledgeId, decimal Value, string Source, string? Note, DateTimeOffset At);

    internal sealed record EvidenceFacts(Guid Id, Guid OrganisationId, string Title, string Impact, string? Link, IReadOnlyList<string> FileNames, DateTimeOffset At);

    internal sealed record ReviewFacts(Guid EvidenceId, Guid OrganisationId, string Outcome, string? Reason, DateTimeOffset At);

    internal sealed record FileFacts(Guid Id, Guid OrganisationId, string FileName, DateTimeOffset At);

    /// <param name="What">file, version or crosswalk.</param>
    /// <param name="Name">Of the file or the version, or who says what the row says.</param>
    internal sealed record FrameworkFacts(string What, string Name, DateTimeOffset At);

    internal sealed record RoundFacts(Guid Id, string Instrument, string Wave, DateTimeOffset? OpenedAt, DateOnly? ClosedOn);

    /// <summary>That the person took links to a survey, until it has closed. What anybody answered is not held on a person.</summary>
    internal sealed record SurveyFacts(Guid SurveyId, Guid OrganisationId, int Links, bool ForOthers, DateOnly On);

    /// <summary>That the person said where a supplier is, whose name is not theirs.</summary>
    internal sealed record PlaceFacts(Guid SupplierId, Guid OrganisationId, string? Place, DateTimeOffset At);

    internal sealed record ValueFacts(Guid ValueId, int Entry, string Title, string Source, string? Reason, DateTimeOffset At);

    internal sealed record ShareFacts(Guid ValueId, Guid OrganisationId, decimal Share, string? Reason, DateTimeOffset At);

    internal sealed record SettlementFacts(Guid ValueId, string? Reason, DateTimeOffset At);

    internal sealed record CalculationFacts(Guid Id, Guid OrganisationId, string Title, DateTimeOffset At);

    internal sealed record ChangeFacts(Guid PledgeId, string Kind, string? Reason, DateTimeOffset At);

    /// <param name="What">contract, stage, question, offer or delivery.</param>
    /// <param name="Text">What the person wrote.</param>
    internal sealed record ContractFacts(Guid ContractId, string What, string? Text, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/personal-data/pledge", Handle)
        .Allow(Roles.SignedIn).WithTags("Personal data").WithSummary("What the pledge service holds on me");

    private static async Task<Ok<Answer>> Handle(Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var me = caller.Subject;
        return TypedResults.Ok(new Answer(
            await db.Pledges.Where(p => p.MadeBy == me).OrderBy(p => p.Id).Select(p => new PledgeFacts(p.Id, p.OrganisationId, p.Title, p.MadeAt)).ToListAsync(cancel),
            await db.Progress.Where(p => p.ReportedBy == me).OrderBy(p => p.Id).Select(p => new ProgressFacts(p.Id, p.PledgeId, p.Value, p.Source, p.Note, p.ReportedAt)).ToListAsync(cancel),
            await db.Evidence.Where(e => e.SubmittedBy == me).OrderBy(e => e.Id).Select(e => new EvidenceFacts(e.Id, e.OrganisationId, e.Title, e.Impact, e.Link, e.Files.OrderBy(f => f.Position).Select(f => f.Name).ToList(), e.SubmittedAt)).ToListAsync(cancel),
            await db.Evidence.Where(e => e.ReviewedBy == me).OrderBy(e => e.Id).Select(e => new ReviewFacts(e.Id, e.OrganisationId, e.State, e.Reason, e.ReviewedAt!.Value)).ToListAsync(cancel),
            await db.Set<ValueEntry>().Where(e => e.RecordedBy == me).OrderBy(e => e.ValueId).ThenBy(e => e.Number).Select(e => new ValueFacts(e.ValueId, e.Number, e.Title, e.Source, e.Reason, e.RecordedAt)).ToListAsync(cancel),
            await db.Set<ValueClaim>().Where(c => c.MadeBy == me).OrderBy(c => c.ValueId).ThenBy(c => c.Number).Select(c => new ShareFacts(c.ValueId, c.OrganisationId, c.Share, c.Reason, c.MadeAt)).ToListAsync(cancel),
            await db.Set<ValueDispute>().Where(d => d.SettledBy == me).OrderBy(d => d.ValueId).Select(d => new SettlementFacts(d.ValueId, d.Reason, d.SettledAt!.Value)).ToListAsync(cancel),
            await db.Calculations.Where(c => c.MadeBy == me).OrderBy(c => c.Id).Select(c => new CalculationFacts(c.Id, c.OrganisationId, c.Title, c.MadeAt)).ToListAsync(cancel),
            await db.PledgeChanges.Where(c => c.By == me).OrderBy(c => c.Id).Select(c => new ChangeFacts(c.PledgeId, c.Kind, c.Reason, c.At)).ToListAsync(cancel),
            [
                .. await db.CommissionedContracts.Where(c => c.EnteredBy == me).OrderBy(c => c.Id).Select(c => new ContractFacts(c.Id, "contract", c.Title, c.EnteredAt)).ToListAsync(cancel),
                .. await db.CommissionedStages.Where(s => s.RecordedBy == me).OrderBy(s => s.Id).Select(s => new ContractFacts(s.ContractId, "stage", s.Account ?? s.NotApplicable, s.RecordedAt)).ToListAsync(cancel),
                .. await db.CommissionedQuestions.Where(q => q.RecordedBy == me).OrderBy(q => q.Id).Select(q => new ContractFacts(q.ContractId, "question", q.Text, q.RecordedAt)).ToListAsync(cancel),
                .. await db.CommissionedOffers.Where(o => o.RecordedBy == me).OrderBy(o => o.Id).Select(o => new ContractFacts(o.ContractId, "offer", o.What, o.RecordedAt)).ToListAsync(cancel),
                .. await db.CommissionedDeliveries.Where(d => d.ReportedBy == me).OrderBy(d => d.Id).Select(d => new ContractFacts(d.ContractId, "delivery", d.Note ?? d.Source, d.ReportedAt)).ToListAsync(cancel),
            ],
            await db.Imports.Where(i => i.UploadedBy == me).OrderBy(i => i.Id).Select(i => new FileFacts(i.Id, i.OrganisationId, i.FileName, i.UploadedAt)).ToListAsync(cancel),
            [
                .. await db.FrameworkUploads.Where(u => u.UploadedBy == me).OrderBy(u => u.Id).Select(u => new FrameworkFacts("file", u.FileName, u.UploadedAt)).ToListAsync(cancel),
                .. await db.FrameworkVersions.Where(v => v.ImportedBy == me).OrderBy(v => v.ImportedAt).Select(v => new FrameworkFacts("version", v.Title, v.ImportedAt)).ToListAsync(cancel),
                .. await db.FrameworkRelations.Where(r => r.EnteredBy == me).OrderBy(r => r.Id).Select(r => new FrameworkFacts("crosswalk", r.Source, r.EnteredAt)).ToListAsync(cancel),
            ],
            await db.SurveyRounds.Where(r => r.OpenedBy == me || r.ClosedBy == me).OrderBy(r => r.Id).Select(r => new RoundFacts(r.Id, r.Instrument, r.Wave, r.OpenedBy == me ? r.OpenedAt : null, r.ClosedBy == me ? r.ClosedOn : null)).ToListAsync(cancel),
            await db.SurveyDraws.Where(d => d.AccountId == me).OrderBy(d => d.DrawnOn).Select(d => new SurveyFacts(d.RoundId, d.OrganisationId, d.Links, d.ForOthers, d.DrawnOn)).ToListAsync(cancel),
            await db.Suppliers.Where(s => s.SetBy == me).OrderBy(s => s.SetAt).Select(s => new PlaceFacts(s.Id, s.OrganisationId, s.SetPlace, s.SetAt!.Value)).ToListAsync(cancel)));
    }
}
