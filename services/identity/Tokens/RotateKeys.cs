using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Charter.Identity.Tokens;

/// <summary>
/// The command <c>rotate-keys</c>: has the next signing key made now, which nobody notices; with <c>--at-once</c>, for a key that somebody else may have,
/// it signs now and every token signed before is worth nothing. Starts neither web server nor bus; the replicas that run hear of it within a minute.
/// </summary>
internal static class RotateKeys
{
    public static async Task<int> Run(string[] args)
    {
        if (args is not (["rotate-keys"] or ["rotate-keys", "--at-once"]))
            return Fail("rotate-keys takes nothing but --at-once.");
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddKeyPerFile(Defaults.SecretFiles, optional: true).Build();
        if (configuration.GetConnectionString("Database") is not { } connection || configuration["DataProtection:Keys"] is not { } folder)
            return Fail("ConnectionStrings__Database and DataProtection__Keys have to be set.");
        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            var keys = new SigningKeys(database, DataProtectionProvider.Create(new DirectoryInfo(folder), Protection.Configure), TimeProvider.System,
                configuration.GetSection("SigningKeys").Get<SigningKeys.Plan>() ?? new());
            var atOnce = args.Length > 1;
            var key = await keys.Change(atOnce);
            Console.WriteLine(atOnce
                ? $"The signing key {key.Kid} signs now, and every other is dropped. Restart all hosts, so that none trusts the old ones any longer."
                : $"The signing key {key.Kid} is published, and signs from {key.SignsFrom:u}. The one before stays published until all that it signed has expired.");
            return 0;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            return Fail("The database is not of this version. Start the service, which brings it up to date, and try again.");
        }
        catch (NpgsqlException e)
        {
            return Fail($"The database of the identity service does not answer: {e.Message}");
        }
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
