using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class Organisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "signature",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "organisation_name",
                table: "signature",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "organisation_version",
                table: "signature",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string[]>(
                name: "places",
                table: "signature",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "sector",
                table: "signature",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "size_band",
                table: "signature",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "all_places",
                table: "register_entry",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "place_text",
                table: "register_entry",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "aliases",
                table: "organisation",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                table: "organisation",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "changed_by",
                table: "organisation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "import_id",
                table: "organisation",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "organisation_import",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    columns = table.Column<string[]>(type: "text[]", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    mapping = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    brings_in_similar = table.Column<bool>(type: "boolean", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    uploaded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organisation_name_block",
                columns: table => new
                {
                    block = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_key = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_name_block", x => new { x.block, x.organisation_id, x.name_key });
                    table.ForeignKey(
                        name: "FK_organisation_name_block_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "place",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: true),
                    loaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_place", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "organisation_import_row",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_import_row", x => new { x.import_id, x.line });
                    table.ForeignKey(
                        name: "FK_organisation_import_row_organisation_import_import_id",
                        column: x => x.import_id,
                        principalTable: "organisation_import",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry",
                column: "all_places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_organisation_import_id_id",
                table: "organisation",
                columns: new[] { "import_id", "id" },
                filter: "import_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_organisation_import_state",
                table: "organisation_import",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_organisation_import_row_import_id_verdict_line",
                table: "organisation_import_row",
                columns: new[] { "import_id", "verdict", "line" });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_name_block_organisation_id",
                table: "organisation_name_block",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_place_parent_name",
                table: "place",
                columns: new[] { "parent", "name" });

            migrationBuilder.CreateIndex(
                name: "IX_place_type_name",
                table: "place",
                columns: new[] { "type", "name" });

            migrationBuilder.Sql("lock table register_entry, organisation, signature in share row exclusive mode");
            migrationBuilder.Sql(Gazetteer.KnownPlace.Functions + Charter.Signatories.Organisations.NameBlock.Functions + Signatures.Signature.Facts);
            migrationBuilder.Sql(Register.RegisterEntry.SearchColumn + Register.RegisterCount.TriggerBeforeRevisions);
            migrationBuilder.Sql("update register_entry set places = places;" + Register.RegisterCount.RecountBeforeRevisions);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop function keep_facts_with_signature cascade; drop function index_organisation_names cascade; drop function name_blocks; drop function name_key;
                drop function find_register_entry_by_place cascade; drop function with_wider_places;
                alter table register_entry drop column search;
                alter table register_entry add column search tsvector generated always as (to_tsvector('simple', search_text)) stored not null;
                create index "IX_register_entry_search" on register_entry using gin (search);
                """);

            migrationBuilder.DropTable(
                name: "organisation_import_row");

            migrationBuilder.DropTable(
                name: "organisation_name_block");

            migrationBuilder.DropTable(
                name: "place");

            migrationBuilder.DropTable(
                name: "organisation_import");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_organisation_import_id_id",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "organisation_name",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "organisation_version",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "places",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "sector",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "size_band",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "all_places",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "place_text",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "aliases",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "changed_at",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "changed_by",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "import_id",
                table: "organisation");
        }
    }
}
