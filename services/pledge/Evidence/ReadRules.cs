using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Evidence;

/// <summary>What somebody has to know before attaching evidence: whether files are scanned, what is taken, and how long each kind counts.</summary>
internal static class ReadRules
{
    /// <param name="Months">How long it counts from the day on which what it shows was introduced or last confirmed.</param>
    internal sealed record Kind(string Value, int Months);

    /// <param name="FilesAreScanned">Whether files wait in quarantine until a scanner has found nothing. Without a scanner nobody looks at them.</param>
    /// <param name="LargestTogether">Bytes that the files of one item may have together.</param>
    internal sealed record Answer(bool FilesAreScanned, int MostFiles, long LargestTogether, string Accepted, IReadOnlyList<Kind> Kinds, IReadOnlyList<string> ReturnReasons);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence/rules", Handle)
        .Allow(Roles.SignedIn).WithTags("Evidence").WithSummary("Read the rules for evidence");

    private static Ok<Answer> Handle(ScanSignal scanner, Validity validity) => TypedResults.Ok(new Answer(
        scanner.IsConfigured, EvidenceForm.MostFiles, EvidenceStore.LargestFile, FileKind.Accepted, [.. EvidenceKinds.All.Select(k => new Kind(k, validity.MonthsOf(k)))], Evidence.ReturnReasons.All));
}
