using System.Text.Json;
using Charter.Samples;

// Loads the sample partnerships through the API, as their people would, and does nothing when they are there.
string Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
    : File.Exists($"/run/secrets/{name}") ? File.ReadAllText($"/run/secrets/{name}").Trim()   // in a container, as in the hosts
    : throw new SampleFailed($"{name} is not set.");

try
{
    var api = new Api(new Uri(Setting("CHARTER_URL")), new Uri(Setting("Charter__PublicAddress")), new Uri(Setting("Services__Identity")), Setting("Samples__Password"));
    foreach (var charter in Directory.EnumerateFiles(AppContext.BaseDirectory, "charter.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Reverse())
        await new Loader(api, Path.GetDirectoryName(charter)!).Load();
    await Loader.PublishHead(api);
    return 0;
}
catch (Exception e) when (e is SampleFailed or HttpRequestException or JsonException or IOException)
{
    Console.Error.WriteLine($"The sample partnership could not be loaded. {e.Message}");
    return 1;
}
