/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A naive scanner: says what a query tree finds in a document and which bytes match, by reading the document from its
 * beginning to its end. It shares no code with dictum: its own tokens, by the rules of lib/analyse.h as far as the
 * vocabulary of the property tests needs them, and stems from a table of that vocabulary. */
#ifndef DICTUM_TESTS_SUPPORT_SCANNER_H
#define DICTUM_TESTS_SUPPORT_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

#define SCAN_FORM_BYTES 32
#define SCAN_LEAF_TOKENS 8
#define SCAN_PARTS 6
#define SCAN_TYPED_BYTES 256

/* ---- documents --------------------------------------------------------------------------------------------------- */

typedef struct scan_token {
    size_t start, end;            /* bytes of the text */
    char exact[SCAN_FORM_BYTES];  /* in lower case */
    char folded[SCAN_FORM_BYTES]; /* and without accents */
    const char *stem;             /* of the folded form */
    const char *accented_stem;    /* of the exact form where it has an accent, else NULL */
    size_t sentence, paragraph;   /* their numbers; set by who knows them */
    size_t gap;                   /* of a query: so many tokens before it may be any */
} scan_token;

typedef struct scan_text {
    scan_token *tokens;
    size_t count, cap;
} scan_text;

/* Finds the tokens of a text in UTF-8, in place of those of the one before. Ends the process where a word is longer
 * than any of the vocabulary. */
void scan_tokens(scan_text *tokens, const char *text);
void scan_text_dispose(scan_text *tokens);

typedef struct scan_document {
    scan_text title, text;
} scan_document;

/* ---- queries ----------------------------------------------------------------------------------------------------- */

typedef enum scan_kind {
    SCAN_WORD,   /* one token; stems match */
    SCAN_PHRASE, /* tokens in a row, as they are */
    SCAN_PREFIX, /* tokens in a row, the last of which may go on */
    SCAN_AND,
    SCAN_OR,
    SCAN_NOT, /* one part */
    /* What tests/support/scanner_places.c decides; below these words match as they are typed. */
    SCAN_PATTERN, /* the token has ? and * in it */
    SCAN_FUZZY,   /* the token, or one that `number` edits make of it */
    SCAN_WINDOW,  /* all tokens, with at most `number` others between */
    SCAN_QUORUM,  /* at least `number` of the tokens, which are all different */
    SCAN_NEAR,    /* two parts, and so on; at most `number` tokens between */
    SCAN_ADJ,
    SCAN_SENTENCE,
    SCAN_PARAGRAPH
} scan_kind;

typedef struct scan_node scan_node;
struct scan_node {
    scan_kind kind;
    bool title; /* a leaf that looks in the title only */
    scan_token tokens[SCAN_LEAF_TOKENS];
    size_t token_count;
    size_t number;
    scan_node *parts[SCAN_PARTS];
    size_t part_count;
    /* How it is spelled; nothing that the scanner looks at. */
    char typed[SCAN_TYPED_BYTES]; /* of a leaf, and of the AND that one typed word may be */
    bool beside;                  /* a word without its stems only as it stands beside an operator */
    bool group;                   /* all its leaves are in the title, by a field before a group */
    unsigned style;
};

/* The leaf's tokens, from what is typed without its signs and marks. */
void scan_leaf_tokens(scan_node *leaf, const char *words);

bool scan_matches(const scan_node *node, const scan_document *document);

/* Whether the node is one of the kinds from SCAN_WINDOW on, or a phrase with gaps. */
bool scan_is_positional(const scan_node *node);

/* ---- marks ------------------------------------------------------------------------------------------------------- */

typedef struct scan_range {
    size_t start, end;
} scan_range;

typedef struct scan_ranges {
    scan_range *items;
    size_t count, cap;
} scan_ranges;

/* What matches in the title or in the text of a document that matches: every occurrence of every leaf that contributes,
 * in order, those that overlap joined. */
void scan_marks(const scan_node *node, const scan_document *document, bool title, scan_ranges *marks);
/* The occurrences of one leaf in the text, in order; overlapping ones stay apart. */
void scan_leaf_places(const scan_node *leaf, const scan_document *document, scan_ranges *places);
void scan_ranges_dispose(scan_ranges *ranges);

/* ---- places: the parts of the scanner know each other by these --------------------------------------------------- */

void scan_ranges_add(scan_ranges *ranges, size_t start, size_t end);
/* Whether the leaf stands at token `at`, as tokens in a row. */
bool scan_leaf_at(const scan_node *leaf, const scan_text *text, size_t at);
/* How many tokens it takes. */
size_t scan_leaf_length(const scan_node *leaf);
/* `node` is positional. */
bool scan_places_hold(const scan_node *node, const scan_document *document);
/* Adds the places, in the title or in the text, of its leaves by which it holds; only of `leaf` unless that is NULL. */
void scan_places_of(const scan_node *node, const scan_document *document, const scan_node *leaf, bool title,
                    scan_ranges *places);

#endif
