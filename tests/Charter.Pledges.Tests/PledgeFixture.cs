using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.Pledges.Tests;
using Charter.ServiceDefaults;

[assembly: AssemblyFixture(typeof(PledgeFixture))]

namespace Charter.Pledges.Tests;

/// <summary>An organisation of a test with the person who edits for it and the charter that it signed.</summary>
public sealed record Organisation(Guid Id, Guid Charter, Person Editor);

/// <summary>The pledge service with what most tests start from: a reviewer, an organisation that has signed, a pledge, evidence.</summary>
public class PledgeFixture() : ServiceFixture<Program>("pledge")
{
    public const string Outcome = "Reducing worklessness";

    private string _data = "";

    /// <summary>An installation of its own that was given a folder with data.</summary>
    public static PledgeFixture Given(string? data) => new() { _data = data ?? "" };

    public Person Reviewer { get; } = Person.With(Roles.EvidenceReviewer);

    /// <summary>Where the service keeps files.</summary>
    public string Folder { get => field ??= Directory.CreateTempSubdirectory("charter-evidence-").FullName; init; }

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Evidence:Folder", Folder), new("CHARTER_DATA", _data)];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    public static DateOnly Today => TimeProvider.System.Today();

    public static CharterPublished Published(Guid charter, int version = 1) => new(
        charter, version, "The charter", new string('a', 64), Today,
        [
            new("embed", "embed", "every-signatory", "Embed it."), new("deliver", "deliver", "every-signatory", "Deliver it."), new("demonstrate", "demonstrate", "every-signatory", "Show it."),
            new("C1", "embed", "commissioner", "Ask."), new("C2", "deliver", "commissioner", "Weigh."), new("P1", "embed", "provider", "Measure."), new("P2", "deliver", "provider", "Offer."),
        ],
        [Outcome, "Improving family life"], Guid.NewGuid(), DateTimeOffset.UtcNow);

    public static CharterSigned Signed(Guid charter, Guid organisation, string kind = "both", int version = 1, string name = "Sample Council", DateTimeOffset? at = null) => new(
        Guid.NewGuid(), charter, version, new string('a', 64), organisation, name, "local-authority", kind, "large", ["E08000006"], Today, Guid.NewGuid(), at ?? DateTimeOffset.UtcNow);

    /// <summary>An organisation whose ledger is open.</summary>
    public async Task<Organisation> SignedOrganisation(string kind = "both")
    {
        var (charter, id) = (Guid.NewGuid(), Guid.NewGuid());
        await Deliver(Published(charter));
        await Deliver(Signed(charter, id, kind));
        return new(id, charter, Person.With().Of(id, Roles.Signatory, Roles.Editor));
    }

    public static JsonObject Pledge(string commitment = "embed", string? duty = null) => new()
    {
        ["commitment"] = commitment,
        ["pillar"] = "economic",
        ["outcome"] = Outcome,
        ["title"] = "Jobs for people who are out of work",
        ["measure"] = "People hired",
        ["unit"] = "people",
        ["baseline"] = 2.5,
        ["target"] = 120,
        ["dueOn"] = Date(Today.AddYears(1)),
        ["duty"] = duty,
    };

    /// <summary>A pledge of the organisation; its id.</summary>
    public async Task<Guid> MadePledge(Organisation by, string commitment = "embed", string? duty = null) =>
        (await As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", Pledge(commitment, duty)).Answers_with(HttpStatusCode.Created)).Id();

    /// <summary>The form with which evidence is submitted; a part whose value is null is left out.</summary>
    public static MultipartFormDataContent Form(
        byte[]? file = null, string fileName = "policy.txt", string? link = null, string? title = "Our policy", string? introducedOn = "2026-01-31", string? impact = "Every tender has it.", string? kind = null)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[] { ("title", title), ("introducedOn", introducedOn), ("impact", impact), ("link", link), ("kind", kind) })
            if (value is not null)
                form.Add(new StringContent(value), name);
        if (file is not null)
            form.With(file, fileName);
        return form;
    }

    /// <summary>Submits the form for the pledge; the answer.</summary>
    public Task<JsonElement> Submitted(Organisation by, Guid pledge, HttpContent form) => As(by.Editor).PostAsync($"/api/pledges/{pledge}/evidence", form).Answers_with(HttpStatusCode.Created);

    /// <summary>How the organisation's people see the item.</summary>
    public Task<JsonElement> Evidence(Organisation of, Guid id) => As(of.Editor).GetAsync($"/api/evidence/{id}").Answers_with(HttpStatusCode.OK);

    /// <summary>The same form with a file name exactly as given, which the framework would tidy.</summary>
    public static HttpContent RawForm(byte[] file, string fileName)
    {
        var head = string.Concat(new[] { ("title", "Our policy"), ("introducedOn", "2026-01-31"), ("impact", "Every tender has it.") }
            .Select(f => $"--frontier\r\nContent-Disposition: form-data; name=\"{f.Item1}\"\r\n\r\n{f.Item2}\r\n"))
            + $"--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"\r\n\r\n";
        return Raw([.. Encoding.UTF8.GetBytes(head), .. file, .. "\r\n--frontier--\r\n"u8]);
    }

    /// <summary>A multipart body with the boundary <c>frontier</c>, as it is.</summary>
    public static HttpContent Raw(byte[] body, string contentType = "multipart/form-data; boundary=frontier")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    /// <summary>Where a file with this content is kept.</summary>
    public string PlaceOf(byte[] content)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        return Path.Combine(Folder, sha256[..2], sha256[2..4], sha256);
    }

    /// <summary>Every file in the folder.</summary>
    public string[] Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    /// <summary>Evidence that waits for a reviewer; its id.</summary>
    public async Task<Guid> SubmittedEvidence(Organisation by, Guid pledge) =>
        (await As(by.Editor).PostAsync($"/api/pledges/{pledge}/evidence", Form(link: "https://www.example.org/policy")).Answers_with(HttpStatusCode.Created)).Id();

    public Task<HttpResponseMessage> Review(Guid evidence, Person by, string outcome = "verified", string? reason = null) =>
        As(by).Posts($"/api/evidence/{evidence}/review", new { outcome, reason });

    /// <summary>Code of each duty with its state.</summary>
    public async Task<Dictionary<string, string>> Duties(Guid organisation) =>
        Items(await As(Person.With()).GetAsync($"/api/organisations/{organisation}/duties").Answers_with(HttpStatusCode.OK)).ToDictionary(d => d.Text("code")!, d => d.Text("state")!);

    public static JsonElement[] Items(JsonElement answer, string list = "items") => [.. answer.GetProperty(list).EnumerateArray()];

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd");
}

/// <summary>Further parts of a form.</summary>
internal static class Forms
{
    public static MultipartFormDataContent With(this MultipartFormDataContent form, byte[] file, string fileName)
    {
        form.Add(new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/octet-stream") } }, "file", fileName);
        return form;
    }

    public static MultipartFormDataContent With(this MultipartFormDataContent form, string part, params string[] values)
    {
        foreach (var value in values)
            form.Add(new StringContent(value), part);
        return form;
    }
}
