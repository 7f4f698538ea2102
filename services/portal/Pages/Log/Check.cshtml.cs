using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Log;

/// <summary>Lets anybody see for themselves that the register's history is whole.</summary>
[AllowAnonymous, BindProperties(SupportsGet = true)]
public sealed class CheckModel(LogApi log, SignatoryApi signatory, IConfiguration configuration) : PortalPage
{
    private const int HeadsShown = 7, FoundShown = 10;

    /// <summary>Name of an organisation.</summary>
    public string? Q { get; set; }
    /// <summary>Id of the one that was chosen.</summary>
    public string? Organisation { get; set; }
    /// <summary>The text of an entry, its id or its leaf hash.</summary>
    public string? Entry { get; set; }

    public LogHead Head { get; private set; } = null!;
    public bool IsSigned { get; private set; }
    public IReadOnlyList<LogHead> Daily { get; private set; } = [];
    public CheckedProof? Proof { get; private set; }
    public RegisterPage? Found { get; private set; }
    public IReadOnlyList<LogEntry>? Entries { get; private set; }
    public string OrganisationName { get; private set; } = "";

    public string Address => Request.Address(configuration);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Head = await log.Head(cancel);
        IsSigned = CheckedProof.IsSigned(Head, await log.Keys(cancel));
        Daily = (await log.DailyHeads(HeadsShown, cancel)).Items;
        if (!string.IsNullOrWhiteSpace(Entry))
            await Prove(Entry.Trim(), cancel);
        else if (Guid.TryParse(Organisation, out var organisation))
        {
            Entries = await log.EntriesOf(organisation, cancel);
            OrganisationName = (await signatory.FindEntry(organisation, cancel))?.Name ?? "An organisation";
        }
        else if (!string.IsNullOrWhiteSpace(Q))
            Found = await signatory.Register(new(Q, Size: FoundShown), cancel);
    }

    public static string Moment(LogHead head) => DateTimeOffset.Parse(head.Timestamp, CultureInfo.InvariantCulture).Moment();

    private async Task Prove(string entry, CancellationToken cancel)
    {
        var isText = entry.StartsWith('{');
        try
        {
            var leaf = isText ? CheckedProof.LeafHashOf(entry) : long.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? await IdAt(index, cancel) : entry;
            var proof = await log.Inclusion(leaf, Head.TreeSize, cancel);
            // The text that was pasted is what is proved; for an id or a hash, the one that the log gives in this place.
            if ((isText ? entry : (await log.Entry(proof.Index, cancel))?.Facts) is { } facts)
                Proof = CheckedProof.Of(facts, proof, Head);
        }
        catch (ApiRefusal refusal) when (refusal.Status is 400 or 404 or 409)
        {
            ModelState.AddModelError(nameof(Entry), refusal.Status == 400 ? "Paste the text of an entry as it is in the log, from { to }, or give its leaf hash or number." : refusal.Message);
        }
    }

    private async Task<string> IdAt(long index, CancellationToken cancel) => (await log.Entry(index, cancel))?.EntryId.ToString()
        ?? throw new ApiRefusal(404, null, $"The log has no entry {index:N0}.", new Dictionary<string, string[]>());
}
