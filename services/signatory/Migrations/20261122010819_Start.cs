using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class Start : Migration
    {
        /// <summary>Counters as they were until the register knew a status.</summary>
        internal const string Counters = """
            create function count_register_entry() returns trigger language plpgsql as $$
            begin
              insert into register_count (sector, place, mark, entries)
              select sector, place, mark, sum(step) from (
                select old.sector, unnest(array_append(old.places, '')) as place, old.mark, -1 as step where tg_op <> 'INSERT'
                union all
                select new.sector, unnest(array_append(new.places, '')), new.mark, 1 where tg_op <> 'DELETE'
              ) as change
              group by sector, place, mark having sum(step) <> 0 order by sector, place, mark   -- one order of locks for all
              on conflict (sector, place, mark) do update set entries = register_count.entries + excluded.entries;
              return null;
            end $$;
            create trigger count_register_entry after insert or delete or update of sector, places, mark on register_entry
              for each row execute function count_register_entry();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "charter",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    published_version = table.Column<int>(type: "integer", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charter", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_key",
                columns: table => new
                {
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    location = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_key", x => new { x.subject, x.key });
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    endpoint = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.message_id, x.endpoint });
                });

            migrationBuilder.CreateTable(
                name: "organisation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    size_band = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    registered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_count",
                columns: table => new
                {
                    sector = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_count", x => new { x.sector, x.place, x.mark });
                });

            migrationBuilder.CreateTable(
                name: "register_duty",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    commitment = table.Column<string>(type: "text", nullable: false),
                    binding = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    state_rank = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_duty", x => new { x.organisation_id, x.charter_id, x.charter_version, x.code });
                });

            migrationBuilder.CreateTable(
                name: "register_entry",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sort_name = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    size_band = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false)
                        .Annotation("Npgsql:TsVectorConfig", "simple")
                        .Annotation("Npgsql:TsVectorProperties", new[] { "search_text" }),
                    signature_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: true),
                    award_version = table.Column<int>(type: "integer", nullable: false),
                    awarded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    mark_valid_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_entry", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "register_evidence",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    introduced_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_evidence", x => x.evidence_id);
                });

            migrationBuilder.CreateTable(
                name: "register_pledge",
                columns: table => new
                {
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    facts = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_pledge", x => x.pledge_id);
                });

            migrationBuilder.CreateTable(
                name: "signature",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    signed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    signatory_name = table.Column<string>(type: "text", nullable: false),
                    signatory_role = table.Column<string>(type: "text", nullable: false),
                    signatory_email = table.Column<string>(type: "text", nullable: false),
                    consents_to_publish = table.Column<bool>(type: "boolean", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signature", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "charter_version",
                columns: table => new
                {
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    partnership = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    in_force_from = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_charter_version", x => new { x.charter_id, x.number });
                    table.ForeignKey(
                        name: "FK_charter_version_charter_charter_id",
                        column: x => x.charter_id,
                        principalTable: "charter",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "organisation_identifier",
                columns: table => new
                {
                    scheme = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_identifier", x => new { x.scheme, x.value });
                    table.ForeignKey(
                        name: "FK_organisation_identifier_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_registered_by_id",
                table: "organisation",
                columns: new[] { "registered_by", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_status_id",
                table: "organisation",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_identifier_organisation_id",
                table: "organisation_identifier",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_next_attempt_at",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_mark_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "mark", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_places",
                table: "register_entry",
                column: "places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_search",
                table: "register_entry",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_sector_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "sector", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_evidence_organisation_id",
                table: "register_evidence",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_register_pledge_organisation_id",
                table: "register_pledge",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_signature_organisation_id_charter_id_charter_version",
                table: "signature",
                columns: new[] { "organisation_id", "charter_id", "charter_version" },
                unique: true);

            migrationBuilder.Sql(Counters);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function count_register_entry cascade");

            migrationBuilder.DropTable(
                name: "charter_version");

            migrationBuilder.DropTable(
                name: "idempotency_key");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "organisation_identifier");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "register_count");

            migrationBuilder.DropTable(
                name: "register_duty");

            migrationBuilder.DropTable(
                name: "register_entry");

            migrationBuilder.DropTable(
                name: "register_evidence");

            migrationBuilder.DropTable(
                name: "register_pledge");

            migrationBuilder.DropTable(
                name: "signature");

            migrationBuilder.DropTable(
                name: "charter");

            migrationBuilder.DropTable(
                name: "organisation");
        }
    }
}
