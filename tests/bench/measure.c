/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures other programs, whichever they are, so that dictum and its peers are measured alike.
 *
 *   bench_measure run COMMAND…                 one run: wall and processor time, peak memory of all its processes
 *   bench_measure latency QUERIES COMMAND…     one run a query: wall time, as percentiles for each class of queries
 *
 * QUERIES has one query a line: class, tab, text. "{}" anywhere in the command stands for the query. Standard
 * output of what is measured is thrown away. Figures go to standard output, one line each:
 *
 *   run:      wall_s user_s sys_s peak_kb status
 *   latency:  class queries not_found failed p50_ms p99_ms max_ms
 *
 * Memory is the highest sum, over all processes that live at one time, of their proportional set size, which counts
 * what they share only once. It is sampled, so a peak shorter than the interval may be missed; it is never less
 * than the largest process. Threads share their process's memory, and count with it. Sampling takes processor time from
 * what is measured, so the interval grows with what a sample costs. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAMPLE_INTERVAL_MS 20
#define SAMPLE_INTERVAL_MAX_MS 500
/* A sample takes at most one part in so many of the time of one processor. */
#define SAMPLE_SHARE 50
#define CLASS_BYTES 64
#define PROCESSES_MAX 4096

static double now_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* Starts it with standard input and output at /dev/null; its standard error too when `quiet`. */
static pid_t start(char **command, bool quiet)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (quiet && dup2(null, STDERR_FILENO) < 0)) {
        _exit(126);
    }
    (void)execvp(command[0], command);
    _exit(127);
}

/* The number behind the first line that starts with `name` in a file of /proc; false where there is none. */
static bool proc_number(pid_t process, const char *name_of_file, const char *name, uint64_t *value)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/%s", (int)process, name_of_file);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    char line[256];
    bool found = false;
    size_t name_bytes = strlen(name);
    while (!found && fgets(line, sizeof line, file) != NULL) {
        found = strncmp(line, name, name_bytes) == 0;
        if (found)
            *value = strtoull(line + name_bytes, NULL, 10);
    }
    (void)fclose(file);
    return found;
}

/* Kilobytes of one process; 0 when it has ended. What gives up its rights may be closed to others: then all that is
 * resident counts, and what is shared counts more than once. */
static uint64_t process_memory_kb(pid_t process)
{
    uint64_t kb = 0;
    if (proc_number(process, "smaps_rollup", "Pss:", &kb) || proc_number(process, "status", "VmRSS:", &kb))
        return kb;
    return 0;
}

/* Parent of a process, or 0. Its name, in brackets, may hold anything, so what follows the last bracket counts. */
static pid_t parent_of(pid_t process)
{
    char path[64];
    char text[1024];
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    size_t count = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[count] = '\0';
    const char *end = strrchr(text, ')');
    if (end == NULL || strlen(end) < 5)
        return 0;
    return (pid_t)strtol(end + 4, NULL, 10); /* ") S 123": state, parent */
}

typedef struct process {
    pid_t id;
    pid_t parent;
    bool ours;
} process;

/* The processes that live, in the order of /proc, which is that of their numbers; only where it is so, those known are
 * found again. */
typedef struct process_list {
    process all[PROCESSES_MAX];
    size_t count;
} process_list;

/* Asks only those processes for their parents that `before` does not have: of most systems' many, few are new. */
static void list_processes(process_list *list, const process_list *before)
{
    list->count = 0;
    DIR *proc = opendir("/proc");
    if (proc == NULL)
        return;
    size_t known = 0;
    const struct dirent *entry;
    while ((entry = readdir(proc)) != NULL && list->count < PROCESSES_MAX) {
        pid_t id = (pid_t)strtol(entry->d_name, NULL, 10);
        if (id <= 0)
            continue;
        while (known < before->count && before->all[known].id < id)
            known++;
        if (known < before->count && before->all[known].id == id)
            list->all[list->count++] = before->all[known];
        else
            list->all[list->count++] = (process){.id = id, .parent = parent_of(id)};
    }
    (void)closedir(proc);
}

static bool is_parent_ours(const process_list *list, pid_t parent)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->all[i].id == parent)
            return list->all[i].ours;
    }
    return false;
}

/* Marks `top` and its descendants; the order of process numbers says nothing about who is whose child. */
static void mark_ours(process_list *list, pid_t top)
{
    bool grew = true;
    while (grew) {
        grew = false;
        for (size_t i = 0; i < list->count; i++) {
            process *one = &list->all[i];
            if (!one->ours && (one->id == top || is_parent_ours(list, one->parent))) {
                one->ours = true;
                grew = true;
            }
        }
    }
}

/* Kilobytes that `top` and its descendants have just now. */
static uint64_t tree_memory_kb(process_list lists[2], size_t *turn, pid_t top)
{
    process_list *list = &lists[*turn];
    *turn = 1 - *turn;
    list_processes(list, &lists[*turn]);
    mark_ours(list, top);
    uint64_t total = 0;
    for (size_t i = 0; i < list->count; i++)
        total += list->all[i].ours ? process_memory_kb(list->all[i].id) : 0;
    return total;
}

/* How long to wait after a sample that took so long. */
static struct timespec pause_after(double sample_s)
{
    double ms = sample_s * 1000 * SAMPLE_SHARE;
    ms = ms < SAMPLE_INTERVAL_MS ? SAMPLE_INTERVAL_MS : ms;
    ms = ms > SAMPLE_INTERVAL_MAX_MS ? SAMPLE_INTERVAL_MAX_MS : ms;
    return (struct timespec){.tv_sec = 0, .tv_nsec = (long)(ms * 1e6)};
}

/* An exit status as the shell gives it. */
static int shell_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int measure_run(char **command)
{
    static process_list lists[2]; /* of this sample, and of the one before */
    size_t turn = 0;
    uint64_t peak_kb = 0;
    sigset_t child_signal;
    (void)sigemptyset(&child_signal);
    (void)sigaddset(&child_signal, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &child_signal, NULL);
    double began = now_seconds();
    pid_t child = start(command, false);
    if (child < 0) {
        perror("bench_measure: fork");
        return 2;
    }
    int status = 0;
    struct rusage usage;
    pid_t ended = wait4(child, &status, WNOHANG, &usage);
    while (ended == 0) {
        double sample_began = now_seconds();
        uint64_t kb = tree_memory_kb(lists, &turn, child);
        peak_kb = kb > peak_kb ? kb : peak_kb;
        struct timespec pause = pause_after(now_seconds() - sample_began);
        (void)sigtimedwait(&child_signal, NULL, &pause); /* returns at once when the child has ended */
        ended = wait4(child, &status, WNOHANG, &usage);
    }
    double wall = now_seconds() - began;
    if (ended < 0) {
        perror("bench_measure: wait");
        return 2;
    }
    uint64_t largest_kb = (uint64_t)usage.ru_maxrss;
    peak_kb = largest_kb > peak_kb ? largest_kb : peak_kb;
    printf("%.3f %.3f %.3f %llu %d\n", wall, seconds(usage.ru_utime), seconds(usage.ru_stime),
           (unsigned long long)peak_kb, shell_status(status));
    return 0;
}

typedef struct class_times {
    char name[CLASS_BYTES];
    double *ms;
    size_t count;
    size_t capacity;
    size_t not_found; /* exit status 1 */
    size_t failed;    /* any other */
} class_times;

typedef struct all_times {
    class_times *classes;
    size_t count;
} all_times;

static class_times *class_named(all_times *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->classes[i].name, name) == 0)
            return &all->classes[i];
    }
    class_times *classes = realloc(all->classes, (all->count + 1) * sizeof *classes);
    if (classes == NULL)
        return NULL;
    all->classes = classes;
    class_times *added = &classes[all->count++];
    *added = (class_times){0};
    (void)snprintf(added->name, sizeof added->name, "%s", name);
    return added;
}

static bool add_time(class_times *times, double ms)
{
    if (times->count == times->capacity) {
        size_t capacity = times->capacity == 0 ? 64 : times->capacity * 2;
        double *grown = realloc(times->ms, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        times->ms = grown;
        times->capacity = capacity;
    }
    times->ms[times->count++] = ms;
    return true;
}

/* `pattern` with "{}" replaced by the query, to be freed; NULL when memory ran out. */
static char *fill_in(const char *pattern, const char *query)
{
    size_t query_bytes = strlen(query);
    size_t places = 0;
    for (const char *at = strstr(pattern, "{}"); at != NULL; at = strstr(at + 2, "{}"))
        places++;
    char *filled = malloc(strlen(pattern) + places * query_bytes + 1);
    if (filled == NULL)
        return NULL;
    char *to = filled;
    while (*pattern != '\0') {
        if (pattern[0] == '{' && pattern[1] == '}') {
            memcpy(to, query, query_bytes);
            to += query_bytes;
            pattern += 2;
        } else {
            *to++ = *pattern++;
        }
    }
    *to = '\0';
    return filled;
}

/* Runs the command once with the query filled in; false when it could not be started. */
static bool time_query(char **command, const char *query, double *ms, int *status)
{
    size_t arguments = 0;
    while (command[arguments] != NULL)
        arguments++;
    bool done = false;
    char **filled = calloc(arguments + 1, sizeof *filled);
    for (size_t i = 0; filled != NULL && i < arguments; i++) {
        filled[i] = fill_in(command[i], query);
        if (filled[i] == NULL)
            goto out;
    }
    if (filled == NULL || filled[0] == NULL)
        goto out;
    double began = now_seconds();
    pid_t child = start(filled, true);
    if (child > 0 && waitpid(child, status, 0) == child) {
        *ms = (now_seconds() - began) * 1000;
        *status = shell_status(*status);
        done = true;
    }
out:
    for (size_t i = 0; filled != NULL && i < arguments; i++)
        free(filled[i]);
    free(filled);
    return done;
}

static int compare_times(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The nearest rank: the smallest time that `percent` of all do not exceed. */
static double percentile(const class_times *times, size_t percent)
{
    size_t rank = (times->count * percent + 99) / 100;
    return times->ms[rank == 0 ? 0 : rank - 1];
}

static void print_times(all_times *all)
{
    for (size_t i = 0; i < all->count; i++) {
        class_times *times = &all->classes[i];
        qsort(times->ms, times->count, sizeof *times->ms, compare_times);
        printf("%s %zu %zu %zu %.2f %.2f %.2f\n", times->name, times->count, times->not_found, times->failed,
               percentile(times, 50), percentile(times, 99), times->ms[times->count - 1]);
    }
}

static int measure_latency(const char *queries, char **command)
{
    int result = 2;
    all_times all = {0};
    char *line = NULL;
    size_t capacity = 0;
    FILE *file = fopen(queries, "re");
    if (file == NULL) {
        (void)fprintf(stderr, "bench_measure: cannot open %s: %s\n", queries, strerror(errno));
        return 2;
    }
    while (getline(&line, &capacity, file) > 0) {
        char *query = strchr(line, '\t');
        if (query == NULL) {
            (void)fprintf(stderr, "bench_measure: %s: a line without a tab\n", queries);
            goto out;
        }
        *query++ = '\0';
        query[strcspn(query, "\n")] = '\0';
        double ms = 0;
        int status = 0;
        class_times *times = class_named(&all, line);
        if (times == NULL || !time_query(command, query, &ms, &status) || !add_time(times, ms)) {
            perror("bench_measure: a query could not be run");
            goto out;
        }
        times->not_found += status == 1 ? 1 : 0;
        times->failed += status > 1 ? 1 : 0;
    }
    print_times(&all);
    result = 0;
out:
    for (size_t i = 0; i < all.count; i++)
        free(all.classes[i].ms);
    free(all.classes);
    free(line);
    (void)fclose(file);
    return result;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "run") == 0)
        return measure_run(argv + 2);
    if (argc >= 4 && strcmp(argv[1], "latency") == 0)
        return measure_latency(argv[2], argv + 3);
    (void)fputs("usage: bench_measure run COMMAND…\n       bench_measure latency QUERIES COMMAND…\n", stderr);
    return 2;
}
