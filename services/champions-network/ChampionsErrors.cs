using Charter.ServiceDefaults;

namespace Charter.Champions;

/// <summary>Every refusal of this service.</summary>
internal static class ChampionsErrors
{
    public static Refusal NoChampion() => Refusal.NotFound("champion");
    public static Refusal NoPractice() => Refusal.NotFound("practice");

    public static Refusal OrganisationSucceeded() =>
        new(409, "organisation-succeeded", "Another organisation has taken the place of this one, which acts no more. Do it for the successor.");
    public static Refusal NotAMember() =>
        new(409, "not-a-member", "Your organisation is not a member of the network. It becomes one by signing the charter; just after that this can take a few seconds.");
    public static Refusal AlreadyChampion() => new(409, "already-champion", "The person with this e-mail address is a champion of your organisation already.");
    public static Refusal NotAChampion() =>
        new(403, "not-a-champion", "Only a champion of the organisation publishes its practice. A signatory of the organisation can appoint you.");
}
