#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the examples of dictum-text(7) or dictum-query(7): check_text.sh PAGE BIN
# An example is a line "  QUERY  finds|misses  TEXT" or "  QUERY  is  HOW IT IS UNDERSTOOD" between .EX and .EE. All texts
# are indexed together, each as a statement; <U+XXXX> stands for a character, \(CR for the end of a line.
set -eu
page=$1 bin=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset DICTUM_INDEX || true

# One line an example: query, tab, verb, tab, text, with troff's escapes undone.
awk '
  function hex(digits,   value, i) {
    for (i = 1; i <= length(digits); i++) value = value * 16 + index("123456789ABCDEF", substr(digits, i, 1))
    return value
  }
  function utf8(c) {
    if (c < 128) return sprintf("%c", c)
    if (c < 2048) return sprintf("%c%c", 192 + int(c / 64), 128 + c % 64)
    return sprintf("%c%c%c", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64)
  }
  /^\.EX/ { inside = 1 }
  /^\.EE/ { inside = 0 }
  inside && match($0, / +(finds|misses|is)  +/) {
    query = substr($0, 3, RSTART - 3); verb = substr($0, RSTART, RLENGTH); text = substr($0, RSTART + RLENGTH)
    gsub(/ /, "", verb)
    line = query "\t" verb "\t" text
    gsub(/\\\(dq/, "\"", line); gsub(/\\\(aq/, "\047", line); gsub(/\\\(cq/, utf8(8217), line); gsub(/\\-/, "-", line)
    gsub(/\\\(ti/, "~", line); gsub(/\\\(ha/, "^", line); gsub(/\\\(lq/, utf8(8220), line); gsub(/\\\(rq/, utf8(8221), line)
    while (match(line, /<U\+[0-9A-F]+>/))
      line = substr(line, 1, RSTART - 1) utf8(hex(substr(line, RSTART + 3, RLENGTH - 4))) substr(line, RSTART + RLENGTH)
    print line
  }' "$page" >"$work/examples"

awk -F '\t' '{ text = $3; gsub(/"/, "\\\"", text); gsub(/\\\(CR/, "\\n", text)
               printf "{\"id\":\"%d\",\"lang\":\"en\",\"text\":\"%s\"}\n", NR, text }' "$work/examples" >"$work/texts.jsonl"
"$bin/dictum-index" --quiet --index "$work/index" "$work/texts.jsonl"

count=0 failed=0
while IFS="$(printf '\t')" read -r query verb text; do
  count=$((count + 1))
  if [ "$verb" = is ]; then
    understood=$("$bin/dictum-search" --index "$work/index" --format json --limit 0 -- "$query" 2>/dev/null |
      sed -n 's/.*"query":"\(.*\)","matches".*/\1/p' | sed 's/\\"/"/g')
    if [ "$understood" != "$text" ]; then
      failed=$((failed + 1))
      printf 'not so: %s is understood as %s, not %s\n' "$query" "$understood" "$text"
    fi
    continue
  fi
  if "$bin/dictum-search" --index "$work/index" --format json --no-fold --limit 1000 -- "$query" 2>&1 |
    grep -qF "\"id\":\"$count\","; then found=finds; else found=misses; fi
  if [ "$found" != "$verb" ]; then
    failed=$((failed + 1))
    printf 'not so: %s  %s  %s\n' "$query" "$verb" "$text"
  fi
done <"$work/examples"
echo "$count examples, $failed not so"
[ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
