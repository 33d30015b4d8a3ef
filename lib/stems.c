/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems by language. Xapian's stemmers are made when first asked for and kept. Invariant: a language is in the
 * table at most once; `stem` is NULL there where Xapian has none for it. */
#include "lib/stems.h"

#include <stdlib.h>
#include <string.h>

#include "lib/stem_cache.h"
#include "lib/xapian_c/xap.h"

/* Longer forms are no words of a language: their stem is the form. */
#define FORM_BYTES_MAX 64

/* Codes of two or three letters; a longer one would be taken for the name of one of Xapian's algorithms. */
#define CODE_BYTES_MAX 3

/* Languages without stemmer that are remembered; input may name any number of them. */
#define ENTRIES_MAX 256

/* Xapian knows the codes of two letters only. These are those of three for the same languages (ISO 639-2, both its
 * kinds), single languages where the group's code is usual, and one that is out of use. */
static const struct {
    char other[CODE_BYTES_MAX + 1], code[CODE_BYTES_MAX + 1];
} other_codes[] = {
    {"ara", "ar"}, {"arb", "ar"}, {"arm", "hy"}, {"baq", "eu"}, {"cat", "ca"}, {"dan", "da"}, {"deu", "de"},
    {"dut", "nl"}, {"eng", "en"}, {"eus", "eu"}, {"fin", "fi"}, {"fra", "fr"}, {"fre", "fr"}, {"ger", "de"},
    {"gle", "ga"}, {"hun", "hu"}, {"hye", "hy"}, {"in", "id"},  {"ind", "id"}, {"ita", "it"}, {"lit", "lt"},
    {"nep", "ne"}, {"nld", "nl"}, {"nno", "nn"}, {"nob", "nb"}, {"nor", "no"}, {"npi", "ne"}, {"por", "pt"},
    {"ron", "ro"}, {"rum", "ro"}, {"rus", "ru"}, {"spa", "es"}, {"swe", "sv"}, {"tam", "ta"}, {"tur", "tr"},
};

typedef struct entry {
    char code[CODE_BYTES_MAX + 1];
    xap_stem *stem;
    dictum_stem_cache cache;
} entry;

struct dictum_stems {
    entry *entries;
    size_t count, allocated;
    size_t last; /* found last time: a document's words come in a row */
};

dictum_status dictum__stems_new(dictum_stems **out, dictum_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? DICTUM_OK : dictum__nomem(err);
}

void dictum__stems_free(dictum_stems *stems)
{
    if (!stems)
        return;
    for (size_t i = 0; i < stems->count; i++) {
        xap_stem_free(stems->entries[i].stem);
        dictum__stem_cache_dispose(&stems->entries[i].cache);
    }
    free(stems->entries);
    free(stems);
}

/* The primary subtag of a language code such as "en-GB", in lower case and as Xapian knows it; false where it has not
 * two or three letters. */
static bool primary_subtag(dictum_slice lang, char code[CODE_BYTES_MAX + 1])
{
    size_t count = 0;
    for (; count < lang.len && lang.data[count] != '-' && lang.data[count] != '_'; count++) {
        char c = lang.data[count];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c < 'a' || c > 'z' || count == CODE_BYTES_MAX)
            return false;
        code[count] = c;
    }
    code[count] = '\0';
    for (size_t i = 0; i < sizeof other_codes / sizeof other_codes[0]; i++) {
        if (strcmp(code, other_codes[i].other) == 0) {
            memcpy(code, other_codes[i].code, sizeof other_codes[i].code);
            break;
        }
    }
    return count >= 2;
}

static bool make_room(dictum_stems *stems)
{
    if (stems->count < stems->allocated)
        return true;
    size_t wanted = stems->allocated ? 2 * stems->allocated : 8;
    entry *entries = realloc(stems->entries, wanted * sizeof *entries);
    if (!entries)
        return false;
    stems->entries = entries;
    stems->allocated = wanted;
    return true;
}

static entry *with_stem(entry *language)
{
    return language->stem == NULL ? NULL : language;
}

/* The entry of a language, or NULL where it has no stemmer. */
static dictum_status find(dictum_stems *stems, dictum_slice lang, entry **out, dictum_error *err)
{
    char code[CODE_BYTES_MAX + 1];
    *out = NULL;
    /* The words of a statement come one after the other, with the code that it is stored with. */
    if (stems->last < stems->count && dictum__slice_equal(lang, dictum__slice(stems->entries[stems->last].code))) {
        *out = with_stem(&stems->entries[stems->last]);
        return DICTUM_OK;
    }
    if (!primary_subtag(lang, code))
        return DICTUM_OK;
    for (size_t i = 0; i < stems->count; i++) {
        if (strcmp(stems->entries[i].code, code) == 0) {
            stems->last = i;
            *out = with_stem(&stems->entries[i]);
            return DICTUM_OK;
        }
    }
    if (!make_room(stems))
        return dictum__nomem(err);
    xap_error xerr;
    xap_stem *stem = NULL;
    xap_status status = xap_stem_new(code, &stem, &xerr);
    if (status != XAP_OK && status != XAP_ARGUMENT)
        return dictum__fail_xap(err, &xerr, "make a stemmer");
    if (!stem && stems->count >= ENTRIES_MAX)
        return DICTUM_OK;
    stems->last = stems->count++;
    entry *new = &stems->entries[stems->last];
    *new = (entry){.stem = stem};
    memcpy(new->code, code, sizeof code);
    *out = with_stem(new);
    return DICTUM_OK;
}

bool dictum__stems_has(dictum_stems *stems, dictum_slice lang)
{
    entry *language;
    return find(stems, lang, &language, NULL) == DICTUM_OK && language;
}

dictum_status dictum__stem(dictum_stems *stems, dictum_slice lang, dictum_slice form, dictum_slice *stem,
                           dictum_error *err)
{
    *stem = form;
    if (form.len == 0 || form.len > FORM_BYTES_MAX)
        return DICTUM_OK;
    entry *language;
    dictum_status status = find(stems, lang, &language, err);
    if (status != DICTUM_OK || !language || dictum__stem_cache_find(&language->cache, form, stem))
        return status;
    xap_error xerr;
    dictum_slice result;
    if (xap_stem_word(language->stem, form.data, form.len, &result.data, &result.len, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "stem a word");
    /* No word loses itself. */
    if (result.len > 0)
        *stem = result;
    dictum__stem_cache_add(&language->cache, form, *stem);
    return DICTUM_OK;
}
