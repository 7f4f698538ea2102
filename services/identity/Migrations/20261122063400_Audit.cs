using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Identity.Migrations
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    actor_kind = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: true),
                    client = table.Column<Guid>(type: "uuid", nullable: true),
                    acting_for = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    method = table.Column<string>(type: "text", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: true),
                    subject_kinds = table.Column<string[]>(type: "text[]", nullable: false),
                    subject_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    count = table.Column<int>(type: "integer", nullable: false),
                    trace_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_action_occurred_at_id",
                table: "audit_entry",
                columns: new[] { "action", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_actor_occurred_at_id",
                table: "audit_entry",
                columns: new[] { "actor", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_occurred_at_id",
                table: "audit_entry",
                columns: new[] { "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_organisation_id_occurred_at_id",
                table: "audit_entry",
                columns: new[] { "organisation_id", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_outcome_occurred_at_id",
                table: "audit_entry",
                columns: new[] { "outcome", "occurred_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_subject_ids",
                table: "audit_entry",
                column: "subject_ids")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_trace_id",
                table: "audit_entry",
                column: "trace_id");

            migrationBuilder.Sql(Charter.Identity.Audit.AuditEntry.Trigger);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.Sql("drop function keep_audit_entry");
        }
    }
}
