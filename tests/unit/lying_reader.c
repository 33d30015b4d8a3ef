/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process that does what the path it is asked for says: the words of the last component, divided by commas,
 * one after the other. For tests of the pool. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/protocol.h"
#include "lib/record.h"

static void put(const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t written = write(DICTUM__READER_FD, at, count);
        if (written <= 0) {
            _exit(9);
        }
        at += written;
        count -= (size_t)written;
    }
}

static void put_head(unsigned kind, size_t length)
{
    const unsigned char head[DICTUM__FRAME_HEAD_BYTES] = {(unsigned char)kind, (unsigned char)length,
                                                          (unsigned char)(length >> 8), (unsigned char)(length >> 16),
                                                          (unsigned char)(length >> 24)};
    put(head, sizeof head);
}

static void put_frame(unsigned kind, const char *bytes, size_t count)
{
    put_head(kind, count);
    put(bytes, count);
}

static void put_statement(uint64_t part, size_t text_bytes)
{
    dictum_buf frame;
    char *text = malloc(text_bytes + 1);
    if (text == NULL) {
        _exit(9);
    }
    memset(text, 'a' + (int)(part % 26), text_bytes);
    dictum_record record = {.text = {text, text_bytes}};
    dictum__buf_init(&frame, DICTUM__FRAME_BYTES_MAX);
    dictum__place_encode(&(dictum_place){.part = part}, &frame);
    dictum__record_encode(&record, &frame);
    put_frame(DICTUM__FRAME_STATEMENT, frame.data, frame.len);
    dictum__buf_dispose(&frame);
    free(text);
}

/* One thing that a reader may do. */
static void act(const char *word)
{
    uint64_t number = strpbrk(word, "0123456789") != NULL ? strtoull(strpbrk(word, "0123456789"), NULL, 10) : 0;
    if (strncmp(word, "statements", 10) == 0) {
        for (uint64_t part = 1; part <= number; part++) {
            put_statement(part, 100);
        }
    } else if (strncmp(word, "large", 5) == 0) {
        put_statement(1, (size_t)number);
    } else if (strncmp(word, "complaint", 9) == 0) {
        put_frame(DICTUM__FRAME_PART_PROBLEM, "\7\0\0\0line 7:\n\x1b bad\xff", 18);
    } else if (strncmp(word, "done", 4) == 0) {
        put_frame(DICTUM__FRAME_END, "\0", 1);
    } else if (strncmp(word, "skipped", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\1not a document", 15);
    } else if (strncmp(word, "problem", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\2it is broken", 13);
    } else if (strncmp(word, "crash", 5) == 0) {
        (void)raise(SIGTERM);
    } else if (strncmp(word, "exit", 4) == 0) {
        _exit((int)number);
    } else if (strncmp(word, "sleep", 5) == 0) {
        (void)usleep((useconds_t)number * 1000);
    } else if (strncmp(word, "kind", 4) == 0) {
        put_frame((unsigned)number, "x", 1);
    } else if (strncmp(word, "endless", 7) == 0) {
        put_head(DICTUM__FRAME_STATEMENT, 0xFFFFFFFF);
    } else if (strncmp(word, "cut", 3) == 0) {
        put_head(DICTUM__FRAME_STATEMENT, 1000);
    } else if (strncmp(word, "garbage", 7) == 0) {
        put_frame(DICTUM__FRAME_STATEMENT, "\1\0\0\0\xd1\1\xff\xff\xff", 9);
    } else if (strncmp(word, "outcome", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\3", 1);
    } else if (strncmp(word, "nothing", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "", 0);
    }
}

static int read_bytes(void *into, size_t count)
{
    char *at = into;
    while (count > 0) {
        ssize_t got = read(DICTUM__READER_FD, at, count);
        if (got <= 0) {
            return -1;
        }
        at += got;
        count -= (size_t)got;
    }
    return 0;
}

int main(void)
{
    unsigned char head[4];
    static char path[DICTUM__REQUEST_BYTES_MAX + 1];
    while (read_bytes(head, sizeof head) == 0) {
        size_t length = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
        if (length >= sizeof path || read_bytes(path, length) != 0) {
            return 8;
        }
        path[length] = '\0';
        /* Behind the length of the settings, of which there are none. */
        char *words = strrchr(path + 1, '/') != NULL ? strrchr(path + 1, '/') + 1 : path + 1, *rest = NULL;
        for (char *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
            act(word);
        }
    }
    return 0;
}
