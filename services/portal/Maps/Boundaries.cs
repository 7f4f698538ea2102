using System.Globalization;
using System.Text;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.Portal.Maps;

/// <summary>
/// Areas from a GeoJSON file (RFC 7946) that the installation is given. What a feature is called is found by value: any property that is the code of a
/// known place. Thrown on a file that is no such thing: <see cref="FormatException"/> or <see cref="JsonException"/>.
/// </summary>
internal static class Boundaries
{
    private const long LargestFile = 32 * 1024 * 1024;
    private const int MostPoints = 1_000_000, Width = 700;
    /// <summary>How far, on a map 700 wide, a line may run beside the true one.</summary>
    private const double Tolerance = .6;

    // Not the counties: a district may state the one in which it lies.
    private static readonly HashSet<string> Districts = [.. Places.All.Select(place => place.Code)];

    public static (IReadOnlyDictionary<string, Shape> Shapes, int Height, string? Licence) Read(FileInfo file)
    {
        if (file.Length > LargestFile)
            throw new FormatException($"The file is larger than {LargestFile / 1024 / 1024} MB.");
        using var stream = file.OpenRead();
        using var json = JsonDocument.Parse(stream, new() { MaxDepth = 32 });
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw new FormatException("It is not a GeoJSON feature collection.");
        var left = MostPoints;
        var rings = new Dictionary<string, List<(double Lon, double Lat)[]>>();
        foreach (var feature in features.EnumerateArray())
            if (CodeOf(feature) is { } code && feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object)
                (rings.TryGetValue(code, out var known) ? known : rings[code] = []).AddRange(RingsOf(geometry, ref left));
        if (rings.Values.Sum(r => r.Count) == 0)
            throw new FormatException("It has no area with the code of a place that the register knows.");
        var (shapes, height) = Draw(rings);
        return (shapes, height, Licence(root));
    }

    private static string? Licence(JsonElement root) => new[] { "licence", "license", "attribution" }
        .Select(name => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) is { } text ? text.Trim()[..Math.Min(text.Trim().Length, 300)] : null;

    private static string? CodeOf(JsonElement feature) =>
        feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).Select(p => p.Value.GetString()!).FirstOrDefault(Districts.Contains)
            : null;

    private static List<(double Lon, double Lat)[]> RingsOf(JsonElement geometry, ref int left)
    {
        var polygons = (geometry.TryGetProperty("type", out var type) ? type.GetString() : null, geometry.TryGetProperty("coordinates", out var coordinates)) switch
        {
            ("Polygon", true) => [coordinates],
            ("MultiPolygon", true) => coordinates.EnumerateArray().ToArray(),
            _ => throw new FormatException("An area is neither a polygon nor several."),
        };
        var rings = new List<(double, double)[]>();
        foreach (var ring in polygons.SelectMany(polygon => polygon.EnumerateArray()))
        {
            if ((left -= ring.GetArrayLength()) < 0)
                throw new FormatException($"It has more than {MostPoints:N0} points.");
            rings.Add([.. ring.EnumerateArray().Select(PointOf)]);
        }
        return rings;
    }

    private static (double Lon, double Lat) PointOf(JsonElement point) =>
        point.ValueKind == JsonValueKind.Array && point.GetArrayLength() >= 2 && point[0].TryGetDouble(out var lon) && point[1].TryGetDouble(out var lat) && Math.Abs(lon) <= 180 && Math.Abs(lat) < 85
            ? (lon, lat)
            : throw new FormatException("A point is not a longitude and a latitude.");

    /// <summary>Equirectangular about the middle latitude: over two degrees the difference to what a national grid shows cannot be seen.</summary>
    private static (Dictionary<string, Shape> Shapes, int Height) Draw(Dictionary<string, List<(double Lon, double Lat)[]>> rings)
    {
        var all = rings.Values.SelectMany(r => r).SelectMany(p => p).ToArray();
        var (west, east, south, north) = (all.Min(p => p.Lon), all.Max(p => p.Lon), all.Min(p => p.Lat), all.Max(p => p.Lat));
        var squeeze = Math.Cos((south + north) / 2 * Math.PI / 180);
        if (east - west < 1e-6 || north - south < 1e-6)
            throw new FormatException("Its areas have no extent.");
        var scale = Width / ((east - west) * squeeze);
        (double X, double Y) Place((double Lon, double Lat) p) => ((p.Lon - west) * squeeze * scale, (north - p.Lat) * scale);
        var shapes = rings.ToDictionary(r => r.Key, r =>
        {
            var drawn = r.Value.Select(ring => Simplified([.. ring.Select(Place)])).ToArray();
            var largest = drawn.MaxBy(ring => (ring.Max(p => p.X) - ring.Min(p => p.X)) * (ring.Max(p => p.Y) - ring.Min(p => p.Y)))!;
            return new Shape(PathOf(drawn), null, (largest.Min(p => p.X) + largest.Max(p => p.X)) / 2, (largest.Min(p => p.Y) + largest.Max(p => p.Y)) / 2);
        });
        return (shapes, (int)Math.Ceiling((north - south) * scale));
    }

    private static string PathOf(IEnumerable<(double X, double Y)[]> rings)
    {
        var path = new StringBuilder();
        foreach (var ring in rings.Where(ring => ring.Length > 3))
        {
            for (var i = 0; i < ring.Length - 1; i++)
                path.Append(i == 0 ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{ring[i].X:0.#} {ring[i].Y:0.#}");
            path.Append('Z');
        }
        return path.ToString();
    }

    /// <summary>Leaves out the points that nobody would miss (Douglas and Peucker, 1973), with a stack of its own because a coast may be long.</summary>
    private static (double X, double Y)[] Simplified((double X, double Y)[] points)
    {
        if (points.Length < 5)
            return points;
        var keep = new bool[points.Length];
        keep[0] = keep[^1] = true;
        // A ring ends where it begins, so it is cut at the point farthest from there.
        var far = Enumerable.Range(1, points.Length - 2).MaxBy(i => Distance(points[i], points[0], points[0]));
        keep[far] = true;
        var waiting = new Stack<(int From, int To)>([(0, far), (far, points.Length - 1)]);
        while (waiting.TryPop(out var part))
        {
            var (worst, at) = (Tolerance, -1);
            for (var i = part.From + 1; i < part.To; i++)
                if (Distance(points[i], points[part.From], points[part.To]) is var distance && distance > worst)
                    (worst, at) = (distance, i);
            if (at < 0) continue;
            keep[at] = true;
            waiting.Push((part.From, at));
            waiting.Push((at, part.To));
        }
        return [.. points.Where((_, i) => keep[i])];
    }

    private static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = dx * dx + dy * dy;
        var t = length == 0 ? 0 : Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - t * dx, 2) + Math.Pow(p.Y - a.Y - t * dy, 2));
    }
}
