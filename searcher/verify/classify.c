/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules J4 and J5: what a change is about. */
#include "searcher/verify/judge.h"

#include <string.h>

/* Atoms [first, end) of a text, one side of a place. */
typedef struct side {
    const dictum_atoms *atoms;
    size_t first, end;
} side;

static dictum_slice form_at(const side *s, size_t i)
{
    return dictum__atom_form(s->atoms, &s->atoms->items[i]);
}

static bool has_flag(const side *s, size_t i, unsigned flag)
{
    return (s->atoms->items[i].flags & flag) != 0;
}

/* "May" within a sentence is a month. */
static bool is_month(const side *s, size_t i)
{
    dictum_slice form = form_at(s, i);
    return form.len == 3 && memcmp(form.data, "may", 3) == 0 && has_flag(s, i, DICTUM__ATOM_CAPITAL) && i > 0 &&
           !has_flag(s, i, DICTUM__ATOM_SENTENCE);
}

/* "m" and "t" are units behind a number only. */
#define UNIT_BYTES_ALONE 3

/* The classes of an atom where it stands. */
static unsigned classes_at(const side *s, size_t i)
{
    const dictum_atom *atom = &s->atoms->items[i];
    unsigned classes = atom->classes;
    if ((classes & DICTUM__WORD_UNIT) != 0 && atom->kind == DICTUM__ATOM_WORD && atom->form_bytes < UNIT_BYTES_ALONE &&
        (i == 0 || atom[-1].kind != DICTUM__ATOM_NUMBER))
        classes &= ~DICTUM__WORD_UNIT;
    if ((classes & DICTUM__WORD_MODAL) != 0 && is_month(s, i))
        classes &= ~DICTUM__WORD_MODAL;
    return classes;
}

static size_t count_class(const side *s, unsigned class)
{
    size_t count = 0;
    for (size_t i = s->first; i < s->end; i++)
        count += (classes_at(s, i) & class) != 0;
    return count;
}

/* How often a form of a class stands on a side. */
static size_t count_form(const side *s, unsigned class, uint64_t hash)
{
    size_t count = 0;
    for (size_t i = s->first; i < s->end; i++)
        count += (classes_at(s, i) & class) != 0 && s->atoms->items[i].hash == hash;
    return count;
}

/* So many atoms of a side are compared with the other: what is longer differs anyhow. */
#define COMPARED_MAX 64

/* Whether the atoms of a class on one side are not those on the other. */
static bool differs(const side *one, const side *other, unsigned class)
{
    size_t count = count_class(one, class);
    if (count != count_class(other, class))
        return true;
    if (count > COMPARED_MAX)
        return false;
    for (size_t i = one->first; i < one->end; i++)
        if ((classes_at(one, i) & class) != 0 &&
            count_form(one, class, one->atoms->items[i].hash) != count_form(other, class, one->atoms->items[i].hash))
            return true;
    return false;
}

/* ---- scripts without spaces -------------------------------------------------------------------------------------- */

#define RUN_BYTES 256

static bool has_graphemes(const side *s)
{
    for (size_t i = s->first; i < s->end; i++)
        if (has_flag(s, i, DICTUM__ATOM_GRAPHEME))
            return true;
    return false;
}

/* The words of a class within the letters of atoms [first, end), as far as these fit. */
static uint64_t words_in_row(const dictum_atoms *atoms, size_t first, size_t end, unsigned class)
{
    char run[RUN_BYTES];
    size_t bytes = 0;
    for (size_t i = first; i < end; i++) {
        dictum_slice form = dictum__atom_form(atoms, &atoms->items[i]);
        if (bytes + form.len > sizeof run)
            break;
        memcpy(run + bytes, form.data, form.len);
        bytes += form.len;
    }
    return dictum__lexicon_within(atoms->language, class, (dictum_slice){run, bytes});
}

/* Those of a side and of one atom more before and behind it. */
static uint64_t words_within(const side *s, unsigned class)
{
    size_t first = s->first > 0 ? s->first - 1 : 0, end = s->end < s->atoms->count ? s->end + 1 : s->atoms->count;
    return words_in_row(s->atoms, first, end, class);
}

/* No word of the lists is longer. */
#define WORD_GRAPHEMES 8

/* Whether there is any within a side of any length: in pieces that overlap. */
static bool holds_within(const side *s, unsigned class)
{
    for (size_t i = s->first; i < s->end; i++) {
        size_t end = i + WORD_GRAPHEMES < s->end ? i + WORD_GRAPHEMES : s->end;
        if (words_in_row(s->atoms, i, end, class) != 0)
            return true;
    }
    return false;
}

/* ---- J5 ---------------------------------------------------------------------------------------------------------- */

static bool has_negating_prefix(const side *quoted, const side *source)
{
    if (quoted->end - quoted->first > COMPARED_MAX || source->end - source->first > COMPARED_MAX)
        return false;
    for (size_t i = quoted->first; i < quoted->end; i++)
        for (size_t k = source->first; k < source->end; k++)
            if (dictum__lexicon_negates(source->atoms->language, form_at(quoted, i), form_at(source, k)))
                return true;
    return false;
}

static bool ends_with(dictum_slice form, const char *end)
{
    size_t bytes = strlen(end);
    return form.len > bytes && memcmp(form.data + form.len - bytes, end, bytes) == 0;
}

/* German nouns that are no names, by how they end or by the article or adjective before them. */
static bool is_german_noun(const side *s, size_t i)
{
    static const char *const ends[] = {"ung",    "ungen",    "heit",  "heiten", "keit", "keiten",
                                       "schaft", "schaften", "tion",  "tionen", "tät",  "täten",
                                       "ismus",  "nis",      "nisse", "ling",   "tum"};
    static const char *const articles[] = {"der",    "die",   "das",    "den",     "dem",     "des",  "ein",
                                           "eine",   "einen", "einem",  "einer",   "eines",   "kein", "keine",
                                           "keinen", "unser", "unsere", "unseren", "unserer", "zum",  "zur",
                                           "im",     "am",    "vom",    "beim",    "ins"};
    for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
        if (ends_with(form_at(s, i), ends[k]))
            return true;
    if (i == 0)
        return false;
    dictum_slice before = form_at(s, i - 1);
    for (size_t k = 0; k < sizeof articles / sizeof articles[0]; k++)
        if (strlen(articles[k]) == before.len && memcmp(articles[k], before.data, before.len) == 0)
            return true;
    return !has_flag(s, i - 1, DICTUM__ATOM_CAPITAL) &&
           (ends_with(before, "en") || ends_with(before, "e") || ends_with(before, "er") || ends_with(before, "es") ||
            ends_with(before, "em"));
}

/* Whether a word that begins a sentence has its capital elsewhere, too, and nowhere a small letter. */
static bool has_capital_elsewhere(const side *s, size_t at)
{
    uint64_t hash = s->atoms->items[at].hash;
    bool found = false;
    for (size_t i = 0; i < s->atoms->count; i++) {
        if (i == at || s->atoms->items[i].hash != hash || has_flag(s, i, DICTUM__ATOM_SENTENCE))
            continue;
        if (!has_flag(s, i, DICTUM__ATOM_CAPITAL))
            return false;
        found = true;
    }
    return found;
}

static bool is_name(const side *s, size_t i)
{
    const dictum_atom *atom = &s->atoms->items[i];
    if (atom->kind != DICTUM__ATOM_WORD || !has_flag(s, i, DICTUM__ATOM_CAPITAL) ||
        (atom->classes & (DICTUM__WORD_COMMON | DICTUM__WORD_NEGATION)) != 0)
        return false;
    if (atom->form_bytes == 1)
        return false;
    if (i == 0 || has_flag(s, i, DICTUM__ATOM_SENTENCE))
        return has_capital_elsewhere(s, i);
    return !dictum__lexicon_has_capital_nouns(s->atoms->language) || !is_german_noun(s, i);
}

/* Some name on one side is not on the other. */
static bool changes_name(const side *one, const side *other)
{
    for (size_t i = one->first; i < one->end; i++) {
        bool there = false;
        if (!is_name(one, i))
            continue;
        for (size_t k = other->first; k < other->end && !there; k++)
            there = other->atoms->items[k].hash == one->atoms->items[i].hash;
        if (!there)
            return true;
    }
    return false;
}

dictum_change_class dictum__classify(const dictum_quotation *quotation, const dictum_atoms *source,
                                     const dictum_difference *place)
{
    static const struct {
        unsigned class;
        dictum_change_class change;
    } words[] = {{DICTUM__WORD_NUMERAL, DICTUM_CHANGE_NUMBER},
                 {DICTUM__WORD_UNIT, DICTUM_CHANGE_UNIT},
                 {DICTUM__WORD_MODAL, DICTUM_CHANGE_MODAL}};
    side quoted = {&quotation->atoms, place->quoted_first, place->quoted_end};
    side from = {source, place->source_first, place->source_end};
    bool graphemes = has_graphemes(&quoted) || has_graphemes(&from);
    if (count_class(&quoted, DICTUM__WORD_NEGATION) != count_class(&from, DICTUM__WORD_NEGATION) ||
        has_negating_prefix(&quoted, &from) ||
        (graphemes && words_within(&quoted, DICTUM__WORD_NEGATION) != words_within(&from, DICTUM__WORD_NEGATION)))
        return DICTUM_CHANGE_NEGATION;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (differs(&quoted, &from, words[i].class) ||
            (graphemes && words_within(&quoted, words[i].class) != words_within(&from, words[i].class)))
            return words[i].change;
    return changes_name(&quoted, &from) || changes_name(&from, &quoted) ? DICTUM_CHANGE_NAME : DICTUM_CHANGE_OTHER;
}

/* ---- J4 ---------------------------------------------------------------------------------------------------------- */

/* Whether an atom counts: numbers from two on; first, half and both count nothing. */
static bool is_number(const side *s, size_t i)
{
    const dictum_atom *atom = &s->atoms->items[i];
    dictum_slice form = form_at(s, i);
    if (atom->kind == DICTUM__ATOM_NUMBER)
        return (atom->flags & DICTUM__ATOM_SPELLED) == 0 || form.len != 1 || form.data[0] != '1';
    if (atom->kind != DICTUM__ATOM_WORD)
        return false;
    for (size_t k = 0; k < form.len; k++)
        if (form.data[k] >= '0' && form.data[k] <= '9')
            return true;
    return false;
}

typedef struct tally {
    size_t negations, modals, numbers;
} tally;

static tally weigh(const side *s)
{
    tally t = {0, 0, 0};
    for (size_t i = s->first; i < s->end; i++) {
        unsigned classes = classes_at(s, i);
        t.negations += (classes & DICTUM__WORD_NEGATION) != 0;
        t.modals += (classes & DICTUM__WORD_MODAL) != 0;
        t.numbers += is_number(s, i);
    }
    if (t.negations == 0 && has_graphemes(s))
        t.negations = holds_within(s, DICTUM__WORD_NEGATION);
    if (t.modals == 0 && has_graphemes(s))
        t.modals = holds_within(s, DICTUM__WORD_MODAL);
    return t;
}

/* The parts of what is left out that belong to the sentence of the word before, and to that of the word behind. */
static void split_elision(const dictum_atoms *source, const dictum_difference *place, side *before, side *behind)
{
    size_t first = place->source_first, end = place->source_end;
    *before = (side){source, first, first};
    *behind = (side){source, end, end};
    while (before->end < end && (source->items[before->end].flags & DICTUM__ATOM_SENTENCE) == 0)
        before->end++;
    if (before->end == end && (end == source->count || (source->items[end].flags & DICTUM__ATOM_SENTENCE) != 0))
        return;
    /* The sentence of the word behind began there, unless that word begins it. */
    if (end < source->count && (source->items[end].flags & DICTUM__ATOM_SENTENCE) != 0)
        return;
    while (behind->first > before->end) {
        behind->first--;
        if ((source->items[behind->first].flags & DICTUM__ATOM_SENTENCE) != 0)
            break;
    }
}

static bool is_cut(const dictum_quotation *quotation, const dictum_difference *place)
{
    for (size_t i = place->quoted_first; i <= place->quoted_end && i < quotation->atoms.count; i++)
        if ((quotation->atoms.items[i].flags & DICTUM__ATOM_CUT) != 0)
            return true;
    return false;
}

static bool is_telling(const side *s, size_t i, dictum_change_class change)
{
    unsigned classes = classes_at(s, i);
    if (change == DICTUM_CHANGE_NUMBER)
        return is_number(s, i);
    return (classes & (change == DICTUM_CHANGE_NEGATION ? DICTUM__WORD_NEGATION : DICTUM__WORD_MODAL)) != 0;
}

/* From the first to the last atom of a side that tells; the whole side where none does by itself. */
static void narrow(const side *s, dictum_change_class change, size_t *first, size_t *end)
{
    size_t found = SIZE_MAX, last = 0;
    for (size_t i = s->first; i < s->end; i++) {
        if (!is_telling(s, i, change))
            continue;
        found = found == SIZE_MAX ? i : found;
        last = i;
    }
    *first = found == SIZE_MAX ? s->first : found;
    *end = found == SIZE_MAX ? s->end : last + 1;
}

static dictum_change_class weigh_evidence(const side *quoted, const side *before, const side *behind)
{
    tally in = weigh(quoted), out = weigh(before), more = weigh(behind);
    if (in.negations != out.negations + more.negations)
        return DICTUM_CHANGE_NEGATION;
    if (in.numbers != out.numbers + more.numbers)
        return DICTUM_CHANGE_NUMBER;
    if (in.modals != out.modals + more.modals)
        return DICTUM_CHANGE_MODAL;
    if (more.modals + more.numbers > 0 || in.modals + in.numbers == 0)
        return DICTUM_CHANGES;
    if (differs(quoted, before, DICTUM__WORD_NUMERAL))
        return DICTUM_CHANGE_NUMBER;
    return differs(quoted, before, DICTUM__WORD_MODAL) ? DICTUM_CHANGE_MODAL : DICTUM_CHANGES;
}

dictum_change_class dictum__evidence(const dictum_quotation *quotation, const dictum_atoms *source,
                                     const dictum_difference *place, dictum_difference *evidence)
{
    side quoted = {&quotation->atoms, place->quoted_first, place->quoted_end};
    side before = {source, place->source_first, place->source_end}, behind = {source, 0, 0};
    if (is_cut(quotation, place))
        split_elision(source, place, &before, &behind);
    dictum_change_class change = weigh_evidence(&quoted, &before, &behind);
    *evidence = *place;
    if (change == DICTUM_CHANGES)
        return change;
    narrow(&quoted, change, &evidence->quoted_first, &evidence->quoted_end);
    bool tells = false;
    for (size_t i = before.first; i < before.end; i++)
        tells = tells || is_telling(&before, i, change);
    narrow(tells || behind.first == behind.end ? &before : &behind, change, &evidence->source_first,
           &evidence->source_end);
    return change;
}
