/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said for a folder or file. Invariant: whatever stands in a scope is without fault, wherever it came from. */
#include "indexer/scope.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/ledger.h"
#include "indexer/read/date.h"
#include "indexer/read/language.h"
#include "lib/utf8.h"

#define SCOPE_VERSION 1

static const char *const names[DICTUM__SETTINGS] = {
    [DICTUM__SET_TITLE] = "title",      [DICTUM__SET_DATE] = "date",
    [DICTUM__SET_SPEAKER] = "speaker",  [DICTUM__SET_SOURCE] = "source",
    [DICTUM__SET_LANG] = "lang",        [DICTUM__SET_URL] = "url",
    [DICTUM__SET_ADDRESS] = "url-base", [DICTUM__SET_WHOLE_PAGE] = "whole-page",
};

dictum_status dictum__scope_init(dictum_scope *scope, dictum_slice path, dictum_error *err)
{
    dictum__settings_init(&scope->said);
    dictum__globs_init(&scope->ignores);
    scope->path = strndup(path.data, path.len);
    return scope->path != NULL ? DICTUM_OK : dictum__nomem(err);
}

void dictum__scope_dispose(dictum_scope *scope)
{
    dictum__settings_dispose(&scope->said);
    dictum__globs_dispose(&scope->ignores);
    free(scope->path);
    scope->path = NULL;
}

bool dictum__scope_is_empty(const dictum_scope *scope)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (scope->said.values[i].len > 0) {
            return false;
        }
    }
    return scope->ignores.count == 0;
}

dictum__setting dictum__setting_by_name(dictum_slice name)
{
    size_t found = 0;
    while (found < DICTUM__SETTINGS && !dictum__slice_equal(name, dictum__slice(names[found]))) {
        found++;
    }
    return (dictum__setting)found;
}

const char *dictum__setting_name(dictum__setting setting)
{
    return names[setting];
}

/* ---- what may be said -------------------------------------------------------------------------------------- */

/* "http://" or "https://" in any letter case, and what can stand in an address behind it, beginning with a host. */
static bool is_address(dictum_slice value, bool is_base)
{
    static const char *const schemes[] = {"https://", "http://"};
    size_t scheme_bytes = 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && scheme_bytes == 0; i++) {
        size_t bytes = strlen(schemes[i]);
        bool begins = value.len > bytes;
        for (size_t at = 0; at < bytes && begins; at++) {
            char lower =
                value.data[at] >= 'A' && value.data[at] <= 'Z' ? (char)(value.data[at] | 0x20) : value.data[at];
            begins = lower == schemes[i][at];
        }
        scheme_bytes = begins ? bytes : 0;
    }
    if (scheme_bytes == 0 || strchr("/?#:@", value.data[scheme_bytes]) != NULL) {
        return false;
    }
    for (size_t at = scheme_bytes; at < value.len; at++) {
        if (strchr(is_base ? " <>\"{}|\\^`?#" : " <>\"{}|\\^`", value.data[at]) != NULL) {
            return false;
        }
    }
    return true;
}

static bool is_date(dictum_slice value)
{
    dictum_buf date;
    dictum__buf_init(&date, DICTUM__SAID_BYTES_MAX);
    bool is = dictum__date_parse(value, &date);
    dictum__buf_dispose(&date);
    return is;
}

static bool is_language(dictum_slice value)
{
    dictum_buf code;
    dictum__buf_init(&code, DICTUM__SAID_BYTES_MAX);
    dictum__language_code(value, &code);
    bool is = code.len > 0;
    dictum__buf_dispose(&code);
    return is;
}

const char *dictum__setting_fault(dictum__setting setting, dictum_slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        if ((unsigned char)value.data[i] < 0x20 || value.data[i] == 0x7F) {
            return "without control characters";
        }
    }
    if (value.len == 0 || value.len > DICTUM__SAID_BYTES_MAX || !dictum__utf8_is_valid(value)) {
        return "1 to 4096 bytes of UTF-8";
    }
    switch (setting) {
    case DICTUM__SET_DATE:
        return is_date(value) ? NULL : "a date, such as 2024-02-10";
    case DICTUM__SET_LANG:
        return is_language(value) ? NULL : "a language, such as en or English";
    case DICTUM__SET_URL:
        return is_address(value, false) ? NULL : "an http or https address";
    case DICTUM__SET_ADDRESS:
        return is_address(value, true) ? NULL : "an http or https address without ? and #";
    case DICTUM__SET_WHOLE_PAGE:
        return dictum__slice_equal(value, DICTUM_SLICE("yes")) || dictum__slice_equal(value, DICTUM_SLICE("no"))
                   ? NULL
                   : "yes or no";
    default:
        return NULL;
    }
}

/* ---- what it means for a file ------------------------------------------------------------------------------ */

/* A path as it stands in an address (RFC 3986, section 3.3); any bytes. */
static void append_encoded(dictum_buf *out, dictum_slice path)
{
    static const char digits[] = "0123456789ABCDEF", marks[] = "-._~!$&'()*+,;=:@/";
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c != '\0' && strchr(marks, c) != NULL);
        if (plain) {
            dictum__buf_append_char(out, (char)c);
        } else {
            dictum__buf_append_char(out, '%');
            dictum__buf_append_char(out, digits[c >> 4]);
            dictum__buf_append_char(out, digits[c & 15]);
        }
    }
}

/* The path below the scope's; of the scope's own file its name. */
static dictum_slice below(const dictum_scope *scope, dictum_slice path)
{
    size_t start = strlen(scope->path);
    if (start == path.len) {
        while (start > 0 && path.data[start - 1] != '/') {
            start--;
        }
    }
    start += start < path.len && path.data[start] == '/';
    return (dictum_slice){path.data + start, path.len - start};
}

void dictum__scope_apply(const dictum_scope *scope, dictum_slice path, dictum_settings *out)
{
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        dictum_slice said = dictum__buf_slice(&scope->said.values[i]);
        if (said.len == 0 || out->values[i].len > 0) {
            continue;
        }
        if (i == DICTUM__SET_ADDRESS) {
            while (said.data[said.len - 1] == '/') {
                said.len--;
            }
            dictum__buf_append_slice(&out->values[i], said);
            dictum__buf_append_char(&out->values[i], '/');
            append_encoded(&out->values[i], below(scope, path));
        } else {
            dictum__buf_append_slice(&out->values[i], said);
        }
    }
}

dictum__glob_verdict dictum__scope_verdict(const dictum_scope *scope, dictum_slice path, bool is_folder)
{
    if (path.len == strlen(scope->path)) {
        return DICTUM__GLOB_NOTHING;
    }
    return dictum__globs_verdict(&scope->ignores, below(scope, path), is_folder);
}

/* ---- as bytes ---------------------------------------------------------------------------------------------- */

void dictum__scope_encode(const dictum_scope *scope, dictum_buf *out)
{
    dictum_buf settings;
    dictum_slice glob;
    dictum__buf_init(&settings, (size_t)2 * DICTUM__SETTINGS * DICTUM__SAID_BYTES_MAX);
    dictum__settings_encode(&scope->said, &settings);
    dictum__buf_clear(out);
    dictum__buf_append_varint(out, SCOPE_VERSION);
    dictum__buf_append_counted(out, dictum__slice(scope->path));
    dictum__buf_append_counted(out, dictum__buf_slice(&settings));
    for (size_t at = 0; dictum__globs_next(&scope->ignores, &at, &glob);) {
        dictum__buf_append_counted(out, glob);
    }
    dictum__buf_dispose(&settings);
}

static bool is_path(dictum_slice path)
{
    return path.len > 0 && path.data[0] == '/' && memchr(path.data, '\0', path.len) == NULL;
}

/* False where the bytes are no scope; or where memory ran out. */
static bool take_content(dictum_slice settings, dictum_slice globs, dictum_scope *scope)
{
    if (!dictum__settings_decode(settings, &scope->said)) {
        return false;
    }
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        /* Languages and dates are not judged again: what is known of them may change. */
        dictum_slice value = dictum__buf_slice(&scope->said.values[i]);
        bool is_judged = i == DICTUM__SET_ADDRESS || i == DICTUM__SET_WHOLE_PAGE;
        if (value.len > DICTUM__SAID_BYTES_MAX ||
            (value.len > 0 && is_judged && dictum__setting_fault((dictum__setting)i, value) != NULL)) {
            return false;
        }
    }
    while (globs.len > 0) {
        dictum_slice glob;
        if (!dictum__take_counted(&globs, &glob) || dictum__glob_fault(glob) != NULL ||
            !dictum__globs_add(&scope->ignores, glob)) {
            return false;
        }
    }
    return true;
}

dictum_status dictum__scope_decode(dictum_slice bytes, dictum_scope *scope, dictum_error *err)
{
    uint64_t version = 0;
    dictum_slice path = {NULL, 0}, settings = {NULL, 0};
    if (dictum__take_varint(&bytes, &version) && version > SCOPE_VERSION) {
        return dictum__fail(err, DICTUM_VERSION, "the index's settings were written by a later version of dictum");
    }
    if (version != SCOPE_VERSION || !dictum__take_counted(&bytes, &path) || !is_path(path) ||
        !dictum__take_counted(&bytes, &settings)) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index's settings are damaged");
    }
    dictum_status status = dictum__scope_init(scope, path, err);
    if (status == DICTUM_OK && !take_content(settings, bytes, scope)) {
        bool starved = dictum__buf_status(&scope->ignores.text) == DICTUM_NOMEM;
        status = starved ? dictum__nomem(err) : dictum__fail(err, DICTUM_CORRUPT, "the index's settings are damaged");
    }
    if (status == DICTUM_OK) {
        status = dictum__settings_status(&scope->said, err);
    }
    if (status != DICTUM_OK) {
        dictum__scope_dispose(scope);
    }
    return status;
}
