using Charter.ServiceDefaults;
using NpgsqlTypes;

namespace Charter.Champions.Appointments;

/// <summary>
/// A person whom an organisation appointed to speak for social value. Named by e-mail address; the account is linked once its holder is seen, and
/// the address, by which that is known, is shown to nobody.
/// </summary>
internal sealed class Champion
{
    private Champion() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid OrganisationId { get; private init; }
    public string Name { get; private set; } = "";
    /// <summary>Lower-case name: the order of the directory and its keyset.</summary>
    public string SortName { get; private set; } = "";
    public string? JobTitle { get; private set; }
    public string[] Specialisms { get; private set; } = [];
    /// <summary>Lower-case; private.</summary>
    public string Email { get; private set; } = "";
    /// <summary>Account of the champion; null until known.</summary>
    public Guid? Subject { get; private set; }
    /// <summary>The person erased the account; nothing here leads to them any more.</summary>
    public bool IsErased { get; private set; }
    public Guid AppointedBy { get; private init; }
    public DateTimeOffset AppointedAt { get; private init; }
    public string SearchText { get; private set; } = "";
    public NpgsqlTsVector Search { get; private init; } = null!;

    public static Champion Appoint(AppointChampion.Request request, Caller signatory, DateTimeOffset now)
    {
        var email = Normal(request.Email);
        var name = request.Name.Trim();
        var jobTitle = string.IsNullOrWhiteSpace(request.JobTitle) ? null : request.JobTitle.Trim();
        string[] specialisms = [.. (request.Specialisms ?? []).Select(s => s.Trim())];
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            OrganisationId = request.OrganisationId,
            Name = name,
            SortName = name.ToLowerInvariant(),
            JobTitle = jobTitle,
            Specialisms = specialisms,
            Email = email,
            Subject = email == Normal(signatory.Email) ? signatory.Subject : null,
            AppointedBy = signatory.Subject,
            AppointedAt = now,
            SearchText = string.Join(' ', [name, jobTitle, .. specialisms]),
        };
    }

    /// <summary>The person appointed has been seen under this account.</summary>
    public void Link(Guid subject)
    {
        if (Subject is not null)
            throw new InvalidOperationException("The account of a champion is linked once.");
        Subject = subject;
        Version++;
    }

    /// <summary>The person appointed erased the account. What they published stays, without a name.</summary>
    public void Erase()
    {
        if (IsErased)
            return;
        IsErased = true;
        Version++;
        (Name, SortName, JobTitle, Specialisms, SearchText) = (Withheld, Withheld, null, [], "");
        Email = $"{Id}@erased.invalid";   // still one of a kind in the organisation, and nobody's
    }

    /// <summary>What stands where a name stood.</summary>
    public const string Withheld = "name withheld";

    /// <summary>The one spelling under which addresses are compared.</summary>
    public static string Normal(string email) => email.Trim().ToLowerInvariant();
}
