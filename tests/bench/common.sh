# shellcheck shell=bash disable=SC2034
# What the scripts of `./run bench` share: their options, the engines and how each indexes and is asked, and the folders.
# Some of what is set here is used by those scripts only.
# A script sets `usage`, sources this, and calls take_options with its own arguments.
set -euo pipefail

usage=${usage:-}
seed=1
queries_per_class=100
index_only=0
sizes=1000,10000,100000
small_updates=100
wanted=
build=
folder=
engines=()

die() { printf 'bench: %s\n' "$*" >&2; exit 2; }

take_options() {
  while [[ ${1:-} == -* ]]; do
    case $1 in
    --index-only) index_only=1 && shift && continue ;;
    --seed | --queries | --engines | --sizes | --small-updates) [ $# -ge 2 ] || die "$1 needs a value" ;;
    *) die "unknown option $1" ;;
    esac
    case $1 in
    --seed) seed=$2 ;;
    --queries) queries_per_class=$2 ;;
    --engines) wanted=$2 ;;
    --sizes) sizes=$2 ;;
    --small-updates) small_updates=$2 ;;
    esac
    shift 2
  done
  [ $# -eq 2 ] || { echo "usage: $usage" >&2; exit 2; }
  local number
  for number in "$seed" "$queries_per_class" "$small_updates" "${sizes//,/}"; do
    [[ $number =~ ^[0-9]+$ ]] || die "'$number' is no number"
  done
  build=$(cd "$1" && pwd) || die "no folder $1"
  folder=$(cd "$2" && pwd) || die "no folder $2"
  work=$(mktemp -d "${TMPDIR:-/tmp}/dictum-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  export PATH="$build/bin:$build/tests:$PATH" LC_ALL=C.UTF-8
  unset DICTUM_INDEX RECOLL_EXTRA_DBS
  find_engines
}

is_installed() {
  case $1 in
  dictum) ;;
  omega) command -v omindex >/dev/null && command -v quest >/dev/null ;;
  recoll) command -v recollindex >/dev/null && command -v recollq >/dev/null ;;
  fts5)
    command -v sqlite3 >/dev/null && sqlite3 -batch -init /dev/null :memory: \
      "CREATE VIRTUAL TABLE t USING fts5(a); SELECT count(*) FROM fsdir('.');" >/dev/null 2>&1
    ;;
  *) die "no engine is called $1; there are dictum, omega, recoll, fts5" ;;
  esac
}

# Sets `engines`: dictum always, and of its peers those that are wanted, or else those that are installed.
find_engines() {
  local engine
  engines=(dictum)
  for engine in ${wanted//,/ }; do
    is_installed "$engine" || die "$engine is not installed; --peers installs it"
  done
  for engine in omega recoll fts5; do
    if [ -n "$wanted" ] && [[ ,$wanted, != *,$engine,* ]]; then continue; fi
    if is_installed "$engine"; then engines+=("$engine"); fi
  done
}

# What each is, and what it keeps: a line for every peer.
describe_peers() {
  local engine
  for engine in "${engines[@]:1}"; do
    case $engine in
    omega) echo "  omega:  omindex and quest $(omindex --version | sed -n '1s/.* //p'), stems and positions; keeps 512 bytes of each text, so shows no passages" ;;
    recoll) echo "  recoll: recollindex and recollq $(recollindex -h 2>&1 | sed -n 's/^Recoll version: Recoll //p'), positions, stems when asked; keeps the whole text, shows passages" ;;
    fts5) echo "  fts5:   SQLite $(sqlite3 --version | cut -d ' ' -f 1), positions, no stems; keeps the whole text, shows passages" ;;
    esac
  done
}

# Files of a folder that every engine reads alike, each ended by a NUL. Hidden ones are nobody's statements.
plain_text() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f -iname '*.txt' -print0; }
markdown() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f \( -iname '*.md' -o -iname '*.text' \) -print0; }
everything() { find "$1" -mindepth 1 -name '.?*' -prune -o -type f -print0; }
count() { tr -dc '\0' | wc -c; }
bytes() { xargs -0r stat -L -c %s -- | awk '{ sum += $1 } END { printf "%.0f", sum }'; }
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f", bytes / 1e6 }'; }
# So that all engines find the files in memory.
warm() { everything "$1" | xargs -0r cat -- >/dev/null; }

# take_plain COUNT TO: makes the folder TO of what is plain text, and of Markdown under names that make it plain text:
# COUNT files drawn by the seed, or 0 for all.
take_plain() {
  mkdir -p "$2"
  (cd "$folder" && { plain_text . && markdown .; } | bench_files copy "$seed" "$1" "$2") || die "cannot copy $folder"
}

print_machine() {
  echo "Machine: $(nproc) cores, $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1); $(uname -sr)"
}

# Everything as it is by default, but for a dictionary of spellings, which no other makes, and rules for names and places
# that are passed over: those of the others.
recoll_settings() { printf 'topdirs = "%s"\nnoaspell = 1\nskippedNames = .*\nskippedPaths =\nloglevel = 2\n' "$1"; }

index_with() {
  local engine=$1 set=$2 db=$3
  case $engine in
  dictum) bench_measure run dictum-index --index "$db" "$set" ;;
  omega)
    mkdir -p "$db"
    bench_measure run omindex --db "$db" --url / "$set"
    ;;
  recoll)
    mkdir -p "$db"
    [ -f "$db/recoll.conf" ] || recoll_settings "$set" >"$db/recoll.conf"
    bench_measure run recollindex -c "$db"
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

# time_index ENGINE SET DB: makes or updates an index, and sets wall, cpu (both seconds) and peak (kilobytes). Fails where
# a peer fails; where dictum does, all ends. What the engine says is in DB.log.
time_index() {
  local engine=$1 user sys status
  read -r wall user sys peak status < <(index_with "$@" 2>"$3.log") || die "$engine did not run"
  # dictum-index: 1 says that some files could not be read.
  if [ "$status" -gt 1 ] || { [ "$status" -eq 1 ] && [ "$engine" != dictum ]; }; then
    tail -n 5 "$3.log" >&2
    [ "$engine" != dictum ] || die "dictum-index ended with status $status"
    echo "  $engine failed with status $status: left out" >&2
    return 1
  fi
  cpu=$(awk "BEGIN { print $user + $sys }")
}

index_bytes() { everything "$1" | bytes; }

# compacted_bytes ENGINE DB: the size of an index after xapian-compact; nothing for engines without Xapian.
compacted_bytes() {
  local db=$2 out=$2.compacted
  case $1 in
  dictum | omega) ;;
  recoll) db=$2/xapiandb ;;
  *) return 0 ;;
  esac
  if command -v xapian-compact >/dev/null; then
    xapian-compact "$db" "$out" >"$out.log" 2>&1 || { cat "$out.log" >&2 && die "xapian-compact failed on $db"; }
    index_bytes "$out"
    rm -rf "$out" "$out.log"
  fi
}

# Ten results with passages, where an engine has such.
query_with() {
  local engine=$1 queries=$2 db=$3
  case $engine in
  dictum) bench_measure latency "$queries" dictum-search --index "$db" --limit 10 '{}' ;;
  omega) bench_measure latency "$queries" quest --db="$db" --msize=10 --default-op=and --flags=default,wildcard '{}' ;;
  recoll)
    # It knows no NOT, and would look for that word.
    sed 's/ NOT / -/g' "$queries" >"$queries.recoll"
    bench_measure latency "$queries.recoll" recollq -c "$db" -n 10 -A -p 3 '{}'
    ;;
  fts5)
    bench_measure latency "$queries" sqlite3 -batch -init /dev/null -readonly "$db/fts5.sqlite" \
      "SELECT path, snippet(docs, 1, '[', ']', '…', 16) FROM docs WHERE docs MATCH '{}' ORDER BY rank LIMIT 10;"
    ;;
  esac
}

# draw_queries SET TO: queries for the texts of a folder; and of each class some to begin with, in TO.warm.
draw_queries() {
  bench_draw "$seed" "$queries_per_class" "$1" >"$2" 2>"$2.drawn" || { cat "$2.drawn" >&2 && exit 2; }
  sed 's/^/  /' "$2.drawn"
  awk -F '\t' 'seen[$1]++ < 20' "$2" >"$2.warm"
}
