/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking folders. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/walk.h"
#include "tests/support/temp.h"

typedef struct scene {
    char *temp, *folder; /* the second without links in it */
    dictum_walk walk;
    char *home;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->temp = temp_new()) == NULL) {
        return -1;
    }
    self->folder = realpath(self->temp, NULL);
    self->home = getcwd(NULL, 0);
    dictum__walk_init(&self->walk);
    return self->folder != NULL && self->home != NULL && chdir(self->folder) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    scene *self = *state;
    int failed = chdir(self->home);
    dictum__walk_dispose(&self->walk);
    temp_remove(self->temp);
    free(self->folder);
    free(self->home);
    free(self);
    return failed;
}

static void touch(const char *path)
{
    assert_true(temp_write(path, "x", 1));
}

static void folder(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

static void walk(scene *self, const char *path)
{
    dictum_walk_source source;
    assert_int_equal(dictum__walk_resolve(&source, path, NULL), DICTUM_OK);
    assert_int_equal(dictum__walk_source(&self->walk, &source, NULL), DICTUM_OK);
    dictum__walk_source_dispose(&source);
}

/* The paths found, below the scene's folder, each after a space. */
static void expect_found(scene *self, const char *expected)
{
    dictum_buf found;
    size_t skip = strlen(self->folder) + 1;
    dictum__buf_init(&found, 65536);
    dictum__buf_append_str(&found, "");
    (void)dictum__buf_reserve(&found, 1);
    dictum__walk_sort(&self->walk);
    for (size_t i = 0; i < self->walk.count; i++) {
        dictum__buf_append_char(&found, ' ');
        dictum__buf_append_str(&found, self->walk.files[i].path + skip);
    }
    assert_string_equal(found.data, expected);
    dictum__buf_dispose(&found);
}

static void files_come_in_order_of_their_bytes_in_any_depth(void **state)
{
    folder("b");
    folder("b/c");
    folder("b/c/d");
    touch("b/c/d/deep.txt");
    touch("b-1");
    touch("b/z");
    touch("a");
    touch("B");
    walk(*state, ".");
    expect_found(*state, " B a b-1 b/c/d/deep.txt b/z");
}

static void overlapping_sources_give_a_file_once(void **state)
{
    folder("a");
    folder("a/b");
    touch("a/b/x");
    touch("a/y");
    walk(*state, "a/b");
    walk(*state, "a");
    walk(*state, "a/b/x");
    walk(*state, "./a/../a/b/");
    expect_found(*state, " a/b/x a/y");
}

static void hidden_names_are_passed_over_unless_named(void **state)
{
    folder(".git");
    touch(".git/config");
    touch(".hidden");
    touch("seen");
    walk(*state, ".");
    expect_found(*state, " seen");
    walk(*state, ".hidden");
    expect_found(*state, " .hidden seen");
}

static void links_are_not_followed_below_a_source(void **state)
{
    scene *self = *state;
    folder("a");
    folder("b");
    touch("b/x");
    assert_int_equal(symlink("../b", "a/folder"), 0);
    assert_int_equal(symlink("../b/x", "a/file"), 0);
    assert_int_equal(symlink("b", "link"), 0);
    assert_int_equal(mkfifo("a/pipe", 0600), 0);
    walk(self, "a");
    expect_found(self, "");
    assert_int_equal(self->walk.skipped.count, 3);
    assert_string_equal(self->walk.skipped.items[0].reason, "a symbolic link");
    assert_string_equal(self->walk.skipped.items[2].reason, "not a regular file");
    walk(self, "link");
    expect_found(self, " link/x");
}

static void expect_skipped(const scene *self, const char *name, const char *reason)
{
    char *path = temp_path(self->folder, name);
    for (size_t i = 0; i < self->walk.skipped.count; i++) {
        if (strcmp(self->walk.skipped.items[i].path, path) == 0) {
            assert_string_equal(self->walk.skipped.items[i].reason, reason);
            free(path);
            return;
        }
    }
    fail_msg("%s is not skipped", path);
}

static void what_is_no_file_is_skipped_whatever_it_is(void **state)
{
    scene *self = *state;
    size_t expected = 6;
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    touch("x");
    folder("a");
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(symlink("..", "a/up"), 0);
    assert_int_equal(symlink("../x", "a/file"), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(server, (const struct sockaddr *)&address, sizeof address), 0);
    /* Whoever may make devices has one, too. */
    bool device = mknod("device", S_IFCHR | 0600, makedev(1, 5)) == 0;
    walk(self, ".");
    expect_found(self, " x");
    expect_skipped(self, "dangling", "a symbolic link");
    expect_skipped(self, "loop", "a symbolic link");
    expect_skipped(self, "a/up", "a symbolic link");
    expect_skipped(self, "a/file", "a symbolic link");
    expect_skipped(self, "pipe", "not a regular file");
    expect_skipped(self, "socket", "not a regular file");
    if (device) {
        expect_skipped(self, "device", "not a regular file");
    }
    assert_int_equal(self->walk.skipped.count, expected + device);
    assert_int_equal(self->walk.blind.count, 0);
    (void)close(server);
}

static void any_bytes_are_a_name(void **state)
{
    folder("\xff\x01");
    touch("\xff\x01/\n");
    touch("\xff\x01/a b'\"\\*");
    walk(*state, ".");
    expect_found(*state, " \xff\x01/\n \xff\x01/a b'\"\\*");
}

static void put(const char *path, const char *text)
{
    assert_true(temp_write(path, text, strlen(text)));
}

static void what_is_ignored_is_not_there(void **state)
{
    scene *self = *state;
    folder("a");
    folder("a/drafts");
    folder("a/keep");
    folder("a/keep/drafts");
    put(".dictum", "ignore: *.log\nignore: drafts/\nignore: /a/only.txt\n");
    put("a/keep/.dictum", "ignore: !x.log\nignore: !drafts/\n");
    put("a/drafts/.dictum", "this is never looked at\n");
    touch("a/only.txt");
    touch("a/keep/only.txt");
    touch("a/x.log");
    touch("a/drafts/x.txt");
    touch("a/keep/x.log");
    touch("a/keep/y.log");
    touch("a/keep/drafts/z.txt");
    touch("drafts");
    assert_int_equal(symlink("x", "a/link.log"), 0);
    walk(self, ".");
    expect_found(self, " a/keep/drafts/z.txt a/keep/only.txt a/keep/x.log drafts");
    assert_int_equal(self->walk.skipped.count, 0);
    assert_int_equal(self->walk.faults.count, 0);
}

static void an_ignored_source_is_known_for_one(void **state)
{
    scene *self = *state;
    dictum_walk_source source;
    folder("a");
    folder("a/drafts");
    touch("a/drafts/x.txt");
    put(".dictum", "ignore: drafts\n");
    static const struct {
        const char *path;
        bool ignored;
    } cases[] = {{"a", false}, {"a/drafts", true}, {"a/drafts/x.txt", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool ignored = false;
        assert_int_equal(dictum__walk_resolve(&source, cases[i].path, NULL), DICTUM_OK);
        assert_int_equal(dictum__walk_source(&self->walk, &source, NULL), DICTUM_OK);
        assert_int_equal(source.is_ignored, cases[i].ignored);
        assert_int_equal(dictum__walk_would_ignore(NULL, source.path, &ignored, NULL), DICTUM_OK);
        assert_int_equal(ignored, cases[i].ignored);
        dictum__walk_source_dispose(&source);
    }
    expect_found(self, "");
}

static void nested_folders_do_not_add_up_globs_for_ever(void **state)
{
    scene *self = *state;
    dictum_buf text, path;
    dictum__buf_init(&text, 65536);
    dictum__buf_init(&path, 4096);
    for (int i = 0; i < 1000; i++) {
        dictum__buf_appendf(&text, "ignore: %d\n", i);
    }
    for (int depth = 0; depth < 11; depth++) {
        dictum__buf_appendf(&path, "%sd", depth > 0 ? "/" : "");
        folder(path.data);
        size_t length = path.len;
        dictum__buf_append_str(&path, "/.dictum");
        put(path.data, text.data);
        dictum__buf_truncate(&path, length);
    }
    dictum__buf_append_str(&path, "/x");
    touch(path.data);
    walk(self, ".");
    assert_int_equal(self->walk.count, 1);
    assert_int_equal(self->walk.faults.count, 1);
    assert_non_null(strstr(self->walk.faults.items[0].reason, "more than 10000 globs"));
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&path);
}

static void a_folder_to_avoid_is_not_entered(void **state)
{
    scene *self = *state;
    struct stat st;
    folder("index");
    touch("index/x");
    touch("y");
    assert_int_equal(stat("index", &st), 0);
    dictum__walk_avoid(&self->walk, &st);
    walk(self, ".");
    expect_found(self, " y");
}

static void the_signature_tells_a_file_from_another(void **state)
{
    scene *self = *state;
    struct stat st;
    touch("a");
    touch("b");
    walk(self, ".");
    expect_found(self, " a b");
    assert_false(dictum__signature_equal(&self->walk.files[0].signature, &self->walk.files[1].signature));
    assert_int_equal(stat("a", &st), 0);
    dictum_signature again = dictum__signature_of(&st);
    assert_true(dictum__signature_equal(&self->walk.files[0].signature, &again));
    assert_int_equal(again.size_bytes, 1);
}

static void what_cannot_be_looked_into_is_blind(void **state)
{
    scene *self = *state;
    if (geteuid() == 0) {
        skip();
    }
    folder("secret");
    folder("secret/deeper");
    touch("x");
    assert_int_equal(chmod("secret", 0), 0);
    walk(self, ".");
    assert_int_equal(chmod("secret", 0700), 0);
    expect_found(self, " x");
    assert_int_equal(self->walk.blind.count, 1);
    assert_string_equal(self->walk.blind.items[0].reason, strerror(EACCES));
    char *below = temp_path(self->folder, "secret/deeper/file");
    assert_true(dictum__walk_is_blind(&self->walk, dictum__slice(below)));
    free(below);
}

static void expect_source(scene *self, const char *given, dictum__source_kind kind, const char *path)
{
    dictum_walk_source source;
    assert_int_equal(dictum__walk_resolve(&source, given, NULL), DICTUM_OK);
    assert_int_equal(source.kind, kind);
    assert_string_equal(source.path + (strcmp(given, "-") == 0 ? 0 : strlen(self->folder)), path);
    dictum__walk_source_dispose(&source);
}

static void sources_become_absolute(void **state)
{
    scene *self = *state;
    dictum_walk_source source;
    dictum_error err;
    folder("a");
    touch("a/x");
    assert_int_equal(symlink("a", "link"), 0);
    expect_source(self, "a/x", DICTUM__SOURCE_FILE, "/a/x");
    expect_source(self, "a/", DICTUM__SOURCE_FOLDER, "/a");
    expect_source(self, ".", DICTUM__SOURCE_FOLDER, "");
    expect_source(self, "a/..", DICTUM__SOURCE_FOLDER, "");
    expect_source(self, "link", DICTUM__SOURCE_FOLDER, "/link");
    expect_source(self, "link/x", DICTUM__SOURCE_FILE, "/a/x");
    expect_source(self, "-", DICTUM__SOURCE_STDIN, "-");
    expect_source(self, "gone", DICTUM__SOURCE_MISSING, "/gone");
    expect_source(self, "link/gone/further", DICTUM__SOURCE_MISSING, "/a/gone/further");
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(dictum__walk_resolve(&source, "pipe", &err), DICTUM_ARGUMENT);
    dictum__walk_source_dispose(&source);
    assert_int_equal(dictum__walk_resolve(&source, "", &err), DICTUM_ARGUMENT);
    dictum__walk_source_dispose(&source);
}

#define WALK_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WALK_TEST(files_come_in_order_of_their_bytes_in_any_depth),
        WALK_TEST(overlapping_sources_give_a_file_once),
        WALK_TEST(hidden_names_are_passed_over_unless_named),
        WALK_TEST(links_are_not_followed_below_a_source),
        WALK_TEST(what_is_no_file_is_skipped_whatever_it_is),
        WALK_TEST(any_bytes_are_a_name),
        WALK_TEST(what_is_ignored_is_not_there),
        WALK_TEST(an_ignored_source_is_known_for_one),
        WALK_TEST(nested_folders_do_not_add_up_globs_for_ever),
        WALK_TEST(a_folder_to_avoid_is_not_entered),
        WALK_TEST(the_signature_tells_a_file_from_another),
        WALK_TEST(what_cannot_be_looked_into_is_blind),
        WALK_TEST(sources_become_absolute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
