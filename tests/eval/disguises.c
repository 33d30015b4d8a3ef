/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/eval/disguises.h"

#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

const char *const disguise_names[DISGUISES] = {"as it is",
                                               "marks",
                                               "case",
                                               "number's form",
                                               "ellipsis",
                                               "brackets",
                                               "negation",
                                               "number",
                                               "unit",
                                               "modal",
                                               "name",
                                               "another word",
                                               "dropped",
                                               "added",
                                               "order",
                                               "splice",
                                               "hidden by ellipsis",
                                               "hidden by brackets"};

dictum_change_class disguise_class(disguise kind)
{
    switch (kind) {
    case ALTER_NEGATION:
        return DICTUM_CHANGE_NEGATION;
    case ALTER_NUMBER:
        return DICTUM_CHANGE_NUMBER;
    case ALTER_UNIT:
        return DICTUM_CHANGE_UNIT;
    case ALTER_MODAL:
        return DICTUM_CHANGE_MODAL;
    case ALTER_NAME:
        return DICTUM_CHANGE_NAME;
    case ALTER_WORD:
    case ALTER_DROPPED:
    case ALTER_ADDED:
        return DICTUM_CHANGE_OTHER;
    case ALTER_ORDER:
        return DICTUM_CHANGE_ORDER;
    case ALTER_SPLICE:
        return DICTUM_CHANGE_SPLICE;
    default:
        return DICTUM_CHANGES;
    }
}

/* The words of each class that are put in, the first of which negates. */
typedef struct language_words {
    const char *code;
    const char *negation; /* goes before any word */
    const char *modals[4];
    const char *units[4];
} language_words;

static const language_words languages[] = {
    {"en", "not ", {"may", "must", "should", "could"}, {"miles", "dollars", "years", "tons"}},
    {"de", "nicht ", {"kann", "muss", "soll", "darf"}, {"Kilometer", "Euro", "Jahre", "Tonnen"}},
    {"fr", "pas ", {"peut", "doit", "pourrait", "devrait"}, {"kilomètres", "euros", "années", "tonnes"}},
    {"es", "no ", {"puede", "debe", "podría", "debería"}, {"kilómetros", "euros", "años", "toneladas"}},
    {"it", "non ", {"può", "deve", "potrebbe", "dovrebbe"}, {"chilometri", "euro", "anni", "tonnellate"}},
    {"pt", "não ", {"pode", "deve", "poderia", "deveria"}, {"quilómetros", "euros", "anos", "toneladas"}},
    {"nl", "niet ", {"kan", "moet", "zou", "mag"}, {"kilometer", "euro", "jaar", "ton"}},
    {"pl", "nie ", {"może", "musi", "powinien", "mogą"}, {"kilometrów", "euro", "lat", "ton"}},
    {"ru", "не ", {"может", "должен", "нужно", "могут"}, {"километров", "рублей", "лет", "тонн"}},
    {"ar", "ليس ", {"قد", "يجب", "يمكن", "ينبغي"}, {"كيلومتر", "دولار", "سنة", "طن"}},
    {"zh", "不", {"可能", "必须", "应该", "能够"}, {NULL}},
    {"hi", "नहीं ", {"चाहिए", "होगा", "सकता", "शायद"}, {"किलोमीटर", "डॉलर", "वर्ष", "टन"}},
};

static const language_words *words_of(const dictum_atoms *atoms)
{
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
        if (dictum__lexicon_language(dictum__slice(languages[i].code)) == atoms->language)
            return &languages[i];
    return NULL;
}

bool disguise_knows(const dictum_atoms *atoms, dictum_slice lang)
{
    const language_words *words = words_of(atoms);
    return words != NULL && lang.len == 2 && memcmp(words->code, lang.data, 2) == 0;
}

/* ---- choosing ---------------------------------------------------------------------------------------------------- */

typedef bool (*fits_fn)(const dictum_atoms *atoms, size_t i);

static bool has(const dictum_atoms *atoms, size_t i, unsigned flag)
{
    return (atoms->items[i].flags & flag) != 0;
}

static bool is_word(const dictum_atoms *atoms, size_t i)
{
    return atoms->items[i].kind == DICTUM__ATOM_WORD && !has(atoms, i, DICTUM__ATOM_OPTIONAL);
}

/* A word of no class, that begins with a small letter. */
static bool is_plain(const dictum_atoms *atoms, size_t i)
{
    return is_word(atoms, i) && (atoms->items[i].classes & ~DICTUM__WORD_COMMON) == 0 &&
           !has(atoms, i, DICTUM__ATOM_CAPITAL);
}

static bool is_uncommon(const dictum_atoms *atoms, size_t i)
{
    return is_plain(atoms, i) && atoms->items[i].classes == 0;
}

static bool is_negation(const dictum_atoms *atoms, size_t i)
{
    return is_word(atoms, i) && (atoms->items[i].classes & DICTUM__WORD_NEGATION) != 0;
}

static bool is_number(const dictum_atoms *atoms, size_t i)
{
    return atoms->items[i].kind == DICTUM__ATOM_NUMBER && !has(atoms, i, DICTUM__ATOM_SPELLED | DICTUM__ATOM_OPTIONAL);
}

static bool is_unit(const dictum_atoms *atoms, size_t i)
{
    return is_word(atoms, i) && (atoms->items[i].classes & DICTUM__WORD_UNIT) != 0 && atoms->items[i].form_bytes > 3 &&
           (atoms->items[i].classes & DICTUM__WORD_NUMERAL) == 0;
}

static bool is_modal(const dictum_atoms *atoms, size_t i)
{
    return is_word(atoms, i) && (atoms->items[i].classes & DICTUM__WORD_MODAL) != 0 &&
           (atoms->items[i].classes & DICTUM__WORD_NEGATION) == 0 && !has(atoms, i, DICTUM__ATOM_CAPITAL);
}

static bool is_name(const dictum_atoms *atoms, size_t i)
{
    return is_word(atoms, i) && i > 0 && has(atoms, i, DICTUM__ATOM_CAPITAL) && !has(atoms, i, DICTUM__ATOM_SENTENCE) &&
           atoms->items[i].form_bytes > 3 && atoms->items[i].classes == 0 &&
           !dictum__lexicon_has_capital_nouns(atoms->language);
}

/* A random atom in [first, end) that fits; SIZE_MAX: none does. */
static size_t choose(const dictum_atoms *atoms, size_t first, size_t end, fits_fn fits, chance *dice)
{
    size_t count = 0, chosen = SIZE_MAX;
    for (size_t i = first; i < end; i++)
        if (fits(atoms, i) && chance_below(dice, ++count) == 0)
            chosen = i;
    return chosen;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* From the start of atom `first` to the end of atom `end` - 1; with `behind`, to the start of atom `end`. */
static void append(dictum_buf *out, const dictum_atoms *atoms, size_t first, size_t end, bool behind)
{
    if (end <= first)
        return;
    size_t start = atoms->items[first].start, stop = atoms->items[end - 1].end;
    if (behind && end < atoms->count)
        stop = atoms->items[end].start;
    if (stop > start)
        dictum__buf_append(out, atoms->text.data + start, stop - start);
}

static void append_atom(dictum_buf *out, const dictum_atoms *atoms, size_t i)
{
    dictum__buf_append_slice(out, dictum__atom_bytes(atoms, &atoms->items[i]));
}

static void append_gap(dictum_buf *out, const dictum_atoms *atoms, size_t i)
{
    dictum__buf_append_slice(out, dictum__atoms_gap(atoms, i));
}

/* The passage with `text` instead of atom `at`. */
static void replace(dictum_buf *out, const dictum_atoms *atoms, size_t first, size_t end, size_t at, dictum_slice text)
{
    append(out, atoms, first, at, true);
    dictum__buf_append_slice(out, text);
    if (at + 1 < end) {
        append_gap(out, atoms, at + 1);
        append(out, atoms, at + 1, end, false);
    }
}

static bool same_form(const dictum_atoms *atoms, size_t i, const dictum_atoms *other, size_t k)
{
    return atoms->items[i].hash == other->items[k].hash;
}

/* ---- true -------------------------------------------------------------------------------------------------------- */

static void append_mark(dictum_buf *out, uint32_t c, chance *dice)
{
    if (c == ' ' && chance_one_in(dice, 6))
        dictum__buf_append_str(out, chance_one_in(dice, 2) ? "\n" : "  ");
    else if (c == 0x201c || c == 0x201d || c == '"')
        dictum__buf_append_str(out, chance_one_in(dice, 2) ? "'" : "\"");
    else if (c == 0x2019)
        dictum__buf_append_str(out, "'");
    else if (c == '\'')
        dictum__buf_append_str(out, "’");
    else if (c == 0x2013 || c == 0x2014)
        dictum__buf_append_str(out, chance_one_in(dice, 2) ? "-" : "--");
    else if (c != ',' || !chance_one_in(dice, 3))
        dictum__buf_append_code_point(out, c);
}

static bool make_marks(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    dictum__buf_append_str(out, chance_one_in(dice, 2) ? "“" : "");
    for (size_t i = first; i < end; i++) {
        append_atom(out, atoms, i);
        if (i + 1 == end)
            break;
        dictum_slice gap = dictum__atoms_gap(atoms, i + 1);
        bool number = atoms->items[i].kind != DICTUM__ATOM_WORD || atoms->items[i + 1].kind != DICTUM__ATOM_WORD;
        for (size_t at = 0; at < gap.len;) {
            uint32_t c = dictum__utf8_next(gap, &at);
            if (number)
                dictum__buf_append_code_point(out, c);
            else
                append_mark(out, c, dice);
        }
    }
    dictum__buf_append_str(out, chance_one_in(dice, 3) ? "," : chance_one_in(dice, 2) ? "." : "");
    return true;
}

static bool make_case(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    bool all = chance_one_in(dice, 3), any = false;
    for (size_t i = first; i < end; i++) {
        dictum_slice bytes = dictum__atom_bytes(atoms, &atoms->items[i]);
        bool upper = all || i == first;
        /* What has no capital of one letter stays as it is: ß, ı. */
        for (size_t at = 0; at < bytes.len;) {
            UChar32 c = (UChar32)dictum__utf8_next(bytes, &at);
            bool plain = c < 0x80 && c != 'i';
            any = any || (upper && plain && u_islower(c));
            dictum__buf_append_code_point(out, (uint32_t)(upper && plain ? u_toupper(c) : c));
            upper = all;
        }
        if (i + 1 < end)
            append_gap(out, atoms, i + 1);
    }
    return any;
}

/* 5000000 and 5,000,000; a percent sign in words. */
static bool make_number(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first, end, is_number, dice);
    if (at == SIZE_MAX)
        return false;
    dictum_slice form = dictum__atom_form(atoms, &atoms->items[at]);
    for (size_t i = 0; i < form.len; i++)
        if (form.data[i] < '0' || form.data[i] > '9')
            return false;
    if (form.len < 4)
        return false;
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX / 2);
    const char *group = dictum__lexicon_has_decimal_comma(atoms->language) ? "." : ",";
    bool grouped = chance_one_in(dice, 2);
    for (size_t i = 0; i < form.len; i++) {
        if (grouped && i > 0 && (form.len - i) % 3 == 0)
            dictum__buf_append_str(&text, group);
        dictum__buf_append_char(&text, form.data[i]);
    }
    replace(out, atoms, first, end, at, dictum__buf_slice(&text));
    dictum__buf_dispose(&text);
    return true;
}

static const char *const ellipses[] = {" … ", " ... ", " [...] ", " (…) ", " . . . ", " [… ] ", "... "};

/* Whether atoms [first, end) may be left out: they prove nothing. */
static bool are_harmless(const dictum_atoms *atoms, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (!is_word(atoms, i) || (atoms->items[i].classes & ~(DICTUM__WORD_COMMON | DICTUM__WORD_TITLE)) != 0)
            return false;
    return true;
}

static bool make_ellipsis(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    if (end - first < 9)
        return false;
    size_t from = first + 3 + chance_below(dice, end - first - 8), to = from + 1 + chance_below(dice, 2);
    if (!are_harmless(atoms, from, to))
        return false;
    append(out, atoms, first, from, false);
    dictum__buf_append_str(out, ellipses[chance_below(dice, sizeof ellipses / sizeof ellipses[0])]);
    append(out, atoms, to, end, false);
    return true;
}

static bool make_brackets(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first + 1, end, is_plain, dice);
    if (at == SIZE_MAX || has(atoms, first, DICTUM__ATOM_GRAPHEME))
        return false;
    size_t way = chance_below(dice, 3);
    dictum_slice word = dictum__atom_bytes(atoms, &atoms->items[at]);
    if (way == 0) {
        size_t letter = 0;
        dictum_slice head = dictum__atom_bytes(atoms, &atoms->items[first]);
        UChar32 c = (UChar32)dictum__utf8_next(head, &letter);
        if (!is_word(atoms, first) || c >= 0x80 || !u_isalpha(c) || head.len < 2 || !u_isalpha(head.data[1]))
            return false;
        dictum__buf_append_char(out, '[');
        dictum__buf_append_code_point(out, (uint32_t)(u_islower(c) ? u_toupper(c) : u_tolower(c)));
        dictum__buf_append_char(out, ']');
        dictum__buf_append(out, head.data + letter, head.len - letter);
        append_gap(out, atoms, first + 1);
        append(out, atoms, first + 1, end, false);
        return true;
    }
    append(out, atoms, first, at, true);
    if (way == 1) {
        dictum__buf_append_str(out, "[abcdefgh] ");
        dictum__buf_append_slice(out, word);
    } else {
        dictum__buf_append_slice(out, word);
        dictum__buf_append_str(out, " [sic]");
    }
    if (at + 1 < end) {
        append_gap(out, atoms, at + 1);
        append(out, atoms, at + 1, end, false);
    }
    return true;
}

/* ---- altered ----------------------------------------------------------------------------------------------------- */

/* The passage without atom `at`, which is neither first nor last. */
static void drop(dictum_buf *out, const dictum_atoms *atoms, size_t first, size_t end, size_t at)
{
    append(out, atoms, first, at, true);
    append(out, atoms, at + 1, end, false);
}

/* The passage with words put in before atom `at`. */
static void insert(dictum_buf *out, const dictum_atoms *atoms, size_t first, size_t end, size_t at, const char *words)
{
    append(out, atoms, first, at, true);
    dictum__buf_append_str(out, words);
    append(out, atoms, at, end, false);
}

static bool alter_negation(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    const language_words *words = words_of(atoms);
    size_t at = choose(atoms, first + 1, end - 1, is_negation, dice);
    if (at != SIZE_MAX && chance_one_in(dice, 2)) {
        drop(out, atoms, first, end, at);
        return true;
    }
    at = choose(atoms, first + 1, end - 1, is_plain, dice);
    if (at == SIZE_MAX || words == NULL)
        return false;
    insert(out, atoms, first, end, at, words->negation);
    return true;
}

static bool alter_number(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first, end, is_number, dice);
    if (at == SIZE_MAX)
        return false;
    char digits[64];
    dictum_slice bytes = dictum__atom_bytes(atoms, &atoms->items[at]);
    if (bytes.len >= sizeof digits)
        return false;
    memcpy(digits, bytes.data, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        if (digits[i] < '1' || digits[i] > '9')
            continue;
        digits[i] = (char)('1' + (digits[i] - '1' + 1 + (int)chance_below(dice, 8)) % 9);
        replace(out, atoms, first, end, at, (dictum_slice){digits, bytes.len});
        return true;
    }
    return false;
}

static bool alter_listed(const dictum_atoms *atoms, size_t first, size_t end, fits_fn fits, const char *const list[4],
                         chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first, end, fits, dice);
    const char *word = list[chance_below(dice, 4)];
    if (at == SIZE_MAX || word == NULL)
        return false;
    dictum_slice form = dictum__atom_form(atoms, &atoms->items[at]);
    if (form.len == strlen(word) && memcmp(form.data, word, form.len) == 0)
        return false;
    replace(out, atoms, first, end, at, dictum__slice(word));
    return true;
}

/* A word of another statement in the place of one. */
static bool alter_word(const dictum_atoms *atoms, size_t first, size_t end, fits_fn fits, const word_stock *stock,
                       chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first, end, fits, dice);
    size_t with = choose(stock->other, 0, stock->other->count, fits, dice);
    if (at == SIZE_MAX || with == SIZE_MAX || same_form(atoms, at, stock->other, with))
        return false;
    dictum_slice form = dictum__atom_form(atoms, &atoms->items[at]);
    dictum_slice other = dictum__atom_form(stock->other, &stock->other->items[with]);
    if (dictum__lexicon_negates(atoms->language, form, other))
        return false;
    replace(out, atoms, first, end, at, dictum__atom_bytes(stock->other, &stock->other->items[with]));
    return true;
}

static bool alter_dropped(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first + 1, end - 1, is_plain, dice);
    if (at == SIZE_MAX || same_form(atoms, at, atoms, at - 1) || same_form(atoms, at, atoms, at + 1))
        return false;
    drop(out, atoms, first, end, at);
    return true;
}

static bool alter_added(const dictum_atoms *atoms, size_t first, size_t end, const word_stock *stock, chance *dice,
                        dictum_buf *out)
{
    size_t at = choose(atoms, first + 1, end, is_plain, dice);
    size_t with = choose(stock->other, 0, stock->other->count, is_uncommon, dice);
    if (at == SIZE_MAX || with == SIZE_MAX || has(atoms, at, DICTUM__ATOM_GRAPHEME))
        return false;
    append(out, atoms, first, at, true);
    append_atom(out, stock->other, with);
    dictum__buf_append_char(out, ' ');
    append(out, atoms, at, end, false);
    return true;
}

/* Two words that have one to three words between. */
static bool alter_order(const dictum_atoms *atoms, size_t first, size_t end, chance *dice, dictum_buf *out)
{
    size_t at = choose(atoms, first + 1, end - 5, is_uncommon, dice);
    if (at == SIZE_MAX)
        return false;
    size_t with = at + 2 + chance_below(dice, 3);
    if (with >= end || !is_uncommon(atoms, with) || same_form(atoms, at, atoms, with))
        return false;
    append(out, atoms, first, at, true);
    append_atom(out, atoms, with);
    append_gap(out, atoms, at + 1);
    append(out, atoms, at + 1, with, true);
    append_atom(out, atoms, at);
    if (with + 1 < end) {
        append_gap(out, atoms, with + 1);
        append(out, atoms, with + 1, end, false);
    }
    return true;
}

static bool alter_splice(const dictum_atoms *atoms, size_t first, size_t end, const word_stock *stock, chance *dice,
                         dictum_buf *out)
{
    size_t half = (end - first) / 2;
    if (half < 5 || stock->other->count < half + 20)
        return false;
    size_t from = 5 + chance_below(dice, stock->other->count - half - 10);
    append(out, atoms, first, first + half, false);
    dictum__buf_append_char(out, ' ');
    append(out, stock->other, from, from + half, false);
    return true;
}

static bool is_evidence(const dictum_atoms *atoms, size_t i)
{
    return is_negation(atoms, i) || is_number(atoms, i) || is_modal(atoms, i);
}

static bool alter_hidden(const dictum_atoms *atoms, size_t first, size_t end, bool brackets, chance *dice,
                         dictum_buf *out)
{
    size_t at = choose(atoms, first + 1, end - 4, is_evidence, dice);
    /* Beside another number, or at the end, what is hidden may as well be something else. */
    if (at == SIZE_MAX || !is_plain(atoms, at + 1) || !is_plain(atoms, at + 2) || is_number(atoms, at - 1) ||
        has(atoms, at + 1, DICTUM__ATOM_SENTENCE) || has(atoms, at, DICTUM__ATOM_SENTENCE))
        return false;
    if (brackets) {
        replace(out, atoms, first, end, at, DICTUM_SLICE("[abcdefgh]"));
        return true;
    }
    append(out, atoms, first, at, false);
    dictum__buf_append_str(out, ellipses[chance_below(dice, sizeof ellipses / sizeof ellipses[0])]);
    append(out, atoms, at + 1, end, false);
    return true;
}

bool disguise_make(disguise kind, const dictum_atoms *atoms, size_t first, size_t end, const word_stock *stock,
                   chance *dice, dictum_buf *out)
{
    const language_words *words = words_of(atoms);
    dictum__buf_clear(out);
    switch (kind) {
    case DISGUISE_NONE:
        append(out, atoms, first, end, false);
        return true;
    case DISGUISE_MARKS:
        return make_marks(atoms, first, end, dice, out);
    case DISGUISE_CASE:
        return make_case(atoms, first, end, dice, out);
    case DISGUISE_NUMBER:
        return make_number(atoms, first, end, dice, out);
    case DISGUISE_ELLIPSIS:
        return make_ellipsis(atoms, first, end, dice, out);
    case DISGUISE_BRACKETS:
        return make_brackets(atoms, first, end, dice, out);
    case ALTER_NEGATION:
        return alter_negation(atoms, first, end, dice, out);
    case ALTER_NUMBER:
        return alter_number(atoms, first, end, dice, out);
    case ALTER_UNIT:
        return words != NULL && alter_listed(atoms, first, end, is_unit, words->units, dice, out);
    case ALTER_MODAL:
        return words != NULL && alter_listed(atoms, first, end, is_modal, words->modals, dice, out);
    case ALTER_NAME:
        return alter_word(atoms, first, end, is_name, stock, dice, out);
    case ALTER_WORD:
        return alter_word(atoms, first, end, is_uncommon, stock, dice, out);
    case ALTER_DROPPED:
        return alter_dropped(atoms, first, end, dice, out);
    case ALTER_ADDED:
        return alter_added(atoms, first, end, stock, dice, out);
    case ALTER_ORDER:
        return alter_order(atoms, first, end, dice, out);
    case ALTER_SPLICE:
        return alter_splice(atoms, first, end, stock, dice, out);
    default:
        return alter_hidden(atoms, first, end, kind == ALTER_BRACKETS, dice, out);
    }
}
