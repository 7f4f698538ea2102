using System.Text.Json;
using Charter.VerifyLog;

// Audits the log of a register from outside, with nothing but what it publishes over HTTP and, if wanted, what this command kept of the last time.
// It shares no code with the services, so that a mistake of theirs is none of its own.
string? url = null, file = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--state" && i + 1 < args.Length)
        file = args[++i];
    else if (url is null && !args[i].StartsWith('-'))
        url = args[i];
    else
        return Usage();
}
if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
    return Usage();

var report = new Report(Console.Out);
try
{
    using var log = new PublishedLog(address);
    await new Audit(log, report, file).Run();
}
catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or FormatException or IOException or UnauthorizedAccessException)
{
    report.Unfinished(e.Message);
}
return report.Conclude();

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: verify-log URL [--state FILE]

          URL            address of the register, such as https://charter.example.org
          --state FILE   compare with what the log was the last time, kept in FILE, and keep what it is now
        """);
    return 2;
}
