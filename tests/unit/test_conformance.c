/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens and sentences against Unicode's own test data (WordBreakTest, SentenceBreakTest, GraphemeBreakTest of version
 * 15.0) in $DICTUM_CORPORA/unicode; skipped without it. Where our borders are not the standard's, the difference must
 * be one that a named rule of lib/analyse.h makes (R8 is of lib/sentence.h); they are counted, and any other fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "lib/sentence.h"
#include "lib/utf8.h"
#include "tests/support/analysis.h"

#define POINTS_MAX 64

/* One line of the data: code points, and whether there is a border before each and after the last. */
typedef struct data_line {
    uint32_t points[POINTS_MAX];
    size_t offsets[POINTS_MAX + 1]; /* in the UTF-8 */
    bool border[POINTS_MAX + 1];
    size_t count;
    char utf8[POINTS_MAX * 4];
    size_t bytes;
    unsigned number; /* of the line in its file */
} data_line;

static dictum_analyser *analyser;

/* ---- reading the data ------------------------------------------------------------------------------------------- */

static void encode(data_line *line)
{
    dictum_buf buf;
    dictum__buf_init(&buf, sizeof line->utf8);
    for (size_t i = 0; i < line->count; i++) {
        line->offsets[i] = buf.len;
        dictum__buf_append_code_point(&buf, line->points[i]);
    }
    line->offsets[line->count] = buf.len;
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);
    memcpy(line->utf8, buf.data, buf.len);
    line->bytes = buf.len;
    dictum__buf_dispose(&buf);
}

/* The next line that holds data; false at the end. U+00F7 is a border, U+00D7 is none. */
static bool next_line(FILE *file, data_line *line)
{
    char text[8192];
    while (fgets(text, sizeof text, file) != NULL) {
        line->number++;
        text[strcspn(text, "#\r\n")] = '\0';
        line->count = 0;
        bool any = false;
        for (char *word = strtok(text, " \t"); word != NULL; word = strtok(NULL, " \t")) {
            if (strcmp(word, "\xC3\xB7") == 0 || strcmp(word, "\xC3\x97") == 0) {
                line->border[line->count] = word[1] == '\xB7';
                any = true;
            } else {
                assert_true(line->count < POINTS_MAX);
                line->points[line->count++] = (uint32_t)strtoul(word, NULL, 16);
            }
        }
        if (any && line->count > 0) {
            encode(line);
            return true;
        }
    }
    return false;
}

static FILE *open_data(const char *name)
{
    char path[8192];
    const char *folder = test_corpus("unicode");
    snprintf(path, sizeof path, "%s/%s", folder == NULL ? "" : folder, name);
    return folder == NULL ? NULL : fopen(path, "r");
}

static void fail_line(const data_line *line, const char *what)
{
    char points[POINTS_MAX * 10] = "";
    for (size_t i = 0; i < line->count; i++)
        snprintf(points + strlen(points), sizeof points - strlen(points), "%s %04X ", line->border[i] ? "÷" : "×",
                 (unsigned)line->points[i]);
    fail_msg("line %u: %s: %s", line->number, what, points);
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

/* What a code point is to R2 and R3, by its properties. */
static bool is_letter_or_digit(uint32_t c)
{
    uint32_t mask = U_GET_GC_MASK((UChar32)c);
    return (mask & (U_GC_L_MASK | U_GC_N_MASK)) != 0 || (u_isUAlphabetic((UChar32)c) && (mask & U_GC_M_MASK) == 0);
}

static bool is_ignorable(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || (c >= 0x2b9 && c <= 0x2bf) || c == 0x2018 || c == 0x2019 || c == 0x5f3;
}

static bool is_kana_or_han(uint32_t c)
{
    static const UScriptCode scripts[] = {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA};
    for (size_t i = 0; i < 3; i++)
        if (uscript_hasScript((UChar32)c, scripts[i]))
            return true;
    return false;
}

enum rule { R1, R3, R4, R5, R6, R8, R8J, AGREE, RULES };
static const char *const rule_names[RULES] = {"R1 normal form", "R3 divided",    "R4 apostrophe", "R5 middle dot",
                                              "R6 no spaces",   "R8 line break", "R8j no word",   "as the standard"};
static size_t counts[RULES];

static void print_counts(const char *what)
{
    print_message("%s:", what);
    for (size_t i = 0; i < RULES; i++)
        if (counts[i] > 0)
            print_message(" %s %zu;", rule_names[i], counts[i]);
    print_message("\n");
    memset(counts, 0, sizeof counts);
}

/* Why the code point at `at`, inside a segment that is a token of the standard's, is in none of ours, or why there is a
 * border before it although it is in one. */
static enum rule why_divided(const data_line *line, size_t at, bool in_token)
{
    uint32_t c = line->points[at];
    if (in_token)
        return is_kana_or_han(c) ? R6 : RULES;
    if (is_apostrophe(c))
        return R4;
    if (c == 0xb7)
        return R5;
    if (is_ignorable(c))
        return R1;
    return is_letter_or_digit(c) ? RULES : R3; /* a mark on a character that R3 divides at goes with it */
}

/* Marks in owner[i] the token that code point i is in, or SIZE_MAX. */
static void find_owners(const data_line *line, const dictum_analysis *analysis, size_t *owner)
{
    for (size_t i = 0; i < line->count; i++) {
        owner[i] = SIZE_MAX;
        for (size_t t = 0; t < analysis->token_count; t++)
            if (analysis->tokens[t].byte_start <= line->offsets[i] && line->offsets[i] < analysis->tokens[t].byte_end)
                owner[i] = t;
    }
}

/* A segment [begin, end) of the standard's against our tokens. */
static void check_segment(const data_line *line, const size_t *owner, size_t begin, size_t end)
{
    bool word = false, agrees = true;
    for (size_t i = begin; i < end; i++)
        word = word || is_letter_or_digit(line->points[i]);
    for (size_t i = begin; i < end; i++) {
        if (!word && owner[i] != SIZE_MAX)
            fail_line(line, "a token where the standard has no letter or digit");
        bool starts = owner[i] != SIZE_MAX && i > begin && owner[i - 1] != owner[i];
        if (!word || (owner[i] != SIZE_MAX && !(starts && owner[i - 1] != SIZE_MAX)))
            continue;
        enum rule rule = why_divided(line, i, owner[i] != SIZE_MAX);
        if (rule == RULES)
            fail_line(line, "divided by no rule");
        else
            counts[rule]++;
        agrees = false;
    }
    if (word && agrees)
        counts[AGREE]++;
}

static void check_words(const data_line *line)
{
    size_t owner[POINTS_MAX] = {0};
    const dictum_analysis *analysis =
        test_analyse(analyser, (dictum_slice){line->utf8, line->bytes}, NULL, DICTUM__ANALYSE_GENERAL);
    find_owners(line, analysis, owner);
    for (size_t i = 1; i < line->count; i++)
        if (line->border[i] && owner[i] != SIZE_MAX && owner[i] == owner[i - 1])
            fail_line(line, "a token over a border of the standard's");
    for (size_t begin = 0, end = 1; begin < line->count; begin = end++) {
        while (end < line->count && !line->border[end])
            end++;
        check_segment(line, owner, begin, end);
    }
}

static void words_are_the_standards_but_for_named_rules(void **state)
{
    (void)state;
    FILE *file = open_data("WordBreakTest.txt");
    if (file == NULL)
        skip();
    data_line line = {.number = 0};
    size_t lines = 0;
    for (; next_line(file, &line); lines++)
        check_words(&line);
    fclose(file);
    assert_true(lines > 1000);
    print_message("%zu lines; ", lines);
    print_counts("segments");
}

/* ---- sentences -------------------------------------------------------------------------------------------------- */

/* The borders of ICU's own sentence iterator in UTF-16, which is the standard if it agrees with the data. */
static void icu_borders(const data_line *line, bool breaks_as_spaces, bool *border)
{
    UErrorCode icu = U_ZERO_ERROR;
    UChar units[POINTS_MAX * 2];
    size_t starts[POINTS_MAX + 1];
    int32_t count = 0;
    for (size_t i = 0; i < line->count; i++) {
        UChar32 c = (UChar32)line->points[i];
        if (breaks_as_spaces && (c == '\n' || c == '\r'))
            c = ' ';
        starts[i] = (size_t)count;
        U16_APPEND_UNSAFE(units, count, c);
    }
    starts[line->count] = (size_t)count;
    UBreakIterator *sentences = ubrk_open(UBRK_SENTENCE, "", units, count, &icu);
    assert_true(U_SUCCESS(icu));
    for (size_t i = 0; i <= line->count; i++)
        border[i] = ubrk_isBoundary(sentences, (int32_t)starts[i]);
    ubrk_close(sentences);
}

/* Whether our sentences are the segments between these borders, without white space around them, that hold a token. */
static bool are_sentences(const data_line *line, const bool *border, const dictum_analysis *analysis)
{
    static const char spaces[] = " \t\r\n";
    size_t sentence = 0, token = 0;
    for (size_t begin = 0, end = 1; begin < line->count; begin = end++) {
        while (!border[end])
            end++;
        size_t first = token, from = line->offsets[begin], to = line->offsets[end];
        while (token < analysis->token_count && analysis->tokens[token].byte_start < to)
            token++;
        if (token == first)
            continue;
        while (strchr(spaces, line->utf8[from]) != NULL)
            from++;
        while (strchr(spaces, line->utf8[to - 1]) != NULL)
            to--;
        const dictum_sentence *ours = &analysis->sentences[sentence];
        if (sentence++ >= analysis->sentence_count || ours->byte_start != from || ours->byte_end != to ||
            ours->first_token != first || ours->last_token != token)
            return false;
    }
    return sentence == analysis->sentence_count;
}

/* R8j: takes away the borders behind what has no letter or digit. */
static void drop_wordless(const data_line *line, bool *border)
{
    bool word = false;
    for (size_t i = 0; i < line->count; i++) {
        if (border[i] && !word)
            border[i] = i == 0;
        word = (word && !border[i]) || is_letter_or_digit(line->points[i]);
    }
}

static void check_standard(dictum_sentences *sentences, const data_line *line)
{
    size_t end = 0;
    dictum__sentences_begin(sentences, (dictum_slice){line->utf8, line->bytes}, NULL, DICTUM__SENTENCES_STANDARD);
    for (size_t i = 1; i <= line->count; i++) {
        if (end < line->offsets[i] && !dictum__sentences_next(sentences, &end))
            fail_line(line, "too few sentences");
        if ((end == line->offsets[i]) != line->border[i])
            fail_line(line, "other sentences than the standard's");
    }
}

static void sentences_by_the_standards_rules_are_the_standards(void **state)
{
    (void)state;
    FILE *file = open_data("SentenceBreakTest.txt");
    if (file == NULL)
        skip();
    dictum_sentences *sentences;
    assert_int_equal(dictum__sentences_new(&sentences, NULL), DICTUM_OK);
    data_line line = {.number = 0};
    size_t lines = 0;
    for (; next_line(file, &line); lines++)
        check_standard(sentences, &line);
    fclose(file);
    dictum__sentences_free(sentences);
    assert_true(lines > 400);
    print_message("%zu lines; all as the standard\n", lines);
}

static void sentences_are_the_standards_but_for_named_rules(void **state)
{
    (void)state;
    FILE *file = open_data("SentenceBreakTest.txt");
    if (file == NULL)
        skip();
    data_line line = {.number = 0};
    size_t lines = 0;
    for (; next_line(file, &line); lines++) {
        bool border[POINTS_MAX + 1];
        icu_borders(&line, false, border);
        for (size_t i = 0; i <= line.count; i++)
            if (border[i] != line.border[i])
                fail_line(&line, "ICU's iterator is not the standard's");
        const dictum_analysis *analysis =
            test_analyse(analyser, (dictum_slice){line.utf8, line.bytes}, NULL, DICTUM__ANALYSE_SENTENCES);
        if (are_sentences(&line, line.border, analysis)) {
            counts[AGREE]++;
            continue;
        }
        icu_borders(&line, true, border);
        bool line_break = memchr(line.utf8, '\n', line.bytes) != NULL || memchr(line.utf8, '\r', line.bytes) != NULL;
        if (line_break && are_sentences(&line, border, analysis)) {
            counts[R8]++;
            continue;
        }
        drop_wordless(&line, border);
        if (!are_sentences(&line, border, analysis))
            fail_line(&line, "other sentences than the standard's, and by no rule");
        counts[R8J]++;
    }
    fclose(file);
    assert_true(lines > 400);
    print_message("%zu lines; ", lines);
    print_counts("lines");
}

/* ---- graphemes -------------------------------------------------------------------------------------------------- */

static int32_t grapheme_class(uint32_t c)
{
    return u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

/* The data have no letters of scripts without spaces. But every character of the class "other" behaves alike, so that a
 * letter of ours may stand for it. False where that leaves something else than letters and what attaches to them. */
static bool put_letter(data_line *line, uint32_t letter)
{
    for (size_t i = 0; i < line->count; i++) {
        uint32_t *c = &line->points[i];
        bool attaches = grapheme_class(*c) == U_GCB_EXTEND || grapheme_class(*c) == U_GCB_SPACING_MARK ||
                        grapheme_class(*c) == U_GCB_ZWJ;
        /* Indic consonants are of that class too, but CLDR joins them to clusters by a rule of their own. */
        bool other = grapheme_class(*c) == U_GCB_OTHER &&
                     !u_hasBinaryProperty((UChar32)*c, UCHAR_EXTENDED_PICTOGRAPHIC) &&
                     u_getIntPropertyValue((UChar32)*c, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_CONSONANT;
        if (!other && (i == 0 || !attaches))
            return false;
        if (other)
            *c = letter;
    }
    encode(line);
    return true;
}

static bool are_clusters(const data_line *line, const dictum_analysis *analysis)
{
    size_t token = 0;
    for (size_t begin = 0, end = 1; begin < line->count; begin = end++, token++) {
        while (!line->border[end])
            end++;
        if (token >= analysis->token_count || analysis->tokens[token].kind != DICTUM__TOKEN_GRAPHEME ||
            analysis->tokens[token].byte_start != line->offsets[begin] ||
            analysis->tokens[token].byte_end != line->offsets[end])
            return false;
    }
    return token == analysis->token_count;
}

static void graphemes_of_scripts_without_spaces_are_the_standards(void **state)
{
    (void)state;
    /* Han, Hiragana, Katakana, Bopomofo, Thai, Lao, Khmer, Myanmar, Tibetan, Tai Le, Javanese, Balinese, Yi */
    static const uint32_t letters[] = {0x4e2d, 0x3042, 0x30a2, 0x3105, 0x0e01, 0x0e81, 0x1780,
                                       0x1000, 0x0f40, 0x1950, 0xa98f, 0x1b13, 0xa000};
    size_t lines = 0;
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        FILE *file = open_data("GraphemeBreakTest.txt");
        if (file == NULL)
            skip();
        data_line line = {.number = 0};
        while (next_line(file, &line)) {
            if (!put_letter(&line, letters[i]))
                continue;
            lines++;
            if (!are_clusters(&line, test_analyse(analyser, (dictum_slice){line.utf8, line.bytes}, NULL, 0)))
                fail_line(&line, "other graphemes than the standard's");
        }
        fclose(file);
    }
    assert_true(lines > 100);
    print_message("%zu lines with a letter of such a script; all as the standard\n", lines);
}

int main(void)
{
    if (test_corpus("unicode") == NULL) {
        printf("skipped: no folder 'unicode' in DICTUM_CORPORA\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_the_standards_but_for_named_rules),
        cmocka_unit_test(sentences_by_the_standards_rules_are_the_standards),
        cmocka_unit_test(sentences_are_the_standards_but_for_named_rules),
        cmocka_unit_test(graphemes_of_scripts_without_spaces_are_the_standards),
    };
    analyser = test_analyser_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    dictum__analyser_free(analyser);
    return failed;
}
