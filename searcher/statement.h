/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored records as the public structure. */
#ifndef DICTUM_SEARCHER_STATEMENT_H
#define DICTUM_SEARCHER_STATEMENT_H

#include <dictum/search.h>

#include "lib/record.h"
#include "searcher/arena.h"

/* Copies the record into the arena; NULL when memory ran out. */
dictum_statement *dictum__statement_copy(dictum_arena *arena, const dictum_record *record);

#endif
