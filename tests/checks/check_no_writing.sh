#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_no_writing.sh NM FILE…: programs and libraries that search, and the one that reads documents, have nothing
# in them that could write an index.
set -eu
nm=$1
shift
failed=0
for file; do
    # Of a program that is not stripped also what it does not export.
    symbols=$({ "$nm" -DC "$file"; "$nm" -C "$file"; } 2>/dev/null)
    case $symbols in
    *xap_* | *dictum_*) ;;
    *) echo "$file: no symbols of ours in it; is it the right file?" >&2; failed=1 ;;
    esac
    if printf '%s\n' "$symbols" | grep -E 'WritableDatabase|xap_wdb_|xap_db_compact' >&2; then
        echo "$file can write an index" >&2
        failed=1
    fi
done
exit $failed
