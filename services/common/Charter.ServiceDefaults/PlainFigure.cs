namespace Charter.ServiceDefaults;

/// <summary>Figures as people write them, however many places the database keeps.</summary>
public static class PlainFigure
{
    /// <summary>The same figure without the zeros behind its last digit.</summary>
    public static decimal Plain(this decimal figure) => figure / 1.0000000000000000000000000000m;

    /// <inheritdoc cref="Plain(decimal)"/>
    public static decimal? Plain(this decimal? figure) => figure?.Plain();
}
