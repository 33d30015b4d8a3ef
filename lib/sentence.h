/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sentences end: Unicode's rules (UAX #29, section 5) and, unless they are asked for alone, our departures from
 * them, for one paragraph at a time. They are rule R8 of lib/analyse.h; each has its name here and its test in
 * tests/unit/test_sentence.c.
 *
 *  R8   line break     A line break inside a paragraph is a space, because plain text is broken into lines anywhere.
 *
 * No border by these, where the standard has one:
 *  R8a  title          After an abbreviation that something always follows: "Dr.", "Sen.", "e.g.", "z. B.".
 *  R8b  number         After an abbreviation that a number follows, where one does: "No. 5", "Art. IV", "pp. 3".
 *  R8c  perhaps        After an abbreviation that may end a sentence, unless what follows is one of the language's
 *                      frequent first words: "the U.S. Senate" goes on, "in the U.S. The" ends. So are months and days.
 *  R8d  initials       After a single capital letter, or letters with a full stop each, likewise: "J. R. R. Tolkien". A
 *                      particle of names ("De", "La", "Le") is no first word here. Nor between such letters: "z. B.".
 *  R8e  ordinal        In languages that write ordinals with a full stop, after a number of one to three digits or a
 *                      date ("3.10.") before a digit: "17. 5. 2019". In German, whose nouns have capitals, before any
 *                      word but a frequent first one: "am 3. Oktober", "mit 65. Der". After a Roman number so in all
 *                      these languages. Four digits are a year, and what R8b counts is no ordinal: "S. 45. Der".
 *  R8f  ellipsis       "…" is "...", and so a full stop; neither ends anything before a number, nor in brackets,
 *                      where it is what was left out ("[...]").
 *  R8g  enumeration    After a number, letter or Roman number that begins a sentence or line: "1. First", "IV. Of".
 *  R8h  quoted speech  After "!" or "?" with a closing mark, when a lower-case letter follows: "“Stop!” he said".
 *  R8i  closing marks  A closing quotation mark or bracket behind a space ("« Non ! » Puis"), and the mark of a note
 *                      ("so.[5] Then", "so.¹ Then", "so.”5 Then"), belong to the sentence before.
 *  R8j  no word        What has no letter or digit is no sentence; it belongs to the next.
 * A border by these, where the standard has none:
 *  R8k  number first   After a full stop and a space, before a number and a lower-case word ("in 2019. 5 million"), in
 *                      languages with a list of abbreviations, and only after four digits or a word of four letters
 *                      that is no abbreviation. Before the letter of an item, "a)" or "(iv)", in all languages.
 *  R8l  note           After a full stop and a number of up to three digits that stands at once behind a word of four
 *                      letters, before a capital letter: "inflation.21 In".
 *
 * A word of three or more capitals is an abbreviation of the lists only among others in capitals: the "SEC" is none. A
 * language without a list has the common one; what its first words are is not known, so those of all languages count.
 * What nothing here helps: an abbreviation that no list has, and a sentence behind R8c's or R8d's that begins with no
 * frequent word ("in the U.S. Analysts say"), which no list can tell from "the U.S. Senate". */
#ifndef DICTUM_LIB_SENTENCE_H
#define DICTUM_LIB_SENTENCE_H

#include "lib/buf.h"

/* The standard's rules alone; line breaks are its paragraph separators. */
#define DICTUM__SENTENCES_STANDARD 0x01u

typedef struct dictum_sentences dictum_sentences;

DICTUM_CHECK_RESULT dictum_status dictum__sentences_new(dictum_sentences **out, dictum_error *err);
void dictum__sentences_free(dictum_sentences *sentences);

/* Begins a paragraph of valid UTF-8, which must stay until its last sentence was taken. `lang` is a language code, as
 * "en" or "en-GB"; NULL, "und" or one that has no list for the common list. */
void dictum__sentences_begin(dictum_sentences *sentences, dictum_slice paragraph, const char *lang, unsigned flags);

/* The end of the next sentence, in bytes from the paragraph's start; false after the last. Ends rise, and the last is
 * the paragraph's. */
bool dictum__sentences_next(dictum_sentences *sentences, size_t *end);

#endif
