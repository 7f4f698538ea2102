using Charter.Identity.Accounts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Mail;

/// <summary>The mails of a local installation, where they reach nobody and anybody may read them. Elsewhere there is nothing at these addresses.</summary>
internal static class ReadMail
{
    private const int Newest = 200;

    internal sealed record Line(Guid Id, string To, string Subject, DateTimeOffset WrittenAt);

    internal sealed record Whole(Guid Id, string To, string Subject, DateTimeOffset WrittenAt, string Text, string Html);

    internal sealed record Lines(IReadOnlyList<Line> Items);

    public static void Map(IEndpointRouteBuilder routes, IConfiguration configuration)
    {
        if (!SampleAccounts.BelongTo(configuration))
            return;
        routes.MapGet("/mail", List).AllowEveryone().WithSummary("List the mails of a local installation");
        routes.MapGet("/mail/{id:guid}", Show).AllowEveryone().WithSummary("Read a mail of a local installation");
    }

    private static async Task<Ok<Lines>> List(string? to, IdentityDb db, IConfiguration configuration, CancellationToken cancel)
    {
        var letters = await db.Letters.AsNoTracking().Where(l => to == null || l.Recipient == to).OrderByDescending(l => l.Id).Take(Newest).ToListAsync(cancel);
        return TypedResults.Ok(new Lines([.. letters.Select(l => new Line(l.Id, l.Recipient, Filled(l, configuration).Subject, l.CreatedAt))]));
    }

    private static async Task<Ok<Whole>> Show(Guid id, IdentityDb db, IConfiguration configuration, CancellationToken cancel)
    {
        var letter = await db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancel) ?? throw Refusal.NotFound("mail");
        var mail = Filled(letter, configuration);
        return TypedResults.Ok(new Whole(letter.Id, letter.Recipient, mail.Subject, letter.CreatedAt, mail.Text, mail.Html));
    }

    private static Rendered Filled(Letter letter, IConfiguration configuration) =>
        Template.Named(letter.Template).Fill(letter.Content, configuration["Charter:PublicAddress"]?.TrimEnd('/') ?? "");
}
