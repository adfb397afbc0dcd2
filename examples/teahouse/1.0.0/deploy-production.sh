#!/bin/sh
# Replaces the tea house that runs on this machine with the commit checked out here. Ends with 0 only when it answers.
set -eu
cd "$(dirname "$0")"
url=http://127.0.0.1:4780
production=$PWD/.production
release=$production/releases/$(git rev-parse --short HEAD)

# In a session of its own: it goes on when the terminal is closed.
if command -v setsid >/dev/null; then detach=setsid; else detach=nohup; fi
start() {
  pid_file=$production/$1.pid
  shift
  # shellcheck disable=SC2016
  "$detach" sh -c 'echo $$ >"$1"; shift; exec node "$@"' start "$pid_file" "$@" "$pid_file" \
    </dev/null >>"$production/teahouse.log" 2>&1 &
}

# The release runs from its own folder: a later checkout changes nothing under a running process.
if [ ! -d "$release" ]; then
  mkdir -p "$release.new"
  echo '*' >"$production/.gitignore"
  git archive HEAD | tar -x -C "$release.new"
  mv "$release.new" "$release"
fi

# The old one goes when it finds that it is no longer named in the pid file.
start server "$release/server.js" 4780
node await-version.js "$url"
start customers "$release/customers.js" "$url"
echo "The tea house is in production at $url"
