/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language: text in, tree out. What the words of the tree mean in an index is searcher/plan.h's matter, where
 * they stand in a text searcher/match.h's. */
#ifndef DICTUM_SEARCHER_QUERY_H
#define DICTUM_SEARCHER_QUERY_H

#include "lib/analyse.h"
#include "searcher/arena.h"

/* Limits; beyond them the query is refused with DICTUM_LIMIT. */
#define DICTUM__QUERY_BYTES_MAX ((size_t)32 << 10)
#define DICTUM__QUERY_DEPTH_MAX 100

/* How far NEAR and ADJ reach where no number says it. The most is DICTUM__WINDOW_MAX (lib/schema.h). */
#define DICTUM__REACH 10

/* Words of "a b"~n and "a b"/n. */
#define DICTUM__LOOSE_WORDS_MAX 64

/* So many notes are kept; one more says that there are more. */
#define DICTUM__NOTES_MAX 50

/* Where a word or phrase is looked for. */
typedef enum dictum__field {
    DICTUM__IN_ANY = 0, /* text and title */
    DICTUM__IN_TITLE,
    DICTUM__IN_SPEAKER,
    DICTUM__IN_SOURCE,
    DICTUM__IN_PATH,
    DICTUM__IN_LANG, /* the language code itself */
    DICTUM__IN_TYPE  /* the format's name itself */
} dictum__field;

typedef enum dictum__node_kind {
    DICTUM__NODE_NOTHING,   /* no word at all: matches nothing */
    DICTUM__NODE_WORD,      /* one token; its stem matches too, unless exact, a number or beside an operator */
    DICTUM__NODE_UNIT,      /* one word of a script without spaces: graphemes in a row */
    DICTUM__NODE_PHRASE,    /* tokens in a row */
    DICTUM__NODE_PREFIX,    /* tokens in a row, the last of which may go on */
    DICTUM__NODE_PATTERN,   /* one token with ? and * in its form */
    DICTUM__NODE_FUZZY,     /* one token, or one that `number` edits make of it */
    DICTUM__NODE_DATE,      /* statements from one date to another */
    DICTUM__NODE_AND,       /* two or more parts */
    DICTUM__NODE_OR,        /* two or more parts */
    DICTUM__NODE_SPELLINGS, /* two or more parts: one meaning as it was typed, then as it is spelled elsewhere */
    DICTUM__NODE_NOT,       /* one part */
    DICTUM__NODE_WINDOW,    /* WORDs: all of them, with at most `number` other positions between */
    DICTUM__NODE_QUORUM,    /* WORDs: at least `number` of them */
    /* Of two parts; searcher/positional.h tells what they mean. */
    DICTUM__NODE_NEAR, /* at most `number` positions between */
    DICTUM__NODE_ADJ,  /* the same, the second behind the first */
    DICTUM__NODE_SENTENCE,
    DICTUM__NODE_PARAGRAPH
} dictum__node_kind;

/* A token of the query. It matches a token of a statement that has `form` among its forms (dictum__token_forms()). */
typedef struct dictum_query_token {
    dictum_slice form;   /* exact form as typed */
    dictum_slice folded; /* without diacritics; the same bytes as `form` when it was typed without */
    bool has_sign;       /* typed with a sign: no stem matches */
    uint32_t gap;        /* of a phrase: so many tokens, whatever they are, stand before it */
    uint8_t kind;        /* dictum__token_kind */
} dictum_query_token;

/* Tokens [first, first + count) of a row that can be read as one word. */
typedef struct dictum_query_join {
    size_t first, count;
    dictum_slice form, folded;
    size_t left_bytes; /* of a word with a hyphen: how much of `form` is before it */
    uint8_t kind;      /* dictum__join_kind */
} dictum_query_join;

/* How one meaning was typed, of those whose spellings dictum looks for. */
typedef enum dictum__typed {
    DICTUM__TYPED_JOINED, /* cybersecurity */
    DICTUM__TYPED_HYPHEN, /* cyber-security */
    DICTUM__TYPED_APART   /* cyber security */
} dictum__typed;

typedef struct dictum_node dictum_node;
struct dictum_node {
    dictum__node_kind kind;
    dictum__field field; /* of a leaf */
    bool exact;          /* WORD: no stem */
    bool quoted;         /* PHRASE: it stood between quotation marks */
    bool implicit;       /* AND: made by a space; OR: of what a space joins */
    size_t offset_bytes; /* where it stands in the query */
    double weight;       /* that its own is multiplied by; 0: none was given */
    uint32_t repeats;    /* of a leaf: how often it stood in the query again */
    uint32_t number;
    dictum_slice from, to;      /* DATE: the first and the last, ISO 8601, perhaps only a year or month; may be empty */
    dictum_query_token *tokens; /* of WORD to FUZZY: at least one */
    size_t token_count;
    dictum_query_join *joins; /* of its tokens, rising */
    size_t join_count;
    dictum_node **parts; /* of AND and what is behind it */
    size_t part_count;
    dictum__typed typed;     /* SPELLINGS */
    dictum_slice hyphenated; /* SPELLINGS: the term of the statements that spell it with a hyphen, or empty */
};

/* A sentence for the person who asked. */
typedef struct dictum_note dictum_note;
struct dictum_note {
    dictum_note *next;
    const char *text;
};

/* A parsed query. Everything in it is in its arena. */
typedef struct dictum_query {
    dictum_arena arena;
    dictum_node *root;    /* never NULL once parsed */
    dictum_node *planned; /* the same with the spellings that an index knows; NULL before dictum__plan() */
    const char *normal;   /* how it was understood, as a query that gives the same tree */
    dictum_note *notes;   /* in order */
    bool capped;          /* some prefix stands for more words than were looked for */
} dictum_query;

/* Parses `text`. With `strict`, what would be taken literally is DICTUM_QUERY with its place; with `any`, words and
 * phrases side by side at the top are joined by OR. DICTUM_QUERY for operands that cannot stand beside their operator,
 * and for invalid UTF-8; DICTUM_LIMIT, DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__query_parse(dictum_analyser *analyser, dictum_slice text, bool any,
                                                      bool strict, dictum_query **out, dictum_error *err);
void dictum__query_free(dictum_query *query);

/* Whether the node is two words that were typed as one with a hyphen. */
bool dictum__is_compound(const dictum_node *node);

/* Adds a note. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__query_note(dictum_query *query, dictum_error *err, const char *format, ...)
    DICTUM_PRINTF(3, 4);

#endif
