using System;
using Charter.Signatories.Log;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Charter.Signatories.Migrations
{
    /// <inheritdoc />
    public partial class TheLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "log_head",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tree_size = table.Column<long>(type: "bigint", nullable: false),
                    root_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_key",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    protected_private_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_key", x => x.key_id);
                });

            migrationBuilder.CreateTable(
                name: "log_leaf",
                columns: table => new
                {
                    index = table.Column<long>(type: "bigint", nullable: false),
                    history_entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_leaf", x => x.index);
                });

            migrationBuilder.CreateTable(
                name: "log_node",
                columns: table => new
                {
                    level = table.Column<short>(type: "smallint", nullable: false),
                    index = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_node", x => new { x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "log_waiting",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    history_entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_waiting", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_log_head_day",
                table: "log_head",
                column: "day",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_log_head_tree_size",
                table: "log_head",
                column: "tree_size");

            migrationBuilder.CreateIndex(
                name: "IX_log_leaf_history_entry_id",
                table: "log_leaf",
                column: "history_entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_log_leaf_leaf_hash",
                table: "log_leaf",
                column: "leaf_hash");

            migrationBuilder.Sql(LogLeaf.Trigger);
            migrationBuilder.Sql(LogWaiting.Trigger);
            migrationBuilder.Sql(LogWaiting.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger await_log on history_entry; drop function await_log();");

            migrationBuilder.DropTable(
                name: "log_head");

            migrationBuilder.DropTable(
                name: "log_key");

            migrationBuilder.DropTable(
                name: "log_leaf");

            migrationBuilder.DropTable(
                name: "log_node");

            migrationBuilder.DropTable(
                name: "log_waiting");

            migrationBuilder.Sql("drop function keep_log(), keep_log_waiting(), keep_heads_growing();");
        }
    }
}
