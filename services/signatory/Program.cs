using Charter.ServiceDefaults;
using Charter.Signatories;
using Charter.Signatories.Charters;
using Charter.Signatories.Log;
using Charter.Signatories.Organisations;
using Charter.Signatories.Register;
using Charter.Signatories.Signatures;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("signatory");
builder.AddDatabase<SignatoryDb>();
builder.AddMessaging("signatory");
builder.AddBacklog("countersignatures", "{signature}", "Signatures that wait for a registrar to countersign", "open_signature where waits_for_registrar", "changed_at");
builder.AddLog();
if (await builder.PerformAsync<SignatoryDb>(args, RestateFacts.Run, ForgetCopies.Run) is { } exitCode)
    return exitCode;
builder.Services.AddHostedService<FollowTheCalendar>();

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapApi();

ListCharters.Map(api);
ImportCharter.Map(api);
DraftVersion.Map(api);
ReadCharter.Map(api);
ReadVersion.Map(api);
EditDraft.Map(api);
DeleteDraft.Map(api);
PublishVersion.Map(api);
ReadDifferences.Map(api);
ExportVersion.Map(api);

RegisterOrganisation.Map(api);
ListOrganisations.Map(api);
ReadOrganisation.Map(api);
ConfirmOrganisation.Map(api);
ListPlaces.Map(api);

SignCharter.Map(api);
ListSignatures.Map(api);
ReadReceipt.Map(api);
ListOpenSignatures.Map(api);
AbandonSignature.Map(api);
CountersignSignature.Map(api);
WithdrawSignature.Map(api);
ChangeConsent.Map(api);

SearchRegister.Map(api);
ReadRegisterEntry.Map(api);

ShowHead.Map(api);
ListEntries.Map(api);
ProveInclusion.Map(api);
ProveConsistency.Map(api);
ListHeads.Map(api);
PublishHead.Map(api);
PublishLogKeys.Map(api);

ShowPersonalData.Map(api);

await app.MigrateAndRunAsync<SignatoryDb>(services => services.GetRequiredService<LogKeys>().Load(services.GetRequiredService<SignatoryDb>()));
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
