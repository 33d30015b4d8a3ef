/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Codes of languages from what documents write for them: tags of BCP 47 and of POSIX, codes of ISO 639 old and new, and
 * names. Invariant: of a language that has several codes only one comes out, that by which its words are stemmed. */
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "indexer/read/document.h"
#include "indexer/read/language.h"
#include "indexer/read/language_model.h"

#define NAME_UNITS_MAX 64

/* Codes that ICU leaves as they are: the bibliographic ones of ISO 639-2, former ones, and single languages that are
 * meant where the group's code is usual. */
static const struct {
    const char *stated, *code;
} other_codes[] = {
    {"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"chi", "zh"}, {"cze", "cs"}, {"dut", "nl"},
    {"fre", "fr"}, {"geo", "ka"}, {"ger", "de"}, {"gre", "el"}, {"ice", "is"}, {"mac", "mk"}, {"mao", "mi"},
    {"may", "ms"}, {"per", "fa"}, {"rum", "ro"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"}, {"scr", "hr"},
    {"scc", "sr"}, {"iw", "he"},  {"in", "id"},  {"ji", "yi"},  {"mo", "ro"},  {"mol", "ro"}, {"no", "nb"},
    {"nor", "nb"}, {"cmn", "zh"}, {"arb", "ar"}, {"pes", "fa"}, {"prs", "fa"}, {"npi", "ne"}, {"zsm", "ms"},
    {"ekk", "et"}, {"lvs", "lv"}, {"swh", "sw"}, {"als", "sq"}, {"azj", "az"}, {"uzn", "uz"}, {"khk", "mn"},
};

/* Languages with names and without facts, as their script tells them. */
static const char *const other_names[] = {"no", "zh", "ja", "ko", "th", "el", "he", "hy", "ka", "ta", "te",
                                          "kn", "ml", "bn", "gu", "pa", "si", "km", "lo", "my", "am", "yi"};

static bool is_name_of(const UChar *name, const char *code, const char *language_of_name)
{
    UChar known[NAME_UNITS_MAX];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = uloc_getDisplayLanguage(code, language_of_name, known, NAME_UNITS_MAX, &status);

    return U_SUCCESS(status) && len < NAME_UNITS_MAX && u_strcasecmp(name, known, U_FOLD_CASE_DEFAULT) == 0;
}

/* "German", "Deutsch": the English name of a language, or its own. NULL where it is none. */
static const char *code_of_name(dictum_slice stated)
{
    UChar name[NAME_UNITS_MAX];
    UErrorCode status = U_ZERO_ERROR;
    size_t others = sizeof(other_names) / sizeof(other_names[0]);

    if (stated.len >= NAME_UNITS_MAX) {
        return NULL;
    }
    u_strFromUTF8(name, NAME_UNITS_MAX, NULL, stated.data, (int32_t)stated.len, &status);
    for (size_t i = 0; U_SUCCESS(status) && i < dictum__language_count + others; i++) {
        const char *code =
            i < dictum__language_count ? dictum__languages[i].code : other_names[i - dictum__language_count];
        if (is_name_of(name, code, "en") || is_name_of(name, code, code)) {
            return code;
        }
    }
    return NULL;
}

static const char *usual_code(const char *code)
{
    for (size_t i = 0; i < sizeof(other_codes) / sizeof(other_codes[0]); i++) {
        if (strcmp(code, other_codes[i].stated) == 0) {
            return other_codes[i].code;
        }
    }
    return code;
}

/* The letters in front of a tag, in lower case; false where it is no tag or says "none", "several" or "unknown". */
static bool take_primary(dictum_slice tag, char primary[4])
{
    size_t len = 0;

    while (len < tag.len &&
           ((tag.data[len] >= 'a' && tag.data[len] <= 'z') || (tag.data[len] >= 'A' && tag.data[len] <= 'Z'))) {
        if (len == 3) {
            return false;
        }
        primary[len] = (char)(tag.data[len] | 0x20);
        len++;
    }
    primary[len] = '\0';
    return len >= 2 && (len == tag.len || strchr("-_,; .@", tag.data[len]) != NULL) && strcmp(primary, "und") != 0 &&
           strcmp(primary, "mul") != 0 && strcmp(primary, "zxx") != 0;
}

void dictum__language_code(dictum_slice tag, dictum_buf *out)
{
    char primary[4], code[ULOC_LANG_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    const char *named;

    dictum__buf_clear(out);
    tag = dictum__trimmed(tag);
    if (take_primary(tag, primary)) {
        uloc_getLanguage(usual_code(primary), code, sizeof(code), &status);
        if (U_SUCCESS(status) && strlen(code) >= 2 && strlen(code) <= 3) {
            dictum__buf_append_str(out, usual_code(code));
        }
    } else if (tag.len > 3 && (named = code_of_name(tag)) != NULL) {
        dictum__buf_append_str(out, usual_code(named));
    }
}
