using System.Diagnostics;

namespace Charter.EndToEnd.Tests;

public sealed class The_log_from_outside
{
    [Fact]
    public async Task An_auditor_with_nothing_but_the_address_finds_the_log_whole_and_remembers_it()
    {
        var state = Path.Combine(Directory.CreateTempSubdirectory("charter-audit-").FullName, "register.log");
        var (code, said) = await Verify("--state", state);
        code.ShouldBe(0, said);
        said.ShouldContain("The log is whole.");
        File.Exists(state).ShouldBeTrue();
        (code, said) = await Verify("--state", state);
        code.ShouldBe(0, said);
        said.ShouldContain("stand where they stood");
    }

    private static async Task<(int Code, string Said)> Verify(params string[] options)
    {
        string[] command = ["verify-log", Installation.Gateway.ToString(), .. options];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Installation.Root, "charter"), command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CHARTER_HOME"] = Environment.GetEnvironmentVariable("CHARTER_TEST_HOME") },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
