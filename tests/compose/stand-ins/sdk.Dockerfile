# Stands in for mcr.microsoft.com/dotnet/sdk and for node: the SDK of this machine, Debian's npm, and this machine's way to the package feeds.
FROM charter-stand-in/aspnet
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
COPY . /usr/share/dotnet/
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt NUGET_CERT_REVOCATION_MODE=offline
