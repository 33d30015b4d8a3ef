/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the binding share. */
#include "test_xapian_c_scene.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

xap_error scene_error;

/* LeakSanitizer asks for this. Xapian loses objects of its own when it throws in the middle of making others; what it
 * has allocated itself is not ours to free. What the binding allocates is still looked for. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void) /* NOLINT */
{
    return "leak:libxapian\n";
}

int scene_start(void **state)
{
    /* In memory where possible: many small databases are made, and nothing here is about the disk. */
    const char *temporary = getenv("TMPDIR");
    if (!temporary)
        temporary = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    struct scene *scene = calloc(1, sizeof *scene);
    if (!scene)
        return -1;
    *state = scene;
    snprintf(scene->folder, sizeof scene->folder, "%s/dictum-test-XXXXXX", temporary);
    return mkdtemp(scene->folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void scene_remove(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int scene_stop(void **state)
{
    struct scene *scene = *state;
    scene_remove(scene->folder);
    free(scene);
    return 0;
}

const char *scene_path(struct scene *scene, const char *name)
{
    snprintf(scene->path, sizeof scene->path, "%s/%s", scene->folder, name);
    return scene->path;
}

void scene_expect(xap_status got, xap_status wanted, const char *call, const char *file, int line)
{
    bool is_error = got != XAP_OK && got != XAP_DONE;
    if (got != wanted) {
        print_error("%s\ngave %d, not %d", call, (int)got, (int)wanted);
        if (is_error)
            print_error(": %s: %s", scene_error.type, scene_error.text);
        print_error("\n");
        _fail(file, line);
    }
    if (scene_error.code != (is_error ? got : XAP_OK)) {
        print_error("%s\nleft %d in the error\n", call, (int)scene_error.code);
        _fail(file, line);
    }
}

xap_doc *scene_document(const char *text)
{
    xap_doc *doc;
    EXPECT(XAP_OK, xap_doc_new(&doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_set_data(doc, text, strlen(text), &scene_error));
    uint32_t position = 1;
    for (const char *word = text; *word; position++) {
        size_t bytes = strcspn(word, " ");
        EXPECT(XAP_OK, xap_doc_add_posting(doc, word, bytes, position, 1, &scene_error));
        word += bytes;
        word += *word == ' ';
    }
    return doc;
}

uint32_t scene_add(xap_wdb *wdb, const char *text)
{
    uint32_t docid = 0;
    xap_doc *doc = scene_document(text);
    EXPECT(XAP_OK, xap_wdb_add_document(wdb, doc, &docid, &scene_error));
    xap_doc_free(doc);
    return docid;
}

void scene_database(const char *path, const char *const *texts)
{
    xap_wdb *wdb;
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (; *texts; texts++)
        (void)scene_add(wdb, *texts);
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
}

uint32_t scene_count(const char *path)
{
    xap_db *db;
    uint32_t count = 0;
    EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
    EXPECT(XAP_OK, xap_db_doc_count(db, &count, &scene_error));
    xap_db_free(db);
    return count;
}
