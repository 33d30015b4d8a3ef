/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report on an index: against the records themselves, and against what the run before it told. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/report.h"
#include "indexer/status.h"
#include "indexer/writer.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "test_index_scene.h"
#include "tests/support/chance.h"
#include "tests/support/temp.h"

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, index_scene_setup, index_scene_teardown)

static void collect(const index_scene *scene, const char *path, dictum_status_report *report)
{
    dictum_error err;
    char *paths[1] = {NULL};
    if (path != NULL) {
        paths[0] = strdup(path);
        assert_non_null(paths[0]);
    }
    if (dictum__status_collect(scene->options.index, paths, path != NULL, report, &err) != DICTUM_OK) {
        fail_msg("%s", err.text);
    }
    free(paths[0]);
}

/* ---- the same as the run ------------------------------------------------------------------------------------ */

static void append_line(void *context, const char *path, dictum_slice reason)
{
    const char *slash = strrchr(path, '/');
    dictum__buf_appendf(context, "%s: %.*s\n", slash != NULL ? slash + 1 : path, (int)reason.len, reason.data);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text in order. */
static char *sorted(const dictum_buf *text)
{
    static char *lines[1000];
    size_t count = 0;
    dictum_buf out;
    char *copy = strdup(text->len > 0 ? text->data : "");
    assert_non_null(copy);
    for (char *line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        assert_true(count < sizeof lines / sizeof *lines);
        lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    dictum__buf_init(&out, 1u << 24);
    dictum__buf_append_str(&out, "\n");
    for (size_t i = 0; i < count; i++) {
        dictum__buf_appendf(&out, "%s\n", lines[i]);
    }
    free(copy);
    return dictum__buf_detach(&out);
}

static void expect_same_lines(const dictum_buf *told, const dictum_buf *reported)
{
    char *left = sorted(told), *right = sorted(reported);
    assert_string_equal(left, right);
    free(left);
    free(right);
}

/* Holds the report against the scene's last run, which was over all documents. */
static void expect_agreement(index_scene *scene)
{
    dictum_status_report report;
    dictum_update_counts counts = {.added = 0};
    dictum_buf problems, skipped;
    dictum__buf_init(&problems, 1u << 24);
    dictum__buf_init(&skipped, 1u << 24);
    collect(scene, NULL, &report);
    assert_int_equal(report.statements, scene->counts.statements);
    assert_int_equal(report.files, scene->counts.files);
    assert_int_equal(report.problems, scene->counts.problems);
    assert_int_equal(report.skipped, scene->counts.skipped);
    const dictum_update_hooks hooks[] = {{.context = &problems, .problem = append_line},
                                         {.context = &skipped, .skipped = append_line}};
    for (size_t i = 0; i < report.told.count; i++) {
        const dictum_ledger_entry *entry = &report.told.items[i].entry;
        dictum__report_entry(&hooks[0], entry->path.data, entry, &counts);
        dictum__report_entry(&hooks[1], entry->path.data, entry, &counts);
    }
    expect_same_lines(&scene->problems, &problems);
    expect_same_lines(&scene->skipped, &skipped);
    dictum__status_dispose(&report);
    dictum__buf_dispose(&problems);
    dictum__buf_dispose(&skipped);
}

/* A run, and one more that has nothing to do: the report agrees with both. */
static void run_and_compare(index_scene *scene)
{
    scene_update(scene);
    expect_agreement(scene);
    scene_update(scene);
    expect_agreement(scene);
}

static void put_tar_member(dictum_buf *tar, const char *name, const char *content)
{
    char head[512] = {0};
    unsigned sum = 0;
    (void)snprintf(head, 100, "%s", name);
    (void)snprintf(head + 100, 8, "%07o", 0644u);
    (void)snprintf(head + 108, 8, "%07o", 0u);
    (void)snprintf(head + 116, 8, "%07o", 0u);
    (void)snprintf(head + 124, 12, "%011o", (unsigned)strlen(content));
    (void)snprintf(head + 136, 12, "%011o", 1000000000u);
    memset(head + 148, ' ', 8);
    head[156] = '0';
    memcpy(head + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof head; i++) {
        sum += (unsigned char)head[i];
    }
    (void)snprintf(head + 148, 7, "%06o", sum);
    dictum__buf_append(tar, head, sizeof head);
    dictum__buf_append_str(tar, content);
    while (tar->len % 512 != 0) {
        dictum__buf_append_char(tar, '\0');
    }
}

static void write_tar(index_scene *scene, const char *name)
{
    static const char end[1024];
    dictum_buf tar;
    char *path = temp_path(scene->docs, name);
    dictum__buf_init(&tar, 1u << 20);
    put_tar_member(&tar, "in/a.txt", "Apples of the archive.");
    put_tar_member(&tar, "in/p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    put_tar_member(&tar, "r.jsonl", "{\"text\":\"one\"}\nnot json\n");
    dictum__buf_append(&tar, end, sizeof end);
    assert_true(temp_write(path, tar.data, tar.len));
    dictum__buf_dispose(&tar);
    free(path);
}

static void all_is_well(index_scene *scene)
{
    scene_write(scene, "a.txt", "Apples.");
}

static void a_line_is_broken(index_scene *scene)
{
    scene_write(scene, "r.jsonl", "{\"text\":\"one\"}\nnot json\n{\"text\":\"three\"}\n{\"id\":7,\n");
}

static void a_file_is_broken(index_scene *scene)
{
    scene_write(scene, "b.odt", "PK\x03\x04 broken");
}

static void a_file_is_no_document(index_scene *scene)
{
    scene_write(scene, "p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
}

static void there_are_links_and_special_files(index_scene *scene)
{
    char *link = temp_path(scene->docs, "link"), *loop = temp_path(scene->docs, "loop");
    char *pipe = temp_path(scene->docs, "pipe"), *folder = temp_path(scene->docs, "folder");
    assert_int_equal(symlink("nowhere", link), 0);
    assert_int_equal(symlink("loop", loop), 0);
    assert_int_equal(symlink("..", folder), 0);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    free(link);
    free(loop);
    free(pipe);
    free(folder);
}

static void a_folder_s_file_is_faulty(index_scene *scene)
{
    scene_write(scene, "in/.dictum", "foo\nignore: *.png\nbar\n");
    scene_write(scene, "in/p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    scene_write(scene, "in/a.txt", "Pears.");
}

static void members_are_broken_and_skipped(index_scene *scene)
{
    write_tar(scene, "t.tar");
}

static void an_id_is_taken(index_scene *scene)
{
    scene_write(scene, "x1.jsonl", "{\"id\":\"x\",\"text\":\"apples\"}\n");
    scene_write(scene, "x2.jsonl", "{\"id\":\"x\",\"text\":\"pears\"}\n{\"id\":\"y\",\"text\":\"plums\"}\n");
}

static void a_file_is_emptied(index_scene *scene)
{
    scene_write(scene, "a.txt", "  \n");
}

static void what_was_wrong_is_mended(index_scene *scene)
{
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "r.jsonl", "{\"text\":\"one\"}\n");
    scene_write(scene, "in/.dictum", "ignore: *.png\n");
    scene_delete(scene, "b.odt");
    scene_delete(scene, "t.tar");
    scene_delete(scene, "x2.jsonl");
}

static void what_was_skipped_is_gone(index_scene *scene)
{
    scene_delete(scene, "p.png");
    scene_delete(scene, "link");
    scene_delete(scene, "loop");
    scene_delete(scene, "pipe");
    scene_delete(scene, "folder");
}

static void the_report_agrees_with_the_run(void **state)
{
    index_scene *scene = *state;
    void (*const scenes[])(index_scene *) = {
        all_is_well,
        a_line_is_broken,
        a_file_is_broken,
        a_file_is_no_document,
        there_are_links_and_special_files,
        a_folder_s_file_is_faulty,
        members_are_broken_and_skipped,
        an_id_is_taken,
        a_file_is_emptied,
        what_was_wrong_is_mended,
        what_was_skipped_is_gone,
    };
    const bool problems[] = {false, true, true, true, true, true, true, true, true, false, false};
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        scenes[i](scene);
        run_and_compare(scene);
        assert_int_equal(scene->counts.problems > 0, problems[i]);
    }
    assert_int_equal(scene->counts.skipped, 0);
}

/* Each scene by itself, in an index of its own. */
static void each_scene_by_itself_agrees(void **state)
{
    index_scene *scene = *state;
    void (*const scenes[])(index_scene *) = {
        all_is_well,
        a_line_is_broken,
        a_file_is_broken,
        a_file_is_no_document,
        there_are_links_and_special_files,
        a_folder_s_file_is_faulty,
        members_are_broken_and_skipped,
        an_id_is_taken,
    };
    const bool problems[] = {false, true, true, false, false, true, true, true};
    const uint64_t skipped[] = {0, 0, 0, 1, 4, 0, 1, 0};
    char *docs = scene->docs, *index = scene->index;
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "docs%zu", i);
        scene->docs = temp_path(scene->folder, name);
        (void)snprintf(name, sizeof name, "index%zu", i);
        scene->index = temp_path(scene->folder, name);
        scene->options.index = scene->index;
        assert_int_equal(mkdir(scene->docs, 0777), 0);
        scenes[i](scene);
        run_and_compare(scene);
        assert_int_equal(scene->counts.problems > 0, problems[i]);
        assert_int_equal(scene->counts.skipped, skipped[i]);
        free(scene->docs);
        free(scene->index);
    }
    scene->docs = docs;
    scene->index = index;
    scene->options.index = index;
}

/* A tab divides a member from its reason, and a line's end one reason from the next. */
static void a_tab_in_an_id_divides_no_reason(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.jsonl", "{\"id\":\"x\\ty\",\"text\":\"apples\"}\n");
    scene_write(scene, "b.jsonl", "{\"id\":\"x\\ty\",\"text\":\"pears\"}\n");
    run_and_compare(scene);
    assert_int_equal(scene->counts.problems, 1);
    assert_non_null(strstr(scene->problems.data, "b.jsonl: line 1: the id x y is already used by "));
}

static void a_folder_that_cannot_be_looked_into_is_reported_with_what_was_known(void **state)
{
    index_scene *scene = *state;
    if (geteuid() == 0) {
        skip();
    }
    char *secret = temp_path(scene->docs, "secret"), *link = temp_path(scene->docs, "secret/link");
    scene_write(scene, "secret/r.jsonl", "{\"text\":\"one\"}\nnot json\n");
    scene_write(scene, "secret/p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    scene_write(scene, "a.txt", "Apples.");
    assert_int_equal(symlink("x", link), 0);
    run_and_compare(scene);
    assert_int_equal(chmod(secret, 0), 0);
    /* The files behind it are not found, but known. */
    for (int run = 0; run < 2; run++) {
        dictum_status_report report;
        scene_update(scene);
        collect(scene, NULL, &report);
        assert_int_equal(report.problems, scene->counts.problems);
        assert_int_equal(report.problems, 2);
        assert_int_equal(report.skipped, scene->counts.skipped);
        assert_int_equal(report.skipped, 2);
        assert_int_equal(report.files, 3);
        dictum__status_dispose(&report);
    }
    assert_int_equal(chmod(secret, 0700), 0);
    run_and_compare(scene);
    assert_int_equal(scene->counts.problems, 1);
    free(secret);
    free(link);
}

/* ---- the same as the records -------------------------------------------------------------------------------- */

typedef struct census {
    const char *below; /* NULL: everything */
    uint64_t statements, undated, sourceless;
    dictum_tally formats, languages, dates, sources, years;
} census;

static void count_one(dictum_tally *tally, dictum_slice name)
{
    assert_int_equal(dictum__tally_add(tally, name, 1, NULL), DICTUM_OK);
}

static void count_record(void *context, const dictum_record *record)
{
    census *self = context;
    if (self->below != NULL &&
        (record->path.data == NULL || !dictum__path_is_under(record->path, dictum__slice(self->below)))) {
        return;
    }
    self->statements++;
    count_one(&self->formats, record->type);
    count_one(&self->languages, record->lang);
    count_one(&self->dates, dictum__slice(dictum__date_known_name(record->date_known)));
    if (record->source.len > 0) {
        count_one(&self->sources, record->source);
    } else {
        self->sourceless++;
    }
    if (record->date.len > 0) {
        count_one(&self->years, (dictum_slice){record->date.data, 4});
    } else {
        self->undated++;
    }
}

static void expect_tally(dictum_tally *counted, const dictum_tally *reported)
{
    dictum_tally copy = {NULL, 0, 0};
    dictum__tally_by_name(counted);
    for (size_t i = 0; i < reported->count; i++) {
        const dictum_tally_item *item = &reported->items[i];
        assert_int_equal(dictum__tally_add(&copy, (dictum_slice){item->name, item->bytes}, item->count, NULL),
                         DICTUM_OK);
    }
    dictum__tally_by_name(&copy);
    assert_int_equal(copy.count, reported->count);
    assert_int_equal(copy.count, counted->count);
    for (size_t i = 0; i < copy.count; i++) {
        assert_string_equal(copy.items[i].name, counted->items[i].name);
        assert_int_equal(copy.items[i].count, counted->items[i].count);
    }
    dictum__tally_dispose(&copy);
    dictum__tally_dispose(counted);
}

static void expect_census(const index_scene *scene, const char *below)
{
    census self = {.below = below};
    dictum_status_report report;
    index_each(scene->index, count_record, &self);
    collect(scene, below, &report);
    assert_int_equal(report.statements, self.statements);
    assert_int_equal(report.undated, self.undated);
    assert_int_equal(report.sourceless, self.sourceless);
    expect_tally(&self.formats, &report.formats);
    expect_tally(&self.languages, &report.languages);
    expect_tally(&self.dates, &report.dates);
    expect_tally(&self.sources, &report.sources);
    expect_tally(&self.years, &report.years);
    for (size_t i = 1; i < report.years.count; i++) {
        assert_true(strcmp(report.years.items[i - 1].name, report.years.items[i].name) < 0);
    }
    for (size_t i = 1; i < report.sources.count; i++) {
        assert_true(report.sources.items[i - 1].count >= report.sources.items[i].count);
    }
    dictum__status_dispose(&report);
}

static void write_random_records(index_scene *scene, const char *name, chance *dice)
{
    static const char *const langs[] = {"en", "de", "fr", ""};
    dictum_buf text;
    dictum__buf_init(&text, 1u << 20);
    for (size_t i = 1 + chance_below(dice, 20); i > 0; i--) {
        dictum__buf_append_str(&text, "{\"text\":\"Some words of a statement.\"");
        if (!chance_one_in(dice, 3)) {
            dictum__buf_appendf(&text, ",\"date\":\"%zu\"", 1990 + chance_below(dice, 30));
        }
        if (!chance_one_in(dice, 3)) {
            dictum__buf_appendf(&text, ",\"source\":\"Organisation %zu\"", chance_below(dice, 9));
        }
        dictum__buf_appendf(&text, ",\"lang\":\"%s\"}\n", langs[chance_below(dice, 4)]);
    }
    scene_write(scene, name, text.data);
    dictum__buf_dispose(&text);
}

static void the_numbers_are_those_of_the_records(void **state)
{
    index_scene *scene = *state;
    chance dice = chance_begin(chance_seed());
    char *one = temp_path(scene->docs, "one"), *file = temp_path(scene->docs, "two/5.jsonl");
    char *none = temp_path(scene->docs, "none");
    for (int i = 0; i < 12; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s/%d.jsonl", i % 3 == 0 ? "one" : "two", i);
        write_random_records(scene, name, &dice);
    }
    scene_write(scene, "one/2019-02-02.txt", "Words.");
    scene_write(scene, "one-more/x.md", "# Words\n\nWords.");
    scene_write(scene, "two/y.html", "<html lang=de><p>W\xC3\xB6rter.");
    scene_update(scene);
    expect_census(scene, NULL);
    expect_census(scene, scene->docs);
    expect_census(scene, one);
    expect_census(scene, file);
    expect_census(scene, none);
    /* Some go, and others come. */
    scene_delete(scene, "two/1.jsonl");
    write_random_records(scene, "one/0.jsonl", &dice);
    scene_update(scene);
    expect_census(scene, NULL);
    expect_census(scene, one);
    free(one);
    free(file);
    free(none);
}

static void a_path_restricts_the_report(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    char *one = temp_path(scene->docs, "one"), *none = temp_path(scene->docs, "none");
    scene_write(scene, "one/r.jsonl", "{\"text\":\"one\"}\nnot json\n");
    scene_write(scene, "one-more/r.jsonl", "{\"text\":\"one\"}\nnot json\n");
    scene_write(scene, "two/p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    scene_update(scene);
    collect(scene, one, &report);
    assert_int_equal(report.files, 1);
    assert_int_equal(report.problems, 1);
    assert_int_equal(report.skipped, 0);
    assert_int_equal(report.statements, 1);
    assert_int_equal(report.unknown.len, 0);
    dictum__status_dispose(&report);
    collect(scene, none, &report);
    assert_int_equal(report.files, 0);
    assert_string_equal(report.unknown.data, none);
    dictum__status_dispose(&report);
    free(one);
    free(none);
}

/* ---- times and locks ---------------------------------------------------------------------------------------- */

static bool is_time(const dictum_buf *time)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    for (size_t i = 0; i < sizeof form - 1; i++) {
        bool fits = form[i] == '0' ? time->data[i] >= '0' && time->data[i] <= '9' : time->data[i] == form[i];
        if (i >= time->len || !fits) {
            return false;
        }
    }
    return time->len == sizeof form - 1;
}

static void how_the_last_run_ended_is_told(void **state)
{
    index_scene *scene = *state;
    static volatile sig_atomic_t stop = 1;
    dictum_status_report report;
    scene_write(scene, "a.txt", "Apples.");
    scene->options.stop = &stop;
    assert_int_equal(scene_run(scene), DICTUM_CANCELLED);
    collect(scene, NULL, &report);
    assert_true(is_time(&report.updated));
    assert_true(is_time(&report.broken_off));
    assert_string_equal(report.unfinished, "");
    dictum__status_dispose(&report);
    scene->options.stop = NULL;
    scene_update(scene);
    collect(scene, NULL, &report);
    assert_true(is_time(&report.updated));
    assert_int_equal(report.broken_off.len, 0);
    dictum__status_dispose(&report);
    /* What a run that was killed leaves. */
    char *lock = temp_path(scene->index, "lock");
    static const char record[] =
        "{\"pid\":1,\"host\":\"h\",\"user\":\"u\",\"program\":\"p\",\"since\":\"2026-01-02T03:04:05Z\"}\n";
    assert_true(temp_write(lock, record, sizeof record - 1));
    collect(scene, NULL, &report);
    assert_string_equal(report.unfinished, "2026-01-02T03:04:05Z");
    dictum__status_dispose(&report);
    scene_update(scene);
    collect(scene, NULL, &report);
    assert_string_equal(report.unfinished, "");
    dictum__status_dispose(&report);
    free(lock);
}

static void a_completed_run_moves_the_time_even_without_changes(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    char before[64];
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    collect(scene, NULL, &report);
    (void)snprintf(before, sizeof before, "%s", report.updated.data);
    dictum__status_dispose(&report);
    const struct timespec pause = {.tv_sec = 1, .tv_nsec = 100000000};
    (void)nanosleep(&pause, NULL);
    scene_update(scene);
    collect(scene, NULL, &report);
    assert_true(strcmp(before, report.updated.data) < 0);
    dictum__status_dispose(&report);
}

static void a_writer_does_not_stand_in_the_way(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    dictum_writer *writer = NULL;
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    const dictum_writer_options options = {.dir = scene->index, .program = "test", .jobs = 1};
    assert_int_equal(dictum__writer_open(&writer, &options, NULL), DICTUM_OK);
    collect(scene, NULL, &report);
    assert_int_equal(report.statements, 1);
    assert_true(strlen(report.unfinished) > 0);
    dictum__status_dispose(&report);
    dictum__writer_free(writer);
}

static void nothing_is_made_where_there_is_no_index(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    dictum_error err;
    assert_int_equal(dictum__status_collect(scene->index, NULL, 0, &report, &err), DICTUM_NOT_FOUND);
    dictum__status_dispose(&report);
    assert_int_not_equal(access(scene->index, F_OK), 0);
    scene_write(scene, "a.txt", "Apples.");
    assert_int_equal(dictum__status_collect(scene->docs, NULL, 0, &report, &err), DICTUM_EXISTS);
    dictum__status_dispose(&report);
    char *lock = temp_path(scene->docs, "lock");
    assert_int_not_equal(access(lock, F_OK), 0);
    free(lock);
}

static void nothing_in_the_index_is_changed(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    struct stat before, after;
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    /* Readable alone. */
    assert_int_equal(stat(scene->index, &before), 0);
    assert_int_equal(chmod(scene->index, 0555), 0);
    collect(scene, NULL, &report);
    assert_int_equal(report.statements, 1);
    dictum__status_dispose(&report);
    assert_int_equal(chmod(scene->index, before.st_mode & 07777), 0);
    assert_int_equal(stat(scene->index, &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void what_is_remembered_is_told(void **state)
{
    index_scene *scene = *state;
    dictum_status_report report;
    dictum_wish wish;
    dictum_buf wrong;
    char *one = temp_path(scene->docs, "one"), *two = temp_path(scene->docs, "two");
    dictum__buf_init(&wrong, 1024);
    dictum__wish_init(&wish);
    assert_true(dictum__wish_set_field(&wish, "source=Said", &wrong));
    assert_true(dictum__wish_ignore(&wish, "*.log", &wrong));
    scene_write(scene, "one/a.txt", "Apples.");
    scene_write(scene, "two/b.txt", "Pears.");
    scene->options.wish = &wish;
    assert_int_equal(scene_run_on(scene, one), DICTUM_OK);
    scene->options.wish = NULL;
    scene_update(scene);
    collect(scene, NULL, &report);
    assert_int_equal(report.remembered.count, 1);
    assert_string_equal(report.remembered.items[0].scope.path, one);
    assert_string_equal(report.remembered.items[0].scope.said.values[DICTUM__SET_SOURCE].data, "Said");
    assert_int_equal(report.remembered.items[0].scope.ignores.count, 1);
    dictum__status_dispose(&report);
    collect(scene, two, &report);
    assert_int_equal(report.remembered.count, 0);
    dictum__status_dispose(&report);
    dictum__wish_dispose(&wish);
    dictum__buf_dispose(&wrong);
    free(one);
    free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(the_report_agrees_with_the_run),
        SCENE_TEST(each_scene_by_itself_agrees),
        SCENE_TEST(a_tab_in_an_id_divides_no_reason),
        SCENE_TEST(a_folder_that_cannot_be_looked_into_is_reported_with_what_was_known),
        SCENE_TEST(the_numbers_are_those_of_the_records),
        SCENE_TEST(a_path_restricts_the_report),
        SCENE_TEST(how_the_last_run_ended_is_told),
        SCENE_TEST(a_completed_run_moves_the_time_even_without_changes),
        SCENE_TEST(a_writer_does_not_stand_in_the_way),
        SCENE_TEST(nothing_is_made_where_there_is_no_index),
        SCENE_TEST(nothing_in_the_index_is_changed),
        SCENE_TEST(what_is_remembered_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
