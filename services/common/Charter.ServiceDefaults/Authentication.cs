using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Charter.ServiceDefaults;

/// <summary>The roles of the system. The first group is partnership-wide; the second is held for one organisation at a time.</summary>
public static class Roles
{
    /// <summary>The partnership's own staff.</summary>
    public const string Registrar = "registrar";
    /// <summary>Checks eligibility and completeness of applications.</summary>
    public const string CaseOfficer = "case-officer";
    /// <summary>Scores applications.</summary>
    public const string Assessor = "assessor";
    /// <summary>Settles differences between assessors.</summary>
    public const string Moderator = "moderator";
    /// <summary>Sits on the accreditation panel.</summary>
    public const string PanelMember = "panel-member";
    /// <summary>Decides with the panel.</summary>
    public const string PanelChair = "panel-chair";
    /// <summary>Hears appeals.</summary>
    public const string AppealsMember = "appeals-member";
    /// <summary>Verifies evidence of organisations to which they do not belong.</summary>
    public const string EvidenceReviewer = "evidence-reviewer";

    /// <summary>May bind the organisation: signs, appoints champions, applies.</summary>
    public const string Signatory = "signatory";
    /// <summary>Makes pledges and attaches evidence for the organisation.</summary>
    public const string Editor = "editor";
    /// <summary>Shares practice for the organisation.</summary>
    public const string Champion = "champion";

    /// <summary>Anybody with an account.</summary>
    public const string SignedIn = "signed-in";
    /// <summary>Anybody at all.</summary>
    public const string Everyone = "everyone";

    /// <summary>Roles given by the partnership.</summary>
    public static IReadOnlyList<string> PartnershipWide { get; } =
        [Registrar, CaseOfficer, Assessor, Moderator, PanelMember, PanelChair, AppealsMember, EvidenceReviewer];

    /// <summary>Roles held for an organisation.</summary>
    public static IReadOnlyList<string> OfOrganisation { get; } = [Signatory, Editor, Champion];
}

/// <summary>The person behind a request, as stated by the token. Bind it as a handler's parameter.</summary>
/// <param name="Subject">Account id; the only part that may go into events and logs.</param>
/// <param name="Name">Name of the person.</param>
/// <param name="Email">Confirmed e-mail address of the account.</param>
/// <param name="PartnershipRoles">Roles that hold everywhere.</param>
/// <param name="Memberships">Organisation and role in it, all that are held; several of both are possible.</param>
public sealed record Caller(Guid Subject, string Name, string Email, IReadOnlySet<string> PartnershipRoles, IReadOnlyList<(Guid Organisation, string Role)> Memberships)
{
    /// <summary>What a program of an organisation was let do, of <see cref="ServiceDefaults.Scopes"/>; null for a person. A program has no e-mail address.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>A program of an organisation, not a person.</summary>
    public bool IsProgram => Scopes is not null;

    /// <summary>
    /// The organisation the caller acts for; null while somebody with several has not chosen. Roles of other organisations do not count then.
    /// Offices of the partnership do not depend on it, and conflicts of interest are judged on all memberships.
    /// </summary>
    public Guid? ActingFor { get; init; }

    /// <summary>Holds an office of the partnership that counts only once a second factor was shown; until then its roles are not stated.</summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>Organisations whose place one of the caller's own has taken, each with the one that has: the caller holds the same roles there, and acts for the latter.</summary>
    public IReadOnlyDictionary<Guid, Guid> CarriedOver { get; init; } = FrozenDictionary<Guid, Guid>.Empty;

    /// <summary>Every organisation to which the caller belongs, also those whose place one of them has taken.</summary>
    public IEnumerable<Guid> Organisations => Memberships.Select(m => m.Organisation).Distinct().Concat(CarriedOver.Keys);

    /// <summary>Holds the role, partnership-wide or for the organisation acted for (for any, if none is chosen).</summary>
    public bool Has(string role) => PartnershipRoles.Contains(role) || Memberships.Any(m => m.Role == role && MayActFor(m.Organisation));

    /// <summary>Holds the role for this organisation, and acts for no other.</summary>
    public bool Has(string role, Guid organisation) => MayActFor(NowOf(organisation)) && Memberships.Contains((NowOf(organisation), role));

    /// <summary>Holds any role for this organisation, whichever they act for at the moment.</summary>
    public bool BelongsTo(Guid organisation) => NowOf(organisation) is var now && Memberships.Any(m => m.Organisation == now);

    /// <summary>Refuses (403) unless the caller holds the role for this organisation and acts for no other.</summary>
    public void MustBe(string role, Guid organisation)
    {
        if (!Has(role, organisation))
            throw Refusal.Forbidden(Memberships.Contains((NowOf(organisation), role))
                ? "You are acting for another organisation at the moment. Choose this one on your account page and try again."
                : $"Only a person with the role {role} of this organisation may do this.");
    }

    private bool MayActFor(Guid organisation) => ActingFor is null || ActingFor == organisation;

    private Guid NowOf(Guid organisation) => CarriedOver.GetValueOrDefault(organisation, organisation);

    /// <summary>Claim with the id of an organisation and, after a colon, of the caller's own that has taken its place.</summary>
    public const string CarriedOverClaim = "carried_over";

    /// <summary>Claim with the id of the organisation acted for.</summary>
    public const string ActingForClaim = "acting_for";

    /// <summary>Claim with its name, so that every page can show it.</summary>
    public const string ActingForNameClaim = "acting_for_name";

    /// <summary>The caller of a request that is authenticated, else null.</summary>
    public static Caller? From(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirstValue("sub"), out var subject)
            ? new(subject, user.FindFirstValue("name") ?? "", user.FindFirstValue("email") ?? "",
                user.FindAll("role").Select(c => c.Value).ToHashSet(),
                [.. user.FindAll("member").Select(c => c.Value.Split(':', 2)).Where(p => p.Length == 2 && Guid.TryParse(p[0], out _)).Select(p => (Guid.Parse(p[0]), p[1]))])
            {
                Scopes = user.HasClaim(c => c.Type == "client_id") ? (user.FindFirstValue("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet() : null,
                ActingFor = Guid.TryParse(user.FindFirstValue(ActingForClaim), out var organisation) ? organisation : null,
                NeedsSecondFactor = user.HasClaim("second_factor", "needed"),
                CarriedOver = user.FindAll(CarriedOverClaim).Select(c => c.Value.Split(':', 2)).Where(p => p.Length == 2).ToDictionary(p => Guid.Parse(p[0]), p => Guid.Parse(p[1])),
            }
            : null;

    /// <summary>Binds the parameter; a handler for everyone takes <c>Caller?</c>.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext http) => ValueTask.FromResult(From(http.User));
}

/// <summary>Who may call an endpoint: the one source of <c>docs/permissions.md</c>, of the API documents and of the check itself.</summary>
public sealed record Permission(IReadOnlyList<string> Roles);

/// <summary>Token validation and the closed-by-default policy.</summary>
public static class Authentication
{
    /// <summary>Issuer of every token in the system.</summary>
    public const string Issuer = "charter-identity";
    /// <summary>Audience of the two-minute tokens between gateway and services.</summary>
    public const string Audience = "charter-services";
    /// <summary>Header of an answer by which a host tells the gateway that the caller's token is no longer true; it goes no further.</summary>
    public const string TokenHeader = "Charter-Token";
    /// <summary>Its only value.</summary>
    public const string StaleToken = "stale";

    internal static void AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
        {
            o.TokenHandlers.Clear();
            o.TokenHandlers.Add(new KnownTokens { MapInboundClaims = false });
            o.BackchannelTimeout = TimeSpan.FromSeconds(2);
            o.RefreshInterval = TimeSpan.FromSeconds(5);   // least time between two questions for keys
            o.RequireHttpsMetadata = false;   // the address is inside the installation's own network
            o.MetadataAddress = $"{builder.Configuration["Services:Identity"]?.TrimEnd('/')}/identity/.well-known/openid-configuration";
            o.TokenValidationParameters = new()
            {
                ValidIssuer = Issuer,
                ValidAudience = Audience,
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ClockSkew = TimeSpan.FromSeconds(10),
                NameClaimType = "name",
                RoleClaimType = "role",
            };
            o.Events = new()
            {
                OnAuthenticationFailed = failed => LackedKeys(failed)
                    ? throw new Refusal(503, "temporarily-unavailable", "Sign-in cannot be checked at the moment. Try again shortly.")
                    : Task.CompletedTask,
            };
        });
        builder.Services.AddHostedService<KnownKeys>();
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>
    /// Without its key a token cannot be told from another, and that is not the caller's fault: identity does not answer, or has a key that is
    /// not known here yet. Nobody but the gateway calls, so nobody is told 503 for a token of their own making.
    /// </summary>
    private static bool LackedKeys(AuthenticationFailedContext failed) => failed.Options.ConfigurationManager is not null
        && (failed.Exception is InvalidOperationException or IOException or HttpRequestException
            || (failed.Exception is SecurityTokenSignatureKeyNotFoundException && new JsonWebToken(failed.Request.Headers.Authorization.ToString()["Bearer ".Length..]).Kid is { Length: > 0 }));

    /// <summary>
    /// Opens an endpoint to the roles named; a role of an organisation lets in whoever holds it for any, and the handler checks which. A program
    /// reads where its roles may, and changes only what one of its scopes is for.
    /// </summary>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoint, params string[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Permission(roles)).RequireAuthorization(policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(c => Caller.From(c.User) is { } caller && (roles.Contains(Roles.SignedIn) || roles.Any(caller.Has))
                && (caller.Scopes is not { } scopes || IsRead(c.Resource) || Scopes.AllowChange(scopes, roles))));

    private static bool IsRead(object? resource) =>
        resource is HttpContext { Request.Method: var method } && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    /// <summary>Opens an endpoint to everyone, signed in or not.</summary>
    public static TBuilder AllowEveryone<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Permission([Roles.Everyone])).AllowAnonymous();
}

/// <summary>A token that was found good is good until it expires, two minutes after it was made: a person's next requests come with the same, and are not calculated again.</summary>
internal sealed class KnownTokens : JsonWebTokenHandler
{
    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_good.TryGetValue(token, out TokenValidationResult? known))
            return known!;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid && result.SecurityToken.ValidTo > DateTime.UtcNow)
            _good.Set(token, result, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero) });
        return result;
    }
}

/// <summary>Asks for identity's keys again and again, also while nobody asks this host for anything: a new key is known here before it signs.</summary>
internal sealed class KnownKeys(IOptionsMonitor<JwtBearerOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMinutes(5), time);
        while (await beat.WaitForNextTickAsync(stoppingToken))
            options.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager?.RequestRefresh();   // in the background; a failure leaves the keys known before
    }
}
