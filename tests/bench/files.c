/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes folders of as many statements as are wanted, and changes them, by a seed.
 *
 *   bench_files copy SEED COUNT TO             COUNT files go into the folder TO; 0: each, once
 *   bench_files change SEED CHANGED NEW REMOVED
 *
 * Standard input names the files, relative to the current folder, each ended by a NUL. Which are copied or changed is
 * drawn: the same for the same seed and files. A copy keeps its file's time, and ends in .txt. Where `copy` has too few
 * files, they come again, in a folder of their own and with a line added to each, so that no two are alike. `change`
 * adds a line to some files, copies others under new names, with a line added, and removes others. */
#include "tests/support/chance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 8192
#define CHUNK_BYTES ((size_t)64 << 10)

typedef struct names {
    char **all;
    size_t count;
} names;

static bool complain(const char *what, const char *path)
{
    (void)fprintf(stderr, "bench_files: cannot %s %s: %s\n", what, path, strerror(errno));
    return false;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool read_names(names *list)
{
    size_t capacity = 0;
    size_t room = 0;
    char *name = NULL;
    while (getdelim(&name, &room, '\0', stdin) > 0) {
        if (list->count == capacity) {
            capacity = capacity == 0 ? 1024 : capacity * 2;
            char **grown = realloc(list->all, capacity * sizeof *grown);
            if (grown == NULL)
                break;
            list->all = grown;
        }
        list->all[list->count] = name;
        list->count++;
        name = NULL;
        room = 0;
    }
    free(name);
    if (ferror(stdin) != 0 || !feof(stdin))
        return complain("read", "the list of files");
    if (list->all != NULL)
        qsort(list->all, list->count, sizeof *list->all, compare_names);
    return true;
}

static void free_names(names *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->all[i]);
    free(list->all);
}

/* Fisher and Yates' shuffle. */
static void shuffle(names *list, chance *dice)
{
    for (size_t i = list->count; i > 1; i--) {
        size_t other = chance_below(dice, i);
        char *moved = list->all[i - 1];
        list->all[i - 1] = list->all[other];
        list->all[other] = moved;
    }
}

/* The folders on the way to a file. */
static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        if (!made)
            (void)complain("make", path);
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

/* Reads to its end what is open, into a new file, and `line` behind it, which may be empty. */
static bool write_copy(int from, const char *to, const char *line)
{
    char chunk[CHUNK_BYTES];
    ssize_t count = 0;
    struct stat status;
    bool done = false;
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out < 0)
        return complain("create", to);
    while ((count = read(from, chunk, sizeof chunk)) > 0) {
        if (write(out, chunk, (size_t)count) != count)
            goto out;
    }
    if (count < 0 || write(out, line, strlen(line)) != (ssize_t)strlen(line) || fstat(from, &status) != 0)
        goto out;
    done = futimens(out, (struct timespec[]){status.st_atim, status.st_mtim}) == 0;
out:
    if (!done)
        (void)complain("write", to);
    return close(out) == 0 && done;
}

static bool copy_file(const char *from, const char *to, const char *line)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return complain("open", from);
    bool done = write_copy(in, to, line);
    (void)close(in);
    return done;
}

static bool copy_files(names *list, chance *dice, size_t count, const char *to)
{
    if (count > 0)
        shuffle(list, dice);
    else
        count = list->count;
    for (size_t i = 0; i < count; i++) {
        const char *name = list->all[i % list->count];
        const char *dot = strrchr(name, '.');
        const char *ending = dot != NULL && strcasecmp(dot, ".txt") == 0 ? "" : ".txt";
        size_t round = i / list->count;
        char path[PATH_BYTES];
        char line[64] = "";
        int length = round == 0 ? snprintf(path, sizeof path, "%s/%s%s", to, name, ending)
                                : snprintf(path, sizeof path, "%s/copy-%zu/%s%s", to, round, name, ending);
        if (round > 0)
            (void)snprintf(line, sizeof line, "\nCopy %zu of statement %zu.\n", round, i % list->count);
        if (length < 0 || (size_t)length >= sizeof path)
            return complain("name", name);
        if (!make_folders(path) || !copy_file(name, path, line))
            return false;
    }
    return true;
}

static bool add_line(const char *path, const char *line)
{
    FILE *file = fopen(path, "ae");
    if (file == NULL)
        return complain("open", path);
    bool done = fputs(line, file) >= 0;
    return (fclose(file) == 0 && done) || complain("write", path);
}

/* A copy beside it, named after the number. */
static bool add_file(const char *name, size_t number, const char *line)
{
    char path[PATH_BYTES];
    const char *slash = strrchr(name, '/');
    int folder = slash == NULL ? 0 : (int)(slash + 1 - name);
    int length = snprintf(path, sizeof path, "%.*sr%zu-%s", folder, name, number, name + folder);
    if (length < 0 || (size_t)length >= sizeof path)
        return complain("name", name);
    return copy_file(name, path, line);
}

static bool change_files(names *list, chance *dice, size_t changed, size_t added, size_t removed)
{
    size_t all = changed + added + removed;
    if (all > list->count) {
        (void)fprintf(stderr, "bench_files: only %zu files to change\n", list->count);
        return false;
    }
    shuffle(list, dice);
    for (size_t i = 0; i < all; i++) {
        const char *name = list->all[i];
        char line[64];
        size_t number = chance_below(dice, 1000000000);
        bool done = false;
        (void)snprintf(line, sizeof line, "\nAmended, revision r%zu.\n", number);
        if (i < changed)
            done = add_line(name, line);
        else if (i < changed + added)
            done = add_file(name, number, line);
        else
            done = unlink(name) == 0 || complain("remove", name);
        if (!done)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    names list = {0};
    bool copy = argc == 5 && strcmp(argv[1], "copy") == 0;
    if (!copy && !(argc == 6 && strcmp(argv[1], "change") == 0)) {
        (void)fputs("usage: bench_files copy SEED COUNT TO\n       bench_files change SEED CHANGED NEW REMOVED\n",
                    stderr);
        return 2;
    }
    chance dice = chance_begin(strtoull(argv[2], NULL, 10));
    bool done = read_names(&list);
    if (done && list.count == 0)
        (void)fputs("bench_files: no files are named\n", stderr);
    done = done && list.count > 0;
    if (done && copy) {
        done = copy_files(&list, &dice, strtoull(argv[3], NULL, 10), argv[4]);
    } else if (done) {
        done = change_files(&list, &dice, strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10),
                            strtoull(argv[5], NULL, 10));
    }
    free_names(&list);
    return done ? 0 : 2;
}
