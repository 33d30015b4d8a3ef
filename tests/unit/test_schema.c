/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/schema.c: terms that fit and are never confused, ids, and which databases are taken for an index. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/utf8.h"
#include "lib/xapian_c/xap_write.h"

static void short_forms_become_terms_as_they_are(void **state)
{
    (void)state;
    dictum_buf term;
    dictum__buf_init(&term, 1000);
    dictum__buf_append_str(&term, "old");
    dictum__schema_term(&term, DICTUM__PREFIX_TITLE, DICTUM_SLICE("été"));
    assert_string_equal(term.data, "Sété");
    dictum__schema_term(&term, "", DICTUM_SLICE("x"));
    assert_string_equal(term.data, "x");
    dictum__schema_term(&term, DICTUM__PREFIX_TITLE, DICTUM_SLICE(""));
    assert_string_equal(term.data, "S");
    dictum__buf_dispose(&term);
}

/* A form of `len` bytes or a few less, of characters of `unit`. */
static dictum_slice long_form(char *room, size_t len, const char *unit)
{
    size_t one = strlen(unit), whole = len - len % one;
    for (size_t at = 0; at < whole; at++)
        room[at] = unit[at % one];
    return (dictum_slice){room, whole};
}

static void long_terms_fit_are_utf8_and_stay_different(void **state)
{
    (void)state;
    static const char *const units[] = {"x", "é", "€", "😀"};
    static const char *const prefixes[] = {"", "S", "XO"};
    dictum_buf term, other;
    dictum__buf_init(&term, 1000);
    dictum__buf_init(&other, 1000);
    char room[600];
    for (size_t u = 0; u < 4; u++) {
        for (size_t p = 0; p < 3; p++) {
            for (size_t len = 230; len < 270; len++) {
                dictum_slice form = long_form(room, len, units[u]);
                size_t whole = strlen(prefixes[p]) + form.len;
                dictum__schema_term(&term, prefixes[p], form);
                assert_true(term.len <= DICTUM__TERM_BYTES_MAX);
                assert_memory_equal(term.data, prefixes[p], strlen(prefixes[p]));
                assert_true(dictum__utf8_is_valid(dictum__buf_slice(&term)));
                if (whole <= DICTUM__TERM_BYTES_MAX) {
                    assert_int_equal(term.len, whole);
                    continue;
                }
                assert_true(term.len > DICTUM__TERM_BYTES_MAX - 4);
                assert_int_equal(term.data[term.len - 33], '\x01');
                assert_int_equal(strspn(term.data + term.len - 32, "0123456789abcdef"), 32);
                /* Another end of the form is another term; the shortened term as a form is another term too. */
                room[form.len - 1]++;
                dictum__schema_term(&other, prefixes[p], form);
                assert_string_not_equal(term.data, other.data);
                dictum_slice lookalike = {term.data + strlen(prefixes[p]), term.len - strlen(prefixes[p])};
                dictum__schema_term(&other, prefixes[p], lookalike);
                assert_string_not_equal(term.data, other.data);
            }
        }
    }
    dictum__buf_dispose(&term);
    dictum__buf_dispose(&other);
}

static void file_terms_and_ids_are_made_from_paths(void **state)
{
    (void)state;
    dictum_buf a, b;
    dictum__buf_init(&a, 1000);
    dictum__buf_init(&b, 1000);
    /* printf '/a/b.txt' | sha256sum */
    dictum__schema_file_term(&a, DICTUM_SLICE("/a/b.txt"));
    assert_string_equal(a.data, "XF3af167d37e3712f45bcc830edb5a2eb3");
    /* printf '/a/b.txt\0000' | sha256sum, its first ten bytes through base32 */
    dictum__schema_id(&a, DICTUM_SLICE("/a/b.txt"), 0);
    assert_string_equal(a.data, "hqtvxci6gql54efn");
    dictum__schema_id(&b, DICTUM_SLICE("/a/b.txt"), 1);
    assert_string_not_equal(a.data, b.data);
    dictum__schema_id(&a, DICTUM_SLICE("/a/b.txt1"), 1);
    dictum__schema_id(&b, DICTUM_SLICE("/a/b.txt"), 11);
    assert_string_not_equal(a.data, b.data);
    dictum__schema_id(&a, (dictum_slice){NULL, 0}, UINT64_MAX);
    assert_int_equal(a.len, 16);
    dictum__buf_dispose(&a);
    dictum__buf_dispose(&b);
}

/* A database on disk, in a folder that is removed with the fixture. */
typedef struct fixture {
    char path[64];
    xap_wdb *wdb;
} fixture;

static fixture shared;

static int start(void **state)
{
    (void)snprintf(shared.path, sizeof shared.path, "/tmp/dictum-test-schema-XXXXXX");
    if (!mkdtemp(shared.path) || xap_wdb_open(shared.path, XAP_CREATE_OR_OPEN, 0, &shared.wdb, NULL) != XAP_OK)
        return -1;
    *state = &shared;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int stop(void **state)
{
    fixture *f = *state;
    xap_wdb_free(f->wdb);
    return nftw(f->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void set(fixture *f, const char *key, const char *value)
{
    assert_int_equal(xap_wdb_set_metadata(f->wdb, key, strlen(key), value, strlen(value), NULL), XAP_OK);
}

static void assert_refused(fixture *f, dictum_status expected, const char *part)
{
    dictum_error err = {.code = DICTUM_OK};
    assert_int_equal(dictum__schema_check(xap_wdb_db(f->wdb), "/archive/index", &err), expected);
    assert_int_equal(err.code, expected);
    assert_non_null(strstr(err.text, "/archive/index"));
    assert_non_null(strstr(err.text, part));
}

static void borders_come_back_as_they_went_in(void **state)
{
    static const struct {
        uint32_t position;
        bool paragraph;
    } borders[] = {{1, true}, {2, false}, {65, false}, {66, true}, {20000, false}, {UINT32_MAX, true}};
    size_t count = sizeof borders / sizeof borders[0];
    uint32_t position = 0;
    bool paragraph;
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 1000);
    for (size_t i = 0; i < count; i++)
        dictum__schema_add_border(&buf, &position, borders[i].position, borders[i].paragraph);
    dictum_slice rest = dictum__buf_slice(&buf);
    position = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(dictum__schema_take_border(&rest, &position, &paragraph));
        assert_int_equal(position, borders[i].position);
        assert_int_equal(paragraph, borders[i].paragraph);
    }
    assert_int_equal(rest.len, 0);
    assert_false(dictum__schema_take_border(&rest, &position, &paragraph));
    dictum__buf_dispose(&buf);
}

static void a_border_that_is_none_is_refused(void **state)
{
    static const char *const wrong[] = {"\x01" /* moves by nothing */, "\xFF" /* cut off */,
                                        "\xFE\xFF\xFF\xFF\xFF\x7F" /* beyond the last position */};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        dictum_slice rest = dictum__slice(wrong[i]);
        uint32_t position = 7;
        bool paragraph;
        assert_false(dictum__schema_take_border(&rest, &position, &paragraph));
    }
}

static void an_index_of_this_program_is_accepted(void **state)
{
    fixture *f = *state;
    set(f, DICTUM__META_FORMAT, "4");
    set(f, DICTUM__META_ANALYSIS, dictum__analysis_signature());
    dictum_error err;
    assert_int_equal(dictum__schema_check(xap_wdb_db(f->wdb), "/archive/index", &err), DICTUM_OK);
    assert_int_equal(dictum__schema_check(xap_wdb_db(f->wdb), "/archive/index", NULL), DICTUM_OK);
}

static void another_database_of_xapian_is_told_so(void **state)
{
    assert_refused(*state, DICTUM_NOT_FOUND, "not an index made by dictum");
}

static void another_format_is_refused_with_what_to_do(void **state)
{
    fixture *f = *state;
    set(f, DICTUM__META_ANALYSIS, dictum__analysis_signature());
    set(f, DICTUM__META_FORMAT, "5");
    assert_refused(f, DICTUM_VERSION, "use the later version");
    static const char *const older[] = {"3", "2", "1", "0"};
    for (size_t i = 0; i < sizeof older / sizeof older[0]; i++) {
        set(f, DICTUM__META_FORMAT, older[i]);
        assert_refused(f, DICTUM_VERSION, "run dictum-index --rebuild");
    }
    static const char *const wrong[] = {"one", "1 ", "-1", "1\n", "4294967297000"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        set(f, DICTUM__META_FORMAT, wrong[i]);
        assert_refused(f, DICTUM_CORRUPT, "index the documents again into a new folder");
    }
}

static void another_analysis_is_refused_with_what_to_do(void **state)
{
    fixture *f = *state;
    set(f, DICTUM__META_FORMAT, "4");
    assert_refused(f, DICTUM_VERSION, "run dictum-index --rebuild");
    set(f, DICTUM__META_ANALYSIS, "rules 0");
    assert_refused(f, DICTUM_VERSION, "'rules 0'");
    assert_refused(f, DICTUM_VERSION, dictum__analysis_signature());
}

static void what_to_do_is_said_however_long_path_and_signature_are(void **state)
{
    fixture *f = *state;
    char path[4000], signature[500];
    (void)long_form(path, sizeof path - 1, "é");
    path[sizeof path - 2] = '\0';
    memset(signature, 's', sizeof signature - 1);
    signature[sizeof signature - 1] = '\0';
    static const char *const formats[] = {"2", "0", "none"};
    static const char *const advices[] = {"run dictum-index --rebuild", "run dictum-index --rebuild",
                                          "index the documents again into a new folder"};
    set(f, DICTUM__META_ANALYSIS, signature);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        dictum_error err;
        set(f, DICTUM__META_FORMAT, formats[i]);
        assert_int_not_equal(dictum__schema_check(xap_wdb_db(f->wdb), path, &err), DICTUM_OK);
        size_t len = strlen(err.text), advice_bytes = strlen(advices[i]);
        assert_true(len > advice_bytes);
        assert_string_equal(err.text + len - advice_bytes, advices[i]);
        assert_non_null(strstr(err.text, "the index …é"));
        assert_null(strchr(err.text, '?'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_forms_become_terms_as_they_are),
        cmocka_unit_test(long_terms_fit_are_utf8_and_stay_different),
        cmocka_unit_test(file_terms_and_ids_are_made_from_paths),
        cmocka_unit_test(borders_come_back_as_they_went_in),
        cmocka_unit_test(a_border_that_is_none_is_refused),
        cmocka_unit_test_setup_teardown(an_index_of_this_program_is_accepted, start, stop),
        cmocka_unit_test_setup_teardown(another_database_of_xapian_is_told_so, start, stop),
        cmocka_unit_test_setup_teardown(another_format_is_refused_with_what_to_do, start, stop),
        cmocka_unit_test_setup_teardown(another_analysis_is_refused_with_what_to_do, start, stop),
        cmocka_unit_test_setup_teardown(what_to_do_is_said_however_long_path_and_signature_are, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
