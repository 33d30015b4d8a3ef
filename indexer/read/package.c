/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of packages. Invariant: every byte that is expanded has been taken from the package's and the file's allowance
 * before it is kept. */
#include "indexer/read/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "indexer/read/document.h"
#include "indexer/read/members.h"
#include "lib/utf8.h"

#define PIECE_BYTES ((size_t)1 << 16)
/* More than this, and so many times more than the whole package has, is no text: compression of text gives 1 in 5, of
 * the most repetitive tables 1 in 100. */
#define UNLIKELY_BYTES ((size_t)64 << 20)
#define UNLIKELY_RATIO 512
/* A member whose name is no part's fills one whose name differs in case only: of so many. */
#define VARIANTS_MAX 16
/* How many members tell what an archive is. Documents have few. */
#define SURVEYED_MAX 4096
#define SURVEYED_BYTES_MAX ((uint64_t)16 << 20)
#define CONTENT_TYPES_BYTES_MAX ((size_t)1 << 20)

void dictum__package_init(dictum_package *package, dictum_slice bytes, dictum_budget *budget)
{
    *package = (dictum_package){.bytes = bytes, .budget = budget, .left = DICTUM__PACKAGE_BYTES_MAX};
}

void dictum__part_init(dictum_part *part, dictum_slice name)
{
    *part = (dictum_part){.name = name};
    dictum__buf_init(&part->bytes, DICTUM__FILE_BYTES_MAX + PIECE_BYTES);
}

void dictum__part_dispose(dictum_part *part)
{
    dictum__buf_dispose(&part->bytes);
}

bool dictum__part_is_there(const dictum_part *part)
{
    return part->found && part->damage[0] == '\0';
}

static void say(char damage[128], const char *why)
{
    (void)snprintf(damage, 128, "%s", why);
}

dictum_status dictum__package_miss(const dictum_package *package, const dictum_part *part, const char *what,
                                   dictum_error *err)
{
    int shown = part->name.len < 80 ? (int)part->name.len : 80;

    if (part->damage[0] != '\0') {
        return dictum__fail(err, DICTUM_CORRUPT, "cannot read its %s (%.*s): %s", what, shown, part->name.data,
                            part->damage);
    }
    if (package->damage[0] != '\0') {
        return dictum__fail(err, DICTUM_CORRUPT, "its %s (%.*s) was not found before the archive ends: %s", what, shown,
                            part->name.data, package->damage);
    }
    return dictum__fail(err, DICTUM_CORRUPT, "its %s (%.*s) is missing", what, shown, part->name.data);
}

/* ---- finding a part ------------------------------------------------------------------------------------------ */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int compare_names(dictum_slice a, dictum_slice b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        if (lower(a.data[i]) != lower(b.data[i])) {
            return lower(a.data[i]) < lower(b.data[i]) ? -1 : 1;
        }
    }
    return (a.len > b.len) - (a.len < b.len);
}

/* Names that differ in case only stand together, in the order of their bytes. */
static int compare_all(dictum_slice a, dictum_slice b)
{
    int order = compare_names(a, b);

    return order != 0 || a.len == 0 ? order : memcmp(a.data, b.data, a.len);
}

static int compare_parts(const void *a, const void *b)
{
    return compare_all((*(dictum_part *const *)a)->name, (*(dictum_part *const *)b)->name);
}

/* The first part that is not before `name`. */
static size_t lower_bound(dictum_part **sorted, size_t count, dictum_slice name,
                          int (*compare)(dictum_slice a, dictum_slice b))
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(sorted[middle]->name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The part that a member called `name` is to fill: NULL where it is not wanted, or no more. */
static dictum_part *wanted(dictum_part **sorted, size_t count, dictum_slice name)
{
    size_t at = lower_bound(sorted, count, name, compare_all);

    if (at < count && compare_all(sorted[at]->name, name) == 0) {
        return sorted[at]->exact ? NULL : sorted[at];
    }
    at = lower_bound(sorted, count, name, compare_names);
    for (size_t i = at; i < count && i < at + VARIANTS_MAX && compare_names(sorted[i]->name, name) == 0; i++) {
        if (!sorted[i]->found) {
            return sorted[i];
        }
    }
    return NULL;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* Takes what is about to be kept from all allowances. */
static dictum_status spend(dictum_package *package, const dictum_part *part, size_t bytes, dictum_error *err)
{
    if (part->bytes.len > DICTUM__FILE_BYTES_MAX || bytes > package->left ||
        (part->bytes.len > UNLIKELY_BYTES && part->bytes.len / UNLIKELY_RATIO > package->bytes.len)) {
        return dictum__fail(err, DICTUM_LIMIT, "%.*s in it expands to more than a document has",
                            part->name.len < 80 ? (int)part->name.len : 80, part->name.data);
    }
    if (bytes > package->budget->bytes) {
        package->budget->spent = true;
        return dictum__fail(err, DICTUM_LIMIT, "it expands to more than %llu MB",
                            (unsigned long long)(package->budget->allowed >> 20));
    }
    package->left -= bytes;
    package->budget->bytes -= bytes;
    return DICTUM_OK;
}

static dictum_status read_part(dictum_package *package, struct archive *archive, struct archive_entry *entry,
                               dictum_part *part, dictum_error *err)
{
    la_ssize_t got = 1;

    dictum__buf_clear(&part->bytes);
    part->damage[0] = '\0';
    part->found = true;
    if (archive_entry_is_encrypted(entry) == 1) {
        say(part->damage, "it is encrypted");
        return DICTUM_OK;
    }
    while (got != 0) {
        dictum_status status;
        if (!dictum__buf_reserve(&part->bytes, PIECE_BYTES)) {
            return dictum__buf_status(&part->bytes) == DICTUM_NOMEM ? dictum__nomem(err)
                                                                    : spend(package, part, SIZE_MAX, err);
        }
        do {
            got = archive_read_data(archive, part->bytes.data + part->bytes.len, PIECE_BYTES);
        } while (got == ARCHIVE_RETRY);
        if (got < 0) {
            say(part->damage, dictum__members_complaint(archive));
            return DICTUM_OK;
        }
        status = spend(package, part, (size_t)got, err);
        if (status != DICTUM_OK) {
            return status;
        }
        part->bytes.len += (size_t)got;
        part->bytes.data[part->bytes.len] = '\0';
    }
    return DICTUM_OK;
}

/* An archive of the ZIP kind, opened; NULL where memory ran out. */
static struct archive *open_zip(dictum_slice bytes, int fd, char damage[128])
{
    struct archive *archive = archive_read_new();
    int result;

    damage[0] = '\0';
    if (archive == NULL) {
        return NULL;
    }
    archive_read_support_format_zip(archive);
    if (fd >= 0) {
        result = lseek(fd, 0, SEEK_SET) == 0 ? archive_read_open_fd(archive, fd, PIECE_BYTES) : ARCHIVE_FATAL;
    } else {
        result = archive_read_open_memory(archive, bytes.data, bytes.len);
    }
    if (result != ARCHIVE_OK) {
        say(damage, dictum__members_complaint(archive));
    }
    return archive;
}

static dictum_status read_members(dictum_package *package, struct archive *archive, dictum_part **sorted, size_t count,
                                  dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    size_t exact = 0;
    dictum_buf name;

    dictum__buf_init(&name, 4 * (size_t)DICTUM__MEMBER_NAME_BYTES_MAX);
    for (unsigned members = 0; status == DICTUM_OK && exact < count; members++) {
        struct archive_entry *entry;
        int result = dictum__members_next(archive, &entry);
        dictum_part *part;

        if (result != ARCHIVE_OK) {
            if (result != ARCHIVE_EOF) {
                say(package->damage, dictum__members_complaint(archive));
            }
            break;
        }
        if (members == DICTUM__PACKAGE_MEMBERS_MAX) {
            status = dictum__fail(err, DICTUM_LIMIT, "it has more than %u parts", DICTUM__PACKAGE_MEMBERS_MAX);
            break;
        }
        dictum__members_name(archive, entry, &name);
        part = wanted(sorted, count, dictum__buf_slice(&name));
        if (part != NULL && archive_entry_filetype(entry) == AE_IFREG) {
            part->exact = dictum__slice_equal(part->name, dictum__buf_slice(&name));
            exact += part->exact;
            status = read_part(package, archive, entry, part, err);
        }
        if (status == DICTUM_OK && !dictum__members_skip(archive, entry, &package->left)) {
            status = dictum__fail(err, DICTUM_LIMIT, "it expands to more than a document has");
        }
    }
    if (dictum__buf_status(&name) == DICTUM_NOMEM) {
        status = dictum__nomem(err);
    }
    dictum__buf_dispose(&name);
    return status;
}

dictum_status dictum__package_read(dictum_package *package, dictum_part *parts, size_t count, dictum_error *err)
{
    dictum_part **sorted;
    struct archive *archive;
    dictum_status status = DICTUM_OK;

    if (count == 0) {
        return DICTUM_OK;
    }
    sorted = calloc(count, sizeof(*sorted));
    archive = open_zip(package->bytes, -1, package->damage);
    if (sorted == NULL || archive == NULL) {
        status = dictum__nomem(err);
    } else if (package->damage[0] == '\0') {
        for (size_t i = 0; i < count; i++) {
            sorted[i] = &parts[i];
        }
        qsort(sorted, count, sizeof(*sorted), compare_parts);
        status = read_members(package, archive, sorted, count, err);
    }
    if (archive != NULL) {
        archive_read_free(archive);
    }
    free(sorted);
    return status;
}

/* ---- references ---------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character at *at, decoded; moves *at behind it. */
static char decoded(dictum_slice text, size_t *at)
{
    char c = text.data[(*at)++];

    if (c == '%' && *at + 1 < text.len) {
        int high = hex_digit(text.data[*at]), low = hex_digit(text.data[*at + 1]);
        if (high >= 0 && low >= 0 && high + low > 0) {
            *at += 2;
            return (char)(high * 16 + low);
        }
    }
    return c;
}

/* One step of a path is complete: it stands in `out` from `start`. False where it leads out of the root. */
static bool take_step(dictum_buf *out, size_t start)
{
    dictum_slice step = {out->data + start, out->len - start};

    if (step.len == 2 && memcmp(step.data, "..", 2) == 0) {
        size_t end = start;
        if (start == 0) {
            return false;
        }
        for (end--; end > 0 && out->data[end - 1] != '/'; end--) {
        }
        dictum__buf_truncate(out, end);
    } else if (step.len == 1 && step.data[0] == '.') {
        dictum__buf_truncate(out, start);
    }
    return true;
}

bool dictum__package_resolve(dictum_slice base, dictum_slice reference, dictum_buf *out)
{
    size_t start = 0, at = 0, folders = base.len, end = 0;

    dictum__buf_clear(out);
    while (end < reference.len && reference.data[end] != '#' && reference.data[end] != '?') {
        if (reference.data[end] == ':' && memchr(reference.data, '/', end) == NULL) {
            return false; /* a scheme */
        }
        end++;
    }
    reference.len = end;
    if (reference.len == 0 || (reference.len > 1 && memcmp(reference.data, "//", 2) == 0)) {
        return false; /* the part itself, or another host */
    }
    while (folders > 0 && base.data[folders - 1] != '/') {
        folders--;
    }
    if (reference.data[0] != '/') {
        dictum__buf_append(out, base.data, folders);
    }
    start = out->len;
    while (at < reference.len) {
        char c = decoded(reference, &at);
        if (c != '/') {
            dictum__buf_append_char(out, c);
            continue;
        }
        if (out->len > 0 && !take_step(out, start)) {
            return false;
        }
        if (out->len > 0 && out->data[out->len - 1] != '/') {
            dictum__buf_append_char(out, '/');
        }
        start = out->len;
    }
    return dictum__buf_status(out) == DICTUM_OK && out->len > start && take_step(out, start) && out->len > 0 &&
           out->data[out->len - 1] != '/';
}

/* ---- what it is ---------------------------------------------------------------------------------------------- */

typedef struct survey {
    bool content_types, word, sheet, slides, container, manifest, content;
    dictum_buf mimetype, types; /* of the members that say what it is */
} survey;

/* Appends the member's data, up to `limit` bytes. */
static void keep(struct archive *archive, size_t limit, dictum_buf *out)
{
    while (out->len < limit && dictum__buf_reserve(out, limit - out->len)) {
        la_ssize_t got = archive_read_data(archive, out->data + out->len, limit - out->len);
        if (got <= 0 && got != ARCHIVE_RETRY) {
            break;
        }
        out->len += got > 0 ? (size_t)got : 0;
        out->data[out->len] = '\0';
    }
}

static bool begins(dictum_slice text, const char *front)
{
    return text.len >= strlen(front) && memcmp(text.data, front, strlen(front)) == 0;
}

static void note(survey *seen, struct archive *archive, dictum_slice name)
{
    if (dictum__is_word(name, "mimetype") && seen->mimetype.len == 0) {
        keep(archive, 128, &seen->mimetype);
    } else if (dictum__is_word(name, "[content_types].xml") && !seen->content_types) {
        seen->content_types = true;
        keep(archive, CONTENT_TYPES_BYTES_MAX, &seen->types);
    }
    seen->word = seen->word || begins(name, "word/");
    seen->sheet = seen->sheet || begins(name, "xl/");
    seen->slides = seen->slides || begins(name, "ppt/");
    seen->container = seen->container || dictum__is_word(name, "meta-inf/container.xml");
    seen->manifest = seen->manifest || dictum__is_word(name, "meta-inf/manifest.xml");
    seen->content = seen->content || dictum__is_word(name, "content.xml");
}

/* Whether the list of content types has a main part of one of these kinds. */
static bool has_main(const survey *seen, const char *const *kinds)
{
    dictum_slice types = dictum__buf_slice(&seen->types);

    for (; *kinds != NULL; kinds++) {
        if (types.len > 0 && dictum__find_word(types, 0, *kinds) < types.len) {
            return true;
        }
    }
    return false;
}

static dictum__format judge(const survey *seen, const char **foreign)
{
    static const char *const word[] = {"wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml",
                                       "ms-word.document.macroenabled.main+xml",
                                       "ms-word.template.macroenabledtemplate.main+xml", NULL};
    static const char *const sheet[] = {"spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml", NULL};
    static const char *const slides[] = {"presentationml.presentation.main+xml", "presentationml.slideshow.main+xml",
                                         NULL};
    dictum_slice mimetype = dictum__buf_slice(&seen->mimetype);

    if (begins(mimetype, "application/epub+zip") || (mimetype.len == 0 && seen->container && !seen->content_types)) {
        return DICTUM__FORMAT_EPUB;
    }
    if (begins(mimetype, "application/vnd.oasis.opendocument.text") ||
        (mimetype.len == 0 && seen->manifest && seen->content)) {
        return DICTUM__FORMAT_ODT;
    }
    if (begins(mimetype, "application/vnd.oasis.opendocument.")) {
        *foreign = "OpenDocument without text";
    } else if (seen->content_types && !has_main(seen, word)) {
        *foreign = seen->sheet || has_main(seen, sheet)     ? "XLSX"
                   : seen->slides || has_main(seen, slides) ? "PPTX"
                                                            : NULL;
    }
    if (*foreign == NULL && seen->content_types && (seen->word || has_main(seen, word))) {
        return DICTUM__FORMAT_DOCX;
    }
    return DICTUM__FORMAT_ARCHIVE;
}

dictum__format dictum__package_format(dictum_slice bytes, int fd, const char **foreign)
{
    char damage[128];
    struct archive *archive = open_zip(bytes, fd, damage);
    uint64_t left = SURVEYED_BYTES_MAX;
    survey seen = {.word = false};
    dictum__format format;
    dictum_buf name;

    *foreign = NULL;
    dictum__buf_init(&name, 4 * (size_t)DICTUM__MEMBER_NAME_BYTES_MAX);
    dictum__buf_init(&seen.mimetype, 256);
    dictum__buf_init(&seen.types, 2 * CONTENT_TYPES_BYTES_MAX);
    for (size_t i = 0; archive != NULL && damage[0] == '\0' && i < SURVEYED_MAX; i++) {
        struct archive_entry *entry;
        if (dictum__members_next(archive, &entry) != ARCHIVE_OK) {
            break;
        }
        dictum__members_name(archive, entry, &name);
        if (archive_entry_is_encrypted(entry) != 1) {
            note(&seen, archive, dictum__buf_slice(&name));
        }
        if (!dictum__members_skip(archive, entry, &left)) {
            break;
        }
    }
    format = judge(&seen, foreign);
    if (archive != NULL) {
        archive_read_free(archive);
    }
    dictum__buf_dispose(&seen.types);
    dictum__buf_dispose(&seen.mimetype);
    dictum__buf_dispose(&name);
    return format;
}
