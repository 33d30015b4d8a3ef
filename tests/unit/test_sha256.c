/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/sha256.c against the examples that NIST publishes for FIPS 180-4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/sha256.h"
#include "lib/sha256_blocks.h"
#include "tests/support/chance.h"

static uint64_t seed;

static void check(const void *bytes, size_t count, const char *expected)
{
    uint8_t digest[DICTUM__SHA256_BYTES];
    char hex[2 * DICTUM__SHA256_BYTES + 1];
    dictum__sha256(bytes, count, digest);
    dictum__sha256_hex(digest, hex, sizeof hex - 1);
    assert_string_equal(hex, expected);
}

static void published_examples_agree(void **state)
{
    (void)state;
    check(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
          "nopqrstu",
          112, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    char *million = malloc(1000000);
    assert_non_null(million);
    memset(million, 'a', 1000000);
    check(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

/* Where the length no longer fits behind the text in its last block; by Python's hashlib. */
static void padding_is_right_around_a_block(void **state)
{
    (void)state;
    static const struct {
        size_t len;
        const char *hex;
    } cases[] = {
        {54, "a3f01b6939256127582ac8ae9fb47a382a244680806a3f613a118851c1ca1d47"},
        {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {57, "f13b2d724659eb3bf47f2dd6af1accc87b81f09f59f2b75e5c0bed6589dfe8c6"},
        {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
        {119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
        {120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
    };
    char text[120];
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(text, cases[i].len, cases[i].hex);
}

static void pieces_give_the_same_as_the_whole(void **state)
{
    (void)state;
    uint8_t text[300], whole[DICTUM__SHA256_BYTES], pieces[DICTUM__SHA256_BYTES];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)(i * 7);
    for (size_t len = 0; len <= sizeof text; len++) {
        dictum__sha256(text, len, whole);
        for (size_t piece = 1; piece <= 130; piece += 3) {
            dictum_sha256 sha;
            dictum__sha256_init(&sha);
            for (size_t at = 0; at < len; at += piece)
                dictum__sha256_add(&sha, text + at, len - at < piece ? len - at : piece);
            dictum__sha256_add(&sha, NULL, 0);
            dictum__sha256_end(&sha, pieces);
            assert_memory_equal(whole, pieces, sizeof whole);
        }
    }
}

static void as_many_digits_are_written_as_are_asked_for(void **state)
{
    (void)state;
    uint8_t digest[DICTUM__SHA256_BYTES];
    char hex[8];
    dictum__sha256("abc", 3, digest);
    memset(hex, '!', sizeof hex);
    dictum__sha256_hex(digest, hex, 5);
    assert_memory_equal(hex, "ba781\0!!", 8);
    dictum__sha256_hex(digest, hex, 0);
    assert_string_equal(hex, "");
}

/* From any state on, over any bytes. */
static void the_processor_gives_what_the_portable_way_gives(void **state)
{
    dictum_sha256_work *work = dictum__sha256_of_processor();
    chance dice = chance_begin(seed);
    (void)state;
    if (work == NULL) {
        print_message("this processor has no instructions for SHA-256\n");
        skip();
    }
    for (size_t round = 0; round < 20000; round++) {
        uint8_t bytes[64 * 9 + 1];
        uint32_t one[8], other[8];
        size_t from = chance_below(&dice, 2), count = chance_below(&dice, 10);
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)chance_below(&dice, 256);
        for (size_t i = 0; i < 8; i++)
            one[i] = other[i] = (uint32_t)chance_below(&dice, (size_t)1 << 32);
        work(one, bytes + from, count);
        dictum__sha256_portable(other, bytes + from, count);
        assert_memory_equal(one, other, sizeof one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples_agree),
        cmocka_unit_test(padding_is_right_around_a_block),
        cmocka_unit_test(pieces_give_the_same_as_the_whole),
        cmocka_unit_test(the_processor_gives_what_the_portable_way_gives),
        cmocka_unit_test(as_many_digits_are_written_as_are_asked_for),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
