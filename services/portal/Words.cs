using System.Globalization;
using Charter.Portal.Components;
using Charter.ServiceDefaults;

namespace Charter.Portal;

/// <summary>How the words on the wire read on a page.</summary>
public static class Words
{
    public static readonly IReadOnlyList<Choice> Sectors = [
        new("local-authority", "Local authority"), new("nhs-commissioner", "NHS commissioner"), new("nhs-provider", "NHS provider"),
        new("voluntary", "Voluntary organisation"), new("community", "Community organisation"), new("faith", "Faith organisation"),
        new("social-enterprise", "Social enterprise"), new("business", "Business"), new("industry-body", "Industry body"),
        new("education", "Education"), new("housing", "Housing"), new("other-public-body", "Other public body")];

    public static readonly IReadOnlyList<Choice> Kinds = [
        new("commissioner", "Commissioner", "You buy services or works with public money"),
        new("provider", "Provider", "You provide services or works that are paid for with public money"),
        new("both", "Both", "You do both: the duties of commissioners and of providers apply"),
        new("neither", "Neither", "You support the charter in another way")];

    public static readonly IReadOnlyList<Choice> SizeBands = [
        new("micro", "Micro", "Fewer than 10 people"), new("small", "Small", "10 to 49 people"),
        new("medium", "Medium", "50 to 249 people"), new("large", "Large", "250 people or more")];

    public static readonly IReadOnlyList<Choice> IdentifierSchemes = [
        new("GB-COH", "Companies House number"), new("GB-CHC", "Charity Commission number"), new("GB-NHS", "NHS organisation code (ODS)"),
        new("GB-LAE", "Local authority code (England)"), new("GB-ONS", "ONS code of a council (GSS)"), new("GB-MPR", "Mutuals Public Register number"),
        new("GB-SC", "Scottish charity number"), new("GB-NIC", "Northern Irish charity number")];

    public static readonly IReadOnlyList<Choice> Commitments = [
        new("embed", "Embed", "Policies and governance give social value its place"),
        new("deliver", "Deliver", "Commissioning and procurement ask for it, from need to contract"),
        new("demonstrate", "Demonstrate", "Evidence of how and when it came into services, and with what impact")];

    public static readonly IReadOnlyList<Choice> Pillars = [
        new("social", "Social", "People, culture, how we treat each other"),
        new("environmental", "Environmental", "The place we live in, the planet, the resources we use"),
        new("economic", "Economic", "Where money flows, work and income")];

    public static readonly IReadOnlyList<Choice> Confidences = [
        new("measured", "Measured", "Counted or metered"), new("estimated", "Estimated", "Worked out from a sample or from other figures"),
        new("guessed", "Guessed", "Somebody's best judgement")];

    public static readonly IReadOnlyList<Choice> Stages = [
        new("need-assessment", "Assessment of need"), new("advertisement", "Advertisement and pre-qualification"), new("specification", "Specification"),
        new("evaluation", "Evaluation"), new("contract-compliance", "Contract compliance")];

    public static readonly IReadOnlyList<Choice> Directions = [new("increase", "It should go up"), new("reduce", "It should go down")];

    public static readonly IReadOnlyList<Choice> TargetGroups = [
        new("deprivation", "People in deprived places"), new("inclusion-health", "Inclusion health groups", "People who are socially excluded, such as people without a home"),
        new("age", "Age"), new("disability", "Disability"), new("gender-reassignment", "Gender reassignment"), new("marriage-and-civil-partnership", "Marriage and civil partnership"),
        new("pregnancy-and-maternity", "Pregnancy and maternity"), new("race", "Race"), new("religion-or-belief", "Religion or belief"), new("sex", "Sex"), new("sexual-orientation", "Sexual orientation")];

    public static readonly IReadOnlyList<Choice> Segments = [
        new("civic", "Civic", "Policy, planning, the council or a partnership acting for everybody"), new("community", "Community", "What people and their organisations do with each other"),
        new("service", "Service", "What a service does for those who use it")];

    public static readonly IReadOnlyList<Choice> PledgeStatuses = [new("active", "Active"), new("completed", "Completed"), new("missed", "Missed"), new("withdrawn", "Withdrawn")];

    public static readonly IReadOnlyList<Choice> Sides = [
        new("commissioner", "Commissioner", "We buy: we record how social value goes through the commissioning"), new("provider", "Provider", "We tendered: we record what we offered and what we delivered")];

    public static readonly IReadOnlyList<Choice> QuestionKinds = [
        new("promise", "Promise", "What will you do, in figures?"), new("method", "Method", "How would you go about it?"),
        new("record", "Record", "What have you done before?"), new("condition", "Condition", "What everybody has to meet")];

    public static readonly IReadOnlyList<Choice> FeasibilityTests = [
        new("feasible", "Can it be done and delivered?"), new("fair", "Is it reasonable and fair, also to small providers?"), new("relevant", "Does it belong to what this contract is about?"),
        new("legal", "Is it within the law of procurement?"), new("enforceable", "Can it be managed, and enforced if it is not kept?")];

    public static readonly IReadOnlyList<Choice> Verdicts = [new("yes", "Yes"), new("no", "No"), new("unsure", "Not sure")];

    public static readonly IReadOnlyList<Choice> ValueStages = [
        new("core", "Core", "What any activity of this kind brings about"), new("added", "Offered and contracted", "Offered in a tender and put into the contract: added value"),
        new("unpredicted", "Unpredicted", "Came about without having been promised")];

    public static readonly IReadOnlyList<Choice> ValueUnits = [
        new("gbp", "Pounds (£)"), new("people", "People"), new("hours", "Hours"), new("weeks", "Weeks"), new("tonnes-co2e", "Tonnes CO₂e"), new("kwh", "kWh"), new("items", "Items")];

    public static readonly IReadOnlyList<Choice> DiscountRates = [
        new("green-book", "Green Book", "3.5 % a year, 3.0 % after 30 years, 2.5 % after 75"), new("green-book-health", "Green Book, health", "1.5 % a year, for at most 30 years"),
        new("nice", "NICE reference case", "3.5 % a year"), new("none", "No discounting"), new("own", "A rate of your own")];

    /// <summary>How a choice of this list reads.</summary>
    public static string Label(this IReadOnlyList<Choice> list, string? value) => list.FirstOrDefault(choice => choice.Value == value)?.Label ?? Say(value);

    /// <summary>£1,250.50 or 34 people</summary>
    public static string Amount(decimal amount, string unit) => unit == "gbp"
        ? $"£{amount.ToString(amount == decimal.Truncate(amount) ? "#,0" : "#,0.00", CultureInfo.InvariantCulture)}"
        : $"{Number(amount)} {unit switch { "tonnes-co2e" => "tonnes CO₂e", "kwh" => "kWh", _ => unit }}";

    /// <summary>0.25 → 25 %</summary>
    public static string Percent(decimal share) => $"{(share * 100).ToString("0.##", CultureInfo.InvariantCulture)} %";

    public static readonly IReadOnlyList<Choice> ClientScopes = [
        new("read", "Read", "What your editors can read. It changes nothing"),
        new("pledges", "Pledges", "Make pledges, report progress and attach evidence, as an editor does"),
        new("practices", "Practices", "Publish practices for your champions")];

    /// <summary>What a signatory lets somebody do for the organisation.</summary>
    public static readonly IReadOnlyList<Choice> RolesGiven = [
        new("signatory", "Signatory", "Signs for the organisation, appoints champions, applies for the kite mark and decides who else may act for it"),
        new("editor", "Editor", "Makes its pledges, reports progress and attaches evidence")];

    public static readonly IReadOnlyList<Choice> SuccessionKinds = [
        new("succession", "Succession", "The organisation has closed or was acquired, and the other goes on with what it did"),
        new("merge", "Merger", "Both became one, under the name of the other"),
        new("duplicate", "Duplicate record", "It is one organisation that was registered twice")];

    public static readonly IReadOnlyList<Choice> WithdrawalReasons = [
        new("no-longer-relevant", "The charter no longer fits what we do"), new("cannot-meet-commitments", "We cannot meet its commitments"),
        new("organisation-closing", "The organisation is closing"), new("merged", "We have become part of another organisation"), new("other", "Another reason")];

    public static readonly IReadOnlyList<Choice> MarkLevels = [new("bronze", "Bronze"), new("silver", "Silver"), new("gold", "Gold")];

    private static readonly Dictionary<string, string> Known = new[] { Sectors, Kinds, SizeBands, IdentifierSchemes, Commitments, Pillars, Confidences, Stages, MarkLevels, WithdrawalReasons, SuccessionKinds, TargetGroups, Segments, ValueStages }
        .SelectMany(list => list).DistinctBy(choice => choice.Value).ToDictionary(choice => choice.Value, choice => choice.Label);

    public static readonly IReadOnlyList<Choice> Offices = [.. ServiceDefaults.Roles.PartnershipWide.Select(role => new Choice(role, Say(role)))];

    /// <summary>The label of a word on the wire; a word that is not known is shown as written, with spaces: <c>in-place</c> → In place.</summary>
    public static string Say(string? word) => word switch
    {
        null or "" => "",
        "scanning" => "Being scanned",
        _ when Known.TryGetValue(word, out var label) => label,
        _ => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..].Replace('-', ' '),
    };

    /// <summary>21 November 2026</summary>
    public static string Day(this DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Day(DateOnly)"/>
    public static string Day(this DateTimeOffset instant) => instant.LocalDay().Day();

    /// <summary>password+totp → Password and authenticator app</summary>
    public static string SignedInWith(string how) => how switch
    {
        "password" => "Password",
        "password+totp" => "Password and authenticator app",
        "password+recovery-code" => "Password and recovery code",
        _ => Say(how),
    };

    /// <summary>21 November 2026, 09:05</summary>
    public static string Moment(this DateTimeOffset instant) => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(instant, "Europe/London").ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>1 organisation, 2 organisations</summary>
    public static string Count(long count, string one, string? many = null) => $"{count:N0} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>234 kB, 1.2 MB</summary>
    public static string Size(long bytes) => bytes < 1_000_000 ? $"{Math.Max(1, bytes / 1000)} kB" : $"{(bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture)} MB";

    /// <summary>Chief executive, Chair and Treasurer</summary>
    public static string Listed(IReadOnlyList<string> words) => words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    /// <summary>signatory and editor</summary>
    public static string Together(IEnumerable<string> roles) => string.Join(" and ", roles.Select(role => Say(role).ToLowerInvariant()));

    /// <summary>£1,234.50; £12,000 for whole pounds</summary>
    public static string Pounds(decimal? value) => value is not { } pounds ? "" : $"{(pounds < 0 ? "−" : "")}£{Math.Abs(pounds).ToString(pounds == decimal.Truncate(pounds) ? "#,0" : "#,0.00", CultureInfo.InvariantCulture)}";

    /// <summary>£12,000.00, for columns of payments</summary>
    public static string PoundsAndPence(decimal value) => $"{(value < 0 ? "−" : "")}£{Math.Abs(value).ToString("#,0.00", CultureInfo.InvariantCulture)}";

    /// <summary>12.5 %</summary>
    public static string Share(decimal? share) => share is { } part ? (part * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %" : "–";

    public static readonly IReadOnlyList<Choice> ImportKinds = [
        new("ocds", "Contracts", "A release or record package of the Open Contracting Data Standard, in JSON. It is imported at once"),
        new("spend", "Payments", "A table of what you paid, as councils publish it, in CSV. You say which column is what first")];

    public static string Number(decimal? value) => value?.ToString("#,0.####", CultureInfo.InvariantCulture) ?? "";
}
