/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says of documents beyond what they say themselves: on the command line, or in a folder's file `.dictum`.
 * Fields that are set count before those of the document. */
#ifndef DICTUM_INDEXER_SETTINGS_H
#define DICTUM_INDEXER_SETTINGS_H

#include "lib/buf.h"

typedef enum dictum__setting {
    DICTUM__SET_TITLE,
    DICTUM__SET_DATE,
    DICTUM__SET_SPEAKER,
    DICTUM__SET_SOURCE,
    DICTUM__SET_LANG,
    DICTUM__SET_URL,
    DICTUM__SET_ADDRESS,    /* the file's published address: counts only where the document states no URL */
    DICTUM__SET_WHOLE_PAGE, /* "yes": web pages are kept with navigation and all else around their main text */
    DICTUM__SETTINGS
} dictum__setting;

/* UTF-8 without control characters; an empty one is not set. */
typedef struct dictum_settings {
    dictum_buf values[DICTUM__SETTINGS];
} dictum_settings;

void dictum__settings_init(dictum_settings *settings);
void dictum__settings_dispose(dictum_settings *settings);
void dictum__settings_clear(dictum_settings *settings);

/* Whether it is one line of UTF-8 without control characters and not empty. */
bool dictum__settings_is_value(dictum_slice value);

/* As bytes, for a reader process and to tell whether they have changed: for each setting that is set, in the order
 * above, its number (varint) and its value (counted). Appended to `out`. */
void dictum__settings_encode(const dictum_settings *settings, dictum_buf *out);
/* In place of what `settings` held; false where the bytes are no such thing. A buffer may have failed for want of
 * memory. */
bool dictum__settings_decode(dictum_slice bytes, dictum_settings *settings);

/* DICTUM_OK, or DICTUM_NOMEM where a value could not be kept. */
DICTUM_CHECK_RESULT dictum_status dictum__settings_status(const dictum_settings *settings, dictum_error *err);
/* What tells encoded settings from others; 0 where there are none. */
uint64_t dictum__settings_hash(dictum_slice encoded);

#endif
