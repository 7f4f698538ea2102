using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Pledges;

public sealed class LedgerModel(PledgeApi pledges) : LedgerPage(pledges);
