using Charter.Identity;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.Clients;
using Charter.Identity.Invitations;
using Charter.Identity.Joining;
using Charter.Identity.Mail;
using Charter.Identity.Memberships;
using Charter.Identity.Offices;
using Charter.Identity.Organisations;
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
if (args is ["rotate-keys", ..])
    return await RotateKeys.Run(args);
if (args is ["totp", ..])
    return await PrintCode.Run(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("identity");
builder.AddDatabase<IdentityDb>();
builder.AddMessaging("identity");
builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
builder.Services.Configure<PasswordHasherOptions>(builder.Configuration.GetRequiredSection("Passwords"));
builder.Services.AddIdentityCore<Account>(o =>
{
    o.User.RequireUniqueEmail = true;
    o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;   // with passkeys
}).AddEntityFrameworkStores<IdentityDb>();
// Not earlier: the model of the database depends on these options.
if (await builder.PerformAsync<IdentityDb>(args, forget: ForgetCopies.Run) is { } exitCode)
    return exitCode;
if (args is [AppointRegistrar.Name, ..])
    return await AppointRegistrar.Run(builder, args);

builder.AddPasskeys();
Protection.Configure(builder.Services.AddDataProtection().PersistKeysToFileSystem(new(builder.Configuration["DataProtection:Keys"]
    ?? throw new InvalidOperationException("DataProtection:Keys is not configured."))));
builder.Services.AddSingleton<KeepAction>(AuditEntry.OfThisService).AddSingleton<RefusedSignIns>();
builder.Services.AddSingleton(builder.Configuration.GetSection("SigningKeys").Get<SigningKeys.Plan>() ?? new());
builder.Services.AddHostedService<ChangeKeys>();
builder.Services.AddSingleton<SigningKeys>().AddSingleton<TokenIssuer>().AddSingleton<Throttle>().AddSingleton<Passwords>();
builder.Services.AddSingleton<Tickets>().AddSingleton<AuthenticatorKeys>().AddScoped<FreshProof>().AddScoped<SecondStepCheck>();
builder.Services.AddHostedService<DropExpired>();
builder.Services.AddSingleton(builder.Configuration.GetRequiredSection("Mail").Get<MailSettings>()!).AddSingleton<Sender>().AddHostedService<SendMail>();
builder.Services.AddScoped<Letters>().AddHostedService<TellInTime>();
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
CreateClient.Map(api);
ListClients.Map(api);
RotateSecret.Map(api);
RevokeClient.Map(api);
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

ListMyOrganisations.Map(api);
ChooseOrganisation.Map(api);
LeaveOrganisation.Map(api);
ListMembers.Map(api);
RemoveMember.Map(api);
ListOrganisationsWithoutSignatory.Map(api);

InviteColleague.Map(api);
ListInvitations.Map(api);
ResendInvitation.Map(api);
WithdrawInvitation.Map(api);
ListMyInvitations.Map(api);
AcceptInvitation.Map(api);
DeclineInvitation.Map(api);

StateDomain.Map(api);
ListDomains.Map(api);
DropDomain.Map(api);
VerifyDomain.Map(api);
ListDomainsToVerify.Map(api);
ListJoinable.Map(api);
AskToJoin.Map(api);
WithdrawJoinRequest.Map(api);
ListJoinRequests.Map(api);
DecideJoinRequest.Map(api);

ListOffices.Map(api);
ReadOffice.Map(api);
GiveOffice.Map(api);
RenewOffice.Map(api);
EndOffice.Map(api);

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
IssueToken.Map(identity);
OpenInvitation.Map(identity);
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
