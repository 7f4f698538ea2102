using Charter.Signatories.Gazetteer;
using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class CheaperSigning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(KnownPlace.WiderPlaces + RegisterPeriod.TriggerWithWiderPlaces);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // the functions as they are now also serve the schema of before
        }
    }
}
