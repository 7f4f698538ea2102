using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>
/// What one step of signing in or setting up hands to the next: encrypted, for that step alone, and good for minutes. No replica remembers a
/// ticket until it is used; then a row keeps it from being used again.
/// </summary>
internal sealed class Tickets(IDataProtectionProvider protection, TimeProvider time)
{
    private IDataProtector For<T>() => protection.CreateProtector("Charter.Identity.Ticket", typeof(T).Name);

    public string Write<T>(T content, TimeSpan good) =>
        Base64Url.EncodeToString(For<T>().Protect(JsonSerializer.SerializeToUtf8Bytes(new Ticket<T>(Guid.CreateVersion7(), time.GetUtcNow() + good, content))));

    /// <summary>Null when it is not for this step, changed or too old. Whether it was used before, <see cref="Use"/> says.</summary>
    public Ticket<T>? Read<T>(string written)
    {
        try
        {
            var ticket = JsonSerializer.Deserialize<Ticket<T>>(For<T>().Unprotect(Base64Url.DecodeFromChars(written)));
            return ticket is not null && ticket.Until > time.GetUtcNow() ? ticket : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// Adds to the context that the ticket is used: it commits with what the ticket was for. False when it was used before; of two uses at the
    /// same moment the database refuses one.
    /// </summary>
    public static async Task<bool> Use<T>(IdentityDb db, Ticket<T> ticket, CancellationToken cancel)
    {
        if (await db.SpentTickets.AnyAsync(t => t.Id == ticket.Id, cancel))
            return false;
        db.Add(new SpentTicket { Id = ticket.Id, ExpiresAt = ticket.Until });
        return true;
    }
}

internal sealed record Ticket<T>(Guid Id, DateTimeOffset Until, T Content);

/// <summary>A ticket that was used; dropped when it would be too old anyway.</summary>
internal sealed class SpentTicket
{
    public Guid Id { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
}
