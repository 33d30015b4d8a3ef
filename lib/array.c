/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/array.h"

#include <stdint.h>
#include <stdlib.h>

#define ELEMENTS_MIN 64

bool dictum__array_reserve(void **array, size_t *cap, size_t wanted, size_t element_bytes)
{
    if (wanted <= *cap)
        return true;
    size_t grown = *cap * 2 > wanted ? *cap * 2 : wanted;
    if (grown < ELEMENTS_MIN)
        grown = ELEMENTS_MIN;
    if (grown > SIZE_MAX / element_bytes)
        return false;
    void *moved = realloc(*array, grown * element_bytes);
    if (moved == NULL)
        return false;
    *array = moved;
    *cap = grown;
    return true;
}
