using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class Signing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_signature_organisation_id_charter_id_charter_version",
                table: "signature");

            migrationBuilder.AddColumn<Guid>(
                name: "countersigned_by",
                table: "signature",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "due_on",
                table: "signature",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "signature",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "signature",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ended_on",
                table: "signature",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "explanation",
                table: "signature",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "resign_by",
                table: "signature",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signature_kind",
                table: "signature",
                type: "text",
                nullable: false,
                defaultValue: "signed");

            migrationBuilder.AddColumn<string>(
                name: "withdrawal_reason",
                table: "signature",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "withdrawn_by",
                table: "signature",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<uint>(
                name: "xmin",
                table: "signature",
                type: "xid",
                rowVersion: true,
                nullable: false,
                defaultValue: 0u);

            migrationBuilder.CreateTable(
                name: "open_signature",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    is_countersigned = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    waits_for_registrar = table.Column<bool>(type: "boolean", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open_signature", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signature_part",
                columns: table => new
                {
                    signed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    signature_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    consents_to_publish = table.Column<bool>(type: "boolean", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signature_part", x => new { x.signature_id, x.signed_by });
                    table.ForeignKey(
                        name: "FK_signature_part_signature_signature_id",
                        column: x => x.signature_id,
                        principalTable: "signature",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "open_signature_part",
                columns: table => new
                {
                    signed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    signature_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    consents_to_publish = table.Column<bool>(type: "boolean", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_open_signature_part", x => new { x.signature_id, x.signed_by });
                    table.ForeignKey(
                        name: "FK_open_signature_part_open_signature_signature_id",
                        column: x => x.signature_id,
                        principalTable: "open_signature",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_signature_charter_id_charter_version",
                table: "signature",
                columns: new[] { "charter_id", "charter_version" },
                filter: "ended_on is null and resign_by is null");

            migrationBuilder.CreateIndex(
                name: "IX_signature_due_on",
                table: "signature",
                column: "due_on",
                filter: "due_on is not null");

            migrationBuilder.CreateIndex(
                name: "IX_signature_organisation_id_charter_id_charter_version",
                table: "signature",
                columns: new[] { "organisation_id", "charter_id", "charter_version" },
                unique: true,
                filter: "ended_on is null");

            migrationBuilder.CreateIndex(
                name: "IX_signature_organisation_id_signed_at",
                table: "signature",
                columns: new[] { "organisation_id", "signed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_open_signature_open",
                table: "open_signature",
                column: "id",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_open_signature_organisation_id_charter_id",
                table: "open_signature",
                columns: new[] { "organisation_id", "charter_id" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_open_signature_part_signature_id_role",
                table: "open_signature_part",
                columns: new[] { "signature_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_open_signature_part_signed_by",
                table: "open_signature_part",
                column: "signed_by");

            migrationBuilder.CreateIndex(
                name: "IX_signature_part_signature_id_role",
                table: "signature_part",
                columns: new[] { "signature_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_signature_part_signed_by",
                table: "signature_part",
                column: "signed_by");

            migrationBuilder.Sql(Signatures.Signature.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "open_signature_part");

            migrationBuilder.DropTable(
                name: "signature_part");

            migrationBuilder.DropTable(
                name: "open_signature");

            migrationBuilder.DropIndex(
                name: "IX_signature_charter_id_charter_version",
                table: "signature");

            migrationBuilder.DropIndex(
                name: "IX_signature_due_on",
                table: "signature");

            migrationBuilder.DropIndex(
                name: "IX_signature_organisation_id_charter_id_charter_version",
                table: "signature");

            migrationBuilder.DropIndex(
                name: "IX_signature_organisation_id_signed_at",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "countersigned_by",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "due_on",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "end_reason",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "ended_on",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "explanation",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "resign_by",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "signature_kind",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "withdrawal_reason",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "withdrawn_by",
                table: "signature");

            migrationBuilder.DropColumn(
                name: "xmin",
                table: "signature");

            migrationBuilder.CreateIndex(
                name: "IX_signature_organisation_id_charter_id_charter_version",
                table: "signature",
                columns: new[] { "organisation_id", "charter_id", "charter_version" },
                unique: true);
        }
    }
}
