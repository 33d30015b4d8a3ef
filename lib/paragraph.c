/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paragraph borders, found by line. */
#include "lib/paragraph.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

size_t dictum__paragraph_end(dictum_slice text, size_t begin)
{
    for (size_t at = begin; at < text.len;) {
        const char *line_end = memchr(text.data + at, '\n', text.len - at);
        if (line_end == NULL)
            return text.len;
        size_t next = (size_t)(line_end - text.data) + 1;
        size_t ahead = next;
        while (ahead < text.len && is_blank(text.data[ahead]))
            ahead++;
        if (ahead == text.len || text.data[ahead] == '\n')
            return next;
        at = next;
    }
    return text.len;
}

size_t dictum__paragraph_start(dictum_slice text, size_t at)
{
    for (;;) {
        while (at > 0 && text.data[at - 1] != '\n')
            at--;
        if (at == 0)
            return 0;
        size_t back = at - 1;
        while (back > 0 && is_blank(text.data[back - 1]))
            back--;
        if (back == 0 || text.data[back - 1] == '\n')
            return at;
        at = back;
    }
}
