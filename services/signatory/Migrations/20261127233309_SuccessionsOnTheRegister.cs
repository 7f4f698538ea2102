using Charter.Signatories.Register;
using Charter.Signatories.Signatures;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class SuccessionsOnTheRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RegisterDuty.CarriedTrigger);
            migrationBuilder.Sql(RegisterDuty.CarryCommitments);
            migrationBuilder.Sql(RegisterChange.ActingTrigger);
            migrationBuilder.Sql(RegisterChange.CountActing);
            migrationBuilder.Sql(OpenSignature.AbandonThoseOfPredecessors);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RegisterDuty.Trigger);
            migrationBuilder.Sql(RegisterChange.Trigger);
        }
    }
}
