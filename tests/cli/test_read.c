/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-read as a user meets it, above all with files that are hostile, broken or no files. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

#include "run.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

#define MB ((size_t)1 << 20)

typedef struct scene {
    char *folder, *program;
    process_result result;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->folder = temp_new()) == NULL) {
        return -1;
    }
    self->program = process_program("dictum-read");
    return self->program != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    scene *self = *state;
    process_dispose(&self->result);
    temp_remove(self->folder);
    free(self->program);
    free(self);
    return 0;
}

static char *put(scene *self, const char *name, const char *text)
{
    char *path = temp_path(self->folder, name);
    assert_true(temp_write(path, text, strlen(text)));
    return path;
}

/* Runs the program with at most 12 arguments. */
static int run_with(scene *self, const char *input, const char *const *more, size_t more_count)
{
    const char *arguments[14] = {self->program};
    assert_true(more_count <= 12);
    for (size_t i = 0; i < more_count; i++) {
        arguments[1 + i] = more[i];
    }
    process_dispose(&self->result);
    assert_true(process_run(arguments, input, &self->result));
    return self->result.status;
}

/* The last line of the output is an error with this reason, which is on standard error, too. */
static void fails_with(scene *self, const char *path, const char *reason)
{
    char wanted[8192];
    const char *line = strstr(self->result.out, "{\"format\":1,\"type\":\"error\",\"code\":\"");
    (void)snprintf(wanted, sizeof wanted, "%s: %s", path, reason);
    assert_non_null(line);
    assert_ptr_equal(strchr(line, '\n'), self->result.out + self->result.out_bytes - 1);
    contains(line, wanted);
    contains(self->result.err, wanted);
    assert_int_equal(self->result.status, 2);
}

/* Reads a file that ends so, and one behind it, which must not suffer. */
static void expect(scene *self, const char *option, const char *path, const char *reason)
{
    char *good = put(self, "good.txt", "A good file.");
    assert_int_equal(run(self, NULL, "--cpu=20", option, path, good), 2);
    contains(self->result.out, "\"text\":\"A good file.\"");
    fails_with(self, path, reason);
    free(good);
}

/* ---- no files ---------------------------------------------------------------------------------------------- */

static void what_is_no_file_is_named(void **state)
{
    scene *self = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *fifo = temp_path(self->folder, "fifo"), *loop = temp_path(self->folder, "loop");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", self->folder);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("loop", loop), 0);
    expect(self, "--cpu=20", fifo, "it is not a regular file");
    expect(self, "--cpu=20", "/dev/null", "it is not a regular file");
    expect(self, "--cpu=20", address.sun_path, "cannot open it: No such device or address");
    expect(self, "--cpu=20", self->folder, "it is a folder");
    expect(self, "--cpu=20", loop, "cannot open it: Too many levels of symbolic links");
    expect(self, "--cpu=20", "/nonexistent", "cannot open it: No such file or directory");
    (void)close(fd);
    free(fifo);
    free(loop);
}

static void a_file_that_may_not_be_read_is_named(void **state)
{
    scene *self = *state;
    if (geteuid() == 0) {
        skip();
    }
    char *path = put(self, "secret.txt", "Not for everybody.");
    assert_int_equal(chmod(path, 0), 0);
    expect(self, "--cpu=20", path, "cannot open it: Permission denied");
    free(path);
}

static void a_link_that_is_named_is_followed(void **state)
{
    scene *self = *state;
    char *path = put(self, "target.txt", "Behind it."), *link = temp_path(self->folder, "link.txt");
    assert_int_equal(symlink("target.txt", link), 0);
    assert_int_equal(run(self, NULL, link), 0);
    contains(self->result.out, "link.txt\",");
    contains(self->result.out, "\"text\":\"Behind it.\"");
    free(path);
    free(link);
}

static void names_may_be_any_bytes(void **state)
{
    scene *self = *state;
    char longest[256];
    memset(longest, 'n', sizeof longest - 1);
    longest[255] = '\0';
    const char *const names[] = {"line\nbreak", "\xff\xfe\x80", "tab\tand \x1b[31m", "-", "--", longest};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = put(self, names[i], "The text.");
        assert_int_equal(run(self, NULL, path), 0);
        contains(self->result.out, "\"text\":\"The text.\"");
        assert_ptr_equal(strchr(self->result.out, '\n'), self->result.out + self->result.out_bytes - 1);
        free(path);
    }
    char *missing = temp_path(self->folder, "mis\nsing\x1b[31m");
    assert_int_equal(run(self, NULL, missing), 2);
    assert_null(strchr(self->result.err, '\x1b'));
    free(missing);
}

/* ---- large and bottomless files ---------------------------------------------------------------------------- */

static void put_sparse(scene *self, char **path, const char *name, const char *text)
{
    *path = put(self, name, text);
    assert_int_equal(truncate(*path, (off_t)(300 * MB)), 0);
}

/* More than is looked at to tell a text from other files. */
static const char *filled_head(void)
{
    static char text[65537];
    memset(text, 'a', sizeof text - 1);
    return text;
}

static void a_sparse_file_is_refused(void **state)
{
    scene *self = *state;
    char *text, *empty;
    put_sparse(self, &text, "text.txt", filled_head());
    put_sparse(self, &empty, "empty.dat", "");
    expect(self, "--cpu=20", text, "it has more than 256 MB");
    expect(self, "--cpu=20", empty, "not a document dictum knows: binary content");
    free(text);
    free(empty);
}

/* Writes an archive with one member, or with the raw format a compressed file. */
static void write_archive(const char *path, bool raw, bool gzip, const char *member, const void *bytes, size_t count)
{
    struct archive *out = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    assert_int_equal(raw ? archive_write_set_format_raw(out) : archive_write_set_format_zip(out), ARCHIVE_OK);
    if (gzip) {
        assert_int_equal(archive_write_add_filter_gzip(out), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open_filename(out, path), ARCHIVE_OK);
    archive_entry_set_pathname(entry, member);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)count);
    assert_int_equal(archive_write_header(out, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(out, bytes, count), count);
    archive_entry_free(entry);
    assert_int_equal(archive_write_free(out), ARCHIVE_OK);
}

static void *read_file(const char *path, size_t *count)
{
    struct stat there;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &there), 0);
    *count = (size_t)there.st_size;
    void *bytes = malloc(*count + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *count, file), *count);
    (void)fclose(file);
    return bytes;
}

static char *filled(size_t count)
{
    static const char words[] = "all work and no play ";
    char *text = malloc(count);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        text[i] = words[i % (sizeof words - 1)];
    }
    return text;
}

static void a_bomb_for_memory_costs_one_file(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
#define NO_LIMIT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NO_LIMIT 1
#endif
#endif
#ifdef NO_LIMIT
    (void)state;
    skip();
#else
    scene *self = *state;
    char *zip = temp_path(self->folder, "bomb.zip"), *gz = temp_path(self->folder, "bomb.txt.gz");
    char *text = filled(60 * MB);
    write_archive(zip, false, false, "deep/bomb.txt", text, 60 * MB);
    write_archive(gz, true, true, "bomb.txt", text, 60 * MB);
    expect(self, "--memory=150", zip, "it needs more than 150 MB of memory");
    expect(self, "--memory=150", gz, "it needs more than 150 MB of memory");
    free(text);
    free(gz);
    free(zip);
#endif
}

/* A head of a tar archive: a file of 10 GB. */
static void make_tar_head(char head[512])
{
    unsigned sum = 0;
    memset(head, 0, 512);
    (void)snprintf(head, 100, "endless.bin");
    memcpy(head + 100, "0000644", 8);
    memcpy(head + 108, "0000000", 8);
    memcpy(head + 116, "0000000", 8);
    memcpy(head + 124, "120000000000", 12); /* octal */
    memcpy(head + 136, "00000000000", 12);
    memcpy(head + 148, "        ", 8);
    head[156] = '0';
    memcpy(head + 257, "ustar\00000", 8);
    for (size_t i = 0; i < 512; i++) {
        sum += (unsigned char)head[i];
    }
    (void)snprintf(head + 148, 8, "%06o", sum);
}

/* Ten GB of zeros in ten MB: compressed pieces in a row are one file. */
static void write_time_bomb(scene *self, const char *path)
{
    enum { PIECE_MB = 64, PIECES = 160 };
    char head[512];
    char *piece = temp_path(self->folder, "piece.gz"), *zeros = calloc(1, PIECE_MB * MB);
    size_t head_bytes, zero_bytes;
    assert_non_null(zeros);
    make_tar_head(head);
    write_archive(piece, true, true, "head", head, sizeof head);
    void *packed_head = read_file(piece, &head_bytes);
    write_archive(piece, true, true, "zeros", zeros, PIECE_MB * MB);
    void *packed_zeros = read_file(piece, &zero_bytes);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(packed_head, 1, head_bytes, file), head_bytes);
    for (int i = 0; i < PIECES; i++) {
        assert_int_equal(fwrite(packed_zeros, 1, zero_bytes, file), zero_bytes);
    }
    assert_int_equal(fclose(file), 0);
    free(packed_head);
    free(packed_zeros);
    free(zeros);
    free(piece);
}

/* A quick machine unpacks as much as is allowed for within the second; tests/unit/test_fence.c has the clock alone. */
static void a_bomb_for_time_costs_one_file(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, "bomb.tar.gz"), *good = put(self, "good.txt", "A good file.");
    write_time_bomb(self, path);
    assert_int_equal(run(self, NULL, "--cpu=1", path, good), 2);
    contains(self->result.out, "\"text\":\"A good file.\"");
    if (strstr(self->result.out, "the archive expands to more than") == NULL)
        fails_with(self, path, "it took more than 1 seconds of processor time");
    free(good);
    free(path);
}

static void a_flood_costs_one_file(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, "flood.txt"), *text = filled(3 * MB);
    assert_true(temp_write(path, text, 3 * MB));
    expect(self, "--output=2", path, "it gives more than 2 MB");
    free(text);
    free(path);
}

static void archives_in_archives_end_somewhere(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, "nested.zip"), *good = put(self, "good.txt", "A good file.");
    size_t count = 0;
    void *inner = read_file(good, &count);
    write_archive(path, false, false, "inside.txt", inner, count);
    for (int depth = 0; depth < 8; depth++) {
        free(inner);
        inner = read_file(path, &count);
        write_archive(path, false, false, "inside.zip", inner, count);
    }
    assert_int_equal(run(self, NULL, path, good), 2);
    contains(self->result.err, "containers lie in each other");
    contains(self->result.out, "nested.zip: parts of it could not be read\"");
    contains(self->result.out, "\"text\":\"A good file.\"");
    free(inner);
    free(good);
    free(path);
}

/* ---- options ----------------------------------------------------------------------------------------------- */

static void what_is_set_counts_before_what_is_stated(void **state)
{
    scene *self = *state;
    char *path = put(self, "2001-02-03.md", "---\ntitle: Theirs\nauthor: They\n---\n\nThe text.");
    assert_int_equal(run(self, NULL, "--set=title=Ours", "--set", "speaker=We = us", "-s", "date=4 May 2020",
                         "--set=source=House", "--set=lang=German", "--set=url=https://example.org/a", path),
                     0);
    contains(self->result.out, "\"title\":\"Ours\",\"date\":\"2020-05-04\",\"date_known\":\"stated\","
                               "\"speaker\":\"We = us\",\"source\":\"House\",\"lang\":\"de\","
                               "\"url\":\"https://example.org/a\"");
    assert_int_equal(run(self, "{\"text\":\"one\",\"title\":\"Theirs\"}\n", "--set=title=Ours", "-"), 0);
    contains(self->result.out, "\"title\":\"Ours\"");
    free(path);
}

static void what_a_folder_says_counts_as_in_an_index(void **state)
{
    scene *self = *state;
    char *path = put(self, "a.txt", "The text."), *said = put(self, ".dictum", "source: House\nspeaker: They\nbad\n");
    assert_int_equal(run(self, NULL, path), 0);
    contains(self->result.out, "\"speaker\":\"They\",\"source\":\"House\"");
    contains(self->result.err, ".dictum: line 3: ");
    assert_int_equal(run(self, NULL, "--set=speaker=We", path), 0);
    contains(self->result.out, "\"speaker\":\"We\",\"source\":\"House\"");
    assert_int_equal(unlink(said), 0);
    assert_int_equal(run(self, NULL, path), 0);
    contains(self->result.out, "\"speaker\":null,\"source\":null");
    free(said);
    free(path);
}

static void what_cannot_be_set_is_an_error(void **state)
{
    static const char *const wrong[] = {"--set=colour=red",   "--set=title",    "--set=title=",     "--set==x",
                                        "--set=date=someday", "--set=titl=x",   "--set=title=a\nb", "--set=title=\xff",
                                        "--set=lang=?",       "--cpu=0",        "--memory=1000001", "--output=x",
                                        "--nonsense",         "--set=address=x"};
    scene *self = *state;
    char *path = put(self, "good.txt", "A good file.");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(run(self, NULL, wrong[i], path), 2);
        contains(self->result.out, "{\"format\":1,\"type\":\"error\",\"code\":\"argument\",\"message\":\"");
        assert_true(self->result.err_bytes > 0);
    }
    free(path);
}

static void what_is_passed_over_inside_is_told_on_demand(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, "a.zip");
    write_archive(path, false, false, "picture.bin", "\x01\x02\x00\xff\xfe\x00", 6);
    assert_int_equal(run(self, NULL, path), 0);
    assert_string_equal(self->result.err, "");
    assert_int_equal(run(self, NULL, "--verbose", path), 0);
    contains(self->result.err, "a.zip!/picture.bin: skipped: not a document");
    free(path);
}

static void records_come_from_standard_input(void **state)
{
    scene *self = *state;
    char *path = put(self, "good.txt", "A good file.");
    assert_int_equal(run(self, "{\"text\":\"one\"}\n{\"text\":\"two\"}\n", "-", path), 0);
    contains(self->result.out, "\"path\":null,\"title\":null");
    const char *one = strstr(self->result.out, "\"text\":\"one\""), *two = strstr(self->result.out, "\"text\":\"two\"");
    assert_true(one != NULL && two > one && strstr(two, "\"text\":\"A good file.\"") != NULL);
    free(path);
}

static void the_fence_can_be_looked_at(void **state)
{
    scene *self = *state;
    int status = run(self, NULL, "--fence");
    assert_in_range(status, 0, 1);
    contains(self->result.out, "resource limits (files, processes, processor time): in force\n");
    assert_int_equal(strstr(self->result.out, "not in force") != NULL, status == 1);
}

#define READ_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READ_TEST(what_is_no_file_is_named),
        READ_TEST(a_file_that_may_not_be_read_is_named),
        READ_TEST(a_link_that_is_named_is_followed),
        READ_TEST(names_may_be_any_bytes),
        READ_TEST(a_sparse_file_is_refused),
        READ_TEST(a_bomb_for_memory_costs_one_file),
        READ_TEST(a_bomb_for_time_costs_one_file),
        READ_TEST(a_flood_costs_one_file),
        READ_TEST(archives_in_archives_end_somewhere),
        READ_TEST(what_is_set_counts_before_what_is_stated),
        READ_TEST(what_a_folder_says_counts_as_in_an_index),
        READ_TEST(what_cannot_be_set_is_an_error),
        READ_TEST(what_is_passed_over_inside_is_told_on_demand),
        READ_TEST(records_come_from_standard_input),
        READ_TEST(the_fence_can_be_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
