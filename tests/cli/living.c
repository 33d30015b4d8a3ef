/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "living.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temp.h"

#define CHECKER "/usr/bin/xapian-check"
#define WORD "everywhere"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

bool living_can_fault(void)
{
#ifdef SANITIZED
    return false;
#else
    return true;
#endif
}

size_t living_scaled(size_t number)
{
    const char *percent = getenv("DICTUM_TEST_PERCENT");
    size_t scaled = percent != NULL ? number * strtoul(percent, NULL, 10) / 100 : number;
    return scaled > 0 ? scaled : 1;
}

int living_setup(void **state)
{
    living *self = calloc(1, sizeof *self);
    if (self == NULL)
        return -1;
    *state = self;
    char *folder = temp_new();
    self->indexer = process_program("dictum-index");
    self->searcher = process_program("dictum-search");
    if (folder == NULL || self->indexer == NULL || self->searcher == NULL)
        return -1;
    self->folder = folder;
    self->docs = temp_path(folder, "docs");
    self->index = temp_path(folder, "index");
    return mkdir(self->docs, 0777);
}

int living_teardown(void **state)
{
    living *self = *state;
    if (self == NULL)
        return 0;
    temp_remove(self->folder);
    free(self->docs);
    free(self->index);
    free(self->indexer);
    free(self->searcher);
    free(self);
    return 0;
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

static char *document_path(const living *self, unsigned document, const char *ending)
{
    char name[32];
    (void)snprintf(name, sizeof name, "k%u%s", document, ending);
    return temp_path(self->docs, name);
}

void living_write(living *self, unsigned document, unsigned version)
{
    char text[512];
    char *path = document_path(self, document, ".md"), *renamed = document_path(self, document, "-renamed.md");
    if (access(renamed, F_OK) == 0) {
        free(path);
        path = renamed;
        renamed = NULL;
    }
    free(renamed);
    self->state.versions[document] = version;
    if (version == 0) {
        (void)unlink(path);
    } else {
        int bytes = snprintf(text, sizeof text, "# k%u v%u\n\nThis was said " WORD ", by w%u and by w%u%s.\n", document,
                             version, document * 31 + version, version * 17, version % 2 == 0 ? " again" : "");
        assert_true(temp_write(path, text, (size_t)bytes));
    }
    free(path);
}

void living_rename(living *self, unsigned document)
{
    char *path = document_path(self, document, ".md"), *renamed = document_path(self, document, "-renamed.md");
    if (rename(path, renamed) != 0)
        (void)rename(renamed, path);
    free(path);
    free(renamed);
}

/* ---- programs ---------------------------------------------------------------------------------------------------- */

static unsigned long read_number(const char *path)
{
    char text[32] = "";
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        (void)fclose(file);
    }
    return strtoul(text, NULL, 10);
}

void living_index(const living *self, const char *index, const char *first, const char *second, const char *fault,
                  unsigned long *calls, process_result *result)
{
    const char *arguments[16];
    size_t count = 0;
    char preload[4096], wanted[64], counted[4096];
    char *counts = temp_path(self->folder, "calls");
    if (fault != NULL || calls != NULL) {
        (void)snprintf(preload, sizeof preload, "LD_PRELOAD=%s", getenv("DICTUM_FAULT_LIBRARY"));
        (void)snprintf(wanted, sizeof wanted, "DICTUM_TEST_FAULT=%s", fault != NULL ? fault : "");
        (void)snprintf(counted, sizeof counted, "DICTUM_TEST_FAULT_COUNT=%s", counts);
        arguments[count++] = "/usr/bin/env";
        arguments[count++] = preload;
        arguments[count++] = wanted;
        arguments[count++] = counted;
    }
    arguments[count++] = self->indexer;
    arguments[count++] = "--index";
    arguments[count++] = index;
    if (first != NULL)
        arguments[count++] = first;
    if (second != NULL)
        arguments[count++] = second;
    arguments[count++] = self->docs;
    arguments[count] = NULL;
    assert_true(process_run(arguments, NULL, result));
    if (calls != NULL)
        *calls = read_number(counts);
    free(counts);
}

void living_index_well(const living *self, const char *index, const char *first)
{
    process_result result;
    living_index(self, index, first, NULL, NULL, NULL, &result);
    if (result.status != 0)
        fail_msg("%s: the run ends with %d: %s", self->label, result.status, result.err);
    process_dispose(&result);
}

void living_take_found(const living *self, const char *out, living_found *found)
{
    memset(found, 0, sizeof *found);
    static const char key[] = "\"title\":\"k";
    for (const char *at = strstr(out, key); at != NULL; at = strstr(at + 1, key)) {
        char *end;
        unsigned long document = strtoul(at + sizeof key - 1, &end, 10);
        unsigned long version = strncmp(end, " v", 2) == 0 ? strtoul(end + 2, &end, 10) : LIVING_VERSIONS;
        if (*end != '"' || document >= LIVING_DOCUMENTS || version >= LIVING_VERSIONS)
            fail_msg("%s: an odd title: %.40s", self->label, at);
        found->times[document][version]++;
    }
}

int living_search(const living *self, const char *index, living_found *found)
{
    const char *const arguments[] = {self->searcher, "--index", index, "--format", "json",
                                     "--limit",      "1000",    WORD,  NULL};
    process_result result;
    memset(found, 0, sizeof *found);
    assert_true(process_run(arguments, NULL, &result));
    int status = result.status;
    char *stub = temp_path(index, "XAPIANDB");
    bool exists = access(stub, F_OK) == 0;
    free(stub);
    if (status > 1 && exists)
        fail_msg("%s: the search ends with %d: %s%s", self->label, status, result.out, result.err);
    if (status <= 1)
        living_take_found(self, result.out, found);
    process_dispose(&result);
    return status;
}

/* ---- what is to be found ----------------------------------------------------------------------------------------- */

static unsigned total(const living_found *found, unsigned document)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < LIVING_VERSIONS; i++)
        sum += found->times[document][i];
    return sum;
}

static bool document_is(const living_found *found, unsigned document, unsigned version)
{
    unsigned sum = total(found, document);
    return version == 0 ? sum == 0 : sum == 1 && found->times[document][version] == 1;
}

bool living_is(const living_found *found, const living_state *state)
{
    for (unsigned i = 0; i < LIVING_DOCUMENTS; i++)
        if (!document_is(found, i, state->versions[i]))
            return false;
    return true;
}

static void tell(const living *self, const living_found *found, unsigned document, unsigned before, unsigned after)
{
    char text[256] = "";
    for (unsigned i = 0, used = 0; i < LIVING_VERSIONS && used < sizeof text - 20; i++)
        if (found->times[document][i] > 0)
            used += (unsigned)snprintf(text + used, sizeof text - used, " v%u %u times", i,
                                       (unsigned)found->times[document][i]);
    fail_msg("%s: of document %u there is%s, not v%u or v%u", self->label, document,
             text[0] != '\0' ? text : " nothing", before, after);
}

void living_expect(const living *self, const living_found *found, const living_state *state)
{
    living_expect_between(self, found, state, state, false);
}

void living_expect_between(const living *self, const living_found *found, const living_state *before,
                           const living_state *after, bool both)
{
    for (unsigned i = 0; i < LIVING_DOCUMENTS; i++) {
        unsigned old = before->versions[i], new = after->versions[i], sum = total(found, i);
        bool one = document_is(found, i, old) || document_is(found, i, new);
        bool two = both && old != 0 && new != 0 && old != new &&sum == 2 && found->times[i][old] == 1 &&
                   found->times[i][new] == 1;
        if (!one && !two)
            tell(self, found, i, old, new);
    }
}

/* ---- folders ----------------------------------------------------------------------------------------------------- */

static void check(const living *self, const char *shard)
{
    const char *const arguments[] = {CHECKER, shard, NULL};
    process_result result;
    if (access(CHECKER, X_OK) != 0)
        return;
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("%s: xapian-check finds a fault with %s: %s%s", self->label, shard, result.out, result.err);
    process_dispose(&result);
}

void living_expect_tidy(const living *self, const char *index)
{
    char *stub = temp_path(index, "XAPIANDB");
    char named[8192] = "";
    FILE *file = fopen(stub, "r");
    assert_non_null(file);
    named[fread(named, 1, sizeof named - 1, file)] = '\0';
    (void)fclose(file);
    free(stub);
    DIR *dir = opendir(index);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, "XAPIANDB") == 0 ||
            strcmp(name, "lock") == 0)
            continue;
        if (strncmp(name, "g-", 2) != 0 || strstr(named, name) == NULL)
            fail_msg("%s: %s is left behind", self->label, name);
        char *shard = temp_path(index, name);
        check(self, shard);
        free(shard);
    }
    (void)closedir(dir);
}

void living_copy(const living *self, const char *from, const char *to)
{
    const char *const arguments[] = {"/bin/cp", "-a", from, to, NULL};
    process_result result;
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("%s: %s", self->label, result.err);
    process_dispose(&result);
}

void living_remove(const char *path)
{
    const char *const arguments[] = {"/bin/rm", "-rf", path, NULL};
    process_result result;
    assert_true(process_run(arguments, NULL, &result));
    process_dispose(&result);
}
