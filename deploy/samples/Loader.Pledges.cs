using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <content>What organisations pledge, buy and pay, and what shows it.</content>
internal sealed partial class Loader
{
    private async Task Load(SampleFramework sample, string charter)
    {
        var id = sample.Heading["id"]!.GetValue<string>();
        if (await Framework(id) is not null)
            return;
        MultipartFormDataContent Form(string file)
        {
            var form = FormOf(Path.Combine("frameworks", file));
            form.Add(new StringContent(charter), "charterId");
            return form;
        }
        // The pledge service may not have heard of the charter yet.
        var sent = await Api.Eventually(() => api.Send(Registrar, "/api/frameworks/uploads", () => Form(sample.File), $"framework {id}"));
        await api.Put(Registrar, $"/api/frameworks/uploads/{Id(sent)}/import", new JsonObject { ["columns"] = JsonNode.Parse(sent.GetProperty("columns").GetRawText()), ["heading"] = sample.Heading.DeepClone() });
        if (sample.Crosswalk is { } crosswalk)
            await Api.Eventually(() => api.Send(Registrar, "/api/frameworks/crosswalks", () => Form(crosswalk), $"crosswalk {id}"));
        Console.WriteLine($"  framework: {sample.Heading["title"]}");
    }

    private async Task<string?> Framework(string packId) =>
        (await api.Get(Registrar, "/api/frameworks?size=100")).GetProperty("items").EnumerateArray().Where(f => f.GetProperty("packId").GetString() == packId).Select(Id).FirstOrDefault();

    private async Task Load(SamplePledge sample, string organisation, string name)
    {
        var key = $"{name} {sample.Pledge["title"]}";
        await NameMeasure(sample.Pledge);
        var pledge = Id(await Api.Eventually(() => api.Post(Signatory, $"/api/organisations/{organisation}/pledges", sample.Pledge, key)));
        foreach (var progress in sample.Progress ?? [])
            await api.Post(Signatory, $"/api/pledges/{pledge}/progress", progress, $"{key} {progress["on"]}");
        foreach (var evidence in sample.Evidence ?? [])
        {
            var id = Id(await api.Send(Signatory, $"/api/pledges/{pledge}/evidence", () => Form(evidence), $"{key} {evidence.Title}"));
            if (evidence.Review is { } review)
                await api.Post("reviewer", $"/api/evidence/{id}/review", review, $"{key} {evidence.Title} review");
            if (evidence.Renewed is { } renewed)
                await api.Send(Signatory, $"/api/evidence/{id}/versions", () => Form(renewed), $"{key} {evidence.Title} 2");
        }
        if (sample.Amendment is { } amendment)
        {
            var body = sample.Pledge.DeepClone().AsObject();
            body["version"] = 1 + (sample.Progress?.Count ?? 0);
            foreach (var (field, value) in amendment)
                body[field] = value!.DeepClone();
            await api.Post(Signatory, $"/api/pledges/{pledge}/amendments", body, $"{key} amendment");
        }
        foreach (var (how, body) in sample.End ?? new Dictionary<string, JsonObject>())
            await api.Post(Signatory, $"/api/pledges/{pledge}/{how}", body, $"{key} {how}");
        foreach (var progress in sample.Afterwards ?? [])
            await api.Post(Signatory, $"/api/pledges/{pledge}/progress", progress, $"{key} afterwards {progress["on"]}");
    }

    /// <summary>The sample knows frameworks by their packs, and the installation by the ids that it gave them.</summary>
    private async Task NameMeasure(JsonObject body)
    {
        if (body["frameworkMeasure"] is not JsonObject measure || measure["packId"] is not { } packId)
            return;
        measure["frameworkId"] = await Framework(packId.GetValue<string>());
        measure.Remove("packId");
    }

    private async Task Load(SampleContract sample, string organisation, string name)
    {
        var key = $"{name} {sample.Contract["reference"]}";
        var contract = Id(await api.Post(Signatory, $"/api/organisations/{organisation}/commissioning", sample.Contract, key));
        var evidence = (await api.Get(Signatory, $"/api/commissioning/{contract}/evidence")).GetProperty("items").EnumerateArray().ToLookup(e => e.GetProperty("title").GetString(), Id);
        foreach (var (stage, body) in sample.Stages ?? new Dictionary<string, JsonObject>())
        {
            var recorded = body.DeepClone().AsObject();
            if (recorded["evidence"] is { } titles)
                recorded["evidenceIds"] = new JsonArray([.. titles.AsArray().SelectMany(title => evidence[title!.GetValue<string>()]).Select(id => JsonValue.Create(id))]);
            recorded.Remove("evidence");
            await api.Put(Signatory, $"/api/commissioning/{contract}/stages/{stage}", recorded);
        }
        foreach (var question in sample.Questions ?? [])
            await api.Post(Signatory, $"/api/commissioning/{contract}/questions", question, $"{key} {question["text"]}");
        foreach (var offer in sample.Offers ?? [])
        {
            var entered = await api.Post(Signatory, $"/api/commissioning/{contract}/offers", offer.Offer, $"{key} {offer.Offer["what"]}");
            var id = Id(entered.GetProperty("offers").EnumerateArray().Last());
            foreach (var delivery in offer.Deliveries ?? [])
                await api.Post(Signatory, $"/api/commissioning/{contract}/offers/{id}/deliveries", delivery, $"{key} {offer.Offer["what"]} {delivery["on"]}");
        }
    }

    /// <summary>What the organisation bought and paid, and the directory by which that is local or not.</summary>
    private async Task Load(SampleImports imports, string organisation, string name)
    {
        await Done(Registrar, Id(await api.Send(Registrar, "/api/postcodes", () => FormOf(Path.Combine("imports", imports.Postcodes)), $"{name} postcodes")));
        await Done(Signatory, Id(await api.Send(Signatory, $"/api/organisations/{organisation}/imports/ocds", () => FormOf(Path.Combine("imports", imports.Contracts)), $"{name} contracts")));
        var spend = await api.Send(Signatory, $"/api/organisations/{organisation}/imports/spend", () => FormOf(Path.Combine("imports", imports.Spend)), $"{name} spend");
        if ((await api.Get(Signatory, $"/api/imports/{Id(spend)}")).GetProperty("state").GetString() == "uploaded")
            await api.Put(Signatory, $"/api/imports/{Id(spend)}/mapping", JsonNode.Parse(spend.GetProperty("mapping").GetRawText()));
        await Done(Signatory, Id(spend));
        var suppliers = (await api.Get(Signatory, $"/api/organisations/{organisation}/suppliers?place=unknown&size=100")).GetProperty("items").EnumerateArray();
        foreach (var supplier in suppliers.Where(s => imports.Places.ContainsKey(s.GetProperty("name").GetString()!)))
            await api.Put(Signatory, $"/api/organisations/{organisation}/suppliers/{Id(supplier)}/place", new JsonObject { ["place"] = imports.Places[supplier.GetProperty("name").GetString()!] });
    }

    private Task<JsonElement> Done(string person, string import) => Api.Eventually(() => api.Get(person, $"/api/imports/{import}"), i => i.GetProperty("state").GetString() == "imported");

    private MultipartFormDataContent Form(SampleEvidence evidence)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(evidence.Title), "title" },
            { new StringContent(evidence.IntroducedOn), "introducedOn" },
            { new StringContent(evidence.Impact), "impact" },
        };
        if (evidence.Link is { } link)
            form.Add(new StringContent(link), "link");
        if (evidence.Kind is { } kind)
            form.Add(new StringContent(kind), "kind");
        if (evidence.WhatChanged is { } changed)
            form.Add(new StringContent(changed), "whatChanged");
        foreach (var duty in evidence.Duties ?? [])
            form.Add(new StringContent(duty), "duties");
        foreach (var file in new[] { evidence.File }.OfType<string>().Concat(evidence.MoreFiles ?? []))
            form.Add(new ByteArrayContent(File.ReadAllBytes(Path.Combine(folder, "evidence", file))), "file", file);
        return form;
    }
}
