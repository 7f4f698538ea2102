# Backups of everything an installation stores, taken while people work. docs/adr/0015 says why their parts fit together.

# What the system notes for its own work changes all the time and means nothing to people.
work_tables=' outbox inbox idempotency_key session throttle log_waiting register_change register_day register_count_change register_count register_commitment_count job measure_mark measure_member measure_part measure_sum measure_figure measure_run value_sum value_sum_change value_holder value_holder_mark '

# backup FILE: five databases as of one instant, the evidence files, and the keys, in one archive that restore() reads.
backup() {
    archive=$1 stage=$home/backup
    local started=$SECONDS
    umask 077
    trap end_backup EXIT
    trap 'exit 130' INT TERM HUP
    # A session that is gone shall be an error to be told, not the end of this command.
    trap '' PIPE
    rm -rf "$stage" "$archive.part"
    mkdir -p "$stage"/{sessions,databases,keys,secrets}
    postgresql_launch
    open_sessions
    hold_files
    check_room_for_backup
    say "Taking a snapshot of all databases at one instant …"
    take_snapshots
    write_databases
    copy_keys
    describe_files
    write_archive
    say "Backed up to $archive in $((SECONDS - started)) s: $(size_of "$archive"), $(contents_of "$stage/manifest"). Writers were held for $((held / 1000)) ms."
}

end_backup() {
    local code=$?
    rm -rf "$stage" "$archive.part"
    exit "$code"
}

check_backup_file() { # FILE REPLACE
    local folder
    folder=$(dirname "$1")
    { [ -d "$folder" ] && [ -w "$folder" ]; } || fail "$folder is not a folder that you can write to."
    [ ! -e "$1" ] || [ -f "$1" ] || fail "$1 is not a file."
    [ ! -e "$1" ] || [ "$2" = yes ] || fail "$1 exists. Choose another name, or say --replace."
}

# Dumps are compressed and have no indexes, so they are smaller than the tables. They stand here until they are in the archive.
check_room_for_backup() {
    local name tables=0 evidence
    for name in "${database[@]}"; do
        tell "$name" "select coalesce(sum(pg_table_size(oid)), 0) / 1048576 + 1 from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r';"
        tables=$((tables + $(hear "$name" | cut -d. -f1)))
    done
    evidence=$(du -sm "$home/evidence" | cut -f1)
    if [ "$(stat -c %d "$home")" = "$(stat -c %d "$(dirname "$archive")")" ]; then
        check_free "$home" $((2 * tables + evidence))
    else
        check_free "$home" "$tables"
        check_free "$(dirname "$archive")" $((tables + evidence))
    fi
}

check_free() { # FOLDER MEGABYTES
    local free
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    ((free >= $2)) || fail "There is no room: this may need $2 MB in $1 and the disk has $free MB left."
}

# A psql for each database that stays open and is spoken to through pipes. It ends when they close, however this command ends.
open_sessions() {
    local name to from
    declare -gA question answer
    for name in "${database[@]}"; do
        mkfifo "$stage/sessions/$name."{question,answer}
        (
            without_inherited_files
            postgresql_as postgres psql "$name" -X -q -A -t -F ' ' <"$stage/sessions/$name.question" >"$stage/sessions/$name.answer" 2>&1
        ) &
        exec {to}>"$stage/sessions/$name.question" {from}<"$stage/sessions/$name.answer"
        question[$name]=$to answer[$name]=$from
    done
}

# Until this session ends, no evidence file is deleted that the snapshot may name.
hold_files() {
    tell pledge "select pg_advisory_lock(hashtextextended('files', 0));"
    hear pledge >/dev/null
}

# tell DATABASE SQL, then hear DATABASE: prints what was answered, and fails when the last statement did.
tell() { { printf '%s\n\\echo . :ERROR\n' "$2" >&"${question[$1]}"; } 2>/dev/null || fail "PostgreSQL has ended the session with $1."; }

hear() {
    local line
    while IFS= read -r -u "${answer[$1]}" line; do
        case $line in '. false') return 0 ;; '. true') return 1 ;; esac
        printf '%s\n' "$line"
    done
    fail "PostgreSQL has ended the session with $1."
}

# All at the same time.
in_each() {
    local name refused=0
    for name in "${database[@]}"; do tell "$name" "$1"; done
    for name in "${database[@]}"; do hear "$name" >>"$stage/sessions/answers" || refused=1; done
    return $refused
}

# With outbox and inbox of all databases locked nothing is published and nothing consumed, so what the snapshots show is one
# instant. The savepoint lets the locks go and keeps the snapshots. Whoever writes waits meanwhile: hence the limits.
take_snapshots() {
    local attempt began problem
    for attempt in {1..15}; do
        began=${EPOCHREALTIME//[!0-9]/}
        # Consumers lock the inbox first, and so must this. A vacuum of these tables shall give way at once.
        if in_each "begin isolation level repeatable read; set local idle_in_transaction_session_timeout = '2s'; set local deadlock_timeout = '50ms';
                savepoint free; set local statement_timeout = '800ms'; lock table inbox, outbox in share mode;" &&
            in_each 'select 1;' && in_each 'rollback to savepoint free; release savepoint free;'; then
            held=$((${EPOCHREALTIME//[!0-9]/} - began))
            created=$(date -u +%FT%T.%3NZ)
            in_each 'set local idle_in_transaction_session_timeout = 0;'
            return
        fi
        problem=$(grep ERROR "$stage/sessions/answers" | grep -v -m1 -e timeout -e deadlock) && fail "No snapshot can be taken: $problem"
        in_each 'rollback;'
        sleep 1
    done
    fail "The system is too busy for a backup: in $attempt attempts its writers could not be held for less than a second. Try again later."
}

write_databases() {
    local name snapshot
    {
        echo 'charter-backup 1'
        echo "created $created"
        echo "commit $(git -c safe.directory="$root" -C "$root" describe --always --abbrev=40 --dirty 2>/dev/null || echo unknown)"
        echo "postgresql $(postgresql_as postgres psql -X -A -t -c 'show server_version_num')"
    } >"$stage/manifest"
    for name in "${database[@]}"; do
        say "Writing the database $name …"
        tell "$name" 'select pg_export_snapshot();'
        snapshot=$(hear "$name") || fail "The snapshot of $name cannot be used: $snapshot"
        (without_inherited_files; postgresql_as postgres pg_dump "$name" "--snapshot=$snapshot" --lock-wait-timeout=60s -Fc -f "$stage/databases/$name.dump") ||
            fail "The database $name could not be written."
        tell "$name" "$(description)"
        hear "$name" >"$stage/sessions/$name" || fail "The database $name could not be described: $(tail -1 "$stage/sessions/$name")"
        sed "s/^[a-z]*/& $name/" "$stage/sessions/$name" >>"$stage/manifest"
    done
}

# SQL that says how big a database is, which migrations it has, and of every table its rows and a hash of them in whatever order.
description() {
    cat <<'SQL'
set search_path = public; set timezone = 'UTC'; set datestyle = iso; set intervalstyle = postgres; set bytea_output = hex; set extra_float_digits = 1;
select 'database', pg_database_size(current_database());
select format('select %L, "MigrationId" from "__EFMigrationsHistory" order by 2', 'migration') where to_regclass('"__EFMigrationsHistory"') is not null \gexec
select format($$
    select 'table', %L, count(*), md5(concat_ws(' ', sum(('x' || left(digest, 16))::bit(64)::bigint), sum(('x' || right(digest, 16))::bit(64)::bigint)))
    from (select md5(line::text) as digest from %I as line) as lines
$$, relname, relname) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname collate "C" \gexec
SQL
}

# The keys open what identity and signatory keep encrypted. The sample accounts' password goes with their hashes; all other secrets belong to the installation.
copy_keys() {
    (cd "$home/keys" && find . -name '*.xml' -exec cp --parents -t "$stage/keys" {} +)
    cp "$home/secrets/samples" "$stage/secrets/samples"
}

# Evidence is on the disk before the row that names it, never changed, and not deleted meanwhile: what is there after the snapshots is all that they name.
describe_files() {
    local problem
    say "Checking the evidence files …"
    (cd "$home" && find evidence -path evidence/incoming -prune -o -type f -print0) | sort -z >"$stage/evidence"
    (cd "$home" && xargs -0 -r sha256sum -- <"$stage/evidence") >"$stage/hashes" || fail "An evidence file cannot be read."
    tell pledge "select distinct sha256 from evidence_file join stored_file using (sha256) where scan <> 'found';"
    hear pledge >"$stage/named"
    problem=$(awk 'FILENAME ~ /hashes$/ { name = $2; sub(/.*\//, "", name); if (name == $1) whole[name]; next } !($1 in whole)' "$stage/hashes" "$stage/named")
    [ -z "$problem" ] || printf 'charter: this evidence is missing or damaged, here and so in the backup:\n%s\n' "$problem" >&2
    {
        cat "$stage/hashes"
        (cd "$stage" && find databases keys secrets -type f -print0 | sort -z | xargs -0 sha256sum --)
    } | sed 's/^\([0-9a-f]*\) ./file \1 /' >>"$stage/manifest"
    echo "sum $(sha256sum <"$stage/manifest" | cut -d' ' -f1)" >>"$stage/manifest"
}

write_archive() {
    say "Writing the archive …"
    {
        tar -cf "$archive.part" --format=gnu --owner=0 --group=0 --numeric-owner -C "$stage" manifest databases keys secrets -C "$home" --null -T "$stage/evidence" &&
            sync "$archive.part" && mv -T "$archive.part" "$archive" && sync "$(dirname "$archive")"
    } || fail "$archive could not be written."
}

size_of() { numfmt --to=iec --suffix=B "$(stat -c %s "$1")"; }

contents_of() { # MANIFEST
    awk '$1 == "table" { tables++; rows += $4 } $1 == "file" && $3 ~ /^evidence/ { files++ }
        END { printf "%d rows in %d tables, %d evidence files", rows, tables, files }' "$1"
}

# compare FILE: whether the running installation holds what the backup does.
compare() {
    local name differences=$home/run/differences manifest=$home/run/manifest
    postgresql_launch
    tar -xOf "$1" --occurrence=1 manifest >"$manifest" 2>/dev/null || fail "$1 is not a backup of Charter."
    check_manifest "$manifest"
    for name in "${database[@]}"; do describe_database "$name" "$name"; done | differences_from "$manifest" "$work_tables" >"$differences"
    (cd "$home" && hashes_of '^(evidence|keys)/' "$manifest" | sha256sum --check --quiet --strict 2>&1 | grep -v '^sha256sum: WARNING') >>"$differences" || true
    [ ! -s "$differences" ] || { cat "$differences" && fail "What is stored in $home differs from $1."; }
    say "What is stored in $home is what $1 holds: $(contents_of "$manifest"). Tables of work in progress were not compared:${work_tables% }."
}

describe_database() { # NAME DATABASE
    description | postgresql_as postgres psql "$2" -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 | sed "s/^[a-z]*/& $1/"
}

# differences_from MANIFEST [TABLES TO PASS OVER]: reads descriptions of databases, prints where they differ.
differences_from() {
    awk -v passed_over="${2:-}" '
        $1 != "table" || index(passed_over, " " $3 " ") { next }
        source == "backup" { rows[$2 "." $3] = $4; hash[$2 "." $3] = $5; next }
        { name = $2 "." $3; here[name] }
        !(name in rows) { print name ": not in the backup, " $4 " rows here"; next }
        rows[name] != $4 || hash[name] != $5 { print name ": " rows[name] " rows in the backup, " $4 " here" (rows[name] == $4 ? ", not the same" : "") }
        END { for (name in rows) if (!(name in here)) print name ": " rows[name] " rows in the backup, no such table here" }' source=backup "$1" source=here -
}

hashes_of() { # PATTERN MANIFEST
    awk -v pattern="$1" '$1 == "file" && $3 ~ pattern { print $2 "  " $3 }' "$2"
}
