# One installation: its folder, ports and secrets, and whether this machine can carry it.

hosts=(signatory pledge champions-network kite-mark identity portal gateway)
declare -A assembly=(
    [gateway]=Charter.Gateway [signatory]=Charter.Signatories [pledge]=Charter.Pledges [champions-network]=Charter.Champions
    [kite-mark]=Charter.KiteMarks [identity]=Charter.Identity [portal]=Charter.Portal)
declare -A database=([signatory]=signatory [pledge]=pledge [champions-network]=champions [kite-mark]=kitemark [identity]=identity)
declare -A port_offset=(
    [gateway]=0 [signatory]=1 [pledge]=2 [champions-network]=3 [kite-mark]=4 [identity]=5 [portal]=6
    [postgresql]=10 [rabbitmq]=11 [management]=12 [prometheus]=13 [distribution]=14 [epmd]=15 [telemetry]=20)

say() { printf '%s\n' "$*"; }

fail() {
    printf 'charter: %s\n' "$*" >&2
    exit 1
}

# use_installation DEFAULT_FOLDER [PORT]: without a port, the one that the last 'up' remembered.
use_installation() {
    home=$(realpath -m "${CHARTER_HOME:-$root/$1}")
    [[ $home != *[[:space:]\'\"\\]* ]] || fail "CHARTER_HOME ($home) must not contain spaces or quotes: RabbitMQ cannot work there."
    [ ! -e "$home" ] || [ -O "$home" ] || fail "$home belongs to another user. Work as that user, or choose another folder with CHARTER_HOME."
    remembered_port=$(cat "$home/port" 2>/dev/null || true)
    use_port "${2:-${remembered_port:-${CHARTER_PORT:-8080}}}"
}

use_port() {
    [[ $1 =~ ^[1-9][0-9]{3,4}$ ]] || fail "CHARTER_PORT must be a number, not '$1'."
    (($1 >= 1024 && $1 <= 65500)) || fail "CHARTER_PORT must be a number from 1024 to 65500, not '$1'."
    base_port=$1
    address=$(scheme)://localhost:$base_port
}

# For commands that change something: makes the folders and keeps a second command out until this one ends.
open_installation() {
    # 711: as root, PostgreSQL runs as a user of its own and has to pass through.
    mkdir -p "$home" && chmod 711 "$home"
    (umask 077 && mkdir -p "$home"/{log,run,secrets,rabbitmq,keys,evidence,mail})
    echo '*' >"$home/.gitignore"
    [ -z "${lock:-}" ] && [ "${CHARTER_LOCKED_BY_CALLER:-}" != "$home" ] || return 0
    exec {lock}>"$home/run/lock"
    flock -n "$lock" || { say "Waiting for another ./charter at work in $home …" && flock "$lock"; }
}

# The gateway speaks what the last 'up' was told to.
scheme() { if [ -e "$home/tls/on" ]; then echo https; else echo http; fi; }

delete_state() { rm -rf "${home:?}"/{postgresql,rabbitmq,keys,evidence,mail,samples-loaded,backup,restore,replaced,restoring}; }

remember_port() { echo "$base_port" >"$home/port"; }

port() { echo $((base_port + port_offset[$1])); }

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A random secret, made when first asked for.
secret() {
    local file=$home/secrets/$1 prefix=
    # The sample accounts' password has to satisfy the same rules as everybody's.
    [ "$1" != samples ] || prefix=Charter-1-
    if [ ! -s "$file" ]; then
        (umask 077 && { printf %s "$prefix" && od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; } >"$file.new" && mv "$file.new" "$file")
    fi
    cat "$file"
}

check_sdk() {
    local version
    version=$(cd "$root" && dotnet --version 2>/dev/null) || true
    [[ $version == 10.* ]] || fail "The .NET 10 SDK was not found ('dotnet --version' does not answer 10). Install it from https://dotnet.microsoft.com/download and try again."
}

check_room() {
    local free need=300
    [ -e "$home/built" ] || need=2000
    free=$(df -Pm "$home" | awk 'NR == 2 { print $4 }')
    ((free >= need)) || fail "There is no room: $home needs $need MB and the disk has $free MB left."
}

check_ports() {
    local name process
    if [ "${remembered_port:-$base_port}" != "$base_port" ] && anything_runs; then
        fail "Charter in $home runs on port $remembered_port. Stop it first (./charter down), or give the second copy a CHARTER_HOME of its own."
    fi
    for name in "${hosts[@]}" postgresql rabbitmq management prometheus distribution epmd; do
        case $name in management | prometheus | distribution) process=rabbitmq ;; *) process=$name ;; esac
        if ! pid_of "$process" >/dev/null && listening "$(port "$name")"; then
            fail "Port $(port "$name"), meant for $name, is taken by another program. Stop that, or choose other ports: CHARTER_PORT=$((base_port + 1000)) ./charter up"
        fi
    done
}
