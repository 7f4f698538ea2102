using Charter.Identity.SecondFactors;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Charter.Identity.Accounts;

/// <summary>
/// The command <c>totp NAME</c> of a local installation: prints the key of NAME@example.org (or of the address NAME) for an authenticator app,
/// and a code that is good now, so that nobody needs an app to try things out.
/// </summary>
internal static class PrintCode
{
    public static async Task<int> Run(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddKeyPerFile(Defaults.SecretFiles, optional: true).Build();
        if (!SampleAccounts.BelongTo(configuration))
            return Fail("Codes are printed only by a local installation (Charter__Local=true).");
        if (args is not [_, { Length: > 0 } name])
            return Fail("Say whose code: totp NAME, where NAME is a sample account such as registrar, or an e-mail address.");
        if (configuration.GetConnectionString("Database") is not { } connection || configuration["DataProtection:Keys"] is not { } folder)
            return Fail("ConnectionStrings__Database and DataProtection__Keys have to be set.");

        var email = name.Contains('@') ? name : name + "@example.org";
        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            await using var find = database.CreateCommand(
                "select a.id, t.protected_key, t.last_step from account a left join authenticator t on t.subject = a.id where a.normalized_email = $1");
            find.Parameters.Add(new() { Value = email.ToUpperInvariant() });
            await using var found = await find.ExecuteReaderAsync();
            if (!await found.ReadAsync())
                return Fail($"There is no account {email}.");
            if (await found.IsDBNullAsync(1))
                return Fail($"{email} has no authenticator app: the password is enough.");
            var keys = new AuthenticatorKeys(DataProtectionProvider.Create(new DirectoryInfo(folder), Protection.Configure));
            if (keys.Unprotect(found.GetGuid(0), found.GetFieldValue<byte[]>(1)) is not { } key)
                return Fail($"The key of {email} was encrypted by another installation.");
            // A code is accepted once. The next one is accepted already; if that was used too, it takes until the one after.
            var step = Math.Max(Totp.StepAt(DateTimeOffset.UtcNow), found.GetInt64(2) + 1);
            if (Totp.StartOf(step - 1) - DateTimeOffset.UtcNow is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            Console.WriteLine($"key   {Totp.Base32(key)}");
            Console.WriteLine($"code  {Totp.CodeAt(key, step)}");
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
