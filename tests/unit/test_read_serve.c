/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process and its protocol: indexer/protocol.h. The server runs in a child, as it does in earnest. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/sockios.h>

#include <cmocka.h>

#include "indexer/protocol.h"
#include "indexer/read/serve.h"
#include "test_read_scene.h"

#define BINARY "not a document dictum knows: binary content"
#define FILES_MAX 20

typedef struct serve_scene {
    int fd;
    pid_t child;
    char folder[64];
} serve_scene;

static int setup(void **state)
{
    static serve_scene scene;
    int ends[2];

    strcpy(scene.folder, "/tmp/dictum-serve-XXXXXX");
    if (mkdtemp(scene.folder) == NULL || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return -1;
    }
    scene.child = fork();
    if (scene.child == 0) {
        close(ends[0]);
        signal(SIGPIPE, SIG_IGN);
        _exit(dictum__serve(ends[1], &(dictum_limits){.cpu_seconds = 60}, NULL) == DICTUM_OK ? 0 : 2);
    }
    close(ends[1]);
    scene.fd = ends[0];
    *state = &scene;
    return scene.child < 0 ? -1 : 0;
}

static int teardown(void **state)
{
    serve_scene *scene = *state;

    if (scene->fd >= 0) {
        close(scene->fd);
    }
    if (scene->child > 0) {
        waitpid(scene->child, NULL, 0);
    }
    return rmdir(scene->folder);
}

static void send_bytes(serve_scene *scene, const void *bytes, size_t count)
{
    assert_int_equal(write(scene->fd, bytes, count), count);
}

/* Sends bytes, and with the first of them so many descriptors of `file`. */
static void send_with(serve_scene *scene, void *bytes, size_t count, int file, size_t files)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(FILES_MAX * sizeof(int))];
    } control;
    struct iovec part = {bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    memset(&control, 0, sizeof control);
    assert_true(files <= FILES_MAX);
    if (files > 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(files * sizeof file);
        control.head = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(files * sizeof file), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    }
    for (size_t i = 0; i < files; i++) {
        memcpy(CMSG_DATA(&control.head) + i * sizeof file, &file, sizeof file);
    }
    assert_int_equal(sendmsg(scene->fd, &message, 0), count);
}

/* A request without settings, with a descriptor of the file behind `opened`; NULL: none. */
static void ask_for(serve_scene *scene, const char *path, const char *opened, size_t files)
{
    size_t len = strlen(path) + 1;
    unsigned char head[5] = {(unsigned char)(len & 0xFF), (unsigned char)(len >> 8 & 0xFF), 0, 0, 0};
    int file = opened == NULL ? -1 : open(opened, O_RDONLY);

    send_with(scene, head, 5, file, files);
    send_bytes(scene, path, len - 1);
    if (file >= 0) {
        close(file);
    }
}

static void ask(serve_scene *scene, const char *path)
{
    ask_for(scene, path, path, 1);
}

static void receive_bytes(serve_scene *scene, void *bytes, size_t count)
{
    for (size_t got = 0; got < count;) {
        ssize_t taken = read(scene->fd, (char *)bytes + got, count - got);
        assert_true(taken > 0);
        got += (size_t)taken;
    }
}

/* The next frame's kind; its payload is to be freed. */
static unsigned receive(serve_scene *scene, char **payload, size_t *len)
{
    unsigned char head[DICTUM__FRAME_HEAD_BYTES];

    receive_bytes(scene, head, sizeof(head));
    *len = (size_t)head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
    assert_true(*len <= DICTUM__FRAME_BYTES_MAX);
    *payload = calloc(1, *len + 1);
    assert_non_null(*payload);
    receive_bytes(scene, *payload, *len);
    return head[0];
}

static void expect_end(serve_scene *scene, dictum_read_outcome outcome, const char *reason)
{
    char *payload;
    size_t len;

    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_END);
    assert_true(len >= 1);
    assert_int_equal(payload[0], outcome);
    assert_string_equal(payload + 1, reason);
    free(payload);
}

static void write_file(serve_scene *scene, const char *name, const char *text, char *path, size_t room)
{
    FILE *file;

    snprintf(path, room, "%s/%s", scene->folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void requests_are_answered_in_their_order(void **state)
{
    serve_scene *scene = *state;
    char one[256], two[256], *payload;
    dictum_record record;
    dictum_slice bytes;
    dictum_place place;
    size_t len;

    write_file(scene, "one.txt", "first", one, sizeof(one));
    write_file(scene, "two.jsonl", "{\"text\":\"second\"}\nbad\n{\"text\":\"third\"}\n", two, sizeof(two));
    ask(scene, one);
    ask_for(scene, "/binary", "/proc/self/exe", 1);
    ask(scene, two);

    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_STATEMENT);
    bytes = (dictum_slice){payload, len};
    assert_true(dictum__place_take(&bytes, &place));
    assert_int_equal(place.part, 0);
    assert_null(place.member.data);
    assert_int_equal(dictum__record_decode(bytes, &record, NULL), DICTUM_OK);
    assert_true(dictum__slice_equal(record.text, DICTUM_SLICE("first")));
    assert_null(record.path.data);
    free(payload);
    expect_end(scene, DICTUM__READ_DONE, "");
    expect_end(scene, DICTUM__READ_SKIPPED, BINARY);

    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_STATEMENT);
    free(payload);
    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_PART_PROBLEM);
    bytes = (dictum_slice){payload, len};
    assert_true(dictum__place_take(&bytes, &place));
    assert_int_equal(place.part, 2);
    assert_true(strncmp(bytes.data, "line 2: not JSON", 16) == 0);
    free(payload);
    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_STATEMENT);
    bytes = (dictum_slice){payload, len};
    assert_true(dictum__place_take(&bytes, &place));
    assert_int_equal(place.part, 3);
    free(payload);
    expect_end(scene, DICTUM__READ_DONE, "");
    unlink(one);
    unlink(two);
}

static void requests_may_come_in_pieces(void **state)
{
    serve_scene *scene = *state;

    char head[] = "\x05\0";
    int file = open("/proc/self/exe", O_RDONLY);

    send_with(scene, head, 2, file, 1);
    usleep(20000);
    send_bytes(scene, "\0\0\0/n", 5);
    usleep(20000);
    send_bytes(scene, "ox", 2);
    expect_end(scene, DICTUM__READ_SKIPPED, BINARY);
    close(file);
}

static void large_statements_pass(void **state)
{
    serve_scene *scene = *state;
    char path[256], *payload, *text = repeated("", "large words ", 2000000, "end");
    size_t len;

    write_file(scene, "large.txt", text, path, sizeof(path));
    ask(scene, path);
    assert_int_equal(receive(scene, &payload, &len), DICTUM__FRAME_STATEMENT);
    assert_true(len > 24000000);
    free(payload);
    expect_end(scene, DICTUM__READ_DONE, "");
    free(text);
    unlink(path);
}

static void expect_exit(serve_scene *scene, int status)
{
    int how;

    assert_int_equal(waitpid(scene->child, &how, 0), scene->child);
    scene->child = 0;
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), status);
}

static void the_reader_ends_when_its_peer_does(void **state)
{
    serve_scene *scene = *state;

    close(scene->fd);
    scene->fd = -1;
    expect_exit(scene, 0);
}

static void a_peer_that_goes_before_the_answer_ends_the_reader(void **state)
{
    serve_scene *scene = *state;
    char path[256], *text = repeated("", "large words ", 2000000, "end");

    write_file(scene, "large.txt", text, path, sizeof(path));
    ask(scene, path);
    close(scene->fd);
    scene->fd = -1;
    expect_exit(scene, 0); /* without a word: there is nobody to say it to */
    free(text);
    unlink(path);
}

static void a_malformed_request_ends_the_reader(void **state)
{
    serve_scene *scene = *state;

    send_bytes(scene, "\xFF\xFF\xFF\xFF/x", 6);
    expect_exit(scene, 2);
}

static void a_path_with_a_nul_ends_the_reader(void **state)
{
    serve_scene *scene = *state;
    char request[] = "\x04\0\0\0\0/\0x";
    int file = open("/proc/self/exe", O_RDONLY);

    send_with(scene, request, 8, file, 1);
    close(file);
    expect_exit(scene, 2);
}

static void a_request_without_a_file_ends_the_reader(void **state)
{
    ask_for(*state, "/proc/self/exe", NULL, 0);
    expect_exit(*state, 2);
}

static void a_request_with_two_files_ends_the_reader(void **state)
{
    ask_for(*state, "/proc/self/exe", "/proc/self/exe", 2);
    expect_exit(*state, 2);
}

static void a_request_with_more_files_than_there_is_room_for_ends_the_reader(void **state)
{
    ask_for(*state, "/proc/self/exe", "/proc/self/exe", FILES_MAX);
    expect_exit(*state, 2);
}

static void standard_input_that_comes_with_a_file_ends_the_reader(void **state)
{
    ask_for(*state, "-", "/proc/self/exe", 1);
    expect_exit(*state, 2);
}

/* Until the reader has all that was sent: what comes together may be taken together. */
static void wait_until_taken(const serve_scene *scene)
{
    int left;

    do {
        usleep(1000);
        assert_int_equal(ioctl(scene->fd, SIOCOUTQ, &left), 0);
    } while (left > 0);
}

static void a_file_that_comes_late_ends_the_reader(void **state)
{
    serve_scene *scene = *state;
    char head[] = "\x03\0", rest[] = "\0\0\0/n";
    int file = open("/proc/self/exe", O_RDONLY);

    send_bytes(scene, head, 2);
    wait_until_taken(scene);
    send_with(scene, rest, 5, file, 1);
    close(file);
    expect_exit(scene, 2);
}

/* How many descriptors a process has open. */
static size_t descriptors_of(pid_t process)
{
    char path[64];
    size_t count = 0;
    DIR *folder;

    snprintf(path, sizeof(path), "/proc/%d/fd", (int)process);
    folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}

static void no_file_stays_open(void **state)
{
    serve_scene *scene = *state;
    size_t before = 0;

    for (int times = 0; times < 20; times++) {
        ask_for(scene, "/binary", "/proc/self/exe", 1);
        ask_for(scene, "/binary", "/proc/self/exe", 1);
        expect_end(scene, DICTUM__READ_SKIPPED, BINARY);
        expect_end(scene, DICTUM__READ_SKIPPED, BINARY);
        if (times == 0) {
            before = descriptors_of(scene->child);
        }
    }
    assert_in_range(descriptors_of(scene->child), before - 1, before + 1); /* the last may just be closed or not */
}

#define SERVE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVE_TEST(requests_are_answered_in_their_order),
        SERVE_TEST(requests_may_come_in_pieces),
        SERVE_TEST(large_statements_pass),
        SERVE_TEST(the_reader_ends_when_its_peer_does),
        SERVE_TEST(a_peer_that_goes_before_the_answer_ends_the_reader),
        SERVE_TEST(a_malformed_request_ends_the_reader),
        SERVE_TEST(a_path_with_a_nul_ends_the_reader),
        SERVE_TEST(a_request_without_a_file_ends_the_reader),
        SERVE_TEST(a_request_with_two_files_ends_the_reader),
        SERVE_TEST(a_request_with_more_files_than_there_is_room_for_ends_the_reader),
        SERVE_TEST(standard_input_that_comes_with_a_file_ends_the_reader),
        SERVE_TEST(a_file_that_comes_late_ends_the_reader),
        SERVE_TEST(no_file_stays_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
