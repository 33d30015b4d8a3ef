/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays that grow and are kept. */
#ifndef DICTUM_LIB_ARRAY_H
#define DICTUM_LIB_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Sees to room for `wanted` elements in *array, which has room for *cap; false when memory ran out, and then both are
 * as before. Grows by doubling. */
bool dictum__array_reserve(void **array, size_t *cap, size_t wanted, size_t element_bytes);

#endif
