/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences. Opening an iterator with a list of abbreviations costs 0.2 ms, so the last few languages' are kept. */
#include "lib/sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#define LANGUAGES_KEPT 8
#define LANG_BYTES 16

typedef struct language {
    char lang[LANG_BYTES];
    UBreakIterator *iterator;
} language;

struct dictum_sentences {
    language kept[LANGUAGES_KEPT];
    size_t next_kept; /* the place that the next new language takes */
    UBreakIterator *current;
    UText *utext;
    dictum_buf copy; /* the paragraph with its line breaks as spaces */
};

dictum_status dictum__sentences_new(dictum_sentences **out, dictum_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return dictum__nomem(err);
    dictum__buf_init(&(*out)->copy, INT32_MAX);
    return DICTUM_OK;
}

void dictum__sentences_free(dictum_sentences *sentences)
{
    if (sentences == NULL)
        return;
    for (size_t i = 0; i < LANGUAGES_KEPT; i++)
        if (sentences->kept[i].iterator != NULL)
            ubrk_close(sentences->kept[i].iterator);
    if (sentences->utext != NULL)
        utext_close(sentences->utext);
    dictum__buf_dispose(&sentences->copy);
    free(sentences);
}

static bool is_language_code(const char *lang)
{
    size_t letters = strspn(lang, "abcdefghijklmnopqrstuvwxyz");
    return (letters == 2 || letters == 3) && lang[letters] == '\0' && strcmp(lang, "und") != 0;
}

static dictum_status choose_iterator(dictum_sentences *sentences, const char *lang, dictum_error *err)
{
    if (lang == NULL || !is_language_code(lang))
        lang = "";
    for (size_t i = 0; i < LANGUAGES_KEPT; i++) {
        language *kept = &sentences->kept[i];
        if (kept->iterator != NULL && strcmp(kept->lang, lang) == 0) {
            sentences->current = kept->iterator;
            return DICTUM_OK;
        }
    }
    char locale[LANG_BYTES + sizeof "@ss=standard"];
    snprintf(locale, sizeof locale, "%s%s", lang, lang[0] == '\0' ? "" : "@ss=standard");
    UErrorCode icu = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &icu);
    if (U_FAILURE(icu))
        return dictum__fail(err, icu == U_MEMORY_ALLOCATION_ERROR ? DICTUM_NOMEM : DICTUM_INTERNAL,
                            "ICU has no sentence rules: %s", u_errorName(icu));
    language *place = &sentences->kept[sentences->next_kept];
    sentences->next_kept = (sentences->next_kept + 1) % LANGUAGES_KEPT;
    if (place->iterator != NULL)
        ubrk_close(place->iterator);
    snprintf(place->lang, sizeof place->lang, "%s", lang);
    place->iterator = iterator;
    sentences->current = iterator;
    return DICTUM_OK;
}

dictum_status dictum__sentences_begin(dictum_sentences *sentences, dictum_slice paragraph, const char *lang,
                                      dictum_error *err)
{
    dictum_status status = choose_iterator(sentences, lang, err);
    if (status != DICTUM_OK)
        return status;
    dictum_buf *copy = &sentences->copy;
    dictum__buf_clear(copy);
    dictum__buf_append_slice(copy, paragraph);
    if (dictum__buf_status(copy) != DICTUM_OK)
        return dictum__nomem(err);
    for (size_t i = 0; i < copy->len; i++)
        if (copy->data[i] == '\n' || copy->data[i] == '\r')
            copy->data[i] = ' ';
    UErrorCode icu = U_ZERO_ERROR;
    sentences->utext = utext_openUTF8(sentences->utext, copy->data == NULL ? "" : copy->data, (int64_t)copy->len, &icu);
    ubrk_setUText(sentences->current, sentences->utext, &icu);
    if (U_FAILURE(icu))
        return dictum__fail(err, DICTUM_INTERNAL, "ICU cannot read the text: %s", u_errorName(icu));
    ubrk_first(sentences->current);
    return DICTUM_OK;
}

bool dictum__sentences_next(dictum_sentences *sentences, size_t *end)
{
    int32_t next = ubrk_next(sentences->current);
    if (next == UBRK_DONE)
        return false;
    *end = (size_t)next;
    return true;
}
