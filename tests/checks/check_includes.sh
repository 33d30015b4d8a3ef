#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check_includes.sh: who may include what (the table of folders in the design). Run in the project's root.
set -eu
root=$(cd "$(dirname "$0")" && pwd)
failed=0
found=0

# allowed FILE INCLUDED: an included name keeps its brackets or quotation marks.
allowed() {
    case $2 in
    '<xapian.h>' | '<xapian/'*)
        case $1 in lib/xapian_c/*) return 0 ;; esac
        return 1
        ;;
    '<unicode/'*)
        case $1 in
        lib/analyse.c | lib/classes.c | lib/fold.c | lib/normalise.c | lib/sentence*.c | lib/tokenise.c | \
            indexer/read/* | searcher/verify/*) return 0 ;;
        esac
        return 1
        ;;
    '<cmark.h>' | '<libxml/'* | '<jansson.h>' | '<yaml.h>' | '<libexttextcat/'* | '<archive'*'.h>' | '<poppler.h>' | \
        '<gmime/'* | '<glib'* | '<csv.h>' | '<seccomp.h>')
        # Format libraries: a hostile file meets them in dictum-read alone.
        case $1 in indexer/read/* | indexer/dictum-read*.c) return 0 ;; esac
        # dictum-verify reads lists of quotations, and what dictum-read prints; the library has no part in it.
        case $2:$1 in '<jansson.h>:searcher/dictum-verify.c' | '<jansson.h>:searcher/dictum-article.c') return 0 ;; esac
        return 1
        ;;
    '"lib/xapian_c/xap_write.h"' | '"xap_write.h"')
        case $1 in lib/xapian_c/* | indexer/*) return 0 ;; esac
        return 1
        ;;
    '"indexer/'*)
        case $1 in indexer/*) return 0 ;; esac
        return 1
        ;;
    '"searcher/dictum-'*) # parts of a program, for the program
        case $1 in searcher/dictum-*) return 0 ;; esac
        return 1
        ;;
    '"searcher/'*)
        case $1 in
        searcher/dictum-*) return 1 ;; # programs use the installed headers
        searcher/*) return 0 ;;
        esac
        return 1
        ;;
    '"lib/program/'*)
        case $1 in lib/program/* | indexer/*.c | searcher/dictum-*) return 0 ;; esac
        return 1
        ;;
    '<dictum/search.h>' | '<dictum/verify.h>' | '<dictum/error.h>') return 0 ;;
    '<dictum/'*)
        case $1 in searcher/dictum-*) return 1 ;; esac
        return 0
        ;;
    '"lib/'*)
        case $1 in include/* | searcher/dictum-*) return 1 ;; esac
        return 0
        ;;
    '"'*) return 1 ;; # a header of ours is named by its folder
    esac
    return 0
}

for file in $(find include lib indexer searcher -name '*.[ch]' -o -name '*.cc' | sort); do
    found=1
    names=$(awk -f "$root/strip_comments.awk" "$file" | sed -n 's/^[ \t]*#[ \t]*include[ \t]*\([<"][^>"]*[>"]\).*/\1/p')
    for name in $names; do
        if ! allowed "$file" "$name"; then
            printf '%s may not include %s\n' "$file" "$name" >&2
            failed=1
        fi
    done
done
[ $found = 1 ] || { echo "no sources here: $(pwd)" >&2; exit 1; }
exit $failed
