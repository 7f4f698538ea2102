# Debian packages that are missing. What is installed is left alone, and no package's own server may start.

server_packages() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
}

# For tests/compose.
engine_packages() {
    [ -x /usr/sbin/dockerd ] || echo docker.io
    [ -x /usr/bin/docker-compose ] || echo docker-compose
    [ -x /usr/sbin/debootstrap ] || echo debootstrap
}

build_packages() {
    [ ! -e "$root/services/portal/package.json" ] || command -v npm >/dev/null || echo npm
}

test_packages() {
    [ -x /usr/bin/chromium ] || echo chromium fonts-liberation
    [ -x /usr/sbin/clamd ] || echo clamav-daemon
}

install_missing() {
    local packages
    read -r -d '' -a packages < <(for list in "$@"; do "$list"; done) || true
    ((${#packages[@]})) || return 0
    command -v apt-get >/dev/null || fail "These are missing and this is not Debian, so install them yourself: ${packages[*]}"
    ((EUID == 0)) || command -v sudo >/dev/null || fail "These Debian packages are missing; have them installed by someone who may: ${packages[*]}"
    say "Installing ${packages[*]} (Debian packages) …"
    ((EUID == 0)) || sudo -v || fail "Without sudo they cannot be installed."
    (install_without_starting "${packages[@]}") </dev/null >>"$home/log/packages.log" 2>&1 ||
        { last_lines_of packages && fail "Installing ${packages[*]} failed; the lines above are the end of $home/log/packages.log."; }
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/charter.conf

install_without_starting() {
    local unit new_units=()
    for unit in rabbitmq-server.service epmd.service epmd.socket docker.service docker.socket containerd.service clamav-daemon.service clamav-daemon.socket clamav-freshclam.service; do
        [ -e "/lib/systemd/system/$unit" ] || new_units+=("$unit")
    done
    trap allow_starting EXIT
    forbid_starting
    as_root apt-get update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@" || return 1
    # Otherwise they would start with the machine next time.
    for unit in "${new_units[@]}"; do
        [ ! -e "/lib/systemd/system/$unit" ] || as_root systemctl disable "$unit" || true
    done
}

forbid_starting() {
    [ ! -e "$policy" ] || [ -e "$policy.before-charter" ] || as_root mv "$policy" "$policy.before-charter"
    # Should this command be killed, the file it leaves behind changes nothing.
    as_root tee "$policy" >/dev/null <<POLICY
#!/bin/sh
# From ./charter while it installs packages: their servers must not start.
[ ! -d /proc/$$ ] || exit 101
[ ! -x $policy.before-charter ] || exec $policy.before-charter "\$@"
POLICY
    as_root chmod 755 "$policy"
    if [ ! -e "$no_cluster" ]; then
        as_root mkdir -p "$(dirname "$no_cluster")"
        echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
    fi
}

allow_starting() {
    as_root rm -f "$policy" "$no_cluster"
    as_root rmdir --ignore-fail-on-non-empty "$(dirname "$no_cluster")"
    [ ! -e "$policy.before-charter" ] || as_root mv "$policy.before-charter" "$policy"
}
