using System.Security.Cryptography;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Testing;

/// <summary>A person of a test, with the claims that identity would state.</summary>
/// <param name="Subject">Account id.</param>
/// <param name="PartnershipRoles">Roles that hold everywhere.</param>
/// <param name="Memberships">Roles held for organisations.</param>
public sealed record Person(Guid Subject, IReadOnlyList<string> PartnershipRoles, IReadOnlyList<(Guid Organisation, string Role)> Memberships)
{
    /// <summary>Somebody with these partnership-wide roles.</summary>
    public static Person With(params string[] roles) => new(Guid.NewGuid(), roles, []);

    /// <summary>The same person, having chosen to act for the organisation.</summary>
    public Person For(Guid organisation) => this with { ActingFor = organisation };

    /// <summary>The same person, also holding these roles for the organisation.</summary>
    public Person Of(Guid organisation, params string[] roles) => this with { Memberships = [.. Memberships, .. roles.Select(r => (organisation, r))] };

    /// <summary>A program of an organisation with these scopes, as identity would state it.</summary>
    public static Person Program(Guid organisation, params string[] scopes) =>
        With().Of(organisation, [.. scopes.Select(ServiceDefaults.Scopes.RoleOf).Distinct()]) with { Email = "", Scopes = scopes };

    /// <summary>The same person, whose organisation has taken the place of this one.</summary>
    public Person InPlaceOf(Guid predecessor, Guid holder) => this with { CarriedOver = [.. CarriedOver, (predecessor, holder)] };

    /// <summary>Organisations whose place one of the person's own has taken.</summary>
    public IReadOnlyList<(Guid Predecessor, Guid Holder)> CarriedOver { get; init; } = [];

    /// <summary>Of a program; null for a person.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The organisation acted for, if one is chosen.</summary>
    public Guid? ActingFor { get; init; }

    /// <summary>E-mail address of the account.</summary>
    public string Email { get; init; } = $"person-{Guid.NewGuid():n}@example.org";

    /// <summary>Holds an office, and has not shown a second factor.</summary>
    public bool NeedsSecondFactor { get; init; }
}

/// <summary>Stands in for identity's key, so that a service can be tested alone with tokens of every kind.</summary>
public sealed class TestTokens : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A token as the gateway sends it.</summary>
    public string For(Person person, string? issuer = null, string? audience = null, DateTime? expires = null, ECDsa? key = null)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authentication.Issuer,
            Audience = audience ?? Authentication.Audience,
            IssuedAt = now.AddMinutes(-5),
            NotBefore = now.AddMinutes(-5),
            Expires = expires ?? now.AddMinutes(10),
            SigningCredentials = new(new ECDsaSecurityKey(key ?? _key) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256),
            Claims = Claims(person),
        });
    }

    private static Dictionary<string, object> Claims(Person person)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = person.Subject.ToString(),
            ["email"] = person.Email,
            ["name"] = "Test Person",
            ["role"] = person.PartnershipRoles.ToArray(),
            ["member"] = person.Memberships.Select(m => $"{m.Organisation}:{m.Role}").ToArray(),
            ["second_factor"] = person.NeedsSecondFactor ? "needed" : "",
        };
        if (person.ActingFor is { } organisation)
        {
            claims[Caller.ActingForClaim] = organisation.ToString();
            claims[Caller.ActingForNameClaim] = "The organisation acted for";
        }
        if (person.CarriedOver.Count > 0)
            claims[Caller.CarriedOverClaim] = person.CarriedOver.Select(c => $"{c.Predecessor}:{c.Holder}").ToArray();
        if (person.Scopes is { } scopes)
            (claims["client_id"], claims["scope"]) = (person.Subject.ToString(), string.Join(' ', scopes));
        return claims;
    }

    /// <summary>Makes the host under test trust this key instead of asking identity.</summary>
    public void Trust(IServiceCollection services) => services.PostConfigureAll<JwtBearerOptions>(o =>
        o.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(
            new() { SigningKeys = { new ECDsaSecurityKey(_key) { KeyId = "test" } } }));

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
