using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Measures;

/// <summary>The eight evaluation measures of a charter, each with where it comes from and how it is worked out.</summary>
internal static class ReadEvaluation
{
    private const string Of = "place: code of a county or district; signatories that serve it. sector: signatories of it. Either, both or neither.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/evaluation/{charterId}", Handle).AllowEveryone().Produces(StatusCodes.Status304NotModified).Refuses(404, "not-found").Produces<Evaluation>()
            .WithTags("Evaluation").WithSummary("Read the evaluation measures of a charter").WithDescription(Of);
        routes.MapGet("/evaluation/{charterId}/measures/{measure}", One).AllowEveryone().AnswersConditionally().Refuses(404, "not-found").Produces<Evaluation>()
            .WithTags("Evaluation").WithSummary("Read one evaluation measure of a charter").WithDescription(Of);
    }

    private static async Task<IResult> Handle(Guid charterId, string? place, string? sector, HttpContext http, EvaluationAnswers answers, PledgeDb db, CancellationToken cancel) =>
        OpenFigures.Json(http, (await answers.For(charterId, EvaluationFilter.Of(place, sector), db, cancel)).Body);

    private static async Task<Ok<Evaluation>> One(Guid charterId, string measure, string? place, string? sector, EvaluationAnswers answers, PledgeDb db, CancellationToken cancel)
    {
        var all = (await answers.For(charterId, EvaluationFilter.Of(place, sector), db, cancel)).Evaluation;
        return TypedResults.Ok(all with { Measures = [all.Measures.SingleOrDefault(m => m.Code == measure) ?? throw PledgeErrors.NoMeasure()] });
    }
}
