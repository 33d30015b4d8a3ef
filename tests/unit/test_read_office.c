/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Office documents and books of any content: whatever text was put in comes out, and whatever is wrong with a file does
 * no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/read/package.h"
#include "indexer/read/xml.h"
#include "test_read_scene.h"
#include "tests/support/office.h"

#define DOCUMENTS 150
#define DAMAGED 400

static const char *const names[] = {"a.docx", "a.odt", "a.epub"};
static uint64_t seed;

static void every_text_survives(void **state)
{
    read_scene *scene = *state;
    chance dice = chance_begin(seed);

    for (size_t i = 0; i < DOCUMENTS; i++) {
        office_document *document = office_draw(&dice);
        for (office_format format = OFFICE_DOCX; format <= OFFICE_EPUB; format++) {
            packed file = office_write(document, format, &dice, 0);
            char *expected = office_text(document, format);
            read_bytes(scene, names[format], file.data, file.len);
            assert_string_equal(scene->reason, "");
            assert_int_equal(scene->statements, 1);
            assert_int_equal(scene->problems, 0);
            assert_string_equal(scene->found[0].text, expected);
            free(expected);
            free(file.data);
        }
        office_free(document);
    }
}

/* The scene checks what is promised of every statement; the sanitizers the rest. */
static void damaged_parts_do_no_harm(void **state)
{
    read_scene *scene = *state;
    chance dice = chance_begin(seed + 1);

    for (size_t i = 0; i < DAMAGED; i++) {
        office_document *document = office_draw(&dice);
        office_format format = (office_format)(i % 3);
        packed file = office_write(document, format, &dice, 1 + chance_below(&dice, 20));
        read_bytes(scene, names[format], file.data, file.len);
        assert_true(scene->statements <= 1);
        assert_int_equal(scene->statements == 0, scene->outcome != DICTUM__READ_DONE);
        free(file.data);
        office_free(document);
    }
}

static void damaged_files_do_no_harm(void **state)
{
    read_scene *scene = *state;
    chance dice = chance_begin(seed + 2);

    for (size_t i = 0; i < DAMAGED; i++) {
        office_document *document = office_draw(&dice);
        office_format format = (office_format)(i % 3);
        packed file = office_write(document, format, &dice, 0);
        for (size_t k = chance_below(&dice, 10) + 1; k > 0; k--) {
            file.data[chance_below(&dice, file.len)] = (char)chance_below(&dice, 256);
        }
        read_bytes(scene, names[format], file.data, file.len);
        free(file.data);
        office_free(document);
    }
}

static void files_cut_off_anywhere_do_no_harm(void **state)
{
    read_scene *scene = *state;
    chance dice = chance_begin(seed + 3);
    office_document *document = office_draw(&dice);

    for (office_format format = OFFICE_DOCX; format <= OFFICE_EPUB; format++) {
        packed file = office_write(document, format, &dice, 0);
        char *expected = office_text(document, format);
        for (size_t len = 50; len < file.len; len += 50) {
            read_bytes(scene, names[format], file.data, len);
            if (scene->statements > 0 && scene->problems == 0) { /* nothing may be missing in silence */
                assert_string_equal(scene->found[0].text, expected);
            }
        }
        free(expected);
        free(file.data);
    }
    office_free(document);
}

/* ---- hostile files ------------------------------------------------------------------------------------------- */

static void read_odt_content(read_scene *scene, const char *content, size_t len, size_t times)
{
    const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true},
        {.name = "content.xml", .bytes = content, .len = len, .repeated = times},
        {.name = NULL}};
    packed file = packed_zip(members);

    read_bytes(scene, "a.odt", file.data, file.len);
    free(file.data);
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
}

static void entities_are_not_expanded(void **state)
{
    read_scene *scene = *state;

    read_odt_content(
        scene, "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;&b;&b;</x>", 0, 0);
    assert_string_equal(scene->reason, "its text: it declares entities or elements of its own, which are not expanded");
    read_odt_content(scene, "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", 0, 0);
    assert_non_null(strstr(scene->reason, "which are not expanded"));
    read_odt_content(scene, "<!DOCTYPE x SYSTEM 'file:///etc/passwd' [ %a; <!ATTLIST x y CDATA 'z'> ]><x/>", 0, 0);
    assert_non_null(strstr(scene->reason, "which are not expanded"));
    read_odt_content(scene, "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x>&a;</x>", 0, 0);
    read_odt_content(scene, "<?xml version='1.0' encoding='UTF-7'?>+ADw-x/>", 0, 0);
}

static void depth_is_bounded(void **state)
{
    read_scene *scene = *state;
    char *deep = repeated("", "<x>", 100000, "");

    read_odt_content(scene, deep, strlen(deep), 1);
    assert_string_equal(scene->reason, "its text: too many elements lie in each other");
    free(deep);
}

static void attributes_and_namespaces_are_bounded(void **state)
{
    read_scene *scene = *state;
    dictum_buf tag;

    dictum__buf_init(&tag, (size_t)1 << 30);
    dictum__buf_append_str(&tag, "<x");
    for (unsigned i = 0; i < 300000; i++) {
        dictum__buf_appendf(&tag, " a%u='>'", i);
    }
    dictum__buf_append_str(&tag, "/>");
    read_odt_content(scene, tag.data, tag.len, 1);
    assert_string_equal(scene->reason, "its text: an element has too many attributes");
    dictum__buf_clear(&tag);
    for (unsigned i = 0; i < 2000; i++) {
        dictum__buf_appendf(&tag, "<x xmlns:a%u='%u'>", i % 500, i);
    }
    read_odt_content(scene, tag.data, tag.len, 1);
    assert_string_equal(scene->reason, "its text: too many elements lie in each other");
    dictum__buf_clear(&tag);
    for (unsigned i = 0; i < 2000; i++) {
        dictum__buf_appendf(&tag, "<x xmlns:a%u='%u' xmlns:b%u='c'>", i, i, i);
    }
    read_odt_content(scene, tag.data, tag.len, 1);
    assert_string_equal(scene->reason, "its text: too many namespaces are declared");
    dictum__buf_dispose(&tag);
}

static void bombs_are_refused(void **state)
{
    read_scene *scene = *state;
    char *piece = repeated("", "0123456789abcdef", 65536, "");

    read_odt_content(scene, piece, (size_t)1 << 20, 100);
    assert_string_equal(scene->reason, "it expands to more than 64 MB");
    free(piece);
}

/* What one package may expand to, and the file around it. */
static void what_is_expanded_is_bounded(void **state)
{
    static const packed_member members[] = {{.name = "a", .bytes = "0123456789", .repeated = 100}, {.name = NULL}};
    packed file = packed_zip(members);
    dictum_budget budget = {1000, 10, false, 1000};
    dictum_package package;
    dictum_part part;

    (void)state;
    dictum__package_init(&package, (dictum_slice){file.data, file.len}, &budget);
    dictum__part_init(&part, DICTUM_SLICE("a"));
    package.left = 999;
    assert_int_equal(dictum__package_read(&package, &part, 1, NULL), DICTUM_LIMIT);
    assert_false(budget.spent);
    package.left = 2500;
    part.exact = false;
    assert_int_equal(dictum__package_read(&package, &part, 1, NULL), DICTUM_OK);
    assert_int_equal(part.bytes.len, 1000);
    assert_int_equal(package.left, 1500);
    assert_int_equal(budget.bytes, 0);
    part.exact = false;
    assert_int_equal(dictum__package_read(&package, &part, 1, NULL), DICTUM_LIMIT);
    assert_true(budget.spent);
    dictum__part_dispose(&part);
    free(file.data);
}

static void many_members_are_refused(void **state)
{
    size_t count = DICTUM__PACKAGE_MEMBERS_MAX + 10;
    packed_member *members = calloc(count + 1, sizeof(*members));
    read_scene *scene = *state;
    packed file;

    assert_non_null(members);
    for (size_t i = 0; i < count; i++) {
        members[i] = (packed_member){.name = "x", .bytes = "", .stored = true};
    }
    members[0] =
        (packed_member){.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true};
    file = packed_zip(members);
    read_bytes(scene, "a.odt", file.data, file.len);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "it has more than 100000 parts");
    free(file.data);
    free(members);
}

/* ---- XML and references ------------------------------------------------------------------------------------- */

static bool note_element(void *context, const dictum_xml_element *element)
{
    dictum_buf *out = context;
    dictum_slice plain = dictum__xml_attribute(element, 0, "a"), spaced = dictum__xml_attribute(element, 1, "a");

    dictum__buf_appendf(out, "<%d:%s@%u a=%.*s 1:a=%.*s>", element->space, element->name, element->depth,
                        (int)plain.len, plain.data == NULL ? "" : plain.data, (int)spaced.len,
                        spaced.data == NULL ? "" : spaced.data);
    return strcmp(element->name, "skip") != 0;
}

static void note_end(void *context, const dictum_xml_element *element)
{
    dictum__buf_appendf(context, "</%d:%s>", element->space, element->name);
}

static void note_text(void *context, dictum_slice text)
{
    dictum__buf_append_slice(context, text);
}

static void xml_is_a_stream_of_elements_and_text(void **state)
{
    static const dictum_xml_space spaces[] = {{"urn:one", 1}, {"urn:other", 1}, {NULL, 0}};
    dictum_buf out;
    const dictum_xml_handler handler = {&out, spaces, note_element, note_end, note_text};

    (void)state;
    dictum__buf_init(&out, 4096);
    assert_int_equal(dictum__xml_read(DICTUM_SLICE("<!DOCTYPE x><!-- <y '> --><x xmlns='urn:one' a='1&lt;'><o:y "
                                                   "xmlns:o='urn:other' o:a='2>'>t<![CDATA[<&]]>&amp;</o:y><skip>no<y/>"
                                                   "</skip><z xmlns='urn:no'/><?p ' ?>e</x>"),
                                      "it", &handler, NULL),
                     DICTUM_OK);
    assert_string_equal(out.data, "<1:x@1 a=1< 1:a=><1:y@2 a= 1:a=2>>t<&&</1:y><1:skip@2 a= 1:a=><0:z@2 a= 1:a=></0:z>"
                                  "e</1:x>");
    dictum__buf_dispose(&out);
}

static bool pass(void *context, const dictum_xml_element *element)
{
    (void)element;
    ++*(size_t *)context;
    return true;
}

/* Only those that hold at one place are counted. */
static void elements_may_declare_namespaces_of_their_own(void **state)
{
    static const dictum_xml_space none[] = {{NULL, 0}};
    char *many = repeated("<x>", "<a:y xmlns:a='u'/>", 5000, "</x>");
    size_t count = 0;
    const dictum_xml_handler handler = {&count, none, pass, NULL, NULL};

    (void)state;
    assert_int_equal(dictum__xml_read(dictum__slice(many), "it", &handler, NULL), DICTUM_OK);
    assert_int_equal(count, 5001);
    free(many);
}

static void references_stay_in_the_package(void **state)
{
    static const struct {
        const char *base, *reference, *name;
    } cases[] = {
        {"word/document.xml", "styles.xml", "word/styles.xml"},
        {"word/document.xml", "/word/a%20b.xml#x?y", "word/a b.xml"},
        {"word/document.xml", "../x/./y//z.xml?q", "x/y/z.xml"},
        {"", "a.xml", "a.xml"},
        {"", "%41%zz%00.xml", "A%zz%00.xml"},
        {"word/document.xml", "../../x.xml", NULL},
        {"word/document.xml", "%2e%2e/%2E%2e/x.xml", NULL},
        {"word/document.xml", "http://example.org/x.xml", NULL},
        {"word/document.xml", "mailto:x", NULL},
        {"word/document.xml", "//host/x.xml", NULL},
        {"word/document.xml", "#x", NULL},
        {"word/document.xml", "..", NULL},
        {"word/document.xml", "x/", NULL},
        {"word/document.xml", "", NULL},
        {"word/document.xml", "x/a:b.xml", "word/x/a:b.xml"},
    };
    dictum_buf out;

    (void)state;
    dictum__buf_init(&out, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool good = dictum__package_resolve(dictum__slice(cases[i].base), dictum__slice(cases[i].reference), &out);
        assert_int_equal(good, cases[i].name != NULL);
        if (good) {
            assert_string_equal(out.data, cases[i].name);
        }
    }
    dictum__buf_dispose(&out);
}

int main(void)
{
#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, read_scene_setup, read_scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(every_text_survives),
        SCENE_TEST(damaged_parts_do_no_harm),
        SCENE_TEST(damaged_files_do_no_harm),
        SCENE_TEST(files_cut_off_anywhere_do_no_harm),
        SCENE_TEST(entities_are_not_expanded),
        SCENE_TEST(depth_is_bounded),
        SCENE_TEST(attributes_and_namespaces_are_bounded),
        SCENE_TEST(bombs_are_refused),
        cmocka_unit_test(what_is_expanded_is_bounded),
        SCENE_TEST(many_members_are_refused),
        cmocka_unit_test(xml_is_a_stream_of_elements_and_text),
        cmocka_unit_test(elements_may_declare_namespaces_of_their_own),
        cmocka_unit_test(references_stay_in_the_package),
    };

    seed = chance_seed();
    print_message("seed %llu (DICTUM_TEST_SEED)\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
