using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Pledges.Tests;

/// <summary>
/// Random sequences of entries, corrections, claims, joinings, settlements, mergers, reversals and days, asked of the service and of a model that knows no
/// shares: to it every outcome is ten thousand tokens, each of which is somebody's or nobody's. A sequence that fails is made shorter before it is shown.
/// </summary>
public sealed class No_total_counts_twice : IClassFixture<No_total_counts_twice.Ledger>
{
    private const int Sequences = 12;
    private const int Steps = 40;
    private const int Tokens = 10_000;
    private static readonly string[] Stages = ["core", "added"];
    private static readonly string[] Known = ["measured", "estimated", "guessed"];
    private static readonly string[] Units = ["gbp", "people"];
    private static readonly string?[] Where = ["E08000006", "E08000003", null];

    private readonly Ledger _service;

    public No_total_counts_twice(Ledger service) => _service = service;

    /// <summary>The service with a clock that the test moves.</summary>
    public sealed class Ledger() : ServiceFixture<Program>("pledge")
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("charter-evidence-");

        public TestClock Clock { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Evidence:Folder", _folder.FullName)];

        protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);

        /// <summary>Waits until everything is under the holder that it has now.</summary>
        public Task Moves() => IsEmpty("value_holder_mark");

        /// <summary>Waits until every change is in the sums.</summary>
        public Task AddsUp() => IsEmpty("value_sum_change");

        private Task IsEmpty(string table) => Eventually.Passes(async () =>
        {
            Clock.Advance(TimeSpan.Zero);
            (await Sql($"select count(*) from {table}")).ShouldBe(["0"]);
        });
    }

    /// <summary>One thing to do. Numbers choose among what is there at that moment, so a sequence stays one when a step is taken out of it.</summary>
    private sealed record Step(string Do, int Who, int What, int Other, int Amount, int Share)
    {
        public override string ToString() => $"{Do} who {Who} what {What} other {Other} amount {Amount} share {Share}";
    }

    private static List<Step> Sequence(int seed)
    {
        var random = new Random(seed);
        string[] kinds = ["record", "record", "record", "correct", "correct", "claim", "claim", "claim", "claim", "join", "settle", "settle", "merge", "reverse", "day"];
        return [.. Enumerable.Range(0, Steps).Select(i => new Step(i < 3 ? "record" : kinds[random.Next(kinds.Length)], random.Next(1000), random.Next(1000), random.Next(1000), random.Next(100_000), random.Next(0, 11)))];
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Sequences)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Whatever_happens_in_whatever_order(int seed)
    {
        var steps = Sequence(seed);
        if (await Wrong(steps) is not { } wrong)
            return;
        for (var shorter = true; shorter;)
        {
            shorter = false;
            for (var i = 0; i < steps.Count && !shorter; i++)
            {
                List<Step> without = [.. steps.Where((_, j) => j != i)];
                if (await Wrong(without) is { } still)
                    (steps, wrong, shorter) = (without, still, true);
            }
        }
        throw new InvalidOperationException($"Seed {seed}: {wrong}\n{string.Join('\n', steps)}");
    }

    /// <summary>What differs between service and model on this way; null when nothing does.</summary>
    private async Task<string?> Wrong(List<Step> steps)
    {
        var run = new Run(_service);
        await run.Begin();
        foreach (var step in steps)
            if (await run.Do(step) is { } refused)
                return $"{step}: {refused}";
            else if (step.Do == "day" && await run.Compare() is { } wrong)
                return wrong;
        if (await run.Compare() is { } different)
            return different;
        await _service.AddsUp();
        return await run.Compare() is { } after ? $"when all was added up, {after}" : null;
    }

    private sealed class Outcome
    {
        public Guid Id;
        public int By;
        public decimal Amount;
        public string Stage = "", Confidence = "", Unit = "";
        public string? Place;
        public bool IsJoined;
        /// <summary>Whose each token is, in the order in which they were asked for; those behind the first ten thousand count for nobody.</summary>
        public List<int> Queue = [];

        public int Share(int organisation) => Queue.Count(o => o == organisation);

        public void Ask(int organisation, int share)
        {
            while (Share(organisation) < share)
                Queue.Add(organisation);
            while (Share(organisation) > share)
                Queue.RemoveAt(Queue.LastIndexOf(organisation));
        }
    }

    private sealed record Line(int Organisation, string Unit, string Stage, string Confidence, string? Place, decimal Amount, decimal Disputed, Guid Outcome);

    private sealed class Run(Ledger service)
    {
        private readonly string _label = $"Outcome {Guid.NewGuid():n}";
        private readonly string[] _sectors = ["local-authority", "business", "voluntary", "faith", "business"];
        private readonly List<Organisation> _organisations = [];
        private readonly List<Outcome> _outcomes = [];
        private readonly Dictionary<int, (int Into, OrganisationSucceeded Event)> _merged = [];
        private readonly Dictionary<DateOnly, List<Line>> _past = [];
        private readonly Person _registrar = Person.With(Roles.Registrar);

        private DateOnly Today => service.Clock.Today();

        public async Task Begin()
        {
            var charter = Guid.NewGuid();
            await service.Deliver(PledgeFixture.Published(charter) with { Outcomes = [_label] });
            foreach (var sector in _sectors)
            {
                var id = Guid.NewGuid();
                await service.Deliver(PledgeFixture.Signed(charter, id) with { Sector = sector });
                _organisations.Add(new(id, charter, Person.With().Of(id, Roles.Editor)));
            }
        }

        private int HolderOf(int organisation)
        {
            while (_merged.TryGetValue(organisation, out var into))
                organisation = into.Into;
            return organisation;
        }

        /// <summary>Somebody who may act for the organisation: of its own, or of the one in its place.</summary>
        private Person PersonOf(int organisation)
        {
            var holder = HolderOf(organisation);
            return holder == organisation ? _organisations[organisation].Editor : _organisations[holder].Editor.InPlaceOf(_organisations[organisation].Id, _organisations[holder].Id);
        }

        /// <summary>Null when it was done, or cannot be now; else what the service said.</summary>
        public async Task<string?> Do(Step step)
        {
            var who = step.Who % _organisations.Count;
            var standing = _outcomes.FindAll(o => !o.IsJoined);
            var what = standing.Count == 0 ? null : standing[step.What % standing.Count];
            switch (step.Do)
            {
                case "record" when HolderOf(who) == who:
                    var share = step.Share == 0 ? 10 : step.Share;
                    var made = new Outcome { By = who, Amount = step.Amount / 100m + 0.0001m, Stage = Stages[step.What % 2], Confidence = Known[step.Other % 3], Unit = Units[step.Other % 2], Place = Where[step.What % 3] };
                    var (answer, refused) = await Post(PersonOf(who), $"/api/organisations/{_organisations[who].Id}/value", Figure(made).With("share", share / 10m));
                    if (refused is not null)
                        return refused;
                    made.Id = answer.Id();
                    made.Ask(who, share * (Tokens / 10));
                    _outcomes.Add(made);
                    return null;
                case "correct" when what is not null:
                    (what.Amount, what.Stage, what.Confidence, what.Place) = (step.Share == 0 ? 0 : step.Amount / 50m, Stages[step.Other % 2], Known[step.Who % 3], Where[step.Other % 3]);
                    return (await Post(PersonOf(what.By), $"/api/value/{what.Id}/corrections", Figure(what).With("reason", "Counted anew."))).Refused;
                case "claim" when what is { Amount: > 0 }:
                    var (asked, has) = (step.Share * (Tokens / 10), what.Share(who));
                    if (asked == has || (has == 0 && HolderOf(who) != who))
                        return null;
                    what.Ask(who, asked);
                    return (await Post(PersonOf(who), $"/api/value/{what.Id}/claims", new { organisationId = _organisations[who].Id, share = asked / (decimal)Tokens, reason = "So." })).Refused;
                case "join" when what is { Amount: > 0 } && standing.Find(o => o != what && o.Amount > 0 && o.Unit == what.Unit && o.Stage == what.Stage) is { } same:
                    foreach (var organisation in what.Queue.Distinct().ToList())   // first come, first served, as they stand there
                        if (what.Share(organisation) > same.Share(organisation))
                            same.Ask(organisation, what.Share(organisation));
                    what.IsJoined = true;
                    return (await Post(PersonOf(what.By), $"/api/value/{what.Id}/joining", new { sameAs = same.Id, reason = "The same." })).Refused;
                case "settle" when standing.FindAll(o => o.Amount > 0 && o.Queue.Count > Tokens) is { Count: > 0 } disputed:
                    var settled = disputed[step.What % disputed.Count];
                    int[] parties = [.. settled.Queue.Distinct().Order()];
                    var each = parties.Select((p, i) => (Party: p, Share: i == 0 ? step.Share * 300 : Tokens / 2 / parties.Length)).ToArray();
                    foreach (var (party, of) in each)
                        settled.Ask(party, of);
                    return (await Post(_registrar, $"/api/value/{settled.Id}/settlement", new { shares = each.Select(e => new { organisationId = _organisations[e.Party].Id, share = e.Share / (decimal)Tokens }), reason = "Decided." })).Refused;
                case "merge" when HolderOf(who) == who && HolderOf(step.Other % _organisations.Count) is var into && into != who:
                    var succession = new OrganisationSucceeded(Guid.CreateVersion7(service.Clock.GetUtcNow()), 1, SuccessionKinds.Merge, _organisations[who].Id, _organisations[into].Id, Today, "", "business", [], Guid.NewGuid(), service.Clock.GetUtcNow());
                    _merged[who] = (into, succession);
                    await service.Deliver(succession);
                    await service.Moves();
                    return null;
                case "reverse" when _merged.Count > 0:
                    var back = _merged.Keys.Order().ElementAt(step.Who % _merged.Count);
                    _merged.Remove(back, out var over);
                    await service.Deliver(new SuccessionReversed(over.Event.SuccessionId, 2, over.Event.Kind, over.Event.PredecessorId, over.Event.SuccessorId, over.Event.On, Guid.NewGuid(), service.Clock.GetUtcNow()));
                    await service.Moves();
                    return null;
                case "day":
                    _past[Today] = Lines();
                    service.Clock.Advance(TimeSpan.FromDays(1));
                    return null;
                default:
                    return null;
            }
        }

        private System.Text.Json.Nodes.JsonObject Figure(Outcome o) => ValueLedger.Figure(o.Amount, o.Stage, o.Confidence, o.Unit, _label, o.Place);

        private async Task<(JsonElement Answer, string? Refused)> Post(Person by, string path, object body)
        {
            using var answer = await service.As(by).Posts(path, body);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? (JsonSerializer.Deserialize<JsonElement>(text), null) : (default, $"{(int)answer.StatusCode} {text}");
        }

        private List<Line> Lines() =>
        [
            .. _outcomes.Where(o => !o.IsJoined && o.Amount > 0).SelectMany(o => o.Queue.Distinct().Select(who => new Line(who, o.Unit, o.Stage, o.Confidence, o.Place,
                o.Amount * o.Queue.Take(Tokens).Count(t => t == who) / Tokens, o.Amount * o.Queue.Skip(Tokens).Count(t => t == who) / Tokens, o.Id))),
        ];

        public async Task<string?> Compare()
        {
            foreach (var (day, lines) in _past.Append(new(Today, Lines())))
            {
                var asked = $"/api/value/totals/export?format=json&outcome={_label}&asAt={day:yyyy-MM-dd}&by=";
                foreach (var (by, key) in new (string, Func<Line, string>)[]
                {
                    ("organisation", l => _organisations[HolderOf(l.Organisation)].Id.ToString()), ("sector", l => _sectors[HolderOf(l.Organisation)]), ("place", l => l.Place ?? ""), ("outcome", _ => _label),
                })
                {
                    var said = Written(PledgeFixture.Items(await service.Anonymous().GetAsync(asked + by).Answers_with(HttpStatusCode.OK)).Select(i =>
                        (i.Text("value")!, i.Text("unit")!, i.Text("stage")!, i.Text("confidence")!, i.GetProperty("amount").GetDecimal(), i.GetProperty("inDispute").GetDecimal(), i.GetProperty("records").GetInt32())));
                    var right = Written(lines.GroupBy(l => (Key: key(l), l.Unit, l.Stage, l.Confidence)).Select(g =>
                        (g.Key.Key, g.Key.Unit, g.Key.Stage, g.Key.Confidence, g.Sum(l => l.Amount), g.Sum(l => l.Disputed), g.Select(l => l.Outcome).Distinct().Count())));
                    if (said != right)
                        return $"by {by} on {day}, the service says\n{said}and the model\n{right}";
                }
                var one = _organisations[HolderOf(0)].Id;
                var own = await service.Anonymous().GetAsync($"/api/value/totals?outcome={_label}&asAt={day:yyyy-MM-dd}&organisationId={one}").Answers_with(HttpStatusCode.OK);
                var held = lines.Where(l => HolderOf(l.Organisation) == HolderOf(0)).ToList();
                foreach (var total in own.GetProperty("totals").EnumerateArray())
                    foreach (var stage in total.GetProperty("stages").EnumerateArray())
                        foreach (var confidence in Known)
                            if (stage.GetProperty(confidence).GetProperty("amount").GetDecimal() is var amount && amount != held.Where(l => l.Unit == total.Text("unit") && l.Stage == stage.Text("stage") && l.Confidence == confidence).Sum(l => l.Amount))
                                return $"of one organisation on {day}: {amount}";
            }
            return null;
        }

        private static string Written(IEnumerable<(string Key, string Unit, string Stage, string Confidence, decimal Amount, decimal Disputed, int Records)> rows) =>
            string.Concat(rows.Select(r => $"{r.Key} {r.Unit} {r.Stage} {r.Confidence} {r.Amount:0.########} {r.Disputed:0.########} {r.Records}\n").Order(StringComparer.Ordinal));
    }
}
