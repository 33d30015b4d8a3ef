/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the styles of an office document say of text: whether it is hidden, and whether it is a title. A style inherits
 * from another. */
#ifndef DICTUM_INDEXER_READ_STYLES_H
#define DICTUM_INDEXER_READ_STYLES_H

#include "lib/buf.h"

typedef enum dictum__style_rank { DICTUM__STYLE_OTHER, DICTUM__STYLE_HEADING, DICTUM__STYLE_TITLE } dictum__style_rank;
typedef enum dictum__shown { DICTUM__SHOWN_UNSAID, DICTUM__SHOWN_YES, DICTUM__SHOWN_NO } dictum__shown;

typedef struct dictum_styles {
    struct dictum__style *items;
    size_t count, room;
    dictum_buf names;
    bool sorted;
    bool failed; /* memory ran out */
} dictum_styles;

void dictum__styles_init(dictum_styles *styles);
void dictum__styles_dispose(dictum_styles *styles);
/* The first failure. */
DICTUM_CHECK_RESULT dictum_status dictum__styles_status(const dictum_styles *styles, dictum_error *err);

/* A style of a family (paragraph or text, as the format numbers them); of two with one name the last counts. What has
 * no parent has the empty slice there. */
void dictum__styles_add(dictum_styles *styles, int family, dictum_slice name, dictum_slice parent);
/* What the style added last says. */
void dictum__styles_set(dictum_styles *styles, dictum__style_rank rank, dictum__shown shown);
void dictum__styles_show(dictum_styles *styles, dictum__shown shown);

/* What holds for text of a style; an unknown one says nothing. */
dictum__style_rank dictum__styles_rank(dictum_styles *styles, int family, dictum_slice name);
dictum__shown dictum__styles_shown(dictum_styles *styles, int family, dictum_slice name);

#endif
