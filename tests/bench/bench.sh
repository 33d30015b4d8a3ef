#!/usr/bin/env bash
# Measures indexing and one-shot searches over one folder, dictum beside the peers that are installed.
#
#   bench.sh [--seed N] [--queries N] [--engines LIST] [--index-only] BUILD FOLDER
#
# BUILD holds bin/dictum-index, bin/dictum-search, and tests/bench_measure, bench_draw, bench_files, bench_formats,
# bench_reading and bench_analysis. The first parts are the reading of each format and text analysis alone, beside
# libxml2's parser and ICU's word iterator. Then comes dictum over the folder as it is, and then every engine over the
# folder's plain text only, for peers read fewer formats, or others; the very same files and queries, in the same run.
# --queries: so many of each class, 100 unless given. --engines: only these peers, with commas between them; "dictum" for
# none. --index-only: no reading, no analysis and no queries, for large folders.
usage='bench.sh [--seed N] [--queries N] [--engines LIST] [--index-only] BUILD FOLDER'
# shellcheck source=tests/bench/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
take_options "$@"

# measure ENGINE SET TAG: leaves its figures in $work/TAG.ENGINE, one a line: name, tab, number.
measure() {
  local engine=$1 set=$2 tag=$3 db=$work/$3.$1.index out=$work/$3.$1 compacted
  echo "  $engine …" >&2
  time_index "$engine" "$set" "$db" || return 1
  cp "$db.log" "$out.log"
  printf 'wall\t%s\ncpu\t%s\npeak\t%s\n' "$wall" "$cpu" "$peak" >"$out"
  compacted=$(compacted_bytes "$engine" "$db") || exit 2
  printf 'size\t%s\ncompacted\t%s\n' "$(index_bytes "$db")" "$compacted" >>"$out"
  if [ "$engine" != fts5 ] && time_index "$engine" "$set" "$db"; then printf 'again\t%s\n' "$wall" >>"$out"; fi
  if ((!index_only)); then
    query_with "$engine" "$work/$tag.queries.warm" "$db" >/dev/null
    query_with "$engine" "$work/$tag.queries" "$db" | while read -r class n not_found failed p50 p99 _; do
      printf '%s p50\t%s\n%s p99\t%s\n' "$class" "$p50" "$class" "$p99"
      printf '%s n\t%s\n%s not_found\t%s\n%s failed\t%s\n' "$class" "$n" "$class" "$not_found" "$class" "$failed"
    done >>"$out"
  fi
  rm -rf "$db"
}

# report TAG BYTES ENGINE…: the figures as a table. A ratio is what the peer needs for what dictum needs one of.
report() {
  local tag=$1 input=$2 engine
  shift 2
  for engine; do sed "s/^/$engine\t/" "$work/$tag.$engine"; done | awk -F '\t' -v input="$input" -v names="$*" '
    { value[$1, $2] = $3; if ($1 == "dictum" && sub(/ p50$/, "", $2)) class[++classes] = $2 }
    function cell(text, engine, mine, theirs, better,   ratio) {
      if (theirs == "") { printf "%19s", "-"; return }
      if (engine == "dictum") { printf "%10s", text; return }
      ratio = (mine > 0 && theirs > 0) ? sprintf("(%.2fx)", better == "more" ? mine / theirs : theirs / mine) : ""
      printf "%10s %8s", text, ratio
    }
    function row(label, key, scale, form,   i, mine) {
      printf "  %-26s", label
      mine = value["dictum", key]
      for (i = 1; i <= engines; i++)
        cell(sprintf(form, value[engine[i], key] * scale), engine[i], mine, value[engine[i], key], "less")
      print ""
    }
    END {
      engines = split(names, engine, " ")
      printf "  %-26s", ""
      for (i = 1; i <= engines; i++) printf engine[i] == "dictum" ? "%10s" : "%19s", engine[i]
      print ""
      for (i = 1; i <= engines; i++)
        if (value[engine[i], "wall"] > 0) value[engine[i], "rate"] = input / 1e6 / value[engine[i], "wall"]
      printf "  %-26s", "indexing, MB/s of input"
      for (i = 1; i <= engines; i++)
        cell(sprintf("%.2f", value[engine[i], "rate"]), engine[i], value["dictum", "rate"], value[engine[i], "rate"], "more")
      print ""
      row("indexing, seconds", "wall", 1, "%.2f")
      row("  processor seconds", "cpu", 1, "%.2f")
      row("  peak memory, MB", "peak", 1024 / 1e6, "%.0f")
      row("  again, nothing changed, s", "again", 1, "%.2f")
      row("index, MB", "size", 1e-6, "%.2f")
      row("  compacted, MB", "compacted", 1e-6, "%.2f")
      row("  for 1 MB of input, MB", "size", 1 / input, "%.2f")
      for (i = 1; i <= classes; i++) {
        row(class[i] ", p50 ms", class[i] " p50", 1, "%.2f")
        row("  p99 ms", class[i] " p99", 1, "%.2f")
      }
      for (i = 2; i <= engines; i++)
        if (value[engine[i], "compacted"] > 0)
          printf "  The index of dictum has %.2f times the size of that of %s, both compacted.\n",
            value["dictum", "compacted"] / value[engine[i], "compacted"], engine[i]
    }'
  if ((!index_only)); then
    # Exit status 1 means nothing found; only dictum-search tells.
    awk -F '\t' '
      $1 ~ / not_found$/ && $1 !~ /^(boolean|prefix)/ { missed += $2 }
      $1 ~ / failed$/ { failed += $2 }
      $1 ~ / n$/ { n += $2 }
      END { printf "  dictum: %d queries, %d failed; of those that must find something, %d found nothing\n", n, failed, missed }
    ' "$work/$tag.dictum"
  fi
  local problems
  problems=$(wc -l <"$work/$tag.dictum.log")
  if [ "$problems" -gt 0 ]; then
    echo "  dictum-index said ($problems lines):"
    tail -n 3 "$work/$tag.dictum.log" | sed 's/^/    /'
  fi
}

# Reading alone; a ratio is how often as fast as libxml2's parser alone it is.
show_reading() {
  echo
  echo "Reading, one thread, from files to text and metadata; the formats that the folder lacks are made from its texts"
  mkdir "$work/formats"
  bench_formats "$folder" "$work/formats" 2>"$work/formats.log" || sed 's/^/  /' "$work/formats.log"
  bench_reading "$folder" "$work"/formats/* | awk -F '\t' '
    { files[$1] = $2; rate[$1] = $5 > 0 ? $3 / 1e6 / $5 : 0; mb[$1] = $3 / 1e6; name[NR] = $1
      text[$1] = $5 > 0 ? $4 / 1e6 / $5 : 0 }
    END {
      peer = "html by libxml2"
      for (i = 1; i <= NR; i++) {
        ratio = name[i] == "html" && rate[peer] > 0 ? sprintf("  (%.2fx of %s)", rate["html"] / rate[peer], peer) : ""
        printf "  %-24s %6d files %8.1f MB %8.1f MB/s of the file %8.1f MB/s of text%s\n", name[i], files[name[i]],
          mb[name[i]], rate[name[i]], text[name[i]], ratio
      }
    }'
}

# Text analysis alone; a ratio is how often as fast as the loop with ICU it is.
show_analysis() {
  echo
  echo "Text analysis, one thread, the files as they are"
  if bench_analysis "$folder" >"$work/analysis" 2>"$work/analysis.log"; then
    awk -F '\t' '
      BEGIN {
        name["icu"] = "ICU alone: case folding and word breaks"; name["tokens"] = "tokens, variants, joins"
        name["sentences"] = "  and sentences"; name["postings"] = "  and stems, terms, positions"
      }
      $1 in name { printf "  %-42s %8s MB/s  (%sx)\n", name[$1], $2, $3 }' "$work/analysis"
  else
    sed 's/^/  /' "$work/analysis.log"
  fi
}

files=$(everything "$folder" | count)
input=$(everything "$folder" | bytes)
[ "$files" -gt 0 ] || die "no files in $folder"
print_machine
echo "Folder:  $folder: $files files, $(megabytes "$input") MB; seed $seed"
warm "$folder"

if ((!index_only)); then
  show_reading
  show_analysis
fi

plain=$(plain_text "$folder" | count)
if [ "$plain" -lt "$files" ] || ((${#engines[@]} == 1)); then
  echo
  echo "dictum, the folder as it is"
  if ((!index_only)); then draw_queries "$folder" "$work/all.queries"; fi
  measure dictum "$folder" all
  report all "$input" dictum
fi

if ((${#engines[@]} == 1)); then
  [ -n "$wanted" ] || printf '\nNo peers are installed; --peers installs them.\n'
  exit 0
fi

# The same files for everybody.
shared=$({ plain_text "$folder" && markdown "$folder"; } | count)
set=$folder
if [ "$shared" -gt 0 ] && [ "$plain" -lt "$files" ]; then
  set=$work/plain
  take_plain 0 "$set"
  input=$(everything "$set" | bytes)
fi
echo
echo "Side by side, plain text only: $shared of $files files, $(megabytes "$input") MB"
if [ "$shared" -eq 0 ]; then
  echo "  Nothing here is plain text: there is nothing to compare."
  exit 0
fi
describe_peers
echo "  (2.00x): the peer needs twice what dictum needs"
if ((!index_only)); then draw_queries "$set" "$work/plain.queries"; fi
measured=()
for engine in "${engines[@]}"; do
  if measure "$engine" "$set" plain; then measured+=("$engine"); fi
done
report plain "$input" "${measured[@]}"
