using Charter.Identity.Accounts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Charter.Identity.Tokens;

/// <summary>
/// The command <c>token NAME</c> of a local installation: prints a bearer token of NAME@example.org (or of the address NAME) for use with the
/// API, and nothing else. Starts neither web server nor bus.
/// </summary>
internal static class PrintToken
{
    public static async Task<int> Run(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddKeyPerFile(Defaults.SecretFiles, optional: true).Build();
        if (!SampleAccounts.BelongTo(configuration))
            return Fail("Tokens are printed only by a local installation (Charter__Local=true).");
        if (args is not [_, { Length: > 0 } name])
            return Fail("Say whose token: token NAME, where NAME is a sample account such as registrar, or an e-mail address.");
        if (configuration.GetConnectionString("Database") is not { } connection || configuration["DataProtection:Keys"] is not { } folder)
            return Fail("ConnectionStrings__Database and DataProtection__Keys have to be set.");

        var email = name.Contains('@') ? name : name + "@example.org";
        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            await using var find = database.CreateCommand("select id from account where normalized_email = $1");
            find.Parameters.Add(new() { Value = email.ToUpperInvariant() });
            if (await find.ExecuteScalarAsync() is not Guid subject)
                return Fail($"There is no account {email}.");
            var keys = new SigningKeys(database, DataProtectionProvider.Create(new DirectoryInfo(folder), Protection.Configure), TimeProvider.System, new());
            await keys.Load();
            Console.WriteLine(new TokenIssuer(keys, TimeProvider.System, configuration).ForApi(subject));
            return 0;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return Fail("The identity service has not been started yet, so there are no accounts.");
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
