/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the binding share: a folder of their own for each test, calls that must give a certain status, and
 * documents made of a line of words. */
#ifndef TEST_XAPIAN_C_SCENE_H
#define TEST_XAPIAN_C_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/xapian_c/xap.h"
#include "lib/xapian_c/xap_write.h"

struct scene {
    char folder[256];
    char path[512]; /* what scene_path() gave last */
};

/* A fixture: *state is a scene with an empty folder, which goes with all that is in it. */
int scene_start(void **state);
int scene_stop(void **state);
/* The path of `name` in the scene's folder; valid until the next call. */
const char *scene_path(struct scene *scene, const char *name);
void scene_remove(const char *path);

/* The filled error of the call that EXPECT() last looked at. */
extern xap_error scene_error;

/* The call, which is given &scene_error, must return this status, and fill the error exactly when it is one. */
#define EXPECT(status, call) scene_expect((scene_error.code = XAP_OK, (call)), status, #call, __FILE__, __LINE__)
void scene_expect(xap_status got, xap_status wanted, const char *call, const char *file, int line);

/* A string and its length, as the binding takes them. */
#define S(literal) (literal), sizeof(literal) - 1

/* A document whose terms are the words of `text`, at positions from 1, and whose data is `text`. */
xap_doc *scene_document(const char *text);
/* Adds such a document; its number. */
uint32_t scene_add(xap_wdb *wdb, const char *text);
/* Makes a database of these texts, up to a NULL, and commits it. */
void scene_database(const char *path, const char *const *texts);
uint32_t scene_count(const char *path);

#endif
