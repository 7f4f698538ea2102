# A PostgreSQL of our own, with a role and a database per service.

# Settings for other servers must not reach ours, nor the hosts.
unset "${!PG@}"

postgresql_launch() {
    postgresql=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
    ! pid_of postgresql >/dev/null || return 0
    say "Starting PostgreSQL on port $(port postgresql) …"
    postgresql_user
    [ -s "$home/postgresql/PG_VERSION" ] || postgresql_create
    postgresql_forget_dead_server
    (cd "$home/postgresql" && launch postgresql "${as_postgres[@]}" "$postgresql/postgres" -D "$home/postgresql" \
        -c "port=$(port postgresql)" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=250 \
        -c "fsync=${CHARTER_FSYNC:-on}" -c timezone=UTC -c log_timezone=UTC -c log_error_verbosity=terse -c log_line_prefix='%m %u@%d ')
}

# PostgreSQL refuses to run as root. Where its user could not pass through the folders above (/root, say), it gets leave to:
# the first of the two is enough, but containers have only the second.
postgresql_user() {
    as_postgres=()
    ((EUID == 0)) || return 0
    local user=(setpriv --reuid=postgres --regid=postgres --clear-groups) capability
    mkdir -p "$home/postgresql" && chown postgres: "$home/postgresql" && chmod 700 "$home/postgresql"
    as_postgres=("${user[@]}")
    for capability in dac_read_search dac_override; do
        ! "${as_postgres[@]}" test -d "$home/postgresql/." 2>/dev/null || return 0
        as_postgres=("${user[@]}" "--inh-caps=+$capability" "--ambient-caps=+$capability")
    done
}

postgresql_create() {
    local passwords=$home/postgresql.password
    (umask 077 && secret postgresql >"$passwords")
    ((EUID != 0)) || chown postgres: "$passwords"
    (cd / && "${as_postgres[@]}" "$postgresql/initdb" -D "$home/postgresql" -U postgres --pwfile="$passwords" \
        -A scram-sha-256 -E UTF8 --locale=C.UTF-8) >"$home/log/postgresql.log" 2>&1 ||
        { rm -f "$passwords" && last_lines_of postgresql && fail "PostgreSQL's data folder could not be made."; }
    rm -f "$passwords"
}

# After a crash the number it noted may belong to another program, and then PostgreSQL would not start.
postgresql_forget_dead_server() {
    local pid
    pid=$(head -1 "$home/postgresql/postmaster.pid" 2>/dev/null) || return 0
    [ "$(readlink "/proc/$pid/cwd")" = "$home/postgresql" ] || rm -f "$home/postgresql/postmaster.pid"
}

postgresql_await() {
    local attempt
    # After a kill -9 the first start can meet the old server's last processes, and gives up.
    for attempt in 1 2 3 4 5; do
        await 120 postgresql_ready_or_gone
        ! postgresql_ready || break
        sleep "$attempt"
        postgresql_launch
    done
    postgresql_ready || { last_lines_of postgresql && fail "PostgreSQL does not start; the lines above are the end of its log."; }
    postgresql_databases
}

postgresql_ready_or_gone() { postgresql_ready || ! pid_of postgresql >/dev/null; }

postgresql_ready() { "$postgresql/pg_isready" -q -h 127.0.0.1 -p "$(port postgresql)"; }

postgresql_databases() {
    local name
    for name in "${database[@]}"; do
        cat <<SQL
select 'create role $name login password ''$(secret "$name")''' where not exists (select from pg_roles where rolname = '$name') \gexec
select 'create database $name owner $name' where not exists (select from pg_database where datname = '$name') \gexec
revoke connect, temporary on database $name from public;
SQL
    done | postgresql_as postgres psql -X -q -v ON_ERROR_STOP=1 >>"$home/log/postgresql.log"
}

# postgresql_as ROLE PROGRAM ARGUMENT…: psql, pg_dump or pg_restore on our server.
postgresql_as() {
    local role=$1 program=$2
    shift 2
    # The password of the superuser postgres is the server's.
    PGPASSWORD=$(secret "${role/#postgres/postgresql}") "$postgresql/$program" -h 127.0.0.1 -p "$(port postgresql)" -U "$role" "$@"
}

connection_string() { # ROLE [DATABASE]
    echo "Host=127.0.0.1;Port=$(port postgresql);Database=${2:-$1};Username=$1;Password=$(secret "$1");Maximum Pool Size=30"
}
