/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judging texts by the evidence for languages. A text is judged word by word, and what a word says depends on nothing
 * but the word; so it is remembered, rounded, for the words that have come last, and a text of these costs one addition
 * of a row of numbers a word.
 *
 * Invariant: the judgement is the one that adding up all evidence of the text in its order gives. Where the rounding
 * could matter, the text is judged in that way. */
#include "indexer/read/language_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "indexer/read/language_evidence.h"
#include "lib/utf8.h"

#define FOREIGN_LETTER_POINTS 4.0
#define UNEXPECTED_POINTS 3.0

/* The winner's lead. Of a long text a part is enough where it leaves no doubt. */
#define LEAD_MIN 3.0
#define LEAD_CLEAR 15.0
#define PART_BYTES ((size_t)1200)
#define TEXT_BYTES ((size_t)16 << 10)

/* From so many words on, some of them are in the language's list, or make up the share that is usual. */
#define WORDS_FOR_ONE 3
#define WORDS_FOR_SHARE 8

#define ENDING_LETTERS_MIN 2
#define ENDING_LETTERS_MAX 5

/* Words that are remembered, each in the place that its key gives; longer ones are not. */
#define REMEMBERED_MAX ((size_t)4096)
#define REMEMBERED_LETTERS_MAX 16

/* A byte of text brings no language more than six points, nor takes more from it, so that rounded ones fit. */
_Static_assert(TEXT_BYTES * 6 * DICTUM__POINT_UNITS < INT32_MAX, "rounded points do not fit");

/* A text and the word of it that has been read last. */
typedef struct word_reader {
    dictum_slice text;
    size_t at;
    UChar32 letters[DICTUM__WORD_LETTERS_MAX + 2]; /* with a border before and behind them */
    size_t count;                                  /* of letters */
    uint64_t key;                                  /* of the word */
} word_reader;

/* A word and what it says. */
typedef struct remembered_word {
    uint64_t key;
    size_t count; /* 0 where there is none */
    UChar32 letters[REMEMBERED_LETTERS_MAX];
    const dictum_evidence *listed; /* in which lists it is */
    size_t listed_count;
    int32_t points[DICTUM__LANGUAGES_MAX];
} remembered_word;

/* ---- words ---------------------------------------------------------------------------------------------------- */

/* The next character: a letter in lower case, or a mark; 0 for anything else. */
static UChar32 next_letter(word_reader *from)
{
    unsigned char byte = (unsigned char)from->text.data[from->at];
    UChar32 c;

    if (byte < 0x80) {
        unsigned lower = byte | 0x20u;
        from->at++;
        return lower >= 'a' && lower <= 'z' ? (UChar32)lower : 0;
    }
    c = (UChar32)dictum__utf8_next(from->text, &from->at);
    return u_isalpha(c) || (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0 ? u_tolower(c) : 0;
}

/* False where there is no word any more. Of a very long one the first letters are taken. */
static bool next_word(word_reader *from)
{
    uint64_t key = DICTUM__WORD_KEY_BEGUN;
    size_t count = 0;

    while (from->at < from->text.len) {
        UChar32 letter = next_letter(from);
        if (letter == 0 && count > 0) {
            break;
        }
        if (letter != 0 && count < DICTUM__WORD_LETTERS_MAX) {
            from->letters[1 + count++] = letter;
            key = dictum__word_key_add(key, letter);
        }
    }
    from->letters[0] = from->letters[count + 1] = DICTUM__WORD_BORDER;
    from->count = count;
    from->key = dictum__word_key_end(key);
    return count > 0;
}

/* ---- evidence ------------------------------------------------------------------------------------------------- */

static void count_evidence(const dictum_language_model *known, uint64_t key, dictum_language_tally *counts)
{
    const dictum_evidence_slot *place = dictum__evidence_slot(known, key);
    const dictum_evidence *item = known->items + place->first, *end = item + place->count;

    for (; item < end; item++) {
        counts->points[item->language] += known->points[item->grade];
    }
}

static void count_foreign_letters(const dictum_language_model *known, const UChar32 *letters, size_t count,
                                  dictum_language_tally *counts)
{
    dictum_language_set fitting;

    memset(&fitting, 0xFF, sizeof(fitting));
    for (size_t i = 0; i < count; i++) {
        bool counts_here = letters[i] < 0x80 || (letters[i] < DICTUM__LETTERS_END && u_isalpha(letters[i]));
        for (size_t k = 0; counts_here && k < DICTUM__LANGUAGE_WORDS; k++) {
            fitting.bits[k] &= known->with_letter[letters[i]].bits[k];
        }
    }
    for (size_t i = 0; i < dictum__language_count; i++) {
        if ((fitting.bits[i / 64] >> i % 64 & 1) == 0) {
            counts->points[i] -= FOREIGN_LETTER_POINTS;
        }
    }
}

/* All that a word says. */
static void count_word(const dictum_language_model *known, const word_reader *word, dictum_language_tally *counts)
{
    const UChar32 *letters = word->letters;
    size_t count = word->count;

    count_evidence(known, word->key, counts);
    for (size_t len = ENDING_LETTERS_MIN; len <= ENDING_LETTERS_MAX && len < count; len++) {
        count_evidence(known, dictum__word_key(letters + 1 + count - len, len, true), counts);
    }
    count_foreign_letters(known, letters + 1, count, counts);
    for (size_t at = 0; at < count + 2; at++) {
        for (size_t len = 1; len <= DICTUM__NGRAM_LETTERS && at + len <= count + 2; len++) {
            count_evidence(known, dictum__ngram_key(letters + at, len), counts);
        }
    }
}

static void count_listed(const dictum_evidence *listed, size_t count, size_t *words)
{
    for (size_t i = 0; i < count; i++) {
        words[listed[i].language]++;
    }
}

/* ---- judging in full ------------------------------------------------------------------------------------------ */

static bool have_same_stems(const char *left, const char *right)
{
    return strcmp(left, right) == 0 || (left[0] == 'n' && right[0] == 'n' && (left[1] == 'b' || left[1] == 'n') &&
                                        (right[1] == 'b' || right[1] == 'n') && left[2] == '\0' && right[2] == '\0');
}

/* The best, and by how much it leads those that are not the same language, or as good as that. */
static size_t best_of(const dictum_language_tally *counts, double *lead)
{
    double second = -1e9;
    size_t best = 0;

    for (size_t i = 1; i < dictum__language_count; i++) {
        best = counts->points[i] > counts->points[best] ? i : best;
    }
    for (size_t i = 0; i < dictum__language_count; i++) {
        if (counts->points[i] > second && !have_same_stems(dictum__languages[i].code, dictum__languages[best].code)) {
            second = counts->points[i];
        }
    }
    *lead = counts->points[best] - second;
    return best;
}

/* The code of the best language, unless too few of its words are there. */
static const char *code_of(size_t best, size_t words, size_t listed)
{
    const dictum_language_facts *facts = &dictum__languages[best];

    if ((facts->expected && words >= WORDS_FOR_ONE && listed == 0) ||
        (words >= WORDS_FOR_SHARE && listed * 100 < facts->share_percent * words)) {
        return NULL;
    }
    return facts->code;
}

const char *dictum__language_decide(const dictum_language_tally *counts, double lead_min)
{
    double lead;
    size_t best = best_of(counts, &lead);

    return counts->words == 0 || lead < lead_min ? NULL : code_of(best, counts->words, counts->listed[best]);
}

static const char *judge_in_full(const dictum_language_model *known, dictum_slice text, double lead_min)
{
    word_reader word = {.text = text};
    dictum_language_tally counts = {.words = 0};

    for (size_t i = 0; i < dictum__language_count; i++) {
        counts.points[i] = dictum__languages[i].expected ? 0 : -UNEXPECTED_POINTS;
    }
    while (next_word(&word)) {
        const dictum_evidence_slot *listed = dictum__evidence_slot(known, word.key);
        counts.words++;
        count_listed(known->items + listed->first, listed->count, counts.listed);
        count_word(known, &word, &counts);
    }
    return dictum__language_decide(&counts, lead_min);
}

/* ---- judging by remembered words ------------------------------------------------------------------------------ */

/* Puts down what a word says, each sum less than a unit off. */
static void learn(const dictum_language_model *known, const word_reader *word, remembered_word *into)
{
    const dictum_evidence_slot *listed = dictum__evidence_slot(known, word->key);
    dictum_language_tally counts = {.words = 1};

    count_word(known, word, &counts);
    for (size_t i = 0; i < DICTUM__LANGUAGES_MAX; i++) {
        into->points[i] = (int32_t)(counts.points[i] * DICTUM__POINT_UNITS);
    }
    into->listed = known->items + listed->first;
    into->listed_count = listed->count;
    into->key = word->key;
    into->count = word->count;
    if (word->count <= REMEMBERED_LETTERS_MAX) {
        memcpy(into->letters, word->letters + 1, word->count * sizeof(*into->letters));
    }
}

/* What a word says: from `words`, or put into `other` where it is too long for these. */
static const remembered_word *recall(const dictum_language_model *known, const word_reader *word,
                                     remembered_word *words, remembered_word *other)
{
    remembered_word *place = &words[word->key * UINT64_C(0x9E3779B97F4A7C15) >> 40 & (REMEMBERED_MAX - 1)];

    if (word->count > REMEMBERED_LETTERS_MAX) {
        place = other;
    } else if (place->key == word->key && place->count == word->count &&
               memcmp(place->letters, word->letters + 1, word->count * sizeof(*place->letters)) == 0) {
        return place;
    }
    learn(known, word, place);
    return place;
}

static void add_up(const dictum_language_model *known, dictum_slice text, remembered_word *words,
                   dictum_rounded_tally *counts)
{
    word_reader word = {.text = text};
    remembered_word other;

    for (size_t i = 0; i < dictum__language_count; i++) {
        counts->points[i] = dictum__languages[i].expected ? 0 : (int32_t)(-UNEXPECTED_POINTS * DICTUM__POINT_UNITS);
    }
    while (next_word(&word)) {
        const remembered_word *says = recall(known, &word, words, &other);
        for (size_t i = 0; i < DICTUM__LANGUAGES_MAX; i++) {
            counts->points[i] += says->points[i];
        }
        count_listed(says->listed, says->listed_count, counts->listed);
        counts->words++;
    }
}

/* `slack` is more than two rounded sums and the true ones can be off together. A language that leads all others by more
 * than that is the best in truth, too. Where the lead is too small by twice as much, the best in truth either has the
 * same stems as this one, and a lead too small as well, or it is within `slack` of this one, and so is its lead. */
bool dictum__language_decide_rounded(const dictum_rounded_tally *counts, double lead_min, const char **code)
{
    int64_t slack = 2 * (int64_t)counts->words + 2, wanted = (int64_t)(lead_min * DICTUM__POINT_UNITS);
    int64_t second = INT32_MIN, other = INT32_MIN;
    size_t best = 0;

    *code = NULL;
    if (counts->words == 0) {
        return true;
    }
    for (size_t i = 1; i < dictum__language_count; i++) {
        best = counts->points[i] > counts->points[best] ? i : best;
    }
    for (size_t i = 0; i < dictum__language_count; i++) {
        if (i != best && counts->points[i] > other) {
            other = counts->points[i];
        }
        if (counts->points[i] > second && !have_same_stems(dictum__languages[i].code, dictum__languages[best].code)) {
            second = counts->points[i];
        }
    }
    if (counts->points[best] - second < wanted - 2 * slack && 2 * slack < wanted) {
        return true;
    }
    if (counts->points[best] - other <= slack || counts->points[best] - second <= wanted + slack) {
        return false;
    }
    *code = code_of(best, counts->words, counts->listed[best]);
    return true;
}

static const char *judge(const dictum_language_model *known, dictum_slice text, double lead_min)
{
    static remembered_word *words;
    dictum_rounded_tally counts = {.words = 0};
    const char *code;

    if (words == NULL) {
        words = calloc(REMEMBERED_MAX, sizeof(*words));
    }
    if (words == NULL) {
        return judge_in_full(known, text, lead_min);
    }
    add_up(known, text, words, &counts);
    return dictum__language_decide_rounded(&counts, lead_min, &code) ? code : judge_in_full(known, text, lead_min);
}

static const char *judge_with(dictum_slice text, const char *(*by)(const dictum_language_model *, dictum_slice, double))
{
    const dictum_language_model *known = dictum__language_model();
    const char *code = NULL;

    if (known == NULL) {
        return NULL;
    }
    if (text.len > PART_BYTES) {
        code = by(known, dictum__language_sample(text, PART_BYTES), LEAD_CLEAR);
    }
    return code != NULL ? code : by(known, dictum__language_sample(text, TEXT_BYTES), LEAD_MIN);
}

const char *dictum__language_by_model(dictum_slice text)
{
    return judge_with(text, judge);
}

const char *dictum__language_by_model_in_full(dictum_slice text)
{
    return judge_with(text, judge_in_full);
}
