using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Everything that ever happened to an organisation on the register, newest first.</summary>
internal static class ReadHistory
{
    /// <param name="Kind">signed, re-signed, lapsed, withdrawn, mark-awarded and the like; there may be more in time.</param>
    /// <param name="Facts">What is particular to the kind: the text that the log hashes, as JSON.</param>
    internal sealed record Item(Guid Id, string Kind, DateOnly On, DateTimeOffset At, Guid SubjectId, JsonElement Facts);

    private readonly record struct Key(DateTimeOffset At, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/{organisationId}/history", Handle)
        .AllowEveryone().AnswersConditionally().Refuses(404, "not-on-register").WithTags("Register").WithSummary("Read what happened to an organisation on the register");

    private static async Task<Ok<Page<Item>>> Handle(Guid organisationId, string? after, int? size, HttpContext http, SignatoryDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.History.AsNoTracking().Where(h => h.OrganisationId == organisationId);
        if (Paging.After<Key>(after) is { } last)
        {
            var at = last.At.ToUniversalTime();
            list = list.Where(h => EF.Functions.LessThan(ValueTuple.Create(h.OccurredAt, h.Id), ValueTuple.Create(at, last.Id)));
        }
        var read = await list.OrderByDescending(h => h.OccurredAt).ThenByDescending(h => h.Id).Take(take + 1).ToListAsync(cancel);
        if (read.Count == 0 && !await db.Register.AnyAsync(e => e.OrganisationId == organisationId, cancel))
            throw SignatoryErrors.NotOnRegister();
        var page = Paging.Page(read, take, h => new Key(h.OccurredAt, h.Id));
        OpenData.NextPage(http, page.Next);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(h => new Item(h.Id, h.Kind, h.OccurredOn, h.OccurredAt, h.SubjectId, JsonSerializer.Deserialize<JsonElement>(h.Facts)))], page.Next));
    }
}
