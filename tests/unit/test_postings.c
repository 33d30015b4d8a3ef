/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A statement's postings against what lib/schema.h says that they are. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/postings.h"
#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/sha256.h"

typedef struct scene {
    dictum_postings *postings;
    dictum_record record;
    dictum_buf encoded, text;
    dictum_draft draft;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || dictum__postings_new(&self->postings, NULL) != DICTUM_OK) {
        return -1;
    }
    dictum__buf_init(&self->encoded, 1u << 24);
    dictum__buf_init(&self->text, 1u << 24);
    self->record.id = DICTUM_SLICE("the-id");
    self->record.lang = DICTUM_SLICE("en");
    return 0;
}

static int teardown(void **state)
{
    scene *self = *state;
    dictum__postings_free(self->postings);
    dictum__buf_dispose(&self->encoded);
    dictum__buf_dispose(&self->text);
    free(self);
    return 0;
}

static void collect(scene *self)
{
    dictum__buf_clear(&self->encoded);
    dictum__record_encode(&self->record, &self->encoded);
    self->draft = (dictum_draft){
        .record = &self->record, .file = DICTUM_SLICE("/a/file"), .encoded = dictum__buf_slice(&self->encoded)};
    dictum__sha256(self->encoded.data, self->encoded.len, self->draft.hash);
    assert_int_equal(dictum__postings_collect(self->postings, &self->draft, NULL), DICTUM_OK);
}

/* "wdf:position,position…" of a term; "-" where the statement has it not. */
static const char *posting(scene *self, const char *term)
{
    dictum__buf_clear(&self->text);
    for (size_t i = 0; i < dictum__postings_count(self->postings); i++) {
        dictum_posting found = dictum__postings_get(self->postings, i);
        if (found.term.data != NULL && dictum__slice_equal(found.term, dictum__slice(term))) {
            assert_int_equal(self->text.len, 0);
            dictum__buf_appendf(&self->text, "%" PRIu32 ":", found.wdf);
            for (size_t k = 0; k < found.position_count; k++) {
                dictum__buf_appendf(&self->text, "%s%" PRIu32, k > 0 ? "," : "", found.positions[k]);
            }
        }
    }
    return self->text.len > 0 ? self->text.data : "-";
}

#define posting_is(self, term, expected) assert_string_equal(posting((self), (term)), (expected))

/* Where sentences begin, with P where paragraphs do. */
static void borders_are(scene *self, const char *expected)
{
    dictum_values values;
    dictum__postings_values(self->postings, &self->draft, &values);
    assert_int_equal(values.slots[values.count - 1], DICTUM__SLOT_BORDERS);
    dictum_slice value = values.values[values.count - 1];
    uint32_t position = 0;
    bool paragraph;
    dictum__buf_clear(&self->text);
    while (dictum__schema_take_border(&value, &position, &paragraph)) {
        dictum__buf_appendf(&self->text, "%s%" PRIu32 "%s", self->text.len > 0 ? " " : "", position,
                            paragraph ? "P" : "");
    }
    assert_int_equal(value.len, 0);
    assert_string_equal(self->text.data, expected);
}

static void words_stand_at_their_positions(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("The Cat saw the cat. It ran!\n\nNobody saw.");
    collect(self);
    posting_is(self, "the", "2:1,4");
    posting_is(self, "cat", "2:2,5");
    posting_is(self, "ran", "1:7");
    borders_are(self, "1P 6 8P");
    posting_is(self, "Zcat", "2:");
    posting_is(self, "The", "-");
    posting_is(self, "Qthe-id", "0:");
    posting_is(self, "Len", "0:");
    posting_is(self, "XKnone", "0:");
}

static void the_title_s_words_follow_behind_a_gap_and_have_terms_of_their_own(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("one two three");
    self->record.title = DICTUM_SLICE("Two Cities");
    collect(self);
    posting_is(self, "two", "5:2,1028");
    posting_is(self, "cities", "4:1029");
    posting_is(self, "Stwo", "1:1");
    posting_is(self, "Scities", "1:2");
    posting_is(self, "Zciti", "4:");
    posting_is(self, "ZSciti", "0:");
    posting_is(self, "ZSone", "-");
    borders_are(self, "1P 1028P");
}

static void folded_forms_share_the_position_and_weigh_nothing(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("Les cafés, des cafes");
    self->record.title = DICTUM_SLICE("Élysée");
    self->record.lang = DICTUM_SLICE("fr");
    collect(self);
    posting_is(self, "cafés", "1:2");
    posting_is(self, "cafes", "1:2,4");
    /* The stem is that of the folded form, and once more that of the exact one. */
    posting_is(self, "Zcaf", "2:");
    posting_is(self, "XDcaf", "0:");
    posting_is(self, "Sélysée", "1:1");
    posting_is(self, "Selysee", "0:1");
    posting_is(self, "élysée", "4:1029");
    posting_is(self, "elysee", "0:1029");
    assert_string_not_equal(posting(self, "XDSélys"), "-");
    posting_is(self, "XDScaf", "-");
}

static void fields_have_positions_of_their_own(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("word");
    self->record.speaker = DICTUM_SLICE("Zoë Lindqvist");
    self->record.source = DICTUM_SLICE("Ministry of Words");
    self->record.type = DICTUM_SLICE("markdown");
    collect(self);
    posting_is(self, "Azoë", "1:1");
    posting_is(self, "Azoe", "0:1");
    posting_is(self, "Alindqvist", "1:2");
    posting_is(self, "XOwords", "1:3");
    posting_is(self, "ZAlindqvist", "-");
    posting_is(self, "lindqvist", "-");
    posting_is(self, "Tmarkdown", "0:");
}

static void scripts_without_spaces_have_a_term_a_grapheme_and_stems_of_words(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("สวัสดี 33.107");
    self->record.lang = DICTUM_SLICE("th");
    collect(self);
    posting_is(self, "ส", "2:1,3");
    posting_is(self, "วั", "1:2");
    posting_is(self, "ดี", "1:4");
    posting_is(self, "Zสวัสดี", "1:");
    posting_is(self, "Zส", "-");
    posting_is(self, "33", "1:5");
    posting_is(self, "107", "1:6");
    posting_is(self, "XJ233107", "0:5");
    posting_is(self, "Z107", "1:");
}

static void a_word_with_signs_is_a_term_with_and_without_them(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("C++ @José #MeToo");
    collect(self);
    posting_is(self, "c++", "1:1");
    posting_is(self, "c", "0:1");
    posting_is(self, "Zc", "1:");
    posting_is(self, "Zc++", "-");
    posting_is(self, "@josé", "1:2");
    posting_is(self, "@jose", "0:2");
    posting_is(self, "josé", "0:2");
    posting_is(self, "jose", "0:2");
    posting_is(self, "XDjosé", "0:");
    posting_is(self, "Zjose", "1:");
    posting_is(self, "#metoo", "1:3");
    posting_is(self, "metoo", "0:3");
}

static void words_that_can_be_read_as_one_have_a_term_of_their_own(void **state)
{
    scene *self = *state;
    self->record.text = DICTUM_SLICE("The opsporings-\nen in 1 000 000 cyber-security and mé-\nthode caf\u00E9-bar");
    self->record.title = DICTUM_SLICE("Budget 12 000 of e-mail");
    self->record.lang = DICTUM_SLICE("en");
    collect(self);
    posting_is(self, "XJ2opsporingsen", "0:2");
    posting_is(self, "Zopsporingsen", "1:");
    posting_is(self, "opsporings", "1:2");
    posting_is(self, "en", "1:3");
    posting_is(self, "XJ31000000", "0:5");
    posting_is(self, "XHcybersecurity-5", "1:");
    posting_is(self, "XJ2cybersecurity", "-");
    posting_is(self, "XJ2méthode", "0:11");
    posting_is(self, "XJ2methode", "0:11");
    posting_is(self, "XDméthode", "0:");
    posting_is(self, "XHcafébar-5", "1:");
    posting_is(self, "XHcafebar-4", "1:");
    posting_is(self, "XJS212000", "0:2");
    posting_is(self, "XJ212000", "0:1040");
    posting_is(self, "XHemail-1", "1:");
}

static void an_overlong_word_is_shortened_as_the_searcher_does(void **state)
{
    scene *self = *state;
    char word[600];
    dictum_buf term;
    dictum__buf_init(&term, 1024);
    memset(word, 'x', sizeof word);
    for (size_t length = 225; length < sizeof word; length += 3) {
        self->record.text = (dictum_slice){word, length};
        self->record.title = self->record.text;
        collect(self);
        for (size_t i = 0; i < dictum__postings_count(self->postings); i++) {
            assert_true(dictum__postings_get(self->postings, i).term.len <= DICTUM__TERM_BYTES_MAX);
        }
        dictum__schema_term(&term, "", self->record.text);
        posting_is(self, term.data, "5:1,1026");
        dictum__schema_term(&term, DICTUM__PREFIX_TITLE, self->record.text);
        posting_is(self, term.data, "1:1");
        dictum__schema_term(&term, DICTUM__PREFIX_STEM, self->record.text);
        posting_is(self, term.data, "5:");
        dictum__schema_term(&term, DICTUM__PREFIX_TITLE_STEM, self->record.text);
        posting_is(self, term.data, "0:");
    }
    dictum__buf_dispose(&term);
}

static void nothing_is_left_of_the_statement_before(void **state)
{
    scene *self = *state;
    dictum_buf many;
    dictum__buf_init(&many, 1u << 24);
    for (unsigned i = 0; i < 50000; i++) {
        dictum__buf_appendf(&many, "w%u ", i);
    }
    for (int round = 0; round < 3; round++) {
        self->record.text = dictum__buf_slice(&many);
        collect(self);
        posting_is(self, "w49999", "1:50000");
        self->record.text = DICTUM_SLICE("short");
        collect(self);
        posting_is(self, "short", "1:1");
        posting_is(self, "w49999", "-");
        assert_true(dictum__postings_count(self->postings) < 10);
    }
    dictum__buf_dispose(&many);
}

static void an_empty_statement_has_its_labels_only(void **state)
{
    scene *self = *state;
    collect(self);
    posting_is(self, "Qthe-id", "0:");
    /* id, file, language */
    assert_int_equal(dictum__postings_count(self->postings), 4);
}

static void value_is(xap_doc *doc, dictum__slot slot, const char *expected)
{
    dictum_slice value;
    assert_int_equal(xap_doc_value(doc, (uint32_t)slot, &value.data, &value.len, NULL), XAP_OK);
    assert_true(dictum__slice_equal(value, dictum__slice(expected)));
}

static void the_document_has_values_and_the_record(void **state)
{
    scene *self = *state;
    xap_doc *doc = NULL;
    dictum_slice data, value;
    uint8_t text_hash[32];
    self->record.text = DICTUM_SLICE("word");
    self->record.date = DICTUM_SLICE("2020-02");
    self->record.source = DICTUM_SLICE("Ministry");
    collect(self);
    assert_int_equal(dictum__postings_document(self->postings, &self->draft, &doc, NULL), DICTUM_OK);
    value_is(doc, DICTUM__SLOT_DATE, "2020-02");
    value_is(doc, DICTUM__SLOT_DATE_LAST, "2020-02");
    value_is(doc, DICTUM__SLOT_SOURCE, "Ministry");
    value_is(doc, DICTUM__SLOT_LANG, "en");
    assert_int_equal(xap_doc_value(doc, DICTUM__SLOT_HASH, &value.data, &value.len, NULL), XAP_OK);
    assert_int_equal(value.len, 32);
    assert_memory_equal(value.data, self->draft.hash, 32);
    dictum__sha256("word", 4, text_hash);
    assert_int_equal(xap_doc_value(doc, DICTUM__SLOT_TEXT_HASH, &value.data, &value.len, NULL), XAP_OK);
    assert_int_equal(value.len, 32);
    assert_memory_equal(value.data, text_hash, 32);
    assert_int_equal(xap_doc_data(doc, &data.data, &data.len, NULL), XAP_OK);
    assert_true(dictum__slice_equal(data, self->draft.encoded));
    xap_doc_free(doc);
    self->record.date = (dictum_slice){NULL, 0};
    collect(self);
    assert_int_equal(dictum__postings_document(self->postings, &self->draft, &doc, NULL), DICTUM_OK);
    value_is(doc, DICTUM__SLOT_DATE, "");
    value_is(doc, DICTUM__SLOT_DATE_LAST, DICTUM__UNDATED);
    xap_doc_free(doc);
}

#define POSTINGS_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        POSTINGS_TEST(words_stand_at_their_positions),
        POSTINGS_TEST(the_title_s_words_follow_behind_a_gap_and_have_terms_of_their_own),
        POSTINGS_TEST(folded_forms_share_the_position_and_weigh_nothing),
        POSTINGS_TEST(fields_have_positions_of_their_own),
        POSTINGS_TEST(scripts_without_spaces_have_a_term_a_grapheme_and_stems_of_words),
        POSTINGS_TEST(a_word_with_signs_is_a_term_with_and_without_them),
        POSTINGS_TEST(words_that_can_be_read_as_one_have_a_term_of_their_own),
        POSTINGS_TEST(an_overlong_word_is_shortened_as_the_searcher_does),
        POSTINGS_TEST(nothing_is_left_of_the_statement_before),
        POSTINGS_TEST(an_empty_statement_has_its_labels_only),
        POSTINGS_TEST(the_document_has_values_and_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
