/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the paths that are named to the files that are there.
 *
 * Found are regular files at and below each source, in any depth, hidden ones (with a leading dot) left out.
 * No symbolic link below a source is followed; a source that is one is. Nothing is opened but folders and their
 * `.dictum`; those of the folders above a source count as well, so that what is found, and with what settings, does not
 * depend on which source was named. What is to be ignored counts as not there, folders with all that is in them. The
 * outcome is in order of the paths' bytes and holds each path once, however sources overlap. */
#ifndef DICTUM_INDEXER_WALK_H
#define DICTUM_INDEXER_WALK_H

#include <signal.h>
#include <sys/stat.h>

#include "indexer/ledger.h"
#include "indexer/remembered.h"

typedef enum dictum__source_kind {
    DICTUM__SOURCE_FILE,
    DICTUM__SOURCE_FOLDER,
    DICTUM__SOURCE_STDIN,  /* "-" */
    DICTUM__SOURCE_MISSING /* nothing is there */
} dictum__source_kind;

typedef struct dictum_walk_source {
    const char *given; /* as named; the caller's */
    char *path;        /* absolute, links in the folder part resolved */
    dictum__source_kind kind;
    bool is_ignored; /* it, or a folder above it, is to be ignored: known once it was walked */
} dictum_walk_source;

/* What the `.dictum` of a folder says, and those of the folders above. */
typedef struct dictum_walk_scope {
    dictum_scope said;
    struct dictum_walk_scope *outer; /* NULL: none above */
    struct dictum_walk_scope *other; /* the one made before */
    size_t users;                    /* folders to be walked, and inner scopes, that need its globs */
    size_t globs;                    /* its own, and those of the scopes above */
} dictum_walk_scope;

typedef struct dictum_found {
    char *path;
    dictum_signature signature;
    const dictum_walk_scope *scope; /* may be NULL */
    bool named;                     /* it is a source itself, and may be a symbolic link */
} dictum_found;

/* A path that is not walked, and why. */
typedef struct dictum_walk_note {
    char *path;
    char *reason;
    uint64_t count; /* of what the reason tells: 1 but for faults */
} dictum_walk_note;

typedef struct dictum_walk_notes {
    dictum_walk_note *items;
    size_t count, cap;
} dictum_walk_notes;

typedef struct dictum_walk {
    dictum_found *files;
    size_t count, cap;
    dictum_walk_notes skipped; /* links and special files */
    dictum_walk_notes blind;   /* folders and files whose content cannot be known: what was known of them stays */
    dictum_walk_notes faults;  /* `.dictum` files with something wrong in them; the reason is lines (report.h) */
    dictum_walk_scope *scopes; /* the one made last */
    const dictum_remembered *remembered; /* what the command line said; the caller's, may be NULL */
    dev_t avoid_device;                  /* a folder that is never walked: the index itself */
    ino_t avoid_inode;
    bool avoid;
    const volatile sig_atomic_t *stop; /* ends walking with DICTUM_CANCELLED when it becomes true; may be NULL */
} dictum_walk;

/* Makes `given` absolute and says what it is. DICTUM_ARGUMENT where it is neither a file nor a folder;
 * DICTUM_IO where the system does not tell. A path that is not there is no error here. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_resolve(dictum_walk_source *source, const char *given,
                                                       dictum_error *err);
void dictum__walk_source_dispose(dictum_walk_source *source);

void dictum__walk_init(dictum_walk *walk);
void dictum__walk_dispose(dictum_walk *walk);
void dictum__walk_avoid(dictum_walk *walk, const struct stat *folder);
/* Adds the files of a source; DICTUM_IO where the source itself cannot be read. Missing sources and standard
 * input add nothing. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_source(dictum_walk *walk, dictum_walk_source *source, dictum_error *err);
/* Puts everything in order, each path once: after the last source. */
void dictum__walk_sort(dictum_walk *walk);

/* Whether a path is at or below one of the places that could not be looked into; once they are in order. */
bool dictum__walk_is_blind(const dictum_walk *walk, dictum_slice path);

/* The settings for a file that was found, in place of what `settings` held. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_settings(const dictum_walk *walk, const dictum_found *found,
                                                        dictum_settings *settings, dictum_error *err);
/* Whether a file, which need not be there, is to be ignored by what is said for the folders above it now. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_would_ignore(const dictum_remembered *remembered, const char *path,
                                                            bool *ignored, dictum_error *err);

dictum_signature dictum__signature_of(const struct stat *st);

#endif
