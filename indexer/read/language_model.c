/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Languages by evidence that is added up. A word of a language's list speaks for it, a letter that it does not have
 * speaks against it, and each n-gram of one to three letters speaks the more for it the higher it stands in the
 * language's list. A word decides between close relatives (Danish and Norwegian, Czech and Slovak), an n-gram where no
 * word of any list stands, as in many a short text in a language of long words.
 *
 * The lists of n-grams are libexttextcat's data; its own measure, the distance between two rankings, is none for a
 * sentence: what has a hundred letters has no ranking yet. In these lists the n-gram of rank r makes up about
 * 1.5 / (r + 6) of what the first does, whatever the language.
 *
 * Invariant: the model is made once for the process; without the data it goes by words and letters. */
#include "indexer/read/language_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/array.h"
#include "lib/utf8.h"

/* Evidence, in nats as far as n-grams go; those overlap, so each counts a fourth. */
#define WORD_POINTS 4.0
#define ENDING_POINTS 3.0
#define FOREIGN_LETTER_POINTS 4.0
#define UNEXPECTED_POINTS 3.0
#define NGRAM_SHARE 0.25
#define NGRAM_RANK_NONE 750.0 /* where the curve above has come down to what any n-gram may have */

/* The winner's lead. Of a long text a part is enough where it leaves no doubt. */
#define LEAD_MIN 3.0
#define LEAD_CLEAR 15.0
#define PART_BYTES ((size_t)1200)
#define TEXT_BYTES ((size_t)16 << 10)

/* From so many words on, some of them are in the language's list, or make up the share that is usual. */
#define WORDS_FOR_ONE 3
#define WORDS_FOR_SHARE 8

#define NGRAM_LETTERS 3
#define ENDING_LETTERS_MIN 2
#define ENDING_LETTERS_MAX 5
#define WORD_LETTERS_MAX 64
#define LETTERS_END 0x700 /* of the scripts whose languages have lists of letters */
#define WORD_BORDER '_'   /* as the lists of n-grams write it */

typedef struct evidence {
    uint64_t key;
    uint16_t language;
    double points;
} evidence;

/* Where the evidence that has a key begins; the rest follows. */
typedef struct slot {
    uint64_t key;
    size_t first, count;
} slot;

typedef struct language_set {
    uint64_t bits[DICTUM__LANGUAGES_MAX / 64];
} language_set;

typedef struct model {
    evidence *items;
    size_t count, cap;
    slot *slots;
    size_t slot_count; /* a power of two */
    language_set with_letter[LETTERS_END], any_letters;
} model;

typedef struct tally {
    double points[DICTUM__LANGUAGES_MAX];
    size_t listed[DICTUM__LANGUAGES_MAX]; /* words that are in the language's list */
    size_t words;
} tally;

/* ---- keys: an n-gram is packed, a word or an ending is hashed ------------------------------------------------- */

static uint64_t ngram_key(const UChar32 *letters, size_t count)
{
    uint64_t key = 0;

    for (size_t i = 0; i < count; i++) {
        key = key << 21 | (uint64_t)(uint32_t)letters[i];
    }
    return key;
}

/* FNV-1a; the first bit tells it from an n-gram's. */
static uint64_t word_key(const UChar32 *letters, size_t count, bool ending)
{
    uint64_t key = UINT64_C(0xcbf29ce484222325) ^ (ending ? '-' : 0);

    for (size_t i = 0; i < count; i++) {
        key = (key ^ (uint64_t)(uint32_t)letters[i]) * UINT64_C(0x100000001b3);
    }
    return key | UINT64_C(1) << 63;
}

/* ---- making the model ----------------------------------------------------------------------------------------- */

static bool add(model *into, uint64_t key, size_t language, double points)
{
    void *room = into->items;

    if (!dictum__array_reserve(&room, &into->cap, into->count + 1, sizeof(*into->items))) {
        return false;
    }
    into->items = room;
    into->items[into->count++] = (evidence){key, (uint16_t)language, points};
    return true;
}

/* Letters and marks of `text` in lower case, up to `max`; `other` stands for anything else. */
static size_t decode(dictum_slice text, UChar32 other, UChar32 *letters, size_t max)
{
    size_t at = 0, count = 0;

    while (at < text.len && count < max) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        bool letter = u_isalpha(c) || (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0;
        letters[count++] = letter ? u_tolower(c) : c == WORD_BORDER ? c : other;
    }
    return count;
}

static bool add_words(model *into, size_t language)
{
    const char *words = dictum__languages[language].words;

    while (*words != '\0') {
        UChar32 letters[WORD_LETTERS_MAX];
        size_t len = strcspn(words, " ");
        bool ending = words[0] == '-';
        size_t count = decode((dictum_slice){words + ending, len - ending}, 0, letters, WORD_LETTERS_MAX);
        if (!add(into, word_key(letters, count, ending), language, ending ? ENDING_POINTS : WORD_POINTS)) {
            return false;
        }
        words += len + (words[len] == ' ');
    }
    return true;
}

/* One line of a list of n-grams: the n-gram, perhaps with its frequency behind a tab. */
static bool add_ngram(model *into, size_t language, const char *line, unsigned rank)
{
    UChar32 letters[NGRAM_LETTERS + 1];
    dictum_slice ngram = {line, strcspn(line, "\t\r\n ")};
    size_t count, borders = 0;

    if (!dictum__utf8_is_valid(ngram)) {
        return true;
    }
    count = decode(ngram, 0, letters, NGRAM_LETTERS + 1);
    for (size_t i = 0; i < count && i < NGRAM_LETTERS; i++) {
        if (letters[i] == 0) {
            return true;
        }
        borders += letters[i] == WORD_BORDER;
    }
    return count > NGRAM_LETTERS || count == borders ||
           add(into, ngram_key(letters, count), language, NGRAM_SHARE * log(NGRAM_RANK_NONE / (rank + 6)));
}

static bool add_ngrams(model *into, size_t language)
{
    char path[512], line[256];
    FILE *file;
    bool added = true;

    if (dictum__languages[language].ngrams == NULL) {
        return true;
    }
    (void)snprintf(path, sizeof(path), "%s/%s.lm", DICTUM_TEXTCAT_DATA, dictum__languages[language].ngrams);
    file = fopen(path, "re");
    if (file == NULL) {
        return true;
    }
    for (unsigned rank = 1; added && fgets(line, sizeof(line), file) != NULL; rank++) {
        added = add_ngram(into, language, line, rank);
    }
    (void)fclose(file);
    return added;
}

static void put(language_set *set, size_t language)
{
    set->bits[language / 64] |= UINT64_C(1) << language % 64;
}

static void add_letters(model *into, size_t language)
{
    const char *letters = dictum__languages[language].letters;
    dictum_slice list = letters == NULL ? (dictum_slice){NULL, 0} : dictum__slice(letters);
    size_t at = 0;
    bool latin = true;

    if (letters == NULL) {
        put(&into->any_letters, language);
        return;
    }
    while (at < list.len) {
        uint32_t c = dictum__utf8_next(list, &at);
        latin = latin && (c < 0x370 || c >= 0x1E00);
        if (c < LETTERS_END) {
            put(&into->with_letter[c], language);
        }
    }
    for (unsigned c = 'a'; latin && c <= 'z'; c++) {
        put(&into->with_letter[c], language);
    }
}

static int by_key(const void *left, const void *right)
{
    const evidence *a = left, *b = right;

    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->language > b->language) - (a->language < b->language);
}

/* A list may have an n-gram in capitals, too: the better place counts. */
static void drop_doubles(model *of)
{
    size_t kept = 0;

    for (size_t i = 0; i < of->count; i++) {
        evidence *last = kept > 0 ? &of->items[kept - 1] : NULL;
        if (last == NULL || last->key != of->items[i].key || last->language != of->items[i].language) {
            of->items[kept++] = of->items[i];
        } else if (of->items[i].points > last->points) {
            last->points = of->items[i].points;
        }
    }
    of->count = kept;
}

static slot *find_slot(const model *in, uint64_t key)
{
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (in->slot_count - 1);

    while (in->slots[at].count > 0 && in->slots[at].key != key) {
        at = (at + 1) & (in->slot_count - 1);
    }
    return &in->slots[at];
}

static bool make_slots(model *of)
{
    qsort(of->items, of->count, sizeof(*of->items), by_key);
    drop_doubles(of);
    of->slot_count = 1024;
    while (of->slot_count < 2 * of->count) {
        of->slot_count *= 2;
    }
    of->slots = calloc(of->slot_count, sizeof(*of->slots));
    if (of->slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < of->count; i++) {
        slot *place = find_slot(of, of->items[i].key);
        if (place->count == 0) {
            *place = (slot){of->items[i].key, i, 0};
        }
        place->count++;
    }
    return true;
}

/* NULL where memory ran out. */
static const model *the_model(void)
{
    static model *made;
    static bool tried;
    bool whole = true;

    if (tried) {
        return made;
    }
    tried = true;
    made = calloc(1, sizeof(*made));
    for (size_t i = 0; made != NULL && whole && i < dictum__language_count; i++) {
        add_letters(made, i);
        whole = add_words(made, i) && add_ngrams(made, i);
    }
    if (made != NULL && !(whole && made->count > 0 && make_slots(made))) {
        free(made->items);
        free(made);
        made = NULL;
    }
    return made;
}

/* ---- judging a text ------------------------------------------------------------------------------------------- */

static void count_evidence(const model *known, uint64_t key, tally *counts, bool listed)
{
    const slot *place = find_slot(known, key);

    for (size_t i = 0; i < place->count; i++) {
        const evidence *item = &known->items[place->first + i];
        counts->points[item->language] += item->points;
        counts->listed[item->language] += listed;
    }
}

static void count_foreign_letters(const model *known, const UChar32 *letters, size_t count, tally *counts)
{
    language_set fitting;

    memset(&fitting, 0xFF, sizeof(fitting));
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; letters[i] < LETTERS_END && u_isalpha(letters[i]) && k < DICTUM__LANGUAGES_MAX / 64; k++) {
            fitting.bits[k] &= known->with_letter[letters[i]].bits[k] | known->any_letters.bits[k];
        }
    }
    for (size_t i = 0; i < dictum__language_count; i++) {
        if ((fitting.bits[i / 64] >> i % 64 & 1) == 0) {
            counts->points[i] -= FOREIGN_LETTER_POINTS;
        }
    }
}

/* `letters` holds `count` letters with room for a border before and behind them. */
static void count_word(const model *known, UChar32 *letters, size_t count, tally *counts)
{
    if (count == 0) {
        return;
    }
    counts->words++;
    count_evidence(known, word_key(letters + 1, count, false), counts, true);
    for (size_t len = ENDING_LETTERS_MIN; len <= ENDING_LETTERS_MAX && len < count; len++) {
        count_evidence(known, word_key(letters + 1 + count - len, len, true), counts, false);
    }
    count_foreign_letters(known, letters + 1, count, counts);
    letters[0] = letters[count + 1] = WORD_BORDER;
    for (size_t at = 0; at < count + 2; at++) {
        for (size_t len = 1; len <= NGRAM_LETTERS && at + len <= count + 2; len++) {
            count_evidence(known, ngram_key(letters + at, len), counts, false);
        }
    }
}

static void count_words(const model *known, dictum_slice text, tally *counts)
{
    UChar32 letters[WORD_LETTERS_MAX + 2];
    size_t at = 0, count = 0;

    while (at < text.len) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (!u_isalpha(c) && (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) == 0) {
            count_word(known, letters, count, counts);
            count = 0;
        } else if (count < WORD_LETTERS_MAX) {
            letters[1 + count++] = u_tolower(c);
        }
    }
    count_word(known, letters, count, counts);
}

static bool have_same_stems(const char *left, const char *right)
{
    return strcmp(left, right) == 0 || (left[0] == 'n' && right[0] == 'n' && (left[1] == 'b' || left[1] == 'n') &&
                                        (right[1] == 'b' || right[1] == 'n') && left[2] == '\0' && right[2] == '\0');
}

/* The best, and by how much it leads those that are not the same language, or as good as that. */
static size_t best_of(const tally *counts, double *lead)
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

static const char *judge(const model *known, dictum_slice text, double lead_min)
{
    tally counts = {.words = 0};
    const dictum_language_facts *facts;
    double lead;
    size_t best;

    for (size_t i = 0; i < dictum__language_count; i++) {
        counts.points[i] = dictum__languages[i].expected ? 0 : -UNEXPECTED_POINTS;
    }
    count_words(known, text, &counts);
    best = best_of(&counts, &lead);
    facts = &dictum__languages[best];
    if (counts.words == 0 || lead < lead_min ||
        (facts->expected && counts.words >= WORDS_FOR_ONE && counts.listed[best] == 0) ||
        (counts.words >= WORDS_FOR_SHARE && counts.listed[best] * 100 < facts->share_percent * counts.words)) {
        return NULL;
    }
    return facts->code;
}

const char *dictum__language_by_model(dictum_slice text)
{
    const model *known = the_model();
    const char *code = NULL;

    if (known == NULL) {
        return NULL;
    }
    if (text.len > PART_BYTES) {
        code = judge(known, dictum__language_sample(text, PART_BYTES), LEAD_CLEAR);
    }
    return code != NULL ? code : judge(known, dictum__language_sample(text, TEXT_BYTES), LEAD_MIN);
}
