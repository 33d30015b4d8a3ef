/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements to postings. What stands here must agree with the comment of lib/schema.h word for word: the
 * searcher looks for exactly these terms. */
#include "indexer/postings.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/terms.h"
#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/sketch.h"
#include "lib/stems.h"

#define NO_PREFIX DICTUM_SLICE("")
/* Marks words that have no term of their own and are collected for their stem alone. No form begins so. */
#define WORD_MARK DICTUM_SLICE("\x02")

/* Flags of a term in the table. */
#define TERM_HIDDEN 0x01u         /* not a term of the statement */
#define TERM_ACCENTED 0x02u       /* an exact form that has a folded one: XD is wanted */
#define TERM_TITLE 0x04u          /* a form of the title whose stem is wanted: ZS */
#define TERM_TITLE_ACCENTED 0x08u /* the same as TERM_ACCENTED in the title: XDS */

/* Forms up to this length, with any prefix, are terms as they are. */
#define SHORT_FORM_BYTES (DICTUM__TERM_BYTES_MAX - 8)

#define VALUE_BYTES_MAX 1024

struct dictum_postings {
    dictum_analyser *analyser;
    dictum_stems *stems;
    dictum_terms terms;
    dictum_buf shortened; /* a term that was too long */
    dictum_buf word;      /* a form made from several tokens, or copied */
    dictum_buf borders;   /* the value of DICTUM__SLOT_BORDERS */
    uint32_t border;      /* the position of the last one in it */
    uint8_t sketch[DICTUM__SKETCH_BYTES];
    bool has_sketch;
};

dictum_status dictum__postings_new(dictum_postings **out, dictum_error *err)
{
    *out = NULL;
    dictum_postings *postings = calloc(1, sizeof *postings);
    if (postings == NULL) {
        return dictum__nomem(err);
    }
    dictum__terms_init(&postings->terms);
    dictum__buf_init(&postings->shortened, DICTUM__TERM_BYTES_MAX);
    dictum__buf_init(&postings->word, DICTUM__TEXT_BYTES_MAX * 4);
    dictum__buf_init(&postings->borders, DICTUM__TEXT_BYTES_MAX * 4);
    dictum_status status = dictum__analyser_new(&postings->analyser, err);
    if (status == DICTUM_OK) {
        status = dictum__stems_new(&postings->stems, err);
    }
    if (status != DICTUM_OK) {
        dictum__postings_free(postings);
        return status;
    }
    *out = postings;
    return DICTUM_OK;
}

void dictum__postings_free(dictum_postings *postings)
{
    if (postings == NULL) {
        return;
    }
    dictum__analyser_free(postings->analyser);
    dictum__stems_free(postings->stems);
    dictum__terms_dispose(&postings->terms);
    dictum__buf_dispose(&postings->shortened);
    dictum__buf_dispose(&postings->word);
    dictum__buf_dispose(&postings->borders);
    free(postings);
}

/* The number of prefix + form, shortened where Xapian could not take it. */
static uint32_t term_number(dictum_postings *postings, dictum_slice prefix, dictum_slice form)
{
    if (form.len <= SHORT_FORM_BYTES) {
        return dictum__terms_number(&postings->terms, prefix, form);
    }
    dictum__schema_term(&postings->shortened, prefix.data, form);
    return dictum__terms_number(&postings->terms, NO_PREFIX, dictum__buf_slice(&postings->shortened));
}

/* One occurrence: at `position` unless that is 0, counting `wdf`. */
static uint32_t add_occurrence(dictum_postings *postings, dictum_slice prefix, dictum_slice form, uint32_t position,
                               uint32_t wdf)
{
    uint32_t number = term_number(postings, prefix, form);
    if (postings->terms.failed == DICTUM_OK) {
        postings->terms.terms[number].wdf += wdf;
        if (position > 0) {
            dictum__terms_place(&postings->terms, number, position);
        }
    }
    return number;
}

/* Which part of a statement is added, and how. */
typedef struct body {
    uint32_t base; /* the position before its first token */
    uint32_t wdf;
    bool is_title;
} body;

/* A word that is collected for its stem alone. */
static dictum_term *hidden_form(dictum_postings *postings, dictum_slice form)
{
    dictum_terms *terms = &postings->terms;
    uint32_t number = dictum__terms_number(terms, WORD_MARK, form);
    if (terms->failed != DICTUM_OK) {
        return NULL;
    }
    terms->terms[number].flags |= TERM_HIDDEN;
    return &terms->terms[number];
}

/* Where the whole of a form stands in the table: as the term `number`, or hidden where that was shortened. */
static dictum_term *whole_form(dictum_postings *postings, uint32_t number, dictum_slice form)
{
    if (form.len > SHORT_FORM_BYTES) {
        return hidden_form(postings, form);
    }
    return postings->terms.failed == DICTUM_OK ? &postings->terms.terms[number] : NULL;
}

static void want_stem(dictum_term *form, const body *part)
{
    if (form != NULL) {
        form->stem_wdf += part->wdf;
        form->flags |= part->is_title ? TERM_TITLE : 0;
    }
}

static void want_accented_stem(dictum_term *form, const body *part)
{
    if (form != NULL) {
        form->flags |= part->is_title ? TERM_ACCENTED | TERM_TITLE_ACCENTED : TERM_ACCENTED;
    }
}

/* The stem of the word of a script without spaces that begins with token `first`; gives the word's end. */
static size_t add_unit(dictum_postings *postings, const dictum_analysis *analysis, size_t first, const body *part)
{
    dictum_terms *terms = &postings->terms;
    size_t end = first + 1;
    while (end < analysis->token_count && analysis->tokens[end].kind == DICTUM__TOKEN_GRAPHEME &&
           (analysis->tokens[end].flags & DICTUM__TOKEN_UNIT) == 0) {
        end++;
    }
    dictum__buf_clear(&postings->word);
    for (size_t i = first; i < end; i++) {
        dictum__buf_append_slice(&postings->word, dictum__token_exact(analysis, i));
    }
    if (dictum__buf_status(&postings->word) != DICTUM_OK) {
        terms->failed = dictum__buf_status(&postings->word);
        return end;
    }
    want_stem(hidden_form(postings, dictum__buf_slice(&postings->word)), part);
    return end;
}

/* The forms of a token at `position`: the exact one counts `wdf`, the others add nothing. */
static uint32_t add_forms(dictum_postings *postings, const dictum_analysis *analysis, size_t token, dictum_slice prefix,
                          uint32_t position, uint32_t wdf)
{
    dictum_slice forms[DICTUM__TOKEN_FORMS_MAX];
    size_t count = dictum__token_forms(analysis, token, forms);
    uint32_t exact = add_occurrence(postings, prefix, forms[0], position, wdf);
    for (size_t i = 1; i < count; i++) {
        add_occurrence(postings, prefix, forms[i], position, 0);
    }
    return exact;
}

/* The stems that a word's forms ask for. `exact` is the number of its exact form's term where it has no sign. */
static void want_stems(dictum_postings *postings, const dictum_analysis *analysis, size_t token, uint32_t exact,
                       const body *part)
{
    const dictum_token *t = &analysis->tokens[token];
    dictum_slice form = dictum__token_unsigned(analysis, token, dictum__token_exact(analysis, token));
    if (t->sign_front_bytes > 0 || t->sign_back_bytes > 0) {
        exact = term_number(postings, NO_PREFIX, form);
    }
    if (t->folded_bytes == 0) {
        want_stem(whole_form(postings, exact, form), part);
        return;
    }
    want_accented_stem(whole_form(postings, exact, form), part);
    form = dictum__token_unsigned(analysis, token, dictum__token_folded(analysis, token));
    want_stem(whole_form(postings, term_number(postings, NO_PREFIX, form), form), part);
}

/* The tokens of text or title as unprefixed terms at `base` + 1 …, their stems and borders. */
static void add_body(dictum_postings *postings, const dictum_analysis *analysis, const body *part)
{
    size_t unit_end = 0;
    for (size_t i = 0; i < analysis->token_count; i++) {
        const dictum_token *token = &analysis->tokens[i];
        uint32_t position = part->base + (uint32_t)i + 1;
        uint32_t number = add_forms(postings, analysis, i, NO_PREFIX, position, part->wdf);
        if (token->kind != DICTUM__TOKEN_GRAPHEME) {
            want_stems(postings, analysis, i, number, part);
        } else if (i >= unit_end) {
            unit_end = add_unit(postings, analysis, i, part);
        }
        if ((token->flags & (DICTUM__TOKEN_SENTENCE | DICTUM__TOKEN_PARAGRAPH)) != 0) {
            dictum__schema_add_border(&postings->borders, &postings->border, position,
                                      (token->flags & DICTUM__TOKEN_PARAGRAPH) != 0);
        }
    }
}

/* ---- joins ------------------------------------------------------------------------------------------------- */

/* A term that dictum__schema_…_term() has left in postings->shortened. */
static void add_made_term(dictum_postings *postings, uint32_t position, uint32_t wdf)
{
    add_occurrence(postings, NO_PREFIX, dictum__buf_slice(&postings->shortened), position, wdf);
}

/* The readings of tokens in a row as one word, in the field of `prefix`. */
static void add_joined(dictum_postings *postings, const dictum_analysis *analysis, const char *prefix, uint32_t base)
{
    for (size_t i = 0; i < analysis->join_count; i++) {
        const dictum_join *join = &analysis->joins[i];
        if (join->kind != DICTUM__JOIN_NUMBER && join->kind != DICTUM__JOIN_LINE) {
            continue;
        }
        dictum__schema_joined_term(&postings->shortened, prefix, join->count, dictum__join_exact(analysis, i));
        add_made_term(postings, base + join->first + 1, 0);
        if (join->folded_bytes > 0) {
            dictum__schema_joined_term(&postings->shortened, prefix, join->count, dictum__join_folded(analysis, i));
            add_made_term(postings, base + join->first + 1, 0);
        }
    }
}

/* A word that was broken at a line's end is stemmed like any other, and so is a number in groups; a word with a hyphen
 * is remembered as one. */
static void add_joined_words(dictum_postings *postings, const dictum_analysis *analysis, const body *part)
{
    for (size_t i = 0; i < analysis->join_count; i++) {
        const dictum_join *join = &analysis->joins[i];
        dictum_slice exact = dictum__join_exact(analysis, i), folded = dictum__join_folded(analysis, i);
        if (join->kind == DICTUM__JOIN_HYPHEN && exact.len > DICTUM__HYPHENATED_BYTES_MAX) {
            continue;
        }
        if (join->kind == DICTUM__JOIN_HYPHEN) {
            dictum__schema_hyphenated_term(&postings->shortened, exact, join->left_bytes);
            add_made_term(postings, 0, 1);
            if (join->folded_bytes > 0) {
                dictum__schema_hyphenated_term(&postings->shortened, folded, join->left_folded_bytes);
                add_made_term(postings, 0, 1);
            }
        } else if (join->kind == DICTUM__JOIN_LINE || join->kind == DICTUM__JOIN_NUMBER) {
            want_stem(hidden_form(postings, folded), part);
            if (join->folded_bytes > 0) {
                want_accented_stem(hidden_form(postings, exact), part);
            }
        }
    }
}

/* The tokens of one metadata field, under its prefix, at positions from 1. */
static void add_field(dictum_postings *postings, const dictum_analysis *analysis, dictum_slice prefix, uint32_t wdf)
{
    for (size_t i = 0; i < analysis->token_count; i++) {
        (void)add_forms(postings, analysis, i, prefix, (uint32_t)i + 1, wdf);
    }
    add_joined(postings, analysis, prefix.data, 0);
}

static dictum_status analyse_field(dictum_postings *postings, dictum_slice value, dictum_slice prefix, uint32_t wdf,
                                   dictum_error *err)
{
    const dictum_analysis *analysis;
    if (value.data == NULL || value.len == 0) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__analyse(postings->analyser, value, NULL, 0, &analysis, err);
    if (status == DICTUM_OK) {
        add_field(postings, analysis, prefix, wdf);
    }
    return status;
}

/* The stem terms that one form asks for. The form is copied, as adding terms may move what it stands in. */
static dictum_status add_stems_of(dictum_postings *postings, uint32_t number, dictum_slice lang, dictum_error *err)
{
    const dictum_term form = postings->terms.terms[number];
    dictum_slice text = dictum__terms_text(&postings->terms, number), stem;
    size_t mark = (form.flags & TERM_HIDDEN) != 0 ? WORD_MARK.len : 0;
    dictum__buf_clear(&postings->word);
    dictum__buf_append(&postings->word, text.data + mark, text.len - mark);
    if (dictum__buf_status(&postings->word) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_status status = dictum__stem(postings->stems, lang, dictum__buf_slice(&postings->word), &stem, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (form.stem_wdf > 0) {
        add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_STEM), stem, 0, form.stem_wdf);
    }
    if ((form.flags & TERM_TITLE) != 0) {
        add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_TITLE_STEM), stem, 0, 0);
    }
    if ((form.flags & TERM_ACCENTED) != 0) {
        add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_ACCENTED_STEM), stem, 0, 0);
    }
    if ((form.flags & TERM_TITLE_ACCENTED) != 0) {
        add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_TITLE_ACCENTED_STEM), stem, 0, 0);
    }
    return DICTUM_OK;
}

/* The stems of every word collected so far: each distinct form is stemmed once. */
static dictum_status add_stems(dictum_postings *postings, dictum_slice lang, dictum_error *err)
{
    const dictum_terms *terms = &postings->terms;
    dictum_status status = DICTUM_OK;
    size_t forms = terms->count;
    for (size_t i = 0; i < forms && status == DICTUM_OK; i++) {
        if (terms->terms[i].stem_wdf > 0 || (terms->terms[i].flags & TERM_ACCENTED) != 0) {
            status = add_stems_of(postings, (uint32_t)i, lang, err);
        }
    }
    return status;
}

/* Terms that say what and whose the statement is. */
static void add_labels(dictum_postings *postings, const dictum_draft *statement)
{
    const dictum_record *record = statement->record;
    add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_ID), record->id, 0, 0);
    dictum__schema_file_term(&postings->shortened, statement->file);
    (void)dictum__terms_number(&postings->terms, NO_PREFIX, dictum__buf_slice(&postings->shortened));
    /* Every statement has a language term: a searcher stems a word by the languages that it finds there. */
    dictum_slice lang = record->lang.len > 0 ? record->lang : DICTUM_SLICE("und");
    add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_LANG), lang, 0, 0);
    if (record->type.len > 0) {
        add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_TYPE), record->type, 0, 0);
    }
    dictum_slice known = dictum__slice(dictum__date_known_name(record->date_known));
    add_occurrence(postings, DICTUM_SLICE(DICTUM__PREFIX_DATE_KNOWN), known, 0, 0);
}

/* The text, the copy of the title behind it, and the title's own terms. */
static dictum_status add_words(dictum_postings *postings, const dictum_record *record, const char *lang,
                               dictum_error *err)
{
    const dictum_analysis *analysis;
    dictum_slice text = record->text.data != NULL ? record->text : NO_PREFIX;
    dictum_status status = dictum__analyse(postings->analyser, text, lang, DICTUM__ANALYSE_SENTENCES, &analysis, err);
    if (status != DICTUM_OK) {
        return status;
    }
    postings->has_sketch = dictum__sketch_make(analysis, postings->sketch);
    add_body(postings, analysis, &(body){.base = 0, .wdf = 1, .is_title = false});
    add_joined(postings, analysis, "", 0);
    add_joined_words(postings, analysis, &(body){.wdf = 1});
    if (record->title.len == 0) {
        return DICTUM_OK;
    }
    uint32_t base = (uint32_t)analysis->token_count + DICTUM__TITLE_GAP;
    status = dictum__analyse(postings->analyser, record->title, lang, DICTUM__ANALYSE_SENTENCES, &analysis, err);
    if (status == DICTUM_OK) {
        body title = {.base = base, .wdf = DICTUM__TITLE_WDF, .is_title = true};
        add_body(postings, analysis, &title);
        add_joined(postings, analysis, "", base);
        add_joined_words(postings, analysis, &title);
        add_field(postings, analysis, DICTUM_SLICE(DICTUM__PREFIX_TITLE), 1);
    }
    return status;
}

dictum_status dictum__postings_collect(dictum_postings *postings, const dictum_draft *statement, dictum_error *err)
{
    const dictum_record *record = statement->record;
    dictum_slice lang = record->lang.len > 0 && record->lang.len < 16 ? record->lang : DICTUM_SLICE("und");
    char lang_name[16];
    memcpy(lang_name, lang.data, lang.len);
    lang_name[lang.len] = '\0';
    dictum__terms_clear(&postings->terms);
    dictum__buf_clear(&postings->borders);
    postings->border = 0;
    dictum_status status = add_words(postings, record, lang_name, err);
    /* Words alone have stems: before any other term with a prefix. */
    if (status == DICTUM_OK && postings->terms.failed == DICTUM_OK) {
        status = add_stems(postings, lang, err);
    }
    if (status == DICTUM_OK) {
        status = analyse_field(postings, record->speaker, DICTUM_SLICE(DICTUM__PREFIX_SPEAKER), 1, err);
    }
    if (status == DICTUM_OK) {
        status = analyse_field(postings, record->source, DICTUM_SLICE(DICTUM__PREFIX_SOURCE), 1, err);
    }
    if (status == DICTUM_OK) {
        status = analyse_field(postings, record->path, DICTUM_SLICE(DICTUM__PREFIX_PATH), 0, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    add_labels(postings, statement);
    dictum__terms_settle(&postings->terms);
    if (postings->terms.failed == DICTUM_NOMEM || dictum__buf_status(&postings->shortened) != DICTUM_OK ||
        dictum__buf_status(&postings->borders) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (postings->terms.failed != DICTUM_OK) {
        return dictum__fail(err, DICTUM_LIMIT, "the statement has too many different words");
    }
    return DICTUM_OK;
}

size_t dictum__postings_count(const dictum_postings *postings)
{
    return postings->terms.count;
}

dictum_posting dictum__postings_get(const dictum_postings *postings, size_t number)
{
    const dictum_terms *terms = &postings->terms;
    const dictum_term *term = &terms->terms[number];
    dictum_posting posting = {{NULL, 0}, NULL, term->position_count, term->wdf};
    if (term->position_count > 0) {
        posting.positions = terms->positions + term->first_position;
    }
    if ((term->flags & TERM_HIDDEN) == 0) {
        posting.term = dictum__terms_text(terms, (uint32_t)number);
    }
    return posting;
}

/* ---- values ------------------------------------------------------------------------------------------------ */

static void add_value(dictum_values *values, dictum__slot slot, dictum_slice value)
{
    if (value.data != NULL && value.len > 0) {
        values->slots[values->count] = slot;
        values->values[values->count++] = value;
    }
}

static dictum_slice shortened(dictum_slice value)
{
    if (value.len > VALUE_BYTES_MAX) {
        value.len = VALUE_BYTES_MAX;
        while (value.len > 0 && ((unsigned char)value.data[value.len] & 0xC0) == 0x80) {
            value.len--;
        }
    }
    return value;
}

void dictum__postings_values(const dictum_postings *postings, const dictum_draft *statement, dictum_values *out)
{
    const dictum_record *record = statement->record;
    dictum_slice last = record->date.len > 0 ? record->date : DICTUM_SLICE(DICTUM__UNDATED);
    dictum__sha256(record->text.data, record->text.data != NULL ? record->text.len : 0, out->text_hash);
    out->count = 0;
    add_value(out, DICTUM__SLOT_DATE, shortened(record->date));
    add_value(out, DICTUM__SLOT_DATE_LAST, shortened(last));
    add_value(out, DICTUM__SLOT_SOURCE, shortened(record->source));
    add_value(out, DICTUM__SLOT_LANG, shortened(record->lang));
    add_value(out, DICTUM__SLOT_HASH, (dictum_slice){(const char *)statement->hash, sizeof statement->hash});
    add_value(out, DICTUM__SLOT_TEXT_HASH, (dictum_slice){(const char *)out->text_hash, sizeof out->text_hash});
    add_value(out, DICTUM__SLOT_BORDERS, dictum__buf_slice(&postings->borders));
    add_value(out, DICTUM__SLOT_SPEAKER, shortened(record->speaker));
    if (postings->has_sketch)
        add_value(out, DICTUM__SLOT_SKETCH, (dictum_slice){(const char *)postings->sketch, sizeof postings->sketch});
}

/* ---- the Xapian document ----------------------------------------------------------------------------------- */

static xap_status add_posting(xap_doc *doc, const dictum_posting *posting, xap_error *xerr)
{
    const char *term = posting->term.data;
    size_t bytes = posting->term.len;
    xap_status status = XAP_OK;
    if (posting->position_count == 0) {
        return xap_doc_add_term(doc, term, bytes, posting->wdf, xerr);
    }
    /* Only the sum of the parts is kept: the whole frequency goes in with the first position. */
    for (size_t i = 0; i < posting->position_count && status == XAP_OK; i++) {
        status = xap_doc_add_posting(doc, term, bytes, posting->positions[i], i == 0 ? posting->wdf : 0, xerr);
    }
    return status;
}

static xap_status set_values(xap_doc *doc, const dictum_postings *postings, const dictum_draft *statement,
                             xap_error *xerr)
{
    dictum_values values;
    xap_status status = XAP_OK;
    dictum__postings_values(postings, statement, &values);
    for (size_t i = 0; i < values.count && status == XAP_OK; i++) {
        status = xap_doc_set_value(doc, (uint32_t)values.slots[i], values.values[i].data, values.values[i].len, xerr);
    }
    return status;
}

dictum_status dictum__postings_document(const dictum_postings *postings, const dictum_draft *statement, xap_doc **out,
                                        dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    xap_status status = xap_doc_new(&doc, &xerr);
    for (size_t i = 0; i < postings->terms.count && status == XAP_OK; i++) {
        dictum_posting posting = dictum__postings_get(postings, i);
        if (posting.term.data != NULL) {
            status = add_posting(doc, &posting, &xerr);
        }
    }
    if (status == XAP_OK) {
        status = set_values(doc, postings, statement, &xerr);
    }
    if (status == XAP_OK) {
        status = xap_doc_set_data(doc, statement->encoded.data, statement->encoded.len, &xerr);
    }
    if (status != XAP_OK) {
        xap_doc_free(doc);
        *out = NULL;
        return dictum__fail_xap(err, &xerr, "make a document of the statement");
    }
    *out = doc;
    return DICTUM_OK;
}
