/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters as somebody else might type them, by ICU. */
#include "tests/corpus/letters.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "tests/corpus/units.h"

/* A word of any text that is drawn from, in any form, fits. */
#define UNITS_MAX (1 << 16)

typedef enum letter_case { CASE_AS_IS, CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_MIXED, CASES } letter_case;
typedef enum normal_form {
    FORM_AS_IS,
    FORM_NFC,
    FORM_NFD,
    FORM_NFKC,
    FORM_NFKD,
    FORM_WIDE,   /* ASCII's letters and digits as East Asian fonts have them */
    FORM_UNSEEN, /* with characters that Unicode calls ignorable */
    FORMS
} normal_form;

typedef struct unit_text {
    UChar items[UNITS_MAX];
    int32_t count;
} unit_text;

static void check(UErrorCode icu)
{
    if (U_FAILURE(icu))
        abort();
}

static void from_utf8(unit_text *out, const char *text, size_t len)
{
    out->count = 0;
    if (len * 2 > UNITS_MAX)
        abort();
    for (size_t at = 0; at < len;) {
        UChar32 c = (UChar32)characters_next(text, len, &at);
        U16_APPEND_UNSAFE(out->items, out->count, c);
    }
}

static void add_utf8(const unit_text *text, growing *out)
{
    for (int32_t at = 0; at < text->count;)
        growing_add_code_point(out, units_next(text->items, text->count, &at));
}

static const UNormalizer2 *normalizer(normal_form form)
{
    UErrorCode icu = U_ZERO_ERROR;
    const UNormalizer2 *found = form == FORM_NFC    ? unorm2_getNFCInstance(&icu)
                                : form == FORM_NFD  ? unorm2_getNFDInstance(&icu)
                                : form == FORM_NFKC ? unorm2_getNFKCInstance(&icu)
                                                    : unorm2_getNFKDInstance(&icu);
    check(icu);
    return found;
}

static void to_wide(unit_text *text)
{
    for (int32_t i = 0; i < text->count; i++)
        if (text->items[i] < 0x80 && u_isalnum(text->items[i]))
            text->items[i] = (UChar)(text->items[i] + 0xfee0);
}

/* Not an apostrophe, some of which Unicode calls letters. */
static bool is_letter(uint32_t c)
{
    return !characters_is_single_quote(c) &&
           (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

/* What pages and word processors leave in what is copied from them, between two letters. */
static void add_unseen(unit_text *text, chance *dice)
{
    static const UChar unseen[] = {0xad, 0x34f, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfe0f, 0xfeff};
    static unit_text made;
    made.count = 0;
    for (int32_t at = 0; at < text->count;) {
        uint32_t c = units_next(text->items, text->count, &at);
        U16_APPEND_UNSAFE(made.items, made.count, (UChar32)c);
        int32_t ahead = at;
        if (at < text->count && is_letter(c) && is_letter(units_next(text->items, text->count, &ahead)) &&
            chance_one_in(dice, 6))
            made.items[made.count++] = unseen[chance_below(dice, sizeof unseen / sizeof unseen[0])];
    }
    *text = made;
}

static void to_form(unit_text *text, normal_form form, chance *dice)
{
    static unit_text made;
    UErrorCode icu = U_ZERO_ERROR;
    if (form == FORM_WIDE)
        to_wide(text);
    if (form == FORM_UNSEEN)
        add_unseen(text, dice);
    if (form == FORM_AS_IS || form == FORM_WIDE || form == FORM_UNSEEN)
        return;
    made.count = unorm2_normalize(normalizer(form), text->items, text->count, made.items, UNITS_MAX, &icu);
    check(icu);
    *text = made;
}

static void to_mixed(unit_text *text, chance *dice)
{
    static unit_text made;
    made.count = 0;
    for (int32_t at = 0; at < text->count;) {
        UErrorCode icu = U_ZERO_ERROR;
        int32_t start = at;
        U16_FWD_1_UNSAFE(text->items, at);
        UChar *to = made.items + made.count;
        made.count += chance_one_in(dice, 2)
                          ? u_strToUpper(to, UNITS_MAX - made.count, text->items + start, at - start, "", &icu)
                          : u_strToLower(to, UNITS_MAX - made.count, text->items + start, at - start, "", &icu);
        if (icu != U_STRING_NOT_TERMINATED_WARNING)
            check(icu);
    }
    *text = made;
}

static void to_case(unit_text *text, letter_case wanted, chance *dice)
{
    static unit_text made;
    UErrorCode icu = U_ZERO_ERROR;
    if (wanted == CASE_AS_IS)
        return;
    if (wanted == CASE_MIXED) {
        to_mixed(text, dice);
        return;
    }
    made.count = wanted == CASE_UPPER   ? u_strToUpper(made.items, UNITS_MAX, text->items, text->count, "", &icu)
                 : wanted == CASE_LOWER ? u_strToLower(made.items, UNITS_MAX, text->items, text->count, "", &icu)
                                        : u_strToTitle(made.items, UNITS_MAX, text->items, text->count, NULL, "", &icu);
    check(icu);
    *text = made;
}

/* Whether the disguise is the same words. */
static bool is_same(const char *text, size_t len, const growing *changed, forms *table)
{
    static const words_rules plain = {.signs = false};
    word_list a = {0}, b = {0};
    words_read(&a, table, &plain, text, len, true);
    words_read(&b, table, &plain, changed->data, changed->len, true);
    bool same = words_are_equal(&a, &b);
    word_list_dispose(&a);
    word_list_dispose(&b);
    return same;
}

static bool write_word(const char *text, size_t len, letter_case wanted, normal_form form, forms *table, chance *dice,
                       growing *out)
{
    static unit_text units;
    growing changed = {0};
    const letter_case cases[] = {wanted, wanted, CASE_AS_IS};
    const normal_form in[] = {form, FORM_AS_IS, form};
    for (size_t i = 0; i < 3; i++) {
        from_utf8(&units, text, len);
        to_case(&units, cases[i], dice);
        to_form(&units, in[i], dice);
        growing_clear(&changed);
        growing_add_str(&changed, "");
        add_utf8(&units, &changed);
        if (is_same(text, len, &changed, table)) {
            bool other = changed.len != len || memcmp(changed.data, text, len) != 0;
            growing_add(out, changed.data, changed.len);
            growing_dispose(&changed);
            return other;
        }
    }
    growing_add(out, text, len);
    growing_dispose(&changed);
    return false;
}

size_t letters_disguise(const char *run, size_t len, forms *table, chance *dice, growing *out)
{
    letter_case wanted = (letter_case)chance_below(dice, CASES);
    normal_form form = (normal_form)chance_below(dice, FORMS);
    size_t changed = 0;
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t at = 0; at < len;) {
        size_t start = at, next = at;
        while (at < len && !characters_is_space(characters_next(run, len, &next)))
            at = next;
        if (at > start)
            changed += write_word(run + start, at - start, wanted, form, table, dice, out) ? 1 : 0;
        else
            growing_add(out, run + at, next - at);
        at = at > start ? at : next;
    }
    return changed;
}

void letters_strip(const char *run, size_t len, growing *out)
{
    static unit_text units;
    growing_clear(out);
    growing_add_str(out, "");
    from_utf8(&units, run, len);
    to_form(&units, FORM_NFD, NULL);
    for (int32_t at = 0; at < units.count;) {
        uint32_t c = units_next(units.items, units.count, &at);
        if (u_charType((UChar32)c) != U_NON_SPACING_MARK)
            growing_add_code_point(out, c);
    }
}

void letters_accent(const char *run, size_t len, chance *dice, growing *out)
{
    static const uint32_t accents[] = {0x300, 0x301, 0x302, 0x303, 0x308, 0x30c, 0x323, 0x327, 0x328};
    size_t letters = 0;
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t at = 0; at < len;)
        letters += u_isalpha((UChar32)characters_next(run, len, &at)) ? 1 : 0;
    size_t chosen = letters == 0 ? 0 : chance_below(dice, letters);
    for (size_t at = 0, seen = 0; at < len;) {
        uint32_t c = characters_next(run, len, &at);
        growing_add_code_point(out, c);
        if (u_isalpha((UChar32)c) && seen++ == chosen)
            growing_add_code_point(out, accents[chance_below(dice, sizeof accents / sizeof accents[0])]);
    }
}
