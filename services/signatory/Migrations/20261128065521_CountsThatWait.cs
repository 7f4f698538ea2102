using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class CountsThatWait : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "register_count_change",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    status = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    places = table.Column<string[]>(type: "text[]", nullable: false),
                    mark = table.Column<string>(type: "text", nullable: false),
                    commitments = table.Column<string[]>(type: "text[]", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_count_change", x => x.id);
                });
            migrationBuilder.Sql(RegisterCountChange.Views + RegisterCountChange.Trigger + RegisterCount.Recount);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RegisterCount.TriggerAtOnce + RegisterCount.RecountAtOnce + """
                lock table register_entry in share row exclusive mode;
                select recount_register();
                drop view register_counted;
                drop view register_commitment_counted;
                """);
            migrationBuilder.DropTable(
                name: "register_count_change");
        }
    }
}
