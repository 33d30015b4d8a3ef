/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/atoms.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/array.h"
#include "lib/hash.h"
#include "lib/utf8.h"
#include "searcher/verify/numbers.h"

/* What an atom is being made from. */
typedef struct maker {
    dictum_atoms *atoms;
    const dictum_lexicon *lexicon;
    const dictum_analysis *analysis;
    dictum_buf form;
    size_t at;           /* byte up to which the text has been looked at */
    size_t optional_end; /* tokens before this one are optional */
    bool failed;
} maker;

void dictum__atoms_init(dictum_atoms *atoms)
{
    *atoms = (dictum_atoms){.count = 0};
    dictum__buf_init(&atoms->forms, SIZE_MAX / 2);
}

void dictum__atoms_dispose(dictum_atoms *atoms)
{
    free(atoms->items);
    dictum__buf_dispose(&atoms->forms);
}

bool dictum__atoms_add(dictum_atoms *atoms, const dictum_atom *atom, dictum_slice form)
{
    if (!dictum__array_reserve((void **)&atoms->items, &atoms->cap, atoms->count + 1, sizeof *atoms->items))
        return false;
    dictum_atom *added = &atoms->items[atoms->count++];
    *added = *atom;
    added->form = (uint32_t)atoms->forms.len;
    added->form_bytes = (uint32_t)form.len;
    added->hash = dictum__hash_add(DICTUM__HASH_SEED + atom->kind, form);
    dictum__buf_append_slice(&atoms->forms, form);
    return dictum__buf_status(&atoms->forms) == DICTUM_OK && atoms->forms.len < UINT32_MAX;
}

dictum_slice dictum__atoms_gap(const dictum_atoms *atoms, size_t i)
{
    size_t start = i == 0 ? 0 : atoms->items[i - 1].end;
    size_t end = i == atoms->count ? atoms->text.len : atoms->items[i].start;
    /* The parts of a fraction are of the same character. */
    return (dictum_slice){atoms->text.data + start, end > start ? end - start : 0};
}

static void add(maker *m, const dictum_atom *atom, dictum_slice form)
{
    m->failed = m->failed || !dictum__atoms_add(m->atoms, atom, form);
}

/* ---- A2: signs --------------------------------------------------------------------------------------------------- */

static bool is_percent(uint32_t c)
{
    return c == '%' || c == 0x66a || c == 0xfe6a || c == 0xff05;
}

/* Mathematical signs that a sentence can turn on; not | ~ ¬ and arrows. */
static bool is_relation(uint32_t c)
{
    return c == '+' || c == '<' || c == '=' || c == '>' || c == 0xb1 || c == 0xd7 || c == 0xf7 ||
           (c >= 0x2248 && c <= 0x2267) || c == 0xff0b;
}

static bool has_meaning(uint32_t c)
{
    return is_percent(c) || is_relation(c) || c == 0xb0 || c == 0x2030 || c == 0x2031 ||
           u_charType((UChar32)c) == U_CURRENCY_SYMBOL;
}

static bool is_digit_at(dictum_slice text, size_t at)
{
    return at < text.len && text.data[at] >= '0' && text.data[at] <= '9';
}

/* / and : between digits. */
static bool divides_digits(dictum_slice text, size_t start, size_t end, uint32_t c)
{
    return (c == '/' || c == ':' || c == 0x2044) && start > 0 && is_digit_at(text, start - 1) && is_digit_at(text, end);
}

static void add_sign(maker *m, size_t start, size_t end, uint32_t c)
{
    dictum_atom atom = {.start = (uint32_t)start, .end = (uint32_t)end, .kind = DICTUM__ATOM_SIGN};
    dictum_slice form = {m->atoms->text.data + start, end - start};
    if (is_percent(c))
        form = DICTUM_SLICE("%");
    if (c == 0x2044)
        form = DICTUM_SLICE("/");
    if (is_percent(c) || c == 0xb0 || c == 0x2030 || u_charType((UChar32)c) == U_CURRENCY_SYMBOL)
        atom.classes = DICTUM__WORD_UNIT;
    else
        atom.classes = DICTUM__WORD_NUMERAL;
    add(m, &atom, form);
}

static void add_and(maker *m, size_t start, size_t end)
{
    const char *word = dictum__lexicon_and(m->atoms->language);
    dictum_atom atom = {.start = (uint32_t)start, .end = (uint32_t)end, .kind = DICTUM__ATOM_WORD};
    atom.classes = DICTUM__WORD_COMMON;
    add(m, &atom, dictum__slice(word != NULL ? word : "&"));
}

/* The signs between what has been looked at and byte `end`. */
static void add_signs(maker *m, size_t end)
{
    dictum_slice text = m->atoms->text;
    while (m->at < end) {
        size_t start = m->at;
        uint32_t c = dictum__utf8_next(text, &m->at);
        if (c == '&' || c == 0xff06)
            add_and(m, start, m->at);
        else if (has_meaning(c) || divides_digits(text, start, m->at, c))
            add_sign(m, start, m->at, c);
    }
}

/* ---- A3: raised digits ------------------------------------------------------------------------------------------- */

static bool is_raised(uint32_t c)
{
    return c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x2079) || (c >= 0x2080 && c <= 0x2089);
}

/* Of a token's bytes: how many letters or digits stand in front of the raised digits at its end, and how many of those
 * there are; whether the former are digits. */
typedef struct raised {
    size_t before, digits;
    bool power;
} raised;

static raised find_raised(dictum_slice bytes)
{
    raised r = {0, 0, true};
    for (size_t at = 0; at < bytes.len;) {
        uint32_t c = dictum__utf8_next(bytes, &at);
        if (is_raised(c)) {
            r.digits++;
            continue;
        }
        if (r.digits > 0)
            return (raised){0, 0, false};
        r.before++;
        r.power = r.power && u_isdigit((UChar32)c);
    }
    return r;
}

#define NOTED_LETTERS_MIN 4

/* The form of a word by rules A3 and A5, and without signs that say nothing. */
static dictum_slice word_form(maker *m, size_t token)
{
    const dictum_token *t = &m->analysis->tokens[token];
    dictum_slice text = m->atoms->text, bytes = {text.data + t->byte_start, t->byte_end - t->byte_start};
    dictum_slice form = dictum__token_exact(m->analysis, token);
    char front = t->sign_front_bytes > 0 ? form.data[0] : '\0';
    char back = t->sign_back_bytes > 0 ? form.data[form.len - 1] : '\0';
    if (front == '#' || front == '@' || (back != '\0' && back != '+' && back != '#'))
        form = dictum__token_unsigned(m->analysis, token, form);
    raised r = find_raised(bytes);
    if (r.digits == 0 || r.digits >= form.len)
        return form;
    if (r.power && r.before > 0) {
        dictum__buf_clear(&m->form);
        dictum__buf_append(&m->form, form.data, form.len - r.digits);
        dictum__buf_append_char(&m->form, '^');
        dictum__buf_append(&m->form, form.data + form.len - r.digits, r.digits);
        m->failed = m->failed || dictum__buf_status(&m->form) != DICTUM_OK;
        return m->failed ? form : dictum__buf_slice(&m->form);
    }
    if (r.before >= NOTED_LETTERS_MIN)
        form.len -= r.digits;
    return form;
}

/* ---- A4: notes --------------------------------------------------------------------------------------------------- */

static bool is_opening(char c)
{
    return c == '[' || c == '(';
}

static bool is_closing(char c)
{
    return c == ']' || c == ')';
}

/* The words of the audience, as transcripts have them. */
static bool is_audience(dictum_slice form)
{
    static const char *const words[] = {
        "applause", "laughter",   "cheers",  "cheering",         "laughs",       "boos",     "crosstalk", "inaudible",
        "beifall",  "heiterkeit", "lachen",  "applaudissements", "rires",        "aplausos", "risas",     "applausi",
        "risate",   "risos",      "applaus", "gelach",           "аплодисменты", "смех",     "oklaski",   "تصفيق"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == form.len && memcmp(words[i], form.data, form.len) == 0)
            return true;
    return false;
}

#define AUDIENCE_TOKENS_MAX 4

/* How many tokens from `token` on are a note of the audience in brackets; 0 where none are. */
static size_t audience(const maker *m, size_t token)
{
    const dictum_analysis *analysis = m->analysis;
    dictum_slice text = m->atoms->text;
    size_t start = analysis->tokens[token].byte_start;
    bool named = false;
    if (start == 0 || !is_opening(text.data[start - 1]))
        return 0;
    for (size_t i = 0; i < AUDIENCE_TOKENS_MAX && token + i < analysis->token_count; i++) {
        size_t end = analysis->tokens[token + i].byte_end;
        named = named || is_audience(dictum__token_exact(analysis, token + i));
        if (end < text.len && text.data[end] == '.')
            end++;
        if (end < text.len && is_closing(text.data[end]))
            return named ? i + 1 : 0;
    }
    return 0;
}

static bool is_short_number(const maker *m, size_t token)
{
    const dictum_token *t = &m->analysis->tokens[token];
    return t->kind == DICTUM__TOKEN_NUMBER && t->exact_bytes <= 3;
}

/* "[5]", "so.¹ Then", "inflation.21 In": the mark of a note. */
static bool is_note(const maker *m, size_t token)
{
    const dictum_token *t = &m->analysis->tokens[token];
    dictum_slice text = m->atoms->text;
    if (!is_short_number(m, token) || t->byte_start == 0)
        return false;
    char left = text.data[t->byte_start - 1];
    if (left == '[' && t->byte_end < text.len && text.data[t->byte_end] == ']')
        return true;
    size_t at = t->byte_start;
    if (is_raised(dictum__utf8_next(text, &at)))
        return !(left >= '0' && left <= '9');
    if (left != '.' || token == 0 || token + 1 >= m->analysis->token_count)
        return false;
    const dictum_token *before = t - 1, *behind = t + 1;
    return before->kind == DICTUM__TOKEN_WORD && before->byte_end + 1 == t->byte_start &&
           before->exact_bytes >= NOTED_LETTERS_MIN && (behind->flags & DICTUM__TOKEN_SENTENCE) != 0 &&
           (behind->flags & DICTUM__TOKEN_GLUED) == 0;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static bool is_form(const maker *m, size_t token, const char *word)
{
    dictum_slice form = dictum__token_exact(m->analysis, token);
    return strlen(word) == form.len && memcmp(word, form.data, form.len) == 0;
}

/* How many tokens mean %: percent, per cent. All begin with p, in Latin or Cyrillic. */
#define PERCENT_CYRILLIC 6
static size_t percent_words(const maker *m, size_t token)
{
    static const char *const single[] = {"percent", "pct",      "prozent",   "procent",  "prosent",  "persen",
                                         "процент", "процента", "процентов", "procenta", "procentów"};
    static const char *const pairs[][2] = {
        {"per", "cent"}, {"pour", "cent"}, {"por", "ciento"}, {"por", "cento"}, {"per", "cento"}};
    char head = dictum__token_exact(m->analysis, token).data[0];
    if (head != 'p' && head != single[PERCENT_CYRILLIC][0])
        return 0;
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (is_form(m, token, single[i]))
            return 1;
    if (token + 1 >= m->analysis->token_count)
        return 0;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (is_form(m, token, pairs[i][0]) && is_form(m, token + 1, pairs[i][1]))
            return 2;
    return 0;
}

static bool has_digit(dictum_slice form)
{
    for (size_t i = 0; i < form.len; i++)
        if (form.data[i] >= '0' && form.data[i] <= '9')
            return true;
    return false;
}

static uint8_t flags_of(const maker *m, const dictum_token *t)
{
    size_t at = t->byte_start + t->sign_front_bytes;
    uint8_t flags = 0;
    if ((t->flags & DICTUM__TOKEN_SENTENCE) != 0)
        flags |= DICTUM__ATOM_SENTENCE;
    if ((t->flags & DICTUM__TOKEN_PARAGRAPH) != 0)
        flags |= DICTUM__ATOM_PARAGRAPH | DICTUM__ATOM_SENTENCE;
    if (t->kind == DICTUM__TOKEN_GRAPHEME)
        flags |= DICTUM__ATOM_GRAPHEME;
    if (at < t->byte_end) {
        UChar32 c = (UChar32)dictum__utf8_next(m->atoms->text, &at);
        if (u_isupper(c) || u_istitle(c))
            flags |= DICTUM__ATOM_CAPITAL;
    }
    return flags;
}

/* The t of "don t", which has lost its apostrophe. */
static bool is_lost_negation(const maker *m, size_t token)
{
    static const char *const stems[] = {"don",   "doesn", "didn",   "won",    "isn",     "aren",
                                        "wasn",  "weren", "couldn", "wouldn", "shouldn", "hasn",
                                        "haven", "hadn",  "mustn",  "needn",  "ain",     "can"};
    if (token == 0 || !is_form(m, token, "t"))
        return false;
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++)
        if (is_form(m, token - 1, stems[i]))
            return true;
    return false;
}

static void add_word(maker *m, size_t token, dictum_atom *atom)
{
    dictum_slice form = word_form(m, token);
    atom->kind = DICTUM__ATOM_WORD;
    atom->classes = (uint8_t)dictum__lexicon_classes(m->lexicon, m->atoms->language, form);
    for (unsigned class = DICTUM__WORD_NEGATION; class <= DICTUM__WORD_MODAL; class <<= 1)
        if (dictum__lexicon_within(m->atoms->language, class, form) != 0)
            atom->classes |= (uint8_t) class;
    if (is_lost_negation(m, token))
        atom->classes |= DICTUM__WORD_NEGATION;
    if (has_digit(form))
        atom->classes |= DICTUM__WORD_NUMERAL;
    add(m, atom, form);
}

/* The two parts of ½ are of one character: the sign between them is seen in neither. */
static void add_fraction_sign(maker *m, size_t token)
{
    const dictum_token *t = &m->analysis->tokens[token];
    if (token == 0 || t->kind != DICTUM__TOKEN_NUMBER || t[-1].byte_start != t->byte_start)
        return;
    dictum_atom atom = {.start = t->byte_start, .end = t->byte_end, .kind = DICTUM__ATOM_SIGN};
    atom.classes = DICTUM__WORD_NUMERAL;
    add(m, &atom, DICTUM_SLICE("/"));
}

/* The atom that begins at a token. Gives the number of tokens that it took. */
static size_t add_tokens(maker *m, size_t token)
{
    const dictum_token *t = &m->analysis->tokens[token];
    dictum_atom atom = {.start = t->byte_start, .end = t->byte_end, .flags = flags_of(m, t)};
    dictum_number number;
    size_t notes = audience(m, token), percent = percent_words(m, token);
    if (notes > 0 && m->optional_end < token + notes)
        m->optional_end = token + notes;
    if (token < m->optional_end || is_note(m, token))
        atom.flags |= DICTUM__ATOM_OPTIONAL;
    if (percent > 0) {
        atom.kind = DICTUM__ATOM_SIGN;
        atom.classes = DICTUM__WORD_UNIT;
        atom.end = t[percent - 1].byte_end;
        add(m, &atom, DICTUM_SLICE("%"));
        return percent;
    }
    dictum__number_read(m->atoms->text, m->analysis, token, m->analysis->token_count, m->lexicon, m->atoms->language,
                        &number);
    if (number.tokens == 0) {
        add_fraction_sign(m, token);
        add_word(m, token, &atom);
        return 1;
    }
    atom.kind = DICTUM__ATOM_NUMBER;
    atom.classes = DICTUM__WORD_NUMERAL;
    atom.flags |= number.spelled ? DICTUM__ATOM_SPELLED : 0;
    atom.end = t[number.tokens - 1].byte_end;
    add(m, &atom, dictum__slice(number.value));
    return number.tokens;
}

dictum_status dictum__atoms_make(dictum_atoms *atoms, dictum_analyser *analyser, const dictum_lexicon *lexicon,
                                 dictum_slice text, dictum_slice lang, dictum_error *err)
{
    char code[16];
    maker m = {.atoms = atoms, .lexicon = lexicon};
    size_t bytes = lang.len < sizeof code ? lang.len : 0;
    if (bytes > 0)
        memcpy(code, lang.data, bytes);
    code[bytes] = '\0';
    atoms->text = text;
    atoms->language = dictum__lexicon_language(lang);
    atoms->count = 0;
    dictum__buf_clear(&atoms->forms);
    dictum__buf_init(&m.form, SIZE_MAX / 2);
    dictum_status status = dictum__analyse(analyser, text, code, DICTUM__ANALYSE_SENTENCES, &m.analysis, err);
    if (status != DICTUM_OK)
        return status;
    for (size_t token = 0; token < m.analysis->token_count && !m.failed;) {
        add_signs(&m, m.analysis->tokens[token].byte_start);
        token += add_tokens(&m, token);
        if (atoms->count > 0 && m.at < atoms->items[atoms->count - 1].end)
            m.at = atoms->items[atoms->count - 1].end;
    }
    add_signs(&m, text.len);
    dictum__buf_dispose(&m.form);
    return m.failed ? dictum__nomem(err) : DICTUM_OK;
}
