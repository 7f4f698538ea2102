using Charter.Contracts;
using Charter.Pledges;
using Charter.Pledges.Calculators;
using Charter.Pledges.Commissioning;
using Charter.Pledges.Contracts;
using Charter.Pledges.Evidence;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Imports;
using Charter.Pledges.Jobs;
using Charter.Pledges.Ledgers;
using Charter.Pledges.Measures;
using Charter.Pledges.Pledges;
using Charter.Pledges.Spend;
using Charter.Pledges.Surveys;
using Charter.Pledges.Value;
using Charter.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("pledge");
builder.AddDatabase<PledgeDb>();
builder.AddMessaging("pledge");
if (await builder.PerformAsync<PledgeDb>(args, RestateFacts.Run, ForgetCopies.Run) is { } exitCode)
    return exitCode;
if (await builder.ImportAsync(args) is { } imported)
    return imported;
builder.AddEvidenceStore();
builder.Services.AddJobs([.. ImportJobs.Kinds(), RecalculateAll.Job]);
builder.Services.AddHostedService<KeepFigures>();
builder.Services.AddHostedService<AddUpValue>();
builder.Services.AddSingleton<OcdsSchema>();
builder.Services.AddHostedService<DropUnusedFiles>();
builder.AddScanner();
builder.Services.AddSingleton<Validity>();
builder.Services.AddScoped<TakeInEvidence>();
builder.Services.AddHostedService<FollowEvidence>();
builder.Services.AddSingleton<PledgeCalendar>();
builder.Services.AddHostedService<FollowPledges>();
builder.Services.AddSingleton(SmallNumbers.From(builder.Configuration));
builder.Services.AddSingleton<EvaluationAnswers>();
builder.Services.AddHostedService<ForgetWhoTookLinks>();
builder.AddBacklog("evidence.quarantine", "{file}", "Files that wait for the scanner", $"stored_file where scan = '{ScanStates.Waiting}'", "stored_at");
builder.AddBacklog("evidence.queue", "{item}", "Evidence that waits for a reviewer", $"evidence where state = '{EvidenceStates.Submitted}'", "submitted_at");

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapApi();

ListDuties.Map(api);
ListLedgers.Map(api);
ReadLedger.Map(api);

MakePledge.Map(api);
ListPledges.Map(api);
ReadPledge.Map(api);
ReportProgress.Map(api);
AmendPledge.Map(api);
CompletePledge.Map(api);
MissPledge.Map(api);
WithdrawPledge.Map(api);
ReopenPledge.Map(api);
ListTasks.Map(api);

EnterContract.Map(api);
ListContracts.Map(api);
ReadContract.Map(api);
ChangeContract.Map(api);
RecordStage.Map(api);
AskQuestion.Map(api);
EnterOffer.Map(api);
ReportDelivery.Map(api);
ListEvidenceToName.Map(api);

SubmitEvidence.Map(api);
SubmitNewVersion.Map(api);
WithdrawEvidence.Map(api);
ListEvidence.Map(api);
ListOrganisationEvidence.Map(api);
ReadRules.Map(api);
ReadEvidence.Map(api);
DownloadEvidence.Map(api);
ReviewEvidence.Map(api);

UploadOcds.Map(api);
UploadSpend.Map(api);
MapSpend.Map(api);
ReadImport.Map(api);
ReportImport.Map(api);
CancelImport.Map(api);
RemoveImport.Map(api);

ListProcesses.Map(api);
ReadProcess.Map(api);
ContractTotals.Map(api);
ListSpend.Map(api);
SpendTotals.Map(api);
ListSuppliers.Map(api);
SetSupplierPlace.Map(api);
LoadPostcodes.Map(api);

RecordValue.Map(api);
CorrectValue.Map(api);
ClaimShare.Map(api);
JoinValue.Map(api);
SettleDispute.Map(api);
ListValue.Map(api);
ReadValue.Map(api);
ListDisputes.Map(api);
ReadTotals.Map(api);
ExportTotals.Map(api);

Calculate.Map(api);
Lm3FromSpend.Map(api);
KeepCalculation.Map(api);
ListCalculations.Map(api);
ReadCalculation.Map(api);
PublishCalculation.Map(api);

ReadEvaluation.Map(api);
ExportEvaluation.Map(api);
ListQuestions.Map(api);
RecalculateAll.Map(api);
ListFrameworks.Map(api);
ReadFramework.Map(api);
CompareFrameworks.Map(api);
ReadCrosswalk.Map(api);
UploadFramework.Map(api);
ReadUpload.Map(api);
ImportFramework.Map(api);
EnterCrosswalk.Map(api);
ListMeasures.Map(api);

OpenRound.Map(api);
CloseRound.Map(api);
ListRounds.Map(api);
TakeLinks.Map(api);
AnswerSurvey.Map(api);
ReadResults.Map(api);
ExportResults.Map(api);
LocalSpending.Map(api);

ShowPersonalData.Map(api);

await app.MigrateAndRunAsync<PledgeDb>(ShipFrameworks.Run);
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
