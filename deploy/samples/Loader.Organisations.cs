using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <content>Organisations with their people, and what takes their place.</content>
internal sealed partial class Loader
{
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
}
