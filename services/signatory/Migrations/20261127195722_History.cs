using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_register_count",
                table: "register_count");

            migrationBuilder.AddColumn<DateOnly>(
                name: "changed_on",
                table: "register_entry",
                type: "date",
                nullable: false,
                defaultValueSql: "(now() at time zone 'Europe/London')::date");

            migrationBuilder.AddColumn<DateOnly>(
                name: "resign_by",
                table: "register_entry",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "register_entry",
                type: "text",
                nullable: false,
                defaultValue: "in-force");

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "register_count",
                type: "text",
                nullable: false,
                defaultValue: "in-force");

            migrationBuilder.AddPrimaryKey(
                name: "PK_register_count",
                table: "register_count",
                columns: new[] { "status", "sector", "place", "mark" });

            migrationBuilder.CreateTable(
                name: "history_entry",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "register_period",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_on = table.Column<DateOnly>(type: "date", nullable: false),
                    until_on = table.Column<DateOnly>(type: "date", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    sort_name = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    size_band = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_version = table.Column<int>(type: "integer", nullable: false),
                    signature_id = table.Column<Guid>(type: "uuid", nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_period", x => new { x.organisation_id, x.from_on });
                });

            migrationBuilder.CreateIndex(
                name: "IX_history_entry_organisation_id_occurred_at",
                table: "history_entry",
                columns: new[] { "organisation_id", "occurred_at" });

            migrationBuilder.CreateIndex(
                name: "IX_history_entry_subject_id_kind",
                table: "history_entry",
                columns: new[] { "subject_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_register_period_sort_name_organisation_id",
                table: "register_period",
                columns: new[] { "sort_name", "organisation_id" })
                .Annotation("Npgsql:IndexInclude", new[] { "from_on", "until_on" });

            migrationBuilder.Sql(Register.RegisterCount.TriggerBeforeRevisions);
            migrationBuilder.Sql(Charter.Signatories.History.HistoryEntry.Trigger + Charter.Signatories.History.HistoryEntry.Backfill);
            migrationBuilder.Sql(Register.RegisterPeriod.Trigger + Register.RegisterPeriod.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function keep_register_period cascade; drop function keep_history cascade; drop function count_register_entry cascade");
            migrationBuilder.DropTable(
                name: "history_entry");

            migrationBuilder.DropTable(
                name: "register_period");

            migrationBuilder.DropPrimaryKey(
                name: "PK_register_count",
                table: "register_count");

            migrationBuilder.DropColumn(
                name: "changed_on",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "resign_by",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "status",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "status",
                table: "register_count");

            migrationBuilder.AddPrimaryKey(
                name: "PK_register_count",
                table: "register_count",
                columns: new[] { "sector", "place", "mark" });

            migrationBuilder.Sql(Start.Counters);
        }
    }
}
