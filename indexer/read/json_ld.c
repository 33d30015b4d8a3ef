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

/* What is to be looked at, in the order in which it was found. */
typedef struct object_list {
    const json_t *objects[OBJECTS_MAX];
    size_t count;
} object_list;

/* A person or an organisation is a string, or an object with a name, or one that says where in the script it is. */
static dictum_slice name_of(const json_t *value, const object_list *all)
{
    dictum_slice id = string_of(json_object_get(value, "@id"));

    if (!json_is_object(value)) {
        return string_of(value);
    }
    if (json_object_get(value, "name") != NULL || id.data == NULL) {
        return string_of(json_object_get(value, "name"));
    }
    for (size_t i = 0; i < all->count; i++) {
        const json_t *name = json_object_get(all->objects[i], "name");
        if (name != NULL && dictum__slice_equal(string_of(json_object_get(all->objects[i], "@id")), id)) {
            return string_of(name);
        }
    }
    return (dictum_slice){NULL, 0};
}

static void offer_names(dictum_stated *stated, dictum__stated_field field, const json_t *value, const object_list *all)
{
    if (!json_is_array(value)) {
        dictum__stated_offer(stated, field, DICTUM__RANK_JSON_LD, name_of(value, all));
        return;
    }
    if (stated->fields[field].rank != 0 && stated->fields[field].rank <= DICTUM__RANK_JSON_LD) {
        return; /* another object's */
    }
    for (size_t i = 0; i < json_array_size(value) && i < NAMES_MAX; i++) {
        dictum__stated_add(stated, field, DICTUM__RANK_JSON_LD, name_of(json_array_get(value, i), all));
    }
}

/* The address of the page that an object is on: a string, or the id of an object. */
static dictum_slice address_of(const json_t *value)
{
    return string_of(json_is_object(value) ? json_object_get(value, "@id") : value);
}

/* Only an object with a date of publication or a headline is a statement or an article: others describe the site. */
static void read_object(const json_t *object, const object_list *all, dictum_stated *stated)
{
    dictum_slice date = string_of(json_object_get(object, "datePublished"));
    dictum_slice headline = string_of(json_object_get(object, "headline"));
    const json_t *author = json_object_get(object, "author");

    if (date.data == NULL && headline.data == NULL) {
        return;
    }
    dictum__stated_offer(stated, DICTUM__STATED_DATE, DICTUM__RANK_JSON_LD, date);
    dictum__stated_offer(stated, DICTUM__STATED_DATE, DICTUM__RANK_JSON_LD_CREATED,
                         string_of(json_object_get(object, "dateCreated")));
    dictum__stated_offer(stated, DICTUM__STATED_TITLE, DICTUM__RANK_JSON_LD, headline);
    dictum__stated_offer(stated, DICTUM__STATED_LANG, DICTUM__RANK_JSON_LD,
                         string_of(json_object_get(object, "inLanguage")));
    dictum__stated_offer(stated, DICTUM__STATED_URL, DICTUM__RANK_JSON_LD,
                         address_of(json_object_get(object, "mainEntityOfPage")));
    dictum__stated_offer(stated, DICTUM__STATED_URL, DICTUM__RANK_JSON_LD, string_of(json_object_get(object, "url")));
    offer_names(stated, DICTUM__STATED_SPEAKER, author != NULL ? author : json_object_get(object, "creator"), all);
    offer_names(stated, DICTUM__STATED_SOURCE, json_object_get(object, "publisher"), all);
}

static void enqueue(const json_t *value, object_list *waiting)
{
    if (json_is_object(value) && waiting->count < OBJECTS_MAX) {
        waiting->objects[waiting->count++] = value;
        return;
    }
    for (size_t i = 0; i < json_array_size(value) && waiting->count < OBJECTS_MAX; i++) {
        if (json_is_object(json_array_get(value, i))) {
            waiting->objects[waiting->count++] = json_array_get(value, i);
        }
    }
}

void dictum__json_ld(dictum_slice json, dictum_stated *stated)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    object_list waiting = {.count = 0};
    json_t *root;

    if (json.len == 0 || json.len > SCRIPT_BYTES_MAX) {
        return;
    }
    root = json_loadb(json.data, json.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    enqueue(root, &waiting);
    for (size_t i = 0; i < waiting.count; i++) {
        for (size_t k = 0; k < sizeof(inside) / sizeof(inside[0]); k++) {
            enqueue(json_object_get(waiting.objects[i], inside[k]), &waiting);
        }
    }
    for (size_t i = 0; i < waiting.count; i++) {
        read_object(waiting.objects[i], &waiting, stated);
    }
    json_decref(root);
}
