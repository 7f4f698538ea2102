# Stands in for docker.io/library/postgres: the same user, folders, entry point and signals.
FROM charter-stand-in/debian
RUN groupadd --system --gid 999 postgres && useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql postgres \
    && mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
    && apt-get update && apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql-15 && rm -rf /var/lib/apt/lists/* \
    && echo "listen_addresses = '*'" >>/usr/share/postgresql/15/postgresql.conf.sample
ENV PATH=/usr/local/bin:/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data
RUN install --directory --owner=postgres --group=postgres --mode=1777 "$PGDATA" /var/run/postgresql && mkdir /docker-entrypoint-initdb.d
COPY --chown=root:root postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
