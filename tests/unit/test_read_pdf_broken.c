/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF that cannot be read, or not as a whole. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_read_pdf_scene.h"

static void expect_problem(read_scene *scene, const char *reason)
{
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, reason);
}

static void files_that_cannot_be_read_say_why(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "Heading");
    pdf.encrypted = true;
    read_pdf(scene, "a.pdf", &pdf);
    expect_problem(scene, "it is encrypted and needs a password");
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_info(&pdf, "Title", "A Scan of a Report");
    read_pdf(scene, "a.pdf", &pdf);
    expect_problem(scene, "it has no text, perhaps it is a scan");
    read_string(scene, "a.pdf", "%PDF-1.7\nno more than this\n");
    expect_problem(scene, "it is damaged beyond repair, or no PDF");
}

/* What `from` is in the file becomes `to`, which is as long. */
static void change(char *bytes, size_t count, const char *from, const char *to)
{
    size_t len = strlen(from);

    assert_int_equal(strlen(to), len);
    for (size_t i = 0; i + len <= count; i++) {
        if (memcmp(bytes + i, from, len) == 0) {
            memcpy(bytes + i, to, len);
            return;
        }
    }
    fail_msg("the file has no %s", from);
}

static void pages_that_are_damaged_are_told(void **state)
{
    static const char *const damages[][3] = {
        {"/Kids [9 0 R 11 0 R", "/Kids [9 0 R 99 0 R", "1 of its 3 pages is damaged and gives no text"},
        {"(Second.) Tj", "\xFF\xFE\xFDxond.< Tj", "1 of its 3 pages is damaged and gives no text"},
        {"(Second.) Tj", "(Second.)   ", NULL}, /* a page without text */
    };
    read_scene *scene = *state;

    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        static const char *const words[] = {"First.", "Second.", "Third."};
        size_t count;
        pdf_maker pdf;
        pdf_begin(&pdf);
        for (size_t page = 0; page < 3; page++) {
            pdf_add_page(&pdf);
            pdf_text(&pdf, LEFT, 200, SIZE, words[page]);
        }
        char *bytes = pdf_finish(&pdf, &count);
        change(bytes, count, damages[i][0], damages[i][1]);
        read_bytes(scene, "a.pdf", bytes, count);
        free(bytes);
        assert_int_equal(scene->statements, 1);
        assert_string_equal(scene->found[0].text, "First.\n\nThird.");
        assert_int_equal(scene->problems, damages[i][2] == NULL ? 0 : 1);
        if (damages[i][2] != NULL) {
            assert_string_equal(scene->problem[0], damages[i][2]);
        }
    }
}

/* Damage goes neither to the terminal nor into the output, not even where glib is asked for all messages. */
static void damaged_files_are_repaired_in_silence(void **state)
{
    read_scene *scene = *state;
    char path[8192];
    struct stat written;
    size_t count;
    pdf_maker pdf;
    int out = dup(1), err = dup(2), file;

    begin_titled(&pdf, 18, "Heading");
    char *bytes = pdf_finish(&pdf, &count);
    snprintf(path, sizeof(path), "%s/messages", scene->folder);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0 && out >= 0 && err >= 0);
    assert_int_equal(setenv("G_MESSAGES_DEBUG", "all", 1), 0);
    fflush(stdout);
    dup2(file, 1);
    dup2(file, 2);
    read_bytes(scene, "a.pdf", bytes, count - 12); /* without the place of its table */
    fflush(stdout);
    dup2(out, 1);
    dup2(err, 2);
    free(bytes);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].text, "Heading\n\n" HARBOUR);
    assert_int_equal(fstat(file, &written), 0);
    assert_int_equal(written.st_size, 0);
    close(file);
    close(out);
    close(err);
    unlink(path);
}

/* Every byte changed, one after the other: some outcome, no crash. */
static void any_damage_has_an_outcome(void **state)
{
    size_t count;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "CreationDate", "D:20190705233000+02'00'");
    char *bytes = pdf_finish(&pdf, &count);
    for (size_t i = 8; i < count; i += 3) {
        char kept = bytes[i];
        bytes[i] = (char)(kept ^ (i % 2 == 0 ? 0x11 : 0x80));
        read_bytes(*state, "a.pdf", bytes, count);
        bytes[i] = kept;
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_cannot_be_read_say_why),
        cmocka_unit_test(pages_that_are_damaged_are_told),
        cmocka_unit_test(damaged_files_are_repaired_in_silence),
        cmocka_unit_test(any_damage_has_an_outcome),
    };
    return cmocka_run_group_tests(tests, read_scene_setup, read_scene_teardown);
}
