/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What holds of the main text of every page, tried on random ones; the seed is printed, and DICTUM_TEST_SEED sets it.
 * The words of a page are numbered, so that it is known where a piece of text was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/read/html.h"
#include "tests/support/chance.h"

#define PAGES 4000
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static uint64_t seed;

static const char *const tags[] = {
    "div", "div",  "div",   "p",     "p",      "p",    "ul",     "li",         "li",   "nav",     "main",     "article",
    "br",  "br",   "aside", "table", "tr",     "td",   "th",     "header",     "form", "section", "footer",   "h1",
    "h2",  "span", "pre",   "b",     "button", "dl",   "option", "blockquote", "time", "center",  "noscript", "dd",
    "ol",  "font", "h3",    "a",     "label",  "body", "html",   "address",    "hr",   "figure",  "textarea", "svg",
};

static const char *const attributes[] = {
    "",
    "",
    "",
    " class=content",
    " class='side-bar widget'",
    " id=footer",
    " role=navigation",
    " role=main",
    " class='share social'",
    " id=main-menu",
    " class=footnotes",
    " class=byline",
    " hidden",
    " itemprop=author",
    " itemprop=datePublished",
    " rel=author",
    " class='entry-header'",
    " style='display:none'",
    " class=comments",
};

static const char *const links[] = {"<a href='/x'>",         "<a href='#n'>", "<a href='#'>", "<a rel=author href=y>",
                                    "<a href='mailto:a@b'>", "<a name=z>",    "<a href=''>"};

static void append_words(chance *dice, dictum_buf *out, unsigned *number)
{
    size_t count = chance_one_in(dice, 3) ? 10 + chance_below(dice, 40) : 1 + chance_below(dice, 4);

    for (size_t i = 0; i < count; i++) {
        dictum__buf_appendf(out, "w%u ", (*number)++);
    }
    if (chance_one_in(dice, 2)) {
        dictum__buf_appendf(out, "w%u.", (*number)++);
    }
}

static void append_random_page(chance *dice, dictum_buf *out)
{
    unsigned number = 0;

    dictum__buf_clear(out);
    if (chance_one_in(dice, 2)) {
        dictum__buf_append_str(out, "<title>w1 w2 w3 w4</title>");
    }
    for (size_t i = 10 + chance_below(dice, 150); i > 0; i--) {
        switch (chance_below(dice, 5)) {
        case 0:
            dictum__buf_appendf(out, "</%s>", tags[chance_below(dice, COUNT(tags))]);
            break;
        case 1:
            dictum__buf_append_str(out, links[chance_below(dice, COUNT(links))]);
            append_words(dice, out, &number);
            dictum__buf_append_str(out, chance_one_in(dice, 20) ? "" : "</a>");
            break;
        case 2:
            append_words(dice, out, &number);
            break;
        default:
            dictum__buf_appendf(out, "<%s%s>", tags[chance_below(dice, COUNT(tags))],
                                attributes[chance_below(dice, COUNT(attributes))]);
            break;
        }
    }
}

/* The text of a page, to be freed. */
static char *text_of(const dictum_buf *html, bool whole)
{
    const dictum_html_options options = {.whole_page = whole};
    dictum_document document;
    dictum_error err;
    char *text;

    dictum__document_init(&document);
    assert_int_equal(dictum__read_html(dictum__buf_slice(html), &options, &document, &err), DICTUM_OK);
    assert_int_equal(dictum__document_status(&document, &err), DICTUM_OK);
    text = strndup(document.text.len == 0 ? "" : document.text.data, document.text.len);
    dictum__document_dispose(&document);
    assert_non_null(text);
    return text;
}

/* How wide the border of a text is that begins at `at`: 0 where none does, 1 a tab, 2 a line, 3 a paragraph. */
static unsigned border_at(const char *at)
{
    return at[0] == '\t' ? 1 : at[0] != '\n' ? 0 : at[1] == '\n' ? 3 : 2;
}

/* Where the piece ends that begins at `at`. */
static size_t piece_end(const char *at)
{
    return strcspn(at, "\t\n");
}

/* Whether the pieces of `part` are pieces of `whole`, in its order, and each border the widest between them there. In
 * text that keeps its lines, a line is not a piece of its own; it is all the same one here. */
static bool is_taken_from(const char *part, const char *whole)
{
    unsigned widest = 0;
    bool first = true;

    while (*whole != '\0') {
        size_t len = piece_end(whole), other = piece_end(part);
        if (len == other && memcmp(whole, part, len) == 0) {
            unsigned border = border_at(part + other);
            part += other + (border == 3 ? 2 : border > 0);
            if (*part == '\0') {
                return border == 0;
            }
            first = false;
            widest = border_at(whole + len);
            whole += len + (widest == 3 ? 2 : 1);
            while (*whole != '\0' &&
                   (piece_end(whole) != piece_end(part) || memcmp(whole, part, piece_end(part)) != 0)) {
                unsigned next = border_at(whole + piece_end(whole));
                widest = next > widest ? next : widest;
                whole += piece_end(whole) + (next == 3 ? 2 : next > 0);
            }
            if (border != widest) {
                return false;
            }
        } else {
            unsigned next = border_at(whole + len);
            if (!first) {
                return false;
            }
            whole += len + (next == 3 ? 2 : next > 0);
        }
    }
    return *part == '\0';
}

static void the_main_text_is_taken_from_the_whole(void **state)
{
    chance dice = chance_begin(seed);
    dictum_buf html;
    size_t shorter = 0;

    (void)state;
    dictum__buf_init(&html, (size_t)1 << 24);
    for (size_t i = 0; i < PAGES; i++) {
        append_random_page(&dice, &html);
        char *whole = text_of(&html, true), *part = text_of(&html, false);
        if (!is_taken_from(part, whole)) {
            fail_msg("page %zu of seed %llu:\n%s\n--- whole:\n%s\n--- part:\n%s", i, (unsigned long long)seed,
                     html.data, whole, part);
        }
        shorter += strlen(part) < strlen(whole);
        free(whole);
        free(part);
    }
    assert_true(shorter > PAGES / 10);
    dictum__buf_dispose(&html);
}

/* Whether the lines of `part` are lines of `whole` in its order. */
static bool has_its_lines(const char *part, const char *whole)
{
    while (*part != '\0') {
        size_t len = piece_end(part);
        while (*whole != '\0' && (piece_end(whole) != len || memcmp(whole, part, len) != 0)) {
            whole += piece_end(whole);
            whole += *whole != '\0';
        }
        if (*whole == '\0') {
            return false;
        }
        whole += len + (whole[len] != '\0');
        part += len + (part[len] != '\0');
    }
    return true;
}

static void broken_tags_never_make_text(void **state)
{
    static const char instead[] = "<>/'\"= \n&;!-x";
    chance dice = chance_begin(seed + 1);
    dictum_buf html;

    (void)state;
    dictum__buf_init(&html, (size_t)1 << 24);
    for (size_t i = 0; i < PAGES; i++) {
        append_random_page(&dice, &html);
        for (size_t k = 1 + chance_below(&dice, 20); k > 0 && html.len > 0; k--) {
            html.data[chance_below(&dice, html.len)] = instead[chance_below(&dice, sizeof(instead) - 1)];
        }
        dictum__buf_truncate(&html, html.len - chance_below(&dice, html.len / 4 + 1));
        char *whole = text_of(&html, true), *part = text_of(&html, false);
        if (!has_its_lines(part, whole)) {
            fail_msg("page %zu of seed %llu:\n%s\n--- whole:\n%s\n--- part:\n%s", i, (unsigned long long)seed,
                     html.data, whole, part);
        }
        free(whole);
        free(part);
    }
    dictum__buf_dispose(&html);
}

/* A page made of `unit` so many times over. */
static void expect_quick(const char *head, const char *unit, size_t times, const char *tail)
{
    dictum_buf html;
    struct timespec begin, end;

    dictum__buf_init(&html, (size_t)1 << 28);
    dictum__buf_append_str(&html, head);
    for (size_t i = 0; i < times; i++) {
        dictum__buf_append_str(&html, unit);
    }
    dictum__buf_append_str(&html, tail);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    free(text_of(&html, false));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    /* What is quadratic takes minutes. */
    assert_true(end.tv_sec - begin.tv_sec < 20);
    dictum__buf_dispose(&html);
}

static void hostile_pages_take_linear_time(void **state)
{
    (void)state;
    expect_quick("", "<nav><div class=footer>a<ul><li><a href=x>b</a>", 60000, "");
    expect_quick("<p>A sentence of the page, long enough to be one.", "<ul class=share><li><a href='#a'>b</a> c<br>",
                 60000, "");
    expect_quick("<title>a</title>", "<h1>a</h1><p>b", 700000, "<p>A sentence.");
    expect_quick("<title>a", " a a a a a a a a a a a", 200, "</title><h1>a a a a a a a a a a a a</h1><p>A sentence.");
    expect_quick("", "<meta name=citation_author content='a, b'><meta name=author content=a>", 100000, "<p>b");
    expect_quick("<table>", "<tr><td>a<td>b", 700000, "");
    expect_quick("", "<section><p>A sentence, one of the many on this page.</p></section>", 400000, "");
    expect_quick("", "<span itemprop=author><b itemprop=name>", 100000, "a");
    expect_quick("<div class='", "footer nav-x shareY ", 500000, "'>a");
    expect_quick("<p style='", "display:x ", 500000, "'>a");
    expect_quick("<p style='display:", "      display ", 400000, "'>a");
}

static int print_seed(void **state)
{
    (void)state;
    seed = chance_seed();
    print_message("seed %llu\n", (unsigned long long)seed);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_main_text_is_taken_from_the_whole),
        cmocka_unit_test(broken_tags_never_make_text),
        cmocka_unit_test(hostile_pages_take_linear_time),
    };
    return cmocka_run_group_tests(tests, print_seed, NULL);
}
