#!/bin/sh
# What a front end's image does.
#   publish   puts the bundle into the registry at $INTARSIA_URL and ends; the token is in $INTARSIA_TOKEN_FILE
#   serve     serves it by itself on $PORT; with $INTARSIA_BACKEND it hands /api and /mf on
#   check     whether `serve` answers
# curl is in the image anyway, and publishing is one request: nothing else is needed.
set -eu

publish() {
  app=$(cat /bundle/app) version=$(cat /bundle/version)
  address=${INTARSIA_URL:?names no platform}/api/registry/apps/$app/versions/$version
  # On standard input, because a command line is everybody's to read. Retried is what may pass: no answer, 429, 5xx.
  if ! printf 'Authorization: Bearer %s\n' "$(cat "${INTARSIA_TOKEN_FILE:?names no file}")" |
    curl --silent --show-error --fail-with-body --retry 8 --retry-connrefused --max-time 300 \
      --header @- --header 'Content-Type: application/gzip' \
      --request PUT --data-binary @/bundle/bundle.tgz --output /tmp/answer "$address"; then
    echo "$app $version was not published: $(cat /tmp/answer 2>/dev/null || echo 'no answer')" >&2
    exit 1
  fi
  echo "$version" >"/published/$app" # for the one release of all of them
  echo "$app $version is published"
}

serve() {
  hand_on=
  if [ -n "${INTARSIA_BACKEND:-}" ]; then
    hand_on="location ~ ^/(api|mf)/ { proxy_pass $INTARSIA_BACKEND; proxy_set_header Host \$http_host; proxy_buffering off; }"
  fi
  export PORT HAND_ON="$hand_on"
  # shellcheck disable=SC2016 # the names are envsubst's
  envsubst '$PORT $HAND_ON' </etc/intarsia/serve.conf.template >/tmp/nginx.conf
  exec nginx -c /tmp/nginx.conf -g 'daemon off;'
}

case ${1:-} in
  publish) publish ;;
  serve) serve ;;
  check) curl --silent --fail --output /dev/null --max-time 2 "http://127.0.0.1:$PORT/mf-manifest.json" ;;
  *) echo 'usage: publish | serve | check' >&2 && exit 2 ;;
esac
