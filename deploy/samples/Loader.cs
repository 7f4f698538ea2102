using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <summary>Does what the people of a sample partnership would do, in their order, each under the own account.</summary>
internal sealed partial class Loader(Api api, string folder)
{
    private const string Registrar = "registrar";
    private const string Signatory = "signatory";

    public async Task Load()
    {
        var content = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "charter.json")))!;
        var (charter, version, hash, day) = await Charter(content);
        // A run that was cut off is taken up with the day on which it began: the same keys want the same bodies.
        var partnership = Partnership.Read(folder, day);

        await LoadPlaces();
        foreach (var framework in partnership.Frameworks ?? [])
            await Load(framework, charter);
        foreach (var organisation in partnership.Organisations)
            if (await Find(organisation.Name) is not { } id || !await IsComplete(id, organisation))
                await Load(organisation, charter, hash);
        foreach (var value in partnership.Value ?? [])
            await Load(value);
        foreach (var calculation in partnership.Calculations ?? [])
            await Load(calculation);
        foreach (var survey in partnership.Surveys ?? [])
            await Load(survey, charter);
        if (partnership.NextVersion is { } changes)
        {
            if (version == 1)
                hash = await PublishNext(charter, content, changes);
            foreach (var organisation in partnership.Organisations.Where(o => o.SignsAgain))
                await SignAgain(organisation, charter, hash);
        }
        foreach (var organisation in partnership.Organisations.Where(o => o.Withdraw is not null))
            await Withdraw(organisation);
        foreach (var organisation in partnership.Organisations.Where(o => o.Succession is not null))
            await Succeed(organisation, organisation.Succession!);
        foreach (var list in partnership.Lists ?? [])
            await BringIn(list);
    }

    /// <summary>A head of the log that holds all of this, for whoever tries to check it before a day has passed.</summary>
    public static async Task PublishHead(Api api)
    {
        var newest = (await api.Get(Registrar, "/api/log/heads?size=1")).GetProperty("items").EnumerateArray().Select(h => h.GetProperty("treeSize").GetInt64()).FirstOrDefault();
        var size = (await api.Get(Registrar, "/api/log")).GetProperty("treeSize").GetInt64();
        if (size > newest)
            await api.Post(Registrar, "/api/log/heads", new JsonObject(), string.Create(CultureInfo.InvariantCulture, $"head of {size}"));
    }

    private async Task LoadPlaces()
    {
        if (!File.Exists(Path.Combine(folder, "places.csv")))
            return;
        var loaded = await api.Send(Registrar, "/api/places", () => FormOf("places.csv"), $"places {Guid.NewGuid()}");
        if (loaded.GetProperty("new").GetInt32() is > 0 and var wards)
            Console.WriteLine($"  {wards} wards");
    }

    private MultipartFormDataContent FormOf(string file) => new() { { new ByteArrayContent(File.ReadAllBytes(Path.Combine(folder, file))), "file", Path.GetFileName(file) } };

    private async Task<string> IdOf(string name) => await Find(name) ?? throw new SampleFailed($"{name} is not there.");

    private async Task<string?> Find(string name)
    {
        var found = await api.Get(Registrar, $"/api/organisations?size=100&q={Uri.EscapeDataString(name)}");
        return found.GetProperty("items").EnumerateArray().Where(o => o.GetProperty("name").GetString() == name).Select(Id).FirstOrDefault();
    }

    private async Task<bool> Has(string path, string title) =>
        (await api.Get(Signatory, path)).GetProperty("items").EnumerateArray().Any(i => i.GetProperty("title").GetString() == title);

    private static string Id(JsonElement body) => body.GetProperty("id").GetString()!;
}
