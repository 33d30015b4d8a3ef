/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules R10 to R12 of lib/analyse.h: tokens in a row that can be read as one word. */
#ifndef DICTUM_LIB_JOINS_H
#define DICTUM_LIB_JOINS_H

#include "lib/analyse.h"

/* The tokens of one text and its joins, which grow. */
typedef struct dictum_joins {
    dictum_join *items;
    size_t count, cap;
} dictum_joins;

/* Appends the joins of the tokens [first, count) of `text`, a paragraph; their forms go behind those of the tokens.
 * DICTUM_NOMEM, DICTUM_LIMIT. */
DICTUM_CHECK_RESULT dictum_status dictum__find_joins(dictum_slice text, const dictum_token *tokens, size_t first,
                                                     size_t count, dictum_buf *forms, dictum_joins *joins,
                                                     dictum_error *err);

#endif
