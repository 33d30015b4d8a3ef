/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening and reading. Invariants: of files, nothing but regular ones and standard input is ever read, so that no pipe,
 * terminal or device can hold a reader up; and what is read from inside a file counts against its budget. */
#include "indexer/read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/utf8.h"

#define CHUNK_BYTES ((size_t)1 << 18)
#define WHY_BYTES 256

bool dictum__reading_end(const dictum_reading *reading, dictum_read_outcome outcome, const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
    *reading->outcome = outcome;
    dictum__buf_clear(reading->reason);
    dictum__utf8_append_repaired(reading->reason, dictum__slice(line));
    return false;
}

/* ---- where bytes come from --------------------------------------------------------------------------------- */

static ssize_t read_file(void *context, void *into, size_t room, char *why)
{
    dictum_source *source = context;
    ssize_t got;

    if (source->size_bytes > 0 && source->read_bytes == source->size_bytes) {
        return 0;
    }
    do {
        got = read(source->fd, into, room);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        snprintf(why, WHY_BYTES, "%s", strerror(errno));
    } else {
        source->read_bytes += (uint64_t)got;
    }
    return got;
}

/* `why` is as every dictum_source_fn has it. NOLINTNEXTLINE(readability-non-const-parameter) */
static ssize_t read_memory(void *context, void *into, size_t room, char *why)
{
    dictum_slice *rest = context;
    size_t count = rest->len < room ? rest->len : room;

    (void)why;
    if (count > 0) {
        memcpy(into, rest->data, count);
        rest->data += count;
        rest->len -= count;
    }
    return (ssize_t)count;
}

static void start(dictum_source *source, const char *name)
{
    *source = (dictum_source){.name = name, .fd = -1};
    dictum__buf_init(&source->held, DICTUM__FILE_BYTES_MAX + 2 * CHUNK_BYTES);
}

dictum_budget dictum__budget_of(uint64_t size_bytes)
{
    uint64_t allowed = DICTUM__EXPANDED_BYTES_MAX;

    if (size_bytes > allowed / 2) { /* a mailbox or a tar of that size is no bomb */
        allowed = size_bytes * 2;
    } else if (size_bytes < allowed / DICTUM__EXPANDED_RATIO_MAX) {
        allowed = size_bytes * DICTUM__EXPANDED_RATIO_MAX;
    }
    allowed = allowed > DICTUM__EXPANDED_BYTES_MIN ? allowed : DICTUM__EXPANDED_BYTES_MIN;
    return (dictum_budget){allowed, DICTUM__MEMBERS_MAX, false, allowed};
}

/* Only a regular file is read to its end. */
static bool check_kind(dictum_source *source, const dictum_reading *reading)
{
    struct stat info;

    if (fstat(source->fd, &info) != 0) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot open it: %s", strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it is a folder");
    }
    if (!S_ISREG(info.st_mode)) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it is not a regular file");
    }
    source->has_time = true;
    source->changed = info.st_mtime;
    source->size_bytes = info.st_size > 0 ? (uint64_t)info.st_size : 0;
    *reading->budget = dictum__budget_of(source->size_bytes);
    return true;
}

bool dictum__source_open(dictum_source *source, const dictum_read_request *request, const dictum_reading *reading)
{
    start(source, request->path);
    source->read = read_file;
    source->context = source;
    source->fd = request->fd;
    if (strcmp(request->path, "-") == 0) {
        source->standard_input = true;
        source->fd = request->fd >= 0 ? request->fd : STDIN_FILENO;
        return true;
    }
    if (source->fd < 0) {
        do { /* without O_NONBLOCK a pipe without a writer would be waited for */
            source->fd = open(request->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        } while (source->fd < 0 && errno == EINTR);
        if (source->fd < 0) {
            return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot open it: %s", strerror(errno));
        }
        source->owned = true;
    }
    return check_kind(source, reading);
}

void dictum__source_inside(dictum_source *source, const dictum_source *around, const char *name, dictum_slice member,
                           dictum_source_fn read, void *context)
{
    start(source, name);
    source->member = member;
    source->depth = around->depth + 1;
    source->has_time = around->has_time;
    source->changed = around->changed;
    source->read = read;
    source->context = context;
}

void dictum__source_bytes(dictum_source *source, const dictum_source *around, const char *name, dictum_slice member,
                          dictum_slice *bytes)
{
    dictum__source_inside(source, around, name, member, read_memory, bytes);
}

void dictum__source_close(dictum_source *source)
{
    if (source->owned) {
        close(source->fd);
    }
    source->fd = -1;
    source->owned = false;
    dictum__buf_dispose(&source->held);
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

/* Appends one piece of at most `wanted` bytes to `out`. */
static bool read_piece(dictum_source *source, dictum_buf *out, size_t wanted, const dictum_reading *reading)
{
    char why[WHY_BYTES] = "";
    ssize_t got;

    wanted = wanted < CHUNK_BYTES ? wanted : CHUNK_BYTES;
    if (!dictum__buf_reserve(out, wanted)) {
        source->ended = true; /* the buffer remembers why */
        return true;
    }
    got = source->read(source->context, out->data + out->len, wanted, why);
    if (got < 0) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot read it: %s", why);
    }
    if (got == 0) {
        source->ended = true;
        return true;
    }
    out->len += (size_t)got;
    out->data[out->len] = '\0';
    if (source->depth > 0) {
        if ((uint64_t)got > reading->budget->bytes) {
            reading->budget->spent = true;
            return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it expands to more than %llu MB",
                                       (unsigned long long)(reading->budget->allowed >> 20));
        }
        reading->budget->bytes -= (uint64_t)got;
    }
    return true;
}

bool dictum__source_peek(dictum_source *source, size_t wanted, dictum_slice *head, const dictum_reading *reading)
{
    *head = (dictum_slice){"", 0};
    while (!source->ended && source->held.len - source->taken < wanted) {
        if (!read_piece(source, &source->held, wanted - (source->held.len - source->taken), reading)) {
            return false;
        }
    }
    if (dictum__buf_status(&source->held) != DICTUM_OK) {
        return false;
    }
    if (source->held.len > source->taken) {
        *head = (dictum_slice){source->held.data + source->taken, source->held.len - source->taken};
    }
    return true;
}

bool dictum__source_read(dictum_source *source, dictum_buf *out, size_t limit, const dictum_reading *reading)
{
    if (out->len < limit && source->taken < source->held.len) {
        size_t count = source->held.len - source->taken;
        count = count < limit - out->len ? count : limit - out->len;
        dictum__buf_append(out, source->held.data + source->taken, count);
        source->taken += count;
        if (source->taken == source->held.len) {
            dictum__buf_clear(&source->held);
            source->taken = 0;
        }
    }
    while (out->len < limit && !source->ended && dictum__buf_status(out) == DICTUM_OK) {
        if (!read_piece(source, out, limit - out->len, reading)) {
            return false;
        }
    }
    return true;
}

bool dictum__source_load(dictum_source *source, dictum_buf *out, const dictum_reading *reading)
{
    if (!dictum__source_read(source, out, DICTUM__FILE_BYTES_MAX + 1, reading)) {
        return false;
    }
    if (out->len > DICTUM__FILE_BYTES_MAX) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it has more than %zu MB",
                                   DICTUM__FILE_BYTES_MAX >> 20);
    }
    return true;
}

dictum_place dictum__source_place(const dictum_source *source, uint64_t part)
{
    return (dictum_place){.member = source->member, .part = part, .last = source->is_text};
}
