using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <summary>Does what the people of a sample partnership would do, in their order, each under the own account.</summary>
internal sealed class Loader(Api api, string folder)
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

    private async Task BringIn(SampleList list)
    {
        var there = (await api.Get(Registrar, "/api/organisation-imports?size=100")).GetProperty("items").EnumerateArray().FirstOrDefault(i => i.GetProperty("fileName").GetString() == list.File);
        var id = Id(there.ValueKind == JsonValueKind.Object ? there : await api.Send(Registrar, "/api/organisation-imports", () => FormOf(list.File), list.File));
        var read = await Read();
        if (State(read) == "uploaded")
        {
            var mapping = JsonNode.Parse(read.GetProperty("mapping").GetRawText())!.AsObject();
            foreach (var (what, column) in list.Mapping)
                mapping[what] = column?.DeepClone();
            await api.Put(Registrar, $"/api/organisation-imports/{id}/mapping", mapping);
        }
        read = await Api.Eventually(Read, r => State(r) is "checked" or "importing" or "imported");
        if (!list.Waits && State(read) == "checked")
        {
            await api.Post(Registrar, $"/api/organisation-imports/{id}/import", new JsonObject { ["leavesOutBad"] = true }, $"{list.File} {id}");
            read = await Api.Eventually(Read, r => State(r) == "imported");
            Console.WriteLine($"  {list.File}: {read.GetProperty("verdicts").GetProperty("imported").GetInt32()} organisations brought in");
        }

        Task<JsonElement> Read() => api.Get(Registrar, $"/api/organisation-imports/{id}");
        static string State(JsonElement import) => import.GetProperty("state").GetString()!;
    }

    private MultipartFormDataContent FormOf(string file) => new() { { new ByteArrayContent(File.ReadAllBytes(Path.Combine(folder, file))), "file", Path.GetFileName(file) } };

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

    private async Task Succeed(SampleOrganisation organisation, SampleSuccession succession)
    {
        var (predecessor, successor) = (await IdOf(organisation.Name), await IdOf(succession.By));
        var known = await api.Get(Registrar, $"/api/organisations/successions?organisationId={predecessor}");
        if (known.GetProperty("items").GetArrayLength() > 0)
            return;
        await api.Post(Registrar, $"/api/organisations/{predecessor}/succession",
            new JsonObject { ["successorId"] = successor, ["kind"] = succession.Kind, ["on"] = succession.On, ["note"] = succession.Note }, $"{organisation.Name} succession");
        Console.WriteLine($"  {organisation.Name}: {succession.By} has taken its place");
    }

    private async Task<string> IdOf(string name) => await Find(name) ?? throw new SampleFailed($"{name} is not there.");

    private async Task<string?> Find(string name)
    {
        var found = await api.Get(Registrar, $"/api/organisations?size=100&q={Uri.EscapeDataString(name)}");
        return found.GetProperty("items").EnumerateArray().Where(o => o.GetProperty("name").GetString() == name).Select(Id).FirstOrDefault();
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

    private async Task<bool> IsComplete(string id, SampleOrganisation organisation)
    {
        if (organisation.Sign is null)
            return true;
        var found = await api.Get(Registrar, $"/api/register?status=all&q={Uri.EscapeDataString(organisation.Name)}");
        var entry = found.GetProperty("items").EnumerateArray().FirstOrDefault(i => i.GetProperty("organisationId").GetString() == id);
        return entry.ValueKind == JsonValueKind.Object && (organisation.Mark is null || entry.GetProperty("mark").ValueKind == JsonValueKind.String);
    }

    private async Task Load(SampleOrganisation organisation, string charter, string hash)
    {
        var name = organisation.Name;
        // Trusts and councils have names alike, and each of these is another.
        organisation.Register["isAnother"] = true;
        var id = Id(await api.Post(Signatory, "/api/organisations", organisation.Register, name));
        if (!organisation.IsConfirmed)
        {
            Console.WriteLine($"  {name}: registered, waits for the registrar");
            return;
        }
        await api.Post(Registrar, $"/api/organisations/{id}/confirmation", null, $"{name} confirmation");
        await Api.Eventually(() => api.Get(Signatory, "/api/me"), me => Holds(me, id));
        foreach (var member in organisation.Members ?? [])
            await Join(member, id, name);
        foreach (var invitation in organisation.Invitations ?? [])
            await api.Post(Signatory, $"/api/organisations/{id}/invitations", invitation, $"{name} {invitation["email"]}");
        foreach (var domain in organisation.Domains ?? [])
            await api.Post(Signatory, $"/api/organisations/{id}/domains", new JsonObject { ["domain"] = domain }, $"{name} {domain}");
        if (organisation.Sign is null)
        {
            Console.WriteLine($"  {name}: confirmed, has not signed");
            return;
        }
        await Sign(organisation, id, charter, 1, hash);
        await Api.Eventually(() => api.Get(Signatory, $"/api/organisations/{id}/duties"));

        if (organisation.Champion is { } champion)
        {
            champion["organisationId"] = id;
            await Api.Eventually(() => api.Post(Signatory, "/api/network/champions", champion, $"{name} champion"));
        }
        foreach (var pledge in organisation.Pledges ?? [])
            await Load(pledge, id, name);
        if (organisation.Imports is { } imports)
            await Load(imports, id, name);
        foreach (var contract in organisation.Contracts ?? [])
            await Load(contract, id, name);
        if (organisation.Practice is { } practice)
        {
            practice["organisationId"] = id;
            await Api.Eventually(() => api.Post("champion", "/api/network/practices", practice, $"{name} practice"));
        }
        if (organisation.Mark is { } mark)
            await Load(mark, id, name);
        Console.WriteLine($"  {name}: signed{(organisation.Pledges is { } p ? $", {p.Count} pledges" : "")}{(organisation.Mark is { } m ? $", {m.Level} kite mark" : "")}");
    }

    /// <summary>The person's own account lists what was offered, so that nobody need read the mail.</summary>
    private async Task Join(JsonObject member, string organisation, string name)
    {
        var person = member["email"]!.GetValue<string>().Split('@')[0];
        if (Holds(await api.Get(person, "/api/me"), organisation))
            return;
        await api.Post(Signatory, $"/api/organisations/{organisation}/invitations", member, $"{name} {member["email"]}");
        var offers = await api.Get(person, "/api/me/invitations");
        var offer = offers.GetProperty("items").EnumerateArray().First(o => o.GetProperty("organisationId").GetString() == organisation);
        await api.Post(person, $"/api/me/invitations/{Id(offer)}/acceptance", null, $"{name} {member["email"]} accepts");
    }

    private static bool Holds(JsonElement me, string organisation) => me.GetProperty("memberships").EnumerateArray().Any(m => m.GetProperty("organisationId").GetString() == organisation);

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

    /// <summary>A round opens and closes on the day of loading: nobody can have answered before. One that was cut off is closed as far as it was answered.</summary>
    private async Task Load(SampleSurvey sample, string charter)
    {
        // Not the day on which the samples were begun: nothing opens in the past.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/London"));
        var round = sample.Round.DeepClone().AsObject();
        var (instrument, wave) = (round["instrument"]!.GetValue<string>(), round["wave"]!.GetValue<string>());
        var rounds = (await api.Get(Registrar, $"/api/surveys?charterId={charter}&size=100")).GetProperty("items").EnumerateArray()
            .Where(s => s.GetProperty("instrument").GetString() == instrument && s.GetProperty("wave").GetString() == wave).ToArray();
        if (rounds is [var known] && known.GetProperty("state").GetString() == "closed")
            return;
        string id;
        if (rounds is [var open])
            id = Id(open);
        else
        {
            (round["charterId"], round["opensOn"], round["closesOn"]) = (charter, DayOf(today), DayOf(today.AddDays(30)));
            id = Id(await api.Post(Registrar, "/api/surveys", round, $"survey {instrument} {wave} {DayOf(today)}"));
            var questions = (await api.Get(Registrar, "/api/surveys/instruments")).GetProperty("items").EnumerateArray()
                .Single(i => i.GetProperty("code").GetString() == instrument).GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("code").GetString()!).ToArray();
            foreach (var answers in sample.Answers)
            {
                var taken = await api.Post(Signatory, $"/api/surveys/{id}/links", new JsonObject { ["organisationId"] = await IdOf(answers.By), ["others"] = answers.Given.Count }, $"survey links {instrument} {wave} {answers.By}");
                foreach (var (link, given) in taken.GetProperty("links").EnumerateArray().Zip(answers.Given))
                    await api.Post(Signatory, "/api/surveys/answers", new JsonObject
                    {
                        ["link"] = link.GetString(),
                        ["answers"] = new JsonObject(questions.Zip(given, (question, answer) => KeyValuePair.Create<string, JsonNode?>(question, JsonValue.Create(answer)))),
                    }, $"survey answer {Guid.NewGuid()}");
            }
        }
        await api.Send(Registrar, $"/api/surveys/{id}/closing", () => new StringContent(""), $"survey closing {instrument} {wave}");

        static string DayOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task Load(SampleValue sample)
    {
        var (organisation, title) = (await IdOf(sample.By), sample.Record["title"]!.GetValue<string>());
        if (await Has($"/api/organisations/{organisation}/value?size=100", title))
            return;
        await NameMeasure(sample.Record);
        var id = Id(await Api.Eventually(() => api.Post(Signatory, $"/api/organisations/{organisation}/value", sample.Record, $"value {title}")));
        if (sample.Correction is { } correction)
        {
            var whole = sample.Record.DeepClone().AsObject();
            whole.Remove("share");
            foreach (var (field, corrected) in correction)
                whole[field] = corrected!.DeepClone();
            await api.Post(Signatory, $"/api/value/{id}/corrections", whole, $"value {title} correction");
        }
        foreach (var claim in sample.Claims ?? [])
            await api.Post(Signatory, $"/api/value/{id}/claims", new JsonObject { ["organisationId"] = await IdOf(claim.By), ["share"] = claim.Share, ["reason"] = claim.Reason }, $"value {title} {claim.By} {claim.Share}");
        if (sample.Settlement is { } settlement)
        {
            var shares = await Task.WhenAll(settlement.Shares.Select(async s => (JsonNode)new JsonObject { ["organisationId"] = await IdOf(s.By), ["share"] = s.Share }));
            await api.Post(Registrar, $"/api/value/{id}/settlement", new JsonObject { ["shares"] = new JsonArray(shares), ["reason"] = settlement.Reason }, $"value {title} settlement");
        }
        Console.WriteLine($"  {sample.By}: recorded {title}");
    }

    private async Task Load(SampleCalculation sample)
    {
        var organisation = await IdOf(sample.By);
        if (await Has($"/api/organisations/{organisation}/calculations?size=100", sample.Title))
            return;
        var id = Id(await Api.Eventually(() => api.Post(Signatory, $"/api/organisations/{organisation}/calculations", new JsonObject { ["title"] = sample.Title, ["inputs"] = sample.Inputs.DeepClone() }, $"calculation {sample.Title}")));
        if (sample.IsPublished)
            await api.Post(Signatory, $"/api/calculations/{id}/publication", null, $"calculation {sample.Title} publication");
        Console.WriteLine($"  {sample.By}: calculated {sample.Title}");
    }

    private async Task<bool> Has(string path, string title) =>
        (await api.Get(Signatory, path)).GetProperty("items").EnumerateArray().Any(i => i.GetProperty("title").GetString() == title);

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

    private async Task Load(SampleMark mark, string organisation, string name)
    {
        var scheme = await api.Get(Registrar, "/api/kite-marks/schemes/current");
        var criteria = scheme.GetProperty("criteria").EnumerateArray().Select(c => c.GetProperty("code").GetString()!).ToArray();
        var application = Id(await Api.Eventually(() => api.Post(Signatory, "/api/kite-marks/applications",
            new JsonObject { ["organisationId"] = organisation, ["level"] = mark.Level }, $"{name} application")));
        foreach (var assessment in mark.Assessments)
        {
            var scores = criteria.Select((criterion, i) => new JsonObject
            {
                ["criterion"] = criterion,
                ["score"] = assessment.Scores[i % assessment.Scores.Count],
                ["comment"] = assessment.Comment,
            });
            await api.Post(assessment.By, $"/api/kite-marks/applications/{application}/assessments", new JsonObject { ["scores"] = new JsonArray([.. scores]) },
                string.Create(CultureInfo.InvariantCulture, $"{name} {assessment.By}"));
        }
        await api.Post("panel-chair", $"/api/kite-marks/applications/{application}/decision", mark.Decision, $"{name} decision");
        await Api.Eventually(() => api.Get(Registrar, $"/api/register/{organisation}"), entry => entry.GetProperty("mark").ValueKind == JsonValueKind.Object);
    }

    private static string Id(JsonElement body) => body.GetProperty("id").GetString()!;
}
