/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of documents that are written twice: by what writes whole databases (indexer/glass/glass.h), and through
 * Xapian's own interface, the peer. A set copies all that it is given, and ends the process when memory runs out. */
#ifndef DICTUM_TESTS_SUPPORT_GLASS_SET_H
#define DICTUM_TESTS_SUPPORT_GLASS_SET_H

#include "indexer/glass/glass.h"
#include "lib/xapian_c/xap_write.h"

typedef struct glass_set glass_set;

typedef struct glass_entry {
    dictum_slice key, value;
} glass_entry;

glass_set *glass_set_new(void);
void glass_set_free(glass_set *set);

/* A further document, empty. What follows is about it. */
void glass_set_begin(glass_set *set);
/* Of a term that is given twice, or a slot, the first counts. Positions rise. */
void glass_set_term(glass_set *set, const void *term, size_t bytes, uint32_t wdf, const uint32_t *positions,
                    size_t count);
void glass_set_value(glass_set *set, uint32_t slot, const void *value, size_t bytes);
void glass_set_data(glass_set *set, const void *data, size_t bytes);
/* Of the whole set; what is set last counts. */
void glass_set_metadata(glass_set *set, const void *key, size_t key_bytes, const void *value, size_t bytes);

size_t glass_set_count(const glass_set *set);
/* Numbered from 0. Of the last one only after another call of this, or a writing, which ends it. */
const dictum_glass_document *glass_set_document(glass_set *set, size_t number);
/* The slots that any document has a value in, and the one behind each. */
const uint32_t *glass_set_slots(glass_set *set, size_t *count);

/* Writes a database at `path`, which is not there yet. */
dictum_status glass_set_write(glass_set *set, const char *path, dictum_error *err);
xap_status glass_set_write_peer(glass_set *set, const char *path, xap_error *err);
/* One document as the peer takes it. */
xap_status glass_set_peer_document(const dictum_glass_document *document, xap_doc **out, xap_error *err);

#endif
