/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strips the tags from a page. Tags, comments and references are told apart as the HTML standard's tokenizer does
 * (https://html.spec.whatwg.org/multipage/parsing.html#tokenization); no tree is built. */
#include "tests/support/reader_parts.h"

#include <string.h>
#include <strings.h>

#define NAME_BYTES 16

/* Elements whose tags divide words, as the standard's style sheet shows them; those of other names leave no trace. */
static const char *const dividing_elements[] = {
    "address",  "article", "aside",  "blockquote", "body",   "br",       "caption",  "center", "dd",      "details",
    "dialog",   "dir",     "div",    "dl",         "dt",     "fieldset", "figure",   "footer", "form",    "frameset",
    "h1",       "h2",      "h3",     "h4",         "h5",     "h6",       "head",     "header", "hgroup",  "hr",
    "html",     "iframe",  "legend", "li",         "main",   "menu",     "nav",      "ol",     "option",  "optgroup",
    "noframes", "p",       "pre",    "section",    "select", "summary",  "table",    "tbody",  "td",      "textarea",
    "tfoot",    "th",      "thead",  "tr",         "ul",     "xmp",      "noscript", "search", "listing", "figcaption",
};

/* Elements whose content nobody sees. */
static const char *const unseen_elements[] = {"script", "style", "title", "template", "iframe"};

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The place of `what`, in any case, from `at` on; len where there is none. */
static size_t find(const char *text, size_t len, size_t at, const char *what)
{
    size_t count = strlen(what);
    for (; at + count <= len; at++)
        if (strncasecmp(text + at, what, count) == 0)
            return at;
    return len;
}

/* The end of a tag's attributes: behind its >, which counts in a value in quotation marks as a character only. */
static size_t attributes_end(const char *text, size_t len, size_t at)
{
    bool value_expected = false;
    while (at < len && text[at] != '>') {
        if (value_expected && (text[at] == '"' || text[at] == '\'')) {
            const char *close = memchr(text + at + 1, text[at], len - at - 1);
            if (close == NULL)
                return len;
            at = (size_t)(close - text) + 1;
            value_expected = false;
            continue;
        }
        value_expected = text[at] == '=' || (value_expected && is_blank(text[at]));
        at++;
    }
    return at < len ? at + 1 : len;
}

static size_t comment_end(const char *text, size_t len)
{
    if (len > 4 && text[4] == '>')
        return 5;
    if (len > 5 && text[4] == '-' && text[5] == '>')
        return 6;
    size_t end = find(text, len, 4, "-->"), other = find(text, len, 4, "--!>");
    if (other < end)
        return other + 4;
    return end < len ? end + 3 : len;
}

size_t reader__tag(const char *text, size_t len)
{
    if (len < 2 || text[0] != '<')
        return 0;
    if (len >= 4 && memcmp(text, "<!--", 4) == 0)
        return comment_end(text, len);
    if (is_letter(text[1]))
        return attributes_end(text, len, 1);
    if (len > 2 && text[1] == '/' && is_letter(text[2]))
        return attributes_end(text, len, 2);
    if (text[1] == '!' || text[1] == '?' || text[1] == '/') {
        const char *close = memchr(text, '>', len);
        return close == NULL ? len : (size_t)(close - text) + 1;
    }
    return 0;
}

/* The name of a tag in lower case; empty where it is a comment or longer than any name that matters. */
static void tag_name(const char *tag, size_t len, char name[NAME_BYTES])
{
    size_t at = len > 1 && tag[1] == '/' ? 2 : 1, count = 0;
    name[0] = '\0';
    if (at >= len || !is_letter(tag[at]))
        return;
    while (at + count < len && !is_blank(tag[at + count]) && tag[at + count] != '/' && tag[at + count] != '>') {
        if (count + 1 == NAME_BYTES) {
            name[0] = '\0';
            return;
        }
        char c = tag[at + count];
        name[count++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    name[count] = '\0';
}

/* Behind the end tag of the element `name`. */
static size_t element_end(const char *text, size_t len, size_t at, const char *name)
{
    char end_tag[NAME_BYTES + 2] = "</";
    memcpy(end_tag + 2, name, strlen(name) + 1);
    for (; (at = find(text, len, at, end_tag)) < len; at++) {
        size_t behind = at + strlen(end_tag);
        if (behind >= len || is_blank(text[behind]) || text[behind] == '/' || text[behind] == '>')
            return at + reader__tag(text + at, len - at);
    }
    return len;
}

/* One character of what is no tag; a line of the source is none of the page. */
static size_t add_text(const char *text, size_t len, bool keeps_lines, growing *out)
{
    size_t bytes = text[0] == '&' ? reader__reference(text, len, out) : 0;
    if (bytes > 0)
        return bytes;
    growing_add(out, is_blank(text[0]) && !keeps_lines ? " " : text, 1);
    return 1;
}

void reader__html(const char *html, size_t len, growing *out)
{
    bool keeps_lines = false;
    for (size_t at = 0; at < len;) {
        size_t bytes = html[at] == '<' ? reader__tag(html + at, len - at) : 0;
        if (bytes == 0) {
            at += add_text(html + at, len - at, keeps_lines, out);
            continue;
        }
        char name[NAME_BYTES];
        tag_name(html + at, bytes, name);
        bool start = html[at + 1] != '/';
        at += bytes;
        if (strcmp(name, "pre") == 0)
            keeps_lines = start;
        if (is_one_of(name, dividing_elements, sizeof dividing_elements / sizeof dividing_elements[0]))
            growing_add_str(out, strcmp(name, "br") == 0 ? "\n" : "\n\n");
        if (start && is_one_of(name, unseen_elements, sizeof unseen_elements / sizeof unseen_elements[0]))
            at = element_end(html, len, at, name);
    }
}
