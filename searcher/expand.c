/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expansion of a prefix: all candidates are read once, and a heap keeps the most frequent. */
#include "searcher/expand.h"

#include <string.h>

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

static dictum_status keep(dictum_arena *arena, candidate *heap, size_t *count, size_t max, candidate new,
                          dictum_error *err)
{
    if (*count == max && !weaker(&heap[0], &new))
        return DICTUM_OK;
    new.term = dictum__arena_copy(arena, new.term);
    if (new.term.data == NULL)
        return dictum__nomem(err);
    if (*count < max) {
        heap[(*count)++] = new;
        if (*count == max)
            for (size_t i = max / 2 + 1; i-- > 0;)
                sift_down(heap, max, i);
        return DICTUM_OK;
    }
    heap[0] = new;
    sift_down(heap, max, 0);
    return DICTUM_OK;
}

dictum_status dictum__expand(xap_db *db, dictum_arena *arena, const char *prefix, dictum_slice stump, size_t max,
                             dictum_expansion *out, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    dictum_buf start;
    memset(out, 0, sizeof *out);
    dictum__buf_init(&start, SIZE_MAX / 2);
    dictum__buf_append_str(&start, prefix);
    dictum__buf_append_slice(&start, stump);
    candidate *heap = dictum__arena_array(arena, max, sizeof *heap);
    out->terms = dictum__arena_array(arena, max, sizeof *out->terms);
    dictum_status status =
        heap == NULL || out->terms == NULL || dictum__buf_status(&start) != DICTUM_OK ? dictum__nomem(err) : DICTUM_OK;
    if (status == DICTUM_OK && xap_db_all_terms(db, start.data, start.len, &terms, &xerr) != XAP_OK)
        status = dictum__fail_xap(err, &xerr, "list the words of the index");
    dictum__buf_dispose(&start);
    while (status == DICTUM_OK) {
        candidate new = {.order = out->total};
        xap_status next = xap_terms_next(terms, &new.term.data, &new.term.len, &xerr);
        if (next == XAP_DONE)
            break;
        if (next == XAP_OK)
            next = xap_terms_term_freq(terms, &new.documents, &xerr);
        if (next != XAP_OK) {
            status = dictum__fail_xap(err, &xerr, "list the words of the index");
            break;
        }
        out->total++;
        status = keep(arena, heap, &out->count, max, new, err);
    }
    xap_terms_free(terms);
    for (size_t i = 0; heap != NULL && out->terms != NULL && i < out->count; i++)
        out->terms[i] = heap[i].term;
    return status;
}
