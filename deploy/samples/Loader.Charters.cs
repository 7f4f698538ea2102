using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <content>The charter, its next version, and who signs it.</content>
internal sealed partial class Loader
{
    private async Task<string> PublishNext(string charter, JsonNode first, JsonObject changes)
    {
        var content = first.DeepClone().AsObject();
        foreach (var (part, text) in changes)
            content[part] = text!.DeepClone();
        var title = content["title"]!.GetValue<string>();
        var draft = await api.Post(Registrar, $"/api/charters/{charter}/versions", content, $"{title} 2");
        await api.Post(Registrar, $"/api/charters/{charter}/versions/2/publication", new JsonObject(), $"{title} 2 publication");
        Console.WriteLine($"  charter: {title}, version 2");
        return draft.GetProperty("contentHash").GetString()!;
    }

    /// <summary>The second version is countersigned by a registrar, where the sample does not leave that to be done.</summary>
    private async Task SignAgain(SampleOrganisation organisation, string charter, string hash)
    {
        var id = await IdOf(organisation.Name);
        if ((await SignaturesOf(id)).Any(s => s.GetProperty("version").GetInt32() == 2))
            return;
        var begun = (await api.Get(Signatory, $"/api/organisations/{id}/signatures/open")).GetProperty("items").EnumerateArray().ToArray();
        var signature = begun is [var open, ..] ? open : await Sign(organisation, id, charter, 2, hash);
        if (!organisation.AwaitsCountersignature)
            // The service may be asking the organisation to sign again at this moment, and then one of the two has to repeat it.
            await Api.Eventually(() => api.Post(Registrar, $"/api/signatures/open/{Id(signature)}/countersignature", null, $"{organisation.Name} countersignature"));
        Console.WriteLine($"  {organisation.Name}: signed version 2{(organisation.AwaitsCountersignature ? ", waits for the registrar" : "")}");
    }

    private async Task Withdraw(SampleOrganisation organisation)
    {
        var signatures = await SignaturesOf(await IdOf(organisation.Name));
        if (signatures.FirstOrDefault(s => s.GetProperty("endedOn").ValueKind == JsonValueKind.Null) is not { ValueKind: JsonValueKind.Object } inForce)
            return;
        await Api.Eventually(() => api.Post(Signatory, $"/api/signatures/{Id(inForce)}/withdrawal", organisation.Withdraw, $"{organisation.Name} withdrawal"));
        Console.WriteLine($"  {organisation.Name}: has withdrawn");
    }

    private async Task<JsonElement[]> SignaturesOf(string organisation) =>
        [.. (await api.Get(Registrar, $"/api/organisations/{organisation}/signatures")).GetProperty("items").EnumerateArray()];

    private Task<JsonElement> Sign(SampleOrganisation organisation, string id, string charter, int version, string hash)
    {
        var signatory = organisation.Sign!.DeepClone();
        signatory["confirmsAuthority"] = true;
        return Api.Eventually(() => api.Post(Signatory, $"/api/charters/{charter}/signatures",
            new JsonObject { ["organisationId"] = id, ["version"] = version, ["contentHash"] = hash, ["signatory"] = signatory.DeepClone() }, $"{organisation.Name} signature{(version == 1 ? "" : $" {version}")}"));
    }

    private async Task<(string Id, int Version, string Hash, DateOnly InForceFrom)> Charter(JsonNode content)
    {
        var title = content["title"]!.GetValue<string>();
        if (await Published(title) is { } there)
            return there;
        var draft = await api.Post(Registrar, "/api/charters", content, title);
        await api.Post(Registrar, $"/api/charters/{Id(draft)}/versions/1/publication", new JsonObject(), $"{title} publication");
        Console.WriteLine($"  charter: {title}");
        return (await Published(title))!.Value;
    }

    private async Task<(string Id, int Version, string Hash, DateOnly InForceFrom)?> Published(string title)
    {
        var charters = await api.Get(Registrar, "/api/charters");
        var charter = charters.GetProperty("items").EnumerateArray()
            .FirstOrDefault(c => c.GetProperty("title").GetString() == title && c.GetProperty("currentVersion").ValueKind == JsonValueKind.Number);
        return charter.ValueKind == JsonValueKind.Object
            ? (Id(charter), charter.GetProperty("currentVersion").GetInt32(), charter.GetProperty("contentHash").GetString()!, DateOnly.ParseExact(charter.GetProperty("inForceFrom").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }
}
