/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules R10 and R11 of lib/analyse.h in phrases: texts full of broken words and grouped numbers, and phrases drawn from
 * them or made up, against every way in which a person may read either.
 *
 * The text is made of words and of what divides them, so the oracle knows both and takes nothing apart. It tries all
 * readings of the text with all of the phrase. In every second round the texts are spread over several shards, among
 * others that are retired. DICTUM_TEST_SEED repeats a run, DICTUM_TEST_ROUNDS makes it longer. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/chance.h"
#include "tests/support/characters.h"
#include "tests/support/indexing.h"
#include "tests/support/shards.h"
#include "tests/support/temp.h"

#define ROUNDS 6
#define TEXTS 60
#define QUERIES 600
#define WORDS_MAX 40
#define PHRASE_WORDS_MAX 8
#define JOINED_WORDS_MAX 9
#define JOINED_NUMBERS_MAX 9
#define FORM_BYTES 128 /* nine of the longest word */

static const char *const words[] = {"net", "works", "networks", "the",  "of",    "cyber",  "security", "cybersecurity",
                                    "a",   "b",     "ab",       "aba",  "1",     "12",     "000",      "345",
                                    "0",   "1000",  "12000",    "1345", "12345", "1000000"};

/* What divides two words. */
typedef enum division {
    SPACE,
    LINE_END,
    HYPHEN_LINE_END,
    SOFT_LINE_END,
    HYPHEN,
    HYPHEN_SPACE,
    COMMA,
    STOP,
    OTHER
} division;

static const char *const divisions[] = {" ", "\n", "-\n", "\u00AD\n  ", "-", "- ", ",", ".", " / "};

typedef struct sequence {
    const char *words[WORDS_MAX];
    division divisions[WORDS_MAX]; /* behind each word but the last */
    size_t count;
} sequence;

static uint64_t seed;

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static bool is_number(const char *word)
{
    return word[0] >= '0' && word[0] <= '9';
}

/* Whether the two words behind and before the division are one that is broken there. A phrase has no lines. */
static bool is_broken(const sequence *s, size_t first, bool phrase)
{
    division d = s->divisions[first];
    if (first + 1 >= s->count || is_number(s->words[first]) || is_number(s->words[first + 1]))
        return false;
    return d == HYPHEN_LINE_END || d == SOFT_LINE_END || (phrase && d == HYPHEN_SPACE);
}

/* The number of words from `first` on that can be one word; 0 where that is none but the word itself. Of a word that is
 * broken twice, `whole` asks for all of it. */
static size_t broken_words(const sequence *s, size_t first, bool phrase, bool whole)
{
    if (!is_broken(s, first, phrase))
        return 0;
    if (!whole)
        return 2;
    /* How a line's end is told from a space does not change within one word. */
    size_t count = 2;
    bool line = s->divisions[first] != HYPHEN_SPACE || phrase;
    while (is_broken(s, first + count - 1, phrase) &&
           (s->divisions[first + count - 1] != HYPHEN_SPACE || phrase) == line)
        count++;
    bool starts = first == 0 || !is_broken(s, first - 1, phrase);
    return starts && count > 2 && count <= JOINED_WORDS_MAX ? count : 0;
}

static bool groups(division d)
{
    return d == SPACE || d == COMMA || d == STOP;
}

/* In a phrase a line's end is a space. */
static division plain(const sequence *s, size_t at, bool phrase)
{
    return phrase && s->divisions[at] == LINE_END ? SPACE : s->divisions[at];
}

/* The end of the run of groups from `first` on. */
static size_t run_end(const sequence *s, size_t first, bool phrase)
{
    division d = plain(s, first, phrase);
    if (!is_number(s->words[first]) || s->words[first][0] == '0' || strlen(s->words[first]) > 3 ||
        first + 1 >= s->count || !groups(d))
        return first;
    size_t end = first + 1;
    while (end < s->count && plain(s, end - 1, phrase) == d && is_number(s->words[end]) && strlen(s->words[end]) == 3)
        end++;
    return end;
}

static bool is_whole_number(const sequence *s, size_t first, size_t end, bool phrase)
{
    division d = plain(s, first, phrase);
    bool more = end < s->count && is_number(s->words[end]) && plain(s, end - 1, phrase) == d;
    bool before = first > 0 && is_number(s->words[first - 1]) && plain(s, first - 1, phrase) == d;
    return end - first >= 2 && end - first <= JOINED_NUMBERS_MAX && (d == SPACE || (!more && !before));
}

/* The number of groups from `first` on that are one number; 0 where they are none. A group that goes on belongs to no
 * other number. */
static size_t grouped_numbers(const sequence *s, size_t first, bool phrase)
{
    size_t next = 0;
    for (size_t i = 0; i <= first; i++) {
        size_t end = i < next ? i : run_end(s, i, phrase);
        if (end < i + 2)
            continue;
        bool whole = is_whole_number(s, i, end, phrase);
        if (i == first)
            return whole ? end - i : 0;
        next = whole ? end : end - 1;
    }
    return 0;
}

/* The word that begins at `first` in one of its readings; false where there is no such reading. */
static bool reading(const sequence *s, size_t first, size_t which, bool phrase, char form[FORM_BYTES], size_t *end)
{
    size_t counts[] = {1, broken_words(s, first, phrase, false), broken_words(s, first, phrase, true),
                       grouped_numbers(s, first, phrase)};
    if (counts[which] == 0)
        return false;
    size_t bytes = 0;
    form[0] = '\0';
    for (size_t i = 0; i < counts[which]; i++) {
        snprintf(form + bytes, FORM_BYTES - bytes, "%s", s->words[first + i]);
        bytes += strlen(s->words[first + i]);
    }
    *end = first + counts[which];
    return true;
}

#define READINGS 4

static bool reads_on(const sequence *text, size_t at, const sequence *phrase, size_t word)
{
    char in_text[FORM_BYTES], in_phrase[FORM_BYTES];
    size_t text_end, phrase_end;
    if (word == phrase->count)
        return true;
    if (at >= text->count)
        return false;
    for (size_t i = 0; i < READINGS; i++)
        for (size_t k = 0; k < READINGS; k++)
            if (reading(text, at, i, false, in_text, &text_end) &&
                reading(phrase, word, k, true, in_phrase, &phrase_end) && strcmp(in_text, in_phrase) == 0 &&
                reads_on(text, text_end, phrase, phrase_end))
                return true;
    return false;
}

static bool holds(const sequence *text, const sequence *phrase)
{
    for (size_t at = 0; at < text->count; at++)
        if (reads_on(text, at, phrase, 0))
            return true;
    return false;
}

/* ---- texts and phrases ------------------------------------------------------------------------------------------- */

static void write_sequence(const sequence *s, growing *out)
{
    for (size_t i = 0; i < s->count; i++) {
        growing_add_str(out, s->words[i]);
        if (i + 1 < s->count)
            growing_add_str(out, divisions[s->divisions[i]]);
    }
}

static division any_division(chance *dice)
{
    static const division often[] = {SPACE, SPACE, HYPHEN_LINE_END, COMMA};
    if (chance_one_in(dice, 2))
        return often[chance_below(dice, sizeof often / sizeof often[0])];
    return (division)chance_below(dice, OTHER + 1);
}

static void draw_sequence(sequence *s, size_t count, chance *dice)
{
    s->count = count;
    for (size_t i = 0; i < count; i++) {
        s->words[i] = words[chance_below(dice, sizeof words / sizeof words[0])];
        s->divisions[i] = any_division(dice);
    }
}

/* A part of a text, with a few of its divisions changed, or words of no text. */
static void draw_phrase(const sequence *texts, sequence *phrase, chance *dice)
{
    size_t count = 1 + chance_below(dice, PHRASE_WORDS_MAX);
    draw_sequence(phrase, count, dice);
    if (chance_one_in(dice, 5))
        return;
    const sequence *text = &texts[chance_below(dice, TEXTS)];
    if (text->count < count)
        return;
    size_t first = chance_below(dice, text->count - count + 1);
    for (size_t i = 0; i < count; i++) {
        phrase->words[i] = text->words[first + i];
        if (!chance_one_in(dice, 4))
            phrase->divisions[i] = text->divisions[first + i];
    }
    /* Two words as one, which the text may have in parts. */
    for (size_t i = 0; i + 1 < phrase->count; i++) {
        char form[FORM_BYTES];
        snprintf(form, sizeof form, "%s%s", phrase->words[i], phrase->words[i + 1]);
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
            if (strcmp(words[w], form) != 0 || !chance_one_in(dice, 2))
                continue;
            phrase->words[i] = words[w];
            phrase->divisions[i] = phrase->divisions[i + 1];
            phrase->count--;
            for (size_t k = i + 1; k < phrase->count; k++) {
                phrase->words[k] = phrase->words[k + 1];
                phrase->divisions[k] = phrase->divisions[k + 1];
            }
            break;
        }
    }
}

/* ---- the test ---------------------------------------------------------------------------------------------------- */

static void write_json(const char *text, size_t bytes, growing *out)
{
    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '\n')
            growing_add_str(out, "\\n");
        else
            growing_add(out, text + i, 1);
    }
}

static void draw_texts(sequence *texts, chance *dice)
{
    for (size_t i = 0; i < TEXTS; i++)
        draw_sequence(&texts[i], 1 + chance_below(dice, WORDS_MAX), dice);
}

static void write_records(const sequence *texts, growing *lines)
{
    for (size_t i = 0; i < TEXTS; i++) {
        growing text = {0};
        char head[64];
        snprintf(head, sizeof head, "{\"id\":\"%zu\",\"text\":\"", i);
        growing_add_str(lines, head);
        write_sequence(&texts[i], &text);
        write_json(text.data, text.len, lines);
        growing_add_str(lines, "\"}\n");
        growing_dispose(&text);
    }
}

/* Other texts that are retired, or the same. */
static char *build_shards(const growing *lines, const char *folder, chance *dice)
{
    sequence *older = calloc(TEXTS, sizeof *older);
    growing older_lines = {0};
    assert_non_null(older);
    draw_texts(older, dice);
    write_records(older, &older_lines);
    bool same = chance_one_in(dice, 3);
    char *place = shards_index(folder, lines->data, same ? NULL : older_lines.data, 1 + chance_below(dice, 5), dice);
    growing_dispose(&older_lines);
    free(older);
    return place;
}

static dictum_index *build(const sequence *texts, const char *folder, bool shards, chance *dice)
{
    growing lines = {0};
    dictum_error error;
    dictum_index *index;
    write_records(texts, &lines);
    char *place = shards ? build_shards(&lines, folder, dice) : indexing_records(folder, lines.data, lines.len);
    assert_non_null(place);
    const char *where = place;
    if (dictum_index_open(&where, 1, &index, &error) != DICTUM_OK)
        fail_msg("dictum_index_open: %s", error.text);
    assert_int_equal(dictum_index_statement_count(index), TEXTS);
    free(place);
    growing_dispose(&lines);
    return index;
}

static void fail_on(const char *query, const sequence *text, size_t number, bool wanted)
{
    growing written = {0};
    write_sequence(text, &written);
    fail_msg("seed %llu: %s %s text %zu:\n%s", (unsigned long long)seed, query, wanted ? "misses" : "wrongly finds",
             number, written.data);
}

static size_t check_phrase(dictum_index *index, const sequence *texts, const sequence *phrase)
{
    growing query = {0};
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    bool found[TEXTS] = {false};
    size_t count = 0;
    growing_add_str(&query, "\"");
    write_sequence(phrase, &query);
    growing_add_str(&query, "\"");
    dictum_search_options_init(&options);
    options.limit = TEXTS;
    options.excerpts_per_hit = TEXTS;
    if (dictum_search(index, query.data, &options, &result, &error) != DICTUM_OK)
        fail_msg("seed %llu: %s: %s", (unsigned long long)seed, query.data, error.text);
    for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
        const dictum_hit *hit = dictum_result_hit(result, i);
        size_t number = strtoul(hit->statement->id.text, NULL, 10);
        assert_in_range(number, 0, TEXTS - 1);
        found[number] = true;
        if (hit->excerpt_count == 0 || hit->excerpts[0].mark_count == 0)
            fail_msg("seed %llu: %s: text %zu is found, but nothing is marked", (unsigned long long)seed, query.data,
                     number);
    }
    assert_int_equal(dictum_result_match_count(result), dictum_result_hit_count(result));
    for (size_t i = 0; i < TEXTS; i++) {
        bool wanted = holds(&texts[i], phrase);
        count += wanted;
        if (wanted != found[i])
            fail_on(query.data, &texts[i], i, wanted);
    }
    dictum_result_free(result);
    growing_dispose(&query);
    return count;
}

static void phrases_find_every_reading_and_nothing_else(void **state)
{
    (void)state;
    chance dice = chance_begin(seed);
    const char *rounds = getenv("DICTUM_TEST_ROUNDS");
    size_t wanted = rounds != NULL ? strtoul(rounds, NULL, 10) : ROUNDS, matches = 0;
    sequence *texts = calloc(TEXTS, sizeof *texts);
    assert_non_null(texts);
    for (size_t round = 0; round < wanted; round++) {
        char *folder = temp_new();
        assert_non_null(folder);
        draw_texts(texts, &dice);
        dictum_index *index = build(texts, folder, round % 2 == 1, &dice);
        for (size_t i = 0; i < QUERIES; i++) {
            sequence phrase;
            draw_phrase(texts, &phrase, &dice);
            matches += check_phrase(index, texts, &phrase);
        }
        dictum_index_free(index);
        temp_remove(folder);
    }
    print_message("%zu phrases, %zu matches\n", wanted * QUERIES, matches);
    free(texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(phrases_find_every_reading_and_nothing_else)};
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
