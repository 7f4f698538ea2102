using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Charter.Identity.Offices;

/// <summary>
/// The command <c>appoint-registrar EMAIL</c>: makes somebody who has an account a registrar for a year, or for another year. The first of an installation is
/// appointed so, and one where the last registrar's office has run out. Starts neither web server nor consumers.
/// </summary>
internal static class AppointRegistrar
{
    public const string Name = "appoint-registrar";

    public static async Task<int> Run(WebApplicationBuilder builder, string[] args)
    {
        builder.Logging.ClearProviders();
        if (args is not [_, { Length: > 0 } email])
            return Fail($"Say whom: {Name} EMAIL, the address of an account.");
        try
        {
            await using var app = builder.Build();
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            var time = app.Services.GetRequiredService<TimeProvider>();
            var normalized = email.Trim().ToUpperInvariant();
            var account = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized && u.EmailConfirmed);
            if (account is null)
                return Fail($"There is no account {email}. The person creates one first and confirms the address.");
            var until = time.Today().AddYears(1);
            await db.Alone(OfficeRules.Registrars, async () =>
            {
                await OfficeRules.MayHold(db, account.Id, Roles.Registrar, CancellationToken.None);
                return await OfficeRules.Give(db, account.Id, Roles.Registrar, until, by: null, time.GetUtcNow(), CancellationToken.None);
            }, CancellationToken.None);
            Console.WriteLine($"{email} is registrar until {until:yyyy-MM-dd}");
            return 0;
        }
        catch (Refusal refusal)
        {
            return Fail(refusal.Message);
        }
        catch (Exception e) when (e.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn })
        {
            return Fail("The database is not of this version. Start the service, which brings it up to date, and try again.");
        }
        catch (Exception e) when (e.GetBaseException() is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return Fail($"The database of the identity service does not answer: {e.GetBaseException().Message}");
        }
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
