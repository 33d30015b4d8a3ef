/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says of documents: in files .dictum and on the command line, from run to run. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/ledger.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/xapian_c/xap_write.h"
#include "test_index_scene.h"
#include "tests/support/temp.h"

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, index_scene_setup, index_scene_teardown)

/* Files that the last run handed to readers. */
static uint64_t files_read;

static void on_progress(void *context, const dictum_update_progress *progress)
{
    (void)context;
    files_read = progress->files;
}

static void update(index_scene *scene)
{
    files_read = 0;
    scene->options.hooks.progress = on_progress;
    scene_update(scene);
}

/* A run with what the command line says: "FIELD=VALUE", "url-base=…", "whole-page=…" or "ignore=…" each. */
static dictum_status try_wish(index_scene *scene, const char *path, const char *const *said)
{
    dictum_wish wish;
    dictum_buf wrong;
    files_read = 0;
    scene->options.hooks.progress = on_progress;
    dictum__wish_init(&wish);
    dictum__buf_init(&wrong, 4096);
    for (; *said != NULL; said++) {
        bool good;
        if (strncmp(*said, "ignore=", 7) == 0) {
            good = dictum__wish_ignore(&wish, *said + 7, &wrong);
        } else if (strncmp(*said, "url-base=", 9) == 0) {
            good = dictum__wish_set(&wish, DICTUM__SET_ADDRESS, dictum__slice(*said + 9), &wrong);
        } else if (strncmp(*said, "whole-page=", 11) == 0) {
            good = dictum__wish_set(&wish, DICTUM__SET_WHOLE_PAGE, dictum__slice(*said + 11), &wrong);
        } else {
            good = dictum__wish_set_field(&wish, *said, &wrong);
        }
        assert_true(good);
    }
    scene->options.wish = &wish;
    dictum_status status = scene_run_on(scene, path);
    scene->options.wish = NULL;
    dictum__wish_dispose(&wish);
    dictum__buf_dispose(&wrong);
    return status;
}

#define SAID(...) ((const char *const[]){__VA_ARGS__, NULL})

static void wish(index_scene *scene, const char *below, const char *const *said)
{
    char *path = *below == '\0' ? strdup(scene->docs) : temp_path(scene->docs, below);
    if (try_wish(scene, path, said) != DICTUM_OK) {
        fail_msg("%s", scene->error.text);
    }
    free(path);
}

/* ---- what the index then has ------------------------------------------------------------------------------- */

/* For each statement, in order of their paths: "PATH|SOURCE|SPEAKER|LANG|DATE|TITLE|URL\n", of the path only what is
 * below the documents' folder, and what is not there as "-". */
static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void append_field(dictum_buf *out, dictum_slice value)
{
    dictum__buf_append_char(out, '|');
    dictum__buf_append_slice(out, value.data != NULL ? value : DICTUM_SLICE("-"));
}

typedef struct listing {
    const index_scene *scene;
    char *lines[1000];
    size_t count;
} listing;

static void add_statement(void *context, const dictum_record *record)
{
    listing *self = context;
    dictum_buf line;
    size_t skip = strlen(self->scene->docs) + 1;
    dictum__buf_init(&line, 1u << 20);
    if (record->path.data != NULL) {
        dictum__buf_append(&line, record->path.data + skip, record->path.len - skip);
    }
    append_field(&line, record->source);
    append_field(&line, record->speaker);
    append_field(&line, record->lang);
    append_field(&line, record->date);
    append_field(&line, record->title);
    append_field(&line, record->url);
    dictum__buf_append_char(&line, '\n');
    assert_true(self->count < sizeof self->lines / sizeof *self->lines);
    self->lines[self->count++] = dictum__buf_detach(&line);
}

static char *all_statements(const index_scene *scene)
{
    static listing self;
    dictum_buf text;
    self.scene = scene;
    self.count = 0;
    dictum__buf_init(&text, 1u << 24);
    dictum__buf_append_str(&text, "");
    index_each(scene->options.index, add_statement, &self);
    qsort(self.lines, self.count, sizeof *self.lines, compare_lines);
    for (size_t i = 0; i < self.count; i++) {
        dictum__buf_append_str(&text, self.lines[i]);
        free(self.lines[i]);
    }
    return dictum__buf_detach(&text);
}

static void expect_line_at(const index_scene *scene, const char *line, const char *file, int number)
{
    char *all = all_statements(scene);
    bool there = strstr(all, line) != NULL;
    if (!there) {
        print_error("not there: %s\n%s", line, all);
    }
    free(all);
    if (!there) {
        _fail(file, number);
    }
}

#define expect_line(scene, line) expect_line_at((scene), (line), __FILE__, __LINE__)

/* ---- files .dictum ------------------------------------------------------------------------------------------ */

static void a_folder_s_file_holds_for_all_below_and_the_inner_one_counts_first(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, ".dictum", "source: Outer\nspeaker: Someone\nlang: de\n");
    scene_write(scene, "in/.dictum", "source: Inner\ndate: 2020-02\n");
    scene_write(scene, "a 2019-01-01.txt", "Apples.");
    scene_write(scene, "in/deep/b 2019-01-01.txt", "Pears.");
    scene_write(scene, "in/c.md", "---\nauthor: Stated\ndate: 2018-01-01\n---\n# Plums\n\nPlums.");
    update(scene);
    expect_line(scene, "a 2019-01-01.txt|Outer|Someone|de|2019-01-01|");
    expect_line(scene, "in/deep/b 2019-01-01.txt|Inner|Someone|de|2020-02|");
    expect_line(scene, "in/c.md|Inner|Someone|de|2020-02|");
}

static void an_edited_file_has_those_read_again_that_it_concerns(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "one/a.txt", "Apples.");
    scene_write(scene, "one/in/b.txt", "Pears.");
    scene_write(scene, "two/c.txt", "Plums.");
    scene_write(scene, "two/d.jsonl", "{\"id\":\"d\",\"text\":\"figs\"}\n");
    update(scene);
    assert_int_equal(files_read, 4);
    scene_write(scene, "one/.dictum", "source: One\n");
    update(scene);
    assert_int_equal(files_read, 2);
    scene_expect(scene, 0, 2, 0, 2, 0);
    update(scene);
    assert_int_equal(files_read, 0);
    /* What is said is the same, however it is written. */
    scene_write(scene, "one/.dictum", "# note\n\n  source :  One\n");
    update(scene);
    assert_int_equal(files_read, 0);
    /* What the inner one overrides concerns the outer ones only. */
    scene_write(scene, "one/in/.dictum", "source: One\n");
    update(scene);
    assert_int_equal(files_read, 0);
    scene_write(scene, "one/.dictum", "source: Another\n");
    update(scene);
    assert_int_equal(files_read, 1);
    scene_delete(scene, "one/.dictum");
    scene_delete(scene, "one/in/.dictum");
    update(scene);
    assert_int_equal(files_read, 2);
    expect_line(scene, "one/a.txt|-|");
    /* Records are set like any other statement. */
    scene_write(scene, "two/.dictum", "speaker: Two\n");
    update(scene);
    assert_int_equal(files_read, 2);
    expect_line(scene, "two/d.jsonl|-|Two|");
}

static void what_is_found_does_not_depend_on_what_is_named(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, ".dictum",
                "source: Outer\nurl-base: https://example.org/all\nignore: *.log\nignore: /two/drafts/\n");
    scene_write(scene, "one/.dictum", "lang: fr\nignore: !keep.log\n");
    scene_write(scene, "one/a.txt", "Apples.");
    scene_write(scene, "one/keep.log", "Pears.");
    scene_write(scene, "one/x.log", "Nuts.");
    scene_write(scene, "two/b.txt", "Plums.");
    scene_write(scene, "two/y.log", "Nuts.");
    scene_write(scene, "two/drafts/c.txt", "Figs.");
    update(scene);
    char *whole = all_statements(scene);
    assert_int_equal(scene->counts.statements, 3);
    expect_line(scene, "one/keep.log|Outer|-|fr|");
    scene->options.index = temp_path(scene->folder, "other");
    static const char *const parts[] = {"one/a.txt", "one/keep.log", "one/x.log",
                                        "two",       "two/drafts",   "two/drafts/c.txt"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *path = temp_path(scene->docs, parts[i]);
        assert_int_equal(scene_run_on(scene, path), DICTUM_OK);
        bool ignored = i == 2 || i >= 4;
        assert_int_equal(scene->notes.len > 0 && strstr(scene->notes.data, "is ignored") != NULL, ignored);
        free(path);
    }
    char *pieced = all_statements(scene);
    assert_string_equal(whole, pieced);
    /* And over the whole, nothing is read again. */
    files_read = 0;
    assert_int_equal(scene_run(scene), DICTUM_OK);
    assert_int_equal(files_read, 0);
    free((void *)(uintptr_t)scene->options.index);
    scene->options.index = scene->index;
    free(whole);
    free(pieced);
}

static void a_faulty_file_is_a_problem_until_it_is_mended(void **state)
{
    index_scene *scene = *state;
    char *path = temp_path(scene->docs, "in");
    scene_write(scene, "in/.dictum", "source: One\nfoo\nlang: en\nbar: x\n");
    scene_write(scene, "in/a.txt", "Apples.");
    for (int run = 0; run < 2; run++) {
        update(scene);
        assert_int_equal(scene->counts.problems, 2);
        assert_non_null(strstr(scene->problems.data, ".dictum: line 2: "));
        assert_non_null(strstr(scene->problems.data, ".dictum: line 4: "));
        expect_line(scene, "in/a.txt|One|-|en|");
    }
    /* Also where it lies above what is named. */
    assert_int_equal(scene_run_on(scene, path), DICTUM_OK);
    assert_int_equal(scene->counts.problems, 2);
    scene_write(scene, "in/.dictum", "source: One\nlang: en\n");
    update(scene);
    assert_int_equal(scene->counts.problems, 0);
    assert_int_equal(files_read, 0);
    free(path);
}

static void a_file_that_cannot_be_read_leaves_its_folder_as_it_was(void **state)
{
    index_scene *scene = *state;
    if (geteuid() == 0) {
        skip();
    }
    char *path = temp_path(scene->docs, "in/.dictum"), *file = temp_path(scene->docs, "in/a.txt");
    scene_write(scene, "in/.dictum", "source: One\nignore: drafts/\n");
    scene_write(scene, "in/a.txt", "Apples.");
    scene_write(scene, "in/drafts/b.txt", "Pears.");
    scene_write(scene, "c.txt", "Plums.");
    update(scene);
    assert_int_equal(chmod(path, 0), 0);
    update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
    assert_int_equal(scene->counts.problems, 1);
    assert_non_null(strstr(scene->problems.data, "in: its .dictum cannot be read: Permission denied"));
    /* Whatever is named below it. */
    assert_int_equal(scene_run_on(scene, file), DICTUM_OK);
    assert_int_equal(scene->counts.problems, 1);
    scene_expect(scene, 0, 0, 0, 1, 0);
    assert_int_equal(chmod(path, 0600), 0);
    update(scene);
    assert_int_equal(scene->counts.problems, 0);
    assert_int_equal(files_read, 0);
    free(path);
    free(file);
}

/* ---- ignoring ----------------------------------------------------------------------------------------------- */

static void what_becomes_ignored_goes_and_comes_back(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "drafts/b.txt", "Pears.");
    scene_write(scene, "drafts/c.md", "Plums.");
    update(scene);
    scene_write(scene, ".dictum", "ignore: drafts/\n");
    update(scene);
    scene_expect(scene, 0, 0, 2, 1, 0);
    assert_int_equal(scene->counts.files, 1);
    scene_write(scene, ".dictum", "ignore: /drafts/*\nignore: !*.md\n");
    update(scene);
    scene_expect(scene, 1, 0, 0, 1, 0);
    expect_line(scene, "drafts/c.md|");
    /* Links and whatever else is there are ignored alike. */
    char *link = temp_path(scene->docs, "drafts/link");
    assert_int_equal(symlink("x", link), 0);
    update(scene);
    assert_int_equal(scene->counts.skipped, 0);
    scene_delete(scene, ".dictum");
    update(scene);
    scene_expect(scene, 1, 0, 0, 2, 0);
    assert_int_equal(scene->counts.skipped, 1);
    free(link);
}

static void a_source_that_only_ignoring_empties_is_no_accident(void **state)
{
    index_scene *scene = *state;
    char *inside = temp_path(scene->docs, "in");
    scene_write(scene, "in/a.txt", "Apples.");
    scene_write(scene, "in/b.txt", "Pears.");
    update(scene);
    /* A file that is deleted is still missed. */
    scene_write(scene, "in/.dictum", "ignore: a.txt\n");
    scene_delete(scene, "in/b.txt");
    assert_int_equal(scene_run_on(scene, inside), DICTUM_NOT_FOUND);
    assert_non_null(strstr(scene->error.text, "1 statement from it"));
    assert_int_equal(index_check(scene->index), 2);
    scene_write(scene, "in/b.txt", "Pears.");
    scene_write(scene, "in/.dictum", "ignore: *.txt\n");
    assert_int_equal(scene_run_on(scene, inside), DICTUM_OK);
    scene_expect(scene, 0, 0, 2, 0, 0);
    assert_int_equal(index_check(scene->index), 0);
    /* So is a whole folder, by what is said above it. */
    scene_delete(scene, "in/.dictum");
    update(scene);
    scene_write(scene, ".dictum", "ignore: in/\n");
    assert_int_equal(scene_run_on(scene, inside), DICTUM_OK);
    scene_expect(scene, 0, 0, 2, 0, 0);
    /* But not one that is not there, whatever is ignored. */
    scene_delete(scene, ".dictum");
    update(scene);
    scene_delete(scene, "in/a.txt");
    scene_delete(scene, "in/b.txt");
    scene_write(scene, ".dictum", "ignore: b.txt\n");
    assert_int_equal(scene_run_on(scene, inside), DICTUM_NOT_FOUND);
    assert_non_null(strstr(scene->error.text, "1 statement from it"));
    free(inside);
}

static void globs_of_the_command_line_are_remembered(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.log", "Pears.");
    scene_write(scene, "in/c.log", "Plums.");
    wish(scene, "", SAID("ignore=*.log"));
    assert_int_equal(index_check(scene->index), 1);
    update(scene);
    scene_expect(scene, 0, 0, 0, 1, 0);
    /* The inner PATH before the outer, and both before a folder's file. */
    scene_write(scene, "in/.dictum", "ignore: *\n");
    wish(scene, "in", SAID("ignore=!c.log"));
    expect_line(scene, "in/c.log|");
    update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
    wish(scene, "", SAID("ignore="));
    assert_int_equal(index_check(scene->index), 3);
    wish(scene, "in", SAID("ignore="));
    scene_expect(scene, 0, 0, 1, 0, 0);
}

/* ---- the command line --------------------------------------------------------------------------------------- */

static void what_is_set_is_remembered_until_it_is_forgotten(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, ".dictum", "source: From file\nspeaker: From file\n");
    scene_write(scene, "a.md", "---\nsource: Stated\nauthor: Stated\ntitle: Stated\n---\nApples.");
    scene_write(scene, "in/b.txt", "Pears.");
    wish(scene, "", SAID("source=Said", "lang=French", "title=One for all", "date=10.02.2024"));
    expect_line(scene, "a.md|Said|From file|fr|2024-02-10|One for all|-");
    expect_line(scene, "in/b.txt|Said|From file|fr|2024-02-10|One for all|-");
    update(scene);
    assert_int_equal(files_read, 0);
    /* The inner PATH counts first, and only for what it says. */
    wish(scene, "in", SAID("source=Inside"));
    expect_line(scene, "in/b.txt|Inside|From file|fr|2024-02-10|");
    update(scene);
    assert_int_equal(files_read, 0);
    wish(scene, "", SAID("source=Said anew"));
    assert_int_equal(files_read, 1);
    expect_line(scene, "a.md|Said anew|");
    expect_line(scene, "in/b.txt|Inside|");
    wish(scene, "", SAID("source=", "lang=", "title=", "date="));
    assert_int_equal(files_read, 2);
    expect_line(scene, "a.md|From file|From file|");
    expect_line(scene, "|Stated|-");
    /* A path that is forgotten takes along what was said for it. */
    char *inside = temp_path(scene->docs, "in");
    char *removals[] = {inside};
    scene->options.removals = removals;
    scene->options.removal_count = 1;
    assert_int_equal(scene_run_on(scene, ""), DICTUM_OK);
    scene->options.removal_count = 0;
    update(scene);
    expect_line(scene, "in/b.txt|From file|");
    free(inside);
}

static void a_new_file_is_read_by_what_is_remembered(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    wish(scene, "", SAID("source=Said"));
    scene_write(scene, "in/b.txt", "Pears.");
    char *inside = temp_path(scene->docs, "in");
    assert_int_equal(scene_run_on(scene, inside), DICTUM_OK);
    expect_line(scene, "in/b.txt|Said|");
    free(inside);
}

static void addresses_are_made_of_a_base_and_the_path_below(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a b\xC3\xA9%\xFF?#.txt", "Apples.");
    scene_write(scene, "in/b,(1).txt", "Pears.");
    scene_write(scene, "in/c.md", "---\nurl: https://example.org/own\n---\nPlums.");
    wish(scene, "", SAID("url-base=https://example.org/docs//"));
    expect_line(scene, "|https://example.org/docs/a%20b%C3%A9%25%FF%3F%23.txt\n");
    expect_line(scene, "|https://example.org/docs/in/b,(1).txt\n");
    expect_line(scene, "|https://example.org/own\n");
    /* The inner folder's own address; and that of a file is made of its name. */
    scene_write(scene, "in/.dictum", "url-base: https://other.org\n");
    update(scene);
    expect_line(scene, "|https://example.org/docs/in/b,(1).txt\n");
    wish(scene, "", SAID("url-base="));
    expect_line(scene, "|https://other.org/b,(1).txt\n");
    wish(scene, "in/b,(1).txt", SAID("url-base=https://third.org/x"));
    expect_line(scene, "|https://third.org/x/b,(1).txt\n");
    update(scene);
    assert_int_equal(files_read, 0);
    wish(scene, "in/c.md", SAID("url=HTTPS://example.org/said"));
    expect_line(scene, "|HTTPS://example.org/said\n");
    /* One that gets another name gets another address. */
    scene_rename(scene, "in/b,(1).txt", "in/d.txt");
    update(scene);
    expect_line(scene, "|https://other.org/d.txt\n");
}

static void a_renamed_file_keeps_what_is_set(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, ".dictum", "source: Outer\n");
    scene_write(scene, "in/.dictum", "source: Inner\n");
    scene_write(scene, "a.txt", "Apples.");
    update(scene);
    scene_rename(scene, "a.txt", "b.txt");
    update(scene);
    scene_expect(scene, 0, 0, 0, 0, 1);
    assert_int_equal(files_read, 0);
    expect_line(scene, "b.txt|Outer|");
    /* Where other settings hold, it is read. */
    scene_rename(scene, "b.txt", "in/b.txt");
    update(scene);
    assert_int_equal(files_read, 1);
    expect_line(scene, "in/b.txt|Inner|");
}

static void whole_pages_are_kept_on_demand(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.html", "<nav>Navigational</nav><main><p>Apples and pears are here.</p></main>");
    update(scene);
    /* To say what holds anyway changes nothing. */
    wish(scene, "", SAID("whole-page=no"));
    assert_int_equal(files_read, 0);
    wish(scene, "", SAID("whole-page=yes"));
    assert_int_equal(files_read, 1);
    update(scene);
    assert_int_equal(files_read, 0);
    wish(scene, "", SAID("whole-page=no"));
    assert_int_equal(files_read, 1);
    scene_write(scene, ".dictum", "whole-page: yes\n");
    update(scene);
    assert_int_equal(files_read, 0);
    wish(scene, "", SAID("whole-page="));
    assert_int_equal(files_read, 1);
}

static void what_is_refused_is_not_remembered(void **state)
{
    index_scene *scene = *state;
    char *gone = temp_path(scene->docs, "gone");
    scene_write(scene, "a.txt", "Apples.");
    update(scene);
    assert_int_equal(try_wish(scene, gone, SAID("source=Said")), DICTUM_NOT_FOUND);
    scene_write(scene, "gone/b.txt", "Pears.");
    update(scene);
    expect_line(scene, "gone/b.txt|-|");
    free(gone);
}

/* ---- reading again ------------------------------------------------------------------------------------------ */

static void problems_are_read_again_on_demand_only(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\nnot json\n");
    scene_write(scene, "c.odt", "PK\x03\x04 broken");
    scene_write(scene, "p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    update(scene);
    assert_int_equal(files_read, 4);
    uint64_t problems = scene->counts.problems;
    assert_true(problems >= 2);
    update(scene);
    assert_int_equal(files_read, 0);
    scene->options.retry = true;
    update(scene);
    assert_int_equal(files_read, 2);
    assert_int_equal(scene->counts.problems, problems);
    scene_expect(scene, 0, 0, 0, 2, 0);
}

/* The ledger's entry as an earlier version wrote it: of the same file, without what that did not know. */
static void write_version_1(const dictum_ledger_entry *entry, dictum_buf *out)
{
    bool skipped = entry->status == DICTUM__FILE_SKIPPED;
    int64_t time = entry->signature.mtime_ns;
    dictum__buf_clear(out);
    dictum__buf_append_varint(out, 1);
    dictum__buf_append_varint(out, entry->signature.size_bytes);
    dictum__buf_append_varint(out, (uint64_t)time * 2); /* none is before 1970 here */
    dictum__buf_append_varint(out, entry->signature.inode);
    dictum__buf_append_varint(out, (uint64_t)entry->status);
    dictum__buf_append_varint(out, 1);
    dictum__buf_append_varint(out, entry->statements);
    dictum__buf_append_varint(out, entry->problems);
    dictum__buf_append_counted(out, skipped ? entry->skip_reasons : entry->reasons);
    dictum__buf_append_counted(out, entry->path);
}

static void make_old(const char *index)
{
    xap_wdb *wdb = NULL;
    xap_terms *keys = NULL;
    dictum_slice key, value;
    dictum_buf old, key_copy;
    size_t count = 0;
    dictum__buf_init(&old, 65536);
    dictum__buf_init(&key_copy, 65536);
    assert_int_equal(xap_wdb_open(index, XAP_OPEN, 0, &wdb, NULL), XAP_OK);
    xap_db *db = xap_wdb_db(wdb);
    assert_int_equal(xap_db_metadata_keys(db, DICTUM__META_FILE, strlen(DICTUM__META_FILE), &keys, NULL), XAP_OK);
    while (xap_terms_next(keys, &key.data, &key.len, NULL) == XAP_OK) {
        dictum_ledger_entry entry;
        dictum__buf_clear(&key_copy);
        dictum__buf_append_slice(&key_copy, key);
        assert_int_equal(xap_db_metadata(db, key.data, key.len, &value.data, &value.len, NULL), XAP_OK);
        assert_int_equal(dictum__ledger_decode(value, &entry, NULL), DICTUM_OK);
        write_version_1(&entry, &old);
        assert_int_equal(xap_wdb_set_metadata(wdb, key_copy.data, key_copy.len, old.data, old.len, NULL), XAP_OK);
        count++;
    }
    assert_true(count > 0);
    xap_terms_free(keys);
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
    xap_wdb_free(wdb);
    dictum__buf_dispose(&old);
    dictum__buf_dispose(&key_copy);
}

static void an_index_of_the_version_before_goes_on(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\nnot json\n");
    scene_write(scene, "p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    update(scene);
    make_old(scene->index);
    update(scene);
    /* What was no document may be one for this version. */
    assert_int_equal(files_read, 1);
    scene_expect(scene, 0, 0, 0, 2, 0);
    assert_int_equal(scene->counts.problems, 1);
    assert_int_equal(scene->counts.skipped, 1);
    update(scene);
    assert_int_equal(files_read, 0);
}

/* ---- standard input ----------------------------------------------------------------------------------------- */

static void run_on_stdin(index_scene *scene, const char *records, const char *const *said, dictum_status expected)
{
    char *path = temp_path(scene->folder, "records");
    assert_true(temp_write(path, records, strlen(records)));
    int saved = dup(STDIN_FILENO), input = open(path, O_RDONLY);
    assert_true(saved >= 0 && input >= 0);
    assert_true(dup2(input, STDIN_FILENO) >= 0);
    dictum_status status = said != NULL ? try_wish(scene, "-", said) : scene_run_on(scene, "-");
    assert_true(dup2(saved, STDIN_FILENO) >= 0);
    (void)close(saved);
    (void)close(input);
    assert_int_equal(status, expected);
    free(path);
}

static void what_is_said_of_standard_input_holds_for_this_run_only(void **state)
{
    index_scene *scene = *state;
    run_on_stdin(scene, "{\"id\":\"a\",\"text\":\"apples\"}\n", SAID("source=Said", "speaker=Jane"), DICTUM_OK);
    expect_line(scene, "|Said|Jane|");
    run_on_stdin(scene, "{\"id\":\"b\",\"text\":\"pears\"}\n", NULL, DICTUM_OK);
    expect_line(scene, "|-|-|");
    run_on_stdin(scene, "{\"id\":\"c\",\"text\":\"plums\"}\n", SAID("url-base=https://example.org"), DICTUM_ARGUMENT);
    run_on_stdin(scene, "{\"id\":\"c\",\"text\":\"plums\"}\n", SAID("ignore=*.x"), DICTUM_ARGUMENT);
    assert_int_equal(index_check(scene->index), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_folder_s_file_holds_for_all_below_and_the_inner_one_counts_first),
        SCENE_TEST(an_edited_file_has_those_read_again_that_it_concerns),
        SCENE_TEST(what_is_found_does_not_depend_on_what_is_named),
        SCENE_TEST(a_faulty_file_is_a_problem_until_it_is_mended),
        SCENE_TEST(a_file_that_cannot_be_read_leaves_its_folder_as_it_was),
        SCENE_TEST(what_becomes_ignored_goes_and_comes_back),
        SCENE_TEST(a_source_that_only_ignoring_empties_is_no_accident),
        SCENE_TEST(globs_of_the_command_line_are_remembered),
        SCENE_TEST(what_is_set_is_remembered_until_it_is_forgotten),
        SCENE_TEST(a_new_file_is_read_by_what_is_remembered),
        SCENE_TEST(addresses_are_made_of_a_base_and_the_path_below),
        SCENE_TEST(a_renamed_file_keeps_what_is_set),
        SCENE_TEST(whole_pages_are_kept_on_demand),
        SCENE_TEST(what_is_refused_is_not_remembered),
        SCENE_TEST(problems_are_read_again_on_demand_only),
        SCENE_TEST(an_index_of_the_version_before_goes_on),
        SCENE_TEST(what_is_said_of_standard_input_holds_for_this_run_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
