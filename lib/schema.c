/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in the index. Invariants: every term made here fits Xapian, and two forms never share one. */
#include "lib/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/analyse.h"
#include "lib/sha256.h"

#define HASH_MARK '\x01'
#define HASH_DIGITS 32
#define MARKED_HASH_BYTES (1 + HASH_DIGITS)

/* Cutting at a character's border gives up three bytes at most. */
#define SHORTENED_BYTES_MIN (DICTUM__TERM_BYTES_MAX - 3)

/* Error texts are short, and what to do stands at their end: of a long path its end is shown, of an
 * analysis signature its beginning. */
#define WHERE_BYTES_MAX 60
#define SIGNATURE_BYTES_MAX 36

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static void append_hash(dictum_buf *out, dictum_slice bytes, size_t hex_digits)
{
    uint8_t digest[DICTUM__SHA256_BYTES];
    char hex[2 * DICTUM__SHA256_BYTES + 1];
    dictum__sha256(bytes.data, bytes.len, digest);
    dictum__sha256_hex(digest, hex, hex_digits);
    dictum__buf_append_str(out, hex);
}

void dictum__schema_term(dictum_buf *out, const char *prefix, dictum_slice form)
{
    dictum__buf_clear(out);
    dictum__buf_append_str(out, prefix);
    size_t prefix_bytes = strlen(prefix), whole = prefix_bytes + form.len;
    /* A form that looks like a shortened one is shortened too: it may not be taken for it. */
    bool fits = whole <= DICTUM__TERM_BYTES_MAX &&
                (whole < SHORTENED_BYTES_MIN || memchr(form.data, HASH_MARK, form.len) == NULL);
    if (fits) {
        dictum__buf_append_slice(out, form);
        return;
    }
    size_t kept = DICTUM__TERM_BYTES_MAX - MARKED_HASH_BYTES - prefix_bytes;
    while (kept > 0 && is_continuation(form.data[kept]))
        kept--;
    dictum__buf_append(out, form.data, kept);
    dictum__buf_append_char(out, HASH_MARK);
    append_hash(out, form, HASH_DIGITS);
}

void dictum__schema_joined_term(dictum_buf *out, const char *prefix, size_t tokens, dictum_slice form)
{
    char joined[16];
    (void)snprintf(joined, sizeof joined, DICTUM__PREFIX_JOINED "%.4s%c", prefix, (char)('0' + tokens % 10));
    dictum__schema_term(out, joined, form);
}

void dictum__schema_hyphenated_term(dictum_buf *out, dictum_slice form, size_t left_bytes)
{
    dictum__schema_term(out, DICTUM__PREFIX_HYPHENATED, form);
    dictum__buf_appendf(out, "-%zu", left_bytes);
}

void dictum__schema_file_term(dictum_buf *out, dictum_slice path)
{
    dictum__buf_clear(out);
    dictum__buf_append_str(out, DICTUM__PREFIX_FILE);
    append_hash(out, path, HASH_DIGITS);
}

/* 80 bits of SHA-256 as base32 (RFC 4648, section 6, in lower case). */
void dictum__schema_id(dictum_buf *out, dictum_slice path, uint64_t part)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint8_t digest[DICTUM__SHA256_BYTES];
    char number[24];
    int number_bytes = snprintf(number, sizeof number, "%" PRIu64, part);
    dictum_sha256 sha;
    dictum__sha256_init(&sha);
    dictum__sha256_add(&sha, path.data, path.len);
    dictum__sha256_add(&sha, "", 1);
    dictum__sha256_add(&sha, number, (size_t)number_bytes);
    dictum__sha256_end(&sha, digest);
    dictum__buf_clear(out);
    for (size_t bit = 0; bit < 80; bit += 5) {
        unsigned pair = (unsigned)digest[bit / 8] << 8 | digest[bit / 8 + 1];
        dictum__buf_append_char(out, digits[pair >> (11 - bit % 8) & 31]);
    }
}

void dictum__schema_add_border(dictum_buf *out, uint32_t *position, uint32_t next, bool paragraph)
{
    dictum__buf_append_varint(out, (uint64_t)(next - *position) << 1 | paragraph);
    *position = next;
}

bool dictum__schema_take_border(dictum_slice *in, uint32_t *position, bool *paragraph)
{
    uint64_t number;
    if (in->len == 0 || !dictum__take_varint(in, &number) || number >> 1 == 0 || number >> 1 > UINT32_MAX - *position)
        return false;
    *position += (uint32_t)(number >> 1);
    *paragraph = (number & 1) != 0;
    return true;
}

/* The end of a path that fits a message, with "…" where something is left out before it. */
static const char *shown_end(const char *where, const char **ellipsis)
{
    size_t len = strlen(where);
    *ellipsis = "";
    if (len <= WHERE_BYTES_MAX)
        return where;
    *ellipsis = "…";
    where += len - WHERE_BYTES_MAX;
    while (is_continuation(*where))
        where++;
    return where;
}

static dictum_status read_metadata(xap_db *db, const char *key, const char *where, dictum_slice *value,
                                   dictum_error *err)
{
    xap_error xerr;
    if (xap_db_metadata(db, key, strlen(key), &value->data, &value->len, &xerr) == XAP_OK)
        return DICTUM_OK;
    const char *ellipsis;
    const char *shown = shown_end(where, &ellipsis);
    char doing[sizeof "read the index …" + WHERE_BYTES_MAX];
    (void)snprintf(doing, sizeof doing, "read the index %s%s", ellipsis, shown);
    return dictum__fail_xap(err, &xerr, doing);
}

/* A number of one to nine digits; false for anything else. */
static bool read_number(dictum_slice text, unsigned long *number)
{
    *number = 0;
    if (text.len == 0 || text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *number = *number * 10 + (unsigned long)(text.data[i] - '0');
    }
    return true;
}

/* `older`: an older one is good, too. */
static dictum_status check_format(dictum_slice format, bool older, const char *where, dictum_error *err)
{
    const char *ellipsis;
    const char *shown = shown_end(where, &ellipsis);
    unsigned long number;
    if (format.len == 0)
        return dictum__fail(err, DICTUM_NOT_FOUND, "%s%s is a Xapian database, but not an index made by dictum",
                            ellipsis, shown);
    if (!read_number(format, &number))
        return dictum__fail(err, DICTUM_CORRUPT,
                            "the index %s%s does not say its format: index the documents again into a new folder",
                            ellipsis, shown);
    if (number > DICTUM__FORMAT)
        return dictum__fail(err, DICTUM_VERSION,
                            "the index %s%s has format %lu, made by a later version of dictum; this program reads "
                            "format %d: use the later version",
                            ellipsis, shown, number, DICTUM__FORMAT);
    if (number < DICTUM__FORMAT && !older)
        return dictum__fail(err, DICTUM_VERSION,
                            "the index %s%s has the old format %lu, this program reads format %d: run dictum-index "
                            "--rebuild",
                            ellipsis, shown, number, DICTUM__FORMAT);
    return DICTUM_OK;
}

dictum_status dictum__schema_check(xap_db *db, const char *where, dictum_error *err)
{
    dictum_slice value;
    dictum_status status = read_metadata(db, DICTUM__META_FORMAT, where, &value, err);
    if (status == DICTUM_OK)
        status = check_format(value, false, where, err);
    if (status == DICTUM_OK)
        status = read_metadata(db, DICTUM__META_ANALYSIS, where, &value, err);
    if (status != DICTUM_OK)
        return status;
    dictum_slice ours = dictum__slice(dictum__analysis_signature());
    if (dictum__slice_equal(value, ours))
        return DICTUM_OK;
    const char *ellipsis;
    const char *shown = shown_end(where, &ellipsis);
    int has_bytes = value.len < SIGNATURE_BYTES_MAX ? (int)value.len : SIGNATURE_BYTES_MAX;
    return dictum__fail(err, DICTUM_VERSION,
                        "the index %s%s was made with another text analysis (it has '%.*s', this program '%.*s'): "
                        "run dictum-index --rebuild",
                        ellipsis, shown, has_bytes, value.data, SIGNATURE_BYTES_MAX, ours.data);
}

dictum_status dictum__schema_check_stored(xap_db *db, const char *where, dictum_error *err)
{
    dictum_slice value;
    dictum_status status = read_metadata(db, DICTUM__META_FORMAT, where, &value, err);
    return status == DICTUM_OK ? check_format(value, true, where, err) : status;
}
