/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders that last as long as a test. */
#include "tests/support/temp.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders that one test program has at a time. */
#define NAME_START "dictum-test-"
#define LIVING_MAX 64

char *temp_path(const char *folder, const char *name)
{
    size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (path == NULL)
        abort();
    (void)snprintf(path, bytes, "%s/%s", folder, name);
    return path;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)place;
    /* A test may have taken a folder's permissions away. */
    if (kind == FTW_DNR && chmod(path, 0700) != 0)
        return 0;
    (void)remove(path);
    return 0;
}

/* Nothing else is ever removed, whatever a test makes of its paths. */
static void remove_tree(const char *path)
{
    if (strstr(path, "/" NAME_START) == NULL || strstr(path, "/..") != NULL) {
        fprintf(stderr, "not removed, as it is no folder of a test: %s\n", path);
        return;
    }
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A test that fails is left by a jump, past what it would have removed: that is done when the process ends. The
 * paths are copies: what a test has freed must not be looked at. */
static char *living[LIVING_MAX];
static pid_t owner; /* a child of the test leaves them alone */

static void remove_living(void)
{
    for (size_t i = 0; i < LIVING_MAX; i++)
        if (living[i] != NULL && getpid() == owner)
            remove_tree(living[i]);
}

static void remember(const char *path)
{
    for (size_t i = 0; i < LIVING_MAX; i++) {
        if (living[i] == NULL) {
            living[i] = strdup(path);
            if (living[i] == NULL)
                abort();
            return;
        }
    }
    abort();
}

static void forget(const char *path)
{
    for (size_t i = 0; i < LIVING_MAX; i++) {
        if (living[i] != NULL && strcmp(living[i], path) == 0) {
            free(living[i]);
            living[i] = NULL;
        }
    }
}

char *temp_new(void)
{
    const char *base = getenv("TMPDIR");
    char *path = temp_path(base != NULL && base[0] == '/' ? base : "/tmp", NAME_START "XXXXXX");
    if (owner == 0 && atexit(remove_living) != 0)
        abort();
    owner = owner == 0 ? getpid() : owner;
    if (mkdtemp(path) == NULL) {
        free(path);
        return NULL;
    }
    remember(path);
    return path;
}

void temp_remove(char *path)
{
    if (path == NULL)
        return;
    forget(path);
    remove_tree(path);
    free(path);
}

bool temp_write(const char *path, const void *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    bool written = fwrite(bytes, 1, count, file) == count;
    return fclose(file) == 0 && written;
}
