/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which documents hold a phrase. */
#include "tests/corpus/shelf.h"

#include <stdlib.h>
#include <string.h>

struct shelf {
    words_rules rules;
    forms *table;
    word_list *documents;
    size_t count, cap;
    finds *holders; /* by form: the documents that have it, in any reading */
    size_t holder_count;
    word_list phrase; /* of the question at hand */
};

shelf *shelf_new(const words_rules *rules)
{
    shelf *s = calloc(1, sizeof *s);
    if (s == NULL)
        abort();
    s->rules = *rules;
    s->table = forms_new();
    return s;
}

void shelf_free(shelf *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->count; i++)
        word_list_dispose(&s->documents[i]);
    for (size_t i = 0; i < s->holder_count; i++)
        finds_dispose(&s->holders[i]);
    free(s->documents);
    free(s->holders);
    word_list_dispose(&s->phrase);
    forms_free(s->table);
    free(s);
}

void finds_add(finds *list, size_t document)
{
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 4 : list->cap * 2;
        list->items = realloc(list->items, list->cap * sizeof *list->items);
        if (list->items == NULL)
            abort();
    }
    list->items[list->count++] = document;
}

void finds_dispose(finds *list)
{
    free(list->items);
    *list = (finds){0};
}

forms *shelf_forms(shelf *s)
{
    return s->table;
}

size_t shelf_count(const shelf *s)
{
    return s->count;
}

const word_list *shelf_words(const shelf *s, size_t document)
{
    return &s->documents[document];
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

size_t shelf_add_document(shelf *s)
{
    if (s->count == s->cap) {
        s->cap = s->cap == 0 ? 64 : s->cap * 2;
        s->documents = realloc(s->documents, s->cap * sizeof *s->documents);
        if (s->documents == NULL)
            abort();
    }
    s->documents[s->count] = (word_list){0};
    return s->count++;
}

static void add_holder(shelf *s, uint32_t number)
{
    if (number == 0)
        return;
    finds *list = &s->holders[number];
    if (list->count == 0 || list->items[list->count - 1] != s->count - 1)
        finds_add(list, s->count - 1);
}

void shelf_add_part(shelf *s, const char *text, size_t len)
{
    word_list *list = &s->documents[s->count - 1];
    if (list->count > 0)
        word_list_add(list, (word){0});
    size_t first = list->count;
    words_read(list, s->table, &s->rules, text, len, false);
    size_t numbers = forms_count(s->table);
    if (numbers > s->holder_count) {
        size_t room = numbers * 2;
        s->holders = realloc(s->holders, room * sizeof *s->holders);
        if (s->holders == NULL)
            abort();
        memset(s->holders + s->holder_count, 0, (room - s->holder_count) * sizeof *s->holders);
        s->holder_count = room;
    }
    for (size_t i = first; i < list->count; i++) {
        const word *w = &list->items[i];
        const uint32_t numbers_of_word[] = {w->exact,         w->folded,       w->signed_exact,
                                            w->signed_folded, w->joined_exact, w->joined_folded};
        for (size_t k = 0; k < sizeof numbers_of_word / sizeof numbers_of_word[0]; k++)
            add_holder(s, numbers_of_word[k]);
    }
}

/* ---- matching ---------------------------------------------------------------------------------------------------- */

/* A form of the phrase against the two of a document: typed with diacritics it is that form alone, typed without it is
 * either. */
static bool is_form(uint32_t wanted, uint32_t exact, uint32_t folded)
{
    return wanted != 0 && (wanted == exact || wanted == folded);
}

/* The same of signs: typed with one, the word has it too. A trade mark sign is its letters. */
static bool is_word(const word *wanted, const word *given)
{
    uint32_t form = wanted->signed_exact != 0 ? wanted->signed_exact : wanted->exact;
    return is_form(form, given->exact, given->folded) || is_form(form, given->signed_exact, given->signed_folded);
}

/* Whether the phrase from its word p on stands in the document from its word d on, in any readings of both. */
static bool stands_at(const word_list *phrase, size_t p, const word_list *document, size_t d)
{
    if (p == phrase->count)
        return true;
    if (d == document->count)
        return false;
    const word *wanted = &phrase->items[p], *given = &document->items[d];
    if (is_word(wanted, given) && stands_at(phrase, p + 1, document, d + 1))
        return true;
    if (given->joined_count > 0 && is_form(wanted->exact, given->joined_exact, given->joined_folded) &&
        stands_at(phrase, p + 1, document, d + given->joined_count))
        return true;
    if (wanted->joined_count == 0)
        return false;
    if (is_form(wanted->joined_exact, given->exact, given->folded) &&
        stands_at(phrase, p + wanted->joined_count, document, d + 1))
        return true;
    return given->joined_count > 0 && is_form(wanted->joined_exact, given->joined_exact, given->joined_folded) &&
           stands_at(phrase, p + wanted->joined_count, document, d + given->joined_count);
}

static bool holds(const word_list *document, const word_list *phrase)
{
    for (size_t d = 0; d < document->count; d++)
        if (stands_at(phrase, 0, document, d))
            return true;
    return false;
}

/* ---- finding ----------------------------------------------------------------------------------------------------- */

static void mark_holders(const shelf *s, uint32_t number, bool *marks)
{
    if (number == 0 || number >= s->holder_count)
        return;
    for (size_t i = 0; i < s->holders[number].count; i++)
        marks[s->holders[number].items[i]] = true;
}

/* Takes away the documents that lack word p of the phrase in each of its readings. */
static void filter(const shelf *s, size_t p, bool *candidates, bool *marks)
{
    const word *items = s->phrase.items;
    memset(marks, 0, s->count * sizeof *marks);
    mark_holders(s, items[p].signed_exact != 0 ? items[p].signed_exact : items[p].exact, marks);
    mark_holders(s, items[p].exact, marks); /* for it may be a joined one there, which has no signs */
    for (size_t k = 0; k <= p; k++)         /* and here */
        if (items[k].joined_count > p - k)
            mark_holders(s, items[k].joined_exact, marks);
    for (size_t i = 0; i < s->count; i++)
        candidates[i] = candidates[i] && marks[i];
}

void shelf_find(shelf *s, const char *phrase, size_t len, finds *out)
{
    s->phrase.count = out->count = 0;
    words_read(&s->phrase, s->table, &s->rules, phrase, len, true);
    if (s->phrase.count == 0)
        return;
    bool *candidates = malloc(s->count), *marks = malloc(s->count);
    if (candidates == NULL || marks == NULL)
        abort();
    memset(candidates, 1, s->count);
    for (size_t p = 0; p < s->phrase.count; p++)
        filter(s, p, candidates, marks);
    for (size_t i = 0; i < s->count; i++)
        if (candidates[i] && holds(&s->documents[i], &s->phrase))
            finds_add(out, i);
    free(candidates);
    free(marks);
}
