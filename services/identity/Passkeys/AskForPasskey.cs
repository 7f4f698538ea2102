using System.Text.Json;
using Charter.Identity.Accounts;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Charter.Identity.Passkeys;

/// <summary>What the browser needs to show any passkey for this site; whose it is, the passkey says.</summary>
internal static class AskForPasskey
{
    /// <param name="Options">For <c>navigator.credentials.get()</c>.</param>
    /// <param name="Ticket">To be sent back with what that gives.</param>
    internal sealed record Question(JsonElement Options, string Ticket);

    /// <summary>What the ticket says: somebody was asked this.</summary>
    internal sealed record Asked(string State);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/passkeys/question", Handle).AllowEveryone().WithSummary("Ask for a passkey");

    private static async Task<Ok<Question>> Handle(HttpContext http, IPasskeyHandler<Account> passkeys, Tickets tickets)
    {
        var made = await passkeys.MakeRequestOptionsAsync(null, http);
        return TypedResults.Ok(new Question(JsonElement.Parse(made.RequestOptionsJson), tickets.Write(new Asked(made.AssertionState!), PasskeyRules.TimeToAnswer)));
    }
}
