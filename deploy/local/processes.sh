# Processes that outlive the command that started them, remembered in run/NAME.pid.

# When a living process started. A number alone may belong to another program by now.
started_at() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -r -a stat <<<"${stat##*) }"
    [ "${stat[0]}" != Z ] && echo "${stat[19]}"
}

pid_of() {
    local pid started
    { read -r pid started <"$home/run/$1.pid"; } 2>/dev/null || return 1
    [ "$(started_at "$pid")" = "$started" ] && echo "$pid"
}

anything_runs() {
    local file
    for file in "$home"/run/*.pid; do
        ! pid_of "$(basename "$file" .pid)" >/dev/null || return 0
    done
    return 1
}

# launch NAME COMMAND… in a session of its own, holding nothing of the caller's.
launch() {
    local name=$1 log=$home/log/$1.log
    shift
    [ "$(stat -c %s "$log" 2>/dev/null || echo 0)" -lt 20000000 ] || mv "$log" "$log.old"
    (
        without_inherited_files
        exec setsid "$@"
    ) </dev/null >>"$log" 2>&1 &
    echo "$! $(started_at $!)" >"$home/run/$name.pid"
}

# Also keeps the lock from living on in a compiler or test that outlives this command.
without_inherited_files() {
    local file
    for file in "/proc/$BASHPID/fd"/*; do
        file=${file##*/}
        ((file <= 2 || file == 255)) || eval "exec $file>&-"
    done
}

# stop NAME… asks all at once, and kills what is still there after 30 s.
stop() {
    local name pid signal deadline=$((SECONDS + 30))
    for name in "$@"; do
        # To PostgreSQL TERM would mean: wait until the clients have gone.
        if [ "$name" = postgresql ]; then signal=INT; else signal=TERM; fi
        ! pid=$(pid_of "$name") || kill "-$signal" "$pid" 2>/dev/null || true
    done
    for name in "$@"; do
        while pid=$(pid_of "$name"); do
            ((SECONDS < deadline)) || kill -KILL -- "-$pid" 2>/dev/null || true
            sleep 0.05
        done
        rm -f "$home/run/$name.pid"
    done
}

# await SECONDS COMMAND… polls until the command succeeds.
await() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

last_lines_of() { tail -n 25 "$home/log/$1.log" | sed 's/^/    /' >&2; }
