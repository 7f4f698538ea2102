using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Signatories.Charters;

/// <summary>A registrar brings in a charter as JSON or Markdown; it becomes version 1, a draft.</summary>
internal static class ImportCharter
{
    internal sealed record Answer(Guid Id, int Version, string ContentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/charters", Handle)
        .Allow(Roles.Registrar).TakesCharter().WithTags("Charters").WithSummary("Import a charter as a draft");

    private static async Task<Created<Answer>> Handle(HttpRequest request, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var content = await CharterUpload.Read(request, cancel);
        var charter = SocialValueCharter.Start(content, time.GetUtcNow());
        db.Charters.Add(charter);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/charters/{charter.Id}/versions/1", new Answer(charter.Id, 1, charter.Versions[0].ContentHash));
    }
}
