namespace Charter.Pledges.Contracts;

/// <summary>A release as it was imported: the fields that are read. Those of one process are merged into a <see cref="ContractProcess"/>.</summary>
internal sealed class ContractRelease
{
    public Guid OrganisationId { get; init; }
    public required string Ocid { get; init; }
    public required string ReleaseId { get; init; }
    public DateTimeOffset Date { get; init; }
    public required string[] Tags { get; init; }
    public required string Content { get; init; }
    /// <summary>SHA-256 of the content: the standard lets no release change, so one that comes again is the same.</summary>
    public required byte[] Hash { get; init; }
    /// <summary>The file that brought it in first.</summary>
    public Guid ImportId { get; init; }
}

/// <summary>A contracting process as its releases, merged, describe it.</summary>
internal sealed class ContractProcess
{
    public Guid Id { get; init; }
    /// <summary>Who brought it in; the buyer may be another.</summary>
    public Guid OrganisationId { get; init; }
    public required string Ocid { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public string? BuyerName { get; init; }
    public string? Status { get; init; }
    public string? Method { get; init; }
    public string? MethodDetails { get; init; }
    public string? Category { get; init; }
    public decimal? TenderValue { get; init; }
    public string? TenderCurrency { get; init; }
    public bool? IsForSmall { get; init; }
    public bool? IsForVoluntary { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public DateTimeOffset FirstReleasedAt { get; init; }
    public DateTimeOffset ReleasedAt { get; init; }
    public int Releases { get; init; }
    public int Amendments { get; init; }
    /// <summary>What its awards that count come to in pounds, 0 when none says a value. It is kept with the awards, so that the largest can be read first.</summary>
    public decimal Worth { get; init; }

    /// <summary>Triggers, because replicas that do not know the worth of a process change awards too.</summary>
    public const string KeepWorth = """
        create function keep_worth() returns trigger language plpgsql as $$
        begin
          update contract_process p set worth = w.worth
          from (select c.process_id, coalesce(sum(a.value), 0) as worth from (select distinct process_id from changed) c
                  left join contract_award a on a.process_id = c.process_id and a.counts and a.currency = 'GBP' group by 1) w
          where p.id = w.process_id and p.worth <> w.worth;
          return null;
        end $$;
        create trigger keep_worth_added after insert on contract_award referencing new table as changed for each statement execute function keep_worth();
        create trigger keep_worth_gone after delete on contract_award referencing old table as changed for each statement execute function keep_worth();
        update contract_process p set worth = w.worth
        from (select process_id, sum(value) as worth from contract_award where counts and currency = 'GBP' and value is not null group by 1) w where p.id = w.process_id;
        """;

    /// <summary>What a search by words looks through.</summary>
    public const string SearchIndex = "create index ix_contract_process_words on contract_process using gin (to_tsvector('simple', title || ' ' || coalesce(buyer_name, '')));";
}

/// <summary>An award of a process, with what its contracts say of it.</summary>
internal sealed class ContractAward
{
    public Guid ProcessId { get; init; }
    public int Number { get; init; }
    public Guid OrganisationId { get; init; }
    public required string AwardId { get; init; }
    public string? Title { get; init; }
    public string? Status { get; init; }
    /// <summary>It was neither cancelled nor unsuccessful, so its value is one.</summary>
    public bool Counts { get; init; }
    public DateTimeOffset? Date { get; init; }
    /// <summary>That of its contracts where they have one, else of the award.</summary>
    public decimal? Value { get; init; }
    public string? Currency { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public int Suppliers { get; init; }
}

/// <summary>A supplier of an award, among so many.</summary>
internal sealed class AwardSupplier
{
    public Guid ProcessId { get; init; }
    public int AwardNumber { get; init; }
    public int Number { get; init; }
    /// <summary>Null when the release does not name it.</summary>
    public Guid? SupplierId { get; init; }
}
