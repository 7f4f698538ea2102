using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Charter.Identity.Mail;

/// <summary>Where mails go: settings under <c>Mail</c>.</summary>
internal sealed class MailSettings
{
    /// <summary>Who they are from, such as <c>Charter &lt;no-reply@charter.example.org&gt;</c>.</summary>
    public string From { get; init; } = "";
    /// <summary>A mail server; or a folder, below.</summary>
    public string? Host { get; init; }
    public int Port { get; init; } = 587;
    /// <summary>STARTTLS. Without it the server must be on the same machine or in a network of ours.</summary>
    public bool Tls { get; init; } = true;
    public string? User { get; init; }
    public string? Password { get; init; }
    /// <summary>Takes each mail as an <c>.eml</c> file instead of sending it: for a local installation.</summary>
    public string? Folder { get; init; }
}

/// <summary>Gives one mail to the mail server, or puts it into a folder. One that is given twice has the same Message-ID, by which mailboxes know it.</summary>
internal sealed class Sender(MailSettings settings)
{
    public bool HasWay => !string.IsNullOrEmpty(settings.Host) || !string.IsNullOrEmpty(settings.Folder);

    public async Task Send(Guid id, string recipient, Rendered mail, CancellationToken cancel)
    {
        var from = new MailAddress(settings.From);
        using var message = new MailMessage
        {
            From = from,
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
            Headers = { ["Message-ID"] = $"<{id}@{from.Host}>", ["Auto-Submitted"] = "auto-generated" },
        };
        message.To.Add(new MailAddress(recipient));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        if (!string.IsNullOrEmpty(settings.Folder))
            await PutDown(id, message, settings.Folder, cancel);
        else
        {
            using var server = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
            if (!string.IsNullOrEmpty(settings.User))
                server.Credentials = new NetworkCredential(settings.User, settings.Password);
            await server.SendMailAsync(message, cancel);
        }
    }

    // The client names files at random; under a name of our own a mail that comes twice is there once, and whole.
    private static async Task PutDown(Guid id, MailMessage message, string folder, CancellationToken cancel)
    {
        var aside = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(folder), $".{id}"));
        try
        {
            using var writer = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = aside.FullName };
            await writer.SendMailAsync(message, cancel);
            aside.GetFiles().First().MoveTo(Path.Combine(Path.GetFullPath(folder), $"{id}.eml"), overwrite: true);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }
}
