/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/record.c: what is encoded comes back; what is hostile is refused without a byte being read outside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/record.h"
#include "lib/utf8.h"

#define MUTATIONS 50000

static const dictum_record full = {
    .id = {"id-1", 4},
    .path = {"/archive/a b.md", 15},
    .title = {"Ministry answers", 16},
    .date = {"2020-02-29", 10},
    .speaker = {"A. Speaker", 10},
    .source = {"", 0},
    .lang = {"en", 2},
    .url = {"https://example.org/1", 21},
    .type = {"markdown", 8},
    .extra = {"{\"x\":1}", 7},
    .text = {"First.\n\nSecond.", 15},
    .date_known = DICTUM__DATE_STATED,
    .title_known = DICTUM__TITLE_NAME,
    .part = 300,
};

/* The record's strings, for comparing all of them. */
#define FIELDS 11
static void fields_of(const dictum_record *record, dictum_slice fields[FIELDS])
{
    const dictum_slice all[FIELDS] = {record->id,      record->path,   record->title, record->date,
                                      record->speaker, record->source, record->lang,  record->url,
                                      record->type,    record->extra,  record->text};
    memcpy(fields, all, sizeof all);
}

static void assert_same(const dictum_record *a, const dictum_record *b)
{
    dictum_slice as[FIELDS], bs[FIELDS];
    fields_of(a, as);
    fields_of(b, bs);
    for (size_t i = 0; i < FIELDS; i++)
        assert_true(dictum__slice_equal(as[i], bs[i]));
    assert_int_equal(a->date_known, b->date_known);
    assert_int_equal(a->title_known, b->title_known);
    assert_int_equal(a->part, b->part);
}

static void what_is_encoded_comes_back(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 1 << 20);
    dictum_record back;
    dictum__record_encode(&full, &buf);
    assert_int_equal(dictum__record_decode(dictum__buf_slice(&buf), &back, NULL), DICTUM_OK);
    assert_same(&full, &back);

    /* A field with an empty value is there, one without a value is not. */
    assert_non_null(back.source.data);
    dictum_record bare = {.text = DICTUM_SLICE("only text")};
    dictum__buf_clear(&buf);
    dictum__record_encode(&bare, &buf);
    assert_int_equal(buf.len, 2 + 2 + bare.text.len);
    assert_int_equal(dictum__record_decode(dictum__buf_slice(&buf), &back, NULL), DICTUM_OK);
    assert_same(&bare, &back);
    assert_null(back.title.data);
    dictum__buf_dispose(&buf);
}

static dictum_status decode(dictum_slice bytes)
{
    dictum_record record;
    dictum_error err = {.code = DICTUM_OK};
    dictum_status status = dictum__record_decode(bytes, &record, &err);
    assert_int_equal(err.code, status);
    if (status != DICTUM_OK) {
        assert_true(strlen(err.text) > 10);
        assert_null(record.text.data);
    }
    return status;
}

static void damaged_records_are_refused(void **state)
{
    (void)state;
    assert_int_equal(decode((dictum_slice){NULL, 0}), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD0\x01")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD1")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x00")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x02x")), DICTUM_CORRUPT);
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x01\xFF")), DICTUM_CORRUPT);       /* not UTF-8 */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x01\x00")), DICTUM_CORRUPT);       /* NUL */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x01x\x0C\x01x")), DICTUM_CORRUPT); /* twice */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x05\x01\x03")), DICTUM_CORRUPT);       /* one byte known */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x05\x02\x04\x00")), DICTUM_CORRUPT);   /* no such date_known */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x05\x02\x00\x03")), DICTUM_CORRUPT);   /* no such title_known */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x04\x07"
                                         "2020-13")),
                     DICTUM_CORRUPT);                                                   /* no such month */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0D\x02\x01\x01")), DICTUM_CORRUPT); /* more than a part */
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x01x")), DICTUM_OK);
}

static void pages_are_told_by_their_beginnings(void **state)
{
    (void)state;
    dictum_record record = {.text = DICTUM_SLICE("one two three four")}, back;
    dictum_buf encoded;
    assert_int_equal(dictum__record_page(&record, 3), 0);
    record.pages = DICTUM_SLICE("\x00\x04\x00\x04"); /* at 0, 4, 4 (an empty one) and 8 */
    dictum__buf_init(&encoded, 1000);
    dictum__record_encode(&record, &encoded);
    assert_int_equal(dictum__record_decode(dictum__buf_slice(&encoded), &back, NULL), DICTUM_OK);
    assert_int_equal(dictum__record_page(&back, 0), 1);
    assert_int_equal(dictum__record_page(&back, 3), 1);
    assert_int_equal(dictum__record_page(&back, 4), 3);
    assert_int_equal(dictum__record_page(&back, 7), 3);
    assert_int_equal(dictum__record_page(&back, 8), 4);
    assert_int_equal(dictum__record_page(&back, 1000), 4);
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x01\x0C\x01x\x0E\x01\x80")), DICTUM_CORRUPT);
    dictum__buf_dispose(&encoded);
}

static void a_later_version_is_told_from_damage(void **state)
{
    (void)state;
    assert_int_equal(decode(DICTUM_SLICE("\xD1\x02whatever")), DICTUM_VERSION);
}

static void fields_of_a_later_writer_are_skipped(void **state)
{
    (void)state;
    dictum_record record;
    dictum_slice bytes = DICTUM_SLICE("\xD1\x01\x0F\x02\xFF\xFF\x0C\x01x\xE8\x07\x00");
    assert_int_equal(dictum__record_decode(bytes, &record, NULL), DICTUM_OK);
    assert_true(dictum__slice_equal(record.text, DICTUM_SLICE("x")));
}

static void what_could_not_be_decoded_is_not_written(void **state)
{
    (void)state;
    char *large = malloc(DICTUM__FIELD_BYTES_MAX + 1);
    assert_non_null(large);
    memset(large, 'x', DICTUM__FIELD_BYTES_MAX + 1);
    dictum_buf buf;
    dictum__buf_init(&buf, DICTUM__TEXT_BYTES_MAX);
    dictum_record record = {.title = {large, DICTUM__FIELD_BYTES_MAX}, .text = {large, DICTUM__FIELD_BYTES_MAX + 1}};
    dictum__record_encode(&record, &buf);
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);
    assert_int_equal(decode(dictum__buf_slice(&buf)), DICTUM_OK);

    dictum__buf_clear(&buf);
    record.title.len++;
    dictum__record_encode(&record, &buf);
    assert_int_equal(dictum__buf_status(&buf), DICTUM_LIMIT);

    dictum__buf_clear(&buf);
    dictum__buf_append_str(&buf, "\xD1\x01\x03");
    dictum__buf_append_counted(&buf, record.title);
    assert_int_equal(decode(dictum__buf_slice(&buf)), DICTUM_CORRUPT);
    dictum__buf_dispose(&buf);
    free(large);
}

static void dates_that_exist_are_told_from_others(void **state)
{
    (void)state;
    static const char *const right[] = {"0000",       "2020",       "2020-01",    "2020-12",
                                        "2020-02-29", "2000-02-29", "1900-02-28", "2019-04-30"};
    static const char *const wrong[] = {
        "",        "202",         "20200",      "2020-",      "2020-00",    "2020-13",    "2020/01",
        "2020-1",  "2020-01-00",  "2020-01-32", "2019-02-29", "1900-02-29", "2019-04-31", "2019-04-3",
        "20x0-01", "2019-04-30 ", "-019",       "2020-+1",    "2020-01-1x", "٢٠٢٠"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        assert_true(dictum__date_is_valid(dictum__slice(right[i])));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(dictum__date_is_valid(dictum__slice(wrong[i])));
    assert_false(dictum__date_is_valid((dictum_slice){NULL, 0}));
}

static void each_way_to_know_a_date_has_its_name(void **state)
{
    (void)state;
    assert_string_equal(dictum__date_known_name(DICTUM__DATE_STATED), "stated");
    assert_string_equal(dictum__date_known_name(DICTUM__DATE_NAME), "name");
    assert_string_equal(dictum__date_known_name(DICTUM__DATE_FILE), "file");
    assert_string_equal(dictum__date_known_name(DICTUM__DATE_NONE), "none");
}

/* xorshift64: the same on every machine for a seed. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A few random changes: bytes overwritten, taken out, put in, the end cut off. Returns the new length. */
static size_t mutate(char *bytes, size_t len, size_t room, uint64_t *seed)
{
    for (uint64_t changes = 1 + next_random(seed) % 4; changes > 0; changes--) {
        size_t at = len > 0 ? (size_t)(next_random(seed) % len) : 0;
        static const unsigned char favourites[] = {0x00, 0x01, 0x02, 0x05, 0x0C, 0x7F,
                                                   0x80, 0xC2, 0xE2, 0xED, 0xFF, 0xD1};
        uint64_t random = next_random(seed);
        char byte = (char)(random & 1 ? favourites[random / 2 % sizeof favourites] : (unsigned char)(random >> 8));
        switch (next_random(seed) % 4) {
        case 0:
            if (len > 0)
                bytes[at] = byte;
            break;
        case 1:
            if (len > 0)
                memmove(bytes + at, bytes + at + 1, --len - at);
            break;
        case 2:
            if (len < room) {
                memmove(bytes + at + 1, bytes + at, len++ - at);
                bytes[at] = byte;
            }
            break;
        default:
            len = next_random(seed) % 8 == 0 ? at : len;
            break;
        }
    }
    return len;
}

static void assert_sound(const dictum_record *record, const char *bytes, size_t len)
{
    dictum_slice fields[FIELDS];
    fields_of(record, fields);
    for (size_t i = 0; i < FIELDS; i++) {
        if (!fields[i].data)
            continue;
        assert_true(fields[i].data >= bytes && fields[i].data + fields[i].len <= bytes + len);
        assert_true(dictum__utf8_is_valid(fields[i]));
    }
    assert_true(!record->date.data || dictum__date_is_valid(record->date));
    assert_in_range(record->date_known, DICTUM__DATE_NONE, DICTUM__DATE_STATED);
    assert_in_range(record->title_known, DICTUM__TITLE_NONE, DICTUM__TITLE_STATED);
}

static void random_damage_is_refused_or_gives_a_sound_record(void **state)
{
    (void)state;
    const char *given = getenv("DICTUM_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu (DICTUM_TEST_SEED)\n", (unsigned long long)seed);
    seed = seed * 2 + 1;
    dictum_buf whole, again;
    dictum__buf_init(&whole, 1 << 20);
    dictum__buf_init(&again, 1 << 20);
    dictum__record_encode(&full, &whole);
    size_t accepted = 0;
    for (size_t i = 0; i < MUTATIONS; i++) {
        char work[512];
        memcpy(work, whole.data, whole.len);
        size_t len = mutate(work, whole.len, sizeof work, &seed);
        char *bytes = malloc(len > 0 ? len : 1); /* of its exact size, for the address sanitizer */
        assert_non_null(bytes);
        memcpy(bytes, work, len);
        dictum_record record, back;
        if (dictum__record_decode((dictum_slice){bytes, len}, &record, NULL) == DICTUM_OK) {
            accepted++;
            assert_sound(&record, bytes, len);
            dictum__buf_clear(&again);
            dictum__record_encode(&record, &again);
            assert_int_equal(dictum__record_decode(dictum__buf_slice(&again), &back, NULL), DICTUM_OK);
            assert_same(&record, &back);
        }
        free(bytes);
    }
    /* Neither everything nor nothing: the changes reach both sides. */
    assert_in_range(accepted, MUTATIONS / 100, MUTATIONS * 9 / 10);
    dictum__buf_dispose(&whole);
    dictum__buf_dispose(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_encoded_comes_back),
        cmocka_unit_test(damaged_records_are_refused),
        cmocka_unit_test(pages_are_told_by_their_beginnings),
        cmocka_unit_test(a_later_version_is_told_from_damage),
        cmocka_unit_test(fields_of_a_later_writer_are_skipped),
        cmocka_unit_test(what_could_not_be_decoded_is_not_written),
        cmocka_unit_test(dates_that_exist_are_told_from_others),
        cmocka_unit_test(each_way_to_know_a_date_has_its_name),
        cmocka_unit_test(random_damage_is_refused_or_gives_a_sound_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
