/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random query trees. */
#include "tests/property/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 3

typedef struct maker {
    random_tree *tree;
    const random_archive *archive;
    chance *dice;
} maker;

/* Pairs that enclose a phrase. */
static const char *const quotes[][2] = {
    {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"„", "”"}, {"«", "»"}, {"‹", "›"},   {"「", "」"}, {"『", "』"},
    {"”", "”"},   {"‚", "‘"}, {"‟", "”"}, {"❝", "❞"}, {"❮", "❯"}, {"《", "》"}, {"〈", "〉"}, {"｢", "｣"},
};

/* What may stand between the words of a phrase. */
static const char *const phrase_separators[] = {" ", " ",  " ",  "  ", "\n", "-",   " – ", ", ", ". ",  "/",
                                                "…", " ‘", "’ ", " (", ") ", " & ", "_",   "\t", "\n\n"};

static scan_node *new_node(maker *m, scan_kind kind)
{
    if (m->tree->count == TREE_NODES)
        abort(); /* what is made and not used counts, too */
    scan_node *node = &m->tree->nodes[m->tree->count++];
    *node = (scan_node){.kind = kind, .style = (unsigned)chance_below(m->dice, 1U << 16)};
    return node;
}

static void set_typed(scan_node *node, const growing *typed)
{
    if (typed->len >= SCAN_TYPED_BYTES)
        abort();
    memcpy(node->typed, typed->data, typed->len + 1);
}

/* A token of some document; NULL where none has been met with. */
static const scan_text *some_text(maker *m, size_t *at)
{
    for (size_t tries = 0; tries < 20; tries++) {
        const random_document *document = &m->archive->documents[chance_below(m->dice, m->archive->count)];
        const scan_text *text = chance_one_in(m->dice, 3) ? &document->scan.title : &document->scan.text;
        if (text->count > 0) {
            *at = chance_below(m->dice, text->count);
            return text;
        }
    }
    return NULL;
}

static bool is_spaceless(const scan_token *token)
{
    return (unsigned char)token->exact[0] >= 0xe0;
}

static bool is_number(const scan_token *token)
{
    return token->exact[0] >= '0' && token->exact[0] <= '9';
}

/* ---- leaves ------------------------------------------------------------------------------------------------------ */

/* A word, perhaps with a possessive or punctuation behind it, which count for nothing. */
static scan_node *make_word(maker *m)
{
    static const char *const endings[] = {"", "", "", "", "", "", "'s", "’s", ",", ".", "!", "…", "'"};
    scan_node *node = new_node(m, SCAN_WORD);
    growing typed = {0};
    documents_spell(documents_word(m->dice), m->dice, &typed);
    scan_leaf_tokens(node, typed.data);
    growing_add_str(&typed, endings[chance_below(m->dice, sizeof endings / sizeof endings[0])]);
    set_typed(node, &typed);
    growing_dispose(&typed);
    return node;
}

static scan_node *make_exact(maker *m)
{
    scan_node *node = new_node(m, SCAN_PHRASE);
    growing typed = {0};
    growing_add_str(&typed, "=");
    documents_spell(documents_word(m->dice), m->dice, &typed);
    scan_leaf_tokens(node, typed.data + 1);
    set_typed(node, &typed);
    growing_dispose(&typed);
    return node;
}

/* Writes tokens of a text with anything between them that does not change what they are. */
static void write_tokens(maker *m, const scan_text *text, size_t first, size_t count, growing *out)
{
    for (size_t i = first; i < first + count; i++) {
        const scan_token *token = &text->tokens[i];
        bool glued = i > first && is_spaceless(token) && is_spaceless(token - 1) && !chance_one_in(m->dice, 3);
        if (i > first && strcmp(token->exact, "s") == 0 && chance_one_in(m->dice, 2))
            growing_add_str(out, "’");
        else if (i > first && !glued)
            growing_add_str(
                out, phrase_separators[chance_below(m->dice, sizeof phrase_separators / sizeof phrase_separators[0])]);
        documents_spell(chance_one_in(m->dice, 4) ? token->folded : token->exact, m->dice, out);
    }
}

static scan_node *make_phrase(maker *m)
{
    size_t at, pair = chance_below(m->dice, sizeof quotes / sizeof quotes[0]);
    const scan_text *text = some_text(m, &at);
    if (text == NULL)
        return make_word(m);
    size_t count = 1 + chance_below(m->dice, 4);
    count = count < text->count - at ? count : text->count - at;
    scan_node *node = new_node(m, SCAN_PHRASE);
    growing words = {0}, typed = {0};
    if (chance_one_in(m->dice, 6))
        growing_add_str(&words, "… ");
    write_tokens(m, text, at, count, &words);
    if (count == 1 && chance_one_in(m->dice, 3)) { /* one that hardly any document has */
        growing_add_str(&words, " ");
        documents_spell(documents_word(m->dice), m->dice, &words);
    }
    if (chance_one_in(m->dice, 6))
        growing_add_str(&words, ".");
    scan_leaf_tokens(node, words.data);
    growing_add_str(&typed, quotes[pair][0]);
    growing_add_str(&typed, words.data);
    growing_add_str(&typed, quotes[pair][1]);
    set_typed(node, &typed);
    growing_dispose(&words);
    growing_dispose(&typed);
    return node;
}

/* The beginning of a word, perhaps behind another one and a hyphen. */
static scan_node *make_prefix(maker *m)
{
    size_t at;
    const scan_text *text = some_text(m, &at);
    if (text == NULL || is_spaceless(&text->tokens[at]))
        return make_word(m);
    const scan_token *token = &text->tokens[at];
    const char *form = chance_one_in(m->dice, 3) ? token->folded : token->exact;
    size_t bytes = 1 + chance_below(m->dice, strlen(form));
    while (((unsigned char)form[bytes] & 0xc0) == 0x80)
        bytes++;
    if (form[bytes - 1] == '\'')
        bytes--;
    scan_node *node = new_node(m, SCAN_PREFIX);
    growing typed = {0};
    if (at > 0 && !is_spaceless(token - 1) && chance_one_in(m->dice, 3)) {
        growing_add_str(&typed, token[-1].exact);
        growing_add_str(&typed, "-");
    }
    growing_add(&typed, form, bytes);
    scan_leaf_tokens(node, typed.data);
    growing_add_str(&typed, "*");
    set_typed(node, &typed);
    growing_dispose(&typed);
    return node;
}

/* An unquoted word that is several tokens in a row. */
static scan_node *make_compound(maker *m)
{
    static const char *const compounds[] = {
        "33.107", "33.128", "cyber-security", "Cyber/Security", "café_claims", "声明", "claim.the", "ไทย", "声",
        "107",    "ที่",      "the-the"};
    scan_node *node = new_node(m, SCAN_PHRASE);
    growing typed = {0};
    growing_add_str(&typed, compounds[chance_below(m->dice, sizeof compounds / sizeof compounds[0])]);
    scan_leaf_tokens(node, typed.data);
    if (!is_spaceless(&node->tokens[0]) && !is_number(&node->tokens[0]) && chance_one_in(m->dice, 4))
        growing_add_str(&typed, "’s");
    set_typed(node, &typed);
    growing_dispose(&typed);
    return node;
}

/* l'accès: two words that must both be there. */
static scan_node *make_elision(maker *m)
{
    scan_node *node = new_node(m, SCAN_AND), *article = new_node(m, SCAN_WORD), *noun = new_node(m, SCAN_WORD);
    growing typed = {0};
    scan_leaf_tokens(article, "l");
    documents_spell(chance_one_in(m->dice, 2) ? "accès" : "claim", m->dice, &typed);
    scan_leaf_tokens(noun, typed.data);
    (void)snprintf(node->typed, sizeof node->typed, "%s%s", chance_one_in(m->dice, 2) ? "l'" : "L’", typed.data);
    growing_dispose(&typed);
    node->parts[node->part_count++] = article;
    node->parts[node->part_count++] = noun;
    return node;
}

/* ---- operators of place ------------------------------------------------------------------------------------------ */

static void set_title(scan_node *node, bool title)
{
    node->title = title;
    for (size_t i = 0; i < node->part_count; i++)
        set_title(node->parts[i], title);
}

/* A phrase of a text in which some tokens are left open. */
static scan_node *make_gaps(maker *m)
{
    size_t at;
    const scan_text *text = some_text(m, &at);
    if (text == NULL || text->count - at < 3)
        return NULL;
    scan_node *node = new_node(m, SCAN_PHRASE);
    growing words = {0}, typed = {0};
    size_t gaps[SCAN_LEAF_TOKENS] = {0}, count = 0;
    growing_add_str(&typed, "\"");
    for (; at < text->count && count < 4; at++) {
        bool gap = count > 0 && at + 1 < text->count && count + 1 < 4 && chance_one_in(m->dice, 2);
        const char *form = chance_one_in(m->dice, 4) ? text->tokens[at].folded : text->tokens[at].exact;
        if (count > 0)
            growing_add_str(&typed, " ");
        growing_add_str(&typed, gap ? "*" : form);
        if (gap) {
            gaps[count]++;
            continue;
        }
        growing_add_str(&words, count > 0 ? " " : "");
        growing_add_str(&words, form);
        count++;
    }
    growing_add_str(&typed, "\"");
    scan_leaf_tokens(node, words.data);
    for (size_t i = 0; i < node->token_count && node->token_count == count; i++)
        node->tokens[i].gap = gaps[i];
    bool whole = node->token_count == count && gaps[count] == 0;
    set_typed(node, &typed);
    growing_dispose(&words);
    growing_dispose(&typed);
    return whole ? node : NULL;
}

/* "a b c"~2, "a b c"/2 */
static scan_node *make_loose(maker *m, scan_kind kind)
{
    size_t at, count = 2 + chance_below(m->dice, 3), different = 0;
    const scan_text *text = some_text(m, &at);
    growing words = {0}, typed = {0};
    char number[16];
    if (text == NULL)
        return NULL;
    scan_node *node = new_node(m, kind);
    for (size_t i = 0; i < count; i++) {
        at = (at + 1 + chance_below(m->dice, 4)) % text->count;
        growing_add_str(&words, i > 0 ? " , " : "");
        documents_spell(chance_one_in(m->dice, 5) ? documents_word(m->dice) : text->tokens[at].exact, m->dice, &words);
    }
    scan_leaf_tokens(node, words.data);
    for (size_t i = 0; i < node->token_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || strcmp(node->tokens[i].exact, node->tokens[k].exact) == 0;
        different += !again;
    }
    node->number = kind == SCAN_WINDOW ? chance_below(m->dice, 6) : 1 + chance_below(m->dice, different);
    (void)snprintf(number, sizeof number, "\"%c%zu", kind == SCAN_WINDOW ? '~' : '/', node->number);
    growing_add_str(&typed, "\"");
    growing_add_str(&typed, words.data);
    growing_add_str(&typed, number);
    set_typed(node, &typed);
    bool possible = kind == SCAN_WINDOW || different == node->token_count;
    growing_dispose(&words);
    growing_dispose(&typed);
    return possible ? node : NULL;
}

/* claim? has no wildcard: one stands inside of the word. */
static scan_node *make_pattern(maker *m)
{
    const char *word = documents_word(m->dice);
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)word[i] >= 0x80 || word[i] == '\'')
            return NULL;
    if (length < 4)
        return NULL;
    growing typed = {0};
    scan_node *node = new_node(m, SCAN_PATTERN);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i + 1 < length && chance_one_in(m->dice, 4)) {
            growing_add_str(&typed, chance_one_in(m->dice, 2) ? "?" : "*");
            i += chance_below(m->dice, 3);
            i = i + 2 > length ? length - 2 : i;
            continue;
        }
        growing_add(&typed, word + i, 1);
    }
    bool wild = strpbrk(typed.data, "?*") != NULL;
    set_typed(node, &typed);
    (void)snprintf(node->tokens[0].exact, SCAN_FORM_BYTES, "%s", typed.data);
    for (char *c = node->tokens[0].exact; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 0x20) : *c;
    node->token_count = 1;
    growing_dispose(&typed);
    return wild ? node : NULL;
}

static scan_node *make_fuzzy(maker *m)
{
    const char *word = documents_word(m->dice);
    growing typed = {0};
    char end[8];
    if (strchr(word, '\'') != NULL)
        return NULL;
    for (size_t i = 0; word[i] != '\0'; i++) {
        if (i > 0 && (unsigned char)word[i] < 0x80 && (unsigned char)word[i + 1] < 0x80 && chance_one_in(m->dice, 8))
            growing_add_str(&typed, chance_one_in(m->dice, 2) ? "a" : "");
        else
            growing_add(&typed, word + i, 1);
    }
    scan_node *node = new_node(m, SCAN_FUZZY);
    node->number = 1 + chance_below(m->dice, 2);
    scan_leaf_tokens(node, typed.data);
    (void)snprintf(end, sizeof end, node->number == 1 && chance_one_in(m->dice, 2) ? "~" : "~%zu", node->number);
    growing_add_str(&typed, end);
    set_typed(node, &typed);
    growing_dispose(&typed);
    return node;
}

/* A word as it is typed, whatever ends it. */
static scan_node *make_typed(maker *m)
{
    static const char *const endings[] = {"", "", "", "'s", ",", "."};
    scan_node *node = new_node(m, SCAN_PHRASE);
    growing typed = {0};
    documents_spell(documents_word(m->dice), m->dice, &typed);
    scan_leaf_tokens(node, typed.data);
    growing_add_str(&typed, endings[chance_below(m->dice, sizeof endings / sizeof endings[0])]);
    set_typed(node, &typed);
    node->beside = true;
    growing_dispose(&typed);
    return node;
}

/* What has places and stands beside an operator. */
static scan_node *make_place(maker *m)
{
    scan_node *node = NULL;
    while (node == NULL) {
        switch (chance_below(m->dice, 16)) {
        case 0:
        case 1:
        case 2:
            node = make_phrase(m);
            break;
        case 3:
        case 4:
            node = make_prefix(m);
            break;
        case 5:
            node = make_gaps(m);
            break;
        case 6:
            node = make_loose(m, SCAN_WINDOW);
            break;
        case 7:
            node = make_pattern(m);
            break;
        case 8:
            node = make_fuzzy(m);
            break;
        case 9:
            node = make_compound(m);
            break;
        default:
            node = make_typed(m);
        }
        if (node != NULL && node->kind == SCAN_WORD) {
            node->kind = SCAN_PHRASE;
            node->beside = true;
        }
    }
    return node;
}

static bool same_leaf(const scan_node *a, const scan_node *b)
{
    bool same = a->token_count > 0 && a->kind == b->kind && a->token_count == b->token_count;
    for (size_t i = 0; same && i < a->token_count; i++)
        same = strcmp(a->tokens[i].exact, b->tokens[i].exact) == 0;
    return same;
}

/* Whether the same leaf is in both: in an AND one of them goes, which may leave no condition. */
static bool repeat(const scan_node *a, const scan_node *b)
{
    for (size_t i = 0; i < a->part_count; i++)
        if (repeat(a->parts[i], b))
            return true;
    for (size_t i = 0; i < b->part_count; i++)
        if (repeat(a, b->parts[i]))
            return true;
    return a->part_count == 0 && b->part_count == 0 && same_leaf(a, b);
}

/* Whether it holds where there is nothing. */
static bool is_negative(const scan_node *node)
{
    size_t negative = 0;
    for (size_t i = 0; i < node->part_count; i++)
        negative += is_negative(node->parts[i]);
    return node->kind == SCAN_NOT   ? negative == 0
           : node->kind == SCAN_AND ? negative == node->part_count
                                    : node->kind == SCAN_OR && negative > 0;
}

static scan_node *make_operator(maker *m, size_t depth, bool narrow);

/* `condition`: an AND, NOT or quorum may be in it. `narrow`: no whole sentence may come out of it. */
static scan_node *make_side(maker *m, size_t depth, bool condition, bool narrow)
{
    size_t kind = chance_below(m->dice, 10);
    scan_node *node = NULL;
    if (depth < 2 && kind == 0)
        return make_operator(m, depth + 1, narrow);
    if (depth < 2 && (kind == 1 || (condition && kind <= 3))) {
        node = new_node(m, kind == 1 ? SCAN_OR : SCAN_AND);
        node->parts[0] = make_side(m, depth + 1, condition, narrow);
        do
            node->parts[1] = make_side(m, depth + 1, condition, narrow);
        while (repeat(node->parts[0], node->parts[1]));
        node->part_count = 2;
        return node;
    }
    if (condition && kind == 4) {
        node = new_node(m, SCAN_NOT);
        do
            node->parts[0] = make_side(m, depth + 1, condition, narrow);
        while (node->parts[0]->kind == SCAN_NOT);
        node->part_count = 1;
        return node;
    }
    if (condition && kind == 5)
        node = make_loose(m, SCAN_QUORUM);
    return node != NULL ? node : make_place(m);
}

static scan_node *make_operator(maker *m, size_t depth, bool narrow)
{
    static const scan_kind kinds[] = {SCAN_NEAR, SCAN_NEAR, SCAN_ADJ, SCAN_SENTENCE, SCAN_PARAGRAPH};
    scan_node *node = new_node(m, kinds[chance_below(m->dice, sizeof kinds / sizeof kinds[0])]);
    bool counted = node->kind == SCAN_NEAR || node->kind == SCAN_ADJ;
    size_t one = chance_below(m->dice, 2);
    node->number = chance_one_in(m->dice, 4) ? 10 : chance_below(m->dice, 8);
    bool conditions = chance_one_in(m->dice, 2);
    do {
        node->parts[one] = make_side(m, depth, conditions && !counted && !narrow, narrow || counted);
        node->parts[1 - one] = make_side(m, depth, conditions, narrow || counted);
    } while (is_negative(node->parts[0]) && is_negative(node->parts[1]));
    node->part_count = 2;
    return node;
}

static scan_node *make_positional(maker *m)
{
    scan_node *node = NULL;
    while (node == NULL) {
        switch (chance_below(m->dice, 8)) {
        case 0:
            node = make_gaps(m);
            break;
        case 1:
            node = make_loose(m, SCAN_WINDOW);
            break;
        case 2:
            node = make_loose(m, SCAN_QUORUM);
            break;
        default:
            node = make_operator(m, 0, false);
        }
    }
    return node;
}

static scan_node *make_leaf(maker *m, bool title)
{
    scan_node *node;
    switch (chance_below(m->dice, 14)) {
    case 0:
        node = make_exact(m);
        break;
    case 1:
    case 2:
    case 3:
        node = make_phrase(m);
        break;
    case 4:
    case 5:
        node = make_prefix(m);
        break;
    case 6:
        node = make_compound(m);
        break;
    case 7:
        node = make_elision(m);
        break;
    case 8:
        node = make_pattern(m);
        node = node != NULL ? node : make_word(m);
        break;
    case 9:
        node = make_fuzzy(m);
        node = node != NULL ? node : make_word(m);
        break;
    default:
        node = make_word(m);
    }
    node->title = title || chance_one_in(m->dice, 8);
    for (size_t i = 0; i < node->part_count; i++)
        node->parts[i]->title = node->title;
    return node;
}

/* ---- trees ------------------------------------------------------------------------------------------------------- */

static scan_node *make_node(maker *m, size_t depth, bool title);

static scan_node *make_inner(maker *m, size_t depth, bool title)
{
    static const scan_kind kinds[] = {SCAN_AND, SCAN_AND, SCAN_AND, SCAN_OR, SCAN_OR, SCAN_NOT};
    scan_node *node = new_node(m, kinds[chance_below(m->dice, sizeof kinds / sizeof kinds[0])]);
    node->group = !title && node->kind != SCAN_NOT && chance_one_in(m->dice, 12);
    title = title || node->group;
    size_t parts = node->kind == SCAN_NOT ? 1 : 2 + chance_below(m->dice, 2);
    while (node->part_count < parts) {
        scan_node *part = make_node(m, depth + 1, title);
        /* Not not: what it marks would be a matter of taste. */
        if (node->kind == SCAN_NOT && part->kind == SCAN_NOT)
            continue;
        node->parts[node->part_count++] = part;
    }
    return node;
}

static scan_node *make_node(maker *m, size_t depth, bool title)
{
    if (m->tree->count < TREE_NODES / 2 && chance_one_in(m->dice, 4)) {
        scan_node *node = make_positional(m);
        set_title(node, title || chance_one_in(m->dice, 8));
        return node;
    }
    bool leaf = depth >= DEPTH_MAX || m->tree->count > TREE_NODES / 2 || chance_below(m->dice, DEPTH_MAX) < depth ||
                chance_one_in(m->dice, 4);
    return leaf ? make_leaf(m, title) : make_inner(m, depth, title);
}

/* Words, phrases, groups and things excluded, side by side: one of the first, none of the last. */
static scan_node *make_any(maker *m)
{
    scan_node *all = new_node(m, SCAN_AND), *any = new_node(m, SCAN_OR);
    for (size_t i = 2 + chance_below(m->dice, 3); i > 0; i--)
        any->parts[any->part_count++] =
            chance_one_in(m->dice, 6) ? make_inner(m, DEPTH_MAX, false) : make_leaf(m, false);
    for (size_t i = 0; i < any->part_count; i++)
        if (any->parts[i]->kind == SCAN_NOT)
            any->parts[i] = any->parts[i]->parts[0];
    if (!chance_one_in(m->dice, 4))
        return any;
    all->parts[all->part_count++] = any;
    scan_node *negative = new_node(m, SCAN_NOT);
    negative->parts[negative->part_count++] = make_leaf(m, false);
    all->parts[all->part_count++] = negative;
    return all;
}

void tree_make(random_tree *tree, const random_archive *archive, chance *dice)
{
    maker m = {tree, archive, dice};
    tree->count = 0;
    tree->any = chance_one_in(dice, 8);
    tree->root = tree->any ? make_any(&m) : make_node(&m, 0, false);
}

/* ---- printing ---------------------------------------------------------------------------------------------------- */

/* What a node is a part of: only brackets or an operand of a sign bind tighter than it does itself. */
typedef enum context { IN_NOTHING, IN_OR, IN_AND, IN_LEFT, IN_RIGHT, IN_SIGN } context;

static void print(const scan_node *node, context around, bool in_group, growing *query);

/* Whether two numbers would stand side by side, which would make them one. */
static bool numbers_meet(const growing *query, const scan_node *next)
{
    char last = query->len > 0 ? query->data[query->len - 1] : '\0';
    return last >= '0' && last <= '9' && next->typed[0] >= '0' && next->typed[0] <= '9';
}

static void print_parts(const scan_node *node, bool in_group, growing *query)
{
    for (size_t i = 0; i < node->part_count; i++) {
        bool written = (node->style >> i & 1) != 0 || numbers_meet(query, node->parts[i]);
        if (i > 0)
            growing_add_str(query, node->kind == SCAN_OR ? " OR " : written ? " AND " : " ");
        print(node->parts[i], node->kind == SCAN_OR ? IN_OR : IN_AND, in_group, query);
    }
}

/* Operators of place are read from left to right, and bind tighter than AND. */
static void print_operator(const scan_node *node, context around, bool in_group, growing *query)
{
    static const char *const names[][2] = {{"NEAR", "NEAR"}, {"ADJ", "ADJ"}, {"SENTENCE", "/s"}, {"PARAGRAPH", "/p"}};
    char number[16] = "";
    bool counted = node->kind == SCAN_NEAR || node->kind == SCAN_ADJ;
    bool brackets = around > IN_LEFT || (node->style >> 8) % 5 == 0;
    if (counted && (node->number != 10 || (node->style & 4) != 0))
        (void)snprintf(number, sizeof number, "/%zu", node->number);
    growing_add_str(query, brackets ? "(" : "");
    print(node->parts[0], IN_LEFT, in_group, query);
    growing_add_str(query, " ");
    growing_add_str(query, names[node->kind - SCAN_NEAR][node->style & 1]);
    growing_add_str(query, number);
    growing_add_str(query, " ");
    print(node->parts[1], IN_RIGHT, in_group, query);
    growing_add_str(query, brackets ? ")" : "");
}

static void print(const scan_node *node, context around, bool in_group, growing *query)
{
    bool leaf = node->typed[0] != '\0';
    if (leaf) {
        bool field = node->title && !in_group, exact = field && node->typed[0] == '=' && (node->style & 1) != 0;
        growing_add_str(query, exact ? "=title:" : field ? "title:" : "");
        growing_add_str(query, node->typed + exact);
        return;
    }
    if (node->kind == SCAN_NOT) {
        bool apart = around == IN_LEFT && (node->style & 1) != 0; /* NOT a NEAR b is NOT (a NEAR b) */
        growing_add_str(query, apart ? "(" : "");
        growing_add_str(query, (node->style & 1) != 0 ? "NOT " : "-");
        print(node->parts[0], IN_SIGN, in_group, query);
        growing_add_str(query, apart ? ")" : "");
        return;
    }
    if (node->kind >= SCAN_NEAR) {
        print_operator(node, around, in_group, query);
        return;
    }
    bool needed = node->group || around >= IN_LEFT || (node->kind == SCAN_OR && around != IN_NOTHING);
    bool brackets = needed || (node->style >> 8) % 5 == 0;
    growing_add_str(query, node->group ? "title:" : "");
    growing_add_str(query, brackets ? "(" : "");
    print_parts(node, in_group || node->group, query);
    growing_add_str(query, brackets ? ")" : "");
}

/* Leaves that a written AND joins. */
static void print_run(const scan_node *node, growing *query)
{
    for (size_t i = 0; i < node->part_count; i++) {
        growing_add_str(query, i > 0 ? " AND " : "");
        print(node->parts[i], IN_AND, false, query);
    }
}

/* The parts of the OR side by side, a group in brackets or joined by AND, then what is excluded. */
static void print_any(const scan_node *root, growing *query)
{
    const scan_node *any = root->kind == SCAN_AND ? root->parts[0] : root;
    for (size_t i = 0; i < any->part_count; i++) {
        const scan_node *part = any->parts[i];
        bool run = part->kind == SCAN_AND && part->typed[0] == '\0' && !part->group && (part->style & 1) != 0 &&
                   !numbers_meet(query, part->parts[0]);
        bool leaf = part->typed[0] != '\0' && !numbers_meet(query, part);
        growing_add_str(query, i > 0 ? " " : "");
        if (run) {
            print_run(part, query);
            continue;
        }
        growing_add_str(query, leaf || part->group ? "" : "(");
        print(part, leaf ? IN_SIGN : IN_NOTHING, false, query);
        growing_add_str(query, leaf || part->group ? "" : ")");
    }
    if (root != any) {
        growing_add_str(query, " ");
        print(root->parts[1], IN_AND, false, query);
    }
}

void tree_print(const scan_node *node, bool any, growing *query)
{
    growing_clear(query);
    if (any)
        print_any(node, query);
    else
        print(node, IN_NOTHING, false, query);
}
