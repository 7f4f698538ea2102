using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Identity.Migrations
{
    /// <inheritdoc />
    public partial class Successions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "carried_over",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_carried_over", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "succession",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    predecessor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    successor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    successor_name = table.Column<string>(type: "text", nullable: false),
                    successor_places = table.Column<string[]>(type: "text[]", nullable: false),
                    reversed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_succession", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_carried_over_holder_id",
                table: "carried_over",
                column: "holder_id");

            migrationBuilder.CreateIndex(
                name: "IX_succession_predecessor_id",
                table: "succession",
                column: "predecessor_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "carried_over");

            migrationBuilder.DropTable(
                name: "succession");
        }
    }
}
