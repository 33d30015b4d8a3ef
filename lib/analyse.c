/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text analysis: a paragraph at a time to tokens (lib/tokenise.h) and sentences (lib/sentence.h). The buffers stay
 * between calls. */
#include "lib/analyse.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "lib/array.h"
#include "lib/joins.h"
#include "lib/paragraph.h"
#include "lib/sentence.h"
#include "lib/tokenise.h"
#include "lib/utf8.h"

/* Raised whenever the same text could give other tokens than before. */
#define RULES 2

/* A longer paragraph is taken in pieces that end at white space, so that memory has a bound. */
#define PIECE_BYTES_MAX ((size_t)1 << 20)

struct dictum_analyser {
    dictum_tokeniser tokeniser;
    dictum_joins joins;
    dictum_sentences *sentence_rules;
    dictum_sentence *sentences;
    size_t sentence_count, sentence_cap;
    dictum_analysis analysis;
};

/* ---- the analyser ----------------------------------------------------------------------------------------------- */

dictum_status dictum__analyser_new(dictum_analyser **out, dictum_error *err)
{
    *out = NULL;
    dictum_analyser *analyser = calloc(1, sizeof *analyser);
    if (analyser == NULL)
        return dictum__nomem(err);
    dictum_status status = dictum__tokeniser_init(&analyser->tokeniser, err);
    if (status == DICTUM_OK)
        status = dictum__sentences_new(&analyser->sentence_rules, err);
    if (status != DICTUM_OK) {
        dictum__analyser_free(analyser);
        return status;
    }
    *out = analyser;
    return DICTUM_OK;
}

void dictum__analyser_free(dictum_analyser *analyser)
{
    if (analyser == NULL)
        return;
    dictum__tokeniser_dispose(&analyser->tokeniser);
    dictum__sentences_free(analyser->sentence_rules);
    free(analyser->joins.items);
    free(analyser->sentences);
    free(analyser);
}

static char signature[64];

static void make_signature(void)
{
    UVersionInfo unicode, icu;
    u_getUnicodeVersion(unicode);
    u_getVersion(icu);
    snprintf(signature, sizeof signature, "rules %d, Unicode %d.%d, ICU %d", RULES, unicode[0], unicode[1], icu[0]);
}

const char *dictum__analysis_signature(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, make_signature);
    return signature;
}

dictum_slice dictum__token_exact(const dictum_analysis *analysis, size_t token)
{
    const dictum_token *t = &analysis->tokens[token];
    return (dictum_slice){analysis->forms + t->exact, t->exact_bytes};
}

dictum_slice dictum__token_folded(const dictum_analysis *analysis, size_t token)
{
    const dictum_token *t = &analysis->tokens[token];
    if (t->folded_bytes == 0)
        return dictum__token_exact(analysis, token);
    return (dictum_slice){analysis->forms + t->folded, t->folded_bytes};
}

dictum_slice dictum__join_exact(const dictum_analysis *analysis, size_t join)
{
    const dictum_join *j = &analysis->joins[join];
    return (dictum_slice){analysis->forms + j->exact, j->exact_bytes};
}

dictum_slice dictum__join_folded(const dictum_analysis *analysis, size_t join)
{
    const dictum_join *j = &analysis->joins[join];
    if (j->folded_bytes == 0)
        return dictum__join_exact(analysis, join);
    return (dictum_slice){analysis->forms + j->folded, j->folded_bytes};
}

dictum_slice dictum__token_unsigned(const dictum_analysis *analysis, size_t token, dictum_slice form)
{
    const dictum_token *t = &analysis->tokens[token];
    form.data += t->sign_front_bytes;
    form.len -= (size_t)t->sign_front_bytes + t->sign_back_bytes;
    return form;
}

size_t dictum__token_forms(const dictum_analysis *analysis, size_t token,
                           dictum_slice forms[static DICTUM__TOKEN_FORMS_MAX])
{
    const dictum_token *t = &analysis->tokens[token];
    size_t count = 0;
    forms[count++] = dictum__token_exact(analysis, token);
    if (t->folded_bytes > 0)
        forms[count++] = dictum__token_folded(analysis, token);
    if (t->sign_front_bytes > 0 || t->sign_back_bytes > 0) {
        size_t with_signs = count;
        for (size_t i = 0; i < with_signs; i++)
            forms[count++] = dictum__token_unsigned(analysis, token, forms[i]);
    }
    return count;
}

/* ---- pieces and paragraphs -------------------------------------------------------------------------------------- */

static bool add_sentence(dictum_analyser *analyser, size_t start, size_t end, size_t first, size_t last)
{
    void *room = analyser->sentences;
    if (!dictum__array_reserve(&room, &analyser->sentence_cap, analyser->sentence_count + 1, sizeof(dictum_sentence)))
        return false;
    analyser->sentences = room;
    analyser->sentences[analyser->sentence_count++] =
        (dictum_sentence){(uint32_t)start, (uint32_t)end, (uint32_t)first, (uint32_t)last};
    analyser->tokeniser.tokens[first].flags |= DICTUM__TOKEN_SENTENCE;
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_white(char byte)
{
    return is_blank(byte) || byte == '\n';
}

/* Sentences of the piece [begin, end), whose tokens are those from `first` on. */
static dictum_status find_sentences(dictum_analyser *analyser, dictum_slice text, size_t begin, size_t end,
                                    const char *lang, size_t first, dictum_error *err)
{
    /* What a paragraph begins with must not depend on the empty lines before it. */
    while (begin < end && is_white(text.data[begin]))
        begin++;
    dictum_slice piece = {text.data + begin, end - begin};
    dictum__sentences_begin(analyser->sentence_rules, piece, lang, 0);
    dictum_token *tokens = analyser->tokeniser.tokens;
    size_t token_count = analyser->tokeniser.token_count, from = begin;
    for (size_t length; dictum__sentences_next(analyser->sentence_rules, &length);) {
        size_t to = begin + length;
        size_t last = first, stop = to;
        for (; last < token_count && tokens[last].byte_start < stop; last++)
            if (tokens[last].byte_end > stop) /* a character that holds the border belongs to what it ends */
                stop = tokens[last].byte_end;
        while (stop > from && is_white(text.data[stop - 1]))
            stop--;
        while (from < stop && is_white(text.data[from]))
            from++;
        if (last > first && !add_sentence(analyser, from, stop, first, last))
            return dictum__nomem(err);
        first = last;
        to = stop > to ? stop : to;
        from = to > from ? to : from; /* one token may hold several borders */
    }
    return DICTUM_OK;
}

/* The end of a piece of a paragraph that is too long for one. */
static size_t piece_end(dictum_slice text, size_t begin, size_t end)
{
    if (end - begin <= PIECE_BYTES_MAX)
        return end;
    size_t cut = begin + PIECE_BYTES_MAX;
    for (size_t at = cut; at > begin + PIECE_BYTES_MAX / 2; at--)
        if (is_blank(text.data[at - 1]) || text.data[at - 1] == '\n')
            return at;
    while (cut > begin + 1 && ((unsigned char)text.data[cut] & 0xc0) == 0x80)
        cut--;
    return cut;
}

static dictum_status analyse_paragraph(dictum_analyser *analyser, dictum_slice text, size_t begin, size_t end,
                                       const char *lang, unsigned flags, dictum_error *err)
{
    dictum_tokeniser *tokeniser = &analyser->tokeniser;
    size_t paragraph = tokeniser->token_count;
    tokeniser->next_flags = DICTUM__TOKEN_PARAGRAPH;
    tokeniser->space_seen = false;
    while (begin < end) {
        size_t stop = piece_end(text, begin, end);
        size_t first = tokeniser->token_count;
        dictum_status status = dictum__tokenise(tokeniser, text, begin, stop, flags, err);
        if (status == DICTUM_OK && (flags & DICTUM__ANALYSE_SENTENCES) != 0 && tokeniser->token_count > first)
            status = find_sentences(analyser, text, begin, stop, lang, first, err);
        if (status != DICTUM_OK)
            return status;
        begin = stop;
    }
    return dictum__find_joins(text, tokeniser->tokens, paragraph, tokeniser->token_count, &tokeniser->forms,
                              &analyser->joins, err);
}

dictum_status dictum__analyse(dictum_analyser *analyser, dictum_slice text, const char *lang, unsigned flags,
                              const dictum_analysis **out, dictum_error *err)
{
    *out = NULL;
    if (text.len > DICTUM__TEXT_BYTES_MAX)
        return dictum__fail(err, DICTUM_LIMIT, "the text has %zu bytes; at most %zu are possible", text.len,
                            DICTUM__TEXT_BYTES_MAX);
    size_t valid = dictum__utf8_valid_bytes(text);
    if (valid != text.len)
        return dictum__fail_at(err, DICTUM_ARGUMENT, valid, "not valid UTF-8 at byte %zu", valid);
    dictum__tokeniser_clear(&analyser->tokeniser);
    analyser->sentence_count = 0;
    analyser->joins.count = 0;
    for (size_t begin = 0; begin < text.len;) {
        size_t end = dictum__paragraph_end(text, begin);
        dictum_status status = analyse_paragraph(analyser, text, begin, end, lang, flags, err);
        if (status != DICTUM_OK)
            return status;
        begin = end;
    }
    analyser->analysis = (dictum_analysis){.tokens = analyser->tokeniser.tokens,
                                           .token_count = analyser->tokeniser.token_count,
                                           .sentences = analyser->sentences,
                                           .sentence_count = analyser->sentence_count,
                                           .joins = analyser->joins.items,
                                           .join_count = analyser->joins.count,
                                           .forms = analyser->tokeniser.forms.data};
    *out = &analyser->analysis;
    return DICTUM_OK;
}
