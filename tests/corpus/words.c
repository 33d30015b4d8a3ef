/* SPDX-License-Identifier: GPL-2.0-or-later */
/* R2 to R6, read a second time: characters to words in one pass. */
#include "tests/corpus/words.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "tests/corpus/units.h"
#include "tests/corpus/words_parts.h"

const words_rules words_rules_today = {.signs = true, .grouped_numbers = true, .line_end_hyphens = true};

/* ---- forms ------------------------------------------------------------------------------------------------------- */

typedef struct form {
    size_t start, count; /* characters */
    uint64_t hash;
} form;

struct forms {
    uint32_t *characters;
    size_t used, room;
    form *items; /* [0] is none */
    size_t count, cap;
    uint32_t *slots; /* numbers, 0 where free */
    size_t slot_count;
};

static void *grown(void *array, size_t count, size_t bytes)
{
    array = realloc(array, (count > 0 ? count : 1) * bytes);
    if (array == NULL)
        abort();
    return array;
}

forms *forms_new(void)
{
    forms *table = calloc(1, sizeof *table);
    if (table == NULL)
        abort();
    table->items = grown(NULL, table->cap = 1024, sizeof *table->items);
    table->items[0] = (form){0};
    table->count = 1;
    table->slots = calloc(table->slot_count = 4096, sizeof *table->slots);
    if (table->slots == NULL)
        abort();
    return table;
}

void forms_free(forms *table)
{
    if (table == NULL)
        return;
    free(table->characters);
    free(table->items);
    free(table->slots);
    free(table);
}

size_t forms_count(const forms *table)
{
    return table->count;
}

void forms_write(const forms *table, uint32_t number, growing *out)
{
    for (size_t i = 0; i < table->items[number].count; i++)
        growing_add_code_point(out, table->characters[table->items[number].start + i]);
}

static void enlarge(forms *table)
{
    free(table->slots);
    table->slots = calloc(table->slot_count *= 2, sizeof *table->slots);
    if (table->slots == NULL)
        abort();
    for (size_t i = 1; i < table->count; i++) {
        size_t slot = table->items[i].hash % table->slot_count;
        while (table->slots[slot] != 0)
            slot = (slot + 1) % table->slot_count;
        table->slots[slot] = (uint32_t)i;
    }
}

static uint32_t add_form(forms *table, const uint32_t *characters, size_t count, uint64_t hash)
{
    if (table->used + count > table->room) {
        table->room = (table->used + count) * 2 + 1024;
        table->characters = grown(table->characters, table->room, sizeof *table->characters);
    }
    if (table->count == table->cap)
        table->items = grown(table->items, table->cap *= 2, sizeof *table->items);
    memcpy(table->characters + table->used, characters, count * sizeof *characters);
    table->items[table->count] = (form){.start = table->used, .count = count, .hash = hash};
    table->used += count;
    return (uint32_t)table->count++;
}

uint32_t forms_number(forms *table, const uint32_t *characters, size_t count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ characters[i]) * UINT64_C(0x100000001b3);
    if (table->count * 2 > table->slot_count)
        enlarge(table);
    size_t slot = hash % table->slot_count;
    for (; table->slots[slot] != 0; slot = (slot + 1) % table->slot_count) {
        const form *known = &table->items[table->slots[slot]];
        if (known->hash == hash && known->count == count &&
            memcmp(table->characters + known->start, characters, count * sizeof *characters) == 0)
            return table->slots[slot];
    }
    return table->slots[slot] = add_form(table, characters, count, hash);
}

/* ---- characters -------------------------------------------------------------------------------------------------- */

static bool is_spaceless(UChar32 c)
{
    static const UScriptCode scripts[] = {USCRIPT_HAN,     USCRIPT_HIRAGANA,    USCRIPT_KATAKANA, USCRIPT_BOPOMOFO,
                                          USCRIPT_THAI,    USCRIPT_LAO,         USCRIPT_KHMER,    USCRIPT_MYANMAR,
                                          USCRIPT_TIBETAN, USCRIPT_TAI_LE,      USCRIPT_LANNA,    USCRIPT_TAI_VIET,
                                          USCRIPT_AHOM,    USCRIPT_NEW_TAI_LUE, USCRIPT_JAVANESE, USCRIPT_BALINESE,
                                          USCRIPT_YI,      USCRIPT_TANGUT,      USCRIPT_NUSHU};
    UErrorCode icu = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &icu);
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        if (script == scripts[i])
            return true;
    /* A letter that kana or Han share, such as the long vowel mark. */
    return script == USCRIPT_COMMON && (uscript_hasScript(c, USCRIPT_KATAKANA) || uscript_hasScript(c, USCRIPT_HAN)) &&
           u_charType(c) != U_OTHER_SYMBOL;
}

character_kind words_kind(uint32_t character)
{
    UChar32 c = (UChar32)character;
    if (c == '\'')
        return KIND_APOSTROPHE;
    if (c == 0xb7)
        return KIND_MIDDLE_DOT;
    if (c < 0x80)
        return u_isdigit(c) ? KIND_DIGIT : u_isalpha(c) ? KIND_LETTER : KIND_OTHER;
    uint32_t category = U_MASK(u_charType(c));
    if ((category & U_GC_ND_MASK) != 0)
        return KIND_DIGIT;
    bool mark = (category & U_GC_M_MASK) != 0;
    if (!mark && (category & (U_GC_L_MASK | U_GC_N_MASK)) == 0 && !u_isUAlphabetic(c))
        return KIND_OTHER;
    if (is_spaceless(c))
        return KIND_SPACELESS;
    return mark ? KIND_MARK : KIND_LETTER;
}

/* A letter that UAX #29 joins to nothing: each is a word (R2). */
static bool stands_alone(uint32_t c)
{
    return u_getIntPropertyValue((UChar32)c, UCHAR_WORD_BREAK) == U_WB_OTHER;
}

/* ---- from characters to words ------------------------------------------------------------------------------------ */

typedef struct places {
    place *items;
    bool *grapheme;
    size_t count, cap;
} places;

static void add_place(places *out, size_t start, size_t end, bool grapheme)
{
    if (out->count == out->cap) {
        out->cap = out->cap == 0 ? 64 : out->cap * 2;
        out->items = grown(out->items, out->cap, sizeof *out->items);
        out->grapheme = grown(out->grapheme, out->cap, sizeof *out->grapheme);
    }
    out->items[out->count] = (place){start, end};
    out->grapheme[out->count++] = grapheme;
}

static character_kind kind_at(const normal_text *text, size_t at)
{
    return at < text->count ? words_kind(text->items[at]) : KIND_OTHER;
}

/* R4: an article or pronoun that lost its vowel. */
static bool is_elided(const uint32_t *characters, size_t count)
{
    static const char list[] =
        " c d j l m n s t un qu all com coll dall dell nell sull jusqu quest lorsqu puisqu quoiqu ";
    char wanted[16] = " ";
    if (count > 8)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (characters[i] >= 0x80)
            return false;
        wanted[i + 1] = (char)characters[i];
    }
    wanted[count + 1] = ' ';
    return strstr(list, wanted) != NULL;
}

/* R4: whether the apostrophe at `at` belongs to the word that began at `start`. */
static bool keeps_apostrophe(const normal_text *text, size_t start, size_t at)
{
    character_kind before = kind_at(text, at - 1);
    if ((before != KIND_LETTER && before != KIND_MARK) || kind_at(text, at + 1) != KIND_LETTER ||
        stands_alone(text->items[at + 1]) || stands_alone(text->items[start]))
        return false;
    character_kind next = kind_at(text, at + 2);
    bool possessive = text->items[at + 1] == 's' && next != KIND_LETTER && next != KIND_DIGIT && next != KIND_MARK;
    return !possessive && !is_elided(text->items + start, at - start);
}

static bool keeps_middle_dot(const normal_text *text, size_t at)
{
    return text->items[at - 1] == 'l' && at + 1 < text->count && text->items[at + 1] == 'l';
}

/* The end of the word that begins at `start` with a letter or digit. */
static size_t word_end(const normal_text *text, size_t start)
{
    for (size_t at = start + 1; at < text->count; at++) {
        bool goes_on = false;
        switch (kind_at(text, at)) {
        case KIND_LETTER:
        case KIND_DIGIT:
            goes_on = !stands_alone(text->items[at]) && !stands_alone(text->items[start]);
            break;
        case KIND_MARK:
            goes_on = true;
            break;
        case KIND_APOSTROPHE:
            goes_on = keeps_apostrophe(text, start, at);
            break;
        case KIND_MIDDLE_DOT:
            goes_on = keeps_middle_dot(text, at);
            break;
        default:
            break;
        }
        if (!goes_on)
            return at;
    }
    return text->count;
}

/* R6: each grapheme cluster of the characters [start, end) is a word. */
static void add_graphemes(places *out, const normal_text *text, size_t start, size_t end)
{
    static UBreakIterator *clusters; /* costly to open; lives as long as the process */
    UErrorCode icu = U_ZERO_ERROR;
    UChar *units = calloc((end - start) * 2 + 1, sizeof *units);
    int32_t count = 0, at = 0;
    if (units == NULL)
        abort();
    for (size_t i = start; i < end; i++)
        U16_APPEND_UNSAFE(units, count, (UChar32)text->items[i]);
    if (clusters == NULL)
        clusters = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &icu);
    ubrk_setText(clusters, units, count, &icu);
    if (U_FAILURE(icu))
        abort();
    for (int32_t next; (next = ubrk_next(clusters)) != UBRK_DONE;) {
        size_t first = start;
        for (; at < next; start++)
            (void)units_next(units, count, &at);
        add_place(out, first, start, true);
    }
    free(units);
}

static void find_places(places *out, const normal_text *text)
{
    for (size_t at = 0; at < text->count;) {
        character_kind kind = kind_at(text, at);
        size_t end = at + 1;
        if (kind == KIND_LETTER || kind == KIND_DIGIT) {
            end = word_end(text, at);
            add_place(out, at, end, false);
        } else if (kind == KIND_SPACELESS) {
            while (kind_at(text, end) == KIND_SPACELESS || kind_at(text, end) == KIND_MARK)
                end++;
            add_graphemes(out, text, at, end);
        }
        at = end;
    }
}

void word_list_add(word_list *list, word item)
{
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 64 : list->cap * 2;
        list->items = grown(list->items, list->cap, sizeof *list->items);
    }
    list->items[list->count++] = item;
}

static void add_words(word_list *list, forms *table, const normal_text *text, const places *found)
{
    uint32_t *room = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < found->count; i++) {
        const uint32_t *first = text->items + found->items[i].start;
        size_t count = found->items[i].end - found->items[i].start;
        word item = {.exact = forms_number(table, first, count), .grapheme = found->grapheme[i]};
        item.folded = item.exact;
        if (!item.grapheme) {
            if (room == NULL || count * 2 > cap)
                room = grown(room, cap = count * 4, sizeof *room);
            item.folded = forms_number(table, room, normal_fold(first, count, room));
        }
        word_list_add(list, item);
    }
    free(room);
}

void words_read(word_list *list, forms *table, const words_rules *rules, const char *text, size_t len, bool is_query)
{
    normal_text normal;
    places found = {0};
    size_t before = list->count;
    normal_read(&normal, text, len, is_query);
    find_places(&found, &normal);
    add_words(list, table, &normal, &found);
    if (found.count > 0) {
        reading r = {&normal, found.items, list->items + before, found.count, table, is_query, rules->groups_of_two};
        if (rules->signs)
            reading_signs(&r);
        if (rules->grouped_numbers)
            reading_grouped_numbers(&r);
        if (rules->line_end_hyphens)
            reading_line_end_hyphens(&r);
    }
    free(found.items);
    free(found.grapheme);
    normal_dispose(&normal);
}

void word_list_dispose(word_list *list)
{
    free(list->items);
    *list = (word_list){0};
}

bool words_are_equal(const word_list *a, const word_list *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].exact != b->items[i].exact)
            return false;
    return true;
}
