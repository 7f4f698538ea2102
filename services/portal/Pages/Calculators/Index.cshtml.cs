using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.Calculators;

[AllowAnonymous]
public sealed class IndexModel : PortalPage;
