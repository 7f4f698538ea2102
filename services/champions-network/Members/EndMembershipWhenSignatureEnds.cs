using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Members;

/// <summary>Whoever is a signatory of no charter any more is a former member, until it signs again.</summary>
internal sealed class EndMembershipWhenSignatureEnds(ChampionsDb db) : IConsumer<SignatureLapsed>, IConsumer<SignatureWithdrawn>
{
    public async Task Consume(ConsumeContext<SignatureLapsed> context)
    {
        await db.HoldSuccessions(context.CancellationToken);
        await db.StandWithout(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt, context.Message.LapsedOn);
    }

    public async Task Consume(ConsumeContext<SignatureWithdrawn> context)
    {
        await db.HoldSuccessions(context.CancellationToken);
        await db.StandWithout(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt, context.Message.WithdrawnOn);
    }
}

/// <summary>Keeps how organisations stand with charters, and whether they are members still. Needs successions to be held, as the first thing of all.</summary>
internal static class Standing
{
    public static async Task StandWith(this ChampionsDb db, Guid organisation, Guid charter, DateTimeOffset signedAt)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into signature_standing (organisation_id, charter_id, signed_at, ended_signed_at) values ({organisation}, {charter}, {signedAt}, '-infinity')
            on conflict (organisation_id, charter_id) do update set signed_at = greatest(signature_standing.signed_at, excluded.signed_at)
            """);
        await db.Judge(organisation);
    }

    public static async Task StandWithout(this ChampionsDb db, Guid organisation, Guid charter, DateTimeOffset signedAt, DateOnly endedOn)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into signature_standing (organisation_id, charter_id, signed_at, ended_signed_at, ended_on) values ({organisation}, {charter}, '-infinity', {signedAt}, {endedOn})
            on conflict (organisation_id, charter_id) do update set ended_signed_at = excluded.ended_signed_at, ended_on = excluded.ended_on
            where signature_standing.ended_signed_at < excluded.ended_signed_at
            """);
        await db.Judge(organisation);
    }

    /// <summary>
    /// Whether these, and whoever stands in their place, are members still: by what they signed or, for one that never has, by what those signed whose place
    /// it has taken.
    /// </summary>
    public static async Task Judge(this ChampionsDb db, params Guid[] organisations)
    {
        Guid[] holders = [.. await db.CarriedOver.Where(c => organisations.Contains(c.OrganisationId)).Select(c => c.HolderId).ToListAsync()];
        organisations = [.. organisations.Union(holders)];
        // The rows are locked first, so that of two events at once the later one sees what the earlier did.
        await db.Database.ExecuteSqlAsync($"select from member where organisation_id = any({organisations}) order by organisation_id for update");
        await db.Database.ExecuteSqlAsync($"""
            update member m set former_since = (
              select case when bool_or(s.signed_at > s.ended_signed_at) then null else max(s.ended_on) end from signature_standing s
              where s.organisation_id = m.organisation_id and m.has_signed
                or s.organisation_id in (select c.organisation_id from carried_over c where c.holder_id = m.organisation_id) and not m.has_signed)
            where organisation_id = any({organisations})
            """);
    }
}
