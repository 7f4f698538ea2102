using Charter.Champions;
using Charter.Champions.Appointments;
using Charter.Champions.Members;
using Charter.Champions.Practices;
using Charter.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("champions-network");
builder.AddDatabase<ChampionsDb>();
builder.AddMessaging("champions-network");
if (await builder.PerformAsync<ChampionsDb>(args, RestateFacts.Run, ForgetCopies.Run) is { } exitCode)
    return exitCode;

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapApi();

ListMembers.Map(api);

SearchChampions.Map(api);
ListMyAppointments.Map(api);
ReadChampion.Map(api);
AppointChampion.Map(api);

SearchPractices.Map(api);
ReadPractice.Map(api);
PublishPractice.Map(api);

ShowPersonalData.Map(api);

await app.MigrateAndRunAsync<ChampionsDb>();
return 0;

/// <summary>Entry point, named for the tests' host.</summary>
public partial class Program;
