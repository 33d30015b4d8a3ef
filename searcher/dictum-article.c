/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/dictum-article.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

#include "lib/program/options.h"

#define READER "dictum-read"
/* The most that a reader is listened to, and that standard input may hold. */
#define ARTICLE_BYTES_MAX ((size_t)64 << 20)

static dictum_status complain(dictum_error *error, dictum_status code, const char *what)
{
    *error = (dictum_error){.code = code, .offset_bytes = DICTUM_NO_OFFSET};
    snprintf(error->text, sizeof error->text, "%.250s", what);
    return code;
}

/* Appends all that comes from a descriptor. */
static dictum_status drain(int fd, dictum_buf *out, dictum_error *error)
{
    for (;;) {
        if (!dictum__buf_reserve(out, 1 << 16))
            return complain(error, out->len >= ARTICLE_BYTES_MAX - (1 << 16) ? DICTUM_LIMIT : DICTUM_NOMEM,
                            "the article is longer than 64 MB, or memory ran out");
        ssize_t bytes = read(fd, out->data + out->len, 1 << 16);
        if (bytes == 0)
            return DICTUM_OK;
        if (bytes < 0 && errno == EINTR)
            continue;
        if (bytes < 0)
            return complain(error, DICTUM_IO, strerror(errno));
        out->len += (size_t)bytes;
    }
}

/* Starts the reader on a file, with `fd` as its standard output. Its messages are its own. */
static dictum_status start_reader(const char *reader, const char *path, char *const *environment, int fd, pid_t *child,
                                  dictum_error *error)
{
    char *copy = strdup(path), name[] = READER, end_of_options[] = "--";
    char *arguments[] = {name, end_of_options, copy, NULL};
    posix_spawn_file_actions_t actions;
    if (copy == NULL)
        return complain(error, DICTUM_NOMEM, "out of memory");
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
        if (failed == 0)
            failed = posix_spawn(child, reader, &actions, NULL, arguments, environment);
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    free(copy);
    return failed == 0 ? DICTUM_OK : complain(error, DICTUM_IO, strerror(failed));
}

/* Runs the reader on a file; what it prints goes to `out`. */
static dictum_status run_reader(const char *path, char *const *environment, dictum_buf *out, int *exit_status,
                                dictum_error *error)
{
    dictum_buf reader;
    int ends[2];
    pid_t child;
    dictum__buf_init(&reader, SIZE_MAX / 2);
    dictum_status status = DICTUM_OK;
    if (!dictum__program_find(READER, DICTUM_READER_FOLDER, &reader))
        status = complain(error, DICTUM_NOT_FOUND, "the program " READER " is not beside this one, nor installed");
    else if (pipe(ends) != 0)
        status = complain(error, DICTUM_IO, strerror(errno));
    if (status != DICTUM_OK) {
        dictum__buf_dispose(&reader);
        return status;
    }
    /* The reader keeps neither end but as its standard output, or it would not see that nobody listens any more. */
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    status = start_reader(reader.data, path, environment, ends[1], &child, error);
    dictum__buf_dispose(&reader);
    close(ends[1]);
    if (status == DICTUM_OK) {
        status = drain(ends[0], out, error);
        /* Closed first: a reader that goes on printing ends then. */
        close(ends[0]);
        while (waitpid(child, exit_status, 0) < 0 && errno == EINTR)
            ;
        return status;
    }
    close(ends[0]);
    return status;
}

/* Appends the text of each record. */
static dictum_status take_records(const dictum_buf *records, dictum_buf *out, dictum_error *error)
{
    json_error_t wrong;
    for (size_t at = 0; at < records->len;) {
        const char *line = records->data + at, *end = memchr(line, '\n', records->len - at);
        size_t bytes = end == NULL ? records->len - at : (size_t)(end - line);
        at += bytes + 1;
        json_t *record = json_loadb(line, bytes, 0, &wrong);
        const char *text = json_string_value(json_object_get(record, "text"));
        if (text != NULL) {
            dictum__buf_append_str(out, out->len > 0 ? "\n\n" : "");
            dictum__buf_append_str(out, text);
        }
        json_decref(record);
        if (text == NULL)
            return complain(error, DICTUM_IO, "what " READER " printed is no record");
    }
    return dictum__buf_status(out) == DICTUM_OK ? DICTUM_OK : complain(error, DICTUM_NOMEM, "out of memory");
}

dictum_status dictum__read_article(const char *path, char *const *environment, dictum_buf *out, dictum_error *error)
{
    dictum_buf records;
    int exit_status = 0;
    if (strcmp(path, "-") == 0)
        return drain(STDIN_FILENO, out, error);
    dictum__buf_init(&records, ARTICLE_BYTES_MAX);
    dictum_status status = run_reader(path, environment, &records, &exit_status, error);
    if (status == DICTUM_OK)
        status = take_records(&records, out, error);
    if (status == DICTUM_OK && (!WIFEXITED(exit_status) || WEXITSTATUS(exit_status) != 0)) {
        char what[200];
        snprintf(what, sizeof what, "cannot read %.150s", path);
        status = complain(error, DICTUM_IO, what);
    }
    dictum__buf_dispose(&records);
    return status;
}
