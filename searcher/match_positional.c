/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positional operators in the text of a statement: its tokens have the positions that they have in the index
 * (lib/schema.h). */
#include "searcher/matching.h"

#include <stdlib.h>

#include "lib/array.h"
#include "lib/schema.h"
#include "searcher/positional.h"
#include "searcher/row_match.h"

typedef struct text_source {
    dictum_matching *m;
    dictum_positional *positional;
    size_t first_leaf; /* of the query */
    uint32_t *borders;
    size_t border_count, border_cap;
} text_source;

/* The position before the title's first token. */
static uint32_t title_base(const dictum_matching *m)
{
    return (uint32_t)m->text->token_count + DICTUM__TITLE_GAP;
}

static dictum_status find_in(dictum_matching *m, const dictum_node *leaf, const dictum_analysis *analysis,
                             uint32_t base, dictum_spans *spans, dictum_error *err)
{
    for (size_t i = 0; i < analysis->token_count; i++) {
        dictum_row_ends ends;
        dictum_status status = dictum__row_ends(&m->matcher->frontier, leaf, analysis, i, &ends, err);
        if (status != DICTUM_OK)
            return status;
        for (size_t k = 0; k < ends.count; k++)
            if (!dictum__spans_add(spans, base + (uint32_t)i + 1, base + (uint32_t)ends.items[k]))
                return dictum__nomem(err);
    }
    return DICTUM_OK;
}

static dictum_status find_leaf(void *context, size_t number, dictum_spans *spans, dictum_error *err)
{
    text_source *s = context;
    dictum_matching *m = s->m;
    const dictum_node *leaf = dictum__positional_leaf(s->positional, number);
    const dictum_analysis *analysis;
    dictum_status status = DICTUM_OK;
    if (leaf->field != DICTUM__IN_ANY && leaf->field != DICTUM__IN_TITLE) {
        status = dictum__analyse_name(m, leaf->field, &analysis);
        return status == DICTUM_OK ? find_in(m, leaf, analysis, 0, spans, err) : status;
    }
    bool in_text = leaf->field == DICTUM__IN_ANY;
    if (in_text)
        status = find_in(m, leaf, m->text, 0, spans, err);
    if (status == DICTUM_OK)
        status = dictum__analyse_title(m);
    return status == DICTUM_OK ? find_in(m, leaf, m->title, in_text ? title_base(m) : 0, spans, err) : status;
}

static dictum_status add_borders(text_source *s, const dictum_analysis *analysis, uint32_t base, unsigned flag,
                                 dictum_error *err)
{
    void *room = s->borders;
    if (!dictum__array_reserve(&room, &s->border_cap, s->border_count + analysis->token_count + 1, sizeof *s->borders))
        return dictum__nomem(err);
    s->borders = room;
    for (size_t i = 0; i < analysis->token_count; i++)
        if ((analysis->tokens[i].flags & flag) != 0)
            s->borders[s->border_count++] = base + (uint32_t)i + 1;
    return DICTUM_OK;
}

static dictum_status find_borders(void *context, bool paragraphs, const uint32_t **borders, size_t *count,
                                  dictum_error *err)
{
    text_source *s = context;
    unsigned flag = paragraphs ? DICTUM__TOKEN_PARAGRAPH : DICTUM__TOKEN_SENTENCE;
    s->border_count = 0;
    dictum_status status = add_borders(s, s->m->text, 0, flag, err);
    if (status == DICTUM_OK)
        status = dictum__analyse_title(s->m);
    if (status == DICTUM_OK)
        status = add_borders(s, s->m->title, title_base(s->m), flag, err);
    *borders = s->borders;
    *count = s->border_count;
    return status;
}

static dictum_status add_place(void *context, size_t number, dictum_span span, dictum_error *err)
{
    text_source *s = context;
    dictum_matching *m = s->m;
    dictum__field field = dictum__positional_leaf(s->positional, number)->field;
    bool title = field == DICTUM__IN_TITLE || span.first > m->text->token_count;
    uint32_t base = field == DICTUM__IN_ANY && title ? title_base(m) : 0;
    (void)err;
    if (field != DICTUM__IN_ANY && field != DICTUM__IN_TITLE)
        return DICTUM_OK;
    m->leaf = s->first_leaf + number + 1;
    return dictum__add_place(m, title ? &m->matcher->title : &m->matcher->text, title ? m->title : m->text,
                             span.first - base - 1, span.last - base - 1);
}

dictum_status dictum__match_positional(dictum_matching *m, const dictum_node *node, bool *holds)
{
    text_source s = {.m = m, .first_leaf = m->leaf};
    dictum_status status = dictum__positional_new(node, &s.positional, m->err);
    if (status != DICTUM_OK)
        return status;
    dictum_positional_source source = {&s, find_leaf, find_borders};
    status = dictum__positional_places(s.positional, &source, add_place, holds, m->err);
    m->leaf = s.first_leaf + dictum__positional_leaf_count(s.positional);
    dictum__positional_free(s.positional);
    free(s.borders);
    return status;
}
