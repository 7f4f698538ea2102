using Charter.ServiceDefaults;

namespace Charter.Pledges.Successions;

/// <summary>Remembers whose place an organisation has taken. Ledgers, pledges and evidence stay where they were made, and are looked up.</summary>
internal sealed class CarryOverWhenSucceeded(PledgeDb db) : SuccessionConsumer(db);
