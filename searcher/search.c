/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a query: parse, plan, let Xapian match and rank, then fetch, mark and excerpt what is to be shown. */
#include <dictum/search.h>

#include <stdlib.h>
#include <string.h>

#include "searcher/alike.h"
#include "searcher/excerpt.h"
#include "searcher/index.h"
#include "searcher/matches.h"
#include "searcher/plan_positional.h"
#include "searcher/statement.h"
#include "searcher/suggest.h"

struct dictum_result {
    dictum_query *query; /* its text and its notes */
    uint64_t matches;
    bool counted;       /* else the number is an estimate */
    dictum_arena arena; /* of the hits and facets */
    dictum_facets facets;
    char *suggestion; /* or NULL */
    dictum_hit *hits;
    size_t hit_count;
};

void dictum_search_options_init(dictum_search_options *options)
{
    *options = (dictum_search_options){
        .sort = DICTUM_SORT_RELEVANCE, .limit = 10, .excerpts_per_hit = 3, .excerpt_bytes = 600};
}

void dictum_result_free(dictum_result *result)
{
    if (result == NULL)
        return;
    dictum__query_free(result->query);
    free(result->suggestion);
    dictum__arena_dispose(&result->arena);
    free(result);
}

/* ---- hits -------------------------------------------------------------------------------------------------------- */

/* The marks from `first` on. A list without any has no array, so that no pointer into it may be formed beforehand. */
static dictum_range *copy_marks(dictum_arena *arena, const dictum_marks *marks, size_t first, size_t count,
                                size_t origin)
{
    dictum_range *ranges = dictum__arena_array(arena, count, sizeof *ranges);
    for (size_t i = 0; ranges != NULL && i < count; i++) {
        const dictum_mark *mark = &marks->items[first + i];
        ranges[i] = (dictum_range){mark->start - origin, mark->end - origin};
    }
    return ranges;
}

static dictum_status copy_excerpts(dictum_result *result, dictum_hit *hit, const dictum_record *record,
                                   const dictum_marks *marks, const dictum_passages *passages, dictum_error *err)
{
    dictum_excerpt *excerpts = dictum__arena_array(&result->arena, passages->count, sizeof *excerpts);
    if (excerpts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < passages->count; i++) {
        const dictum_passage *passage = &passages->items[i];
        dictum_slice slice = {record->text.data + passage->start, passage->end - passage->start};
        dictum_slice text = dictum__arena_copy(&result->arena, slice);
        dictum_excerpt *excerpt = &excerpts[i];
        *excerpt = (dictum_excerpt){.text = {text.data, text.len},
                                    .start = passage->start,
                                    .end = passage->end,
                                    .mark_count = passage->last_mark - passage->first_mark};
        excerpt->marks = copy_marks(&result->arena, marks, passage->first_mark, excerpt->mark_count, passage->start);
        if (text.data == NULL || excerpt->marks == NULL)
            return dictum__nomem(err);
        size_t shown = passage->start + (excerpt->mark_count > 0 ? excerpt->marks[0].start : 0);
        excerpt->page = dictum__record_page(record, shown);
    }
    hit->excerpts = excerpts;
    hit->excerpt_count = passages->count;
    return DICTUM_OK;
}

/* So many sentences of context are added at most. */
#define CONTEXT_MAX 100

static dictum_status add_excerpts(dictum_index *index, dictum_result *result, const dictum_record *record,
                                  const dictum_search_options *options, dictum_hit *hit, dictum_error *err)
{
    const dictum_analysis *analysis;
    dictum_matcher *matcher = &index->matcher;
    if (options->excerpts_per_hit == 0)
        return DICTUM_OK;
    dictum_status status = dictum__match(matcher, result->query, record, &analysis, err);
    if (status != DICTUM_OK)
        return status;
    hit->title_mark_count = matcher->title.count;
    hit->title_marks = copy_marks(&result->arena, &matcher->title, 0, matcher->title.count, 0);
    if (hit->title_marks == NULL)
        return dictum__nomem(err);
    if (matcher->text.count == 0 && matcher->title.count > 0)
        return DICTUM_OK;
    dictum_passage_options limits = {.passages = options->excerpts_per_hit,
                                     .passage_bytes = options->excerpt_bytes,
                                     .context = options->context_sentences < CONTEXT_MAX ? options->context_sentences
                                                                                         : CONTEXT_MAX};
    dictum_passages passages = {0};
    status = dictum__excerpts(index->side_analyser, record, analysis, &matcher->text, &limits, &passages, err);
    if (status == DICTUM_OK)
        status = copy_excerpts(result, hit, record, &matcher->text, &passages, err);
    free(passages.items);
    return status;
}

static dictum_status add_hit(dictum_index *index, dictum_result *result, uint32_t docid,
                             const dictum_search_options *options, dictum_hit *hit, dictum_error *err)
{
    xap_doc *doc;
    dictum_record record;
    dictum_status status = dictum__index_record(index, docid, &doc, &record, err);
    if (status != DICTUM_OK)
        return status;
    if (options->without_text && options->excerpts_per_hit == 0)
        record.text = DICTUM_SLICE("");
    hit->statement = dictum__statement_copy(&result->arena, &record);
    status = hit->statement == NULL ? dictum__nomem(err) : add_excerpts(index, result, &record, options, hit, err);
    xap_doc_free(doc);
    return status;
}

/* The hit of the number `rank` is the item `item` of what was found. */
static dictum_status add_item(dictum_index *index, dictum_result *result, xap_mset *mset, uint32_t item, uint64_t rank,
                              const dictum_search_options *options, dictum_error *err)
{
    xap_error xerr;
    uint32_t docid;
    dictum_hit *hit = &result->hits[result->hit_count];
    if (xap_mset_item(mset, item, &docid, &hit->score, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read the matches");
    hit->rank = rank;
    dictum_status status = add_hit(index, result, docid, options, hit, err);
    result->hit_count += status == DICTUM_OK;
    return status;
}

static dictum_status begin_hits(dictum_result *result, size_t count, dictum_error *err)
{
    result->hits = dictum__arena_array(&result->arena, count, sizeof *result->hits);
    return result->hits != NULL ? DICTUM_OK : dictum__nomem(err);
}

static dictum_status add_hits(dictum_index *index, dictum_result *result, xap_mset *mset,
                              const dictum_search_options *options, dictum_error *err)
{
    uint32_t size = xap_mset_size(mset);
    dictum_status status = begin_hits(result, size, err);
    for (uint32_t i = 0; status == DICTUM_OK && i < size; i++)
        status = add_item(index, result, mset, i, options->offset + i + 1, options, err);
    return status;
}

/* ---- folding ----------------------------------------------------------------------------------------------------- */

/* The ids of the items that are folded into one. */
static dictum_status add_like(dictum_index *index, dictum_result *result, xap_mset *mset, const dictum_alike *fold,
                              size_t item, dictum_hit *hit, dictum_error *err)
{
    size_t count = 0;
    for (size_t i = item + 1; i < fold->count; i++)
        count += fold->first[i] == item;
    dictum_text *like = dictum__arena_array(&result->arena, count, sizeof *like);
    if (like == NULL)
        return dictum__nomem(err);
    hit->like = like;
    for (size_t i = item + 1; hit->like_count < count; i++) {
        xap_error xerr;
        xap_doc *doc;
        dictum_record record;
        uint32_t docid;
        double weight;
        if (fold->first[i] != item)
            continue;
        if (xap_mset_item(mset, (uint32_t)i, &docid, &weight, &xerr) != XAP_OK)
            return dictum__fail_xap(err, &xerr, "read the matches");
        dictum_status status = dictum__index_record(index, docid, &doc, &record, err);
        if (status != DICTUM_OK)
            return status;
        dictum_slice id = dictum__arena_copy(&result->arena, record.id);
        xap_doc_free(doc);
        if (id.data == NULL)
            return dictum__nomem(err);
        like[hit->like_count++] = (dictum_text){id.data, id.len};
    }
    return DICTUM_OK;
}

static dictum_status add_folded(dictum_index *index, dictum_result *result, xap_mset *mset, const dictum_alike *fold,
                                const dictum_search_options *options, dictum_error *err)
{
    uint64_t rank = 0;
    dictum_status status = begin_hits(result, fold->kept, err);
    for (size_t i = 0; status == DICTUM_OK && i < fold->count && result->hit_count < options->limit; i++) {
        if (fold->first[i] != i || ++rank <= options->offset)
            continue;
        dictum_hit *hit = &result->hits[result->hit_count];
        status = add_item(index, result, mset, (uint32_t)i, rank, options, err);
        if (status == DICTUM_OK)
            status = add_like(index, result, mset, fold, i, hit, err);
    }
    return status;
}

/* So many are looked at beyond those that are asked for. */
#define FOLD_AHEAD 100

/* Looks at more and more of the matches until enough are left when they are folded. */
static dictum_status find_folded(dictum_index *index, dictum_result *result, xap_query *query,
                                 const dictum_search_options *options, dictum_matches *out, dictum_error *err)
{
    uint64_t wanted = options->limit < UINT64_MAX - options->offset ? options->offset + options->limit : UINT64_MAX;
    dictum_search_options all = *options;
    dictum_alike fold = {NULL, 0, 0};
    all.offset = 0;
    all.limit = wanted < UINT32_MAX / 2 ? wanted + wanted / 2 + FOLD_AHEAD : UINT32_MAX;
    for (;;) {
        dictum_status status = dictum__find_matches(index, query, &all, &result->arena, out, err);
        if (status == DICTUM_OK)
            status = dictum__find_alike(out->mset, index->plan.is_remote, &fold, err);
        bool enough = fold.kept >= wanted || fold.count < all.limit;
        if (status == DICTUM_OK && enough)
            status = add_folded(index, result, out->mset, &fold, options, err);
        dictum__alike_dispose(&fold);
        if (status != DICTUM_OK || enough)
            return status;
        xap_mset_free(out->mset);
        out->mset = NULL;
        all.limit = all.limit < UINT32_MAX / 4 ? all.limit * 4 : UINT32_MAX;
    }
}

/* ---- searching --------------------------------------------------------------------------------------------------- */

/* The plan, the matching and the fetching, all on one state of the index. */
static dictum_status search_once(dictum_index *index, dictum_result *result, const dictum_search_options *options,
                                 dictum_error *err)
{
    xap_query *query = NULL;
    dictum_matches matches = {.mset = NULL};
    dictum__arena_dispose(&result->arena);
    result->hit_count = 0;
    index->plan.query = result->query;
    dictum_status status = dictum__plan(&index->plan, &query, err);
    if (status == DICTUM_OK && options->fold)
        status = find_folded(index, result, query, options, &matches, err);
    else if (status == DICTUM_OK)
        status = dictum__find_matches(index, query, options, &result->arena, &matches, err);
    if (status == DICTUM_OK && !options->fold)
        status = add_hits(index, result, matches.mset, options, err);
    result->matches = matches.count;
    result->counted = matches.exact;
    result->facets = matches.facets;
    xap_mset_free(matches.mset);
    xap_query_free(query);
    dictum__conditions_free(&index->plan);
    return status;
}

/* Fewer matches make one think of a misspelling. */
#define MANY 3

/* A suggestion is kept only where it finds more. What goes wrong with it is no reason to give no result. */
static void suggest(dictum_index *index, dictum_result *result)
{
    dictum_search_options counting;
    dictum_result *other = NULL;
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX / 2);
    index->plan.query = result->query;
    dictum_search_options_init(&counting);
    counting.limit = 0;
    if (dictum__suggest(&index->plan, result->query, &text, NULL) == DICTUM_OK && text.len > 0 &&
        dictum_search(index, text.data, &counting, &other, NULL) == DICTUM_OK && other != NULL &&
        other->matches > result->matches)
        result->suggestion = dictum__buf_detach(&text);
    dictum_result_free(other);
    dictum__buf_dispose(&text);
}

dictum_status dictum_search(dictum_index *index, const char *query, const dictum_search_options *options,
                            dictum_result **out, dictum_error *err)
{
    dictum_search_options defaults;
    *out = NULL;
    if (options == NULL) {
        dictum_search_options_init(&defaults);
        options = &defaults;
    }
    dictum_result *result = calloc(1, sizeof *result);
    if (result == NULL)
        return dictum__nomem(err);
    dictum_status status =
        dictum__query_parse(index->analyser, dictum__slice(query), options->any, options->strict, &result->query, err);
    if (status == DICTUM_OK)
        status = dictum__index_refresh(index, err);
    for (unsigned attempt = 0; status == DICTUM_OK; attempt++) {
        status = search_once(index, result, options, err);
        if (status == DICTUM_OK || !dictum__index_should_retry(index, status, attempt))
            break;
        status = dictum__index_reopen(index, err);
    }
    if (status != DICTUM_OK) {
        dictum_result_free(result);
        return status;
    }
    if (options->suggest && result->matches < MANY)
        suggest(index, result);
    *out = result;
    return DICTUM_OK;
}

/* ---- what a result says ------------------------------------------------------------------------------------------ */

const char *dictum_result_query(const dictum_result *result)
{
    return result->query->normal;
}

uint64_t dictum_result_match_count(const dictum_result *result)
{
    return result->matches;
}

bool dictum_result_is_exact(const dictum_result *result)
{
    return !result->query->capped && result->counted;
}

bool dictum_result_is_estimate(const dictum_result *result)
{
    return !result->counted;
}

const char *dictum_result_suggestion(const dictum_result *result)
{
    return result->suggestion;
}

size_t dictum_result_facet_value_count(const dictum_result *result, dictum_facet facet)
{
    return (unsigned)facet < DICTUM_FACETS ? result->facets.of[facet].count : 0;
}

const dictum_facet_value *dictum_result_facet_value(const dictum_result *result, dictum_facet facet, size_t index)
{
    return index < dictum_result_facet_value_count(result, facet) ? &result->facets.of[facet].values[index] : NULL;
}

bool dictum_result_facets_are_exact(const dictum_result *result)
{
    return result->facets.exact;
}

size_t dictum_result_note_count(const dictum_result *result)
{
    size_t count = 0;
    for (const dictum_note *note = result->query->notes; note != NULL; note = note->next)
        count++;
    return count;
}

const char *dictum_result_note(const dictum_result *result, size_t index)
{
    const dictum_note *note = result->query->notes;
    while (note != NULL && index-- > 0)
        note = note->next;
    return note == NULL ? NULL : note->text;
}

size_t dictum_result_hit_count(const dictum_result *result)
{
    return result->hit_count;
}

const dictum_hit *dictum_result_hit(const dictum_result *result, size_t index)
{
    return index < result->hit_count ? &result->hits[index] : NULL;
}
