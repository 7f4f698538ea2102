using System.Diagnostics;
using Charter.Gateway;
using Charter.ServiceDefaults;
using MassTransit;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<IProblemDetailsWriter, ErrorPage>();   // before the defaults: the first that can write does
builder.AddServiceDefaults("gateway");
builder.WebHost.ConfigureKestrel(Bodies.Limit);
if (!builder.Configuration.GetValue("Telemetry:ContinueTraces", false))
    builder.Services.AddSingleton<DistributedContextPropagator, FromOutside.OwnTraces>();

var connectWithin = builder.Configuration.GetValue("Limits:ConnectWithin", TimeSpan.FromSeconds(1.5));
var limits = builder.Configuration.GetRequiredSection("Limits").Get<Limits>()!;
builder.Services.AddAuthentication(Credentials.SchemeName).AddScheme<Credentials.Settings, Credentials>(Credentials.SchemeName,
    o => (o.Cookie, o.IsSecure) = (CookieNames.Session(builder.Configuration), CookieNames.IsSecure(builder.Configuration)));
builder.Services.AddSingleton(services => new TokenExchange(new(new SocketsHttpHandler { ConnectTimeout = connectWithin, UseCookies = false }.SpreadOverReplicas())
{
    BaseAddress = new(builder.Configuration["Services:Identity"]!),
    Timeout = builder.Configuration.GetValue("Limits:IdentityAnswersWithin", TimeSpan.FromSeconds(3)),   // with the hosts' own limit in the settings, everybody has an answer within ten
}, new Guesses(limits.UnknownCredentialsPerMinute, services.GetRequiredService<TimeProvider>()), services.GetRequiredService<TimeProvider>()));
builder.Services.AddReceiveEndpointObserver<ForgetTokens.Watch>();
builder.AddBus("gateway", bus => bus.AddConsumer<ForgetTokens>().Endpoint(e =>
{
    e.Temporary = true;
    e.InstanceId = Guid.NewGuid().ToString("N");
}));
builder.Services.AddSingleton<RefusedAttempts>().AddHostedService(services => services.GetRequiredService<RefusedAttempts>());
Limits.Add(builder.Services, limits);
builder.Services.AddReverseProxy().LoadFromConfig(Forwarding.WithAddresses(builder.Configuration)).AddTransforms(Forwarding.ReplaceCredential)
    .ConfigureHttpClient((_, handler) =>
    {
        handler.ConnectTimeout = connectWithin;
        handler.SpreadOverReplicas();
    });

var app = builder.Build();
app.Use(SecurityHeaders.Add);
app.Use(FromOutside.DropHeaders);
app.Use(app.Services.GetRequiredService<RefusedAttempts>().Notice);
app.UseServiceDefaults(readsBodies: false);
app.UseRateLimiter();
app.Use(FromOutside.RefuseAmbiguous);
app.Use(FromOutside.RefuseOtherHosts(app.Configuration["Charter:PublicAddress"]));
app.Use(Credentials.RefuseInvalid);
app.Use(FromOutside.RefuseCrossSite);
app.Use(Bodies.RefuseTooLarge);
WellKnown.Map(app);
// Each host decides for its own addresses who may call them; what nobody has is closed like everything else.
app.MapReverseProxy(proxy => proxy.Use(Forwarding.AnswerFailure)).AllowAnonymous();
app.Map("/api/{first}/{**rest}", () => Results.NotFound()).RequireAuthorization();
app.Run();

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
