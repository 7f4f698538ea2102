using System.Diagnostics;

namespace Charter.Faults.Tests;

/// <summary>What an operator does after the worst: a read model that is wrong is rebuilt, and an installation that is gone is restored.</summary>
internal static class Drill
{
    /// <summary>Damages every copy of the register and has it made anew.</summary>
    public static async Task<TimeSpan> Rebuild()
    {
        await using (var register = Installation.Database("signatory"))
        await using (var damage = register.CreateCommand("""
            delete from register_pledge where random() < 0.5;
            update register_evidence set state = 'returned', version = version + 1000;
            update register_duty set state_rank = 3;
            update register_entry set mark = 'gold', name = 'Somebody else'
            """))
            await damage.ExecuteNonQueryAsync();
        (await Agreement.Differences()).ShouldNotBeEmpty();
        var clock = Stopwatch.StartNew();
        await Installation.Command("rebuild", "signatory");
        return clock.Elapsed;
    }

    /// <summary>Takes a backup, deletes databases, messages, evidence and keys, and restores them; fails unless everything is as it was.</summary>
    /// <returns>What the commands said last.</returns>
    public static async Task<(string Backup, string Restore)> Restore()
    {
        var archive = Path.Combine(Installation.Home, "output", "drill.tar");
        var backup = await Installation.Command("backup", "--replace", archive);
        // not "down", which ends the tests too
        await Installation.Command(["stop", .. Chaos.Hosts]);
        await Installation.Command("stop", "rabbitmq", "postgresql");
        foreach (var folder in new[] { "postgresql", "rabbitmq", "evidence", "keys" })
            Directory.Delete(Path.Combine(Installation.Home, folder), recursive: true);
        var restore = await Installation.Command("restore", "--yes", archive);
        await Installation.Command("backup", "--compare", archive);
        File.Delete(archive);
        return (LastLine(backup), LastLine(restore));
    }

    private static string LastLine(string output) => output.TrimEnd().Split('\n')[^1];
}
