using Charter.Identity;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.Memberships;
using Charter.Identity.Sessions;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

if (args is ["token", ..])
    return await PrintToken.Run(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("identity");
builder.AddDatabase<IdentityDb>();
builder.AddMessaging("identity");
if (await builder.PerformAsync<IdentityDb>(args) is { } exitCode)
    return exitCode;

builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
builder.Services.Configure<PasswordHasherOptions>(builder.Configuration.GetRequiredSection("Passwords"));
builder.Services.AddIdentityCore<Account>(o =>
{
    o.User.RequireUniqueEmail = true;
    o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;   // with passkeys
}).AddEntityFrameworkStores<IdentityDb>();
Protection.Configure(builder.Services.AddDataProtection().PersistKeysToFileSystem(new(builder.Configuration["DataProtection:Keys"]
    ?? throw new InvalidOperationException("DataProtection:Keys is not configured."))));
builder.Services.AddSingleton<SigningKeys>().AddSingleton<TokenIssuer>().AddSingleton<Throttle>().AddSingleton<SignIn.Nobody>();
builder.Services.AddSingleton<KeepAction>(AuditEntry.OfThisService);
builder.Services.AddHostedService<DropExpired>();
builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<SigningKeys>((o, keys) =>
{
    o.MetadataAddress = null!;   // this service need not ask itself
    o.TokenValidationParameters.IssuerSigningKeys = keys.Trusted();
});

var app = builder.Build();
app.UseServiceDefaults();

var api = app.MapApi();
ShowMe.Map(api);
ShowPersonalData.Map(api);
EraseAccount.Map(api);
AddMember.Map(api);
ListMembers.Map(api);
SearchAudit.Map(api);

var identity = app.MapGroup("/identity").WithRequestRules().ExcludeFromDescription();
SignIn.Map(identity);
SignOut.Map(identity);
ExchangeCredential.Map(identity);
PublishKeys.Map(identity);

await app.MigrateAndRunAsync<IdentityDb>(async services =>
{
    await services.GetRequiredService<SigningKeys>().Load();
    if (SampleAccounts.BelongTo(app.Configuration) && app.Configuration["Samples:Password"] is { Length: > 0 } password)
        await SampleAccounts.Seed(services, password);
});
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
