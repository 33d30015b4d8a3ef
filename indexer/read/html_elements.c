/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of elements, of roles (WAI-ARIA), and of the words in classes and ids. Invariant: each table is in the order
 * of strcmp(). The words are evidence only: a page is divided by what stands in its parts (main_text.c). */
#include "indexer/read/html_elements.h"

#include <string.h>

#include "indexer/read/document.h"

/* Longer than any word of the tables. */
#define WORD_BYTES_MAX 24

#define BLOCK DICTUM__ELEMENT_BLOCK
#define INLINE DICTUM__ELEMENT_INLINE
#define PARAGRAPH DICTUM__PART_PARAGRAPH

static const dictum__element elements[] = {
    {"a", INLINE, 0}, /* a link where it has an address */
    {"address", BLOCK, PARAGRAPH},
    {"article", BLOCK, DICTUM__PART_ARTICLE},
    {"aside", BLOCK, DICTUM__PART_ASIDE},
    {"blockquote", BLOCK, PARAGRAPH | DICTUM__PART_QUOTATION},
    {"body", BLOCK, 0},
    {"br", DICTUM__ELEMENT_BREAK, 0},
    {"button", INLINE, DICTUM__PART_CONTROL},
    {"caption", BLOCK, PARAGRAPH},
    {"center", BLOCK, 0},
    {"dd", BLOCK, PARAGRAPH | DICTUM__PART_SAID},
    {"details", BLOCK, 0},
    {"dialog", BLOCK, DICTUM__PART_OVERLAY},
    {"dir", BLOCK, DICTUM__PART_LIST},
    {"div", BLOCK, 0},
    {"dl", BLOCK, DICTUM__PART_LIST},
    {"dt", BLOCK, PARAGRAPH},
    {"fieldset", BLOCK, 0},
    {"figcaption", BLOCK, PARAGRAPH},
    {"figure", BLOCK, PARAGRAPH | DICTUM__PART_QUOTATION},
    {"footer", BLOCK, DICTUM__PART_FOOTER},
    {"form", BLOCK, DICTUM__PART_FORM},
    {"frameset", BLOCK, 0},
    {"h1", DICTUM__ELEMENT_HEADING, PARAGRAPH | DICTUM__PART_HEADING | DICTUM__PART_HEADING_1},
    {"h2", BLOCK, PARAGRAPH | DICTUM__PART_HEADING},
    {"h3", BLOCK, PARAGRAPH | DICTUM__PART_HEADING},
    {"h4", BLOCK, PARAGRAPH | DICTUM__PART_HEADING},
    {"h5", BLOCK, PARAGRAPH | DICTUM__PART_HEADING},
    {"h6", BLOCK, PARAGRAPH | DICTUM__PART_HEADING},
    {"head", BLOCK, 0},
    {"header", BLOCK, DICTUM__PART_HEADER},
    {"hgroup", BLOCK, 0},
    {"hr", BLOCK, 0},
    {"html", DICTUM__ELEMENT_ROOT, 0},
    {"iframe", BLOCK, 0},
    {"label", INLINE, DICTUM__PART_CONTROL},
    {"legend", BLOCK, DICTUM__PART_CONTROL},
    {"li", BLOCK, PARAGRAPH},
    {"link", DICTUM__ELEMENT_LINK, 0},
    {"listing", DICTUM__ELEMENT_LINES, PARAGRAPH},
    {"main", BLOCK, DICTUM__PART_MAIN},
    {"menu", BLOCK, DICTUM__PART_LIST},
    {"meta", DICTUM__ELEMENT_META, 0},
    {"nav", BLOCK, DICTUM__PART_NAVIGATION},
    {"noframes", BLOCK, 0},
    {"noscript", BLOCK, DICTUM__PART_OVERLAY},
    {"ol", BLOCK, DICTUM__PART_LIST},
    {"optgroup", BLOCK, DICTUM__PART_CONTROL},
    {"option", BLOCK, DICTUM__PART_CONTROL},
    {"p", BLOCK, PARAGRAPH},
    {"plaintext", DICTUM__ELEMENT_LINES, PARAGRAPH},
    {"pre", DICTUM__ELEMENT_LINES, PARAGRAPH},
    {"script", DICTUM__ELEMENT_SCRIPT, 0},
    {"search", BLOCK, DICTUM__PART_OVERLAY},
    {"section", BLOCK, 0},
    {"select", BLOCK, DICTUM__PART_CONTROL},
    {"style", DICTUM__ELEMENT_SKIPPED, 0},
    {"summary", BLOCK, PARAGRAPH},
    {"table", BLOCK, 0},
    {"tbody", BLOCK, 0},
    {"td", DICTUM__ELEMENT_CELL, 0},
    {"template", DICTUM__ELEMENT_SKIPPED, 0},
    {"textarea", DICTUM__ELEMENT_LINES, DICTUM__PART_CONTROL},
    {"tfoot", BLOCK, 0},
    {"th", DICTUM__ELEMENT_CELL, 0},
    {"thead", BLOCK, 0},
    {"time", DICTUM__ELEMENT_TIME, DICTUM__PART_SAID},
    {"title", DICTUM__ELEMENT_TITLE, 0},
    {"tr", BLOCK, 0},
    {"ul", BLOCK, DICTUM__PART_LIST},
    {"xmp", DICTUM__ELEMENT_LINES, PARAGRAPH},
};

typedef struct named_part {
    const char *name;
    uint32_t parts;
} named_part;

static const named_part roles[] = {
    {"alertdialog", DICTUM__PART_OVERLAY},    {"article", DICTUM__PART_ARTICLE},
    {"banner", DICTUM__PART_HEADER},          {"complementary", DICTUM__PART_ASIDE},
    {"contentinfo", DICTUM__PART_FOOTER},     {"dialog", DICTUM__PART_OVERLAY},
    {"doc-bibliography", DICTUM__PART_NOTES}, {"doc-endnotes", DICTUM__PART_NOTES},
    {"doc-footnote", DICTUM__PART_NOTES},     {"main", DICTUM__PART_MAIN},
    {"menu", DICTUM__PART_NAVIGATION},        {"menubar", DICTUM__PART_NAVIGATION},
    {"navigation", DICTUM__PART_NAVIGATION},  {"search", DICTUM__PART_OVERLAY},
    {"tablist", DICTUM__PART_NAVIGATION},     {"toolbar", DICTUM__PART_NAVIGATION},
};

static const named_part words[] = {
    {"addthis", DICTUM__PART_FURNITURE},
    {"addtoany", DICTUM__PART_FURNITURE},
    {"ads", DICTUM__PART_FURNITURE},
    {"advert", DICTUM__PART_FURNITURE},
    {"advertisement", DICTUM__PART_FURNITURE},
    {"author", DICTUM__PART_AUTHOR},
    {"bibliography", DICTUM__PART_NOTES},
    {"breadcrumb", DICTUM__PART_NAVIGATION},
    {"breadcrumbs", DICTUM__PART_NAVIGATION},
    {"byline", DICTUM__PART_AUTHOR},
    {"comments", DICTUM__PART_FURNITURE},
    {"consent", DICTUM__PART_FURNITURE},
    {"cookie", DICTUM__PART_FURNITURE},
    {"cookies", DICTUM__PART_FURNITURE},
    {"date", DICTUM__PART_DATED},
    {"dateline", DICTUM__PART_DATED},
    {"datetime", DICTUM__PART_DATED},
    {"disqus", DICTUM__PART_FURNITURE},
    {"endnote", DICTUM__PART_NOTES},
    {"endnotes", DICTUM__PART_NOTES},
    {"fn", DICTUM__PART_NOTES},
    {"footer", DICTUM__PART_FURNITURE},
    {"footnote", DICTUM__PART_NOTES},
    {"footnotes", DICTUM__PART_NOTES},
    {"gdpr", DICTUM__PART_FURNITURE},
    {"menu", DICTUM__PART_FURNITURE},
    {"modal", DICTUM__PART_FURNITURE},
    {"modified", DICTUM__PART_CHANGED},
    {"nav", DICTUM__PART_FURNITURE},
    {"navbar", DICTUM__PART_FURNITURE},
    {"navigation", DICTUM__PART_FURNITURE},
    {"newsletter", DICTUM__PART_FURNITURE},
    {"notes", DICTUM__PART_NOTES},
    {"pager", DICTUM__PART_FURNITURE},
    {"pagination", DICTUM__PART_FURNITURE},
    {"popup", DICTUM__PART_FURNITURE},
    {"posted", DICTUM__PART_DATED},
    {"promo", DICTUM__PART_FURNITURE},
    {"pubdate", DICTUM__PART_DATED},
    {"published", DICTUM__PART_DATED},
    {"recommended", DICTUM__PART_FURNITURE},
    {"reference", DICTUM__PART_NOTES},
    {"references", DICTUM__PART_NOTES},
    {"related", DICTUM__PART_FURNITURE},
    {"respond", DICTUM__PART_FURNITURE},
    {"search", DICTUM__PART_FURNITURE},
    {"share", DICTUM__PART_FURNITURE},
    {"sharing", DICTUM__PART_FURNITURE},
    {"sidebar", DICTUM__PART_FURNITURE},
    {"skip", DICTUM__PART_FURNITURE},
    {"skiplink", DICTUM__PART_FURNITURE},
    {"social", DICTUM__PART_FURNITURE},
    {"sources", DICTUM__PART_NOTES},
    {"sponsor", DICTUM__PART_FURNITURE},
    {"sponsored", DICTUM__PART_FURNITURE},
    {"subscribe", DICTUM__PART_FURNITURE},
    {"timestamp", DICTUM__PART_DATED},
    {"toolbar", DICTUM__PART_FURNITURE},
    {"update", DICTUM__PART_CHANGED},
    {"updated", DICTUM__PART_CHANGED},
    {"widget", DICTUM__PART_FURNITURE},
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* The order of strcmp(), told by the first letters alone where they differ, as they mostly do. */
static int compare(const char *a, const char *b)
{
    return a[0] != b[0] ? (unsigned char)a[0] - (unsigned char)b[0] : strcmp(a, b);
}

const dictum__element *dictum__element_find(const char *name)
{
    static const dictum__element unknown = {"", DICTUM__ELEMENT_INLINE, 0};
    size_t low = 0, high = COUNT_OF(elements);

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, elements[middle].name);
        if (order == 0) {
            return &elements[middle];
        }
        low = order > 0 ? middle + 1 : low;
        high = order < 0 ? middle : high;
    }
    return &unknown;
}

static uint32_t parts_of(const char *name, const named_part *table, size_t count)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, table[middle].name);
        if (order == 0) {
            return table[middle].parts;
        }
        low = order > 0 ? middle + 1 : low;
        high = order < 0 ? middle : high;
    }
    return 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Copies the word at the front of `text` in lower case into `word`: letters, up to a capital behind a small one
 * ("mainNav" is two). Empty where it is too long. The number of bytes it has. */
static size_t take_word(const char *text, char word[WORD_BYTES_MAX])
{
    size_t len = 0;

    while (is_letter(text[len]) && (len == 0 || !is_capital(text[len]) || is_capital(text[len - 1]))) {
        if (len < WORD_BYTES_MAX - 1) {
            word[len] = is_capital(text[len]) ? (char)(text[len] - 'A' + 'a') : text[len];
        }
        len++;
    }
    word[len < WORD_BYTES_MAX ? len : 0] = '\0';
    return len;
}

uint32_t dictum__parts_of_role(const char *role)
{
    return role == NULL ? 0 : parts_of(role, roles, COUNT_OF(roles));
}

/* Whether what follows in a name is what the part lacks or stands beside: "no-sidebar", "content--with-menu". */
static bool turns_away(const char *word)
{
    static const char *const turning[] = {"has", "hide", "is", "no", "not", "show", "with", "without"};

    for (size_t i = 0; i < COUNT_OF(turning); i++) {
        if (compare(word, turning[i]) == 0) {
            return true;
        }
    }
    return false;
}

uint32_t dictum__parts_of_names(const char *names)
{
    uint32_t parts = 0;
    char word[WORD_BYTES_MAX];

    while (names != NULL && *names != '\0') {
        if (!is_letter(*names)) {
            names++;
            continue;
        }
        names += take_word(names, word);
        if (turns_away(word)) {
            while (*names != '\0' && !is_blank(*names)) {
                names++;
            }
            continue;
        }
        parts |= parts_of(word, words, COUNT_OF(words));
    }
    return parts;
}
