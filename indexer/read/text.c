/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text. Invariant: every character but white space and controls is kept, in its order. */
#include "indexer/read/text.h"

#include <string.h>

#include "indexer/read/flow.h"
#include "lib/utf8.h"

/* The longest first line that is taken for a title, in code points. */
#define TITLE_CODE_POINTS_MAX 120

void dictum__paragraphs(dictum_slice text, dictum_buf *out)
{
    dictum_flow flow;

    dictum__flow_init(&flow, out);
    dictum__flow_lines(&flow, text);
    dictum__flow_end(&flow);
}

static bool has_word(dictum_slice line)
{
    size_t letters = 0;

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.data[i];
        letters += c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return letters >= 2;
}

/* A title is short, stands by itself, and ends neither as a sentence nor as a salutation does. */
static void take_title(dictum_document *document)
{
    static const char *const endings[] = {".", ",", ";", ":", "\xE3\x80\x82" /* ideographic full stop */};
    dictum_slice text = dictum__buf_slice(&document->text);
    const char *end = text.len == 0 ? NULL : memchr(text.data, '\n', text.len);
    dictum_slice line;

    if (end == NULL || end[1] != '\n') {
        return;
    }
    line = (dictum_slice){text.data, (size_t)(end - text.data)};
    if (dictum__utf8_count(line) > TITLE_CODE_POINTS_MAX) {
        return;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t len = strlen(endings[i]);
        if (line.len >= len && memcmp(line.data + line.len - len, endings[i], len) == 0) {
            return;
        }
    }
    if (has_word(line)) {
        dictum__field_offer(&document->title, line);
    }
}

void dictum__read_text(dictum_slice text, dictum_document *document)
{
    dictum__paragraphs(text, &document->text);
    take_title(document);
}
