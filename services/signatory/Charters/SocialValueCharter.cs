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
    /// <summary>Newest number given to a version. That of a deleted draft is not given again; whoever drafts while the charter is deleted writes to the same row.</summary>
    public int LastNumber { get; private set; }
    public IReadOnlyList<CharterVersion> Versions => _versions;

    public static SocialValueCharter Start(CharterContent content, DateTimeOffset now)
    {
        var charter = new SocialValueCharter { Id = Guid.CreateVersion7(now) };
        charter.Draft(content, now);
        return charter;
    }

    public CharterVersion Draft(CharterContent content, DateTimeOffset now)
    {
        LastNumber = _versions.Select(v => v.Number).Append(LastNumber).Max() + 1;
        var version = new CharterVersion(Id, LastNumber, content, now);
        _versions.Add(version);
        return version;
    }

    /// <summary>Replaces the text of a draft.</summary>
    /// <param name="seen">Hash of the text that whoever edits has before them; null when they do not say.</param>
    public CharterVersion Edit(int number, CharterContent content, string? seen)
    {
        var version = DraftOf(number, seen);
        version.Write(content);
        return version;
    }

    /// <summary>Takes back a draft.</summary>
    public CharterVersion Discard(int number, string? seen)
    {
        var version = DraftOf(number, seen);
        _versions.Remove(version);
        return version;
    }

    /// <summary>The first day on which a version published today may come into force.</summary>
    public DateOnly EarliestInForce(DateOnly today)
    {
        if (NewestPublished() is not { } latest)
            return today;
        var noticed = today.AddDays(NoticeDays());
        return latest.InForceFrom > noticed ? latest.InForceFrom.Value : noticed;
    }

    /// <summary>The notice that signatories are given of a new version, by the rules of the newest published one.</summary>
    public int NoticeDays() => NewestPublished()?.ReadContent().SigningOrDefault().NoticeDays ?? 0;

    private CharterVersion? NewestPublished() => _versions.Where(v => v.PublishedAt is not null).MaxBy(v => v.Number);

    private CharterVersion DraftOf(int number, string? seen)
    {
        var version = _versions.SingleOrDefault(v => v.Number == number) ?? throw SignatoryErrors.NoVersion();
        if (version.PublishedAt is not null)
            throw SignatoryErrors.AlreadyPublished(number);
        if (seen is not null && seen != version.ContentHash)
            throw SignatoryErrors.DraftChanged(number);
        return version;
    }

    /// <summary>Publishes a draft; from the day on which it comes into force it supersedes what came before.</summary>
    /// <param name="from">That day; the earliest possible when none is given.</param>
    /// <param name="seen">Hash of the text that whoever publishes has read; null when they do not say.</param>
    public CharterVersion Publish(int number, DateOnly? from, string? seen, Guid by, DateTimeOffset now)
    {
        var version = DraftOf(number, seen);
        var earliest = EarliestInForce(now.LocalDay());
        var inForceFrom = from ?? earliest;
        if (NewestPublished() is { } latest)
        {
            if (latest.Number > number)
                throw SignatoryErrors.OlderThanPublished(number, latest.Number);
            if (latest.ContentHash == version.ContentHash)
                throw SignatoryErrors.SameAsPublished(latest.Number);
            if (inForceFrom < latest.InForceFrom)
                throw InvalidRequest.For("inForceFrom", $"This must be on or after {latest.InForceFrom:yyyy-MM-dd}, when version {latest.Number} comes into force.");
        }
        if (version.ReadContent().Unfinished() is { Count: > 0 } unfinished)
            throw SignatoryErrors.Unfinished(unfinished);
        if (inForceFrom < now.LocalDay())
            throw InvalidRequest.For("inForceFrom", "This must be today or later: a charter is never back-dated.");
        if (inForceFrom > now.LocalDay().AddYears(LongestNoticeYears))
            throw InvalidRequest.For("inForceFrom", $"This must be at most {LongestNoticeYears} years ahead.");
        if (inForceFrom < earliest)
            throw SignatoryErrors.NoticeTooShort(NoticeDays(), earliest);
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
        DraftedAt = now;
        Write(content);
    }

    public Guid CharterId { get; private init; }
    public int Number { get; private init; }
    public string Title { get; private set; } = "";
    public string Partnership { get; private set; } = "";
    public string Content { get; private set; } = "";
    public string ContentHash { get; private set; } = "";
    public DateTimeOffset DraftedAt { get; private init; }
    public DateTimeOffset? PublishedAt { get; private set; }
    /// <summary>Not known of the first versions, which were published before it was kept.</summary>
    public Guid? PublishedBy { get; private set; }
    public DateOnly? InForceFrom { get; private set; }

    /// <summary>How it is signed. Most charters do not say, and need not be read for that: the text is canonical, so a member has one spelling.</summary>
    public SigningRules Rules() => Content.Contains("\"signing\":{", StringComparison.Ordinal) ? ReadContent().SigningOrDefault() : SigningRules.Usual;

    public CharterContent ReadContent() => JsonSerializer.Deserialize<CharterContent>(Content, JsonSerializerOptions.Web)!;

    /// <summary>draft, published or superseded.</summary>
    /// <param name="current">Number of the version in force, if any.</param>
    public string StatusWhen(int? current) => PublishedAt is null ? "draft" : current > Number ? "superseded" : "published";

    /// <summary>What was published of the publication.</summary>
    public CharterPublished Publication()
    {
        var content = ReadContent();
        return new CharterPublished(CharterId, Number, Title, ContentHash, InForceFrom!.Value, content.AllDuties(), content.AllOutcomes(), PublishedBy ?? Guid.Empty, PublishedAt!.Value);
    }

    internal void Write(CharterContent content)
    {
        Title = content.Title.Trim();
        Partnership = content.Partnership.Trim();
        Content = CanonicalJson.Of(content, JsonSerializerOptions.Web);
        ContentHash = CanonicalJson.HashOf(Content);
    }

    internal void Publish(DateOnly inForceFrom, Guid by, DateTimeOffset now) => (InForceFrom, PublishedBy, PublishedAt) = (inForceFrom, by, now);
}
