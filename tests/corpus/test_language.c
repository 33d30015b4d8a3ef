/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How well the language of short texts is found: pieces of the Universal Declaration of Human Rights, cut at random, in
 * the languages that Xapian has stemmers for and some more. The texts are no part of the project: $DICTUM_CORPORA names
 * the folder that holds udhr/, with one file for each language, named by its code. Skipped without them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/uchar.h>

#include "indexer/read/language.h"
#include "lib/utf8.h"
#include "tests/support/chance.h"

#define FILE_BYTES_MAX ((size_t)1 << 20)
#define PIECES_A_TEXT 40

static const struct {
    const char *code, *file;
} texts[] = {
    {"ar", "arb"},           {"ca", "cat"}, {"cs", "ces"}, {"da", "dan"},    {"de", "deu_1996"}, {"en", "eng"},
    {"el", "ell_monotonic"}, {"es", "spa"}, {"eu", "eus"}, {"fa", "pes_1"},  {"fi", "fin"},      {"fr", "fra"},
    {"ga", "gle"},           {"he", "heb"}, {"hi", "hin"}, {"hu", "hun"},    {"hy", "hye"},      {"id", "ind"},
    {"it", "ita"},           {"ja", "jpn"}, {"ko", "kor"}, {"lt", "lit"},    {"nb", "nob"},      {"ne", "nep"},
    {"nl", "nld"},           {"nn", "nno"}, {"pl", "pol"}, {"pt", "por_PT"}, {"ro", "ron_2006"}, {"ru", "rus"},
    {"sv", "swe"},           {"ta", "tam"}, {"th", "tha"}, {"tr", "tur"},    {"uk", "ukr"},      {"zh", "cmn_hans"},
};

/* What is asked for, in parts of a thousand: measured, with some room for the dice. */
static const struct {
    size_t letters, right_min, wrong_max;
} lengths[] = {{60, 920, 20}, {100, 960, 12}, {200, 980, 10}, {500, 990, 8}};

static bool load(const char *file, dictum_buf *text)
{
    const char *corpora = getenv("DICTUM_CORPORA");
    char path[4096];
    FILE *in;
    int c;

    (void)snprintf(path, sizeof path, "%s/udhr/%s.txt", corpora == NULL ? "" : corpora, file);
    in = fopen(path, "re");
    if (in == NULL) {
        return false;
    }
    dictum__buf_clear(text);
    while ((c = getc(in)) != EOF) {
        dictum__buf_append_char(text, (char)c);
    }
    (void)fclose(in);
    return dictum__buf_status(text) == DICTUM_OK && dictum__utf8_is_valid(dictum__buf_slice(text));
}

/* From a random place, at the next space if one is near, on to the given number of letters; false at the text's end. */
static bool cut(dictum_slice text, size_t letters, chance *dice, dictum_slice *piece)
{
    size_t start = chance_below(dice, text.len), end;

    while (start < text.len && ((unsigned char)text.data[start] & 0xC0) == 0x80) {
        start++;
    }
    for (size_t i = start; i < text.len && i < start + 64; i++) {
        if (text.data[i] == ' ' || text.data[i] == '\n') {
            start = i;
            break;
        }
    }
    for (end = start; end < text.len && letters > 0;) {
        letters -= u_isalpha((UChar32)dictum__utf8_next(text, &end)) != 0;
    }
    *piece = (dictum_slice){text.data + start, end - start};
    return letters == 0;
}

static void short_texts_are_in_their_language(void **state)
{
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    dictum_buf text, code;
    size_t found = 0;

    (void)state;
    dictum__buf_init(&text, FILE_BYTES_MAX);
    dictum__buf_init(&code, 64);
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        size_t pieces = 0, right = 0, unsure = 0;
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            if (!load(texts[i].file, &text)) {
                continue;
            }
            found++;
            for (size_t n = 0; n < PIECES_A_TEXT; n++) {
                dictum_slice piece;
                if (!cut(dictum__buf_slice(&text), lengths[k].letters, &dice, &piece)) {
                    continue;
                }
                dictum__language(DICTUM_SLICE(""), piece, &code);
                pieces++;
                right += strcmp(code.data, texts[i].code) == 0;
                unsure += strcmp(code.data, "und") == 0;
            }
        }
        if (pieces == 0) {
            break;
        }
        size_t wrong = pieces - right - unsure;
        printf("%zu letters, %zu pieces: %.1f %% right, %.2f %% wrong, %.1f %% und (seed %llu)\n", lengths[k].letters,
               pieces, 100.0 * (double)right / (double)pieces, 100.0 * (double)wrong / (double)pieces,
               100.0 * (double)unsure / (double)pieces, (unsigned long long)seed);
        assert_true(right * 1000 >= pieces * lengths[k].right_min);
        assert_true(wrong * 1000 <= pieces * lengths[k].wrong_max);
    }
    dictum__buf_dispose(&code);
    dictum__buf_dispose(&text);
    if (found == 0) {
        puts("skipped: no folder 'udhr' in DICTUM_CORPORA");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_in_their_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
