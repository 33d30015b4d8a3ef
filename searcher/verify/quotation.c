/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/quotation.h"

#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

void dictum__quotation_init(dictum_quotation *quotation)
{
    *quotation = (dictum_quotation){.words = 0};
    dictum__atoms_init(&quotation->atoms);
}

void dictum__quotation_dispose(dictum_quotation *quotation)
{
    dictum__atoms_dispose(&quotation->atoms);
}

/* ---- Q1 ---------------------------------------------------------------------------------------------------------- */

/* A character that leaves something out when it stands there three times. */
static bool is_dot(uint32_t c)
{
    return c == '.' || c == '*' || c == 0xb7 || c == 0x3002 || c == 0x30fb || c == 0xff0e;
}

bool dictum__has_ellipsis(dictum_slice gap)
{
    uint32_t last = 0;
    unsigned run = 0;
    for (size_t at = 0; at < gap.len;) {
        uint32_t c = dictum__utf8_next(gap, &at);
        if (c == 0x2026 || c == 0x22ef || c == 0x2025)
            return true;
        if (is_dot(c)) {
            run = c == last ? run + 1 : 1;
            last = c;
            if (run == 3)
                return true;
        } else if (!u_isUWhiteSpace((UChar32)c)) {
            run = 0;
            last = 0;
        }
    }
    return false;
}

/* ---- Q2 to Q4 ---------------------------------------------------------------------------------------------------- */

static bool is_open(uint32_t c)
{
    return c == '[' || c == 0xff3b || c == 0x3014;
}

static bool is_close(uint32_t c)
{
    return c == ']' || c == 0xff3d || c == 0x3015;
}

/* Where, in the characters before atom `i`, the last bracket stands that is opened and not closed; SIZE_MAX: nowhere.
 * *closes: where one is closed that was not opened there. */
static size_t scan_brackets(const dictum_atoms *atoms, size_t i, size_t *closes)
{
    dictum_slice gap = dictum__atoms_gap(atoms, i);
    size_t opened = SIZE_MAX;
    *closes = SIZE_MAX;
    for (size_t at = 0; at < gap.len;) {
        size_t start = at;
        uint32_t c = dictum__utf8_next(gap, &at);
        if (is_open(c)) {
            opened = start;
        } else if (is_close(c)) {
            if (opened == SIZE_MAX && *closes == SIZE_MAX)
                *closes = start;
            opened = SIZE_MAX;
        }
    }
    return opened;
}

/* The atom before which the bracket closes that was opened before atom `first`; 0 where none does. */
static size_t bracket_end(const dictum_atoms *atoms, size_t first)
{
    for (size_t i = first + 1; i <= atoms->count && i <= first + DICTUM__BRACKET_ATOMS_MAX; i++) {
        size_t closes;
        size_t opened = scan_brackets(atoms, i, &closes);
        if (closes != SIZE_MAX)
            return i;
        if (opened != SIZE_MAX)
            return 0;
    }
    return 0;
}

static void flag_brackets(dictum_atoms *atoms)
{
    for (size_t i = 0; i < atoms->count; i++) {
        size_t closes;
        size_t end = scan_brackets(atoms, i, &closes) != SIZE_MAX ? bracket_end(atoms, i) : 0;
        for (size_t k = i; k < end; k++)
            atoms->items[k].flags |= DICTUM__ATOM_BRACKET;
        if (end > i)
            i = end - 1;
    }
}

static bool is_bracket(const dictum_atom *atom)
{
    return (atom->flags & DICTUM__ATOM_BRACKET) != 0;
}

/* Whether nothing but a bracket stands before atom `i`. */
static bool is_joined_by_bracket(const dictum_atoms *atoms, size_t i)
{
    dictum_slice gap = dictum__atoms_gap(atoms, i);
    size_t at = 0;
    if (i == 0 || i == atoms->count || gap.len == 0 || is_bracket(&atoms->items[i]) == is_bracket(&atoms->items[i - 1]))
        return false;
    uint32_t c = dictum__utf8_next(gap, &at);
    return at == gap.len && (is_open(c) || is_close(c)) && atoms->items[i].kind == DICTUM__ATOM_WORD &&
           atoms->items[i - 1].kind == DICTUM__ATOM_WORD;
}

static uint8_t short_count(size_t count)
{
    return count > UINT8_MAX ? UINT8_MAX : (uint8_t)count;
}

/* Atoms [first, end), which are joined by brackets, as one, put to `to`. False when memory ran out. */
static bool join_parts(dictum_atoms *atoms, const dictum_lexicon *lexicon, size_t first, size_t end, dictum_atom *to)
{
    dictum_buf form;
    dictum_atom whole = atoms->items[first];
    const dictum_atom *last = &atoms->items[end - 1];
    dictum__buf_init(&form, SIZE_MAX / 2);
    for (size_t i = first; i < end; i++)
        dictum__buf_append_slice(&form, dictum__atom_form(atoms, &atoms->items[i]));
    whole.front = is_bracket(&whole) ? 0 : short_count(whole.form_bytes);
    whole.back = is_bracket(last) ? 0 : short_count(last->form_bytes);
    whole.end = last->end;
    whole.flags |= DICTUM__ATOM_BRACKET;
    whole.classes = 0;
    bool made = dictum__buf_status(&form) == DICTUM_OK && dictum__atoms_add(atoms, &whole, dictum__buf_slice(&form));
    if (made) {
        *to = atoms->items[--atoms->count];
        to->classes = (uint8_t)dictum__lexicon_classes(lexicon, atoms->language, dictum__buf_slice(&form));
    }
    dictum__buf_dispose(&form);
    return made;
}

/* Q3. */
static bool join_words(dictum_atoms *atoms, const dictum_lexicon *lexicon)
{
    size_t kept = 0;
    for (size_t i = 0; i < atoms->count;) {
        size_t end = i + 1;
        dictum_atom atom = atoms->items[i];
        while (is_joined_by_bracket(atoms, end))
            end++;
        if (end > i + 1 && !join_parts(atoms, lexicon, i, end, &atom))
            return false;
        /* The atoms from `end` on look at the one before them, which stays where it is. */
        atoms->items[kept++] = atom;
        i = end;
    }
    atoms->count = kept;
    return true;
}

static bool is_form(const dictum_atoms *atoms, size_t i, const char *word)
{
    dictum_slice form = dictum__atom_form(atoms, &atoms->items[i]);
    return form.len == strlen(word) && memcmp(form.data, word, form.len) == 0;
}

static bool ends_in(dictum_slice gap, const char *brackets)
{
    return gap.len > 0 && strchr(brackets, gap.data[gap.len - 1]) != NULL;
}

static bool begins_in(dictum_slice gap, const char *brackets)
{
    return gap.len > 0 && strchr(brackets, gap.data[0]) != NULL;
}

/* How many atoms from `i` on say something of the quotation (Q4). */
static size_t remark(const dictum_atoms *atoms, size_t i)
{
    size_t end = i + 1;
    if (!ends_in(dictum__atoms_gap(atoms, i), "[("))
        return 0;
    if (!is_form(atoms, i, "sic")) {
        if (!is_form(atoms, i, "emphasis") && !is_form(atoms, i, "italics"))
            return 0;
        while (end < atoms->count && end < i + 4 && !begins_in(dictum__atoms_gap(atoms, end), "])"))
            end++;
    }
    dictum_slice behind = dictum__atoms_gap(atoms, end);
    return begins_in(behind, "])") || (behind.len > 1 && behind.data[0] == '!' && strchr("])", behind.data[1]) != NULL)
               ? end - i
               : 0;
}

/* What is taken out leaves its characters to the gap that is there then. */
static void drop_remarks(dictum_atoms *atoms)
{
    size_t kept = 0;
    for (size_t i = 0; i < atoms->count;) {
        size_t dropped = remark(atoms, i);
        if (dropped == 0) {
            atoms->items[kept] = atoms->items[i];
            kept++;
            i++;
            continue;
        }
        i += dropped;
    }
    atoms->count = kept;
}

dictum_status dictum__quotation_read(dictum_quotation *quotation, dictum_analyser *analyser,
                                     const dictum_lexicon *lexicon, dictum_slice text, dictum_slice lang,
                                     dictum_error *err)
{
    dictum_atoms *atoms = &quotation->atoms;
    if (text.len > DICTUM__QUOTATION_BYTES_MAX)
        return dictum__fail(err, DICTUM_LIMIT, "the quotation is longer than %zu bytes", DICTUM__QUOTATION_BYTES_MAX);
    dictum_status status = dictum__atoms_make(atoms, analyser, lexicon, text, lang, err);
    if (status != DICTUM_OK)
        return status;
    if (atoms->count > DICTUM__QUOTATION_ATOMS_MAX)
        return dictum__fail(err, DICTUM_LIMIT, "the quotation is longer than %d words", DICTUM__QUOTATION_ATOMS_MAX);
    size_t all = atoms->count;
    drop_remarks(atoms);
    quotation->has_remark = atoms->count < all;
    flag_brackets(atoms);
    for (size_t i = 0; i < atoms->count; i++)
        if (dictum__has_ellipsis(dictum__atoms_gap(atoms, i)))
            atoms->items[i].flags |= DICTUM__ATOM_CUT;
    quotation->cut_front = atoms->count > 0 && (atoms->items[0].flags & DICTUM__ATOM_CUT) != 0;
    quotation->cut_back = dictum__has_ellipsis(dictum__atoms_gap(atoms, atoms->count));
    if (!join_words(atoms, lexicon))
        return dictum__nomem(err);
    quotation->words = 0;
    for (size_t i = 0; i < atoms->count; i++)
        quotation->words += !is_bracket(&atoms->items[i]) || atoms->items[i].front + atoms->items[i].back > 0;
    return quotation->words > 0 ? DICTUM_OK : dictum__fail(err, DICTUM_ARGUMENT, "the quotation holds no word");
}
