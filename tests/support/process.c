/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a program with its standard streams in files: no pipe can fill up, whatever the order in which it reads and
 * writes. */
#include "tests/support/process.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temp.h"

extern char **environ;

static char *read_all(FILE *file, size_t *bytes)
{
    size_t cap = 4096, count = 0;
    char *text = malloc(cap);
    rewind(file);
    while (text != NULL) {
        count += fread(text + count, 1, cap - 1 - count, file);
        if (count < cap - 1)
            break;
        char *grown = realloc(text, cap *= 2);
        if (grown == NULL)
            free(text);
        text = grown;
    }
    if (text == NULL)
        abort();
    text[count] = '\0';
    *bytes = count;
    return text;
}

static bool spawn(const char *const *arguments, FILE *const streams[3], pid_t *child)
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    bool ready = true;
    for (int i = 0; i < 3; i++)
        ready = ready && posix_spawn_file_actions_adddup2(&actions, fileno(streams[i]), i) == 0;
    /* The arguments are not changed; posix_spawn() is older than const. */
    char *const *argv = (char *const *)(const void *)arguments;
    bool started = ready && posix_spawn(child, arguments[0], &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

bool process_run(const char *const *arguments, const char *input, process_result *result)
{
    FILE *streams[3] = {tmpfile(), tmpfile(), tmpfile()};
    pid_t child;
    int status = 0;
    memset(result, 0, sizeof *result);
    bool started = streams[0] != NULL && streams[1] != NULL && streams[2] != NULL;
    if (started && input != NULL) {
        started = fputs(input, streams[0]) != EOF && fflush(streams[0]) == 0;
        rewind(streams[0]);
    }
    started = started && spawn(arguments, streams, &child) && waitpid(child, &status, 0) == child;
    if (started) {
        result->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        result->out = read_all(streams[1], &result->out_bytes);
        result->err = read_all(streams[2], &result->err_bytes);
    }
    for (size_t i = 0; i < 3; i++)
        if (streams[i] != NULL)
            (void)fclose(streams[i]);
    return started;
}

void process_dispose(process_result *result)
{
    free(result->out);
    free(result->err);
    memset(result, 0, sizeof *result);
}

char *process_program(const char *name)
{
    const char *folder = getenv("DICTUM_BIN");
    if (folder == NULL || folder[0] == '\0')
        return NULL;
    char *path = temp_path(folder, name);
    if (access(path, X_OK) == 0)
        return path;
    free(path);
    return NULL;
}
