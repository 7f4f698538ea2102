using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

/// <summary>Answers in the shapes of the services. One organisation stands in each.</summary>
internal sealed record Given(string Text = "Irwell Valley Trust")
{
    private static readonly object[] Place = [new { code = "E08000006", name = "Salford" }];

    public Guid Organisation { get; } = Guid.CreateVersion7();
    public Guid Charter { get; } = Guid.CreateVersion7();
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Person Editor => Person.With().Of(Organisation, Roles.Signatory, Roles.Editor);

    public object Register => new
    {
        items = new[] { new { organisationId = Organisation, name = Text, sector = Text, kind = "provider", sizeBand = "small", places = Place, signedOn = "2026-11-21", charterId = Charter, charterVersion = 1, mark = Text, status = Text, commitments = new[] { Text } } },
        total = 1,
        totalIsEstimate = false,
        facets = new { status = Facet, sector = Facet, place = Facet, mark = Facet, commitment = Facet },
        next = Text,
    };

    public object Entry(string markStatus = "active") => new
    {
        organisationId = Organisation,
        name = Text,
        sector = Text,
        kind = Text,
        sizeBand = Text,
        places = Place,
        identifiers = new[] { new { scheme = Text, id = Text } },
        signature = new { id = Id, charterId = Charter, charterTitle = Text, version = 1, contentHash = Text, signedOn = "2026-11-21", status = "in-force", signatory = new { name = Text, role = Text } },
        duties = new[] { new { code = "E1", commitment = "embed", binding = "every-signatory", text = Text, state = Text } },
        pledges = new[]
        {
            new
            {
                id = Id, commitment = "embed", pillar = Text, outcome = Text, title = Text, measure = Text, unit = Text, baseline = 0, target = 1250.5m, dueOn = "2027-03-01", status = Text,
                progress = new { value = 1, on = "2026-11-02" }, evidence = new[] { new { id = Id, title = Text, state = Text, introducedOn = "2026-04-01" } },
            },
        },
        mark = new { level = "bronze", awardId = Id, awardedOn = "2023-11-21", validUntil = "2026-11-20", status = markStatus },
    };

    public object Award(string status = "active") => new
    {
        awardId = Id,
        organisationId = Organisation,
        organisationName = Text,
        level = "bronze",
        schemeId = "salford-model-1",
        schemeTitle = Text,
        scope = new { legalEntity = Text, places = Place },
        awardedOn = "2023-11-21",
        validUntil = "2026-11-20",
        status,
        verificationUrl = $"https://charter.example.org/verify/{Id}",
    };

    public object Pledge => new
    {
        id = Id,
        organisationId = Organisation,
        organisationName = Text,
        charterId = Charter,
        charterVersion = 1,
        commitment = Text,
        duty = Text,
        pillar = Text,
        outcome = Text,
        title = Text,
        measure = Text,
        unit = Text,
        baseline = 0,
        target = 12,
        dueOn = "2027-03-31",
        status = Text,
        madeOn = "2026-11-21",
        version = 3,
        direction = "increase",
        baselineOn = "2026-03-31",
        owner = Text,
        place = "E08000006",
        targetGroups = new[] { "disability" },
        segment = "community",
        standing = Text,
        endedOn = (string?)null,
        history = new[] { new { kind = "amended", version = 3, reason = Text, fields = new[] { new { field = "title", before = Text, after = Text } }, by = (Guid?)null, at = "2026-11-22T10:00:00Z" } },
        latestProgress = new { value = 3, on = "2026-11-21", confidence = "measured" },
        progress = new[] { new { id = Id, value = 3, on = "2026-11-21", confidence = Text, source = Text, note = Text, reportedAt = "2026-11-21T10:00:00Z" } },
        evidence = new[] { Evidence },
    };

    public object Evidence => EvidenceIn("submitted");

    public object EvidenceIn(string state) => new
    {
        id = Id,
        pledgeId = Id,
        pledgeTitle = Text,
        organisationId = Organisation,
        organisationName = Text,
        commitment = Text,
        title = Text,
        introducedOn = "2026-04-01",
        impact = Text,
        link = Text,
        file = new { name = Text, mediaType = "text/plain", size = 1234, sha256 = Text },
        files = new[] { new { name = Text, mediaType = "text/plain", size = 1234, sha256 = Text, position = 1, scan = "not-scanned" }, new { name = "table.csv", mediaType = "text/csv", size = 99, sha256 = "00", position = 2, scan = "clean" } },
        kind = "policy",
        validUntil = "2029-03-31",
        reasons = new[] { "not-dated" },
        duties = new[] { Text, "embed" },
        pledges = new[] { new { id = Other, title = Text } },
        edition = 2,
        whatChanged = Text,
        editions = new[]
        {
            new { id = Id, edition = 2, state = "submitted", submittedOn = "2026-11-21", reviewedOn = (string?)null, whatChanged = (string?)Text, reasons = Array.Empty<string>(), reason = (string?)null },
            new { id = Guid.Empty, edition = 1, state = "superseded", submittedOn = "2026-10-01", reviewedOn = (string?)"2026-10-20", whatChanged = (string?)null, reasons = new[] { "not-dated" }, reason = (string?)Text },
        },
        isNewest = true,
        state,
        submittedOn = "2026-11-21",
        reviewedOn = "2026-11-21",
        reason = Text,
    };

    public object Practice => new
    {
        id = Id,
        organisationId = Organisation,
        organisationName = Text,
        championId = Id,
        championName = Text,
        title = Text,
        deliveryArea = Text,
        stage = Text,
        outcome = Text,
        summary = Text,
        whatWeDid = Text,
        whatChanged = Text,
        publishedOn = "2026-11-21",
    };

    public string PledgeForm => $"/organisations/{Organisation}/pledges/new";
    public string PledgeCall => $"POST /api/organisations/{Organisation}/pledges";

    /// <summary>A pledge as somebody types it.</summary>
    public static (string Name, string Value)[] Typed(params (string Name, string Value)[] instead) =>
        [.. new[]
        {
            ("Title", "Twelve \"paid\" placements"), ("Commitment", "deliver"), ("Pillar", "social"), ("Outcome", "More good jobs"), ("Measure", "Placements started"), ("Unit", "people"),
            ("Baseline", "0"), ("Target", "12"), ("DueOn.Day", "31"), ("DueOn.Month", "3"), ("DueOn.Year", "2027"),
        }.Where(field => instead.All(other => other.Name != field.Item1)), .. instead];

    /// <summary>An editor at whose organisation pledges can be made.</summary>
    public Visitor EditorAt(PortalFixture portal) => portal.As(Editor)
        .Finds($"GET /api/organisations/{Organisation}/duties", new { items = Array.Empty<object>(), charterId = Charter, charterVersion = 1, charterTitle = Text })
        .Finds($"GET /api/organisations/{Organisation}", new { id = Organisation, name = Text, sector = Text, kind = "both", sizeBand = "small", status = "confirmed", identifiers = Array.Empty<object>(), places = Place, registeredOn = "2026-11-01" })
        .Finds("GET /api/places", new { items = new[] { new { code = "E08000006", name = "Salford", type = "district", parent = new { code = "E11000001", name = "Greater Manchester" } } } })
        .Finds($"GET /api/charters/{Charter}/versions/1", new
        {
            charterId = Charter,
            version = 1,
            status = "published",
            currentVersion = 1,
            inForceFrom = "2026-11-01",
            publishedOn = "2026-11-01",
            contentHash = "00",
            content = new { title = Text, outcomeMenu = new[] { new { theme = "Work", outcomes = new[] { "More good jobs", "Fair pay" } } } },
        })
        .Finds(PledgeCall, new { id = Id }, HttpStatusCode.Created);

    private object[] Facet => [new { value = Text, label = Text, count = 1 }];

    /// <summary>An editor before the form for evidence of the pledge.</summary>
    public Visitor Attaching(PortalFixture portal, bool filesAreScanned = false) => EditorAt(portal)
        .Finds($"GET /api/organisations/{Organisation}/duties", new
        {
            items = new[]
            {
                new { code = "embed", commitment = "embed", binding = "every-signatory", text = "Adapt policies.", state = "in-place" },
                new { code = "P1", commitment = "embed", binding = "provider", text = "Measure what you do.", state = "not-started" },
            },
            charterId = Charter,
            charterVersion = 1,
            charterTitle = Text,
        })
        .Finds($"GET /api/organisations/{Organisation}/pledges", new { items = new[] { new { id = Other, title = "Fair pay for everybody" } } })
        .Finds($"GET /api/pledges/{Id}", Pledge)
        .Finds($"GET /api/evidence/{Id}", EvidenceIn("returned"))
        .Finds("GET /api/evidence/rules", new { filesAreScanned, mostFiles = 10, largestTogether = 26214400, accepted = "Attach a PDF.", kinds = new[] { new { value = "policy", months = 36 }, new { value = "other", months = 18 } } })
        .Finds($"POST /api/pledges/{Id}/evidence", new { id = Other }, HttpStatusCode.Created)
        .Finds($"POST /api/evidence/{Id}/versions", new { id = Other }, HttpStatusCode.Created);

    public Guid Other { get; } = Guid.CreateVersion7();
}
