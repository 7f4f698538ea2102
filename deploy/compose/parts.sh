# shellcheck shell=bash disable=SC2034
# What backup and restore have in common. They work on the installation that Compose finds from the top of the repository.

cd "$here/../.."
databases=(signatory pledge champions kitemark identity)
hosts=(gateway portal signatory pledge champions-network kite-mark identity)
# Those that publish what others keep copies of.
declare -A assembly=([signatory]=Charter.Signatories [pledge]=Charter.Pledges [champions-network]=Charter.Champions [kite-mark]=Charter.KiteMarks [identity]=Charter.Identity)

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

if docker compose version >/dev/null 2>&1; then compose() { docker compose "$@"; }; else compose() { docker-compose "$@"; }; fi

project() { docker inspect --format '{{index .Config.Labels "com.docker.compose.project"}}' "$(compose ps -q postgresql)"; }

stop_hosts() { compose stop "${hosts[@]}"; }

start_hosts() { compose up --detach --no-recreate "${hosts[@]}"; }

# in_volume SERVICE COMMAND… with that service's volumes, and without starting it.
in_volume() {
    local service=$1 entry=$2
    shift 2
    compose run --rm --no-deps -T --entrypoint "$entry" "$service" "$@"
}

# The folder with the secrets, as docker-compose.yml has it.
secrets=$(compose config | sed -n 's|^ *file: \(.*\)/samples-password"\{0,1\}$|\1|p')
