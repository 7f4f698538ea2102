using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;
using Charter.Signatories.Tests;

[assembly: AssemblyFixture(typeof(SignatoryFixture))]

namespace Charter.Signatories.Tests;

/// <summary>The signatory service with what most tests start from: a registrar, a published charter, a confirmed organisation.</summary>
public class SignatoryFixture() : ServiceFixture<Program>("signatory")
{
    private static readonly string SampleFile = Path.Combine(RepositoryRoot(), "deploy", "samples", "salford", "charter.json");

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("DataProtection:Keys", KeyFolder)];

    /// <summary>What opens the keys of the log.</summary>
    public string KeyFolder { get; } = Directory.CreateTempSubdirectory("charter-signatory-").FullName;

    public Person Registrar { get; } = Person.With(Roles.Registrar);

    /// <summary>The sample charter under another title, so that no two tests share one.</summary>
    public static JsonObject Sample(string? title = null)
    {
        var charter = JsonNode.Parse(File.ReadAllText(SampleFile))!.AsObject();
        charter["title"] = title ?? $"Charter {Guid.NewGuid():n}";
        return charter;
    }

    public async Task<(Guid Id, string Hash)> PublishedCharter()
    {
        var draft = await As(Registrar).Posts("/api/charters", Sample()).Answers_with(HttpStatusCode.Created);
        await As(Registrar).Posts($"/api/charters/{draft.Id()}/versions/1/publication", "{}").Answers_with(HttpStatusCode.OK);
        return (draft.Id(), draft.Text("contentHash")!);
    }

    public static object Organisation(string? name = null, string sector = "voluntary", string kind = "provider", string[]? places = null, params object[] identifiers) => new
    {
        name = name ?? $"Organisation {Guid.NewGuid():n}",
        sector,
        kind,
        identifiers,
        places = places ?? ["E08000006"],
        sizeBand = "small",
        isAnother = true,   // all tests share one register, and some want names that are alike
    };

    /// <summary>An organisation that a registrar has confirmed, and its signatory.</summary>
    public async Task<(Guid Id, Person Signatory)> ConfirmedOrganisation(object? facts = null)
    {
        var person = Person.With();
        var organisation = await As(person).Posts("/api/organisations", facts ?? Organisation()).Answers_with(HttpStatusCode.Created);
        await As(Registrar).Posts($"/api/organisations/{organisation.Id()}/confirmation", "").Answers_with(HttpStatusCode.OK);
        return (organisation.Id(), person.Of(organisation.Id(), Roles.Signatory, Roles.Editor));
    }

    public static object Signing(Guid organisation, string hash, int version = 1, bool confirmsAuthority = true, bool consentsToPublish = true) => new
    {
        organisationId = organisation,
        version,
        contentHash = hash,
        signatory = new { name = "Avery Example", role = "Chief executive", confirmsAuthority, consentsToPublish },
    };

    /// <summary>An organisation that has signed.</summary>
    public async Task<(Guid Id, Person Signatory)> SignedOrganisation((Guid Id, string Hash) charter, object? facts = null)
    {
        var organisation = await ConfirmedOrganisation(facts);
        await As(organisation.Signatory).Posts($"/api/charters/{charter.Id}/signatures", Signing(organisation.Id, charter.Hash)).Answers_with(HttpStatusCode.Created);
        return organisation;
    }

    public async Task<JsonElement> RegisterEntry(Guid organisation) =>
        await Anonymous().GetAsync($"/api/register/{organisation}").Answers_with(HttpStatusCode.OK);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Charter.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
