using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Charters;

/// <summary>A partnership's charter: a line of versions, each immutable once published.</summary>
internal sealed class SocialValueCharter
{
    private const int LongestNoticeYears = 2;
    private readonly List<CharterVersion> _versions = [];

    private SocialValueCharter() { }

    public Guid Id { get; private init; }
    /// <summary>Newest version published; a write to the charter's own row, so that two publications at once do not pass each other.</summary>
    public int? PublishedVersion { get; private set; }
    public IReadOnlyList<CharterVersion> Versions => _versions;

    public static SocialValueCharter Start(CharterContent content, DateTimeOffset now)
    {
        var charter = new SocialValueCharter { Id = Guid.CreateVersion7(now) };
        charter.Draft(content, now);
        return charter;
    }

    public CharterVersion Draft(CharterContent content, DateTimeOffset now)
    {
        var version = new CharterVersion(Id, _versions.Select(v => v.Number).DefaultIfEmpty().Max() + 1, content, now);
        _versions.Add(version);
        return version;
    }

    /// <summary>Publishes a draft; from <paramref name="inForceFrom"/> on it supersedes what came before.</summary>
    public CharterVersion Publish(int number, DateOnly inForceFrom, Guid by, DateTimeOffset now)
    {
        var version = _versions.SingleOrDefault(v => v.Number == number) ?? throw SignatoryErrors.NoVersion();
        if (version.PublishedAt is not null)
            throw SignatoryErrors.AlreadyPublished(number);
        if (_versions.Where(v => v.PublishedAt is not null).MaxBy(v => v.Number) is { } latest)
        {
            if (latest.Number > number)
                throw SignatoryErrors.OlderThanPublished(number, latest.Number);
            if (latest.ContentHash == version.ContentHash)
                throw SignatoryErrors.SameAsPublished(latest.Number);
            if (inForceFrom < latest.InForceFrom)
                throw InvalidRequest.For("inForceFrom", $"This must be on or after {latest.InForceFrom:yyyy-MM-dd}, when version {latest.Number} comes into force.");
        }
        if (inForceFrom < now.LocalDay())
            throw InvalidRequest.For("inForceFrom", "This must be today or later: a charter is never back-dated.");
        if (inForceFrom > now.LocalDay().AddYears(LongestNoticeYears))
            throw InvalidRequest.For("inForceFrom", $"This must be at most {LongestNoticeYears} years ahead.");
        PublishedVersion = number;
        version.Publish(inForceFrom, by, now);
        return version;
    }
}

/// <summary>One version of a charter, with the hash that signatures quote.</summary>
internal sealed class CharterVersion
{
    private CharterVersion() { }

    internal CharterVersion(Guid charterId, int number, CharterContent content, DateTimeOffset now)
    {
        CharterId = charterId;
        Number = number;
        Title = content.Title.Trim();
        Partnership = content.Partnership.Trim();
        Content = CanonicalJson.Of(content, JsonSerializerOptions.Web);
        ContentHash = CanonicalJson.HashOf(Content);
        DraftedAt = now;
    }

    public Guid CharterId { get; private init; }
    public int Number { get; private init; }
    public string Title { get; private init; } = "";
    public string Partnership { get; private init; } = "";
    public string Content { get; private init; } = "";
    public string ContentHash { get; private init; } = "";
    public DateTimeOffset DraftedAt { get; private init; }
    public DateTimeOffset? PublishedAt { get; private set; }
    /// <summary>Not known of the first versions, which were published before it was kept.</summary>
    public Guid? PublishedBy { get; private set; }
    public DateOnly? InForceFrom { get; private set; }

    /// <summary>How it is signed. Most charters do not say, and need not be read for that: the text is canonical, so a member has one spelling.</summary>
    public SigningRules Rules() => Content.Contains("\"signing\":{", StringComparison.Ordinal) ? ReadContent().SigningOrDefault() : SigningRules.Usual;

    public CharterContent ReadContent() => JsonSerializer.Deserialize<CharterContent>(Content, JsonSerializerOptions.Web)!;

    /// <summary>What was published of the publication.</summary>
    public CharterPublished Publication()
    {
        var content = ReadContent();
        return new CharterPublished(CharterId, Number, Title, ContentHash, InForceFrom!.Value, content.AllDuties(), content.AllOutcomes(), PublishedBy ?? Guid.Empty, PublishedAt!.Value);
    }

    internal void Publish(DateOnly inForceFrom, Guid by, DateTimeOffset now) => (InForceFrom, PublishedBy, PublishedAt) = (inForceFrom, by, now);
}
