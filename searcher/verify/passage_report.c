/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a passage: its sentence, what stands round it, how to point at it, and what to be warned of. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"
#include "searcher/statement.h"
#include "searcher/verify/verifier.h"

/* Of prefix and suffix; cut between words. */
#define AFFIX_BYTES 80
/* How far from the passage words of its sentence are looked at. */
#define NEAR_ATOMS 14
#define SHOWN_BYTES 160
#define WARNINGS_MAX 12
/* An ellipsis that leaves out more is worth a word. */
#define ELIDED_ATOMS_MANY 100

typedef struct reporter {
    const dictum_judgement *judgement;
    const dictum_atoms *quoted, *source;
    dictum_arena *arena;
    dictum_source_match *match;
    const char **warnings;
    bool failed;
} reporter;

static bool has(const dictum_atom *atom, unsigned flag)
{
    return (atom->flags & flag) != 0;
}

static dictum_text copy(reporter *r, dictum_slice slice)
{
    dictum_slice text = slice.data == NULL ? DICTUM_SLICE("") : slice;
    dictum_slice made = dictum__arena_copy(r->arena, text);
    r->failed = r->failed || made.data == NULL;
    return (dictum_text){made.data, made.len};
}

static dictum_slice piece(const dictum_atoms *atoms, size_t start, size_t end)
{
    return (dictum_slice){atoms->text.data + start, end > start ? end - start : 0};
}

/* ---- sentences --------------------------------------------------------------------------------------------------- */

static bool is_white(dictum_slice text, size_t at)
{
    return text.data[at] == ' ' || text.data[at] == '\n' || text.data[at] == '\t' || text.data[at] == '\r';
}

/* The atoms [*first, *end) of the sentence that atom `at` is in. */
static void sentence_of(const dictum_atoms *atoms, size_t at, size_t *first, size_t *end)
{
    *first = at;
    *end = at + 1;
    while (*first > 0 && !has(&atoms->items[*first], DICTUM__ATOM_SENTENCE))
        --*first;
    while (*end < atoms->count && !has(&atoms->items[*end], DICTUM__ATOM_SENTENCE))
        ++*end;
}

/* Where the marks begin that stand at once before an atom. */
static size_t marked_start(const dictum_atoms *atoms, size_t atom)
{
    dictum_slice gap = dictum__atoms_gap(atoms, atom);
    size_t start = atoms->items[atom].start, least = start - gap.len;
    while (start > least && !is_white(atoms->text, start - 1))
        start--;
    return start;
}

/* Where the text of a sentence ends that ends before atom `end`. */
static size_t marked_end(const dictum_atoms *atoms, size_t end)
{
    size_t stop = end < atoms->count ? marked_start(atoms, end) : atoms->text.len;
    size_t least = end > 0 ? atoms->items[end - 1].end : 0;
    /* Not into the next paragraph, which may begin with marks alone. */
    dictum_slice gap = piece(atoms, least, stop);
    size_t empty_line = dictum__slice_find(gap, DICTUM_SLICE("\n\n"));
    if (empty_line != SIZE_MAX)
        stop = least + empty_line;
    while (stop > least && is_white(atoms->text, stop - 1))
        stop--;
    return stop;
}

static void report_sentences(reporter *r)
{
    const dictum_atoms *atoms = r->source;
    size_t first, end, unused;
    sentence_of(atoms, r->judgement->first, &first, &unused);
    sentence_of(atoms, r->judgement->last, &unused, &end);
    size_t start = marked_start(atoms, first), stop = marked_end(atoms, end);
    r->match->sentence = copy(r, piece(atoms, start, stop));
    r->match->sentence_range = (dictum_range){start, stop};
    r->match->before = r->match->after = copy(r, DICTUM_SLICE(""));
    if (first > 0) {
        size_t before, before_end;
        sentence_of(atoms, first - 1, &before, &before_end);
        r->match->before = copy(r, piece(atoms, marked_start(atoms, before), marked_end(atoms, before_end)));
    }
    if (end < atoms->count) {
        size_t after, after_end;
        sentence_of(atoms, end, &after, &after_end);
        r->match->after = copy(r, piece(atoms, marked_start(atoms, after), marked_end(atoms, after_end)));
    }
}

/* ---- pointing at it ---------------------------------------------------------------------------------------------- */

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static void report_selectors(reporter *r)
{
    dictum_slice text = r->source->text;
    size_t start = r->source->items[r->judgement->first].start, end = r->source->items[r->judgement->last].end;
    size_t from = start > AFFIX_BYTES ? start - AFFIX_BYTES : 0,
           to = end + AFFIX_BYTES < text.len ? end + AFFIX_BYTES : text.len;
    while (from > 0 && from < start && !is_white(text, from - 1))
        from++;
    while (from < start && is_continuation(text.data[from]))
        from++;
    while (to < text.len && to > end && !is_white(text, to))
        to--;
    if (to == end && text.len > end) { /* no white space: a script without */
        to = end + AFFIX_BYTES < text.len ? end + AFFIX_BYTES : text.len;
        while (to > end && to < text.len && is_continuation(text.data[to]))
            to--;
    }
    r->match->range = (dictum_range){start, end};
    r->match->cp_range.start = dictum__utf8_count(piece(r->source, 0, start));
    r->match->cp_range.end = r->match->cp_range.start + dictum__utf8_count(piece(r->source, start, end));
    r->match->exact = copy(r, piece(r->source, start, end));
    r->match->prefix = copy(r, piece(r->source, from, start));
    r->match->suffix = copy(r, piece(r->source, end, to));
}

/* Percent-encoded for a text directive: besides what no address may hold, also - , & which divide it. */
static void append_encoded(dictum_buf *out, dictum_slice text)
{
    bool space = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (is_white(text, i)) {
            if (!space)
                dictum__buf_append_str(out, "%20");
            space = true;
            continue;
        }
        space = false;
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
            c == '~')
            dictum__buf_append_char(out, (char)c);
        else
            dictum__buf_appendf(out, "%%%02X", c);
    }
}

/* A longer passage is named by its first and last words. */
#define DIRECTIVE_ATOMS 12
#define DIRECTIVE_END_ATOMS 5

static bool starts_with(dictum_text text, const char *start)
{
    return text.bytes >= strlen(start) && memcmp(text.text, start, strlen(start)) == 0;
}

/* URL Fragment Text Directives (WICG): #:~:text=start or #:~:text=start,end. */
static void report_link(reporter *r)
{
    dictum_buf link;
    dictum_text url = r->match->statement->url;
    size_t first = r->judgement->first, last = r->judgement->last;
    if (!starts_with(url, "http://") && !starts_with(url, "https://"))
        return;
    dictum__buf_init(&link, SIZE_MAX / 2);
    dictum__buf_append(&link, url.text, url.bytes);
    dictum__buf_append_str(&link, memchr(url.text, '#', url.bytes) != NULL ? ":~:text=" : "#:~:text=");
    if (last - first < DIRECTIVE_ATOMS) {
        append_encoded(&link, piece(r->source, r->source->items[first].start, r->source->items[last].end));
    } else {
        size_t head = first + DIRECTIVE_END_ATOMS - 1, tail = last - DIRECTIVE_END_ATOMS + 1;
        append_encoded(&link, piece(r->source, r->source->items[first].start, r->source->items[head].end));
        dictum__buf_append_char(&link, ',');
        append_encoded(&link, piece(r->source, r->source->items[tail].start, r->source->items[last].end));
    }
    r->failed = r->failed || dictum__buf_status(&link) != DICTUM_OK;
    if (!r->failed)
        r->match->link = copy(r, dictum__buf_slice(&link));
    dictum__buf_dispose(&link);
}

static void report_citation(reporter *r)
{
    const dictum_statement *s = r->match->statement;
    dictum_buf line;
    dictum_text place = s->url.bytes > 0 ? s->url : s->path.bytes > 0 ? s->path : s->id;
    dictum__buf_init(&line, SIZE_MAX / 2);
    if (s->speaker.bytes > 0) {
        dictum__buf_append(&line, s->speaker.text, s->speaker.bytes);
        dictum__buf_append_str(&line, ": ");
    }
    if (s->title.bytes > 0) {
        dictum__buf_append_str(&line, "“");
        dictum__buf_append(&line, s->title.text, s->title.bytes);
        dictum__buf_append_str(&line, "”, ");
    }
    if (s->source.bytes > 0) {
        dictum__buf_append(&line, s->source.text, s->source.bytes);
        dictum__buf_append_str(&line, ", ");
    }
    if (s->date.bytes > 0 && s->date_known > DICTUM_DATE_FILE) {
        dictum__buf_append(&line, s->date.text, s->date.bytes);
        dictum__buf_append_str(&line, ", ");
    }
    dictum__buf_append(&line, place.text, place.bytes);
    if (r->match->page > 0)
        dictum__buf_appendf(&line, ", p. %llu", (unsigned long long)r->match->page);
    r->failed = r->failed || dictum__buf_status(&line) != DICTUM_OK;
    if (!r->failed)
        r->match->citation = copy(r, dictum__buf_slice(&line));
    dictum__buf_dispose(&line);
}

/* ---- changes ----------------------------------------------------------------------------------------------------- */

/* The bytes of atoms [first, end); of none, the place before atom `first`. */
static dictum_range bytes_of(const dictum_atoms *atoms, size_t first, size_t end)
{
    if (end > first)
        return (dictum_range){atoms->items[first].start, atoms->items[end - 1].end};
    size_t at = first < atoms->count ? atoms->items[first].start : atoms->text.len;
    return (dictum_range){at, at};
}

static const dictum_change *copy_places(reporter *r, const dictum_differences *places)
{
    dictum_change *changes = dictum__arena_array(r->arena, places->count, sizeof *changes);
    r->failed = r->failed || changes == NULL;
    for (size_t i = 0; !r->failed && i < places->count; i++) {
        const dictum_difference *place = &places->items[i];
        dictum_range quoted = bytes_of(r->quoted, place->quoted_first, place->quoted_end);
        dictum_range archive = bytes_of(r->source, place->source_first, place->source_end);
        changes[i] = (dictum_change){.change = place->class, .quotation_range = quoted, .archive_range = archive};
        changes[i].quotation = copy(r, piece(r->quoted, quoted.start, quoted.end));
        changes[i].archive = copy(r, piece(r->source, archive.start, archive.end));
    }
    return changes;
}

/* ---- warnings ---------------------------------------------------------------------------------------------------- */

static void warn(reporter *r, const char *before, dictum_slice shown, const char *behind)
{
    dictum_buf text;
    if (r->match->warning_count == WARNINGS_MAX || r->failed)
        return;
    size_t bytes = shown.len < SHOWN_BYTES ? shown.len : SHOWN_BYTES;
    while (bytes > 0 && bytes < shown.len && is_continuation(shown.data[bytes]))
        bytes--;
    dictum__buf_init(&text, SIZE_MAX / 2);
    dictum__buf_append_str(&text, before);
    for (size_t i = 0; i < bytes; i++)
        dictum__buf_append_char(&text, is_white(shown, i) ? ' ' : shown.data[i]);
    dictum__buf_append_str(&text, bytes < shown.len ? " …" : "");
    dictum__buf_append_str(&text, behind);
    r->failed = dictum__buf_status(&text) != DICTUM_OK;
    if (!r->failed)
        r->warnings[r->match->warning_count++] = copy(r, dictum__buf_slice(&text)).text;
    dictum__buf_dispose(&text);
}

/* English words that give what follows as another's, or as untrue. */
static bool is_distancing(const dictum_atoms *atoms, size_t i)
{
    static const char *const words[] = {"claim",   "claims",   "claimed",   "alleges", "accuse", "accuses", "accused",
                                        "myth",    "falsely",  "lie",       "lies",    "rumor",  "rumour",  "pretend",
                                        "suggest", "suggests", "suggested", "argue",   "argues", "argued",  "insinuate",
                                        "believe", "believes", "imagine",   "suppose", "false",  "untrue",  "wrong"};
    dictum_slice form = dictum__atom_form(atoms, &atoms->items[i]);
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (strlen(words[k]) == form.len && memcmp(words[k], form.data, form.len) == 0)
            return true;
    return false;
}

#define TURNS (DICTUM__WORD_NEGATION | DICTUM__WORD_QUALIFIER)

/* What stands before the passage in its sentence, and turns it. */
static void warn_of_beginning(reporter *r)
{
    const dictum_atoms *atoms = r->source;
    size_t first, end;
    bool turned = false;
    sentence_of(atoms, r->judgement->first, &first, &end);
    for (size_t i = r->judgement->first; i > first && i + NEAR_ATOMS > r->judgement->first; i--)
        turned = turned || (atoms->items[i - 1].classes & TURNS) != 0 || is_distancing(atoms, i - 1);
    if (turned)
        warn(r, "the sentence begins before it: “",
             piece(atoms, marked_start(atoms, first), atoms->items[r->judgement->first].start), "…”");
}

static void warn_of_end(reporter *r)
{
    const dictum_atoms *atoms = r->source;
    size_t first, end, last = r->judgement->last;
    bool turned = false;
    sentence_of(atoms, last, &first, &end);
    for (size_t i = last + 1; i < end && i <= last + NEAR_ATOMS; i++)
        turned = turned || (atoms->items[i].classes & TURNS) != 0;
    if (turned)
        warn(r, "the sentence goes on and qualifies it: “…",
             piece(atoms, atoms->items[last].end, marked_end(atoms, end)), "”");
}

/* Opening marks less closing ones from the paragraph's beginning; straight ones by turns. */
bool dictum__is_quoted(const dictum_atoms *atoms, size_t atom)
{
    size_t first = atom;
    int depth = 0;
    bool straight = false;
    while (first > 0 && !has(&atoms->items[first], DICTUM__ATOM_PARAGRAPH))
        first--;
    for (size_t at = marked_start(atoms, first); at < atoms->items[atom].start;) {
        uint32_t c = dictum__utf8_next(atoms->text, &at);
        if (c == 0x201c || c == 0xab || c == 0x300c || c == 0x300e || c == 0x201e)
            depth++;
        else if ((c == 0x201d || c == 0xbb || c == 0x300d || c == 0x300f) && depth > 0)
            depth--;
        else if (c == '"')
            straight = !straight;
    }
    return depth > 0 || straight;
}

static void warn_of_elisions(reporter *r)
{
    for (size_t i = 0; i < r->judgement->elisions.count; i++) {
        const dictum_difference *place = &r->judgement->elisions.items[i];
        dictum_range left_out = bytes_of(r->source, place->source_first, place->source_end);
        bool turned = false;
        for (size_t k = place->source_first; k < place->source_end && !turned; k++)
            turned = (r->source->items[k].classes & DICTUM__WORD_QUALIFIER) != 0;
        if (place->source_end - place->source_first > ELIDED_ATOMS_MANY)
            warn(r, "an ellipsis leaves out more than a hundred words", DICTUM_SLICE(""), "");
        else if (turned)
            warn(r, "what is left out qualifies it: “", piece(r->source, left_out.start, left_out.end), "”");
    }
}

static bool contains_folded(dictum_text text, const char *part)
{
    size_t bytes = strlen(part);
    for (size_t i = 0; bytes <= text.bytes && i + bytes <= text.bytes; i++)
        if (strncasecmp(text.text + i, part, bytes) == 0)
            return true;
    return false;
}

static void warn_of_origin(reporter *r, const dictum_verify_options *options)
{
    const dictum_statement *s = r->match->statement;
    if (options->speaker != NULL && s->speaker.bytes == 0)
        warn(r, "the archive does not say whose words these are", DICTUM_SLICE(""), "");
    if (options->date != NULL && s->date.bytes > 0) {
        size_t asked = strlen(options->date), bytes = asked < s->date.bytes ? asked : s->date.bytes;
        if (memcmp(options->date, s->date.text, bytes) != 0)
            warn(r, "the archive has another date: ", (dictum_slice){s->date.text, s->date.bytes}, "");
    }
    if (options->source != NULL && s->source.bytes > 0 && !contains_folded(s->source, options->source))
        warn(r, "the archive has another source: ", (dictum_slice){s->source.text, s->source.bytes}, "");
}

static void report_warnings(reporter *r, const dictum_verify_options *options)
{
    r->warnings = dictum__arena_array(r->arena, WARNINGS_MAX, sizeof *r->warnings);
    r->failed = r->failed || r->warnings == NULL;
    r->match->warnings = r->warnings;
    if (r->failed)
        return;
    warn_of_origin(r, options);
    if (r->judgement->question)
        warn(r, "a question mark was gained or lost", DICTUM_SLICE(""), "");
    if (r->judgement->spelled_number)
        warn(r, "a number is written in another way", DICTUM_SLICE(""), "");
    warn_of_elisions(r);
    if (dictum_verdict_is_true(r->judgement->verdict)) {
        warn_of_beginning(r);
        warn_of_end(r);
        if (dictum__is_quoted(r->source, r->judgement->first))
            warn(r, "the source has these words in quotation marks itself: they may be another's", DICTUM_SLICE(""),
                 "");
    }
}

/* ---- all of it --------------------------------------------------------------------------------------------------- */

/* The last words of two names, in small letters as ICU has them. */
static bool next_name(dictum_slice name, size_t *end, dictum_slice *word)
{
    while (*end > 0) {
        size_t stop = *end;
        while (stop > 0 && (name.data[stop - 1] == ' ' || name.data[stop - 1] == '.' || name.data[stop - 1] == ','))
            stop--;
        size_t start = stop;
        while (start > 0 && name.data[start - 1] != ' ' && name.data[start - 1] != '.' && name.data[start - 1] != ',')
            start--;
        *end = start;
        *word = (dictum_slice){name.data + start, stop - start};
        if (word->len > 0 &&
            !(word->len == 2 && (strncasecmp(word->data, "jr", 2) == 0 || strncasecmp(word->data, "sr", 2) == 0)))
            return true;
    }
    return false;
}

static bool same_folded(dictum_slice one, dictum_slice other)
{
    size_t at = 0, other_at = 0;
    while (at < one.len && other_at < other.len) {
        UChar32 a = (UChar32)dictum__utf8_next(one, &at), b = (UChar32)dictum__utf8_next(other, &other_at);
        if (u_foldCase(a, U_FOLD_CASE_DEFAULT) != u_foldCase(b, U_FOLD_CASE_DEFAULT))
            return false;
    }
    return at == one.len && other_at == other.len;
}

static bool holds_name(dictum_slice name, dictum_slice word)
{
    dictum_slice other;
    size_t end = name.len;
    while (next_name(name, &end, &other))
        if (same_folded(word, other))
            return true;
    return false;
}

/* Whether a word is a title, as President is; longer ones are none. */
static bool is_title(const dictum_lexicon *lexicon, dictum_slice word)
{
    char small[32];
    if (word.len >= sizeof small)
        return false;
    for (size_t i = 0; i < word.len; i++)
        small[i] = (char)(word.data[i] >= 'A' && word.data[i] <= 'Z' ? word.data[i] + ('a' - 'A') : word.data[i]);
    return (dictum__lexicon_classes(lexicon, 0, (dictum_slice){small, word.len}) & DICTUM__WORD_TITLE) != 0;
}

bool dictum__same_person(const dictum_lexicon *lexicon, dictum_slice asked, dictum_slice known)
{
    dictum_slice word, first = {NULL, 0};
    size_t end = asked.len, words = 0, known_words = 0, shared = 0;
    bool last_shared = false;
    while (next_name(asked, &end, &word)) {
        bool there = holds_name(known, word);
        last_shared = last_shared || (words == 0 && there);
        shared += there;
        words++;
        first = word;
    }
    for (size_t known_end = known.len; next_name(known, &known_end, &word);)
        known_words++;
    return last_shared && (words == 1 || known_words == 1 || shared > 1 || is_title(lexicon, first));
}

bool dictum__report_match(const dictum_verifier *verifier, const dictum_record *record,
                          const dictum_verify_options *options, dictum_arena *arena, dictum_source_match *match)
{
    reporter r = {.judgement = &verifier->judgement,
                  .quoted = &verifier->quotation.atoms,
                  .source = &verifier->source,
                  .arena = arena,
                  .match = match};
    *match = (dictum_source_match){.verdict = verifier->judgement.verdict, .kept = verifier->judgement.kept};
    match->statement = dictum__statement_copy(arena, record);
    if (match->statement == NULL)
        return false;
    report_selectors(&r);
    match->page = dictum__record_page(record, match->range.start);
    report_sentences(&r);
    report_link(&r);
    report_citation(&r);
    match->changes = copy_places(&r, &verifier->judgement.changes);
    match->change_count = verifier->judgement.changes.count;
    match->elisions = copy_places(&r, &verifier->judgement.elisions);
    match->elision_count = verifier->judgement.elisions.count;
    match->insertions = copy_places(&r, &verifier->judgement.insertions);
    match->insertion_count = verifier->judgement.insertions.count;
    report_warnings(&r, options);
    return !r.failed;
}
