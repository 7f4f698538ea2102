using Charter.ServiceDefaults;
using Charter.Signatories;
using Charter.Signatories.Charters;
using Charter.Signatories.Gazetteer;
using Charter.Signatories.Imports;
using Charter.Signatories.Log;
using Charter.Signatories.Organisations;
using Charter.Signatories.Register;
using Charter.Signatories.Signatures;
using Charter.Signatories.Successions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("signatory");
builder.AddDatabase<SignatoryDb>();
builder.AddMessaging("signatory");
builder.Services.AddSingleton<RegisterRevision>().AddSingleton<RegisterAnswers>();
builder.AddBacklog("countersignatures", "{signature}", "Signatures that wait for a registrar to countersign", "open_signature where waits_for_registrar", "changed_at");
builder.AddLog();
builder.Services.AddHostedService<AddUpChanges>();
builder.Services.AddSingleton<ReadStatistics.Latest>().AddSingleton<Downloads>().AddSingleton<KnownDifferences>();
if (await builder.PerformAsync<SignatoryDb>(args, RestateFacts.Run, ForgetCopies.Run) is { } exitCode)
    return exitCode;
builder.Services.AddHostedService<FollowTheCalendar>();

builder.Services.AddHostedService<ImportJob>();
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
ChangeOrganisation.Map(api);
RenameOrganisation.Map(api);

ListPlaces.Map(api);
LoadPlaces.Map(api);

UploadImport.Map(api);
ListImports.Map(api);
ReadImport.Map(api);
CheckImport.Map(api);
StartImport.Map(api);
ReportImport.Map(api);

ListSuccessions.Map(api);
PreviewSuccession.Map(api);
EnterSuccession.Map(api);
ReverseSuccession.Map(api);

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
ListRegisterAsAt.Map(api);
ReadRegisterEntryAsAt.Map(api);
ReadHistory.Map(api);
ReadStatistics.Map(api);
ExportRegister.Map(api);
ListChanges.Map(api);

ShowHead.Map(api);
ListEntries.Map(api);
ProveInclusion.Map(api);
ProveConsistency.Map(api);
ListHeads.Map(api);
PublishHead.Map(api);
PublishLogKeys.Map(api);

ShowPersonalData.Map(api);

await app.MigrateAndRunAsync<SignatoryDb>(async services =>
{
    await KnownPlace.Seed(services);
    await services.GetRequiredService<LogKeys>().Load(services.GetRequiredService<SignatoryDb>());
});
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
