/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other spellings. What an index knows is its terms, but for those that only retired statements have: a joined word is
 * known where it stands in a text, and where to divide one is known where some text has it with a hyphen. */
#include "searcher/spell.h"

#include <string.h>

#include "lib/schema.h"
#include "searcher/positional.h"
#include "searcher/retired.h"

/* Shorter words that stand side by side ("may be") make others too often. */
#define WORD_BYTES_MIN 3

/* In how many ways one word is divided at the most. */
#define SPLITS_MAX 4

typedef struct speller {
    dictum_plan *plan;
    dictum_arena *arena;
    dictum_error *err;
} speller;

static dictum_status widen(speller *s, dictum_node *node, dictum_node **out);

/* ---- what the index knows ---------------------------------------------------------------------------------------- */

/* Whether the term in plan->term is in the index. */
static dictum_status has_term(speller *s, bool *known)
{
    const dictum_plan *plan = s->plan;
    if (dictum__buf_status(&plan->term) != DICTUM_OK)
        return dictum__nomem(s->err);
    return dictum__is_in_use(plan->db, plan->retired, dictum__buf_slice(&plan->term), known, s->err);
}

/* Whether the index has a word in this form, or in another form of the same stem. */
static dictum_status knows_word(speller *s, dictum_slice form, bool *known)
{
    dictum_plan *plan = s->plan;
    *known = false;
    dictum__schema_term(&plan->term, "", form);
    dictum_status status = has_term(s, known);
    for (size_t i = 0; status == DICTUM_OK && !*known && i < plan->lang_count; i++) {
        dictum_slice stem;
        status = dictum__stem(plan->stems, plan->langs[i], form, &stem, s->err);
        if (status != DICTUM_OK)
            break;
        dictum__schema_term(&plan->term, DICTUM__PREFIX_STEM, stem);
        status = has_term(s, known);
    }
    return status;
}

/* The number behind the hyphen of a term; 0 where it is none that divides the form. An index may come from anywhere. */
static size_t split_of(dictum_slice form, const char *digits, size_t count)
{
    size_t split = 0;
    for (size_t i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9' || i > 3)
            return 0;
        split = split * 10 + (size_t)(digits[i] - '0');
    }
    bool inside = split > 0 && split < form.len;
    return inside && ((unsigned char)form.data[split] & 0xc0) != 0x80 ? split : 0;
}

/* Where texts divide the word by a hyphen. */
static dictum_status find_splits(speller *s, dictum_slice form, size_t splits[SPLITS_MAX], size_t *count)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    const dictum_plan *plan = s->plan;
    dictum_buf *prefix = &s->plan->term;
    dictum_status status = DICTUM_OK;
    *count = 0;
    if (form.len > DICTUM__HYPHENATED_BYTES_MAX)
        return DICTUM_OK;
    dictum__schema_term(prefix, DICTUM__PREFIX_HYPHENATED, form);
    dictum__buf_append_char(prefix, '-');
    if (dictum__buf_status(prefix) != DICTUM_OK)
        return dictum__nomem(s->err);
    xap_status next = xap_db_all_terms(plan->db, prefix->data, prefix->len, &terms, &xerr);
    while (next == XAP_OK && status == DICTUM_OK && *count < SPLITS_MAX) {
        dictum_slice term;
        bool used = false;
        next = xap_terms_next(terms, &term.data, &term.len, &xerr);
        if (next != XAP_OK)
            break;
        size_t split = term.len > prefix->len ? split_of(form, term.data + prefix->len, term.len - prefix->len) : 0;
        if (split > 0)
            status = dictum__is_in_use(plan->db, plan->retired, term, &used, s->err);
        if (status == DICTUM_OK && used)
            splits[(*count)++] = split;
    }
    xap_terms_free(terms);
    if (status == DICTUM_OK && next != XAP_OK && next != XAP_DONE)
        status = dictum__fail_xap(s->err, &xerr, "list the words of the index");
    return status;
}

/* ---- nodes ------------------------------------------------------------------------------------------------------- */

static dictum_node *copy_leaf(speller *s, const dictum_node *like, dictum__node_kind kind, size_t tokens)
{
    dictum_node *leaf = dictum__arena_alloc(s->arena, sizeof *leaf);
    if (leaf == NULL)
        return NULL;
    *leaf = (dictum_node){.kind = kind, .field = like->field, .offset_bytes = like->offset_bytes};
    leaf->tokens = dictum__arena_array(s->arena, tokens, sizeof *leaf->tokens);
    leaf->token_count = tokens;
    return leaf->tokens == NULL ? NULL : leaf;
}

static dictum__token_kind kind_of(dictum_slice form)
{
    for (size_t i = 0; i < form.len; i++)
        if (form.data[i] < '0' || form.data[i] > '9')
            return DICTUM__TOKEN_WORD;
    return DICTUM__TOKEN_NUMBER;
}

static dictum_node *word_node(speller *s, const dictum_node *like, dictum_slice form, dictum_slice folded)
{
    dictum_node *leaf = copy_leaf(s, like, DICTUM__NODE_WORD, 1);
    if (leaf != NULL)
        leaf->tokens[0] = (dictum_query_token){.form = form, .folded = folded, .kind = DICTUM__TOKEN_WORD};
    return leaf;
}

/* The two parts of a word in a row. */
static dictum_node *split_node(speller *s, const dictum_node *word, size_t split)
{
    dictum_slice form = word->tokens[0].form;
    dictum_node *leaf = copy_leaf(s, word, DICTUM__NODE_PHRASE, 2);
    if (leaf == NULL)
        return NULL;
    dictum_slice parts[2] = {{form.data, split}, {form.data + split, form.len - split}};
    for (size_t i = 0; i < 2; i++)
        leaf->tokens[i] =
            (dictum_query_token){.form = parts[i], .folded = parts[i], .kind = (uint8_t)kind_of(parts[i])};
    return leaf;
}

static dictum_node *new_node(speller *s, dictum__node_kind kind, size_t parts)
{
    dictum_node *node = dictum__arena_alloc(s->arena, sizeof *node);
    if (node == NULL)
        return NULL;
    *node = (dictum_node){.kind = kind};
    node->parts = dictum__arena_array(s->arena, parts, sizeof(dictum_node *));
    return node->parts == NULL ? NULL : node;
}

static dictum_node *spellings(speller *s, dictum__typed typed, dictum_node *first, size_t others)
{
    dictum_node *node = new_node(s, DICTUM__NODE_SPELLINGS, others + 1);
    if (node == NULL)
        return NULL;
    node->typed = typed;
    node->offset_bytes = first->offset_bytes;
    node->parts[node->part_count++] = first;
    return node;
}

static dictum_status tell(speller *s, dictum_slice typed_left, const char *between, dictum_slice typed_right,
                          dictum_slice found_left, const char *divider, dictum_slice found_right)
{
    return dictum__query_note(s->plan->query, s->err, "“%.*s%s%.*s” was also looked for as “%.*s%s%.*s”",
                              (int)typed_left.len, typed_left.data, between, (int)typed_right.len, typed_right.data,
                              (int)found_left.len, found_left.data, divider, (int)found_right.len, found_right.data);
}

/* ---- cybersecurity ----------------------------------------------------------------------------------------------- */

/* A word that other spellings may be looked for of. */
static bool is_plain_word(const dictum_node *node)
{
    return node->kind == DICTUM__NODE_WORD && !node->exact && !node->tokens[0].has_sign &&
           node->tokens[0].kind == DICTUM__TOKEN_WORD &&
           (node->field == DICTUM__IN_ANY || node->field == DICTUM__IN_TITLE);
}

static dictum_status widen_word(speller *s, dictum_node *word, dictum_node **out)
{
    size_t splits[SPLITS_MAX], count;
    dictum_slice form = word->tokens[0].form;
    *out = word;
    dictum_status status = find_splits(s, form, splits, &count);
    if (status != DICTUM_OK || count == 0)
        return status;
    dictum_node *node = spellings(s, DICTUM__TYPED_JOINED, word, count);
    if (node == NULL)
        return dictum__nomem(s->err);
    for (size_t i = 0; i < count; i++) {
        dictum_node *split = split_node(s, word, splits[i]);
        if (split == NULL)
            return dictum__nomem(s->err);
        node->parts[node->part_count++] = split;
        status = tell(s, form, "", DICTUM_SLICE(""), split->tokens[0].form, " ", split->tokens[1].form);
        if (status != DICTUM_OK)
            return status;
    }
    *out = node;
    return DICTUM_OK;
}

/* ---- cyber-security ---------------------------------------------------------------------------------------------- */

/* The term of texts that have both words with a hyphen, where there are any. */
static dictum_status find_hyphenated(speller *s, dictum_slice form, size_t left_bytes, dictum_slice *term)
{
    bool known = false;
    *term = (dictum_slice){NULL, 0};
    if (form.len > DICTUM__HYPHENATED_BYTES_MAX)
        return DICTUM_OK;
    dictum__schema_hyphenated_term(&s->plan->term, form, left_bytes);
    dictum_status status = has_term(s, &known);
    if (status != DICTUM_OK || !known)
        return status;
    *term = dictum__arena_copy(s->arena, dictum__buf_slice(&s->plan->term));
    return term->data == NULL ? dictum__nomem(s->err) : DICTUM_OK;
}

static bool is_hyphenated_word(const dictum_node *node)
{
    return dictum__is_compound(node) && (node->field == DICTUM__IN_ANY || node->field == DICTUM__IN_TITLE);
}

static dictum_status widen_hyphenated(speller *s, dictum_node *phrase, dictum_node **out)
{
    const dictum_query_join *join = &phrase->joins[0];
    bool known;
    *out = phrase;
    dictum_status status = knows_word(s, join->form, &known);
    if (status != DICTUM_OK || !known)
        return status;
    dictum_node *node = spellings(s, DICTUM__TYPED_HYPHEN, phrase, 1);
    dictum_node *word = word_node(s, phrase, join->form, join->folded);
    if (node == NULL || word == NULL)
        return dictum__nomem(s->err);
    node->parts[node->part_count++] = word;
    *out = node;
    status = find_hyphenated(s, join->form, join->left_bytes, &node->hyphenated);
    if (status != DICTUM_OK)
        return status;
    return tell(s, phrase->tokens[0].form, "-", phrase->tokens[1].form, join->form, "", DICTUM_SLICE(""));
}

/* ---- cyber security ---------------------------------------------------------------------------------------------- */

static bool join_forms(speller *s, dictum_slice left, dictum_slice right, dictum_slice *out)
{
    char *data = dictum__arena_alloc(s->arena, left.len + right.len);
    if (data == NULL)
        return false;
    memcpy(data, left.data, left.len);
    memcpy(data + left.len, right.data, right.len);
    *out = (dictum_slice){data, left.len + right.len};
    return true;
}

/* Two words side by side as one group, where the index knows them joined; else *out is NULL. */
static dictum_status widen_pair(speller *s, dictum__node_kind kind, dictum_node *left, dictum_node *right,
                                dictum_node **out)
{
    dictum_slice form, folded;
    bool known;
    *out = NULL;
    if (!is_plain_word(left) || !is_plain_word(right) || left->field != right->field || left->weight > 0 ||
        right->weight > 0)
        return DICTUM_OK;
    const dictum_query_token *a = &left->tokens[0], *b = &right->tokens[0];
    if (a->form.len < WORD_BYTES_MIN || b->form.len < WORD_BYTES_MIN)
        return DICTUM_OK;
    if (!join_forms(s, a->form, b->form, &form) || !join_forms(s, a->folded, b->folded, &folded))
        return dictum__nomem(s->err);
    dictum_status status = knows_word(s, form, &known);
    if (status != DICTUM_OK || !known)
        return status;
    dictum_node *both = new_node(s, kind, 2);
    dictum_node *word = word_node(s, left, form, folded);
    if (both == NULL || word == NULL)
        return dictum__nomem(s->err);
    both->part_count = 2;
    status = widen(s, left, &both->parts[0]);
    if (status == DICTUM_OK)
        status = widen(s, right, &both->parts[1]);
    if (status != DICTUM_OK)
        return status;
    dictum_node *node = spellings(s, DICTUM__TYPED_APART, both, 1);
    if (node == NULL)
        return dictum__nomem(s->err);
    node->parts[node->part_count++] = word;
    *out = node;
    status = find_hyphenated(s, form, a->form.len, &node->hyphenated);
    return status == DICTUM_OK ? tell(s, a->form, " ", b->form, form, "", DICTUM_SLICE("")) : status;
}

/* ---- trees ------------------------------------------------------------------------------------------------------- */

static dictum_status widen_parts(speller *s, const dictum_node *node, dictum_node **out)
{
    dictum_node *copy = new_node(s, node->kind, node->part_count);
    if (copy == NULL)
        return dictum__nomem(s->err);
    copy->implicit = node->implicit;
    copy->offset_bytes = node->offset_bytes;
    copy->weight = node->weight;
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_node *part = NULL;
        dictum_status status = DICTUM_OK;
        if (node->implicit && i + 1 < node->part_count)
            status = widen_pair(s, node->kind, node->parts[i], node->parts[i + 1], &part);
        if (status == DICTUM_OK && part != NULL)
            i++;
        else if (status == DICTUM_OK)
            status = widen(s, node->parts[i], &part);
        if (status != DICTUM_OK)
            return status;
        copy->parts[copy->part_count++] = part;
    }
    *out = copy;
    if (copy->part_count > 1 || copy->kind == DICTUM__NODE_NOT)
        return DICTUM_OK;
    /* Both were made one: a node of its own. */
    *out = copy->parts[0];
    (*out)->weight = node->weight;
    return DICTUM_OK;
}

/* What stands beside an operator is looked for as it is typed. */
static dictum_status widen(speller *s, dictum_node *node, dictum_node **out)
{
    *out = node;
    if (dictum__is_positional(node))
        return DICTUM_OK;
    if (node->part_count > 0)
        return widen_parts(s, node, out);
    if (is_plain_word(node))
        return widen_word(s, node, out);
    return is_hyphenated_word(node) ? widen_hyphenated(s, node, out) : DICTUM_OK;
}

dictum_status dictum__spell(dictum_plan *plan, dictum_error *err)
{
    speller s = {plan, &plan->query->arena, err};
    return widen(&s, plan->query->root, &plan->query->planned);
}
