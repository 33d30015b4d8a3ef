/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Charsets: that the same sentence comes out of every encoding of it, declared or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/ucnv.h>

#include "test_read_scene.h"

/* Enough for a detector; each in its language. */
static const char russian[] = "Министерство сообщает, что переговоры о поставках "
                              "зерна завершены и что новое соглашение вступит в силу "
                              "после подписания обеими сторонами.";
#define JAPANESE                                                                                                       \
    "港湾局は、沿岸の防波堤の修理について、住民の皆さまに次のとおりお知らせします。工事は来月から始まります。"
#define CHINESE "港务局今日就沿海防波堤的维修工程发表声明，工程将于下月开始，预计持续三个月，请居民留意相关安排。"
static const char korean[] = "항만청은 해안 방파제 보수 공사에 대하여 다음과 같이 발표합니다. "
                             "공사는 다음 달에 시작됩니다.";
static const char french[] = "La régie a décidé que les péniches arrêtées près de l'écluse seront libérées dès la fin "
                             "de la journée.";
static const char czech[] = "Přístavní úřad oznámil, že oprava vlnolamu začne příští měsíc a že veškeré služby "
                            "zůstanou zachovány.";

/* `text` (UTF-8) in another charset, repeated; to be freed. */
static char *encoded(const char *charset, const char *text, size_t times, size_t *count)
{
    char *whole = repeated("", text, times, "\n");
    size_t room = strlen(whole) * 4 + 16;
    char *out = malloc(room);
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = ucnv_convert(charset, "UTF-8", out, (int32_t)room, whole, -1, &status);

    assert_true(U_SUCCESS(status));
    *count = (size_t)length;
    free(whole);
    return out;
}

static void expect_undeclared(read_scene *scene, const char *charset, const char *text)
{
    size_t count;
    char *bytes = encoded(charset, text, 5, &count);

    read_bytes(scene, "statement.txt", bytes, count);
    assert_int_equal(scene->statements, 1);
    if (strstr(scene->found[0].text, text) != scene->found[0].text) {
        fail_msg("%s: %s", charset, scene->found[0].text);
    }
    free(bytes);
}

static void undeclared_charsets_are_detected(void **state)
{
    expect_undeclared(*state, "UTF-8", russian);
    expect_undeclared(*state, "KOI8-R", russian);
    expect_undeclared(*state, "windows-1251", russian);
    expect_undeclared(*state, "Shift_JIS", JAPANESE);
    expect_undeclared(*state, "EUC-JP", JAPANESE);
    expect_undeclared(*state, "ISO-2022-JP", JAPANESE);
    expect_undeclared(*state, "GB18030", CHINESE);
    expect_undeclared(*state, "EUC-KR", korean);
    expect_undeclared(*state, "windows-1252", french);
    expect_undeclared(*state, "ISO-8859-2", czech);
}

/* Each of many characters that stand far from each other is one of Latin letters, whatever a detector makes of it. */
static void characters_that_stand_alone_are_latin(void **state)
{
    char *text = repeated("", "the number of words that stand here as they stood at \xBAs ", 40, "\n");

    read_bytes(*state, "statement.txt", text, strlen(text));
    assert_int_equal(((read_scene *)*state)->statements, 1);
    assert_non_null(strstr(((read_scene *)*state)->found[0].text, "at ºs the"));
    free(text);
}

static void byte_order_marks_decide(void **state)
{
    static const struct {
        const char *charset, *mark;
        size_t len;
    } marks[] = {{"UTF-16LE", "\xFF\xFE", 2},
                 {"UTF-16BE", "\xFE\xFF", 2},
                 {"UTF-32LE", "\xFF\xFE\0\0", 4},
                 {"UTF-32BE", "\0\0\xFE\xFF", 4},
                 {"UTF-8", "\xEF\xBB\xBF", 3}};
    read_scene *scene = *state;

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        size_t count;
        char *body = encoded(marks[i].charset, russian, 1, &count);
        char *bytes = malloc(count + marks[i].len);
        memcpy(bytes, marks[i].mark, marks[i].len);
        memcpy(bytes + marks[i].len, body, count);
        read_bytes(scene, "statement", bytes, count + marks[i].len);
        assert_int_equal(scene->statements, 1);
        assert_string_equal(scene->found[0].text, russian);
        free(bytes);
        free(body);
    }
}

static void expect_declared(read_scene *scene, const char *charset, const char *label_markup, const char *text)
{
    size_t count;
    char *body = encoded(charset, text, 1, &count);
    dictum_buf bytes;

    dictum__buf_init(&bytes, 100000);
    dictum__buf_append_str(&bytes, label_markup);
    dictum__buf_append(&bytes, body, count);
    read_bytes(scene, "page.html", bytes.data, bytes.len);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].text, text);
    dictum__buf_dispose(&bytes);
    free(body);
}

static void declared_charsets_are_believed(void **state)
{
    expect_declared(*state, "windows-31j", "<html><meta charset=Shift_JIS><body>", "防波堤");
    expect_declared(*state, "GB18030",
                    "<html><meta http-equiv='Content-Type' content='text/html; charset=gb2312'><body>", "防波堤");
    expect_declared(*state, "KOI8-R", "<?xml version='1.0' encoding='koi8-r'?><html><body>", "Да");
    expect_declared(*state, "ISO-8859-7", "<html><META CHARSET = \"iso-8859-7\" ><body>", "Δήλωση");
    /* No page can spell its declaration in UTF-16 and be read as ASCII. */
    expect_declared(*state, "UTF-8", "<html><meta charset='utf-16'><body>", "Déclaration");
}

static void latin1_means_windows_1252(void **state)
{
    expect_declared(*state, "windows-1252", "<html><meta charset=iso-8859-1><body>", "“It’s done” – at last…");
}

static void a_declaration_that_the_bytes_disprove_does_not_count(void **state)
{
    expect_declared(*state, "UTF-8", "<html><meta charset=iso-8859-1><body>", "“Déclaration”");
    expect_declared(*state, "windows-1252", "<html><meta charset=utf-8><body>", "A café’s “statement” to the press");
}

static void a_declaration_in_a_comment_does_not_count(void **state)
{
    expect_declared(*state, "UTF-8", "<html><!-- <meta charset=koi8-r> --><body>", "Déclaration");
}

static void nearly_valid_utf8_is_mended_not_guessed(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "statement.txt",
                "d\xC3\xA9j\xC3\xA0 vu \xC3\xA9t\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9 cut \xE2\x82");
    assert_string_equal(scene->found[0].text, "déjà vu été ééé cut \xEF\xBF\xBD\xEF\xBF\xBD");
}

static void line_ends_of_every_kind_become_one(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "statement.txt",
                "a\r\nb\rc\r\r\nd\fe\xE2\x80\xA8"
                "f\r\n\r\ng  \t\n \n\n h\x07i");
    assert_string_equal(scene->found[0].text, "a\nb\nc\nd\ne\nf\n\ng\n\nh i");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(undeclared_charsets_are_detected, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(characters_that_stand_alone_are_latin, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(byte_order_marks_decide, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(declared_charsets_are_believed, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(latin1_means_windows_1252, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(a_declaration_that_the_bytes_disprove_does_not_count, read_scene_setup,
                                        read_scene_teardown),
        cmocka_unit_test_setup_teardown(a_declaration_in_a_comment_does_not_count, read_scene_setup,
                                        read_scene_teardown),
        cmocka_unit_test_setup_teardown(nearly_valid_utf8_is_mended_not_guessed, read_scene_setup, read_scene_teardown),
        cmocka_unit_test_setup_teardown(line_ends_of_every_kind_become_one, read_scene_setup, read_scene_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
