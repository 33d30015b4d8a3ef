/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trial that decides whether databases are written in bulk, and what goes wrong in writing. That what is written is
 * right, tests/property/test_glass_same.c shows. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/glass/glass.h"
#include "lib/xapian_c/xap.h"
#include "tests/support/temp.h"

/* ---- a Xapian that is another ------------------------------------------------------------------------------------ */

static const char *version;
static bool other_wdf, other_data, fails;

const char *__real_xap_version(void);
const char *__wrap_xap_version(void);
const char *__wrap_xap_version(void)
{
    return version != NULL ? version : __real_xap_version();
}

xap_status __real_xap_postings_wdf(xap_postings *postings, uint32_t *wdf, xap_error *err);
xap_status __wrap_xap_postings_wdf(xap_postings *postings, uint32_t *wdf, xap_error *err);
xap_status __wrap_xap_postings_wdf(xap_postings *postings, uint32_t *wdf, xap_error *err)
{
    xap_status status = __real_xap_postings_wdf(postings, wdf, err);
    *wdf += other_wdf && *wdf == 500;
    return status;
}

xap_status __real_xap_doc_data(xap_doc *doc, const char **data, size_t *bytes, xap_error *err);
xap_status __wrap_xap_doc_data(xap_doc *doc, const char **data, size_t *bytes, xap_error *err);
xap_status __wrap_xap_doc_data(xap_doc *doc, const char **data, size_t *bytes, xap_error *err)
{
    if (fails) {
        *err = (xap_error){.code = XAP_CORRUPT, .text = "the test says so"};
        return XAP_CORRUPT;
    }
    xap_status status = __real_xap_doc_data(doc, data, bytes, err);
    *bytes -= other_data && *bytes > 600;
    return status;
}

static int setup(void **state)
{
    version = NULL;
    other_wdf = other_data = fails = false;
    *state = temp_new();
    return *state != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    temp_remove(*state);
    return 0;
}

/* Nothing is left in the folder in any case. */
static bool is_known(const char *folder, dictum_buf *why)
{
    bool known = false;
    dictum_error err;
    dictum_status status = dictum__glass_is_known(folder, &known, why, &err);
    if (status != DICTUM_OK) {
        fail_msg("%s", err.text);
    }
    char *trial = temp_path(folder, "trial");
    assert_int_not_equal(access(trial, F_OK), 0);
    free(trial);
    return known;
}

static void this_xapian_is_known(void **state)
{
    assert_true(is_known(*state, NULL));
}

static void another_version_is_not(void **state)
{
    dictum_buf why;
    dictum__buf_init(&why, 1000);
    version = "1.5.0";
    assert_false(is_known(*state, &why));
    assert_non_null(strstr(why.data, "1.5.0"));
    version = "2.1.4.0";
    assert_false(is_known(*state, &why));
    version = "1.4.99";
    assert_true(is_known(*state, NULL));
    dictum__buf_dispose(&why);
}

static void one_that_reads_otherwise_is_not(void **state)
{
    dictum_buf why;
    dictum__buf_init(&why, 1000);
    other_wdf = true;
    assert_false(is_known(*state, &why));
    other_wdf = false;
    other_data = true;
    assert_false(is_known(*state, &why));
    other_data = false;
    fails = true;
    assert_false(is_known(*state, &why));
    assert_non_null(strstr(why.data, "the test says so"));
    dictum__buf_dispose(&why);
}

static void a_workspace_that_is_missing_is_told(void **state)
{
    bool known = true;
    dictum_error err;
    char *folder = temp_path(*state, "missing");
    assert_int_equal(dictum__glass_is_known(folder, &known, NULL, &err), DICTUM_IO);
    assert_false(known);
    assert_non_null(strstr(err.text, folder));
    free(folder);
}

/* ---- what cannot be written -------------------------------------------------------------------------------------- */

typedef struct failing {
    dictum_glass *glass;
    dictum_error err;
    char *path;
} failing;

static void begin(failing *self, const char *folder)
{
    *self = (failing){.path = temp_path(folder, "database")};
    assert_int_equal(dictum__glass_new(&self->glass, self->path, NULL), DICTUM_OK);
}

static void end(failing *self)
{
    dictum__glass_free(self->glass);
    temp_remove(self->path);
}

static dictum_status add(failing *self, const char *term, size_t bytes, uint32_t wdf, size_t times)
{
    dictum_glass_term one = {.term = {term, bytes}, .wdf = wdf};
    dictum_glass_document document = {.terms = &one, .term_count = 1};
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < times && status == DICTUM_OK; i++) {
        status = dictum__glass_add(self->glass, &document, &self->err);
    }
    return status;
}

static void terms_have_limits(void **state)
{
    static char term[300];
    failing self;
    struct {
        char fill;
        size_t bytes;
        dictum_status expected;
    } cases[] = {{'x', 245, DICTUM_OK},
                 {'x', 246, DICTUM_LIMIT},
                 {'x', 0, DICTUM_LIMIT},
                 {'\0', 122, DICTUM_OK},
                 {'\0', 123, DICTUM_LIMIT}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memset(term, cases[i].fill, sizeof term);
        begin(&self, *state);
        assert_int_equal(add(&self, term, cases[i].bytes, 1, 1), cases[i].expected);
        end(&self);
    }
}

static void frequencies_have_limits(void **state)
{
    failing self;
    begin(&self, *state);
    assert_int_equal(add(&self, "a", 1, UINT32_MAX / 2, 2), DICTUM_OK);
    assert_int_equal(add(&self, "b", 1, UINT32_MAX, 1), DICTUM_OK);
    assert_int_equal(add(&self, "a", 1, 2, 1), DICTUM_LIMIT);
    end(&self);
    /* A document's length. */
    begin(&self, *state);
    dictum_glass_term terms[] = {{.term = {"a", 1}, .wdf = UINT32_MAX}, {.term = {"b", 1}, .wdf = 1}};
    dictum_glass_document document = {.terms = terms, .term_count = 2};
    assert_int_equal(dictum__glass_add(self.glass, &document, &self.err), DICTUM_LIMIT);
    end(&self);
}

static void metadata_have_limits(void **state)
{
    static char key[254];
    failing self;
    memset(key, 'k', sizeof key);
    begin(&self, *state);
    assert_int_equal(dictum__glass_set_metadata(self.glass, (dictum_slice){key, 253}, DICTUM_SLICE("v"), &self.err),
                     DICTUM_OK);
    assert_int_equal(dictum__glass_set_metadata(self.glass, (dictum_slice){key, 254}, DICTUM_SLICE("v"), &self.err),
                     DICTUM_LIMIT);
    assert_int_equal(dictum__glass_set_metadata(self.glass, (dictum_slice){key, 0}, DICTUM_SLICE("v"), &self.err),
                     DICTUM_LIMIT);
    assert_int_equal(dictum__glass_set_metadata(self.glass, (dictum_slice){key, 1}, DICTUM_SLICE(""), &self.err),
                     DICTUM_LIMIT);
    end(&self);
}

static void what_is_there_is_not_written_over(void **state)
{
    failing self;
    dictum_glass *second;
    begin(&self, *state);
    assert_int_equal(dictum__glass_new(&second, self.path, &self.err), DICTUM_IO);
    assert_null(second);
    assert_non_null(strstr(self.err.text, self.path));
    end(&self);
}

/* No file may grow beyond `bytes`. */
static void limit_files(rlim_t bytes, struct rlimit *before)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, before), 0);
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = before->rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_lack_of_room_is_told_with_the_file(void **state)
{
    static const rlim_t sizes[] = {0, 8192, 20000, 100000};
    struct rlimit before;
    failing self;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        begin(&self, *state);
        limit_files(sizes[i], &before);
        dictum_status status = DICTUM_OK;
        for (unsigned k = 0; k < 20000 && status == DICTUM_OK; k++) {
            char term[16] = {0};
            memcpy(term, &k, sizeof k);
            status = add(&self, term, 8, 1, 1);
        }
        if (status == DICTUM_OK) {
            status = dictum__glass_finish(self.glass, &self.err);
        }
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, DICTUM_IO);
        assert_non_null(strstr(self.err.text, ".glass"));
        end(&self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(this_xapian_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(another_version_is_not, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_reads_otherwise_is_not, setup, teardown),
        cmocka_unit_test_setup_teardown(a_workspace_that_is_missing_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(terms_have_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(frequencies_have_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(metadata_have_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_there_is_not_written_over, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lack_of_room_is_told_with_the_file, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
