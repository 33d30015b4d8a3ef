/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenDocument texts: what a word processor shows and prints of them, and what their metadata say. */
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

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define SPACES                                                                                                         \
    "xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS "text:1.0' xmlns:table='" OASIS                            \
    "table:1.0' xmlns:draw='" OASIS "drawing:1.0' xmlns:style='" OASIS "style:1.0' xmlns:svg='" OASIS                  \
    "svg-compatible:1.0' xmlns:meta='" OASIS "meta:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'"
#define STYLE(name, family, parent, properties)                                                                        \
    "<style:style style:name='" name "' style:family='" family "' style:parent-style-name='" parent "'>"               \
    "<style:text-properties " properties "/></style:style>"

static const packed_member mimetype = {
    .name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true};
static const char styles[] = "<office:document-styles " SPACES "><office:styles>" STYLE("Secret", "text", "",
                             "text:display='none'") STYLE("Quiet", "paragraph", "", "text:display='none'") STYLE(
                             "Title", "paragraph", "Standard", "") "</office:styles><office:automatic-styles>" STYLE(
                             "T1", "text", "", "text:display='none'") STYLE("T9", "text", "", "text:display='none'") "</office:automatic-styles>"
                             "<office:master-styles><style:master-page><style:header><text:p>no</text:p>"
                             "</style:header></style:master-page></office:master-styles></office:document-styles>";
static const char automatic[] = "<office:automatic-styles>" STYLE("T1", "text", "", "") STYLE("T2", "text", "Secret",
                                "") STYLE("T3", "text", "Secret", "text:display='true'") STYLE("P1", "paragraph",
                                "Quiet", "") STYLE("P2", "paragraph", "Title", "") "</office:automatic-styles>";
static const char metadata[] =
    "<office:document-meta " SPACES "><office:meta><meta:initial-creator>Ana Lima</meta:initial-creator><dc:creator>"
    "Somebody Else</dc:creator><dc:title>The title</dc:title><dc:language>de-DE</dc:language><meta:creation-date>"
    "2011-12-13T23:14:15.123</meta:creation-date><dc:date>2012-01-02T03:04:05</dc:date></office:meta>"
    "</office:document-meta>";

static void read_members(read_scene *scene, const packed_member *members)
{
    packed archive = packed_zip(members);

    read_bytes(scene, "a.odt", archive.data, archive.len);
    free(archive.data);
}

static void read_body(read_scene *scene, const char *body)
{
    char *front = repeated("<?xml version='1.0' encoding='UTF-8'?><office:document-content " SPACES ">", automatic, 1,
                           "<office:body><office:text>");
    char *content = repeated(front, body, 1, "</office:text></office:body></office:document-content>");
    const packed_member members[] = {
        mimetype, {.name = "content.xml", .bytes = content}, {.name = "styles.xml", .bytes = styles}, {.name = NULL}};

    read_members(scene, members);
    free(content);
    free(front);
}

static void expect(void **state, const char *body, const char *text)
{
    read_scene *scene = *state;

    read_body(scene, body);
    assert_string_equal(scene->reason, "");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].type, "odt");
    assert_string_equal(scene->found[0].text, text);
}

#define P(content) "<text:p>" content "</text:p>"

static void spans_are_one_text(void **state)
{
    expect(state,
           P("W<text:span>or<text:span text:style-name='T1'>d</text:span></text:span> <text:a>by</text:a>\n  "
           "&amp;<text:bookmark text:name='b'/> by") "\n" P(" two "),
           "Word by & by\n\ntwo");
}

static void spaces_tabs_and_breaks_divide(void **state)
{
    expect(state, P("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d<text:soft-page-break/>e<text:s/>"),
           "a b\tc\nde");
}

static void lists_and_headings_are_paragraphs(void **state)
{
    expect(
        state,
        "<text:h text:outline-level='2'><text:number>1.</text:number>Head</text:h><text:list><text:list-item>" P("a")
        "<text:list><text:list-item>" P("b") "</text:list-item></text:list></text:list-item></text:list>" P("c"),
        "1. Head\n\na\n\nb\n\nc");
}

static void table_cells_are_divided_by_tabs(void **state)
{
#define C(content) "<table:table-cell>" content "</table:table-cell>"
    expect(state,
           "<table:table><table:table-column/><table:table-header-rows><table:table-row>" C(P("a")) C(P("b") P("b2"))
           C(P("c") P("")) C(P("d")) "</table:table-row></table:table-header-rows><table:table-row>" C("")
           "<table:covered-table-cell>" P("no") "</table:covered-table-cell>" C(P("e")) C(P("f"))
           "</table:table-row></table:table>" P("after"),
           "a\tb\n\nb2\tc\td\n\ne\tf\n\nafter");
}

static void notes_stand_at_the_end_and_annotations_are_none(void **state)
{
    expect(state,
           P("On<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>" P(
           "Note one.") P("More.") "</text:note-body></text:note>e<office:annotation><dc:creator>X</dc:creator>" P(
           "no") "</office:annotation> word<text:note text:note-class='endnote'><text:note-citation>"
           "i</text:note-citation><text:note-body>" P("Note two.") "</text:note-body></text:note>.") P("two"),
           "One word.\n\ntwo\n\nNote one.\n\nMore.\n\nNote two.");
}

static void deleted_text_is_none(void **state)
{
    expect(state,
           "<text:tracked-changes><text:changed-region><text:deletion>" P("no") "</text:deletion>"
           "</text:changed-region></text:tracked-changes>" P("a<text:change text:change-id='c'/>b"),
           "ab");
}

static void hidden_text_is_none(void **state)
{
    expect(
        state,
        P("a<text:span text:style-name='Secret'>no</text:span><text:span text:style-name='T2'>no</text:span>"
        "<text:span text:style-name='T3'>b</text:span><text:span text:style-name='T9'>.</text:span><text:hidden-text text:is-hidden='true'>no</text:hidden-text>"
        "<text:hidden-text text:is-hidden='false'>c</text:hidden-text>") "<text:p text:style-name='P1'>no</text:p>"
        "<text:section text:display='none'>" P("no") "</text:section><text:section text:display='condition' "
        "text:is-hidden='true'>" P("no") "</text:section><text:section text:display='condition'>" P("d")
        "</text:section>" P("no <text:hidden-paragraph text:is-hidden='true'/>no") P("e<text:hidden-paragraph/>"),
        "ab.c\n\nd\n\ne");
}

static void what_fields_show_is_text(void **state)
{
    expect(state,
           "<text:sequence-decls/><text:table-of-content><text:table-of-content-source><text:index-title-template>"
           "no</text:index-title-template></text:table-of-content-source><text:index-body>" P("Contents")
           "</text:index-body></text:table-of-content>" P("<text:date>May 3</text:date>, <text:page-number>"
           "7</text:page-number><text:script>no</text:script> <text:ruby><text:ruby-base>漢</text:ruby-base>"
           "<text:ruby-text>かん</text:ruby-text></text:ruby>字"),
           "Contents\n\nMay 3, 7 漢字");
}

static void a_text_box_follows_its_paragraph(void **state)
{
    expect(state,
           P("be<draw:frame><draw:text-box>" P("box") P("box 2") "</draw:text-box><svg:title>no</svg:title>"
           "<svg:desc>no</svg:desc></draw:frame>fo<draw:custom-shape>" P("shape") "</draw:custom-shape>"
           "re<draw:frame><draw:image><office:binary-data>bm8=</office:binary-data></draw:image><draw:object>" P("no")
           "</draw:object></draw:frame>") P("after"),
           "before\n\nbox\n\nbox 2\n\nshape\n\nafter");
    expect(state,
           P("a<text:note><text:note-body>" P("n<draw:frame><draw:text-box>" P("box") "</draw:text-box></draw:frame>"
           "ote") "</text:note-body></text:note>b") P("c"),
           "ab\n\nbox\n\nc\n\nnote");
    expect(state, "<draw:frame><draw:text-box>" P("of the page") "</draw:text-box></draw:frame>" P("a"),
           "of the page\n\na");
}

static void metadata_say_what_it_is(void **state)
{
    read_scene *scene = *state;
    packed_member members[] = {mimetype,
                               {.name = "content.xml",
                                .bytes = "<office:document-content " SPACES "><office:body><office:text>" P("text")
        "</office:text></office:body></office:document-content>"},
                               {.name = "meta.xml", .bytes = metadata},
                               {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].title, "The title");
    assert_string_equal(scene->found[0].speaker, "Ana Lima");
    assert_string_equal(scene->found[0].lang, "de");
    assert_string_equal(scene->found[0].date, "2011-12-13");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    members[2].bytes = "<office:document-meta";
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
    assert_int_equal(scene->problems, 1);
}

static void a_title_in_the_text_is_the_title_where_no_other_is(void **state)
{
    read_scene *scene = *state;

    read_body(scene, P("x") "<text:h text:outline-level='1'>He<text:span>ad</text:span></text:h>");
    assert_string_equal(scene->found[0].title, "Head");
    read_body(scene, "<text:h text:outline-level='1'>Head</text:h><text:p text:style-name='P2'>Title</text:p>");
    assert_string_equal(scene->found[0].title, "Title");
}

static void flat_documents_are_read(void **state)
{
    read_scene *scene = *state;
    const char *flat =
        "<?xml version='1.0'?><office:document " SPACES " office:mimetype='application/vnd.oasis.opendocument.text'>"
        "<office:meta><dc:title>T</dc:title></office:meta><office:automatic-styles>" STYLE("T1", "text", "",
        "text:display='none'") "</office:automatic-styles><office:master-styles>" P("no") "</office:master-styles>"
        "<office:body><office:text>" P("a<text:span text:style-name='T1'>no</text:span><office:annotation>"
        "<dc:creator>Ann Otator</dc:creator></office:annotation>") "</office:text></office:body></office:document>";

    read_string(scene, "a.fodt", flat);
    assert_string_equal(scene->found[0].type, "odt");
    assert_string_equal(scene->found[0].text, "a");
    assert_string_equal(scene->found[0].title, "T");
    assert_null(scene->found[0].speaker);
    read_string(scene, "a.xml", flat);
    assert_string_equal(scene->found[0].type, "odt");
    read_string(scene, "a.fodt", "text");
    assert_string_equal(scene->reason, "its content is not ODT");
}

/* Each would be sorted in with all others for the next paragraph. */
static void styles_behind_the_text_are_none(void **state)
{
    read_scene *scene = *state;
    char *flat =
        repeated("<?xml version='1.0'?><office:document " SPACES
                 " office:mimetype='application/vnd.oasis.opendocument.text'><office:body>",
                 "<office:text><text:p text:style-name='S'>a</text:p></office:text><style:style style:name='S' "
                 "style:family='paragraph'><style:text-properties text:display='none'/></style:style>",
                 3, "</office:body></office:document>");

    read_string(scene, "a.fodt", flat);
    free(flat);
    assert_string_equal(scene->found[0].text, "a\n\na\n\na");
}

static void encrypted_documents_say_so(void **state)
{
    static const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true},
        {.name = "content.xml", .bytes = "\x01\x02\x03"},
        {.name = "META-INF/manifest.xml",
         .bytes = "<m:manifest xmlns:m='" OASIS "manifest:1.0'><m:file-entry m:full-path='content.xml'>"
                  "<m:encryption-data/></m:file-entry></m:manifest>"},
        {.name = NULL}};
    read_scene *scene = *state;

    read_members(scene, members);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "it is encrypted");
}

static void other_documents_are_named(void **state)
{
    read_scene *scene = *state;
    packed_member members[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.spreadsheet", .stored = true},
        {.name = "content.xml", .bytes = "<x/>"},
        {.name = NULL}};

    read_members(scene, members);
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    assert_string_equal(scene->reason, "OpenDocument without text is not a format that dictum reads");
    members[0].bytes = "application/vnd.oasis.opendocument.text";
    read_members(scene, members);
    assert_string_equal(scene->reason, "it is an OpenDocument file without text");
    members[1].name = "other.xml";
    read_members(scene, members);
    assert_string_equal(scene->reason, "its text (content.xml) is missing");
}

/* The type need not stand in front, nor be there. */
static void documents_are_known_without_a_type_in_front(void **state)
{
    packed_member members[] = {{.name = "META-INF/manifest.xml", .bytes = "<m/>"},
                               {.name = "content.xml",
                                .bytes = "<office:document-content " SPACES "><office:body><office:text>" P("text")
        "</office:text></office:body></office:document-content>"},
                               mimetype,
                               {.name = NULL}};
    read_scene *scene = *state;

    for (size_t i = 0; i < 2; i++) {
        packed archive = packed_zip(members);
        read_bytes(scene, "a", archive.data, archive.len);
        assert_string_equal(scene->found[0].type, "odt");
        assert_string_equal(scene->found[0].text, "text");
        free(archive.data);
        members[2].name = NULL;
    }
}

int main(void)
{
#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, read_scene_setup, read_scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(spans_are_one_text),
        SCENE_TEST(spaces_tabs_and_breaks_divide),
        SCENE_TEST(lists_and_headings_are_paragraphs),
        SCENE_TEST(table_cells_are_divided_by_tabs),
        SCENE_TEST(notes_stand_at_the_end_and_annotations_are_none),
        SCENE_TEST(deleted_text_is_none),
        SCENE_TEST(hidden_text_is_none),
        SCENE_TEST(what_fields_show_is_text),
        SCENE_TEST(a_text_box_follows_its_paragraph),
        SCENE_TEST(metadata_say_what_it_is),
        SCENE_TEST(a_title_in_the_text_is_the_title_where_no_other_is),
        SCENE_TEST(flat_documents_are_read),
        SCENE_TEST(styles_behind_the_text_are_none),
        SCENE_TEST(encrypted_documents_say_so),
        SCENE_TEST(other_documents_are_named),
        SCENE_TEST(documents_are_known_without_a_type_in_front),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
