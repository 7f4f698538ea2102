using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Charter.Pledges.Migrations
{
    /// <inheritdoc />
    public partial class WhatWasLeft : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "by_rule",
                table: "pledge_change",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ended_by_rule",
                table: "pledge",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "next_on",
                table: "pledge",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(2000, 1, 1));

            migrationBuilder.AddColumn<DateOnly>(
                name: "told_on",
                table: "pledge",
                type: "date",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_stored_file_scanned_at",
                table: "stored_file",
                column: "scanned_at",
                filter: "scan = 'clean'");

            migrationBuilder.CreateIndex(
                name: "IX_pledge_next_on",
                table: "pledge",
                column: "next_on",
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "IX_commissioned_contract_organisation_id_ocid",
                table: "commissioned_contract",
                columns: new[] { "organisation_id", "ocid" },
                filter: "ocid is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_stored_file_scanned_at",
                table: "stored_file");

            migrationBuilder.DropIndex(
                name: "IX_pledge_next_on",
                table: "pledge");

            migrationBuilder.DropIndex(
                name: "IX_commissioned_contract_organisation_id_ocid",
                table: "commissioned_contract");

            migrationBuilder.DropColumn(
                name: "by_rule",
                table: "pledge_change");

            migrationBuilder.DropColumn(
                name: "ended_by_rule",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "next_on",
                table: "pledge");

            migrationBuilder.DropColumn(
                name: "told_on",
                table: "pledge");
        }
    }
}
