using System.Globalization;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>
/// Organisations pay, correct, bring in the same contracts as others, sign, leave, change and merge, in any order; whenever one looks, the figures are what somebody
/// would find who adds up anew all that stands then.
/// </summary>
public sealed class Evaluation_after_any_sequence(PledgeFixture service)
{
    private const int Steps = 28, StepsBetweenLooks = 4;
    private const string Near = "E08000006", Further = "E08000002", Works = "Sample Works Ltd";
    private static readonly string[] Suppliers = ["Alder Sample", "Birch Sample", Works], PlacesOf = [Near, Further], Sectors = ["faith", "business"], Wheres = [Near, Further, "elsewhere"];
    private static readonly string[] Filters = ["", $"?place={Near}", $"?place={Further}", "?sector=faith", $"?place={Near}&sector=business"];

    private sealed class Model(Guid id, string sector, string place)
    {
        public Guid Id { get; } = id;
        public Person Editor { get; } = Person.With().Of(id, Roles.Signatory, Roles.Editor);
        public string Sector { get; set; } = sector;
        public string Place { get; set; } = place;
        public int Version { get; set; } = 1;
        public CharterSigned? Signature { get; set; }
        public (Model Into, OrganisationSucceeded Event)? Merged { get; set; }
        public List<(string Supplier, decimal Amount)> Payments { get; } = [];
        public Dictionary<string, string> Where { get; } = [];
        /// <summary>Process → when it was first brought in, and its value now.</summary>
        public Dictionary<string, (int Order, decimal Value)> Processes { get; } = [];
        public Model Holder => Merged is { } merged ? merged.Into.Holder : this;

        public string WhereIs(string supplier) => !Where.TryGetValue(supplier, out var code) ? "unknown" : code == Holder.Place ? "local" : "elsewhere";
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
        var ocids = Enumerable.Range(0, 4).Select(_ => Imports.Ocid()).ToArray();
        var all = new List<Model>();
        for (var i = 0; i < 5; i++)
        {
            all.Add(new(Guid.NewGuid(), Sectors[i % 2], PlacesOf[i / 2 % 2]));
            await Sign(all[i]);
        }
        var log = new List<string>();
        for (var step = 1; step <= Steps; step++)
        {
            var acting = Any(all.Where(o => o.Merged is null).ToList());
            var editor = service.As(acting.Editor);
            var what = random.Next(10);
            log.Add($"{step}: {all.IndexOf(acting)} does {what}");
            switch (what)
            {
                case 0 or 1:
                    var (first, second) = ((Any(Suppliers), random.Next(1, 500) + step / 100m), (Any(Suppliers), random.Next(-300, 900) + step / 100m));
                    await editor.Imports_spend(acting.Id, string.Create(CultureInfo.InvariantCulture, $"Supplier,Amount,Date\n{first.Item1},{first.Item2:0.00},01/02/2026\n{second.Item1},{second.Item2:0.00},01/03/2026\n"));
                    acting.Payments.AddRange([first, second]);
                    break;
                case 2 or 3 or 4:
                    var (ocid, value) = (Any(ocids), random.Next(1_000, 200_000));
                    await editor.Imports_contracts(acting.Id, Imports.Package(Imports.Release(ocid, $"{step}", $"2026-01-10T09:{step:00}:00Z", amount: value)).Bytes());
                    acting.Processes[ocid] = (acting.Processes.TryGetValue(ocid, out var known) ? known.Order : step, value);
                    break;
                case 5:
                    if ((string[])[.. acting.Payments.Select(p => p.Supplier).Concat(acting.Processes.Count > 0 ? [Works] : []).Distinct()] is { Length: > 0 } named)
                    {
                        var (supplier, where) = (Any(named), Any(Wheres));
                        await editor.Places(acting.Id, supplier, where);
                        acting.Where[supplier] = where;
                    }
                    break;
                case 6:
                    if (acting.Signature is null)
                        await Sign(acting);
                    else
                    {
                        var s = acting.Signature;
                        await service.Deliver(new SignatureWithdrawn(s.SignatureId, charter, 1, s.OrganisationId, s.OccurredAt, PledgeFixture.Today, "other", Guid.NewGuid(), DateTimeOffset.UtcNow));
                        acting.Signature = null;
                    }
                    break;
                case 7:
                    (acting.Sector, acting.Place, acting.Version) = (Any(Sectors), Any(PlacesOf), acting.Version + 1);
                    await service.Deliver(new OrganisationChanged(acting.Id, acting.Version, "Sample", acting.Sector, "both", "large", [acting.Place], [], null, Guid.NewGuid(), DateTimeOffset.UtcNow));
                    break;
                case 8:
                    if (all.Where(o => o.Merged is null && o != acting).ToList() is { Count: > 0 } others)
                    {
                        var into = Any(others);
                        var merged = new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, acting.Id, into.Id, PledgeFixture.Today, "Sample", into.Sector, [into.Place], Guid.NewGuid(), DateTimeOffset.UtcNow);
                        await service.Deliver(merged, times: 2);
                        acting.Merged = (into, merged);
                    }
                    break;
                case 9:
                    if (all.Where(o => o.Merged is not null).ToList() is { Count: > 0 } gone)
                    {
                        var back = Any(gone);
                        var e = back.Merged!.Value.Event;
                        await service.Deliver(new SuccessionReversed(e.SuccessionId, 2, e.Kind, e.PredecessorId, e.SuccessorId, e.On, Guid.NewGuid(), DateTimeOffset.UtcNow));
                        back.Merged = null;
                    }
                    break;
            }
            if (step % StepsBetweenLooks == 0)
                foreach (var filter in Filters)
                    await Eventually.Passes(async () => Found(await service.Evaluation(charter, filter)).ShouldBe(Expected(all, filter), $"seed {seed}, {filter}; {string.Join("; ", log)}"), seconds: 90);
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
        var contracts = all.Where(Counts).SelectMany(o => o.Processes.Select(p => (By: o, Ocid: p.Key, p.Value.Order, p.Value.Value))).GroupBy(p => p.Ocid).Select(g => g.MinBy(p => p.Order)).Where(p => Fits(p.By)).ToList();
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
