using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class RegisterDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "register_change",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    status = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    size_band = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_day",
                columns: table => new
                {
                    status = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    size_band = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_day", x => new { x.status, x.place, x.day, x.sector, x.size_band });
                });

            migrationBuilder.CreateIndex(
                name: "IX_register_period_name",
                table: "register_period",
                column: "name")
                .Annotation("Npgsql:IndexMethod", "GIN")
                .Annotation("Npgsql:TsVectorConfig", "simple");

            migrationBuilder.CreateIndex(
                name: "IX_register_period_places",
                table: "register_period",
                column: "places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_period_sector_sort_name_organisation_id",
                table: "register_period",
                columns: new[] { "sector", "sort_name", "organisation_id" })
                .Annotation("Npgsql:IndexInclude", new[] { "from_on", "until_on" });

            migrationBuilder.CreateIndex(
                name: "IX_history_entry_occurred_at_id",
                table: "history_entry",
                columns: new[] { "occurred_at", "id" });

            migrationBuilder.Sql(Register.RegisterChange.Backfill);
            migrationBuilder.Sql(Register.RegisterChange.Trigger + Register.RegisterDaily.View);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop view register_daily; drop function note_register_change cascade; drop function note_organisation_change cascade");
            migrationBuilder.DropTable(
                name: "register_change");

            migrationBuilder.DropTable(
                name: "register_day");

            migrationBuilder.DropIndex(
                name: "IX_register_period_name",
                table: "register_period");

            migrationBuilder.DropIndex(
                name: "IX_register_period_places",
                table: "register_period");

            migrationBuilder.DropIndex(
                name: "IX_register_period_sector_sort_name_organisation_id",
                table: "register_period");

            migrationBuilder.DropIndex(
                name: "IX_history_entry_occurred_at_id",
                table: "history_entry");
        }
    }
}
