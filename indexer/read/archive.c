/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives. Invariant: a member is read as a stream, so that an archive of any size costs no more memory than its
 * largest member; what all of them expand to is counted by the budget; and no two members have the same path. */
#include "indexer/read/archive.h"

#include <stdio.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "indexer/read/id_set.h"
#include "indexer/read/members.h"

#define BLOCK_BYTES ((size_t)1 << 16)
#define WHY_BYTES 256
/* One compression, and the one that libarchive counts where there is none. Of more, the inner ones could swallow any
 * amount of what the outer ones expand to, without anything coming out that could be counted. */
#define FILTERS_MAX 2
/* What is passed over in an archive that is compressed as a whole must be expanded, too. So many times what the file
 * itself has may be, beyond the budget; no real files compress so well. */
#define PASSED_OVER_RATIO 200
/* 1980-01-03. */
#define FIRST_DAYS_END ((time_t)315705600)

typedef struct opened {
    struct archive *archive;
    dictum_source *source;
    const dictum_reading *reading;
    dictum_buf name;     /* of the member at hand */
    dictum_buf member;   /* its path in the file, unlike that of every other */
    dictum_id_set names; /* of all members so far, and how often each was asked for */
    bool encrypted;      /* the member at hand */
    uint64_t passed_over;
    size_t members;
} opened;

static ssize_t read_member(void *context, void *into, size_t room, char *why)
{
    const opened *in = context;
    la_ssize_t got;

    if (in->encrypted) {
        snprintf(why, WHY_BYTES, "it is encrypted");
        return -1;
    }
    do {
        got = archive_read_data(in->archive, into, room);
    } while (got == ARCHIVE_RETRY);
    if (got < 0) {
        snprintf(why, WHY_BYTES, "%s", dictum__members_complaint(in->archive));
        return -1;
    }
    return (ssize_t)got;
}

/* Whether a member has a time of its own. A packer that knows none writes the first second of its format: 1970 in a
 * tar, 1980 in a zip, by whatever clock. */
static bool has_time(struct archive_entry *entry)
{
    return archive_entry_mtime_is_set(entry) && archive_entry_mtime(entry) > FIRST_DAYS_END;
}

/* A file is read where it lies; what is inside another is held, as the directory of a zip is at its end. */
static dictum_status open_archive(opened *in, bool *goes_on, dictum_error *err)
{
    dictum_slice bytes;
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
        if (!dictum__source_peek(in->source, DICTUM__FILE_BYTES_MAX + 1, &bytes, in->reading)) {
            return dictum__buf_status(&in->source->held) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
        }
        if (bytes.len > DICTUM__FILE_BYTES_MAX) {
            dictum__reading_end(in->reading, DICTUM__READ_PROBLEM, "it has more than %zu MB",
                                DICTUM__FILE_BYTES_MAX >> 20);
            return DICTUM_OK;
        }
        result = archive_read_open_memory(in->archive, bytes.data, bytes.len);
    }
    if (result == ARCHIVE_OK && archive_filter_count(in->archive) > FILTERS_MAX) {
        return dictum__fail(err, DICTUM_CORRUPT, "it is compressed several times over");
    }
    if (result != ARCHIVE_OK) {
        return dictum__fail(err, DICTUM_CORRUPT, "cannot open the archive: %s", dictum__members_complaint(in->archive));
    }
    *goes_on = true;
    return DICTUM_OK;
}

/* Whether no member before had this path. Each time it is asked for is counted, so that the number of the next one that
 * is not taken need not be searched from the first. */
static dictum_status claim(opened *in, dictum_slice path, uint64_t number, uint64_t *earlier, dictum_error *err)
{
    return dictum__id_set_add(&in->names, path, number, earlier, err);
}

/* The member's path in the file: of several with one name, which a tar may well have, the others get a number. */
static dictum_status take_path(opened *in, dictum_error *err)
{
    dictum_status status;
    uint64_t number, taken;
    size_t len;

    dictum__buf_clear(&in->member);
    if (in->source->member.data != NULL) {
        dictum__buf_append_slice(&in->member, in->source->member);
        dictum__buf_append_str(&in->member, DICTUM__MEMBER_MARK);
    }
    dictum__buf_append_slice(&in->member, dictum__buf_slice(&in->name));
    if (dictum__buf_status(&in->name) != DICTUM_OK || dictum__buf_status(&in->member) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    len = in->member.len;
    status = claim(in, dictum__buf_slice(&in->member), 1, &number, err);
    if (status != DICTUM_OK || number == 0) {
        return status;
    }
    do {
        number++;
        dictum__buf_truncate(&in->member, len);
        dictum__buf_appendf(&in->member, " (%llu)", (unsigned long long)number);
        if (dictum__buf_status(&in->member) != DICTUM_OK) {
            return dictum__nomem(err);
        }
        status = claim(in, dictum__buf_slice(&in->member), 1, &taken, err);
        if (status != DICTUM_OK) {
            return status;
        }
    } while (taken != 0);
    return claim(in, (dictum_slice){in->member.data, len}, number, &taken, err);
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
    if (has_time(entry)) {
        inside.has_time = true;
        inside.changed = archive_entry_mtime(entry);
    }
    in->encrypted = archive_entry_is_encrypted(entry) == 1;
    status = dictum__read_inside(&inside, in->reading, err);
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
    dictum_status status;

    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != NULL) {
        return DICTUM_OK;
    }
    dictum__members_name(in->archive, entry, &in->name);
    if (in->name.data == NULL) {
        return dictum__nomem(err);
    }
    if (is_hidden(in->name.data)) {
        return DICTUM_OK;
    }
    status = take_path(in, err);
    if (status != DICTUM_OK) {
        return status;
    }
    in->members++;
    return read_file_in(in, entry, err);
}

/* Passes over the rest of a member. Inside another archive that counts against the budget, else against the size of the
 * file, so that neither a bomb holds the reader up nor a large backup is given up. */
static void pass_over(opened *in, struct archive_entry *entry)
{
    dictum_budget *budget = in->reading->budget;
    uint64_t read = (uint64_t)archive_filter_bytes(in->archive, -1), before, left;

    if (in->source->depth > 0) {
        budget->spent = !dictum__members_skip(in->archive, entry, &budget->bytes) || budget->spent;
        return;
    }
    before = left = DICTUM__EXPANDED_BYTES_MAX + read * PASSED_OVER_RATIO > in->passed_over
                        ? DICTUM__EXPANDED_BYTES_MAX + read * PASSED_OVER_RATIO - in->passed_over
                        : 0;
    budget->spent = !dictum__members_skip(in->archive, entry, &left) || budget->spent;
    in->passed_over += before - left;
}

static dictum_status read_entries(opened *in, dictum_error *err)
{
    struct archive_entry *entry;
    int result;

    while ((result = dictum__members_next(in->archive, &entry)) == ARCHIVE_OK) {
        dictum_status status;

        if (archive_format(in->archive) == ARCHIVE_FORMAT_RAW) {
            if (archive_filter_count(in->archive) <=
                1) { /* neither an archive nor compressed, whatever it looks like */
                return dictum__fail(err, DICTUM_CORRUPT, "cannot read the archive: it is damaged");
            }
            return read_compressed(in, err);
        }
        status = read_entry(in, entry, err);
        if (status != DICTUM_OK) {
            return status;
        }
        pass_over(in, entry);
        if (in->reading->budget->spent) {
            dictum__reading_end(in->reading, DICTUM__READ_PROBLEM,
                                "the archive expands to more than %llu MB, or has more than %llu members",
                                (unsigned long long)(in->reading->budget->allowed >> 20),
                                (unsigned long long)DICTUM__MEMBERS_MAX);
            return DICTUM_OK;
        }
    }
    if (result != ARCHIVE_EOF) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s: %s",
                            in->members > 0 ? "the archive is damaged further on" : "cannot read the archive",
                            dictum__members_complaint(in->archive));
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

    dictum__id_set_init(&in.names);
    dictum__buf_init(&in.name, 4 * (size_t)DICTUM__MEMBER_NAME_BYTES_MAX);
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
    dictum__id_set_dispose(&in.names);
    return status;
}
