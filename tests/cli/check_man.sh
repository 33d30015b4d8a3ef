#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A man page tells of the options that the program has, in the same order, and of no others: check_man.sh PROGRAM PAGE
set -eu

# The long options that the entries of a page's OPTIONS section are for. An entry is the line behind .TP.
entries() {
  awk '/^\.SH/ { inside = ($0 == ".SH OPTIONS") }
       entry && inside { gsub(/\\f.|\\/, ""); if (match($0, /--[a-z-]+/)) print substr($0, RSTART, RLENGTH) }
       { entry = ($0 == ".TP") }'
}

wanted=$("$1" --help-man | entries)
found=$(entries <"$2")
[ -n "$wanted" ] && [ "$wanted" = "$found" ] && exit 0
printf '%s has the options\n%s\n%s tells of\n%s\n' "$1" "$wanted" "$2" "$found"
exit 1
