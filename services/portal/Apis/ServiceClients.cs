using Charter.ServiceDefaults;

namespace Charter.Portal.Apis;

public static class ServiceClients
{
    /// <summary>One client for each service, at the address in <c>Services:{Name}</c>.</summary>
    public static void AddServiceClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddTransient<AsTheSignedInPerson>();
        builder.Add<SignatoryApi>("Signatory");
        builder.Add<SigningApi>("Signatory");
        builder.Add<LogApi>("Signatory");
        builder.Add<RegisterApi>("Signatory");
        builder.Add<PledgeApi>("Pledge");
        builder.Add<ImportsApi>("Pledge");
        builder.Add<CommissioningApi>("Pledge");
        builder.Add<EvidenceApi>("Pledge");
        builder.Add<ValueApi>("Pledge");
        builder.Add<CalculatorApi>("Pledge");
        builder.Add<FrameworksApi>("Pledge");
        builder.Add<SurveysApi>("Pledge");
        builder.Add<EvaluationApi>("Pledge");
        builder.Add<NetworkApi>("ChampionsNetwork");
        builder.Add<KiteMarkApi>("KiteMark");
        builder.Add<IdentityApi>("Identity");
        builder.Add<AuditApi>("Identity");
        builder.Services.AddTransient<PersonalData>();
        builder.Add<PeopleApi>("Identity");
        foreach (var (service, name) in ApiDocuments.Services) builder.Services.AddHttpClient(name, http => Configure(builder, http, service));
        builder.Services.AddSingleton<ApiDocuments>();
    }

    private static void Add<TClient>(this WebApplicationBuilder builder, string service) where TClient : class =>
        builder.Services.AddHttpClient<TClient>(http => Configure(builder, http, service)).AddHttpMessageHandler<AsTheSignedInPerson>()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { ConnectTimeout = builder.Configuration.GetValue("Services:ConnectWithin", TimeSpan.FromSeconds(2)), AllowAutoRedirect = false, UseCookies = false }.SpreadOverReplicas());

    private static void Configure(WebApplicationBuilder builder, HttpClient http, string service)
    {
        http.BaseAddress = new(builder.Configuration[$"Services:{service}"] ?? throw new InvalidOperationException($"Services:{service} is not configured."));
        http.Timeout = builder.Configuration.GetValue("Services:AnswerWithin", TimeSpan.FromSeconds(6));   // shorter than the gateway waits for a page
    }
}
