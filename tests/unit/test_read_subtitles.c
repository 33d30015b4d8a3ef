/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subtitles: what is said in them, and nothing of how it is shown. */
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

static uint64_t seed;

static void expect(read_scene *scene, const char *name, const char *file, const char *text)
{
    read_string(scene, name, file);
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].type, "subtitles");
    assert_string_equal(scene->found[0].text, text);
}

static void cues_are_lines_without_numbers_and_times(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.srt",
           "1\n00:00:01,000 --> 00:00:02,000\nShips may\nenter\n\n2\n00:00:02,500 --> 00:00:04,000  X1:1 X2:2\n"
           "from noon.\n",
           "Ships may\nenter\nfrom noon.");
    expect(scene, "a.vtt",
           "WEBVTT\n\nfirst\n00:01.000 --> 00:02.000 align:start line:0\nShips may enter\n\n00:02.000 --> 00:03.000\n"
           "from noon.\n",
           "Ships may enter\nfrom noon.");
    expect(scene, "a.srt",
           "\xEF\xBB\xBF"
           "1\r\n0:0:1.0-->0:0:2.0\r\nText\r\n",
           "Text");
}

static void blocks_that_are_no_cues_are_no_text(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.vtt",
           "WEBVTT\nKind: captions\n\nNOTE\nnot said\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n"
           "00:01.000 --> 00:02.000\nSaid.\n\nNOTE not said\n",
           "Said.");
}

static void empty_lines_and_missing_ones_between_cues_of_subrip_are_understood(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.srt",
           "1\n00:00:01,000 --> 00:00:02,000\nOne\n\ntwo\n\n42\n\n2\n00:00:02,000 --> 00:00:03,000\nthree\n3\n"
           "00:00:03,000 --> 00:00:04,000\nfour\n00:00:04,000 --> 00:00:05,000\nfive\n",
           "One\ntwo\n42\nthree\nfour\nfive");
}

static void markup_leaves_no_trace(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.srt",
           "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Ships</i> <font color=\"#fff\">may</font> {y:b}en<b>ter</b>\n"
           "if 3 < 4 and 5 > 4 {so} &amp; on<br/>at noon\n",
           "Ships may enter\nif 3 < 4 and 5 > 4 {so} & on\nat noon");
    expect(scene, "a.vtt",
           "WEBVTT\n\n00:01.000 --> 00:02.000\n<c.yellow.bg_blue>Ships</c> <00:01.500>may<lang en> enter</lang>\n"
           "&lt;b&gt; &amp;lt; Tom&nbsp;&#38;&#x20;Al&rlm; a & b &unknown;\n",
           "Ships may enter\n<b> &lt; Tom & Al\xE2\x80\x8F a & b &unknown;");
}

static void who_speaks_stands_before_what_is_said(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.vtt",
           "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Ruiz>Ships may\n\n00:02.000 --> 00:03.000\n<v Ana "
           "Ruiz>enter.</v>\n\n"
           "00:03.000 --> 00:04.000\n<v.loud Bo>When?</v>\n<v Ana Ruiz>Now.</v>\n\n00:04.000 --> 00:05.000\n"
           "<v Bo>Bo: Good.\n\n00:05.000 --> 00:06.000\nNobody knows who.\n",
           "Ana Ruiz: Ships may\nenter.\n\nBo: When?\n\nAna Ruiz: Now.\n\nBo: Good.\n\nNobody knows who.");
}

static void a_pause_or_another_speaker_begins_a_paragraph(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.srt",
           "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:05,000 --> 00:00:06,000\ntwo.\n\n3\n00:00:09,001 --> "
           "00:00:10,000\nThree.\n>> Four.\n\n4\n00:00:10,000 --> 00:00:11,000\n>> Five.\n",
           "One\ntwo.\n\nThree.\n\n>> Four.\n\n>> Five.");
}

static void lines_that_roll_up_are_said_once(void **state)
{
    read_scene *scene = *state;

    expect(
        scene, "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \nships<00:01.500><c> may</c>\n\n00:02.000 --> 00:02.010\nships may\n \n\n"
        "00:02.010 --> 00:03.000\nships may\nenter<00:02.500><c> from</c>\n\n00:03.000 --> 00:03.010\nenter from\n\n"
        "00:03.010 --> 00:04.000\nenter from\nnoon on\n",
        "ships may\nenter from\nnoon on");
    expect(scene, "a.srt",
           "1\n00:00:01,000 --> 00:00:02,000\none\ntwo\nthree\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\nthree\nfour\n",
           "one\ntwo\nthree\nfour");
    /* What is said again later is said twice; so is a line within a cue. */
    expect(scene, "a.srt", "1\n00:00:01,000 --> 00:00:02,000\nNo.\nNo.\n\n2\n00:00:03,000 --> 00:00:04,000\nNo.\n",
           "No.\nNo.\nNo.");
}

static void title_and_language_are_taken_from_header_and_name(void **state)
{
    static const char *const names[][2] = {
        {"talk.en.srt", "en"},     {"talk.eng.srt", "en"},   {"talk.pt-BR.srt", "pt"}, {"talk.de.forced.srt", "de"},
        {"talk.fr.hi.srt", "fr"},  {"talk.hi.srt", "hi"},    {"en.srt", "und"},        {"talk.old.srt", "und"},
        {"talk.Final.srt", "und"}, {"talk.2020.srt", "und"},
    };
    read_scene *scene = *state;

    expect(scene, "a.vtt", "WEBVTT - On tides \nLanguage: fr\n\n00:01.000 --> 00:02.000\n1 2\n", "1 2");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_STATED);
    assert_string_equal(scene->found[0].lang, "fr");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        expect(scene, names[i][0], "1\n00:00:01,000 --> 00:00:02,000\n1 2\n", "1 2");
        assert_string_equal(scene->found[0].lang, names[i][1]);
    }
    /* No empty line behind the header. */
    expect(scene, "a.vtt", "WEBVTT\n00:01.000 --> 00:02.000\nText\n", "Text");
}

static void subtitles_are_known_by_their_content(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.txt", "1\n00:00:01,000 --> 00:00:02,000\nText\n", "Text");
    expect(scene, "a", "WEBVTT\n\n00:01.000 --> 00:02.000\nText\n", "Text");
    expect(scene, "a.txt", "00:00:01,000 --> 00:00:02,000\nText\n\n00:00:02,000 --> 00:00:03,000\nmore\n",
           "Text\nmore");
    read_string(scene, "a.txt", "2020\nWe went north --> south\n");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "a.txt", "12:30 departure, from the harbour in the north and then on --> home\n");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "a.srt", "nothing\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "there is no cue with text in it");
    read_string(scene, "a.srt",
                "\xFF\xFE"
                "1\0\n\0");
    assert_int_equal(scene->statements, 0);
}

/* All words of random cues come out once, in order. */
static void all_words_come_out(void **state)
{
    read_scene *scene = *state;

    for (uint64_t n = 0; n < 300; n++) {
        chance dice = chance_begin(seed + n);
        bool vtt = chance_one_in(&dice, 2);
        size_t words = 0, cues = 1 + chance_below(&dice, 30), now = 0;
        dictum_buf file;
        char *at;

        dictum__buf_init(&file, (size_t)1 << 20);
        dictum__buf_append_str(&file, vtt ? "WEBVTT\n\n" : "");
        for (size_t cue = 0; cue < cues; cue++) {
            size_t lines = 1 + chance_below(&dice, 12);
            now += chance_below(&dice, 6);
            if (!vtt || chance_one_in(&dice, 2)) {
                dictum__buf_appendf(&file, "%zu\n", cue + 1);
            }
            dictum__buf_appendf(&file, "00:%02zu:%02zu%c000 --> 00:%02zu:%02zu%c000\n", now / 60, now % 60,
                                vtt ? '.' : ',', (now + 1) / 60, (now + 1) % 60, vtt ? '.' : ',');
            now++;
            for (size_t line = 0; line < lines; line++) {
                static const char *const forms[] = {"%zu", "<i>%zu</i>", "a &amp; %zu", "{\\an8}%zu", "x < y %zu"};
                size_t form = chance_below(&dice, vtt ? 4 : 5);
                const char *mark = strchr(forms[form], '%');
                dictum__buf_append(&file, forms[form], (size_t)(mark - forms[form]));
                dictum__buf_appendf(&file, "w%zu", words++);
                dictum__buf_append_str(&file, mark + 3);
                dictum__buf_append_char(&file, '\n');
            }
            dictum__buf_append_char(&file, '\n');
        }
        read_bytes(scene, "a.srt", file.data, file.len);
        assert_int_equal(scene->statements, 1);
        at = scene->found[0].text;
        for (size_t i = 0; i < words; i++) {
            char word[32];
            snprintf(word, sizeof(word), "w%zu", i);
            at = strstr(at, word);
            assert_non_null(at);
            at += strlen(word);
            assert_false(*at >= '0' && *at <= '9');
        }
        assert_null(strstr(at, "w"));
        assert_null(strstr(scene->found[0].text, "-->"));
        assert_null(strstr(scene->found[0].text, "<i>"));
        dictum__buf_dispose(&file);
    }
}

static void any_bytes_do_no_harm(void **state)
{
    static const char *const pieces[] = {"<",
                                         ">",
                                         "<v ",
                                         "<v A>",
                                         "{\\",
                                         "}",
                                         "&#x",
                                         "&#1114112;",
                                         "&",
                                         ";",
                                         "\n",
                                         "\n\n",
                                         "1\n",
                                         "00:01",
                                         " --> ",
                                         "00:01.000 --> 00:02.000\n",
                                         "99999999:9:9",
                                         "\xFF",
                                         "text",
                                         "NOTE",
                                         "WEBVTT",
                                         "<br>",
                                         ">>",
                                         ".",
                                         ","};
    read_scene *scene = *state;

    for (uint64_t n = 0; n < 2000; n++) {
        chance dice = chance_begin(seed + n);
        dictum_buf file;
        dictum__buf_init(&file, (size_t)1 << 20);
        dictum__buf_append_str(&file, chance_one_in(&dice, 2) ? "WEBVTT\n\n" : "1\n");
        while (!chance_one_in(&dice, 60)) {
            dictum__buf_append_str(&file, pieces[chance_below(&dice, sizeof(pieces) / sizeof(pieces[0]))]);
        }
        read_bytes(scene, "a.vtt", file.data, file.len);
        dictum__buf_dispose(&file);
    }
}

static void what_nobody_would_write_costs_little(void **state)
{
    read_scene *scene = *state;
    char *files[] = {
        repeated("1\n00:00:01,000 --> 00:00:02,000\n", "1\n", 2000000, ""),
        repeated("1\n00:00:01,000 --> 00:00:02,000\n", "<", 3000000, ""),
        repeated("WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v A><v B>", 500000, "x"),
        repeated("WEBVTT\n\n", "00:01.000 --> 00:01.000\nx\n\n", 500000, ""),
        repeated("WEBVTT\n", "1", 8000000, ""),
        repeated("1\n00:00:01,000 --> 00:00:02,000\n", "&#", 3000000, ""),
        repeated("1\n00:00:01,000 --> 00:00:02,000\n", "<br>x", 1000000, ""),
    };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        clock_t start = clock();
        read_string(scene, "a.srt", files[i]);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
        free(files[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(cues_are_lines_without_numbers_and_times),
        SCENE_TEST(blocks_that_are_no_cues_are_no_text),
        SCENE_TEST(empty_lines_and_missing_ones_between_cues_of_subrip_are_understood),
        SCENE_TEST(markup_leaves_no_trace),
        SCENE_TEST(who_speaks_stands_before_what_is_said),
        SCENE_TEST(a_pause_or_another_speaker_begins_a_paragraph),
        SCENE_TEST(lines_that_roll_up_are_said_once),
        SCENE_TEST(title_and_language_are_taken_from_header_and_name),
        SCENE_TEST(subtitles_are_known_by_their_content),
        SCENE_TEST(all_words_come_out),
        SCENE_TEST(any_bytes_do_no_harm),
        SCENE_TEST(what_nobody_would_write_costs_little),
    };

    seed = chance_seed();
    printf("seed %llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
