#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_exports.sh NM LIBRARY HEADER…: the library exports the functions that its headers (in include/dictum/) declare
# with DICTUM_API, and nothing else; and it asks of others nothing that would print, end the process, read the
# environment or set the locale. Run in the project's root.
set -eu
root=$(cd "$(dirname "$0")" && pwd)
nm=$1
library=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Declarations: from DICTUM_API to the bracket, the last word before it is the function's name.
for header; do awk -f "$root/strip_comments.awk" "include/dictum/$header"; done |
    grep -v '^[ \t]*#' | tr '\n' ' ' | tr ';{}' '[\n*]' |
    sed -n 's/.*DICTUM_API[^(]*[ *]\([A-Za-z_0-9]*\) *(.*/\1/p' | sort -u >"$work/declared"
"$nm" -D --defined-only "$library" | sed 's/.* //; s/@.*//' | grep -vxE '_init|_fini' | sort -u >"$work/exported"
[ -s "$work/declared" ] || { echo "no function is declared in $*" >&2; exit 1; }
if ! diff "$work/declared" "$work/exported" >"$work/difference"; then
    echo "declared (<) and exported (>) functions differ:" >&2
    cat "$work/difference" >&2
    failed=1
fi

# Instrumented builds bring calls of their own.
"$nm" -D --undefined-only "$library" | sed 's/@.*//; s/.* //' | sort -u >"$work/asked"
if ! grep -qE '^__(asan|ubsan|tsan|msan|gcov|llvm_profile)' "$work/asked" && ! grep -q gcov "$work/asked" &&
    grep -xE '(secure_)?getenv|setlocale|_?exit|_Exit|quick_exit|abort|(__)?v?printf(_chk)?|puts|putchar|perror|stdout|stderr' \
        "$work/asked" >"$work/wrong"; then
    echo "a library may not print, end the process, read the environment or set the locale; this one asks for:" >&2
    cat "$work/wrong" >&2
    failed=1
fi
exit $failed
