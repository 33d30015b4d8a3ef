/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query's text as a row of lexemes: words, phrases, operators, brackets. What stands where no operator can stand is
 * already a word here, and brackets without a partner are gone, so the parser meets no error but depth. */
#ifndef DICTUM_SEARCHER_LEX_H
#define DICTUM_SEARCHER_LEX_H

#include "lib/classes.h"
#include "searcher/query.h"

typedef enum dictum__lexeme_kind {
    DICTUM__LEX_WORD,   /* any text without white space */
    DICTUM__LEX_PHRASE, /* the text between quotation marks */
    DICTUM__LEX_OPEN,
    DICTUM__LEX_CLOSE,
    DICTUM__LEX_AND,
    DICTUM__LEX_OR,
    DICTUM__LEX_NOT,    /* NOT, or - before a word */
    DICTUM__LEX_FIELD,  /* name: */
    DICTUM__LEX_EXACT,  /* = before a group, a phrase or a field */
    DICTUM__LEX_BESIDE, /* NEAR, ADJ, SENTENCE, PARAGRAPH */
    DICTUM__LEX_DATE,   /* what follows date: */
    DICTUM__LEX_DROPPED /* nothing */
} dictum__lexeme_kind;

typedef struct dictum_lexeme {
    dictum__lexeme_kind kind;
    size_t start, end;           /* its content, in bytes of the query */
    size_t offset;               /* where it begins, with its marks and signs */
    dictum__field field;         /* of FIELD */
    bool exact;                  /* WORD: after = */
    bool prefix;                 /* WORD: before *, which its content leaves out */
    bool pattern;                /* WORD: with ? or * inside */
    bool beside;                 /* a part of what stands beside a BESIDE */
    dictum__node_kind operation; /* BESIDE: NEAR to PARAGRAPH; PHRASE: WINDOW or QUORUM; WORD: FUZZY */
    uint32_t number;             /* that belongs to the operation */
    double weight;               /* WORD, PHRASE, CLOSE: after ^; 0 where there is none */
    dictum_slice from, to;       /* DATE */
} dictum_lexeme;

typedef struct dictum_lexer {
    dictum_slice text;
    bool strict;
    dictum_query *query; /* gets the notes; its arena holds the lexemes */
    dictum_class_table *classes;
    dictum_lexeme *lexemes;
    size_t count, cap;
    size_t emphasis_end; /* the asterisk that ends *words like these*; 0 where none is open */
    size_t *lone_quotes; /* how many marks that open have been found to have no partner */
    size_t *quote_ends;  /* by the place of a mark that opens: 1 + where its phrase ends; 0 where not known yet */
} dictum_lexer;

/* Fills lexer->lexemes from lexer->text, which is valid UTF-8. DICTUM_QUERY, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__lex(dictum_lexer *lexer, dictum_error *err);

/* In strict mode the error DICTUM_QUERY at `offset`, else a note that ends in ": taken literally". */
DICTUM_CHECK_RESULT dictum_status dictum__lex_literal(dictum_lexer *lexer, size_t offset, dictum_error *err,
                                                      const char *format, ...) DICTUM_PRINTF(4, 5);

/* The same with a note that ends in ": ignored". */
DICTUM_CHECK_RESULT dictum_status dictum__lex_ignored(dictum_lexer *lexer, size_t offset, dictum_error *err,
                                                      const char *format, ...) DICTUM_PRINTF(4, 5);

/* How many bytes of [start, end) of the query an error or a note has room for. */
int dictum__lex_shown_bytes(const dictum_lexer *lexer, size_t start, size_t end);

#endif
