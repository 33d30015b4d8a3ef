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
#define WORD_KEYS_MAX                                                                                                  \
    (1 + ENDING_LETTERS_MAX - ENDING_LETTERS_MIN + 1 + DICTUM__NGRAM_LETTERS * (DICTUM__WORD_LETTERS_MAX + 2))
_Static_assert(WORD_KEYS_MAX < DICTUM__FINE_UNITS / DICTUM__POINT_UNITS, "what is rounded may come to a unit");

/* So many additions a compiler makes few instructions of. */
#define ADDED_AT_ONCE 16
_Static_assert(DICTUM__LANGUAGES_MAX % ADDED_AT_ONCE == 0, "some languages are not added up");

/* Words that are remembered, each in the place that its key gives; longer ones are not. */
#define REMEMBERED_MAX ((size_t)8192)
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
    dictum_evidence_row says; /* in DICTUM__POINT_UNITS */
} remembered_word;

typedef struct memory {
    remembered_word words[REMEMBERED_MAX];
    remembered_word other;       /* one that is too long for these */
    dictum_language_set fitting; /* the languages that had all letters of the last word that was learnt, */
    dictum_evidence_row foreign; /* and what speaks against the others, in DICTUM__FINE_UNITS */
} memory;

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

/* All that there may be evidence for in a word. */
typedef struct word_keys {
    uint64_t keys[WORD_KEYS_MAX];
    size_t count;
    size_t ngrams; /* the first of them; before it are the word and its endings */
} word_keys;

static void find_keys(const word_reader *word, word_keys *found)
{
    const UChar32 *letters = word->letters;
    size_t count = word->count, bordered = count + 2;

    found->keys[0] = word->key;
    found->count = 1;
    for (size_t len = ENDING_LETTERS_MIN; len <= ENDING_LETTERS_MAX && len < count; len++) {
        found->keys[found->count++] = dictum__word_key(letters + 1 + count - len, len, true);
    }
    found->ngrams = found->count;
    for (size_t at = 0; at < bordered; at++) {
        for (size_t len = 1; len <= DICTUM__NGRAM_LETTERS && at + len <= bordered; len++) {
            found->keys[found->count++] = dictum__ngram_key(letters + at, len);
        }
    }
}

/* The languages that have all letters of a word. */
static dictum_language_set fitting_languages(const dictum_language_model *known, const word_reader *word)
{
    dictum_language_set fitting;

    memset(&fitting, 0xFF, sizeof(fitting));
    for (size_t i = 1; i <= word->count; i++) {
        UChar32 letter = word->letters[i];
        bool counts = letter < 0x80 || (letter < DICTUM__LETTERS_END && u_isalpha(letter));
        for (size_t k = 0; counts && k < DICTUM__LANGUAGE_WORDS; k++) {
            fitting.bits[k] &= known->with_letter[letter].bits[k];
        }
    }
    return fitting;
}

static bool has(const dictum_language_set *set, size_t language)
{
    return (set->bits[language / 64] >> language % 64 & 1) != 0;
}

static void count_listed(const dictum_evidence *listed, size_t count, size_t *words)
{
    for (size_t i = 0; i < count; i++) {
        words[listed[i].language]++;
    }
}

/* ---- judging in full ------------------------------------------------------------------------------------------ */

static void count_evidence(const dictum_language_model *known, const uint64_t *keys, size_t count,
                           dictum_language_tally *counts)
{
    for (size_t i = 0; i < count; i++) {
        const dictum_evidence_slot *place = dictum__evidence_slot(known, keys[i]);
        const dictum_evidence *item = known->items + place->first, *end = item + place->count;
        for (; item < end; item++) {
            counts->points[item->language] += known->points[item->grade];
        }
    }
}

/* All that a word says. */
static void count_word(const dictum_language_model *known, const word_reader *word, dictum_language_tally *counts)
{
    dictum_language_set fitting = fitting_languages(known, word);
    word_keys found;

    find_keys(word, &found);
    count_evidence(known, found.keys, found.ngrams, counts);
    for (size_t i = 0; i < dictum__language_count; i++) {
        if (!has(&fitting, i)) {
            counts->points[i] -= FOREIGN_LETTER_POINTS;
        }
    }
    count_evidence(known, found.keys + found.ngrams, found.count - found.ngrams, counts);
}

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

static void add_row(dictum_evidence_row *restrict sums, const dictum_evidence_row *restrict row)
{
    for (size_t i = 0; i < DICTUM__LANGUAGES_MAX; i += ADDED_AT_ONCE) {
        for (size_t k = 0; k < ADDED_AT_ONCE; k++) {
            sums->points[i + k] += row->points[i + k];
        }
    }
}

/* What speaks against languages that lack a letter of a word: mostly the same ones as for the word before. */
static const dictum_evidence_row *foreign_row(const dictum_language_model *known, const word_reader *word, memory *in)
{
    dictum_language_set fitting = fitting_languages(known, word);

    if (memcmp(&fitting, &in->fitting, sizeof(fitting)) != 0) {
        in->fitting = fitting;
        for (size_t i = 0; i < DICTUM__LANGUAGES_MAX; i++) {
            in->foreign.points[i] = has(&fitting, i) ? 0 : (int32_t)(-FOREIGN_LETTER_POINTS * DICTUM__FINE_UNITS);
        }
    }
    return &in->foreign;
}

/* Adds what a word says, in DICTUM__FINE_UNITS. */
static void add_up_word(const dictum_language_model *known, const word_reader *word, dictum_evidence_row *sums)
{
    word_keys found;

    find_keys(word, &found);
    for (size_t i = 0; i < found.count; i++) {
        const dictum_evidence_slot *place = dictum__evidence_slot(known, found.keys[i]);
        const dictum_evidence *item = known->items + place->first, *end = item + place->count;
        if (place->row > 0) {
            add_row(sums, &known->rows[place->row]);
            continue;
        }
        for (; item < end; item++) {
            sums->points[item->language] += known->rounded[item->grade];
        }
    }
}

/* Puts down what a word says. */
static void learn(const dictum_language_model *known, const word_reader *word, memory *in, remembered_word *into)
{
    const dictum_evidence_slot *listed = dictum__evidence_slot(known, word->key);
    dictum_evidence_row sums = *foreign_row(known, word, in);

    add_up_word(known, word, &sums);
    for (size_t i = 0; i < DICTUM__LANGUAGES_MAX; i++) {
        into->says.points[i] = sums.points[i] / (DICTUM__FINE_UNITS / DICTUM__POINT_UNITS);
    }
    into->listed = known->items + listed->first;
    into->listed_count = listed->count;
    into->key = word->key;
    into->count = word->count;
    if (word->count <= REMEMBERED_LETTERS_MAX) {
        memcpy(into->letters, word->letters + 1, word->count * sizeof(*into->letters));
    }
}

/* What a word says, remembered or learnt. */
static const remembered_word *recall(const dictum_language_model *known, const word_reader *word, memory *in)
{
    remembered_word *place = &in->words[word->key * UINT64_C(0x9E3779B97F4A7C15) >> 40 & (REMEMBERED_MAX - 1)];

    if (word->count > REMEMBERED_LETTERS_MAX) {
        place = &in->other;
    } else if (place->key == word->key && place->count == word->count &&
               memcmp(place->letters, word->letters + 1, word->count * sizeof(*place->letters)) == 0) {
        return place;
    }
    learn(known, word, in, place);
    return place;
}

static void add_up(const dictum_language_model *known, dictum_slice text, memory *in, dictum_rounded_tally *counts)
{
    word_reader word = {.text = text};

    for (size_t i = 0; i < dictum__language_count; i++) {
        counts->sums.points[i] =
            dictum__languages[i].expected ? 0 : (int32_t)(-UNEXPECTED_POINTS * DICTUM__POINT_UNITS);
    }
    while (next_word(&word)) {
        const remembered_word *says = recall(known, &word, in);
        add_row(&counts->sums, &says->says);
        count_listed(says->listed, says->listed_count, counts->listed);
        counts->words++;
    }
}

/* `slack` is more than two rounded sums and the true ones can be off together. A language that leads all others by more
 * than that is the best in truth, too. Where the lead is too small by twice as much, the best in truth either has the
 * same stems as this one, and a lead too small as well, or it is within `slack` of this one, and so is its lead. */
bool dictum__language_decide_rounded(const dictum_rounded_tally *counts, double lead_min, const char **code)
{
    int64_t slack = (int64_t)2 * DICTUM__UNITS_OFF * (int64_t)counts->words + 2,
            wanted = (int64_t)(lead_min * DICTUM__POINT_UNITS);
    int64_t second = INT32_MIN, other = INT32_MIN;
    const int32_t *points = counts->sums.points;
    size_t best = 0;

    *code = NULL;
    if (counts->words == 0) {
        return true;
    }
    for (size_t i = 1; i < dictum__language_count; i++) {
        best = points[i] > points[best] ? i : best;
    }
    for (size_t i = 0; i < dictum__language_count; i++) {
        if (i != best && points[i] > other) {
            other = points[i];
        }
        if (points[i] > second && !have_same_stems(dictum__languages[i].code, dictum__languages[best].code)) {
            second = points[i];
        }
    }
    if (points[best] - second < wanted - 2 * slack && 2 * slack < wanted) {
        return true;
    }
    if (points[best] - other <= slack || points[best] - second <= wanted + slack) {
        return false;
    }
    *code = code_of(best, counts->words, counts->listed[best]);
    return true;
}

static const char *judge(const dictum_language_model *known, dictum_slice text, double lead_min)
{
    static memory *remembered;
    dictum_rounded_tally counts = {.words = 0};
    const char *code;

    if (remembered == NULL) {
        remembered = calloc(1, sizeof(*remembered));
        if (remembered == NULL) {
            return judge_in_full(known, text, lead_min);
        }
        memset(&remembered->fitting, 0xFF, sizeof(remembered->fitting)); /* nothing speaks against any */
    }
    add_up(known, text, remembered, &counts);
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
