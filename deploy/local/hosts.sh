# The seven hosts and the loader of the sample partnerships: built, published to app/, run from there.

publish_hosts() {
    local sources projects host
    sources=$(fingerprint_of_sources)
    ! built_from "$sources" || return 0
    say "Building …"
    cd "$root"
    projects=(gateway/*.csproj services/*/*.csproj)
    [ ! -e deploy/samples/Charter.Samples.csproj ] || projects+=(deploy/samples/Charter.Samples.csproj)
    rm -rf "$home/publish" "$home/built"
    build publish "${projects[@]}" "-p:CharterPublish=$home/publish"
    # Never under the feet of a running host: it would read the new file in the middle of the old one.
    for host in "$home"/publish/*; do
        host=$(basename "$host")
        ! diff -rq "$home/publish/$host" "$home/app/$host" >/dev/null 2>&1 || continue
        stop "$host"
        mkdir -p "$home/app"
        rm -rf "$home/app/$host"
        mv "$home/publish/$host" "$home/app/$host"
    done
    rm -rf "$home/publish"
    # One copy of each library on the disk is one in memory too.
    ! command -v hardlink >/dev/null || hardlink -q -t "$home/app" >/dev/null
    echo "$sources" >"$home/built"
}

# What audits a log needs no installation, so it is built by itself, when it is first used.
publish_auditor() {
    local built=$home/app/verify-log/Charter.VerifyLog.dll
    [ ! -e "$built" ] || [ -n "$(find "$root"/deploy/verify-log/*.cs* -newer "$built")" ] || return 0
    (umask 077 && mkdir -p "$home"/{log,run})
    say "Building the auditor …"
    build publish deploy/verify-log/Charter.VerifyLog.csproj "-p:CharterPublish=$home/app"
    touch "$built"
}

fingerprint_of_sources() {
    cd "$root"
    # Files git does not know of are sources too, those it ignores are not.
    git -c safe.directory="$root" ls-files -z -co --exclude-standard -- gateway services deploy/samples global.json 'Directory.*' .editorconfig |
        { xargs -0 sha256sum 2>/dev/null; dotnet --version; } | sha256sum
}

built_from() {
    local host
    for host in "${hosts[@]}"; do
        [ -e "$home/app/$host/${assembly[$host]}.dll" ] || return 1
    done
    # Without git nothing is known about the sources.
    git -c safe.directory="$root" -C "$root" rev-parse 2>/dev/null && [ "$(cat "$home/built" 2>/dev/null)" = "$1" ]
}

# build COMMAND PROJECT… [-OPTION…]: one run of MSBuild for all of them.
build() {
    local verb=$1 list='' options=() argument log=$home/log/build.log filter=$home/run/projects.slnf
    shift
    for argument in "$@"; do
        if [[ $argument == -* ]]; then options+=("$argument"); else list+="${list:+,}\"$argument\""; fi
    done
    printf '{ "solution": { "path": "%s", "projects": [%s] } }\n' "$root/Charter.sln" "$list" >"$filter"
    (
        without_inherited_files
        cd "$root"
        # A compiler server of this build's own: a shared one could not be ended without disturbing others.
        trap 'end_compiler charter-$$' EXIT
        # One build of a checkout at a time.
        flock -o . dotnet "$verb" "$filter" -c Release -nodeReuse:false "-p:SharedCompilationId=charter-$$" "${options[@]}"
    ) </dev/null >"$log" 2>&1 || {
        { grep -E '(: |^)error ' "$log" | sort -u | head -20 | grep . || tail -20 "$log"; } >&2
        fail "The build failed; its whole output is in $log."
    }
}

end_compiler() {
    local version sdk
    version=$(dotnet --version)
    sdk=$(dotnet --list-sdks | sed -n "s/^$version \[\(.*\)\]$/\1/p")
    dotnet "$sdk/$version/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$1" -shutdown
}

# launch_hosts [HOST…]: all unless some are named.
launch_hosts() {
    local host
    for host in "${@:-${hosts[@]}}"; do
        ! pid_of "$host" >/dev/null || continue
        say "Starting $host on port $(port "$host") …"
        (enter_host "$host" && launch "$host" dotnet "${assembly[$host]}.dll")
    done
}

# Makes the calling subshell what a host expects: its folder and its environment.
enter_host() {
    local here=http://127.0.0.1
    cd "$home/app/$1"
    unset "${!ASPNETCORE_@}" "${!ConnectionStrings__@}" "${!Services__@}"
    set_variable DOTNET_ENVIRONMENT Production
    # Threads that have nothing to do sleep instead of looking round for work, and one looks after the sockets: a fifth less for each request.
    set_variable DOTNET_ThreadPool_UnfairSemaphoreSpinLimit 0
    set_variable DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT 1
    set_variable ASPNETCORE_URLS "$here:$(port "$1")"
    [ "$1" != gateway ] || [ "$(scheme)" = http ] || use_certificate
    set_variable Charter__Local true
    set_variable Charter__PublicAddress "$address"
    set_variable Services__Identity "$here:$(port identity)"
    [ "$1" = portal ] || set_variable ConnectionStrings__RabbitMq "$(rabbitmq_uri)"
    [ -z "${database[$1]:-}" ] || set_variable ConnectionStrings__Database "$(connection_string "${database[$1]}")"
    case $1 in
        gateway | portal)
            set_variable Services__Signatory "$here:$(port signatory)"
            set_variable Services__Pledge "$here:$(port pledge)"
            set_variable Services__ChampionsNetwork "$here:$(port champions-network)"
            set_variable Services__KiteMark "$here:$(port kite-mark)"
            set_variable Services__Portal "$here:$(port portal)" ;;
        pledge)
            set_variable Evidence__Folder "$home/evidence"
            [ -z "${CHARTER_SCANNER:-}" ] || set_variable Evidence__Scanner "$CHARTER_SCANNER" ;;
        identity)
            set_variable Samples__Password "$(secret samples)"
            set_variable Mail__Folder "$home/mail" ;;
    esac
    case $1 in
        identity | portal) set_variable DataProtection__Keys "$home/keys" ;;
        signatory) set_variable DataProtection__Keys "$home/keys/log" ;;
    esac
    # Files that the product does not ship, such as boundaries for the map, lie beside the checkout unless they are said to be elsewhere.
    [ -n "${CHARTER_DATA:-}" ] || [ ! -d "$root/../shared/data" ] || set_variable CHARTER_DATA "$(cd "$root/../shared/data" && pwd)"
    [ -z "${CHARTER_PATIENCE:-}" ] || be_patient
}

# So many seconds instead of the few that people are kept waiting: a machine that stalls is no host that is away.
be_patient() {
    local within cluster
    within=$(printf '00:%02d:%02d' $((CHARTER_PATIENCE / 60)) $((CHARTER_PATIENCE % 60)))
    set_variable Limits__ConnectWithin "$within"
    set_variable Limits__IdentityAnswersWithin "$within"
    set_variable Limits__BodiesDrainedFor "$within"
    set_variable Services__ConnectWithin "$within"
    set_variable Services__AnswerWithin "$within"
    for cluster in Signatory Pledge ChampionsNetwork KiteMark Identity Portal; do
        set_variable "ReverseProxy__Clusters__${cluster}__HttpRequest__ActivityTimeout" "$within"
    done
    [ -z "${ConnectionStrings__Database:-}" ] ||
        set_variable ConnectionStrings__Database "$ConnectionStrings__Database;Timeout=$CHARTER_PATIENCE;Command Timeout=$CHARTER_PATIENCE"
}

set_variable() { export "$1=$2"; }

await_hosts() {
    local host waiting=("${@:-${hosts[@]}}") still deadline=$((SECONDS + 180))
    say "Waiting until all are ready …"
    while ((${#waiting[@]})); do
        still=()
        for host in "${waiting[@]}"; do
            ! ready "$host" || continue
            pid_of "$host" >/dev/null || host_failed "$host" "stopped while it was starting"
            ((SECONDS < deadline)) || host_failed "$host" "is not ready after three minutes"
            still+=("$host")
        done
        waiting=("${still[@]}")
        sleep 0.1
    done
}

host_failed() {
    last_lines_of "$1"
    fail "$1 $2; the lines above are the end of $home/log/$1.log."
}

ready() {
    if [ "$1" = gateway ] && [ "$(scheme)" = https ]; then
        [ "$(status_of_get_with_tls "$(port "$1")" /health/ready)" = 200 ]
    else
        [ "$(status_of_get "$(port "$1")" /health/ready)" = 200 ]
    fi
}

# curl may be missing.
status_of_get() (
    { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || exit 0
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    read -r -t 10 _ status _ <&3 && echo "$status"
)

load_samples() {
    local loader=$home/app/samples/Charter.Samples.dll
    [ -e "$root/deploy/samples/Charter.Samples.csproj" ] || return 0
    [ "$(cat "$home/samples-loaded" 2>/dev/null)" != "$(mark_of_samples)" ] || return 0
    say "Loading the sample partnerships …"
    (
        cd "$home/app/samples"
        set_variable CHARTER_URL "$address"
        set_variable Charter__PublicAddress "$address"
        [ "$(scheme)" = http ] || set_variable SSL_CERT_FILE "$home/tls/ca.crt"
        set_variable Services__Identity "http://127.0.0.1:$(port identity)"
        set_variable Samples__Password "$(secret samples)"
        without_inherited_files
        dotnet "$loader" </dev/null 2>&1
    ) | tee "$home/log/samples.log" | sed 's/^/    /' || fail "The sample partnerships could not be loaded; see $home/log/samples.log."
    mark_of_samples >"$home/samples-loaded"
}

mark_of_samples() { find "$home/app/samples" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

status() {
    local name pid children state kilobytes resident=0 shared=0 healthy=0
    printf '%-18s %8s %6s %-10s %8s\n' host pid port state memory
    for name in "${hosts[@]}" postgresql rabbitmq; do
        state=down kilobytes=0
        if pid=$(pid_of "$name"); then
            case $name in
                postgresql)
                    read -r -a children <"/proc/$pid/task/$pid/children" || true
                    state=running kilobytes=$(memory_of Pss "$pid" "${children[@]}") ;;
                rabbitmq) state=running kilobytes=$(memory_of Rss "$pid") ;;
                *)
                    state=$(ready "$name" && echo ready || echo 'not ready')
                    kilobytes=$(memory_of Rss "$pid")
                    resident=$((resident + kilobytes)) shared=$((shared + $(memory_of Pss "$pid"))) ;;
            esac
        fi
        [[ $state == r* ]] || healthy=1
        printf '%-18s %8s %6s %-10s %5s MB\n' "$name" "${pid:--}" "$(port "$name")" "$state" $((kilobytes / 1024))
    done
    printf '%-45s %5s MB\n' "the seven hosts, resident" $((resident / 1024)) "counting once the pages they share" $((shared / 1024))
    return $healthy
}

# memory_of Rss|Pss PID… in KB; Pss divides what processes share among them.
memory_of() {
    local measure=$1 pid
    shift
    for pid in "$@"; do cat "/proc/$pid/smaps_rollup"; done 2>/dev/null | awk -v measure="$measure:" '$1 == measure { sum += $2 } END { print sum + 0 }'
}
