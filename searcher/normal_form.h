/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query tree as text: what a person is shown, and what parses back to the same tree. */
#ifndef DICTUM_SEARCHER_NORMAL_FORM_H
#define DICTUM_SEARCHER_NORMAL_FORM_H

#include "searcher/query.h"

void dictum__normal_form(const dictum_node *root, dictum_buf *out);

#endif
