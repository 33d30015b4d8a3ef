/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader that judges dictum's must itself be right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/corpus/disguise.h"
#include "tests/support/reader.h"
#include "tests/support/temp.h"

/* Fails where the words of a file with this content are not these, divided by |. */
static void assert_words(const char *name, const char *content, const char *expected)
{
    reader_document document;
    growing words = {0};
    char *folder = temp_new();
    assert_non_null(folder);
    char *path = temp_path(folder, name);
    assert_true(temp_write(path, content, strlen(content)));
    assert_true(reader_open(path, &document));
    growing_add_str(&words, "");
    for (size_t i = 0; i < document.word_count; i++) {
        growing_add_str(&words, i > 0 ? "|" : "");
        growing_add(&words, document.text + document.words[i].start, document.words[i].end - document.words[i].start);
    }
    assert_string_equal(words.data, expected);
    growing_dispose(&words);
    reader_close(&document);
    free(path);
    temp_remove(folder);
}

static void a_text_is_read_as_it_is(void **state)
{
    (void)state;
    assert_words("a.txt", "The *quick*\n -- fox\xc2\xa0jumps", "The|*quick*|fox|jumps");
    assert_words("a.txt", "\xef\xbb\xbfmark", "mark");
    assert_words("a.txt", "", "");
}

static void bytes_that_are_not_utf8_are_windows_1252(void **state)
{
    (void)state;
    assert_words("a.txt", "caf\xe9 \x93quoted\x94 a\x81 b", "café|“quoted”|a\xef\xbf\xbd|b");
    assert_words("a.htm", "<meta charset=utf-8>caf\xe9", "café");
    assert_words("a.htm", "<meta charset=\"iso-8859-2\">\xb1", "ą");
}

static void tags_inside_a_line_leave_no_trace(void **state)
{
    (void)state;
    assert_words("a.htm", "w<b>or</b>d <a title='>' href=\">\">li</a>nk<sup>1</sup>", "word|link1");
    assert_words("a.html", "<p>one<p>two<br>three<td>four</td>five", "one|two|three|four|five");
    assert_words("a.html", "a < b <3 c", "a|b|<3|c");
}

static void what_nobody_sees_is_left_out(void **state)
{
    (void)state;
    assert_words("a.htm", "<title>no</title>a<!-- no > no -->b<script>no<b></script >c<STYLE>no</STYLE>d", "abcd");
    assert_words("a.htm", "<!doctype html><!-->a<?php no ?>b</>", "ab");
    assert_words("a.htm", "a<script>no", "a");
}

static void references_become_what_they_stand_for(void **state)
{
    (void)state;
    assert_words("a.htm", "&eacute;&#233;&#xE9;&#146;&ldquo;AT&amp;T&nbsp;S&P500 &copy2019 &nope;",
                 "ééé’“AT&T|S&P500|©2019|&nope;");
}

static void marks_of_markdown_go(void **state)
{
    (void)state;
    assert_words("a.md", "---\ntitle: no\n---\n# A *b*c **d**\n\n> - e [f *g*](no \"no\") ![no](no)\n\n***\n2. h `i`\n",
                 "A|bc|d|e|f|g|2.|h|i");
    assert_words("a.md", "snake_case _x_ \\*y\\* 2 * 3 <a@b.c> <b>z</b> [u] &amp;", "snake_case|x|*y*|2|3|a@b.c|z|[u]");
}

static void a_disguise_keeps_the_letters(void **state)
{
    (void)state;
    const char *run = "Don't “quote” the café's 33.107 - cross-border * 'net'";
    growing query = {0}, letters = {0};
    for (uint64_t seed = 0; seed < 200; seed++) {
        chance dice = chance_begin(seed);
        disguise(run, strlen(run), &dice, &query);
        disguise_letters(query.data, query.len, &letters);
        assert_string_equal(letters.data, "dontquotethecafes33107crossbordernet");
        assert_null(strchr(query.data, '*'));
    }
    growing_dispose(&query);
    growing_dispose(&letters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_read_as_it_is),
        cmocka_unit_test(bytes_that_are_not_utf8_are_windows_1252),
        cmocka_unit_test(tags_inside_a_line_leave_no_trace),
        cmocka_unit_test(what_nobody_sees_is_left_out),
        cmocka_unit_test(references_become_what_they_stand_for),
        cmocka_unit_test(marks_of_markdown_go),
        cmocka_unit_test(a_disguise_keeps_the_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
