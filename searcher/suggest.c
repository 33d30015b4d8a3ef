/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/suggest.h"

#include <string.h>

#include "lib/schema.h"
#include "searcher/expand.h"
#include "searcher/leaf.h"
#include "searcher/normal_form.h"
#include "searcher/pattern.h"
#include "searcher/positional.h"
#include "searcher/row.h"

/* Shorter words have too many neighbours; two edits are for longer ones. */
#define CHARACTERS_MIN 4
#define CHARACTERS_FOR_TWO 7
/* How many times as many statements another word must stand in, and how many at least. */
#define TIMES_AS_MANY 20
#define STATEMENTS_MIN 2
/* A word that as many statements have is known. */
#define KNOWN_ENOUGH 50
/* So many words are looked up, each in the list of all words with its first letter. */
#define WORDS_MAX 4
/* Of the most frequent neighbours so many are tried. */
#define NEIGHBOURS 8

typedef struct replacement {
    dictum_query_token *token;
    dictum_slice form; /* as it was */
} replacement;

typedef struct suggesting {
    dictum_plan *plan;
    dictum_query *query;
    replacement made[WORDS_MAX];
    size_t count, looked_up;
    bool stemmed; /* the word at hand matches by its stem */
    dictum_error *err;
} suggesting;

/* What dictum__expand() is to find. */
typedef struct wanted {
    dictum_slice form;
    unsigned edits;
} wanted;

static bool is_neighbour(const void *context, dictum_slice form)
{
    const wanted *w = context;
    return dictum__is_within_edits(w->form, form, w->edits);
}

static size_t count_characters(dictum_slice form)
{
    size_t count = 0;
    for (size_t i = 0; i < form.len; i++)
        count += ((unsigned char)form.data[i] & 0xc0) != 0x80;
    return count;
}

static dictum_status count_statements(const suggesting *s, dictum_slice term, uint32_t *count)
{
    xap_error xerr;
    if (xap_db_term_freq(s->plan->db, term.data, term.len, count, &xerr) != XAP_OK)
        return dictum__fail_xap(s->err, &xerr, "look up a word");
    return DICTUM_OK;
}

/* Whether both words are one in some language of the index. */
static dictum_status have_one_stem(const suggesting *s, dictum_slice one, dictum_slice other, bool *same)
{
    dictum_status status = DICTUM_OK;
    *same = false;
    for (size_t i = 0; status == DICTUM_OK && !*same && i < s->plan->lang_count; i++) {
        dictum_slice stem;
        dictum_buf first;
        status = dictum__stem(s->plan->stems, s->plan->langs[i], one, &stem, s->err);
        dictum__buf_init(&first, SIZE_MAX / 2);
        dictum__buf_append_slice(&first, status == DICTUM_OK ? stem : one);
        if (status == DICTUM_OK && dictum__buf_status(&first) != DICTUM_OK)
            status = dictum__nomem(s->err);
        if (status == DICTUM_OK)
            status = dictum__stem(s->plan->stems, s->plan->langs[i], other, &stem, s->err);
        *same = status == DICTUM_OK && dictum__slice_equal(dictum__buf_slice(&first), stem);
        dictum__buf_dispose(&first);
    }
    return status;
}

/* The most frequent neighbour within so many edits that may take the word's place. */
static dictum_status find_neighbour(const suggesting *s, const char *prefix, dictum_slice form, uint32_t known,
                                    unsigned edits, dictum_slice *out)
{
    wanted w = {form, edits};
    dictum_expansion near;
    uint64_t best = (uint64_t)known * TIMES_AS_MANY;
    size_t first = 1;
    while (first < form.len && ((unsigned char)form.data[first] & 0xc0) == 0x80)
        first++;
    if (best < STATEMENTS_MIN)
        best = STATEMENTS_MIN;
    dictum_status status = dictum__expand(s->plan->db, &s->query->arena, prefix, (dictum_slice){form.data, first},
                                          is_neighbour, &w, NEIGHBOURS, &near, s->err);
    for (size_t i = 0; status == DICTUM_OK && i < near.count; i++) {
        dictum_slice other = {near.terms[i].data + strlen(prefix), near.terms[i].len - strlen(prefix)};
        uint32_t count;
        bool same = false;
        status = count_statements(s, near.terms[i], &count);
        if (status == DICTUM_OK && count >= best && s->stemmed)
            status = have_one_stem(s, form, other, &same);
        if (status == DICTUM_OK && count >= best && !same) {
            best = (uint64_t)count + 1;
            *out = other;
        }
    }
    return status;
}

static dictum_status try_token(suggesting *s, dictum__field field, dictum_query_token *token)
{
    const char *prefix = dictum__field_prefix(field);
    uint32_t known;
    dictum_slice other = {NULL, 0};
    size_t characters = count_characters(token->form);
    if (token->kind != DICTUM__TOKEN_WORD || token->has_sign || characters < CHARACTERS_MIN)
        return DICTUM_OK;
    dictum__schema_term(&s->plan->term, prefix, token->form);
    if (dictum__buf_status(&s->plan->term) != DICTUM_OK)
        return dictum__nomem(s->err);
    dictum_status status = count_statements(s, dictum__buf_slice(&s->plan->term), &known);
    if (status != DICTUM_OK || known >= KNOWN_ENOUGH)
        return status;
    if (s->looked_up++ == WORDS_MAX)
        return DICTUM_OK;
    status = find_neighbour(s, prefix, token->form, known, 1, &other);
    if (status == DICTUM_OK && other.data == NULL && characters >= CHARACTERS_FOR_TWO)
        status = find_neighbour(s, prefix, token->form, known, 2, &other);
    if (status == DICTUM_OK && other.data != NULL) {
        s->made[s->count++] = (replacement){token, token->form};
        token->form = other;
    }
    return status;
}

/* Words in phrases, and beside operators of place, match as they are. */
static dictum_status try_node(suggesting *s, dictum_node *node, bool beside)
{
    dictum_status status = DICTUM_OK;
    if (node->kind == DICTUM__NODE_NOT || s->looked_up > WORDS_MAX)
        return DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++)
        status = try_node(s, node->parts[i], beside || dictum__is_positional(node));
    bool words =
        node->part_count == 0 && !node->exact && (node->kind == DICTUM__NODE_WORD || node->kind == DICTUM__NODE_PHRASE);
    s->stemmed = node->kind == DICTUM__NODE_WORD && !beside;
    for (size_t i = 0; words && status == DICTUM_OK && s->looked_up <= WORDS_MAX && i < node->token_count; i++)
        status = try_token(s, node->field, &node->tokens[i]);
    return status;
}

dictum_status dictum__suggest(dictum_plan *plan, dictum_query *query, dictum_buf *out, dictum_error *err)
{
    suggesting s = {.plan = plan, .query = query, .err = err};
    dictum_status status = try_node(&s, query->root, false);
    if (status == DICTUM_OK && s.count > 0 && s.looked_up <= WORDS_MAX)
        dictum__normal_form(query->root, out);
    for (size_t i = 0; i < s.count; i++)
        s.made[i].token->form = s.made[i].form;
    return status == DICTUM_OK && dictum__buf_status(out) != DICTUM_OK ? dictum__nomem(err) : status;
}
