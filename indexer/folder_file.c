/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading `.dictum`. Invariant: a line is used as a whole or not at all. */
#include "indexer/folder_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/report.h"
#include "lib/utf8.h"

typedef struct reading {
    dictum_scope *scope;
    dictum_faults *faults;
    unsigned long line;                   /* from 1 */
    unsigned long seen[DICTUM__SETTINGS]; /* the line that each was said on; 0: none */
    bool full;                            /* that there are too many globs has been told */
} reading;

void dictum__faults_add(dictum_faults *faults, dictum_slice reason)
{
    faults->count++;
    dictum__reasons_add(&faults->reasons, NULL, reason);
}

/* "line 3: what". `what` is long enough for anything but a value, which is never shown. */
static void complain(reading *self, const char *what, const char *more)
{
    dictum_buf reason;
    dictum__buf_init(&reason, 1024);
    dictum__buf_appendf(&reason, "line %lu: %s%s", self->line, what, more);
    dictum__faults_add(self->faults, dictum__buf_slice(&reason));
    dictum__buf_dispose(&reason);
}

static dictum_slice trimmed(dictum_slice text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text = (dictum_slice){text.data + 1, text.len - 1};
    }
    while (text.len > 0 && strchr(" \t\r", text.data[text.len - 1]) != NULL && text.data[text.len - 1] != '\0') {
        text.len--;
    }
    return text;
}

/* ---- one line ---------------------------------------------------------------------------------------------- */

static void take_glob(reading *self, dictum_slice glob)
{
    const char *fault = dictum__glob_fault(glob);
    if (fault != NULL) {
        complain(self, "the glob ", fault);
    } else if (!dictum__globs_add(&self->scope->ignores, glob) && !self->full) {
        complain(self, "more than 1000 globs to ignore: ", "those from here on do not count");
        self->full = true;
    }
}

/* Title and address are those of one document. */
static bool is_for_folders(dictum__setting setting)
{
    return setting != DICTUM__SETTINGS && setting != DICTUM__SET_TITLE && setting != DICTUM__SET_URL;
}

static void take_setting(reading *self, dictum__setting setting, dictum_slice value)
{
    char before[64];
    const char *wanted = dictum__setting_fault(setting, value);
    if (wanted != NULL) {
        dictum_buf what;
        dictum__buf_init(&what, 256);
        dictum__buf_appendf(&what, "%s must be ", dictum__setting_name(setting));
        complain(self, what.data != NULL ? what.data : "it must be ", wanted);
        dictum__buf_dispose(&what);
        return;
    }
    if (self->seen[setting] != 0) {
        (void)snprintf(before, sizeof before, " is said on line %lu already", self->seen[setting]);
        complain(self, dictum__setting_name(setting), before);
        return;
    }
    self->seen[setting] = self->line;
    dictum__buf_append_slice(&self->scope->said.values[setting], value);
}

static bool has_controls(dictum_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.data[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) {
            return true;
        }
    }
    return false;
}

static void take_line(reading *self, dictum_slice line)
{
    line = trimmed(line);
    if (line.len == 0 || line.data[0] == '#') {
        return;
    }
    if (!dictum__utf8_is_valid(line) || has_controls(line)) {
        complain(self, "it is not UTF-8 text", "");
        return;
    }
    const char *colon = memchr(line.data, ':', line.len);
    if (colon == NULL) {
        complain(self, "there is no \":\" behind a key", "");
        return;
    }
    dictum_slice key = trimmed((dictum_slice){line.data, (size_t)(colon - line.data)});
    dictum_slice value = trimmed((dictum_slice){colon + 1, line.len - (size_t)(colon + 1 - line.data)});
    dictum__setting setting = dictum__setting_by_name(key);
    if (dictum__slice_equal(key, DICTUM_SLICE("ignore"))) {
        take_glob(self, value);
    } else if (is_for_folders(setting)) {
        take_setting(self, setting, value);
    } else {
        complain(self, "its key is none of ", "source, speaker, lang, date, url-base, whole-page, ignore");
    }
}

void dictum__folder_file_parse(dictum_slice text, dictum_scope *scope, dictum_faults *faults)
{
    reading self = {.scope = scope, .faults = faults, .line = 1};
    if (text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) {
        text = (dictum_slice){text.data + 3, text.len - 3};
    }
    for (; text.len > 0; self.line++) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t length = end != NULL ? (size_t)(end - text.data) : text.len;
        take_line(&self, (dictum_slice){text.data, length});
        length += end != NULL;
        text = (dictum_slice){text.data + length, text.len - length};
    }
}

/* ---- the file ---------------------------------------------------------------------------------------------- */

static dictum_status fail_reading(dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "its " DICTUM__FOLDER_FILE " cannot be read: %s", strerror(errno));
}

/* Up to one byte more than the limit. */
static dictum_status read_text(int fd, dictum_buf *text, dictum_error *err)
{
    size_t room = DICTUM__FOLDER_FILE_BYTES_MAX + 1;
    if (!dictum__buf_reserve(text, room)) {
        return dictum__nomem(err);
    }
    while (text->len < room) {
        ssize_t got = read(fd, text->data + text->len, room - text->len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_reading(err);
        }
        if (got == 0) {
            break;
        }
        text->len += (size_t)got;
    }
    return DICTUM_OK;
}

/* A folder of this name is passed over like all that are hidden. */
static dictum_status use_file(int fd, const struct stat *folder, dictum_scope *scope, dictum_faults *faults,
                              dictum_error *err)
{
    struct stat st;
    dictum_buf text;
    if (fstat(fd, &st) != 0) {
        return fail_reading(err);
    }
    if (S_ISDIR(st.st_mode)) {
        return DICTUM_NOT_FOUND;
    }
    if (!S_ISREG(st.st_mode)) {
        dictum__faults_add(faults, DICTUM_SLICE("it is not a regular file, and does not count"));
        return DICTUM_OK;
    }
    if ((folder->st_mode & S_IWOTH) != 0 && st.st_uid != geteuid() && st.st_uid != folder->st_uid) {
        dictum__faults_add(
            faults, DICTUM_SLICE("it belongs to another user, in a folder where anybody may write: it does not count"));
        return DICTUM_OK;
    }
    dictum__buf_init(&text, DICTUM__FOLDER_FILE_BYTES_MAX + 1);
    dictum_status status = read_text(fd, &text, err);
    if (status == DICTUM_OK && text.len > DICTUM__FOLDER_FILE_BYTES_MAX) {
        dictum__faults_add(faults, DICTUM_SLICE("it is longer than 65536 bytes: the lines beyond do not count"));
        while (text.len > 0 && text.data[text.len - 1] != '\n') {
            text.len--;
        }
    }
    if (status == DICTUM_OK) {
        dictum__folder_file_parse(dictum__buf_slice(&text), scope, faults);
        status = dictum__settings_status(&scope->said, err);
    }
    if (status == DICTUM_OK && dictum__buf_status(&scope->ignores.text) == DICTUM_NOMEM) {
        status = dictum__nomem(err);
    }
    dictum__buf_dispose(&text);
    return status;
}

dictum_status dictum__folder_file_read(int fd, const char *name, const struct stat *folder, dictum_scope *scope,
                                       dictum_faults *faults, dictum_error *err)
{
    int file = openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return DICTUM_NOT_FOUND;
    }
    if (file < 0 && errno == ELOOP) {
        dictum__faults_add(faults, DICTUM_SLICE("it is a symbolic link, and does not count"));
        return DICTUM_OK;
    }
    if (file < 0 && errno == ENXIO) {
        dictum__faults_add(faults, DICTUM_SLICE("it is not a regular file, and does not count"));
        return DICTUM_OK;
    }
    if (file < 0) {
        return fail_reading(err);
    }
    dictum_status status = use_file(file, folder, scope, faults, err);
    (void)close(file);
    return status;
}
