/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum: whether a quotation is true to its source, word for word. The conventions are those of <dictum/search.h>. The
 * rules of the verdicts, with examples: dictum-verify(1).
 *
 *     dictum_verification *found;
 *     if (dictum_verify(index, "I am not a crook", NULL, &found, &error) == DICTUM_OK) {
 *         puts(dictum_verdict_name(dictum_verification_verdict(found)));
 *         dictum_verification_free(found);
 *     }
 */
#ifndef DICTUM_VERIFY_H
#define DICTUM_VERIFY_H

#include <dictum/search.h>

#ifdef __cplusplus
extern "C" {
#endif

/* From the truest on. The first four are true to the source. */
typedef enum dictum_verdict {
    DICTUM_VERBATIM = 0, /* word for word and mark for mark; line breaks and runs of spaces are one space */
    DICTUM_TYPOGRAPHIC =
        1,                /* only marks, spaces, the joining of a word, the writing of a number or letter case differ */
    DICTUM_ELIDED = 2,    /* pieces in their order, and what stands between is marked as left out */
    DICTUM_BRACKETED = 3, /* with an editor's words in brackets */
    DICTUM_ALTERED = 4,   /* one passage keeps most of the words */
    DICTUM_ABSENT = 5     /* nothing like it was found */
} dictum_verdict;

/* "verbatim", "typographic", "elided", "bracketed", "altered", "absent"; static. @since 0.1 */
DICTUM_API const char *dictum_verdict_name(dictum_verdict verdict);
/* Whether the verdict is one of the four that are true to the source. @since 0.1 */
DICTUM_API bool dictum_verdict_is_true(dictum_verdict verdict);

/* What a change is about. Of a change that is of several, the first. */
typedef enum dictum_change_class {
    DICTUM_CHANGE_NEGATION = 0, /* gained or lost */
    DICTUM_CHANGE_NUMBER = 1,
    DICTUM_CHANGE_UNIT = 2,    /* a currency, a measure, a span of time */
    DICTUM_CHANGE_MODAL = 3,   /* how sure or binding it is: will, may; allegedly */
    DICTUM_CHANGE_NAME = 4,    /* a word with a capital letter */
    DICTUM_CHANGE_ORDER = 5,   /* words or pieces were moved */
    DICTUM_CHANGE_SPLICE = 6,  /* words of another statement, or of another place, are joined to it */
    DICTUM_CHANGE_SPEAKER = 7, /* somebody else said it */
    DICTUM_CHANGE_OTHER = 8
} dictum_change_class;
#define DICTUM_CHANGES 9

/* "negation", "number", "unit", "modal", "name", "order", "splice", "speaker", "other"; static. @since 0.1 */
DICTUM_API const char *dictum_change_class_name(dictum_change_class change);

/* A place where the quotation and its source differ: bytes [start, end) of each, and the text there; either may be
 * empty, and then says only where. */
typedef struct dictum_change {
    dictum_change_class change; /* of an elision or insertion that is harmless: DICTUM_CHANGE_OTHER */
    dictum_text quotation, archive;
    dictum_range quotation_range, archive_range;
} dictum_change;

/* A passage of a statement that the quotation was compared with. */
typedef struct dictum_source_match {
    dictum_verdict verdict; /* by this passage */
    const dictum_statement *statement;
    double kept;           /* the share of the quotation's words that stand there in their order, 0 to 1 */
    dictum_range range;    /* of the statement's text, in bytes: from the first kept word to the last */
    dictum_range cp_range; /* the same in code points, as W3C's TextPositionSelector counts */
    dictum_text exact;     /* the text there; with the next two a TextQuoteSelector of W3C's Web Annotation Model */
    dictum_text prefix, suffix;
    dictum_text sentence;         /* the sentence or sentences that the passage is in */
    dictum_range sentence_range;  /* in bytes */
    dictum_text before, after;    /* the sentence before those and the one behind; empty where there is none */
    const dictum_change *changes; /* in the order of the quotation; none where it is true */
    size_t change_count;
    const dictum_change *elisions; /* what was left out, where the quotation says that something is */
    size_t elision_count;
    const dictum_change *insertions; /* what an editor put into brackets, and what it stands for */
    size_t insertion_count;
    const char *const *warnings; /* sentences for a person: that it was torn out of a sentence that goes on, … */
    size_t warning_count;
    dictum_text citation;    /* speaker, title, source, date, address: a line to be pasted */
    dictum_text link;        /* the statement's address with a text fragment (#:~:text=) that leads to the passage; NULL
                             where it has none */
    uint64_t page;           /* from 1, of a document with pages; else 0 */
    const dictum_text *like; /* ids of statements with the same text */
    size_t like_count;
} dictum_source_match;

typedef struct dictum_verify_options {
    size_t limit;        /* passages to be listed; default 10, at least 1 */
    const char *speaker; /* who is said to have said it; NULL: anybody. Where a source is known to be another's, it is
                            altered, of the class speaker */
    const char *date;    /* when, ISO 8601, perhaps in part; NULL: any. Another date is a warning */
    const char *source;  /* where; NULL: anywhere. Another source is a warning */
} dictum_verify_options;

DICTUM_API void dictum_verify_options_init(dictum_verify_options *options);

typedef struct dictum_verification dictum_verification;

/* Compares a quotation (NUL-terminated UTF-8, with or without its quotation marks) with all statements. `options` may
 * be NULL for the defaults.
 * DICTUM_ARGUMENT (it holds no word, is no UTF-8, or options.date is no date), DICTUM_LIMIT (longer than 64 KiB or
 * 4,000 words), DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM. @since 0.1 */
DICTUM_API DICTUM_CHECK_RESULT dictum_status dictum_verify(dictum_index *index, const char *quotation,
                                                           const dictum_verify_options *options,
                                                           dictum_verification **out, dictum_error *err);
DICTUM_API void dictum_verification_free(dictum_verification *verification);

/* The truest verdict of all passages. @since 0.1 */
DICTUM_API dictum_verdict dictum_verification_verdict(const dictum_verification *verification);
/* The passages, the earliest statement first, undated ones last: where the quotation is true, those to which it is;
 * where it is altered, those that keep the most of it; where it is spliced, that which keeps the most of it, and behind
 * it those of the other pieces; where it is absent, the nearest, or none where nothing comes near. @since 0.1 */
DICTUM_API size_t dictum_verification_match_count(const dictum_verification *verification);
/* NULL where there is none of that index. @since 0.1 */
DICTUM_API const dictum_source_match *dictum_verification_match(const dictum_verification *verification, size_t index);
/* How many statements have the quotation's words in a row, be they listed or not; 0 where it was found in another way.
 * @since 0.1 */
DICTUM_API uint64_t dictum_verification_found_count(const dictum_verification *verification);
/* What a person should know of the quotation itself: that it is too short, or stands in too many statements, to mean
 * anything. @since 0.1 */
DICTUM_API size_t dictum_verification_warning_count(const dictum_verification *verification);
DICTUM_API const char *dictum_verification_warning(const dictum_verification *verification, size_t index);
/* What was searched: how many statements, and the earliest and the latest of their dates (NULL where none has one; the
 * time of a file is none).
 * @since 0.1 */
DICTUM_API uint64_t dictum_verification_searched(const dictum_verification *verification, const char **from,
                                                 const char **to);

/* ---- articles --------------------------------------------------------------------------------------------------- */

/* A quotation in an article. */
typedef struct dictum_quoted_text {
    dictum_text text; /* without its marks; of one that was interrupted (“a,” she said, “b”) its pieces, by spaces */
    dictum_range range;  /* of the article, in bytes */
    dictum_text speaker; /* as the article has the name; NULL where no plain pattern shows one */
    size_t words;        /* few words in quotation marks are often no quotation but a name, or irony */
    size_t depth;        /* how many others it is within */
    bool is_block;       /* lines that begin with > */
} dictum_quoted_text;

typedef struct dictum_article dictum_article;

/* Finds the quotations of an article: plain text, UTF-8 (what dictum-read makes of a document), its paragraphs divided
 * by empty lines. In any language's marks, nested, interrupted, or running over paragraphs.
 * DICTUM_ARGUMENT (no UTF-8), DICTUM_NOMEM. @since 0.1 */
DICTUM_API DICTUM_CHECK_RESULT dictum_status dictum_article_read(const char *text, dictum_article **out,
                                                                 dictum_error *err);
DICTUM_API void dictum_article_free(dictum_article *article);
/* In the order of the article. @since 0.1 */
DICTUM_API size_t dictum_article_quotation_count(const dictum_article *article);
/* NULL where there is none of that index. @since 0.1 */
DICTUM_API const dictum_quoted_text *dictum_article_quotation(const dictum_article *article, size_t index);

#ifdef __cplusplus
}
#endif

#endif
