/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where an article quotes, and whom. By marks and by how they stand, not by the article's language.
 *
 *  G1 pairs       “ ” ‘ ’ „ “ „ ” ‚ ‘ » « « » ‹ › 「 」 『 』 ” ” " ' pair by what may close what is open. A mark
 *                 that can be either opens where white space, the beginning of the text, an opening bracket or a dash
 *                 is before it and none behind it, and closes where it is the other way round.
 *  G2 apostrophes A single mark between letters, or before a digit, is none. One that is open closes at the first that
 *                 stands behind a full stop, comma, ! or ?, else at the last before the next opening one; without one
 *                 it is an apostrophe.
 *  G3 paragraphs  A quotation ends in its paragraph. Where it does not, and the next paragraph begins with the same
 *                 mark, it goes on there; else, where it began its paragraph, it ends with that, and otherwise its mark
 *                 is passed over, so that a wrong mark takes no others along.
 *  G4 broken      “A,” she said, “b.” is one quotation of two pieces: where at most DICTUM__INTERJECTION_WORDS words
 *                 stand between, with a comma, ! or ? before them and a comma behind, no sentence ends among them, and
 *                 there are at most DICTUM__QUOTED_PIECES_MAX pieces.
 *  G5 inches      A straight mark behind a digit opens nothing, and closes only what is open.
 *  G6 block       Lines that begin with > are a quotation, as far as they follow one another.
 *  G7 speaker     A name next to a verb of saying at once before or behind the quotation: “…,” said Jane Doe; Jane Doe,
 *                 the minister, said: “…”; according to Jane Doe, “…”; and as ten languages have it. A name is words
 *                 with capital letters, and particles between them. A pronoun is none.
 */
#ifndef DICTUM_SEARCHER_VERIFY_ARTICLE_H
#define DICTUM_SEARCHER_VERIFY_ARTICLE_H

#include "searcher/arena.h"

#define DICTUM__INTERJECTION_WORDS 10
/* Marks within marks, and quotations of an article. Further ones are passed over. */
#define DICTUM__QUOTED_DEPTH_MAX 8
#define DICTUM__QUOTED_PIECES_MAX 16
#define DICTUM__QUOTED_MAX 100000

typedef struct dictum_quoted {
    size_t start, end;    /* bytes of the article, without its marks; of several pieces, from the first to the last */
    dictum_slice text;    /* the pieces, joined by spaces */
    dictum_slice speaker; /* bytes of the article; no data where no pattern shows one */
    size_t words;         /* as white space divides them; graphemes of scripts without it count as half a word */
    size_t depth;         /* 0: within no other */
    size_t pieces;        /* that it was joined from */
    bool is_block;
} dictum_quoted;

typedef struct dictum_quoted_list {
    dictum_quoted *items; /* rising by their start; in the arena, as are their texts */
    size_t count, cap;
} dictum_quoted_list;

/* `text` is valid UTF-8 and stays. False when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__find_quoted(dictum_slice text, dictum_arena *arena, dictum_quoted_list *out);

/* The speaker by G7 of bytes [start, end) with their marks. searcher/verify/article_speaker.c. */
dictum_slice dictum__find_speaker(dictum_slice text, size_t start, size_t end);

#endif
