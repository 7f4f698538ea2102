#!/usr/bin/env bash
# What the official image's entry point does when it is started as its user, as far as docker-compose.yml makes use of it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    chmod 700 "$PGDATA"
    # shellcheck disable=SC2086 # several arguments in one variable
    initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" ${POSTGRES_INITDB_ARGS:-}
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    pg_ctl -w -o "-c listen_addresses=''" start
    for script in /docker-entrypoint-initdb.d/*.sh; do
        # shellcheck source=/dev/null
        if [ -x "$script" ]; then "$script"; else source "$script"; fi
    done
    pg_ctl -w -m fast stop
fi
exec "$@"
