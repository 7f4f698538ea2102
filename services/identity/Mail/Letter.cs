using System.Text.Json;

namespace Charter.Identity.Mail;

/// <summary>
/// A mail that is to be sent. It is saved together with what it tells of (<see cref="IdentityDb.Post"/>), so that none is lost and none tells of
/// what did not happen. The row goes when the mail has gone; only a local installation keeps it, to show it.
/// </summary>
internal sealed class Letter
{
    public Guid Id { get; init; }
    public required string Recipient { get; init; }
    public required string Template { get; init; }
    /// <summary>What fills the template, as a JSON object. May hold the secret of a link.</summary>
    public required string Content { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset NextAttemptAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }

    /// <param name="recipient">One e-mail address.</param>
    /// <param name="template">Name of a file in Mail/Templates, without its ending.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="values">Exactly what the template asks for; one that begins with a slash is an address of the portal and becomes a full one.</param>
    public static Letter To(string recipient, string template, DateTimeOffset now, params (string Name, string Value)[] values)
    {
        var given = values.ToDictionary(v => v.Name, v => v.Value);
        Mail.Template.Named(template).Check(given.Keys);
        return new()
        {
            Id = Guid.CreateVersion7(),
            Recipient = recipient,
            Template = template,
            Content = JsonSerializer.Serialize(given),
            CreatedAt = now,
            NextAttemptAt = now,
        };
    }
}
