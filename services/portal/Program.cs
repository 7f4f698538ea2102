using System.Globalization;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Maps;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = new("en-GB");
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("portal");
builder.WebHost.UseStaticWebAssets();   // so that it also runs from its build output, as tests do
builder.AddServiceClients();
builder.Services.AddScoped<Fields>();
builder.Services.AddSingleton<Carried>();
builder.Services.AddSingleton<PlaceMap>();
builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, SignInFirst>();
builder.Services.AddAntiforgery(o => o.Cookie.Name = CookieNames.Of("charter-form", builder.Configuration));
builder.Services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Name = CookieNames.Of(PortalPage.NoteCookie, builder.Configuration));
builder.Services.Configure<CookiePolicyOptions>(o => o.Secure = CookieNames.IsSecure(builder.Configuration) ? CookieSecurePolicy.Always : CookieSecurePolicy.None);
builder.Services.AddRouting(o => o.LowercaseUrls = true);
builder.Services.AddRazorPages().AddMvcOptions(o =>
{
    o.Filters.Add<Refusals>();
    o.ModelBinderProviders.Insert(0, new DateBinder());
    o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
    o.ModelBindingMessageProvider.SetValueMustBeANumberAccessor(field => $"{field} must be a number, like 25 or 12.5");
    o.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, field) => $"{field} must be a number, like 25 or 12.5");
});
if (builder.Configuration["DataProtection:Keys"] is { Length: > 0 } keys)
    builder.Services.AddDataProtection().SetApplicationName("charter").PersistKeysToFileSystem(new(keys));

var app = builder.Build();
app.Services.GetRequiredService<PlaceMap>();   // which map is shown stands in the log from the start
app.UseTelemetry();
app.UseRefusalHeader();
app.UseErrorPages();
app.UseCookiePolicy();   // the portal itself is reached without TLS, whatever people use
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UsePrivacy();
app.MapHealth();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();
app.MapFallback("{**path}", http => { http.Response.StatusCode = StatusCodes.Status404NotFound; return Task.CompletedTask; }).AllowAnonymous();
app.Run();
