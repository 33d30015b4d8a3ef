/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DOCX: what Word shows and prints of a document, and what its properties say. */
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

#define SPACES                                                                                                         \
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "                                          \
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "                                          \
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "                                            \
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "                                   \
    "xmlns:v='urn:schemas-microsoft-com:vml'"
#define RELATION(id, type, target)                                                                                     \
    "<Relationship Id='" id "' Type='http://schemas.openxmlformats.org/" type "' Target='" target "'/>"
#define RELATIONS(list)                                                                                                \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" list "</Relationships>"

static const char types[] =
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><Types "
    "xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='xml' "
    "ContentType='application/xml'/><Override PartName='/word/document.xml' "
    "ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
static const char package_relations[] =
    RELATIONS(RELATION("a", "officeDocument/2006/relationships/officeDocument", "word/document.xml") RELATION("b",
    "package/2006/relationships/metadata/core-properties", "/docProps/core.xml") RELATION("c",
    "officeDocument/2006/relationships/extended-properties", "docProps/app.xml"));
static const char main_relations[] =
    RELATIONS(RELATION("a", "officeDocument/2006/relationships/styles", "styles.xml") RELATION("b",
    "officeDocument/2006/relationships/footnotes", "footnotes.xml") RELATION("c",
    "officeDocument/2006/relationships/endnotes", "/word/endnotes.xml"));
static const char styles[] =
    "<w:styles " SPACES "><w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults><w:style "
    "w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style><w:style w:type='paragraph' "
    "w:styleId='Titel'><w:name w:val='Title'/></w:style><w:style w:type='character' w:styleId='H'><w:name "
    "w:val='Hid'/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type='character' w:styleId='H2'><w:name "
    "w:val='Hid2'/><w:basedOn w:val='H'/></w:style><w:style w:type='character' w:styleId='S'><w:basedOn w:val='H'/>"
    "<w:rPr><w:vanish w:val='0'/></w:rPr></w:style><w:style w:type='paragraph' w:styleId='P'><w:basedOn w:val='Q'/>"
    "</w:style><w:style w:type='paragraph' w:styleId='Q'><w:basedOn w:val='P'/><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style></w:styles>";
static const char footnotes[] =
    "<w:footnotes " SPACES "><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>no</w:t></w:r></w:p>"
    "</w:footnote><w:footnote w:id='1'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Note one.</w:t></w:r></w:p>"
    "</w:footnote></w:footnotes>";
static const char endnotes[] =
    "<w:endnotes " SPACES "><w:endnote w:id='1'><w:p><w:r><w:t>Note two.</w:t></w:r></w:p></w:endnote></w:endnotes>";
static const char core[] =
    "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'><dc:title> The\n title "
    "</dc:title><dc:creator>Ana Lima</dc:creator><cp:lastModifiedBy>X</cp:lastModifiedBy><dc:language>"
    "pt-BR</dc:language><dcterms:created>2011-12-13T23:14:15Z</dcterms:created><dcterms:modified>"
    "2012-01-02T03:04:05Z</dcterms:modified></cp:coreProperties>";
static const char app[] =
    "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'><Company>Porto "
    "Novo</Company></Properties>";

/* Text in a run. */
#define T(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define P(runs) "<w:p>" runs "</w:p>"

static void read_members(read_scene *scene, const packed_member *members)
{
    packed archive = packed_zip(members);

    read_bytes(scene, "a.docx", archive.data, archive.len);
    free(archive.data);
}

/* A document of nothing but a text. */
static void read_body(read_scene *scene, const char *body)
{
    char *document =
        repeated("<?xml version='1.0'?><w:document " SPACES "><w:body>", body, 1, "</w:body></w:document>");
    const packed_member members[] = {{.name = "[Content_Types].xml", .bytes = types},
                                     {.name = "_rels/.rels", .bytes = package_relations},
                                     {.name = "word/_rels/document.xml.rels", .bytes = main_relations},
                                     {.name = "word/styles.xml", .bytes = styles},
                                     {.name = "word/document.xml", .bytes = document},
                                     {.name = NULL}};

    read_members(scene, members);
    free(document);
}

static void expect(void **state, const char *body, const char *text)
{
    read_scene *scene = *state;

    read_body(scene, body);
    assert_string_equal(scene->reason, "");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].type, "docx");
    assert_string_equal(scene->found[0].text, text);
}

static void runs_are_one_text(void **state)
{
    expect(state,
           P(T("W") "<w:proofErr w:type='spellStart'/>" T("or") T("d ") T(" by &amp; &#x201C;by&#8221;")) P(T("two")),
           "Word by & “by”\n\ntwo");
}

static void empty_paragraphs_leave_no_trace(void **state)
{
    expect(state, P("") P(T(" ")) P(T("one")) P("") "<w:p/>" P(T("two")) P(""), "one\n\ntwo");
}

static void tabs_and_breaks_divide(void **state)
{
    expect(state,
           "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>"
           "b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:br w:type='page'/><w:t>e</w:t><w:ptab/><w:t>f</w:t>"
           "<w:br/><w:br/><w:t>g</w:t></w:r></w:p>",
           "a\tb\nc\nd\n\ne\tf\n\ng");
}

static void hyphens_and_symbols_are_characters(void **state)
{
    expect(state,
           P("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>erate </w:t><w:sym "
           "w:font='Symbol' w:char='F061'/><w:sym w:font='Symbol' w:char='F0B3'/><w:sym w:font='Arial' "
           "w:char='00E9'/><w:sym w:char='zz'/></w:r>"),
           "co\u2011op\u00ADerate α≥é");
}

static void table_cells_are_divided_by_tabs(void **state)
{
#define C(content) "<w:tc><w:tcPr/>" content "</w:tc>"
    expect(state,
           P(T("before")) "<w:tbl><w:tblPr/><w:tr><w:trPr/>" C(P(T("a"))) C(P(T("b")) P(T("b2"))) C(P(T("c")) P(""))
           C(P(T("d"))) "</w:tr><w:tr>" C(P("")) C(P(T("e"))) C(P(T("f"))) "</w:tr></w:tbl>" P(T("after")),
           "before\n\na\tb\n\nb2\tc\td\n\ne\tf\n\nafter");
    expect(state,
           "<w:tbl><w:tr>" C(P(T("a")) "<w:tbl><w:tr>" C(P(T("x"))) C(P(T("y"))) "</w:tr></w:tbl>" P("")) C(P(T("b")))
           "</w:tr></w:tbl>" P(T("after")),
           "a\n\nx\ty\tb\n\nafter");
}

static void deleted_text_is_none_and_inserted_text_is(void **state)
{
    expect(state,
           P(T("a ") "<w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins>" T("b ") "</w:ins><w:moveFrom>" T(
           "no") "</w:moveFrom><w:moveTo>" T("c") "</w:moveTo><w:del>" T("no") "</w:del>"),
           "a b c");
}

static void a_deleted_end_of_a_paragraph_joins_it_with_the_next(void **state)
{
    expect(state, "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" T("one ") "</w:p>" P(T("two")) P(T("three")),
           "one two\n\nthree");
    expect(state, "<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>" T("Head.") "</w:p>" P(T("Text")),
           "Head. Text");
    expect(state,
           "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" T("one ") "</w:p><w:p><w:pPr><w:tabs><w:tab w:val='left'/>"
           "</w:tabs></w:pPr>" T("two") "</w:p>",
           "one two");
}

static void hidden_text_is_none(void **state)
{
    expect(state,
           P("<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>" T("a") "<w:r><w:rPr><w:vanish w:val='false'/>"
           "</w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>"
           "c</w:t></w:r>"),
           "abc");
    expect(
        state,
        P("<w:r><w:rPr><w:rStyle w:val='H2'/></w:rPr><w:t>no</w:t></w:r><w:r><w:rPr><w:rStyle w:val='S'/></w:rPr>"
        "<w:t>a</w:t></w:r><w:r><w:rPr><w:rStyle w:val='H'/><w:vanish w:val='0'/></w:rPr><w:t>b</w:t></w:r>") "<w:p>"
        "<w:pPr><w:pStyle w:val='P'/></w:pPr>" T("no") "</w:p>" P(T("c")),
        "ab\n\nc");
    expect(state, "<w:p><w:pPr><w:pStyle w:val='Loop'/></w:pPr>" T("a") "</w:p>", "a");
}

#define FIELD(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"

static void results_of_fields_are_text_and_codes_are_none(void **state)
{
    expect(state,
           P(T("a ") FIELD("begin") "<w:r><w:instrText>PAGE</w:instrText></w:r>" FIELD("separate") T("7") FIELD("end")
           T(" b ") "<w:fldSimple w:instr='DATE'>" T("today") "</w:fldSimple>"),
           "a 7 b today");
    expect(state,
           P(FIELD("begin") "<w:r><w:instrText>IF</w:instrText></w:r>" FIELD("begin") FIELD("separate") T("no")
           FIELD("end") T("no") FIELD("separate") T("yes") FIELD("end") T("!")),
           "yes!");
    expect(state, P(FIELD("begin") FIELD("end") T("a")) P(FIELD("end") FIELD("separate") T("b")), "a\n\nb");
    expect(state, P(FIELD("begin") FIELD("separate") T("a")) P(T("b") FIELD("end")), "a\n\nb"); /* over paragraphs */
    expect(state, P(T("a") FIELD("begin")) P(T("b")), "a\n\nb"); /* one that never ends loses nothing */
}

static void containers_of_runs_are_read_through(void **state)
{
    expect(state,
           P("<w:hyperlink>" T("link") "</w:hyperlink><w:smartTag>" T(" tag") "</w:smartTag><w:sdt><w:sdtPr><w:t>"
           "no</w:t></w:sdtPr><w:sdtContent>" T(" control") "</w:sdtContent></w:sdt><w:bookmarkStart/>" T(".")),
           "link tag control.");
    expect(state, "<w:sdt><w:sdtContent>" P(T("a")) "</w:sdtContent></w:sdt>" P(T("b")), "a\n\nb");
}

#define BOX(content) "<w:txbxContent>" content "</w:txbxContent>"
/* One inside another, its macros unfolded, as cppcheck does not follow them so deep. */
#define INNER_BOX "<w:txbxContent><w:p>" T("y") "</w:p></w:txbxContent>"

static void a_text_box_is_read_once_and_follows_its_paragraph(void **state)
{
    expect(
        state,
        P(T("be") "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>" BOX(P(T("box")) P(T("box 2")))
        "</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>" BOX(P(T("box")) P(T("box 2"))) "</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>" T("fore")) P(T("after")),
        "before\n\nbox\n\nbox 2\n\nafter");
    expect(state, P("<w:r><w:pict>" BOX(P(T("old"))) "</w:pict><w:t>a</w:t></w:r>"), "a\n\nold");
    expect(state, P("<w:r><w:rPr><w:vanish/></w:rPr><w:pict>" BOX(P(T("no"))) "</w:pict></w:r>" T("a")), "a");
    expect(state, P("<w:r>" BOX(P(T("x") "<w:r>" INNER_BOX "</w:r>" T("z"))) BOX(P(T("q"))) "</w:r>" T("a")),
           "a\n\nx\n\ny\n\nz\n\nq");
}

static void of_alternatives_the_first_with_a_text_counts(void **state)
{
    expect(state,
           P("<w:r><mc:AlternateContent><mc:Choice Requires='w16se'/><mc:Fallback><w:t>\xF0\x9F\x98\x8A</w:t>"
           "</mc:Fallback></mc:AlternateContent></w:r><w:r><mc:AlternateContent><mc:Choice><w:t>a</w:t></mc:Choice>"
           "<mc:Choice><w:t>no</w:t></mc:Choice><mc:Fallback><w:t>no</w:t></mc:Fallback></mc:AlternateContent></w:r>"),
           "\xF0\x9F\x98\x8A" "a");
}

static void formulas_are_text(void **state)
{
    expect(
        state,
        P("<m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t>"
        "</m:r></m:den></m:f></m:oMath>"),
        "x=1/2");
}

static void small_print_above_characters_is_none(void **state)
{
    expect(state,
           P("<w:r><w:ruby><w:rt>" T("かん") "</w:rt><w:rubyBase>" T("漢") "</w:rubyBase></w:ruby></w:r>" T("字")),
           "漢字");
}

static void notes_stand_at_the_end(void **state)
{
    read_scene *scene = *state;
    const packed_member members[] = {
        {.name = "[Content_Types].xml", .bytes = types},
        {.name = "_rels/.rels", .bytes = package_relations},
        {.name = "word/_rels/document.xml.rels", .bytes = main_relations},
        {.name = "word/footnotes.xml", .bytes = footnotes},
        {.name = "word/endnotes.xml", .bytes = endnotes},
        {.name = "word/document.xml",
         .bytes = "<w:document " SPACES "><w:body>" P(T("On") "<w:r><w:footnoteReference w:id='1'/></w:r>" T("e")
                  "<w:r><w:endnoteReference w:id='1'/></w:r>") P(T("two")) "</w:body></w:document>"},
        {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "One\n\ntwo\n\nNote one.\n\nNote two.");
    assert_int_equal(scene->problems, 0);
}

static void properties_say_what_it_is(void **state)
{
    read_scene *scene = *state;
    packed_member members[] = {
        {.name = "[Content_Types].xml", .bytes = types},
        {.name = "_rels/.rels", .bytes = package_relations},
        {.name = "docProps/core.xml", .bytes = core},
        {.name = "docProps/app.xml", .bytes = app},
        {.name = "word/document.xml", .bytes = "<w:document " SPACES "><w:body>" P(T("text")) "</w:body>"
        "</w:document>"},
        {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].title, "The title");
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_STATED);
    assert_string_equal(scene->found[0].speaker, "Ana Lima");
    assert_string_equal(scene->found[0].source, "Porto Novo");
    assert_string_equal(scene->found[0].lang, "pt");
    assert_string_equal(scene->found[0].date, "2011-12-13");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    members[2].bytes = "<cp:coreProperties xmlns:cp='x' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>"
                       "Microsoft Office User</dc:creator><dc:title></dc:title></cp:coreProperties>";
    members[3].bytes = "<broken";
    read_members(scene, members);
    assert_null(scene->found[0].speaker);
    assert_null(scene->found[0].source);
    assert_string_equal(scene->found[0].title, "a");
    assert_string_equal(scene->found[0].text, "text");
    assert_int_equal(scene->problems, 1);
    assert_non_null(strstr(scene->problem[0], "cannot read its properties"));
}

static void a_title_in_the_text_is_the_title_where_no_other_is(void **state)
{
    read_scene *scene = *state;

    read_body(scene, P(T("x")) "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr>" T("He") T("ad") "</w:p>");
    assert_string_equal(scene->found[0].title, "Head");
    read_body(scene, "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr>" T("Head") "</w:p><w:p><w:pPr><w:pStyle "
                     "w:val='Titel'/></w:pPr>" T("Title") "</w:p>");
    assert_string_equal(scene->found[0].title, "Title");
}

static void strict_documents_are_read(void **state)
{
    read_scene *scene = *state;
    const packed_member members[] = {
        {.name = "[Content_Types].xml", .bytes = types},
        {.name = "_rels/.rels",
         .bytes = RELATIONS("<Relationship Id='a' Target='/w/main.xml' "
                  "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument'/>")},
        {.name = "w/_rels/main.xml.rels",
         .bytes = RELATIONS("<Relationship Id='a' Target='../n/f%20n.xml' "
                  "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/footnotes'/><Relationship Id='b' "
                  "Target='main.xml' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/footnotes'/>")},
        {.name = "n/f n.xml",
         .bytes = "<f:footnotes xmlns:f='http://purl.oclc.org/ooxml/wordprocessingml/main'><f:footnote><f:p><f:r>"
                  "<f:t>note</f:t></f:r></f:p></f:footnote></f:footnotes>"},
        {.name = "w/main.xml",
         .bytes = "<document xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'><body><p><r><t>strict</t></r>"
                  "</p></body></document>"},
        {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "strict\n\nnote");
}

static void the_main_part_is_found_without_relationships(void **state)
{
    static const char other[] =
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/x/y.xml' "
        "ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
    static const char nowhere[] =
        RELATIONS(RELATION("a", "officeDocument/2006/relationships/officeDocument", "../../outside.xml") RELATION("b",
        "officeDocument/2006/relationships/officeDocument", "missing.xml"));
    static const char external[] =
        RELATIONS("<Relationship Id='a' TargetMode='External' Target='word/document.xml' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>");
    static const char text[] = "<w:document " SPACES "><w:body>" P(T("text")) "</w:body></w:document>";
    read_scene *scene = *state;
    packed_member members[] = {{.name = "[Content_Types].xml", .bytes = other},
                               {.name = "x/y.xml", .bytes = text},
                               {.name = "_rels/.rels", .bytes = nowhere},
                               {.name = NULL}};

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
    members[1].name = "WORD/Document.xml";
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
    members[2].bytes = external;
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text");
}

static void expect_refusal(void **state, const packed_member *members, const char *reason)
{
    read_scene *scene = *state;

    read_members(scene, members);
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, reason);
}

static void what_cannot_be_read_says_why(void **state)
{
    packed_member members[] = {{.name = "[Content_Types].xml", .bytes = types},
                               {.name = "_rels/.rels", .bytes = package_relations},
                               {.name = "word/document.xml", .bytes = "<w:document"},
                               {.name = NULL}};
    read_scene *scene = *state;

    read_members(scene, members);
    assert_non_null(strstr(scene->reason, "its text: line 1: "));
    members[2].bytes = "";
    expect_refusal(state, members, "its text: it is empty");
    members[2].bytes = "<w:document " SPACES "/>";
    expect_refusal(state, members, "DOCX with neither text nor title");
    members[2].name = NULL;
    expect_refusal(state, members, "its text (word/document.xml) is missing");
    members[0].name = "nothing.xml";
    expect_refusal(state, members, "its text (word/document.xml) is missing");
}

static void lost_notes_are_told(void **state)
{
    packed_member members[] = {
        {.name = "[Content_Types].xml", .bytes = types},
        {.name = "_rels/.rels", .bytes = package_relations},
        {.name = "word/_rels/document.xml.rels", .bytes = main_relations},
        {.name = "word/footnotes.xml", .bytes = "<w:footnotes " SPACES "><w:footnote><w:p>" T("half") "</w:q>"},
        {.name = "word/document.xml", .bytes = "<w:document " SPACES "><w:body>" P(T("text")) "</w:body>"
        "</w:document>"},
        {.name = NULL}};
    read_scene *scene = *state;

    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "text\n\nhalf");
    assert_int_equal(scene->problems, 1);
    assert_non_null(strstr(scene->problem[0], "cannot read its footnotes: footnotes: line 1: "));
    assert_non_null(
        strstr(scene->problem[0], "; cannot read its endnotes: its endnotes (word/endnotes.xml) is missing"));
}

static void other_office_formats_are_named(void **state)
{
    const packed_member sheet[] = {
        {.name = "[Content_Types].xml",
         .bytes =
             "<Override ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"},
        {.name = "xl/workbook.xml", .bytes = "<x/>"},
        {.name = NULL}};
    read_scene *scene = *state;

    read_members(scene, sheet);
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    assert_string_equal(scene->reason, "XLSX is not a format that dictum reads");
}

/* The names that tell stand behind a large picture; and in the archive beside it a document is stored as it is. */
static void a_document_is_known_by_all_its_names(void **state)
{
    char *picture = repeated("", "picture", 30000, "");
    const packed_member members[] = {
        {.name = "docProps/thumbnail.jpeg", .bytes = picture, .stored = true},
        {.name = "_rels/.rels", .bytes = package_relations},
        {.name = "[Content_Types].xml", .bytes = types},
        {.name = "word/document.xml", .bytes = "<w:document " SPACES "><w:body>" P(T("text")) "</w:body>"
        "</w:document>"},
        {.name = NULL}};
    packed docx = packed_zip(members), around;
    const packed_member archive[] = {{.name = "in.docx", .bytes = docx.data, .len = docx.len, .stored = true},
                                     {.name = "b.txt", .bytes = "beside"},
                                     {.name = NULL}};
    read_scene *scene = *state;

    read_bytes(scene, "no name at all", docx.data, docx.len);
    assert_string_equal(scene->found[0].type, "docx");
    around = packed_zip(archive);
    read_bytes(scene, "x.zip", around.data, around.len);
    assert_int_equal(scene->statements, 2);
    assert_string_equal(scene->found[0].member, "in.docx");
    assert_string_equal(scene->found[0].text, "text");
    assert_string_equal(scene->found[1].text, "beside");
    free(around.data);
    free(docx.data);
    free(picture);
}

static void documents_in_other_charsets_are_read(void **state)
{
    const char *text = "<?xml version='1.0'?><w:document " SPACES "><w:body>" P(T("wide")) "</w:body></w:document>";
    char document[2048] = "\xFF\xFE";
    size_t len = 2;
    read_scene *scene = *state;

    for (const char *c = text; *c != '\0'; c++) {
        document[len++] = *c;
        document[len++] = '\0';
    }
    const packed_member members[] = {{.name = "[Content_Types].xml", .bytes = types},
                                     {.name = "word/document.xml", .bytes = document, .len = len},
                                     {.name = NULL}};
    read_members(scene, members);
    assert_string_equal(scene->found[0].text, "wide");
}

int main(void)
{
#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, read_scene_setup, read_scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(runs_are_one_text),
        SCENE_TEST(empty_paragraphs_leave_no_trace),
        SCENE_TEST(tabs_and_breaks_divide),
        SCENE_TEST(hyphens_and_symbols_are_characters),
        SCENE_TEST(table_cells_are_divided_by_tabs),
        SCENE_TEST(deleted_text_is_none_and_inserted_text_is),
        SCENE_TEST(a_deleted_end_of_a_paragraph_joins_it_with_the_next),
        SCENE_TEST(hidden_text_is_none),
        SCENE_TEST(results_of_fields_are_text_and_codes_are_none),
        SCENE_TEST(containers_of_runs_are_read_through),
        SCENE_TEST(a_text_box_is_read_once_and_follows_its_paragraph),
        SCENE_TEST(of_alternatives_the_first_with_a_text_counts),
        SCENE_TEST(formulas_are_text),
        SCENE_TEST(small_print_above_characters_is_none),
        SCENE_TEST(notes_stand_at_the_end),
        SCENE_TEST(properties_say_what_it_is),
        SCENE_TEST(a_title_in_the_text_is_the_title_where_no_other_is),
        SCENE_TEST(strict_documents_are_read),
        SCENE_TEST(the_main_part_is_found_without_relationships),
        SCENE_TEST(what_cannot_be_read_says_why),
        SCENE_TEST(lost_notes_are_told),
        SCENE_TEST(other_office_formats_are_named),
        SCENE_TEST(a_document_is_known_by_all_its_names),
        SCENE_TEST(documents_in_other_charsets_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
