#!/bin/sh
# Fills the settings into nginx.conf and becomes nginx.
#   BACKEND      host:port; all addresses that the name has are used, and looked up again after 2 s
#   TLS          on | off; on needs /certs/tls.crt and /certs/tls.key
#   RATE, BURST, CONNECTIONS   what one address may ask for and hold open
set -eu
case $TLS in
  on | off) ;;
  *) echo "TLS is \"$TLS\": use on or off." >&2 && exit 2 ;;
esac
for file in /certs/tls.crt /certs/tls.key; do
  if [ "$TLS" = on ] && [ ! -r "$file" ]; then
    echo "TLS is on, and $file can't be read: mount the folder with both, readable by this process." >&2
    exit 2
  fi
done
# shellcheck disable=SC2016 # the names are envsubst's
envsubst '$BACKEND $TLS $RESOLVER $RATE $BURST $CONNECTIONS' </etc/intarsia/nginx.conf.template >/tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
