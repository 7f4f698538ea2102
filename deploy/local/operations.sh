# Messages that failed, and copies that are made anew. The services run meanwhile; what is done here is done by a second process of each.

# Services with a database of their own, which are those that publish and consume.
services=()
for host in "${hosts[@]}"; do [ -z "${database[$host]:-}" ] || services+=("$host"); done

# perform SERVICE COMMAND…: one of the commands in Operations.cs.
perform() {
    local service=$1 result
    shift
    result=$(enter_host "$service" && without_inherited_files && exec dotnet "${assembly[$service]}.dll" "$@" </dev/null) || fail "$service could not $1."
    say "$service: $result"
}

replay_errors() {
    local service chosen=("${services[@]}")
    [ -z "${1:-}" ] || { check_service "$1" && chosen=("$1"); }
    check_running
    for service in "${chosen[@]}"; do perform "$service" replay-errors; done
}

rebuild() {
    local service
    check_service "${1:-}"
    check_running "${services[@]}"
    perform "$1" forget-copies
    # Who publishes what to whom is known to the code alone, so all are asked; one of which nobody here keeps copies is quickly done.
    for service in "${services[@]}"; do [ "$service" = "$1" ] || perform "$service" restate "$1"; done
    await_restated "$1"
    say "The copies of $1 are complete again after $SECONDS s."
}

check_service() {
    [[ -n $1 && " ${services[*]} " == *" $1 "* ]] || fail "Say which service: ${services[*]}."
}

check_running() {
    local name
    for name in postgresql rabbitmq "$@"; do
        pid_of "$name" >/dev/null || fail "$name is not running. ./charter up starts everything, ./charter start $name only this."
    done
}

# await_restated SERVICE|all: until everything restated has been published and taken in. To interrupt it stops nothing but the waiting.
await_restated() {
    local what=outboxes left last=
    while :; do
        left=$("messages_in_$what" "$1")
        if [ "$left" = 0 ]; then
            [ "$what" = outboxes ] || break
            what=queues
        else
            [ "$left" = "$last" ] || say "$left messages in the $what …"
            last=$left
            sleep 1
        fi
    done
    left=$(queues | awk -v queue="^($(queue_prefixes "$1"))-.*_(error|skipped)$" '$1 ~ queue { sum += $2 } END { print sum + 0 }')
    [ "$left" = 0 ] || say "$left messages failed and wait in _error and _skipped queues; the runbook says what to do about them."
}

messages_in_outboxes() {
    local service sum=0 only=
    [ "$1" = all ] || only=" where audience = '$1'"
    for service in "${services[@]}"; do sum=$((sum + $(sql "${database[$service]}" "select count(*) from outbox$only"))); done
    echo "$sum"
}

# Those that a consumer is working on count too.
messages_in_queues() {
    queues | awk -v queue="^($(queue_prefixes "$1"))-" '$1 ~ queue && $1 !~ /_(error|skipped)$/ { sum += $2 } END { print sum + 0 }'
}

queue_prefixes() { if [ "$1" = all ]; then (IFS='|' && echo "${services[*]}"); else echo "$1"; fi; }

queues() { (rabbitmq_environment && /usr/lib/rabbitmq/bin/rabbitmqctl -q --no-table-headers list_queues name messages); }

sql() { # DATABASE STATEMENT
    postgresql=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
    PGPASSWORD=$(secret postgresql) "$postgresql/psql" -X -q -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(port postgresql)" -U postgres -d "$1" -c "$2"
}
