using Npgsql;

namespace Charter.Performance;

/// <summary>Where the installation is that is measured, and the floor beside it; tests/performance/run says so.</summary>
internal sealed record Installation(string Home, string Url, string FloorUrl, string Postgres)
{
    public static Installation FromEnvironment() => new(Of("HOME"), Of("URL"), Of("FLOOR_URL"), Of("POSTGRES"));

    /// <summary>A database of the installation, as its superuser.</summary>
    public NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create($"{Postgres};Database={name};Command Timeout=0;Maximum Pool Size=4");

    private static string Of(string name) => Environment.GetEnvironmentVariable("PERFORMANCE_" + name) ?? throw new InvalidOperationException($"PERFORMANCE_{name} is not set: start tests/performance/run.");
}

internal static class Statements
{
    public static async Task<T?> Ask<T>(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync() is { } found and not DBNull ? (T)found : default;
    }

    public static async Task Do(this NpgsqlDataSource database, string sql, params object[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
