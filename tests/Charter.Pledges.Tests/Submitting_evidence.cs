using System.Net;
using System.Net.Sockets;
using System.Text;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Submitting_evidence(PledgeFixture service)
{
    private const int LargestFile = 25 * 1024 * 1024;

    [Fact]
    public async Task Evidence_is_announced_and_waits_for_a_reviewer()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation, "deliver");
        using var submitted = await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(link: " https://www.example.org/policy "));
        submitted.StatusCode.ShouldBe(HttpStatusCode.Created);

        var evidence = await service.As(organisation.Editor).GetAsync(submitted.Headers.Location).Answers_with(HttpStatusCode.OK);
        evidence.Text("state").ShouldBe("submitted");
        evidence.Text("link").ShouldBe("https://www.example.org/policy");
        evidence.Text("introducedOn").ShouldBe("2026-01-31");
        evidence.Text("organisationName").ShouldBe("Sample Council");
        evidence.GetProperty("file").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var announced = await service.Published<EvidenceSubmitted>(e => e.Evidence.EvidenceId == evidence.Id());
        announced.Evidence.ShouldBe(new(evidence.Id(), 1, pledge, organisation.Id, "deliver", "Our policy", new(2026, 1, 31), "submitted", "other", new(2028, 1, 30)));
        announced.SubmittedBy.ShouldBe(organisation.Editor.Subject);
    }

    [Fact]
    public async Task The_same_content_is_stored_once_whatever_it_is_called()
    {
        var (one, two) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var content = Encoding.UTF8.GetBytes($"policy {Guid.NewGuid()}");
        var first = await service.As(one.Editor).PostAsync($"/api/pledges/{await service.MadePledge(one)}/evidence", PledgeFixture.Form(content, "policy.txt")).Answers_with(HttpStatusCode.Created);
        var second = await service.As(two.Editor).PostAsync($"/api/pledges/{await service.MadePledge(two)}/evidence", PledgeFixture.Form(content, "table.csv")).Answers_with(HttpStatusCode.Created);

        second.GetProperty("file").Text("sha256").ShouldBe(first.GetProperty("file").Text("sha256"));
        await Eventually.Passes(() =>   // what came in is put away a moment later
        {
            service.Files().Count(f => Has(f, content.Length, read => read.SequenceEqual(content))).ShouldBe(1);
            return Task.CompletedTask;
        });
        File.ReadAllBytes(service.PlaceOf(content)).ShouldBe(content);
    }

    [Fact]
    public async Task A_file_that_was_left_half_written_under_its_name_is_replaced()
    {
        var organisation = await service.SignedOrganisation();
        var content = Encoding.UTF8.GetBytes($"policy {Guid.NewGuid()}");
        Directory.CreateDirectory(Path.GetDirectoryName(service.PlaceOf(content))!);
        File.WriteAllBytes(service.PlaceOf(content), content[..5]);

        await service.As(organisation.Editor).PostAsync($"/api/pledges/{await service.MadePledge(organisation)}/evidence", PledgeFixture.Form(content)).Answers_with(HttpStatusCode.Created);

        File.ReadAllBytes(service.PlaceOf(content)).ShouldBe(content);
    }

    [Fact]
    public async Task The_same_content_sent_by_many_at_the_same_moment_is_whole_and_there_once()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Guid.NewGuid().ToString(), 20_000)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(content))));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Created);
        File.ReadAllBytes(service.PlaceOf(content)).ShouldBe(content);
        await Eventually.Passes(() =>
        {
            service.Files().Count(f => Has(f, content.Length, read => read.SequenceEqual(content))).ShouldBe(1);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_file_of_25_MB_is_taken_and_one_byte_more_is_not()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var largest = new byte[LargestFile];
        Array.Fill(largest, (byte)'a');
        var evidence = await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(largest)).Answers_with(HttpStatusCode.Created);
        evidence.GetProperty("file").GetProperty("size").GetInt64().ShouldBe(LargestFile);

        byte[] larger = [.. largest, (byte)'a'];
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(larger)).Is_refused(HttpStatusCode.RequestEntityTooLarge, "evidence-file-too-large");
        await Eventually.Passes(() =>
        {
            Directory.GetFiles(Path.Combine(service.Folder, "incoming")).Where(f => new FileInfo(f).Length >= LargestFile).ShouldBeEmpty();
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_of_any_greater_size_is_refused_whether_or_not_its_size_is_stated(bool isStated)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var client = service.Anonymous();
        using var socket = new TcpClient();
        await socket.ConnectAsync(client.BaseAddress!.Host, client.BaseAddress.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/pledges/{pledge}/evidence HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.Tokens.For(organisation.Editor)}\r\nContent-Type: multipart/form-data; boundary=frontier\r\n"
            + (isStated ? "Content-Length: 5000000000\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n")));
        var head = "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"u8.ToArray();
        var sent = Task.Run(async () =>
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)'a');
            for (var i = 0; i < 40; i++)
            {
                var next = i == 0 ? head : block;
                byte[] framed = isStated ? next : [.. Encoding.ASCII.GetBytes($"{next.Length:x}\r\n"), .. next, .. "\r\n"u8];
                await stream.WriteAsync(framed);
            }
        });

        var (answer, buffer) = ("", new byte[4_096]);
        while (!answer.Contains("evidence-file-too-large") && await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromMinutes(2)) is > 0 and var read)
            answer += Encoding.ASCII.GetString(buffer, 0, read);
        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("evidence-file-too-large");
        socket.Close();
        await sent.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var marker = Encoding.ASCII.GetBytes($"half a file {Guid.NewGuid()}");
        using (var socket = new TcpClient())
        {
            var address = service.Anonymous().BaseAddress!;
            await socket.ConnectAsync(address.Host, address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/pledges/{pledge}/evidence HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.Tokens.For(organisation.Editor)}\r\nContent-Type: multipart/form-data; boundary=frontier\r\n"
                + $"Content-Length: 100000\r\n\r\n--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n{Encoding.ASCII.GetString(marker)}{new string('a', 90_000)}"));   // so much that it is not yet called too slow
            await Eventually.Passes(() =>
            {
                service.Files().Any(f => Has(f, 100_000, read => read.IndexOf(marker) >= 0)).ShouldBeTrue();
                return Task.CompletedTask;
            });
        }
        await Eventually.Passes(() =>
        {
            service.Files().Any(f => Has(f, 100_000, read => read.IndexOf(marker) >= 0)).ShouldBeFalse();
            return Task.CompletedTask;
        });
    }

    private delegate bool Looks(ReadOnlySpan<byte> content);

    /// <summary>Whether the file is no longer than that and its content is what is looked for; not when another test has just had it deleted.</summary>
    private static bool Has(string file, int atMost, Looks looks)
    {
        try
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[Math.Min(open.Length, atMost + 1)];
            var read = open.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read <= atMost && looks(content.AsSpan(0, read));
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Every_bad_field_is_named_at_once()
    {
        var organisation = await service.SignedOrganisation();
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        var editor = service.As(organisation.Editor);
        await editor.PostAsync(path, new MultipartFormDataContent { { new StringContent("x"), "unknown" } }).Is_invalid("title", "introducedOn", "impact", "file");
        await editor.PostAsync(path, PledgeFixture.Form("<html>"u8.ToArray(), title: new string('x', 201), introducedOn: "31.1.2026", impact: " ")).Is_invalid("title", "introducedOn", "impact", "file");
    }

    [Theory]
    [InlineData("title", "\0")]
    [InlineData("title", "a\u0008b")]
    [InlineData("title", " ")]
    [InlineData("impact", "")]
    [InlineData("introducedOn", "2999-12-31")]
    [InlineData("introducedOn", "0001-01-01")]
    [InlineData("introducedOn", "2026-02-30")]
    [InlineData("introducedOn", "today")]
    [InlineData("link", "www.example.org")]
    [InlineData("link", "javascript:alert(1)")]
    [InlineData("link", "file:///etc/passwd")]
    [InlineData("link", "data:text/html,hello")]
    [InlineData("link", "https://user:secret@example.org/")]
    [InlineData("link", "https://exam ple.org/")]
    [InlineData("link", "https://")]
    [InlineData("link", "http://localhost/policy")]
    public async Task A_part_that_breaks_its_rule_is_named(string part, string value)
    {
        var organisation = await service.SignedOrganisation();
        var form = part switch
        {
            "title" => PledgeFixture.Form(link: "https://example.org/", title: value),
            "impact" => PledgeFixture.Form(link: "https://example.org/", impact: value),
            "introducedOn" => PledgeFixture.Form(link: "https://example.org/", introducedOn: value),
            _ => PledgeFixture.Form(link: value),
        };
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{await service.MadePledge(organisation)}/evidence", form).Is_invalid(part);
    }

    [Fact]
    public async Task It_is_a_file_or_a_link_and_one_of_them()
    {
        var organisation = await service.SignedOrganisation();
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        var editor = service.As(organisation.Editor);
        await editor.PostAsync(path, PledgeFixture.Form()).Is_invalid("file");
        await editor.PostAsync(path, PledgeFixture.Form("text"u8.ToArray(), link: "https://example.org/")).Is_invalid("link");
        var empty = PledgeFixture.Form(link: "https://example.org/");
        empty.Add(new ByteArrayContent([]) { Headers = { { "Content-Disposition", "form-data; name=\"file\"; filename=\"\"" } } });   // a field that the person left empty
        await editor.PostAsync(path, empty).Answers_with(HttpStatusCode.Created);
        await editor.PostAsync(path, PledgeFixture.Form("text"u8.ToArray(), link: "")).Answers_with(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("--frontier--\r\n")]
    [InlineData("--frontier\r\n\r\n")]
    [InlineData("--frontier\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nOur policy")]
    [InlineData("--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nOur policy")]
    [InlineData("--frontier\r\nContent-Disposition: form-data; name=title; name=title\r\n\r\nOur policy\r\n--frontier--\r\n")]
    [InlineData("--frontier\r\nContent-Disposition: ;;;\r\n\r\nOur policy\r\n--frontier--\r\n")]
    [InlineData("--frontier\r\nno header at all\r\n\r\nOur policy\r\n--frontier--\r\n")]
    public async Task A_broken_form_is_refused_and_never_an_error_of_ours(string body)
    {
        var organisation = await service.SignedOrganisation();
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{await service.MadePledge(organisation)}/evidence", PledgeFixture.Raw(Encoding.UTF8.GetBytes(body)))
            .Is_refused(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Parts_without_end_headers_without_end_and_broken_unicode_are_refused()
    {
        var organisation = await service.SignedOrganisation();
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        var editor = service.As(organisation.Editor);
        var part = "--frontier\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n";
        await editor.PostAsync(path, PledgeFixture.Raw(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1_000)) + "--frontier--\r\n"))).Is_invalid("$");
        await editor.PostAsync(path, PledgeFixture.Raw(Encoding.UTF8.GetBytes($"--frontier\r\nX: {new string('x', 100_000)}\r\n\r\nx\r\n--frontier--\r\n"))).Is_invalid("$");
        await editor.PostAsync(path, PledgeFixture.Raw([.. "--frontier\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"u8, 0xFF, 0xFE, .. "\r\n--frontier--\r\n"u8])).Is_invalid("title", "introducedOn", "impact", "file");
        await editor.PostAsync(path, PledgeFixture.Form(link: "https://example.org/", impact: new string('x', 300_000))).Is_invalid("impact");
    }

    [Theory]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=\"\"", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x", HttpStatusCode.BadRequest)]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Another_media_type_is_refused(string? contentType, HttpStatusCode status)
    {
        var organisation = await service.SignedOrganisation();
        var content = PledgeFixture.Raw("{}"u8.ToArray(), contentType ?? "");
        if (contentType is null)
            content.Headers.Clear();
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{await service.MadePledge(organisation)}/evidence", content)
            .Is_refused(status, status == HttpStatusCode.BadRequest ? "invalid-request" : "unsupported-media-type");
    }

    [Fact]
    public async Task The_same_form_sent_twice_with_one_key_submits_once_and_another_file_under_it_is_refused()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var client = service.As(organisation.Editor);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var path = $"/api/pledges/{pledge}/evidence";

        var first = await client.PostAsync(path, PledgeFixture.Form("one"u8.ToArray())).Answers_with(HttpStatusCode.Created);
        using var again = await client.PostAsync(path, PledgeFixture.Form("one"u8.ToArray()));
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Location!.ToString().ShouldBe($"/api/evidence/{first.Id()}");
        await client.PostAsync(path, PledgeFixture.Form("two"u8.ToArray())).Is_refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await client.PostAsync(path, PledgeFixture.Form("one"u8.ToArray(), title: "Another title")).Is_refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        PledgeFixture.Items(await client.GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK), "evidence").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Only_an_editor_of_the_organisation_submits_for_it()
    {
        var (organisation, other) = (await service.SignedOrganisation(), await service.SignedOrganisation());
        var path = $"/api/pledges/{await service.MadePledge(organisation)}/evidence";
        HttpContent Form() => PledgeFixture.Form(Encoding.UTF8.GetBytes($"{Guid.NewGuid()}"));
        await service.As(other.Editor).PostAsync(path, Form()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(organisation.Id, Roles.Champion)).PostAsync(path, Form()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Anonymous().PostAsync(path, Form()).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.As(organisation.Editor).PostAsync($"/api/pledges/{Guid.NewGuid()}/evidence", Form()).Is_refused(HttpStatusCode.NotFound, "not-found");
    }
}
