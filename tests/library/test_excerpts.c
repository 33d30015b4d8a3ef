/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hit shows: every word and phrase of the query that holds in the statement, marked, in some excerpt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dictum/search.h>

#include "tests/support/chance.h"
#include "tests/support/characters.h"
#include "tests/support/pdf.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

static char *folder;

static int set_up(void **state)
{
    (void)state;
    folder = temp_new();
    return folder == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_remove(folder);
    return 0;
}

/* An index of one file. */
static dictum_index *index_of_file(const char *name, const char *bytes, size_t count)
{
    dictum_index *index;
    dictum_error err;
    process_result result;
    char *source = temp_path(folder, name), *where = temp_path(folder, "index");
    char *program = process_program("dictum-index");
    assert_non_null(program);
    assert_true(temp_write(source, bytes, count));
    const char *arguments[] = {program, "--index", where, source, NULL};
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("dictum-index: %s", result.err);
    process_dispose(&result);
    const char *place = where;
    if (dictum_index_open(&place, 1, &index, &err) != DICTUM_OK)
        fail_msg("%s", err.text);
    free(program);
    free(source);
    free(where);
    return index;
}

/* An index of one statement. */
static dictum_index *index_of(const char *lang, const char *text)
{
    growing record = {0};
    growing_add_str(&record, "{\"id\":\"one\",\"lang\":\"");
    growing_add_str(&record, lang);
    growing_add_str(&record, "\",\"text\":\"");
    growing_add_str(&record, text);
    growing_add_str(&record, "\"}\n");
    dictum_index *index = index_of_file("one.jsonl", record.data, record.len);
    growing_dispose(&record);
    return index;
}

static void expect_slices(const dictum_hit *hit, size_t excerpt_bytes)
{
    size_t end = 0;
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        const dictum_excerpt *excerpt = &hit->excerpts[i];
        assert_true(excerpt->start >= end && excerpt->end <= hit->statement->text.bytes);
        assert_int_equal(excerpt->text.bytes, excerpt->end - excerpt->start);
        assert_true(excerpt->text.bytes <= excerpt_bytes);
        assert_memory_equal(excerpt->text.text, hit->statement->text.text + excerpt->start, excerpt->text.bytes);
        end = excerpt->end;
    }
}

static bool is_marked(const dictum_hit *hit, const char *wanted)
{
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        for (size_t k = 0; k < hit->excerpts[i].mark_count; k++) {
            dictum_range mark = hit->excerpts[i].marks[k];
            if (mark.end - mark.start == strlen(wanted) &&
                memcmp(hit->excerpts[i].text.text + mark.start, wanted, strlen(wanted)) == 0)
                return true;
        }
    }
    return false;
}

/* Searches, and expects each of `wanted` (ended by NULL) as a mark in some of at most `most` excerpts. */
static void expect_marked(dictum_index *index, const char *query, bool any, size_t most, const char *const *wanted)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error err;
    dictum_search_options_init(&options);
    options.any = any;
    if (dictum_search(index, query, &options, &result, &err) != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    assert_int_equal(dictum_result_hit_count(result), 1);
    const dictum_hit *hit = dictum_result_hit(result, 0);
    expect_slices(hit, options.excerpt_bytes);
    for (; *wanted != NULL; wanted++)
        if (!is_marked(hit, *wanted))
            fail_msg("%s: “%s” is marked in none of %zu excerpts", query, *wanted, hit->excerpt_count);
    if (hit->excerpt_count > most)
        fail_msg("%s: %zu excerpts", query, hit->excerpt_count);
    dictum_result_free(result);
}

#define WANTED(...) ((const char *const[]){__VA_ARGS__, NULL})

static void repeat(growing *text, const char *words, size_t times)
{
    while (times-- > 0)
        growing_add_str(text, words);
}

static void a_long_sentence_shows_all_that_is_required(void **state)
{
    (void)state;
    growing text = {0};
    growing_add_str(&text, "The midneedle and more ");
    repeat(&text, "filler words ", 100);
    growing_add_str(&text, "with some filler endneedle at its end.");
    dictum_index *index = index_of("en", text.data);
    expect_marked(index, "midneedle endneedle", false, 3, WANTED("midneedle", "endneedle"));
    expect_marked(index, "\"MIDNEEDLE and more\" \"filler ENDNEEDLE\"", false, 3,
                  WANTED("midneedle and more", "filler endneedle"));
    expect_marked(index, "filler endneedle", false, 3, WANTED("filler", "endneedle"));
    expect_marked(index, "nowhere OR endneedle OR midneedle", false, 3, WANTED("endneedle", "midneedle"));
    expect_marked(index, "nowhere endneedle midneedle", true, 3, WANTED("endneedle", "midneedle"));
    dictum_index_free(index);
    growing_dispose(&text);
}

static void an_ordinary_sentence_in_cyrillic_or_thai_shows_all_that_is_required(void **state)
{
    (void)state;
    growing text = {0};
    growing_add_str(&text, "Министр сообщил, что ");
    repeat(&text, "правительство страны рассмотрело предложения комитета, ", 7);
    growing_add_str(&text, "и что разговоры будут продолжены.");
    dictum_index *index = index_of("ru", text.data);
    expect_marked(index, "министр разговоры", false, 3, WANTED("Министр", "разговоры"));
    dictum_index_free(index);
    growing_clear(&text);
    growing_add_str(&text, "รัฐมนตรี");
    repeat(&text, "กล่าวว่าประชาชนทุกคน", 30);
    growing_add_str(&text, "สนทนา");
    index = index_of("th", text.data);
    expect_marked(index, "\"รัฐมนตรี\" \"สนทนา\"", false, 3, WANTED("รัฐมนตรี", "สนทนา"));
    dictum_index_free(index);
    growing_dispose(&text);
}

static void there_are_as_many_excerpts_as_the_query_needs(void **state)
{
    (void)state;
    dictum_index *index =
        index_of("en", "One alphax and betax. Two betax alphax again. Three gammax here. Four gammax, "
                       "alphax. The five epsilonx is here. Six deltax. Seven zetax. Eight etax.");
    expect_marked(index, "\"five epsilonx\" alphax betax gammax", false, 4,
                  WANTED("five epsilonx", "alphax", "betax", "gammax"));
    expect_marked(index, "alphax gammax epsilonx deltax zetax etax", false, 5,
                  WANTED("alphax", "gammax", "epsilonx", "deltax", "zetax", "etax"));
    dictum_index_free(index);
}

static void more_words_than_a_machine_word_has_bits_are_all_shown(void **state)
{
    (void)state;
    growing text = {0}, query = {0};
    char words[100][16];
    const char *wanted[101] = {NULL};
    for (size_t i = 0; i < 100; i++) {
        (void)snprintf(words[i], sizeof words[i], "needle%c%c", (char)('a' + i / 10), (char)('a' + i % 10));
        wanted[i] = words[i];
        growing_add_str(&text, "It says ");
        growing_add_str(&text, words[i]);
        growing_add_str(&text, " in a sentence of its own. ");
        growing_add_str(&query, i > 0 ? " " : "");
        growing_add_str(&query, words[i]);
    }
    dictum_index *index = index_of("en", text.data);
    expect_marked(index, query.data, false, 100, wanted);
    dictum_index_free(index);
    growing_dispose(&text);
    growing_dispose(&query);
}

static void the_passage_that_shows_most_is_chosen(void **state)
{
    (void)state;
    dictum_index *index = index_of("en", "An alphax alone. A betax alone. Another alphax. Here is alphax with betax.");
    dictum_search_options options;
    dictum_result *result;
    dictum_error err;
    dictum_search_options_init(&options);
    options.excerpts_per_hit = 1;
    assert_int_equal(dictum_search(index, "alphax betax", &options, &result, &err), DICTUM_OK);
    assert_int_equal(dictum_result_hit(result, 0)->excerpt_count, 1);
    assert_string_equal(dictum_result_hit(result, 0)->excerpts[0].text.text, "Here is alphax with betax.");
    dictum_result_free(result);
    dictum_index_free(index);
}

static void cutting_leaves_graphemes_whole(void **state)
{
    (void)state;
    growing text = {0};
    growing_add_str(&text, "needlex ");
    /* e, acute, joiner, variation selector; 1, variation selector, keycap */
    repeat(&text, "ne\xcc\x81\xe2\x80\x8d\xef\xb8\x8f n1\xef\xb8\x8f\xe2\x83\xa3 ", 200);
    dictum_index *index = index_of("en", text.data);
    dictum_search_options options;
    dictum_result *result;
    dictum_error err;
    dictum_search_options_init(&options);
    for (options.excerpt_bytes = 10; options.excerpt_bytes < 60; options.excerpt_bytes++) {
        assert_int_equal(dictum_search(index, "needlex", &options, &result, &err), DICTUM_OK);
        const dictum_excerpt *excerpt = &dictum_result_hit(result, 0)->excerpts[0];
        unsigned char next = (unsigned char)text.data[excerpt->end];
        assert_true(next == ' ' || next == 'n');
        dictum_result_free(result);
    }
    dictum_index_free(index);
    growing_dispose(&text);
}

/* The page of the only excerpt of the only hit. */
static uint64_t page_of(dictum_index *index, const char *query)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error err;
    dictum_search_options_init(&options);
    options.excerpts_per_hit = 1;
    if (dictum_search(index, query, &options, &result, &err) != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    assert_int_equal(dictum_result_hit_count(result), 1);
    assert_int_equal(dictum_result_hit(result, 0)->excerpt_count, 1);
    uint64_t page = dictum_result_hit(result, 0)->excerpts[0].page;
    dictum_result_free(result);
    return page;
}

/* A sentence goes on over the end of the first page: the page is that of what matches. */
static void an_excerpt_knows_its_page(void **state)
{
    (void)state;
    pdf_maker pdf;
    size_t count;
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, 72, 100, 11, "The harbour board has met, and it found the breakwater in a state that calls");
    pdf_add_page(&pdf);
    pdf_text(&pdf, 72, 100, 11, "for repairs without delay.");
    pdf_add_page(&pdf);
    pdf_text(&pdf, 72, 100, 11, "Ferries leave from the second quay.");
    char *bytes = pdf_finish(&pdf, &count);
    dictum_index *index = index_of_file("board.pdf", bytes, count);
    assert_int_equal(page_of(index, "breakwater"), 1);
    assert_int_equal(page_of(index, "repairs"), 2);
    assert_int_equal(page_of(index, "\"calls for repairs\""), 1);
    assert_int_equal(page_of(index, "ferries"), 3);
    dictum_index_free(index);
    free(bytes);
}

static void a_statement_without_pages_has_no_page(void **state)
{
    (void)state;
    dictum_index *index = index_of("en", "Ferries leave from the second quay.");
    assert_int_equal(page_of(index, "ferries"), 0);
    dictum_index_free(index);
}

/* ---- context ----------------------------------------------------------------------------------------------------- */

#define SENTENCES 30

/* Random sentences, of which some have a whale, and what is to be shown of them. */
typedef struct drawn_text {
    growing bytes, json;
    size_t starts[SENTENCES], ends[SENTENCES];
    bool has_whale[SENTENCES];
} drawn_text;

static void draw_text(drawn_text *t, chance *dice)
{
    char sentence[80];
    for (size_t i = 0; i < SENTENCES; i++) {
        t->has_whale[i] = chance_one_in(dice, 8);
        (void)snprintf(sentence, sizeof sentence, "Sentence %zu tells of a %s at sea.", i,
                       t->has_whale[i] ? "whale" : "ship");
        bool paragraph = i > 0 && chance_one_in(dice, 4);
        if (i > 0) {
            growing_add_str(&t->bytes, paragraph ? "\n\n" : " ");
            growing_add_str(&t->json, paragraph ? "\\n\\n" : " ");
        }
        t->starts[i] = t->bytes.len;
        growing_add_str(&t->bytes, sentence);
        growing_add_str(&t->json, sentence);
        t->ends[i] = t->bytes.len;
    }
}

/* Whether sentence `i` is to be shown. */
static bool is_wanted(const drawn_text *t, size_t i, size_t context)
{
    for (size_t k = 0; k < SENTENCES; k++)
        if (k <= i + context && i <= k + context && t->has_whale[k])
            return true;
    return false;
}

static void expect_context(const drawn_text *t, const dictum_hit *hit, size_t context, uint64_t seed)
{
    size_t shown = 0, marks = 0, whales = 0;
    for (size_t i = 0; i < SENTENCES; i++) {
        whales += t->has_whale[i];
        if (!is_wanted(t, i, context) || (i > 0 && is_wanted(t, i - 1, context) && context > 0))
            continue;
        size_t last = i;
        while (context > 0 && last + 1 < SENTENCES && is_wanted(t, last + 1, context))
            last++;
        /* Neighbours that do not overlap may stand apart. */
        for (size_t at = t->starts[i]; at < t->ends[last]; shown++) {
            if (shown == hit->excerpt_count || hit->excerpts[shown].start > at + 2 ||
                hit->excerpts[shown].end > t->ends[last])
                fail_msg("seed %llu, context %zu: sentence %zu to %zu", (unsigned long long)seed, context, i, last);
            marks += hit->excerpts[shown].mark_count;
            at = hit->excerpts[shown].end;
        }
    }
    assert_int_equal(shown, hit->excerpt_count);
    assert_int_equal(marks, whales);
}

#define DRAWN 12

static void context_is_so_many_sentences_round_each(void **state)
{
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    drawn_text *texts = calloc(DRAWN, sizeof *texts);
    growing records = {0};
    char start[64];
    (void)state;
    assert_non_null(texts);
    for (size_t i = 0; i < DRAWN; i++) {
        draw_text(&texts[i], &dice);
        (void)snprintf(start, sizeof start, "{\"id\":\"%zu\",\"lang\":\"en\",\"text\":\"", i);
        growing_add_str(&records, start);
        growing_add_str(&records, texts[i].json.data);
        growing_add_str(&records, "\"}\n");
    }
    dictum_index *index = index_of_file("drawn.jsonl", records.data, records.len);
    for (size_t context = 0; context < 6; context++) {
        dictum_search_options options;
        dictum_result *result;
        dictum_search_options_init(&options);
        options.excerpts_per_hit = SENTENCES;
        options.limit = DRAWN;
        options.context_sentences = context == 5 ? SIZE_MAX : context;
        assert_int_equal(dictum_search(index, "whale", &options, &result, NULL), DICTUM_OK);
        for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
            const dictum_hit *hit = dictum_result_hit(result, i);
            expect_slices(hit, SIZE_MAX);
            expect_context(&texts[strtoul(hit->statement->id.text, NULL, 10)], hit, context == 5 ? SENTENCES : context,
                           seed);
        }
        dictum_result_free(result);
    }
    dictum_index_free(index);
    growing_dispose(&records);
    for (size_t i = 0; i < DRAWN; i++) {
        growing_dispose(&texts[i].bytes);
        growing_dispose(&texts[i].json);
    }
    free(texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_long_sentence_shows_all_that_is_required, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_ordinary_sentence_in_cyrillic_or_thai_shows_all_that_is_required, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(there_are_as_many_excerpts_as_the_query_needs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_words_than_a_machine_word_has_bits_are_all_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_passage_that_shows_most_is_chosen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cutting_leaves_graphemes_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_excerpt_knows_its_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_statement_without_pages_has_no_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(context_is_so_many_sentences_round_each, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
