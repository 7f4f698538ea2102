using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class LedgerAndCommissioning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "from",
                table: "pledge_progress",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "baseline_on",
                table: "pledge",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ended_on",
                table: "pledge",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "owner",
                table: "pledge",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "place",
                table: "pledge",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "segment",
                table: "pledge",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "target_groups",
                table: "pledge",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "kept_from",
                table: "ledger_duty",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "verified_at",
                table: "ledger_duty",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "evidence_id",
                table: "duty_setback",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.CreateTable(
                name: "commissioned_contract",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    buyer = table.Column<string>(type: "text", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: true),
                    value = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    ocid = table.Column<string>(type: "text", nullable: true),
                    entered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_contract", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pledge_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledge_version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    fields = table.Column<string>(type: "jsonb", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pledge_change", x => x.id);
                    table.ForeignKey(
                        name: "FK_pledge_change_pledge_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledge",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_offer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    pillar = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_offer", x => x.id);
                    table.ForeignKey(
                        name: "FK_commissioned_offer_commissioned_contract_contract_id",
                        column: x => x.contract_id,
                        principalTable: "commissioned_contract",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_question",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    pillar = table.Column<string>(type: "text", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: true),
                    asked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    tests = table.Column<string>(type: "jsonb", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_question", x => x.id);
                    table.ForeignKey(
                        name: "FK_commissioned_question_commissioned_contract_contract_id",
                        column: x => x.contract_id,
                        principalTable: "commissioned_contract",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_stage",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<string>(type: "text", nullable: true),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    weighting = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    not_applicable = table.Column<string>(type: "text", nullable: true),
                    evidence_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_stage", x => x.id);
                    table.ForeignKey(
                        name: "FK_commissioned_stage_commissioned_contract_contract_id",
                        column: x => x.contract_id,
                        principalTable: "commissioned_contract",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "commissioned_delivery",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    confidence = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    reported_by = table.Column<Guid>(type: "uuid", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commissioned_delivery", x => x.id);
                    table.ForeignKey(
                        name: "FK_commissioned_delivery_commissioned_contract_contract_id",
                        column: x => x.contract_id,
                        principalTable: "commissioned_contract",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_commissioned_delivery_commissioned_offer_offer_id",
                        column: x => x.offer_id,
                        principalTable: "commissioned_offer",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_contract_organisation_id_id",
                table: "commissioned_contract",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_delivery_contract_id",
                table: "commissioned_delivery",
                column: "contract_id");

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_delivery_offer_id",
                table: "commissioned_delivery",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_offer_contract_id",
                table: "commissioned_offer",
                column: "contract_id");

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_question_contract_id",
                table: "commissioned_question",
                column: "contract_id");

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_question_organisation_id_asked_on",
                table: "commissioned_question",
                columns: new[] { "organisation_id", "asked_on" });

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_stage_contract_id",
                table: "commissioned_stage",
                column: "contract_id");

            migrationBuilder.CreateIndex(
                name: "IX_pledge_change_pledge_id_pledge_version",
                table: "pledge_change",
                columns: new[] { "pledge_id", "pledge_version" },
                unique: true);

            migrationBuilder.Sql(Charter.Pledges.Ledgers.Duty.WordForWord);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop view pledge_serves; drop view evidence_shows; drop function keep_when_verified cascade");

            migrationBuilder.DropTable(
                name: "commissioned_delivery");

            migrationBuilder.DropTable(
                name: "commissioned_question");

            migrationBuilder.DropTable(
                name: "commissioned_stage");

            migrationBuilder.DropTable(
                name: "pledge_change");

            migrationBuilder.DropTable(
                name: "commissioned_offer");

            migrationBuilder.DropTable(
                name: "commissioned_contract");

            migrationBuilder.DropColumn(
                name: "from",
                table: "pledge_progress");

            migrationBuilder.DropColumn(
                name: "baseline_on",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "ended_on",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "owner",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "place",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "segment",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "target_groups",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "kept_from",
                table: "ledger_duty");

            migrationBuilder.DropColumn(
                name: "verified_at",
                table: "ledger_duty");

            migrationBuilder.AlterColumn<Guid>(
                name: "evidence_id",
                table: "duty_setback",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
