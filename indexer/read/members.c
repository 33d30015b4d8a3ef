/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members of archives. Invariant: the thread's locale is another one only while a header is read, in which libarchive
 * converts its names. */
#include "indexer/read/members.h"

#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "indexer/read/charset.h"
#include "lib/utf8.h"

/* libarchive gives names in the locale's charset only, and no name at all where that has not all its characters. Of the
 * process, for its whole life: a reader handles one file at a time. */
static locale_t utf8_locale;

int dictum__members_next(struct archive *archive, struct archive_entry **entry)
{
    locale_t before = (locale_t)0;
    int result;

    if (utf8_locale == (locale_t)0) {
        utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    }
    if (utf8_locale != (locale_t)0) {
        before = uselocale(utf8_locale);
    }
    do {
        result = archive_read_next_header(archive, entry);
    } while (result == ARCHIVE_RETRY);
    if (before != (locale_t)0) {
        (void)uselocale(before);
    }
    if (result == ARCHIVE_WARN) {
        return ARCHIVE_OK;
    }
    return result == ARCHIVE_OK || result == ARCHIVE_EOF ? result : ARCHIVE_FATAL;
}

const char *dictum__members_complaint(struct archive *archive)
{
    const char *text = archive_error_string(archive);

    return text != NULL ? text : "it is damaged";
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* The bytes of a name as UTF-8. */
static void convert(dictum_slice name, bool zip, dictum_buf *out)
{
    dictum_charset charset = {.bom_bytes = 0};
    const char *label = zip ? "ibm-437" : "windows-1252";

    if (!dictum__utf8_is_valid(name)) {
        memcpy(charset.name, label, strlen(label) + 1);
        if (dictum__charset_convert(name, &charset, out, NULL) == DICTUM_OK) {
            return;
        }
        dictum__buf_clear(out);
    }
    dictum__utf8_append_repaired(out, name);
}

static bool is_step_away(dictum_slice step)
{
    return step.len == 0 || (step.len == 1 && step.data[0] == '.') ||
           (step.len == 2 && step.data[0] == '.' && step.data[1] == '.');
}

/* Leaves out the steps that lead nowhere, in place: the name never gets longer. */
static void normalise(dictum_buf *name)
{
    size_t written = 0, at = 0;

    while (at < name->len) {
        const char *slash = memchr(name->data + at, '/', name->len - at);
        size_t end = slash == NULL ? name->len : (size_t)(slash - name->data);
        if (!is_step_away((dictum_slice){name->data + at, end - at})) {
            if (written > 0) {
                name->data[written - 1] = name->data[written - 1] == '!' ? '?' : name->data[written - 1];
                name->data[written++] = '/';
            }
            memmove(name->data + written, name->data + at, end - at);
            written += end - at;
        }
        at = end + 1;
    }
    if (name->len > 0) {
        dictum__buf_truncate(name, written);
    }
    for (size_t i = 0; i < name->len; i++) {
        if ((unsigned char)name->data[i] < 0x20 || name->data[i] == 0x7F) {
            name->data[i] = '?';
        }
    }
}

void dictum__members_name(struct archive *archive, struct archive_entry *entry, dictum_buf *out)
{
    const char *name = archive_entry_pathname(entry);
    bool zip = (archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    dictum_slice slice;

    if (name == NULL) { /* one that is not in UTF-8 although it is marked so, or no locale of that kind */
        name = archive_entry_pathname_utf8(entry);
    }
    slice = dictum__slice(name);
    slice.len = slice.len < DICTUM__MEMBER_NAME_BYTES_MAX ? slice.len : DICTUM__MEMBER_NAME_BYTES_MAX;
    dictum__buf_clear(out);
    if (name != NULL) {
        convert(slice, zip, out);
        normalise(out);
    }
    if (out->len == 0) {
        dictum__buf_append_str(out, "unnamed");
    }
}

/* ---- passing over -------------------------------------------------------------------------------------------- */

bool dictum__members_skip(struct archive *archive, struct archive_entry *entry, uint64_t *left)
{
    const void *block;
    size_t bytes;
    la_int64_t offset;
    int result;

    /* Of an archive as it lies there, libarchive jumps over what it does not give; but what is compressed as a whole,
     * and a ZIP member of unknown length, must be expanded to find its end. */
    if (archive_filter_count(archive) <= 1 && archive_entry_size_is_set(entry)) {
        return true;
    }
    do {
        result = archive_read_data_block(archive, &block, &bytes, &offset);
        if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
            if (bytes > *left) {
                *left = 0;
                return false;
            }
            *left -= bytes;
        }
    } while (result == ARCHIVE_OK || result == ARCHIVE_WARN || result == ARCHIVE_RETRY);
    return true;
}
