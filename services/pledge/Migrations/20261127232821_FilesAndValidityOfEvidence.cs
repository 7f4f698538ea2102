using System;
using Charter.Pledges.Evidence;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class FilesAndValidityOfEvidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "ledger_duty",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "due_on",
                table: "evidence",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "edition",
                table: "evidence",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "evidence",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "evidence",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "reasons",
                table: "evidence",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<Guid>(
                name: "series_id",
                table: "evidence",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "supersedes_id",
                table: "evidence",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "valid_until",
                table: "evidence",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(2000, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "what_changed",
                table: "evidence",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "duty_setback",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    evidence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_setback", x => new { x.organisation_id, x.charter_id, x.charter_version, x.code, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "evidence_duty",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_evidence_duty", x => new { x.evidence_id, x.organisation_id, x.charter_id, x.code });
                    table.ForeignKey(
                        name: "FK_evidence_duty_evidence_evidence_id",
                        column: x => x.evidence_id,
                        principalTable: "evidence",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "evidence_pledge",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_evidence_pledge", x => new { x.evidence_id, x.pledge_id });
                    table.ForeignKey(
                        name: "FK_evidence_pledge_evidence_evidence_id",
                        column: x => x.evidence_id,
                        principalTable: "evidence",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stored_file",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    scan = table.Column<string>(type: "text", nullable: false),
                    scan_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scanned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stored_file", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "evidence_file",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_evidence_file", x => new { x.evidence_id, x.position });
                    table.ForeignKey(
                        name: "FK_evidence_file_evidence_evidence_id",
                        column: x => x.evidence_id,
                        principalTable: "evidence",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_evidence_file_stored_file_sha256",
                        column: x => x.sha256,
                        principalTable: "stored_file",
                        principalColumn: "sha256",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_evidence_due_on",
                table: "evidence",
                column: "due_on",
                filter: "due_on is not null");

            migrationBuilder.CreateIndex(
                name: "IX_evidence_organisation_id_id",
                table: "evidence",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_evidence_series_id",
                table: "evidence",
                column: "series_id");

            migrationBuilder.CreateIndex(
                name: "IX_evidence_supersedes_id",
                table: "evidence",
                column: "supersedes_id");

            migrationBuilder.CreateIndex(
                name: "IX_evidence_duty_organisation_id_charter_id_code",
                table: "evidence_duty",
                columns: new[] { "organisation_id", "charter_id", "code" });

            migrationBuilder.CreateIndex(
                name: "IX_evidence_file_sha256",
                table: "evidence_file",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "IX_evidence_pledge_pledge_id",
                table: "evidence_pledge",
                column: "pledge_id");

            migrationBuilder.CreateIndex(
                name: "IX_stored_file_scan_after",
                table: "stored_file",
                column: "scan_after",
                filter: "scan in ('waiting', 'not-scanned')");

            migrationBuilder.Sql(EvidenceItem.OfOlderReplicas);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duty_setback");

            migrationBuilder.DropTable(
                name: "evidence_duty");

            migrationBuilder.DropTable(
                name: "evidence_file");

            migrationBuilder.DropTable(
                name: "evidence_pledge");

            migrationBuilder.DropTable(
                name: "stored_file");

            migrationBuilder.DropIndex(
                name: "IX_evidence_due_on",
                table: "evidence");

            migrationBuilder.DropIndex(
                name: "IX_evidence_organisation_id_id",
                table: "evidence");

            migrationBuilder.DropIndex(
                name: "IX_evidence_series_id",
                table: "evidence");

            migrationBuilder.DropIndex(
                name: "IX_evidence_supersedes_id",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "ledger_duty");

            migrationBuilder.DropColumn(
                name: "due_on",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "edition",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "reasons",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "series_id",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "supersedes_id",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "valid_until",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "what_changed",
                table: "evidence");
        }
    }
}
