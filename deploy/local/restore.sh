# The way back from a backup. What was stored before is usable until everything of the backup stands beside it, checked, and is deleted
# only when the hosts run on the backup.

restore() { # FILE SURE
    local started=$SECONDS stopped away
    archive=$1 stage=$home/restore now=$(date -u +%Y%m%d%H%M%S)
    trap end_restore EXIT
    trap 'exit 130' INT TERM HUP
    open_archive "$archive"
    [ "$2" = yes ] || confirm_restore
    prepare_machine
    postgresql_launch
    publish_hosts
    postgresql_await
    check_versions
    restore_databases
    stopped=$SECONDS
    replace_stored
    rabbitmq_await
    launch_hosts
    await_hosts
    away=$((SECONDS - stopped))
    restate_everything
    delete_replaced
    say "Restored from $archive in $((SECONDS - started)) s: $(contents_of "$stage/manifest"), each table equal to the backup's. Charter was away for $away s and is ready: $address"
}

end_restore() {
    local code=$?
    rm -rf "$stage"
    if ((code)); then
        if [ -e "$home/restoring" ]; then
            say "The restore is not complete. Do it again: ./charter restore $archive" >&2
        else
            [ -z "${postgresql:-}" ] || drop_databases _restored 2>/dev/null || true
            say "Nothing was restored; what is stored in $home is as it was." >&2
        fi
    fi
    exit "$code"
}

# For what would start hosts on half a restore.
check_restored() {
    [ ! -e "$home/restoring" ] || fail "A restore was cut off here. Do it again: ./charter restore $(cat "$home/restoring")"
}

# The backup says itself when it was made; nobody types the name of the wrong one unwarned.
confirm_restore() {
    local reply
    [ -s "$home/postgresql/PG_VERSION" ] || return 0
    read -r -p "Replace everything stored in $home with the backup of $(value_of created)? [y/N] " reply
    [[ $reply == [yY]* ]] || fail "Not confirmed."
}

value_of() { awk -v name="$1" '$1 == name { print $2 }' "$stage/manifest"; }

# verify FILE
verify() {
    stage=$home/restore
    trap 'rm -rf "$stage"' EXIT
    trap 'exit 130' INT TERM HUP
    open_archive "$1"
    say "$1 is whole: made $(value_of created), $(contents_of "$stage/manifest")."
}

# Unpacks an archive and holds every file of it against the manifest.
open_archive() {
    { [ -f "$1" ] && [ -r "$1" ]; } || fail "There is no file $1 that you can read."
    say "Checking $1 …"
    rm -rf "$stage"
    (umask 077 && mkdir -p "$stage"/{evidence,keys})
    unpack "$1" --occurrence=1 manifest 2>/dev/null || fail "$1 is not a backup of Charter."
    check_manifest "$stage/manifest"
    # The databases count twice: PostgreSQL also writes down what it writes.
    check_free "$home" $((($(stat -c %s "$1") + 2 * $(awk '$1 == "database" { bytes += $3 } END { printf "%d", bytes }' "$stage/manifest")) / 1048576))
    unpack "$1" || fail "$1 cannot be unpacked."
    # Plain files only, those that the manifest names, as it describes them.
    {
        [ -z "$(find "$stage" ! -type f ! -type d)" ] &&
            cmp -s <(cd "$stage" && find . -type f ! -path ./manifest | sed 's|^\./||' | sort) <(hashes_of . "$stage/manifest" | cut -c67- | sort) &&
            (cd "$stage" && hashes_of . manifest | sha256sum --check --quiet --strict)
    } || fail "$1 is damaged: its files are not those of its manifest."
}

# unpack FILE [OPTION… MEMBER]
unpack() { (umask 077 && tar -xf "$1" -C "$stage" --no-same-owner --no-same-permissions "${@:2}"); }

check_manifest() {
    local format version
    read -r format version <"$1" || true
    [ "$format" = charter-backup ] || fail "This is not a backup of Charter."
    [ "$version" = 1 ] || fail "This backup was made by a newer Charter (format $version). Restore it with that one."
    [ "$(tail -n 1 "$1")" = "sum $(head -n -1 "$1" | sha256sum | cut -d' ' -f1)" ] || fail "The backup is damaged: its manifest is not whole."
}

check_versions() {
    local server name id host
    server=$(postgresql_as postgres psql -X -A -t -c 'show server_version_num')
    ((server / 10000 >= $(value_of postgresql) / 10000)) ||
        fail "The backup is of PostgreSQL $(($(value_of postgresql) / 10000)) and cannot be read by PostgreSQL $((server / 10000)) here."
    while read -r _ name id; do
        for host in "${hosts[@]}"; do
            [ "${database[$host]:-}" != "$name" ] || ! grep -aqF "$id" "$home/app/$host/${assembly[$host]}.dll" || continue 2
        done
        fail "The backup was made by a newer Charter: this one does not know the step $id of the database $name. Update it first (the backup is of $(value_of commit))."
    done < <(grep '^migration ' "$stage/manifest")
}

# Beside the present ones. A service that is younger than the backup gets an empty one.
restore_databases() {
    local name
    for name in "${database[@]}"; do
        say "Restoring the database $name …"
        postgresql_as postgres psql -X -q -v ON_ERROR_STOP=1 <<SQL || fail "No database can be made."
set client_min_messages = warning;
drop database if exists ${name}_restored with (force);
create database ${name}_restored owner $name;
revoke connect, temporary on database ${name}_restored from public;
SQL
        [ -e "$stage/databases/$name.dump" ] || continue
        # As the service's own role: a dump is not to be trusted with more.
        postgresql_as "$name" pg_restore "--dbname=${name}_restored" --no-owner --no-privileges --exit-on-error "$stage/databases/$name.dump" ||
            fail "The database $name could not be restored."
        postgresql_as postgres psql "${name}_restored" -X -q -c analyze
        describe_database "$name" "${name}_restored" >>"$stage/restored"
    done
    differences_from "$stage/manifest" <"$stage/restored" >"$stage/differences"
    [ ! -s "$stage/differences" ] || { cat "$stage/differences" >&2 && fail "The restored databases are not those of the backup."; }
}

replace_stored() {
    local name replaced=$home/replaced/$now
    sync -f "$stage"
    say "Stopping the hosts …"
    stop "${hosts[@]}"
    # Its messages are of a time after the backup, or of another installation.
    stop rabbitmq
    echo "$archive" >"$home/restoring"
    swap_databases || { rm -f "$home/restoring" && fail "The databases could not be replaced. ./charter up starts it with what was there before."; }
    (umask 077 && mkdir -p "$replaced")
    mv "$home/evidence" "$home/keys" "$replaced"
    mv "$stage/evidence" "$stage/keys" "$home"
    mv "$home/rabbitmq/data" "$replaced/rabbitmq" 2>/dev/null || true
    mv "$stage/secrets/samples" "$home/secrets/samples"
    # Sample or not, what was restored is not to be added to.
    [ ! -d "$home/app/samples" ] || mark_of_samples >"$home/samples-loaded"
    rabbitmq_launch
}

# All in one transaction, so never half of them.
swap_databases() {
    local name
    {
        echo 'begin;'
        echo "select pg_terminate_backend(pid) from pg_stat_activity where datname in ('postgres'$(printf ", '%s'" "${database[@]}")) and pid <> pg_backend_pid();"
        for name in "${database[@]}"; do
            echo "alter database $name rename to ${name}_replaced_$now; alter database ${name}_restored rename to $name;"
        done
        echo 'commit;'
    } | postgresql_as postgres psql -X -q -v ON_ERROR_STOP=1 >/dev/null
}

# What was in the broker when the backup was made is in no database: every service says again what it knows, and copies that lack it catch up.
restate_everything() {
    local service
    say "Having every service state again what it knows …"
    for service in "${services[@]}"; do perform "$service" restate all; done
    await_restated all
}

delete_replaced() {
    drop_databases '_replaced_[0-9]+' || fail "The databases that were replaced could not be deleted."
    rm -rf "$home/replaced" "$home/restoring"
}

drop_databases() { # ENDING
    postgresql_as postgres psql -X -q -v ON_ERROR_STOP=1 -v ending="$1\$" <<'SQL'
select format('drop database %I with (force)', datname) from pg_database where datname ~ :'ending' \gexec
SQL
}
