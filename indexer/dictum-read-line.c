/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of JSON. Invariant: a name stands in a line once, whatever the input's own fields are called. */
#include "indexer/dictum-read-line.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "lib/program/json.h"

/* The names that a line has anyway. */
static bool is_taken(const char *key)
{
    static const char *const taken[] = {"format",  "type",   "id",   "path", "title",   "date", "date_known",
                                        "speaker", "source", "lang", "url",  "read_as", "text", "extra"};

    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(key, taken[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* One field of the input that dictum does not know, as it was. */
static bool append_member(dictum_buf *out, const char *separator, const char *key, const json_t *value)
{
    json_t *name = json_string(key);
    char *quoted = name == NULL ? NULL : json_dumps(name, JSON_ENCODE_ANY);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool good = quoted != NULL && text != NULL;

    if (good) {
        dictum__buf_append_str(out, separator);
        dictum__buf_append_str(out, quoted);
        dictum__buf_append_char(out, ':');
        dictum__buf_append_str(out, text);
    }
    free(text);
    free(quoted);
    json_decref(name);
    return good;
}

/* The unknown fields follow the known ones; those whose names are taken stand in an object "extra" of their own. What
 * is no object is no reader's of ours and left out. */
static bool append_extra(dictum_buf *out, dictum_slice extra)
{
    json_t *object = json_loadb(extra.data, extra.len, JSON_ALLOW_NUL, NULL);
    const char *key, *separator = ",\"extra\":{";
    json_t *value;
    bool good = true;

    if (object == NULL) {
        return true;
    }
    json_object_foreach(object, key, value)
    {
        if (good && !is_taken(key)) {
            good = append_member(out, ",", key, value);
        }
    }
    json_object_foreach(object, key, value)
    {
        if (good && is_taken(key)) {
            good = append_member(out, separator, key, value);
            separator = ",";
        }
    }
    if (strcmp(separator, ",") == 0) {
        dictum__buf_append_char(out, '}');
    }
    json_decref(object);
    return good;
}

/* The line without its closing bracket. */
static void write_fields(dictum_json *json, const dictum_record *record, dictum_slice id)
{
    dictum__json_object(json);
    dictum__json_key(json, "format");
    dictum__json_uint(json, 1);
    dictum__json_key(json, "type");
    dictum__json_cstring(json, "record");
    dictum__json_key(json, "id");
    dictum__json_string(json, id);
    dictum__json_key(json, "path");
    dictum__json_string(json, record->path);
    dictum__json_key(json, "title");
    dictum__json_string(json, record->title);
    dictum__json_key(json, "date");
    dictum__json_string(json, record->date);
    dictum__json_key(json, "date_known");
    dictum__json_cstring(json, dictum__date_known_name(record->date_known));
    dictum__json_key(json, "speaker");
    dictum__json_string(json, record->speaker);
    dictum__json_key(json, "source");
    dictum__json_string(json, record->source);
    dictum__json_key(json, "lang");
    dictum__json_string(json, record->lang);
    dictum__json_key(json, "url");
    dictum__json_string(json, record->url);
    dictum__json_key(json, "read_as");
    dictum__json_string(json, record->type);
    dictum__json_key(json, "text");
    dictum__json_string(json, record->text);
}

bool dictum__read_line(dictum_buf *out, const dictum_record *record, dictum_slice id)
{
    dictum_json json;
    bool good = true;

    dictum__json_init(&json, out);
    write_fields(&json, record, id);
    if (record->extra.data != NULL) {
        good = append_extra(out, record->extra);
    }
    dictum__json_object_end(&json);
    dictum__json_line(&json);
    return good && dictum__buf_status(out) == DICTUM_OK;
}

bool dictum__error_line(dictum_buf *out, dictum_status code, dictum_slice message)
{
    dictum_json json;

    dictum__json_init(&json, out);
    dictum__json_object(&json);
    dictum__json_key(&json, "format");
    dictum__json_uint(&json, 1);
    dictum__json_key(&json, "type");
    dictum__json_cstring(&json, "error");
    dictum__json_key(&json, "code");
    dictum__json_cstring(&json, dictum_status_name(code));
    dictum__json_key(&json, "message");
    dictum__json_string(&json, message);
    dictum__json_key(&json, "offset");
    dictum__json_null(&json);
    dictum__json_object_end(&json);
    dictum__json_line(&json);
    return dictum__buf_status(out) == DICTUM_OK;
}
