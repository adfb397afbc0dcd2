#!/bin/sh
# Ends the tea house and its customers.
set -eu
rm -f "$(dirname "$0")"/.production/*.pid
