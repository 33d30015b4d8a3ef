/* SPDX-License-Identifier: GPL-2.0-or-later */
/* YAML front matter, read as a stream of events: aliases are never expanded and nothing is built in memory. Invariant:
 * the document is only touched when the whole block is well-formed front matter. */
#include "indexer/read/front_matter.h"

#include <string.h>

#include <yaml.h>

#include "indexer/read/stated.h"

/* No front matter is larger; a larger block is text. */
#define BLOCK_BYTES_MAX ((size_t)256 << 10)
#define NESTING_MAX 32

/* The keys that make a block front matter. Those of rank 0 say nothing that is kept. */
static const struct {
    const char *key;
    dictum__stated_field field;
    int rank;
} keys[] = {
    {"title", DICTUM__STATED_TITLE, 1},
    {"date", DICTUM__STATED_DATE, 1},
    {"published", DICTUM__STATED_DATE, 2},
    {"publish_date", DICTUM__STATED_DATE, 2},
    {"date_published", DICTUM__STATED_DATE, 2},
    {"pubdate", DICTUM__STATED_DATE, 2},
    {"speaker", DICTUM__STATED_SPEAKER, 1},
    {"author", DICTUM__STATED_SPEAKER, 2},
    {"authors", DICTUM__STATED_SPEAKER, 2},
    {"source", DICTUM__STATED_SOURCE, 1},
    {"organisation", DICTUM__STATED_SOURCE, 2},
    {"organization", DICTUM__STATED_SOURCE, 2},
    {"publisher", DICTUM__STATED_SOURCE, 3},
    {"lang", DICTUM__STATED_LANG, 1},
    {"language", DICTUM__STATED_LANG, 1},
    {"locale", DICTUM__STATED_LANG, 2},
    {"url", DICTUM__STATED_URL, 1},
    {"canonical_url", DICTUM__STATED_URL, 1},
    {"canonical", DICTUM__STATED_URL, 1},
    {"link", DICTUM__STATED_URL, 2},
    {"layout", DICTUM__STATED_TITLE, 0},
    {"description", DICTUM__STATED_TITLE, 0},
    {"tags", DICTUM__STATED_TITLE, 0},
    {"categories", DICTUM__STATED_TITLE, 0},
    {"category", DICTUM__STATED_TITLE, 0},
    {"draft", DICTUM__STATED_TITLE, 0},
    {"slug", DICTUM__STATED_TITLE, 0},
    {"permalink", DICTUM__STATED_TITLE, 0},
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

/* Where in the block the events are. */
typedef struct front_matter {
    dictum_stated stated;
    dictum_buf value; /* of the key at hand: a scalar, or the scalars of a list */
    size_t depth;     /* of open mappings and sequences */
    size_t key;       /* the known key at hand; KEYS: an unknown one */
    bool expects_key; /* in the outermost mapping */
    bool wants_name;  /* in a mapping below a key: the next scalar is the value of "name" */
    bool inner_key;   /* in such a mapping: the next scalar is a key */
    bool inner_list;  /* below a key is a list */
    bool known;       /* a known key has been seen */
    bool is_mapping;
} front_matter;

static size_t find_key(dictum_slice name)
{
    size_t i = 0;

    while (i < KEYS && !dictum__is_word(name, keys[i].key)) {
        i++;
    }
    return i;
}

static void end_value(front_matter *fm)
{
    if (fm->key < KEYS && keys[fm->key].rank > 0 && fm->value.len > 0) {
        dictum__stated_offer(&fm->stated, keys[fm->key].field, keys[fm->key].rank, dictum__buf_slice(&fm->value));
    }
    dictum__buf_clear(&fm->value);
    fm->expects_key = true;
}

static void add_value(front_matter *fm, dictum_slice scalar)
{
    dictum__buf_append_str(&fm->value, fm->value.len > 0 ? ", " : "");
    dictum__buf_append_slice(&fm->value, scalar);
}

static void read_scalar(front_matter *fm, dictum_slice scalar, bool is_null)
{
    if (fm->depth == 1 && fm->expects_key) {
        fm->key = find_key(scalar);
        fm->known = fm->known || fm->key < KEYS;
        fm->expects_key = false;
    } else if (fm->depth == 1) {
        if (!is_null) {
            add_value(fm, scalar);
        }
        end_value(fm);
    } else if (fm->depth == 2 && fm->inner_list) {
        add_value(fm, scalar);
    } else if (fm->depth == (fm->inner_list ? 3u : 2u)) {
        if (fm->inner_key) {
            fm->wants_name = dictum__is_word(scalar, "name");
        } else if (fm->wants_name) {
            add_value(fm, scalar);
        }
        fm->inner_key = !fm->inner_key;
    }
}

/* A mapping or sequence begins. false: too deep, or not what front matter begins with. */
static bool open_collection(front_matter *fm, bool mapping)
{
    if (fm->depth == 0) {
        fm->is_mapping = mapping;
        fm->expects_key = true;
    } else if (fm->depth == 1) {
        if (fm->expects_key) {
            return false; /* a collection as a key */
        }
        fm->inner_list = !mapping;
    }
    fm->inner_key = true;
    fm->depth++;
    return fm->is_mapping && fm->depth <= NESTING_MAX;
}

static void close_collection(front_matter *fm)
{
    fm->depth--;
    if (fm->depth == 1) {
        end_value(fm);
    } else if (fm->depth == 2 && !fm->inner_list) {
        fm->inner_key = true; /* it was the value of a key */
    }
}

/* Whether the block may go on after this event. */
static bool take_event(front_matter *fm, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(fm, event->type == YAML_MAPPING_START_EVENT);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_collection(fm);
        return true;
    case YAML_SCALAR_EVENT: {
        dictum_slice scalar = {(const char *)event->data.scalar.value, event->data.scalar.length};
        bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        bool is_null = plain && (scalar.len == 0 || dictum__is_word(scalar, "null") || dictum__is_word(scalar, "~"));
        if (fm->depth == 0) {
            return false;
        }
        read_scalar(fm, scalar, is_null);
        return true;
    }
    case YAML_ALIAS_EVENT:
        if (fm->depth == 0 || (fm->depth == 1 && fm->expects_key)) {
            return false;
        }
        read_scalar(fm, DICTUM_SLICE(""), true);
        return true;
    default:
        return true;
    }
}

static bool parse(front_matter *fm, dictum_slice block)
{
    yaml_parser_t parser;
    bool good = true, ended = false;

    if (yaml_parser_initialize(&parser) == 0) {
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)block.data, block.len);
    while (good && !ended) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event) == 0) {
            good = false;
            break;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        good = take_event(fm, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good && fm->known;
}

/* The line at `at` without its end, and where the next one begins. */
static dictum_slice line_at(dictum_slice text, size_t at, size_t *next)
{
    const char *end = at < text.len ? memchr(text.data + at, '\n', text.len - at) : NULL;
    size_t len = end == NULL ? text.len - at : (size_t)(end - text.data) - at;
    dictum_slice line = {text.data + at, len};

    *next = end == NULL ? text.len : at + len + 1;
    while (line.len > 0 && (line.data[line.len - 1] == ' ' || line.data[line.len - 1] == '\t')) {
        line.len--;
    }
    return line;
}

size_t dictum__front_matter(dictum_slice text, dictum_document *document)
{
    front_matter fm = {.key = KEYS};
    size_t start, at, next, used = 0;

    if (!dictum__slice_equal(line_at(text, 0, &start), DICTUM_SLICE("---"))) {
        return 0;
    }
    for (at = start; at < text.len && at - start <= BLOCK_BYTES_MAX; at = next) {
        dictum_slice line = line_at(text, at, &next);
        if (dictum__slice_equal(line, DICTUM_SLICE("---")) || dictum__slice_equal(line, DICTUM_SLICE("..."))) {
            used = next;
            break;
        }
    }
    if (used == 0 || at == start) {
        return 0;
    }
    dictum__stated_init(&fm.stated);
    dictum__buf_init(&fm.value, BLOCK_BYTES_MAX * 2);
    if (parse(&fm, (dictum_slice){text.data + start, at - start})) {
        dictum__stated_finish(&fm.stated, document);
    } else {
        used = 0;
        document->broken_front_matter = fm.known;
    }
    dictum__buf_dispose(&fm.value);
    dictum__stated_dispose(&fm.stated);
    return used;
}
