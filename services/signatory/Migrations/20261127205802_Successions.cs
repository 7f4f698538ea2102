using System;
using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class Successions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "carried_from",
                table: "register_entry",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "successor_id",
                table: "register_entry",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<NpgsqlTsVector>(
                name: "search",
                table: "organisation",
                type: "tsvector",
                nullable: false)
                .Annotation("Npgsql:TsVectorConfig", "simple")
                .Annotation("Npgsql:TsVectorProperties", new[] { "name" });

            migrationBuilder.AddColumn<Guid>(
                name: "succession_id",
                table: "organisation",
                type: "uuid",
                nullable: true);

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
                    note = table.Column<string>(type: "text", nullable: true),
                    entered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reversed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reversed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reversed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reversal_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_succession", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_organisation_search",
                table: "organisation",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_carried_over_holder_id",
                table: "carried_over",
                column: "holder_id");

            migrationBuilder.CreateIndex(
                name: "IX_succession_predecessor_id",
                table: "succession",
                column: "predecessor_id",
                unique: true,
                filter: "reversed_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_succession_successor_id",
                table: "succession",
                column: "successor_id");

            migrationBuilder.Sql(RegisterPeriod.Trigger);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "carried_over");

            migrationBuilder.DropTable(
                name: "succession");

            migrationBuilder.DropIndex(
                name: "IX_organisation_search",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "carried_from",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "successor_id",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "search",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "succession_id",
                table: "organisation");
        }
    }
}
