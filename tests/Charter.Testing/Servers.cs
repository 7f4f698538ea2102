using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Npgsql;

namespace Charter.Testing;

/// <summary>The private PostgreSQL and RabbitMQ that <c>./charter test</c> starts; each fixture gets a database and a virtual host of its own.</summary>
public static class Servers
{
    /// <summary>Makes an empty database and returns its connection string.</summary>
    public static async Task<string> NewDatabase(string name)
    {
        var server = new NpgsqlConnectionStringBuilder(Setting("CHARTER_TEST_POSTGRES"));
        var database = $"{name}_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {database}", connection);
        await create.ExecuteNonQueryAsync();
        server.Database = database;
        server.MaxPoolSize = 20;
        (server.Timeout, server.CommandTimeout) = (100, 100);   // what hosts wait elsewhere is too short for a machine that stalls
        return server.ConnectionString;
    }

    /// <summary>Drops what <see cref="NewDatabase"/> made.</summary>
    public static async Task DropDatabase(string connectionString)
    {
        await using var connection = new NpgsqlConnection(Setting("CHARTER_TEST_POSTGRES"));
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)", connection);
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>Makes a virtual host and returns the address of the broker with it.</summary>
    public static async Task<string> NewVirtualHost(string name)
    {
        var broker = new UriBuilder(Setting("CHARTER_TEST_RABBITMQ"));
        var host = $"{name}-{Guid.NewGuid():n}";
        using var management = Management(broker);
        (await management.PutAsync($"api/vhosts/{host}", null)).EnsureSuccessStatusCode();
        (await management.PutAsJsonAsync($"api/permissions/{host}/{broker.UserName}", new { configure = ".*", write = ".*", read = ".*" })).EnsureSuccessStatusCode();
        broker.Path = host;
        return broker.Uri.ToString();
    }

    /// <summary>Drops what <see cref="NewVirtualHost"/> made.</summary>
    public static async Task DropVirtualHost(string address)
    {
        var broker = new UriBuilder(address);
        using var management = Management(broker);
        await management.DeleteAsync($"api/vhosts/{broker.Path.Trim('/')}");
    }

    private static HttpClient Management(UriBuilder broker) => new()
    {
        BaseAddress = new Uri(Setting("CHARTER_TEST_RABBITMQ_MANAGEMENT").TrimEnd('/') + "/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{broker.UserName}:{broker.Password}"))) },
    };

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set. Run the tests with ./charter test.");
}
