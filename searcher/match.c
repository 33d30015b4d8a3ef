/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matching a query tree against the tokens of one statement. */
#include "searcher/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "searcher/matching.h"
#include "searcher/operands.h"
#include "searcher/positional.h"
#include "searcher/row_match.h"

/* What a leaf is compared with: a form, or a stem. */
typedef struct leaf_target {
    const dictum_node *node;
    bool stem;        /* compare stems */
    bool accented;    /* typed with a diacritic: only tokens that have one */
    bool same_letter; /* the language's stemmer never changes the first letter */
    dictum_slice lang;
    dictum_slice stemmed; /* of the query's word */
} leaf_target;

void dictum__marks_dispose(dictum_marks *marks)
{
    free(marks->items);
    free(marks->places);
    memset(marks, 0, sizeof *marks);
}

void dictum__matcher_dispose(dictum_matcher *matcher)
{
    dictum__frontier_dispose(&matcher->frontier);
    dictum__marks_dispose(&matcher->text);
    dictum__marks_dispose(&matcher->title);
}

dictum_status dictum__add_place(dictum_matching *m, dictum_marks *marks, const dictum_analysis *analysis, size_t first,
                                size_t last)
{
    void *room = marks->places;
    if (!dictum__array_reserve(&room, &marks->place_cap, marks->place_count + 1, sizeof *marks->places))
        return dictum__nomem(m->err);
    marks->places = room;
    marks->places[marks->place_count++] = (dictum_place){
        .start = analysis->tokens[first].byte_start, .end = analysis->tokens[last].byte_end, .leaf = m->leaf - 1};
    return DICTUM_OK;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* Languages whose Snowball stemmer only ever takes endings away; in others a word is stemmed before it is compared. */
static bool keeps_first_letter(dictum_slice lang)
{
    static const char *const list[] = {"da", "de", "en", "es", "fi", "fr", "hu", "it", "nl",
                                       "no", "nb", "nn", "pt", "ro", "ru", "sv", "tr", "und"};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (dictum__slice_equal(lang, dictum__slice(list[i])))
            return true;
    return false;
}

/* Whether the stem of a word in the statement is the query's; `accented` tells whether it has a diacritic. */
static dictum_status stem_equals(dictum_matching *m, const leaf_target *target, dictum_slice exact, dictum_slice folded,
                                 bool accented, bool *equal)
{
    *equal = false;
    if (target->accented && !accented)
        return DICTUM_OK;
    dictum_slice form = target->accented ? exact : folded;
    const dictum_query_token *word = &target->node->tokens[0];
    if (dictum__slice_equal(form, word->form)) {
        *equal = true;
        return DICTUM_OK;
    }
    if (target->same_letter && form.data[0] != word->form.data[0])
        return DICTUM_OK;
    dictum_slice stem;
    dictum_status status = dictum__stem(m->matcher->stems, target->lang, form, &stem, m->err);
    *equal = status == DICTUM_OK && dictum__slice_equal(stem, target->stemmed);
    return status;
}

/* The end of the token, or of the word broken at a line's end, that stands at `first` and has the query's stem; `first`
 * where none does. */
static dictum_status stem_end(dictum_matching *m, const leaf_target *target, const dictum_analysis *analysis,
                              size_t first, size_t *end)
{
    const dictum_token *token = &analysis->tokens[first];
    bool equal = false;
    *end = first;
    if (token->kind == DICTUM__TOKEN_GRAPHEME)
        return DICTUM_OK;
    dictum_slice exact = dictum__token_unsigned(analysis, first, dictum__token_exact(analysis, first));
    dictum_slice folded = dictum__token_unsigned(analysis, first, dictum__token_folded(analysis, first));
    dictum_status status = stem_equals(m, target, exact, folded, token->folded_bytes > 0, &equal);
    if (equal)
        *end = first + 1;
    for (size_t i = dictum__joins_from(analysis, first); status == DICTUM_OK && !equal && i < analysis->join_count;
         i++) {
        const dictum_join *join = &analysis->joins[i];
        if (join->first != first)
            break;
        if (join->kind != DICTUM__JOIN_LINE)
            continue;
        status = stem_equals(m, target, dictum__join_exact(analysis, i), dictum__join_folded(analysis, i),
                             join->folded_bytes > 0, &equal);
        if (equal)
            *end = first + join->count;
    }
    return status;
}

/* ---- leaves ------------------------------------------------------------------------------------------------------ */

/* Adds the leaf's places in one text; *found is set where there is one. `marks` may be NULL. */
static dictum_status find_places(dictum_matching *m, const leaf_target *target, const dictum_analysis *analysis,
                                 dictum_marks *marks, bool *found)
{
    const dictum_node *node = target->node;
    for (size_t i = 0; i < analysis->token_count; i++) {
        size_t end;
        dictum_status status = target->stem ? stem_end(m, target, analysis, i, &end)
                                            : dictum__row_end(&m->matcher->frontier, node, analysis, i, &end, m->err);
        bool here = status == DICTUM_OK && end > i;
        if (here && marks != NULL)
            status = dictum__add_place(m, marks, analysis, i, end - 1);
        if (status != DICTUM_OK)
            return status;
        *found = *found || here;
    }
    return DICTUM_OK;
}

static dictum_slice lang_of(const dictum_record *record)
{
    return record->lang.len > 0 ? record->lang : DICTUM_SLICE("und");
}

dictum_status dictum__analyse_name(dictum_matching *m, dictum__field field, const dictum_analysis **analysis)
{
    dictum_slice value = field == DICTUM__IN_SPEAKER  ? m->record->speaker
                         : field == DICTUM__IN_SOURCE ? m->record->source
                                                      : m->record->path;
    m->title = NULL; /* it was in the same analyser */
    return dictum__analyse(m->matcher->side_analyser, value, NULL, 0, analysis, m->err);
}

/* A field that is neither text nor title. */
static dictum_status match_field(dictum_matching *m, const leaf_target *target, bool *found)
{
    const dictum_analysis *analysis;
    const dictum_node *node = target->node;
    if (node->field == DICTUM__IN_LANG || node->field == DICTUM__IN_TYPE) {
        dictum_slice code = node->field == DICTUM__IN_LANG ? lang_of(m->record) : m->record->type;
        *found = dictum__slice_equal(code, node->tokens[0].form);
        return DICTUM_OK;
    }
    dictum_status status = dictum__analyse_name(m, node->field, &analysis);
    return status == DICTUM_OK ? find_places(m, target, analysis, NULL, found) : status;
}

dictum_status dictum__analyse_title(dictum_matching *m)
{
    if (m->title != NULL)
        return DICTUM_OK;
    return dictum__analyse(m->matcher->side_analyser, m->record->title, m->lang, m->flags, &m->title, m->err);
}

/* A date is compared as in the index: its text. */
static bool match_date(const dictum_node *node, dictum_slice date)
{
    if (date.len == 0 || dictum__slice_compare(date, node->from) < 0)
        return false;
    if (node->to.len == 0)
        return true;
    size_t common = date.len < node->to.len ? date.len : node->to.len;
    dictum_slice begin = {date.data, common};
    return dictum__slice_compare(begin, node->to) <= 0;
}

static dictum_status match_leaf(dictum_matching *m, const dictum_node *node, bool *holds)
{
    bool in_text = node->field == DICTUM__IN_ANY;
    leaf_target target = {.node = node, .lang = lang_of(m->record)};
    dictum_status status = DICTUM_OK;
    dictum_buf stem;
    m->leaf++;
    if (!in_text && node->field != DICTUM__IN_TITLE)
        return match_field(m, &target, holds);
    dictum__buf_init(&stem, DICTUM__QUERY_BYTES_MAX * 4);
    if (node->kind == DICTUM__NODE_WORD && !node->exact && !node->tokens[0].has_sign &&
        node->tokens[0].kind != DICTUM__TOKEN_NUMBER) {
        target.stem = true;
        target.accented = !dictum__slice_equal(node->tokens[0].form, node->tokens[0].folded);
        target.same_letter = keeps_first_letter(target.lang);
        status = dictum__stem(m->matcher->stems, target.lang, node->tokens[0].form, &target.stemmed, m->err);
        if (status == DICTUM_OK) {
            dictum__buf_append_slice(&stem, target.stemmed);
            target.stemmed = dictum__buf_slice(&stem);
            status = dictum__buf_status(&stem) == DICTUM_OK ? DICTUM_OK : dictum__nomem(m->err);
        }
    }
    if (status == DICTUM_OK && in_text)
        status = find_places(m, &target, m->text, &m->matcher->text, holds);
    if (status == DICTUM_OK)
        status = dictum__analyse_title(m);
    if (status == DICTUM_OK)
        status = find_places(m, &target, m->title, &m->matcher->title, holds);
    dictum__buf_dispose(&stem);
    return status;
}

/* ---- trees ------------------------------------------------------------------------------------------------------- */

/* *holds tells whether the node holds; the places of one that does not are taken back. */
static dictum_status match_node(dictum_matching *m, const dictum_node *node, bool *holds);

static dictum_status match_single(dictum_matching *m, const dictum_node *node, bool *holds)
{
    if (dictum__is_positional(node))
        return dictum__match_positional(m, node, holds);
    if (node->kind != DICTUM__NODE_DATE)
        return match_leaf(m, node, holds);
    m->leaf++;
    *holds = match_date(node, m->record->date);
    return DICTUM_OK;
}

static dictum_status match_node(dictum_matching *m, const dictum_node *node, bool *holds)
{
    size_t text_places = m->matcher->text.place_count, title_places = m->matcher->title.place_count;
    dictum_status status = DICTUM_OK;
    bool part;
    *holds = false;
    switch (node->kind) {
    case DICTUM__NODE_AND:
    case DICTUM__NODE_OR:
    case DICTUM__NODE_SPELLINGS:
        *holds = node->kind == DICTUM__NODE_AND;
        for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++) {
            status = match_node(m, node->parts[i], &part);
            *holds = node->kind == DICTUM__NODE_AND ? *holds && part : *holds || part;
        }
        break;
    case DICTUM__NODE_NOT:
        status = match_node(m, node->parts[0], &part);
        m->matcher->text.place_count = text_places;
        m->matcher->title.place_count = title_places;
        *holds = !part;
        break;
    case DICTUM__NODE_NOTHING:
        break;
    default:
        status = match_single(m, node, holds);
        break;
    }
    if (!*holds) {
        m->matcher->text.place_count = text_places;
        m->matcher->title.place_count = title_places;
    }
    return status;
}

static int compare_places(const void *left, const void *right)
{
    const dictum_place *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return a->leaf < b->leaf ? -1 : a->leaf > b->leaf;
}

/* Makes marks of the places. */
static dictum_status merge_places(dictum_marks *marks, dictum_error *err)
{
    void *room = marks->items;
    marks->count = 0;
    if (marks->place_count == 0)
        return DICTUM_OK;
    if (!dictum__array_reserve(&room, &marks->cap, marks->place_count, sizeof *marks->items))
        return dictum__nomem(err);
    marks->items = room;
    qsort(marks->places, marks->place_count, sizeof *marks->places, compare_places);
    for (size_t i = 0; i < marks->place_count; i++) {
        const dictum_place *place = &marks->places[i];
        if (marks->count == 0 || place->start >= marks->items[marks->count - 1].end)
            marks->items[marks->count++] = (dictum_mark){.start = place->start, .first_place = i};
        dictum_mark *mark = &marks->items[marks->count - 1];
        mark->end = place->end > mark->end ? place->end : mark->end;
        mark->last_place = i + 1;
    }
    return DICTUM_OK;
}

static bool needs_sentences(const dictum_node *node)
{
    if (node->kind == DICTUM__NODE_SENTENCE || node->kind == DICTUM__NODE_PARAGRAPH)
        return true;
    for (size_t i = 0; i < node->part_count; i++)
        if (needs_sentences(node->parts[i]))
            return true;
    return false;
}

dictum_status dictum__match(dictum_matcher *matcher, const dictum_query *query, const dictum_record *record,
                            const dictum_analysis **analysis, dictum_error *err)
{
    dictum_matching m = {.matcher = matcher, .record = record, .err = err};
    dictum_slice lang = lang_of(record);
    bool holds;
    /* As the indexer has it. */
    (void)snprintf(m.lang, sizeof m.lang, "%.*s", lang.len < sizeof m.lang ? (int)lang.len : 3,
                   lang.len < sizeof m.lang ? lang.data : "und");
    if (needs_sentences(query->planned))
        m.flags = DICTUM__ANALYSE_SENTENCES;
    matcher->text.place_count = 0;
    matcher->title.place_count = 0;
    dictum_status status = dictum__analyse(matcher->text_analyser, record->text, m.lang, m.flags, &m.text, err);
    if (status == DICTUM_OK)
        status = match_node(&m, query->planned, &holds);
    if (status == DICTUM_OK)
        status = merge_places(&matcher->text, err);
    if (status == DICTUM_OK)
        status = merge_places(&matcher->title, err);
    *analysis = m.text;
    return status;
}
