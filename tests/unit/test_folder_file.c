/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file .dictum: its lines, its limits, and how it is opened. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/folder_file.h"
#include "indexer/ledger.h"
#include "tests/support/chance.h"
#include "tests/support/temp.h"

typedef struct scene {
    char *folder;
    int fd;
    dictum_scope scope;
    dictum_faults faults;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->folder = temp_new()) == NULL) {
        return -1;
    }
    self->fd = open(self->folder, O_RDONLY | O_DIRECTORY);
    dictum__buf_init(&self->faults.reasons, DICTUM__LEDGER_REASON_MAX);
    return self->fd >= 0 && dictum__scope_init(&self->scope, dictum__slice("/a"), NULL) == DICTUM_OK ? 0 : -1;
}

static int teardown(void **state)
{
    scene *self = *state;
    dictum__scope_dispose(&self->scope);
    dictum__buf_dispose(&self->faults.reasons);
    (void)close(self->fd);
    temp_remove(self->folder);
    free(self);
    return 0;
}

static void begin(scene *self)
{
    dictum__settings_clear(&self->scope.said);
    dictum__globs_clear(&self->scope.ignores);
    dictum__buf_clear(&self->faults.reasons);
    dictum__buf_append_str(&self->faults.reasons, "");
    (void)dictum__buf_reserve(&self->faults.reasons, 1);
    self->faults.reasons.data[0] = '\0';
    self->faults.count = 0;
}

static void parse(scene *self, const char *text)
{
    begin(self);
    dictum__folder_file_parse(dictum__slice(text), &self->scope, &self->faults);
}

static const char *said(const scene *self, dictum__setting setting)
{
    const dictum_buf *value = &self->scope.said.values[setting];
    return value->len > 0 ? value->data : "";
}

static void each_key_is_understood(void **state)
{
    scene *self = *state;
    parse(self, "\xEF\xBB\xBF# The press office.\r\n"
                "\n"
                "source: Norvane Telesystems\r\n"
                "  speaker :\tJane: the Elder  \n"
                "lang: English\n"
                "date: 10 February 2024\n"
                "url-base: https://example.org/press\n"
                "whole-page: yes\n"
                "ignore: *.tmp\n"
                "ignore: !keep.tmp\n"
                "ignore: # odd #");
    assert_string_equal(self->faults.reasons.data, "");
    assert_int_equal(self->faults.count, 0);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "Norvane Telesystems");
    assert_string_equal(said(self, DICTUM__SET_SPEAKER), "Jane: the Elder");
    assert_string_equal(said(self, DICTUM__SET_LANG), "English");
    assert_string_equal(said(self, DICTUM__SET_DATE), "10 February 2024");
    assert_string_equal(said(self, DICTUM__SET_ADDRESS), "https://example.org/press");
    assert_string_equal(said(self, DICTUM__SET_WHOLE_PAGE), "yes");
    assert_int_equal(self->scope.ignores.count, 3);
    assert_string_equal(self->scope.ignores.text.data, "*.tmp");
}

static void a_wrong_line_is_named_and_the_rest_counts(void **state)
{
    scene *self = *state;
    static const char *const lines[] = {"no colon",
                                        "colour: red",
                                        "title: Of one document",
                                        "url: https://example.org/",
                                        "Source: x",
                                        "source:",
                                        "lang: unheard of",
                                        "date: 2024-02-31",
                                        "url-base: ftp://example.org",
                                        "url-base: https://example.org/?q=",
                                        "url-base: https://",
                                        "url-base: https://example.org/a b",
                                        "whole-page: maybe",
                                        "ignore:",
                                        "ignore: [a",
                                        "speaker: \xFF",
                                        "speaker: a\x01z"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "# one\n%s\nsource: Right\n", lines[i]);
        parse(self, text);
        if (self->faults.count != 1 || strncmp(self->faults.reasons.data, "line 2: ", 8) != 0) {
            fail_msg("\"%s\": %s", lines[i], self->faults.reasons.data);
        }
        assert_string_equal(said(self, DICTUM__SET_SOURCE), "Right");
    }
    parse(self, "source: One\nlang: en\nsource: Two\n");
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "One");
    assert_string_equal(self->faults.reasons.data, "line 3: source is said on line 1 already");
}

/* What is written parses back. */
static void random_values_come_back(void **state)
{
    scene *self = *state;
    static const char *const pieces[] = {"a", "B", " ", "#", ":", "=", "\xC3\xA9", "\xE6\xB0\xB4", "\"", "'", "!", "%"};
    chance dice = chance_begin(chance_seed());
    for (int round = 0; round < 20000; round++) {
        dictum_buf text;
        char values[2][128] = {"x", "y"};
        dictum__buf_init(&text, 65536);
        for (size_t k = 0; k < 2; k++) {
            for (size_t i = chance_below(&dice, 12); i > 0; i--) {
                size_t length = strlen(values[k]);
                (void)snprintf(values[k] + length, sizeof values[k] - length, "%s",
                               pieces[chance_below(&dice, sizeof pieces / sizeof *pieces)]);
            }
            (void)snprintf(values[k] + strlen(values[k]), 2, "z");
        }
        dictum__buf_appendf(&text, "speaker: %s\nignore: %s\n", values[0], values[1]);
        parse(self, text.data);
        assert_int_equal(self->faults.count, 0);
        assert_string_equal(said(self, DICTUM__SET_SPEAKER), values[0]);
        assert_string_equal(self->scope.ignores.text.data, values[1]);
        dictum__buf_dispose(&text);
    }
}

static void random_bytes_do_no_harm(void **state)
{
    scene *self = *state;
    static const char *const pieces[] = {"source", "ignore", "lang", ": ",   ":",    "\n",    "\r\n", "*",  "[",
                                         "\\",     "/",      "!",    "en",   "\xFF", "#",     " ",    "\t", "a",
                                         "yes",    "x",      "\x01", "date", "2024", "url-b", "ase"};
    chance dice = chance_begin(chance_seed());
    for (int round = 0; round < 50000; round++) {
        dictum_buf text;
        dictum__buf_init(&text, 65536);
        for (size_t i = chance_below(&dice, 40); i > 0; i--) {
            if (chance_one_in(&dice, 9)) {
                dictum__buf_append_char(&text, (char)chance_below(&dice, 256));
            } else {
                dictum__buf_append_str(&text, pieces[chance_below(&dice, sizeof pieces / sizeof *pieces)]);
            }
        }
        char *exact = malloc(text.len + 1);
        assert_non_null(exact);
        if (text.len > 0) {
            memcpy(exact, text.data, text.len);
        }
        char *cut = realloc(exact, text.len > 0 ? text.len : 1);
        begin(self);
        dictum__folder_file_parse((dictum_slice){cut, text.len}, &self->scope, &self->faults);
        /* What comes out is such as the index may keep. */
        dictum_buf bytes;
        dictum_scope copy;
        dictum__buf_init(&bytes, 1u << 20);
        dictum__scope_encode(&self->scope, &bytes);
        assert_int_equal(dictum__scope_decode(dictum__buf_slice(&bytes), &copy, NULL), DICTUM_OK);
        dictum__scope_dispose(&copy);
        dictum__buf_dispose(&bytes);
        free(cut);
        dictum__buf_dispose(&text);
    }
}

static void damaged_scopes_are_refused(void **state)
{
    scene *self = *state;
    dictum_buf bytes;
    dictum_scope copy;
    parse(self, "source: Norvane\nurl-base: https://example.org\nignore: a\nignore: b/\n");
    dictum__buf_init(&bytes, 65536);
    dictum__scope_encode(&self->scope, &bytes);
    assert_int_equal(dictum__scope_decode(dictum__buf_slice(&bytes), &copy, NULL), DICTUM_OK);
    assert_string_equal(copy.path, "/a");
    assert_string_equal(copy.said.values[DICTUM__SET_SOURCE].data, "Norvane");
    assert_int_equal(copy.ignores.count, 2);
    dictum__scope_dispose(&copy);
    for (size_t length = 0; length < bytes.len; length++) {
        char *cut = malloc(length + 1);
        assert_non_null(cut);
        memcpy(cut, bytes.data, length);
        char *exact = realloc(cut, length > 0 ? length : 1);
        dictum_status status = dictum__scope_decode((dictum_slice){exact, length}, &copy, NULL);
        if (status == DICTUM_OK) {
            /* Cut between two globs. */
            assert_true(copy.ignores.count < 2);
            dictum__scope_dispose(&copy);
        } else {
            assert_int_equal(status, DICTUM_CORRUPT);
        }
        free(exact);
    }
    bytes.data[0] = 2;
    assert_int_equal(dictum__scope_decode(dictum__buf_slice(&bytes), &copy, NULL), DICTUM_VERSION);
    dictum__buf_dispose(&bytes);
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static dictum_status read_file(scene *self)
{
    struct stat st;
    dictum_error err;
    begin(self);
    assert_int_equal(fstat(self->fd, &st), 0);
    return dictum__folder_file_read(self->fd, ".dictum", &st, &self->scope, &self->faults, &err);
}

static void only_a_regular_file_is_read(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, ".dictum"), *other = temp_path(self->folder, "other");
    assert_int_equal(read_file(self), DICTUM_NOT_FOUND);
    assert_true(temp_write(path, "source: A\n", 10));
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "A");
    assert_int_equal(rename(path, other), 0);
    assert_int_equal(symlink("other", path), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "");
    assert_non_null(strstr(self->faults.reasons.data, "symbolic link"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_non_null(strstr(self->faults.reasons.data, "not a regular file"));
    assert_int_equal(unlink(path), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(server, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_non_null(strstr(self->faults.reasons.data, "not a regular file"));
    (void)close(server);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(read_file(self), DICTUM_NOT_FOUND);
    free(path);
    free(other);
}

static void a_file_that_is_too_long_is_read_to_its_last_whole_line(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, ".dictum");
    dictum_buf text;
    dictum__buf_init(&text, 1u << 20);
    dictum__buf_append_str(&text, "source: A\n");
    while (text.len < DICTUM__FOLDER_FILE_BYTES_MAX - 20) {
        dictum__buf_append_str(&text, "# more\n");
    }
    while (text.len < DICTUM__FOLDER_FILE_BYTES_MAX - 12) {
        dictum__buf_append_char(&text, '\n');
    }
    dictum__buf_append_str(&text, "speaker: Borderline\nlang: en\n");
    assert_true(temp_write(path, text.data, text.len));
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_int_equal(self->faults.count, 1);
    assert_non_null(strstr(self->faults.reasons.data, "longer than 65536 bytes"));
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "A");
    assert_string_equal(said(self, DICTUM__SET_SPEAKER), "");
    assert_string_equal(said(self, DICTUM__SET_LANG), "");
    dictum__buf_dispose(&text);
    free(path);
}

static void faults_are_told_within_bounds(void **state)
{
    scene *self = *state;
    dictum_buf text;
    dictum__buf_init(&text, 1u << 20);
    for (int i = 0; i < 5000; i++) {
        dictum__buf_append_str(&text, "wrong\n");
    }
    parse(self, text.data);
    assert_int_equal(self->faults.count, 5000);
    assert_true(self->faults.reasons.len <= DICTUM__LEDGER_REASON_MAX);
    dictum__buf_clear(&text);
    for (int i = 0; i < 2000; i++) {
        dictum__buf_appendf(&text, "ignore: %d\n", i);
    }
    parse(self, text.data);
    assert_int_equal(self->scope.ignores.count, DICTUM__GLOBS_MAX);
    assert_int_equal(self->faults.count, 1);
    assert_non_null(strstr(self->faults.reasons.data, "line 1001: "));
    dictum__buf_dispose(&text);
}

static void another_user_says_nothing_where_anybody_may_write(void **state)
{
    scene *self = *state;
    if (geteuid() != 0) {
        skip();
    }
    char *path = temp_path(self->folder, ".dictum");
    assert_true(temp_write(path, "source: A\n", 10));
    assert_int_equal(chown(path, 12345, 12345), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "A");
    assert_int_equal(chmod(self->folder, 01777), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "");
    assert_non_null(strstr(self->faults.reasons.data, "another user"));
    /* The folder's owner is who it belongs to. */
    assert_int_equal(chown(self->folder, 12345, 12345), 0);
    assert_int_equal(read_file(self), DICTUM_OK);
    assert_string_equal(said(self, DICTUM__SET_SOURCE), "A");
    free(path);
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(each_key_is_understood),
        SCENE_TEST(a_wrong_line_is_named_and_the_rest_counts),
        SCENE_TEST(random_values_come_back),
        SCENE_TEST(random_bytes_do_no_harm),
        SCENE_TEST(damaged_scopes_are_refused),
        SCENE_TEST(only_a_regular_file_is_read),
        SCENE_TEST(a_file_that_is_too_long_is_read_to_its_last_whole_line),
        SCENE_TEST(faults_are_told_within_bounds),
        SCENE_TEST(another_user_says_nothing_where_anybody_may_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
