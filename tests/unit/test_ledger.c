/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger: encoding, keys, and the list in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/ledger.h"
#include "lib/schema.h"

static const dictum_ledger_entry example = {
    .path = {"/archive/2020/\xff.txt", 19},
    .signature = {UINT64_MAX, INT64_MIN, 77},
    .status = DICTUM__FILE_PROBLEM,
    .readers = 3,
    .statements = 12,
    .problems = 2,
    .skipped = 9,
    .settings = UINT64_MAX - 1,
    .reasons = {"line 1: no\nline 2: no", 21},
    .skip_reasons = {"member\tan image", 15},
};

static void an_entry_comes_back_as_it_went(void **state)
{
    (void)state;
    dictum_buf bytes;
    dictum_ledger_entry entry;
    dictum__buf_init(&bytes, 65536);
    dictum__ledger_encode(&bytes, &example);
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, NULL), DICTUM_OK);
    assert_true(dictum__slice_equal(entry.path, example.path));
    assert_true(dictum__slice_equal(entry.reasons, example.reasons));
    assert_true(dictum__slice_equal(entry.skip_reasons, example.skip_reasons));
    assert_true(entry.settings == example.settings);
    assert_int_equal(entry.skipped, 9);
    assert_true(dictum__signature_equal(&entry.signature, &example.signature));
    assert_int_equal(entry.status, example.status);
    assert_int_equal(entry.readers, 3);
    assert_int_equal(entry.statements, 12);
    assert_int_equal(entry.problems, 2);
    const int64_t times[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        dictum_ledger_entry timed = example;
        timed.signature.mtime_ns = times[i];
        dictum__ledger_encode(&bytes, &timed);
        assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, NULL), DICTUM_OK);
        assert_true(entry.signature.mtime_ns == times[i]);
    }
    dictum__buf_dispose(&bytes);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    dictum_buf bytes;
    dictum_ledger_entry entry;
    dictum_error err;
    dictum__buf_init(&bytes, 65536);
    dictum__ledger_encode(&bytes, &example);
    for (size_t length = 0; length < bytes.len; length++) {
        /* In memory of its own, so that a sanitizer sees a read past the end. */
        char *cut = malloc(length + 1);
        assert_non_null(cut);
        memcpy(cut, bytes.data, length);
        char *exact = realloc(cut, length > 0 ? length : 1);
        assert_int_equal(dictum__ledger_decode((dictum_slice){exact, length}, &entry, &err), DICTUM_CORRUPT);
        free(exact);
    }
    dictum__buf_append_char(&bytes, 'x');
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, &err), DICTUM_CORRUPT);
    bytes.data[0] = 3;
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, &err), DICTUM_VERSION);
    dictum_ledger_entry relative = example;
    relative.path = DICTUM_SLICE("archive");
    dictum__ledger_encode(&bytes, &relative);
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, &err), DICTUM_CORRUPT);
    relative.path = DICTUM_SLICE("/a\0b");
    dictum__ledger_encode(&bytes, &relative);
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, &err), DICTUM_CORRUPT);
    dictum__buf_dispose(&bytes);
}

/* Entries of version 1: which varints and strings they have is written down here, not taken from the encoder. */
static void entries_of_the_first_version_are_understood(void **state)
{
    (void)state;
    dictum_ledger_entry entry;
    static const char skipped[] = "\x01\x0A\x14\x4D\x01\x01\x00\x00\x08"
                                  "an image\x06/a.png";
    static const char broken[] = "\x01\x0A\x13\x4D\x02\x01\x03\x01\x07"
                                 "no text\x02/b";
    assert_int_equal(dictum__ledger_decode((dictum_slice){skipped, sizeof skipped - 1}, &entry, NULL), DICTUM_OK);
    assert_true(dictum__slice_equal(entry.path, DICTUM_SLICE("/a.png")));
    assert_int_equal(entry.status, DICTUM__FILE_SKIPPED);
    assert_int_equal(entry.signature.size_bytes, 10);
    assert_int_equal(entry.signature.mtime_ns, 10);
    assert_int_equal(entry.skipped, 1);
    assert_true(dictum__slice_equal(entry.skip_reasons, DICTUM_SLICE("an image")));
    assert_int_equal(entry.reasons.len, 0);
    assert_int_equal(entry.settings, 0);
    assert_int_equal(dictum__ledger_decode((dictum_slice){broken, sizeof broken - 1}, &entry, NULL), DICTUM_OK);
    assert_int_equal(entry.status, DICTUM__FILE_PROBLEM);
    assert_int_equal(entry.signature.mtime_ns, -10);
    assert_int_equal(entry.statements, 3);
    assert_int_equal(entry.problems, 1);
    assert_true(dictum__slice_equal(entry.reasons, DICTUM_SLICE("no text")));
    assert_int_equal(entry.skipped, 0);
    assert_int_equal(entry.settings, 0);
    /* One more byte is no entry of it. */
    assert_int_equal(dictum__ledger_decode((dictum_slice){broken, sizeof broken}, &entry, NULL), DICTUM_CORRUPT);
}

static void too_many_reasons_are_cut(void **state)
{
    (void)state;
    static char reasons[3 * DICTUM__LEDGER_REASON_MAX];
    dictum_buf bytes;
    dictum_ledger_entry entry = example;
    memset(reasons, 'r', sizeof reasons);
    entry.reasons = entry.skip_reasons = (dictum_slice){reasons, sizeof reasons};
    dictum__buf_init(&bytes, 65536);
    dictum__ledger_encode(&bytes, &entry);
    assert_int_equal(dictum__ledger_decode(dictum__buf_slice(&bytes), &entry, NULL), DICTUM_OK);
    assert_int_equal(entry.reasons.len, DICTUM__LEDGER_REASON_MAX);
    assert_int_equal(entry.skip_reasons.len, DICTUM__LEDGER_REASON_MAX);
    dictum__buf_dispose(&bytes);
}

static void keys_fit_and_differ(void **state)
{
    (void)state;
    char path[1000];
    dictum_buf key, other, prefix;
    dictum__buf_init(&key, 4096);
    dictum__buf_init(&other, 4096);
    dictum__buf_init(&prefix, 4096);
    memset(path, 'p', sizeof path);
    path[0] = '/';
    for (size_t length = 1; length + 1 < sizeof path; length++) {
        dictum__ledger_key(&key, DICTUM__META_FILE, (dictum_slice){path, length});
        dictum__ledger_key(&other, DICTUM__META_FILE, (dictum_slice){path, length + 1});
        assert_true(key.len <= 200);
        assert_false(dictum__slice_equal(dictum__buf_slice(&key), dictum__buf_slice(&other)));
        dictum__ledger_key(&other, DICTUM__META_PLACE, (dictum_slice){path, length});
        assert_true(other.len <= 200);
        assert_false(dictum__slice_equal(dictum__buf_slice(&key), dictum__buf_slice(&other)));
        dictum__ledger_prefix_hashed(&prefix, DICTUM__META_FILE);
        bool hashed = strncmp(key.data, prefix.data, prefix.len) == 0;
        /* One that is not hashed is found by the prefix of each folder above it. */
        dictum__ledger_prefix(&prefix, DICTUM__META_FILE, (dictum_slice){path, length / 2});
        assert_true(hashed || (key.len >= prefix.len && memcmp(key.data, prefix.data, prefix.len) == 0));
    }
    dictum__buf_dispose(&key);
    dictum__buf_dispose(&other);
    dictum__buf_dispose(&prefix);
}

static void a_path_is_under_its_folders_only(void **state)
{
    (void)state;
    assert_true(dictum__path_is_under(DICTUM_SLICE("/a/b"), DICTUM_SLICE("/a/b")));
    assert_true(dictum__path_is_under(DICTUM_SLICE("/a/b/c"), DICTUM_SLICE("/a/b")));
    assert_true(dictum__path_is_under(DICTUM_SLICE("/a"), DICTUM_SLICE("/")));
    assert_false(dictum__path_is_under(DICTUM_SLICE("/a/bc"), DICTUM_SLICE("/a/b")));
    assert_false(dictum__path_is_under(DICTUM_SLICE("/a"), DICTUM_SLICE("/a/b")));
}

static void add(dictum_ledger *ledger, const char *path)
{
    dictum_ledger_entry entry = example;
    entry.path = dictum__slice(path);
    assert_int_equal(dictum__ledger_add(ledger, &entry, NULL), DICTUM_OK);
}

static void entries_are_found_and_held_once(void **state)
{
    (void)state;
    dictum_ledger ledger, other;
    dictum__ledger_init(&ledger);
    dictum__ledger_init(&other);
    assert_null(dictum__ledger_find(&ledger, DICTUM_SLICE("/a")));
    add(&ledger, "/b");
    add(&ledger, "/a/x");
    add(&ledger, "/a");
    add(&ledger, "/b");
    dictum__ledger_sort(&ledger);
    assert_int_equal(ledger.count, 3);
    assert_non_null(dictum__ledger_find(&ledger, DICTUM_SLICE("/b")));
    assert_null(dictum__ledger_find(&ledger, DICTUM_SLICE("/c")));
    assert_int_equal(dictum__ledger_lower_bound(&ledger, DICTUM_SLICE("/a/")), 1);
    add(&other, "/a/x");
    add(&other, "/z");
    dictum__ledger_sort(&other);
    dictum__ledger_subtract(&ledger, &other);
    assert_int_equal(ledger.count, 2);
    assert_null(dictum__ledger_find(&ledger, DICTUM_SLICE("/a/x")));
    dictum__ledger_dispose(&ledger);
    dictum__ledger_dispose(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_comes_back_as_it_went),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(entries_of_the_first_version_are_understood),
        cmocka_unit_test(too_many_reasons_are_cut),
        cmocka_unit_test(keys_fit_and_differ),
        cmocka_unit_test(a_path_is_under_its_folders_only),
        cmocka_unit_test(entries_are_found_and_held_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
