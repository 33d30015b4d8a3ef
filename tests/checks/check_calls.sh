#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_calls.sh: the environment is read in lib/program/ and in the programs' main files only; a library never prints,
# ends the process or sets the locale. Run in the project's root.
set -eu
root=$(cd "$(dirname "$0")" && pwd)
failed=0
found=0

# A name that is no part of a longer one, called or used.
environment='(secure_)?getenv|environ|setenv|putenv|unsetenv'
ending='setlocale|exit|_exit|_Exit|quick_exit|abort'
printing='v?printf|puts|putchar|perror|stdout|stderr'

# refuse FILE NAMES WHY
refuse() {
    if grep -nE "(^|[^A-Za-z0-9_.>])($2)([^A-Za-z0-9_]|\$)" "$work" | sed "s|^|$1:|" | grep . >&2; then
        printf '%s: %s\n' "$1" "$3" >&2
        failed=1
    fi
}

work=$(mktemp)
trap 'rm -f "$work"' EXIT
for file in $(find lib indexer searcher -name '*.[ch]' -o -name '*.cc' | sort); do
    found=1
    # What follows "format" in an attribute names a kind of argument, and calls nothing.
    awk -f "$root/strip_comments.awk" "$file" | sed 's/format(printf,//' >"$work"
    # A program's own file has its main().
    if grep -qE '^int main\(' "$work"; then continue; fi
    case $file in lib/program/*) continue ;; esac
    refuse "$file" "$environment" "only lib/program/ and the programs' main files may read the environment"
    # What belongs to a program and not to a library has the program's name in front.
    case $file in searcher/dictum-*) continue ;; esac
    case $file in
    lib/* | searcher/*) refuse "$file" "$ending|$printing" "a library may not print, end the process or set the locale" ;;
    esac
done
[ $found = 1 ] || { echo "no sources here: $(pwd)" >&2; exit 1; }
exit $failed
