/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version file of a glass database, read by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/glass_same.h"
#include "tests/support/temp.h"

#define FILE_MAX 4096
#define HEAD_BYTES 32 /* magic, version, uuid */
#define TABLES 6
#define POSTLIST 0
#define STATISTICS 8

static const char *const statistics[STATISTICS] = {"documents",
                                                   "last docid - documents",
                                                   "lower bound of length",
                                                   "upper bound of wdf",
                                                   "upper bound of length - lower",
                                                   "oldest changeset",
                                                   "total length",
                                                   "spelling bound"};

typedef struct version_file {
    unsigned char bytes[FILE_MAX];
    size_t count, at;
    uint64_t entries[TABLES], statistics[STATISTICS];
} version_file;

static bool take(version_file *file, uint64_t *number)
{
    *number = 0;
    for (unsigned shift = 0; shift < 64 && file->at < file->count; shift += 7) {
        unsigned char c = file->bytes[file->at++];
        *number |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return true;
    }
    return false;
}

static bool take_all(version_file *file)
{
    uint64_t number, bytes;
    file->at = HEAD_BYTES;
    if (!take(file, &number))
        return false;
    for (size_t i = 0; i < TABLES; i++) {
        /* root, flags, entries, block size, compression, freelist */
        uint64_t fields[6] = {0};
        for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
            if (!take(file, &fields[k]))
                return false;
        file->entries[i] = fields[2];
        bytes = fields[5];
        if (bytes > file->count - file->at)
            return false;
        file->at += bytes;
    }
    for (size_t i = 0; i < STATISTICS; i++)
        if (!take(file, &file->statistics[i]))
            return false;
    return file->at == file->count;
}

static bool read_version(const char *folder, version_file *file, growing *why)
{
    char *path = temp_path(folder, "iamglass");
    FILE *stream = fopen(path, "rb");
    *file = (version_file){.count = 0};
    if (stream != NULL) {
        file->count = fread(file->bytes, 1, FILE_MAX, stream);
        (void)fclose(stream);
    }
    bool read = file->count > HEAD_BYTES && take_all(file);
    if (!read)
        (void)glass_differ(why, "%s is no version file", path);
    free(path);
    return read;
}

bool glass_same_statistics(const char *ours, const char *theirs, growing *why)
{
    version_file a, b;
    if (!read_version(ours, &a, why) || !read_version(theirs, &b, why))
        return false;
    for (size_t i = 0; i < STATISTICS; i++)
        if (a.statistics[i] != b.statistics[i])
            return glass_differ(why, "%s: %llu in place of %llu", statistics[i], (unsigned long long)a.statistics[i],
                                (unsigned long long)b.statistics[i]);
    /* How posting lists and values are divided into entries is left to the writer. */
    for (size_t i = POSTLIST + 1; i < TABLES; i++)
        if (a.entries[i] != b.entries[i])
            return glass_differ(why, "entries of table %zu: %llu in place of %llu", i, (unsigned long long)a.entries[i],
                                (unsigned long long)b.entries[i]);
    return true;
}
