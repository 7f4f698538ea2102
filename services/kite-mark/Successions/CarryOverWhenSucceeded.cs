using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Successions;

/// <summary>Remembers whose place an organisation has taken. Applications and awards stay where they were made, and are looked up.</summary>
internal sealed class CarryOverWhenSucceeded(KiteMarkDb db) : SuccessionConsumer(db);
