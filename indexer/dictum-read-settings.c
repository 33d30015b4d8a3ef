/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of one file. Invariant: what is wrong with a path is left to whoever opens it. */
#include "indexer/dictum-read-settings.h"

#include <string.h>

#include "indexer/walk.h"

static void tell_faults(const dictum_walk *walk, void (*fault)(const char *path, const char *reason))
{
    for (size_t i = 0; i < walk->faults.count; i++) {
        fault(walk->faults.items[i].path, walk->faults.items[i].reason);
    }
}

/* What the folders say, into `settings`. */
static dictum_status ask_folders(const char *path, void (*fault)(const char *path, const char *reason),
                                 dictum_settings *settings, dictum_error *err)
{
    dictum_error detail = {.code = DICTUM_OK};
    dictum_walk walk;
    dictum_walk_source source;
    dictum_status status = dictum__walk_resolve(&source, path, &detail);

    dictum__walk_init(&walk);
    if (status == DICTUM_OK && source.kind == DICTUM__SOURCE_FILE) {
        status = dictum__walk_source(&walk, &source, &detail);
    }
    if (status == DICTUM_OK && walk.count == 1) {
        status = dictum__walk_settings(&walk, &walk.files[0], settings, &detail);
    }
    tell_faults(&walk, fault);
    dictum__walk_dispose(&walk);
    dictum__walk_source_dispose(&source);
    return status == DICTUM_NOMEM ? dictum__nomem(err) : DICTUM_OK;
}

dictum_status dictum__read_settings(const char *path, const dictum_settings *said,
                                    void (*fault)(const char *path, const char *reason), dictum_buf *encoded,
                                    dictum_error *err)
{
    dictum_settings settings;
    dictum_status status = DICTUM_OK;

    dictum__settings_init(&settings);
    if (strcmp(path, "-") != 0) {
        status = ask_folders(path, fault, &settings, err);
    }
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (said->values[i].len > 0) {
            dictum__buf_clear(&settings.values[i]);
            dictum__buf_append_slice(&settings.values[i], dictum__buf_slice(&said->values[i]));
        }
    }
    dictum__buf_clear(encoded);
    dictum__settings_encode(&settings, encoded);
    if (status == DICTUM_OK && dictum__buf_status(encoded) == DICTUM_LIMIT) {
        status = dictum__fail(err, DICTUM_LIMIT, "what is set for it is too long");
    } else if (status == DICTUM_OK && dictum__buf_status(encoded) != DICTUM_OK) {
        status = dictum__nomem(err);
    } else if (status == DICTUM_OK) {
        status = dictum__settings_status(&settings, err);
    }
    dictum__settings_dispose(&settings);
    return status;
}
