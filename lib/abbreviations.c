/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking words up in the lists of lib/abbreviation_lists.c. */
#include "lib/abbreviations.h"

#include <string.h>

const dictum_sentence_language *dictum__sentence_language(const char *lang)
{
    size_t count;
    const dictum_sentence_language *languages = dictum__sentence_languages(&count);
    if (lang == NULL || lang[0] == '\0' || lang[1] == '\0' || (lang[2] != '\0' && lang[2] != '-' && lang[2] != '_'))
        return languages;
    for (size_t i = 1; i < count; i++)
        if (memcmp(languages[i].code, lang, 2) == 0)
            return &languages[i];
    return languages;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The order of a key and an entry, whose last `signs` bytes are not of its word. */
static int compare(dictum_slice key, const char *entry, size_t signs)
{
    for (size_t i = 0; i < key.len; i++) {
        if (entry[i + signs] == '\0')
            return 1;
        int difference = (int)(unsigned char)key.data[i] - (int)(unsigned char)lower(entry[i]);
        if (difference != 0)
            return difference;
    }
    return entry[key.len + signs] == '\0' ? 0 : -1;
}

static const char *find(const dictum_word_list *list, dictum_slice key, size_t signs)
{
    for (size_t from = 0, to = list->count; from < to;) {
        size_t middle = from + (to - from) / 2;
        int order = compare(key, list->words[middle], signs);
        if (order == 0)
            return list->words[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* "*str" for "hauptstr"; such entries are the first of their list. */
static const char *find_ending(const dictum_word_list *list, dictum_slice key)
{
    const char *entry = NULL;
    char ending[4] = {'*'};
    for (size_t bytes = 2; bytes <= 3 && entry == NULL && key.len > bytes && list->words[0][0] == '*'; bytes++) {
        memcpy(ending + 1, key.data + key.len - bytes, bytes);
        entry = find(list, (dictum_slice){ending, bytes + 1}, 1);
    }
    return entry;
}

char dictum__abbreviation_kind(const dictum_sentence_language *language, dictum_slice key, bool capital)
{
    if (key.len == 0 || key.len > DICTUM__ABBREVIATION_BYTES_MAX)
        return 0;
    const char *entry = find(&language->abbreviations, key, 1);
    if (entry == NULL)
        entry = find(&dictum__sentence_language(NULL)->abbreviations, key, 1);
    if (entry == NULL)
        entry = find_ending(&language->abbreviations, key);
    if (entry == NULL || (lower(entry[0]) != entry[0] && !capital))
        return 0;
    char sign = entry[strlen(entry) - 1];
    return sign == '=' ? (char)0 : sign;
}

bool dictum__is_opener(const dictum_sentence_language *language, dictum_slice key)
{
    if (key.len == 0)
        return false;
    if (language->openers.count > 0)
        return find(&language->openers, key, 0) != NULL;
    size_t count;
    const dictum_sentence_language *languages = dictum__sentence_languages(&count);
    for (size_t i = 1; i < count; i++)
        if (find(&languages[i].openers, key, 0) != NULL)
            return true;
    return false;
}

bool dictum__is_name_particle(dictum_slice key)
{
    static const char *const particles[] = {"al",  "da",  "dal", "de",  "del", "della", "den", "der", "des", "di",
                                            "do",  "dos", "du",  "e",   "el",  "la",    "las", "le",  "les", "lo",
                                            "los", "san", "ten", "ter", "van", "vom",   "von", "y",   "zu",  "zur"};
    static const dictum_word_list list = DICTUM__WORD_LIST(particles);
    return find(&list, key, 0) != NULL;
}
