/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives. Invariant: a member is read as a stream, so that an archive of any size costs no more memory than its largest
 * member; what all of them expand to is counted by the budget. */
#include "indexer/read/archive.h"

#include <stdio.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "lib/utf8.h"

#define BLOCK_BYTES ((size_t)1 << 16)
#define WHY_BYTES 256
#define NAME_BYTES_MAX 4096

typedef struct opened {
    struct archive *archive;
    dictum_source *source;
    const dictum_reading *reading;
    dictum_buf bytes;  /* all of it, where it is not a file */
    dictum_buf name;   /* of the member at hand */
    dictum_buf member; /* its path in the file */
    size_t members;
} opened;

/* What libarchive has to say, for a person. */
static const char *complaint(struct archive *archive)
{
    const char *text = archive_error_string(archive);

    return text != NULL ? text : "it is damaged";
}

static ssize_t read_member(void *context, void *into, size_t room, char *why)
{
    opened *in = context;
    la_ssize_t got;

    do {
        got = archive_read_data(in->archive, into, room);
    } while (got == ARCHIVE_RETRY);
    if (got < 0) {
        snprintf(why, WHY_BYTES, "%s", complaint(in->archive));
        return -1;
    }
    return (ssize_t)got;
}

/* A file is read where it lies; what is inside another is loaded, as the directory of a zip is at its end. */
static dictum_status open_archive(opened *in, bool *goes_on, dictum_error *err)
{
    int result;

    *goes_on = false;
    in->archive = archive_read_new();
    if (in->archive == NULL) {
        return dictum__nomem(err);
    }
    archive_read_support_filter_gzip(in->archive);
    archive_read_support_filter_bzip2(in->archive);
    archive_read_support_filter_xz(in->archive);
    archive_read_support_filter_zstd(in->archive);
    archive_read_support_format_zip(in->archive);
    archive_read_support_format_tar(in->archive);
    archive_read_support_format_raw(in->archive);
    archive_read_support_format_empty(in->archive);
    if (in->source->fd >= 0 && lseek(in->source->fd, 0, SEEK_SET) == 0) {
        result = archive_read_open_fd(in->archive, in->source->fd, BLOCK_BYTES);
    } else {
        if (!dictum__source_load(in->source, &in->bytes, in->reading)) {
            return DICTUM_OK;
        }
        if (dictum__buf_status(&in->bytes) != DICTUM_OK) {
            return dictum__nomem(err);
        }
        result = archive_read_open_memory(in->archive, in->bytes.data, in->bytes.len);
    }
    if (result != ARCHIVE_OK) {
        return dictum__fail(err, DICTUM_CORRUPT, "cannot open the archive: %s", complaint(in->archive));
    }
    *goes_on = true;
    return DICTUM_OK;
}

/* The member's name, one line of UTF-8 with "/" between folders. False where it has none. */
static bool take_name(opened *in, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    dictum_slice slice;

    if (name == NULL) {
        name = archive_entry_pathname(entry);
    }
    if (name == NULL) {
        return false;
    }
    while (*name == '/' || (name[0] == '.' && name[1] == '/')) {
        name += *name == '/' ? 1 : 2;
    }
    slice = dictum__slice(name);
    slice.len = slice.len < NAME_BYTES_MAX ? slice.len : NAME_BYTES_MAX;
    dictum__buf_clear(&in->name);
    dictum__utf8_append_repaired(&in->name, slice);
    for (size_t i = 0; i < in->name.len; i++) {
        if ((unsigned char)in->name.data[i] < 0x20 || in->name.data[i] == 0x7F) {
            in->name.data[i] = '?';
        }
    }
    dictum__buf_clear(&in->member);
    if (in->source->member.data != NULL) {
        dictum__buf_append_slice(&in->member, in->source->member);
        dictum__buf_append_str(&in->member, "!/");
    }
    dictum__buf_append_slice(&in->member, dictum__buf_slice(&in->name));
    return in->name.len > 0;
}

/* As in a folder: names that begin with a dot; and what a Macintosh adds of its own. */
static bool is_hidden(const char *name)
{
    return name[0] == '.' || strstr(name, "/.") != NULL || strncmp(name, "__MACOSX/", 9) == 0;
}

static dictum_status read_file_in(opened *in, struct archive_entry *entry, dictum_error *err)
{
    dictum_source inside;
    dictum_status status;

    dictum__source_inside(&inside, in->source, in->name.data, dictum__buf_slice(&in->member), read_member, in);
    if (archive_entry_mtime_is_set(entry)) {
        inside.has_time = true;
        inside.changed = archive_entry_mtime(entry);
    }
    if (archive_entry_is_encrypted(entry) == 1) {
        dictum_place place = dictum__source_place(&inside, 0);
        place.single = true;
        status = dictum__deliver_problem(&place, in->reading, err, "it is encrypted");
    } else {
        status = dictum__read_inside(&inside, in->reading, err);
    }
    dictum__source_close(&inside);
    return status;
}

/* A compressed file is the document in it; its name is that of the file without the last extension. */
static dictum_status read_compressed(opened *in, dictum_error *err)
{
    const char *slash = strrchr(in->source->name, '/');
    const char *name = slash == NULL ? in->source->name : slash + 1;
    const char *dot = strrchr(name, '.');
    dictum_source inside;
    dictum_status status;

    dictum__buf_clear(&in->name);
    dictum__buf_append(&in->name, name, dot == NULL || dot == name ? strlen(name) : (size_t)(dot - name));
    dictum__buf_append_str(&in->name, "");
    if (dictum__buf_status(&in->name) != DICTUM_OK || in->name.data == NULL) {
        return dictum__nomem(err);
    }
    dictum__source_inside(&inside, in->source, in->name.data, in->source->member, read_member, in);
    if (inside.depth > DICTUM__DEPTH_MAX) {
        dictum__reading_end(in->reading, DICTUM__READ_PROBLEM, "more than %d containers lie in each other",
                            DICTUM__DEPTH_MAX);
        status = DICTUM_OK;
    } else {
        status = dictum__read_source(&inside, in->reading, err);
    }
    dictum__source_close(&inside);
    return status;
}

static dictum_status read_entry(opened *in, struct archive_entry *entry, dictum_error *err)
{
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != NULL) {
        return DICTUM_OK;
    }
    if (!take_name(in, entry) || is_hidden(in->name.data)) {
        return dictum__buf_status(&in->name) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    }
    if (dictum__buf_status(&in->name) != DICTUM_OK || dictum__buf_status(&in->member) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    in->members++;
    return read_file_in(in, entry, err);
}

static dictum_status read_entries(opened *in, dictum_error *err)
{
    for (;;) {
        struct archive_entry *entry;
        int result = archive_read_next_header(in->archive, &entry);
        dictum_status status = DICTUM_OK;

        if (result == ARCHIVE_EOF) {
            break;
        }
        if (result == ARCHIVE_FATAL || result == ARCHIVE_FAILED) {
            return dictum__fail(err, DICTUM_CORRUPT, "%s: %s",
                                in->members > 0 ? "the archive is damaged further on" : "cannot read the archive",
                                complaint(in->archive));
        }
        if (result == ARCHIVE_RETRY) {
            continue;
        }
        if (archive_format(in->archive) == ARCHIVE_FORMAT_RAW) {
            return read_compressed(in, err);
        }
        status = read_entry(in, entry, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (in->reading->budget->spent) {
            dictum__reading_end(in->reading, DICTUM__READ_PROBLEM, "the archive expands to more than it may");
            return DICTUM_OK;
        }
    }
    if (in->members == 0) {
        dictum__reading_end(in->reading, DICTUM__READ_SKIPPED, "it is empty");
    }
    return DICTUM_OK;
}

dictum_status dictum__read_archive(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    opened in = {.source = source, .reading = reading};
    bool goes_on;
    dictum_status status;

    dictum__buf_init(&in.bytes, DICTUM__TEXT_BYTES_MAX + ((size_t)1 << 20));
    dictum__buf_init(&in.name, 4 * NAME_BYTES_MAX);
    dictum__buf_init(&in.member, DICTUM__FIELD_BYTES_MAX);
    status = open_archive(&in, &goes_on, err);
    if (status == DICTUM_OK && goes_on) {
        status = read_entries(&in, err);
    }
    if (in.archive != NULL) {
        archive_read_free(in.archive);
    }
    dictum__buf_dispose(&in.member);
    dictum__buf_dispose(&in.name);
    dictum__buf_dispose(&in.bytes);
    return status;
}
