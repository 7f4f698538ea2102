using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class DutiesThatFallBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "register_duty",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql(RegisterDuty.TriggerOnFall);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "revision",
                table: "register_duty");
        }
    }
}
