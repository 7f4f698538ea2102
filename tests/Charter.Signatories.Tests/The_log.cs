using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Charter.Signatories.Tests;

public sealed class The_log(SignatoryFixture service)
{
    private static byte[] Bytes(string? hex) => Convert.FromHexString(hex!);

    private static byte[][] PathOf(JsonElement proof) => [.. proof.GetProperty("path").EnumerateArray().Select(p => Bytes(p.GetString()))];

    private Task<JsonElement> Get(string path) => service.Anonymous().GetAsync(path).Answers_with(HttpStatusCode.OK);

    [Fact]
    public async Task What_an_organisation_signs_and_is_awarded_is_in_it_and_proofs_lead_from_there_to_the_signed_root()
    {
        var charter = await service.PublishedCharter();
        var (id, _) = await service.SignedOrganisation(charter);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await service.Deliver(new KiteMarkAwarded(Guid.NewGuid(), 1, Guid.NewGuid(), id, "scheme", "bronze", today, today.AddYears(3), Guid.NewGuid(), DateTimeOffset.UtcNow), times: 2);
        var entries = Array.Empty<JsonElement>();
        await Eventually.Passes(async () => (entries = [.. (await Get($"/api/log/entries?organisationId={id}")).GetProperty("items").EnumerateArray()]).Length.ShouldBe(2));

        var head = await Get("/api/log");
        Rfc6962.IsSigned(head, await Get("/api/log/keys")).ShouldBeTrue();
        entries[0].Text("facts")!.ShouldContain(charter.Hash);
        entries[1].Text("facts")!.ShouldContain("mark-awarded");
        foreach (var entry in entries)
        {
            var leaf = Rfc6962.Leaf(entry.Text("facts")!);
            entry.Text("leafHash").ShouldBe(Convert.ToHexStringLower(leaf));
            foreach (var name in new[] { entry.Text("entryId"), entry.Text("leafHash"), entry.Text("leafHash")!.ToUpperInvariant() })
            {
                var proof = await Get($"/api/log/inclusion?leaf={name}&size={head.GetProperty("treeSize")}");
                proof.GetProperty("index").GetInt64().ShouldBe(entry.GetProperty("index").GetInt64());
                Rfc6962.RootOfProof(proof.GetProperty("index").GetInt64(), proof.GetProperty("treeSize").GetInt64(), leaf, PathOf(proof)).ShouldBe(Bytes(head.Text("rootHash")));
            }
        }
    }

    [Fact]
    public async Task The_proofs_of_every_small_tree_are_those_of_the_definition()
    {
        const int Largest = 70;
        await using var log = await LogFixture.Start();
        (await log.Head(0)).Text("rootHash").ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        var roots = new List<string?>();
        for (var size = 1; size <= Largest; size += size < 20 ? 1 : 10)   // one by one and in batches
        {
            await log.Record(size - roots.Count);
            roots.AddRange(Enumerable.Repeat<string?>(null, size - roots.Count - 1).Append((await log.Head(size)).Text("rootHash")));
        }
        await log.Record(Largest - roots.Count);
        await log.Head(Largest);

        var leaves = (await log.Entries()).Select(e => Rfc6962.Leaf(e.Text("facts")!)).ToArray();
        leaves.Length.ShouldBe(Largest);
        foreach (var size in Enumerable.Range(1, 34).Concat([47, 63, 64, 65, 66, Largest]))
        {
            var tree = leaves[..size];
            var root = Rfc6962.Root(tree);
            if (roots.ElementAtOrDefault(size - 1) is { } signed)
                signed.ShouldBe(Convert.ToHexStringLower(root));
            for (var index = 0; index < size; index++)
            {
                var path = PathOf(await log.Get($"/api/log/inclusion?leaf={Convert.ToHexStringLower(leaves[index])}&size={size}"));
                path.ShouldBe(Rfc6962.Path(index, tree));
                Rfc6962.RootOfProof(index, size, leaves[index], path).ShouldBe(root);
            }
            for (var first = 0; first <= size; first++)
                PathOf(await log.Get($"/api/log/consistency?first={first}&second={size}")).ShouldBe(Rfc6962.Consistency(first, tree));
        }
    }

    [Fact]
    public async Task Proofs_of_a_long_log_are_those_of_the_definition()
    {
        await using var log = await LogFixture.Start();
        await log.Record(2600);
        var head = await log.Head(2600);
        var leaves = (await log.Entries()).Select(e => Rfc6962.Leaf(e.Text("facts")!)).ToArray();
        Convert.ToHexStringLower(Rfc6962.Root(leaves)).ShouldBe(head.Text("rootHash"));
        for (var i = 0; i < 60; i++)
        {
            var size = Random.Shared.Next(1, leaves.Length + 1);
            var index = Random.Shared.Next(size);
            PathOf(await log.Get($"/api/log/inclusion?leaf={Convert.ToHexStringLower(leaves[index])}&size={size}")).ShouldBe(Rfc6962.Path(index, leaves[..size]));
            PathOf(await log.Get($"/api/log/consistency?first={index}&second={size}")).ShouldBe(Rfc6962.Consistency(index, leaves[..size]));
        }
        (await log.Get("/api/log/entries?start=2598")).GetProperty("items").GetArrayLength().ShouldBe(2);
        (await log.Get("/api/log/entries?start=5&end=7")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("index").GetInt64()).ShouldBe([5, 6, 7]);
        (await log.Get("/api/log/entries?start=2600")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Two_replicas_give_every_entry_one_place_and_publish_one_head_a_day_with_one_key()
    {
        await using var log = await LogFixture.Start();
        var other = log.AnotherReplica();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => log.Record(50)));
        var head = await log.Head(2000);
        (await other.GetAsync("/api/log").Answers_with(HttpStatusCode.OK)).Text("rootHash").ShouldBe(head.Text("rootHash"));

        (await log.Sql("select count(*), count(distinct history_entry_id), min(index), max(index) from log_leaf")).Single().ShouldBe("2000|2000|0|1999");
        (await log.Sql("select count(*) from log_waiting")).Single().ShouldBe("0");
        Rfc6962.Root((await log.Entries()).Select(e => Rfc6962.Leaf(e.Text("facts")!)).ToArray()).ShouldBe(Bytes(head.Text("rootHash")));

        foreach (var day in Enumerable.Range(1, 3))
        {
            await Eventually.Passes(async () => (await log.Sql("select count(*) from log_head")).Single().ShouldBe($"{day}"));
            log.Clock.Advance(TimeSpan.FromDays(1));
        }
        await Eventually.Passes(async () => (await log.Sql("select count(*), count(distinct day) from log_head")).Single().ShouldBe("4|4"));
        (await log.Get("/api/log/keys")).GetProperty("keys").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Published_heads_stay_newest_first_and_never_go_back()
    {
        await using var log = await LogFixture.Start();
        for (var size = 1; size <= 3; size++)
        {
            await log.Record(1);
            await log.Head(size);
            var published = await log.As(log.Registrar).Posts("/api/log/heads", "{}").Answers_with(HttpStatusCode.Created);
            published.GetProperty("treeSize").GetInt32().ShouldBe(size);
        }
        var keys = await log.Get("/api/log/keys");
        var first = await log.Get("/api/log/heads?size=2");
        var second = await log.Get($"/api/log/heads?size=2&after={first.Text("next")}");
        var heads = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).ToArray();
        heads.Select(h => h.GetProperty("treeSize").GetInt32()).ShouldBe([3, 2, 1, 0]);
        heads.ShouldAllBe(h => Rfc6962.IsSigned(h, keys));
        (await log.Get("/api/log/heads?daily=true")).GetProperty("items").EnumerateArray().Single().Text("day").ShouldNotBeNull();

        (await Should.ThrowAsync<PostgresException>(() => log.Sql("insert into log_head (tree_size, root_hash, signed_at, key_id, signature) values (2, '', now(), '', '')")))
            .MessageText.ShouldBe("a head never goes back");
    }

    [Fact]
    public async Task Its_key_is_opened_by_keys_for_the_log_alone()
    {
        var kept = Convert.FromBase64String((await service.Sql("select replace(encode(protected_private_key, 'base64'), E'\n', '') from log_key")).Single());
        byte[] Opened(string application) => DataProtectionProvider.Create(new DirectoryInfo(service.KeyFolder), p => p.SetApplicationName(application)).CreateProtector("Charter.Signatories.LogKey").Unprotect(kept);
        Opened("charter-log").ShouldNotBeEmpty();
        Should.Throw<CryptographicException>(() => Opened("charter"));   // as identity and the portal are called
    }

    [Fact]
    public async Task A_key_that_cannot_be_opened_any_more_is_followed_by_another_and_what_it_signed_stays_good()
    {
        await using var log = await LogFixture.Start();
        await log.Record(1);
        await log.Head(1);
        var before = await log.As(log.Registrar).Posts("/api/log/heads", "{}").Answers_with(HttpStatusCode.Created);
        foreach (var key in Directory.GetFiles(log.KeyFolder, "*.xml"))
            File.Delete(key);
        var other = log.AnotherReplica();
        await Eventually.Passes(async () => (await other.GetAsync("/api/log/keys").Answers_with(HttpStatusCode.OK)).GetProperty("keys").GetArrayLength().ShouldBe(2));
        var keys = await log.Get("/api/log/keys");
        Rfc6962.IsSigned(before, keys).ShouldBeTrue();
        Rfc6962.IsSigned(await other.GetAsync("/api/log").Answers_with(HttpStatusCode.OK), keys).ShouldBeTrue();
    }

    [Fact]
    public async Task A_registrar_alone_publishes_a_head()
    {
        await service.Anonymous().Posts("/api/log/heads", "{}").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).Posts("/api/log/heads", "{}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task What_cannot_be_proved_is_refused_by_name()
    {
        await using var log = await LogFixture.Start();
        await log.Record(3);
        await log.Head(3);
        var client = log.Anonymous();
        var last = (await log.Entries())[2].Text("entryId");
        await client.GetAsync("/api/log/inclusion").Is_invalid("leaf");
        await client.GetAsync("/api/log/inclusion?leaf=12xy").Is_invalid("leaf");
        await client.GetAsync($"/api/log/inclusion?leaf={last}&size=0").Is_invalid("size");
        await client.GetAsync($"/api/log/inclusion?leaf={new string('0', 64)}").Is_refused(HttpStatusCode.NotFound, "log-entry-unknown");
        await client.GetAsync($"/api/log/inclusion?leaf={Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "log-entry-unknown");
        await client.GetAsync($"/api/log/inclusion?leaf={last}&size=2").Is_refused(HttpStatusCode.Conflict, "log-entry-later");
        await client.GetAsync($"/api/log/inclusion?leaf={last}&size=4").Is_refused(HttpStatusCode.Conflict, "log-not-so-long");
        await client.GetAsync($"/api/log/inclusion?leaf={last}&size={long.MaxValue}").Is_refused(HttpStatusCode.Conflict, "log-not-so-long");
        await client.GetAsync("/api/log/consistency").Is_invalid("first");
        await client.GetAsync("/api/log/consistency?first=-1").Is_invalid("first");
        await client.GetAsync("/api/log/consistency?first=2&second=1").Is_invalid("second");
        await client.GetAsync("/api/log/consistency?first=2&second=4").Is_refused(HttpStatusCode.Conflict, "log-not-so-long");
        await client.GetAsync("/api/log/consistency?first=4").Is_refused(HttpStatusCode.Conflict, "log-not-so-long");
        await client.GetAsync("/api/log/entries?start=-1").Is_invalid("start");
        await client.GetAsync("/api/log/entries?start=3&end=2").Is_invalid("end");
    }

    [Theory]
    [InlineData("update log_leaf set leaf_hash = ''")]
    [InlineData("delete from log_leaf")]
    [InlineData("truncate log_leaf")]
    [InlineData("update log_node set hash = ''")]
    [InlineData("delete from log_node")]
    [InlineData("truncate log_node")]
    [InlineData("update log_head set tree_size = 0")]
    [InlineData("delete from log_head")]
    [InlineData("truncate log_head")]
    [InlineData("delete from log_key")]
    [InlineData("truncate log_waiting")]
    [InlineData("insert into log_waiting (history_entry_id) values (gen_random_uuid()); delete from log_waiting")]
    public async Task Nothing_in_it_can_be_changed_or_removed_by_whoever_has_the_database(string statement)
    {
        var charter = await service.PublishedCharter();
        var ids = new[] { (await service.SignedOrganisation(charter)).Id, (await service.SignedOrganisation(charter)).Id };
        foreach (var id in ids)
            await Eventually.Passes(async () => (await Get($"/api/log/entries?organisationId={id}")).GetProperty("items").GetArrayLength().ShouldBe(1));
        (await Should.ThrowAsync<PostgresException>(() => service.Sql(statement))).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
    }

    [Fact]
    public async Task A_register_that_is_made_anew_leaves_the_log_as_it_is()
    {
        await using var log = await LogFixture.Start();
        await log.SignedOrganisation(await log.PublishedCharter());
        var before = await log.Head(1);
        (await log.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await log.Head(1)).Text("rootHash").ShouldBe(before.Text("rootHash"));
    }
}
