#!/usr/bin/env bash
# Measures what operators of place cost beside the phrase of the same words, in one process.
#
#   operators.sh [--seed N] [--queries N] BUILD FOLDER
#
# The folder's plain text is indexed; the words are two neighbours each, drawn from it: any, and the commonest.
usage='operators.sh [--seed N] [--queries N] BUILD FOLDER'
# shellcheck source=tests/bench/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
take_options "$@"

set=$work/files

# pairs CLASS: the first two words of the phrases of this class, as phrases.
pairs() { awk -F '\t' -v class="$1" '$1 == class { split($2, w, /[" ]+/); print "phrase\t\"" w[2] " " w[3] "\"" }' "$work/queries"; }

take_plain 0 "$set"
print_machine
echo "Folder:  $folder: $(everything "$set" | count) files of plain text; seed $seed"
time_index dictum "$set" "$work/dictum.index" || exit 2
draw_queries "$set" "$work/queries"
for class in phrase common-phrase; do
  echo
  echo "Words of the class $class"
  pairs "$class" | bench_operators "$work/dictum.index"
done
