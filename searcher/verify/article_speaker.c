/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule G7: whose words a quotation is said to be, where a plain pattern shows it. */
#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"
#include "searcher/verify/article.h"

/* So much text before and behind a quotation is looked at. */
#define NEAR_BYTES 200
#define NAME_WORDS_MAX 6
#define APPOSITION_WORDS_MAX 12

/* Verbs of saying, in the forms that go with a quotation. */
static const char verbs[] =
    " said says say told tells added adds stated states explained explains noted notes announced announces declared "
    "declares wrote writes asked asks continued continues replied warned warns argued argues insisted insists remarked "
    "commented concluded testified recalled acknowledged emphasized stressed "
    "sagte sagt erklärte erklärt betonte betont schrieb schreibt meinte meint fügte ergänzte kritisierte mahnte warnte "
    "a-déclaré déclaré déclare dit affirme affirmé expliqué explique ajouté ajoute indiqué estime souligné "
    "dijo dice afirmó afirma declaró declara explicó explica añadió señaló aseguró "
    "detto dice afferma affermato dichiarato spiega spiegato aggiunto ha "
    "disse diz afirmou afirma declarou explicou acrescentou "
    "zei zegt verklaarde verklaart schreef voegde aldus benadrukte "
    "powiedział powiedziała mówi oświadczył oświadczyła dodał dodała stwierdził stwierdziła "
    "сказал сказала заявил заявила отметил отметила сообщил сообщила добавил добавила подчеркнул подчеркнула ";

/* Words with a capital letter at a sentence's beginning, or pronouns, that are no names. */
static const char no_names[] =
    " he she they it we i you the a an this that these those in on at but and or so as when while if after before for "
    "to "
    "his her their our my there here who what er sie wir ich es der die das ein eine il elle ils elles nous je on le "
    "la les "
    "un une él ella ellos nosotros yo el los las lui lei loro noi egli essa ele ela eles nós hij zij wij ik het de een "
    "on ona "
    "oni my ja он она они мы я это that's he's she's according laut selon según secondo segundo volgens ";

static const char particles[] = " de la del van von der den di da du al bin ibn of zu ten ter dos das ";

typedef struct word {
    size_t start, end; /* without marks at its ends */
    bool comma;        /* a comma is behind it */
    bool ends;         /* a sentence ends behind it */
} word;

static bool is_listed(const char *list, dictum_slice text, const word *w)
{
    char small[64];
    size_t used = 1;
    small[0] = ' ';
    for (size_t at = w->start; at < w->end;) {
        UChar32 c = u_tolower((UChar32)dictum__utf8_next(text, &at));
        if (used + 6 >= sizeof small)
            return false;
        if (c < 0x80) {
            small[used++] = (char)c;
        } else if (c < 0x800) {
            small[used++] = (char)(0xc0 | c >> 6);
            small[used++] = (char)(0x80 | (c & 0x3f));
        } else {
            return false;
        }
    }
    small[used++] = ' ';
    small[used] = '\0';
    return used > 2 && strstr(list, small) != NULL;
}

static bool is_letter_like(UChar32 c)
{
    return u_isalnum(c) || c == '-' || c == '\'' || c == 0x2019 || c == '.' || u_charType(c) == U_NON_SPACING_MARK;
}

static const char titles[] = " mr mrs ms dr sen rep gov gen col lt sgt st jr sr prof hon pres sec min m mm ";

/* An initial or a title has a full stop that ends nothing. */
static bool keeps_stop(dictum_slice text, const word *w)
{
    word before = {w->start, w->end - 1, false, false};
    return before.end - before.start <= 2 || memchr(text.data + before.start, '.', before.end - before.start) != NULL ||
           is_listed(titles, text, &before);
}

#define WORDS_MAX 24

/* The words of bytes [start, end), up to WORDS_MAX of them. */
static size_t list_words(dictum_slice text, size_t start, size_t end, word *words)
{
    size_t count = 0;
    bool inside = false;
    for (size_t at = start; at < end;) {
        size_t here = at;
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (is_letter_like(c) && (inside || u_isalnum(c))) {
            if (!inside) {
                if (count == WORDS_MAX)
                    break;
                words[count++] = (word){here, at, false, false};
            }
            inside = true;
            words[count - 1].end = at;
            continue;
        }
        if (count > 0 && (c == ',' || c == 0x60c || c == '(' || c == ':'))
            words[count - 1].comma = true;
        if (count > 0 && (c == '!' || c == '?' || c == ';' || c == '\n'))
            words[count - 1].ends = words[count - 1].ends || c != '\n' || (at < end && text.data[at] == '\n');
        inside = false;
    }
    for (size_t i = 0; i < count; i++) {
        word *w = &words[i];
        bool dot = text.data[w->end - 1] == '.';
        if (dot && !keeps_stop(text, w)) {
            w->ends = true;
            w->end--;
        }
    }
    return count;
}

static bool is_capital(dictum_slice text, const word *w)
{
    size_t at = w->start;
    UChar32 c = (UChar32)dictum__utf8_next(text, &at);
    return u_isupper(c) || u_istitle(c);
}

static bool is_name_word(dictum_slice text, const word *w)
{
    return is_capital(text, w) && !is_listed(no_names, text, w) && !is_listed(verbs, text, w);
}

/* The name that begins at word `first`; how many words it has, 0: none. */
static size_t name_at(dictum_slice text, const word *words, size_t count, size_t first)
{
    size_t length = 0;
    while (first + length < count && length < NAME_WORDS_MAX) {
        const word *w = &words[first + length];
        bool particle =
            length > 0 && is_listed(particles, text, w) && first + length + 1 < count && is_capital(text, w + 1);
        if (!is_name_word(text, w) && !particle)
            break;
        length++;
        if (w->comma || w->ends)
            break;
    }
    return length;
}

/* The name that ends before word `end`. */
static size_t name_before(dictum_slice text, const word *words, size_t end)
{
    size_t length = 0;
    while (length < end && length < NAME_WORDS_MAX) {
        const word *w = &words[end - length - 1];
        bool particle = length > 0 && is_listed(particles, text, w) && end > length + 1 && is_capital(text, w - 1);
        if ((length > 0 && (w->comma || w->ends)) || (!is_name_word(text, w) && !particle))
            break;
        length++;
    }
    while (length > 0 && !is_name_word(text, &words[end - length]))
        length--;
    return length;
}

static dictum_slice span(dictum_slice text, const word *words, size_t first, size_t length)
{
    size_t start = words[first].start;
    return (dictum_slice){text.data + start, words[first + length - 1].end - start};
}

static const dictum_slice nobody = {NULL, 0};

/* “…,” said Jane Doe · “…,” Jane Doe said · “…,” according to Jane Doe */
static dictum_slice speaker_behind(dictum_slice text, const word *words, size_t count)
{
    size_t first = 0;
    if (count > 2 &&
        ((is_listed(" according laut secondo segundo ", text, &words[0]) && is_listed(" to ", text, &words[1])) ||
         is_listed(" laut selon según volgens ", text, &words[0])))
        first = is_listed(" according ", text, &words[0]) ? 2 : 1;
    if (first > 0) {
        size_t length = name_at(text, words, count, first);
        return length > 0 ? span(text, words, first, length) : nobody;
    }
    if (count > 1 && is_listed(verbs, text, &words[0]) && !words[0].ends) {
        size_t length = name_at(text, words, count, 1);
        return length > 0 ? span(text, words, 1, length) : nobody;
    }
    /* French and Italian have an auxiliary before: « … », a déclaré Jean Dupont. */
    if (count > 2 && is_listed(" a ha hat ", text, &words[0]) && is_listed(verbs, text, &words[1])) {
        size_t length = name_at(text, words, count, 2);
        return length > 0 ? span(text, words, 2, length) : nobody;
    }
    size_t length = name_at(text, words, count, 0);
    if (length == 0)
        return nobody;
    /* What is said of the person may stand between: Jane Doe, the minister, said. */
    size_t limit = words[length - 1].comma ? length + APPOSITION_WORDS_MAX : length + 1;
    for (size_t i = length; i < count && i < limit && !words[i - 1].ends; i++)
        if (is_listed(verbs, text, &words[i]))
            return span(text, words, 0, length);
    return nobody;
}

/* Jane Doe said: “…” · Jane Doe, the minister, said, “…” · according to Jane Doe, “…” */
static dictum_slice speaker_before(dictum_slice text, const word *words, size_t count)
{
    if (count == 0)
        return nobody;
    size_t verb = count;
    for (size_t i = count; i-- > 0 && count - i <= 4;) {
        if (i + 1 < count && words[i].ends)
            return nobody;
        if (is_listed(verbs, text, &words[i])) {
            verb = i;
            break;
        }
    }
    if (verb == count) {
        size_t length = name_before(text, words, count);
        size_t first = count - length;
        bool by = length > 0 && first > 1 && is_listed(" to ", text, &words[first - 1]) &&
                  is_listed(" according ", text, &words[first - 2]);
        by = by || (length > 0 && first > 0 &&
                    is_listed(" laut selon según secondo segundo volgens ", text, &words[first - 1]));
        return by ? span(text, words, first, length) : nobody;
    }
    /* Verb first: sagte Jane Doe: „…“ */
    size_t behind = name_at(text, words, count, verb + 1);
    if (behind > 0 && verb + 1 + behind == count)
        return span(text, words, verb + 1, behind);
    size_t end = verb;
    if (end > 0 && is_listed(" a ha hat has had also then ", text, &words[end - 1]))
        end--;
    size_t length = name_before(text, words, end);
    if (length > 0 && !words[end - 1].ends)
        return span(text, words, end - length, length);
    if (end == 0 || !words[end - 1].comma)
        return nobody;
    for (size_t i = end - 1; i-- > 0 && end - i <= APPOSITION_WORDS_MAX && !words[i].ends;) {
        if (!words[i].comma)
            continue;
        length = name_before(text, words, i + 1);
        if (length > 0)
            return span(text, words, i + 1 - length, length);
    }
    return nobody;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Whether a character is a mark that quotes; an apostrophe is none here. */
static bool quotes(UChar32 c)
{
    return c == '"' || c == 0xab || c == 0xbb || c == 0x201c || c == 0x201d || c == 0x201e ||
           (c >= 0x300c && c <= 0x300f);
}

/* The bytes behind a quotation that may name its speaker: to the next quotation or paragraph. */
static size_t end_of_near(dictum_slice text, size_t start)
{
    size_t limit = start + NEAR_BYTES < text.len ? start + NEAR_BYTES : text.len;
    while (limit < text.len && is_continuation(text.data[limit]))
        limit++;
    for (size_t at = start; at < limit;) {
        size_t here = at;
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (quotes(c) || (c == '\n' && at < limit && text.data[at] == '\n'))
            return here;
    }
    return limit;
}

static size_t start_of_near(dictum_slice text, size_t end)
{
    size_t start = end > NEAR_BYTES ? end - NEAR_BYTES : 0, from;
    while (start < end && is_continuation(text.data[start]))
        start++;
    from = start;
    for (size_t at = start; at < end;) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (quotes(c) || (c == '\n' && at < end && text.data[at] == '\n'))
            from = at;
    }
    return from;
}

dictum_slice dictum__find_speaker(dictum_slice text, size_t start, size_t end)
{
    word words[WORDS_MAX];
    size_t behind = end, before = start;
    /* Over the marks themselves. */
    if (behind < text.len)
        (void)dictum__utf8_next(text, &behind);
    if (before > 0)
        before--;
    while (before > 0 && is_continuation(text.data[before]))
        before--;
    size_t count = list_words(text, behind, end_of_near(text, behind), words);
    dictum_slice name = speaker_behind(text, words, count);
    if (name.data != NULL)
        return name;
    size_t from = start_of_near(text, before);
    /* The last words count: begin so late that all of them fit. */
    count = list_words(text, from, before, words);
    while (count == WORDS_MAX && words[WORDS_MAX / 2].start > from) {
        from = words[WORDS_MAX / 2].start;
        count = list_words(text, from, before, words);
    }
    return speaker_before(text, words, count);
}
