namespace Charter.ServiceDefaults;

/// <summary>
/// What an organisation lets a program of its own do (an API client). A scope stands for one role of the organisation; nobody can give a program
/// a role that binds the organisation or an office of the partnership.
/// </summary>
public static class Scopes
{
    /// <summary>Read what the organisation's editors may read, and change nothing.</summary>
    public const string Read = "read";
    /// <summary>Make pledges, report progress and attach evidence.</summary>
    public const string Pledges = "pledges";
    /// <summary>Publish practices in the name of the organisation's champions.</summary>
    public const string Practices = "practices";

    /// <summary>Every scope there is.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Pledges, Practices];

    /// <summary>The role as which a program with the scope reads.</summary>
    public static string RoleOf(string scope) => scope == Practices ? Roles.Champion : Roles.Editor;

    /// <summary>
    /// Whether a program with these scopes may change something where these roles may. The role has to be named at the endpoint: what is open to
    /// everybody who is signed in is for people.
    /// </summary>
    internal static bool AllowChange(IReadOnlySet<string> scopes, IEnumerable<string> roles) =>
        roles.Any(role => (role == Roles.Editor && scopes.Contains(Pledges)) || (role == Roles.Champion && scopes.Contains(Practices)));
}
