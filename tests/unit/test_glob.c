/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Globs, against a matcher that tries everything, and against what the format promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/glob.h"
#include "tests/support/chance.h"

static bool matches(const char *glob, const char *below, bool is_folder)
{
    dictum_globs globs;
    dictum__globs_init(&globs);
    assert_null(dictum__glob_fault(dictum__slice(glob)));
    assert_true(dictum__globs_add(&globs, dictum__slice(glob)));
    bool is = dictum__globs_verdict(&globs, dictum__slice(below), is_folder) == DICTUM__GLOB_IGNORED;
    dictum__globs_dispose(&globs);
    return is;
}

static void each_sign_means_what_is_promised(void **state)
{
    (void)state;
    static const struct {
        const char *glob, *below;
        bool folder, expected;
    } cases[] = {
        {"a.txt", "a.txt", false, true},
        {"a.txt", "x/y/a.txt", false, true},
        {"a.txt", "a.txt/b", false, false},
        {"*.txt", "x/a.txt", false, true},
        {"*", "x/a", false, true},
        {"*", "x", true, true},
        {"a*b*c", "aXbXbc", false, true},
        {"a*b*c", "acb", false, false},
        {"a?c", "abc", false, true},
        {"a?c",
         "a\xC3\xA9"
         "c",
         false, true},
        {"a?c",
         "a\xFF"
         "c",
         false, true},
        {"a?c", "ac", false, false},
        {"??", "\xC3\xA9", false, false},
        {"[abc]x", "bx", false, true},
        {"[a-c]x", "dx", false, false},
        {"[!a-c]x", "dx", false, true},
        {"[^a-c]x", "ax", false, false},
        {"[]a]", "]", false, true},
        {"[a-]", "-", false, true},
        {"[\\]]", "]", false, true},
        {"[\xC3\xA0-\xC3\xAF]", "\xC3\xA9", false, true},
        {"\\*", "*", false, true},
        {"\\*", "a", false, false},
        {"\\!a", "!a", false, true},
        {"A", "a", false, false},
        {".*", ".x", false, true},
        {"drafts/", "drafts", true, true},
        {"drafts/", "drafts", false, false},
        {"drafts/", "x/drafts", true, true},
        {"/drafts", "drafts", true, true},
        {"/drafts", "x/drafts", true, false},
        {"a/b", "a/b", false, true},
        {"a/b", "x/a/b", false, false},
        {"a/*", "a/b", false, true},
        {"a/*", "a/b/c", false, false},
        {"**/b", "b", false, true},
        {"**/b", "x/y/b", false, true},
        {"**/b/c", "x/b/b/c", false, true},
        {"a/**", "a", true, false},
        {"a/**", "a/b/c", false, true},
        {"a/**/c", "a/c", false, true},
        {"a/**/c", "a/x/y/c", false, true},
        {"a/**/c", "a/x/y/d", false, false},
        {"/**", "x/y", false, true},
        {"a/**/", "a/b", true, true},
        {"a**b/c", "axxb/c", false, true},
        {"a**b/c", "ax/xb/c", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (matches(cases[i].glob, cases[i].below, cases[i].folder) != cases[i].expected) {
            fail_msg("\"%s\" on \"%s\"", cases[i].glob, cases[i].below);
        }
    }
}

static void the_last_that_matches_counts(void **state)
{
    (void)state;
    dictum_globs globs;
    dictum_slice glob;
    size_t at = 0;
    dictum__globs_init(&globs);
    assert_true(dictum__globs_add(&globs, DICTUM_SLICE("*.txt")));
    assert_true(dictum__globs_add(&globs, DICTUM_SLICE("!keep.txt")));
    assert_true(dictum__globs_add(&globs, DICTUM_SLICE("x/keep.txt")));
    assert_int_equal(dictum__globs_verdict(&globs, DICTUM_SLICE("a.txt"), false), DICTUM__GLOB_IGNORED);
    assert_int_equal(dictum__globs_verdict(&globs, DICTUM_SLICE("keep.txt"), false), DICTUM__GLOB_TAKEN_BACK);
    assert_int_equal(dictum__globs_verdict(&globs, DICTUM_SLICE("x/keep.txt"), false), DICTUM__GLOB_IGNORED);
    assert_int_equal(dictum__globs_verdict(&globs, DICTUM_SLICE("a.md"), false), DICTUM__GLOB_NOTHING);
    /* Said again, it is said last. */
    assert_true(dictum__globs_add(&globs, DICTUM_SLICE("*.txt")));
    assert_int_equal(globs.count, 3);
    assert_int_equal(dictum__globs_verdict(&globs, DICTUM_SLICE("keep.txt"), false), DICTUM__GLOB_IGNORED);
    assert_true(dictum__globs_next(&globs, &at, &glob));
    assert_true(dictum__slice_equal(glob, DICTUM_SLICE("!keep.txt")));
    dictum__globs_dispose(&globs);
}

static void a_list_has_a_limit(void **state)
{
    (void)state;
    dictum_globs globs;
    char glob[32];
    dictum__globs_init(&globs);
    for (int i = 0; i <= DICTUM__GLOBS_MAX; i++) {
        int length = snprintf(glob, sizeof glob, "%d", i);
        assert_int_equal(dictum__globs_add(&globs, (dictum_slice){glob, (size_t)length}), i < DICTUM__GLOBS_MAX);
    }
    dictum__globs_dispose(&globs);
}

static void what_is_no_glob_is_told(void **state)
{
    (void)state;
    static const char *const faulty[] = {"",      "!",    "/",    "!/",    "a//b",     "a//",  "./a",  "../a",
                                         "a/..",  "[ab",  "[",    "[]",    "[!]",      "a\\",  "a\\/", "[a/b]",
                                         "[b-a]", "a\tb", "\xFF", "[[:x]", "[[:x:]]a", "a/[b", "a/./b"};
    char longest[DICTUM__GLOB_BYTES_MAX + 2];
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        if (dictum__glob_fault(dictum__slice(faulty[i])) == NULL) {
            fail_msg("\"%s\" is taken for a glob", faulty[i]);
        }
    }
    memset(longest, 'a', sizeof longest);
    assert_null(dictum__glob_fault((dictum_slice){longest, DICTUM__GLOB_BYTES_MAX}));
    assert_non_null(dictum__glob_fault((dictum_slice){longest, DICTUM__GLOB_BYTES_MAX + 1}));
}

/* ---- the matcher that tries everything: bytes of ASCII, no sets but those of one or two letters --------------- */

static bool try_name(const char *glob, const char *name, size_t name_bytes)
{
    if (*glob == '\0' || *glob == '/') {
        return name_bytes == 0;
    }
    if (*glob == '*') {
        for (size_t taken = 0; taken <= name_bytes; taken++) {
            if (try_name(glob + 1, name + taken, name_bytes - taken)) {
                return true;
            }
        }
        return false;
    }
    if (name_bytes == 0) {
        return false;
    }
    if (*glob == '[') {
        bool others = glob[1] == '!';
        const char *end = strchr(glob + 1, ']');
        bool found = memchr(glob + 1 + others, *name, (size_t)(end - glob - 1 - others)) != NULL;
        return found != others && try_name(end + 1, name + 1, name_bytes - 1);
    }
    return (*glob == '?' || *glob == *name) && try_name(glob + 1, name + 1, name_bytes - 1);
}

/* Both are at the beginning of a part. */
static bool try_path(const char *glob, const char *path)
{
    size_t part = strcspn(glob, "/"), name = strcspn(path, "/");
    const char *glob_rest = glob + part + (glob[part] == '/'), *path_rest = path + name + (path[name] == '/');
    bool glob_ends = glob[part] == '\0', path_ends = path[name] == '\0';
    if (part == 2 && strncmp(glob, "**", 2) == 0) {
        if (glob_ends) {
            return true;
        }
        return try_path(glob_rest, path) || (!path_ends && try_path(glob, path_rest));
    }
    if (!try_name(glob, path, name) || glob_ends != path_ends) {
        return false;
    }
    return glob_ends || try_path(glob_rest, path_rest);
}

static bool try_all(const char *glob, const char *below, bool is_folder)
{
    char work[64];
    (void)snprintf(work, sizeof work, "%s", glob);
    size_t length = strlen(work);
    if (work[length - 1] == '/') {
        if (!is_folder) {
            return false;
        }
        work[length - 1] = '\0';
    }
    if (strchr(work, '/') == NULL) {
        const char *slash = strrchr(below, '/');
        const char *name = slash != NULL ? slash + 1 : below;
        return try_name(work, name, strlen(name));
    }
    return try_path(work[0] == '/' ? work + 1 : work, below);
}

static void make(chance *dice, const char *const *pieces, size_t count, size_t most, char out[64])
{
    size_t wanted = 1 + chance_below(dice, most);
    out[0] = '\0';
    for (size_t i = 0; i < wanted; i++) {
        size_t length = strlen(out);
        (void)snprintf(out + length, 64 - length, "%s", pieces[chance_below(dice, count)]);
    }
}

static void random_globs_match_as_if_everything_were_tried(void **state)
{
    (void)state;
    static const char *const glob_pieces[] = {"a", "b", "*", "?", "/", "**/", "/**", "/**/", "[ab]", "[!a]", "a", "b"};
    static const char *const path_pieces[] = {"a", "b", "/", "c", "a", "b"};
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    size_t matching = 0;
    for (int round = 0; round < 300000; round++) {
        char glob[64] = {0}, path[64] = {0};
        make(&dice, glob_pieces, sizeof glob_pieces / sizeof *glob_pieces, 7, glob);
        make(&dice, path_pieces, sizeof path_pieces / sizeof *path_pieces, 9, path);
        size_t end = strlen(path) - 1;
        if (dictum__glob_fault(dictum__slice(glob)) != NULL || strstr(path, "//") != NULL || path[0] == '/' ||
            path[end] == '/') {
            continue;
        }
        bool is_folder = chance_one_in(&dice, 2), expected = try_all(glob, path, is_folder);
        matching += expected;
        if (matches(glob, path, is_folder) != expected) {
            fail_msg("seed %ju: \"%s\" on \"%s\"", (uintmax_t)seed, glob, path);
        }
    }
    assert_true(matching > 1000);
}

/* Stars upon stars against a name that nearly matches: what takes exponential time elsewhere. */
static void time_is_bounded(void **state)
{
    (void)state;
    char glob[DICTUM__GLOB_BYTES_MAX + 1], path[4000];
    clock_t begun = clock();
    for (size_t i = 0; i < DICTUM__GLOB_BYTES_MAX; i++) {
        glob[i] = i % 2 == 0 ? '*' : 'a';
    }
    memcpy(glob + DICTUM__GLOB_BYTES_MAX - 1, "b", 2);
    memset(path, 'a', sizeof path);
    path[sizeof path - 1] = '\0';
    assert_false(matches(glob, path, false));
    for (size_t i = 0; i + 4 < DICTUM__GLOB_BYTES_MAX; i += 5) {
        memcpy(glob + i, "**/a/", 5);
    }
    glob[DICTUM__GLOB_BYTES_MAX - 4] = 'b';
    glob[DICTUM__GLOB_BYTES_MAX - 3] = '\0';
    for (size_t i = 1; i < sizeof path - 1; i += 2) {
        path[i] = '/';
    }
    path[sizeof path - 2] = 'a';
    assert_false(matches(glob, path, false));
    assert_true((clock() - begun) / CLOCKS_PER_SEC < 5);
}

static void random_bytes_are_refused_or_matched(void **state)
{
    (void)state;
    static const char signs[] = "a*?[]!^-\\/.\xC3\xA9\xFF";
    chance dice = chance_begin(chance_seed());
    for (int round = 0; round < 200000; round++) {
        size_t length = chance_below(&dice, 12);
        /* In memory of its own, so that a sanitizer sees a read past the end. */
        char *bytes = malloc(length + 1);
        assert_non_null(bytes);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = signs[chance_below(&dice, sizeof signs - 1)];
        }
        dictum_globs globs;
        dictum__globs_init(&globs);
        if (dictum__glob_fault((dictum_slice){bytes, length}) == NULL) {
            assert_true(dictum__globs_add(&globs, (dictum_slice){bytes, length}));
            (void)dictum__globs_verdict(&globs, DICTUM_SLICE("a/\xC3\xA9/\xFF"), true);
        }
        dictum__globs_dispose(&globs);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sign_means_what_is_promised),
        cmocka_unit_test(the_last_that_matches_counts),
        cmocka_unit_test(a_list_has_a_limit),
        cmocka_unit_test(what_is_no_glob_is_told),
        cmocka_unit_test(random_globs_match_as_if_everything_were_tried),
        cmocka_unit_test(time_is_bounded),
        cmocka_unit_test(random_bytes_are_refused_or_matched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
