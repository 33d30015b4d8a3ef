/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pattern.h"

#include <string.h>

#include "lib/utf8.h"

/* Terms have at most 245 bytes. */
#define CHARACTERS_MAX 256

static size_t character_bytes(dictum_slice form, size_t at)
{
    size_t end = at + 1;
    while (end < form.len && ((unsigned char)form.data[end] & 0xc0) == 0x80)
        end++;
    return end - at;
}

bool dictum__pattern_fits(dictum_slice pattern, dictum_slice form)
{
    size_t at = 0, star = SIZE_MAX, resume = 0, p = 0;
    while (at < form.len) {
        if (p < pattern.len && pattern.data[p] == '*') {
            star = p++;
            resume = at;
        } else if (p < pattern.len && pattern.data[p] == '?') {
            at += character_bytes(form, at);
            p++;
        } else if (p < pattern.len && pattern.data[p] == form.data[at]) {
            at++;
            p++;
        } else if (star != SIZE_MAX) {
            /* The last star takes one character more. */
            resume += character_bytes(form, resume);
            at = resume;
            p = star + 1;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.data[p] == '*')
        p++;
    return p == pattern.len;
}

static size_t read_characters(dictum_slice form, uint32_t out[CHARACTERS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < form.len && count < CHARACTERS_MAX; count++) {
        size_t bytes = character_bytes(form, at);
        out[count] = 0;
        for (size_t i = 0; i < bytes; i++)
            out[count] = out[count] << 8 | (unsigned char)form.data[at + i];
        at += bytes;
    }
    return count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The rows of the table of distances, of which only the cells within `edits` of the diagonal can count. */
bool dictum__is_within_edits(dictum_slice one, dictum_slice other, unsigned edits)
{
    uint32_t a[CHARACTERS_MAX], b[CHARACTERS_MAX];
    unsigned rows[3][CHARACTERS_MAX + 1];
    size_t first = one.len > 0 ? character_bytes(one, 0) : 0;
    if (first == 0 || other.len < first || memcmp(one.data, other.data, first) != 0)
        return false;
    if (one.len > other.len + (size_t)edits * 4 || other.len > one.len + (size_t)edits * 4)
        return false;
    size_t m = read_characters(one, a), n = read_characters(other, b);
    if (m > n + edits || n > m + edits)
        return false;
    for (size_t k = 0; k <= n; k++)
        rows[0][k] = (unsigned)k;
    for (size_t i = 1; i <= m; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t k = 1; k <= n; k++) {
            unsigned cost = a[i - 1] != b[k - 1];
            row[k] = least(least(above[k], row[k - 1]) + 1, above[k - 1] + cost);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = least(row[k], second[k - 2] + 1);
            best = least(best, row[k]);
        }
        if (best > edits)
            return false;
    }
    return rows[m % 3][n] <= edits;
}
