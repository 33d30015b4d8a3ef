/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives in memory. Nothing of dictum. */
#include "tests/support/packages.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

static void need(bool good, const char *what, struct archive *archive)
{
    if (!good) {
        fprintf(stderr, "packages: %s: %s\n", what, archive == NULL ? "" : archive_error_string(archive));
        abort();
    }
}

/* What is written so far, and the room for it. */
typedef struct output {
    packed bytes;
    size_t room;
} output;

static la_ssize_t take(struct archive *archive, void *context, const void *bytes, size_t count)
{
    output *out = context;

    if (out->bytes.len + count + 1 > out->room) {
        out->room = 2 * (out->bytes.len + count + 1);
        out->bytes.data = realloc(out->bytes.data, out->room);
        need(out->bytes.data != NULL, "memory", archive);
    }
    memcpy(out->bytes.data + out->bytes.len, bytes, count);
    out->bytes.len += count;
    return (la_ssize_t)count;
}

static void add_member(struct archive *archive, const packed_member *member)
{
    struct archive_entry *entry = archive_entry_new();
    size_t len = member->bytes == NULL ? 0 : member->len != 0 ? member->len : strlen(member->bytes);
    size_t times = member->repeated == 0 ? 1 : member->repeated;
    bool file = member->bytes != NULL && member->link == NULL && member->hard == NULL;

    need(entry != NULL, "memory", archive);
    archive_entry_copy_pathname(entry, member->name);
    archive_entry_set_mtime(entry, member->timeless ? 0 : 1000000000, 0);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_filetype(entry, member->link != NULL ? AE_IFLNK : member->bytes == NULL ? AE_IFDIR : AE_IFREG);
    if (member->link != NULL) {
        archive_entry_copy_symlink(entry, member->link);
    }
    if (member->hard != NULL) {
        archive_entry_copy_hardlink(entry, member->hard);
    }
    archive_entry_set_size(entry, file ? (la_int64_t)(len * times) : 0);
    if (archive_format(archive) == ARCHIVE_FORMAT_ZIP) {
        (void)(member->stored ? archive_write_zip_set_compression_store(archive)
                              : archive_write_zip_set_compression_deflate(archive));
    }
    need(archive_write_header(archive, entry) >= ARCHIVE_WARN, member->name, archive);
    for (size_t i = 0; file && len > 0 && i < times; i++) {
        need(archive_write_data(archive, member->bytes, len) == (la_ssize_t)len, "data", archive);
    }
    archive_entry_free(entry);
}

static void set_kind(struct archive *archive, const char *format, const char *filter)
{
    int result = strcmp(format, "zip") == 0     ? archive_write_set_format_zip(archive)
                 : strcmp(format, "ustar") == 0 ? archive_write_set_format_ustar(archive)
                 : strcmp(format, "pax") == 0   ? archive_write_set_format_pax(archive)
                                                : archive_write_set_format_raw(archive);

    need(result == ARCHIVE_OK, format, archive);
    need(filter == NULL || archive_write_add_filter_by_name(archive, filter) == ARCHIVE_OK, filter, archive);
    (void)archive_write_set_bytes_in_last_block(archive, 1);
}

packed packed_archive(const char *format, const char *filter, const packed_member *members)
{
    struct archive *archive = archive_write_new();
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before;
    output out = {{NULL, 0}, 0};

    need(archive != NULL && utf8 != (locale_t)0, "start", archive);
    before = uselocale(utf8);
    set_kind(archive, format, filter);
    need(archive_write_open(archive, &out, NULL, take, NULL) == ARCHIVE_OK, "open", archive);
    for (; members->name != NULL; members++) {
        add_member(archive, members);
    }
    need(archive_write_close(archive) == ARCHIVE_OK, "close", archive);
    need(archive_write_free(archive) == ARCHIVE_OK, "free", NULL);
    (void)uselocale(before);
    freelocale(utf8);
    return out.bytes;
}

packed packed_zip(const packed_member *members)
{
    return packed_archive("zip", NULL, members);
}

size_t packed_replace(packed *archive, const char *from, const char *to)
{
    size_t len = strlen(from), count = 0;

    for (size_t at = 0; at + len <= archive->len; at++) {
        if (memcmp(archive->data + at, from, len) == 0) {
            memcpy(archive->data + at, to, len);
            count++;
        }
    }
    return count;
}

/* The bits stand in the member's own header and in the directory, at different distances from the name. */
void packed_mark_encrypted(packed *archive, const char *name)
{
    size_t len = strlen(name);

    for (size_t at = 46; at + len <= archive->len; at++) {
        if (memcmp(archive->data + at, name, len) == 0) {
            archive->data[memcmp(archive->data + at - 46, "PK\1\2", 4) == 0 ? at - 46 + 8 : at - 30 + 6] |= 1;
        }
    }
}
