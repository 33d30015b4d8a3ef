/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growable run of bytes with a ceiling and a sticky failure: any number of appends needs one check at the
 * end.
 *
 * After a failed append the buffer keeps what it had, further appends do nothing, and dictum__buf_status()
 * tells why. `data` is NULL or NUL-terminated (the NUL is not counted in `len`). */
#ifndef DICTUM_LIB_BUF_H
#define DICTUM_LIB_BUF_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/error.h"

typedef struct dictum_buf {
    char *data;
    size_t len;     /* bytes in use */
    size_t cap;     /* bytes allocated */
    size_t ceiling; /* bytes that `len` may never exceed */
    dictum_status failed;
} dictum_buf;

/* A run of bytes that belongs to somebody else. `data` is NULL where there is no value at all. */
typedef struct dictum_slice {
    const char *data;
    size_t len;
} dictum_slice;

/* A slice of a string literal. */
#define DICTUM_SLICE(literal) ((dictum_slice){(literal), sizeof(literal) - 1})

dictum_slice dictum__slice(const char *string); /* NULL gives the empty slice without data */
bool dictum__slice_equal(dictum_slice a, dictum_slice b);
/* memcmp order, the shorter first. */
int dictum__slice_compare(dictum_slice a, dictum_slice b);
/* Where `part`, which is not empty, first stands in `whole`; SIZE_MAX: nowhere. */
size_t dictum__slice_find(dictum_slice whole, dictum_slice part);

void dictum__buf_init(dictum_buf *buf, size_t ceiling_bytes);
void dictum__buf_dispose(dictum_buf *buf);
/* Empties it and forgets a failure; keeps the memory. */
void dictum__buf_clear(dictum_buf *buf);
/* DICTUM_OK, DICTUM_NOMEM or DICTUM_LIMIT. */
dictum_status dictum__buf_status(const dictum_buf *buf);

/* Room for `more` bytes beyond `len` and a NUL. */
bool dictum__buf_reserve(dictum_buf *buf, size_t more);
void dictum__buf_append(dictum_buf *buf, const void *bytes, size_t count);
void dictum__buf_append_str(dictum_buf *buf, const char *string);
void dictum__buf_append_slice(dictum_buf *buf, dictum_slice slice);
void dictum__buf_append_char(dictum_buf *buf, char c);
void dictum__buf_appendf(dictum_buf *buf, const char *format, ...) DICTUM_PRINTF(2, 3);
/* One code point as UTF-8; U+FFFD where it is not a scalar value. */
void dictum__buf_append_code_point(dictum_buf *buf, uint32_t code_point);
/* LEB128: 7 bits a byte, low first. */
void dictum__buf_append_varint(dictum_buf *buf, uint64_t value);
/* How many bytes that is. */
size_t dictum__varint_bytes(uint64_t value);
/* A varint of the length, then the bytes. */
void dictum__buf_append_counted(dictum_buf *buf, dictum_slice slice);
/* Shortens to `len` bytes, which must not be more than there are. */
void dictum__buf_truncate(dictum_buf *buf, size_t len);
dictum_slice dictum__buf_slice(const dictum_buf *buf);
/* Hands the bytes (never NULL on success, to be given to free()) to the caller and leaves the buffer empty;
 * NULL when the buffer has failed or memory ran out. */
char *dictum__buf_detach(dictum_buf *buf);

/* Reading back, from untrusted bytes: each takes what it reads off the front of `in` and returns false where
 * `in` is too short or malformed, leaving `in` unspecified. */
bool dictum__take_varint(dictum_slice *in, uint64_t *value);
bool dictum__take_counted(dictum_slice *in, dictum_slice *value);

#endif
