using System.Globalization;

namespace Charter.Portal.Maps;

/// <summary>A square for each authority of the North West, laid out by us so that neighbours stand beside each other as far as squares allow.</summary>
internal static class Tiles
{
    private const int Size = 100, Gap = 6;

    private static readonly string[] Rows =
    [
        ".. .. E06000063:CUM .. .. .. ..",
        ".. .. .. E06000064:WAF .. .. ..",
        ".. .. .. E07000121:LAN .. .. ..",
        ".. E06000009:BPL E07000128:WYR E07000123:PRE E07000124:RIB E07000122:PEN ..",
        ".. .. E07000119:FYL E07000126:SRI E06000008:BWD E07000120:HYN E07000117:BUR",
        ".. E08000014:SEF E07000127:WLA E07000118:CHO E08000001:BOL E07000125:ROS E08000005:ROC",
        "E08000012:LIV E08000011:KNO E08000013:STH E08000010:WIG E08000006:SAL E08000002:BRY E08000004:OLD",
        "E08000015:WIR .. E06000006:HAL E06000007:WAR E08000009:TRA E08000003:MAN E08000008:TAM",
        ".. .. E06000050:CWC .. E06000049:CHE E08000007:STO ..",
    ];

    public static (int Width, int Height) Box => (7 * Size, Rows.Length * Size);

    public static IReadOnlyDictionary<string, Shape> All { get; } = Rows.SelectMany((row, y) => row.Split(' ').Select((cell, x) => (Cell: cell.Split(':'), x, y)))
        .Where(tile => tile.Cell.Length == 2).ToDictionary(tile => tile.Cell[0], tile => new Shape(
            string.Create(CultureInfo.InvariantCulture, $"M{tile.x * Size + Gap / 2} {tile.y * Size + Gap / 2}h{Size - Gap}v{Size - Gap}h-{Size - Gap}z"),
            tile.Cell[1], tile.x * Size + Size / 2, tile.y * Size + Size / 2));
}
