using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Charter.Pledges.Organisations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Surveys;

/// <summary>
/// Somebody of an organisation that signed takes a link to a survey, once; an editor takes more to hand out. That they did is recorded. Which links
/// they were is not, so that nobody can say later whose answer came through which.
/// </summary>
internal static class TakeLinks
{
    private const int MostAtOnce = 100, MostOfOrganisation = 500;

    /// <param name="Others">How many to hand out to colleagues, suppliers or staff; without it, the caller's own.</param>
    internal sealed record Request(Guid OrganisationId, int? Others = null);

    /// <param name="Links">Secrets, shown this once.</param>
    internal sealed record Answer(IReadOnlyList<string> Links, DateOnly ClosesOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/surveys/{surveyId}/links", Handle).InOneTransaction().ShownOnce()
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion).Refuses(404, "not-found")
        .Refuses(409, "survey-link-taken", "survey-too-many-links", "survey-closed", "survey-not-open", "charter-not-signed", "organisation-succeeded")
        .WithTags("Surveys").WithSummary("Take links to a survey").WithDescription("Each is good for one answer. Nobody can learn from the service which link was used.");

    private static async Task<Ok<Answer>> Handle(Guid surveyId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        if (request.Others is not null)
            caller.MustBe(Roles.Editor, request.OrganisationId);
        else if (caller.IsProgram || !Roles.OfOrganisation.Any(r => caller.Has(r, request.OrganisationId)))
            throw Refusal.Forbidden("Only people of this organisation take links for themselves, acting for it.");
        if (request.Others is < 1 or > MostAtOnce)
            throw InvalidRequest.For("others", $"This must be a whole number from 1 to {MostAtOnce}.");
        // Whoever closes or removes the survey waits.
        var round = (await db.SurveyRounds.FromSql($"select *, xmin from survey_round where id = {surveyId} for share").AsNoTracking().ToListAsync(cancel)).SingleOrDefault() ?? throw SurveyErrors.NoRound();
        round.MustBeOpen(time.Today());
        var held = await db.HeldBy(request.OrganisationId, cancel);
        if (held is [])
            throw PledgeErrors.OrganisationSucceeded();
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == request.OrganisationId, cancel);
        if (organisation is null || !await Coverage.IsSignatory(db, round.CharterId, held, cancel))
            throw PledgeErrors.CharterNotSigned();
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"survey links {round.Id} {organisation.OrganisationId}"}, 0))", cancel);
        if (request.Others is null && await db.SurveyDraws.AnyAsync(d => d.RoundId == round.Id && d.AccountId == caller.Subject && !d.ForOthers, cancel))
            throw SurveyErrors.LinkTaken();
        var taken = await db.SurveyDraws.Where(d => d.RoundId == round.Id && d.OrganisationId == organisation.OrganisationId).SumAsync(d => d.Links, cancel);
        var wanted = request.Others ?? 1;
        if (taken + wanted > MostOfOrganisation)
            throw SurveyErrors.TooManyLinks(MostOfOrganisation, MostOfOrganisation - taken);
        db.SurveyDraws.Add(new() { RoundId = round.Id, OrganisationId = organisation.OrganisationId, AccountId = caller.Subject, DrawnOn = time.Today(), Links = wanted, ForOthers = request.Others is not null });
        string[] secrets = [.. Enumerable.Range(0, wanted).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))];
        db.SurveyLinks.AddRange(secrets.Select(s => LinkOf(s, round, organisation)));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Answer(secrets, round.ClosesOn));
    }

    private static SurveyLink LinkOf(string secret, SurveyRound round, OrganisationCopy of) => round.Asked().IsAboutMoney
        ? new() { Hash = HashOf(secret), RoundId = round.Id, Sector = "", Kind = "", Place = "", OrganisationId = of.OrganisationId }
        : new() { Hash = HashOf(secret), RoundId = round.Id, Sector = of.Sector, Kind = of.Kind, Place = of.Places switch { [] => "", [var one] => one, _ => SurveyLink.SeveralPlaces } };

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
