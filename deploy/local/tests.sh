# Every test project in turn, against an installation started for them and stopped afterwards.

run_tests() {
    local project fragment=${1:-}
    passed=0 failed=0 skipped=0 finished=no
    trap finish_tests EXIT
    trap 'exit 130' INT TERM
    choose_free_ports
    open_installation
    find_test_projects "$fragment"
    say "Testing in $home, ports from $base_port."
    down
    # A fault run that was killed leaves its small disk behind.
    ! mountpoint -q "$home/evidence" || umount "$home/evidence"
    delete_state
    install_missing test_packages
    # The permission matrix is refused more in a minute than the gateway tells one by one.
    export CHARTER_FSYNC=${CHARTER_FSYNC:-off} CHARTER_PATIENCE=${CHARTER_PATIENCE:-100} Limits__RefusalsOfKinds=100000 Limits__RefusalsWaiting=100000 OTEL_EXPORTER_OTLP_ENDPOINT
    OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$(port telemetry)
    up
    say "Building the tests …"
    build build "${projects[@]}"
    test_environment
    for project in "${projects[@]}"; do run_test_project "$project"; done
    finished=yes
}

# The usual base may be taken by a run in another checkout.
choose_free_ports() {
    local name base
    anything_runs && return
    for ((base = base_port; base < base_port + 2000; base += 100)); do
        use_port "$base"
        for name in "${!port_offset[@]}"; do
            ! listening "$(port "$name")" || continue 2
        done
        return
    done
    fail "No free ports were found from $base_port on."
}

find_test_projects() {
    local project name
    projects=()
    cd "$root"
    for project in tests/*/*.csproj; do
        name=$(basename "$project" .csproj)
        case $project in tests/performance/* | */Charter.Testing.csproj | 'tests/*/*.csproj') continue ;; esac
        [[ ${name,,} != *"${1,,}"* ]] || projects+=("$project")
    done
    ((${#projects[@]})) || fail "There is no test project${1:+ named like $1}."
}

test_environment() {
    set_variable CHARTER_TEST_URL "http://localhost:$(port gateway)"
    set_variable CHARTER_TEST_POSTGRES "Host=127.0.0.1;Port=$(port postgresql);Database=postgres;Username=postgres;Password=$(secret postgresql)"
    set_variable CHARTER_TEST_RABBITMQ "$(rabbitmq_uri)"
    set_variable CHARTER_TEST_RABBITMQ_MANAGEMENT "http://127.0.0.1:$(port management)"
    set_variable CHARTER_TEST_PASSWORD "$(secret samples)"
    set_variable CHARTER_TEST_HOME "$home"
    set_variable CHARTER_ROOT "$root"
    # The tests use ./charter themselves, while this command holds the installation.
    set_variable CHARTER_LOCKED_BY_CALLER "$home"
}

run_test_project() {
    local name log code=0 counts started=$SECONDS
    name=$(basename "$1" .csproj)
    log=$home/log/$name.log
    cd "$(dirname "$root/$1")"
    # In the background, because a signal is handled only between foreground commands.
    launch tests timeout -k 10 "${CHARTER_TEST_MINUTES:-20}m" "bin/Release/net10.0/$name" --no-ansi --no-progress
    wait $! 2>/dev/null || code=$?
    mv "$home/log/tests.log" "$log"
    read -r -a counts < <(summary_of "$log")
    # A crash, a hang or a run of no tests is a failure too.
    ((code == 0 || counts[1] > 0)) || counts[1]=1
    ((counts[0] + counts[1] > 0)) || counts[1]=1
    passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
    say "$name: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped ($((SECONDS - started)) s)"
    ((counts[1] == 0)) || grep -v '^{' "$log" | tail -n 200 | cut -c -300 | sed 's/^/    /'
}

summary_of() {
    awk -F: '/^ *(total|failed|succeeded|skipped): *[0-9]+$/ { gsub(/ /, "", $1); count[$1] = $2 + 0 }
        END { print count["succeeded"] + 0, count["failed"] + 0, count["skipped"] + 0 }' "$1"
}

finish_tests() {
    local code=$?
    trap '' INT TERM
    ((code == 0)) && [ "$finished" = yes ] && ((passed > 0)) || failed=$((failed > 0 ? failed : 1))
    (down) || true
    ((failed == 0)) || say "The logs are in $home/log."
    ((skipped == 0)) || skipped_too=", $skipped skipped"
    say "$passed passed, $failed failed${skipped_too:-}"
    exit $((failed > 0))
}
