#!/bin/sh
# In the image's build: builds one app to /bundle, as a folder and as the archive that is published.
# usage: build.sh APP [VERSION]
# Without a version it is made from the sources: other sources must not come under a version that exists.
set -eu
app=$1
version=${2:-}

if [ ! -f "apps/$app/package.json" ]; then
  echo "There is no app \"$app\": set APP to one of: $(ls apps | tr '\n' ' ')" >&2
  exit 1
fi
if [ -z "$version" ]; then
  sources=$(find "apps/$app" packages package.json package-lock.json tsconfig.base.json docker \
    -name node_modules -prune -o -type f -print | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c 1-12)
  version=$(node -p "require('./apps/$app/package.json').version")-build.s$sources
fi

NODE_ENV=production INTARSIA_VERSION=$version npm run --silent build -w "apps/$app"

mkdir /bundle
cp -r "apps/$app/dist" /bundle/files
# Nothing of this machine or moment: the same files make the same archive.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C /bundle/files -cf - . |
  gzip -n >/bundle/bundle.tgz
echo "$app" >/bundle/app
echo "$version" >/bundle/version
