/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Languages by their most common words. N-grams confuse close relatives (Spanish and Asturian, Danish and Norwegian,
 * Czech and Slovak), above all in the solemn language of declarations; function words tell them apart. A word that
 * several languages share counts for each of them by that much less. Invariant: only whole words are compared. */
#include <string.h>

#include <unicode/uchar.h>

#include "indexer/read/language.h"
#include "lib/utf8.h"

/* Each list begins and ends with a space. */
static const struct {
    const char *code;
    const char *words;
} lists[] = {
    {"en", " the of and to in that is for it with as on be this are was by we our have not "},
    {"de", " der die und das den von zu mit ist des nicht ein eine im auf für dem sich wir werden "},
    {"fr", " de la le les et des en du que une dans est qui pour un au par nous pas aux sur l d "},
    {"es", " de la que el en y los del las se por con para una su es al lo un como sus ha sin sobre este más "},
    {"ast", " de la que y el los en del les pa con una por se al so nun tien o un ye sos "},
    {"gl", " de a que e o en do da os unha no para con non dos na as por un ao ou "},
    {"pt", " de a que o e do da em os no uma para com não dos na as por um ao ou "},
    {"ca", " de la i que el a en els les del per amb una és dels al no un es l d o "},
    {"oc", " de la e que lo los en las del per amb una es dels al un d l o "},
    {"it", " di e che il la in per del della un una le dei non sono nel con si gli ogni o alla ha "},
    {"ro", " de și şi în a la cu pe este din pentru că nu o care mai sau să al unei "},
    {"nl", " de van het een en in is dat op te voor met zijn niet aan die of door recht heeft "},
    {"sv", " och att i det som en på är av för med den till inte om ett vi har eller rätt "},
    {"da", " og at i det er en af på som til for med den ikke de et vi har eller ret "},
    {"nb", " og å i det er en av på som til for med den ikke de et vi har eller rett "},
    {"nn", " og å i det er ein av på som til for med den ikkje dei eit vi har eller rett frå "},
    {"fi", " ja on ei se että oli hän ovat myös tai joka sekä kun mutta olla hänen ole oikeus "},
    {"hu", " a az és hogy nem is egy ez meg csak van vagy volt minden joga mely "},
    {"tr", " ve bir bu için da de ile olarak olan daha çok gibi her veya hakkı "},
    {"pl", " i w z na do się nie jest że to o od przez oraz jak lub ma jego prawo "},
    {"cs", " a v na se je že do z pro s o ve jako nebo by má každý jeho právo být "},
    {"sk", " a v na sa je že do z pre s o vo ako alebo by má každý jeho právo byť "},
    {"sl", " in v na se je da do z za s o kot ali ima pravico vsakdo so biti ki pri "},
    {"hr", " i u je da na se za od su s o koji kao ili ima pravo svatko bez nije te "},
    {"lt", " ir yra kad į su iš kaip ar bei tai turi teisę jo arba kiekvienas ne jos dėl "},
    {"lv", " un ir ka uz ar no vai par kā tiesības viņa tā nav katram arī kas lai "},
    {"et", " ja on ei et see kui oli või ning mis õigus tema iga selle ka oma "},
    {"id", " yang dan di dengan untuk dari pada ini dalam itu tidak adalah atau berhak setiap oleh "},
    {"vi", " và của có các được cho là không trong những một người với quyền mọi hay để "},
    {"ru", " и в не на что с по как это от он для его или к при о а из за "},
    {"uk", " і в не на що з у та як це до за або є й має його при або для "},
    {"sr", " и у је да на се за од не су или са као који има сваки о без "},
    {"mk", " и на во да се за од не по со како или е при што има секој "},
    {"be", " і ў на не з да што як па за ад або мае яго у гэта кожны "},
    {"ar", " في من على أن إلى و التي الذي أو هذا هذه عن ما لا كان كل لكل "},
    {"fa", " و در به از که این را با است برای آن یا هر می شود "},
    {"ur", " کے کی کا میں اور سے ہے کو کہ پر یا ہر اس نے "},
    {"af", " die van en in het is te wat nie vir met op aan sy word of n "},
    {"tl", " ang ng sa na mga at ay o hindi bawat para may isang ito "},
    {"bg", " и на в да се за от не по с като е са или при към има с който "},
};

#define LISTS (sizeof(lists) / sizeof(lists[0]))
/* The longest word above. */
#define WORD_BYTES_MAX 24
/* What is looked at, and the least that is enough. */
#define WORDS_MAX 4000
#define WORDS_MIN 30
/* So many different words of a list must be met: one that is frequent in an unrelated language proves nothing. */
#define DIFFERENT_MIN 7

typedef struct tally {
    double points[LISTS]; /* a word counts one divided by the number of lists that have it */
    size_t matches[LISTS];
    uint64_t different[LISTS]; /* one bit for each word of the list that was met, or nearly so */
    size_t words;
} tally;

/* `word` is a NUL-terminated word with a space in front and behind. */
static void count_word(tally *counts, const char *word)
{
    const char *found[LISTS];
    size_t sharers = 0;

    counts->words++;
    for (size_t i = 0; i < LISTS; i++) {
        found[i] = strstr(lists[i].words, word);
        sharers += found[i] != NULL;
    }
    for (size_t i = 0; i < LISTS && sharers > 0; i++) {
        if (found[i] != NULL) {
            counts->points[i] += 1.0 / (double)sharers;
            counts->matches[i]++;
            counts->different[i] |= UINT64_C(1) << (size_t)(found[i] - lists[i].words) / 2 % 64;
        }
    }
}

/* `word` begins with a space and holds no more than fits a word of the lists; a longer one has failed. */
static void end_word(dictum_buf *word, tally *counts)
{
    if (word->len > 1) {
        dictum__buf_append_char(word, ' ');
        if (dictum__buf_status(word) == DICTUM_OK) {
            count_word(counts, word->data);
        } else {
            counts->words++;
        }
    }
    dictum__buf_clear(word);
    dictum__buf_append_char(word, ' ');
}

static void count_words(dictum_slice text, tally *counts)
{
    dictum_buf word;
    size_t at = 0;

    dictum__buf_init(&word, WORD_BYTES_MAX);
    end_word(&word, counts);
    while (at < text.len && counts->words < WORDS_MAX) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (u_isalpha(c) || u_charType(c) == U_NON_SPACING_MARK) {
            dictum__buf_append_code_point(&word, (uint32_t)u_tolower(c));
        } else {
            end_word(&word, counts);
        }
    }
    end_word(&word, counts);
    dictum__buf_dispose(&word);
}

static size_t bits_of(uint64_t set)
{
    size_t bits = 0;

    for (; set != 0; set &= set - 1) {
        bits++;
    }
    return bits;
}

const char *dictum__language_by_words(dictum_slice text)
{
    tally counts = {.words = 0};
    size_t best = 0;
    double second = 0;

    count_words(text, &counts);
    for (size_t i = 1; i < LISTS; i++) {
        if (counts.points[i] > counts.points[best]) {
            best = i;
        }
    }
    for (size_t i = 0; i < LISTS; i++) {
        if (i != best && counts.points[i] > second) {
            second = counts.points[i];
        }
    }
    /* A fifth of the words is usual. Languages that put much into endings or prefixes have less, but then nobody
     * near. */
    if (counts.words < WORDS_MIN || bits_of(counts.different[best]) < DIFFERENT_MIN ||
        counts.matches[best] * 8 < counts.words ||
        counts.points[best] < second * (counts.matches[best] * 5 < counts.words ? 3.0 : 1.25)) {
        return NULL;
    }
    return lists[best].code;
}
