/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass_kinds.h"

#include <stdio.h>
#include <string.h>

#include "glass_draw.h"

static void add_term(glass_set *set, dictum_slice term, uint32_t wdf)
{
    glass_set_term(set, term.data, term.len, wdf, NULL, 0);
}

static void add_number_term(glass_set *set, const char *prefix, size_t number, uint32_t wdf)
{
    char term[64];
    int bytes = snprintf(term, sizeof term, "%s%zu", prefix, number);
    glass_set_term(set, term, (size_t)bytes, wdf, NULL, 0);
}

static void add_drawn_value(glass_set *set, chance *dice, uint32_t slot, size_t bytes)
{
    dictum_slice value = glass_draw_bytes(dice, bytes, chance_one_in(dice, 2));
    glass_set_value(set, slot, value.data, value.len);
}

static void add_drawn_data(glass_set *set, chance *dice, size_t bytes, bool compressible)
{
    dictum_slice data = glass_draw_bytes(dice, bytes, compressible);
    glass_set_data(set, data.data, data.len);
}

/* ---- small ------------------------------------------------------------------------------------------------------- */

static void draw_empty(glass_set *set, chance *dice)
{
    (void)set;
    (void)dice;
}

static void draw_metadata_only(glass_set *set, chance *dice)
{
    glass_draw_metadata(set, dice, 1 + chance_below(dice, 60));
}

static void draw_bare_documents(glass_set *set, chance *dice)
{
    for (size_t i = 1 + chance_below(dice, 5); i > 0; i--)
        glass_set_begin(set);
}

static void draw_without_terms(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 300; i++) {
        glass_set_begin(set);
        if (!chance_one_in(dice, 3))
            add_drawn_value(set, dice, (uint32_t)chance_below(dice, 3), 1 + chance_below(dice, 40));
        if (chance_one_in(dice, 2))
            add_drawn_data(set, dice, chance_below(dice, 100), true);
    }
}

static void draw_without_data(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 300; i++) {
        glass_set_begin(set);
        for (size_t k = 0; k < 10; k++)
            add_term(set, glass_draw_term(dice, 0, 0), glass_draw_wdf(dice));
    }
}

static void draw_one_term(glass_set *set, chance *dice)
{
    dictum_slice term = glass_draw_term(dice, chance_below(dice, GLASS_SHAPES), 0);
    size_t count = 0;
    const uint32_t *positions = glass_draw_positions(dice, 200, UINT32_MAX, &count);
    glass_set_begin(set);
    glass_set_term(set, term.data, term.len, glass_draw_wdf(dice), positions, count);
}

static void draw_mixed(glass_set *set, chance *dice)
{
    for (size_t i = chance_below(dice, 250); i > 0; i--)
        glass_draw_document(set, dice);
    glass_draw_metadata(set, dice, chance_below(dice, 20));
}

/* ---- terms ------------------------------------------------------------------------------------------------------- */

static void draw_term_lengths(glass_set *set, chance *dice)
{
    for (size_t shape = 0; shape < GLASS_SHAPES; shape++) {
        glass_set_begin(set);
        for (size_t bytes = 1; bytes <= GLASS_TERM_BYTES; bytes++)
            add_term(set, glass_draw_term(dice, shape, bytes), glass_draw_wdf(dice));
    }
}

/* Each term a beginning of the next one; or the same but for the last byte. */
static void draw_term_beginnings(glass_set *set, chance *dice)
{
    char term[GLASS_TERM_BYTES];
    memset(term, chance_one_in(dice, 2) ? '\xff' : 'q', sizeof term);
    for (size_t i = 0; i < 40; i++) {
        glass_set_begin(set);
        for (size_t bytes = 1 + i % 3; bytes <= sizeof term; bytes += 1 + chance_below(dice, 3))
            glass_set_term(set, term, bytes, 1, NULL, 0);
    }
    for (unsigned last = 1; last < 256; last++) {
        if (last % 8 == 1)
            glass_set_begin(set);
        char spare = term[sizeof term - 1];
        term[sizeof term - 1] = (char)last;
        glass_set_term(set, term, sizeof term, last, (const uint32_t[]){last}, 1);
        term[sizeof term - 1] = spare;
    }
}

static void draw_special_terms(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 200; i++) {
        glass_set_begin(set);
        for (size_t k = 0; k < 12; k++)
            add_term(set, glass_draw_term(dice, 2 + 4 * chance_below(dice, 2), 1 + chance_below(dice, 8)),
                     glass_draw_wdf(dice));
    }
    glass_draw_metadata(set, dice, 20);
}

static void draw_wdfs(glass_set *set, chance *dice)
{
    static const uint32_t wdfs[] = {0, 1, 127, 128, 255, 256, 16383, 16384, 0x7fffffff, 0x80000000};
    for (size_t i = 0; i < 120; i++) {
        glass_set_begin(set);
        add_number_term(set, "own", i, wdfs[i % 10]);
        add_number_term(set, "low", chance_below(dice, 5), wdfs[chance_below(dice, 8)]);
        add_number_term(set, "zero", 0, 0);
        for (size_t k = 0; k < 130; k += 1 + chance_below(dice, 6))
            add_number_term(set, "w", k, (uint32_t)k);
    }
}

/* ---- positions --------------------------------------------------------------------------------------------------- */

static void draw_positions(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 150; i++) {
        glass_set_begin(set);
        for (size_t k = 0; k < 6; k++) {
            size_t count = 0;
            const uint32_t *positions =
                glass_draw_positions(dice, chance_one_in(dice, 9) ? 5000 : 40, UINT32_MAX, &count);
            dictum_slice term = glass_draw_term(dice, 0, 1);
            glass_set_term(set, term.data, term.len, (uint32_t)count, positions, count);
        }
    }
}

/* Words of a small vocabulary in running text: phrases do occur. */
static void draw_running_text(glass_set *set, chance *dice)
{
    static uint32_t places[8][400];
    for (size_t i = 0; i < 200; i++) {
        size_t counts[8] = {0};
        glass_set_begin(set);
        size_t words = chance_below(dice, 400);
        for (uint32_t at = 1; at <= words; at++) {
            size_t word = chance_below(dice, 1 + chance_below(dice, 8));
            places[word][counts[word]++] = at;
        }
        for (size_t word = 0; word < 8; word++)
            if (counts[word] > 0)
                glass_set_term(set, &"abcdefgh"[word], 1, (uint32_t)counts[word], places[word], counts[word]);
    }
}

static void draw_very_many_positions(glass_set *set, chance *dice)
{
    static uint32_t places[GLASS_POSITIONS];
    for (size_t kind = 0; kind < 4; kind++) {
        uint32_t next = (uint32_t)chance_below(dice, 2);
        glass_set_begin(set);
        for (size_t i = 0; i < GLASS_POSITIONS; i++, next++) {
            places[i] = next;
            next += (uint32_t)(kind == 0 ? 0 : chance_below(dice, (size_t)1 << (kind * 4)));
        }
        glass_set_term(set, "many", 4, GLASS_POSITIONS, places, GLASS_POSITIONS);
        glass_set_term(set, "few", 3, 1, places, 1 + kind);
    }
}

/* ---- many documents ---------------------------------------------------------------------------------------------- */

static void draw_many_documents(glass_set *set, chance *dice)
{
    size_t count = glass_scaled(20000);
    for (size_t i = 1; i <= count; i++) {
        glass_set_begin(set);
        add_number_term(set, "all", 0, (uint32_t)chance_below(dice, 3));
        if (i % 3 == 0)
            add_number_term(set, "third", 0, (uint32_t)chance_below(dice, 200));
        if (i % 500 == 1 || i > count - 600)
            add_number_term(set, "gaps", 0, 1);
        if (i < 10 || i > count - 3)
            add_number_term(set, "ends", 0, (uint32_t)i);
        if (i % 100 == 0)
            add_number_term(set, "own", i, 1);
        if (i % 2 == 0)
            add_drawn_value(set, dice, 1, 1 + chance_below(dice, 6));
        if (i % 4001 == 0)
            add_drawn_value(set, dice, 2, 30);
        if (i % 50 == 0)
            add_drawn_data(set, dice, chance_below(dice, 30), true);
    }
}

/* Posting lists of all lengths around those at which a further entry begins. */
static void draw_posting_borders(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 2600; i++) {
        glass_set_begin(set);
        for (size_t k = 0; k < 12; k++)
            if (i < 985 + k * 3 || (i > 2000 && chance_one_in(dice, 3)))
                add_number_term(set, "edge", k, k % 3 == 0 ? 200 : 1);
    }
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static void draw_value_chunks(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 400; i++) {
        glass_set_begin(set);
        add_drawn_value(set, dice, 0, 1 + chance_below(dice, 3));
        add_drawn_value(set, dice, 1, 15 + chance_below(dice, 10));
        add_drawn_value(set, dice, 127, 90 + chance_below(dice, 30));
        if (chance_one_in(dice, 4))
            add_drawn_value(set, dice, 128, 1950 + chance_below(dice, 100));
        if (chance_one_in(dice, 30))
            add_drawn_value(set, dice, 4000000, 1 + chance_below(dice, 20000));
        if (i == 0 || i == 399)
            add_drawn_value(set, dice, 4000001, 100);
    }
}

/* Two values whose bytes together are around the border of an entry. */
static void draw_value_borders(glass_set *set, chance *dice)
{
    size_t first = 1 + chance_below(dice, 1999);
    for (size_t i = 0; i < 120; i++) {
        glass_set_begin(set);
        add_drawn_value(set, dice, (uint32_t)i, first);
    }
    for (size_t k = 0; k < 3; k++) {
        glass_set_begin(set);
        for (uint32_t slot = 0; slot < 120; slot++)
            add_drawn_value(set, dice, slot, k == 0 ? 1940 - (first < 1900 ? first : 1900) + slot : 1);
    }
}

static void draw_equal_values(glass_set *set, chance *dice)
{
    char value[64];
    memset(value, 'v', sizeof value);
    for (size_t i = 0; i < 500; i++) {
        glass_set_begin(set);
        glass_set_value(set, 3, value, sizeof value);
        glass_set_value(set, 4, value, 1 + chance_below(dice, sizeof value));
        if (i == 250)
            glass_set_value(set, 5, "\0", 1);
    }
}

/* ---- data, metadata ---------------------------------------------------------------------------------------------- */

static void draw_data_sizes(glass_set *set, chance *dice)
{
    static const size_t ranges[][2] = {{0, 40}, {1990, 2110}, {4030, 4120}, {8000, 8400}, {100000, 100003}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        for (size_t bytes = ranges[i][0]; bytes < ranges[i][1]; bytes++) {
            glass_set_begin(set);
            add_drawn_data(set, dice, bytes, false);
            glass_set_begin(set);
            add_drawn_data(set, dice, bytes, true);
        }
    }
}

static void draw_huge_data(glass_set *set, chance *dice)
{
    for (size_t i = 0; i < 2; i++) {
        glass_set_begin(set);
        add_drawn_data(set, dice, GLASS_BYTES - i, i == 1);
        add_number_term(set, "a", i, 1);
    }
    dictum_slice value = glass_draw_bytes(dice, (size_t)1024 * 1024, false);
    glass_set_metadata(set, "k", 1, value.data, value.len);
    value = glass_draw_bytes(dice, (size_t)1024 * 1024, true);
    glass_set_metadata(set, "l", 1, value.data, value.len);
}

/* Long keys that differ at their end only leave room for few in a block: four levels. */
static void draw_long_keys(glass_set *set, chance *dice)
{
    char key[GLASS_KEY_BYTES + 1];
    memset(key, 'm', sizeof key);
    for (size_t i = 0; i < 4500; i++) {
        dictum_slice value = glass_draw_bytes(dice, 1900 + chance_below(dice, 120), false);
        (void)snprintf(key + GLASS_KEY_BYTES - 8, 9, "%08zu", i * 7919 % 100000);
        glass_set_metadata(set, key, GLASS_KEY_BYTES, value.data, value.len);
    }
}

static void draw_long_terms(glass_set *set, chance *dice)
{
    char term[GLASS_TERM_BYTES + 1];
    memset(term, 't', sizeof term);
    size_t count = glass_scaled(40);
    for (size_t i = 0; i < count; i++) {
        glass_set_begin(set);
        for (size_t k = 0; k < 900; k++) {
            (void)snprintf(term + GLASS_TERM_BYTES - 8, 9, "%08zu", i * 100000 + k);
            glass_set_term(set, term, GLASS_TERM_BYTES, 1,
                           (const uint32_t[]){1, (uint32_t)(2 + chance_below(dice, 99))}, 2);
        }
    }
}

/* ---- sweep ------------------------------------------------------------------------------------------------------- */

void glass_draw_sweep(glass_set *set, chance *dice, size_t step)
{
    static uint32_t places[1000];
    char key[2] = {'k', '0'};
    for (uint32_t i = 0; i < 1000; i++)
        places[i] = 1000 * i + (uint32_t)chance_below(dice, 1000);
    for (size_t i = 0; i < 12; i++) {
        size_t bytes = i % 4 == 3 ? 1400 + step : 1900;
        glass_set_begin(set);
        add_drawn_data(set, dice, bytes, false);
        /* About ten bits a position. */
        glass_set_term(set, "p", 1, 1, places, (bytes - 700) * 4 / 5 < 1000 ? (bytes - 700) * 4 / 5 : 1000);
        for (size_t k = 0; k < bytes; k += 12) {
            char term[48];
            (void)snprintf(term, sizeof term, "%02zu%04zu", i, k);
            glass_set_term(set, term, k + 12 > bytes ? 1 + (bytes - k) % 6 : 6, 1, NULL, 0);
        }
        dictum_slice value = glass_draw_bytes(dice, bytes, false);
        key[1] = (char)('0' + i);
        glass_set_metadata(set, key, 2, value.data, value.len);
    }
}

const glass_kind glass_kinds[] = {
    {"empty", draw_empty, 1, 5, true, false},
    {"metadata_only", draw_metadata_only, 10, 2, true, false},
    {"bare_documents", draw_bare_documents, 3, 5, true, false},
    {"without_terms", draw_without_terms, 3, 40, true, false},
    {"without_data", draw_without_data, 3, 100, true, false},
    {"one_term", draw_one_term, 60, 5, false, false},
    {"mixed", draw_mixed, 30, 100, true, false},
    {"term_lengths", draw_term_lengths, 3, 60, true, false},
    {"term_beginnings", draw_term_beginnings, 3, 60, true, false},
    {"special_terms", draw_special_terms, 3, 100, true, false},
    {"wdfs", draw_wdfs, 3, 100, true, false},
    {"positions", draw_positions, 6, 200, false, false},
    {"running_text", draw_running_text, 4, 400, true, false},
    {"very_many_positions", draw_very_many_positions, 1, 10, false, true},
    {"many_documents", draw_many_documents, 1, 150, true, true},
    {"posting_borders", draw_posting_borders, 2, 100, true, false},
    {"value_chunks", draw_value_chunks, 3, 60, true, false},
    {"value_borders", draw_value_borders, 6, 10, true, false},
    {"equal_values", draw_equal_values, 1, 60, true, false},
    {"data_sizes", draw_data_sizes, 1, 2, true, true},
    {"huge_data", draw_huge_data, 1, 2, true, true},
    {"long_keys", draw_long_keys, 1, 2, true, true},
    {"long_terms", draw_long_terms, 1, 50, true, true},
};
const size_t glass_kind_count = sizeof glass_kinds / sizeof glass_kinds[0];
