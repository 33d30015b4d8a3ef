/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that come from a reader in pieces of any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/protocol.h"
#include "indexer/reader.h"
#include "tests/support/chance.h"

#define ROUNDS 200
#define FRAMES_MAX 40
#define FRAME_BYTES_LARGE 150000

static uint64_t seed;

typedef struct scene {
    dictum_reader reader;
    int peer;
    dictum_buf sent;           /* all frames */
    size_t ends[FRAMES_MAX];   /* of each frame in `sent` */
    size_t frames, next, done; /* how many there are, which is the next to be taken, and bytes that are on their way */
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    int ends[2];
    *state = self;
    if (self == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return -1;
    }
    dictum__reader_init(&self->reader);
    self->reader.fd = ends[0];
    self->peer = ends[1];
    dictum__buf_init(&self->sent, SIZE_MAX / 2);
    return 0;
}

static int teardown(void **state)
{
    scene *self = *state;
    (void)close(self->reader.fd);
    if (self->peer >= 0) {
        (void)close(self->peer);
    }
    dictum__reader_stop(&self->reader);
    dictum__buf_dispose(&self->sent);
    free(self);
    return 0;
}

/* Mostly small ones, and some that are longer than what is taken in at a time. */
static void make_frames(scene *self, chance *dice)
{
    dictum__buf_clear(&self->sent);
    self->frames = 1 + chance_below(dice, FRAMES_MAX);
    self->next = self->done = 0;
    for (size_t i = 0; i < self->frames; i++) {
        size_t len = chance_below(dice, chance_one_in(dice, 12)  ? FRAME_BYTES_LARGE
                                        : chance_one_in(dice, 4) ? 4
                                                                 : 4000);
        dictum__buf_append_char(&self->sent, (char)(1 + chance_below(dice, 4)));
        for (unsigned shift = 0; shift < 32; shift += 8) {
            dictum__buf_append_char(&self->sent, (char)(len >> shift & 0xFF));
        }
        for (size_t k = 0; k < len; k++) {
            dictum__buf_append_char(&self->sent, (char)chance_below(dice, 256));
        }
        self->ends[i] = self->sent.len;
    }
}

static void send_some(scene *self, chance *dice)
{
    size_t left = self->sent.len - self->done;
    size_t most = chance_one_in(dice, 3) ? 8 : chance_one_in(dice, 2) ? 3000 : 200000;
    size_t count = 1 + chance_below(dice, most);
    ssize_t sent = send(self->peer, self->sent.data + self->done, count < left ? count : left, MSG_DONTWAIT);
    self->done += sent > 0 ? (size_t)sent : 0;
}

/* Takes one frame, or finds that it is not there yet as a whole. */
static void take_one(scene *self)
{
    size_t from = self->next == 0 ? 0 : self->ends[self->next - 1], head = DICTUM__FRAME_HEAD_BYTES;
    bool there = self->ends[self->next] <= self->done, had = dictum__reader_has_frame(&self->reader), got;
    dictum_receipt receipt = dictum__reader_receive(&self->reader, &got);
    assert_true(there || !had);
    assert_int_equal(receipt, there ? DICTUM__RECEIPT_FRAME : DICTUM__RECEIPT_AGAIN);
    if (receipt == DICTUM__RECEIPT_FRAME) {
        assert_int_equal(self->reader.head[0], self->sent.data[from]);
        assert_int_equal(self->reader.frame.len, self->ends[self->next] - from - head);
        if (self->reader.frame.len > 0) {
            assert_memory_equal(self->reader.frame.data, self->sent.data + from + head, self->reader.frame.len);
        }
        self->next++;
    }
}

static void frames_are_taken_whole_however_they_come(void **state)
{
    scene *self = *state;
    chance dice = chance_begin(seed);
    for (size_t round = 0; round < ROUNDS; round++) {
        make_frames(self, &dice);
        while (self->next < self->frames) {
            if (self->done < self->sent.len && chance_one_in(&dice, 2)) {
                send_some(self, &dice);
            } else {
                take_one(self);
            }
        }
        assert_false(dictum__reader_has_frame(&self->reader));
    }
}

/* Frames that came together are all there after one look at the connection, even when that is closed. */
static void what_has_come_is_there_when_the_connection_is_closed(void **state)
{
    scene *self = *state;
    bool got;
    static const char frames[] = "\1\3\0\0\0abc\3\0\0\0\0\2\1\0\0\0x\1\5\0\0\0cut";
    assert_int_equal(send(self->peer, frames, sizeof frames - 1, 0), sizeof frames - 1);
    (void)close(self->peer);
    self->peer = -1;
    assert_false(dictum__reader_has_frame(&self->reader));
    assert_int_equal(dictum__reader_receive(&self->reader, &got), DICTUM__RECEIPT_FRAME);
    assert_true(got);
    assert_string_equal(self->reader.frame.data, "abc");
    assert_true(dictum__reader_has_frame(&self->reader));
    assert_int_equal(dictum__reader_receive(&self->reader, &got), DICTUM__RECEIPT_FRAME);
    assert_int_equal(self->reader.head[0], 3);
    assert_true(dictum__reader_has_frame(&self->reader));
    assert_int_equal(dictum__reader_receive(&self->reader, &got), DICTUM__RECEIPT_FRAME);
    assert_string_equal(self->reader.frame.data, "x");
    assert_false(dictum__reader_has_frame(&self->reader));
    assert_int_equal(dictum__reader_receive(&self->reader, &got), DICTUM__RECEIPT_CLOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(frames_are_taken_whole_however_they_come, setup, teardown),
        cmocka_unit_test_setup_teardown(what_has_come_is_there_when_the_connection_is_closed, setup, teardown),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
