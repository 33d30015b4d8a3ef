/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From bytes to a tree of parts, which GMime makes. Invariant: GMime, which keeps an object for each part and each
 * header, is given so much of a message only that these stay few. */
#include "indexer/read/mail_parts.h"

#include <string.h>

#include <gmime/gmime.h>

/* Lines that may divide parts: each may cost a part of 1.3 KB, and is compared with the boundary of each multipart
 * around it, of which GMime looks at 1024. */
#define DIVIDERS_MAX 100000
/* Lines of headers, at 500 bytes, and their bytes, which are kept several times. */
#define HEADER_LINES_MAX 100000
#define HEADER_BYTES_MAX ((size_t)16 << 20)
#define BOUNDARY_BYTES_MAX 200
/* Of a header of addresses that is longer, so much is kept. */
#define ADDRESSES_BYTES_MAX ((size_t)16384)
#define ADDRESSES_BYTES_KEPT ((size_t)1000)

/* ---- how much of it is read ---------------------------------------------------------------------------------- */

/* The line at `*at`, with its end; moves `*at` behind it. */
static dictum_slice take_line(dictum_slice bytes, size_t *at)
{
    const char *end = memchr(bytes.data + *at, '\n', bytes.len - *at);
    size_t next = end == NULL ? bytes.len : (size_t)(end - bytes.data) + 1;
    dictum_slice line = {bytes.data + *at, next - *at};

    *at = next;
    return line;
}

static bool is_blank(dictum_slice line)
{
    return line.len == 0 || line.data[0] == '\n' || (line.len >= 2 && line.data[0] == '\r' && line.data[1] == '\n');
}

/* "Name: value" or what goes on from it. */
static bool looks_like_header(dictum_slice line)
{
    size_t at = 0;

    if (line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t')) {
        return true;
    }
    while (at < line.len && line.data[at] > ' ' && line.data[at] < 0x7F && line.data[at] != ':') {
        at++;
    }
    return at > 0 && at < line.len && line.data[at] == ':';
}

/* The bytes that GMime is given. Headers are those at the front, those behind a divider, and those behind other
 * headers, as in a message inside a message. Lines are dividers only where a header speaks of a multipart: a text may
 * have any number of such lines. */
static size_t readable_bytes(dictum_slice bytes)
{
    size_t at = 0, dividers = 0, header_lines = 0, header_bytes = 0;
    bool in_headers = true, were_headers = false, divided = false;

    while (at < bytes.len) {
        size_t start = at;
        dictum_slice line = take_line(bytes, &at);
        if (divided && line.len >= 2 && line.data[0] == '-' && line.data[1] == '-') {
            dividers++;
            in_headers = true;
            were_headers = false;
        } else if (!in_headers) {
            continue;
        } else if (is_blank(line)) {
            in_headers = were_headers;
            were_headers = false;
        } else if (looks_like_header(line)) {
            header_lines++;
            header_bytes += line.len;
            were_headers = true;
            divided = divided || dictum__find_word(line, 0, "multipart") < line.len;
        } else {
            in_headers = false;
        }
        if (dividers > DIVIDERS_MAX || header_lines > HEADER_LINES_MAX || header_bytes > HEADER_BYTES_MAX) {
            return start;
        }
    }
    return bytes.len;
}

/* ---- parsing ------------------------------------------------------------------------------------------------- */

/* Empty lines, a byte order mark, and lines "From …" of a mailbox. */
static dictum_slice without_front(dictum_slice bytes)
{
    if (bytes.len >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0) {
        bytes.data += 3;
        bytes.len -= 3;
    }
    while (bytes.len > 0) {
        size_t at = 0;
        dictum_slice line = take_line(bytes, &at);
        if (!is_blank(line) && !(line.len > 5 && memcmp(line.data, "From ", 5) == 0) &&
            !(line.len > 6 && memcmp(line.data, ">From ", 6) == 0)) {
            break;
        }
        bytes.data += at;
        bytes.len -= at;
    }
    return bytes;
}

static void prepare_library(void)
{
    static bool ready;

    if (!ready) {
        g_mime_init();
        ready = true;
    }
}

/* Parses what the array holds; NULL where it is no message. The contents of the message's parts stay in the array;
 * `owned`: it goes with the last of them. */
static GMimeMessage *parse(GByteArray *bytes, bool owned)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message;

    g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, owned);
    message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

/* The boundary that the body's own lines show: "--it", and a header behind it. */
static bool find_boundary(dictum_slice text, dictum_slice *boundary)
{
    size_t at = 0;

    while (at < text.len) {
        dictum_slice line = take_line(text, &at);
        size_t next = at;
        if (line.len < 3 || line.data[0] != '-' || line.data[1] != '-' || at == text.len) {
            continue;
        }
        line = dictum__trimmed((dictum_slice){line.data + 2, line.len - 2});
        if (line.len > 0 && line.len <= BOUNDARY_BYTES_MAX && memchr(line.data, '"', line.len) == NULL &&
            memchr(line.data, '\\', line.len) == NULL && looks_like_header(take_line(text, &next))) {
            *boundary = line;
            return true;
        }
    }
    return false;
}

/* Divides a multipart whose boundary its headers do not name, or not rightly, by that of its own lines. */
static void repair(GMimeMessage *message)
{
    GMimeObject *root = g_mime_message_get_mime_part(message), *divided;
    dictum_slice body, boundary;
    GMimeMessage *again;
    GByteArray *bytes;
    char *head;

    if (root == NULL || !GMIME_IS_MULTIPART(root) || g_mime_multipart_get_count((GMimeMultipart *)root) > 0) {
        return;
    }
    body = dictum__slice(g_mime_multipart_get_prologue((GMimeMultipart *)root));
    if (body.len == 0 || !find_boundary(body, &boundary)) {
        return;
    }
    head = g_strdup_printf("From: -\nContent-Type: multipart/%s; boundary=\"%.*s\"\n\n",
                           g_mime_content_type_get_media_subtype(g_mime_object_get_content_type(root)),
                           (int)boundary.len, boundary.data);
    bytes = g_byte_array_sized_new((guint)(strlen(head) + body.len));
    g_byte_array_append(bytes, (const guint8 *)head, (guint)strlen(head));
    g_byte_array_append(bytes, (const guint8 *)body.data, (guint)body.len);
    g_free(head);
    again = parse(bytes, true);
    divided = again == NULL ? NULL : g_mime_message_get_mime_part(again);
    if (divided != NULL && GMIME_IS_MULTIPART(divided) && g_mime_multipart_get_count((GMimeMultipart *)divided) > 0) {
        g_mime_message_set_mime_part(message, divided);
    }
    if (again != NULL) {
        g_object_unref(again);
    }
}

/* Copies the bytes with an empty line before each text that begins right behind headers: GMime would take its lines for
 * broken headers and drop them. */
typedef struct mending {
    dictum_slice bytes;
    GByteArray *out; /* NULL: as yet nothing had to be mended */
    size_t copied;
    bool in_headers, nested, divided;
    size_t headers; /* of the block at hand */
    size_t suspect; /* where a line stands that is no header, if no other header follows; 0: none */
} mending;

static void end_headers_at(mending *in, size_t at)
{
    if (in->out == NULL) {
        in->out = g_byte_array_sized_new((guint)in->bytes.len + 64);
    }
    g_byte_array_append(in->out, (const guint8 *)in->bytes.data + in->copied, (guint)(at - in->copied));
    g_byte_array_append(in->out, (const guint8 *)"\n", 1);
    in->copied = at;
    in->in_headers = false;
}

/* A line that is not a divider. Only a block that begins as the headers of a part do is one behind a divider, which
 * may as well be a line of a text. */
static void mend_line(mending *in, dictum_slice line, size_t start)
{
    if (is_blank(line)) {
        if (in->suspect != 0) {
            end_headers_at(in, in->suspect);
        }
        in->in_headers = false;
    } else if (looks_like_header(line)) {
        in->in_headers = in->headers > 0 || !in->nested || dictum__find_word(line, 0, "content-") == 0;
        in->divided = in->divided || dictum__find_word(line, 0, "multipart") < line.len;
        in->headers++;
        in->suspect = 0;
    } else if (in->headers == 0) {
        in->in_headers = false;
    } else if (in->suspect != 0) {
        end_headers_at(in, in->suspect);
    } else {
        in->suspect = start;
    }
}

/* Where the header that begins with `line` ends, its continuation lines with it. */
static size_t end_of_header(dictum_slice bytes, size_t at)
{
    while (at < bytes.len && (bytes.data[at] == ' ' || bytes.data[at] == '\t')) {
        (void)take_line(bytes, &at);
    }
    return at;
}

/* GMime's parser of addresses takes time with the square of a list that is none. Of a header that is longer than any
 * list of people the beginning is kept. */
static bool is_endless_list(dictum_slice line, size_t header_bytes)
{
    static const char *const names[] = {"to:", "cc:", "bcc:", "from:", "sender:", "reply-to:", "resent-"};

    for (size_t i = 0; header_bytes > ADDRESSES_BYTES_MAX && i < sizeof(names) / sizeof(names[0]); i++) {
        size_t len = strlen(names[i]);
        if (line.len >= len && dictum__is_word((dictum_slice){line.data, len}, names[i])) {
            return true;
        }
    }
    return false;
}

/* Leaves out what is between `from` and `to`, with an end of line in its place. */
static void leave_out(mending *in, size_t from, size_t to)
{
    bool in_headers = in->in_headers;

    end_headers_at(in, from);
    in->copied = to;
    in->in_headers = in_headers;
    in->headers++;
    in->suspect = 0;
}

/* NULL where there is nothing to be mended. */
static GByteArray *mend(dictum_slice bytes)
{
    mending in = {.bytes = bytes, .in_headers = true};
    size_t at = 0;

    while (at < bytes.len) {
        size_t start = at;
        dictum_slice line = take_line(bytes, &at);
        if (line.len >= 2 && line.data[0] == '-' && line.data[1] == '-') {
            if (in.in_headers && in.headers > 0) {
                end_headers_at(&in, in.suspect != 0 ? in.suspect : start);
            }
            in.in_headers = in.nested = in.divided;
            in.headers = in.suspect = 0;
        } else if (in.in_headers && is_endless_list(line, end_of_header(bytes, at) - start)) {
            size_t kept = dictum__trimmed(line).len; /* a header begins without white space */
            at = end_of_header(bytes, at);
            leave_out(&in, start + (kept < ADDRESSES_BYTES_KEPT ? kept : ADDRESSES_BYTES_KEPT), at);
        } else if (in.in_headers) {
            mend_line(&in, line, start);
        }
    }
    if (in.in_headers && in.suspect != 0) {
        end_headers_at(&in, in.suspect);
    }
    if (in.out != NULL) {
        g_byte_array_append(in.out, (const guint8 *)bytes.data + in.copied, (guint)(bytes.len - in.copied));
    }
    return in.out;
}

static void parse_bytes(dictum_slice bytes, dictum_mail *mail)
{
    GByteArray *mended = mend(bytes);
    union {
        const char *given;
        guint8 *kept;
    } data = {.given = bytes.data};

    prepare_library();
    if (mended != NULL) {
        mail->message = parse(mended, true);
    } else { /* they are only read, and taken from the array again in the end */
        mail->bytes = g_byte_array_new_take(data.kept, bytes.len);
        mail->message = parse(mail->bytes, false);
    }
}

dictum_status dictum__mail_parse(dictum_slice bytes, dictum_mail *mail, dictum_error *err)
{
    size_t readable;

    *mail = (dictum_mail){.message = NULL};
    bytes = without_front(bytes);
    if (bytes.len == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "there is nothing in it");
    }
    readable = readable_bytes(bytes);
    mail->cut = readable < bytes.len;
    bytes.len = readable;
    parse_bytes(bytes, mail);
    if (mail->message == NULL || g_mime_message_get_mime_part(mail->message) == NULL) {
        bool cut = mail->cut;
        dictum__mail_dispose(mail);
        if (cut) {
            return dictum__fail(err, DICTUM_CORRUPT, "its headers have more than %zu MB", HEADER_BYTES_MAX >> 20);
        }
        return dictum__fail(err, DICTUM_CORRUPT, "it does not begin with the headers of a mail");
    }
    repair(mail->message);
    return DICTUM_OK;
}

void dictum__mail_dispose(dictum_mail *mail)
{
    if (mail->message != NULL) {
        g_object_unref(mail->message);
    }
    if (mail->bytes != NULL) {
        (void)g_byte_array_steal(mail->bytes, NULL);
        g_byte_array_unref(mail->bytes);
    }
    *mail = (dictum_mail){.message = NULL};
}
