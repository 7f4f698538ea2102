using Charter.Champions.Appointments;
using NpgsqlTypes;

namespace Charter.Champions.Practices;

/// <summary>Stages of the commissioning cycle (seed 004, "Deliver social value").</summary>
internal static class CommissioningStages
{
    public static IReadOnlyList<string> All { get; } = ["need-assessment", "advertisement", "specification", "evaluation", "contract-compliance"];
}

/// <summary>What a champion's organisation did and what changed, written down for the others.</summary>
internal sealed class Practice
{
    private Practice() { }

    public Guid Id { get; private init; }
    public Guid OrganisationId { get; private init; }
    public Guid ChampionId { get; private init; }
    public string Title { get; private init; } = "";
    public string DeliveryArea { get; private init; } = "";
    /// <summary>Lower-case delivery area, by which the list is filtered.</summary>
    public string AreaKey { get; private init; } = "";
    public string? Stage { get; private init; }
    public string? Outcome { get; private init; }
    public string Summary { get; private init; } = "";
    public string WhatWeDid { get; private init; } = "";
    public string WhatChanged { get; private init; } = "";
    public Guid PublishedBy { get; private init; }
    public DateTimeOffset PublishedAt { get; private init; }
    public NpgsqlTsVector Search { get; private init; } = null!;

    public static Practice Publish(PublishPractice.Request request, Champion champion, Guid by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganisationId = request.OrganisationId,
        ChampionId = champion.Id,
        Title = request.Title.Trim(),
        DeliveryArea = request.DeliveryArea.Trim(),
        AreaKey = KeyOf(request.DeliveryArea),
        Stage = request.Stage,
        Outcome = string.IsNullOrWhiteSpace(request.Outcome) ? null : request.Outcome.Trim(),
        Summary = request.Summary.Trim(),
        WhatWeDid = request.WhatWeDid.Trim(),
        WhatChanged = request.WhatChanged.Trim(),
        PublishedBy = by,
        PublishedAt = now,
    };

    /// <summary>The one spelling under which delivery areas are compared.</summary>
    public static string KeyOf(string deliveryArea) => deliveryArea.Trim().ToLowerInvariant();
}
