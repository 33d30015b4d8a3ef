/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From characters to lexemes, by the reading rules of the query language: plain text is never an error. */
#include "searcher/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/utf8.h"

/* A kind of quotation marks. `close` lists every mark that may end it, best first. */
typedef struct quote_kind {
    uint32_t open;
    uint32_t close[3];
    bool symmetric; /* the same mark opens and closes: it opens only where a word does not go on */
} quote_kind;

static const quote_kind quote_kinds[] = {
    {'"', {'"', 0x201d, 0}, true},          {0xff02, {0xff02, 0, 0}, true}, /* full-width quotation mark */
    {0x201c, {0x201d, '"', 0}, false},                                      /* “ ” */
    {0x201d, {0x201d, 0, 0}, true},                                         /* ” ” as in Swedish */
    {0x201e, {0x201c, 0x201d, '"'}, false},                                 /* „ “ and „ ” */
    {0x00ab, {0x00bb, 0, 0}, false},                                        /* « » */
    {0x00bb, {0x00ab, 0x00bb, 0}, true},                                    /* » « and » » */
    {0x2039, {0x203a, 0, 0}, false},                                        /* ‹ › */
    {0x203a, {0x2039, 0x203a, 0}, true},                                    /* › ‹ and › › */
    {0x300c, {0x300d, 0, 0}, false},                                        /* 「」 */
    {0x300e, {0x300f, 0, 0}, false},                                        /* 『』 */
    {0x301d, {0x301e, 0x301f, 0}, false},                                   /* 〝〞 */
};

#define FULL_WIDTH_OPEN 0xff08
#define FULL_WIDTH_CLOSE 0xff09
#define SECTION_SIGN 0x00a7

static uint32_t code_point_at(const dictum_lexer *lexer, size_t at)
{
    return at < lexer->text.len ? dictum__utf8_next(lexer->text, &at) : 0;
}

/* The code point that ends before `at`, 0 at the start. */
static uint32_t code_point_before(const dictum_lexer *lexer, size_t at)
{
    if (at == 0)
        return 0;
    do
        at--;
    while (at > 0 && ((unsigned char)lexer->text.data[at] & 0xc0) == 0x80);
    return code_point_at(lexer, at);
}

static size_t after(const dictum_lexer *lexer, size_t at)
{
    (void)dictum__utf8_next(lexer->text, &at);
    return at;
}

static uint8_t class_at(const dictum_lexer *lexer, uint32_t c)
{
    return c == 0 ? DICTUM__CLASS_SPACE : dictum__class_of(lexer->classes, (int32_t)c);
}

static bool is_space(const dictum_lexer *lexer, uint32_t c)
{
    return class_at(lexer, c) == DICTUM__CLASS_SPACE;
}

/* A letter, digit or mark. */
static bool is_word_char(const dictum_lexer *lexer, uint32_t c)
{
    uint8_t class = class_at(lexer, c);
    return class == DICTUM__CLASS_LETTER || class == DICTUM__CLASS_DIGIT || class == DICTUM__CLASS_MARK ||
           class == DICTUM__CLASS_SPACELESS;
}

static bool is_open(uint32_t c)
{
    return c == '(' || c == FULL_WIDTH_OPEN;
}

static bool is_close(uint32_t c)
{
    return c == ')' || c == FULL_WIDTH_CLOSE;
}

dictum_status dictum__lex_literal(dictum_lexer *lexer, size_t offset, dictum_error *err, const char *format, ...)
{
    char what[DICTUM_ERROR_TEXT_BYTES / 2];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (lexer->strict)
        return dictum__fail_at(err, DICTUM_QUERY, offset, "%s", what);
    return dictum__query_note(lexer->query, err, "%s: taken literally", what);
}

static dictum_status unavailable(const dictum_lexer *lexer, size_t start, size_t end, dictum_error *err)
{
    return dictum__fail_at(err, DICTUM_QUERY, start, "this version has no operator “%.*s”",
                           (int)(end - start > 60 ? 60 : end - start), lexer->text.data + start);
}

static dictum_status add(dictum_lexer *lexer, dictum_lexeme lexeme, dictum_error *err)
{
    if (lexer->count == lexer->cap) {
        size_t cap = lexer->cap == 0 ? 32 : lexer->cap * 2;
        dictum_lexeme *grown = dictum__arena_array(&lexer->query->arena, cap, sizeof *grown);
        if (grown == NULL)
            return dictum__nomem(err);
        if (lexer->count > 0)
            memcpy(grown, lexer->lexemes, lexer->count * sizeof *grown);
        lexer->lexemes = grown;
        lexer->cap = cap;
    }
    lexer->lexemes[lexer->count++] = lexeme;
    return DICTUM_OK;
}

/* ---- quotation marks --------------------------------------------------------------------------------------------- */

static const quote_kind *quote_at(const dictum_lexer *lexer, size_t at)
{
    uint32_t c = code_point_at(lexer, at);
    for (size_t i = 0; i < sizeof quote_kinds / sizeof quote_kinds[0]; i++)
        if (quote_kinds[i].open == c)
            return &quote_kinds[i];
    return NULL;
}

/* Whether the mark at `at` may open a phrase: one that also closes must not stand at the end of a word. */
static bool may_open(const dictum_lexer *lexer, const quote_kind *kind, size_t at)
{
    if (!kind->symmetric)
        return true;
    uint32_t before = code_point_before(lexer, at);
    return !is_word_char(lexer, before) || class_at(lexer, before) == DICTUM__CLASS_SPACELESS;
}

/* Whether the mark at `at` stands as only one that opens does: something begins right behind it, and nothing ends
 * before it. */
static bool looks_open(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = code_point_before(lexer, at), next = code_point_at(lexer, after(lexer, at));
    bool free_before = is_space(lexer, before) || is_open(before) || before == ':' || before == '-';
    return free_before && !is_space(lexer, next) && !is_close(next);
}

/* Whether the mark at `at` may close. A straight one between two letters is inside a word (Hebrew acronyms). One that
 * closes phrases of some languages and opens those of others (“ « ‹) does not close where it looks as if it opened:
 * „a” OR “b” are two phrases. */
static bool may_close(const dictum_lexer *lexer, size_t at)
{
    const quote_kind *kind = quote_at(lexer, at);
    if (kind != NULL && !kind->symmetric)
        return !looks_open(lexer, at);
    if (lexer->text.data[at] != '"')
        return true;
    uint32_t before = code_point_before(lexer, at), next = code_point_at(lexer, at + 1);
    return class_at(lexer, before) != DICTUM__CLASS_LETTER || class_at(lexer, next) != DICTUM__CLASS_LETTER;
}

/* The place of the mark `close` that ends the phrase whose content begins at `from`, nested pairs left out; the length
 * of the text where there is none. */
static size_t find_close(const dictum_lexer *lexer, const quote_kind *kind, uint32_t close, size_t from)
{
    size_t depth = 0;
    for (size_t at = from; at < lexer->text.len;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(lexer->text, &at);
        if (c == close && may_close(lexer, here)) {
            if (depth == 0)
                return here;
            depth--;
        } else if (!kind->symmetric && c == kind->open && close == kind->close[0]) {
            depth++;
        }
    }
    return lexer->text.len;
}

static size_t phrase_end(const dictum_lexer *lexer, const quote_kind *kind, size_t from)
{
    for (size_t i = 0; i < 3 && kind->close[i] != 0; i++) {
        size_t end = find_close(lexer, kind, kind->close[i], from);
        if (end < lexer->text.len)
            return end;
    }
    return lexer->text.len;
}

/* After a phrase: ~5 and /3 belong to it. */
static dictum_status refuse_phrase_suffix(const dictum_lexer *lexer, size_t at, dictum_error *err)
{
    char sign = at < lexer->text.len ? lexer->text.data[at] : '\0';
    size_t end = at + 1;
    while (end < lexer->text.len && lexer->text.data[end] >= '0' && lexer->text.data[end] <= '9')
        end++;
    if ((sign == '~' || sign == '/' || sign == '^') && end > at + 1)
        return unavailable(lexer, at, end, err);
    return DICTUM_OK;
}

/* A * alone between spaces stands for any one word. */
static dictum_status refuse_gap(const dictum_lexer *lexer, size_t start, size_t end, dictum_error *err)
{
    for (size_t at = start; at < end; at++) {
        if (lexer->text.data[at] != '*')
            continue;
        bool space_before = at == start || is_space(lexer, code_point_before(lexer, at));
        bool space_after = at + 1 == end || is_space(lexer, code_point_at(lexer, at + 1));
        if (space_before && space_after && at > start && at + 1 < end)
            return unavailable(lexer, at, at + 1, err);
    }
    return DICTUM_OK;
}

static dictum_status lex_phrase(dictum_lexer *lexer, const quote_kind *kind, size_t *at, dictum_error *err)
{
    size_t start = after(lexer, *at);
    size_t end = phrase_end(lexer, kind, start);
    size_t offset = *at;
    if (end == lexer->text.len) {
        *at = start;
        return dictum__lex_literal(lexer, offset, err, "the quotation mark %.*s has no partner", (int)(start - offset),
                                   lexer->text.data + offset);
    }
    *at = after(lexer, end);
    dictum_status status = refuse_gap(lexer, start, end, err);
    if (status == DICTUM_OK)
        status = refuse_phrase_suffix(lexer, *at, err);
    if (status == DICTUM_OK)
        status =
            add(lexer, (dictum_lexeme){.kind = DICTUM__LEX_PHRASE, .start = start, .end = end, .offset = offset}, err);
    return status;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* The end of the word that begins at `at`: white space, a bracket that closes a group, or a phrase that begins. */
static size_t word_end(const dictum_lexer *lexer, size_t at)
{
    size_t brackets = 0;
    size_t start = at;
    while (at < lexer->text.len) {
        uint32_t c = code_point_at(lexer, at);
        if (is_space(lexer, c))
            break;
        if (is_close(c)) {
            if (brackets == 0)
                break;
            brackets--;
        } else if (is_open(c)) {
            brackets++;
        } else if (at > start) {
            const quote_kind *kind = quote_at(lexer, at);
            if (kind != NULL && may_open(lexer, kind, at) &&
                phrase_end(lexer, kind, after(lexer, at)) < lexer->text.len)
                break;
        }
        at = after(lexer, at);
    }
    return at;
}

static bool is_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

/* Letters, digits and wildcards only: in anything else (an address, a path) a question mark is one. */
static bool is_pattern(const dictum_lexer *lexer, size_t start, size_t end)
{
    for (size_t at = start; at < end; at = after(lexer, at)) {
        uint32_t c = code_point_at(lexer, at);
        if (c != '*' && c != '?' && !is_word_char(lexer, c))
            return false;
    }
    return true;
}

/* word~, word~2, word^3, wom?n, inter*ion */
static dictum_status refuse_word_operators(const dictum_lexer *lexer, size_t start, size_t end, dictum_error *err)
{
    const char *text = lexer->text.data;
    bool pattern = is_pattern(lexer, start, end);
    for (size_t at = start + 1; at < end; at++) {
        if (strchr("~^*?", text[at]) == NULL || !is_word_char(lexer, code_point_before(lexer, at)))
            continue;
        bool goes_on = at + 1 < end && is_word_char(lexer, code_point_at(lexer, at + 1));
        bool is_operator = text[at] == '~'   ? is_digits(text + at + 1, end - at - 1)
                           : text[at] == '^' ? goes_on && is_digits(text + at + 1, end - at - 1)
                                             : goes_on && pattern;
        if (is_operator)
            return unavailable(lexer, at, text[at] == '~' || text[at] == '^' ? end : at + 1, err);
    }
    return DICTUM_OK;
}

static bool equals(const dictum_lexer *lexer, size_t start, size_t end, const char *word)
{
    return end - start == strlen(word) && memcmp(lexer->text.data + start, word, end - start) == 0;
}

/* NEAR, NEAR/5, ADJ, SENTENCE, PARAGRAPH, /s, /p */
static bool is_reserved(const dictum_lexer *lexer, size_t start, size_t end)
{
    static const char *const names[] = {"NEAR", "ADJ", "SENTENCE", "PARAGRAPH", "/s", "/p"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (equals(lexer, start, end, names[i]))
            return true;
    const char *slash = memchr(lexer->text.data + start, '/', end - start);
    if (slash == NULL)
        return false;
    size_t at = (size_t)(slash - lexer->text.data);
    return (equals(lexer, start, at, "NEAR") || equals(lexer, start, at, "ADJ")) && at + 1 < end &&
           is_digits(slash + 1, end - at - 1);
}

static dictum__lexeme_kind word_kind(const dictum_lexer *lexer, size_t start, size_t end)
{
    if (equals(lexer, start, end, "AND"))
        return DICTUM__LEX_AND;
    if (equals(lexer, start, end, "OR"))
        return DICTUM__LEX_OR;
    if (equals(lexer, start, end, "NOT"))
        return DICTUM__LEX_NOT;
    return is_reserved(lexer, start, end) ? DICTUM__LEX_RESERVED : DICTUM__LEX_WORD;
}

/* The end of the word that section signs [start, end) belong to: "§ 1983" is one word. */
static size_t section_end(const dictum_lexer *lexer, size_t start, size_t end)
{
    for (size_t at = start; at < end; at = after(lexer, at))
        if (code_point_at(lexer, at) != SECTION_SIGN)
            return end;
    size_t next = end;
    while (next < lexer->text.len && is_space(lexer, code_point_at(lexer, next)))
        next = after(lexer, next);
    return is_word_char(lexer, code_point_at(lexer, next)) ? word_end(lexer, next) : end;
}

static dictum_status lex_word(dictum_lexer *lexer, size_t *at, dictum_error *err)
{
    dictum_lexeme word = {.kind = DICTUM__LEX_WORD, .offset = *at, .start = *at};
    const char *text = lexer->text.data;
    if (text[*at] == '=' && is_word_char(lexer, code_point_at(lexer, *at + 1))) {
        word.exact = true;
        word.start++;
    }
    word.end = section_end(lexer, word.start, word_end(lexer, word.start));
    if (word.end == word.start) /* a closing bracket behind the = */
        word.end = after(lexer, word.start);
    *at = word.end;
    if (!word.exact)
        word.kind = word_kind(lexer, word.start, word.end);
    if (word.kind != DICTUM__LEX_WORD)
        return add(lexer, word, err);
    dictum_status status = refuse_word_operators(lexer, word.start, word.end, err);
    if (status != DICTUM_OK)
        return status;
    /* A word between two asterisks is emphasised, not cut off. */
    if (word.end - word.start > 1 && text[word.end - 1] == '*' && text[word.start] != '*' &&
        is_word_char(lexer, code_point_before(lexer, word.end - 1))) {
        word.prefix = true;
        word.end--;
    }
    return add(lexer, word, err);
}

/* ---- fields and signs -------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    dictum__field field;
    bool available;
} fields[] = {
    {"title:", DICTUM__IN_TITLE, true}, {"speaker:", DICTUM__IN_SPEAKER, true}, {"source:", DICTUM__IN_SOURCE, true},
    {"lang:", DICTUM__IN_LANG, true},   {"type:", DICTUM__IN_TYPE, true},       {"path:", DICTUM__IN_ANY, false},
    {"date:", DICTUM__IN_ANY, false},
};

/* A field's name with its colon and something right behind it. *taken tells whether one was found. */
static dictum_status lex_field(dictum_lexer *lexer, size_t *at, bool *taken, dictum_error *err)
{
    *taken = false;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        size_t length = strlen(fields[i].name);
        if (lexer->text.len - *at <= length || memcmp(lexer->text.data + *at, fields[i].name, length) != 0 ||
            is_space(lexer, code_point_at(lexer, *at + length)))
            continue;
        if (!fields[i].available)
            return unavailable(lexer, *at, *at + length, err);
        dictum_lexeme field = {
            .kind = DICTUM__LEX_FIELD, .start = *at, .end = *at + length, .offset = *at, .field = fields[i].field};
        *at += length;
        *taken = true;
        return add(lexer, field, err);
    }
    return DICTUM_OK;
}

/* Whether an operand may begin at `at` with a sign or a field's name: behind white space, a bracket or another sign. */
static bool is_operand_start(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = code_point_before(lexer, at);
    if (is_space(lexer, before) || is_open(before))
        return true;
    if (lexer->count == 0)
        return false;
    const dictum_lexeme *last = &lexer->lexemes[lexer->count - 1];
    return (last->kind == DICTUM__LEX_NOT || last->kind == DICTUM__LEX_FIELD) && last->end == at;
}

static bool is_minus(const dictum_lexer *lexer, size_t at)
{
    if (lexer->text.data[at] != '-' || is_space(lexer, code_point_at(lexer, at + 1)) || lexer->text.data[at + 1] == '-')
        return false;
    uint32_t before = code_point_before(lexer, at);
    return is_space(lexer, before) || is_open(before);
}

static dictum_status lex_one(dictum_lexer *lexer, size_t *at, dictum_error *err)
{
    uint32_t c = code_point_at(lexer, *at);
    if (is_space(lexer, c)) {
        *at = after(lexer, *at);
        return DICTUM_OK;
    }
    if (is_open(c) || is_close(c)) {
        dictum_lexeme bracket = {
            .kind = is_open(c) ? DICTUM__LEX_OPEN : DICTUM__LEX_CLOSE, .offset = *at, .start = *at};
        *at = bracket.end = after(lexer, *at);
        return add(lexer, bracket, err);
    }
    if (is_minus(lexer, *at)) {
        dictum_lexeme minus = {.kind = DICTUM__LEX_NOT, .offset = *at, .start = *at, .end = *at + 1};
        ++*at;
        return add(lexer, minus, err);
    }
    const quote_kind *kind = quote_at(lexer, *at);
    if (kind != NULL && may_open(lexer, kind, *at))
        return lex_phrase(lexer, kind, at, err);
    if (is_operand_start(lexer, *at)) {
        bool taken;
        dictum_status status = lex_field(lexer, at, &taken, err);
        if (status != DICTUM_OK || taken)
            return status;
    }
    return lex_word(lexer, at, err);
}

/* ---- what cannot be an operator ---------------------------------------------------------------------------------- */

static dictum_status drop_lone_brackets(dictum_lexer *lexer, dictum_error *err)
{
    size_t *open = dictum__arena_array(&lexer->query->arena, lexer->count, sizeof *open);
    size_t depth = 0;
    if (open == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i <= lexer->count; i++) {
        bool end = i == lexer->count;
        size_t lone;
        if (!end && lexer->lexemes[i].kind == DICTUM__LEX_OPEN) {
            open[depth++] = i;
            continue;
        }
        if (!end && lexer->lexemes[i].kind == DICTUM__LEX_CLOSE) {
            if (depth > 0) {
                depth--;
                continue;
            }
            lone = i;
        } else if (end && depth > 0) {
            lone = open[--depth];
            i--; /* there may be more of them */
        } else {
            continue;
        }
        lexer->lexemes[lone].kind = DICTUM__LEX_DROPPED;
        dictum_status status = dictum__lex_literal(lexer, lexer->lexemes[lone].offset, err, "a bracket has no partner");
        if (status != DICTUM_OK)
            return status;
    }
    return DICTUM_OK;
}

static void squeeze(dictum_lexer *lexer)
{
    size_t kept = 0;
    for (size_t i = 0; i < lexer->count; i++)
        if (lexer->lexemes[i].kind != DICTUM__LEX_DROPPED)
            lexer->lexemes[kept++] = lexer->lexemes[i];
    lexer->count = kept;
}

static bool ends_operand(const dictum_lexer *lexer, size_t index)
{
    if (index == 0)
        return false;
    dictum__lexeme_kind kind = lexer->lexemes[index - 1].kind;
    return kind == DICTUM__LEX_WORD || kind == DICTUM__LEX_PHRASE || kind == DICTUM__LEX_CLOSE;
}

static bool begins_operand(const dictum_lexer *lexer, size_t index)
{
    if (index >= lexer->count)
        return false;
    dictum__lexeme_kind kind = lexer->lexemes[index].kind;
    return kind == DICTUM__LEX_WORD || kind == DICTUM__LEX_PHRASE || kind == DICTUM__LEX_OPEN ||
           kind == DICTUM__LEX_NOT || kind == DICTUM__LEX_FIELD;
}

/* An operator without operands is a word; a lone minus is nothing. From the back, so that what follows is settled. */
static dictum_status settle_operators(dictum_lexer *lexer, dictum_error *err)
{
    for (size_t i = lexer->count; i-- > 0;) {
        dictum_lexeme *lexeme = &lexer->lexemes[i];
        bool before = ends_operand(lexer, i), behind = begins_operand(lexer, i + 1);
        bool valid = true;
        switch (lexeme->kind) {
        case DICTUM__LEX_AND:
        case DICTUM__LEX_OR:
        case DICTUM__LEX_RESERVED:
            valid = before && behind;
            break;
        case DICTUM__LEX_NOT:
        case DICTUM__LEX_FIELD:
            valid = behind;
            break;
        default:
            break;
        }
        if (valid && lexeme->kind == DICTUM__LEX_RESERVED)
            return unavailable(lexer, lexeme->start, lexeme->end, err);
        if (valid)
            continue;
        dictum_status status =
            dictum__lex_literal(lexer, lexeme->offset, err, "“%.*s” stands where no operator can",
                                (int)(lexeme->end - lexeme->start), lexer->text.data + lexeme->start);
        if (status != DICTUM_OK)
            return status;
        lexeme->kind = DICTUM__LEX_WORD;
    }
    return DICTUM_OK;
}

/* The number of digits where a word is nothing else, else 0. */
static size_t digits_of(const dictum_lexer *lexer, const dictum_lexeme *word)
{
    size_t count = 0;
    if (word->kind != DICTUM__LEX_WORD || word->exact || word->prefix)
        return 0;
    for (size_t at = word->start; at < word->end; at = after(lexer, at), count++)
        if (class_at(lexer, code_point_at(lexer, at)) != DICTUM__CLASS_DIGIT)
            return 0;
    return count;
}

/* The groups of a number such as 1 000 000 become one word. */
static void join_digits(dictum_lexer *lexer)
{
    for (size_t i = 0; i < lexer->count; i++) {
        dictum_lexeme *word = &lexer->lexemes[i];
        size_t first = digits_of(lexer, word);
        if (first == 0 || first > 3 || code_point_at(lexer, word->start) == '0')
            continue;
        for (size_t k = i + 1; k < lexer->count && digits_of(lexer, &lexer->lexemes[k]) == 3; k++) {
            if (!is_space(lexer, code_point_at(lexer, word->end)) || after(lexer, word->end) != lexer->lexemes[k].start)
                break;
            word->end = lexer->lexemes[k].end;
            lexer->lexemes[k].kind = DICTUM__LEX_DROPPED;
        }
    }
    squeeze(lexer);
}

dictum_status dictum__lex(dictum_lexer *lexer, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t at = 0; status == DICTUM_OK && at < lexer->text.len;)
        status = lex_one(lexer, &at, err);
    if (status == DICTUM_OK && lexer->count > 0) {
        status = drop_lone_brackets(lexer, err);
        squeeze(lexer);
        join_digits(lexer);
    }
    return status == DICTUM_OK ? settle_operators(lexer, err) : status;
}
