using System.Collections.Concurrent;
using Charter.Portal.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(PortalFixture))]

namespace Charter.Portal.Tests;

/// <summary>The portal on real Kestrel. One host stands in for all services and answers each visitor with what the test says.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private readonly TestTokens _tokens = new();
    private readonly ConcurrentDictionary<string, Visitor> _visitors = new();
    private WebApplication _services = null!;
    private Host _portal = null!;
    private Host _alone = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _services = builder.Build();
        _services.Run(http => _visitors[http.Request.Headers["X-Forwarded-For"].ToString()].Answer(http));
        await _services.StartAsync();
        _portal = new Host(new(_services.Urls.Single()), _tokens);
        _alone = new Host(Nowhere, _tokens);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _alone.DisposeAsync();
        await _services.DisposeAsync();
        _tokens.Dispose();
    }

    /// <summary>Everything that the portal answers.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _portal.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Somebody who is not signed in.</summary>
    public Visitor Stranger() => Visit(_portal, null);

    public Visitor As(Person person) => Visit(_portal, person);

    /// <summary>Somebody at a portal of which every service is down.</summary>
    public Visitor WhenNothingAnswers(Person? person = null) => Visit(_alone, person);

    // The portal passes the address on, so it tells the tests apart and they can run side by side.
    private Visitor Visit(Host portal, Person? person)
    {
        var address = $"visitor-{Guid.NewGuid():n}";
        return _visitors[address] = new(portal.Address, address, person is null ? null : _tokens.For(person));
    }

    private sealed class Host : WebApplicationFactory<Program>
    {
        private readonly Uri _services;
        private readonly TestTokens _tokens;

        public Host(Uri services, TestTokens tokens)
        {
            (_services, _tokens) = (services, tokens);
            UseKestrel(0);
            StartServer();
            using var client = CreateDefaultClient();
            Address = client.BaseAddress!;
        }

        public Uri Address { get; }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var service in new[] { "Signatory", "Pledge", "ChampionsNetwork", "KiteMark", "Identity" })
                builder.UseSetting($"Services:{service}", _services.ToString());
            builder.UseSetting("Services:ConnectWithin", "00:01:40");   // a machine that stalls is no service that fails
            builder.UseSetting("Services:AnswerWithin", "00:01:40");
            builder.UseSetting("Charter:PublicAddress", "https://charter.example.org");
            builder.UseSetting("CHARTER_DATA", "");
            builder.ConfigureServices(_tokens.Trust);
        }
    }
}
