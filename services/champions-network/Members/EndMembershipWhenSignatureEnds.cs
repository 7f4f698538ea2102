using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Members;

/// <summary>Whoever is a signatory of no charter any more is a former member, until it signs again.</summary>
internal sealed class EndMembershipWhenSignatureEnds(ChampionsDb db) : IConsumer<SignatureLapsed>, IConsumer<SignatureWithdrawn>
{
    public Task Consume(ConsumeContext<SignatureLapsed> context) =>
        db.StandWithout(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt, context.Message.LapsedOn);

    public Task Consume(ConsumeContext<SignatureWithdrawn> context) =>
        db.StandWithout(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt, context.Message.WithdrawnOn);
}

/// <summary>Keeps how organisations stand with charters, and whether they are members still.</summary>
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

    // The member's row is locked first, so that of two events at once the later one sees what the earlier did.
    private static async Task Judge(this ChampionsDb db, Guid organisation)
    {
        await db.Database.ExecuteSqlAsync($"select from member where organisation_id = {organisation} for update");
        await db.Database.ExecuteSqlAsync($"""
            update member set former_since = (
              select case when bool_or(s.signed_at > s.ended_signed_at) then null else max(s.ended_on) end from signature_standing s where s.organisation_id = {organisation})
            where organisation_id = {organisation}
            """);
    }
}
