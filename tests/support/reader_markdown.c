/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes the marks out of Markdown (https://spec.commonmark.org). Lines first, then what stands inside them. Left alone,
 * for they are rare in statements: links whose address stands elsewhere in the document, and code that is only
 * indented. */
#include "tests/support/reader_parts.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Behind the block between two lines of --- with which the text begins. */
static size_t front_matter_end(const char *text, size_t len)
{
    if (len < 4 || memcmp(text, "---\n", 4) != 0)
        return 0;
    for (size_t at = 4; at < len;) {
        const char *line_end = memchr(text + at, '\n', len - at);
        size_t next = line_end == NULL ? len : (size_t)(line_end - text) + 1;
        if (next - at >= 3 && (memcmp(text + at, "---", 3) == 0 || memcmp(text + at, "...", 3) == 0))
            return next;
        at = next;
    }
    return 0;
}

/* A line of - = * _ ` or ~ alone: an underline, a border, a fence. */
static bool is_ornament(const char *line, size_t len)
{
    size_t marks = 0;
    for (size_t i = 0; i < len; i++) {
        if (is_blank(line[i]))
            continue;
        if (strchr("-=*_", line[i]) == NULL)
            return len - i >= 3 && (memcmp(line + i, "```", 3) == 0 || memcmp(line + i, "~~~", 3) == 0);
        marks++;
    }
    return marks > 0;
}

/* The bytes of what marks a line as a quotation, an item or a heading, and the blanks before it. */
static size_t line_marks(const char *line, size_t len)
{
    size_t at = 0;
    for (;;) {
        size_t start = at;
        while (at < len && is_blank(line[at]))
            at++;
        if (at + 1 < len && line[at] == '>') {
            at++;
        } else if (at + 1 < len && strchr("-+*", line[at]) != NULL && is_blank(line[at + 1])) {
            at += 2;
        } else {
            size_t hashes = at;
            while (hashes < len && line[hashes] == '#')
                hashes++;
            return hashes > at && hashes <= at + 6 && hashes < len && is_blank(line[hashes]) ? hashes : start;
        }
    }
}

/* The place of the bracket that closes the one at `at`; 0 where there is none. */
static size_t partner(const char *text, size_t len, size_t at)
{
    char open = text[at], close = open == '[' ? ']' : ')';
    size_t depth = 0;
    for (; at < len; at++) {
        if (text[at] == '\\' && at + 1 < len)
            at++;
        else if (text[at] == open)
            depth++;
        else if (text[at] == close && --depth == 0)
            return at;
        else if (text[at] == '\n' && at + 1 < len && text[at + 1] == '\n')
            return 0;
    }
    return 0;
}

/* Whether a row of emphasis marks means emphasis: it touches a word, and an underscore is not inside one. */
static bool is_emphasis(const char *text, size_t start, size_t end, size_t len)
{
    size_t next_at = end;
    uint32_t before = characters_before(text, start), next = end < len ? characters_next(text, len, &next_at) : ' ';
    if (before == 0)
        before = ' ';
    if (text[start] == '_' && characters_is_word(before) && characters_is_word(next))
        return false;
    return !characters_is_space(before) || !characters_is_space(next);
}

static void strip_inline(const char *text, size_t len, growing *out);

/* The link or image whose text's bracket is at `at`; the bytes up to its end, 0 where it is none. */
static size_t strip_link(const char *text, size_t len, size_t at, bool image, growing *out)
{
    size_t close = partner(text, len, at);
    if (close == 0 || close + 1 >= len || text[close + 1] != '(')
        return 0;
    size_t end = partner(text, len, close + 1);
    if (end == 0)
        return 0;
    if (!image)
        strip_inline(text + at + 1, close - at - 1, out);
    return end + 1 - at;
}

/* A tag, whose name or /name follows the <, goes; of an address in <> the address stays. */
static size_t strip_angle(const char *text, size_t len, growing *out)
{
    size_t bytes = len > 1 && (characters_is_word((uint32_t)(unsigned char)text[1]) || text[1] == '/' || text[1] == '!')
                       ? reader__tag(text, len)
                       : 0;
    if (bytes == 0)
        return 0;
    bool address = text[1] != '/' && memchr(text, ' ', bytes) == NULL &&
                   (memchr(text, '@', bytes) != NULL || memchr(text, ':', bytes) != NULL);
    if (address)
        growing_add(out, text + 1, bytes - 2);
    return bytes;
}

static void strip_inline(const char *text, size_t len, growing *out)
{
    for (size_t at = 0; at < len;) {
        size_t bytes = 0, end = at;
        switch (text[at]) {
        case '\\':
            if (at + 1 < len && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", text[at + 1]) != NULL) {
                growing_add(out, text + at + 1, 1);
                bytes = 2;
            }
            break;
        case '!':
            if (at + 1 < len && text[at + 1] == '[') {
                bytes = strip_link(text, len, at + 1, true, out);
                bytes += bytes > 0;
            }
            break;
        case '[':
            bytes = strip_link(text, len, at, false, out);
            break;
        case '<':
            bytes = strip_angle(text + at, len - at, out);
            break;
        case '&':
            bytes = reader__reference(text + at, len - at, out);
            break;
        case '`':
            bytes = 1;
            break;
        case '*':
        case '_':
            while (end < len && text[end] == text[at])
                end++;
            if (is_emphasis(text, at, end, len))
                bytes = end - at;
            break;
        default:
            break;
        }
        if (bytes == 0)
            growing_add(out, text + at, bytes = 1);
        at += bytes;
    }
}

void reader__markdown(const char *markdown, size_t len, growing *out)
{
    growing lines = {0};
    for (size_t at = front_matter_end(markdown, len); at < len;) {
        const char *line_end = memchr(markdown + at, '\n', len - at);
        size_t next = line_end == NULL ? len : (size_t)(line_end - markdown) + 1;
        size_t end = line_end == NULL ? len : next - 1;
        if (!is_ornament(markdown + at, end - at)) {
            size_t marks = line_marks(markdown + at, end - at);
            growing_add(&lines, markdown + at + marks, end - at - marks);
        }
        growing_add_str(&lines, "\n");
        at = next;
    }
    if (lines.data != NULL)
        strip_inline(lines.data, lines.len, out);
    growing_dispose(&lines);
}
