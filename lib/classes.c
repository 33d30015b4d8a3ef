/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classes of characters, from ICU's property data. */
#include "lib/classes.h"

#include <stdbool.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool is_spaceless_script(UScriptCode script)
{
    switch (script) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
    case USCRIPT_TAI_LE:
    case USCRIPT_NEW_TAI_LUE:
    case USCRIPT_LANNA:
    case USCRIPT_TAI_VIET:
    case USCRIPT_AHOM:
    case USCRIPT_JAVANESE:
    case USCRIPT_BALINESE:
    case USCRIPT_YI:
    case USCRIPT_TANGUT:
    case USCRIPT_NUSHU:
        return true;
    default:
        return false;
    }
}

static bool is_spaceless(UChar32 c)
{
    UErrorCode icu = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &icu);
    if (U_FAILURE(icu))
        return false;
    if (is_spaceless_script(script))
        return true;
    /* Letters that several scripts share, such as the long vowel mark of kana. */
    return script == USCRIPT_COMMON && (uscript_hasScript(c, USCRIPT_KATAKANA) || uscript_hasScript(c, USCRIPT_HAN)) &&
           u_charType(c) != U_OTHER_SYMBOL;
}

static uint8_t classify(UChar32 c)
{
    if (c == '\'')
        return DICTUM__CLASS_APOSTROPHE;
    if (c == 0x00b7)
        return DICTUM__CLASS_MIDDLE_DOT;
    if (u_isUWhiteSpace(c))
        return DICTUM__CLASS_SPACE;
    uint32_t mask = U_MASK(u_charType(c));
    if (mask & U_GC_ND_MASK)
        return DICTUM__CLASS_DIGIT;
    bool mark = (mask & U_GC_M_MASK) != 0;
    if (!mark && !(mask & (U_GC_L_MASK | U_GC_N_MASK)) && !u_isUAlphabetic(c))
        return DICTUM__CLASS_SEPARATOR;
    if (is_spaceless(c))
        return DICTUM__CLASS_SPACELESS;
    return mark ? DICTUM__CLASS_MARK : DICTUM__CLASS_LETTER;
}

uint8_t dictum__class_of(dictum_class_table *table, int32_t code_point)
{
    if (code_point > 0xffff)
        return classify(code_point);
    uint8_t *known = &table->known[code_point];
    if (*known == DICTUM__CLASS_UNKNOWN)
        *known = classify(code_point);
    return *known;
}
