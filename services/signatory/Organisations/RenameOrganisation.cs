using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Organisations;

/// <summary>A registrar enters the new name of an organisation that remains the same body. One that became another body has a successor instead.</summary>
internal static class RenameOrganisation
{
    /// <param name="KeepsFormerName">As an alias, so that people still find it.</param>
    internal sealed record Request([Required(ErrorMessage = "Enter the new name of the organisation."), AtMost(200)] string Name, bool KeepsFormerName = true);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/name", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "organisation-not-confirmed").WithTags("Organisations").WithSummary("Rename an organisation");

    private static async Task<Ok<OrganisationView>> Handle(Guid organisationId, Request request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await db.Lock([organisationId], cancel);
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, cancel) ?? throw SignatoryErrors.NoOrganisation();
        if (!organisation.IsConfirmed)
            throw SignatoryErrors.NotConfirmed();
        var (former, now) = (organisation.Name, time.GetUtcNow());
        if (organisation.Rename(request.Name, request.KeepsFormerName, caller.Subject, now))
        {
            if (await db.Register.FindAsync([organisationId], cancel) is { } entry)
            {
                entry.Describe(organisation);
                db.Record(HistoryEntry.Renaming(organisation, now));
            }
            db.Publish(organisation.Alteration(former));
            await db.SaveChangesAsync(cancel);
        }
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Ok(await OrganisationView.Of(organisation, db, cancel));
    }
}
