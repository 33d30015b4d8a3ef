#!/usr/bin/env bash
# Measures how indexing grows with the number of statements.
#
#   scale.sh [--seed N] [--engines LIST] [--sizes LIST] BUILD FOLDER
#
# For each size (1000, 10000 and 100000 statements unless given, with commas between them) so many files are drawn from the
# folder's plain text by the seed; where it has fewer, they come again with a line of their own added. Every engine
# indexes the very same files.
usage='scale.sh [--seed N] [--engines LIST] [--sizes LIST] BUILD FOLDER'
# shellcheck source=tests/bench/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
take_options "$@"

set=$work/files

print_machine
echo "Folder:  $folder: $({ plain_text "$folder" && markdown "$folder"; } | count) files of plain text; seed $seed"
describe_peers
echo
printf '%12s %8s  %-8s%10s%10s%10s%10s%10s%12s%12s\n' statements MB '' seconds 'MB/s' 'cpu s' 'peak MB' 'index MB' compacted 'per MB'
for size in ${sizes//,/ }; do
  take_plain "$size" "$set"
  input=$(everything "$set" | bytes)
  warm "$set"
  for engine in "${engines[@]}"; do
    db=$work/$engine.index
    if time_index "$engine" "$set" "$db"; then
      compacted=$(compacted_bytes "$engine" "$db") || exit 2
      awk -v size="$size" -v input="$input" -v engine="$engine" -v wall="$wall" -v cpu="$cpu" -v peak="$peak" \
        -v index_bytes="$(index_bytes "$db")" -v compacted="$compacted" 'BEGIN {
          printf "%12d %8.1f  %-8s%10.2f%10.2f%10.2f%10.0f%10.2f%12s%12.2f\n", size, input / 1e6, engine, wall,
            (wall > 0 ? input / 1e6 / wall : 0), cpu, peak * 1024 / 1e6, index_bytes / 1e6,
            (compacted > 0 ? sprintf("%.2f", compacted / 1e6) : "-"), index_bytes / input }'
    fi
    rm -rf "$db" "$db.log"
  done
  rm -rf "$set"
done
