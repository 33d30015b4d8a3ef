#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_headers.sh CC CXX: every header compiles alone and twice as C17; the installed ones and those of the binding also
# as C++17. Run in the project's root.
set -eu
cc=$1
cxx=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# compile COMPILER LANGUAGE HEADER FLAGS…: twice, which tests its include guard too.
compile() {
    compiler=$1 language=$2 header=$3
    shift 3
    printf '#include "%s"\n#include "%s"\nextern int dictum_check;\n' "$header" "$header" >"$work/alone"
    if ! "$compiler" -x "$language" "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only "$work/alone"; then
        printf '%s does not compile alone with %s\n' "$header" "$compiler $1" >&2
        failed=1
    fi
}

headers=$(find include lib indexer searcher -name '*.h' | sort)
[ -n "$headers" ] || { echo "no headers here: $(pwd)" >&2; exit 1; }
for header in $headers; do
    case $header in
    include/*)
        # As a user's program sees it: without our folders and definitions.
        compile "$cc" c "${header#include/}" -std=c17 -Iinclude
        compile "$cxx" c++ "${header#include/}" -std=c++17 -Iinclude
        ;;
    lib/xapian_c/internal.h) ;; # of the binding's C++ sources
    *)
        compile "$cc" c "$header" -std=c17 -I. -Iinclude -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700
        case $header in
        lib/xapian_c/*) compile "$cxx" c++ "$header" -std=c++17 -I. -Iinclude ;;
        esac
        ;;
    esac
done
exit $failed
