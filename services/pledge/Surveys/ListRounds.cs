using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>Surveys, newest first; one of them; and what there is to ask.</summary>
internal static class ListRounds
{
    internal sealed record Item(Guid Id, Guid CharterId, string CharterTitle, string Instrument, string Title, string Wave, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? ClosedOn, string State);

    internal sealed record Shipped(IReadOnlyList<Instrument> Items, int SmallestGroup);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/surveys", List).AllowEveryone().WithTags("Surveys").WithSummary("List surveys").WithDescription("charterId, instrument: only of these.");
        routes.MapGet("/surveys/{surveyId}", Read).AllowEveryone().Refuses(404, "not-found").WithTags("Surveys").WithSummary("Read a survey");
        routes.MapGet("/surveys/instruments", (SmallNumbers small) => TypedResults.Ok(new Shipped([.. Instruments.Latest], small.Least))).AllowEveryone().WithTags("Surveys").WithSummary("What surveys ask");
    }

    private static async Task<Ok<Page<Item>>> List(Guid? charterId, string? instrument, string? after, int? size, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var (take, today) = (Paging.Size(size), time.Today());
        if (!string.IsNullOrEmpty(instrument) && !Instruments.All.Contains(instrument))
            throw InvalidRequest.For("instrument", $"Choose a survey: {string.Join(", ", Instruments.All)}.");
        var list = db.SurveyRounds.AsNoTracking();
        if (charterId is { } charter)
            list = list.Where(r => r.CharterId == charter);
        if (!string.IsNullOrEmpty(instrument))
            list = list.Where(r => r.Instrument == instrument);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(r => r.Id < last);
        var read = await list.OrderByDescending(r => r.Id).Take(take + 1)
            .Select(r => new { Round = r, Title = db.Charters.Where(c => c.CharterId == r.CharterId).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefault() }).ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page([.. read.Select(x => x.Round is var r
            ? new Item(r.Id, r.CharterId, x.Title ?? "", r.Instrument, r.Asked().Title, r.Wave, r.OpensOn, r.ClosesOn, r.ClosedOn, r.StateOn(today)) : null!)], take, i => i.Id));
    }

    private static async Task<Ok<RoundView>> Read(Guid surveyId, Caller? caller, PledgeDb db, SmallNumbers small, TimeProvider time, CancellationToken cancel) =>
        TypedResults.Ok(await RoundView.Of(await db.RoundFor(surveyId, cancel), caller, db, small, time.Today(), cancel));

    public static async Task<SurveyRound> RoundFor(this PledgeDb db, Guid id, CancellationToken cancel) =>
        await db.SurveyRounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel) ?? throw SurveyErrors.NoRound();
}
