/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of a text. Invariant: what comes out is a code of two or three lower-case letters, and anything but
 * "und" has a reason: the document says so and its script does not object, or script, words or n-grams say so
 * clearly. */
#include "indexer/read/language.h"

#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "indexer/read/document.h"
#include "indexer/read/language_model.h"
#include "lib/printable.h"
#include "lib/utf8.h"

/* How much of a text is looked at: from its middle, away from a page's menus. */
#define SAMPLE_BYTES ((size_t)64 << 10)
/* Letters that are enough to judge by script, and by words and n-grams. */
#define SCRIPT_LETTERS_MIN 20
#define LANGUAGE_LETTERS_MIN 20

typedef struct script_count {
    size_t of[USCRIPT_CODE_LIMIT];
    size_t letters;
    size_t vietnamese; /* o and u with horn */
    size_t yiddish;    /* letters that Yiddish has and Hebrew has not */
} script_count;

dictum_slice dictum__language_sample(dictum_slice text, size_t bytes)
{
    size_t start, end;

    if (text.len <= bytes) {
        return text;
    }
    start = (text.len - bytes) / 2;
    end = start + bytes;
    while (start < end && ((unsigned char)text.data[start] & 0xC0u) == 0x80) {
        start++;
    }
    while (end > start && ((unsigned char)text.data[end] & 0xC0u) == 0x80) {
        end--;
    }
    return (dictum_slice){text.data + start, end - start};
}

static void count_scripts(dictum_slice text, script_count *count)
{
    size_t at = 0, latin = 0; /* of ASCII */

    memset(count, 0, sizeof(*count));
    while (at < text.len) {
        UErrorCode status = U_ZERO_ERROR;
        UChar32 c;
        UScriptCode script;
        latin += dictum__ascii_letters(text, &at);
        if (at == text.len) {
            break;
        }
        c = (UChar32)dictum__utf8_next(text, &at);
        if (!u_isalpha(c)) {
            continue;
        }
        script = uscript_getScript(c, &status);
        if (U_FAILURE(status) || script <= USCRIPT_INHERITED || script >= USCRIPT_CODE_LIMIT) {
            continue;
        }
        count->of[script]++;
        count->letters++;
        count->vietnamese += c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0 || (c >= 0x1EDA && c <= 0x1EE3) ||
                             (c >= 0x1EE8 && c <= 0x1EF1);
        count->yiddish += c >= 0x05F0 && c <= 0x05F2;
    }
    count->of[USCRIPT_LATIN] += latin;
    count->letters += latin;
}

static bool has_share(const script_count *count, UScriptCode script, size_t percent)
{
    return count->of[script] * 100 >= count->letters * percent && count->of[script] > 0;
}

/* The language of a text whose script one language has; NULL where the script does not tell. */
static const char *language_of_script(const script_count *count)
{
    static const struct {
        UScriptCode script;
        const char *code;
    } unique[] = {
        {USCRIPT_THAI, "th"},      {USCRIPT_GREEK, "el"},    {USCRIPT_GEORGIAN, "ka"},  {USCRIPT_ARMENIAN, "hy"},
        {USCRIPT_LAO, "lo"},       {USCRIPT_KHMER, "km"},    {USCRIPT_MYANMAR, "my"},   {USCRIPT_TAMIL, "ta"},
        {USCRIPT_TELUGU, "te"},    {USCRIPT_KANNADA, "kn"},  {USCRIPT_MALAYALAM, "ml"}, {USCRIPT_SINHALA, "si"},
        {USCRIPT_GUJARATI, "gu"},  {USCRIPT_GURMUKHI, "pa"}, {USCRIPT_ORIYA, "or"},     {USCRIPT_THAANA, "dv"},
        {USCRIPT_CHEROKEE, "chr"}, {USCRIPT_HANGUL, "ko"},   {USCRIPT_HAN, "zh"},
    };

    if (has_share(count, USCRIPT_HIRAGANA, 5) || has_share(count, USCRIPT_KATAKANA, 20)) {
        return "ja";
    }
    if (has_share(count, USCRIPT_HANGUL, 20)) {
        return "ko";
    }
    if (has_share(count, USCRIPT_LATIN, 80) && count->vietnamese * 50 > count->letters) {
        return "vi";
    }
    if (has_share(count, USCRIPT_HEBREW, 60)) {
        return count->yiddish * 200 > count->letters ? "yi" : "he";
    }
    for (size_t i = 0; i < sizeof(unique) / sizeof(unique[0]); i++) {
        if (has_share(count, unique[i].script, 60)) {
            return unique[i].code;
        }
    }
    return NULL;
}

/* How many of the letters are of a script that the language is written in, as far as ICU knows: all of them where it
 * knows nothing. */
static size_t fitting_letters(const char *code, const script_count *count)
{
    /* Written in Latin and in another script. */
    static const char *const two_scripts = " sr bs sh az uz tk kk ky tt mn tg ku ug ha ms jv su crh ks pa sd ";
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode scripts[8];
    char spaced[8];
    size_t fitting = 0;
    int32_t found = uscript_getCode(code, scripts, sizeof(scripts) / sizeof(scripts[0]), &status);

    snprintf(spaced, sizeof(spaced), " %.3s ", code);
    if (U_FAILURE(status) || found <= 0 || strstr(two_scripts, spaced) != NULL) {
        return count->letters;
    }
    for (int32_t i = 0; i < found; i++) {
        fitting += scripts[i] >= 0 && scripts[i] < USCRIPT_CODE_LIMIT ? count->of[scripts[i]] : 0;
    }
    return fitting;
}

static void detect(dictum_slice text, const script_count *count, dictum_buf *out)
{
    const char *code = count->letters < 2 ? NULL : language_of_script(count);

    if (code == NULL && count->letters >= LANGUAGE_LETTERS_MIN) {
        code = dictum__language_by_model(text);
        if (code != NULL && fitting_letters(code, count) * 2 < count->letters) {
            code = NULL;
        }
    }
    dictum__buf_append_str(out, code == NULL ? "und" : code);
}

void dictum__language(dictum_slice stated, dictum_slice text, dictum_buf *out)
{
    dictum_slice sample = dictum__language_sample(text, SAMPLE_BYTES);
    script_count count;

    dictum__language_code(stated, out);
    count_scripts(sample, &count);
    if (out->len > 0 &&
        (count.letters < SCRIPT_LETTERS_MIN || fitting_letters(out->data, &count) * 5 >= count.letters)) {
        return;
    }
    dictum__buf_clear(out);
    detect(sample, &count, out);
}
