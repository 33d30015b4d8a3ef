/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the characters of the normal form are to text analysis (rules R3 to R6 of lib/analyse.h). */
#ifndef DICTUM_LIB_CLASSES_H
#define DICTUM_LIB_CLASSES_H

#include <stdint.h>

/* What a unit of the normal form is. */
enum dictum__class {
    DICTUM__CLASS_UNKNOWN = 0,
    DICTUM__CLASS_SEPARATOR,
    DICTUM__CLASS_SPACE,
    DICTUM__CLASS_LETTER,
    DICTUM__CLASS_DIGIT,
    DICTUM__CLASS_MARK,
    DICTUM__CLASS_APOSTROPHE,
    DICTUM__CLASS_MIDDLE_DOT,
    DICTUM__CLASS_SPACELESS, /* a letter or mark of a script without spaces */
    DICTUM__CLASS_MASK = 0x0f,
    DICTUM__CLASS_BORDER = 0x80 /* one of ICU's words begins here */
};

/* Classes of the Basic Multilingual Plane, filled in as its characters are met; begins as zeros. One thread at a time.
 *  */
typedef struct dictum_class_table {
    uint8_t known[0x10000];
} dictum_class_table;

uint8_t dictum__class_of(dictum_class_table *table, int32_t code_point);

#endif
