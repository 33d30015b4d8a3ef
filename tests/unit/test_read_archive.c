/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives and compressed files: each member a file of its own, whatever it is called and whatever is wrong with the
 * others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/read/deliver.h"
#include "test_read_scene.h"
#include "tests/support/packages.h"

static void read_packed(read_scene *scene, const char *name, packed archive)
{
    read_bytes(scene, name, archive.data, archive.len);
    free(archive.data);
}

static void read_zip(read_scene *scene, const packed_member *members)
{
    read_packed(scene, "all.zip", packed_zip(members));
}

/* "member=text;" for each statement. */
static void expect_texts(const read_scene *scene, const char *expected)
{
    char all[4096] = "";

    for (size_t i = 0; i < scene->statements; i++) {
        size_t len = strlen(all);
        snprintf(all + len, sizeof(all) - len, "%s=%s;", scene->found[i].member == NULL ? "" : scene->found[i].member,
                 scene->found[i].text);
    }
    assert_string_equal(all, expected);
}

static const packed_member three[] = {{.name = "folder"},
                                      {.name = "folder/one.txt", .bytes = "First text."},
                                      {.name = "two.html", .bytes = "<title>Second</title><p>Its text."},
                                      {.name = "2019-05-06 three.md", .bytes = "# Third\n\nmore"},
                                      {.name = NULL}};

static const char of_three[] = "folder/one.txt=First text.;two.html=Its text.;2019-05-06 three.md=Third\n\nmore;";

static void members_are_files_of_their_own(void **state)
{
    read_scene *scene = *state;

    read_zip(scene, three);
    expect_texts(scene, of_three);
    assert_int_equal(scene->problems + scene->skipped, 0);
    assert_string_equal(scene->found[0].title, "one");
    assert_string_equal(scene->found[0].date, "2001-09-09"); /* the member's time */
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    assert_string_equal(scene->found[1].type, "html");
    assert_string_equal(scene->found[1].title, "Second");
    assert_string_equal(scene->found[2].date, "2019-05-06");
    assert_string_equal(scene->found[2].type, "markdown");
}

/* A packer that knows no time says 1970 or 1980, which is not when anything was written. */
static void a_member_without_a_time_has_that_of_the_archive(void **state)
{
    static const packed_member members[] = {{.name = "a.txt", .bytes = "Text.", .timeless = true}, {.name = NULL}};
    static const char *const formats[] = {"ustar", "zip"};
    read_scene *scene = *state;

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        read_packed(scene, "all", packed_archive(formats[i], NULL, members));
        assert_int_equal(scene->statements, 1);
        assert_true(strcmp(scene->found[0].date, "2020") > 0); /* when it was packed */
        assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    }
}

static void every_kind_of_archive_is_read_whatever_its_name(void **state)
{
    static const struct {
        const char *name, *format, *filter;
    } kinds[] = {{"a.tar", "ustar", NULL},      {"a.tar", "pax", NULL},
                 {"a.tar.gz", "ustar", "gzip"}, {"a.tgz", "pax", "gzip"},
                 {"a.tar.bz2", "pax", "bzip2"}, {"a.tar.xz", "pax", "xz"},
                 {"a.tar.zst", "pax", "zstd"},  {"a", "pax", "xz"},
                 {"a.txt", "zip", NULL}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        read_packed(*state, kinds[i].name, packed_archive(kinds[i].format, kinds[i].filter, three));
        expect_texts(*state, of_three);
        assert_int_equal(((read_scene *)*state)->outcome, DICTUM__READ_DONE);
    }
}

static void a_compressed_file_is_the_document_in_it(void **state)
{
    static const packed_member one[] = {{.name = "x", .bytes = "<title>T</title><p>Some text."}, {.name = NULL}};
    static const char *const filters[] = {"gzip", "bzip2", "xz", "zstd"};
    static const char *const names[] = {"2015-02-03 p.html.gz", "2015-02-03 p.html.bz2", "2015-02-03 p.html.xz",
                                        "2015-02-03 p.html.zst"};
    read_scene *scene = *state;

    for (size_t i = 0; i < 4; i++) {
        read_packed(scene, names[i], packed_archive("raw", filters[i], one));
        expect_texts(scene, "=Some text.;");
        assert_string_equal(scene->found[0].title, "T");
        assert_string_equal(scene->found[0].date, "2015-02-03");
    }
}

static void names_are_utf8_whatever_the_locale(void **state)
{
    static const packed_member marked[] = {{.name = "Grüße/漢字.txt", .bytes = "a"}, {.name = NULL}};
    static const packed_member plain[] = {{.name = "GrXXe.txt", .bytes = "a"}, {.name = NULL}};
    static const packed_member twelve[] = {{.name = "abcdefghijkl", .bytes = "a"}, {.name = NULL}};
    packed archive;

    read_zip(*state, marked);
    expect_texts(*state, "Grüße/漢字.txt=a;");
    read_packed(*state, "a.tar", packed_archive("pax", NULL, marked));
    expect_texts(*state, "Grüße/漢字.txt=a;");
    archive = packed_zip(plain);
    assert_int_equal(packed_replace(&archive, "GrXXe",
                                    "Gr\x81\xE1"
                                    "e"),
                     2);
    read_packed(*state, "a.zip", archive); /* code page 437 */
    expect_texts(*state, "Grüße.txt=a;");
    archive = packed_zip(twelve); /* UTF-8 without the mark, as many programs write it */
    assert_int_equal(packed_replace(&archive, "abcdefghijkl",
                                    "Gr\xC3\xBC\xC3\x9F"
                                    "e.txt"),
                     2);
    read_packed(*state, "a.zip", archive);
    expect_texts(*state, "Grüße.txt=a;");
}

static void tar_names_that_are_not_utf8_are_windows_1252(void **state)
{
    static const packed_member one[] = {{.name = "Gr\xFC\xDF"
                                                 "e.txt",
                                         .bytes = "a"},
                                        {.name = NULL}};

    read_packed(*state, "a.tar", packed_archive("ustar", NULL, one));
    expect_texts(*state, "Grüße.txt=a;");
}

static void names_lead_nowhere(void **state)
{
    static const packed_member odd[] = {
        {.name = "/etc/one.txt", .bytes = "a"},        {.name = "../../two.txt", .bytes = "b"},
        {.name = "./x/./..//three.txt", .bytes = "c"}, {.name = "li\nne\x1B\x7F.txt", .bytes = "d"},
        {.name = "in.zip!/five.txt", .bytes = "e"},    {.name = NULL}};

    read_zip(*state, odd);
    expect_texts(*state, "etc/one.txt=a;two.txt=b;x/three.txt=c;li?ne??.txt=d;in.zip?/five.txt=e;");
    read_packed(*state, "a.tar", packed_archive("pax", NULL, odd));
    expect_texts(*state, "etc/one.txt=a;two.txt=b;x/three.txt=c;li?ne??.txt=d;in.zip?/five.txt=e;");
}

static void links_and_folders_are_no_documents(void **state)
{
    static const packed_member members[] = {{.name = "folder"},
                                            {.name = "a.txt", .bytes = "text"},
                                            {.name = "b.txt", .bytes = "", .link = "/etc/passwd"},
                                            {.name = "c.txt", .bytes = "", .hard = "a.txt"},
                                            {.name = NULL}};
    read_scene *scene = *state;

    read_packed(scene, "a.tar", packed_archive("pax", NULL, members));
    expect_texts(scene, "a.txt=text;");
    assert_int_equal(scene->skipped + scene->problems, 0);
}

static void hidden_members_are_passed_over(void **state)
{
    static const packed_member members[] = {
        {.name = ".hidden.txt", .bytes = "a"},      {.name = "x/.git/b.txt", .bytes = "b"},
        {.name = "__MACOSX/._c.txt", .bytes = "c"}, {.name = "__MACOSX/d.txt", .bytes = "d"},
        {.name = "x/e.f.txt", .bytes = "e"},        {.name = NULL}};

    read_zip(*state, members);
    expect_texts(*state, "x/e.f.txt=e;");
}

static void members_of_one_name_have_places_of_their_own(void **state)
{
    static const packed_member members[] = {{.name = "a.txt", .bytes = "1"},     {.name = "a.txt (2)", .bytes = "2"},
                                            {.name = "./a.txt", .bytes = "3"},   {.name = "a.txt", .bytes = "4"},
                                            {.name = "a.txt (2)", .bytes = "5"}, {.name = "b.md", .bytes = "6"},
                                            {.name = "b.md", .bytes = "# 7"},    {.name = NULL}};
    read_scene *scene = *state;

    read_packed(scene, "a.tar", packed_archive("pax", NULL, members));
    expect_texts(scene, "a.txt=1;a.txt (2)=2;a.txt (3)=3;a.txt (4)=4;a.txt (2) (2)=5;b.md=6;b.md (2)=7;");
    assert_string_equal(scene->found[6].type, "markdown"); /* by its own name */
}

/* They must not be compared with each other. */
static void many_members_of_one_name_are_told_apart_quickly(void **state)
{
    enum { COUNT = 2000 };
    packed_member *members = calloc(COUNT + 1, sizeof(*members));
    read_scene *scene = *state;

    assert_non_null(members);
    for (size_t i = 0; i < COUNT; i++) {
        members[i] = (packed_member){.name = "a.pdf", .bytes = "none"};
    }
    read_packed(scene, "a.tar", packed_archive("ustar", NULL, members));
    free(members);
    assert_int_equal(scene->problems, COUNT);
    assert_string_equal(scene->problem_member[15], "a.pdf (16)");
}

static packed nested(size_t depth)
{
    static const packed_member innermost[] = {{.name = "in.txt", .bytes = "deep"}, {.name = NULL}};
    packed archive = packed_zip(innermost);

    for (size_t i = 1; i < depth; i++) {
        const packed_member around[] = {
            {.name = "a.zip", .bytes = archive.data, .len = archive.len, .stored = i % 2 == 0},
            {.name = "beside.txt", .bytes = "beside"},
            {.name = NULL}};
        packed outer = packed_zip(around);
        free(archive.data);
        archive = outer;
    }
    return archive;
}

static void archives_in_archives_are_opened_to_a_depth(void **state)
{
    read_scene *scene = *state;

    read_packed(scene, "o.zip", nested(DICTUM__DEPTH_MAX));
    assert_int_equal(scene->statements, DICTUM__DEPTH_MAX);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].member, "a.zip!/a.zip!/a.zip!/a.zip!/in.txt");
    read_packed(scene, "o.zip", nested(DICTUM__DEPTH_MAX + 1));
    assert_int_equal(scene->statements, DICTUM__DEPTH_MAX); /* those beside */
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "more than 5 containers lie in each other");
    assert_string_equal(scene->problem_member[0], "a.zip!/a.zip!/a.zip!/a.zip!/a.zip!/in.txt");
}

static void compressed_files_in_archives_count_as_containers(void **state)
{
    static const packed_member one[] = {{.name = "x", .bytes = "inner text"}, {.name = NULL}};
    packed inner = packed_archive("raw", "gzip", one);
    const packed_member around[] = {{.name = "d/in.txt.gz", .bytes = inner.data, .len = inner.len}, {.name = NULL}};

    read_zip(*state, around);
    expect_texts(*state, "d/in.txt.gz=inner text;");
    assert_string_equal(((read_scene *)*state)->found[0].title, "in");
    free(inner.data);
}

/* Each layer costs time in proportion to what it holds, of which nothing need come out. */
static void what_is_compressed_twice_is_refused(void **state)
{
    static const packed_member one[] = {{.name = "x", .bytes = "inner text"}, {.name = NULL}};
    packed inner = packed_archive("raw", "gzip", one);
    const packed_member around[] = {{.name = "x", .bytes = inner.data, .len = inner.len}, {.name = NULL}};

    read_packed(*state, "a.gz.xz", packed_archive("raw", "xz", around));
    assert_int_equal(((read_scene *)*state)->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(((read_scene *)*state)->reason, "it is compressed several times over");
    free(inner.data);
}

static void records_in_archives_are_records(void **state)
{
    static const packed_member members[] = {
        {.name = "r.jsonl", .bytes = "{\"id\":\"x\",\"text\":\"one\"}\n{\"text\":\"two\"}\nbad\n"},
        {.name = "r.jsonl", .bytes = "{\"text\":\"three\"}\n"},
        {.name = NULL}};
    read_scene *scene = *state;

    read_zip(scene, members);
    expect_texts(scene, "r.jsonl=one;r.jsonl=two;r.jsonl (2)=three;");
    assert_string_equal(scene->found[0].id, "x");
    assert_int_equal(scene->found[1].part, 2);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem_member[0], "r.jsonl");
}

static void what_is_no_document_is_named(void **state)
{
    static const packed_member members[] = {{.name = "p.png", .bytes = "\x89PNG\r\n\x1A\n"},
                                            {.name = "e.txt", .bytes = ""},
                                            {.name = "broken.pdf", .bytes = "no"},
                                            {.name = NULL}};
    read_scene *scene = *state;

    read_zip(scene, members);
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->skipped, 2);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "its content is not PDF");
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
}

static void encrypted_members_are_problems_and_the_others_are_read(void **state)
{
    static const packed_member members[] = {{.name = "a.txt", .bytes = "open"},
                                            {.name = "b.txt", .bytes = "closed"},
                                            {.name = "c.txt", .bytes = "open too"},
                                            {.name = NULL}};
    read_scene *scene = *state;
    packed archive = packed_zip(members);

    packed_mark_encrypted(&archive, "b.txt");
    read_packed(scene, "a.zip", archive);
    expect_texts(scene, "a.txt=open;c.txt=open too;");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem_member[0], "b.txt");
    assert_string_equal(scene->problem[0], "cannot read it: it is encrypted");
}

static void a_damaged_member_is_a_problem_and_the_others_are_read(void **state)
{
    static const packed_member members[] = {{.name = "a.txt", .bytes = "first", .stored = true},
                                            {.name = "b.txt", .bytes = "second", .stored = true},
                                            {.name = "c.txt", .bytes = "third", .stored = true},
                                            {.name = NULL}};
    read_scene *scene = *state;
    packed archive = packed_zip(members);

    assert_int_equal(packed_replace(&archive, "second", "sec0nd"), 1);
    read_packed(scene, "a.zip", archive);
    expect_texts(scene, "a.txt=first;c.txt=third;");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem_member[0], "b.txt");
    assert_non_null(strstr(scene->problem[0], "cannot read it: "));
}

static void what_stands_before_the_damage_stays(void **state)
{
    static const char *const filters[] = {NULL, "gzip", "xz"};
    char *large = repeated("", "Some words that stand here. ", 20000, "");
    const packed_member members[] = {{.name = "a.txt", .bytes = "first"},
                                     {.name = "b.txt", .bytes = large},
                                     {.name = "c.txt", .bytes = "third"},
                                     {.name = NULL}};
    read_scene *scene = *state;

    for (size_t i = 0; i < 3; i++) {
        packed archive = packed_archive("ustar", filters[i], members);
        archive.len = archive.len * 2 / 3;
        read_packed(scene, "a.tar", archive);
        assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
        if (i < 2) { /* a block of xz is whole or not there */
            assert_true(scene->statements >= 1);
            assert_string_equal(scene->found[0].text, "first");
            assert_non_null(strstr(scene->reason, "the archive is damaged further on"));
        }
    }
    free(large);
}

static void zips_cut_off_anywhere_do_no_harm(void **state)
{
    read_scene *scene = *state;
    packed archive = packed_zip(three);

    for (size_t len = 1; len < archive.len; len += 7) {
        read_bytes(scene, "a.zip", archive.data, len);
        assert_true(scene->outcome != DICTUM__READ_DONE || scene->statements > 0);
        for (size_t i = 0; i < scene->statements && i < 1; i++) {
            assert_string_equal(scene->found[0].text, "First text.");
        }
    }
    free(archive.data);
}

static void empty_archives_are_passed_over(void **state)
{
    static const packed_member none[] = {{.name = NULL}};
    static const packed_member folder[] = {{.name = "folder"}, {.name = NULL}};
    read_scene *scene = *state;

    read_zip(scene, none);
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    read_zip(scene, folder);
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    read_string(scene, "a.zip", "PK\x03\x04 and nothing more");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    read_string(scene, "a.tar.gz", "\x1F\x8B\x08 and nothing more");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
}

/* ---- what one file may cost ---------------------------------------------------------------------------------- */

typedef struct counts {
    size_t statements, problems, skipped;
} counts;

static dictum_status count_statement(void *context, const dictum_place *place, const dictum_record *record,
                                     dictum_error *err)
{
    (void)place;
    (void)record;
    (void)err;
    ((counts *)context)->statements++;
    return DICTUM_OK;
}

static dictum_status count_problem(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    (void)place;
    (void)reason;
    (void)err;
    ((counts *)context)->problems++;
    return DICTUM_OK;
}

static dictum_status count_skipped(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    (void)place;
    (void)reason;
    (void)err;
    ((counts *)context)->skipped++;
    return DICTUM_OK;
}

/* Reads with an allowance of its own; as a thing in memory, in which everything that is expanded counts. */
static counts read_within(packed archive, dictum_budget *budget, dictum_read_outcome *outcome)
{
    counts all = {0, 0, 0};
    const dictum_read_sink sink = {&all, count_statement, count_problem, count_skipped};
    dictum_settings settings;
    dictum_source source, around = {.fd = -1};
    dictum_slice rest = {archive.data, archive.len};
    dictum_buf reason;
    const dictum_reading reading = {&sink, &settings, budget, outcome, &reason};

    *outcome = DICTUM__READ_DONE;
    dictum__settings_init(&settings);
    dictum__buf_init(&reason, 4096);
    dictum__source_bytes(&source, &around, "a.zip", (dictum_slice){NULL, 0}, &rest);
    assert_int_equal(dictum__read_source(&source, &reading, NULL), DICTUM_OK);
    dictum__source_close(&source);
    dictum__buf_dispose(&reason);
    dictum__settings_dispose(&settings);
    free(archive.data);
    return all;
}

static void a_bomb_ends_the_archive(void **state)
{
    static const packed_member members[] = {{.name = "a.txt", .bytes = "first"},
                                            {.name = "b.txt", .bytes = "0123456789", .repeated = 1000000},
                                            {.name = "c.txt", .bytes = "third"},
                                            {.name = NULL}};
    dictum_budget budget = {3000000, 100, false, 3000000};
    dictum_read_outcome outcome;
    counts all = read_within(packed_zip(members), &budget, &outcome);

    (void)state;
    assert_int_equal(all.statements, 1);
    assert_int_equal(all.problems, 1); /* of the member; the archive's is the outcome */
    assert_int_equal(outcome, DICTUM__READ_PROBLEM);
    assert_true(budget.spent);
}

/* What is not wanted must be expanded, too, to get behind it. */
static void what_is_passed_over_in_a_compressed_archive_counts(void **state)
{
    static const packed_member members[] = {{.name = ".hidden", .bytes = "0123456789", .repeated = 3000000},
                                            {.name = "c.txt", .bytes = "third"},
                                            {.name = NULL}};
    dictum_budget budget = {20000000, 100, false, 20000000}, enough = {40000000, 100, false, 40000000};
    dictum_read_outcome outcome;
    counts all = read_within(packed_archive("pax", "zstd", members), &budget, &outcome);

    (void)state;
    assert_int_equal(all.statements, 0);
    assert_int_equal(outcome, DICTUM__READ_PROBLEM);
    all = read_within(packed_archive("pax", "zstd", members), &enough, &outcome);
    assert_int_equal(all.statements, 1);
    assert_int_equal(outcome, DICTUM__READ_DONE);
}

static void members_are_counted(void **state)
{
    dictum_budget budget = {3000000, 2, false, 3000000};
    dictum_read_outcome outcome;
    counts all = read_within(packed_zip(three), &budget, &outcome);

    (void)state;
    assert_int_equal(all.statements, 2);
    assert_int_equal(all.problems, 1);
    assert_int_equal(outcome, DICTUM__READ_PROBLEM);
}

/* A document that is an archive costs what it expands to, not only what it has. */
static void documents_in_archives_count_with_what_they_expand_to(void **state)
{
    static const packed_member parts[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true},
        {.name = "content.xml", .bytes = "          ", .repeated = 1000000},
        {.name = NULL}};
    packed odt = packed_zip(parts);
    const packed_member members[] = {
        {.name = "a.odt", .bytes = odt.data, .len = odt.len}, {.name = "c.txt", .bytes = "third"}, {.name = NULL}};
    dictum_budget budget = {3000000, 100, false, 3000000};
    dictum_read_outcome outcome;
    counts all = read_within(packed_zip(members), &budget, &outcome);

    (void)state;
    free(odt.data);
    assert_int_equal(all.statements, 0);
    assert_true(budget.spent);
    assert_int_equal(outcome, DICTUM__READ_PROBLEM);
}

int main(void)
{
#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, read_scene_setup, read_scene_teardown)
    const struct CMUnitTest tests[] = {
        SCENE_TEST(members_are_files_of_their_own),
        SCENE_TEST(a_member_without_a_time_has_that_of_the_archive),
        SCENE_TEST(every_kind_of_archive_is_read_whatever_its_name),
        SCENE_TEST(a_compressed_file_is_the_document_in_it),
        SCENE_TEST(names_are_utf8_whatever_the_locale),
        SCENE_TEST(tar_names_that_are_not_utf8_are_windows_1252),
        SCENE_TEST(names_lead_nowhere),
        SCENE_TEST(links_and_folders_are_no_documents),
        SCENE_TEST(hidden_members_are_passed_over),
        SCENE_TEST(members_of_one_name_have_places_of_their_own),
        SCENE_TEST(many_members_of_one_name_are_told_apart_quickly),
        SCENE_TEST(archives_in_archives_are_opened_to_a_depth),
        SCENE_TEST(compressed_files_in_archives_count_as_containers),
        SCENE_TEST(what_is_compressed_twice_is_refused),
        SCENE_TEST(records_in_archives_are_records),
        SCENE_TEST(what_is_no_document_is_named),
        SCENE_TEST(encrypted_members_are_problems_and_the_others_are_read),
        SCENE_TEST(a_damaged_member_is_a_problem_and_the_others_are_read),
        SCENE_TEST(what_stands_before_the_damage_stays),
        SCENE_TEST(zips_cut_off_anywhere_do_no_harm),
        SCENE_TEST(empty_archives_are_passed_over),
        cmocka_unit_test(a_bomb_ends_the_archive),
        cmocka_unit_test(what_is_passed_over_in_a_compressed_archive_counts),
        cmocka_unit_test(members_are_counted),
        cmocka_unit_test(documents_in_archives_count_with_what_they_expand_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
