/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verification: candidates are found through the index, compared one by one, and the best of them told. */
#include <dictum/verify.h>

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/hash.h"
#include "lib/schema.h"
#include "lib/utf8.h"
#include "searcher/matches.h"
#include "searcher/queries.h"
#include "searcher/retired.h"
#include "searcher/verify/verifier.h"

/* So many candidates are looked at where the words stand in a row, beyond those that are to be listed; where they are
 * looked for by rare words; and for each piece that may be of another statement. */
#define EXACT_MORE 20
#define NEAR_MOST 24
#define PIECE_MOST 5
#define PIECES_MAX 8
/* Shorter pieces are found by chance. */
#define PIECE_ATOMS_MIN 4
/* Once a candidate keeps so much, so many further ones that keep less end the search. */
#define KEPT_MUCH 0.75
#define WORSE_MOST 10
/* Text that is compared for one quotation, in bytes, beyond the first candidate's: against hostile archives. */
#define COMPARED_BYTES_MAX ((size_t)16 << 20)
/* What keeps less of the quotation is not worth showing. */
#define NEAREST_KEPT_MIN 0.35
#define NEAREST_WORDS_MIN 3
/* Fewer words, or words that so many statements have, mean nothing. */
#define SHORT_WORDS 4
#define SHORT_GRAPHEMES 6
#define COMMON_STATEMENTS 50

struct dictum_verification {
    dictum_arena arena;
    dictum_verdict verdict;
    dictum_source_match *matches;
    size_t count, cap;
    uint64_t found;
    uint64_t statements;
    char from[DICTUM__DATE_BYTES], to[DICTUM__DATE_BYTES];
    const char *warnings[2];
    size_t warning_count;
};

/* A candidate that has been compared, in short. */
typedef struct outcome {
    uint32_t docid;
    dictum_verdict verdict;
    double kept;
    size_t changes;
} outcome;

typedef struct inquiry {
    dictum_index *index;
    dictum_verifier *verifier;
    const dictum_verify_options *options;
    dictum_slice quotation;
    dictum_verification *result;
    dictum_candidates candidates;
    outcome *outcomes; /* of the candidates, in their order */
    size_t outcome_count, outcome_cap;
    size_t compared; /* bytes of text */
    dictum_error *err;
} inquiry;

void dictum_verify_options_init(dictum_verify_options *options)
{
    *options = (dictum_verify_options){.limit = 10};
}

const char *dictum_verdict_name(dictum_verdict verdict)
{
    static const char *const names[] = {"verbatim", "typographic", "elided", "bracketed", "altered", "absent"};
    return (unsigned)verdict < sizeof names / sizeof names[0] ? names[verdict] : "absent";
}

bool dictum_verdict_is_true(dictum_verdict verdict)
{
    return verdict <= DICTUM_BRACKETED;
}

const char *dictum_change_class_name(dictum_change_class change)
{
    static const char *const names[DICTUM_CHANGES] = {"negation", "number", "unit",    "modal", "name",
                                                      "order",    "splice", "speaker", "other"};
    return (unsigned)change < DICTUM_CHANGES ? names[change] : "other";
}

void dictum_verification_free(dictum_verification *verification)
{
    if (verification == NULL)
        return;
    dictum__arena_dispose(&verification->arena);
    free(verification->matches);
    free(verification);
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

/* Compares `text` with a statement; the record lives as long as *doc, which the caller frees. */
static dictum_status compare(inquiry *v, dictum_slice text, uint32_t docid, xap_doc **doc, dictum_record *record)
{
    dictum_status status = dictum__index_record(v->index, docid, doc, record, v->err);
    if (status != DICTUM_OK)
        return status;
    v->compared += record->text.len;
    status = dictum__verifier_compare(v->verifier, v->index->analyser, text, record, v->err);
    if (status != DICTUM_OK) {
        xap_doc_free(*doc);
        *doc = NULL;
    }
    return status;
}

/* A source that is known to be somebody else's, by the comparison made last. What the source itself has in quotation
 * marks may be anybody's. */
static bool is_by_another(const inquiry *v, dictum_slice speaker)
{
    return v->options->speaker != NULL && speaker.len > 0 &&
           !dictum__is_quoted(&v->verifier->source, v->verifier->judgement.first) &&
           !dictum__same_person(v->verifier->lexicon, dictum__slice(v->options->speaker), speaker);
}

/* How good an outcome is: a lower number is better. */
static int compare_outcomes(const outcome *a, const outcome *b)
{
    bool a_true = dictum_verdict_is_true(a->verdict), b_true = dictum_verdict_is_true(b->verdict);
    if (a_true != b_true)
        return a_true ? -1 : 1;
    if (a_true)
        return 0;
    if (a->kept != b->kept)
        return a->kept > b->kept ? -1 : 1;
    return a->changes < b->changes ? -1 : a->changes > b->changes;
}

static dictum_status judge_candidate(inquiry *v, uint32_t docid)
{
    xap_doc *doc;
    dictum_record record;
    if (!dictum__array_reserve((void **)&v->outcomes, &v->outcome_cap, v->outcome_count + 1, sizeof *v->outcomes))
        return dictum__nomem(v->err);
    dictum_status status = compare(v, v->quotation, docid, &doc, &record);
    if (status != DICTUM_OK)
        return status;
    const dictum_judgement *j = &v->verifier->judgement;
    outcome *o = &v->outcomes[v->outcome_count++];
    *o = (outcome){docid, j->verdict, j->kept, j->changes.count};
    if (dictum_verdict_is_true(o->verdict) && is_by_another(v, record.speaker))
        o->verdict = DICTUM_ALTERED;
    xap_doc_free(doc);
    return DICTUM_OK;
}

/* Compares the candidates from number `first` on, until `enough` are true. */
static dictum_status judge_candidates(inquiry *v, size_t first, size_t enough)
{
    size_t good = 0, worse = 0;
    double most = 0;
    dictum_status status = DICTUM_OK;
    for (size_t i = first; status == DICTUM_OK && i < v->candidates.count && good < enough && worse < WORSE_MOST; i++) {
        if (i > 0 && v->compared > COMPARED_BYTES_MAX)
            break;
        v->verifier->least = most;
        status = judge_candidate(v, v->candidates.docids[i]);
        if (status != DICTUM_OK)
            break;
        const outcome *o = &v->outcomes[v->outcome_count - 1];
        good += dictum_verdict_is_true(o->verdict);
        worse = most >= KEPT_MUCH && o->kept < most ? worse + 1 : 0;
        most = o->kept > most ? o->kept : most;
    }
    v->verifier->least = 0;
    return status;
}

/* ---- listing ----------------------------------------------------------------------------------------------------- */

/* Another match's statement with the same text: this one's id is added to it. */
static bool fold(inquiry *v, const dictum_record *record, bool *folded)
{
    dictum_verification *result = v->result;
    *folded = false;
    for (size_t i = 0; i < result->count && !*folded; i++) {
        dictum_source_match *match = &result->matches[i];
        dictum_text text = match->statement->text;
        if (!dictum__slice_equal((dictum_slice){text.text, text.bytes}, record->text))
            continue;
        dictum_text *like = dictum__arena_array(&result->arena, match->like_count + 1, sizeof *like);
        dictum_slice id = dictum__arena_copy(&result->arena, record->id);
        if (like == NULL || id.data == NULL)
            return false;
        if (match->like_count > 0)
            memcpy(like, match->like, match->like_count * sizeof *like);
        like[match->like_count] = (dictum_text){id.data, id.len};
        match->like = like;
        match->like_count++;
        *folded = true;
    }
    return true;
}

static dictum_text borrow(const char *text)
{
    return (dictum_text){text, strlen(text)};
}

/* Makes a true match of another's words an altered one. */
static bool blame_speaker(inquiry *v, dictum_source_match *match)
{
    dictum_change *change = dictum__arena_alloc(&v->result->arena, sizeof *change);
    dictum_slice asked = dictum__arena_copy(&v->result->arena, dictum__slice(v->options->speaker));
    if (change == NULL || asked.data == NULL)
        return false;
    *change = (dictum_change){.change = DICTUM_CHANGE_SPEAKER, .quotation = borrow(asked.data)};
    change->archive = match->statement->speaker;
    match->verdict = DICTUM_ALTERED;
    match->changes = change;
    match->change_count = 1;
    return true;
}

static bool report(inquiry *v, const dictum_record *record)
{
    dictum_verification *result = v->result;
    bool folded = false;
    if (!fold(v, record, &folded))
        return false;
    if (folded)
        return true;
    if (!dictum__array_reserve((void **)&result->matches, &result->cap, result->count + 1, sizeof *result->matches))
        return false;
    dictum_source_match *match = &result->matches[result->count];
    if (!dictum__report_match(v->verifier, record, v->options, &result->arena, match))
        return false;
    result->count++;
    return !dictum_verdict_is_true(match->verdict) || !is_by_another(v, record->speaker) || blame_speaker(v, match);
}

/* Compares again and tells of it: a comparison is quicker than keeping all. */
static dictum_status list_match(inquiry *v, dictum_slice text, uint32_t docid)
{
    xap_doc *doc;
    dictum_record record;
    dictum_status status = compare(v, text, docid, &doc, &record);
    if (status != DICTUM_OK)
        return status;
    if (!report(v, &record))
        status = dictum__nomem(v->err);
    xap_doc_free(doc);
    return status;
}

static const char *date_of(const dictum_source_match *match)
{
    return match->statement->date.bytes > 0 ? match->statement->date.text : DICTUM__UNDATED;
}

static int compare_dates(const void *left, const void *right)
{
    const dictum_source_match *a = left, *b = right;
    int order = strcmp(date_of(a), date_of(b));
    return order != 0 ? order : strcmp(a->statement->id.text, b->statement->id.text);
}

/* All that are as good as the best. */
static dictum_status list_best(inquiry *v, const outcome *best)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < v->outcome_count && v->result->count < v->options->limit; i++)
        if (compare_outcomes(&v->outcomes[i], best) == 0)
            status = list_match(v, v->quotation, v->outcomes[i].docid);
    return status;
}

static const outcome *best_outcome(const inquiry *v)
{
    const outcome *best = NULL;
    for (size_t i = 0; i < v->outcome_count; i++)
        if (best == NULL || compare_outcomes(&v->outcomes[i], best) < 0)
            best = &v->outcomes[i];
    return best;
}

/* ---- pieces ------------------------------------------------------------------------------------------------------ */

/* A piece of the quotation that the best source does not have, and where it stands word for word. */
typedef struct found_piece {
    dictum_range range; /* of the quotation */
    uint32_t docid;
    bool found;
} found_piece;

/* Looks for a piece by itself: another language may read it otherwise, so the quotation is read anew afterwards. */
static dictum_status find_piece(inquiry *v, dictum_slice text, found_piece *piece)
{
    dictum_candidates candidates = {NULL, 0, 0, 0};
    dictum_quotation alone;
    dictum__quotation_init(&alone);
    piece->found = false;
    dictum_status status =
        dictum__quotation_read(&alone, v->index->analyser, v->verifier->lexicon, text, DICTUM_SLICE(""), NULL);
    if (status == DICTUM_OK)
        status = dictum__candidates_exact(v->index, &alone, NULL, PIECE_MOST, &candidates, v->err);
    else if (status == DICTUM_ARGUMENT)
        status = DICTUM_OK; /* no word in it */
    v->verifier->is_read = false;
    for (size_t i = 0; status == DICTUM_OK && i < candidates.count && !piece->found; i++) {
        xap_doc *doc;
        dictum_record record;
        status = compare(v, text, candidates.docids[i], &doc, &record);
        if (status != DICTUM_OK)
            break;
        piece->found = dictum_verdict_is_true(v->verifier->judgement.verdict);
        piece->docid = candidates.docids[i];
        xap_doc_free(doc);
    }
    v->verifier->is_read = false;
    free(candidates.docids);
    dictum__quotation_dispose(&alone);
    return status;
}

/* Atoms [first, end) of the quotation as a piece. */
static found_piece piece_of(const inquiry *v, size_t first, size_t end)
{
    const dictum_atom *atoms = v->verifier->quotation.atoms.items;
    return (found_piece){.range = {atoms[first].start, atoms[end - 1].end}};
}

/* How many atoms at the front of the quotation, or at its back, the source has not; some may stand in pairs by chance.
 * Where these few are taken for missing ones, nothing is kept that matters. */
static size_t missing_end(const inquiry *v, bool front)
{
    const size_t *pairs = v->verifier->alignment.pairs;
    size_t count = v->verifier->quotation.atoms.count, best = 0;
    long balance = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        balance += pairs[front ? i : count - 1 - i] == DICTUM__UNPAIRED ? 1 : -2;
        if (balance > most) {
            most = balance;
            best = i + 1;
        }
    }
    return best;
}

/* The pieces that the best source lacks, after a comparison with it: the beginning, the end, and, from its changes,
 * what is between. */
static size_t list_pieces(const inquiry *v, found_piece *pieces)
{
    const dictum_judgement *j = &v->verifier->judgement;
    size_t all = v->verifier->quotation.atoms.count, count = 0;
    size_t front = missing_end(v, true), back = missing_end(v, false);
    if (front >= PIECE_ATOMS_MIN && front < all)
        pieces[count++] = piece_of(v, 0, front);
    if (back >= PIECE_ATOMS_MIN && back + front < all)
        pieces[count++] = piece_of(v, all - back, all);
    for (size_t i = 0; i < j->changes.count && count < PIECES_MAX; i++) {
        const dictum_difference *change = &j->changes.items[i];
        if (change->quoted_end - change->quoted_first >= PIECE_ATOMS_MIN && change->quoted_first >= front &&
            change->quoted_end + back <= all)
            pieces[count++] = piece_of(v, change->quoted_first, change->quoted_end);
    }
    return count;
}

static bool is_inside(dictum_range inner, dictum_range outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

/* The match's changes, those within a piece that was found as one: of the class splice, or order where the piece stands
 * in the same statement. */
static bool class_pieces(inquiry *v, dictum_source_match *match, const found_piece *pieces, size_t count,
                         uint32_t docid)
{
    dictum_change *changes = dictum__arena_array(&v->result->arena, match->change_count + count, sizeof *changes);
    bool told[PIECES_MAX] = {false};
    size_t kept = 0;
    if (changes == NULL)
        return false;
    for (size_t i = 0; i < match->change_count; i++) {
        size_t k = 0;
        while (k < count && !(pieces[k].found && is_inside(match->changes[i].quotation_range, pieces[k].range)))
            k++;
        if (k == count)
            changes[kept++] = match->changes[i];
        if (k == count || told[k])
            continue;
        dictum_range range = pieces[k].range;
        dictum_slice text = {v->quotation.data + range.start, range.end - range.start};
        dictum_slice copy = dictum__arena_copy(&v->result->arena, text);
        if (copy.data == NULL)
            return false;
        size_t at = match->changes[i].archive_range.start;
        changes[kept++] =
            (dictum_change){.change = pieces[k].docid == docid ? DICTUM_CHANGE_ORDER : DICTUM_CHANGE_SPLICE,
                            .quotation = {copy.data, copy.len},
                            .archive = borrow(""),
                            .quotation_range = range,
                            .archive_range = {at, at}};
        told[k] = true;
    }
    match->changes = changes;
    match->change_count = kept;
    return true;
}

/* Whether nothing was changed but that pieces were joined. */
static bool is_joined_only(const dictum_source_match *match)
{
    for (size_t i = 0; i < match->change_count; i++)
        if (match->changes[i].change != DICTUM_CHANGE_SPLICE && match->changes[i].change != DICTUM_CHANGE_ORDER)
            return false;
    return match->change_count > 0;
}

/* Looks for what the best source does not have, and lists where it stands. */
static dictum_status find_pieces(inquiry *v, uint32_t docid, bool *any)
{
    found_piece pieces[PIECES_MAX];
    xap_doc *doc;
    dictum_record record;
    dictum_verification *result = v->result;
    size_t count = 0;
    dictum_status status = compare(v, v->quotation, docid, &doc, &record);
    if (status == DICTUM_OK) {
        count = list_pieces(v, pieces);
        xap_doc_free(doc);
    }
    for (size_t i = 0; status == DICTUM_OK && i < count; i++) {
        dictum_range range = pieces[i].range;
        status = find_piece(v, (dictum_slice){v->quotation.data + range.start, range.end - range.start}, &pieces[i]);
        *any = *any || pieces[i].found;
    }
    if (status != DICTUM_OK || !*any)
        return status;
    result->count = 1; /* of others the pieces have not been looked for */
    dictum_source_match *match = &result->matches[0];
    if (!class_pieces(v, match, pieces, count, docid))
        return dictum__nomem(v->err);
    if (is_joined_only(match))
        match->verdict = DICTUM_ALTERED;
    for (size_t i = 0; status == DICTUM_OK && i < count; i++) {
        dictum_range range = pieces[i].range;
        if (pieces[i].found && pieces[i].docid != docid)
            status = list_match(v, (dictum_slice){v->quotation.data + range.start, range.end - range.start},
                                pieces[i].docid);
        v->verifier->is_read = false;
    }
    return status;
}

/* ---- the steps --------------------------------------------------------------------------------------------------- */

static void warn(inquiry *v, const char *text)
{
    v->result->warnings[v->result->warning_count++] = text;
}

/* Whether it is long enough, and rare enough, to mean anything. */
static void judge_meaning(inquiry *v)
{
    const dictum_atoms *atoms = &v->verifier->quotation.atoms;
    size_t words = v->verifier->quotation.words, graphemes = 0;
    for (size_t i = 0; i < atoms->count; i++)
        graphemes += (atoms->items[i].flags & DICTUM__ATOM_GRAPHEME) != 0;
    if (words < (graphemes * 2 > words ? SHORT_GRAPHEMES : SHORT_WORDS))
        warn(v, "the quotation is too short to mean anything by itself");
    if (v->result->found >= COMMON_STATEMENTS)
        warn(v, "so many statements have these words that they mean little by themselves");
}

/* The date of the first statement in an order, to `out`: empty where none has one. */
static dictum_status first_date(inquiry *v, xap_query *query, dictum_sort sort, char *out)
{
    xap_error xerr;
    xap_mset *mset = NULL;
    xap_doc *doc = NULL;
    dictum_record record = {0};
    uint32_t docid = 0;
    double weight = 0;
    out[0] = '\0';
    dictum_status status = dictum__find_first(v->index, query, sort, 1, &mset, v->err);
    if (status == DICTUM_OK && xap_mset_size(mset) > 0) {
        if (xap_mset_item(mset, 0, &docid, &weight, &xerr) != XAP_OK)
            status = dictum__fail_xap(v->err, &xerr, "look up the dates of the index");
        else
            status = dictum__index_record(v->index, docid, &doc, &record, v->err);
        if (status == DICTUM_OK && record.date.len > 0 && record.date.len < DICTUM__DATE_BYTES) {
            memcpy(out, record.date.data, record.date.len);
            out[record.date.len] = '\0';
        }
    }
    xap_doc_free(doc);
    xap_mset_free(mset);
    return status;
}

/* All statements but those whose date is only their file's. */
static dictum_status dated_query(inquiry *v, xap_query **out)
{
    xap_query *all = NULL, *by_file = NULL;
    dictum_status status = dictum__everything_query(&all, v->err);
    if (status == DICTUM_OK)
        status = dictum__term_query(&v->index->plan.term, DICTUM__PREFIX_DATE_KNOWN,
                                    dictum__slice(dictum__date_known_name(DICTUM__DATE_FILE)), &by_file, v->err);
    if (status != DICTUM_OK) {
        xap_query_free(all);
        return status;
    }
    status = dictum__join_two_queries(XAP_OP_AND_NOT, all, by_file, out, v->err);
    return status == DICTUM_OK ? dictum__without_retired(v->index->plan.retired, *out, out, v->err) : status;
}

/* From when to when. Kept as long as the index is the same. */
static dictum_status find_dates(inquiry *v)
{
    dictum_index *index = v->index;
    xap_query *query = NULL;
    dictum_status status = DICTUM_OK;
    if (!index->dates_known) {
        status = dated_query(v, &query);
        if (status == DICTUM_OK)
            status = first_date(v, query, DICTUM_SORT_OLDEST, index->first_date);
        if (status == DICTUM_OK)
            status = first_date(v, query, DICTUM_SORT_NEWEST, index->last_date);
        xap_query_free(query);
        index->dates_known = status == DICTUM_OK;
    }
    memcpy(v->result->from, index->first_date, DICTUM__DATE_BYTES);
    memcpy(v->result->to, index->last_date, DICTUM__DATE_BYTES);
    return status;
}

static dictum_status find_near(inquiry *v)
{
    size_t looked_at = v->candidates.count;
    dictum_status status =
        dictum__candidates_near(v->index, &v->verifier->quotation, NEAR_MOST, &v->candidates, v->err);
    return status == DICTUM_OK ? judge_candidates(v, looked_at, v->options->limit) : status;
}

/* Of what was compared, what is to be told. */
static dictum_status tell(inquiry *v)
{
    dictum_verification *result = v->result;
    const outcome *best = best_outcome(v);
    if (best == NULL)
        return DICTUM_OK;
    const dictum_quotation *q = &v->verifier->quotation;
    bool worth = dictum_verdict_is_true(best->verdict) || best->verdict == DICTUM_ALTERED ||
                 (best->kept >= NEAREST_KEPT_MIN && best->kept * (double)q->words + 0.5 >= NEAREST_WORDS_MIN);
    if (!worth)
        return DICTUM_OK;
    dictum_status status = list_best(v, best);
    bool spliced = false;
    if (status == DICTUM_OK && result->count > 0 && !dictum_verdict_is_true(best->verdict)) {
        status = find_pieces(v, best->docid, &spliced);
    }
    if (status != DICTUM_OK)
        return status;
    for (size_t i = 0; i < result->count; i++)
        if (result->matches[i].verdict < result->verdict)
            result->verdict = result->matches[i].verdict;
    /* A piece alone is true to its source; the quotation is not. */
    if (!dictum_verdict_is_true(best->verdict) && result->count > 0)
        result->verdict = result->matches[0].verdict;
    /* Of a spliced quotation the source of most of it comes first. */
    if (!spliced)
        qsort(result->matches, result->count, sizeof *result->matches, compare_dates);
    return DICTUM_OK;
}

static dictum_status verify_once(inquiry *v)
{
    dictum_verification *result = v->result;
    dictum__arena_dispose(&result->arena);
    result->count = result->warning_count = 0;
    result->verdict = DICTUM_ABSENT;
    v->candidates.count = v->outcome_count = v->compared = 0;
    v->verifier->is_read = false;
    result->statements = dictum_index_statement_count(v->index);
    dictum_status status = dictum__quotation_read(&v->verifier->quotation, v->index->analyser, v->verifier->lexicon,
                                                  v->quotation, DICTUM_SLICE(""), v->err);
    if (status == DICTUM_OK)
        status = find_dates(v);
    if (status == DICTUM_OK && v->options->speaker != NULL)
        status = dictum__candidates_exact(v->index, &v->verifier->quotation, v->options->speaker,
                                          v->options->limit + EXACT_MORE, &v->candidates, v->err);
    if (status == DICTUM_OK)
        status = dictum__candidates_exact(v->index, &v->verifier->quotation, NULL, v->options->limit + EXACT_MORE,
                                          &v->candidates, v->err);
    result->found = v->candidates.found;
    if (status == DICTUM_OK)
        judge_meaning(v);
    if (status == DICTUM_OK)
        status = judge_candidates(v, 0, v->options->limit);
    const outcome *best = best_outcome(v);
    if (status == DICTUM_OK && (best == NULL || !dictum_verdict_is_true(best->verdict))) {
        v->verifier->is_read = false;
        status = dictum__quotation_read(&v->verifier->quotation, v->index->analyser, v->verifier->lexicon, v->quotation,
                                        DICTUM_SLICE(""), v->err);
        if (status == DICTUM_OK)
            status = find_near(v);
    }
    return status == DICTUM_OK ? tell(v) : status;
}

static dictum_status check_arguments(const char *quotation, const dictum_verify_options *options, dictum_error *err)
{
    dictum_slice date = dictum__slice(options->date);
    if (!dictum__utf8_is_valid(dictum__slice(quotation)))
        return dictum__fail(err, DICTUM_ARGUMENT, "the quotation is no valid UTF-8");
    if (options->speaker != NULL && !dictum__utf8_is_valid(dictum__slice(options->speaker)))
        return dictum__fail(err, DICTUM_ARGUMENT, "the speaker's name is no valid UTF-8");
    if (options->date != NULL && !dictum__date_is_valid(date))
        return dictum__fail(err, DICTUM_ARGUMENT, "“%s” is no date of the form YYYY-MM-DD", options->date);
    if (options->limit == 0)
        return dictum__fail(err, DICTUM_ARGUMENT, "the limit is 0");
    return DICTUM_OK;
}

dictum_status dictum_verify(dictum_index *index, const char *quotation, const dictum_verify_options *options,
                            dictum_verification **out, dictum_error *err)
{
    dictum_verify_options defaults;
    inquiry v = {.index = index, .quotation = dictum__slice(quotation), .err = err};
    *out = NULL;
    dictum_verify_options_init(&defaults);
    v.options = options == NULL ? &defaults : options;
    dictum_status status = check_arguments(quotation, v.options, err);
    if (status == DICTUM_OK)
        status = dictum__verifier_get(index, &v.verifier, err);
    if (status != DICTUM_OK)
        return status;
    v.result = calloc(1, sizeof *v.result);
    if (v.result == NULL)
        return dictum__nomem(err);
    status = dictum__index_refresh(index, err);
    for (unsigned attempt = 0; status == DICTUM_OK; attempt++) {
        status = verify_once(&v);
        if (status == DICTUM_OK || !dictum__index_should_retry(index, status, attempt))
            break;
        status = dictum__index_reopen(index, err);
    }
    free(v.candidates.docids);
    free(v.outcomes);
    if (status != DICTUM_OK) {
        dictum_verification_free(v.result);
        return status;
    }
    *out = v.result;
    return DICTUM_OK;
}

/* ---- what is told ------------------------------------------------------------------------------------------------ */

dictum_verdict dictum_verification_verdict(const dictum_verification *verification)
{
    return verification->verdict;
}

size_t dictum_verification_match_count(const dictum_verification *verification)
{
    return verification->count;
}

const dictum_source_match *dictum_verification_match(const dictum_verification *verification, size_t index)
{
    return index < verification->count ? &verification->matches[index] : NULL;
}

uint64_t dictum_verification_found_count(const dictum_verification *verification)
{
    return verification->found;
}

size_t dictum_verification_warning_count(const dictum_verification *verification)
{
    return verification->warning_count;
}

const char *dictum_verification_warning(const dictum_verification *verification, size_t index)
{
    return index < verification->warning_count ? verification->warnings[index] : NULL;
}

uint64_t dictum_verification_searched(const dictum_verification *verification, const char **from, const char **to)
{
    *from = verification->from[0] != '\0' ? verification->from : NULL;
    *to = verification->to[0] != '\0' ? verification->to : NULL;
    return verification->statements;
}
