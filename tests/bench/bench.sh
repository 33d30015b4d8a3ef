#!/usr/bin/env bash
# Measures indexing and one-shot searches over one folder, dictum beside the peers that are installed.
#
#   bench.sh [--seed N] BUILD FOLDER
#
# BUILD holds bin/dictum-index, bin/dictum-search, and tests/bench_measure, bench_draw, bench_formats, bench_reading and
# bench_analysis. The first parts are the reading of each format and text analysis alone, beside libxml2's parser and
# ICU's word iterator. Then comes dictum over the folder as it is, and then every engine over the folder's plain text
# only, for peers read fewer formats, or others; the very same files and queries, in the same run.
set -euo pipefail

seed=1
if [ "${1:-}" = --seed ]; then
  seed=$2
  shift 2
fi
[ $# -eq 2 ] || { echo "usage: bench.sh [--seed N] BUILD FOLDER" >&2; exit 2; }
build=$(cd "$1" && pwd)
folder=$(cd "$2" && pwd)
[[ $seed =~ ^[0-9]+$ ]] || { echo "bench: the seed is a number" >&2; exit 2; }

queries_per_class=100
work=$(mktemp -d "${TMPDIR:-/tmp}/dictum-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PATH="$build/bin:$build/tests:$PATH" LC_ALL=C.UTF-8
unset DICTUM_INDEX

die() { printf 'bench: %s\n' "$*" >&2; exit 2; }

# Files of a folder that every engine reads alike, each ended by a NUL. Hidden ones are nobody's statements.
plain_text() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f -iname '*.txt' -print0; }
markdown() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f \( -iname '*.md' -o -iname '*.text' \) -print0; }
everything() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f -print0; }
count() { tr -dc '\0' | wc -c; }
bytes() { xargs -0r stat -L -c %s -- | awk '{ sum += $1 } END { printf "%.0f", sum }'; }

index_with() {
  local engine=$1 set=$2 db=$3
  case $engine in
  dictum) bench_measure run dictum-index --index "$db" "$set" ;;
  omega)
    mkdir -p "$db"
    bench_measure run omindex --db "$db" --url / "$set"
    ;;
  fts5)
    mkdir -p "$db"
    bench_measure run sqlite3 -batch -init /dev/null "$db/fts5.sqlite" "
      CREATE VIRTUAL TABLE docs USING fts5(path UNINDEXED, body, tokenize = 'unicode61');
      INSERT INTO docs SELECT name, CAST(data AS TEXT) FROM fsdir('${set//\'/\'\'}') WHERE data IS NOT NULL;
      INSERT INTO docs(docs) VALUES ('optimize');"
    ;;
  esac
}

query_with() {
  local engine=$1 queries=$2 db=$3
  case $engine in
  dictum) bench_measure latency "$queries" dictum-search --index "$db" --limit 10 '{}' ;;
  omega) bench_measure latency "$queries" quest --db="$db" --msize=10 --default-op=and --flags=default,wildcard '{}' ;;
  fts5)
    bench_measure latency "$queries" sqlite3 -batch -init /dev/null -readonly "$db/fts5.sqlite" \
      "SELECT path, snippet(docs, 1, '[', ']', '…', 16) FROM docs WHERE docs MATCH '{}' ORDER BY rank LIMIT 10;"
    ;;
  esac
}

# measure ENGINE SET TAG: leaves its figures in $work/TAG.ENGINE, one a line: name, tab, number.
measure() {
  local engine=$1 set=$2 tag=$3 db=$work/$3.$1.index out=$work/$3.$1 status wall user sys peak
  echo "  $engine …" >&2
  read -r wall user sys peak status < <(index_with "$engine" "$set" "$db" 2>"$out.log") || die "$engine did not run"
  # dictum-index: 1 says that some files could not be read.
  if [ "$status" -gt 1 ] || { [ "$status" -eq 1 ] && [ "$engine" != dictum ]; }; then
    tail -n 5 "$out.log" >&2
    [ "$engine" != dictum ] || die "dictum-index ended with status $status"
    echo "  $engine failed with status $status: left out" >&2
    return 1
  fi
  {
    printf 'wall\t%s\ncpu\t%s\npeak\t%s\n' "$wall" "$(awk "BEGIN { print $user + $sys }")" "$peak"
    printf 'size\t%s\n' "$(everything "$db" | bytes)"
  } >"$out"
  if [ "$engine" != fts5 ]; then
    read -r wall _ _ _ _ < <(index_with "$engine" "$set" "$db" 2>/dev/null)
    printf 'again\t%s\n' "$wall" >>"$out"
  fi
  awk -F '\t' 'seen[$1]++ < 20' "$work/$tag.queries" >"$work/warm"
  query_with "$engine" "$work/warm" "$db" >/dev/null
  query_with "$engine" "$work/$tag.queries" "$db" | while read -r class n not_found failed p50 p99 _; do
    printf '%s p50\t%s\n%s p99\t%s\n' "$class" "$p50" "$class" "$p99"
    printf '%s n\t%s\n%s not_found\t%s\n%s failed\t%s\n' "$class" "$n" "$class" "$not_found" "$class" "$failed"
  done >>"$out"
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
      row("  for 1 MB of input, MB", "size", 1 / input, "%.2f")
      for (i = 1; i <= classes; i++) {
        row(class[i] ", p50 ms", class[i] " p50", 1, "%.2f")
        row("  p99 ms", class[i] " p99", 1, "%.2f")
      }
    }'
  # Exit status 1 means nothing found; only dictum-search tells.
  awk -F '\t' '
    $1 ~ / not_found$/ && $1 !~ /^(boolean|prefix)/ { missed += $2 }
    $1 ~ / failed$/ { failed += $2 }
    $1 ~ / n$/ { n += $2 }
    END { printf "  dictum: %d queries, %d failed; of those that must find something, %d found nothing\n", n, failed, missed }
  ' "$work/$tag.dictum"
  local problems
  problems=$(wc -l <"$work/$tag.dictum.log")
  if [ "$problems" -gt 0 ]; then
    echo "  dictum-index said ($problems lines):"
    tail -n 3 "$work/$tag.dictum.log" | sed 's/^/    /'
  fi
}

draw() {
  bench_draw "$seed" "$queries_per_class" "$1" >"$work/$2.queries" 2>"$work/$2.drawn" ||
    { cat "$work/$2.drawn" >&2 && exit 2; }
  sed 's/^/  /' "$work/$2.drawn"
}

peers=()
if command -v omindex >/dev/null && command -v quest >/dev/null; then peers+=(omega); fi
if command -v sqlite3 >/dev/null && sqlite3 -batch -init /dev/null :memory: \
  "CREATE VIRTUAL TABLE t USING fts5(a); SELECT count(*) FROM fsdir('.');" >/dev/null 2>&1; then
  peers+=(fts5)
fi

files=$(everything "$folder" | count)
input=$(everything "$folder" | bytes)
[ "$files" -gt 0 ] || die "no files in $folder"
echo "Machine: $(nproc) cores, $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1); $(uname -sr)"
echo "Folder:  $folder: $files files, $(awk "BEGIN { printf \"%.1f\", $input / 1e6 }") MB; seed $seed"
everything "$folder" | xargs -0r cat -- >/dev/null # all engines find the files in memory

# Reading alone; a ratio is how often as fast as libxml2's parser alone it is.
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

# Text analysis alone; a ratio is how often as fast as the loop with ICU it is.
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

plain=$(plain_text "$folder" | count)
if [ "$plain" -lt "$files" ] || ((${#peers[@]} == 0)); then
  echo
  echo "dictum, the folder as it is"
  draw "$folder" all
  measure dictum "$folder" all
  report all "$input" dictum
fi

if ((${#peers[@]} == 0)); then
  echo
  echo "No peers are installed; --peers installs them."
  exit 0
fi

# The same files for everybody: those that are plain text, and Markdown under a name that makes it plain text.
set=$folder
if [ "$plain" -lt "$files" ]; then
  set=$work/plain
  mkdir "$set"
  { plain_text "$folder" && markdown "$folder"; } | while IFS= read -r -d '' file; do
    to=$set/${file#"$folder"/}
    mkdir -p "${to%/*}"
    case $file in
    *.[Tt][Xx][Tt]) cp -- "$file" "$to" ;;
    *) cp -- "$file" "$to.txt" ;;
    esac
  done
fi
shared=$(everything "$set" | count)
input=$(everything "$set" | bytes)
echo
echo "Side by side, plain text only: $shared of $files files, $(awk "BEGIN { printf \"%.1f\", $input / 1e6 }") MB"
if [ "$shared" -eq 0 ]; then
  echo "  Nothing here is plain text: there is nothing to compare."
  exit 0
fi
for engine in "${peers[@]}"; do
  case $engine in
  omega) echo "  omega: omindex and quest $(omindex --version | sed -n '1s/.* //p'), stems and positions; keeps 512 bytes of each text, so shows no passages" ;;
  fts5) echo "  fts5:  SQLite $(sqlite3 --version | cut -d ' ' -f 1), positions, no stems; keeps the whole text, shows passages" ;;
  esac
done
echo "  (2.00x): the peer needs twice what dictum needs"
draw "$set" plain
measured=()
for engine in dictum "${peers[@]}"; do
  if measure "$engine" "$set" plain; then measured+=("$engine"); fi
done
report plain "$input" "${measured[@]}"
