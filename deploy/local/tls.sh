# A certificate authority of this installation's own, and the certificate with which its gateway answers on this machine.

# Makes what is missing and what has less than thirty days left.
prepare_certificate() {
    command -v openssl >/dev/null || fail "--tls needs openssl (Debian package openssl)."
    local folder=$home/tls
    (umask 077 && mkdir -p "$folder")
    if ! good_for_a_month "$folder/ca.crt"; then
        # Its key is made anew with it: who trusted the old one has to look at the new one.
        rm -f "$folder"/server.*
        make_key "$folder/ca.key"
        openssl req -x509 -new -key "$folder/ca.key" -sha256 -days 3650 -out "$folder/ca.crt.new" -subj "/CN=Charter on this machine $(openssl rand -hex 4)" \
            -addext basicConstraints=critical,CA:true,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
            -addext nameConstraints=critical,permitted\;DNS:localhost,permitted\;IP:127.0.0.0/255.0.0.0,permitted\;IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF
        mv "$folder/ca.crt.new" "$folder/ca.crt"
    fi
    if ! good_for_a_month "$folder/server.crt"; then
        make_key "$folder/server.key"
        openssl req -new -key "$folder/server.key" -subj /CN=localhost -out "$folder/server.csr"
        openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -CAcreateserial -sha256 -days 365 -out "$folder/server.crt.new" \
            -extfile <(printf '%s\n' basicConstraints=critical,CA:false keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth \
                subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1) 2>/dev/null
        mv "$folder/server.crt.new" "$folder/server.crt"
        rm -f "$folder/server.csr"
        stop gateway
    fi
}

good_for_a_month() { [ -s "$1" ] && openssl x509 -in "$1" -noout -checkend $((30 * 24 * 3600)) >/dev/null; }

make_key() { (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null); }

# choose_tls yes|no: the gateway starts anew when that changes, and the portal, whose cookies depend on it.
choose_tls() {
    local before
    before=$(scheme)
    if [ "$1" = yes ]; then
        prepare_certificate
        touch "$home/tls/on"
    else
        rm -f "$home/tls/on"
    fi
    [ "$(scheme)" = "$before" ] || stop "${hosts[@]}"
    use_port "$base_port"
}

use_certificate() {
    set_variable ASPNETCORE_URLS "https://127.0.0.1:$(port gateway)"
    set_variable Kestrel__Certificates__Default__Path "$home/tls/server.crt"
    set_variable Kestrel__Certificates__Default__KeyPath "$home/tls/server.key"
}

status_of_get_with_tls() {
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" |
        timeout 10 openssl s_client -quiet -verify_return_error -CAfile "$home/tls/ca.crt" -connect "127.0.0.1:$1" 2>/dev/null | awk 'NR == 1 { print $2; exit }'
}

say_how_to_trust() {
    cat <<HELP

Your browser does not know the certificate yet. Either let it trust the authority $home/tls/ca.crt, which can vouch for nothing but localhost:
  Debian:           sudo cp $home/tls/ca.crt /usr/local/share/ca-certificates/charter-local.crt && sudo update-ca-certificates
  Chromium:         certutil -d sql:\$HOME/.pki/nssdb -A -t C,, -n charter-local -i $home/tls/ca.crt   (Debian package libnss3-tools)
  Firefox:          Settings, Certificates, View Certificates, Authorities, Import
or name it in a command: curl --cacert $home/tls/ca.crt $address/
HELP
}
