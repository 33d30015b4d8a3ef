/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A message's own text out of its parts. Invariant: each text part is in the text once or not at all; it is left out
 * only where it is another form of what is in it. */
#include <string.h>

#include <gmime/gmime.h>

#include "indexer/read/charset.h"
#include "indexer/read/flow.h"
#include "indexer/read/html.h"
#include "indexer/read/mail_parts.h"
#include "indexer/read/recognise.h"
#include "indexer/read/text.h"

/* A plain text that only says that there is another form is no longer than this. */
#define SHELL_BYTES_MAX 500

/* What a text was made of. */
enum { PLAIN = 1, HTML = 2, OTHER = 4 };

typedef struct mail_text {
    dictum_buf text;
    unsigned forms;
} mail_text;

static void text_init(mail_text *text)
{
    dictum__buf_init(&text->text, DICTUM__TEXT_BYTES_MAX);
    text->forms = 0;
}

/* ---- plain text ---------------------------------------------------------------------------------------------- */

/* How often a line is quoted, and where it begins behind the marks and the space that is stuffed in front of some. */
static size_t quote_depth(dictum_slice line, size_t *start)
{
    size_t depth = 0;

    while (depth < line.len && line.data[depth] == '>') {
        depth++;
    }
    *start = depth < line.len && line.data[depth] == ' ' ? depth + 1 : depth;
    return depth;
}

static void begin_line(dictum_buf *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        dictum__buf_append_char(out, '>');
    }
    if (depth > 0) {
        dictum__buf_append_char(out, ' ');
    }
}

void dictum__mail_unflow(dictum_slice text, bool delsp, dictum_buf *out)
{
    size_t at = 0, open_depth = 0;
    bool open = false;

    while (at < text.len) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t next = end == NULL ? text.len : (size_t)(end - text.data) + 1, start;
        dictum_slice line = {text.data + at, (end == NULL ? text.len : next - 1) - at};
        size_t depth = quote_depth(line, &start);
        bool flows;

        line = (dictum_slice){line.data + start, line.len - start};
        flows = line.len > 0 && line.data[line.len - 1] == ' ' && !(line.len == 3 && memcmp(line.data, "-- ", 3) == 0);
        if (open && (depth != open_depth || (line.len == 3 && memcmp(line.data, "-- ", 3) == 0))) {
            dictum__buf_append_char(out, '\n');
            open = false;
        }
        if (!open) {
            begin_line(out, depth);
        }
        line.len -= flows && delsp;
        dictum__buf_append_slice(out, line);
        open = flows;
        open_depth = depth;
        if (!open) {
            dictum__buf_append_char(out, '\n');
        }
        at = next;
    }
}

/* Whether the line is `marker`, which blanks may follow. */
static bool is_marker(dictum_slice line, const char *marker)
{
    line = dictum__trimmed(line);
    return line.len == strlen(marker) && memcmp(line.data, marker, line.len) == 0;
}

/* Of a text signed in its own lines (RFC 9580, section 7) what was signed: without the lines around it, the signature,
 * and the "- " that is put before its lines that begin with a hyphen. A text that does not end so is left as it is. */
void dictum__mail_unsign(dictum_slice text, dictum_buf *out)
{
    enum { OUTSIDE, ARMOUR_HEADERS, SIGNED, SIGNATURE } state = OUTSIDE;
    size_t at = 0;

    while (at < text.len) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t next = end == NULL ? text.len : (size_t)(end - text.data) + 1;
        dictum_slice line = {text.data + at, next - at};
        at = next;
        if (state == OUTSIDE && is_marker(line, "-----BEGIN PGP SIGNED MESSAGE-----")) {
            state = ARMOUR_HEADERS;
        } else if (state == ARMOUR_HEADERS) {
            state = dictum__trimmed(line).len == 0 ? SIGNED : state;
        } else if (state == SIGNED && is_marker(line, "-----BEGIN PGP SIGNATURE-----")) {
            state = SIGNATURE;
        } else if (state == SIGNATURE) {
            state = is_marker(line, "-----END PGP SIGNATURE-----") ? OUTSIDE : state;
        } else {
            size_t escape = state == SIGNED && line.len > 2 && memcmp(line.data, "- ", 2) == 0 ? 2 : 0;
            dictum__buf_append(out, line.data + escape, line.len - escape);
        }
    }
    if (state != OUTSIDE) {
        dictum__buf_clear(out);
        dictum__buf_append_slice(out, text);
    }
}

static bool parameter_is(GMimePart *part, const char *name, const char *lower)
{
    const char *value = g_mime_object_get_content_type_parameter((GMimeObject *)part, name);

    return value != NULL && dictum__is_word(dictum__trimmed(dictum__slice(value)), lower);
}

static dictum_status append_plain(GMimePart *part, dictum_slice text, dictum_buf *out, dictum_error *err)
{
    dictum_buf unsigned_text, unflowed;
    dictum_status status;

    dictum__buf_init(&unsigned_text, text.len + 1);
    /* At a change of depth a line end comes in. */
    dictum__buf_init(&unflowed, 3 * text.len + 16);
    if (dictum__find_word(text, 0, "-----begin pgp signed message-----") < text.len) {
        dictum__mail_unsign(text, &unsigned_text);
        text = dictum__buf_slice(&unsigned_text);
    }
    if (parameter_is(part, "format", "flowed")) {
        dictum__mail_unflow(text, parameter_is(part, "delsp", "yes"), &unflowed);
        text = dictum__buf_slice(&unflowed);
    }
    dictum__paragraphs(text, out);
    status = dictum__buf_status(&unsigned_text) != DICTUM_OK || dictum__buf_status(&unflowed) != DICTUM_OK
                 ? dictum__nomem(err)
                 : DICTUM_OK;
    dictum__buf_dispose(&unflowed);
    dictum__buf_dispose(&unsigned_text);
    return status;
}

/* ---- parts --------------------------------------------------------------------------------------------------- */

static dictum_status add_object(GMimeObject *object, GMimeMultipart *around, unsigned depth, mail_text *to,
                                dictum_error *err);

/* As a paragraph of its own. */
static void add_text(mail_text *to, const mail_text *from)
{
    if (from->text.len > 0) {
        dictum__buf_append_str(&to->text, to->text.len > 0 ? "\n\n" : "");
        dictum__buf_append_slice(&to->text, dictum__buf_slice(&from->text));
    }
    to->forms |= from->forms;
    to->text.failed = from->text.failed != DICTUM_OK ? from->text.failed : to->text.failed;
}

/* A fragment is put into a body: outside one libxml2 would make a paragraph of each text. */
static dictum_status append_html(dictum_slice html, dictum_buf *out, dictum_error *err)
{
    dictum_flow flow;
    dictum_buf page;
    dictum_status status = DICTUM_OK;

    dictum__flow_init(&flow, out);
    dictum__buf_init(&page, DICTUM__FILE_BYTES_MAX + (size_t)64);
    if (!dictum__looks_like_html(html)) {
        dictum__buf_append_str(&page, "<body>");
        dictum__buf_append_slice(&page, html);
        html = dictum__buf_slice(&page);
        status = dictum__buf_status(&page) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = dictum__html_fragment(html, &flow, err);
    }
    dictum__flow_end(&flow);
    dictum__buf_dispose(&page);
    return status;
}

static dictum_status add_leaf(GMimePart *part, mail_text *to, dictum_error *err)
{
    bool html = dictum__mail_is_type((GMimeObject *)part, "text", "html");
    bool plain = dictum__mail_is_type((GMimeObject *)part, "text", "plain");
    mail_text leaf;
    dictum_buf text;
    dictum_status status;

    dictum__buf_init(&text, DICTUM__FILE_BYTES_MAX);
    text_init(&leaf);
    leaf.forms = html ? HTML : plain ? PLAIN : OTHER;
    status = dictum__mail_content_text(part, &text, err);
    if (status == DICTUM_OK && html) {
        status = append_html(dictum__buf_slice(&text), &leaf.text, err);
    } else if (status == DICTUM_OK) {
        status = append_plain(part, dictum__buf_slice(&text), &leaf.text, err);
    }
    add_text(to, &leaf);
    dictum__buf_dispose(&leaf.text);
    dictum__buf_dispose(&text);
    return status;
}

/* Whether a plain text says nothing but that the message is to be read in its other form: it is short, and either
 * speaks of HTML or a browser, or has nothing of what the other form says. */
static bool is_shell(const mail_text *plain, const mail_text *html)
{
    dictum_slice text = dictum__buf_slice(&plain->text);

    if (text.len == 0) {
        return true;
    }
    if (text.len > SHELL_BYTES_MAX || html->text.len == 0) {
        return false;
    }
    if (dictum__find_word(text, 0, "html") < text.len || dictum__find_word(text, 0, "browser") < text.len) {
        return html->text.len > text.len;
    }
    return html->text.len / 10 > text.len;
}

/* The forms come with the best last; the plain one is what was written, unless it is a shell. */
static dictum_status add_alternative(GMimeMultipart *multipart, unsigned depth, mail_text *to, dictum_error *err)
{
    mail_text best[3]; /* plain, HTML, other */
    dictum_status status = DICTUM_OK;
    int count = dictum__mail_count(multipart);

    for (size_t i = 0; i < 3; i++) {
        text_init(&best[i]);
    }
    for (int i = 0; status == DICTUM_OK && i < count; i++) {
        mail_text form;
        text_init(&form);
        status = add_object(g_mime_multipart_get_part(multipart, i), multipart, depth + 1, &form, err);
        mail_text *place = (form.forms & HTML) != 0 ? &best[1] : (form.forms & PLAIN) != 0 ? &best[0] : &best[2];
        if (form.text.len > 0 || dictum__buf_status(&form.text) != DICTUM_OK) {
            dictum__buf_dispose(&place->text);
            *place = form;
        } else {
            dictum__buf_dispose(&form.text);
        }
    }
    if (status == DICTUM_OK) {
        const mail_text *chosen = is_shell(&best[0], &best[1]) && best[1].text.len > 0 ? &best[1] : &best[0];
        add_text(to, chosen->text.len > 0 || dictum__buf_status(&chosen->text) != DICTUM_OK ? chosen : &best[2]);
    }
    for (size_t i = 0; i < 3; i++) {
        dictum__buf_dispose(&best[i].text);
    }
    return status;
}

/* What stands where parts should be: no line divides it. */
static dictum_status add_undivided(GMimeMultipart *multipart, mail_text *to, dictum_error *err)
{
    dictum_slice body = dictum__slice(g_mime_multipart_get_prologue(multipart));
    dictum_charset charset;
    dictum_buf text;
    mail_text plain;
    dictum_status status;

    if (body.len == 0) {
        return DICTUM_OK;
    }
    dictum__buf_init(&text, DICTUM__FILE_BYTES_MAX);
    text_init(&plain);
    plain.forms = PLAIN;
    status = dictum__charset_find(body, false, &charset, err);
    if (status == DICTUM_OK) {
        status = dictum__charset_convert(body, &charset, &text, err);
    }
    if (status == DICTUM_OK) {
        dictum__paragraphs(dictum__buf_slice(&text), &plain.text);
        add_text(to, &plain);
    }
    dictum__buf_dispose(&plain.text);
    dictum__buf_dispose(&text);
    return status;
}

static dictum_status add_multipart(GMimeMultipart *multipart, unsigned depth, mail_text *to, dictum_error *err)
{
    int count = dictum__mail_count(multipart);
    dictum_status status = DICTUM_OK;

    if (depth >= DICTUM__MAIL_DEPTH_MAX) {
        return DICTUM_OK;
    }
    if (count == 0) {
        return add_undivided(multipart, to, err);
    }
    if (dictum__mail_is_type((GMimeObject *)multipart, "multipart", "alternative")) {
        return add_alternative(multipart, depth, to, err);
    }
    for (int i = 0; status == DICTUM_OK && i < count; i++) {
        status = add_object(g_mime_multipart_get_part(multipart, i), multipart, depth + 1, to, err);
    }
    return status;
}

static dictum_status add_object(GMimeObject *object, GMimeMultipart *around, unsigned depth, mail_text *to,
                                dictum_error *err)
{
    switch (dictum__mail_kind_of(object, around)) {
    case DICTUM__MAIL_CONTAINER:
        return add_multipart((GMimeMultipart *)object, depth, to, err);
    case DICTUM__MAIL_TEXT:
        return add_leaf((GMimePart *)object, to, err);
    default:
        return DICTUM_OK;
    }
}

dictum_status dictum__mail_text(GMimeMessage *message, dictum_buf *out, dictum_error *err)
{
    mail_text all;
    dictum_status status;

    text_init(&all);
    status = add_object(g_mime_message_get_mime_part(message), NULL, 0, &all, err);
    if (status == DICTUM_OK && dictum__buf_status(&all.text) == DICTUM_NOMEM) {
        status = dictum__nomem(err);
    }
    dictum__buf_dispose(out);
    *out = all.text;
    return status;
}
