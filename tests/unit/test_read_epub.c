/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EPUB books: one statement each, of their pages in the order of reading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"
#include "tests/support/packages.h"

/* Macros between strings are more than clang-format can lay out. */
/* clang-format off */

#define CONTAINER(path)                                                                                                \
    "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile full-path='" path         \
    "' media-type='application/oebps-package+xml'/></rootfiles></container>"
#define PACKAGE(metadata, manifest, spine)                                                                             \
    "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' xmlns:opf='http://www.idpf.org/2007/opf' "     \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>" metadata "</metadata><manifest>" manifest                 \
    "</manifest><spine>" spine "</spine></package>"
#define ITEM(id, href) "<item id='" id "' href='" href "' media-type='application/xhtml+xml'/>"
#define REF(id) "<itemref idref='" id "'/>"
#define PAGE(body)                                                                                                     \
    "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><head>"           \
    "<title>no</title><meta charset='utf-8'/><script src='x'/></head><body>" body "</body></html>"

static const packed_member mimetype = {.name = "mimetype", .bytes = "application/epub+zip", .stored = true};
static const packed_member container = {.name = "META-INF/container.xml", .bytes = CONTAINER("OEBPS/book.opf")};

static void read_members(read_scene *scene, const packed_member *members)
{
    packed archive = packed_zip(members);

    read_bytes(scene, "a.epub", archive.data, archive.len);
    free(archive.data);
}

static void read_opf(read_scene *scene, const char *opf)
{
    const packed_member members[] = {mimetype,
                                     container,
                                     {.name = "OEBPS/book.opf", .bytes = opf},
                                     {.name = "OEBPS/b.xhtml", .bytes = PAGE("<p>Two<a id='x'/> of <i>it</i></p>")},
                                     {.name = "OEBPS/a b.xhtml", .bytes = PAGE("<h1>Head</h1><p>One</p>")},
                                     {.name = "c.html", .bytes = PAGE("<p>Three")},
                                     {.name = "OEBPS/nav.xhtml", .bytes = PAGE("<nav>Contents</nav>")},
                                     {.name = NULL}};

    read_members(scene, members);
}

#define MANIFEST                                                                                                       \
    ITEM("n", "nav.xhtml")                                                                                             \
    ITEM("two", "b.xhtml")                                                                                             \
    ITEM("one", "a%20b.xhtml")                                                                                         \
    ITEM("three", "../c.html")                                                                                         \
    "<item id='p' href='p.svg' media-type='image/svg+xml'/><item id='nav' "                                            \
    "href='nav.xhtml' properties='x nav' "                                                                             \
    "media-type='application/xhtml+xml'/>"

static void pages_come_in_the_order_of_the_spine(void **state)
{
    read_scene *scene = *state;

    read_opf(scene, PACKAGE("<dc:title>T</dc:title>", MANIFEST, REF("nav") REF("one") REF("p") REF("two") REF("three")
                    REF("one") "<itemref idref='n' linear='no'/>"));
    assert_string_equal(scene->reason, "");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].type, "epub");
    assert_string_equal(scene->found[0].text, "Head\n\nOne\n\nTwo of it\n\nThree");
    assert_string_equal(scene->found[0].title, "T");
}

static void a_book_without_a_spine_is_read_in_the_order_of_its_list(void **state)
{
    read_scene *scene = *state;

    read_opf(scene, PACKAGE("", ITEM("two", "b.xhtml") ITEM("one", "a%20b.xhtml"), ""));
    assert_string_equal(scene->found[0].text, "Two of it\n\nHead\n\nOne");
}

static void metadata_say_what_it_is(void **state)
{
    read_scene *scene = *state;

    read_opf(scene,
             PACKAGE("<dc:title id='t'> The\n book </dc:title><dc:title>Sub</dc:title><dc:creator opf:role='ill'>"
             "Painter</dc:creator><dc:creator opf:role='aut'>Ana Lima</dc:creator><dc:creator>Bo Ek</dc:creator>"
             "<dc:publisher>Porto Novo</dc:publisher><dc:language>pt-BR</dc:language><dc:date "
             "opf:event='modification'>2020-01-01</dc:date><dc:date>2001</dc:date><dc:date opf:event='publication'>"
             "1999-05-06T00:00:00+00:00</dc:date><dc:identifier>urn:uuid:1</dc:identifier><dc:identifier>"
             "https://example.org/b</dc:identifier>", ITEM("one", "a%20b.xhtml"), REF("one")));
    assert_string_equal(scene->found[0].title, "The book");
    assert_string_equal(scene->found[0].speaker, "Ana Lima, Bo Ek");
    assert_string_equal(scene->found[0].source, "Porto Novo");
    assert_string_equal(scene->found[0].lang, "pt");
    assert_string_equal(scene->found[0].date, "1999-05-06");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    assert_string_equal(scene->found[0].url, "https://example.org/b");
}

static void roles_may_stand_in_elements_of_their_own(void **state)
{
    read_scene *scene = *state;

    read_opf(scene, PACKAGE("<dc:creator id='a'>Painter</dc:creator><dc:creator id='b'>Writer</dc:creator><meta "
                    "refines='#a' property='role'>ill</meta><meta refines='#b' property='role'>aut</meta><meta "
                    "property='dcterms:modified'>2015-06-07T00:00:00Z</meta>", ITEM("one", "a%20b.xhtml"), REF("one")));
    assert_string_equal(scene->found[0].speaker, "Writer");
    assert_string_equal(scene->found[0].date, "2015-06-07");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    read_opf(scene,
             PACKAGE("<dc:creator opf:role='trl'>Translator</dc:creator><dc:date>0101-01-01T00:00:00+00:00</dc:date>",
             ITEM("one", "a%20b.xhtml"), REF("one")));
    assert_string_equal(scene->found[0].speaker, "Translator");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    assert_int_equal(scene->problems, 0);
    read_opf(scene, PACKAGE("<dc:date>when it was</dc:date>", ITEM("one", "a%20b.xhtml"), REF("one")));
    assert_int_equal(scene->problems, 1);
}

static void pages_are_read_in_their_charset(void **state)
{
    read_scene *scene = *state;
    const packed_member members[] = {
        mimetype,
        container,
        {.name = "OEBPS/book.opf", .bytes = PACKAGE("", ITEM("a", "a.html") ITEM("b", "b.html"), REF("a") REF("b"))},
        {.name = "OEBPS/a.html",
         .bytes = "<?xml version='1.0' encoding='iso-8859-1'?><html><body>Gr\xFC\xDF" "e</body></html>"},
        {.name = "OEBPS/b.html", .bytes = "\xFF\xFE<\0p\0>\0\x22\x6F\x57\x5B", .len = 12},
        {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "Grüße\n\n漢字");
}

static void missing_pages_are_told(void **state)
{
    read_scene *scene = *state;

    read_opf(scene,
             PACKAGE("", ITEM("one", "a%20b.xhtml") ITEM("x", "missing.xhtml"), REF("x") REF("one") REF("gone")));
    assert_string_equal(scene->found[0].text, "Head\n\nOne");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0],
                        "2 of its 3 pages cannot be read: its page (OEBPS/missing.xhtml) is missing");
    read_opf(scene, PACKAGE("", ITEM("x", "missing.xhtml"), REF("x")));
    assert_int_equal(scene->statements, 0);
    assert_string_equal(scene->reason, "its page (OEBPS/missing.xhtml) is missing");
    read_opf(scene, PACKAGE("", ITEM("x", "../../a.xhtml") ITEM("y", "http://example.org/b.xhtml"), REF("x")));
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
}

#define ENCRYPTED(method, uri)                                                                                         \
    "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container' xmlns:e='http://www.w3.org/2001/04/xmlenc#'>" \
    "<e:EncryptedData><e:EncryptionMethod Algorithm='" method "'/><e:CipherData><e:CipherReference URI='" uri          \
    "'/></e:CipherData></e:EncryptedData></encryption>"

static void protected_books_say_so_and_disguised_fonts_do_not_matter(void **state)
{
    read_scene *scene = *state;
    packed_member members[] = {mimetype,
                               container,
                               {.name = "META-INF/encryption.xml",
                                .bytes = ENCRYPTED("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/a%2ehtml")},
                               {.name = "OEBPS/book.opf", .bytes = PACKAGE("", ITEM("a", "a.html"), REF("a"))},
                               {.name = "OEBPS/a.html", .bytes = PAGE("text")},
                               {.name = NULL}};

    read_members(scene, members);
    assert_int_equal(scene->statements, 0);
    assert_string_equal(scene->reason, "its text is encrypted: the book is protected against reading");
    members[2].bytes = ENCRYPTED("http://www.idpf.org/2008/embedding", "OEBPS/a.html");
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
    members[2].bytes = ENCRYPTED("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/font.otf");
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
}

static void what_cannot_be_read_says_why(void **state)
{
    read_scene *scene = *state;
    packed_member members[] = {mimetype, container, {.name = NULL}, {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->reason, "its package document (OEBPS/book.opf) is missing");
    members[1].bytes = "<container/>";
    read_members(scene, members);
    assert_string_equal(scene->reason, "its container names no book");
    members[1].bytes = CONTAINER("../outside.opf");
    read_members(scene, members);
    assert_string_equal(scene->reason, "its container names no book");
    members[1].name = "x";
    read_members(scene, members);
    assert_string_equal(scene->reason, "its container (META-INF/container.xml) is missing");
    members[1] = container;
    members[2] = (packed_member){.name = "OEBPS/book.opf", .bytes = PACKAGE("", "", "")};
    read_members(scene, members);
    assert_string_equal(scene->reason, "its list of parts is empty");
}

/* Names that differ in case only are two pages. */
static void of_names_the_exact_one_counts(void **state)
{
    read_scene *scene = *state;
    const packed_member members[] = {
        mimetype,
        container,
        {.name = "oebps/BOOK.opf", .bytes = PACKAGE("", ITEM("a", "a.html") ITEM("b", "A.html"), REF("a") REF("b"))},
        {.name = "OEBPS/A.html", .bytes = PAGE("upper")},
        {.name = "OEBPS/A.html", .bytes = PAGE("no")},
        {.name = "OEBPS/a.html", .bytes = PAGE("lower")},
        {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "lower\n\nupper");
}

int main(void)
{
#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, read_scene_setup, read_scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(pages_come_in_the_order_of_the_spine),
        SCENE_TEST(a_book_without_a_spine_is_read_in_the_order_of_its_list),
        SCENE_TEST(metadata_say_what_it_is),
        SCENE_TEST(roles_may_stand_in_elements_of_their_own),
        SCENE_TEST(pages_are_read_in_their_charset),
        SCENE_TEST(missing_pages_are_told),
        SCENE_TEST(protected_books_say_so_and_disguised_fonts_do_not_matter),
        SCENE_TEST(what_cannot_be_read_says_why),
        SCENE_TEST(of_names_the_exact_one_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
