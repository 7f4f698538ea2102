using Charter.Contracts;
using Charter.Pledges.Commissioning;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>The questions that commissioners asked in tenders, for others to learn from: the latest first. Who asked is not said, so that nobody is ranked by them.</summary>
internal static class ListQuestions
{
    /// <param name="Tests">Test → how the measure behind the question did in it.</param>
    internal sealed record Item(Guid Id, string Text, string Kind, string Pillar, string? Measure, DateOnly AskedOn, string? Sector, Dictionary<string, string> Tests);

    private readonly record struct Key(DateOnly On, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evaluation/{charterId}/questions", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Evaluation").WithSummary("List the questions that commissioners asked")
        .WithDescription($"kind: {string.Join(", ", QuestionKinds.All)}. pillar: {string.Join(", ", Pillars.All)}. test: {string.Join(", ", FeasibilityTests.All)}, passed; all, passed in each. place, sector: of the commissioner.");

    private static async Task<Ok<Page<Item>>> Handle(Guid charterId, string? kind, string? pillar, string? test, string? place, string? sector, string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var filter = EvaluationFilter.Of(place, sector);
        Check("kind", kind, QuestionKinds.All);
        Check("pillar", pillar, Pillars.All);
        Check("test", test, [.. FeasibilityTests.All, "all"]);
        if (!await db.Charters.AnyAsync(c => c.CharterId == charterId, cancel))
            throw PledgeErrors.NoCharter();
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after));
        string[] tests = test == "all" ? [.. FeasibilityTests.All] : string.IsNullOrEmpty(test) ? [] : [test];
        var passed = $"[{string.Join(',', tests.Select(t => $$"""{"Test":"{{t}}","Verdict":"{{Verdicts.Yes}}"}"""))}]";
        var questions = tests.Length == 0 ? db.CommissionedQuestions : db.CommissionedQuestions.FromSql($"select * from commissioned_question where tests @> {passed}::jsonb");
        var list = from q in questions.AsNoTracking()
                   join c in db.Set<CarriedOver>() on q.OrganisationId equals c.OrganisationId into cs
                   from c in cs.DefaultIfEmpty()
                   join m in db.Set<MeasureMember>() on c == null ? q.OrganisationId : c.HolderId equals m.OrganisationId
                   where m.CharterId == charterId && m.IsInForce
                   select new { Question = q, m.Sector, m.Places };
        if (!string.IsNullOrEmpty(kind))
            list = list.Where(x => x.Question.Kind == kind);
        if (!string.IsNullOrEmpty(pillar))
            list = list.Where(x => x.Question.Pillar == pillar);
        if (filter.Sector.Length > 0)
            list = list.Where(x => x.Sector == filter.Sector);
        if (filter.Place.Length > 0)
            list = list.Where(x => x.Places.Contains(filter.Place));
        if (last is { } key)
            list = list.Where(x => x.Question.AskedOn < key.On || (x.Question.AskedOn == key.On && x.Question.Id < key.Id));
        var read = await list.OrderByDescending(x => x.Question.AskedOn).ThenByDescending(x => x.Question.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, x => new Key(x.Question.AskedOn, x.Question.Id));
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(x => new Item(x.Question.Id, x.Question.Text, x.Question.Kind, x.Question.Pillar, x.Question.Measure, x.Question.AskedOn, x.Sector.Length > 0 ? x.Sector : null,
            x.Question.Tests.ToDictionary(t => t.Test, t => t.Verdict)))], page.Next));

        static void Check(string field, string? word, IReadOnlyList<string> words)
        {
            if (!string.IsNullOrEmpty(word) && !words.Contains(word))
                throw InvalidRequest.For(field, $"Choose a {field}: {string.Join(", ", words)}.");
        }
    }
}
