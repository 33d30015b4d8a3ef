/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/judge.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/array.h"
#include "lib/utf8.h"

typedef struct judge {
    dictum_judgement *judgement;
    const dictum_quotation *quotation;
    const dictum_atoms *quoted, *source;
    const size_t *pairs;
    bool bracketed, typographic, failed;
} judge;

void dictum__judgement_dispose(dictum_judgement *judgement)
{
    free(judgement->changes.items);
    free(judgement->elisions.items);
    free(judgement->insertions.items);
}

static bool has(const dictum_atom *atom, unsigned flag)
{
    return (atom->flags & flag) != 0;
}

static void push(judge *j, dictum_differences *places, const dictum_difference *place)
{
    if (dictum__array_reserve((void **)&places->items, &places->cap, places->count + 1, sizeof *places->items))
        places->items[places->count++] = *place;
    else
        j->failed = true;
}

/* An elision or insertion, which by itself changes nothing. */
static void push_harmless(judge *j, dictum_differences *places, const dictum_difference *place)
{
    dictum_difference harmless = *place;
    harmless.class = DICTUM_CHANGE_OTHER;
    push(j, places, &harmless);
}

static void push_change(judge *j, const dictum_difference *place, dictum_change_class class)
{
    dictum_difference change = *place;
    change.class = class;
    push(j, &j->judgement->changes, &change);
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

static bool has_question(dictum_slice gap)
{
    for (size_t at = 0; at < gap.len;) {
        uint32_t c = dictum__utf8_next(gap, &at);
        if (c == '?' || c == 0xff1f || c == 0x61f || c == 0x37e || c == 0x203d)
            return true;
    }
    return false;
}

static void compare_gaps(judge *j, size_t quoted, size_t source)
{
    dictum_slice gap = dictum__atoms_gap(j->quoted, quoted), other = dictum__atoms_gap(j->source, source);
    if (dictum__same_marks(gap, other))
        return;
    j->typographic = true;
    j->judgement->question = j->judgement->question || has_question(gap) != has_question(other);
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
           c == 0x203a || (c >= 0x300c && c <= 0x300f) || c == 0xff02 || c == '`';
}

/* The marks between the last word and what follows it: up to white space, without quotation marks. */
static dictum_slice end_marks(dictum_slice gap)
{
    size_t start = 0, end = 0;
    for (size_t at = 0; at < gap.len;) {
        size_t before = at;
        uint32_t c = dictum__utf8_next(gap, &at);
        if (u_isUWhiteSpace((UChar32)c) || is_quote(c)) {
            if (end > start)
                break;
            start = end = at;
            continue;
        }
        if (end == start)
            start = before;
        end = at;
    }
    return (dictum_slice){gap.data + start, end - start};
}

/* What stands behind the last word: nothing, or what stands there in the source. */
static void compare_end(judge *j)
{
    dictum_slice quoted = end_marks(dictum__atoms_gap(j->quoted, j->quoted->count));
    size_t behind = j->judgement->last + 1;
    dictum_slice source = end_marks(dictum__atoms_gap(j->source, behind));
    bool ends = behind == j->source->count || has(&j->source->items[behind], DICTUM__ATOM_SENTENCE);
    if (j->quotation->cut_back)
        return;
    if (quoted.len > 0 && (quoted.len > source.len || memcmp(quoted.data, source.data, quoted.len) != 0))
        j->typographic = true;
    if ((quoted.len > 0 || ends) && has_question(quoted) != has_question(source))
        j->judgement->question = true;
}

/* Whether the source has an atom in brackets itself. */
static bool is_in_brackets(const dictum_atoms *source, size_t at)
{
    for (size_t i = at + 1; i-- > 0 && at - i < DICTUM__BRACKET_ATOMS_MAX;) {
        dictum_slice gap = dictum__atoms_gap(source, i);
        for (size_t k = gap.len; k-- > 0;)
            if (gap.data[k] == '[' || gap.data[k] == ']')
                return gap.data[k] == '[';
    }
    return false;
}

/* Whether an atom of the quotation is an editor's, and not the source's own. */
static bool is_inserted(const judge *j, size_t quoted, size_t source)
{
    return has(&j->quoted->items[quoted], DICTUM__ATOM_BRACKET) && !is_in_brackets(j->source, source);
}

static void compare_letters(judge *j, size_t quoted, size_t source)
{
    const dictum_atom *one = &j->quoted->items[quoted], *other = &j->source->items[source];
    dictum_slice bytes = dictum__atom_bytes(j->quoted, one), others = dictum__atom_bytes(j->source, other);
    if (is_inserted(j, quoted, source))
        j->bracketed = true;
    else if (!dictum__same_marks(bytes, others))
        j->typographic = true;
    if (one->kind == DICTUM__ATOM_NUMBER)
        j->judgement->spelled_number = j->judgement->spelled_number || !dictum__same_marks(bytes, others);
    else if (one->kind == DICTUM__ATOM_WORD && !has(one, DICTUM__ATOM_BRACKET) &&
             !dictum__same_letters(bytes, others)) {
        dictum_difference place = {
            .quoted_first = quoted, .quoted_end = quoted + 1, .source_first = source, .source_end = source + 1};
        push_change(j, &place, DICTUM_CHANGE_OTHER);
    }
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

static bool is_own(const dictum_atom *atom)
{
    return !has(atom, DICTUM__ATOM_BRACKET);
}

static size_t count_own(const judge *j, size_t first, size_t end)
{
    size_t count = 0;
    for (size_t i = first; i < end; i++)
        count += is_own(&j->quoted->items[i]);
    return count;
}

/* The first atom in [first, end] that something is left out before; SIZE_MAX: none. */
static size_t find_cut(const judge *j, size_t first, size_t end)
{
    for (size_t i = first; i <= end && i < j->quoted->count; i++)
        if (has(&j->quoted->items[i], DICTUM__ATOM_CUT))
            return i;
    return SIZE_MAX;
}

/* J1: atoms that are the same letters when they are put together. */
#define JOINED_MAX 8

static bool has_hyphen(const dictum_atoms *atoms, size_t first, size_t end)
{
    for (size_t i = first + 1; i < end; i++) {
        dictum_slice gap = dictum__atoms_gap(atoms, i);
        size_t at = 0;
        if (gap.len == 0)
            continue;
        UChar32 c = (UChar32)dictum__utf8_next(gap, &at);
        if (u_charType(c) == U_DASH_PUNCTUATION || c == 0xad || c == '/')
            return true;
    }
    return false;
}

#define JOINED_PART_BYTES_MIN 2

static bool parts_are_long(const dictum_atoms *atoms, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (atoms->items[i].form_bytes < JOINED_PART_BYTES_MIN)
            return false;
    return true;
}

static bool same_when_joined(const judge *j, size_t quoted, size_t quoted_end, size_t source, size_t source_end)
{
    size_t i = quoted, k = source, used = 0, other_used = 0;
    while (i < quoted_end && k < source_end) {
        dictum_slice one = dictum__atom_form(j->quoted, &j->quoted->items[i]);
        dictum_slice other = dictum__atom_form(j->source, &j->source->items[k]);
        size_t bytes = one.len - used < other.len - other_used ? one.len - used : other.len - other_used;
        if (memcmp(one.data + used, other.data + other_used, bytes) != 0)
            return false;
        used += bytes;
        other_used += bytes;
        if (used == one.len) {
            i++;
            used = 0;
        }
        if (other_used == other.len) {
            k++;
            other_used = 0;
        }
    }
    return i == quoted_end && k == source_end;
}

static bool all_words(const dictum_atoms *atoms, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (atoms->items[i].kind != DICTUM__ATOM_WORD || has(&atoms->items[i], DICTUM__ATOM_BRACKET))
            return false;
    return true;
}

static bool is_joined(const judge *j, size_t quoted, size_t quoted_end, size_t source, size_t source_end)
{
    if (!all_words(j->quoted, quoted, quoted_end) || !all_words(j->source, source, source_end))
        return false;
    if (!same_when_joined(j, quoted, quoted_end, source, source_end))
        return false;
    bool hyphen = has_hyphen(j->quoted, quoted, quoted_end) || has_hyphen(j->source, source, source_end);
    return hyphen || (parts_are_long(j->quoted, quoted, quoted_end) && parts_are_long(j->source, source, source_end));
}

/* Takes what is joined off one end of a place. */
static bool take_joined(judge *j, dictum_difference *place, bool front)
{
    size_t quoted = place->quoted_end - place->quoted_first, source = place->source_end - place->source_first;
    for (size_t i = 1; i <= quoted && i <= JOINED_MAX; i++) {
        for (size_t k = 1; k <= source && k <= JOINED_MAX; k++) {
            size_t q = front ? place->quoted_first : place->quoted_end - i;
            size_t s = front ? place->source_first : place->source_end - k;
            if (!is_joined(j, q, q + i, s, s + k))
                continue;
            place->quoted_first += front ? i : 0;
            place->quoted_end -= front ? 0 : i;
            place->source_first += front ? k : 0;
            place->source_end -= front ? 0 : k;
            j->typographic = true;
            return true;
        }
    }
    return false;
}

/* Leaves out of a place the optional atoms at its ends. */
static void trim_optional(judge *j, dictum_difference *place)
{
    size_t first = place->source_first, end = place->source_end;
    while (first < end && has(&j->source->items[first], DICTUM__ATOM_OPTIONAL))
        first++;
    while (end > first && has(&j->source->items[end - 1], DICTUM__ATOM_OPTIONAL))
        end--;
    if (first != place->source_first || end != place->source_end)
        j->typographic = true;
    place->source_first = first;
    place->source_end = end;
}

/* J3: the letters outside of brackets are those of the word that it stands for. */
static bool keeps_letters(const judge *j, const dictum_difference *place)
{
    for (size_t i = place->quoted_first; i < place->quoted_end; i++) {
        const dictum_atom *atom = &j->quoted->items[i];
        dictum_slice form = dictum__atom_form(j->quoted, atom);
        bool kept = atom->front + atom->back == 0;
        for (size_t k = place->source_first; k < place->source_end && !kept; k++) {
            dictum_slice other = dictum__atom_form(j->source, &j->source->items[k]);
            kept = other.len >= atom->front && other.len >= atom->back &&
                   memcmp(other.data, form.data, atom->front) == 0 &&
                   memcmp(other.data + other.len - atom->back, form.data + form.len - atom->back, atom->back) == 0;
        }
        if (!kept)
            return false;
    }
    return true;
}

static void judge_insertion(judge *j, const dictum_difference *place)
{
    if (place->source_end - place->source_first > DICTUM__BRACKET_ATOMS_MAX || !keeps_letters(j, place)) {
        push_change(j, place, dictum__classify(j->quotation, j->source, place));
        return;
    }
    dictum_difference evidence;
    dictum_change_class class = dictum__evidence(j->quotation, j->source, place, &evidence);
    push_harmless(j, &j->judgement->insertions, place);
    j->bracketed = true;
    if (class != DICTUM_CHANGES)
        push_change(j, &evidence, class);
}

static void judge_elision(judge *j, const dictum_difference *place)
{
    dictum_difference evidence;
    dictum_change_class class = dictum__evidence(j->quotation, j->source, place, &evidence);
    push_harmless(j, &j->judgement->elisions, place);
    if (place->quoted_end > place->quoted_first)
        push_harmless(j, &j->judgement->insertions, place);
    j->bracketed = j->bracketed || place->quoted_end > place->quoted_first;
    if (class != DICTUM_CHANGES)
        push_change(j, &evidence, class);
}

/* Words of the quotation that the source does not have beside an ellipsis: those before it stand for the first words
 * that are left out, those behind it for the last. */
static void judge_cut_words(judge *j, const dictum_difference *place, size_t cut)
{
    size_t left = cut - place->quoted_first, right = place->quoted_end - cut;
    size_t all = place->source_end - place->source_first;
    size_t left_source = left < all ? left : all;
    size_t right_source = right < all - left_source ? right : all - left_source;
    dictum_difference before = {
        place->quoted_first, cut, place->source_first, place->source_first + left_source, 0, false};
    dictum_difference behind = {cut, place->quoted_end, place->source_end - right_source, place->source_end, 0, false};
    dictum_difference between = {cut, cut, before.source_end, behind.source_first, 0, false};
    if (count_own(j, before.quoted_first, before.quoted_end) > 0)
        push_change(j, &before, dictum__classify(j->quotation, j->source, &before));
    else if (left > 0)
        judge_insertion(j, &before);
    if (count_own(j, behind.quoted_first, behind.quoted_end) > 0)
        push_change(j, &behind, dictum__classify(j->quotation, j->source, &behind));
    else if (right > 0)
        judge_insertion(j, &behind);
    if (between.source_end > between.source_first)
        push_harmless(j, &j->judgement->elisions, &between);
}

/* What stands between two pairs, or before the first or behind the last. */
static void judge_place(judge *j, dictum_difference place)
{
    size_t cut = place.at_end ? SIZE_MAX : find_cut(j, place.quoted_first, place.quoted_end);
    trim_optional(j, &place);
    if (cut == SIZE_MAX) {
        while (take_joined(j, &place, true) || take_joined(j, &place, false))
            ;
    }
    bool quoted = place.quoted_end > place.quoted_first, source = place.source_end > place.source_first;
    size_t own = count_own(j, place.quoted_first, place.quoted_end);
    if (!quoted && (!source || place.at_end))
        return;
    if (cut != SIZE_MAX && own > 0)
        judge_cut_words(j, &place, cut);
    else if (cut != SIZE_MAX && source)
        judge_elision(j, &place);
    else if (own == 0 && quoted)
        judge_insertion(j, &place);
    else
        push_change(j, &place, dictum__classify(j->quotation, j->source, &place));
}

/* The words of the source next to its first or last pair that words of the quotation may stand for. */
static void guess_source(const judge *j, dictum_difference *place, bool front)
{
    size_t own = count_own(j, place->quoted_first, place->quoted_end), at;
    place->at_end = true;
    if (front) {
        at = j->judgement->first;
        while (own > 0 && at > 0 && !has(&j->source->items[at], DICTUM__ATOM_SENTENCE)) {
            at--;
            own--;
        }
        place->source_first = at;
        place->source_end = j->judgement->first;
        return;
    }
    at = j->judgement->last + 1;
    place->source_first = at;
    while (own > 0 && at < j->source->count && !has(&j->source->items[at], DICTUM__ATOM_SENTENCE)) {
        at++;
        own--;
    }
    place->source_end = at;
}

static void judge_places(judge *j)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < j->quoted->count; i++) {
        if (j->pairs[i] == DICTUM__UNPAIRED)
            continue;
        size_t at = j->pairs[i];
        dictum_difference place = {.quoted_end = i, .source_end = at};
        compare_letters(j, i, at);
        if (last == SIZE_MAX) {
            if (i > 0) {
                guess_source(j, &place, true);
                judge_place(j, place);
            }
        } else {
            bool cut = has(&j->quoted->items[i], DICTUM__ATOM_CUT);
            place.quoted_first = last + 1;
            place.source_first = j->pairs[last] + 1;
            if (place.quoted_first < i || place.source_first < at)
                judge_place(j, place);
            else if (is_inserted(j, i, at) == is_inserted(j, last, j->pairs[last]) || cut)
                compare_gaps(j, i, at);
        }
        last = i;
    }
    if (last + 1 < j->quoted->count) {
        dictum_difference place = {.quoted_first = last + 1, .quoted_end = j->quoted->count};
        guess_source(j, &place, false);
        judge_place(j, place);
    } else {
        compare_end(j);
    }
}

/* ---- J6: order --------------------------------------------------------------------------------------------------- */

/* More are no moved words. */
#define MOVED_MAX 64

static bool same_atoms(const dictum_atoms *one, size_t first, size_t end, const dictum_atoms *other, size_t other_first,
                       size_t other_end)
{
    if (end - first != other_end - other_first)
        return false;
    for (size_t i = 0; i < end - first; i++)
        if (one->items[first + i].hash != other->items[other_first + i].hash)
            return false;
    return true;
}

/* What a place has of the source, without guesses. */
static size_t certain_end(const dictum_difference *place)
{
    return place->at_end ? place->source_first : place->source_end;
}

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* The hashes of atoms, sorted. False where there are too many. */
static bool gather(const dictum_atoms *atoms, size_t first, size_t end, uint64_t *hashes, size_t *count)
{
    if (end - first > MOVED_MAX - *count)
        return false;
    for (size_t i = first; i < end; i++)
        hashes[(*count)++] = atoms->items[i].hash;
    return true;
}

/* Whether changes [a, b] together have the same words on both sides. `b` may be `a`. */
static bool are_moved(const judge *j, const dictum_difference *a, const dictum_difference *b)
{
    uint64_t quoted[MOVED_MAX], source[MOVED_MAX];
    size_t quoted_count = 0, source_count = 0;
    if (!gather(j->quoted, a->quoted_first, a->quoted_end, quoted, &quoted_count) ||
        !gather(j->source, a->source_first, certain_end(a), source, &source_count))
        return false;
    if (b != a && (!gather(j->quoted, b->quoted_first, b->quoted_end, quoted, &quoted_count) ||
                   !gather(j->source, b->source_first, certain_end(b), source, &source_count)))
        return false;
    if (quoted_count != source_count || quoted_count == 0 || (b == a && quoted_count == 1))
        return false;
    qsort(quoted, quoted_count, sizeof *quoted, compare_hashes);
    qsort(source, source_count, sizeof *source, compare_hashes);
    return memcmp(quoted, source, quoted_count * sizeof *quoted) == 0;
}

/* Two changes as one: what was moved, where it is in the quotation and where in the source. */
static void join_moved(dictum_differences *changes, size_t a, size_t b)
{
    dictum_difference *one = &changes->items[a];
    const dictum_difference *other = &changes->items[b];
    if (one->quoted_end == one->quoted_first) {
        one->quoted_first = other->quoted_first;
        one->quoted_end = other->quoted_end;
    } else {
        one->source_first = other->source_first;
        one->source_end = certain_end(other);
    }
    one->class = DICTUM_CHANGE_ORDER;
    one->at_end = false;
    memmove(&changes->items[b], &changes->items[b + 1], (changes->count - b - 1) * sizeof *changes->items);
    changes->count--;
}

/* Words at one end of the quotation that the source has at the other. */
static void find_turned(const judge *j, dictum_difference *change)
{
    size_t count = change->quoted_end - change->quoted_first, first;
    if (!change->at_end || count == 0)
        return;
    if (change->quoted_first == 0) {
        first = j->judgement->last + 1;
        if (first + count > j->source->count)
            return;
    } else {
        if (j->judgement->first < count)
            return;
        first = j->judgement->first - count;
    }
    if (!same_atoms(j->quoted, change->quoted_first, change->quoted_end, j->source, first, first + count))
        return;
    change->class = DICTUM_CHANGE_ORDER;
    change->source_first = first;
    change->source_end = first + count;
    change->at_end = false;
}

/* More changes than this are no moved words. */
#define MOVES_MAX 64

static void find_order(judge *j)
{
    dictum_differences *changes = &j->judgement->changes;
    if (changes->count > MOVES_MAX)
        return;
    for (size_t a = 0; a < changes->count; a++) {
        if (are_moved(j, &changes->items[a], &changes->items[a]))
            changes->items[a].class = DICTUM_CHANGE_ORDER;
        for (size_t b = a + 1; b < changes->count; b++)
            if (are_moved(j, &changes->items[a], &changes->items[b])) {
                join_moved(changes, a, b);
                break;
            }
    }
    for (size_t a = 0; a < changes->count; a++)
        find_turned(j, &changes->items[a]);
}

/* ---- J8: cut off ------------------------------------------------------------------------------------------------- */

static bool is_white(dictum_slice gap)
{
    for (size_t at = 0; at < gap.len;)
        if (!u_isUWhiteSpace((UChar32)dictum__utf8_next(gap, &at)))
            return false;
    return true;
}

static bool negates(const dictum_atom *atom)
{
    return (atom->classes & DICTUM__WORD_NEGATION) != 0;
}

static bool is_cut_off_before(const judge *j)
{
    size_t first = j->judgement->first;
    const dictum_atom *atom = &j->source->items[first], *quoted = &j->quoted->items[0];
    if (first == 0 || has(atom, DICTUM__ATOM_SENTENCE) || !negates(atom - 1) ||
        !is_white(dictum__atoms_gap(j->source, first)))
        return false;
    return has(atom - 1, DICTUM__ATOM_SENTENCE) ||
           (has(quoted, DICTUM__ATOM_CAPITAL) && !has(atom, DICTUM__ATOM_CAPITAL) && is_own(quoted));
}

static bool is_cut_off_behind(const judge *j)
{
    size_t behind = j->judgement->last + 1;
    dictum_slice end = end_marks(dictum__atoms_gap(j->quoted, j->quoted->count));
    if (behind == j->source->count || has(&j->source->items[behind], DICTUM__ATOM_SENTENCE) ||
        !negates(&j->source->items[behind]) || !is_white(dictum__atoms_gap(j->source, behind)))
        return false;
    return end.len > 0 && !j->quotation->cut_back && strchr(".!?", end.data[0]) != NULL;
}

static void find_cut_off(judge *j)
{
    size_t first = j->judgement->first, last = j->judgement->last, count = j->quoted->count;
    if (j->judgement->changes.count > 0)
        return;
    dictum_difference front = {.source_first = first - 1, .source_end = first};
    dictum_difference back = {
        .quoted_first = count, .quoted_end = count, .source_first = last + 1, .source_end = last + 2};
    if (is_cut_off_before(j))
        push_change(j, &front, DICTUM_CHANGE_NEGATION);
    if (is_cut_off_behind(j))
        push_change(j, &back, DICTUM_CHANGE_NEGATION);
}

/* ---- the verdict ------------------------------------------------------------------------------------------------- */

static bool is_telling(const dictum_atom *atom)
{
    return (atom->classes & DICTUM__WORD_COMMON) == 0;
}

/* Whether a word is kept that says something, if there is any. */
static bool keeps_meaning(const judge *j)
{
    bool any = false;
    for (size_t i = 0; i < j->quoted->count; i++) {
        if (!is_own(&j->quoted->items[i]) || !is_telling(&j->quoted->items[i]))
            continue;
        any = true;
        if (j->pairs[i] != DICTUM__UNPAIRED)
            return true;
    }
    return !any;
}

static bool is_cut_at_end(const judge *j)
{
    const dictum_judgement *judgement = j->judgement;
    return (j->quotation->cut_front && !dictum__has_ellipsis(dictum__atoms_gap(j->source, judgement->first))) ||
           (j->quotation->cut_back && !dictum__has_ellipsis(dictum__atoms_gap(j->source, judgement->last + 1)));
}

static dictum_verdict decide(const judge *j)
{
    const dictum_judgement *judgement = j->judgement;
    if (judgement->changes.count > 0)
        return judgement->kept >= DICTUM__KEPT_MIN && keeps_meaning(j) ? DICTUM_ALTERED : DICTUM_ABSENT;
    if (j->bracketed || j->quotation->has_remark)
        return DICTUM_BRACKETED;
    if (judgement->elisions.count > 0 || is_cut_at_end(j))
        return DICTUM_ELIDED;
    return j->typographic ? DICTUM_TYPOGRAPHIC : DICTUM_VERBATIM;
}

void dictum__judge_nothing(dictum_judgement *judgement)
{
    judgement->changes.count = judgement->elisions.count = judgement->insertions.count = 0;
    judgement->question = judgement->spelled_number = false;
    judgement->kept = 0;
    judgement->verdict = DICTUM_ABSENT;
}

dictum_status dictum__judge(dictum_judgement *judgement, const dictum_quotation *quotation, const dictum_atoms *source,
                            const dictum_alignment *alignment, dictum_error *err)
{
    judge j = {judgement, quotation, &quotation->atoms, source, alignment->pairs, false, false, false};
    bool any = false;
    dictum__judge_nothing(judgement);
    judgement->kept = (double)alignment->kept / (double)quotation->words;
    for (size_t i = 0; i < quotation->atoms.count; i++) {
        if (alignment->pairs[i] == DICTUM__UNPAIRED)
            continue;
        if (!any)
            judgement->first = alignment->pairs[i];
        judgement->last = alignment->pairs[i];
        any = true;
    }
    if (!any)
        return DICTUM_OK;
    judge_places(&j);
    find_order(&j);
    find_cut_off(&j);
    judgement->verdict = decide(&j);
    return j.failed ? dictum__nomem(err) : DICTUM_OK;
}
