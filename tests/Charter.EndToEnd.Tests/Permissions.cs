using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.EndToEnd.Tests;

public sealed class Permissions(Installation charter)
{
    /// <summary>What identity has for programs outside too.</summary>
    private static readonly string[] FromOutside = ["/identity/token", "/identity/.well-known/jwks.json"];

    private static readonly string[] People =
        ["registrar", "case-officer", "reviewer", "panel-chair", "panel-member", "assessor-one", "moderator", "appeals-member", "signatory", "editor", "champion", "newcomer"];

    [Fact]
    public async Task The_permission_matrix_in_the_documents_is_the_one_in_force()
    {
        var file = Path.Combine(Installation.Root, "docs", "permissions.md");
        var expected = Matrix(await ApiDocuments.Read(charter.Anonymous()), await ApiDocuments.ForOtherHosts());
        if (Environment.GetEnvironmentVariable("CHARTER_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(file, expected);
        (await File.ReadAllTextAsync(file)).ShouldBe(expected, "Run CHARTER_WRITE_DOCS=1 ./charter test EndToEnd to write it anew.");
    }

    [Fact]
    public async Task Every_endpoint_states_who_may_call_it() =>
        (await ApiDocuments.Read(charter.Anonymous())).Concat(await ApiDocuments.ForOtherHosts()).Where(o => o.Summary == "" || o.Roles.Count == 0 || o.IsOpen != o.Roles.Contains("everyone")).ShouldBeEmpty();

    [Fact]
    public async Task Only_the_register_its_log_charters_frameworks_awards_the_scheme_value_surveys_and_the_evaluation_are_open() => (await ApiDocuments.Read(charter.Anonymous())).Where(o => o.IsOpen).Select(o => o.ToString()).Order(StringComparer.Ordinal).ShouldBe(
    [
        "GET /api/calculations/{calculationId}", "GET /api/charters", "GET /api/charters/{charterId}", "GET /api/charters/{charterId}/versions/{version}",
        "GET /api/charters/{charterId}/versions/{version}/differences", "GET /api/charters/{charterId}/versions/{version}/export", "GET /api/evaluation/{charterId}",
        "GET /api/evaluation/{charterId}/export", "GET /api/evaluation/{charterId}/measures/{measure}", "GET /api/evaluation/{charterId}/questions", "GET /api/frameworks",
        "GET /api/frameworks/schema", "GET /api/frameworks/{frameworkId}", "GET /api/frameworks/{frameworkId}/crosswalk", "GET /api/frameworks/{frameworkId}/differences",
        "GET /api/frameworks/{frameworkId}/measures.csv", "GET /api/frameworks/{frameworkId}/pack", "GET /api/kite-marks/awards/{awardId}",
        "GET /api/kite-marks/schemes/current", "GET /api/kite-marks/schemes/{schemeId}", "GET /api/log", "GET /api/log/consistency", "GET /api/log/entries",
        "GET /api/log/heads", "GET /api/log/inclusion", "GET /api/log/keys", "GET /api/organisations/{organisationId}/calculations",
        "GET /api/organisations/{organisationId}/value", "GET /api/register", "GET /api/register/as-at/{day}", "GET /api/register/as-at/{day}/{organisationId}",
        "GET /api/register/changes.atom", "GET /api/register/export", "GET /api/register/statistics", "GET /api/register/{organisationId}",
        "GET /api/register/{organisationId}/history", "GET /api/surveys", "GET /api/surveys/instruments", "GET /api/surveys/trend", "GET /api/surveys/{surveyId}",
        "GET /api/surveys/{surveyId}/results", "GET /api/surveys/{surveyId}/results/export", "GET /api/value/totals", "GET /api/value/totals/export",
        "GET /api/value/{valueId}", "POST /api/surveys/answers", "POST /api/surveys/questionnaire",
    ]);

    [Fact]
    public async Task What_is_for_other_hosts_is_not_reached_from_outside()
    {
        var reached = new List<string>();
        var client = await charter.As("newcomer");
        foreach (var operation in (await ApiDocuments.ForOtherHosts()).Where(o => !FromOutside.Contains(o.Path)))
        {
            using var answer = await client.SendAsync(new(new(operation.Method), operation.SomePath()) { Content = operation.Method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json") });
            if (answer.StatusCode != HttpStatusCode.NotFound)
                reached.Add($"{operation} → {(int)answer.StatusCode}");
        }
        reached.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stranger_gets_401_from_every_endpoint_that_is_not_open()
    {
        foreach (var operation in await ApiDocuments.Read(charter.Anonymous()))
        {
            var status = (await Call(charter.Anonymous(), operation)).Status;
            if (operation.IsOpen)
                status.ShouldNotBe(HttpStatusCode.Unauthorized, operation.ToString());
            else
                status.ShouldBe(HttpStatusCode.Unauthorized, operation.ToString());
        }
    }

    [Fact]
    public async Task Every_role_is_let_in_where_the_matrix_says_so_and_nowhere_else()
    {
        var operations = await ApiDocuments.Read(charter.Anonymous());
        var wrong = new List<string>();
        foreach (var person in People)
        {
            var client = await charter.As(person);
            var me = await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
            var roles = me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!)
                .Concat(me.GetProperty("memberships").EnumerateArray().Select(m => m.Text("role")!)).Append("signed-in").Append("everyone").ToHashSet();
            foreach (var operation in operations.Where(o => o.ToString() != "DELETE /api/me/sessions"))   // it would sign out the browsers of other tests
            {
                var (status, detail) = await Call(client, operation);
                var isShut = status == HttpStatusCode.Forbidden && detail == "Your role does not allow this.";
                if (isShut == operation.Roles.Any(roles.Contains) || status == HttpStatusCode.Unauthorized || (int)status >= 500)
                    wrong.Add($"{person} {operation} → {(int)status} {detail}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    private static async Task<(HttpStatusCode Status, string? Detail)> Call(HttpClient client, Operation operation)
    {
        using var answer = await client.SendAsync(new(new(operation.Method), operation.SomePath())
        {
            Content = operation.Method is not ("POST" or "PUT") ? null
                : operation.TakesJson ? new StringContent("{}", Encoding.UTF8, "application/json") : new MultipartFormDataContent { { new StringContent("x"), "title" } },
        });
        var body = await answer.Content.ReadAsStringAsync();
        var detail = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(body)?["detail"]?.GetValue<string>() : null;
        return (answer.StatusCode, detail);
    }

    private static string Matrix(IReadOnlyList<Operation> operations, IReadOnlyList<Operation> forOtherHosts)
    {
        var text = new StringBuilder("""
            # Who may call what

            Made from the roles that stand at each route; a test compares this page with the running system and calls every endpoint as every role.
            *everyone* needs no account, *signed-in* is anybody with one. `signatory`, `editor` and `champion` are held for single organisations: the route lets in
            whoever holds the role for any, and the endpoint then checks which.


            """.ReplaceLineEndings("\n"));
        foreach (var service in ApiDocuments.Services)
            Table(service, operations.Where(o => o.Service == service));
        Table("identity, for other hosts", forOtherHosts, $"""
            Asked by the portal before somebody is signed in, by the gateway and by the services. The gateway lets in from outside only the token endpoint and the public documents beside it.


            """.ReplaceLineEndings("\n"));
        return text.ToString().TrimEnd('\n') + "\n";

        void Table(string title, IEnumerable<Operation> rows, string introduction = "")
        {
            text.Append($"## {title}\n\n{introduction}| endpoint | what it does | roles |\n|---|---|---|\n");
            foreach (var o in rows.OrderBy(o => o.Path, StringComparer.Ordinal).ThenBy(o => o.Method, StringComparer.Ordinal))
                text.Append($"| `{o.Method} {o.Path}` | {o.Summary} | {string.Join(", ", o.Roles)} |\n");
            text.Append('\n');
        }
    }
}
