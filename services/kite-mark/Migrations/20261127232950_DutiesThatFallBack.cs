using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.KiteMarks.Migrations
{
    /// <inheritdoc />
    public partial class DutiesThatFallBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "embed_duty",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_embed_duty", x => new { x.organisation_id, x.charter_id, x.charter_version });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "embed_duty");
        }
    }
}
