using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class ListsAndMeasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "framework_id",
                table: "value_entry",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "framework_version",
                table: "value_entry",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "measure_code",
                table: "value_entry",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "worth",
                table: "contract_process",
                type: "numeric(24,4)",
                precision: 24,
                scale: 4,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateIndex(
                name: "IX_spend_line_organisation_id_amount_id",
                table: "spend_line",
                columns: new[] { "organisation_id", "amount", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "IX_contract_process_organisation_id_worth_id",
                table: "contract_process",
                columns: new[] { "organisation_id", "worth", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.Sql(Charter.Pledges.Contracts.ContractProcess.KeepWorth);
            migrationBuilder.Sql(Charter.Pledges.Spend.SpendFilter.SearchIndexes);
            migrationBuilder.Sql(Charter.Pledges.Frameworks.FrameworkPart.SearchIndex);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger keep_worth_added on contract_award; drop trigger keep_worth_gone on contract_award; drop function keep_worth; drop index ix_spend_line_words, ix_supplier_words, ix_framework_part_words;");

            migrationBuilder.DropIndex(
                name: "IX_spend_line_organisation_id_amount_id",
                table: "spend_line");

            migrationBuilder.DropIndex(
                name: "IX_contract_process_organisation_id_worth_id",
                table: "contract_process");

            migrationBuilder.DropColumn(
                name: "framework_id",
                table: "value_entry");

            migrationBuilder.DropColumn(
                name: "framework_version",
                table: "value_entry");

            migrationBuilder.DropColumn(
                name: "measure_code",
                table: "value_entry");

            migrationBuilder.DropColumn(
                name: "worth",
                table: "contract_process");
        }
    }
}
