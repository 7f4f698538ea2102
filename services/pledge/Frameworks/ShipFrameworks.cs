using System.Security.Cryptography;
using System.Text;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>The frameworks that come with Charter, taken in when a replica starts: whichever comes first does it, and all others find it done.</summary>
public static class ShipFrameworks
{
    /// <summary>Older versions first.</summary>
    internal static readonly string[] Names = ["salford.json", "uk-social-value-model-1.json", "uk-social-value-model-2.json"];

    /// <summary>Any number of replicas may do it at once.</summary>
    public static async Task Run(IServiceProvider services)
    {
        var db = services.GetRequiredService<PledgeDb>();
        foreach (var name in Names)
        {
            var problems = new List<PackProblem>();
            var pack = Read(name, problems) ?? throw new InvalidOperationException($"{name} is no pack: {string.Join("; ", problems)}");
            await using var transaction = await db.Database.BeginTransactionAsync();
            try
            {
                await db.StoreAsync(pack, null, Framework.Everybody, () => IdOf(pack.Id), null, services.GetRequiredService<TimeProvider>().GetUtcNow(), problems, CancellationToken.None);
                await transaction.CommitAsync();
            }
            catch (Refusal refused)
            {
                // Another build stands there, perhaps a newer one while an older replica starts. What people have used stays as it was.
                services.GetRequiredService<ILogger<Program>>().LogError("The framework in {File} was not taken in: {Reason}", name, refused.Message);
            }
            db.ChangeTracker.Clear();
        }
    }

    internal static Pack? Read(string name, List<PackProblem> problems) => LinedJson.Read(PackSchema.Resource($"Packs/{name}"), problems) is { } root ? PackRules.Read(root, problems) : null;

    /// <summary>The same in every installation, so that addresses and what names it can be exchanged.</summary>
    public static Guid IdOf(string packId)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"urn:charter:framework:{packId}"))[..16];
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));   // RFC 9562, version 8
        return new Guid(bytes, bigEndian: true);
    }
}
