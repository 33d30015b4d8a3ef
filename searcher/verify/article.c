/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/article.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lib/array.h"
#include "lib/paragraph.h"
#include "lib/utf8.h"

/* How far G2 looks for the end of a quotation in single marks. */
#define SINGLE_BYTES_MAX 2000

/* A mark that is open. */
typedef struct opened {
    uint32_t mark;
    size_t at, content; /* the mark's byte, and that behind it */
    size_t closes_at;   /* of a single mark: where G2 has it close; else 0 */
    bool began_paragraph, goes_on;
} opened;

typedef struct finder {
    dictum_slice text;
    dictum_arena *arena;
    dictum_quoted_list *out;
    opened stack[DICTUM__QUOTED_DEPTH_MAX];
    size_t depth;
    bool failed;
} finder;

/* ---- characters -------------------------------------------------------------------------------------------------- */

static uint32_t at_or_0(dictum_slice text, size_t at)
{
    return at < text.len ? dictum__utf8_next(text, &at) : 0;
}

static uint32_t before_or_0(dictum_slice text, size_t at)
{
    if (at == 0)
        return 0;
    at--;
    while (at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80)
        at--;
    return at_or_0(text, at);
}

static bool is_space(uint32_t c)
{
    return c == 0 || u_isUWhiteSpace((UChar32)c);
}

static bool is_mark(uint32_t c)
{
    return c == '"' || c == '\'' || c == '`' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
           c == 0x203a || (c >= 0x300c && c <= 0x300f) || c == 0xff02;
}

static bool opens_here(uint32_t before, uint32_t behind)
{
    int8_t type = u_charType((UChar32)before);
    return (is_space(before) || type == U_START_PUNCTUATION || type == U_DASH_PUNCTUATION ||
            type == U_INITIAL_PUNCTUATION || before == '=' || before == '/' || is_mark(before)) &&
           !is_space(behind);
}

static bool closes_here(uint32_t before, uint32_t behind)
{
    return !is_space(before) && !u_isalnum((UChar32)behind);
}

static bool is_single(uint32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201a;
}

/* G1: whether `c` can close what `mark` opened. */
static bool can_close(uint32_t mark, uint32_t c)
{
    static const uint32_t pairs[][2] = {{0x201e, 0x201c}, {0x201e, 0x201d}, {0x201e, '"'},    {0x201c, 0x201d},
                                        {0x201d, 0x201d}, {0xab, 0xbb},     {0xbb, 0xab},     {0xbb, 0xbb},
                                        {0x2039, 0x203a}, {0x203a, 0x2039}, {0x203a, 0x203a}, {0x300c, 0x300d},
                                        {0x300e, 0x300f}, {'"', '"'},       {0xff02, 0xff02}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][0] == mark && pairs[i][1] == c)
            return true;
    return false;
}

/* Marks that open whatever stands round them, unless they close something. */
static bool opens_always(uint32_t c)
{
    return c == 0x201c || c == 0x201e || c == 0xab || c == 0x2039 || c == 0x300c || c == 0x300e;
}

/* ---- what was found ---------------------------------------------------------------------------------------------- */

/* Appends bytes [start, end), white space as single spaces, without `mark` or > at the beginnings of paragraphs and
 * lines. */
static void append_piece(dictum_buf *out, dictum_slice text, size_t start, size_t end, uint32_t mark)
{
    bool space = false, line = false;
    for (size_t at = start; at < end;) {
        size_t from = at;
        uint32_t c = dictum__utf8_next(text, &at);
        if (u_isUWhiteSpace((UChar32)c)) {
            line = line || c == '\n';
            space = true;
            continue;
        }
        if (line && c == mark)
            continue;
        line = false;
        if (space && out->len > 0)
            dictum__buf_append_char(out, ' ');
        space = false;
        dictum__buf_append(out, text.data + from, at - from);
    }
}

static bool is_spaceless(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = c < 0x0e00 ? USCRIPT_LATIN : uscript_getScript((UChar32)c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER || script == USCRIPT_MYANMAR;
}

static size_t count_words(dictum_slice text)
{
    size_t words = 0, graphemes = 0;
    bool inside = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = dictum__utf8_next(text, &at);
        graphemes += is_spaceless(c);
        bool word = u_isalnum((UChar32)c) && !is_spaceless(c);
        words += word && !inside;
        inside = word || (inside && !u_isUWhiteSpace((UChar32)c));
    }
    return words + graphemes / 2;
}

static void add(finder *f, size_t start, size_t end, uint32_t mark, size_t depth)
{
    dictum_quoted_list *out = f->out;
    dictum_buf text;
    if (f->failed || out->count == DICTUM__QUOTED_MAX)
        return;
    if (out->count == out->cap) {
        size_t cap = out->cap == 0 ? 64 : out->cap * 2;
        dictum_quoted *grown = dictum__arena_array(f->arena, cap, sizeof *grown);
        f->failed = grown == NULL;
        if (grown == NULL)
            return;
        if (out->count > 0)
            memcpy(grown, out->items, out->count * sizeof *grown);
        out->items = grown;
        out->cap = cap;
    }
    dictum__buf_init(&text, SIZE_MAX / 2);
    append_piece(&text, f->text, start, end, mark);
    dictum_slice copy = dictum__arena_copy(f->arena, text.len > 0 ? dictum__buf_slice(&text) : DICTUM_SLICE(""));
    f->failed = dictum__buf_status(&text) != DICTUM_OK || copy.data == NULL;
    size_t words = f->failed ? 0 : count_words(copy);
    dictum__buf_dispose(&text);
    if (words > 0 || (copy.len > 0 && !f->failed && is_spaceless(at_or_0(copy, 0)))) {
        out->items[out->count++] = (dictum_quoted){.start = start,
                                                   .end = end,
                                                   .text = copy,
                                                   .words = words,
                                                   .depth = depth,
                                                   .pieces = 1,
                                                   .is_block = mark == '>'};
    }
}

/* ---- G1 to G3, G5 ------------------------------------------------------------------------------------------------ */

static void push(finder *f, uint32_t mark, size_t at, size_t content, size_t closes_at, bool began)
{
    if (f->depth < DICTUM__QUOTED_DEPTH_MAX)
        f->stack[f->depth++] = (opened){mark, at, content, closes_at, began, false};
}

/* Closes the open mark `k`; what is open within it was none. */
static void close_mark(finder *f, size_t k, size_t end)
{
    add(f, f->stack[k].content, end, f->stack[k].mark, k);
    f->depth = k;
}

static bool ends_clause(uint32_t c)
{
    return c == '.' || c == ',' || c == '!' || c == '?' || c == 0x2026;
}

/* G2: where a single mark that opens at `at` closes, in [content, end); 0: nowhere. */
static size_t find_single_end(dictum_slice text, uint32_t mark, size_t content, size_t end)
{
    size_t last = 0, limit = content + SINGLE_BYTES_MAX < end ? content + SINGLE_BYTES_MAX : end;
    uint32_t closing = mark == '\'' ? '\'' : 0x2019;
    for (size_t at = content; at < limit;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(text, &at), before = before_or_0(text, here), behind = at_or_0(text, at);
        if (c == mark && mark != closing && here > content && opens_here(before, behind))
            break;
        if (c == mark && mark == closing && opens_here(before, behind) && !closes_here(before, behind))
            break;
        if (!(c == closing || (mark == 0x201a && c == 0x2018)) || !closes_here(before, behind))
            continue;
        if (ends_clause(before) || ends_clause(behind))
            return here;
        last = here;
    }
    return last;
}

/* Whether an open mark closes here; gives its number. */
static bool find_open(const finder *f, uint32_t c, size_t at, uint32_t before, uint32_t behind, size_t *which)
{
    for (size_t k = f->depth; k-- > 0;) {
        const opened *o = &f->stack[k];
        if (o->closes_at > 0 && o->closes_at == at) {
            *which = k;
            return true;
        }
        if (!can_close(o->mark, c))
            continue;
        bool either = c == o->mark || c == '"' || opens_always(c);
        if (either && !closes_here(before, behind) && opens_here(before, behind))
            continue;
        *which = k;
        return true;
    }
    return false;
}

static void take_mark(finder *f, uint32_t c, size_t at, size_t next, size_t paragraph, size_t paragraph_end)
{
    uint32_t before = before_or_0(f->text, at), behind = at_or_0(f->text, next);
    bool began = at == paragraph;
    size_t which;
    if (find_open(f, c, at, before, behind, &which)) {
        close_mark(f, which, at);
        return;
    }
    if (is_single(c)) {
        bool may_open = c != 0x2019 && (c == 0x2018 || c == 0x201a || opens_here(before, behind)) &&
                        !is_space(behind) && !u_isalnum((UChar32)before) && !u_isdigit((UChar32)behind);
        size_t closes = may_open ? find_single_end(f->text, c, next, paragraph_end) : 0;
        if (closes > 0)
            push(f, c, at, next, closes, began);
        return;
    }
    if (c == '`' || (c == '"' && u_isdigit((UChar32)before)))
        return;
    /* French marks have spaces within. */
    if (opens_always(c) || opens_here(before, behind) || (c == 0xbb && is_space(before) && !is_space(behind)))
        push(f, c, at, next, 0, began);
}

/* G3 at a paragraph's end. */
static void end_paragraph(finder *f, size_t end, size_t next)
{
    if (f->depth == 0)
        return;
    opened *o = &f->stack[0];
    f->depth = 1;
    if (o->closes_at == 0 && next < f->text.len && at_or_0(f->text, next) == o->mark) {
        o->goes_on = true;
        return;
    }
    if (o->began_paragraph || o->goes_on)
        close_mark(f, 0, end);
    f->depth = 0;
}

static size_t skip_white(dictum_slice text, size_t at)
{
    while (at < text.len &&
           (text.data[at] == '\n' || text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '\r'))
        at++;
    return at;
}

static void find_in_paragraph(finder *f, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(f->text, &at);
        if (!is_mark(c))
            continue;
        if (here == start && f->depth == 1 && f->stack[0].goes_on && f->stack[0].mark == c)
            continue;
        take_mark(f, c, here, at, start, end);
    }
}

/* ---- G6 ---------------------------------------------------------------------------------------------------------- */

static bool find_block(finder *f, size_t start, size_t end)
{
    if (f->text.data[start] != '>')
        return false;
    size_t stop = start;
    while (stop < end && f->text.data[stop] == '>') {
        const char *line = memchr(f->text.data + stop, '\n', end - stop);
        stop = line == NULL ? end : (size_t)(line - f->text.data) + 1;
    }
    while (stop > start && (f->text.data[stop - 1] == '\n' || f->text.data[stop - 1] == ' '))
        stop--;
    size_t content = start + 1;
    while (content < stop && (f->text.data[content] == ' ' || f->text.data[content] == '>'))
        content++;
    if (content < stop)
        add(f, content, stop, '>', 0);
    return true;
}

/* ---- G4 ---------------------------------------------------------------------------------------------------------- */

/* Where the mark ends that closes what ends at `end`. */
static size_t behind_mark(dictum_slice text, size_t end)
{
    size_t at = end;
    if (at < text.len && is_mark(dictum__utf8_next(text, &at)))
        return at;
    return end;
}

/* Where the mark begins that opens what begins at `start`. */
static size_t start_of_mark(dictum_slice text, size_t start)
{
    size_t at = start > 0 ? start - 1 : 0;
    while (at > 0 && ((unsigned char)text.data[at] & 0xc0) == 0x80)
        at--;
    return is_mark(at_or_0(text, at)) ? at : start;
}

/* Whether what stands between two quotations interrupts one: “A,” she said, “b.” It has a comma on both sides. */
static bool interrupts(dictum_slice text, const dictum_quoted *one, const dictum_quoted *other)
{
    size_t start = behind_mark(text, one->end), end = start_of_mark(text, other->start);
    uint32_t last = before_or_0(text, one->end);
    if (one->pieces == DICTUM__QUOTED_PIECES_MAX)
        return false;
    if (one->depth != 0 || other->depth != 0 || one->is_block || other->is_block || end <= start || last == '.')
        return false;
    dictum_slice between = {text.data + start, end - start};
    size_t words = count_words(between);
    if (words == 0 || words > DICTUM__INTERJECTION_WORDS ||
        dictum__slice_find(between, DICTUM_SLICE("\n\n")) != SIZE_MAX)
        return false;
    size_t stop = between.len;
    while (stop > 0 && is_space((unsigned char)between.data[stop - 1]))
        stop--;
    uint32_t comma = before_or_0(between, stop);
    bool before = ends_clause(last) || ends_clause(at_or_0(between, 0));
    for (size_t at = 0; at < between.len;) {
        uint32_t c = dictum__utf8_next(between, &at);
        /* Initials and titles have full stops, too. */
        if ((c == '.' || c == '!' || c == '?') && at > 4 && is_space(at_or_0(between, at)) &&
            u_islower((UChar32)before_or_0(between, at - 1)) && u_islower((UChar32)before_or_0(between, at - 2)))
            return false;
        if (c == ';' || c == ':')
            return false;
    }
    return before && (comma == ',' || comma == 0x60c || comma == 0xff0c);
}

static bool join(finder *f, dictum_quoted *one, const dictum_quoted *other)
{
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX / 2);
    dictum__buf_append_slice(&text, one->text);
    dictum__buf_append_char(&text, ' ');
    dictum__buf_append_slice(&text, other->text);
    if (dictum__buf_status(&text) == DICTUM_OK)
        one->text = dictum__arena_copy(f->arena, dictum__buf_slice(&text));
    bool made = dictum__buf_status(&text) == DICTUM_OK && one->text.data != NULL;
    one->end = other->end;
    one->words += other->words;
    one->pieces++;
    dictum__buf_dispose(&text);
    return made;
}

static int by_start(const void *left, const void *right)
{
    const dictum_quoted *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->depth < b->depth ? -1 : a->depth > b->depth;
}

/* Names the speakers, and joins the pieces. */
static void finish(finder *f)
{
    dictum_quoted_list *out = f->out;
    size_t kept = 0;
    if (out->count == 0)
        return;
    qsort(out->items, out->count, sizeof *out->items, by_start);
    for (size_t i = 0; i < out->count && !f->failed; i++) {
        dictum_quoted *q = &out->items[i];
        dictum_quoted *last = kept > 0 ? &out->items[kept - 1] : NULL;
        if (last != NULL && interrupts(f->text, last, q)) {
            dictum_slice speaker = last->speaker;
            f->failed = !join(f, last, q);
            last->speaker = speaker;
            continue;
        }
        q->speaker = dictum__find_speaker(f->text, q->start, q->end);
        out->items[kept++] = *q;
    }
    out->count = kept;
}

bool dictum__find_quoted(dictum_slice text, dictum_arena *arena, dictum_quoted_list *out)
{
    finder f = {.text = text, .arena = arena, .out = out};
    *out = (dictum_quoted_list){.count = 0};
    for (size_t at = skip_white(text, 0); at < text.len;) {
        size_t end = dictum__paragraph_end(text, at), next = skip_white(text, end), stop = end;
        while (stop > at && (text.data[stop - 1] == '\n' || text.data[stop - 1] == ' '))
            stop--;
        if (!find_block(&f, at, stop))
            find_in_paragraph(&f, at, stop);
        end_paragraph(&f, stop, next);
        at = next > at ? next : text.len;
    }
    finish(&f);
    return !f.failed;
}
