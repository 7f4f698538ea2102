using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Charter.Pledges.Tests;

public sealed class Jobs_that_are_interrupted(PledgeFixture service)
{
    private static byte[] Package(int releases) => Imports.Package(Enumerable.Range(0, releases).Select(i => Imports.Release($"ocds-test01-{i:0000}", $"{i}", amount: 10, supplier: $"Sample {i % 50} Ltd"))).Bytes();

    /// <summary>What happens before a row of the organisation is stored, as the body of a trigger's function with a sequence of its own: that counts on when everything else is rolled back.</summary>
    private async Task<string> Before(Guid council, string table, string rows, string body)
    {
        var name = "trouble_" + council.ToString("n");
        await service.Sql($"""
            create sequence {name};
            create function {name}() returns trigger language plpgsql as $$ begin {body.Replace("$N", $"nextval('{name}')")} return new; end $$;
            create trigger {name} before insert on {table} for each row when (new.organisation_id = '{council}' and {rows}) execute function {name}();
            """);
        return name;
    }

    private Task<IReadOnlyList<string>> End(string trouble, string table) => service.Sql($"drop trigger {trouble} on {table}; drop function {trouble}(); drop sequence {trouble};");

    private const string Interrupts = "raise exception 'trouble' using errcode = '57P01';", InterruptsTwice = $"if $N <= 2 then {Interrupts} end if;";

    private static string Waits(Guid council) => $"perform pg_advisory_xact_lock_shared(hashtextextended('{council}', 0));";

    /// <summary>Keeps whoever <see cref="Waits"/> waiting until it is disposed of.</summary>
    private async Task<NpgsqlConnection> Hold(Guid council)
    {
        var connection = await service.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.BeginTransactionAsync();   // which ends with it
        await using var hold = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtextextended('{council}', 0))", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    [Fact]
    public async Task A_job_that_was_interrupted_goes_on_where_it_was_and_nothing_is_doubled()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var trouble = await Before(council.Id, "contract_release", "new.ocid >= 'ocds-test01-0450'", InterruptsTwice);
        var done = await editor.Imports_contracts(council.Id, Package(700));
        (await service.Sql($"select last_value > 2 from {trouble}")).ShouldBe(["True"]);
        await End(trouble, "contract_release");
        (done.Counts(), done.Value()).ShouldBe(((700, 700, 0, 0, 0), 7000m));   // begun anew, it would have found the first 400 there
        (await service.Sql($"select count(*) from contract_process where organisation_id = '{council.Id}'")).ShouldBe(["700"]);
        (await service.Sql($"select count(*) from import_part where import_id = '{done.Id()}'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_table_that_was_interrupted_goes_on_too()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var trouble = await Before(council.Id, "spend_line", "new.line > 1100", InterruptsTwice);
        var table = "Supplier,Amount,Date,Description\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"Sample {i % 20} Ltd,1.00,01/02/2025,{(i % 3 == 0 ? "same" : i)}\n"));
        var done = await editor.Imports_spend(council.Id, table);
        (await service.Sql($"select last_value > 2 from {trouble}")).ShouldBe(["True"]);
        await End(trouble, "spend_line");
        (done.Counts(), done.Value()).ShouldBe(((1500, 1500, 0, 0, 0), 1500m));
        (await editor.Gets($"/api/organisations/{council.Id}/spend/totals")).Figure("value", "total").ShouldBe(1500);
    }

    [Fact]
    public async Task A_job_can_be_cancelled_and_takes_back_what_it_did()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var trouble = await Before(council.Id, "contract_release", "new.ocid >= 'ocds-test01-0450'", $"if $N = 1 then {Waits(council.Id)} {Interrupts} end if;");
        JsonElement sent;
        await using (await Hold(council.Id))
        {
            sent = await editor.Sends(council.Id, "ocds", Package(700)).Answers_with(HttpStatusCode.Created);
            await Eventually.Passes(async () => (await editor.Reads(sent.Id(), "importing")).GetProperty("report").Whole("read").ShouldBe(400), seconds: 120);
            await editor.Posts($"/api/imports/{sent.Id()}/cancellation", null).Answers_with(HttpStatusCode.Accepted);
        }
        (await editor.Reads(sent.Id(), "cancelled")).GetProperty("done").ValueKind.ShouldBe(JsonValueKind.Null);
        (await service.Sql($"select (select count(*) from contract_process where organisation_id = '{council.Id}') + (select count(*) from contract_release where organisation_id = '{council.Id}') + (select count(*) from supplier where organisation_id = '{council.Id}')")).ShouldBe(["0"]);
        await End(trouble, "contract_release");
        (await editor.Imports_contracts(council.Id, Package(700))).Counts().ShouldBe((700, 700, 0, 0, 0));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_ends_as_failed_and_can_be_removed_again()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var import = (await editor.Imports_contracts(council.Id, Package(3))).Id();
        var name = "trouble_" + council.Id.ToString("n");
        await service.Sql($"""
            create function {name}() returns trigger language plpgsql as $$ begin raise exception 'trouble'; end $$;
            create trigger {name} before delete on contract_release for each row when (old.organisation_id = '{council.Id}') execute function {name}();
            """);
        await editor.Posts($"/api/imports/{import}/removal", null).Answers_with(HttpStatusCode.Accepted);
        await Eventually.Passes(async () =>
        {
            await service.Sql($"update job set attempts = 5 where thing_id = '{import}' and state in ('running', 'undoing')");   // five attempts take their time
            (await editor.GetAsync($"/api/imports/{import}").Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe("failed");
        }, seconds: 180);
        (await editor.Reads(import, "failed")).Text("problem").ShouldNotBeNull().ShouldContain("could not be taken back");
        (await service.Sql($"select count(*) from contract_release where organisation_id = '{council.Id}'")).ShouldBe(["3"]);

        await service.Sql($"drop trigger {name} on contract_release; drop function {name}();");
        await editor.Posts($"/api/imports/{import}/removal", null).Answers_with(HttpStatusCode.Accepted);
        (await editor.Reads(import, "removed")).Text("problem").ShouldBeNull();
        (await service.Sql($"select count(*) from contract_release where organisation_id = '{council.Id}'")).ShouldBe(["0"]);
        (await service.Sql($"select state, problem is not null from job where thing_id = '{import}' order by id")).ShouldBe(["done|False", "failed|True", "done|False"]);
    }

    /// <summary>A message may repeat what somebody sent, so the log has where it was instead.</summary>
    [Fact]
    public void What_went_wrong_is_told_by_type_and_place_alone()
    {
        static void Fails() => throw new InvalidOperationException("Sample Person's table", new FormatException("Sample Person"));
        var trouble = Jobs.Jobs.Trouble(Should.Throw<InvalidOperationException>(Fails));
        trouble.ShouldStartWith("FormatException at Charter.Pledges.Tests.Jobs_that_are_interrupted.");
        trouble.ShouldNotContain("Sample");
        Jobs.Jobs.Trouble(new Npgsql.PostgresException("Sample Person", "ERROR", "ERROR", "22P02")).ShouldBe("PostgresException 22P02");
    }

    [Fact]
    public async Task Several_processes_do_each_job_once()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var path = Path.Combine(Directory.CreateTempSubdirectory("charter-import-").FullName, "package.json");
        await File.WriteAllBytesAsync(path, Package(600));
        // two commands and the service, which has the same file twice
        var sent = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => editor.Sends(council.Id, "ocds", Package(600)).Answers_with(HttpStatusCode.Created)));
        var commands = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => service.Run("import", "ocds", path, "--organisation", council.Id.ToString())));
        commands.ShouldAllBe(c => c.ExitCode == 0, string.Join('\n', commands.Select(c => c.Output + c.Errors)));
        foreach (var one in sent)
            await editor.Reads(one.Id(), "imported");
        (await service.Sql($"select sum(read), sum(imported), sum(unchanged), sum(value)::int from file_import where organisation_id = '{council.Id}'")).ShouldBe(["2400|600|1800|6000"]);
        (await service.Sql($"select count(*) from contract_release where organisation_id = '{council.Id}'")).ShouldBe(["600"]);
    }

    [Fact]
    public async Task A_command_that_was_killed_leaves_what_it_did_and_the_same_again_does_the_rest()
    {
        var council = await service.SignedOrganisation();
        var editor = service.As(council.Editor);
        var path = Path.Combine(Directory.CreateTempSubdirectory("charter-import-").FullName, "package.json");
        await File.WriteAllBytesAsync(path, Package(700));
        var trouble = await Before(council.Id, "contract_release", "new.ocid = 'ocds-test01-0450'", Waits(council.Id));
        await using (await Hold(council.Id))
        {
            using var killed = service.Start("import", "ocds", path, "--organisation", council.Id.ToString());
            await Eventually.Passes(async () => (await service.Sql($"select sum(read) from file_import where organisation_id = '{council.Id}'")).ShouldBe(["400"]), seconds: 120);
            killed.Kill();
            await killed.WaitForExitAsync();
        }
        await End(trouble, "contract_release");
        var first = Guid.Parse((await service.Sql($"select id from file_import where organisation_id = '{council.Id}'")).Single());
        (await editor.Reads(first, "failed")).Text("problem").ShouldNotBeNull().ShouldContain("run it again");

        var (code, output, errors) = await service.Run("import", "ocds", path, "--organisation", council.Id.ToString());
        code.ShouldBe(0, errors);
        output.ShouldContain("releases read 700, imported 300, there already 400, set aside 0, rejected 0");
        (await service.Sql($"select count(*), (select sum(value)::int from contract_award where organisation_id = '{council.Id}') from contract_release where organisation_id = '{council.Id}'")).ShouldBe(["700|7000"]);
    }

    [Fact]
    public async Task The_command_prints_what_was_read_imported_and_rejected_and_why()
    {
        var council = await service.SignedOrganisation();
        var folder = Directory.CreateTempSubdirectory("charter-import-").FullName;
        var bad = Imports.Release(Imports.Ocid(), "bad");
        bad.Remove("date");
        await File.WriteAllBytesAsync(Path.Combine(folder, "package.json"), Imports.Package(Imports.Release(Imports.Ocid(), "1", amount: 1250.5m), bad).Bytes());
        await File.WriteAllTextAsync(Path.Combine(folder, "spend.csv"), "Supplier,Amount,Date\nSample Ltd,\"1,000.00\",01/02/2025\nSample Ltd,12.50-,02/02/2025\nSample Ltd,many,03/02/2025\n,987.50,\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "unclear.csv"), "a,b\nx,y\n");

        var contracts = await service.Run("import", "ocds", Path.Combine(folder, "package.json"), "--organisation", council.Id.ToString());
        contracts.Errors.ShouldBe("");
        contracts.Output.ShouldContain("package.json: releases read 2, imported 1, there already 0, set aside 0, rejected 1");
        contracts.Output.ShouldContain("£1,250.50");
        contracts.Output.ShouldContain("date: This is required.");
        var spend = await service.Run("import", "spend", Path.Combine(folder, "spend.csv"), "--organisation", council.Id.ToString());
        spend.Errors.ShouldBe("");
        spend.Output.ShouldContain("rows read 4, imported 2, there already 0, set aside 1, rejected 1");
        spend.Output.ShouldContain("£987.50");
        spend.Output.ShouldContain("line 4  “many” is no amount.");
        spend.Output.ShouldContain("It is the sum of the rows above it.");

        foreach (var (arguments, says) in new[]
        {
            (new[] { "import", "ocds" }, "Say what to import"), (["import", "ocds", Path.Combine(folder, "none.json"), "--organisation", council.Id.ToString()], "There is no file"),
            (["import", "ocds", Path.Combine(folder, "package.json"), "--organisation", "x"], "is no id"), (["import", "ocds", Path.Combine(folder, "package.json"), "--organisation", Guid.NewGuid().ToString()], "no confirmed organisation"),
            (["import", "spend", Path.Combine(folder, "unclear.csv"), "--organisation", council.Id.ToString()], "not clear"),
        })
        {
            var refused = await service.Run(arguments);
            (refused.ExitCode, refused.Output).ShouldBe((1, ""));
            refused.Errors.ShouldContain(says);
        }
    }
}
