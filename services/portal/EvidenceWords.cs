using Charter.Portal.Apis;
using Charter.Portal.Components;

namespace Charter.Portal;

/// <summary>How the words about evidence read on a page; some of them mean something else elsewhere.</summary>
public static class EvidenceWords
{
    public static readonly IReadOnlyList<Choice> Kinds = [
        new("policy", "Policy", "A rule of the organisation that holds until it is changed"), new("strategy", "Strategy or plan"), new("decision", "Decision of a board or committee"),
        new("contract", "Tender or contract", "Specification, evaluation, terms"), new("monitoring", "Monitoring", "Figures and reports on what was delivered"), new("case-study", "Case study"),
        new("survey", "Survey"), new("certificate", "Certificate or accreditation"), new("other", "Something else")];

    public static readonly IReadOnlyList<Choice> ReturnReasons = [
        new("does-not-show-it", "It does not show what it is said to show"), new("not-dated", "It is not dated, or nobody is named as its author"), new("out-of-date", "It is out of date"),
        new("no-impact", "The impact is missing or does not follow from it"), new("cannot-be-read", "It cannot be opened or read"), new("personal-data", "It holds personal details of people"), new("other", "Something else")];

    /// <summary>States in which somebody may look for evidence.</summary>
    public static readonly IReadOnlyList<Choice> States = [
        new("submitted", "Waits for review"), new("verified", "Verified"), new("returned", "Returned"), new("expired", "Expired"), new("superseded", "Superseded by a new version")];

    public static readonly IReadOnlyList<Choice> OwnStates = [new("scanning", "Being scanned"), .. States, new("refused", "Refused by the scanner"), new("withdrawn", "Taken back")];

    public static string Kind(string? kind) => Kinds.FirstOrDefault(k => k.Value == kind)?.Label ?? Words.Say(kind);

    public static string Reason(string reason) => ReturnReasons.FirstOrDefault(r => r.Value == reason)?.Label ?? Words.Say(reason);

    /// <summary>3 years, 18 months</summary>
    public static string Months(int months) => months % 12 == 0 ? Words.Count(months / 12, "year") : Words.Count(months, "month");

    /// <summary>What a reader has to know about a file before opening it; nothing when a scanner found it clean.</summary>
    public static string? Scan(EvidenceFile file) => file.Scan switch
    {
        "waiting" => "in quarantine until it has been scanned for viruses",
        "found" => "deleted: a virus scanner found something in it",
        "clean" or null => null,
        _ => "not scanned for viruses, because this installation has no scanner",
    };
}
