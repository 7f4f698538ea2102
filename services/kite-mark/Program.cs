using Charter.KiteMarks;
using Charter.KiteMarks.Applications;
using Charter.KiteMarks.Awards;
using Charter.KiteMarks.Schemes;
using Charter.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("kite-mark");
builder.AddDatabase<KiteMarkDb>();
builder.AddMessaging("kite-mark");
if (await builder.PerformAsync<KiteMarkDb>(args, RestateFacts.Run, ForgetCopies.Run) is { } exitCode)
    return exitCode;

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapApi();

ReadScheme.Map(api);

SubmitApplication.Map(api);
ListApplications.Map(api);
ReadApplication.Map(api);
SubmitAssessment.Map(api);
DecideApplication.Map(api);

ReadAward.Map(api);

ShowPersonalData.Map(api);

await app.MigrateAndRunAsync<KiteMarkDb>();
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
