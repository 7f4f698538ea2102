using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class FastRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_mark_sort_name_organisation_id",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_places",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_search",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_sector_sort_name_organisation_id",
                table: "register_entry");

            migrationBuilder.AddColumn<string[]>(
                name: "commitments",
                table: "register_entry",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<long>(
                name: "changes",
                table: "register_count",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "register_commitment_count",
                columns: table => new
                {
                    place = table.Column<string>(type: "text", nullable: false),
                    commitment = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    entries = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_commitment_count", x => new { x.place, x.commitment, x.status, x.sector, x.mark });
                });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry",
                column: "all_places")
                .Annotation("Npgsql:IndexMethod", "GIN")
                .Annotation("Npgsql:StorageParameter:gin_pending_list_limit", 256);

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_search",
                table: "register_entry",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "GIN")
                .Annotation("Npgsql:StorageParameter:gin_pending_list_limit", 256);

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_status_mark_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "status", "mark", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_status_sector_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "status", "sector", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_status_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "status", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_verified",
                table: "register_entry",
                columns: new[] { "sort_name", "organisation_id" },
                filter: "commitments <> '{}'");

            migrationBuilder.CreateIndex(
                name: "IX_register_count_place",
                table: "register_count",
                column: "place");

            migrationBuilder.Sql(RegisterCount.TriggerAtOnce);
            migrationBuilder.Sql(RegisterCount.RecountAtOnce);
            migrationBuilder.Sql(RegisterDuty.Trigger);
            migrationBuilder.Sql("update register_entry set commitments = verified_commitments(organisation_id, charter_id) where organisation_id in (select organisation_id from register_duty where state_rank = 3)");
            migrationBuilder.Sql("select recount_register()");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger show_verified_commitment on register_duty;
                drop function show_verified_commitment();
                drop trigger draw_verified_commitments on register_entry;
                drop function draw_verified_commitments();
                drop function verified_commitments(uuid, uuid);
                drop function recount_register();
                """);
            migrationBuilder.Sql("drop trigger count_register_entry on register_entry");
            migrationBuilder.Sql(RegisterCount.TriggerBeforeRevisions);

            migrationBuilder.DropTable(
                name: "register_commitment_count");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_search",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_status_mark_sort_name_organisation_id",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_status_sector_sort_name_organisation_id",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_status_sort_name_organisation_id",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_entry_verified",
                table: "register_entry");

            migrationBuilder.DropIndex(
                name: "IX_register_count_place",
                table: "register_count");

            migrationBuilder.DropColumn(
                name: "commitments",
                table: "register_entry");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "register_count");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_all_places",
                table: "register_entry",
                column: "all_places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_mark_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "mark", "sort_name", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_places",
                table: "register_entry",
                column: "places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_search",
                table: "register_entry",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.CreateIndex(
                name: "IX_register_entry_sector_sort_name_organisation_id",
                table: "register_entry",
                columns: new[] { "sector", "sort_name", "organisation_id" });
        }
    }
}
