#!/bin/sh
# Replaces the running shop with the commit checked out here. Ends with 0 only when the new one answers.
#
#   DATABASE_URL  the database
#   PORT          where the shop listens (8080)
#   SHOP_HOME     pid file, log, deployed releases (~/.shop)
#   SENTRY_DSN    where the shop reports its faults (nowhere when it is not set)
set -eu
cd "$(dirname "$0")"

: "${DATABASE_URL:?is not set}"
PORT=${PORT:-8080}
HOST=${HOST:-127.0.0.1}
SHOP_HOME=${SHOP_HOME:-$HOME/.shop}
COMMIT=$(git rev-parse --short HEAD)
PATH="$PWD/node_modules/.bin:$PATH" # the project's own Node, where it has one
SENTRY_RELEASE=shop@$(node -p 'require("./package.json").version')
export DATABASE_URL PORT HOST COMMIT PATH SENTRY_RELEASE

url=http://$HOST:$PORT
pid_file=$SHOP_HOME/shop.pid
log=$SHOP_HOME/shop.log
release=$SHOP_HOME/releases/$COMMIT

say() { echo "deploy: $*"; }

show_log() {
  say "the last lines of $log:"
  tail -n 15 "$log" | sed 's/^/  | /'
} >&2

alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# A pid file may outlive a reboot: a process that is not the shop is left alone.
running_shop() {
  pid=$(cat "$pid_file" 2>/dev/null || true)
  if alive "$pid" && { [ ! -r "/proc/$pid/cmdline" ] || grep -q src/server.ts "/proc/$pid/cmdline"; }; then
    echo "$pid"
  fi
}

stop() {
  say "stopping $(cat "$SHOP_HOME/current-version" 2>/dev/null || echo 'the old version') (pid $1)"
  kill -TERM "$1" 2>/dev/null || true
  tenths=0
  while alive "$1"; do
    if [ "$tenths" -eq 100 ]; then
      say "it did not stop within 10 s: killing it"
      kill -KILL "$1" 2>/dev/null || true
    fi
    sleep 0.1
    tenths=$((tenths + 1))
  done
}

# The release runs from its own folder, so that a later checkout changes nothing under a running process.
unpack() {
  [ -e node_modules ] || npm install --omit=dev
  [ ! -d "$release" ] || return 0
  say "unpacking $COMMIT"
  rm -rf "$release.new"
  mkdir -p "$release.new"
  git archive --output="$release.new.tar" HEAD
  tar -xf "$release.new.tar" -C "$release.new"
  rm "$release.new.tar"
  ln -s "$(cd node_modules && pwd -P)" "$release.new/node_modules"
  mv "$release.new" "$release"
}

# In a session of its own: closing the terminal, or killing whoever deploys, does not end the shop.
start() {
  say "starting $COMMIT on $url"
  if command -v setsid >/dev/null; then detach=setsid; else detach=nohup; fi
  rm -f "$pid_file"
  (
    cd "$release"
    # shellcheck disable=SC2016
    "$detach" sh -c 'echo $$ >"$1"; exec node src/server.ts' start "$pid_file" </dev/null >>"$log" 2>&1 &
  )
  until [ -s "$pid_file" ]; do sleep 0.1; done
}

mkdir -p "$SHOP_HOME/releases"
old=$(running_shop)
unpack
[ -z "$old" ] || stop "$old"
start
node await-shop.ts "$url" "$COMMIT" "$(cat "$pid_file")" || { show_log; exit 1; }
echo "$COMMIT" >"$SHOP_HOME/current-version"
say "done: $COMMIT answers on $url (pid $(running_shop))"
