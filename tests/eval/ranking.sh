#!/usr/bin/env bash
# ranking.sh BUILD FOLDER [dictum]: measures ranking on every test collection in a folder, beside FTS5 and Xapian's own
# tools; with `dictum`, dictum alone.
set -euo pipefail
build=$1 folder=$2
[ "${3:-}" != dictum ] || export EVAL_DICTUM_ONLY=1
work=$build/eval-ranking
mkdir -p "$work"
QUEST=$(command -v quest || true)
export QUEST
printf '%s\n' 'id : field=id boolean=Q unique=Q' 'title : index' 'text : index' >"$work/script"

printf '%-18s %-8s %7s %8s %8s %8s %8s\n' collection engine queries nDCG@10 MAP P@10 R@100
for collection in "$folder"/*/; do
  collection=${collection%/}
  name=${collection##*/}
  [ -f "$collection/docs.jsonl" ] || continue
  rm -rf "$work/$name.index"
  "$build/bin/dictum-index" --quiet --index "$work/$name.index" "$collection/docs.jsonl" >/dev/null || [ $? = 1 ]
  if [ -n "$QUEST" ] && [ -z "${EVAL_DICTUM_ONLY:-}" ] && [ ! -d "$work/$name.xapian" ]; then
    case $name in
    *-ru) stemmer=russian ;;
    *-ar) stemmer=arabic ;;
    *-hi | *-th | *-zh) stemmer=none ;;
    *) stemmer=english ;;
    esac
    "$build/tests/eval_dump" <"$collection/docs.jsonl" >"$work/$name.dump"
    scriptindex --stemmer="$stemmer" "$work/$name.xapian" "$work/script" "$work/$name.dump" >/dev/null
  fi
  "$build/tests/eval_ranking" "$collection" "$work/$name.index" "$work/$name.xapian"
done
