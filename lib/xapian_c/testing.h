/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests only: makes the binding meet exceptions and a lack of memory. Linking `dictum_xap_testing` replaces the
 * operators new and delete of the whole program. */
#ifndef XAP_TESTING_H
#define XAP_TESTING_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/xapian_c/xap.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Throws through the guard of the binding. `type` is a class of Xapian without its namespace, or one of bad_alloc,
 * bad_array_new_length, length_error, runtime_error, int. `message`, `context` and `system_error` (an errno) are for
 * classes of Xapian; runtime_error takes the message. XAP_OK where there is no such class. */
XAP_CHECK_RESULT xap_status xap_testing_throw(const char *type, const char *message, const char *context,
                                              int system_error, xap_error *err);

/* Starts counting C++ allocations anew. The one of this number fails, from 1; 0 for none. `and_all_after`: so do
 * those that follow it. */
void xap_testing_fail_allocation(size_t number, bool and_all_after);
/* From true to false allocations neither count nor fail: for what Xapian is known not to survive. */
void xap_testing_spare_allocations(bool spare);
/* How many there have been since; those that failed count. */
size_t xap_testing_allocations(void);

#ifdef __cplusplus
}
#endif

#endif
