using Charter.Signatories.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

/// <summary>Compares the rows of a file with each other and with the register.</summary>
internal static class JudgeRows
{
    private const int BatchSize = 250;

    /// <summary>The rows of the file as they are understood with its mapping.</summary>
    public static async Task<List<ReadRow>> Read(OrganisationImport import, SignatoryDb db, CancellationToken cancel)
    {
        var places = await db.Places.AsNoTracking().Select(p => new { p.Code, p.Name }).ToListAsync(cancel);
        var reader = new RowReader(import.Columns, import.Mapping, places.ToDictionary(p => p.Code, p => p.Name), places.ToLookup(p => ColumnMapping.Plain(p.Name), p => p.Code));
        return [.. SentFile.Table(import.Content, UploadImport.MostRows).Skip(1).Select(r => reader.Read(r.Line, r.Cells))];
    }

    /// <summary>Writes a verdict for each row, batch by batch, so that people see how far it is.</summary>
    public static async Task Run(OrganisationImport import, SignatoryDb db, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await db.Database.ExecuteSqlAsync($"delete from organisation_import_row where import_id = {import.Id}", cancel);
        var identifiers = new Dictionary<(string, string), int>();
        var names = new Dictionary<string, List<ReadRow>>();
        foreach (var batch in (await Read(import, db, cancel)).Chunk(BatchSize))
        {
            var taken = await Taken(batch, db, cancel);
            var titles = batch.Select(r => r.Name).ToArray();
            var keys = await db.Database.SqlQuery<string>($"""select coalesce(name_key(n), '') as "Value" from unnest({titles}) with ordinality as given(n, i) order by i""").ToListAsync(cancel);
            var similar = await SimilarOrganisations.ToEach([.. batch.Select(r => (r.Name, r.Facts.Places))], db, cancel);
            for (var i = 0; i < batch.Length; i++)
            {
                var row = Judge(import.Id, batch[i], keys[i], taken, similar.GetValueOrDefault(i) ?? [], identifiers, names);
                db.ImportRows.Add(row);
                if (row.Verdict is Verdicts.Bad or Verdicts.Duplicate)
                    continue;
                foreach (var id in batch[i].Identifiers)
                    identifiers[(id.Scheme, IdentifierSchemes.Tidy(id.Id))] = batch[i].Line;
                (names.TryGetValue(keys[i], out var alike) ? alike : names[keys[i]] = []).Add(batch[i]);
            }
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    private static ImportRow Judge(Guid import, ReadRow row, string key, Dictionary<(string, string), (Guid Id, string Name)> taken, IReadOnlyList<Candidate> similar,
        Dictionary<(string, string), int> identifiers, Dictionary<string, List<ReadRow>> names)
    {
        ImportRow Is(string verdict, string reason = "", Guid? organisation = null) =>
            new() { ImportId = import, Line = row.Line, Name = row.Name, Verdict = verdict, Reason = reason, OrganisationId = organisation };
        if (row.Problem is { } problem)
            return Is(Verdicts.Bad, problem);
        foreach (var id in row.Identifiers)
        {
            var written = (id.Scheme, IdentifierSchemes.Tidy(id.Id));
            if (taken.TryGetValue(written, out var holder))
                return Is(Verdicts.Duplicate, $"{holder.Name} has the same {id.Scheme} identifier.", holder.Id);
            if (identifiers.TryGetValue(written, out var line))
                return Is(Verdicts.Duplicate, $"Line {line} has the same {id.Scheme} identifier.");
        }
        if (similar.FirstOrDefault(c => c.IsSame) is { } same)
            return Is(Verdicts.Duplicate, $"{same.Name} is on the register, in the same place.", same.Id);
        if (key.Length > 0 && names.GetValueOrDefault(key)?.FirstOrDefault(r => r.Facts.Places.Intersect(row.Facts.Places).Any()) is { } earlier)
            return Is(Verdicts.Duplicate, $"Line {earlier.Line} has the same name in the same place.");
        return similar.Count > 0 ? Is(Verdicts.Similar, $"Perhaps it is {similar[0].Name}.", similar[0].Id) : Is(Verdicts.New);
    }

    private static async Task<Dictionary<(string, string), (Guid, string)>> Taken(ReadRow[] batch, SignatoryDb db, CancellationToken cancel)
    {
        var taken = new Dictionary<(string, string), (Guid, string)>();
        foreach (var list in batch.SelectMany(r => r.Identifiers).GroupBy(i => i.Scheme, i => IdentifierSchemes.Tidy(i.Id)))
        {
            var values = list.Distinct().ToArray();
            foreach (var held in await db.Set<Identifier>().AsNoTracking().Where(i => i.Scheme == list.Key && values.Contains(i.Value))
                .Join(db.Organisations, i => i.OrganisationId, o => o.Id, (i, o) => new { i.Value, o.Id, o.Name }).ToListAsync(cancel))
                taken[(list.Key, held.Value)] = (held.Id, held.Name);
        }
        return taken;
    }
}
