/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling formats apart. Invariant: nothing here reads beyond the bytes that it is given, and every answer depends on
 * the first DICTUM__HEAD_BYTES of them and the name only. */
#include "indexer/read/recognise.h"

#include <string.h>

#include "indexer/read/document.h"

/* A document that is HTML says so within this many bytes. */
#define HTML_FRONT_BYTES 4096

dictum__format dictum__format_by_name(const char *path)
{
    static const struct {
        const char *extension;
        dictum__format format;
    } known[] = {
        {"txt", DICTUM__FORMAT_TEXT},       {"text", DICTUM__FORMAT_TEXT},     {"md", DICTUM__FORMAT_MARKDOWN},
        {"mdown", DICTUM__FORMAT_MARKDOWN}, {"mkd", DICTUM__FORMAT_MARKDOWN},  {"markdown", DICTUM__FORMAT_MARKDOWN},
        {"html", DICTUM__FORMAT_HTML},      {"htm", DICTUM__FORMAT_HTML},      {"xhtml", DICTUM__FORMAT_HTML},
        {"shtml", DICTUM__FORMAT_HTML},     {"jsonl", DICTUM__FORMAT_RECORDS}, {"ndjson", DICTUM__FORMAT_RECORDS},
    };
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');

    if (strcmp(path, "-") == 0) {
        return DICTUM__FORMAT_RECORDS;
    }
    if (dot == NULL || dot == name) {
        return DICTUM__FORMAT_NONE;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (dictum__is_word(dictum__slice(dot + 1), known[i].extension)) {
            return known[i].format;
        }
    }
    return DICTUM__FORMAT_NONE;
}

static bool begins(dictum_slice text, const char *bytes, size_t len)
{
    return text.len >= len && memcmp(text.data, bytes, len) == 0;
}

/* Archives of the ZIP kind hold the names of their members, and some of those tell what they are. */
static const char *zip_kind(dictum_slice raw)
{
    static const struct {
        const char *member, *format;
    } kinds[] = {
        {"mimetypeapplication/vnd.oasis.opendocument.", "OpenDocument"},
        {"mimetypeapplication/epub+zip", "EPUB"},
        {"word/", "DOCX"},
        {"xl/", "XLSX"},
        {"ppt/", "PPTX"},
        {"[content_types].xml", "Office Open XML"},
    };

    raw.len = raw.len < DICTUM__HEAD_BYTES ? raw.len : DICTUM__HEAD_BYTES;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (dictum__find_word(raw, 0, kinds[i].member) < raw.len) {
            return kinds[i].format;
        }
    }
    return "ZIP";
}

const char *dictum__foreign_format(dictum_slice raw)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *format;
    } magics[] = {
        {"{\\rtf", 5, "RTF"},
        {"\x1F\x8B\x08", 3, "gzip"},
        {"BZh", 3, "bzip2"},
        {"\xFD"
         "7zXZ",
         5, "xz"},
        {"\x28\xB5\x2F\xFD", 4, "Zstandard"},
        {"7z\xBC\xAF\x27\x1C", 6, "7-Zip"},
        {"Rar!\x1A\x07", 6, "RAR"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "an old Microsoft Office format"},
        {"%!PS", 4, "PostScript"},
        {"\x89PNG", 4, "PNG"},
        {"\xFF\xD8\xFF", 3, "JPEG"},
        {"GIF8", 4, "GIF"},
    };
    dictum_slice front = {raw.data, raw.len < 1024 ? raw.len : 1024};

    if (begins(raw, "PK\x03\x04", 4) || begins(raw, "PK\x05\x06", 4)) {
        return zip_kind(raw);
    }
    for (size_t at = 0; at + 5 <= front.len; at++) {
        if (memcmp(front.data + at, "%PDF-", 5) == 0 && (at == 0 || memchr(front.data, '\0', front.len) != NULL ||
                                                         front.data[at - 1] == '\n' || front.data[at - 1] == '\r')) {
            return "PDF";
        }
    }
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (begins(raw, magics[i].bytes, magics[i].len)) {
            return magics[i].format;
        }
    }
    return NULL;
}

bool dictum__is_binary(dictum_slice raw, bool named)
{
    size_t controls = 0, nuls = 0;

    raw.len = raw.len < DICTUM__HEAD_BYTES ? raw.len : DICTUM__HEAD_BYTES;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.data[i];
        if (c == 0) {
            nuls++;
        } else if (c < 0x20 && !(c >= '\b' && c <= '\r') && c != 0x1A && c != 0x1B) {
            controls++; /* 0x1A ended files once, 0x1B changes charsets in ISO 2022 */
        }
    }
    if (nuls > 0 && !named) {
        return true;
    }
    return (nuls + controls) * 100 > raw.len + 100;
}

/* Past white space, comments and an XML declaration. */
static size_t skip_prologue(dictum_slice text, size_t at)
{
    for (;;) {
        size_t end;
        while (at < text.len && strchr(" \t\r\n\f", text.data[at]) != NULL && text.data[at] != '\0') {
            at++;
        }
        if (at + 4 <= text.len && memcmp(text.data + at, "<!--", 4) == 0) {
            end = dictum__find_word(text, at + 4, "-->") + 3;
        } else if (at + 5 <= text.len && memcmp(text.data + at, "<?xml", 5) == 0) {
            end = dictum__find_word(text, at, "?>") + 2;
        } else {
            return at;
        }
        if (end >= text.len) {
            return text.len;
        }
        at = end;
    }
}

bool dictum__looks_like_html(dictum_slice text)
{
    static const char *const openings[] = {"<!doctype html", "<html", "<head", "<body", "<title", "<meta"};
    static const char *const anywhere[] = {"<!doctype html", "<html", "<head>", "<body"};
    dictum_slice front;
    size_t at = 0;

    if (begins(text, "\xEF\xBB\xBF", 3)) {
        at = 3;
    }
    text.len = text.len < DICTUM__HEAD_BYTES ? text.len : DICTUM__HEAD_BYTES;
    at = skip_prologue(text, at);
    if (at >= text.len || text.data[at] != '<') {
        return false;
    }
    for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
        size_t end = at + strlen(openings[i]);
        dictum_slice word = {text.data + at, end <= text.len ? end - at : 0};
        char next = end < text.len ? text.data[end] : '>';
        if (dictum__is_word(word, openings[i]) && strchr(" \t\r\n\f>/", next) != NULL) {
            return true;
        }
    }
    front = (dictum_slice){text.data + at, text.len - at < HTML_FRONT_BYTES ? text.len - at : HTML_FRONT_BYTES};
    for (size_t i = 0; i < sizeof(anywhere) / sizeof(anywhere[0]); i++) {
        if (dictum__find_word(front, 0, anywhere[i]) < front.len) {
            return true;
        }
    }
    return false;
}
