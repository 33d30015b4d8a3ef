/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The quotations of an article, for the library's user. */
#include <dictum/verify.h>

#include <stdlib.h>

#include "lib/utf8.h"
#include "searcher/verify/article.h"

struct dictum_article {
    dictum_arena arena;
    dictum_quoted_text *quotations;
    size_t count;
};

static bool fill(dictum_article *article, dictum_slice text)
{
    dictum_quoted_list list;
    if (!dictum__find_quoted(text, &article->arena, &list))
        return false;
    article->quotations = dictum__arena_array(&article->arena, list.count, sizeof *article->quotations);
    for (size_t i = 0; article->quotations != NULL && i < list.count; i++) {
        const dictum_quoted *q = &list.items[i];
        dictum_slice speaker = dictum__arena_copy(&article->arena, q->speaker);
        if (speaker.data == NULL && q->speaker.data != NULL)
            return false;
        article->quotations[i] = (dictum_quoted_text){.text = {q->text.data, q->text.len},
                                                      .range = {q->start, q->end},
                                                      .speaker = {speaker.data, speaker.len},
                                                      .words = q->words,
                                                      .depth = q->depth,
                                                      .is_block = q->is_block};
    }
    article->count = list.count;
    return article->quotations != NULL;
}

dictum_status dictum_article_read(const char *text, dictum_article **out, dictum_error *err)
{
    dictum_slice slice = dictum__slice(text);
    *out = NULL;
    if (!dictum__utf8_is_valid(slice))
        return dictum__fail(err, DICTUM_ARGUMENT, "the article is no valid UTF-8");
    dictum_article *article = calloc(1, sizeof *article);
    if (article == NULL)
        return dictum__nomem(err);
    if (!fill(article, slice)) {
        dictum_article_free(article);
        return dictum__nomem(err);
    }
    *out = article;
    return DICTUM_OK;
}

void dictum_article_free(dictum_article *article)
{
    if (article == NULL)
        return;
    dictum__arena_dispose(&article->arena);
    free(article);
}

size_t dictum_article_quotation_count(const dictum_article *article)
{
    return article->count;
}

const dictum_quoted_text *dictum_article_quotation(const dictum_article *article, size_t index)
{
    return index < article->count ? &article->quotations[index] : NULL;
}
