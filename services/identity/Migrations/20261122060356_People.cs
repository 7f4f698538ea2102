using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Identity.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_role_assignment",
                table: "role_assignment");

            migrationBuilder.DropIndex(
                name: "IX_membership_subject_organisation_id_role",
                table: "membership");

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "role_assignment",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "dropped_at",
                table: "role_assignment",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "role_assignment",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ended_by",
                table: "role_assignment",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "given_by",
                table: "role_assignment",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "reminded_at",
                table: "role_assignment",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "until",
                table: "role_assignment",
                type: "date",
                nullable: false,
                defaultValueSql: "current_date + 365");

            migrationBuilder.AddColumn<uint>(
                name: "xmin",
                table: "role_assignment",
                type: "xid",
                rowVersion: true,
                nullable: false,
                defaultValue: 0u);

            migrationBuilder.AddColumn<Guid>(
                name: "cause",
                table: "membership",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "end_reason",
                table: "membership",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "membership",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ended_by",
                table: "membership",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_role_assignment",
                table: "role_assignment",
                column: "id");

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    normalized_email = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    hands_over = table.Column<bool>(type: "boolean", nullable: false),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "join_request",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    settled_by = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_join_request", x => x.id);
                    table.ForeignKey(
                        name: "FK_join_request_account_subject",
                        column: x => x.subject,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "organisation",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    registrars_told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "organisation_domain",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    domain = table.Column<string>(type: "text", nullable: false),
                    stated_by = table.Column<Guid>(type: "uuid", nullable: false),
                    stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verified_by = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisation_domain", x => new { x.organisation_id, x.domain });
                });

            migrationBuilder.CreateIndex(
                name: "IX_role_assignment_subject_role",
                table: "role_assignment",
                columns: new[] { "subject", "role" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_role_assignment_until",
                table: "role_assignment",
                column: "until",
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_membership_subject_organisation_id_role",
                table: "membership",
                columns: new[] { "subject", "organisation_id", "role" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_normalized_email",
                table: "invitation",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_organisation_id_normalized_email",
                table: "invitation",
                columns: new[] { "organisation_id", "normalized_email" },
                unique: true,
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "IX_join_request_organisation_id_subject",
                table: "join_request",
                columns: new[] { "organisation_id", "subject" },
                unique: true,
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "IX_join_request_subject",
                table: "join_request",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_organisation_name_organisation_id",
                table: "organisation",
                columns: new[] { "name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_domain_domain",
                table: "organisation_domain",
                column: "domain");

            migrationBuilder.CreateIndex(
                name: "IX_organisation_domain_stated_at_organisation_id",
                table: "organisation_domain",
                columns: new[] { "stated_at", "organisation_id" },
                filter: "verified_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "join_request");

            migrationBuilder.DropTable(
                name: "organisation");

            migrationBuilder.DropTable(
                name: "organisation_domain");

            migrationBuilder.DropPrimaryKey(
                name: "PK_role_assignment",
                table: "role_assignment");

            migrationBuilder.DropIndex(
                name: "IX_role_assignment_subject_role",
                table: "role_assignment");

            migrationBuilder.DropIndex(
                name: "IX_role_assignment_until",
                table: "role_assignment");

            migrationBuilder.DropIndex(
                name: "IX_membership_subject_organisation_id_role",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "id",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "dropped_at",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "ended_by",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "given_by",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "reminded_at",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "until",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "xmin",
                table: "role_assignment");

            migrationBuilder.DropColumn(
                name: "cause",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "end_reason",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "ended_by",
                table: "membership");

            migrationBuilder.AddPrimaryKey(
                name: "PK_role_assignment",
                table: "role_assignment",
                columns: new[] { "subject", "role" });

            migrationBuilder.CreateIndex(
                name: "IX_membership_subject_organisation_id_role",
                table: "membership",
                columns: new[] { "subject", "organisation_id", "role" },
                unique: true);
        }
    }
}
