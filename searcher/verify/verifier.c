/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/verifier.h"

#include <stdlib.h>
#include <string.h>

dictum_status dictum__verifier_get(dictum_index *index, dictum_verifier **out, dictum_error *err)
{
    dictum_verifier *verifier = index->verifier;
    *out = verifier;
    if (verifier != NULL)
        return DICTUM_OK;
    verifier = calloc(1, sizeof *verifier);
    if (verifier == NULL)
        return dictum__nomem(err);
    dictum__quotation_init(&verifier->quotation);
    dictum__atoms_init(&verifier->source);
    dictum_status status = dictum__lexicon_new(&verifier->lexicon, err);
    if (status != DICTUM_OK) {
        dictum__verifier_free(verifier);
        return status;
    }
    *out = index->verifier = verifier;
    return DICTUM_OK;
}

void dictum__verifier_free(dictum_verifier *verifier)
{
    if (verifier == NULL)
        return;
    dictum__lexicon_free(verifier->lexicon);
    dictum__quotation_dispose(&verifier->quotation);
    dictum__atoms_dispose(&verifier->source);
    dictum__alignment_dispose(&verifier->alignment);
    dictum__judgement_dispose(&verifier->judgement);
    free(verifier);
}

/* Numbers and words are read as the source's language has them. */
static dictum_status read_for(dictum_verifier *verifier, dictum_analyser *analyser, dictum_slice quotation,
                              dictum_slice lang, dictum_error *err)
{
    size_t bytes = lang.len < sizeof verifier->lang ? lang.len : 0;
    if (verifier->is_read && strlen(verifier->lang) == bytes && memcmp(verifier->lang, lang.data, bytes) == 0)
        return DICTUM_OK;
    verifier->is_read = false;
    dictum_status status =
        dictum__quotation_read(&verifier->quotation, analyser, verifier->lexicon, quotation, lang, err);
    if (status != DICTUM_OK)
        return status;
    if (bytes > 0)
        memcpy(verifier->lang, lang.data, bytes);
    verifier->lang[bytes] = '\0';
    verifier->is_read = true;
    return DICTUM_OK;
}

/* A set of hashes by some of their bits: no false absence. */
#define SET_BITS 16384u

static void set_bit(uint64_t *set, uint64_t hash)
{
    set[hash % SET_BITS / 64] |= UINT64_C(1) << hash % 64;
}

static bool has_bit(const uint64_t *set, uint64_t hash)
{
    return (set[hash % SET_BITS / 64] >> hash % 64 & 1) != 0;
}

/* The share of the quotation's own words that the source has at all, or a little more. */
static double possible_share(const dictum_quotation *quotation, const dictum_atoms *source)
{
    uint64_t set[SET_BITS / 64] = {0};
    size_t there = 0;
    for (size_t i = 0; i < source->count; i++)
        set_bit(set, source->items[i].hash);
    for (size_t i = 0; i < quotation->atoms.count; i++) {
        const dictum_atom *atom = &quotation->atoms.items[i];
        bool own = (atom->flags & DICTUM__ATOM_BRACKET) == 0 || atom->front + atom->back > 0;
        there += own && has_bit(set, atom->hash);
    }
    return (double)there / (double)quotation->words;
}

dictum_status dictum__verifier_compare(dictum_verifier *verifier, dictum_analyser *analyser, dictum_slice quotation,
                                       const dictum_record *record, dictum_error *err)
{
    dictum_slice lang = record->lang.data == NULL ? DICTUM_SLICE("") : record->lang;
    dictum_slice text = record->text.data == NULL ? DICTUM_SLICE("") : record->text;
    dictum_status status = read_for(verifier, analyser, quotation, lang, err);
    if (status == DICTUM_OK)
        status = dictum__atoms_make(&verifier->source, analyser, verifier->lexicon, text, lang, err);
    if (status != DICTUM_OK)
        return status;
    if (possible_share(&verifier->quotation, &verifier->source) < verifier->least) {
        dictum__judge_nothing(&verifier->judgement);
        return DICTUM_OK;
    }
    if (!dictum__align(&verifier->alignment, &verifier->quotation, &verifier->source))
        return dictum__nomem(err);
    return dictum__judge(&verifier->judgement, &verifier->quotation, &verifier->source, &verifier->alignment, err);
}
