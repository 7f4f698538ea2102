using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
/// <param name="Memberships">Organisation and role in it; several of both are possible.</param>
public sealed record Caller(Guid Subject, string Name, string Email, IReadOnlySet<string> PartnershipRoles, IReadOnlyList<(Guid Organisation, string Role)> Memberships)
{
    /// <summary>Holds an office of the partnership that counts only once a second factor was shown; until then its roles are not stated.</summary>
    public bool NeedsSecondFactor { get; init; }

    /// <summary>Holds the role, partnership-wide or for any organisation.</summary>
    public bool Has(string role) => PartnershipRoles.Contains(role) || Memberships.Any(m => m.Role == role);

    /// <summary>Holds the role for this organisation.</summary>
    public bool Has(string role, Guid organisation) => Memberships.Contains((organisation, role));

    /// <summary>Holds any role for this organisation.</summary>
    public bool BelongsTo(Guid organisation) => Memberships.Any(m => m.Organisation == organisation);

    /// <summary>Refuses (403) unless the caller holds the role for this organisation.</summary>
    public void MustBe(string role, Guid organisation)
    {
        if (!Has(role, organisation))
            throw Refusal.Forbidden($"Only a person with the role {role} of this organisation may do this.");
    }

    /// <summary>The caller of a request that is authenticated, else null.</summary>
    public static Caller? From(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirstValue("sub"), out var subject)
            ? new(subject, user.FindFirstValue("name") ?? "", user.FindFirstValue("email") ?? "",
                user.FindAll("role").Select(c => c.Value).ToHashSet(),
                [.. user.FindAll("member").Select(c => c.Value.Split(':', 2)).Where(p => p.Length == 2 && Guid.TryParse(p[0], out _)).Select(p => (Guid.Parse(p[0]), p[1]))])
            {
                NeedsSecondFactor = user.HasClaim("second_factor", "needed"),
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

    internal static void AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
        {
            o.MapInboundClaims = false;
            o.BackchannelTimeout = TimeSpan.FromSeconds(2);
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
                OnAuthenticationFailed = async failed =>
                {
                    if (await LackedKeys(failed))
                        throw new Refusal(503, "temporarily-unavailable", "Sign-in cannot be checked at the moment. Try again shortly.");
                },
            };
        });
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>Without identity's keys no token can be told from another: that is not the caller's fault. They may have come in the meantime.</summary>
    private static async Task<bool> LackedKeys(AuthenticationFailedContext failed)
    {
        if (failed.Options.ConfigurationManager is not { } identity || failed.Exception is not (SecurityTokenSignatureKeyNotFoundException or InvalidOperationException or IOException or HttpRequestException))
            return false;
        try
        {
            var keys = (await identity.GetConfigurationAsync(failed.HttpContext.RequestAborted)).SigningKeys;
            var signedWith = new JsonWebToken(failed.Request.Headers.Authorization.ToString()["Bearer ".Length..]).Kid;
            return keys.Count == 0 || keys.Any(k => k.KeyId == signedWith);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            return true;
        }
    }

    /// <summary>Opens an endpoint to the roles named; a role of an organisation lets in whoever holds it for any, and the handler checks which.</summary>
    public static TBuilder Allow<TBuilder>(this TBuilder endpoint, params string[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Permission(roles)).RequireAuthorization(policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(c => roles.Contains(Roles.SignedIn) || (Caller.From(c.User) is { } caller && roles.Any(caller.Has))));

    /// <summary>Opens an endpoint to everyone, signed in or not.</summary>
    public static TBuilder AllowEveryone<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Permission([Roles.Everyone])).AllowAnonymous();
}
