# Stands in for docker.io/library/rabbitmq: the same user, folders and settings.
FROM charter-stand-in/debian
RUN groupadd --system --gid 999 rabbitmq && useradd --system --uid 999 --gid 999 --home-dir /var/lib/rabbitmq rabbitmq \
    && apt-get update && apt-get install -y --no-install-recommends rabbitmq-server && rm -rf /var/lib/apt/lists/* /var/lib/rabbitmq \
    && install --directory --owner=rabbitmq --group=rabbitmq --mode=1777 /var/lib/rabbitmq \
    && chmod 777 /var/log/rabbitmq && mkdir -p /etc/rabbitmq/conf.d && echo 'log.console = true' >/etc/rabbitmq/conf.d/10-defaults.conf
# Debian's script would stay in front of the broker and keep the signal to stop from it.
ENV HOME=/var/lib/rabbitmq RABBITMQ_LOGS=- LANG=C.UTF-8 RUNNING_UNDER_SYSTEMD=true
EXPOSE 5672 15672 15692
CMD ["/usr/lib/rabbitmq/bin/rabbitmq-server"]
