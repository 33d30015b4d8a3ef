/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Languages by evidence that is added up. A word of a language's list speaks for it, a letter that it does not have
 * speaks against it, and each n-gram of one to three letters speaks the more for it the higher it stands in the
 * language's list. A word decides between close relatives (Danish and Norwegian, Czech and Slovak), an n-gram where no
 * word of any list stands, as in many a short text in a language of long words.
 *
 * The lists of n-grams are libexttextcat's data; its own measure, the distance between two rankings, is none for a
 * sentence: what has a hundred letters has no ranking yet. In these lists the n-gram of rank r makes up about 1.5 / (r
 * + 6) of what the first does, whatever the language.
 *
 * Invariant: the model is made once for the process; without the data it goes by words and letters. Texts are judged
 * by it in indexer/read/language_judge.c. */
#include "indexer/read/language_evidence.h"

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
#define NGRAM_SHARE 0.25
#define NGRAM_RANK_NONE 750.0 /* where the curve above has come down to what any n-gram may have */

/* Grades of evidence: one a rank of an n-gram, and those of words. */
#define RANKS_MAX 4096
#define GRADE_WORD 0
#define GRADE_ENDING (RANKS_MAX + 1)
#define GRADES (RANKS_MAX + 2)

#define SLOTS_MIN ((size_t)1024)
/* Evidence for so many languages is added up faster as a row of all. */
#define ROW_LANGUAGES_MIN 20
#define ROWS_MAX ((size_t)UINT16_MAX)

/* Evidence with its key, before it is sorted into slots. */
typedef struct raw_evidence {
    uint64_t key;
    dictum_evidence item;
} raw_evidence;

typedef struct builder {
    dictum_language_model *model;
    raw_evidence *items;
    size_t count, cap;
} builder;

/* ---- reading the lists ---------------------------------------------------------------------------------------- */

static bool add(builder *into, uint64_t key, size_t language, size_t grade)
{
    void *room = into->items;

    if (!dictum__array_reserve(&room, &into->cap, into->count + 1, sizeof(*into->items))) {
        return false;
    }
    into->items = room;
    into->items[into->count++] = (raw_evidence){key, {(uint16_t)language, (uint16_t)grade}};
    return true;
}

/* Letters and marks of `text` in lower case, up to `max`; `other` stands for anything else. */
static size_t decode(dictum_slice text, UChar32 other, UChar32 *letters, size_t max)
{
    size_t at = 0, count = 0;

    while (at < text.len && count < max) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        bool letter = u_isalpha(c) || (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0;
        letters[count++] = letter ? u_tolower(c) : c == DICTUM__WORD_BORDER ? c : other;
    }
    return count;
}

static bool add_words(builder *into, size_t language)
{
    const char *words = dictum__languages[language].words;

    while (*words != '\0') {
        UChar32 letters[DICTUM__WORD_LETTERS_MAX];
        size_t len = strcspn(words, " ");
        bool ending = words[0] == '-';
        size_t count = decode((dictum_slice){words + ending, len - ending}, 0, letters, DICTUM__WORD_LETTERS_MAX);
        if (!add(into, dictum__word_key(letters, count, ending), language, ending ? GRADE_ENDING : GRADE_WORD)) {
            return false;
        }
        words += len + (words[len] == ' ');
    }
    return true;
}

/* One line of a list of n-grams: the n-gram, perhaps with its frequency behind a tab. */
static bool add_ngram(builder *into, size_t language, const char *line, unsigned rank)
{
    UChar32 letters[DICTUM__NGRAM_LETTERS + 1];
    dictum_slice ngram = {line, strcspn(line, "\t\r\n ")};
    size_t count, borders = 0;

    if (!dictum__utf8_is_valid(ngram)) {
        return true;
    }
    count = decode(ngram, 0, letters, DICTUM__NGRAM_LETTERS + 1);
    for (size_t i = 0; i < count && i < DICTUM__NGRAM_LETTERS; i++) {
        if (letters[i] == 0) {
            return true;
        }
        borders += letters[i] == DICTUM__WORD_BORDER;
    }
    return count > DICTUM__NGRAM_LETTERS || count == borders ||
           add(into, dictum__ngram_key(letters, count), language, rank);
}

static bool add_ngrams(builder *into, size_t language)
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
    for (unsigned rank = 1; rank <= RANKS_MAX && added && fgets(line, sizeof(line), file) != NULL; rank++) {
        added = add_ngram(into, language, line, rank);
    }
    (void)fclose(file);
    return added;
}

static void put(dictum_language_set *set, size_t language)
{
    set->bits[language / 64] |= UINT64_C(1) << language % 64;
}

static void add_letters(dictum_language_model *into, size_t language)
{
    const char *letters = dictum__languages[language].letters;
    dictum_slice list = letters == NULL ? (dictum_slice){NULL, 0} : dictum__slice(letters);
    size_t at = 0;
    bool latin = true;

    for (uint32_t c = 0; letters == NULL && c < DICTUM__LETTERS_END; c++) {
        put(&into->with_letter[c], language);
    }
    while (at < list.len) {
        uint32_t c = dictum__utf8_next(list, &at);
        latin = latin && (c < 0x370 || c >= 0x1E00);
        if (c < DICTUM__LETTERS_END) {
            put(&into->with_letter[c], language);
        }
    }
    for (unsigned c = 'a'; latin && c <= 'z'; c++) {
        put(&into->with_letter[c], language);
    }
}

/* ---- making the model ----------------------------------------------------------------------------------------- */

/* The points are the fewer the higher the rank, so that the better of two grades of an n-gram comes first. */
static int by_key(const void *left, const void *right)
{
    const raw_evidence *a = left, *b = right;

    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    if (a->item.language != b->item.language) {
        return a->item.language < b->item.language ? -1 : 1;
    }
    return (a->item.grade > b->item.grade) - (a->item.grade < b->item.grade);
}

/* A list may have an n-gram in capitals, too: the better place counts. Returns how many keys are left. */
static size_t drop_doubles(builder *of)
{
    size_t kept = 0, keys = 0;

    for (size_t i = 0; i < of->count; i++) {
        const raw_evidence *last = kept > 0 ? &of->items[kept - 1] : NULL;
        bool same_key = last != NULL && last->key == of->items[i].key;
        if (!same_key || last->item.language != of->items[i].item.language) {
            keys += !same_key;
            of->items[kept++] = of->items[i];
        }
    }
    of->count = kept;
    return keys;
}

static bool make_points(dictum_language_model *model)
{
    model->points = malloc(GRADES * sizeof(*model->points));
    model->rounded = malloc(GRADES * sizeof(*model->rounded));
    if (model->points == NULL || model->rounded == NULL) {
        return false;
    }
    model->points[GRADE_WORD] = WORD_POINTS;
    model->points[GRADE_ENDING] = ENDING_POINTS;
    for (unsigned rank = 1; rank <= RANKS_MAX; rank++) {
        model->points[rank] = NGRAM_SHARE * log(NGRAM_RANK_NONE / (rank + 6));
    }
    for (size_t grade = 0; grade < GRADES; grade++) {
        model->rounded[grade] = (int32_t)(model->points[grade] * DICTUM__FINE_UNITS);
    }
    return true;
}

static bool make_slots(builder *of)
{
    dictum_language_model *model = of->model;
    size_t keys;

    if (of->count == 0) {
        return false;
    }
    qsort(of->items, of->count, sizeof(*of->items), by_key);
    keys = drop_doubles(of);
    for (model->slot_count = SLOTS_MIN; model->slot_count < 2 * keys;) {
        model->slot_count *= 2;
    }
    model->items = malloc(of->count * sizeof(*model->items));
    model->slots = calloc(model->slot_count, sizeof(*model->slots));
    if (model->items == NULL || model->slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < of->count; i++) {
        dictum_evidence_slot *place = dictum__evidence_slot(model, of->items[i].key);
        if (place->count == 0) {
            *place = (dictum_evidence_slot){of->items[i].key, (uint32_t)i, 0, 0};
        }
        place->count++;
        model->items[i] = of->items[i].item;
    }
    return true;
}

static bool make_rows(dictum_language_model *model)
{
    size_t count = 1;

    for (size_t i = 0; i < model->slot_count; i++) {
        bool fits = model->slots[i].count >= ROW_LANGUAGES_MIN && count <= ROWS_MAX;
        model->slots[i].row = fits ? (uint16_t)count++ : 0;
    }
    model->rows = calloc(count, sizeof(*model->rows));
    for (size_t i = 0; model->rows != NULL && i < model->slot_count; i++) {
        const dictum_evidence_slot *slot = &model->slots[i];
        const dictum_evidence *items = model->items + slot->first;
        for (size_t k = 0; slot->row > 0 && k < slot->count; k++) {
            model->rows[slot->row].points[items[k].language] = model->rounded[items[k].grade];
        }
    }
    return model->rows != NULL;
}

static dictum_language_model *make_model(void)
{
    builder with = {.model = calloc(1, sizeof(*with.model))};
    bool whole = with.model != NULL && make_points(with.model);

    for (size_t i = 0; whole && i < dictum__language_count; i++) {
        add_letters(with.model, i);
        whole = add_words(&with, i) && add_ngrams(&with, i);
    }
    whole = whole && make_slots(&with) && make_rows(with.model);
    free(with.items);
    if (with.model != NULL && !whole) {
        free(with.model->items);
        free(with.model->points);
        free(with.model->rounded);
        free(with.model->slots);
        free(with.model);
        with.model = NULL;
    }
    return with.model;
}

const dictum_language_model *dictum__language_model(void)
{
    static dictum_language_model *made;
    static bool tried;

    if (!tried) {
        tried = true;
        made = make_model();
    }
    return made;
}
