/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory: shards, stub, lock, and what it refuses. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/store.h"
#include "tests/support/temp.h"

typedef struct scene {
    char *folder, *dir;
    dictum_error err;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->folder = temp_new()) == NULL) {
        return -1;
    }
    self->dir = temp_path(self->folder, "made/on the way/index");
    return 0;
}

static int teardown(void **state)
{
    scene *self = *state;
    temp_remove(self->folder);
    free(self->dir);
    free(self);
    return 0;
}

static dictum_store *open_store(scene *self)
{
    dictum_store *store = NULL;
    if (dictum__store_open(&store, self->dir, true, "test", &self->err) != DICTUM_OK) {
        fail_msg("cannot open: %s", self->err.text);
    }
    return store;
}

/* A folder that looks like a database to the store. */
static void fill(const char *shard)
{
    assert_int_equal(mkdir(shard, 0777), 0);
    char *file = temp_path(shard, "postlist.glass");
    assert_true(temp_write(file, "x", 1));
    free(file);
}

/* Makes a shard that is in no list yet; gives its path, to be freed. */
static char *begin(scene *self, const dictum_store *store, dictum_shard_name *name)
{
    dictum_buf path;
    dictum__buf_init(&path, 4096);
    assert_int_equal(dictum__store_begin(name, &self->err), DICTUM_OK);
    assert_int_equal(dictum__store_path(store, name->text, &path, &self->err), DICTUM_OK);
    fill(path.data);
    return dictum__buf_detach(&path);
}

/* One more shard behind the last `kept` that there are. Gives its path, to be freed. */
static char *publish(scene *self, dictum_store *store, size_t kept)
{
    dictum_shard_list list = {.count = 0};
    const dictum_shard_list *now = dictum__store_shards(store);
    for (size_t i = now->count - kept; i < now->count; i++) {
        list.names[list.count++] = now->names[i];
    }
    char *path = begin(self, store, &list.names[list.count]);
    list.count++;
    assert_int_equal(dictum__store_publish(store, &list, &self->err), DICTUM_OK);
    return path;
}

static void expect_refused(scene *self, dictum_status expected)
{
    dictum_store *store = NULL;
    assert_int_equal(dictum__store_open(&store, self->dir, true, "test", &self->err), expected);
    assert_null(store);
}

static bool exists(const char *folder, const char *name)
{
    char *path = temp_path(folder, name);
    bool found = access(path, F_OK) == 0;
    free(path);
    return found;
}

static void write_in(const scene *self, const char *name, const char *text)
{
    char *path = temp_path(self->dir, name);
    assert_true(temp_write(path, text, strlen(text)));
    free(path);
}

static void what_is_published_is_the_index_and_the_rest_goes(void **state)
{
    scene *self = *state;
    dictum_store *store = open_store(self);
    assert_int_equal(dictum__store_shards(store)->count, 0);
    char *first = publish(self, store, 0);
    char *second = publish(self, store, 1);
    assert_int_equal(dictum__store_shards(store)->count, 2);
    assert_int_equal(access(first, F_OK), 0);
    char *third = publish(self, store, 1);
    assert_int_equal(dictum__store_shards(store)->count, 2);
    assert_int_not_equal(access(first, F_OK), 0);
    assert_int_equal(access(second, F_OK), 0);
    assert_int_equal(access(third, F_OK), 0);
    dictum__store_free(store);
    store = open_store(self);
    assert_int_equal(dictum__store_shards(store)->count, 2);
    assert_non_null(strstr(second, dictum__store_shards(store)->names[0].text));
    assert_non_null(strstr(third, dictum__store_shards(store)->names[1].text));
    dictum__store_free(store);
    free(first);
    free(second);
    free(third);
}

static void the_workspace_goes_with_the_store(void **state)
{
    scene *self = *state;
    const char *path = NULL, *again = NULL;
    dictum_store *store = open_store(self);
    free(publish(self, store, 0));
    assert_int_equal(dictum__store_workspace(store, &path, &self->err), DICTUM_OK);
    assert_int_equal(dictum__store_workspace(store, &again, &self->err), DICTUM_OK);
    assert_string_equal(path, again);
    char *kept = strdup(path), *part = temp_path(path, "part");
    fill(part);
    dictum__store_free(store);
    assert_int_not_equal(access(kept, F_OK), 0);
    /* One that a killed run has left goes with the next. */
    assert_int_equal(mkdir(kept, 0777), 0);
    fill(part);
    dictum__store_free(open_store(self));
    assert_int_not_equal(access(kept, F_OK), 0);
    free(kept);
    free(part);
}

static void what_was_begun_and_not_published_goes(void **state)
{
    scene *self = *state;
    dictum_shard_name name;
    dictum_store *store = open_store(self);
    free(publish(self, store, 0));
    char *begun = begin(self, store, &name);
    dictum__store_free(store);
    assert_int_not_equal(access(begun, F_OK), 0);
    free(begun);
}

static void what_a_killed_run_left_goes(void **state)
{
    scene *self = *state;
    dictum_store *store = open_store(self);
    free(publish(self, store, 0));
    dictum__store_free(store);
    char *stale = temp_path(self->dir, "g-0123456789abcdef");
    fill(stale);
    write_in(self, "XAPIANDB.new", "auto g-");
    write_in(self, "readme", "mine");
    write_in(self, "g-other", "mine");
    store = open_store(self);
    assert_false(exists(self->dir, "g-0123456789abcdef"));
    assert_false(exists(self->dir, "XAPIANDB.new"));
    assert_true(exists(self->dir, "readme"));
    assert_true(exists(self->dir, "g-other"));
    dictum__store_free(store);
    free(stale);
}

static void a_first_run_killed_early_can_be_repeated(void **state)
{
    scene *self = *state;
    dictum__store_free(open_store(self));
    char *stale = temp_path(self->dir, "g-0123456789abcdef");
    fill(stale);
    write_in(self, "lock", "{\"pid\":1,\"host\"");
    dictum_store *store = open_store(self);
    assert_int_equal(dictum__store_shards(store)->count, 0);
    dictum__store_free(store);
    assert_int_not_equal(access(stale, F_OK), 0);
    free(stale);
}

/* Taken for what a killed run left, every statement of other folders would go without a word. */
static void an_index_without_its_stub_is_left_as_it_is(void **state)
{
    scene *self = *state;
    dictum_store *store = open_store(self);
    char *shard = publish(self, store, 0);
    char *data = temp_path(shard, "docdata.glass");
    char *stub = temp_path(self->dir, "XAPIANDB");
    assert_true(temp_write(data, "x", 1));
    dictum__store_free(store);
    assert_int_equal(unlink(stub), 0);
    expect_refused(self, DICTUM_CORRUPT);
    assert_non_null(strstr(self->err.text, "that says \"auto g-"));
    assert_int_equal(access(data, F_OK), 0);
    free(shard);
    free(stub);
    free(data);
}

static void somebody_else_s_folder_is_refused_and_left_as_it_is(void **state)
{
    scene *self = *state;
    dictum__store_free(open_store(self));
    char *lock = temp_path(self->dir, "lock");
    assert_int_equal(unlink(lock), 0);
    write_in(self, "letter.txt", "mine");
    char *stale = temp_path(self->dir, "g-0123456789abcdef");
    fill(stale);
    expect_refused(self, DICTUM_EXISTS);
    assert_non_null(strstr(self->err.text, "letter.txt"));
    assert_int_equal(access(stale, F_OK), 0);
    assert_int_not_equal(access(lock, F_OK), 0);
    free(lock);
    free(stale);
}

static void a_stub_of_another_database_is_refused(void **state)
{
    scene *self = *state;
    dictum__store_free(open_store(self));
    const char *const stubs[] = {"auto ../elsewhere\n", "remote host:port\n", "auto g-0123456789abcdeF\n", "auto g-"};
    for (size_t i = 0; i < sizeof stubs / sizeof *stubs; i++) {
        write_in(self, "XAPIANDB", stubs[i]);
        expect_refused(self, DICTUM_EXISTS);
    }
    write_in(self, "XAPIANDB", "auto g-0123456789abcdef\n");
    expect_refused(self, DICTUM_CORRUPT);
    write_in(self, "XAPIANDB", "");
    expect_refused(self, DICTUM_CORRUPT);
}

static void a_file_is_no_index(void **state)
{
    scene *self = *state;
    free(self->dir);
    self->dir = temp_path(self->folder, "file");
    assert_true(temp_write(self->dir, "x", 1));
    expect_refused(self, DICTUM_EXISTS);
}

static void nothing_is_made_where_it_is_not_asked_for(void **state)
{
    scene *self = *state;
    dictum_store *store;
    assert_int_equal(dictum__store_open(&store, self->dir, false, "test", &self->err), DICTUM_NOT_FOUND);
    assert_int_not_equal(access(self->dir, F_OK), 0);
}

static void a_second_writer_is_told_who_has_it(void **state)
{
    scene *self = *state;
    char expected[64];
    dictum_store *store = open_store(self);
    free(publish(self, store, 0));
    expect_refused(self, DICTUM_LOCKED);
    (void)snprintf(expected, sizeof expected, "by test, process %ld on ", (long)getpid());
    assert_non_null(strstr(self->err.text, expected));
    assert_non_null(strstr(self->err.text, ", since 2"));
    /* What stands in the file may be anything. */
    write_in(self, "lock", "\xff\x1b[2J");
    expect_refused(self, DICTUM_LOCKED);
    assert_non_null(strstr(self->err.text, "by another process"));
    write_in(self, "lock", "{\"pid\":\x1b[2J,\"host\":\"\x07\"");
    expect_refused(self, DICTUM_LOCKED);
    assert_null(strchr(self->err.text, '\x1b'));
    dictum__store_free(store);
    dictum__store_free(open_store(self));
}

/* Two that start together: the one that has the lock has not said so yet. */
static void a_writer_that_is_about_to_sign_is_waited_for(void **state)
{
    scene *self = *state;
    dictum__store_free(open_store(self));
    char *lock = temp_path(self->dir, "lock");
    int fd = open(lock, O_RDWR | O_TRUNC);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    pid_t child = fork();
    if (child == 0) {
        static const char record[] =
            "{\"pid\":1234,\"host\":\"h\",\"user\":\"u\",\"program\":\"p\",\"since\":\"2026\"}\n";
        (void)usleep(60000);
        _exit(pwrite(fd, record, strlen(record), 0) > 0 ? 0 : 1);
    }
    int status;
    expect_refused(self, DICTUM_LOCKED);
    assert_non_null(strstr(self->err.text, "by p, process 1234 on h"));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    /* And one that is just leaving is no hindrance. */
    assert_int_equal(ftruncate(fd, 0), 0);
    child = fork();
    if (child == 0) {
        (void)usleep(60000);
        _exit(0);
    }
    (void)close(fd);
    dictum__store_free(open_store(self));
    assert_int_equal(waitpid(child, &status, 0), child);
    free(lock);
}

static void the_lock_goes_with_the_process(void **state)
{
    scene *self = *state;
    pid_t child = fork();
    if (child == 0) {
        dictum_store *store = NULL;
        _exit(dictum__store_open(&store, self->dir, true, "test", NULL) == DICTUM_OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    dictum__store_free(open_store(self));
}

static void a_folder_without_permission_is_an_error(void **state)
{
    scene *self = *state;
    if (geteuid() == 0) {
        skip();
    }
    dictum__store_free(open_store(self));
    char *lock = temp_path(self->dir, "lock");
    assert_int_equal(chmod(lock, 0400), 0);
    expect_refused(self, DICTUM_IO);
    assert_non_null(strstr(self->err.text, "Permission denied"));
    free(lock);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(what_is_published_is_the_index_and_the_rest_goes),
        STORE_TEST(the_workspace_goes_with_the_store),
        STORE_TEST(what_was_begun_and_not_published_goes),
        STORE_TEST(what_a_killed_run_left_goes),
        STORE_TEST(a_first_run_killed_early_can_be_repeated),
        STORE_TEST(an_index_without_its_stub_is_left_as_it_is),
        STORE_TEST(somebody_else_s_folder_is_refused_and_left_as_it_is),
        STORE_TEST(a_stub_of_another_database_is_refused),
        STORE_TEST(a_file_is_no_index),
        STORE_TEST(nothing_is_made_where_it_is_not_asked_for),
        STORE_TEST(a_second_writer_is_told_who_has_it),
        STORE_TEST(a_writer_that_is_about_to_sign_is_waited_for),
        STORE_TEST(the_lock_goes_with_the_process),
        STORE_TEST(a_folder_without_permission_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
