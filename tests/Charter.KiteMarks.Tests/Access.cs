using System.Net;
using System.Net.Http.Headers;
using Charter.ServiceDefaults;

namespace Charter.KiteMarks.Tests;

public sealed class Access(KiteMarksFixture service)
{
    public static TheoryData<string, string> Closed => new()
    {
        { "GET", "/api/kite-marks" },
        { "GET", "/api/kite-marks/applications" },
        { "POST", "/api/kite-marks/applications" },
        { "GET", $"/api/kite-marks/applications/{Guid.NewGuid()}" },
        { "POST", $"/api/kite-marks/applications/{Guid.NewGuid()}/assessments" },
        { "POST", $"/api/kite-marks/applications/{Guid.NewGuid()}/decision" },
        { "PUT", "/api/kite-marks/schemes/current" },
        { "DELETE", $"/api/kite-marks/awards/{Guid.NewGuid()}" },
    };

    [Theory, MemberData(nameof(Closed))]
    public async Task A_stranger_is_asked_to_sign_in_before_anything_else(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("<x/>", MediaTypeHeaderValue.Parse("application/xml")) };
        await service.Anonymous().SendAsync(request).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task Without_a_role_nobody_sees_applications()
    {
        await service.As(Person.With()).GetAsync("/api/kite-marks/applications").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With(Roles.EvidenceReviewer)).GetAsync("/api/kite-marks/applications").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }
}
