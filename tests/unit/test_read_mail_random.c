/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mails put together by chance: all text that goes in comes out, once and in its order. And mails that nobody would
 * write: none of them costs more than it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "test_read_scene.h"
#include "tests/support/chance.h"

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)
#define ROUNDS 300
#define ATTACHMENTS_MAX (SCENE_STATEMENTS_MAX - 2)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint64_t seed;

/* The same word in a charset and in UTF-8. */
static const struct word {
    const char *charset, *bytes, *utf8;
} words[] = {
    {"utf-8", "d\xC3\xA9j\xC3\xA0", "déjà"},
    {"UTF-8", "\xE6\x97\xA5\xE6\x9C\xAC", "日本"},
    {"iso-8859-1", "d\xE9j\xE0", "déjà"},
    {"iso-8859-2",
     "\xB3"
     "\xF3"
     "d\xBC",
     "łódź"},
    {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"},
    {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
    {"shift_jis", "\x93\xFA\x96\x7B", "日本"},
    {"iso-2022-jp", "\x1B$BF|K\\\x1B(B", "日本"},
    {"gb2312", "\xC4\xE3\xBA\xC3", "你好"},
    {"us-ascii", "plain", "plain"},
};

/* A message in the making. */
typedef struct message {
    chance dice;
    dictum_buf bytes;
    dictum_buf text;                 /* what its own statement is to say */
    char *attached[ATTACHMENTS_MAX]; /* what its attachments are to say */
    size_t attachments, texts, boundaries;
    const char *end; /* of lines */
} message;

/* ---- encoders -------------------------------------------------------------------------------------------------- */

static void append_base64(message *to, dictum_slice raw)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t at = 0; at < raw.len; at += 3) {
        unsigned value = 0;
        size_t count = raw.len - at < 3 ? raw.len - at : 3;
        for (size_t i = 0; i < 3; i++) {
            value = value << 8 | (i < count ? (unsigned char)raw.data[at + i] : 0u);
        }
        for (size_t i = 0; i < 4; i++) {
            dictum__buf_append_char(&to->bytes, i <= count ? digits[value >> (18 - 6 * i) & 63u] : '=');
        }
        if (chance_below(&to->dice, 8) == 0) {
            dictum__buf_append_str(&to->bytes, to->end);
        }
    }
    dictum__buf_append_str(&to->bytes, to->end);
}

static void append_quoted_printable(message *to, dictum_slice raw)
{
    for (size_t at = 0; at < raw.len; at++) {
        unsigned char c = (unsigned char)raw.data[at];
        if (c == '\n') {
            dictum__buf_append_str(&to->bytes, to->end);
        } else if (c < ' ' || c > '~' || c == '=' || chance_below(&to->dice, 10) == 0) {
            dictum__buf_appendf(&to->bytes, "=%02X", c);
        } else {
            dictum__buf_append_char(&to->bytes, (char)c);
        }
        if (chance_below(&to->dice, 15) == 0) {
            dictum__buf_appendf(&to->bytes, "=%s", to->end);
        }
    }
    dictum__buf_append_str(&to->bytes, to->end);
}

static void append_lines(message *to, dictum_slice raw)
{
    for (size_t at = 0; at < raw.len; at++) {
        if (raw.data[at] == '\n') {
            dictum__buf_append_str(&to->bytes, to->end);
        } else {
            dictum__buf_append_char(&to->bytes, raw.data[at]);
        }
    }
    dictum__buf_append_str(&to->bytes, to->end);
}

/* The encoding's header, the headers' end and the content in it. */
static void append_encoded(message *to, dictum_slice raw)
{
    switch (chance_below(&to->dice, 3)) {
    case 0:
        dictum__buf_appendf(&to->bytes, "Content-Transfer-Encoding: base64%s%s", to->end, to->end);
        append_base64(to, raw);
        break;
    case 1:
        dictum__buf_appendf(&to->bytes, "Content-Transfer-Encoding: Quoted-Printable%s%s", to->end, to->end);
        append_quoted_printable(to, raw);
        break;
    default:
        dictum__buf_appendf(&to->bytes, "Content-Transfer-Encoding: 8bit%s%s", to->end, to->end);
        append_lines(to, raw);
        break;
    }
}

/* ---- parts ----------------------------------------------------------------------------------------------------- */

/* "text 7 word" with line ends of its own, as bytes of the charset and in UTF-8. */
static void make_text(message *to, const struct word *word, dictum_buf *raw, dictum_buf *utf8)
{
    size_t lines = 1 + chance_below(&to->dice, 3);

    for (size_t i = 0; i < lines; i++) {
        dictum__buf_appendf(raw, "%stext %zu line %zu %s end", i > 0 ? "\n" : "", to->texts, i, word->bytes);
        dictum__buf_appendf(utf8, "%stext %zu line %zu %s end", i > 0 ? "\n" : "", to->texts, i, word->utf8);
    }
    to->texts++;
}

static void append_text(message *to, bool whole)
{
    const struct word *word = &words[chance_below(&to->dice, COUNT(words))];
    bool html = chance_below(&to->dice, 4) == 0, attached = !whole && !html && chance_below(&to->dice, 4) == 0;
    dictum_buf raw, utf8;

    dictum__buf_init(&raw, 65536);
    dictum__buf_init(&utf8, 65536);
    attached = attached && to->attachments < ATTACHMENTS_MAX;
    if (html) {
        dictum__buf_appendf(&raw, "<p>text %zu <b>%s</b> end", to->texts, word->bytes);
        dictum__buf_appendf(&utf8, "text %zu %s end", to->texts++, word->utf8);
    } else {
        make_text(to, word, &raw, &utf8);
    }
    dictum__buf_appendf(&to->bytes, "Content-Type: text/%s; charset=\"%s\"%s", html ? "html" : "plain", word->charset,
                        to->end);
    if (attached) {
        dictum__buf_appendf(&to->bytes, "Content-Disposition: %s; filename=\"file.txt\"%s",
                            chance_below(&to->dice, 2) == 0 ? "inline" : "attachment", to->end);
        to->attached[to->attachments++] = strdup(utf8.data);
    } else {
        dictum__buf_appendf(&to->text, "%s%s", to->text.len > 0 ? "\n\n" : "", utf8.data);
    }
    append_encoded(to, dictum__buf_slice(&raw));
    dictum__buf_dispose(&utf8);
    dictum__buf_dispose(&raw);
}

/* Two forms, of which the plain one counts. */
static void append_alternative(message *to)
{
    size_t boundary = to->boundaries++;

    dictum__buf_appendf(&to->bytes, "Content-Type: multipart/alternative;%s\tboundary=\"=_%zu\"%s%s--=_%zu%s", to->end,
                        boundary, to->end, to->end, boundary, to->end);
    dictum__buf_appendf(&to->text, "%sform %zu", to->text.len > 0 ? "\n\n" : "", to->texts);
    dictum__buf_appendf(&to->bytes, "%sform %zu%s--=_%zu%sContent-Type: text/html%s%s<p>hidden%s--=_%zu--%s", to->end,
                        to->texts++, to->end, boundary, to->end, to->end, to->end, to->end, boundary, to->end);
}

static void append_part(message *to, size_t depth)
{
    size_t boundary, parts;

    if (depth >= 4 || chance_below(&to->dice, 3) > 0) {
        if (chance_below(&to->dice, 5) == 0) {
            append_alternative(to);
        } else {
            append_text(to, depth == 0);
        }
        return;
    }
    boundary = to->boundaries++;
    parts = 1 + chance_below(&to->dice, 4);
    dictum__buf_appendf(&to->bytes, "Content-Type: multipart/%s; boundary=\"=_%zu\"%s%sprologue%s",
                        chance_below(&to->dice, 3) > 0 ? "mixed" : "x-unknown", boundary, to->end, to->end, to->end);
    for (size_t i = 0; i < parts; i++) {
        dictum__buf_appendf(&to->bytes, "--=_%zu%s", boundary, to->end);
        append_part(to, depth + 1);
    }
    dictum__buf_appendf(&to->bytes, "--=_%zu--%s", boundary, to->end);
}

static void mail_begin(message *to, uint64_t n)
{
    *to = (message){.dice = chance_begin(seed + n)};
    dictum__buf_init(&to->bytes, (size_t)1 << 24);
    dictum__buf_init(&to->text, (size_t)1 << 24);
    to->end = chance_below(&to->dice, 2) == 0 ? "\n" : "\r\n";
    dictum__buf_appendf(&to->bytes, "From: ana@port.example%sSubject: mail %llu%sMIME-Version: 1.0%s", to->end,
                        (unsigned long long)n, to->end, to->end);
}

static void mail_dispose(message *to)
{
    dictum__buf_dispose(&to->bytes);
    dictum__buf_dispose(&to->text);
    for (size_t i = 0; i < to->attachments; i++) {
        free(to->attached[i]);
    }
}

static void all_text_comes_out_once_and_in_order(void **state)
{
    read_scene *scene = *state;

    for (uint64_t n = 0; n < ROUNDS; n++) {
        message one;
        mail_begin(&one, n);
        append_part(&one, 0);
        read_bytes(scene, "a.eml", one.bytes.data, one.bytes.len);
        assert_int_equal(scene->outcome, DICTUM__READ_DONE);
        assert_int_equal(scene->problems, 0);
        assert_string_equal(scene->found[0].text, one.text.data == NULL ? "" : one.text.data);
        assert_int_equal(scene->statements, 1 + one.attachments);
        for (size_t i = 0; i < one.attachments; i++) {
            char name[64];
            snprintf(name, sizeof(name), i == 0 ? "file.txt" : "file (%zu).txt", i + 1);
            assert_string_equal(scene->found[i + 1].member, name);
            assert_string_equal(scene->found[i + 1].text, one.attached[i]);
        }
        mail_dispose(&one);
    }
}

/* Lines that a mailbox's reader must not take for the beginning of a message, and that its writer quotes. */
static void append_body(chance *dice, dictum_buf *box, dictum_buf *text)
{
    static const char *const lines[] = {"From here",
                                        "From ana@port.example Thu Feb 13 10:00:00 2020",
                                        ">From there",
                                        ">>From where",
                                        "Subject: none",
                                        "text",
                                        ""};
    size_t count = 1 + chance_below(dice, 12);

    for (size_t i = 0; i < count; i++) {
        const char *line = lines[chance_below(dice, COUNT(lines))];
        const char *rest = line + strspn(line, ">");
        dictum__buf_appendf(box, "%s%s\n", strncmp(rest, "From ", 5) == 0 ? ">" : "", line);
        if (*line != '\0') {
            dictum__buf_appendf(text, "%s\n", line);
        }
    }
}

static void mailboxes_give_back_each_message(void **state)
{
    read_scene *scene = *state;

    for (uint64_t n = 0; n < ROUNDS; n++) {
        chance dice = chance_begin(seed + n);
        size_t count = 1 + chance_below(&dice, SCENE_STATEMENTS_MAX - 1);
        dictum_buf box, texts[SCENE_STATEMENTS_MAX];
        dictum__buf_init(&box, (size_t)1 << 24);
        for (size_t i = 0; i < count; i++) {
            dictum__buf_init(&texts[i], (size_t)1 << 20);
            dictum__buf_appendf(&box, "From a@x.example Thu Feb 13 10:00:00 2020\nSubject: mail %zu\n\n", i);
            append_body(&dice, &box, &texts[i]);
            dictum__buf_append_char(&box, '\n');
        }
        read_bytes(scene, "a.mbox", box.data, box.len);
        assert_int_equal(scene->problems, 0);
        assert_int_equal(scene->statements, count);
        for (size_t i = 0; i < count; i++) {
            dictum_buf lines; /* without the empty ones, which may have been any number */
            assert_int_equal(scene->found[i].part, i + 1);
            dictum__buf_init(&lines, (size_t)1 << 20);
            for (char *c = scene->found[i].text; *c != '\0'; c++) {
                if (*c != '\n' || (c > scene->found[i].text && c[-1] != '\n')) {
                    dictum__buf_append_char(&lines, *c);
                }
            }
            dictum__buf_append_str(&lines, lines.len > 0 ? "\n" : "");
            assert_string_equal(lines.len == 0 ? "" : lines.data, texts[i].len == 0 ? "" : texts[i].data);
            dictum__buf_dispose(&lines);
            dictum__buf_dispose(&texts[i]);
        }
        dictum__buf_dispose(&box);
    }
}

/* ---- what nobody would write ------------------------------------------------------------------------------------ */

#define HEAD "From: ana@port.example\nSubject: s\n"

static double seconds_of(read_scene *scene, const char *name, char *bytes)
{
    clock_t start = clock();

    read_string(scene, name, bytes);
    free(bytes);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void deep_nesting_ends(void **state)
{
    read_scene *scene = *state;
    dictum_buf mail;

    dictum__buf_init(&mail, (size_t)1 << 26);
    dictum__buf_append_str(&mail, HEAD);
    for (size_t i = 0; i < 20000; i++) {
        dictum__buf_appendf(&mail, "Content-Type: multipart/mixed; boundary=b%zu\n\n--b%zu\n", i, i);
    }
    dictum__buf_append_str(&mail, "\nText.\n");
    read_bytes(scene, "a.eml", mail.data, mail.len);
    assert_int_equal(scene->statements, 1);
    assert_true(scene->problems > 0);
    dictum__buf_dispose(&mail);
    read_bytes(scene, "a.eml", "", 0);
    assert_true(seconds_of(scene, "a.eml", repeated(HEAD, "Content-Type: message/rfc822\n\n", 50000, "x\n")) < 20);
    assert_int_equal(scene->problems, 1);
    assert_non_null(strstr(scene->problem[0], "lie in each other"));
}

static void many_parts_and_headers_are_cut(void **state)
{
    read_scene *scene = *state;

    assert_true(seconds_of(scene, "a.eml",
                           repeated(HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 200000,
                                    "--b--\n")) < 60);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "it has more headers or parts than a mail may: the rest of it is left out");
    assert_true(seconds_of(scene, "a.eml", repeated(HEAD, "X: y\n", 300000, "\nx\n")) < 60);
    assert_int_equal(scene->problems, 1);
    assert_true(seconds_of(scene, "a.eml", repeated("Subject: ", "=?utf-8?q?a?= ", 2000000, "\n\nx\n")) < 60);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    /* Lines like dividers are many in a text, too. */
    assert_true(seconds_of(scene, "a.eml", repeated(HEAD "\n", "--- a/file\n", 150000, "End.\n")) < 60);
    assert_int_equal(scene->problems, 0);
    assert_non_null(strstr(scene->found[0].text, "End."));
}

static void dividers_that_are_none_cost_little(void **state)
{
    read_scene *scene = *state;
    dictum_buf mail;
    char *lines = repeated("\n", "--c\n", 1000000, "");

    dictum__buf_init(&mail, (size_t)1 << 26);
    dictum__buf_append_str(&mail, HEAD);
    for (size_t i = 0; i < 1000; i++) {
        dictum__buf_appendf(&mail, "Content-Type: multipart/mixed; boundary=b%zu\n\n--b%zu\n", i, i);
    }
    dictum__buf_append_str(&mail, lines);
    free(lines);
    assert_true(seconds_of(scene, "a.eml", dictum__buf_detach(&mail)) < 60);
}

static void many_attachments_of_one_name_cost_little(void **state)
{
    read_scene *scene = *state;

    assert_true(
        seconds_of(scene, "a.eml",
                   repeated(HEAD "Content-Type: multipart/mixed; boundary=b\n\n",
                            "--b\nContent-Disposition: attachment; filename=a.txt\n\nx y\n", 20000, "--b--\n")) < 60);
    assert_int_equal(scene->statements, 20001);
}

static void names_stay_on_one_line_and_short(void **state)
{
    read_scene *scene = *state;
    char *mail = repeated(HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment;\n "
                               "filename*=utf-8''",
                          "%C3%A9%0A../", 1000, ".txt\n\nText.\n--b--\n");

    read_string(scene, "a.eml", mail);
    free(mail);
    assert_int_equal(scene->statements, 2);
    assert_true(strlen(scene->found[1].member) <= 255);
    assert_null(strpbrk(scene->found[1].member, "/\n"));
    assert_string_equal(scene->found[1].member + strlen(scene->found[1].member) - 4, ".txt");
}

/* Each byte of a mail with something of everything becomes another one. */
static void changed_bytes_do_no_harm(void **state)
{
    read_scene *scene = *state;

    for (uint64_t n = 0; n < ROUNDS; n++) {
        message one;
        mail_begin(&one, n);
        append_part(&one, 0);
        for (size_t i = 1 + chance_below(&one.dice, 20); i > 0; i--) {
            static const char bytes[] = "\0\n\r-=\":; \x80\xFF/?<";
            one.bytes.data[chance_below(&one.dice, one.bytes.len)] = bytes[chance_below(&one.dice, sizeof(bytes) - 1)];
        }
        read_bytes(scene, chance_below(&one.dice, 4) == 0 ? "a.mbox" : "a.eml", one.bytes.data,
                   chance_below(&one.dice, 2) == 0 ? one.bytes.len : chance_below(&one.dice, one.bytes.len));
        mail_dispose(&one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(all_text_comes_out_once_and_in_order),
        SCENE_TEST(mailboxes_give_back_each_message),
        SCENE_TEST(deep_nesting_ends),
        SCENE_TEST(many_parts_and_headers_are_cut),
        SCENE_TEST(dividers_that_are_none_cost_little),
        SCENE_TEST(many_attachments_of_one_name_cost_little),
        SCENE_TEST(names_stay_on_one_line_and_short),
        SCENE_TEST(changed_bytes_do_no_harm),
    };

    seed = chance_seed();
    printf("seed %llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
