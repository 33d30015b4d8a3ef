#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the console examples of a Markdown file and compares what they print: check_readme.sh FILE ROOT BIN
# In the expected output "…" stands for any text, and a line that is "…" alone for any lines up to the end.
set -eu
file=$1 root=$2 bin=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$root/data" "$work/data"
cd "$work"
PATH=$bin:$PATH
export PATH
unset DICTUM_INDEX || true

# One file for each example: its command in the first line, what it prints in the rest.
awk -v dir="$work" '
  /^```console$/ { inside = 1; next }
  /^```$/ { inside = 0; next }
  inside && /^\$ / { n++; out = sprintf("%s/example-%03d", dir, n); print substr($0, 3) > out; next }
  inside { print > out }' "$file"

# Succeeds where the text of $2 has the form of the pattern file $1.
matches() {
  awk '
    function like(pattern, line,   parts, count, i, at) {
      count = split(pattern, parts, "…")
      if (substr(line, 1, length(parts[1])) != parts[1]) return 0
      line = substr(line, length(parts[1]) + 1)
      for (i = 2; i <= count; i++) {
        if (i == count) {
          if (parts[i] == "") return 1
          return length(line) >= length(parts[i]) && substr(line, length(line) - length(parts[i]) + 1) == parts[i]
        }
        at = index(line, parts[i])
        if (at == 0) return 0
        line = substr(line, at + length(parts[i]))
      }
      return line == ""
    }
    NR == FNR { pattern[FNR] = $0; patterns = FNR; next }
    rest { next }
    pattern[FNR] == "…" && FNR <= patterns { rest = 1; next }
    FNR > patterns || !like(pattern[FNR], $0) { printf "  line %d: %s\n", FNR, $0; bad = 1; exit 1 }
    { seen = FNR }
    END { if (!bad && !rest && seen != patterns) { print "  fewer lines than expected"; exit 1 } }' "$1" "$2"
}

count=0 failed=0
for example in "$work"/example-*; do
  [ -f "$example" ] || continue
  count=$((count + 1))
  command=$(head -n 1 "$example")
  tail -n +2 "$example" >"$work/expected"
  sh -c "$command" >"$work/actual" 2>&1 || true
  if ! matches "$work/expected" "$work/actual"; then
    failed=$((failed + 1))
    echo "not as printed: $command"
    sed 's/^/  | /' "$work/actual"
  fi
done
echo "$count examples, $failed not as printed"
[ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
