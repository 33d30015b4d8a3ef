/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expansion of a prefix: all candidates are read once, and a heap keeps the most frequent. */
#include "searcher/expand.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

typedef struct candidate {
    uint32_t documents;
    size_t order; /* in the list of terms; earlier ones win ties */
    dictum_slice term;
} candidate;

/* Whether `a` is to be dropped before `b`. */
static bool weaker(const candidate *a, const candidate *b)
{
    return a->documents != b->documents ? a->documents < b->documents : a->order > b->order;
}

/* Restores the heap (weakest at the front) below `at`. */
static void sift_down(candidate *heap, size_t count, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
            if (weaker(&heap[child], &heap[least]))
                least = child;
        if (least == at)
            return;
        candidate held = heap[at];
        heap[at] = heap[least];
        heap[least] = held;
        at = least;
    }
}

/* The most frequent candidates so far; a heap once there are as many as may be. */
typedef struct selection {
    candidate *heap;
    size_t count, cap, max;
    size_t prefix_bytes;
    dictum_fits_fn fits;
    const void *context;
} selection;

static bool fits(const selection *kept, dictum_slice term)
{
    dictum_slice form = {term.data + kept->prefix_bytes, term.len - kept->prefix_bytes};
    return kept->fits == NULL || kept->fits(kept->context, form);
}

static dictum_status keep(dictum_arena *arena, selection *kept, candidate new, dictum_error *err)
{
    bool full = kept->count == kept->max;
    if (full && (kept->heap == NULL || !weaker(&kept->heap[0], &new)))
        return DICTUM_OK;
    new.term = dictum__arena_copy(arena, new.term);
    if (new.term.data == NULL)
        return dictum__nomem(err);
    if (!full) {
        void *room = kept->heap;
        if (!dictum__array_reserve(&room, &kept->cap, kept->count + 1, sizeof new))
            return dictum__nomem(err);
        kept->heap = room;
        kept->heap[kept->count++] = new;
        if (kept->count == kept->max)
            for (size_t i = kept->max / 2 + 1; i-- > 0;)
                sift_down(kept->heap, kept->max, i);
        return DICTUM_OK;
    }
    kept->heap[0] = new;
    sift_down(kept->heap, kept->max, 0);
    return DICTUM_OK;
}

static dictum_status read_terms(xap_terms *terms, dictum_arena *arena, selection *kept, size_t *total,
                                dictum_error *err)
{
    xap_error xerr;
    for (;;) {
        candidate new = {.order = *total};
        xap_status next = xap_terms_next(terms, &new.term.data, &new.term.len, &xerr);
        if (next == XAP_DONE)
            return DICTUM_OK;
        if (next == XAP_OK && !fits(kept, new.term))
            continue;
        if (next == XAP_OK)
            next = xap_terms_term_freq(terms, &new.documents, &xerr);
        if (next != XAP_OK)
            return dictum__fail_xap(err, &xerr, "list the words of the index");
        ++*total;
        dictum_status status = keep(arena, kept, new, err);
        if (status != DICTUM_OK)
            return status;
    }
}

dictum_status dictum__expand(xap_db *db, dictum_arena *arena, const char *prefix, dictum_slice stump,
                             dictum_fits_fn fits_form, const void *context, size_t max, dictum_expansion *out,
                             dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    dictum_buf start;
    selection kept = {.max = max, .prefix_bytes = strlen(prefix), .fits = fits_form, .context = context};
    memset(out, 0, sizeof *out);
    dictum__buf_init(&start, SIZE_MAX / 2);
    dictum__buf_append_str(&start, prefix);
    dictum__buf_append_slice(&start, stump);
    dictum_status status = dictum__buf_status(&start) != DICTUM_OK ? dictum__nomem(err) : DICTUM_OK;
    if (status == DICTUM_OK && xap_db_all_terms(db, start.data, start.len, &terms, &xerr) != XAP_OK)
        status = dictum__fail_xap(err, &xerr, "list the words of the index");
    dictum__buf_dispose(&start);
    if (status == DICTUM_OK)
        status = read_terms(terms, arena, &kept, &out->total, err);
    xap_terms_free(terms);
    if (status == DICTUM_OK) {
        out->terms = dictum__arena_array(arena, kept.count, sizeof *out->terms);
        status = out->terms == NULL ? dictum__nomem(err) : DICTUM_OK;
    }
    for (size_t i = 0; status == DICTUM_OK && out->terms != NULL && i < kept.count; i++)
        out->terms[out->count++] = kept.heap[i].term;
    free(kept.heap);
    return status;
}
