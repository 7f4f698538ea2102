using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Commissioning;

/// <summary>An editor of the commissioner records a question that the tender asks, classified, with the five tests of what it measures.</summary>
internal static class AskQuestion
{
    public const int Most = 100;

    /// <param name="Test">feasible, fair, relevant, legal or enforceable.</param>
    /// <param name="Verdict">yes, no or unsure.</param>
    /// <param name="Note">Why; needed unless the verdict is yes.</param>
    internal sealed record TestAnswer(
        [Required(ErrorMessage = "Name the test: feasible, fair, relevant, legal, enforceable."), OneOf("a test", typeof(FeasibilityTests))] string Test,
        [Required(ErrorMessage = "Choose a verdict: yes, no, unsure."), OneOf("a verdict", typeof(Verdicts))] string Verdict,
        [AtMost(300)] string? Note = null);

    /// <param name="Text">Word for word, as it stands in the tender.</param>
    /// <param name="Kind">promise (what will you do, with figures), method (how would you go about it), record (what have you done before) or condition (what everybody has to meet).</param>
    /// <param name="Measure">What an answer is measured by.</param>
    /// <param name="Tests">Each of the five, once.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Give the question, word for word."), AtMost(2_000)] string Text,
        [Required(ErrorMessage = "Choose a sort of question: promise, method, record, condition."), OneOf("a sort of question", typeof(QuestionKinds))] string Kind,
        [Required(ErrorMessage = "Choose a pillar: social, environmental, economic."), OneOf("a pillar", typeof(Pillars))] string Pillar,
        DateOnly AskedOn,
        [Required(ErrorMessage = "Say for each of the five tests how the measure did: feasible, fair, relevant, legal, enforceable.")] IReadOnlyList<TestAnswer> Tests,
        [AtMost(300)] string? Measure = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (Tests is null || Tests.Any(t => t is null))
                yield break;
            if (FeasibilityTests.All.Any(test => Tests.Count(t => t.Test == test) != 1))
                yield return new($"Say for each of the five tests, once, how the measure did: {string.Join(", ", FeasibilityTests.All)}.", ["tests"]);
            foreach (var (test, i) in Tests.Select((test, i) => (test, i)))
                if (test.Verdict != Verdicts.Yes && string.IsNullOrWhiteSpace(test.Note))
                    yield return new("Say why, so that it can be settled.", [$"tests[{i}].note"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/commissioning/{contractId}/questions", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "stage-of-the-buyer", "contract-is-full", "changed-meanwhile").WithTags("Commissioning").WithSummary("Record a question");

    private static async Task<Created<ContractView>> Handle(Guid contractId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var contract = await db.ContractToChange(contractId, caller, cancel);
        var now = time.GetUtcNow();
        if (request.AskedOn > now.LocalDay())
            throw InvalidRequest.For("askedOn", "This must be today or earlier.");
        db.CommissionedQuestions.Add(contract.Ask(request, caller.Subject, now));
        db.Publish(new CommissioningRecorded(contract.Facts(), caller.Subject, now));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/commissioning/{contract.Id}", await ContractView.Of(contract, db, cancel));
    }
}
