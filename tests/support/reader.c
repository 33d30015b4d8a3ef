/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a file to words: encoding, format, white space. */
#include "tests/support/reader.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/support/reader_parts.h"

#define CHARSET_BYTES 40
#define DECLARED_WITHIN 4096

static bool load(const char *path, growing *out)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    for (size_t count; (count = fread(block, 1, sizeof block, file)) > 0;)
        growing_add(out, block, count);
    growing_add_str(out, ""); /* of an empty file too */
    bool read = ferror(file) == 0;
    (void)fclose(file);
    return read;
}

static bool ends_with(const char *path, const char *ending)
{
    size_t bytes = strlen(path), count = strlen(ending);
    return bytes >= count && strcasecmp(path + bytes - count, ending) == 0;
}

/* The name behind "charset=" near the beginning of a page; empty where there is none. */
static void declared_charset(const growing *html, char name[CHARSET_BYTES])
{
    size_t limit = html->len < DECLARED_WITHIN ? html->len : DECLARED_WITHIN;
    name[0] = '\0';
    for (size_t at = 0; at + 8 < limit; at++) {
        if (strncasecmp(html->data + at, "charset=", 8) != 0)
            continue;
        size_t from = at + 8, count = 0;
        if (html->data[from] == '"' || html->data[from] == '\'')
            from++;
        while (count + 1 < CHARSET_BYTES && from + count < limit &&
               strchr("\"' />;\t\r\n", html->data[from + count]) == NULL)
            count++;
        memcpy(name, html->data + from, count);
        name[count] = '\0';
        return;
    }
}

static void convert(const char *charset, const growing *in, growing *out)
{
    char block[1024];
    char *from = in->data;
    size_t left = in->len;
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1)
        converter = iconv_open("UTF-8", "WINDOWS-1252");
    if (converter == (iconv_t)-1)
        abort();
    while (left > 0) {
        char *to = block;
        size_t room = sizeof block;
        size_t outcome = iconv(converter, &from, &left, &to, &room);
        growing_add(out, block, sizeof block - room);
        if (outcome == (size_t)-1 && errno != E2BIG && left > 0) { /* a byte without meaning */
            growing_add_code_point(out, 0xfffd);
            from++;
            left--;
        }
    }
    (void)iconv_close(converter);
}

/* The file's bytes as UTF-8. */
static void decode(growing *bytes, bool html)
{
    char charset[CHARSET_BYTES] = "";
    growing converted = {0};
    if (bytes->len >= 3 && memcmp(bytes->data, "\xef\xbb\xbf", 3) == 0) {
        growing_add(&converted, bytes->data + 3, bytes->len - 3);
        growing_dispose(bytes);
        *bytes = converted;
        return;
    }
    if (html)
        declared_charset(bytes, charset);
    bool latin = strcasecmp(charset, "iso-8859-1") == 0 || strcasecmp(charset, "us-ascii") == 0;
    bool open = charset[0] == '\0' || latin || strcasecmp(charset, "utf-8") == 0;
    if (open && characters_are_utf8(bytes->data, bytes->len))
        return;
    convert(open ? "WINDOWS-1252" : charset, bytes, &converted);
    growing_dispose(bytes);
    *bytes = converted;
}

static void find_words(reader_document *document, size_t len)
{
    size_t cap = 0;
    for (size_t at = 0; at < len;) {
        size_t start = at, next = at;
        bool word = false;
        while (at < len) {
            uint32_t c = characters_next(document->text, len, &next);
            if (characters_is_space(c))
                break;
            word = word || characters_is_word(c);
            at = next;
        }
        if (word) {
            if (document->word_count == cap) {
                cap = cap == 0 ? 1024 : cap * 2;
                reader_word *grown = realloc(document->words, cap * sizeof *grown);
                if (grown == NULL)
                    abort();
                document->words = grown;
            }
            document->words[document->word_count++] = (reader_word){start, at};
        }
        at = next;
    }
}

void reader_words(const char *text, size_t len, reader_document *document)
{
    growing copy = {0};
    growing_add(&copy, text, len);
    *document = (reader_document){.text = copy.data};
    find_words(document, len);
}

bool reader_open(const char *path, reader_document *document)
{
    growing bytes = {0}, text = {0};
    bool html = ends_with(path, ".htm") || ends_with(path, ".html");
    memset(document, 0, sizeof *document);
    if (!load(path, &bytes)) {
        growing_dispose(&bytes);
        return false;
    }
    decode(&bytes, html);
    if (html)
        reader__html(bytes.data, bytes.len, &text);
    else if (ends_with(path, ".md"))
        reader__markdown(bytes.data, bytes.len, &text);
    else
        growing_add(&text, bytes.data, bytes.len);
    growing_dispose(&bytes);
    growing_add_str(&text, "");
    document->text = text.data;
    find_words(document, text.len);
    return true;
}

void reader_close(reader_document *document)
{
    free(document->text);
    free(document->words);
    memset(document, 0, sizeof *document);
}
