using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class SumsAndBooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "paid",
                table: "supplier",
                type: "numeric(24,4)",
                precision: 24,
                scale: 4,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateTable(
                name: "value_holder",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_value_holder", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "value_holder_mark",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_value_holder_mark", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "value_sum",
                columns: table => new
                {
                    scope = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    pillar = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    confidence = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(36,8)", precision: 36, scale: 8, nullable: false),
                    disputed = table.Column<decimal>(type: "numeric(36,8)", precision: 36, scale: 8, nullable: false),
                    records = table.Column<int>(type: "integer", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: true),
                    period_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_value_sum", x => new { x.scope, x.name, x.place, x.outcome, x.pillar, x.unit, x.stage, x.confidence });
                });

            migrationBuilder.CreateTable(
                name: "value_sum_change",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    scope = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    pillar = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    confidence = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(36,8)", precision: 36, scale: 8, nullable: false),
                    disputed = table.Column<decimal>(type: "numeric(36,8)", precision: 36, scale: 8, nullable: false),
                    records = table.Column<int>(type: "integer", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: true),
                    period_until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_value_sum_change", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_value_standing_outcome_unit_stage_confidence",
                table: "value_standing",
                columns: new[] { "outcome", "unit", "stage", "confidence" },
                filter: "until is null");

            migrationBuilder.CreateIndex(
                name: "IX_supplier_organisation_id_paid_id",
                table: "supplier",
                columns: new[] { "organisation_id", "paid", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_set_by",
                table: "supplier",
                column: "set_by",
                filter: "set_by is not null");

            migrationBuilder.CreateIndex(
                name: "IX_value_holder_holder_id",
                table: "value_holder",
                column: "holder_id");

            migrationBuilder.Sql(Charter.Pledges.Contracts.Supplier.KeepPaid);
            migrationBuilder.Sql(Charter.Pledges.Value.ValueSumTriggers.Sql);
            migrationBuilder.Sql(Charter.Pledges.Value.ValueSumTriggers.Fill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Charter.Pledges.Value.ValueSumTriggers.Undo);
            migrationBuilder.Sql("drop function keep_paid cascade;");

            migrationBuilder.DropTable(
                name: "value_holder");

            migrationBuilder.DropTable(
                name: "value_holder_mark");

            migrationBuilder.DropTable(
                name: "value_sum");

            migrationBuilder.DropTable(
                name: "value_sum_change");

            migrationBuilder.DropIndex(
                name: "IX_value_standing_outcome_unit_stage_confidence",
                table: "value_standing");

            migrationBuilder.DropIndex(
                name: "IX_supplier_organisation_id_paid_id",
                table: "supplier");

            migrationBuilder.DropIndex(
                name: "IX_supplier_set_by",
                table: "supplier");

            migrationBuilder.DropColumn(
                name: "paid",
                table: "supplier");
        }
    }
}
