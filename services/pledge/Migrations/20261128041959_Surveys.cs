using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class Surveys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "survey_round",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    charter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instrument = table.Column<string>(type: "text", nullable: false),
                    instrument_version = table.Column<int>(type: "integer", nullable: false),
                    wave = table.Column<string>(type: "text", nullable: false),
                    opens_on = table.Column<DateOnly>(type: "date", nullable: false),
                    closes_on = table.Column<DateOnly>(type: "date", nullable: false),
                    period_from = table.Column<DateOnly>(type: "date", nullable: true),
                    period_until = table.Column<DateOnly>(type: "date", nullable: true),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survey_round", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "survey_count",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    answers = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survey_count", x => new { x.round_id, x.sector, x.kind, x.place });
                    table.ForeignKey(
                        name: "FK_survey_count_survey_round_round_id",
                        column: x => x.round_id,
                        principalTable: "survey_round",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "survey_draw",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    drawn_on = table.Column<DateOnly>(type: "date", nullable: false),
                    links = table.Column<int>(type: "integer", nullable: false),
                    for_others = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survey_draw", x => x.id);
                    table.ForeignKey(
                        name: "FK_survey_draw_survey_round_round_id",
                        column: x => x.round_id,
                        principalTable: "survey_round",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "survey_link",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survey_link", x => x.hash);
                    table.ForeignKey(
                        name: "FK_survey_link_survey_round_round_id",
                        column: x => x.round_id,
                        principalTable: "survey_round",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "survey_tally",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question = table.Column<string>(type: "text", nullable: false),
                    facet = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: false),
                    answers = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_survey_tally", x => new { x.round_id, x.question, x.facet, x.key, x.answer });
                    table.ForeignKey(
                        name: "FK_survey_tally_survey_round_round_id",
                        column: x => x.round_id,
                        principalTable: "survey_round",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_survey_draw_account_id",
                table: "survey_draw",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_survey_draw_round_id_organisation_id",
                table: "survey_draw",
                columns: new[] { "round_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "own_survey_draw",
                table: "survey_draw",
                columns: new[] { "round_id", "account_id" },
                unique: true,
                filter: "not for_others");

            migrationBuilder.CreateIndex(
                name: "IX_survey_link_round_id",
                table: "survey_link",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "IX_survey_round_charter_id_instrument_wave",
                table: "survey_round",
                columns: new[] { "charter_id", "instrument", "wave" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "survey_count");

            migrationBuilder.DropTable(
                name: "survey_draw");

            migrationBuilder.DropTable(
                name: "survey_link");

            migrationBuilder.DropTable(
                name: "survey_tally");

            migrationBuilder.DropTable(
                name: "survey_round");
        }
    }
}
