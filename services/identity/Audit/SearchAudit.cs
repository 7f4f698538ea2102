using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charter.Identity.Audit;

/// <summary>The audit trail, newest first: all of it for a registrar, and what concerns an organisation for those who answer for it.</summary>
internal static class SearchAudit
{
    private const string InPages = "page", AsCsv = "csv", AsJson = "json";

    /// <param name="ActorName">Name of the account as it is now; "erased account" when it is gone; null for nobody, for the system, and for people who are no concern of the reader.</param>
    /// <param name="ActorKind">person, client, system or nobody.</param>
    /// <param name="Client">API client through which it was done.</param>
    /// <param name="ActingFor">Organisation in whose name it was done.</param>
    /// <param name="OrganisationId">Organisation whose affairs it concerns.</param>
    /// <param name="Action">What was done or tried, in words; null when the attempt reached no endpoint.</param>
    /// <param name="Outcome">done or refused.</param>
    /// <param name="Status">HTTP status of the refusal.</param>
    /// <param name="Code">Code of the refusal.</param>
    /// <param name="Count">How many attempts within a minute this stands for.</param>
    /// <param name="TraceId">By which the logs can be searched.</param>
    internal sealed record Entry(
        Guid Id, DateTimeOffset OccurredAt, string Service, string ActorKind, Guid? Actor, string? ActorName, Guid? Client, Guid? ActingFor, Guid? OrganisationId,
        string? Action, string Method, string Route, IReadOnlyList<ActedOn> Subjects, string Outcome, int? Status, string? Code, int Count, string? TraceId);

    private readonly record struct Key(DateTimeOffset At, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", (Guid? actor, Guid? organisation, string? action, Guid? subject, string? outcome, DateOnly? from, DateOnly? to, string? trace,
                string? after, int? size, string? format, IdentityDb db, IOptions<JsonOptions> json, CancellationToken cancel) =>
                Answer(db, new(actor, organisation, action, subject, outcome, from, to, trace), after, size, format, forOrganisation: null, json, cancel))
            .Allow(Roles.Registrar).Produces<Page<Entry>>().WithTags("Audit").WithSummary("Search the audit trail")
            .WithDescription("action: the summary of an endpoint. from, to: days. format: csv or json for a download of everything that fits, else a page.");

        routes.MapGet("/organisations/{organisationId}/audit", (Guid organisationId, Guid? actor, string? action, Guid? subject, string? outcome, DateOnly? from, DateOnly? to,
                string? trace, string? after, int? size, string? format, Caller caller, IdentityDb db, IOptions<JsonOptions> json, CancellationToken cancel) =>
            {
                if (!caller.Has(Roles.Registrar) && !caller.Has(Roles.Signatory, organisationId) && !caller.Has(Roles.Editor, organisationId))
                    throw Refusal.Forbidden("Only signatories and editors of this organisation and registrars may see what was done for it.");
                return Answer(db, new(actor, organisationId, action, subject, outcome, from, to, trace), after, size, format,
                    caller.Has(Roles.Registrar) ? null : organisationId, json, cancel);
            })
            .Allow(Roles.Registrar, Roles.Signatory, Roles.Editor).Produces<Page<Entry>>().WithTags("Audit").WithSummary("See what was done for an organisation")
            .WithDescription("As the whole audit trail, for what concerns the organisation. Of people from elsewhere who hold no office it is not told who they are.");
    }

    private static async Task<IResult> Answer(IdentityDb db, AuditFilter filter, string? after, int? size, string? format, Guid? forOrganisation, IOptions<JsonOptions> json, CancellationToken cancel)
    {
        var fitting = filter.Of(db.AuditEntries);
        if (format is AsCsv or AsJson)
            return Download(Named(db, fitting, forOrganisation).AsAsyncEnumerable(), format, json.Value.SerializerOptions);
        if (!string.IsNullOrEmpty(format) && format != InPages)
            throw InvalidRequest.For("format", $"Choose a format: {AsCsv}, {AsJson}, or leave it out.");
        var take = Paging.Size(size);
        if (Paging.After<Key>(after) is { } last)
            fitting = fitting.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.OccurredAt, e.Id), ValueTuple.Create(last.At.ToUniversalTime(), last.Id)));
        var page = Paging.Page(await Named(db, fitting, forOrganisation).Take(take + 1).ToListAsync(cancel), take, e => new Key(e.Entry.OccurredAt, e.Entry.Id));
        return TypedResults.Ok(new Page<Entry>([.. page.Items.Select(EntryOf)], page.Next));
    }

    internal sealed record WithName(AuditEntry Entry, string? Name, bool IsSeen);

    /// <summary>With the names that accounts have now. An organisation's people see who of theirs and who with an office it was.</summary>
    private static IQueryable<WithName> Named(IdentityDb db, IQueryable<AuditEntry> entries, Guid? forOrganisation) => entries.Select(e => new WithName(e,
        db.Users.Where(u => u.Id == e.Actor).Select(u => u.Name).FirstOrDefault() ?? db.ApiClients.Where(c => c.Id == e.Client).Select(c => c.Name).FirstOrDefault(),
        forOrganisation == null || e.ActingFor == forOrganisation || db.RoleAssignments.Any(r => r.Subject == e.Actor)
            || db.Memberships.Any(m => m.Subject == e.Actor && m.OrganisationId == forOrganisation) || !db.Users.Any(u => u.Id == e.Actor)));

    private static Entry EntryOf(WithName e)
    {
        var a = e.Entry;
        return new(a.Id, a.OccurredAt, a.Service, a.ActorKind, e.IsSeen ? a.Actor : null, e.IsSeen && a.Actor is not null ? e.Name ?? (a.ActorKind == ActorKinds.Person ? "erased account" : null) : null, a.Client, a.ActingFor,
            a.OrganisationId, a.Action, a.Method, a.Route, [.. a.SubjectKinds.Zip(a.SubjectIds, (kind, id) => new ActedOn(kind, id))], a.Outcome, a.Status, a.Code, a.Count, a.TraceId);
    }

    private static IResult Download(IAsyncEnumerable<WithName> entries, string format, JsonSerializerOptions json) => format == AsJson
        ? Results.Stream(body => JsonSerializer.SerializeAsync(body, Entries(entries), json), "application/json", "audit.json")
        : Results.Stream(body => WriteCsv(body, Entries(entries)), "text/csv; charset=utf-8", "audit.csv");

    private static async IAsyncEnumerable<Entry> Entries(IAsyncEnumerable<WithName> entries, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var entry in entries.WithCancellation(cancel))
            yield return EntryOf(entry);
    }

    private static async Task WriteCsv(Stream body, IAsyncEnumerable<Entry> entries)
    {
        await using var csv = new StreamWriter(body, new UTF8Encoding(false)) { NewLine = "\r\n" };
        await csv.WriteLineAsync("id,occurredAt,service,actorKind,actor,actorName,client,actingFor,organisationId,action,method,route,subjects,outcome,status,code,count,traceId");
        await foreach (var e in entries)
            await csv.WriteLineAsync(string.Join(',', new object?[]
            {
                e.Id, e.OccurredAt.ToString("O"), e.Service, e.ActorKind, e.Actor, e.ActorName, e.Client, e.ActingFor, e.OrganisationId, e.Action, e.Method, e.Route,
                string.Join(' ', e.Subjects.Select(s => $"{s.Kind}:{s.Id}")), e.Outcome, e.Status, e.Code, e.Count, e.TraceId,
            }.Select(Cell)));
    }

    // A name is what somebody typed, and a spreadsheet takes what begins so for a formula.
    private static string Cell(object? value)
    {
        var text = value?.ToString() ?? "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
