using Charter.Identity.SecondFactors;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Charter.Identity.Accounts;

/// <summary>
/// The command <c>totp NAME</c> of a local installation: prints the key of NAME@example.org (or of the address NAME) for an authenticator app,
/// and a code that is good now, so that nobody needs an app to try things out. Without a name it prints the keys of all sample accounts.
/// </summary>
internal static class PrintCode
{
    private sealed record Found(Guid Subject, string Email, byte[]? ProtectedKey, long LastStep);

    public static async Task<int> Run(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddKeyPerFile(Defaults.SecretFiles, optional: true).Build();
        if (!SampleAccounts.BelongTo(configuration))
            return Fail("Codes are printed only by a local installation (Charter__Local=true).");
        if (args is not ([_] or [_, { Length: > 0 }]))
            return Fail("Say whose code: totp NAME, where NAME is a sample account such as registrar, or an e-mail address.");
        if (configuration.GetConnectionString("Database") is not { } connection || configuration["DataProtection:Keys"] is not { } folder)
            return Fail("ConnectionStrings__Database and DataProtection__Keys have to be set.");

        try
        {
            await using var database = NpgsqlDataSource.Create(connection);
            var keys = new AuthenticatorKeys(DataProtectionProvider.Create(new DirectoryInfo(folder), Protection.Configure));
            return args is [_, var name] ? await PrintOne(database, keys, name.Contains('@') ? name : name + "@example.org") : await PrintKeys(database, keys);
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

    private static async Task<int> PrintOne(NpgsqlDataSource database, AuthenticatorKeys keys, string email)
    {
        if (await Find(database, "a.normalized_email = $1", email.ToUpperInvariant()) is not [var found])
            return Fail($"There is no account {email}.");
        if (found.ProtectedKey is null)
            return Fail($"{email} has no authenticator app: the password is enough.");
        if (keys.Unprotect(found.Subject, found.ProtectedKey) is not { } key)
            return Fail($"The key of {email} was encrypted by another installation.");
        // A code is accepted once. The next one is accepted already; if that was used too, it takes until the one after.
        var step = Math.Max(Totp.StepAt(DateTimeOffset.UtcNow), found.LastStep + 1);
        if (Totp.StartOf(step - 1) - DateTimeOffset.UtcNow is { Ticks: > 0 } wait)
            await Task.Delay(wait);
        Console.WriteLine($"key   {Totp.Base32(key)}");
        Console.WriteLine($"code  {Totp.CodeAt(key, step)}");
        return 0;
    }

    private static async Task<int> PrintKeys(NpgsqlDataSource database, AuthenticatorKeys keys)
    {
        foreach (var found in await Find(database, "a.email like '%@' || $1 and t.subject is not null", "example.org"))
            if (keys.Unprotect(found.Subject, found.ProtectedKey!) is { } key)
                Console.WriteLine($"{found.Email,-28}{Totp.Base32(key)}");
        return 0;
    }

    private static async Task<IReadOnlyList<Found>> Find(NpgsqlDataSource database, string condition, string value)
    {
        await using var find = database.CreateCommand(
            $"select a.id, a.email, t.protected_key, coalesce(t.last_step, 0) from account a left join authenticator t on t.subject = a.id where {condition} order by a.email");
        find.Parameters.Add(new() { Value = value });
        await using var rows = await find.ExecuteReaderAsync();
        var found = new List<Found>();
        while (await rows.ReadAsync())
            found.Add(new(rows.GetGuid(0), rows.GetString(1), await rows.IsDBNullAsync(2) ? null : rows.GetFieldValue<byte[]>(2), rows.GetInt64(3)));
        return found;
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
