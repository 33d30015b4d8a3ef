/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing JSON (RFC 8259) for the programs' output: one object a line. The caller keeps the brackets in
 * balance; commas are put by the writer. Strings must be UTF-8; bytes that are not come out as U+FFFD, so
 * that a line is always valid. */
#ifndef DICTUM_LIB_PROGRAM_JSON_H
#define DICTUM_LIB_PROGRAM_JSON_H

#include "lib/buf.h"

typedef struct dictum_json {
    dictum_buf *out;
    bool comma; /* the next value needs one before it */
} dictum_json;

void dictum__json_init(dictum_json *json, dictum_buf *out);
void dictum__json_object(dictum_json *json);     /* { */
void dictum__json_object_end(dictum_json *json); /* } */
void dictum__json_array(dictum_json *json);      /* [ */
void dictum__json_array_end(dictum_json *json);  /* ] */
void dictum__json_key(dictum_json *json, const char *key);
void dictum__json_string(dictum_json *json, dictum_slice value); /* null where value.data is NULL */
void dictum__json_cstring(dictum_json *json, const char *value); /* null where NULL */
void dictum__json_uint(dictum_json *json, uint64_t value);
void dictum__json_double(dictum_json *json, double value, int decimals); /* null where not finite */
void dictum__json_bool(dictum_json *json, bool value);
void dictum__json_null(dictum_json *json);
/* A value that is JSON already, without white space; what is not comes out as a string, so that a line is always valid.
 * null where value.data is NULL. */
void dictum__json_raw(dictum_json *json, dictum_slice value);
/* Whether text is one value of JSON without white space. */
bool dictum__json_is_compact(dictum_slice text);
/* Ends the line. */
void dictum__json_line(dictum_json *json);

#endif
