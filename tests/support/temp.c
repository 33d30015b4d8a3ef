/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders that last as long as a test. */
#include "tests/support/temp.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *temp_path(const char *folder, const char *name)
{
    size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (path == NULL)
        abort();
    (void)snprintf(path, bytes, "%s/%s", folder, name);
    return path;
}

char *temp_new(void)
{
    const char *base = getenv("TMPDIR");
    char *path = temp_path(base != NULL && base[0] == '/' ? base : "/tmp", "dictum-test-XXXXXX");
    if (mkdtemp(path) != NULL)
        return path;
    free(path);
    return NULL;
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

void temp_remove(char *path)
{
    if (path == NULL)
        return;
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
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
