# A RabbitMQ of our own, reachable from this machine only.

rabbitmq_launch() {
    ! pid_of rabbitmq >/dev/null || return 0
    say "Starting RabbitMQ on port $(port rabbitmq) …"
    rabbitmq_configure
    (
        rabbitmq_environment
        cd "$home/rabbitmq"
        pid_of epmd >/dev/null || launch epmd epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT"
        # Not /usr/sbin/rabbitmq-server, which would change to the package's user.
        launch rabbitmq /usr/lib/rabbitmq/bin/rabbitmq-server
    )
}

rabbitmq_configure() {
    (umask 077 && cat >"$home/rabbitmq/rabbitmq.conf") <<CONF
listeners.tcp.1 = 127.0.0.1:$(port rabbitmq)
management.tcp.ip = 127.0.0.1
management.tcp.port = $(port management)
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $(port prometheus)
default_user = charter
default_pass = $(secret rabbitmq)
log.console.level = warning
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
raft.wal_max_size_bytes = 32000000
CONF
    echo '[rabbitmq_management,rabbitmq_prometheus].' >"$home/rabbitmq/enabled_plugins"
}

rabbitmq_environment() {
    local folder=$home/rabbitmq
    unset "${!RABBITMQ_@}" "${!ERL_@}"
    # Erlang keeps its cookie in HOME.
    export HOME=$folder ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_DIST_PORT
    ERL_EPMD_PORT=$(port epmd) RABBITMQ_DIST_PORT=$(port distribution)
    export RABBITMQ_NODENAME=charter@localhost RABBITMQ_CONF_ENV_FILE=/dev/null
    export RABBITMQ_CONFIG_FILE=$folder/rabbitmq RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
    export RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated RABBITMQ_SCHEMA_DIR=$folder/schema RABBITMQ_FEATURE_FLAGS_FILE=$folder/feature_flags
    export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder RABBITMQ_LOGS=- RABBITMQ_PID_FILE=$folder/pid
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} +S 2:2'
    # Without a shell in between, so that the process launched is the broker.
    export RUNNING_UNDER_SYSTEMD=true
}

rabbitmq_await() {
    await 120 rabbitmq_ready_or_gone
    rabbitmq_ready || { last_lines_of rabbitmq && fail "RabbitMQ does not start; the lines above are the end of its log."; }
}

rabbitmq_ready_or_gone() { rabbitmq_ready || ! pid_of rabbitmq >/dev/null; }

rabbitmq_ready() { listening "$(port rabbitmq)" && listening "$(port management)"; }

rabbitmq_uri() { echo "amqp://charter:$(secret rabbitmq)@127.0.0.1:$(port rabbitmq)/"; }
