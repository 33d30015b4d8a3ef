/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filling a dictum_error. Each function returns the status it was given, so that a failing line reads
 * `return dictum__fail(err, DICTUM_IO, "cannot open %s: %s", path, strerror(errno));`. `err` may be NULL. */
#ifndef DICTUM_LIB_ERROR_H
#define DICTUM_LIB_ERROR_H

#include <dictum/error.h>

#include "lib/xapian_c/xap.h"

#if defined(__GNUC__)
#define DICTUM_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define DICTUM_PRINTF(fmt, args)
#endif

/* Control characters in the formatted text are replaced by '?', and it is cut at a character's border. */
dictum_status dictum__fail(dictum_error *err, dictum_status code, const char *format, ...) DICTUM_PRINTF(3, 4);

/* The same, with a place in the query. */
dictum_status dictum__fail_at(dictum_error *err, dictum_status code, size_t offset_bytes, const char *format, ...)
    DICTUM_PRINTF(4, 5);

/* Memory ran out. */
dictum_status dictum__nomem(dictum_error *err);

/* What the binding reported; `doing` says what was tried ("open the index"), never NULL. */
dictum_status dictum__fail_xap(dictum_error *err, const xap_error *xerr, const char *doing);

#endif
