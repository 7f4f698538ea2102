using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class Frameworks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "framework_id",
                table: "pledge",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "framework_version",
                table: "pledge",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "measure_code",
                table: "pledge",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "framework",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<Guid>(type: "uuid", nullable: false),
                    pack_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    latest_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "framework_relation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<Guid>(type: "uuid", nullable: false),
                    from_framework_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_version = table.Column<int>(type: "integer", nullable: false),
                    from_code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    to_framework_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_version = table.Column<int>(type: "integer", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework_relation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "framework_upload",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    layout = table.Column<string>(type: "jsonb", nullable: true),
                    columns = table.Column<string>(type: "jsonb", nullable: true),
                    heading = table.Column<string>(type: "jsonb", nullable: true),
                    problems = table.Column<string>(type: "jsonb", nullable: false),
                    framework_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    uploaded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework_upload", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "framework_version",
                columns: table => new
                {
                    framework_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    checksum = table.Column<string>(type: "text", nullable: false),
                    themes = table.Column<int>(type: "integer", nullable: false),
                    outcomes = table.Column<int>(type: "integer", nullable: false),
                    measures = table.Column<int>(type: "integer", nullable: false),
                    imported_by = table.Column<Guid>(type: "uuid", nullable: true),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework_version", x => new { x.framework_id, x.version });
                    table.ForeignKey(
                        name: "FK_framework_version_framework_framework_id",
                        column: x => x.framework_id,
                        principalTable: "framework",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "framework_part",
                columns: table => new
                {
                    framework_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    is_measure = table.Column<bool>(type: "boolean", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: true),
                    direction = table.Column<string>(type: "text", nullable: true),
                    proxy_value = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    proxy_source = table.Column<string>(type: "text", nullable: true),
                    proxy_price_year = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_framework_part", x => new { x.framework_id, x.version, x.code });
                    table.ForeignKey(
                        name: "FK_framework_part_framework_version_framework_id_version",
                        columns: x => new { x.framework_id, x.version },
                        principalTable: "framework_version",
                        principalColumns: new[] { "framework_id", "version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_framework_scope_pack_id",
                table: "framework",
                columns: new[] { "scope", "pack_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_framework_relation_entered_by",
                table: "framework_relation",
                column: "entered_by");

            migrationBuilder.CreateIndex(
                name: "IX_framework_relation_from_framework_id_from_version_scope_fro~",
                table: "framework_relation",
                columns: new[] { "from_framework_id", "from_version", "scope", "from_code", "to_framework_id", "to_version", "to" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_framework_relation_to_framework_id_to_version",
                table: "framework_relation",
                columns: new[] { "to_framework_id", "to_version" });

            migrationBuilder.CreateIndex(
                name: "IX_framework_upload_uploaded_by",
                table: "framework_upload",
                column: "uploaded_by");

            migrationBuilder.CreateIndex(
                name: "IX_framework_version_imported_by",
                table: "framework_version",
                column: "imported_by");

            migrationBuilder.Sql(Charter.Pledges.Frameworks.FrameworkVersion.NeverChanges);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "framework_part");

            migrationBuilder.DropTable(
                name: "framework_relation");

            migrationBuilder.DropTable(
                name: "framework_upload");

            migrationBuilder.DropTable(
                name: "framework_version");

            migrationBuilder.DropTable(
                name: "framework");

            migrationBuilder.DropColumn(
                name: "framework_id",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "framework_version",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "measure_code",
                table: "pledge");

            migrationBuilder.Sql("drop function framework_never_changes()");
        }
    }
}
