using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Pledges;

public sealed class LedgerOfVersionModel(PledgeApi pledges) : LedgerPage(pledges);
