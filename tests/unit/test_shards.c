/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stub files, lists of what is to be retired, and what is retired. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/schema.h"
#include "lib/shards.h"
#include "lib/xapian_c/xap_write.h"
#include "tests/support/temp.h"

#define ONE "g-0000000000000001"
#define TWO "g-00000000000000ab"
#define SIX "g-fedcba9876543210"

static bool parse(const char *stub, dictum_shard_list *list)
{
    return dictum__shard_list_parse(dictum__slice(stub), list);
}

static void only_sixteen_hexadecimal_digits_are_a_name(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "g-",
                                        "g-000000000000000",
                                        "g-00000000000000011",
                                        "g-000000000000000G",
                                        "g-00000000000000AB",
                                        "h-0000000000000001",
                                        "G-0000000000000001",
                                        "g_0000000000000001",
                                        "g-00000000000000/1",
                                        "g-0000000000000001 ",
                                        " g-0000000000000001"};
    assert_true(dictum__shard_is_name(ONE));
    assert_true(dictum__shard_is_name(SIX));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (dictum__shard_is_name(wrong[i]))
            fail_msg("“%s” is a name", wrong[i]);
}

static void a_stub_is_read_as_it_was_written(void **state)
{
    (void)state;
    dictum_shard_list list, again;
    dictum_buf stub;
    dictum__buf_init(&stub, DICTUM__STUB_BYTES_MAX + 1);
    assert_true(parse("auto " TWO "\nauto " ONE "\nauto " SIX "\n", &list));
    assert_int_equal(list.count, 3);
    assert_string_equal(list.names[0].text, TWO);
    assert_string_equal(list.names[2].text, SIX);
    dictum__shard_list_write(&list, &stub);
    assert_string_equal(stub.data, "auto " TWO "\nauto " ONE "\nauto " SIX "\n");
    assert_int_equal(dictum__shard_list_find(&list, DICTUM_SLICE(ONE)), 1);
    assert_int_equal(dictum__shard_list_find(&list, DICTUM_SLICE("g-0000000000000009")), SIZE_MAX);
    assert_int_equal(dictum__shard_list_find(&list, DICTUM_SLICE("")), SIZE_MAX);
    assert_true(parse("auto " ONE, &again)); /* without a line's end */
    assert_int_equal(again.count, 1);
    dictum__buf_dispose(&stub);
}

static void as_many_shards_as_an_index_may_have_fill_a_stub_and_one_more_is_refused(void **state)
{
    (void)state;
    dictum_shard_list list = {.count = DICTUM__SHARDS_MAX}, again;
    dictum_buf stub;
    dictum__buf_init(&stub, DICTUM__STUB_BYTES_MAX * 2);
    for (size_t i = 0; i < list.count; i++)
        (void)snprintf(list.names[i].text, sizeof list.names[i].text, "g-%016zx", i);
    dictum__shard_list_write(&list, &stub);
    assert_int_equal(stub.len, DICTUM__STUB_BYTES_MAX);
    assert_true(dictum__shard_list_parse(dictum__buf_slice(&stub), &again));
    assert_int_equal(again.count, DICTUM__SHARDS_MAX);
    assert_string_equal(again.names[DICTUM__SHARDS_MAX - 1].text, "g-000000000000007f");
    dictum__buf_append_str(&stub, "auto " SIX "\n");
    assert_false(dictum__shard_list_parse(dictum__buf_slice(&stub), &again));
    dictum__buf_dispose(&stub);
}

static void what_others_wrote_is_no_stub_of_ours(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "\n",
                                         "auto ",
                                         "auto\n",
                                         "auto g-1\n",
                                         "auto /srv/index\n",
                                         "auto ../" ONE "\n",
                                         "auto  " ONE "\n",
                                         "auto " ONE "/\n",
                                         "auto " ONE " \n",
                                         "auto " ONE "\r\n",
                                         "auto " ONE "\n\n",
                                         "\nauto " ONE "\n",
                                         "# ours\nauto " ONE "\n",
                                         "glass " ONE "\n",
                                         "Auto " ONE "\n",
                                         ONE "\n",
                                         "remote localhost:1\n",
                                         "auto " ONE "\nremote localhost:1\n",
                                         "auto " ONE "\nauto " ONE "\n",
                                         "auto " ONE "\nauto " TWO "\nauto " ONE};
    dictum_shard_list list;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (parse(others[i], &list))
            fail_msg("“%s” is a stub of ours", others[i]);
    static const char zero[] = "auto " ONE "\0\nauto " TWO "\n";
    assert_false(dictum__shard_list_parse((dictum_slice){zero, sizeof zero - 1}, &list));
    assert_false(dictum__shard_list_parse((dictum_slice){NULL, 0}, &list));
}

/* What is read of a list, as "name:docid,docid,; name:". */
static const char *reading(dictum_slice list)
{
    static char text[512];
    dictum_slice name, docids;
    size_t used = 0;
    text[0] = '\0';
    while (used < sizeof text && dictum__retiring_next(&list, &name, &docids)) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s:", used > 0 ? "; " : "", (int)name.len,
                                 name.data);
        for (uint32_t docid; used < sizeof text && (docid = dictum__retiring_docid(&docids)) != 0;)
            used += (size_t)snprintf(text + used, sizeof text - used, "%u,", (unsigned)docid);
    }
    return text;
}

static void a_list_of_what_is_to_be_retired_is_read_line_by_line(void **state)
{
    (void)state;
    assert_string_equal(reading(DICTUM_SLICE(ONE " 7 12 3\n" SIX " 4294967295\n")),
                        ONE ":7,12,3,; " SIX ":4294967295,");
    assert_string_equal(reading(DICTUM_SLICE(ONE " 7\n" TWO " 8")), ONE ":7,; " TWO ":8,"); /* cut at the end */
    assert_string_equal(reading(DICTUM_SLICE("")), "");
    assert_string_equal(reading((dictum_slice){NULL, 0}), "");
}

static void a_list_that_is_none_ends_where_it_goes_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *list, *read;
    } cases[] = {
        {"\n" ONE " 7\n", ""},
        {"-", ""},
        {ONE, ""},
        {ONE "\n" TWO " 8\n", ""},
        {"h-0000000000000001 7\n", ""},
        {"../0000000000000001 7\n", ""},
        {ONE " 7\ngarbage\n" TWO " 8\n", ONE ":7,"},
        {ONE "x 7\n", ONE ":"},
        {ONE "7\n", ONE ":"},
        {ONE " \n", ONE ":"},
        {ONE " 0 7\n", ONE ":"},
        {ONE " -7\n", ONE ":"},
        {ONE " +7\n", ONE ":"},
        {ONE " 5  7\n", ONE ":5,"},
        {ONE " 5\t7\n", ONE ":5,"},
        {ONE " 5x 7\n", ONE ":5,"},
        {ONE " 5 4294967296 7\n", ONE ":5,"},
        {ONE " 5 18446744073709551617 7\n", ONE ":5,"},
        {ONE " 99999999999999999999999999999999999999999999999999 7\n" TWO " 8\n", ONE ":; " TWO ":8,"},
        {ONE " 00000000000000000000000000000000000000000000000007\n", ONE ":7,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *read = reading(dictum__slice(cases[i].list));
        if (strcmp(read, cases[i].read) != 0)
            fail_msg("“%s” is read as “%s”", cases[i].list, read);
    }
    static const char zero[] = ONE " 5\0 7\n" TWO " 8\n";
    assert_string_equal(reading((dictum_slice){zero, sizeof zero - 1}), ONE ":5,; " TWO ":8,");
}

static void a_statement_is_retired_once_it_has_the_value(void **state)
{
    (void)state;
    xap_error xerr;
    xap_wdb *wdb;
    xap_doc *doc;
    xap_db *db;
    uint32_t docid;
    bool retired;
    char *folder = temp_new();
    char *path = temp_path(folder, ONE);
    assert_int_equal(xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &wdb, &xerr), XAP_OK);
    assert_int_equal(xap_doc_new(&doc, &xerr), XAP_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(xap_wdb_add_document(wdb, doc, &docid, &xerr), XAP_OK);
    xap_doc_free(doc);
    assert_int_equal(xap_wdb_commit(wdb, &xerr), XAP_OK);
    assert_int_equal(xap_db_open(path, &db, &xerr), XAP_OK);
    assert_int_equal(dictum__shard_is_retired(db, 2, &retired, &xerr), XAP_OK);
    assert_false(retired);
    assert_int_equal(xap_wdb_set_value(wdb, 2, DICTUM__SLOT_RETIRED, DICTUM__RETIRED, strlen(DICTUM__RETIRED), &xerr),
                     XAP_OK);
    assert_int_equal(xap_wdb_commit(wdb, &xerr), XAP_OK);
    xap_wdb_free(wdb);
    xap_db_free(db);
    assert_int_equal(xap_db_open(path, &db, &xerr), XAP_OK);
    assert_int_equal(dictum__shard_is_retired(db, 2, &retired, &xerr), XAP_OK);
    assert_true(retired);
    assert_int_equal(dictum__shard_is_retired(db, 1, &retired, &xerr), XAP_OK);
    assert_false(retired);
    retired = true;
    assert_int_equal(dictum__shard_is_retired(db, 3, &retired, &xerr), XAP_NOT_FOUND);
    assert_false(retired);
    xap_db_free(db);
    free(path);
    temp_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_sixteen_hexadecimal_digits_are_a_name),
        cmocka_unit_test(a_stub_is_read_as_it_was_written),
        cmocka_unit_test(as_many_shards_as_an_index_may_have_fill_a_stub_and_one_more_is_refused),
        cmocka_unit_test(what_others_wrote_is_no_stub_of_ours),
        cmocka_unit_test(a_list_of_what_is_to_be_retired_is_read_line_by_line),
        cmocka_unit_test(a_list_that_is_none_ends_where_it_goes_wrong),
        cmocka_unit_test(a_statement_is_retired_once_it_has_the_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
