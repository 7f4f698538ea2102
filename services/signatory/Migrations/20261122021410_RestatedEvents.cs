using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class RestatedEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "audience",
                table: "outbox",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "published_by",
                table: "charter_version",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "register_mark",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    awarded_on = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_mark", x => x.organisation_id);
                });

            migrationBuilder.Sql("""
                insert into register_mark (organisation_id, level, award_id, version, awarded_on, valid_until)
                select organisation_id, mark, award_id, award_version, awarded_on, mark_valid_until from register_entry where award_id is not null
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "register_mark");

            migrationBuilder.DropColumn(
                name: "audience",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "published_by",
                table: "charter_version");
        }
    }
}
