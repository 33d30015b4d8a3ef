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

static void remove_tree(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A test that fails is left by a jump, past what it would have removed: that is done when the process ends. */
static char *living[LIVING_MAX];
static pid_t owner; /* a child of the test leaves them alone */

static void remove_living(void)
{
    for (size_t i = 0; i < LIVING_MAX; i++)
        if (living[i] != NULL && getpid() == owner)
            remove_tree(living[i]);
}

/* Replaces `from` in the list by `to`; false where `from` is not there. */
static bool remember(const char *from, char *to)
{
    for (size_t i = 0; i < LIVING_MAX; i++) {
        if (living[i] == from) {
            living[i] = to;
            return true;
        }
    }
    return false;
}

char *temp_new(void)
{
    const char *base = getenv("TMPDIR");
    char *path = temp_path(base != NULL && base[0] == '/' ? base : "/tmp", "dictum-test-XXXXXX");
    if (owner == 0 && atexit(remove_living) != 0)
        abort();
    owner = owner == 0 ? getpid() : owner;
    if (mkdtemp(path) == NULL) {
        free(path);
        return NULL;
    }
    if (!remember(NULL, path))
        abort();
    return path;
}

void temp_remove(char *path)
{
    if (path == NULL)
        return;
    (void)remember(path, NULL);
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
