/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The naive scanner: tokens, leaves, trees, marks. */
#include "tests/support/scanner.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/characters.h"

/* ---- stems ------------------------------------------------------------------------------------------------------- */

/* Words of the vocabulary and what the English stemmer makes of them. A word that is not here is its own stem. */
static const char *const stems[][2] = {
    {"claims", "claim"},         {"claimed", "claim"}, {"claiming", "claim"}, {"networks", "network"},
    {"networked", "network"},    {"cafés", "café"},    {"cafes", "cafe"},     {"security", "secur"},
    {"secure", "secur"},         {"operator", "oper"}, {"operators", "oper"}, {"statement", "statement"},
    {"statements", "statement"}, {"accès", "accè"},    {"acces", "acc"},
};

static const char *stem_of(const char *form)
{
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++)
        if (strcmp(stems[i][0], form) == 0)
            return stems[i][1];
    return form;
}

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

enum character { SEPARATOR, LETTER, DIGIT, APOSTROPHE, SPACELESS, MARK, NOTHING };

static enum character kind_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return DIGIT;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc8 && c <= 0xc9) || (c >= 0xe8 && c <= 0xe9))
        return LETTER;
    if (c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2bc)
        return APOSTROPHE;
    if ((c >= 0xe00 && c < 0xe80) || (c >= 0x4e00 && c < 0xa000))
        return c == 0xe48 ? MARK : c == 0xe35 ? MARK : SPACELESS;
    if (c == 0x300 || c == 0x301)
        return MARK;
    return c == 0xad ? NOTHING : SEPARATOR;
}

/* A character of a text, with the marks that follow it. */
typedef struct cluster {
    size_t start, end;
    enum character kind;
    char exact[SCAN_FORM_BYTES];
    char plain; /* an ASCII letter without its accent; 0 where it has none */
} cluster;

static void append(char *to, const char *from)
{
    if (strlen(to) + strlen(from) >= SCAN_FORM_BYTES)
        abort();
    memcpy(to + strlen(to), from, strlen(from) + 1);
}

static void append_code_point(char *to, uint32_t c)
{
    growing bytes = {0};
    growing_add_code_point(&bytes, c);
    append(to, bytes.data);
    growing_dispose(&bytes);
}

static cluster take(const char *text, size_t len, size_t *at)
{
    cluster found = {.start = *at};
    uint32_t c = characters_next(text, len, at);
    found.kind = kind_of(c);
    for (size_t next = *at; next < len; *at = next) {
        uint32_t mark = characters_next(text, len, &next);
        enum character kind = kind_of(mark);
        if (kind != NOTHING && (kind != MARK || found.kind == SEPARATOR))
            break;
        if (kind == MARK && found.kind == LETTER) /* e and an accent: one letter */
            c = mark == 0x301 ? 0xe9 : 0xe8;
        else if (kind == MARK)
            append_code_point(found.exact, mark);
    }
    found.end = *at;
    if (c == 0xc8 || c == 0xc9)
        c += 0x20;
    if (c >= 'A' && c <= 'Z')
        c += 0x20;
    char marks[SCAN_FORM_BYTES];
    memcpy(marks, found.exact, sizeof marks);
    found.exact[0] = '\0';
    append_code_point(found.exact, found.kind == APOSTROPHE ? '\'' : c);
    append(found.exact, marks);
    if (c == 0xe8 || c == 0xe9)
        found.plain = 'e';
    return found;
}

static void begin_token(scan_text *tokens, size_t start)
{
    if (tokens->count == tokens->cap) {
        tokens->cap = tokens->cap == 0 ? 64 : tokens->cap * 2;
        tokens->tokens = realloc(tokens->tokens, tokens->cap * sizeof *tokens->tokens);
        if (tokens->tokens == NULL)
            abort();
    }
    tokens->tokens[tokens->count++] = (scan_token){.start = start};
}

static void add_to_token(scan_text *tokens, const cluster *c)
{
    scan_token *token = &tokens->tokens[tokens->count - 1];
    char plain[2] = {c->plain, '\0'};
    append(token->exact, c->exact);
    append(token->folded, c->plain != 0 ? plain : c->exact);
    token->end = c->end;
}

/* Whether the apostrophe behind `token` stays inside it; `next` are the text's bytes behind the apostrophe. */
static bool stays(const scan_token *token, enum character last, const char *next, size_t len)
{
    size_t at = 0;
    if (len == 0 || last != LETTER)
        return false;
    cluster first = take(next, len, &at);
    if (first.kind != LETTER)
        return false;
    cluster second = {.kind = SEPARATOR};
    if (at < len)
        second = take(next, len, &at);
    bool only_s = strcmp(first.exact, "s") == 0 && second.kind != LETTER && second.kind != DIGIT;
    bool elided = strcmp(token->exact, "l") == 0 || strcmp(token->exact, "d") == 0;
    return !only_s && !elided;
}

void scan_tokens(scan_text *tokens, const char *text)
{
    size_t len = strlen(text);
    enum character last = SEPARATOR;
    tokens->count = 0;
    for (size_t at = 0; at < len;) {
        cluster c = take(text, len, &at);
        if (c.kind == APOSTROPHE && (last == LETTER || last == DIGIT) &&
            stays(&tokens->tokens[tokens->count - 1], last, text + at, len - at)) {
            add_to_token(tokens, &c);
            continue;
        }
        bool in_word = c.kind == LETTER || c.kind == DIGIT;
        if (c.kind == SPACELESS || (in_word && last != LETTER && last != DIGIT))
            begin_token(tokens, c.start);
        if (c.kind == SPACELESS || in_word)
            add_to_token(tokens, &c);
        last = c.kind;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        scan_token *token = &tokens->tokens[i];
        token->stem = stem_of(token->folded);
        token->accented_stem = strcmp(token->exact, token->folded) != 0 ? stem_of(token->exact) : NULL;
    }
}

void scan_text_dispose(scan_text *tokens)
{
    free(tokens->tokens);
    *tokens = (scan_text){0};
}

void scan_leaf_tokens(scan_node *leaf, const char *words)
{
    scan_text tokens = {0};
    scan_tokens(&tokens, words);
    if (tokens.count == 0 || tokens.count > SCAN_LEAF_TOKENS)
        abort();
    memcpy(leaf->tokens, tokens.tokens, tokens.count * sizeof *tokens.tokens);
    leaf->token_count = tokens.count;
    for (size_t i = 0; i < leaf->token_count; i++) { /* a stem may be the token's own form, which has moved */
        scan_token *token = &leaf->tokens[i];
        token->stem = stem_of(token->folded);
        token->accented_stem = token->accented_stem != NULL ? stem_of(token->exact) : NULL;
    }
    scan_text_dispose(&tokens);
}

/* ---- leaves ------------------------------------------------------------------------------------------------------ */

static bool word_matches(const scan_token *wanted, const scan_token *token)
{
    if (wanted->accented_stem == NULL)
        return strcmp(wanted->stem, token->stem) == 0;
    return token->accented_stem != NULL && strcmp(wanted->accented_stem, token->accented_stem) == 0;
}

static bool form_matches(const scan_token *wanted, const scan_token *token, bool goes_on)
{
    if (!goes_on)
        return strcmp(wanted->exact, token->exact) == 0 || strcmp(wanted->exact, token->folded) == 0;
    size_t bytes = strlen(wanted->exact);
    return strncmp(wanted->exact, token->exact, bytes) == 0 || strncmp(wanted->exact, token->folded, bytes) == 0;
}

/* Letter by letter. */
static bool fits_pattern(const char *pattern, const char *form)
{
    if (*pattern == '\0')
        return *form == '\0';
    if (*pattern == '*')
        return fits_pattern(pattern + 1, form) || (*form != '\0' && fits_pattern(pattern, form + 1));
    if (*form == '\0' || (*pattern != '?' && *pattern != *form))
        return false;
    form++;
    while (*pattern == '?' && ((unsigned char)*form & 0xc0) == 0x80)
        form++;
    return fits_pattern(pattern + 1, form);
}

/* How many letters have to be put in, taken out, changed, or changed with their neighbour. */
static size_t distance(const char *one, const char *other)
{
    uint32_t a[SCAN_FORM_BYTES] = {0}, b[SCAN_FORM_BYTES] = {0};
    size_t m = 0, n = 0, table[SCAN_FORM_BYTES + 1][SCAN_FORM_BYTES + 1];
    for (size_t at = 0, length = strlen(one); at < length;)
        a[m++] = characters_next(one, length, &at);
    for (size_t at = 0, length = strlen(other); at < length;)
        b[n++] = characters_next(other, length, &at);
    for (size_t i = 0; i <= m; i++) {
        for (size_t k = 0; k <= n; k++) {
            size_t best = i == 0 ? k : k == 0 ? i : SIZE_MAX;
            if (i > 0 && table[i - 1][k] + 1 < best)
                best = table[i - 1][k] + 1;
            if (k > 0 && table[i][k - 1] + 1 < best)
                best = table[i][k - 1] + 1;
            if (i > 0 && k > 0 && table[i - 1][k - 1] + (a[i - 1] != b[k - 1]) < best)
                best = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && table[i - 2][k - 2] + 1 < best)
                best = table[i - 2][k - 2] + 1;
            table[i][k] = best;
        }
    }
    return m > 0 && n > 0 && a[0] == b[0] ? table[m][n] : SIZE_MAX;
}

static bool known_in_part_matches(const scan_node *leaf, const scan_token *token)
{
    const char *wanted = leaf->tokens[0].exact;
    if (leaf->kind == SCAN_PATTERN)
        return fits_pattern(wanted, token->exact) || fits_pattern(wanted, token->folded);
    return distance(wanted, token->exact) <= leaf->number || distance(wanted, token->folded) <= leaf->number;
}

size_t scan_leaf_length(const scan_node *leaf)
{
    size_t length = leaf->token_count;
    for (size_t i = 1; i < leaf->token_count; i++)
        length += leaf->tokens[i].gap;
    return length;
}

bool scan_leaf_at(const scan_node *leaf, const scan_text *text, size_t at)
{
    if (at + scan_leaf_length(leaf) > text->count)
        return false;
    if (leaf->kind == SCAN_WORD)
        return word_matches(&leaf->tokens[0], &text->tokens[at]);
    if (leaf->kind == SCAN_PATTERN || leaf->kind == SCAN_FUZZY)
        return known_in_part_matches(leaf, &text->tokens[at]);
    for (size_t i = 0; i < leaf->token_count; i++, at++) {
        at += i > 0 ? leaf->tokens[i].gap : 0;
        if (!form_matches(&leaf->tokens[i], &text->tokens[at], leaf->kind == SCAN_PREFIX && i + 1 == leaf->token_count))
            return false;
    }
    return true;
}

static bool leaf_matches(const scan_node *leaf, const scan_text *text)
{
    for (size_t at = 0; at < text->count; at++)
        if (scan_leaf_at(leaf, text, at))
            return true;
    return false;
}

/* ---- trees ------------------------------------------------------------------------------------------------------- */

bool scan_is_positional(const scan_node *node)
{
    for (size_t i = 1; i < node->token_count; i++)
        if (node->tokens[i].gap > 0)
            return true;
    return node->kind >= SCAN_WINDOW;
}

bool scan_matches(const scan_node *node, const scan_document *document)
{
    if (scan_is_positional(node))
        return scan_places_hold(node, document);
    switch (node->kind) {
    case SCAN_AND:
        for (size_t i = 0; i < node->part_count; i++)
            if (!scan_matches(node->parts[i], document))
                return false;
        return true;
    case SCAN_OR:
        for (size_t i = 0; i < node->part_count; i++)
            if (scan_matches(node->parts[i], document))
                return true;
        return false;
    case SCAN_NOT:
        return !scan_matches(node->parts[0], document);
    default:
        return leaf_matches(node, &document->title) || (!node->title && leaf_matches(node, &document->text));
    }
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

void scan_ranges_add(scan_ranges *ranges, size_t start, size_t end)
{
    if (ranges->count == ranges->cap) {
        ranges->cap = ranges->cap == 0 ? 64 : ranges->cap * 2;
        ranges->items = realloc(ranges->items, ranges->cap * sizeof *ranges->items);
        if (ranges->items == NULL)
            abort();
    }
    ranges->items[ranges->count++] = (scan_range){start, end};
}

static void add_places(const scan_node *leaf, const scan_text *text, scan_ranges *places)
{
    for (size_t at = 0; at < text->count; at++)
        if (scan_leaf_at(leaf, text, at))
            scan_ranges_add(places, text->tokens[at].start, text->tokens[at + scan_leaf_length(leaf) - 1].end);
}

void scan_leaf_places(const scan_node *leaf, const scan_document *document, scan_ranges *places)
{
    places->count = 0;
    if (!leaf->title)
        add_places(leaf, &document->text, places);
}

static void collect(const scan_node *node, const scan_document *document, bool title, scan_ranges *marks)
{
    if (node->kind == SCAN_NOT || !scan_matches(node, document))
        return;
    if (scan_is_positional(node)) {
        scan_places_of(node, document, NULL, title, marks);
        return;
    }
    for (size_t i = 0; i < node->part_count; i++)
        collect(node->parts[i], document, title, marks);
    if (node->part_count > 0 || (node->title && !title))
        return;
    add_places(node, title ? &document->title : &document->text, marks);
}

static int compare_ranges(const void *a, const void *b)
{
    const scan_range *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

void scan_marks(const scan_node *node, const scan_document *document, bool title, scan_ranges *marks)
{
    marks->count = 0;
    collect(node, document, title, marks);
    if (marks->count == 0)
        return;
    qsort(marks->items, marks->count, sizeof *marks->items, compare_ranges);
    size_t last = 0;
    for (size_t i = 1; i < marks->count; i++) {
        if (marks->items[i].start >= marks->items[last].end)
            marks->items[++last] = marks->items[i];
        else if (marks->items[i].end > marks->items[last].end)
            marks->items[last].end = marks->items[i].end;
    }
    marks->count = last + 1;
}

void scan_ranges_dispose(scan_ranges *ranges)
{
    free(ranges->items);
    *ranges = (scan_ranges){0};
}
