/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/verifier.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/schema.h"
#include "lib/utf8.h"
#include "searcher/matches.h"
#include "searcher/plan_positional.h"

/* A row of the quotation that is longer is looked for by its first, middle and last words. */
#define ROW_MAX 16
#define PART 10
#define ROWS_MAX 12

/* Near candidates: so many of the rarest words, and rows of words. */
#define WORDS_PROBED 12
#define ROWS_PROBED 4
#define ROW_PROBED 4
#define GRAPHEMES_PROBED 3

static bool is_own(const dictum_atom *atom)
{
    return (atom->flags & DICTUM__ATOM_BRACKET) == 0;
}

/* A number with marks or spaces in it has several readings, each of which may be written elsewhere; to look for all of
 * them in a row is slow, and finds only this way of writing it. */
static bool is_composed_number(const dictum_atoms *atoms, size_t i)
{
    const dictum_atom *atom = &atoms->items[i];
    return atom->kind == DICTUM__ATOM_NUMBER && atom->end - atom->start != atom->form_bytes;
}

/* A mark that would end a phrase of the query language, or be an operator in it. */
static bool is_special(uint32_t c)
{
    return c == '"' || c == '*' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
           c == 0x203a || (c >= 0x300c && c <= 0x300f) || c == 0xff02;
}

/* The text of atoms [first, end) as a phrase of the query language. Apostrophes within words stay. */
static void append_phrase(dictum_buf *query, const dictum_atoms *atoms, size_t first, size_t end, const char *join)
{
    size_t stop = atoms->items[end - 1].end;
    if (query->len > 0)
        dictum__buf_append_str(query, join);
    dictum__buf_append_char(query, '"');
    for (size_t at = atoms->items[first].start; at < stop;) {
        size_t before = at;
        uint32_t c = dictum__utf8_next(atoms->text, &at);
        bool apostrophe = c == 0x2019 && before > atoms->items[first].start;
        if (is_special(c) && !apostrophe)
            dictum__buf_append_char(query, ' ');
        else
            dictum__buf_append(query, atoms->text.data + before, at - before);
    }
    dictum__buf_append_char(query, '"');
}

static bool add_candidate(dictum_candidates *candidates, uint32_t docid)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->docids[i] == docid)
            return true;
    if (!dictum__array_reserve((void **)&candidates->docids, &candidates->cap, candidates->count + 1,
                               sizeof *candidates->docids))
        return false;
    candidates->docids[candidates->count++] = docid;
    return true;
}

static dictum_status take_matches(xap_mset *mset, dictum_candidates *out, dictum_error *err)
{
    uint32_t count = xap_mset_size(mset);
    for (uint32_t i = 0; i < count; i++) {
        xap_error xerr;
        uint32_t docid;
        double weight;
        if (xap_mset_item(mset, i, &docid, &weight, &xerr) != XAP_OK)
            return dictum__fail_xap(err, &xerr, "read the candidates");
        if (!add_candidate(out, docid))
            return dictum__nomem(err);
    }
    return DICTUM_OK;
}

/* Adds what a query finds first. */
static dictum_status search(dictum_index *index, dictum_slice text, dictum_sort sort, size_t limit,
                            dictum_candidates *out, dictum_error *err)
{
    dictum_query *query = NULL;
    xap_query *planned = NULL;
    xap_mset *mset = NULL;
    dictum_status status = dictum__query_parse(index->analyser, text, false, false, &query, err);
    if (status != DICTUM_OK)
        return status;
    index->plan.query = query;
    status = dictum__plan(&index->plan, &planned, err);
    if (status == DICTUM_OK)
        status = dictum__find_first(index, planned, sort, limit, &mset, err);
    if (status == DICTUM_OK) {
        out->found = xap_mset_matches_estimated(mset);
        status = take_matches(mset, out, err);
    }
    xap_mset_free(mset);
    xap_query_free(planned);
    dictum__conditions_free(&index->plan);
    index->plan.query = NULL;
    dictum__query_free(query);
    return status;
}

/* ---- exact ------------------------------------------------------------------------------------------------------- */

/* Whether a remark of the editor's ("[sic]") stood before an atom: it is no atom any more. */
static bool follows_remark(const dictum_atoms *atoms, size_t i)
{
    dictum_slice gap = dictum__atoms_gap(atoms, i);
    for (size_t k = 0; k < gap.len; k++)
        if ((gap.data[k] >= 'a' && gap.data[k] <= 'z') || (gap.data[k] >= 'A' && gap.data[k] <= 'Z'))
            return true;
    return false;
}

/* Whether atom `i` goes on a row that atom `i` - 1 is in. */
static bool goes_on(const dictum_atoms *atoms, size_t i)
{
    return is_own(&atoms->items[i]) && !is_composed_number(atoms, i) &&
           (atoms->items[i].flags & DICTUM__ATOM_CUT) == 0 && !follows_remark(atoms, i);
}

/* The end of the row of own atoms that begins at `first`, with nothing left out in it. */
static size_t row_end(const dictum_atoms *atoms, size_t first)
{
    size_t end = first + 1;
    while (end < atoms->count && goes_on(atoms, end))
        end++;
    return end;
}

static size_t append_row(dictum_buf *query, const dictum_atoms *atoms, size_t first, size_t end)
{
    if (end - first <= ROW_MAX) {
        append_phrase(query, atoms, first, end, " AND ");
        return 1;
    }
    size_t middle = first + (end - first - PART) / 2;
    append_phrase(query, atoms, first, first + PART, " AND ");
    append_phrase(query, atoms, middle, middle + PART, " AND ");
    append_phrase(query, atoms, end - PART, end, " AND ");
    return 3;
}

/* Whether a row says something: two words, or one that is not common. */
static bool is_telling(const dictum_atoms *atoms, size_t first, size_t end)
{
    return end - first > 1 || (atoms->items[first].classes & DICTUM__WORD_COMMON) == 0;
}

/* All rows of the quotation, divided at composed numbers, that say something, or, where `any`, all rows. */
static void append_rows(dictum_buf *query, const dictum_atoms *atoms, bool any)
{
    size_t rows = 0;
    for (size_t i = 0; i < atoms->count && rows < ROWS_MAX;) {
        if (!is_own(&atoms->items[i]) || is_composed_number(atoms, i)) {
            i++;
            continue;
        }
        size_t end = row_end(atoms, i);
        /* A sign alone is no word. */
        bool words = false;
        for (size_t k = i; k < end; k++)
            words = words || atoms->items[k].kind != DICTUM__ATOM_SIGN;
        if (words && (any || is_telling(atoms, i, end)))
            rows += append_row(query, atoms, i, end);
        i = end;
    }
}

static void append_speaker(dictum_buf *query, const char *speaker)
{
    dictum_slice name = dictum__slice(speaker);
    dictum__buf_append_str(query, " AND speaker:(");
    for (size_t at = 0; at < name.len;) {
        size_t before = at;
        uint32_t c = dictum__utf8_next(name, &at);
        if (is_special(c) || (c < 0x80 && strchr("()^~?=:/+-", (int)c) != NULL))
            dictum__buf_append_char(query, ' ');
        else
            dictum__buf_append(query, name.data + before, at - before);
    }
    dictum__buf_append_char(query, ')');
}

dictum_status dictum__candidates_exact(dictum_index *index, const dictum_quotation *quotation, const char *speaker,
                                       size_t limit, dictum_candidates *out, dictum_error *err)
{
    dictum_buf query;
    dictum__buf_init(&query, SIZE_MAX / 2);
    out->found = 0;
    append_rows(&query, &quotation->atoms, false);
    if (query.len == 0)
        append_rows(&query, &quotation->atoms, true);
    if (query.len > 0 && speaker != NULL)
        append_speaker(&query, speaker);
    dictum_status status = dictum__buf_status(&query);
    if (status != DICTUM_OK)
        status = dictum__nomem(err);
    else if (query.len > 0)
        status = search(index, dictum__buf_slice(&query), DICTUM_SORT_OLDEST, limit, out, err);
    dictum__buf_dispose(&query);
    return status;
}

/* ---- near -------------------------------------------------------------------------------------------------------- */

/* A row of atoms to be looked for, and in how many statements its rarest word is. */
typedef struct probe {
    size_t first, end;
    uint32_t statements;
} probe;

static int compare_probes(const void *left, const void *right)
{
    const probe *a = left, *b = right;
    if (a->statements != b->statements)
        return a->statements < b->statements ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* In how many statements the atom's word is; UINT32_MAX for what is no word. A number is known by its digits. */
static dictum_status frequency(dictum_index *index, const dictum_atoms *atoms, size_t i, uint32_t *out,
                               dictum_error *err)
{
    xap_error xerr;
    const dictum_atom *atom = &atoms->items[i];
    dictum_slice form = dictum__atom_form(atoms, atom);
    *out = UINT32_MAX;
    if (atom->kind == DICTUM__ATOM_SIGN || form.len == 0 || is_composed_number(atoms, i))
        return DICTUM_OK;
    dictum__schema_term(&index->plan.term, "", form);
    if (dictum__buf_status(&index->plan.term) != DICTUM_OK)
        return dictum__nomem(err);
    uint32_t found = 0;
    if (xap_db_term_freq(index->db, index->plan.term.data, index->plan.term.len, &found, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "look up a word");
    /* What no statement has is spelled otherwise, or wrong. */
    *out = found == 0 ? UINT32_MAX : found;
    return DICTUM_OK;
}

static bool same_probe(const dictum_atoms *atoms, const probe *a, const probe *b)
{
    if (a->end - a->first != b->end - b->first)
        return false;
    for (size_t i = 0; i < a->end - a->first; i++)
        if (atoms->items[a->first + i].hash != atoms->items[b->first + i].hash)
            return false;
    return true;
}

/* The rarest `most` of the probes, each once, joined by OR. */
static void append_probes(dictum_buf *query, const dictum_atoms *atoms, probe *probes, size_t count, size_t most)
{
    size_t used = 0;
    qsort(probes, count, sizeof *probes, compare_probes);
    for (size_t i = 0; i < count && used < most; i++) {
        bool again = false;
        if (probes[i].statements == UINT32_MAX)
            break;
        for (size_t k = 0; k < i && !again; k++)
            again = same_probe(atoms, &probes[k], &probes[i]);
        if (again)
            continue;
        append_phrase(query, atoms, probes[i].first, probes[i].end, " OR ");
        used++;
    }
}

/* Words one by one; of scripts without spaces rows of graphemes, which are taken as equally rare, spread over the
 * whole. */
static size_t list_words(const dictum_atoms *atoms, const uint32_t *statements, probe *probes)
{
    size_t count = 0, graphemes = 0;
    for (size_t i = 0; i < atoms->count; i++)
        graphemes += (atoms->items[i].flags & DICTUM__ATOM_GRAPHEME) != 0;
    size_t step = graphemes / WORDS_PROBED > 0 ? graphemes / WORDS_PROBED : 1, next = 0;
    for (size_t i = 0; i < atoms->count; i++) {
        const dictum_atom *atom = &atoms->items[i];
        if (!is_own(atom))
            continue;
        if ((atom->flags & DICTUM__ATOM_GRAPHEME) == 0) {
            probes[count++] = (probe){i, i + 1, statements[i]};
            continue;
        }
        size_t end = i;
        while (end < atoms->count && end < i + GRAPHEMES_PROBED &&
               (atoms->items[end].flags & DICTUM__ATOM_GRAPHEME) != 0)
            end++;
        if (i < next || end - i < GRAPHEMES_PROBED)
            continue;
        probes[count++] = (probe){i, end, 1};
        next = i + step;
    }
    return count;
}

static size_t list_rows(const dictum_atoms *atoms, const uint32_t *statements, probe *probes)
{
    size_t count = 0;
    for (size_t i = 0; i + ROW_PROBED <= atoms->count; i += ROW_PROBED / 2) {
        probe p = {i, i + ROW_PROBED, UINT32_MAX};
        bool whole = true;
        for (size_t k = p.first; k < p.end; k++) {
            const dictum_atom *atom = &atoms->items[k];
            whole = whole && (k == p.first ? is_own(atom) && !is_composed_number(atoms, k) : goes_on(atoms, k));
            p.statements = statements[k] < p.statements ? statements[k] : p.statements;
        }
        if (whole && (atoms->items[i].flags & DICTUM__ATOM_GRAPHEME) == 0)
            probes[count++] = p;
    }
    return count;
}

/* What finds the words, then what finds the rows. `probes` has room for as many as there are atoms. */
static dictum_status find_near(dictum_index *index, const dictum_atoms *atoms, probe *probes, uint32_t *statements,
                               size_t limit, dictum_candidates *out, dictum_error *err)
{
    dictum_buf query;
    dictum_status status = DICTUM_OK;
    dictum__buf_init(&query, SIZE_MAX / 2);
    for (size_t i = 0; status == DICTUM_OK && i < atoms->count; i++)
        status = frequency(index, atoms, i, &statements[i], err);
    for (unsigned rows = 0; status == DICTUM_OK && rows <= 1; rows++) {
        size_t count = rows == 0 ? list_words(atoms, statements, probes) : list_rows(atoms, statements, probes);
        dictum__buf_clear(&query);
        append_probes(&query, atoms, probes, count, rows == 0 ? WORDS_PROBED : ROWS_PROBED);
        if (dictum__buf_status(&query) != DICTUM_OK)
            status = dictum__nomem(err);
        else if (query.len > 0)
            status = search(index, dictum__buf_slice(&query), DICTUM_SORT_RELEVANCE, limit, out, err);
    }
    dictum__buf_dispose(&query);
    return status;
}

dictum_status dictum__candidates_near(dictum_index *index, const dictum_quotation *quotation, size_t limit,
                                      dictum_candidates *out, dictum_error *err)
{
    const dictum_atoms *atoms = &quotation->atoms;
    probe *probes = calloc(atoms->count + 1, sizeof *probes);
    uint32_t *statements = calloc(atoms->count + 1, sizeof *statements);
    dictum_status status = DICTUM_OK;
    if (probes == NULL || statements == NULL)
        status = dictum__nomem(err);
    else
        status = find_near(index, atoms, probes, statements, limit, out, err);
    free(probes);
    free(statements);
    return status;
}
