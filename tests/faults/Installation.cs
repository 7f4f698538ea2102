using System.Diagnostics;
using System.Net.Http.Headers;
using Npgsql;

namespace Charter.Faults.Tests;

/// <summary>The installation that <c>./charter test</c> started: its addresses, its accounts, its databases and the command <c>./charter</c>.</summary>
internal static class Installation
{
    public static Uri Gateway { get; } = new(Setting("CHARTER_TEST_URL"));
    public static string Home { get; } = Setting("CHARTER_TEST_HOME");
    public static string Evidence { get; } = Path.Combine(Home, "evidence");

    /// <summary>A client for the gateway that keeps no cookies and lets nothing wait longer than a hang is allowed to be seen.</summary>
    public static HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = Gateway,
            Timeout = TimeSpan.FromSeconds(30),
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client with the token of an account.</summary>
    public static async Task<HttpClient> As(string account) => Client((await Command("token", account)).Trim());

    /// <summary>An account of its own for a worker: nobody may belong to hundreds of organisations, because a token names them all.</summary>
    public static async Task<string> NewAccount(string name)
    {
        var email = $"{name}@example.org";
        await using var database = Database("identity");
        await using var insert = database.CreateCommand("""
            insert into account select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'name', $1::text,
              'user_name', $2::text, 'normalized_user_name', upper($2), 'email', $2, 'normalized_email', upper($2)))).*
            from account a where normalized_email = 'NEWCOMER@EXAMPLE.ORG' on conflict do nothing
            """);
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = email });
        await insert.ExecuteNonQueryAsync();
        return email;
    }

    /// <summary>A service's database, past the service and past every fault.</summary>
    public static NpgsqlDataSource Database(string name) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Setting("CHARTER_TEST_POSTGRES")) { Database = name, MaxPoolSize = 4 }.ConnectionString);

    /// <summary>Runs <c>./charter</c>; fails with what it said unless it ends well.</summary>
    public static async Task<string> Command(params string[] arguments)
    {
        using var command = Process.Start(new ProcessStartInfo(Path.Combine(Setting("CHARTER_ROOT"), "charter"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CHARTER_HOME"] = Home },
        })!;
        var (output, errors) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return command.ExitCode == 0 ? await output : throw new InvalidOperationException($"./charter {string.Join(' ', arguments)} failed: {await output}{await errors}");
    }

    public static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set. Run the tests with ./charter test.");
}
