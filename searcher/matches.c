/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/matches.h"

#include <time.h>

#include "lib/schema.h"
#include "searcher/plan_positional.h"

/* BM25 with the values that are most in use. Of b, 0.75 did better than 0.5 on cranfield and as well on the other
 * collections that were used to choose (docs/ranking.md). */
#define BM25_K1 1.2
#define BM25_K2 0.0
#define BM25_K3 1.0
#define BM25_B 0.75
#define BM25_MIN_NORMLEN 0.5

/* The clock is looked at once in so many statements. */
#define STEPS 64

typedef struct deadline {
    struct timespec end;
    unsigned steps;
    bool over;
} deadline;

static deadline begin_deadline(unsigned ms)
{
    deadline d = {.steps = 0};
    clock_gettime(CLOCK_MONOTONIC, &d.end);
    d.end.tv_sec += ms / 1000;
    d.end.tv_nsec += (long)(ms % 1000) * 1000000L;
    d.end.tv_sec += d.end.tv_nsec / 1000000000L;
    d.end.tv_nsec %= 1000000000L;
    return d;
}

/* Accepts every statement until time is out. */
static bool in_time(void *context, xap_db *db, uint32_t docid, bool *accepted)
{
    deadline *d = context;
    struct timespec now;
    (void)db;
    (void)docid;
    *accepted = true;
    if (++d->steps % STEPS != 0)
        return true;
    clock_gettime(CLOCK_MONOTONIC, &now);
    d->over = now.tv_sec > d->end.tv_sec || (now.tv_sec == d->end.tv_sec && now.tv_nsec > d->end.tv_nsec);
    return !d->over;
}

static xap_status set_order(xap_enquire *enquire, dictum_sort sort, xap_error *xerr)
{
    if (sort == DICTUM_SORT_NEWEST)
        return xap_enquire_sort_by_value_then_relevance(enquire, DICTUM__SLOT_DATE, true, xerr);
    if (sort == DICTUM_SORT_OLDEST)
        return xap_enquire_sort_by_value_then_relevance(enquire, DICTUM__SLOT_DATE_LAST, false, xerr);
    return XAP_OK;
}

static uint32_t at_most(uint64_t value, uint32_t most)
{
    return value > most ? most : (uint32_t)value;
}

static dictum_status search_failed(const dictum_index *index, xap_status status, const xap_error *xerr,
                                   dictum_error *err)
{
    return status == XAP_STOPPED ? dictum__condition_error(&index->plan, err) : dictum__fail_xap(err, xerr, "search");
}

/* Those from `offset` on, where at least `checked` matches are looked at. */
static dictum_status find_best(dictum_index *index, xap_query *query, const dictum_search_options *options,
                               uint32_t checked, xap_mset **out, dictum_error *err)
{
    xap_error xerr;
    xap_enquire *enquire = NULL;
    uint32_t all = index->documents, first = at_most(options->offset, all);
    xap_status status = xap_enquire_new(index->db, &enquire, &xerr);
    *out = NULL;
    if (status == XAP_OK)
        status = xap_enquire_set_query(enquire, query, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_bm25(enquire, BM25_K1, BM25_K2, BM25_K3, BM25_B, BM25_MIN_NORMLEN, &xerr);
    if (status == XAP_OK)
        status = set_order(enquire, options->sort, &xerr);
    if (status == XAP_OK)
        status =
            xap_enquire_mset(enquire, first, at_most(options->limit, all - first), at_most(checked, all), out, &xerr);
    xap_enquire_free(enquire);
    return status == XAP_OK ? DICTUM_OK : search_failed(index, status, &xerr, err);
}

/* The query, which stays the caller's, until time is out. A remote database takes no clock. */
static xap_status limit_time(const dictum_index *index, xap_query *query, deadline *end, xap_query **out,
                             xap_error *xerr)
{
    xap_query *clock = NULL;
    xap_status status = index->plan.is_remote ? XAP_OK : xap_query_new_condition(in_time, end, &clock, xerr);
    xap_query *parts[2] = {query, clock};
    if (status == XAP_OK)
        status = xap_query_new_op(XAP_OP_AND, parts, clock != NULL ? 2 : 1, 0, out, xerr);
    xap_query_free(clock);
    return status;
}

static xap_status look_at_all(dictum_index *index, xap_query *query, unsigned facets, dictum_counting *counting,
                              dictum_matches *matches, xap_error *xerr)
{
    xap_enquire *enquire = NULL;
    xap_mset *mset = NULL;
    xap_status status = xap_enquire_new(index->db, &enquire, xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_query(enquire, query, xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_boolean(enquire, xerr);
    if (status == XAP_OK)
        status = dictum__counting_begin(counting, facets, enquire, xerr);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, 0, 0, index->documents, &mset, xerr);
    if (status == XAP_OK) {
        matches->count = xap_mset_matches_estimated(mset);
        matches->exact = xap_mset_matches_lower_bound(mset) == xap_mset_matches_upper_bound(mset);
    }
    xap_mset_free(mset);
    xap_enquire_free(enquire);
    return status;
}

/* Counts without ranking. The number stays as it is where that is not done in time. */
static dictum_status count_all(dictum_index *index, xap_query *query, unsigned facets, dictum_arena *arena,
                               dictum_matches *matches, dictum_error *err)
{
    xap_error xerr;
    xap_query *limited = NULL;
    dictum_counting counting = {{NULL}};
    deadline end = begin_deadline(facets != 0 ? DICTUM__FACETING_MS : DICTUM__COUNTING_MS);
    xap_status status = limit_time(index, query, &end, &limited, &xerr);
    if (status == XAP_OK)
        status = look_at_all(index, limited, facets, &counting, matches, &xerr);
    xap_query_free(limited);
    dictum_status counted = DICTUM_OK;
    matches->facets.exact = status == XAP_OK;
    if (status == XAP_OK || (status == XAP_STOPPED && end.over))
        counted = dictum__facets_take(&counting, status == XAP_OK ? matches->count : 0, arena, &matches->facets, err);
    else
        counted = search_failed(index, status, &xerr, err);
    dictum__counting_end(&counting);
    return counted;
}

dictum_status dictum__find_matches(dictum_index *index, xap_query *query, const dictum_search_options *options,
                                   dictum_arena *arena, dictum_matches *out, dictum_error *err)
{
    *out = (dictum_matches){.mset = NULL};
    dictum_status status = find_best(index, query, options, DICTUM__COUNTED_MIN + 1, &out->mset, err);
    if (status != DICTUM_OK)
        return status;
    out->count = xap_mset_matches_estimated(out->mset);
    out->exact = xap_mset_matches_lower_bound(out->mset) == xap_mset_matches_upper_bound(out->mset);
    /* What cannot be timed is not counted by itself: the estimate stays. */
    if (options->facets != 0 || (!out->exact && !index->plan.is_remote))
        status = count_all(index, query, options->facets, arena, out, err);
    if (status != DICTUM_OK) {
        xap_mset_free(out->mset);
        out->mset = NULL;
    }
    return status;
}

dictum_status dictum__find_first(dictum_index *index, xap_query *query, dictum_sort sort, uint64_t limit,
                                 xap_mset **out, dictum_error *err)
{
    dictum_search_options options;
    dictum_search_options_init(&options);
    options.sort = sort;
    options.limit = limit;
    return find_best(index, query, &options, 0, out, err);
}
