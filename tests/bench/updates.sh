#!/usr/bin/env bash
# Measures what it costs to keep an index up to date, and what many small updates leave behind.
#
#   updates.sh [--seed N] [--queries N] [--engines LIST] [--small-updates N] BUILD FOLDER
#
# All is done to a copy of the folder's plain text. Each engine that takes only what has changed (dictum, and of the peers
# omega and recoll) makes an index, updates it with nothing changed, and with one file in a hundred changed. Then dictum
# alone goes on: after so many small updates (100 unless given; each with three files changed, one new, one removed), its
# index is set beside one freshly made of the same files: size and latency of searches, one process each.
usage='updates.sh [--seed N] [--queries N] [--engines LIST] [--small-updates N] BUILD FOLDER'
# shellcheck source=tests/bench/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
take_options "$@"

changed_each=3 added_each=1 removed_each=1
latency_rounds=7
set=$work/files

# Files drawn by a seed of their own: how many are changed, added, removed.
change() { (cd "$set" && everything . | bench_files change "$((seed * 1000000 + $1))" "$2" "$3" "$4") || exit 2; }

# median, or another percentile by nearest rank: of numbers, one a line.
percentile() { sort -g | awk -v p="$1" '{ v[NR] = $1 } END { r = int((NR * p + 99) / 100); print v[r < 1 ? 1 : r] }'; }

# row NAME LABEL: what update_all has found for each engine, and what part of the first run that is.
row() {
  local engine name=$1 label=$2
  printf '  %-30s' "$label"
  for engine in "${taking_part[@]}"; do
    awk -v value="${took[$engine $name]}" -v first="${took[$engine first]}" -v name="$name" 'BEGIN {
      printf "%10.2f %9s", value, (name == "first" ? "" : sprintf("(%.2f %%)", first > 0 ? 100 * value / first : 0)) }'
  done
  echo
}

# update_all NAME RUNS: every engine's seconds, the median of so many runs.
update_all() {
  local engine run name=$1 runs=$2 staying=()
  for engine in "${taking_part[@]}"; do
    echo "  $engine: $name …" >&2
    for ((run = 0; run < runs; run++)); do
      time_index "$engine" "$set" "$work/$engine.index" || continue 2
      echo "$wall"
    done >"$work/times"
    took[$engine $name]=$(percentile 50 <"$work/times")
    staying+=("$engine")
  done
  taking_part=("${staying[@]}")
}

statements() { dictum-index --status --index "$1" | sed -n '1s/ .*//p'; }

small_update_times() {
  local i
  for ((i = 1; i <= small_updates; i++)); do
    change "$((i + 1))" "$changed_each" "$added_each" "$removed_each"
    time_index dictum "$set" "$work/dictum.index"
    echo "$wall"
  done
}

show_sizes() {
  local updated=$work/dictum.index fresh=$work/fresh.index
  local sizes=("$(index_bytes "$updated")" "$(compacted_bytes dictum "$updated")")
  sizes+=("$(index_bytes "$fresh")" "$(compacted_bytes dictum "$fresh")")
  awk -v a="${sizes[0]}" -v b="${sizes[1]}" -v c="${sizes[2]}" -v d="${sizes[3]}" 'BEGIN {
    printf "  index, MB                     %10.2f\n", a / 1e6
    printf "    of its size compacted       %10.2f  (%.2f MB)\n", (b > 0 ? a / b : 0), b / 1e6
    printf "    of a fresh one              %10.2f  (%.2f MB; compacted %.2f MB)\n", a / c, c / 1e6, d / 1e6 }'
}

# The two indexes are asked in turn, so that what else the machine does meets both.
show_latency() {
  local round kind
  query_with dictum "$work/queries.warm" "$work/dictum.index" >/dev/null
  query_with dictum "$work/queries.warm" "$work/fresh.index" >/dev/null
  for ((round = 0; round < latency_rounds; round++)); do
    for kind in dictum fresh; do
      query_with dictum "$work/queries" "$work/$kind.index" | sed "s/^/$kind /"
    done
  done | awk '
    function median(key,   n, i, j, v, t) {
      n = split(all[key], v, " ")
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return v[int((n + 1) / 2)]
    }
    function show(label, what, class,   a, b) {
      a = median("dictum " what " " class)
      b = median("fresh " what " " class)
      printf "  %-30s%10.2f %10.2f %9.2f\n", label, a, b, (b > 0 ? a / b : 0)
    }
    {
      if (!seen[$2]++) class[++classes] = $2
      all[$1 " p50 " $2] = all[$1 " p50 " $2] " " $6
      all[$1 " p99 " $2] = all[$1 " p99 " $2] " " $7
      not_found[$1] += $4; failed += $5
    }
    END {
      printf "  %-30s%10s %10s %9s\n", "searches", "updated", "fresh", "ratio"
      for (i = 1; i <= classes; i++) { show(class[i] ", p50 ms", "p50", class[i]); show("  p99 ms", "p99", class[i]) }
      printf "  %d failed; found nothing: %d, in the fresh index %d\n", failed, not_found["dictum"], not_found["fresh"]
    }'
}

take_plain 0 "$set"
files=$(everything "$set" | count)
print_machine
echo "Folder:  $folder: $files files of plain text, $(megabytes "$(everything "$set" | bytes)") MB; seed $seed"
warm "$set"
describe_peers | sed '/^  fts5/d'

taking_part=()
for engine in "${engines[@]}"; do
  if [ "$engine" != fts5 ]; then taking_part+=("$engine"); fi
done
declare -A took
update_all first 1
update_all unchanged 3
hundredth=$(((files + 99) / 100))
change 0 "$hundredth" 0 0
update_all hundredth 1
echo
echo "Updates, in brackets what part of the first run each takes"
printf '  %-30s' ''
printf '%10s %9s' "$(printf '%s\n' "${taking_part[@]}" | head -n 1)" ''
for engine in "${taking_part[@]:1}"; do printf '%10s %9s' "$engine" ''; done
echo
row first "first run, s"
row unchanged "nothing changed, s"
row hundredth "1 % changed ($hundredth files), s"
((small_updates)) || exit 0

echo
echo "dictum after $small_updates updates, each $changed_each files changed, $added_each new, $removed_each removed; beside a fresh index of the same files"
small_update_times >"$work/small"
time_index dictum "$set" "$work/fresh.index"
awk -v p50="$(percentile 50 <"$work/small")" -v p90="$(percentile 90 <"$work/small")" \
  -v most="$(percentile 100 <"$work/small")" -v first="${took[dictum first]}" 'BEGIN {
    printf "  one update, median s          %10.2f  (%.2f %% of the first run)\n", p50, 100 * p50 / first
    printf "    nine of ten within, s       %10.2f\n    longest, s                  %10.2f\n", p90, most }'
printf '  %-30s%10s  (fresh: %s)\n' statements "$(statements "$work/dictum.index")" "$(statements "$work/fresh.index")"
show_sizes
draw_queries "$set" "$work/queries"
show_latency
