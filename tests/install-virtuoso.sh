#!/bin/sh
# Install Virtuoso (7.2, the open source edition) where it is missing: on Debian and Ubuntu, as root
# or by sudo. Says plainly where it cannot.
set -eu

fail() {
    echo "Virtuoso is not installed, and $1" >&2
    echo "Install virtuoso-t and isql-vt (Debian: virtuoso-opensource-7-bin), and try again." >&2
    exit 1
}

installed() {
    command -v virtuoso-t >/dev/null && command -v isql-vt >/dev/null
}

if installed; then
    exit 0
fi
command -v apt-get >/dev/null || fail "there is no apt-get to install it with."
if [ "$(id -u)" -eq 0 ]; then
    as=
elif command -v sudo >/dev/null; then
    as=sudo
    [ -t 0 ] || as="sudo -n" # nobody there to type a password
    $as true || fail "sudo does not let us."
else
    fail "only root can install it; there is no sudo."
fi
echo 'installing Virtuoso ...' >&2
install="$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends"
# Without fresh lists first, for those who have them or are offline.
if ! $install -y virtuoso-opensource-7-bin >/dev/null 2>&1; then
    $as apt-get update -qq || fail "apt-get update fails."
    $install -y virtuoso-opensource-7-bin >/dev/null || fail "apt-get cannot install it."
fi
installed || fail "what apt-get installed has no virtuoso-t and isql-vt."
