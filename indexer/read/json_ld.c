/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON-LD in HTML pages (schema.org): what a page says of itself in a script element. Invariant: the walk is bounded,
 * whatever the data; nothing in it is followed outside the page. */
#include <jansson.h>
#include <string.h>

#include "indexer/read/html_meta.h"

/* Objects looked at, and the size of the script. */
#define OBJECTS_MAX 256
#define SCRIPT_BYTES_MAX ((size_t)4 << 20)
/* Persons named as authors of one statement. */
#define NAMES_MAX 20

static dictum_slice string_of(const json_t *value)
{
    if (!json_is_string(value)) {
        return (dictum_slice){NULL, 0};
    }
    return (dictum_slice){json_string_value(value), json_string_length(value)};
}

/* A person or an organisation is a string or an object with a name. */
static dictum_slice name_of(const json_t *value)
{
    return string_of(json_is_object(value) ? json_object_get(value, "name") : value);
}

static void offer_names(dictum_stated *stated, dictum__stated_field field, const json_t *value)
{
    dictum_buf names;

    if (!json_is_array(value)) {
        dictum__stated_offer(stated, field, DICTUM__RANK_JSON_LD, name_of(value));
        return;
    }
    dictum__buf_init(&names, DICTUM__STATED_BYTES_MAX);
    for (size_t i = 0; i < json_array_size(value) && i < NAMES_MAX; i++) {
        dictum_slice name = name_of(json_array_get(value, i));
        if (name.data != NULL && name.len > 0) {
            dictum__buf_append_str(&names, names.len > 0 ? ", " : "");
            dictum__buf_append_slice(&names, name);
        }
    }
    if (dictum__buf_status(&names) == DICTUM_OK && names.len > 0) {
        dictum__stated_offer(stated, field, DICTUM__RANK_JSON_LD, dictum__buf_slice(&names));
    }
    dictum__buf_dispose(&names);
}

/* Only an object with a date of publication is a statement or an article: others describe the site. */
static void read_object(const json_t *object, dictum_stated *stated)
{
    dictum_slice date = string_of(json_object_get(object, "datePublished"));

    if (date.data == NULL) {
        return;
    }
    dictum__stated_offer(stated, DICTUM__STATED_DATE, DICTUM__RANK_JSON_LD, date);
    dictum__stated_offer(stated, DICTUM__STATED_TITLE, DICTUM__RANK_JSON_LD,
                         string_of(json_object_get(object, "headline")));
    dictum__stated_offer(stated, DICTUM__STATED_LANG, DICTUM__RANK_JSON_LD,
                         string_of(json_object_get(object, "inLanguage")));
    offer_names(stated, DICTUM__STATED_SPEAKER, json_object_get(object, "author"));
    offer_names(stated, DICTUM__STATED_SOURCE, json_object_get(object, "publisher"));
}

/* `waiting` is a queue of what is to be looked at. */
static void enqueue(const json_t *value, const json_t **waiting, size_t *count)
{
    if (json_is_object(value) && *count < OBJECTS_MAX) {
        waiting[(*count)++] = value;
        return;
    }
    for (size_t i = 0; i < json_array_size(value) && *count < OBJECTS_MAX; i++) {
        if (json_is_object(json_array_get(value, i))) {
            waiting[(*count)++] = json_array_get(value, i);
        }
    }
}

void dictum__json_ld(dictum_slice json, dictum_stated *stated)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    const json_t *waiting[OBJECTS_MAX];
    size_t count = 0;
    json_t *root;

    if (json.len == 0 || json.len > SCRIPT_BYTES_MAX) {
        return;
    }
    root = json_loadb(json.data, json.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    enqueue(root, waiting, &count);
    for (size_t i = 0; i < count; i++) {
        read_object(waiting[i], stated);
        for (size_t k = 0; k < sizeof(inside) / sizeof(inside[0]); k++) {
            enqueue(json_object_get(waiting[i], inside[k]), waiting, &count);
        }
    }
    json_decref(root);
}
