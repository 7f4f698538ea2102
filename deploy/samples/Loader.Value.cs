using System.Globalization;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <content>What came of it: value, calculations and surveys.</content>
internal sealed partial class Loader
{
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
}
