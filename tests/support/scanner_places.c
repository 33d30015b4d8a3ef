/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where words stand to each other, by trying all pairs. Text and title are one row of tokens with a wide gap between;
 * a leaf that looks in the title has the title alone. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/scanner.h"

#define GAP 1024

/* Tokens of a row from first to last. */
typedef struct stretch {
    size_t first, last;
} stretch;

typedef struct stretches {
    stretch *items;
    size_t count, cap;
} stretches;

typedef struct scene {
    const scan_document *document;
    bool title; /* only that */
    const scan_node *only;
    bool in_title; /* which places are asked for */
    scan_ranges *places;
} scene;

static void add(stretches *list, size_t first, size_t last)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].first == first && list->items[i].last == last)
            return;
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 64 : list->cap * 2;
        list->items = realloc(list->items, list->cap * sizeof *list->items);
        if (list->items == NULL)
            abort();
    }
    list->items[list->count++] = (stretch){first, last};
}

static size_t title_begin(const scene *s)
{
    return s->title ? 0 : s->document->text.count + GAP;
}

static size_t row_end(const scene *s)
{
    return title_begin(s) + s->document->title.count;
}

/* NULL between text and title. */
static const scan_token *token_at(const scene *s, size_t at)
{
    if (at >= title_begin(s))
        return &s->document->title.tokens[at - title_begin(s)];
    return at < s->document->text.count ? &s->document->text.tokens[at] : NULL;
}

/* The number of the sentence or paragraph that a whole stretch is in; SIZE_MAX where it is in several. */
static size_t part_of(const scene *s, stretch of, bool paragraphs)
{
    if (s->title)
        return 0;
    const scan_token *first = token_at(s, of.first), *last = token_at(s, of.last);
    size_t one = (paragraphs ? first->paragraph : first->sentence) * 2 + (of.first >= title_begin(s));
    size_t other = (paragraphs ? last->paragraph : last->sentence) * 2 + (of.last >= title_begin(s));
    return one == other ? one : SIZE_MAX;
}

static bool related(const scene *s, const scan_node *node, stretch left, stretch right)
{
    bool before = left.last < right.first && right.first - left.last - 1 <= node->number;
    bool behind = right.last < left.first && left.first - right.last - 1 <= node->number;
    size_t part;
    switch (node->kind) {
    case SCAN_NEAR:
        return before || behind;
    case SCAN_ADJ:
        return before;
    default:
        part = part_of(s, left, node->kind == SCAN_PARAGRAPH);
        return part != SIZE_MAX && part == part_of(s, right, node->kind == SCAN_PARAGRAPH);
    }
}

static bool is_condition(const scan_node *node)
{
    if (node->kind == SCAN_AND || node->kind == SCAN_NOT || node->kind == SCAN_QUORUM)
        return true;
    for (size_t i = 0; node->kind == SCAN_OR && i < node->part_count; i++)
        if (is_condition(node->parts[i]))
            return true;
    return false;
}

static stretches find(const scene *s, const scan_node *node);

/* One token of a window or quorum as a leaf of its own. */
static scan_node single(const scan_node *node, size_t token)
{
    scan_node leaf = {.kind = SCAN_PHRASE, .title = node->title, .token_count = 1};
    leaf.tokens[0] = node->tokens[token];
    leaf.tokens[0].gap = 0;
    return leaf;
}

static void find_leaf(const scene *s, const scan_node *leaf, stretches *out)
{
    size_t length = scan_leaf_length(leaf);
    for (size_t at = 0; !s->title && at < s->document->text.count; at++)
        if (scan_leaf_at(leaf, &s->document->text, at))
            add(out, at, at + length - 1);
    for (size_t at = 0; at < s->document->title.count; at++)
        if (scan_leaf_at(leaf, &s->document->title, at))
            add(out, title_begin(s) + at, title_begin(s) + at + length - 1);
}

/* Whether the condition holds for a stretch on the other side; `condition_left`: it is the left side. */
static bool holds_for(const scene *s, const scan_node *condition, const scan_node *operator, bool condition_left,
                      stretch of)
{
    size_t holding = 0;
    if (condition->kind == SCAN_AND || condition->kind == SCAN_OR || condition->kind == SCAN_NOT) {
        for (size_t i = 0; i < condition->part_count; i++)
            holding += holds_for(s, condition->parts[i], operator, condition_left, of);
        return condition->kind == SCAN_AND  ? holding == condition->part_count
               : condition->kind == SCAN_OR ? holding > 0
                                            : holding == 0;
    }
    if (condition->kind == SCAN_QUORUM) {
        for (size_t i = 0; i < condition->token_count; i++) {
            scan_node leaf = single(condition, i);
            holding += holds_for(s, &leaf, operator, condition_left, of);
        }
        return holding >= condition->number;
    }
    stretches list = find(s, condition);
    bool holds = false;
    for (size_t i = 0; i < list.count; i++)
        holds = holds || related(s, operator, condition_left ? list.items[i] : of, condition_left ? of : list.items[i]);
    free(list.items);
    return holds;
}

/* The first and last token of every sentence or paragraph. */
static stretches wholes(const scene *s, bool paragraphs)
{
    stretches list = {0};
    for (size_t at = 0; at < row_end(s); at++) {
        if (token_at(s, at) == NULL)
            continue;
        if (list.count > 0 && part_of(s, (stretch){list.items[list.count - 1].first, at}, paragraphs) != SIZE_MAX)
            list.items[list.count - 1].last = at;
        else
            add(&list, at, at);
    }
    return list;
}

static void find_operator(const scene *s, const scan_node *node, stretches *out)
{
    const scan_node *left = node->parts[0], *right = node->parts[1];
    bool left_condition = is_condition(left), right_condition = is_condition(right);
    if (!left_condition && !right_condition) {
        stretches a = find(s, left), b = find(s, right);
        for (size_t i = 0; i < a.count; i++)
            for (size_t k = 0; k < b.count; k++)
                if (related(s, node, a.items[i], b.items[k]))
                    add(out, a.items[i].first < b.items[k].first ? a.items[i].first : b.items[k].first,
                        a.items[i].last > b.items[k].last ? a.items[i].last : b.items[k].last);
        free(a.items);
        free(b.items);
        return;
    }
    bool both = left_condition && right_condition;
    stretches list = both ? wholes(s, node->kind == SCAN_PARAGRAPH) : find(s, left_condition ? right : left);
    for (size_t i = 0; i < list.count; i++)
        if ((!left_condition || holds_for(s, left, node, true, list.items[i])) &&
            (!right_condition || holds_for(s, right, node, false, list.items[i])))
            add(out, list.items[i].first, list.items[i].last);
    free(list.items);
}

/* Whether [first, last] holds every token as often as the window names it; `lists` are the tokens' places. */
static bool holds_all(const scan_node *node, const stretches *lists, size_t first, size_t last)
{
    for (size_t i = 0; i < node->token_count; i++) {
        size_t times = 0, here = 0;
        for (size_t k = 0; k < node->token_count; k++)
            times += strcmp(node->tokens[i].exact, node->tokens[k].exact) == 0;
        for (size_t k = 0; k < lists[i].count; k++)
            here += lists[i].items[k].first >= first && lists[i].items[k].last <= last;
        if (here < times)
            return false;
    }
    return true;
}

static void find_windows(const scene *s, const scan_node *node, stretches *out)
{
    stretches lists[SCAN_LEAF_TOKENS];
    size_t most = node->token_count + node->number;
    for (size_t i = 0; i < node->token_count; i++) {
        scan_node leaf = single(node, i);
        lists[i] = find(s, &leaf);
    }
    for (size_t first = 0; first < row_end(s); first++) {
        size_t last = first;
        if (token_at(s, first) == NULL)
            continue;
        while (last - first < most && !holds_all(node, lists, first, last))
            last++;
        if (last - first < most && (first == last || !holds_all(node, lists, first + 1, last)))
            add(out, first, last);
    }
    for (size_t i = 0; i < node->token_count; i++)
        free(lists[i].items);
}

static stretches find(const scene *s, const scan_node *node)
{
    stretches list = {0};
    switch (node->kind) {
    case SCAN_OR:
        for (size_t i = 0; i < node->part_count; i++) {
            stretches part = find(s, node->parts[i]);
            for (size_t k = 0; k < part.count; k++)
                add(&list, part.items[k].first, part.items[k].last);
            free(part.items);
        }
        break;
    case SCAN_WINDOW:
        find_windows(s, node, &list);
        break;
    case SCAN_NEAR:
    case SCAN_ADJ:
    case SCAN_SENTENCE:
    case SCAN_PARAGRAPH:
        find_operator(s, node, &list);
        break;
    default:
        find_leaf(s, node, &list);
        break;
    }
    return list;
}

/* ---- witnesses --------------------------------------------------------------------------------------------------- */

static void show(const scene *s, const scan_node *node, const stretches *wanted);

static bool has(const stretches *list, size_t first, size_t last)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].first == first && list->items[i].last == last)
            return true;
    return false;
}

static void show_leaf(const scene *s, const scan_node *leaf, stretch at)
{
    bool in_title = at.first >= title_begin(s);
    if ((s->only == NULL || s->only == leaf) && in_title == s->in_title)
        scan_ranges_add(s->places, token_at(s, at.first)->start, token_at(s, at.last)->end);
}

/* By what a condition holds for one stretch. */
static void show_condition(const scene *s, const scan_node *condition, const scan_node *operator, bool condition_left,
                           stretch of)
{
    if (condition->kind == SCAN_NOT || !holds_for(s, condition, operator, condition_left, of))
        return;
    if (condition->kind == SCAN_AND || condition->kind == SCAN_OR) {
        for (size_t i = 0; i < condition->part_count; i++)
            show_condition(s, condition->parts[i], operator, condition_left, of);
        return;
    }
    stretches wanted = {0};
    for (size_t token = 0; token < (condition->kind == SCAN_QUORUM ? condition->token_count : 1); token++) {
        scan_node leaf = single(condition, token);
        stretches list = find(s, condition->kind == SCAN_QUORUM ? &leaf : condition);
        for (size_t i = 0; i < list.count; i++)
            if (related(s, operator, condition_left ? list.items[i] : of, condition_left ? of : list.items[i]))
                add(&wanted, list.items[i].first, list.items[i].last);
        free(list.items);
    }
    show(s, condition, &wanted);
    free(wanted.items);
}

static void show_operator(const scene *s, const scan_node *node, const stretches *wanted)
{
    const scan_node *left = node->parts[0], *right = node->parts[1];
    if (is_condition(left) || is_condition(right)) {
        for (size_t i = 0; i < wanted->count; i++) {
            stretches one = {&wanted->items[i], 1, 1};
            if (is_condition(left))
                show_condition(s, left, node, true, wanted->items[i]);
            else
                show(s, left, &one);
            if (is_condition(right))
                show_condition(s, right, node, false, wanted->items[i]);
            else
                show(s, right, &one);
        }
        return;
    }
    stretches a = find(s, left), b = find(s, right), of_left = {0}, of_right = {0};
    for (size_t n = 0; n < a.count * b.count; n++) {
        stretch x = a.items[n / b.count], y = b.items[n % b.count];
        if (!related(s, node, x, y) ||
            !has(wanted, x.first < y.first ? x.first : y.first, x.last > y.last ? x.last : y.last))
            continue;
        add(&of_left, x.first, x.last);
        add(&of_right, y.first, y.last);
    }
    show(s, left, &of_left);
    show(s, right, &of_right);
    free(a.items);
    free(b.items);
    free(of_left.items);
    free(of_right.items);
}

/* Every token of a window inside of what is wanted, and those of a quorum that are. */
static void show_tokens(const scene *s, const scan_node *node, const stretches *wanted)
{
    for (size_t token = 0; token < node->token_count; token++) {
        scan_node leaf = single(node, token);
        stretches list = find(s, &leaf);
        for (size_t i = 0; i < list.count; i++)
            for (size_t k = 0; k < wanted->count; k++)
                if (list.items[i].first >= wanted->items[k].first && list.items[i].last <= wanted->items[k].last) {
                    show_leaf(s, node, list.items[i]);
                    break;
                }
        free(list.items);
    }
}

static void show(const scene *s, const scan_node *node, const stretches *wanted)
{
    switch (node->kind) {
    case SCAN_OR:
        for (size_t i = 0; i < node->part_count; i++) {
            stretches part = find(s, node->parts[i]), own = {0};
            for (size_t k = 0; k < part.count; k++)
                if (has(wanted, part.items[k].first, part.items[k].last))
                    add(&own, part.items[k].first, part.items[k].last);
            show(s, node->parts[i], &own);
            free(part.items);
            free(own.items);
        }
        break;
    case SCAN_WINDOW:
    case SCAN_QUORUM:
        show_tokens(s, node, wanted);
        break;
    case SCAN_NEAR:
    case SCAN_ADJ:
    case SCAN_SENTENCE:
    case SCAN_PARAGRAPH:
        show_operator(s, node, wanted);
        break;
    default:
        for (size_t i = 0; i < wanted->count; i++)
            show_leaf(s, node, wanted->items[i]);
        break;
    }
}

/* ---- the outside ------------------------------------------------------------------------------------------------- */

static bool looks_in_title(const scan_node *node)
{
    while (node->part_count > 0)
        node = node->parts[0];
    return node->title;
}

/* All stretches; of a quorum, those of its tokens if they are enough. */
static stretches find_root(const scene *s, const scan_node *node)
{
    stretches list = {0};
    size_t there = 0;
    if (node->kind != SCAN_QUORUM)
        return find(s, node);
    for (size_t i = 0; i < node->token_count; i++) {
        scan_node leaf = single(node, i);
        stretches own = find(s, &leaf);
        there += own.count > 0;
        for (size_t k = 0; k < own.count; k++)
            add(&list, own.items[k].first, own.items[k].last);
        free(own.items);
    }
    if (there < node->number)
        list.count = 0;
    return list;
}

bool scan_places_hold(const scan_node *node, const scan_document *document)
{
    scene s = {.document = document, .title = looks_in_title(node)};
    stretches list = find_root(&s, node);
    bool holds = list.count > 0;
    free(list.items);
    return holds;
}

void scan_places_of(const scan_node *node, const scan_document *document, const scan_node *leaf, bool title,
                    scan_ranges *places)
{
    scene s = {.document = document, .title = looks_in_title(node), .only = leaf, .in_title = title, .places = places};
    stretches list = find_root(&s, node);
    show(&s, node, &list);
    free(list.items);
}
