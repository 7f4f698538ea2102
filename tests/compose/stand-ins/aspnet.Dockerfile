# Stands in for mcr.microsoft.com/dotnet/aspnet: the runtime of this machine on Debian.
FROM charter-stand-in/debian
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libicu72 libssl3 libstdc++6 tzdata zlib1g && rm -rf /var/lib/apt/lists/*
ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true
RUN groupadd --gid 1654 app && useradd --no-log-init --uid 1654 --gid 1654 --create-home app
COPY dotnet /usr/share/dotnet/
COPY host /usr/share/dotnet/host
COPY shared /usr/share/dotnet/shared
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
