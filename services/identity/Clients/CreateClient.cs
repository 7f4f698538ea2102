using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>A signatory lets a program use the API for the organisation.</summary>
internal static class CreateClient
{
    /// <param name="Name">By which the organisation tells its programs apart.</param>
    /// <param name="Scopes">read, pledges, practices; with any of them a program may read.</param>
    /// <param name="ExpiresOn">The last day on which it may be used, at most a year away.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Give the client a name."), AtMost(80)] string Name,
        [Entries(1, 3, What = "scope"), KnownScopes] IReadOnlyList<string> Scopes,
        DateOnly ExpiresOn);

    /// <param name="ClientSecret">Shown this once, and null when the same request is repeated.</param>
    internal sealed record Created(Guid ClientId, string? ClientSecret, ApiClientView Client) : IShowsSecret
    {
        public object Without() => this with { ClientSecret = null };
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class KnownScopesAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
            value is IEnumerable<string> scopes && scopes.Except(ServiceDefaults.Scopes.All).Any()
                ? new($"Choose from: {string.Join(", ", ServiceDefaults.Scopes.All)}.")
                : ValidationResult.Success;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/clients", Handle)
        .Allow(Roles.Signatory).Refuses(409, "too-many-clients", "organisation-succeeded").WithTags("API clients").WithSummary("Create an API client")
        .WithDescription("The secret is shown this once. A client gets its tokens at POST /identity/token (RFC 6749, section 4.4).");

    private static async Task<Created<Created>> Handle(Guid organisationId, Request request, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        if (await db.HolderOf(organisationId, cancel) != organisationId)
            throw IdentityErrors.OrganisationSucceeded();
        var now = time.GetUtcNow();
        var (client, secret) = ApiClient.Create(organisationId, request.Name, request.Scopes, request.ExpiresOn, caller.Subject, now);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        // Two requests at the same moment would both find room for one more.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext({"api-clients " + organisationId}))", cancel);
        var today = now.LocalDay();
        if (await db.ApiClients.CountAsync(c => c.OrganisationId == organisationId && c.RevokedAt == null && c.ExpiresOn >= today, cancel) >= ApiClient.Most)
            throw IdentityErrors.TooManyClients();
        db.Add(client);
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return TypedResults.Created($"/api/organisations/{organisationId}/clients/{client.Id}", new Created(client.Id, secret, ApiClientView.Of(client, now)));
    }
}
