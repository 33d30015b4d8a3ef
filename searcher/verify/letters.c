/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of two texts: rule J7, and marks. */
#include "searcher/verify/judge.h"

#include <unicode/uchar.h>

#include "lib/utf8.h"

/* The letters that case-folding makes of others. */
typedef struct letters {
    size_t sharp, dotless, dotted; /* ß, ı, i */
    bool lower;                    /* some letter is of lower case */
} letters;

static letters count_letters(dictum_slice text)
{
    letters l = {0, 0, 0, false};
    for (size_t at = 0; at < text.len;) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        l.sharp += c == 0xdf || c == 0x1e9e;
        l.dotless += c == 0x131;
        l.dotted += c == 'i';
        l.lower = l.lower || u_islower(c);
    }
    return l;
}

bool dictum__same_letters(dictum_slice one, dictum_slice other)
{
    if (dictum__slice_equal(one, other))
        return true;
    letters a = count_letters(one), b = count_letters(other);
    /* STRASSE is Straße in capitals. */
    if (a.sharp != b.sharp && (a.sharp < b.sharp ? a.lower : b.lower))
        return false;
    bool lost = a.dotless > b.dotless && b.dotted > a.dotted, won = b.dotless > a.dotless && a.dotted > b.dotted;
    return !lost && !won;
}

/* The next character, a run of white space as one space; 0 at the end. */
static uint32_t next_mark(dictum_slice text, size_t *at)
{
    uint32_t c = 0;
    bool space = false;
    while (*at < text.len) {
        size_t before = *at;
        c = dictum__utf8_next(text, at);
        if (!u_isUWhiteSpace((UChar32)c)) {
            if (space)
                *at = before;
            return space ? ' ' : c;
        }
        space = true;
    }
    return space ? ' ' : 0;
}

bool dictum__same_marks(dictum_slice one, dictum_slice other)
{
    size_t at = 0, other_at = 0;
    for (;;) {
        uint32_t c = next_mark(one, &at);
        if (c != next_mark(other, &other_at))
            return false;
        if (c == 0)
            return true;
    }
}
