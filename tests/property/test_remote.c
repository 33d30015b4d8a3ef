/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A remote index gives what the same index gives from its folder: random archives, one of which is served by
 * xapian-tcpsrv, and random queries with all operators. DICTUM_TEST_SEED repeats a run. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <dictum/search.h>

#include "tests/property/tree.h"
#include "tests/support/indexing.h"
#include "tests/support/temp.h"

#define ROUNDS 3
#define QUERIES_PER_ROUND 150
#define CONNECT_TRIES 500
#define NO_SERVER 127

static uint64_t seed;

/* A server, and where it is asked. */
typedef struct server {
    pid_t pid;
    char name[64];
    struct sockaddr_in address;
} server;

/* A port that was free a moment ago. */
static void choose_port(server *s)
{
    socklen_t bytes = sizeof s->address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    s->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&s->address, bytes), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&s->address, &bytes), 0);
    close(fd);
    snprintf(s->name, sizeof s->name, "127.0.0.1:%u", (unsigned)ntohs(s->address.sin_port));
}

static bool answers(const server *s)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0 && connect(fd, (const struct sockaddr *)&s->address, sizeof s->address) == 0;
    if (fd >= 0)
        close(fd);
    return connected;
}

static void end_server(server *s)
{
    if (s->pid <= 0)
        return;
    kill(s->pid, SIGTERM);
    (void)waitpid(s->pid, NULL, 0);
    s->pid = 0;
}

/* False where there is no xapian-tcpsrv. */
static bool serve(server *s, const char *place)
{
    char port[8];
    int status;
    choose_port(s);
    snprintf(port, sizeof port, "%u", (unsigned)ntohs(s->address.sin_port));
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)setpgid(0, 0);                           /* At its end it ends its group. */
        if (freopen("/dev/null", "w", stderr) == NULL) /* It tells of every connection that is only tried. */
            _exit(NO_SERVER);
        execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", port, place,
               (char *)NULL);
        _exit(NO_SERVER);
    }
    for (unsigned i = 0; i < CONNECT_TRIES; i++) {
        struct timespec pause = {.tv_nsec = 20000000};
        if (answers(s))
            return true;
        if (waitpid(s->pid, &status, WNOHANG) == s->pid) {
            s->pid = 0;
            if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SERVER)
                return false;
            fail_msg("xapian-tcpsrv ended with status %d", status);
        }
        nanosleep(&pause, NULL);
    }
    fail_msg("xapian-tcpsrv does not answer");
    return false;
}

static dictum_index *open_both(const char *first, const char *second)
{
    const char *const places[] = {first, second};
    dictum_index *index;
    dictum_error error;
    if (dictum_index_open(places, 2, &index, &error) != DICTUM_OK)
        fail_msg("dictum_index_open: %s", error.text);
    return index;
}

static dictum_result *search(dictum_index *index, const char *query, bool any, bool fold)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.any = any;
    options.fold = fold;
    options.facets = 1u << DICTUM_FACET_LANG;
    options.limit = (uint64_t)2 * DOCUMENTS_MAX;
    if (dictum_search(index, query, &options, &result, &error) != DICTUM_OK)
        fail_msg("seed %" PRIu64 ", query %s: %s", seed, query, error.text);
    return result;
}

static bool same_hit(const dictum_hit *a, const dictum_hit *b)
{
    if (strcmp(a->statement->id.text, b->statement->id.text) != 0 ||
        strcmp(a->statement->text.text, b->statement->text.text) != 0 || a->excerpt_count != b->excerpt_count)
        return false;
    for (size_t i = 0; i < a->excerpt_count; i++) {
        const dictum_excerpt *x = &a->excerpts[i], *y = &b->excerpts[i];
        if (x->start != y->start || x->end != y->end || x->mark_count != y->mark_count ||
            memcmp(x->marks, y->marks, x->mark_count * sizeof *x->marks) != 0)
            return false;
    }
    return true;
}

static bool has_hit(const dictum_result *result, const dictum_hit *wanted)
{
    for (size_t i = 0; i < dictum_result_hit_count(result); i++)
        if (same_hit(wanted, dictum_result_hit(result, i)))
            return true;
    return false;
}

/* Which statements, what is marked in them and how many there are. Not their order: in rare queries of many operators
 * Xapian's weights are not the same. */
static void check_query(dictum_index *local, dictum_index *remote, const char *query, bool any)
{
    dictum_result *here = search(local, query, any, false), *there = search(remote, query, any, false);
    size_t count = dictum_result_hit_count(here), langs = dictum_result_facet_value_count(here, DICTUM_FACET_LANG);
    assert_int_equal(dictum_result_facet_value_count(there, DICTUM_FACET_LANG), langs);
    for (size_t i = 0; i < langs; i++)
        assert_int_equal(dictum_result_facet_value(here, DICTUM_FACET_LANG, i)->count,
                         dictum_result_facet_value(there, DICTUM_FACET_LANG, i)->count);
    if (dictum_result_match_count(here) != dictum_result_match_count(there) ||
        count != dictum_result_hit_count(there) || !dictum_result_is_exact(there))
        fail_msg("seed %" PRIu64 ", query %s%s: %zu here, %zu there", seed, any ? "--any " : "", query, count,
                 dictum_result_hit_count(there));
    for (size_t i = 0; i < count; i++)
        if (!has_hit(there, dictum_result_hit(here, i)))
            fail_msg("seed %" PRIu64 ", query %s%s: hit %zu is not there", seed, any ? "--any " : "", query, i);
    dictum_result_free(here);
    dictum_result_free(there);
}

/* Folding leaves the number of matches, and what it does not fold. */
static void check_folding(dictum_index *local, dictum_index *remote, const char *query, bool any)
{
    dictum_result *plain = search(local, query, any, false), *folded = search(remote, query, any, true);
    size_t all = 0;
    assert_int_equal(dictum_result_match_count(plain), dictum_result_match_count(folded));
    for (size_t i = 0; i < dictum_result_hit_count(folded); i++)
        all += 1 + dictum_result_hit(folded, i)->like_count;
    assert_int_equal(all, dictum_result_hit_count(plain));
    dictum_result_free(plain);
    dictum_result_free(folded);
}

/* The place of an index of a new random archive; the archive is the caller's. */
static char *make_index(random_archive *archive, const char *folder, chance *dice)
{
    growing lines = {0};
    archive_fill(archive, 5 + chance_below(dice, DOCUMENTS_MAX - 5), dice);
    archive_write(archive, &lines);
    char *place = indexing_records(folder, lines.data, lines.len);
    growing_dispose(&lines);
    assert_non_null(place);
    return place;
}

static bool run_round(random_tree *tree, chance *dice)
{
    static random_archive archives[2];
    server s = {0};
    char *folders[2] = {temp_new(), temp_new()}, *places[2];
    growing query = {0};
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(folders[i]);
        places[i] = make_index(&archives[i], folders[i], dice);
    }
    bool served = serve(&s, places[1]);
    dictum_index *local = served ? open_both(places[0], places[1]) : NULL;
    dictum_index *remote = served ? open_both(places[0], s.name) : NULL;
    for (size_t i = 0; served && i < QUERIES_PER_ROUND; i++) {
        tree_make(tree, &archives[i % 2], dice);
        tree_print(tree->root, tree->any, &query);
        check_query(local, remote, query.data, tree->any);
        if (i % 10 == 0)
            check_folding(local, remote, query.data, tree->any);
    }
    growing_dispose(&query);
    dictum_index_free(local);
    dictum_index_free(remote);
    end_server(&s);
    for (size_t i = 0; i < 2; i++) {
        free(places[i]);
        temp_remove(folders[i]);
        archive_dispose(&archives[i]);
    }
    return served;
}

static void a_remote_index_gives_the_same(void **state)
{
    random_tree *tree = calloc(1, sizeof *tree);
    chance dice = chance_begin(seed);
    bool served = true;
    (void)state;
    assert_non_null(tree);
    for (size_t i = 0; served && i < ROUNDS; i++)
        served = run_round(tree, &dice);
    free(tree);
    if (!served)
        skip();
}

static void what_is_not_served_is_named(void **state)
{
    server s = {0};
    dictum_index *index;
    dictum_error error;
    (void)state;
    choose_port(&s);
    const char *place = s.name;
    assert_int_equal(dictum_index_open(&place, 1, &index, &error), DICTUM_IO);
    assert_non_null(strstr(error.text, s.name));
    assert_null(index);
}

static void what_looks_like_a_port_but_is_none_is_a_folder(void **state)
{
    static const char *const names[] = {"host:", "host:0", "host:65536", "host:123456", "host:12x",
                                        ":1234", "a:b:12", "./host:12",  "host"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        dictum_index *index;
        dictum_error error;
        if (dictum_index_open(&names[i], 1, &index, &error) != DICTUM_NOT_FOUND)
            fail_msg("%s: %s", names[i], error.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remote_index_gives_the_same),
        cmocka_unit_test(what_is_not_served_is_named),
        cmocka_unit_test(what_looks_like_a_port_but_is_none_is_a_folder),
    };
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%" PRIu64 "\n", seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
