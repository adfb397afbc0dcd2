#!/bin/sh
# What the team does when a release is ready: ./put-on-staging.sh 1.2.0
set -eu
cd "$(dirname "$0")"
git checkout --quiet main
git branch --quiet --force staging "release/$1"
echo "$1 is on staging: deploy it."
