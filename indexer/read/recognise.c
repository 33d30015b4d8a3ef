/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling formats apart. Invariant: nothing here reads beyond the bytes that it is given, and every answer depends on
 * the first DICTUM__HEAD_BYTES of them and the name only. */
#include "indexer/read/recognise.h"

#include <string.h>

#include "indexer/read/document.h"
#include "lib/printable.h"

/* A document that is HTML says so within this many bytes. */
#define HTML_FRONT_BYTES 4096
/* The root of a flat OpenDocument file names dozens of namespaces before its type. */
#define ROOT_BYTES 16384

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
        {"pdf", DICTUM__FORMAT_PDF},        {"docx", DICTUM__FORMAT_DOCX},     {"odt", DICTUM__FORMAT_ODT},
        {"fodt", DICTUM__FORMAT_ODT},       {"ott", DICTUM__FORMAT_ODT},       {"docm", DICTUM__FORMAT_DOCX},
        {"dotx", DICTUM__FORMAT_DOCX},      {"epub", DICTUM__FORMAT_EPUB},     {"eml", DICTUM__FORMAT_MAIL},
        {"mbox", DICTUM__FORMAT_MBOX},      {"mbx", DICTUM__FORMAT_MBOX},      {"csv", DICTUM__FORMAT_CSV},
        {"tsv", DICTUM__FORMAT_CSV},        {"srt", DICTUM__FORMAT_SUBTITLES}, {"vtt", DICTUM__FORMAT_SUBTITLES},
        {"zip", DICTUM__FORMAT_ARCHIVE},    {"tar", DICTUM__FORMAT_ARCHIVE},   {"gz", DICTUM__FORMAT_ARCHIVE},
        {"tgz", DICTUM__FORMAT_ARCHIVE},    {"bz2", DICTUM__FORMAT_ARCHIVE},   {"xz", DICTUM__FORMAT_ARCHIVE},
        {"zst", DICTUM__FORMAT_ARCHIVE},
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

const char *dictum__format_name(dictum__format format)
{
    static const char *const names[] = {"text", "text", "Markdown", "HTML", "records", "PDF",       "DOCX",
                                        "ODT",  "EPUB", "mail",     "mail", "CSV",     "subtitles", "an archive"};

    return names[format];
}

/* ---- by content -------------------------------------------------------------------------------------------- */

static size_t two_bytes(const char *at)
{
    return (size_t)(unsigned char)at[0] | (size_t)(unsigned char)at[1] << 8;
}

/* What a ZIP archive states in a first member called "mimetype", as EPUB and OpenDocument have it, so that it can be
 * read without expanding anything; empty where there is none. The form of a member's header is in 4.3.7 of PKWARE's
 * APPNOTE.TXT. */
static dictum_slice stated_type(dictum_slice raw)
{
    dictum_slice type = {"", 0};

    if (raw.len > 38 && begins(raw, "PK\x03\x04", 4) && two_bytes(raw.data + 8) == 0 && two_bytes(raw.data + 26) == 8 &&
        memcmp(raw.data + 30, "mimetype", 8) == 0) {
        size_t content = 38 + two_bytes(raw.data + 28);
        if (content < raw.len) {
            type = (dictum_slice){raw.data + content, raw.len - content};
        }
    }
    return type;
}

static bool states_type(dictum_slice raw, const char *type)
{
    dictum_slice stated = stated_type(raw);

    return begins(stated, type, strlen(type));
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

/* OpenDocument without an archive around it: one element, behind the prologue, that states the type. */
static bool is_flat_text(dictum_slice raw)
{
    static const char root[] = "<office:document";
    dictum_slice front = {raw.data, raw.len < ROOT_BYTES ? raw.len : ROOT_BYTES};
    size_t at = skip_prologue(front, begins(front, "\xEF\xBB\xBF", 3) ? 3 : 0);
    size_t end = at + strlen(root);

    return end < front.len && memcmp(front.data + at, root, strlen(root)) == 0 &&
           strchr(" \t\r\n", front.data[end]) != NULL &&
           dictum__find_word(front, end, "application/vnd.oasis.opendocument.text") < front.len;
}

bool dictum__is_zip(dictum_slice raw)
{
    return begins(raw, "PK\x03\x04", 4) || begins(raw, "PK\x05\x06", 4);
}

/* POSIX's ustar and GNU's form have a mark; the oldest form has a checksum only. */
static bool is_tar(dictum_slice raw)
{
    unsigned long sum = 0, stated = 0;
    bool digits = false;

    if (raw.len < 512 || raw.data[0] == '\0') {
        return false;
    }
    for (size_t i = 0; i < 512; i++) {
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)raw.data[i];
    }
    for (size_t i = 148; i < 156; i++) {
        if (raw.data[i] >= '0' && raw.data[i] <= '7') {
            stated = stated * 8 + (unsigned long)(raw.data[i] - '0');
            digits = true;
        } else if (digits) {
            break;
        }
    }
    return digits && stated == sum;
}

static bool is_compressed(dictum_slice raw)
{
    return begins(raw, "\x1F\x8B\x08", 3) ||
           (begins(raw, "BZh", 3) && raw.len > 9 &&
            begins((dictum_slice){raw.data + 4, raw.len - 4}, "\x31\x41\x59\x26\x53\x59", 6)) ||
           begins(raw,
                  "\xFD"
                  "7zXZ\0",
                  6) ||
           begins(raw, "\x28\xB5\x2F\xFD", 4);
}

static bool is_pdf(dictum_slice raw)
{
    dictum_slice front = {raw.data, raw.len < 1024 ? raw.len : 1024};

    for (size_t at = 0; at + 5 <= front.len; at++) {
        const char *mark = memchr(front.data + at, '%', front.len - at);
        at = mark == NULL ? front.len : (size_t)(mark - front.data);
        if (at + 5 <= front.len && memcmp(front.data + at, "%PDF-", 5) == 0 &&
            (at == 0 || memchr(front.data, '\0', front.len) != NULL || front.data[at - 1] == '\n' ||
             front.data[at - 1] == '\r')) {
            return true;
        }
    }
    return false;
}

/* The line of `text` at `*at`, without its end; moves `*at` behind it. False where the text ends first. */
static bool next_line(dictum_slice text, size_t *at, dictum_slice *line)
{
    const char *end = *at < text.len ? memchr(text.data + *at, '\n', text.len - *at) : NULL;

    if (end == NULL) {
        return false;
    }
    *line = (dictum_slice){text.data + *at, (size_t)(end - text.data) - *at};
    *at += line->len + 1;
    if (line->len > 0 && line->data[line->len - 1] == '\r') {
        line->len--;
    }
    return true;
}

/* The length of a header's name before its colon; 0 where the line is none. */
static size_t header_name(dictum_slice line)
{
    size_t len = 0;

    while (len < line.len && line.data[len] > ' ' && line.data[len] < 0x7F && line.data[len] != ':') {
        len++;
    }
    return len < line.len && line.data[len] == ':' ? len : 0;
}

/* Whether a text begins with the headers of a mail. A memorandum has a sender and a date, too: something that only
 * machines write must be among them. */
static bool has_mail_headers(dictum_slice text, size_t at)
{
    static const char *const of_machines[] = {"received",    "message-id",    "mime-version",
                                              "return-path", "delivered-to",  "content-transfer-encoding",
                                              "x-mailer",    "dkim-signature"};
    static const char *const of_people[] = {"from", "date", "subject", "to"};
    size_t machines = 0, people = 0;
    dictum_slice line;

    for (size_t lines = 0; lines < 500 && next_line(text, &at, &line) && line.len > 0; lines++) {
        size_t len = header_name(line);
        dictum_slice name = {line.data, len};
        if (lines == 0 && begins(line, ">From ", 6)) { /* the first line of a mailbox in another one */
            continue;
        }
        if (len == 0 && (lines == 0 || (line.data[0] != ' ' && line.data[0] != '\t'))) {
            break;
        }
        for (size_t i = 0; i < sizeof(of_machines) / sizeof(of_machines[0]); i++) {
            machines += dictum__is_word(name, of_machines[i]);
        }
        for (size_t i = 0; i < sizeof(of_people) / sizeof(of_people[0]); i++) {
            people += dictum__is_word(name, of_people[i]);
        }
    }
    return machines > 0 && people > 0;
}

/* "From sender Thu Sep 26 16:42:31 2002" and then a mail. */
static bool is_mbox(dictum_slice text)
{
    size_t at = 0;
    dictum_slice line;

    return begins(text, "From ", 5) && next_line(text, &at, &line) && memchr(line.data, ':', line.len) != NULL &&
           has_mail_headers(text, at);
}

static size_t skip_digits(dictum_slice line, size_t at)
{
    while (at < line.len && line.data[at] >= '0' && line.data[at] <= '9') {
        at++;
    }
    return at;
}

/* "00:00:01,000 --> 00:00:02,000" */
static bool is_times(dictum_slice line)
{
    size_t digits = skip_digits(line, 0);

    return digits > 0 && digits < line.len && line.data[digits] == ':' &&
           dictum__find_word(line, 0, " --> ") < (line.len < 32 ? line.len : 32);
}

/* "WEBVTT"; or times, mostly with a number before them. */
static bool is_subtitles(dictum_slice text)
{
    size_t at = begins(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    dictum_slice line, times, rest = {text.data + at, text.len - at};

    if (begins(rest, "WEBVTT", 6) && (rest.len == 6 || strchr(" \t\r\n", rest.data[6]) != NULL)) {
        return true;
    }
    do {
        if (!next_line(text, &at, &line)) {
            return false;
        }
    } while (line.len == 0);
    return is_times(line) || (skip_digits(line, 0) == line.len && next_line(text, &at, &times) && is_times(times));
}

/* A JSON object with a text on the first line. */
static bool is_records(dictum_slice text)
{
    size_t at = begins(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    dictum_slice line;

    return next_line(text, &at, &line) && begins(line, "{\"", 2) && line.data[line.len - 1] == '}' &&
           dictum__find_word(line, 0, "\"text\":") < line.len;
}

dictum__format dictum__format_by_content(dictum_slice head)
{
    if (states_type(head, "application/epub+zip")) {
        return DICTUM__FORMAT_EPUB;
    }
    if (states_type(head, "application/vnd.oasis.opendocument.text") || is_flat_text(head)) {
        return DICTUM__FORMAT_ODT;
    }
    if (dictum__is_zip(head)) {
        return states_type(head, "application/vnd.oasis.opendocument.") ? DICTUM__FORMAT_NONE : DICTUM__FORMAT_ARCHIVE;
    }
    if (is_pdf(head)) {
        return DICTUM__FORMAT_PDF;
    }
    if (is_compressed(head) || is_tar(head)) {
        return DICTUM__FORMAT_ARCHIVE;
    }
    if (is_mbox(head)) {
        return DICTUM__FORMAT_MBOX;
    }
    if (has_mail_headers(head, begins(head, "\xEF\xBB\xBF", 3) ? 3 : 0)) {
        return DICTUM__FORMAT_MAIL;
    }
    if (is_subtitles(head)) {
        return DICTUM__FORMAT_SUBTITLES;
    }
    return is_records(head) ? DICTUM__FORMAT_RECORDS : DICTUM__FORMAT_NONE;
}

const char *dictum__foreign_format(dictum_slice head)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *format;
    } magics[] = {
        {"{\\rtf", 5, "RTF"},        {"7z\xBC\xAF\x27\x1C", 6, "7-Zip"},
        {"Rar!\x1A\x07", 6, "RAR"},  {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "an old Microsoft Office format"},
        {"%!PS", 4, "PostScript"},   {"\x89PNG", 4, "PNG"},
        {"\xFF\xD8\xFF", 3, "JPEG"}, {"GIF8", 4, "GIF"},
    };

    if (states_type(head, "application/vnd.oasis.opendocument.") &&
        dictum__format_by_content(head) == DICTUM__FORMAT_NONE) {
        return "OpenDocument without text";
    }
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        if (begins(head, magics[i].bytes, magics[i].len)) {
            return magics[i].format;
        }
    }
    return NULL;
}

bool dictum__is_binary(dictum_slice raw, bool named)
{
    size_t controls = 0, nuls = 0;

    raw.len = raw.len < DICTUM__HEAD_BYTES ? raw.len : DICTUM__HEAD_BYTES;
    for (size_t i = dictum__printable_end(raw, 0); i < raw.len; i = dictum__printable_end(raw, i + 1)) {
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
