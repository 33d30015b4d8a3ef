/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two Xapian databases hold the same: all that can be read of them, and how they answer. They need not be alike
 * in how their tables are built. `why` is told the first difference. */
#ifndef DICTUM_TESTS_SUPPORT_GLASS_SAME_H
#define DICTUM_TESTS_SUPPORT_GLASS_SAME_H

#include "lib/xapian_c/xap.h"
#include "tests/support/chance.h"
#include "tests/support/characters.h"

/* Documents (lengths, data, values, terms, positions), terms (frequencies, postings), values by slot, metadata. Which
 * slots there are cannot be read: `slots` says what to look at. */
bool glass_same(xap_db *ours, xap_db *theirs, const uint32_t *slots, size_t slot_count, growing *why);
/* What the version files in two folders state of the whole: counts, lengths and their bounds. The bounds depend on the
 * order in which documents were written. */
bool glass_same_statistics(const char *ours, const char *theirs, growing *why);
/* Random queries find the same documents with the same weights, bounds and estimates. `matches`, unless NULL, grows by
 * what they found. NEAR and PHRASE are asked with `windows` only: near the position 2^32 they do not come to an end in
 * Xapian. */
bool glass_same_answers(xap_db *ours, xap_db *theirs, const uint32_t *slots, size_t slot_count, chance *dice,
                        size_t queries, bool windows, size_t *matches, growing *why);
/* Xapian's own checker finds no fault with the database `ours`; or as many as with `theirs`: of a document that has
 * terms, but no length, it says that it has none. True as well where it is not installed: glass_has_checker(). */
bool glass_is_sound(const char *ours, const char *theirs, growing *why);
bool glass_has_checker(void);

/* Appends to `why`; always false. */
bool glass_differ(growing *why, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes for a person. */
void glass_show(growing *out, const char *bytes, size_t count);

#endif
