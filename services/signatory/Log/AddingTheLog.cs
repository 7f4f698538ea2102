using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

internal static class AddingTheLog
{
    /// <summary>The sequencer, the daily head and the key. What opens the key is signatory's alone: no other host can sign for the log, and signatory can read nothing of identity's.</summary>
    public static void AddLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("charter-log").PersistKeysToFileSystem(new(builder.Configuration["DataProtection:Keys"]
            ?? throw new InvalidOperationException("DataProtection:Keys is not configured.")));
        builder.Services.AddSingleton<LogSignal>().AddSingleton<LogKeys>().AddSingleton<CurrentHead>();
        builder.Services.ConfigureDbContext<SignatoryDb>((services, o) => o.AddInterceptors(services.GetRequiredService<LogSignal>().Interceptors));
        builder.Services.AddHostedService<SequenceLog>().AddHostedService<PublishHeadDaily>();
        builder.AddBacklog("log", "{entry}", "Entries of the history that wait for their place in the log", "log_waiting", "since");
    }
}
