/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words and phrases of a query to leaves. An unquoted word may hold several tokens; they are grouped here:
 *   - tokens with no white space between ("33.12", "cyber-security") are a phrase, and so are the groups of a number;
 *   - pieces around an apostrophe ("l'accès") are words of their own, and a possessive's s is left off;
 *   - in scripts without spaces each of ICU's words is a unit of its own. */
#include "searcher/leaf.h"

#include <string.h>

#include "lib/schema.h"

/* Whether a token of the join was typed with a sign, which then counts. */
static bool has_sign(const dictum_analysis *analysis, const dictum_join *join)
{
    for (size_t i = join->first; i < join->first + join->count; i++)
        if (analysis->tokens[i].sign_front_bytes > 0 || analysis->tokens[i].sign_back_bytes > 0)
            return true;
    return false;
}

/* The joins that lie within the tokens [first, last). */
static bool copy_joins(dictum_arena *arena, const dictum_analysis *analysis, size_t first, size_t last,
                       dictum_node *node)
{
    node->joins = dictum__arena_array(arena, analysis->join_count, sizeof *node->joins);
    if (node->joins == NULL)
        return false;
    for (size_t i = 0; i < analysis->join_count; i++) {
        const dictum_join *from = &analysis->joins[i];
        if (from->first < first || from->first + from->count > last || has_sign(analysis, from))
            continue;
        dictum_query_join *join = &node->joins[node->join_count++];
        *join = (dictum_query_join){.first = from->first - first,
                                    .count = from->count,
                                    .form = dictum__arena_copy(arena, dictum__join_exact(analysis, i)),
                                    .left_bytes = from->left_bytes,
                                    .kind = from->kind};
        join->folded =
            from->folded_bytes == 0 ? join->form : dictum__arena_copy(arena, dictum__join_folded(analysis, i));
        if (join->form.data == NULL || join->folded.data == NULL)
            return false;
    }
    return true;
}

static dictum_node *new_leaf(dictum_query *query, const dictum_leaf_source *source, const dictum_analysis *analysis,
                             size_t first, size_t last)
{
    dictum_arena *arena = &query->arena;
    dictum_node *node = dictum__arena_alloc(arena, sizeof *node);
    if (node == NULL)
        return NULL;
    node->tokens = dictum__arena_array(arena, last - first, sizeof *node->tokens);
    if (node->tokens == NULL || !copy_joins(arena, analysis, first, last, node))
        return NULL;
    for (size_t i = first; i < last; i++) {
        const dictum_token *from = &analysis->tokens[i];
        dictum_query_token *token = &node->tokens[node->token_count++];
        dictum_slice exact = dictum__token_exact(analysis, i), folded = dictum__token_folded(analysis, i);
        token->kind = from->kind;
        token->has_sign = from->sign_front_bytes > 0 || from->sign_back_bytes > 0;
        token->form = dictum__arena_copy(arena, exact);
        token->folded = folded.data == exact.data ? token->form : dictum__arena_copy(arena, folded);
        if (token->form.data == NULL || token->folded.data == NULL)
            return NULL;
    }
    node->field = source->field;
    node->offset_bytes = source->offset_bytes;
    node->exact = source->exact;
    node->quoted = source->phrase;
    node->weight = source->weight;
    return node;
}

static bool is_space_at(dictum_slice text, size_t at)
{
    static const char *const spaces[] = {" ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000"};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        size_t length = strlen(spaces[i]);
        if (text.len - at >= length && memcmp(text.data + at, spaces[i], length) == 0)
            return true;
    }
    return false;
}

/* An asterisk that stands alone between spaces leaves room for one token; more of them for more. */
static void find_gaps(dictum_node *node, dictum_slice text, const dictum_analysis *analysis)
{
    for (size_t i = 1; i < node->token_count; i++) {
        size_t end = analysis->tokens[i].byte_start;
        for (size_t at = analysis->tokens[i - 1].byte_end + 1; at + 1 < end; at++)
            if (text.data[at] == '*' && text.data[at - 1] != '*' && is_space_at(text, at + 1) &&
                (text.data[at - 1] == ' ' || text.data[at - 1] == '\t' || (unsigned char)text.data[at - 1] >= 0x80))
                node->tokens[i].gap++;
    }
}

/* Whether an apostrophe, and nothing else, divides token `index` from the one before it. */
static bool follows_apostrophe(const dictum_analysis *analysis, dictum_slice text, size_t index)
{
    static const char *const apostrophes[] = {"'", "’", "‘", "ʼ", "`", "´", "′", "ʻ", "＇", "‛"};
    size_t start = analysis->tokens[index - 1].byte_end, end = analysis->tokens[index].byte_start;
    for (size_t i = 0; i < sizeof apostrophes / sizeof apostrophes[0]; i++)
        if (end > start && end - start == strlen(apostrophes[i]) &&
            memcmp(text.data + start, apostrophes[i], end - start) == 0)
            return true;
    return false;
}

/* The end of the number grouped by spaces that begins at `first`, else `first`. */
static size_t number_end(const dictum_analysis *analysis, size_t first)
{
    for (size_t i = 0; i < analysis->join_count && analysis->joins[i].first <= first; i++)
        if (analysis->joins[i].first == first && analysis->joins[i].kind == DICTUM__JOIN_NUMBER)
            return first + analysis->joins[i].count;
    return first;
}

/* The end of the group that begins at `first`. */
static size_t group_end(const dictum_analysis *analysis, dictum_slice text, size_t first)
{
    const dictum_token *tokens = analysis->tokens;
    size_t number = number_end(analysis, first);
    if (number > first)
        return number;
    bool graphemes = tokens[first].kind == DICTUM__TOKEN_GRAPHEME;
    size_t last = first + 1;
    for (; last < analysis->token_count; last++) {
        if ((tokens[last].kind == DICTUM__TOKEN_GRAPHEME) != graphemes || !(tokens[last].flags & DICTUM__TOKEN_GLUED))
            break;
        bool feet = tokens[last].kind == DICTUM__TOKEN_NUMBER && tokens[last - 1].kind == DICTUM__TOKEN_NUMBER;
        if (graphemes ? (tokens[last].flags & DICTUM__TOKEN_UNIT) != 0
                      : !feet && follows_apostrophe(analysis, text, last))
            break;
    }
    return last;
}

static dictum__node_kind group_kind(const dictum_node *group)
{
    if (group->tokens[0].kind == DICTUM__TOKEN_GRAPHEME)
        return DICTUM__NODE_UNIT;
    return group->token_count == 1 ? DICTUM__NODE_WORD : DICTUM__NODE_PHRASE;
}

static bool is_possessive(const dictum_analysis *analysis, dictum_slice text, size_t first, size_t last)
{
    dictum_slice form = dictum__token_exact(analysis, first);
    return first > 0 && last == first + 1 && form.len == 1 && form.data[0] == 's' &&
           follows_apostrophe(analysis, text, first);
}

static dictum_status make_groups(dictum_query *query, const dictum_leaf_source *source, const dictum_analysis *analysis,
                                 dictum_node **out, dictum_error *err)
{
    dictum_node **parts = dictum__arena_array(&query->arena, analysis->token_count, sizeof(dictum_node *));
    size_t count = 0;
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t first = 0, last; first < analysis->token_count; first = last) {
        last = group_end(analysis, source->text, first);
        if (is_possessive(analysis, source->text, first, last))
            continue;
        dictum_node *group = new_leaf(query, source, analysis, first, last);
        if (group == NULL)
            return dictum__nomem(err);
        group->kind = group_kind(group);
        if (source->prefix && last == analysis->token_count && group->kind != DICTUM__NODE_UNIT)
            group->kind = DICTUM__NODE_PREFIX;
        parts[count++] = group;
    }
    *out = parts[0];
    if (count < 2)
        return DICTUM_OK;
    dictum_node *node = dictum__arena_alloc(&query->arena, sizeof *node);
    if (node == NULL)
        return dictum__nomem(err);
    *node = (dictum_node){.kind = DICTUM__NODE_AND,
                          .implicit = true,
                          .offset_bytes = source->offset_bytes,
                          .parts = parts,
                          .part_count = count};
    *out = node;
    return DICTUM_OK;
}

/* A query has no lines and paragraphs: a copy whose line breaks are spaces. */
static dictum_status one_line(dictum_query *query, dictum_slice *text, dictum_error *err)
{
    if (text->len == 0 || (memchr(text->data, '\n', text->len) == NULL && memchr(text->data, '\r', text->len) == NULL))
        return DICTUM_OK;
    char *copy = dictum__arena_alloc(&query->arena, text->len);
    if (copy == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < text->len; i++)
        copy[i] = text->data[i] == '\n' || text->data[i] == '\r' ? ' ' : text->data[i];
    text->data = copy;
    return DICTUM_OK;
}

/* ---- operators --------------------------------------------------------------------------------------------------- */

/* Each token as a word of its own, which matches as it is typed; of a quorum each once. */
static dictum_status make_loose(dictum_query *query, const dictum_leaf_source *source, const dictum_analysis *analysis,
                                dictum_node **out, dictum_error *err)
{
    bool quorum = source->operation == DICTUM__NODE_QUORUM;
    if (analysis->token_count > DICTUM__LOOSE_WORDS_MAX)
        return dictum__fail_at(err, DICTUM_LIMIT, source->offset_bytes,
                               "so many words cannot be looked for together; at most %d can", DICTUM__LOOSE_WORDS_MAX);
    dictum_node *node = dictum__arena_alloc(&query->arena, sizeof *node);
    dictum_node **parts = dictum__arena_array(&query->arena, analysis->token_count, sizeof(dictum_node *));
    if (node == NULL || parts == NULL)
        return dictum__nomem(err);
    *node = (dictum_node){.kind = source->operation,
                          .field = source->field,
                          .offset_bytes = source->offset_bytes,
                          .number = source->number,
                          .weight = source->weight,
                          .parts = parts};
    for (size_t i = 0; i < analysis->token_count; i++) {
        dictum_node *word = new_leaf(query, source, analysis, i, i + 1);
        if (word == NULL)
            return dictum__nomem(err);
        bool again = false;
        for (size_t k = 0; quorum && k < node->part_count; k++)
            again = again || dictum__slice_equal(parts[k]->tokens[0].form, word->tokens[0].form);
        word->exact = true;
        word->weight = 0;
        if (!again)
            parts[node->part_count++] = word;
    }
    *out = node;
    return DICTUM_OK;
}

/* Where the number makes no sense the words are a phrase. */
static dictum_status refuse_number(dictum_query *query, const dictum_leaf_source *source, size_t words, bool *refused,
                                   dictum_error *err)
{
    *refused = false;
    if (source->operation == DICTUM__NODE_WINDOW && source->number > DICTUM__WINDOW_MAX)
        return dictum__fail_at(err, DICTUM_LIMIT, source->offset_bytes, "“~%u” reaches too far; at most %d is possible",
                               (unsigned)source->number, DICTUM__WINDOW_MAX);
    if (source->operation != DICTUM__NODE_QUORUM || (source->number > 0 && source->number <= words))
        return DICTUM_OK;
    *refused = true;
    return dictum__query_note(query, err, "“/%u” cannot be asked of %zu different words: ignored",
                              (unsigned)source->number, words);
}

/* The form of a pattern: of each piece between wildcards that of its only token. False where a piece is none. */
static dictum_status fold_pattern(dictum_analyser *analyser, dictum_slice text, dictum_buf *out, bool *folded,
                                  dictum_error *err)
{
    *folded = true;
    for (size_t at = 0; *folded && at < text.len;) {
        const dictum_analysis *analysis;
        size_t end = at;
        if (text.data[at] == '*' || text.data[at] == '?') {
            dictum__buf_append_char(out, text.data[at++]);
            continue;
        }
        while (end < text.len && text.data[end] != '*' && text.data[end] != '?')
            end++;
        dictum_slice piece = {text.data + at, end - at};
        dictum_status status = dictum__analyse(analyser, piece, NULL, 0, &analysis, err);
        if (status != DICTUM_OK)
            return status;
        *folded = analysis->token_count == 1 && analysis->tokens[0].kind != DICTUM__TOKEN_GRAPHEME;
        if (*folded)
            dictum__buf_append_slice(out, dictum__token_exact(analysis, 0));
        at = end;
    }
    return DICTUM_OK;
}

static dictum_status make_pattern(dictum_analyser *analyser, dictum_query *query, const dictum_leaf_source *source,
                                  dictum_node **out, dictum_error *err)
{
    dictum_buf form;
    bool folded;
    *out = NULL;
    dictum__buf_init(&form, DICTUM__QUERY_BYTES_MAX * 4);
    dictum_status status = fold_pattern(analyser, source->text, &form, &folded, err);
    if (source->prefix)
        dictum__buf_append_char(&form, '*');
    if (status == DICTUM_OK && folded) {
        dictum_node *node = dictum__arena_alloc(&query->arena, sizeof *node);
        dictum_query_token *token = dictum__arena_array(&query->arena, 1, sizeof *token);
        dictum_slice copy = dictum__arena_copy(&query->arena, dictum__buf_slice(&form));
        if (dictum__buf_status(&form) != DICTUM_OK || node == NULL || token == NULL || copy.data == NULL) {
            status = dictum__nomem(err);
        } else {
            *token = (dictum_query_token){.form = copy, .folded = copy, .kind = DICTUM__TOKEN_WORD};
            *node = (dictum_node){.kind = DICTUM__NODE_PATTERN,
                                  .field = source->field,
                                  .offset_bytes = source->offset_bytes,
                                  .weight = source->weight,
                                  .tokens = token,
                                  .token_count = 1};
            *out = node;
        }
    }
    dictum__buf_dispose(&form);
    if (status == DICTUM_OK && *out == NULL)
        status = dictum__query_note(query, err, "the wildcards in “%.*s” do not stand in a word: taken literally",
                                    source->text.len > 60 ? 0 : (int)source->text.len, source->text.data);
    return status;
}

/* One row of all tokens but a possessive's s at the end. */
static dictum_status make_row(dictum_query *query, const dictum_leaf_source *source, const dictum_analysis *analysis,
                              dictum_node **out, dictum_error *err)
{
    size_t last = analysis->token_count;
    if (!source->phrase && last > 1 && is_possessive(analysis, source->text, last - 1, last))
        last--;
    dictum_node *node = new_leaf(query, source, analysis, 0, last);
    if (node == NULL)
        return dictum__nomem(err);
    bool whole = last == analysis->token_count;
    bool open_end = source->prefix && whole && node->tokens[last - 1].kind != DICTUM__TOKEN_GRAPHEME;
    node->kind = open_end ? DICTUM__NODE_PREFIX : DICTUM__NODE_PHRASE;
    /* By itself it would not be one row: = makes it one. */
    node->exact = node->exact || (open_end && source->beside && node->token_count > 1);
    bool fuzzy = source->operation == DICTUM__NODE_FUZZY;
    bool word = source->exact || source->beside || fuzzy || source->field == DICTUM__IN_PATH;
    if (!source->phrase && !open_end && word && node->token_count == 1)
        node->kind = node->tokens[0].kind == DICTUM__TOKEN_GRAPHEME ? DICTUM__NODE_UNIT : DICTUM__NODE_WORD;
    if (fuzzy && node->kind == DICTUM__NODE_WORD) {
        node->kind = DICTUM__NODE_FUZZY;
        node->number = source->number;
    }
    if (source->phrase)
        find_gaps(node, source->text, analysis);
    *out = node;
    return DICTUM_OK;
}

static dictum_status make_leaf(dictum_analyser *analyser, dictum_query *query, const dictum_leaf_source *source,
                               dictum_node **out, dictum_error *err)
{
    const dictum_analysis *analysis = NULL;
    bool refused = false;
    dictum_status status = dictum__analyse(analyser, source->text, NULL, 0, &analysis, err);
    if (status != DICTUM_OK || analysis == NULL || analysis->token_count == 0)
        return status;
    if (source->operation == DICTUM__NODE_WINDOW || source->operation == DICTUM__NODE_QUORUM) {
        dictum_node *loose = NULL;
        status = make_loose(query, source, analysis, &loose, err);
        if (status != DICTUM_OK || loose == NULL)
            return status;
        status = refuse_number(query, source, loose->part_count, &refused, err);
        if (status != DICTUM_OK)
            return status;
        if (!refused && loose->part_count > 1) {
            *out = loose;
            return DICTUM_OK;
        }
    }
    bool codes = source->field == DICTUM__IN_LANG || source->field == DICTUM__IN_TYPE;
    bool fuzzy = source->operation == DICTUM__NODE_FUZZY && analysis->token_count == 1;
    if (source->phrase || source->exact || source->beside || codes || fuzzy || source->field == DICTUM__IN_PATH)
        return make_row(query, source, analysis, out, err);
    return make_groups(query, source, analysis, out, err);
}

dictum_status dictum__leaf_make(dictum_analyser *analyser, dictum_query *query, const dictum_leaf_source *given,
                                dictum_node **out, dictum_error *err)
{
    dictum_leaf_source source = *given;
    *out = NULL;
    dictum_status status = one_line(query, &source.text, err);
    if (status == DICTUM_OK && source.pattern) {
        status = make_pattern(analyser, query, &source, out, err);
        if (status != DICTUM_OK || *out != NULL)
            return status;
    }
    return status == DICTUM_OK ? make_leaf(analyser, query, &source, out, err) : status;
}
