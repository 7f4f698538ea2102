#!/usr/bin/env bash
# Makes a role and a database for each service, from the connection strings that the services get themselves. The image runs it when it
# makes its data folder. It may be run again, for a new service or for changed passwords.
set -euo pipefail
for file in /run/secrets/database-*; do
    declare -A value=()
    while IFS='=' read -r -d ';' key text; do value[$key]=$text; done <<<"$(<"$file");"
    DATABASE=${value[Database]} ROLE=${value[Username]} PASSWORD=${value[Password]} psql -X -q -v ON_ERROR_STOP=1 -U postgres <<'SQL'
\getenv database DATABASE
\getenv role ROLE
\getenv password PASSWORD
select format('create role %I login', :'role') where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" password :'password';
select format('create database %I owner %I', :'database', :'role') where not exists (select from pg_database where datname = :'database') \gexec
revoke connect, temporary on database :"database" from public;
SQL
done
