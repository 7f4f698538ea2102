using Charter.Identity;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.Mail;
using Charter.Identity.Memberships;
using Charter.Identity.Passkeys;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

if (args is ["token", ..])
    return await PrintToken.Run(args);
if (args is ["totp", ..])
    return await PrintCode.Run(args);

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
builder.AddPasskeys();
Protection.Configure(builder.Services.AddDataProtection().PersistKeysToFileSystem(new(builder.Configuration["DataProtection:Keys"]
    ?? throw new InvalidOperationException("DataProtection:Keys is not configured."))));
builder.Services.AddSingleton<KeepAction>(AuditEntry.OfThisService).AddSingleton<RefusedSignIns>();
builder.Services.AddSingleton<SigningKeys>().AddSingleton<TokenIssuer>().AddSingleton<Throttle>().AddSingleton<Passwords>();
builder.Services.AddSingleton<Tickets>().AddSingleton<AuthenticatorKeys>().AddScoped<FreshProof>().AddScoped<SecondStepCheck>();
builder.Services.AddHostedService<DropExpired>();
builder.Services.AddSingleton(builder.Configuration.GetRequiredSection("Mail").Get<MailSettings>()!).AddSingleton<Sender>().AddHostedService<SendMail>();
builder.AddBacklog("mail", "{mail}", "Mails that wait to be sent", "mail where sent_at is null", "created_at");
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
SearchAudit.Map(api);
ChangeName.Map(api);
ChangePassword.Map(api);
ChangeAddress.Map(api);
ListSessions.Map(api);
EndSession.Map(api);
EndOtherSessions.Map(api);
AddMember.Map(api);
ListMembers.Map(api);
ShowSecondFactors.Map(api);
StartAuthenticator.Map(api);
ConfirmAuthenticator.Map(api);
RemoveAuthenticator.Map(api);
MakeRecoveryCodes.Map(api);
TakeAwayFactors.Map(api);
OfferPasskey.Map(api);
AddPasskey.Map(api);
RenamePasskey.Map(api);
RemovePasskey.Map(api);

var identity = app.MapGroup("/identity").WithRequestRules().ExcludeFromDescription();
CreateAccount.Map(identity);
ConfirmAccount.Map(identity);
ResendConfirmation.Map(identity);
RequestReset.Map(identity);
ResetPassword.Map(identity);
ConfirmAddress.Map(identity);
UndoAddress.Map(identity);
CheckLink.Map(identity);
SignIn.Map(identity);
CompleteSignIn.Map(identity);
AskForPasskey.Map(identity);
SignInWithPasskey.Map(identity);
ElevateSession.Map(identity);
SignOut.Map(identity);
ExchangeCredential.Map(identity);
PublishKeys.Map(identity);
ReadMail.Map(identity, app.Configuration);

await app.MigrateAndRunAsync<IdentityDb>(async services =>
{
    await services.GetRequiredService<SigningKeys>().Load();
    if (SampleAccounts.BelongTo(app.Configuration) && app.Configuration["Samples:Password"] is { Length: > 0 } password)
        await SampleAccounts.Seed(services, password);
});
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
