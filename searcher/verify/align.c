/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/align.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

/* What a pair is worth and what gaps cost, in thousandths of a word. A common word is worth less, so that it is not
 * paired with one far off; a long gap costs little more than a short one, so that a dropped clause stays one gap. */
#define PAIR 20000
#define PAIR_COMMON 12000
#define PAIR_BRACKET 2000
#define OPEN 15000
#define OPEN_BESIDE 8000 /* where a gap of the other side ends: a word in the place of another is one change */
#define EXTEND_QUOTATION 4000
#define EXTEND_SOURCE 2000
#define OPEN_CUT 1000 /* where the quotation leaves something out: the nearer, the better */
#define EXTEND_CUT 1
#define OPEN_BRACKET 3000 /* beside what an editor put in */
#define EXTEND_BRACKET 500

#define NEVER (INT32_MIN / 2)

/* The three ways to come to a pair of places: the last atoms are paired; that of the quotation stands alone; that of
 * the source does. A step has the way that came before, two bits for each. */
enum { PAIRED, QUOTED_ALONE, SOURCE_ALONE, WAYS };

typedef struct rows {
    int32_t *before[WAYS], *now[WAYS]; /* of the atom of the quotation before, and of this one */
} rows;

typedef struct costs {
    int32_t pair, open_quotation, extend_quotation; /* of an atom of the quotation */
    int32_t open_source, extend_source;             /* of atoms of the source behind it */
    int32_t beside;                                 /* either, where the other side has a gap */
} costs;

static bool has(const dictum_atom *atom, unsigned flag)
{
    return (atom->flags & flag) != 0;
}

static costs costs_of(const dictum_quotation *quotation, size_t i)
{
    const dictum_atoms *atoms = &quotation->atoms;
    const dictum_atom *atom = &atoms->items[i];
    costs c = {PAIR, OPEN, EXTEND_QUOTATION, OPEN, EXTEND_SOURCE, OPEN_BESIDE};
    bool cut = i + 1 < atoms->count && has(atom + 1, DICTUM__ATOM_CUT);
    bool beside = has(atom, DICTUM__ATOM_BRACKET) || (i + 1 < atoms->count && has(atom + 1, DICTUM__ATOM_BRACKET));
    if ((atom->classes & DICTUM__WORD_COMMON) != 0 || has(atom, DICTUM__ATOM_GRAPHEME))
        c.pair = PAIR_COMMON;
    if (has(atom, DICTUM__ATOM_BRACKET)) {
        c.pair = PAIR_BRACKET;
        c.open_quotation = c.extend_quotation = 0;
    }
    if (beside) {
        c.open_source = c.beside = OPEN_BRACKET;
        c.extend_source = EXTEND_BRACKET;
    }
    if (cut) {
        c.open_source = c.beside = OPEN_CUT;
        c.extend_source = EXTEND_CUT;
    }
    return c;
}

static uint8_t best_of(int32_t a, int32_t b, int32_t c, int32_t *best)
{
    uint8_t way = PAIRED;
    *best = a;
    if (b > *best) {
        *best = b;
        way = QUOTED_ALONE;
    }
    if (c > *best) {
        *best = c;
        way = SOURCE_ALONE;
    }
    return way;
}

/* One atom of the quotation against the atoms [first, first + count) of the source; place j is behind j of them. */
static void align_row(const dictum_atom *atom, const costs *c, const dictum_atom *source, size_t count, const rows *r,
                      uint8_t *steps)
{
    for (size_t j = 0; j <= count; j++) {
        uint8_t step;
        int32_t paired = NEVER, alone;
        uint8_t from = 0;
        if (j > 0 && source[j - 1].hash == atom->hash) {
            from = best_of(r->before[PAIRED][j - 1], r->before[QUOTED_ALONE][j - 1], r->before[SOURCE_ALONE][j - 1],
                           &paired);
            paired += c->pair;
        }
        step = from;
        int32_t beside = c->beside < c->open_quotation ? c->beside : c->open_quotation;
        from = best_of(r->before[PAIRED][j] - c->open_quotation, r->before[QUOTED_ALONE][j],
                       r->before[SOURCE_ALONE][j] - beside, &alone);
        step |= (uint8_t)(from << 2);
        r->now[PAIRED][j] = paired < NEVER ? NEVER : paired;
        r->now[QUOTED_ALONE][j] = alone - c->extend_quotation < NEVER ? NEVER : alone - c->extend_quotation;
        r->now[SOURCE_ALONE][j] = NEVER;
        if (j > 0) {
            bool optional = has(&source[j - 1], DICTUM__ATOM_OPTIONAL);
            int32_t open = optional ? 0 : c->open_source, extend = optional ? 0 : c->extend_source;
            beside = c->beside < open ? c->beside : open;
            from = best_of(r->now[PAIRED][j - 1] - open, r->now[QUOTED_ALONE][j - 1] - beside,
                           r->now[SOURCE_ALONE][j - 1], &alone);
            step |= (uint8_t)(from << 4);
            r->now[SOURCE_ALONE][j] = alone - extend < NEVER ? NEVER : alone - extend;
        }
        steps[j] = step;
    }
}

static bool reserve(dictum_alignment *alignment, size_t quoted, size_t count)
{
    return dictum__array_reserve((void **)&alignment->steps, &alignment->steps_cap, quoted * (count + 1), 1) &&
           dictum__array_reserve((void **)&alignment->rows, &alignment->rows_cap, (size_t)2 * WAYS * (count + 1),
                                 sizeof *alignment->rows);
}

/* Goes the steps back from place `at` behind the last atom of the quotation, come to by `way`. */
static void trace(dictum_alignment *alignment, const dictum_quotation *quotation, size_t count, size_t first, size_t at,
                  uint8_t way)
{
    size_t i = quotation->atoms.count;
    alignment->kept = 0;
    while (i > 0) {
        uint8_t step = alignment->steps[(i - 1) * (count + 1) + at];
        if (way == PAIRED) {
            const dictum_atom *atom = &quotation->atoms.items[i - 1];
            alignment->pairs[--i] = first + --at;
            alignment->kept += !has(atom, DICTUM__ATOM_BRACKET) || atom->front + atom->back > 0;
            way = step & 3u;
        } else if (way == QUOTED_ALONE) {
            alignment->pairs[--i] = DICTUM__UNPAIRED;
            way = step >> 2 & 3u;
        } else {
            at--;
            way = step >> 4 & 3u;
        }
    }
}

/* Aligns with `count` atoms of the source from `first` on. */
static bool align_with(dictum_alignment *alignment, const dictum_quotation *quotation, const dictum_atoms *source,
                       size_t first, size_t count)
{
    size_t quoted = quotation->atoms.count, best = 0;
    if (!reserve(alignment, quoted, count))
        return false;
    rows r;
    for (size_t way = 0; way < WAYS; way++) {
        r.before[way] = alignment->rows + way * (count + 1);
        r.now[way] = alignment->rows + ((size_t)WAYS + way) * (count + 1);
        for (size_t j = 0; j <= count; j++)
            r.before[way][j] = way == PAIRED ? 0 : NEVER;
    }
    for (size_t i = 0; i < quoted; i++) {
        costs c = costs_of(quotation, i);
        align_row(&quotation->atoms.items[i], &c, source->items + first, count, &r, alignment->steps + i * (count + 1));
        rows swapped = r;
        memcpy(r.before, swapped.now, sizeof r.before);
        memcpy(r.now, swapped.before, sizeof r.now);
    }
    int32_t top = NEVER, score;
    uint8_t way = PAIRED;
    for (size_t j = 0; j <= count; j++) {
        uint8_t by = best_of(r.before[PAIRED][j], r.before[QUOTED_ALONE][j], NEVER, &score);
        if (score > top) {
            top = score;
            best = j;
            way = by;
        }
    }
    trace(alignment, quotation, count, first, best, way);
    return true;
}

/* ---- sources that are too long ----------------------------------------------------------------------------------- */

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* The first of `width` atoms in a row that have the most in common with the quotation; SIZE_MAX: memory ran out. */
static size_t densest(const dictum_quotation *quotation, const dictum_atoms *source, size_t width)
{
    size_t quoted = quotation->atoms.count, inside = 0, most = 0, best = 0;
    uint64_t *hashes = malloc(quoted * sizeof *hashes);
    bool *common = malloc(source->count);
    if (hashes == NULL || common == NULL) {
        free(hashes);
        free(common);
        return SIZE_MAX;
    }
    for (size_t i = 0; i < quoted; i++)
        hashes[i] = quotation->atoms.items[i].hash;
    qsort(hashes, quoted, sizeof *hashes, compare_hashes);
    for (size_t j = 0; j < source->count; j++) {
        common[j] = (source->items[j].classes & DICTUM__WORD_COMMON) == 0 &&
                    bsearch(&source->items[j].hash, hashes, quoted, sizeof *hashes, compare_hashes) != NULL;
        inside += common[j];
        if (j >= width)
            inside -= common[j - width];
        if (inside > most) {
            most = inside;
            best = j + 1 > width ? j + 1 - width : 0;
        }
    }
    free(hashes);
    free(common);
    return best;
}

bool dictum__align(dictum_alignment *alignment, const dictum_quotation *quotation, const dictum_atoms *source)
{
    size_t quoted = quotation->atoms.count, count = source->count, first = 0;
    if (!dictum__array_reserve((void **)&alignment->pairs, &alignment->pairs_cap, quoted, sizeof *alignment->pairs))
        return false;
    if (quoted * (count + 1) > DICTUM__ALIGN_PAIRS_MAX) {
        count = DICTUM__ALIGN_PAIRS_MAX / quoted - 1;
        first = densest(quotation, source, count);
        if (first == SIZE_MAX)
            return false;
    }
    return align_with(alignment, quotation, source, first, count);
}

void dictum__alignment_dispose(dictum_alignment *alignment)
{
    free(alignment->pairs);
    free(alignment->steps);
    free(alignment->rows);
}
