using Microsoft.Extensions.Configuration;

namespace Charter.ServiceDefaults;

/// <summary>Under which licence the partnership gives out its open data: <c>Charter:DataLicence:Name</c> and <c>:Address</c>, the Open Government Licence v3.0 unless something else is set.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Address">Where its text stands; absolute.</param>
public sealed record DataLicence(string Name, string Address)
{
    /// <summary>The licence in the settings.</summary>
    public static DataLicence From(IConfiguration configuration) => new(
        configuration["Charter:DataLicence:Name"] is { Length: > 0 } name ? name : "Open Government Licence v3.0",
        Uri.TryCreate(configuration["Charter:DataLicence:Address"], UriKind.Absolute, out var address)
            ? address.AbsoluteUri
            : "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
}
