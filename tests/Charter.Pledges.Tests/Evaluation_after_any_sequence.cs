using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>
/// Organisations pay, are credited, bring in the same contracts as others, correct and cancel them, take back what they brought in, sign, leave, change, merge, merge otherwise
/// and part again, in any order; whenever one looks, the figures are what somebody would find who adds up anew all that stands then.
/// </summary>
public sealed class Evaluation_after_any_sequence(Evaluation_after_any_sequence.Eager service) : IClassFixture<Evaluation_after_any_sequence.Eager>
{
    private const int Steps = 40, Organisations = 4, Ocids = 2;
    private static readonly string[] Kinds = ["pay", "pay", "pay", "award", "award", "award", "award", "award", "place", "sign", "sign", "change", "merge", "merge", "merge otherwise", "part", "take back", "take back"];
    private const string Near = "E08000006", Further = "E08000002", Works = "Sample Works Ltd";
    private static readonly string[] Suppliers = ["Alder Sample", Works], PlacesOf = [Near, Further], Sectors = ["faith", "business"], Wheres = [Near, Further, "elsewhere"];
    private static readonly string[] Filters = ["", $"?place={Near}", $"?place={Further}", "?sector=faith", $"?place={Near}&sector=business"];

    /// <summary>The service, looking often: what one step did is seen before the next hides it.</summary>
    public sealed class Eager : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("Measures:Every", "00:00:00.1")];
    }

    private sealed class Model(Guid id, string sector, string place)
    {
        public Guid Id { get; } = id;
        public Person Editor { get; } = Person.With().Of(id, Roles.Signatory, Roles.Editor);
        public string Sector { get; set; } = sector;
        public string Place { get; set; } = place;
        public int Version { get; set; } = 1;
        public CharterSigned? Signature { get; set; }
        /// <summary>All that stand; the last one counts.</summary>
        public Stack<(Model Into, OrganisationSucceeded Event)> Merged { get; } = [];
        public List<(Guid Import, string Supplier, decimal Amount)> Payments { get; } = [];
        public Dictionary<string, string> Where { get; } = [];
        public Dictionary<string, Process> Processes { get; } = [];
        public Model Holder => Merged.TryPeek(out var merged) ? merged.Into.Holder : this;

        public string WhereIs(string supplier) => !Where.TryGetValue(supplier, out var code) ? "unknown" : code == Holder.Place ? "local" : "elsewhere";
    }

    /// <param name="Order">When it was first brought in.</param>
    private sealed record Process(int Order)
    {
        /// <summary>Oldest first; some only announce it, and where the award was cancelled there is no value.</summary>
        public List<(Guid Import, bool IsAward, decimal? Value)> Releases { get; } = [];
        public decimal? Value => Releases.LastOrDefault(r => r.IsAward).Value;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_figures_are_those_of_a_fresh_calculation(int seed)
    {
        var random = new Random(seed);
        T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
        var charter = await service.NewCharter();
        var ocids = Enumerable.Range(0, Ocids).Select(_ => Imports.Ocid()).ToArray();
        var all = new List<Model>();
        for (var i = 0; i < Organisations; i++)
        {
            all.Add(new(Guid.NewGuid(), Sectors[i % 2], PlacesOf[i / 2 % 2]));
            await Sign(all[i]);
        }
        var log = new List<string>();
        for (var step = 1; step <= Steps; step++)
        {
            var acting = Any(all.Where(o => o.Merged.Count == 0).ToList());
            var editor = service.As(acting.Editor);
            var what = Any(Kinds);
            log.Add($"{step}: {all.IndexOf(acting)} {what}");
            switch (what)
            {
                case "pay":
                    var (payee, amount, month) = (Any(Suppliers), random.Next(-300, 900) + step / 100m, random.Next(2, 4));   // less than nothing is a credit
                    var paid = (await editor.Imports_spend(acting.Id, string.Create(CultureInfo.InvariantCulture, $"Supplier,Amount,Date\n{payee},{amount:0.00},01/0{month}/2026\n"))).Id();
                    acting.Payments.Add((paid, payee, amount));
                    break;
                case "award":
                    var (ocid, value, isCancelled, isAward) = (Any(ocids), random.Next(1_000, 200_000), random.Next(5) == 0, random.Next(4) > 0);
                    var release = Imports.Release(ocid, $"{step}", $"2026-01-10T09:{step:00}:00Z", amount: value);
                    release["awards"]![0]!["status"] = isCancelled ? "cancelled" : "active";
                    if (!isAward)
                    {
                        release.Remove("awards");
                        release["tag"] = new JsonArray("tender");
                    }
                    var awarded = (await editor.Imports_contracts(acting.Id, Imports.Package(release).Bytes())).Id();
                    if (!acting.Processes.TryGetValue(ocid, out var process))
                        acting.Processes[ocid] = process = new(step);
                    process.Releases.Add((awarded, isAward, isCancelled ? null : value));
                    break;
                case "take back":
                    if ((Guid[])[.. acting.Payments.Select(p => p.Import).Concat(acting.Processes.Values.SelectMany(p => p.Releases).Select(r => r.Import)).Distinct()] is { Length: > 0 } imports)
                    {
                        var import = Any(imports);
                        await editor.PostAsync($"/api/imports/{import}/removal", null).Answers_with(HttpStatusCode.Accepted);
                        await editor.Reads(import, "removed");
                        acting.Payments.RemoveAll(p => p.Import == import);
                        foreach (var (of, had) in acting.Processes.ToList())
                        {
                            had.Releases.RemoveAll(r => r.Import == import);
                            if (had.Releases.Count == 0)
                                acting.Processes.Remove(of);
                        }
                    }
                    break;
                case "place":
                    if ((string[])[.. acting.Payments.Select(p => p.Supplier).Concat(acting.Processes.Values.Any(p => p.Releases.Exists(r => r.IsAward)) ? [Works] : []).Distinct()] is { Length: > 0 } named)
                    {
                        var (supplier, where) = (Any(named), Any(Wheres));
                        // Its own, and not that of the same name of an organisation whose place it has taken.
                        var id = (await service.Sql($"select id from supplier where organisation_id = '{acting.Id}' and name = '{supplier}'")).Single();
                        await editor.PutAsync($"/api/organisations/{acting.Id}/suppliers/{id}/place", JsonContent.Create(new { place = where })).Answers_with(HttpStatusCode.OK);
                        acting.Where[supplier] = where;
                    }
                    break;
                case "sign":
                    if (acting.Signature is null)
                        await Sign(acting);
                    else
                    {
                        var s = acting.Signature;
                        await service.Deliver(new SignatureWithdrawn(s.SignatureId, charter, 1, s.OrganisationId, s.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
                        acting.Signature = null;
                    }
                    break;
                case "change":
                    (acting.Sector, acting.Place, acting.Version) = (Any(Sectors), Any(PlacesOf), acting.Version + 1);
                    await service.Deliver(new OrganisationChanged(acting.Id, acting.Version, "Sample", acting.Sector, "both", "large", [acting.Place], [], null, Guid.NewGuid(), DateTimeOffset.UtcNow));
                    break;
                case "merge":
                    await Merge(acting);
                    break;
                case "merge otherwise":   // before anybody has heard that the first was reversed
                    if (all.Where(o => o.Merged.Count == 1).ToList() is { Count: > 0 } merged)
                        await Merge(Any(merged));
                    break;
                case "part":
                    if (all.Where(o => o.Merged.Count > 0).ToList() is { Count: > 0 } gone)
                    {
                        var e = Any(gone).Merged.Pop().Event;
                        await service.Deliver(new SuccessionReversed(e.SuccessionId, 2, e.Kind, e.PredecessorId, e.SuccessorId, e.On, Guid.NewGuid(), DateTimeOffset.UtcNow));
                    }
                    break;
            }
            foreach (var filter in Filters)
                await Eventually.Passes(async () => Found(await service.Evaluation(charter, filter)).ShouldBe(Expected(all, filter), $"seed {seed}, {filter}; {string.Join("; ", log)}"), seconds: 90);
            await service.Adds_up(charter);
        }

        async Task Merge(Model from)
        {
            var others = all.Where(o => o.Merged.Count == 0 && o != from).ToList();
            if (others.Count == 0)
                return;
            var into = Any(others);
            var succeeded = new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, from.Id, into.Id, PledgeFixture.Today, "Sample", into.Sector, [into.Place], Guid.NewGuid(), DateTimeOffset.UtcNow);
            await service.Deliver(succeeded, times: 2);
            from.Merged.Push((into, succeeded));
        }

        async Task Sign(Model by)
        {
            by.Signature = PledgeFixture.Signed(charter, by.Id) with { Sector = by.Sector, Places = [by.Place], OrganisationVersion = by.Version };
            await service.Deliver(by.Signature);
        }
    }

    private static string Expected(List<Model> all, string filter)
    {
        var inForce = all.Where(o => o.Signature is not null).Select(o => o.Holder).ToHashSet();
        bool Counts(Model o) => inForce.Contains(o.Holder);
        bool Fits(Model o) => Counts(o) && (filter.Contains("place=", StringComparison.Ordinal), filter.Contains(o.Holder.Place, StringComparison.Ordinal)) is (false, _) or (true, true)
            && (!filter.Contains("sector=", StringComparison.Ordinal) || filter.Contains(o.Holder.Sector, StringComparison.Ordinal));
        var payments = all.Where(Fits).SelectMany(o => o.Payments.Select(p => (Where: o.WhereIs(p.Supplier), p.Amount))).ToLookup(p => p.Where, p => p.Amount);
        var contracts = all.Where(Counts).SelectMany(o => o.Processes.Where(p => p.Value.Value is not null).Select(p => (By: o, Ocid: p.Key, p.Value.Order, Value: p.Value.Value ?? 0))).GroupBy(p => p.Ocid).Select(g => g.MinBy(p => p.Order)).Where(p => Fits(p.By)).ToList();
        var awards = contracts.ToLookup(p => p.By.WhereIs(Works), p => p.Value);
        return Say(all.Where(Fits).Select(o => o.Holder).Distinct().Count(), contracts.Count == 0 ? null : Math.Round(contracts.Average(c => c.Value), 2),
            where => (payments[where].Sum(), payments[where].Count()), where => (awards[where].Sum(), awards[where].Count()));
    }

    private static string Found(JsonElement evaluation)
    {
        var (money, local) = (evaluation.Measure("local-multiplier"), evaluation.Measure("local-contracts"));
        return Say(evaluation.Measure("signatories").Value("value"), evaluation.Measure("contract-sizes").Value("value"), where => Part(money, where), where => Part(local, where));

        static (decimal, long) Part(JsonElement of, string where) => of.GetProperty("parts").GetArrayLength() == 0 ? (0, 0) : of.Part("where", where) is var (amount, count) ? (amount ?? 0, count) : default;
    }

    private static string Say(decimal? signatories, decimal? average, Func<string, (decimal Amount, long Count)> paid, Func<string, (decimal Amount, long Count)> awarded)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{signatories:0} signatories, average {average:0.00}");
        foreach (var (name, of) in new[] { ("paid", paid), ("awarded", awarded) })
            foreach (var where in new[] { "local", "elsewhere", "unknown" })
                text += string.Create(CultureInfo.InvariantCulture, $", {name} {where} {of(where).Amount:0.00} in {of(where).Count}");
        return text;
    }
}
