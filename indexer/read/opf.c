/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OPF 2.0 (IDPF) and EPUB 3's package document (W3C). Invariant: no more than ITEMS_MAX of anything is kept. */
#include "indexer/read/opf.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/package.h"
#include "indexer/read/xml.h"

#define ITEMS_MAX ((size_t)100000)
#define NAMES_BYTES_MAX ((size_t)64 << 20)
#define CREATORS_MAX 32
#define VALUE_BYTES_MAX ((size_t)1 << 16)
#define ID_BYTES 64

enum { OPF = 1, DC };

static const dictum_xml_space spaces[] = {
    {"http://www.idpf.org/2007/opf", OPF},
    {"http://openebook.org/namespaces/oeb-package/1.0/", OPF},
    {"http://purl.org/dc/elements/1.1/", DC},
    {"http://purl.org/dc/elements/1.0/", DC},
    {NULL, 0},
};

typedef struct creator {
    dictum_buf name;
    char id[ID_BYTES], role[8];
} creator;

typedef enum value_kind { NOTHING, TITLE, CREATOR, DATE, PUBLISHER, LANGUAGE, IDENTIFIER, ROLE, MODIFIED } value_kind;

typedef struct opf_reader {
    dictum_opf *opf;
    dictum_document *document;
    dictum_slice base;
    dictum_buf path, value;
    value_kind kind; /* of the element whose text is collected */
    unsigned depth;
    char id[ID_BYTES], role[8]; /* its attributes, or what it is about */
    int date_rank;              /* of the element at hand: 0 that of the publication, 1 one without a name */
    dictum_buf dates[2], refused;
    creator creators[CREATORS_MAX];
    size_t creator_count;
    bool nomem;
} opf_reader;

void dictum__opf_init(dictum_opf *opf)
{
    *opf = (dictum_opf){.items = NULL};
    dictum__buf_init(&opf->names, NAMES_BYTES_MAX);
}

void dictum__opf_dispose(dictum_opf *opf)
{
    free(opf->items);
    free(opf->spine);
    dictum__buf_dispose(&opf->names);
}

/* ---- manifest and spine -------------------------------------------------------------------------------------- */

/* Room for one more; NULL where there is none. */
static dictum_opf_item *add(opf_reader *reader, dictum_opf_item **items, size_t *count, size_t *room)
{
    if (*count == *room) {
        size_t more = *room == 0 ? 64 : *room * 2;
        dictum_opf_item *grown = more > 2 * ITEMS_MAX ? NULL : realloc(*items, more * sizeof(**items));
        if (grown == NULL) {
            reader->nomem = reader->nomem || more <= 2 * ITEMS_MAX;
            return NULL;
        }
        *items = grown;
        *room = more;
    }
    (*items)[*count] = (dictum_opf_item){.readable = false};
    return &(*items)[(*count)++];
}

static bool ends_in(dictum_slice name, const char *lower)
{
    size_t len = strlen(lower);

    return name.len >= len && dictum__is_word((dictum_slice){name.data + name.len - len, len}, lower);
}

static bool is_page(dictum_slice type, dictum_slice name)
{
    static const char *const types[] = {"application/xhtml+xml", "text/html", "text/x-oeb1-document",
                                        "application/x-dtbook+xml"};
    static const char *const endings[] = {".xhtml", ".html", ".htm"};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (dictum__is_word(dictum__trimmed(type), types[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if ((type.len == 0 || dictum__find_word(type, 0, "image/") != 0) && ends_in(name, endings[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a list of words has one. */
static bool has_word(dictum_slice words, const char *word)
{
    size_t at = 0;

    while (at < words.len) {
        size_t start = at;
        while (at < words.len && strchr(" \t\r\n", words.data[at]) == NULL) {
            at++;
        }
        if (dictum__is_word((dictum_slice){words.data + start, at - start}, word)) {
            return true;
        }
        at++;
    }
    return false;
}

static void take_item(opf_reader *reader, const dictum_xml_element *element)
{
    dictum_opf *opf = reader->opf;
    dictum_slice id = dictum__xml_attribute(element, 0, "id"), href = dictum__xml_attribute(element, 0, "href");
    dictum_opf_item *item;

    if (href.data == NULL || !dictum__package_resolve(reader->base, href, &reader->path)) {
        return;
    }
    item = add(reader, &opf->items, &opf->count, &opf->room);
    if (item != NULL) {
        item->id = opf->names.len;
        item->id_bytes = id.len;
        item->name = item->id + id.len;
        item->name_bytes = reader->path.len;
        item->readable = is_page(dictum__xml_attribute(element, 0, "media-type"), dictum__buf_slice(&reader->path));
        item->navigation = has_word(dictum__xml_attribute(element, 0, "properties"), "nav");
        dictum__buf_append_slice(&opf->names, id);
        dictum__buf_append_slice(&opf->names, dictum__buf_slice(&reader->path));
    }
}

static void take_reference(opf_reader *reader, const dictum_xml_element *element)
{
    dictum_opf *opf = reader->opf;
    dictum_slice id = dictum__xml_attribute(element, 0, "idref");
    dictum_opf_item *item;

    if (id.len == 0 || dictum__is_word(dictum__xml_attribute(element, 0, "linear"), "no")) {
        return;
    }
    item = add(reader, &opf->spine, &opf->spine_count, &opf->spine_room);
    if (item != NULL) {
        item->id = opf->names.len;
        item->id_bytes = id.len;
        dictum__buf_append_slice(&opf->names, id);
    }
}

/* ---- metadata ------------------------------------------------------------------------------------------------ */

static void keep(char *out, size_t room, dictum_slice value)
{
    size_t len = value.len < room ? value.len : room - 1;

    if (len > 0) {
        memcpy(out, value.data, len);
    }
    out[len] = '\0';
}

static value_kind kind_of_dc(const char *name)
{
    static const struct {
        const char *name;
        value_kind kind;
    } known[] = {{"title", TITLE},         {"creator", CREATOR},   {"date", DATE},
                 {"publisher", PUBLISHER}, {"language", LANGUAGE}, {"identifier", IDENTIFIER}};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (dictum__is_word(dictum__slice(name), known[i].name)) {
            return known[i].kind;
        }
    }
    return NOTHING;
}

/* In OPF 2 attributes say what EPUB 3 says in elements of their own. */
static dictum_slice of_opf(const dictum_xml_element *element, const char *name)
{
    dictum_slice value = dictum__xml_attribute(element, OPF, name);

    return value.data != NULL ? value : dictum__xml_attribute(element, 0, name);
}

static value_kind kind_of_meta(opf_reader *reader, const dictum_xml_element *element)
{
    dictum_slice property = dictum__xml_attribute(element, 0, "property");
    dictum_slice about = dictum__xml_attribute(element, 0, "refines");

    if (dictum__is_word(property, "dcterms:modified")) {
        return MODIFIED;
    }
    if (dictum__is_word(property, "role") && about.len > 1 && about.data[0] == '#') {
        keep(reader->id, ID_BYTES, (dictum_slice){about.data + 1, about.len - 1});
        return ROLE;
    }
    return NOTHING;
}

static void start_value(opf_reader *reader, const dictum_xml_element *element)
{
    dictum_slice event = of_opf(element, "event");

    reader->id[0] = reader->role[0] = '\0';
    if (element->space == DC) {
        reader->kind = kind_of_dc(element->name);
        keep(reader->id, ID_BYTES, dictum__xml_attribute(element, 0, "id"));
        keep(reader->role, sizeof(reader->role), of_opf(element, "role"));
        reader->date_rank = event.len == 0 ? 1 : 0;
        if (reader->kind == DATE && event.len > 0 && dictum__find_word(event, 0, "publication") == event.len) {
            reader->kind = NOTHING; /* when it was converted, perhaps */
        }
    } else if (strcmp(element->name, "meta") == 0) {
        reader->kind = kind_of_meta(reader, element);
    }
    if (reader->kind != NOTHING) {
        reader->depth = element->depth;
        dictum__buf_clear(&reader->value);
    }
}

static void take_creator(opf_reader *reader, dictum_slice value)
{
    creator *one;

    if (reader->creator_count < CREATORS_MAX) {
        one = &reader->creators[reader->creator_count];
        dictum__buf_init(&one->name, DICTUM__FIELD_BYTES_MAX);
        memcpy(one->id, reader->id, ID_BYTES);
        memcpy(one->role, reader->role, sizeof(one->role));
        dictum__field_offer(&one->name, value);
        reader->creator_count++;
    }
}

/* A program for books writes this day where it knows none. */
static void take_date(opf_reader *reader, dictum_slice value)
{
    if (dictum__find_word(value, 0, "0101-01-01") != 0 &&
        !dictum__field_offer_date(&reader->dates[reader->date_rank], value) &&
        reader->dates[reader->date_rank].len == 0) {
        dictum__field_offer(&reader->refused, value);
    }
}

static void take_role(opf_reader *reader, dictum_slice value)
{
    for (size_t i = 0; i < reader->creator_count; i++) {
        if (strcmp(reader->creators[i].id, reader->id) == 0) {
            keep(reader->creators[i].role, sizeof(reader->creators[i].role), dictum__trimmed(value));
        }
    }
}

static void take_value(opf_reader *reader, dictum_slice value)
{
    dictum_document *document = reader->document;

    switch (reader->kind) {
    case TITLE:
        dictum__field_offer_title(&document->title, value);
        break;
    case CREATOR:
        take_creator(reader, value);
        break;
    case DATE:
        take_date(reader, dictum__trimmed(value));
        break;
    case PUBLISHER:
        dictum__field_offer(&document->source, value);
        break;
    case LANGUAGE:
        dictum__field_offer(&document->lang, value);
        break;
    case IDENTIFIER:
        dictum__field_offer_url(&document->url, value);
        break;
    case ROLE:
        take_role(reader, value);
        break;
    case MODIFIED:
        dictum__field_offer_date(&document->made_date, value);
        break;
    case NOTHING:
        break;
    }
}

/* The authors; where no creator is one, whoever made it otherwise. */
static void finish_creators(opf_reader *reader)
{
    dictum_buf *speaker = &reader->document->speaker;

    for (int pass = 0; pass < 2 && speaker->len == 0; pass++) {
        for (size_t i = 0; i < reader->creator_count; i++) {
            const creator *one = &reader->creators[i];
            bool author = one->role[0] == '\0' || strcmp(one->role, "aut") == 0;
            if (one->name.len > 0 && (author || pass > 0)) {
                dictum__buf_append_str(speaker, speaker->len > 0 ? ", " : "");
                dictum__buf_append_slice(speaker, dictum__buf_slice(&one->name));
            }
        }
    }
}

static void finish_dates(opf_reader *reader)
{
    dictum_document *document = reader->document;

    for (size_t i = 0; i < 2; i++) {
        if (document->date.len == 0) {
            dictum__buf_append_slice(&document->date, dictum__buf_slice(&reader->dates[i]));
        }
    }
    if (document->date.len == 0) {
        dictum__buf_append_slice(&document->refused_date, dictum__buf_slice(&reader->refused));
    }
}

/* ---- events -------------------------------------------------------------------------------------------------- */

static bool start(void *context, const dictum_xml_element *element)
{
    opf_reader *reader = context;
    bool of_package = element->space != DC;

    if (reader->kind != NOTHING) {
        return true; /* markup in a value */
    }
    if (of_package && strcmp(element->name, "item") == 0) {
        take_item(reader, element);
    } else if (of_package && strcmp(element->name, "itemref") == 0) {
        take_reference(reader, element);
    } else {
        start_value(reader, element);
    }
    return true;
}

static void end(void *context, const dictum_xml_element *element)
{
    opf_reader *reader = context;

    if (reader->kind != NOTHING && element->depth == reader->depth) {
        if (reader->value.len > 0) {
            take_value(reader, dictum__buf_slice(&reader->value));
        }
        reader->kind = NOTHING;
    }
}

static void characters(void *context, dictum_slice text)
{
    opf_reader *reader = context;

    if (reader->kind != NOTHING && reader->value.len + text.len <= VALUE_BYTES_MAX) {
        dictum__buf_append_slice(&reader->value, text);
    }
}

/* ---- the order of reading ------------------------------------------------------------------------------------ */

/* qsort() hands no context on: ids are compared by their bytes, which the items point to while they are sorted. */
typedef struct key {
    dictum_slice id;
    size_t item;
} key;

static int compare_keys(const void *a, const void *b)
{
    const key *one = a, *other = b;
    size_t common = one->id.len < other->id.len ? one->id.len : other->id.len;
    int order = common == 0 ? 0 : memcmp(one->id.data, other->id.data, common);

    return order != 0                     ? order
           : one->id.len != other->id.len ? (one->id.len > other->id.len) - (one->id.len < other->id.len)
                                          : 0;
}

/* Puts the items in the place of the references that lead to them, and leaves out what is no text. */
static void resolve_spine(dictum_opf *opf, const key *keys)
{
    size_t kept = 0;

    for (size_t i = 0; i < opf->spine_count; i++) {
        const key wanted = {{opf->names.data + opf->spine[i].id, opf->spine[i].id_bytes}, 0};
        const key *found = bsearch(&wanted, keys, opf->count, sizeof(*keys), compare_keys);
        if (found == NULL) {
            opf->dangling++;
        } else if (opf->items[found->item].readable && !opf->items[found->item].navigation) {
            opf->spine[kept++] = opf->items[found->item];
        }
    }
    opf->spine_count = kept;
}

static dictum_status order(opf_reader *reader, dictum_error *err)
{
    dictum_opf *opf = reader->opf;
    bool stated = opf->spine_count > 0;
    key *keys;

    if (opf->count == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "its list of parts is empty");
    }
    if (!stated) {
        for (size_t i = 0; i < opf->count; i++) {
            dictum_opf_item *item = opf->items[i].readable && !opf->items[i].navigation
                                        ? add(reader, &opf->spine, &opf->spine_count, &opf->spine_room)
                                        : NULL;
            if (item != NULL) {
                *item = opf->items[i];
            }
        }
        return reader->nomem ? dictum__nomem(err) : DICTUM_OK;
    }
    keys = calloc(opf->count, sizeof(*keys));
    if (keys == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < opf->count; i++) {
        keys[i] = (key){{opf->names.data + opf->items[i].id, opf->items[i].id_bytes}, i};
    }
    qsort(keys, opf->count, sizeof(*keys), compare_keys);
    resolve_spine(opf, keys);
    free(keys);
    return DICTUM_OK;
}

static dictum_status finish(opf_reader *reader, dictum_error *err)
{
    finish_creators(reader);
    finish_dates(reader);
    if (reader->nomem || dictum__buf_status(&reader->value) == DICTUM_NOMEM ||
        dictum__buf_status(&reader->opf->names) == DICTUM_NOMEM) {
        return dictum__nomem(err);
    }
    if (dictum__buf_status(&reader->opf->names) != DICTUM_OK || reader->opf->count > ITEMS_MAX ||
        reader->opf->spine_count > ITEMS_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "it has more than %zu parts", ITEMS_MAX);
    }
    return order(reader, err);
}

dictum_status dictum__opf_read(dictum_opf *opf, dictum_slice xml, dictum_slice name, dictum_document *document,
                               dictum_error *err)
{
    opf_reader reader = {.opf = opf, .document = document, .base = name};
    const dictum_xml_handler handler = {&reader, spaces, start, end, characters};
    dictum_buf *bufs[] = {&reader.path, &reader.value, &reader.dates[0], &reader.dates[1], &reader.refused};
    dictum_status status;

    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++) {
        dictum__buf_init(bufs[i], DICTUM__FIELD_BYTES_MAX);
    }
    status = dictum__xml_read(xml, "package document", &handler, err);
    if (status == DICTUM_OK) {
        status = finish(&reader, err);
    }
    for (size_t i = 0; i < reader.creator_count; i++) {
        dictum__buf_dispose(&reader.creators[i].name);
    }
    for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++) {
        dictum__buf_dispose(bufs[i]);
    }
    return status;
}
