/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum: what went wrong, and what a caller can do about it.
 *
 * 1. Every call that can fail returns a dictum_status. DICTUM_OK is zero. The compiler warns when it is
 * dropped.
 * 2. The last argument of such a call is a dictum_error that belongs to the caller, or NULL. It is filled
 * when the call fails and left alone when it succeeds. Nothing is kept in globals.
 * 3. The numbers below are part of the ABI: they never change and are never used again for something else.
 */
#ifndef DICTUM_ERROR_H
#define DICTUM_ERROR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DICTUM_API __attribute__((visibility("default")))
#define DICTUM_CHECK_RESULT __attribute__((warn_unused_result))
#else
#define DICTUM_API
#define DICTUM_CHECK_RESULT
#endif

/* What the caller can do about the outcome of a call. */
typedef enum dictum_status {
    DICTUM_OK = 0,         /* it is done */
    DICTUM_DONE = 1,       /* an iteration has come to its end; not an error */
    DICTUM_NOMEM = 2,      /* memory ran out: free some and try again */
    DICTUM_ARGUMENT = 3,   /* the caller's argument is wrong: mend the program */
    DICTUM_NOT_FOUND = 4,  /* the index, file or statement is not there */
    DICTUM_EXISTS = 5,     /* something is there already */
    DICTUM_LOCKED = 6,     /* another writer has the index: wait for it */
    DICTUM_STALE = 7,      /* the index went on while it was read: repeat */
    DICTUM_CORRUPT = 8,    /* the data is damaged: make the index again */
    DICTUM_VERSION = 9,    /* made by another version or another text analysis: make the index again */
    DICTUM_QUERY = 10,     /* the query cannot be carried out; the place is in dictum_error.offset_bytes */
    DICTUM_IO = 11,        /* the system refused: permission, disk full, network */
    DICTUM_LIMIT = 12,     /* larger than a limit that dictum sets itself */
    DICTUM_CANCELLED = 13, /* the caller or a time limit ended it */
    DICTUM_INTERNAL = 14   /* a defect of dictum: please report it */
} dictum_status;

/* No place in the query is meant. */
#define DICTUM_NO_OFFSET ((size_t)-1)

/* Size of dictum_error.text with its NUL. */
#define DICTUM_ERROR_TEXT_BYTES 256

/* An error's details, in the caller's storage. `text` is one line of UTF-8 for a person, NUL-terminated,
 * without a full stop or line break at its end. It names the place: a path, a line, a word. */
typedef struct dictum_error {
    dictum_status code;
    size_t offset_bytes; /* into the query text, or DICTUM_NO_OFFSET */
    char text[DICTUM_ERROR_TEXT_BYTES];
} dictum_error;

/* The name of a status in lower case, such as "not_found": for machine-readable output. Never NULL; the
 * string is static. @since 0.1 */
DICTUM_API const char *dictum_status_name(dictum_status status);

#ifdef __cplusplus
}
#endif

#endif
