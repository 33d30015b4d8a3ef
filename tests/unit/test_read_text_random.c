/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text put together by chance, against what reading it a character at a time gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/read/charset.h"
#include "indexer/read/recognise.h"
#include "indexer/read/text.h"
#include "lib/printable.h"
#include "lib/utf8.h"
#include "tests/support/chance.h"

#define ROUNDS 20000
#define BYTES_MAX ((size_t)4096)

static uint64_t seed;

/* Printable ASCII for the most part, and among it all that is not. */
static void make_bytes(chance *dice, dictum_buf *out)
{
    static const char *const specials[] = {
        "\n",       "\n\n",         "\r\n",         "\r",           "\t",   " ",        "  ",       "\x7F",
        "\x01",     "\x1B$",        "\x1B(",        "\f",           "\v",   "\xC2\xA0", "\xC2\x93", "\xC2\x81",
        "\xC3\xA9", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\x99", "\xE2", "\xC2",     "\x80",     "\xF0\x90\x90\x80",
        "~",        "\x1F"};
    size_t pieces = chance_below(dice, 60), special = 1 + chance_below(dice, 20);
    size_t run = 1 + chance_below(dice, 40);

    dictum__buf_clear(out);
    while (pieces-- > 0) {
        if (chance_one_in(dice, special)) {
            dictum__buf_append_str(out, specials[chance_below(dice, sizeof(specials) / sizeof(specials[0]))]);
        } else if (chance_one_in(dice, 40)) {
            dictum__buf_append_char(out, (char)chance_below(dice, 256));
        } else {
            for (size_t i = chance_below(dice, run); i > 0; i--) {
                dictum__buf_append_char(out, (char)(0x20 + chance_below(dice, 0x5F)));
            }
        }
    }
}

/* ---- the same, simply ------------------------------------------------------------------------------------------ */

static bool starts_with(dictum_slice text, size_t at, const char *what)
{
    return text.len - at >= strlen(what) && memcmp(text.data + at, what, strlen(what)) == 0;
}

/* Line ends of every kind as "\n", other controls as spaces. */
static void normalise(dictum_slice text, dictum_buf *out)
{
    static const struct {
        const char *from, *to;
    } ends[] = {{"\v", "\n"}, {"\f", "\n"},           {"\n", "\n"},
                {"\t", "\t"}, {"\xE2\x80\xA8", "\n"}, {"\xE2\x80\xA9", "\n\n"}};

    for (size_t at = 0, next; at < text.len; at = next) {
        size_t i = 0;
        while (i < sizeof(ends) / sizeof(ends[0]) && !starts_with(text, at, ends[i].from)) {
            i++;
        }
        if (text.data[at] == '\r') {
            for (next = at + 1; starts_with(text, next, "\r");) {
                next++;
            }
            next += starts_with(text, next, "\n");
            dictum__buf_append_char(out, '\n');
        } else if (i < sizeof(ends) / sizeof(ends[0])) {
            next = at + strlen(ends[i].from);
            dictum__buf_append_str(out, ends[i].to);
        } else {
            next = at + 1;
            dictum__buf_append_char(out,
                                    (unsigned char)text.data[at] < 0x20 || text.data[at] == 0x7F ? ' ' : text.data[at]);
        }
    }
}

/* The characters of valid UTF-8 one after the other, with the line ends and the blanks that stood before each. */
static void flow(dictum_slice text, dictum_buf *out)
{
    size_t line_ends = 0, kept = 0; /* of `out`, without blanks at its end */

    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = dictum__utf8_next(text, &at), meant = dictum__windows_1252(c);
        bool blank = c <= 0x20 || (c >= 0x7F && c <= 0xA0 && meant == 0);
        if (c == '\n') {
            line_ends++;
        } else if (blank && line_ends == 0 && out->len > 0) {
            dictum__buf_append_char(out, c == '\t' ? '\t' : ' ');
        } else if (!blank) {
            if (line_ends > 0) {
                dictum__buf_truncate(out, kept);
                dictum__buf_append_str(out, kept == 0 ? "" : line_ends == 1 ? "\n" : "\n\n");
            }
            line_ends = 0;
            if (meant != 0) {
                dictum__buf_append_code_point(out, meant);
            } else {
                dictum__buf_append(out, text.data + start, at - start);
            }
            kept = out->len;
        }
    }
    dictum__buf_truncate(out, kept);
}

static bool is_binary(dictum_slice text, bool named)
{
    size_t controls = 0, nuls = 0;

    for (size_t i = 0; i < text.len; i++) {
        nuls += text.data[i] == '\0';
        controls += (unsigned char)text.data[i] < 0x20 && strchr("\b\t\n\v\f\r\x1A\x1B", text.data[i]) == NULL;
    }
    return (nuls > 0 && !named) || (nuls + controls) * 100 > text.len + 100;
}

/* ---- tests ----------------------------------------------------------------------------------------------------- */

static void runs_of_ascii_end_where_they_do(void **state)
{
    chance dice = chance_begin(seed);
    dictum_buf bytes;

    (void)state;
    dictum__buf_init(&bytes, BYTES_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t at, end, letters = 0;
        make_bytes(&dice, &bytes);
        at = end = chance_below(&dice, bytes.len + 1);
        for (size_t i = at; i < bytes.len && (unsigned char)bytes.data[i] < 0x80; i++) {
            letters += (bytes.data[i] >= 'a' && bytes.data[i] <= 'z') || (bytes.data[i] >= 'A' && bytes.data[i] <= 'Z');
        }
        while (end < bytes.len && (unsigned char)bytes.data[end] >= 0x20 && (unsigned char)bytes.data[end] < 0x7F) {
            end++;
        }
        assert_int_equal(dictum__printable_end(dictum__buf_slice(&bytes), at), end);
        for (end = at; end < bytes.len && (unsigned char)bytes.data[end] < 0x80;) {
            end++;
        }
        assert_int_equal(dictum__ascii_letters(dictum__buf_slice(&bytes), &at), letters);
        assert_int_equal(at, end);
    }
    dictum__buf_dispose(&bytes);
}

static void files_of_text_are_told_from_others(void **state)
{
    chance dice = chance_begin(seed);
    dictum_buf bytes;
    size_t binary = 0;

    (void)state;
    dictum__buf_init(&bytes, BYTES_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        bool named = chance_one_in(&dice, 2), answer;
        make_bytes(&dice, &bytes);
        answer = dictum__is_binary(dictum__buf_slice(&bytes), named);
        assert_int_equal(answer, is_binary(dictum__buf_slice(&bytes), named));
        binary += answer;
    }
    assert_in_range(binary, ROUNDS / 100, ROUNDS / 2);
    dictum__buf_dispose(&bytes);
}

static void lines_and_blanks_are_as_they_were(void **state)
{
    const dictum_charset utf8 = {.name = "UTF-8"};
    chance dice = chance_begin(seed);
    dictum_buf bytes, repaired, wanted, text;

    (void)state;
    dictum__buf_init(&bytes, BYTES_MAX);
    dictum__buf_init(&repaired, 4 * BYTES_MAX);
    dictum__buf_init(&wanted, 4 * BYTES_MAX);
    dictum__buf_init(&text, 4 * BYTES_MAX);
    for (size_t round = 0; round < ROUNDS; round++) {
        make_bytes(&dice, &bytes);
        dictum__buf_clear(&repaired);
        dictum__buf_clear(&wanted);
        dictum__buf_clear(&text);
        dictum__utf8_append_repaired(&repaired, dictum__buf_slice(&bytes));
        normalise(dictum__buf_slice(&repaired), &wanted);
        assert_int_equal(dictum__charset_convert(dictum__buf_slice(&bytes), &utf8, &text, NULL), DICTUM_OK);
        assert_true(dictum__slice_equal(dictum__buf_slice(&text), dictum__buf_slice(&wanted)) ||
                    text.len + wanted.len == 0);
        dictum__buf_clear(&repaired);
        dictum__buf_clear(&text);
        flow(dictum__buf_slice(&wanted), &repaired);
        dictum__paragraphs(dictum__buf_slice(&wanted), &text);
        if (text.len != repaired.len || (text.len > 0 && memcmp(text.data, repaired.data, text.len) != 0)) {
            fail_msg("round %zu: \"%s\" instead of \"%s\"", round, text.data, repaired.data);
        }
    }
    dictum__buf_dispose(&bytes);
    dictum__buf_dispose(&repaired);
    dictum__buf_dispose(&wanted);
    dictum__buf_dispose(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_of_ascii_end_where_they_do),
        cmocka_unit_test(files_of_text_are_told_from_others),
        cmocka_unit_test(lines_and_blanks_are_as_they_were),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
