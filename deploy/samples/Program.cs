using System.Text.Json;
using Charter.Samples;

// Loads the sample partnership through the API, as its people would, and does nothing when it is there.
string Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
    : File.Exists($"/run/secrets/{name}") ? File.ReadAllText($"/run/secrets/{name}").Trim()   // in a container, as in the hosts
    : throw new SampleFailed($"{name} is not set.");

try
{
    var folder = AppContext.BaseDirectory;
    var api = new Api(new Uri(Setting("CHARTER_URL")), new Uri(Setting("Charter__PublicAddress")), new Uri(Setting("Services__Identity")), Setting("Samples__Password"));
    await new Loader(api, folder).Load();
    return 0;
}
catch (Exception e) when (e is SampleFailed or HttpRequestException or JsonException or IOException)
{
    Console.Error.WriteLine($"The sample partnership could not be loaded. {e.Message}");
    return 1;
}
