/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run has to do: the files that are there against those that the index knows. */
#ifndef DICTUM_INDEXER_WORKPLAN_H
#define DICTUM_INDEXER_WORKPLAN_H

#include <signal.h>

#include "indexer/shard_set.h"
#include "indexer/walk.h"

typedef enum dictum__action {
    DICTUM__ACTION_KEEP, /* it has not changed since it was read */
    DICTUM__ACTION_READ, /* it is new, or has changed */
    DICTUM__ACTION_MOVE  /* it is one of the files that are gone, under a new name */
} dictum__action;

typedef struct dictum_work_item {
    const dictum_found *found;
    const dictum_ledger_entry *known; /* NULL: the index does not know it */
    size_t moved_from;                /* of MOVE: number among the gone */
    uint64_t settings;                /* dictum__settings_hash() of its settings now */
    dictum__action action;
} dictum_work_item;

typedef struct dictum_workplan {
    dictum_walk_source *sources;
    size_t source_count;
    bool reads_stdin;
    dictum_remembered remembered; /* what the command line said, for all PATHs */
    dictum_walk walk;
    dictum_ledger ledger;    /* of everything under the sources */
    dictum_ledger places;    /* all that the index knows of what is never read */
    dictum_work_item *items; /* one for each file found, in order of their paths */
    size_t item_count;
    const dictum_ledger_entry **gone; /* known, and not there any more; NULL once dealt with */
    size_t gone_count;
    const dictum_ledger_entry **unseen; /* known, and in a place that could not be looked into */
    size_t unseen_count;
} dictum_workplan;

void dictum__workplan_init(dictum_workplan *plan);
void dictum__workplan_dispose(dictum_workplan *plan);

/* Finds out what the paths are. DICTUM_NOT_FOUND where one is not there, unless `allow_empty`. */
DICTUM_CHECK_RESULT dictum_status dictum__workplan_sources(dictum_workplan *plan, char *const *paths, size_t count,
                                                           bool allow_empty, dictum_error *err);
/* Of what is remembered, which plan->remembered holds already, what was said for paths that are to be forgotten goes;
 * and what is said now is for the sources. DICTUM_ARGUMENT where that makes no sense for any of them. `wish` may be
 * NULL. */
DICTUM_CHECK_RESULT dictum_status dictum__workplan_wish(dictum_workplan *plan, const dictum_wish *wish,
                                                        const dictum_walk_source *removals, size_t removal_count,
                                                        dictum_error *err);

typedef struct dictum_workplan_rules {
    const dictum_ledger *removed;      /* files that count as not known */
    bool allow_empty;                  /* a source that the index has statements from may be empty */
    bool retry;                        /* what is a problem is read, though it has not changed */
    bool reread;                       /* everything is */
    const struct stat *index;          /* the index directory, */
    const char *index_path;            /* and its absolute path; none of it is read */
    const volatile sig_atomic_t *stop; /* ends the walk with DICTUM_CANCELLED; may be NULL */
} dictum_workplan_rules;

/* Walks the sources, by what is remembered for them, and compares. DICTUM_NOT_FOUND where a source is empty and may not
 * be; one that only seems so as its files are to be ignored may. Changes nothing. */
DICTUM_CHECK_RESULT dictum_status dictum__workplan_make(dictum_workplan *plan, const dictum_shard_set *shards,
                                                        const dictum_workplan_rules *rules, dictum_error *err);

/* The settings of a file that was found, encoded in place of what `encoded` held. */
DICTUM_CHECK_RESULT dictum_status dictum__workplan_settings(const dictum_workplan *plan, const dictum_found *found,
                                                            dictum_buf *encoded, dictum_error *err);

#endif
