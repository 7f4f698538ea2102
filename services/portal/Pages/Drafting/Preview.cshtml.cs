using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Drafting;

public sealed class PreviewModel(SignatoryApi signatory) : DraftPage(signatory);
