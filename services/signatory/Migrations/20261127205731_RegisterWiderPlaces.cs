using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class RegisterWiderPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "all_places",
                table: "register_period",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateIndex(
                name: "IX_register_period_all_places",
                table: "register_period",
                column: "all_places")
                .Annotation("Npgsql:IndexMethod", "GIN");

            migrationBuilder.Sql("""
                lock table register_period, organisation, register_change, register_day in share row exclusive mode;
                alter table organisation add column all_places text[] not null default '{}';
                drop trigger note_register_change on register_period;
                update register_period set all_places = with_wider_places(places);
                update organisation set all_places = with_wider_places(places);
                """);
            migrationBuilder.Sql(Register.RegisterChange.WiderPlaces + Register.RegisterChange.Trigger + Register.RegisterChange.Recount);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function find_wider_places cascade; alter table organisation drop column all_places");
            migrationBuilder.DropIndex(
                name: "IX_register_period_all_places",
                table: "register_period");

            migrationBuilder.DropColumn(
                name: "all_places",
                table: "register_period");
        }
    }
}
