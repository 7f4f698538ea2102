using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Charter.Portal.Tests;

public sealed class Checking_the_register(PortalFixture portal)
{
    private const string Text = """{"kind":"signed","on":"2026-11-21","organisationId":"01936c3e-0000-7000-8000-000000000001"}""";
    private readonly Given _given = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[][] _leaves = [Leaf("first"), Leaf(Text), Leaf("third")];

    private static byte[] Leaf(string facts) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(facts)]);

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    /// <summary>Somebody at a register whose log has three entries, of which the second is the organisation's.</summary>
    private Visitor Somebody(string facts = Text, bool isSigned = true)
    {
        var root = Hex(Node(Node(_leaves[0], _leaves[1]), _leaves[2]));
        var signature = _key.SignData(Encoding.UTF8.GetBytes($$"""{"rootHash":"{{root}}","timestamp":"2026-11-21T10:00:00.000Z","treeSize":3}"""), HashAlgorithmName.SHA256);
        if (!isSigned)
            signature[5] ^= 1;
        var head = new { treeSize = 3, rootHash = root, timestamp = "2026-11-21T10:00:00.000Z", keyId = "key", signature = WebEncoders.Base64UrlEncode(signature), day = "2026-11-21" };
        var point = _key.ExportParameters(false).Q;
        return portal.Stranger()
            .Finds("GET /api/log", head)
            .Finds("GET /api/log/heads", new { items = new[] { head } })
            .Finds("GET /api/log/keys", new { keys = new[] { new { kty = "EC", kid = "key", x = WebEncoders.Base64UrlEncode(point.X!), y = WebEncoders.Base64UrlEncode(point.Y!) } } })
            .Finds("GET /api/log/entries", new { items = new[] { new { index = 1, entryId = _given.Id, organisationId = _given.Organisation, leafHash = Hex(_leaves[1]), facts } } })
            .Finds("GET /api/log/inclusion", new { index = 1, entryId = _given.Id, leafHash = Hex(_leaves[1]), treeSize = 3, path = new[] { Hex(_leaves[0]), Hex(_leaves[2]) } });
    }

    [Fact]
    public async Task The_head_is_shown_with_those_of_the_last_days_and_whether_it_is_signed()
    {
        var page = await Somebody().Opens("/register/check");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain(Hex(Node(Node(_leaves[0], _leaves[1]), _leaves[2])));
        page.Html.ShouldContain("21 November 2026");
        page.Html.ShouldContain("Good <span");
        page.Html.ShouldContain("./charter verify-log https://charter.example.org --state register.log");
        (await Somebody(isSigned: false).Opens("/register/check")).Html.ShouldContain("Not good: do not rely on this register");
    }

    [Theory]
    [InlineData(Text)]
    [InlineData("  " + Text + " ")]
    [InlineData("1")]
    [InlineData("01936c3e-1111-7000-8000-000000000001")]
    public async Task The_proof_of_an_entry_is_worked_through_step_by_step(string entry)
    {
        var page = await Somebody().Opens($"/register/check?entry={Uri.EscapeDataString(entry)}");
        page.Html.ShouldContain("This entry is in the log");
        page.Html.ShouldContain("On its left stands entry 0");
        page.Html.ShouldContain(Hex(Node(_leaves[0], _leaves[1])));
        page.Html.ShouldContain("On its right stands entry 2");
        page.Html.ShouldContain("which is the same");
    }

    [Fact]
    public async Task A_text_that_is_not_what_was_hashed_does_not_add_up()
    {
        var page = await Somebody(Text.Replace("signed", "lapsed")).Opens("/register/check?entry=1");
        page.Html.ShouldContain("This does not add up");
        page.Html.ShouldContain("something else");
        page.Html.ShouldNotContain("This entry is in the log");
    }

    [Fact]
    public async Task A_proof_under_a_head_that_is_not_signed_is_not_called_good()
    {
        var page = await Somebody(isSigned: false).Opens("/register/check?entry=1");
        page.Html.ShouldContain("This does not add up");
        page.Html.ShouldContain("The signature of the head is not good");
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_named_at_its_field_with_what_was_typed()
    {
        var page = await Somebody().IsRefused("GET /api/log/inclusion", HttpStatusCode.NotFound, "The log has no such entry.").Opens("/register/check?entry=%7B%22a%22%3A1%7D");
        page.Errors.ShouldBe([("Entry", "The log has no such entry.")]);
        page.Value("Entry").ShouldBe("{\"a\":1}");
        page = await Somebody().IsRefused("GET /api/log/inclusion", HttpStatusCode.BadRequest, "No.").Opens("/register/check?entry=nonsense");
        page.Errors.Single().Field.ShouldBe("Entry");
    }

    [Fact]
    public async Task The_entries_of_an_organisation_are_found_by_its_name()
    {
        var visitor = Somebody().Finds("GET /api/register", _given.Register).Finds($"GET /api/register/{_given.Organisation}", _given.Entry());
        (await visitor.Opens("/register/check?q=irwell")).Html.ShouldContain($"/register/check?organisation={_given.Organisation}");
        var page = await visitor.Opens($"/register/check?organisation={_given.Organisation}");
        page.Html.ShouldContain("Irwell Valley Trust: 1 entry");
        page.Html.ShouldContain("Signed on 21 November 2026");
        page.Html.ShouldContain($"/register/check?entry={_given.Id}#proof");
        (await Somebody("nonsense").Opens($"/register/check?organisation={_given.Organisation}")).Html.ShouldContain("What cannot be read");
    }
}
