namespace Charter.Portal.Shell;

public static class Site
{
    /// <summary>Where the portal is reached from outside, without a slash at the end.</summary>
    public static string Address(this HttpRequest request, IConfiguration configuration) =>
        (configuration["Charter:PublicAddress"] is { Length: > 0 } address ? address : $"{request.Scheme}://{request.Host}").TrimEnd('/');
}
