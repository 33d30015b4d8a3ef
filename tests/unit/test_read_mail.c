/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mail and mailboxes: what of a message is text, what is attached, and what its headers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"

static void endless_lists_of_addresses_cost_no_time(void **state)
{
    read_scene *scene = *state;
    char *mail = repeated("Message-ID: <a@b.example>\nTo: ", "a,", 2000000,
                          "\nFrom: Jo Doe <jo@a.example>\nSubject: Short\n\nThe text of it.\n");

    read_string(scene, "a.eml", mail);
    free(mail);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].title, "Short");
    assert_string_equal(scene->found[0].speaker, "Jo Doe");
    assert_string_equal(scene->found[0].text, "The text of it.");
    mail = repeated("Message-ID: <a@b.example>\nCc: b@a.example,\n", " somebody@a.example,\n", 2000,
                    " a@a.example\nSubject: Short\nFrom: Jo Doe <jo@a.example>\n\nThe text of it.\n");
    read_string(scene, "a.eml", mail);
    free(mail);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].title, "Short");
    assert_string_equal(scene->found[0].text, "The text of it.");
}

static void a_mail_that_is_cut_off_is_a_problem(void **state)
{
    static const char whole[] = "Message-ID: <a@b.example>\nContent-Type: multipart/mixed; boundary=\"it\"\n\n"
                                "--it\nContent-Type: text/plain\n\nThe text of it.\n--it--\n";
    read_scene *scene = *state;
    char cut[sizeof(whole)];

    read_string(scene, "a.eml", whole);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    snprintf(cut, sizeof(cut), "%.*s", (int)sizeof(whole) - 8, whole);
    read_string(scene, "a.eml", cut);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "its last part has no end: it may be cut off");
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

#define HEAD "From: Ana Ruiz <ana@port.example>\nDate: Thu, 13 Feb 2020 23:30:00 -0800\nSubject: On tides\n"
#define MIXED "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n"
#define ALTERNATIVE "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b\"\n\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\n\n"

/* Reads a mail and fails the test unless its own statement has this text. */
static void expect_text(read_scene *scene, const char *mail, const char *text)
{
    read_string(scene, "a.eml", mail);
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
    assert_true(scene->statements > 0);
    assert_null(scene->found[0].member);
    assert_int_equal(scene->found[0].part, 0);
    assert_string_equal(scene->found[0].type, "mail");
    assert_string_equal(scene->found[0].text, text);
}

static void a_mail_says_who_when_and_what(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Organization: Port of Vigo\nContent-Language: es-ES\nArchived-At: <https://port.example/m/1>\n"
                     "Message-ID: <1@port.example>\n\nUno\ndos\n\n\ntres \n",
                "Uno\ndos\n\ntres");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_int_equal(scene->found[0].part, 0);
    assert_string_equal(scene->found[0].title, "On tides");
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_STATED);
    assert_string_equal(scene->found[0].speaker, "Ana Ruiz");
    assert_string_equal(scene->found[0].source, "Port of Vigo");
    assert_string_equal(scene->found[0].lang, "es");
    assert_string_equal(scene->found[0].url, "https://port.example/m/1");
    /* In the time zone in which it was written: in UTC it is the 14th. */
    assert_string_equal(scene->found[0].date, "2020-02-13");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
}

static void headers_are_decoded(void **state)
{
    read_scene *scene = *state;

    expect_text(
        scene,
        "From: =?iso-8859-1?q?Jos=E9_Garc=EDa?= <j@x.example>\n"
        "Subject: =?utf-8?B?4oKsIDE=?=\n =?utf-8?Q?_und_mehr?= =?utf-8?B?w6Q=?=\nList-Id: =?utf-8?q?Gez=C3=A4hlt?= "
        "<l.x.example>\n\nx\n",
        "x");
    assert_string_equal(scene->found[0].title, "€ 1 und mehrä");
    assert_string_equal(scene->found[0].speaker, "José García");
    assert_string_equal(scene->found[0].source, "Gezählt");
}

static void raw_bytes_in_headers_are_guessed(void **state)
{
    read_scene *scene = *state;

    expect_text(scene, "From: Jos\xE9 <j@x.example>\nSubject: caf\xC3\xA9\n\nx\n", "x");
    assert_string_equal(scene->found[0].title, "café");
    assert_string_equal(scene->found[0].speaker, "José");
}

static void senders_are_named_as_well_as_can_be(void **state)
{
    static const char *const senders[][2] = {
        {"ana@port.example", "ana@port.example"},
        {"<ana@port.example>", "ana@port.example"},
        {"ana@port.example (Ana Ruiz)", "Ana Ruiz"},
        {"\"Ruiz, Ana\" <ana@port.example>", "Ruiz, Ana"},
        {"\"'Ana Ruiz'\" <ana@port.example>", "Ana Ruiz"},
        {"Ana <a@x.example>, Bo <b@x.example>", "Ana, Bo"},
        {"Press office", "Press office"},
    };
    read_scene *scene = *state;
    char mail[512];

    for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++) {
        snprintf(mail, sizeof(mail), "Subject: s\nFrom: %s\n\nx\n", senders[i][0]);
        expect_text(scene, mail, "x");
        assert_string_equal(scene->found[0].speaker, senders[i][1]);
    }
}

static void a_list_without_a_name_is_its_id_and_an_organisation_counts_before(void **state)
{
    read_scene *scene = *state;

    expect_text(scene, "From: a@x.example\nList-Id: <l.x.example>\n\nx\n", "x");
    assert_string_equal(scene->found[0].source, "l.x.example");
    expect_text(scene, "From: a@x.example\nList-Id: <l.x.example>\nOrganization: Port\n\nx\n", "x");
    assert_string_equal(scene->found[0].source, "Port");
    expect_text(scene, "From: a@x.example\nList-Id: Tides <l.x.example>\nOrganization: Port\n\nx\n", "x");
    assert_string_equal(scene->found[0].source, "Tides");
}

static void old_dates_are_understood_and_doubtful_ones_are_not_guessed(void **state)
{
    read_scene *scene = *state;

    expect_text(scene, "From: a@x.example\nDate: Thu, 22 Aug 02 12:36:23 +0000\n\nx\n", "x");
    assert_string_equal(scene->found[0].date, "2002-08-22");
    expect_text(scene, "From: a@x.example\nDate: Thu, 22 Aug\n 2002 12:36:23 +0000 (UTC)\n\nx\n", "x");
    assert_string_equal(scene->found[0].date, "2002-08-22");
    expect_text(scene, "From: a@x.example\nDate: 02/03/2002\n\nx\n", "x");
    assert_null(scene->found[0].date);
    assert_int_equal(scene->problems, 1);
}

static void transfer_encodings_and_charsets_are_undone(void **state)
{
    static const char *const bodies[][2] = {
        {"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nd=E9j=\n=E0 "
         "vu=20\n",
         "déjà vu"},
        {"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nZMOpasOg\nIHZ1Cg==\n",
         "déjà vu"},
        {"Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\n\x93quoted\x94\n",
         "“quoted”"},
        {"Content-Type: text/plain; charset=koi8-r\n\n\xF0\xD2\xC9\xD7\xC5\xD4\n", "Привет"},
        {"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1B$BF|K\\\x1B(B\n", "日本"},
        {"Content-Type: text/plain; charset=utf-7\n\nd+AOk-j+AOA-\n", "déjà"},
        /* Charsets that are wrong, unknown or not said. */
        {"Content-Type: text/plain; charset=us-ascii\n\nd\xC3\xA9j\xC3\xA0\n", "déjà"},
        {"Content-Type: text/plain; charset=iso-8859-1\n\nd\xC3\xA9j\xC3\xA0\n", "déjà"},
        {"Content-Type: text/plain; charset=utf-8\n\nd\xE9j\xE0\n", "déjà"},
        {"Content-Type: text/plain; charset=x-nobody-knows\n\nd\xC3\xA9j\xC3\xA0\n", "déjà"},
        {"\nd\xE9j\xE0\n", "déjà"},
        /* Broken encodings are read as far as they go. */
        {"Content-Transfer-Encoding: quoted-printable\n\n50=% of =ZZ all=\n", "50=% of =ZZ all"},
        {"Content-Transfer-Encoding: base64\n\nSGVs!!bG8=\n", "Hello"},
        {"Content-Transfer-Encoding: base64\n\nSGVsbG8\n", "Hello"},
        {"Content-Transfer-Encoding: base64\n\nSGVsbA\n", "Hell"},
        {"Content-Transfer-Encoding: base64\n\nSGVsbG8hIQ==\n\n", "Hello!!"},
        {"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a.txt\n%2&5L;&\\`\n`\nend\n", "Hello"},
        {"Content-Transfer-Encoding: nobody-knows\n\nplain\n", "plain"},
    };
    read_scene *scene = *state;
    char mail[1024];

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        snprintf(mail, sizeof(mail), HEAD "%s", bodies[i][0]);
        expect_text(scene, mail, bodies[i][1]);
        assert_int_equal(scene->problems, 0);
    }
}

static void of_two_forms_the_plain_one_is_read(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD ALTERNATIVE "--b\n" PLAIN
                                 "As written.\n--b\nContent-Type: text/html\n\n<p>As <b>shown</b>.\n--b--\n",
                "As written.");
    assert_int_equal(scene->statements, 1);
}

static void a_plain_form_that_says_nothing_is_not(void **state)
{
    static const char *const shells[] = {"", " \n", "Your reader does not show HTML.", "View in a browser"};
    read_scene *scene = *state;
    char mail[1024];

    for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
        snprintf(mail, sizeof(mail),
                 HEAD ALTERNATIVE "--b\n" PLAIN "%s\n--b\nContent-Type: text/html\n\n<title>No</title><nav>Home</nav>"
                                  "<p>Ships may enter.<p>From noon, all of them, by the north.\n--b--\n",
                 shells[i]);
        expect_text(scene, mail, "Home\n\nShips may enter.\n\nFrom noon, all of them, by the north.");
    }
}

static void a_page_without_a_plain_form_is_read(void **state)
{
    read_scene *scene = *state;

    expect_text(scene, HEAD "Content-Type: text/html; charset=iso-8859-1\n\n<meta charset=utf-8><p>caf\xE9<br>bar\n",
                "café\nbar");
    /* The page's own title and date are not the mail's. */
    expect_text(scene, "From: a@x.example\nSubject: Mine\nContent-Type: text/html\n\n<title>Page</title><h1>A</h1>",
                "A");
    assert_string_equal(scene->found[0].title, "Mine");
}

static void texts_are_joined_and_pictures_are_passed_over(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD MIXED "--b\n" PLAIN
                           "One.\n--b\nContent-Type: image/png; name=\"a.png\"\nContent-Transfer-Encoding: "
                           "base64\n\niVBORw0KGgo=\n--b\nContent-Type: text/html\n\n<i>Two</i>.\n--b--\nepilogue\n",
                "One.\n\nTwo.");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->skipped, 0);
    assert_int_equal(scene->problems, 0);
}

static void a_page_and_what_belongs_to_it_is_one_text(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Page\n--b\n"
                     "Content-Type: text/css\n\np {}\n--b\nContent-Type: text/html\nContent-ID: <f@x>\n\n<p>Frame\n"
                     "--b\nContent-Type: text/html\nContent-Location: g.html\n\n<p>Another\n--b--\n",
                "Page");
    assert_int_equal(scene->statements, 1);
}

/* RFC 2387, section 3.2: the page need not come first. */
static void the_page_is_the_part_that_is_named_as_the_start(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Content-Type: multipart/related; boundary=b; start=\"<page@x>\"\n\n--b\n"
                     "Content-Type: image/png\nContent-ID: <a@x>\n\nx\n--b\n"
                     "Content-Type: text/html\nContent-ID: <page@x>\n\n<p>Page\n--b--\n",
                "Page");
    expect_text(scene,
                HEAD "Content-Type: multipart/related; boundary=b; start=\"<none@x>\"\n\n--b\n"
                     "Content-Type: text/html\nContent-ID: <page@x>\n\n<p>Page\n--b--\n",
                "Page");
}

static void a_text_that_no_page_can_refer_to_is_kept(void **state)
{
    expect_text(*state,
                HEAD
                "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Page\n--b\n" PLAIN
                "Below it.\n--b--\n",
                "Page\n\nBelow it.");
}

static void flowed_lines_are_joined(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Content-Type: text/plain; format=flowed\n\nA paragraph \nthat goes \non.\n fixed\n\n> Quoted "
                     "\n> on.\n>> Deeper \nback\n \n From here\n-- \nAna\n",
                "A paragraph that goes on.\nfixed\n\n> Quoted on.\n>> Deeper\nback\n\nFrom here\n--\nAna");
    expect_text(scene, HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\n日 \n本\n", "日本");
    expect_text(scene, HEAD "Content-Type: text/plain\n\nA line \nanother\n", "A line\nanother");
}

static void what_is_quoted_and_signed_with_stays(void **state)
{
    read_scene *scene = *state;

    expect_text(scene, HEAD "\n> You said so.\nI did.\n-- \nAna\n", "> You said so.\nI did.\n--\nAna");
}

static void attachments_are_statements_inside(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD MIXED "--b\n" PLAIN "See below.\n--b\nContent-Type: text/plain; name=\"a/b.txt\"\n\nFirst.\n--b\n"
                           "Content-Type: application/octet-stream\nContent-Disposition: attachment;\n"
                           " filename*=utf-8''r%C3%A9sum%C3%A9.html\n\n<html><title>T</title><p>Second.\n--b\n"
                           "Content-Type: text/html; charset=iso-8859-1\nContent-Disposition: attachment;\n"
                           " filename=\"=?utf-8?q?caf=C3=A9?=\"\n\n<meta charset=shift_jis><p>Th\xEFrd.\n--b--\n",
                "See below.");
    assert_int_equal(scene->statements, 4);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[1].member, "a_b.txt");
    assert_string_equal(scene->found[1].text, "First.");
    assert_string_equal(scene->found[1].type, "text");
    assert_string_equal(scene->found[2].member, "résumé.html");
    assert_string_equal(scene->found[2].title, "T");
    assert_string_equal(scene->found[2].type, "html");
    assert_string_equal(scene->found[3].member, "café");
    assert_string_equal(scene->found[3].type, "html");
    assert_string_equal(scene->found[3].text, "Thïrd.");
    /* What says no date itself has that of the mail. */
    assert_string_equal(scene->found[1].date, "2020-02-13");
    assert_int_equal(scene->found[1].date_known, DICTUM__DATE_FILE);
}

static void attachments_of_one_name_are_told_apart(void **state)
{
    static const char *const names[] = {"a.txt",         "a (2).txt",      "a (3).txt",
                                        "a (2) (2).txt", "attachment.txt", "a (4).txt"};
    read_scene *scene = *state;
    dictum_buf mail;

    dictum__buf_init(&mail, 65536);
    dictum__buf_append_str(&mail, HEAD MIXED "--b\n" PLAIN "x\n");
    for (size_t i = 0; i < 6; i++) {
        static const char *const given[] = {
            "; filename=a.txt", "; filename=a.txt", "; filename=a.txt", "; filename=\"a (2).txt\"", "",
            "; filename=a.txt"};
        dictum__buf_appendf(&mail, "--b\nContent-Disposition: attachment%s\n\nnumber %zu\n", given[i], i);
    }
    dictum__buf_append_str(&mail, "--b--\n");
    expect_text(scene, mail.data, "x");
    assert_int_equal(scene->statements, 7);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(scene->found[i + 1].member, names[i]);
    }
    dictum__buf_dispose(&mail);
}

static void what_is_attached_and_no_document_is_passed_over(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD MIXED "--b\n" PLAIN "x\n--b\nContent-Type: image/png\nContent-Disposition: attachment; "
                           "filename=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n",
                "x");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->skipped, 1);
    assert_int_equal(scene->problems, 0);
}

static void a_message_inside_is_a_mail_of_its_own(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD MIXED
                "--b\n" PLAIN "Forwarded.\n--b\nContent-Type: message/rfc822\n\nFrom: Bo <b@x.example>\n"
                "Subject: Inner\nDate: Mon, 3 Feb 2020 10:00:00 +0000\nContent-Type: multipart/mixed; "
                "boundary=c\n\n--c\n\nInside.\n--c\nContent-Type: text/plain; name=n.txt\n\nDeep.\n--c--\n--b--\n",
                "Forwarded.");
    assert_int_equal(scene->statements, 3);
    assert_string_equal(scene->found[1].member, "message.eml");
    assert_string_equal(scene->found[1].title, "Inner");
    assert_string_equal(scene->found[1].speaker, "Bo");
    assert_string_equal(scene->found[1].date, "2020-02-03");
    assert_string_equal(scene->found[1].text, "Inside.");
    assert_string_equal(scene->found[2].member, "message.eml!/n.txt");
    assert_string_equal(scene->found[2].text, "Deep.");
    assert_string_equal(scene->found[2].date, "2020-02-03");
}

static void what_is_encrypted_is_said(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\n"
                     "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: "
                     "application/octet-stream; name=m.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--\n",
                "");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "its content is encrypted (multipart/encrypted)");
    read_string(scene, "a.eml",
                HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nAAAA\n");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "its content is encrypted or sealed (application/pkcs7-mime)");
}

static void what_is_signed_is_read_without_the_signature(void **state)
{
    read_scene *scene = *state;

    expect_text(scene,
                HEAD "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n--b\n" PLAIN
                     "Said.\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP "
                     "SIGNATURE-----\n--b--\n",
                "Said.");
    assert_int_equal(scene->statements, 1);
    expect_text(scene,
                HEAD "\nBefore.\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSaid.\n- --\nAna\n-----BEGIN PGP "
                     "SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\nAfter.\n",
                "Before.\nSaid.\n--\nAna\nAfter.");
    expect_text(scene, HEAD "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nNever closed.\n",
                "-----BEGIN PGP SIGNED MESSAGE-----\n\nNever closed.");
}

static void broken_mails_are_read_as_far_as_can_be(void **state)
{
    read_scene *scene = *state;

    /* No boundary is named, or another one. */
    expect_text(scene, HEAD "Content-Type: multipart/mixed\n\n--q\n" PLAIN "One.\n--q\n" PLAIN "Two.\n--q--\n",
                "One.\n\nTwo.");
    expect_text(scene, HEAD MIXED "--q\n" PLAIN "One.\n--q\nContent-Type: text/plain; name=a.txt\n\nTwo.\n--q--\n",
                "One.");
    assert_string_equal(scene->found[1].member, "a.txt");
    /* There is nothing that divides it, or no end. */
    expect_text(scene, HEAD MIXED "Just text.\n", "Just text.");
    expect_text(scene, HEAD MIXED "--b\n" PLAIN "No end", "No end");
    /* No empty line behind the headers, and none but headers. */
    expect_text(scene, HEAD "This is the text.\nMore.\n", "This is the text.\nMore.");
    expect_text(scene, HEAD "X Y: broken\nX-Z: 1\n\nText.\n", "Text.");
    expect_text(scene, HEAD "Content-Type: multipart/mixed; boundary=b\n--b\n" PLAIN "Text.\n--b--\n", "Text.");
    expect_text(scene,
                HEAD MIXED "--b\nContent-Type: text/plain\nOne\n\n--b\nContent-Type: text/html\n<p>Two\n"
                           "<p>three\n--b\n\nFour\n--\nTel: 1\nVigo\nSpain\n--b--\n",
                "One\n\nTwo\n\nthree\n\nFour\n--\nTel: 1\nVigo\nSpain");
    /* A type that is none. */
    expect_text(scene, HEAD "Content-Type: text; charset=utf-8\n\nText.\n", "Text.");
    expect_text(scene, HEAD, "");
    /* What a mailbox puts before a message. */
    expect_text(scene, "From ana Thu Feb 13 10:00:00 2020\n" HEAD "Message-ID: <1@x.example>\n\nText.\n", "Text.");
    expect_text(scene, "\xEF\xBB\xBF\n" HEAD "\nText.\n", "Text.");
    expect_text(scene, "From: a@x.example\r\nSubject: s\r\n\r\nOne\r\ntwo\r\n", "One\ntwo");
}

static void what_is_no_mail_is_a_problem(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.eml", "Nothing like a mail\n\nat all\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "it does not begin with the headers of a mail");
    read_string(scene, "a.eml", "X: y\n\n\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "a mail with neither text nor subject");
    read_string(scene, "a.eml", "\n\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
}

static void mail_is_known_by_its_headers_and_memoranda_are_not_mail(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.txt", "Received: from x\n\tby y\n" HEAD "\nText.\n");
    assert_string_equal(scene->found[0].type, "mail");
    read_string(scene, "a", HEAD "Message-ID: <1@x.example>\n\nText.\n");
    assert_string_equal(scene->found[0].type, "mail");
    read_string(scene, "memo.txt", "To: All\nFrom: Ana\nDate: 13 February 2020\nSubject: Tides\n\nText.\n");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "talk.txt", "Message-ID: is a header\n\nText.\n");
    assert_string_equal(scene->found[0].type, "text");
}

/* ---- mailboxes ------------------------------------------------------------------------------------------------- */

#define FROM "From ana@port.example Thu Feb 13 10:00:00 2020\n"

static void each_message_of_a_mailbox_is_a_part(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.mbox",
                FROM "Subject: One\nFrom: a@x.example\n\n>From here\n>>From there\nFrom now on\n\n" FROM
                     "Subject: Two\n" MIXED
                     "--b\n\nText.\n--b\nContent-Type: text/plain; name=n.txt\n\nNote.\n--b--\n\n");
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
    assert_int_equal(scene->problems, 0);
    assert_int_equal(scene->statements, 3);
    assert_string_equal(scene->found[0].title, "One");
    assert_int_equal(scene->found[0].part, 1);
    assert_null(scene->found[0].member);
    assert_string_equal(scene->found[0].text, "From here\n>From there\nFrom now on");
    assert_string_equal(scene->found[1].title, "Two");
    assert_int_equal(scene->found[1].part, 2);
    assert_string_equal(scene->found[2].member, "message 2/n.txt");
    assert_int_equal(scene->found[2].part, 0);
}

static void lines_that_begin_with_from_divide_only_where_they_look_like_it(void **state)
{
    static const char *const within[] = {
        "Text\n" FROM "Subject: no\n",               /* no empty line before it */
        "Text\n\nFrom Ana, in February 2020:\nno\n", /* not the form */
        "Text\n\n" FROM "no header\n",               /* no header behind it */
        ("Text\n\n" FROM),                           /* nothing behind it */
    };
    static const char *const separators[] = {
        "From - Thu Feb 13 10:00:00 2020",
        "From 12@xxx Thu Feb 13 10:00:00 +0000 2020",
        "From ana@x.example Thu Feb 13 10:00:00 CET 2020",
        "From \"ana ruiz\"@x.example  Thu Feb  3 10:00 2020",
    };
    read_scene *scene = *state;
    char box[1024];

    for (size_t i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
        snprintf(box, sizeof(box), FROM "Subject: One\n\n%s", within[i]);
        read_string(scene, "a.mbox", box);
        assert_int_equal(scene->statements, 1);
        assert_non_null(strstr(scene->found[0].text, "From "));
    }
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
        snprintf(box, sizeof(box),
                 "%s\nSubject: One\nContent-Length: 999\n\nText\n\n%s\n>From x\nSubject: Two\n\nText\n", separators[i],
                 separators[i]);
        read_string(scene, "a.mbox", box);
        assert_int_equal(scene->statements, 2);
        assert_string_equal(scene->found[1].title, "Two");
        assert_string_equal(scene->found[1].text, "Text");
    }
}

static void a_bad_message_of_a_mailbox_is_named_and_the_rest_is_read(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.mbox", FROM "X: y\n\n\n\n" FROM "Subject: Two\n\nText\n");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->found[0].part, 2);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "message 1: a mail with neither text nor subject");
    read_string(scene, "a.mbox", "no message\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "it holds no line \"From …\" that begins a message");
}

static void a_mailbox_is_known_by_its_first_line(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "inbox", FROM "Message-ID: <1@x.example>\n" HEAD "\nText.\n\n" FROM HEAD "\nMore.\n");
    assert_int_equal(scene->statements, 2);
    assert_int_equal(scene->found[1].part, 2);
    read_string(scene, "letter.txt", "From Ana at 10:00\nSubject: none\n\nText.\n");
    assert_string_equal(scene->found[0].type, "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_mail_says_who_when_and_what),
        SCENE_TEST(headers_are_decoded),
        SCENE_TEST(raw_bytes_in_headers_are_guessed),
        SCENE_TEST(senders_are_named_as_well_as_can_be),
        SCENE_TEST(a_list_without_a_name_is_its_id_and_an_organisation_counts_before),
        SCENE_TEST(old_dates_are_understood_and_doubtful_ones_are_not_guessed),
        SCENE_TEST(transfer_encodings_and_charsets_are_undone),
        SCENE_TEST(of_two_forms_the_plain_one_is_read),
        SCENE_TEST(a_plain_form_that_says_nothing_is_not),
        SCENE_TEST(a_page_without_a_plain_form_is_read),
        SCENE_TEST(texts_are_joined_and_pictures_are_passed_over),
        SCENE_TEST(a_page_and_what_belongs_to_it_is_one_text),
        SCENE_TEST(the_page_is_the_part_that_is_named_as_the_start),
        SCENE_TEST(a_text_that_no_page_can_refer_to_is_kept),
        SCENE_TEST(flowed_lines_are_joined),
        SCENE_TEST(what_is_quoted_and_signed_with_stays),
        SCENE_TEST(attachments_are_statements_inside),
        SCENE_TEST(attachments_of_one_name_are_told_apart),
        SCENE_TEST(what_is_attached_and_no_document_is_passed_over),
        SCENE_TEST(a_message_inside_is_a_mail_of_its_own),
        SCENE_TEST(what_is_encrypted_is_said),
        SCENE_TEST(what_is_signed_is_read_without_the_signature),
        SCENE_TEST(broken_mails_are_read_as_far_as_can_be),
        SCENE_TEST(what_is_no_mail_is_a_problem),
        SCENE_TEST(mail_is_known_by_its_headers_and_memoranda_are_not_mail),
        SCENE_TEST(each_message_of_a_mailbox_is_a_part),
        SCENE_TEST(lines_that_begin_with_from_divide_only_where_they_look_like_it),
        SCENE_TEST(a_bad_message_of_a_mailbox_is_named_and_the_rest_is_read),
        SCENE_TEST(a_mailbox_is_known_by_its_first_line),
        SCENE_TEST(endless_lists_of_addresses_cost_no_time),
        SCENE_TEST(a_mail_that_is_cut_off_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
