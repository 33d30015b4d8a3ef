/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of databases afterwards: changed in place, and merged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glass_draw.h"
#include "glass_scene.h"
#include "tests/support/temp.h"

#define COMMIT_EVERY 40

static void must(const glass_scene *scene, xap_status status, const xap_error *xerr, const char *what)
{
    if (status != XAP_OK)
        fail_msg("%s: %s: %s", scene->label, what, xerr->text);
}

/* Adds a document, or puts it in the place of one. */
static xap_status write_document(xap_wdb *wdb, const dictum_glass_document *document, uint32_t docid, xap_error *xerr)
{
    xap_doc *doc = NULL;
    uint32_t given;
    xap_status status = glass_set_peer_document(document, &doc, xerr);
    if (status == XAP_OK)
        status =
            docid > 0 ? xap_wdb_replace_document(wdb, docid, doc, xerr) : xap_wdb_add_document(wdb, doc, &given, xerr);
    xap_doc_free(doc);
    return status;
}

static xap_status change(xap_wdb *wdb, glass_set *more, chance *dice, xap_error *xerr)
{
    uint32_t last = 0;
    const dictum_glass_document *document = glass_set_document(more, chance_below(dice, glass_set_count(more)));
    xap_status status = xap_db_last_docid(xap_wdb_db(wdb), &last, xerr);
    if (status != XAP_OK)
        return status;
    uint32_t docid = (uint32_t)chance_below(dice, last + 2) + 1;
    dictum_slice bytes = glass_draw_bytes(dice, chance_below(dice, 60), false);
    switch (chance_below(dice, 6)) {
    case 0:
        return write_document(wdb, document, 0, xerr);
    case 1:
        return write_document(wdb, document, docid, xerr);
    case 2:
        status = xap_wdb_delete_document(wdb, docid, xerr);
        break;
    case 3:
        status = xap_wdb_set_value(wdb, docid, (uint32_t)chance_below(dice, 5), bytes.data, bytes.len, xerr);
        break;
    case 4:
        return xap_wdb_set_metadata(wdb, &"abcde"[chance_below(dice, 5)], 1, bytes.data, bytes.len, xerr);
    default:
        if (document->term_count == 0)
            return XAP_OK;
        return xap_wdb_delete_by_term(wdb, document->terms[0].term.data, document->terms[0].term.len, xerr);
    }
    return status == XAP_NOT_FOUND ? XAP_OK : status;
}

static void change_one(glass_scene *scene, const char *path, glass_set *more, size_t changes)
{
    xap_wdb *wdb = NULL;
    xap_error xerr = {0};
    must(scene, xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, &xerr), &xerr, "cannot be opened for writing");
    for (size_t i = 0; i < changes; i++) {
        must(scene, change(wdb, more, &scene->dice, &xerr), &xerr, "cannot be changed");
        if (chance_one_in(&scene->dice, COMMIT_EVERY))
            must(scene, xap_wdb_commit(wdb, &xerr), &xerr, "cannot be committed");
    }
    must(scene, xap_wdb_commit(wdb, &xerr), &xerr, "cannot be committed");
    xap_wdb_free(wdb);
}

void glass_scene_change(glass_scene *scene, glass_set *more, size_t changes)
{
    const chance before = scene->dice;
    change_one(scene, scene->ours, more, changes);
    scene->dice = before;
    change_one(scene, scene->theirs, more, changes);
}

static char *merged(const glass_scene *scene, const char *first, const char *second, const char *name)
{
    xap_db *both = NULL, *one = NULL;
    xap_error xerr = {0};
    char *path = temp_path(scene->folder, name);
    must(scene, xap_db_open(first, &both, &xerr), &xerr, "cannot be opened");
    must(scene, xap_db_open(second, &one, &xerr), &xerr, "cannot be opened");
    must(scene, xap_db_add(both, one, &xerr), &xerr, "cannot be added");
    must(scene, xap_db_compact(both, path, XAP_COMPACT_FULL, true, NULL, NULL, &xerr), &xerr, "cannot be merged");
    xap_db_free(one);
    xap_db_free(both);
    return path;
}

void glass_scene_merge(glass_scene *scene, const glass_scene *other, size_t queries)
{
    char *ours = merged(scene, scene->ours, other->ours, "ours-merged");
    char *theirs = merged(scene, scene->theirs, other->theirs, "theirs-merged");
    glass_scene_compare_paths(scene, ours, theirs, queries, true);
    free(ours);
    free(theirs);
}
