using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class Measures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "measure_figure",
                columns: table => new
                {
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    as_at = table.Column<DateOnly>(type: "date", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_figure", x => new { x.charter_id, x.place, x.sector, x.measure });
                });

            migrationBuilder.CreateTable(
                name: "measure_mark",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_mark", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_member",
                columns: table => new
                {
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    is_in_force = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_member", x => new { x.charter_id, x.organisation_id });
                });

            migrationBuilder.CreateTable(
                name: "measure_part",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(24,4)", precision: 24, scale: 4, nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_part", x => new { x.organisation_id, x.charter_id, x.measure, x.key, x.month });
                });

            migrationBuilder.CreateTable(
                name: "measure_run",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    looked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measure_sum",
                columns: table => new
                {
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(24,4)", precision: 24, scale: 4, nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_sum", x => new { x.charter_id, x.place, x.sector, x.measure, x.key, x.month });
                });

            migrationBuilder.CreateIndex(
                name: "IX_measure_figure_as_at",
                table: "measure_figure",
                column: "as_at");

            migrationBuilder.CreateIndex(
                name: "IX_measure_mark_organisation_id_transaction",
                table: "measure_mark",
                columns: new[] { "organisation_id", "transaction" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_member_organisation_id",
                table: "measure_member",
                column: "organisation_id");
            migrationBuilder.Sql(Charter.Pledges.Measures.MeasureTables.Marks);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Charter.Pledges.Measures.MeasureTables.WithoutMarks);
            migrationBuilder.DropTable(
                name: "measure_figure");

            migrationBuilder.DropTable(
                name: "measure_mark");

            migrationBuilder.DropTable(
                name: "measure_member");

            migrationBuilder.DropTable(
                name: "measure_part");

            migrationBuilder.DropTable(
                name: "measure_run");

            migrationBuilder.DropTable(
                name: "measure_sum");
        }
    }
}
