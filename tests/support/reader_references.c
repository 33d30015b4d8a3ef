/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Character references of HTML (https://html.spec.whatwg.org/multipage/named-characters.html): all names that count
 * without a semicolon, and of the others those that documents use. */
#include "tests/support/reader_parts.h"

#include <string.h>

typedef struct reference {
    const char *name;
    uint32_t code_point;
} reference;

/* These count without a semicolon too. */
static const reference old_names[] = {
    {"AElig", 0xc6},  {"AMP", 0x26},    {"Aacute", 0xc1}, {"Acirc", 0xc2},  {"Agrave", 0xc0}, {"Aring", 0xc5},
    {"Atilde", 0xc3}, {"Auml", 0xc4},   {"COPY", 0xa9},   {"Ccedil", 0xc7}, {"ETH", 0xd0},    {"Eacute", 0xc9},
    {"Ecirc", 0xca},  {"Egrave", 0xc8}, {"Euml", 0xcb},   {"GT", 0x3e},     {"Iacute", 0xcd}, {"Icirc", 0xce},
    {"Igrave", 0xcc}, {"Iuml", 0xcf},   {"LT", 0x3c},     {"Ntilde", 0xd1}, {"Oacute", 0xd3}, {"Ocirc", 0xd4},
    {"Ograve", 0xd2}, {"Oslash", 0xd8}, {"Otilde", 0xd5}, {"Ouml", 0xd6},   {"QUOT", 0x22},   {"REG", 0xae},
    {"THORN", 0xde},  {"Uacute", 0xda}, {"Ucirc", 0xdb},  {"Ugrave", 0xd9}, {"Uuml", 0xdc},   {"Yacute", 0xdd},
    {"aacute", 0xe1}, {"acirc", 0xe2},  {"acute", 0xb4},  {"aelig", 0xe6},  {"agrave", 0xe0}, {"amp", 0x26},
    {"aring", 0xe5},  {"atilde", 0xe3}, {"auml", 0xe4},   {"brvbar", 0xa6}, {"ccedil", 0xe7}, {"cedil", 0xb8},
    {"cent", 0xa2},   {"copy", 0xa9},   {"curren", 0xa4}, {"deg", 0xb0},    {"divide", 0xf7}, {"eacute", 0xe9},
    {"ecirc", 0xea},  {"egrave", 0xe8}, {"eth", 0xf0},    {"euml", 0xeb},   {"frac12", 0xbd}, {"frac14", 0xbc},
    {"frac34", 0xbe}, {"gt", 0x3e},     {"iacute", 0xed}, {"icirc", 0xee},  {"iexcl", 0xa1},  {"igrave", 0xec},
    {"iquest", 0xbf}, {"iuml", 0xef},   {"laquo", 0xab},  {"lt", 0x3c},     {"macr", 0xaf},   {"micro", 0xb5},
    {"middot", 0xb7}, {"nbsp", 0xa0},   {"not", 0xac},    {"ntilde", 0xf1}, {"oacute", 0xf3}, {"ocirc", 0xf4},
    {"ograve", 0xf2}, {"ordf", 0xaa},   {"ordm", 0xba},   {"oslash", 0xf8}, {"otilde", 0xf5}, {"ouml", 0xf6},
    {"para", 0xb6},   {"plusmn", 0xb1}, {"pound", 0xa3},  {"quot", 0x22},   {"raquo", 0xbb},  {"reg", 0xae},
    {"sect", 0xa7},   {"shy", 0xad},    {"sup1", 0xb9},   {"sup2", 0xb2},   {"sup3", 0xb3},   {"szlig", 0xdf},
    {"thorn", 0xfe},  {"times", 0xd7},  {"uacute", 0xfa}, {"ucirc", 0xfb},  {"ugrave", 0xf9}, {"uml", 0xa8},
    {"uuml", 0xfc},   {"yacute", 0xfd}, {"yen", 0xa5},    {"yuml", 0xff},
};

static const reference names[] = {
    {"Dagger", 0x2021}, {"Delta", 0x394},   {"Gamma", 0x393},   {"Lambda", 0x39b},  {"OElig", 0x152},
    {"Omega", 0x3a9},   {"Phi", 0x3a6},     {"Pi", 0x3a0},      {"Prime", 0x2033},  {"Scaron", 0x160},
    {"Sigma", 0x3a3},   {"Theta", 0x398},   {"Yuml", 0x178},    {"alpha", 0x3b1},   {"apos", 0x27},
    {"asymp", 0x2248},  {"bdquo", 0x201e},  {"beta", 0x3b2},    {"bull", 0x2022},   {"cacute", 0x107},
    {"ccaron", 0x10d},  {"circ", 0x2c6},    {"dagger", 0x2020}, {"darr", 0x2193},   {"delta", 0x3b4},
    {"emsp", 0x2003},   {"ensp", 0x2002},   {"epsilon", 0x3b5}, {"euro", 0x20ac},   {"fnof", 0x192},
    {"frasl", 0x2044},  {"gamma", 0x3b3},   {"gbreve", 0x11f},  {"ge", 0x2265},     {"harr", 0x2194},
    {"hellip", 0x2026}, {"infin", 0x221e},  {"lambda", 0x3bb},  {"larr", 0x2190},   {"ldquo", 0x201c},
    {"le", 0x2264},     {"lrm", 0x200e},    {"lsaquo", 0x2039}, {"lsquo", 0x2018},  {"lstrok", 0x142},
    {"mdash", 0x2014},  {"minus", 0x2212},  {"mu", 0x3bc},      {"ndash", 0x2013},  {"ne", 0x2260},
    {"oelig", 0x153},   {"oline", 0x203e},  {"omega", 0x3c9},   {"permil", 0x2030}, {"phi", 0x3c6},
    {"pi", 0x3c0},      {"prime", 0x2032},  {"radic", 0x221a},  {"rarr", 0x2192},   {"rdquo", 0x201d},
    {"rlm", 0x200f},    {"rsaquo", 0x203a}, {"rsquo", 0x2019},  {"sbquo", 0x201a},  {"scaron", 0x161},
    {"scedil", 0x15f},  {"sigma", 0x3c3},   {"tau", 0x3c4},     {"theta", 0x3b8},   {"thinsp", 0x2009},
    {"tilde", 0x2dc},   {"trade", 0x2122},  {"uarr", 0x2191},   {"zcaron", 0x17e},  {"zwj", 0x200d},
    {"zwnj", 0x200c},
};

/* What the numbers 0x80 to 0x9f mean: windows-1252. 0: nothing. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static int digit_value(char c, int base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return value < base ? value : -1;
}

static size_t numeric(const char *text, size_t len, growing *out)
{
    bool hexadecimal = len > 2 && (text[2] == 'x' || text[2] == 'X');
    size_t start = hexadecimal ? 3 : 2, at = start;
    uint32_t c = 0;
    for (int value; at < len && (value = digit_value(text[at], hexadecimal ? 16 : 10)) >= 0; at++)
        if (c <= 0x10ffff)
            c = c * (hexadecimal ? 16 : 10) + (uint32_t)value;
    if (at == start)
        return 0;
    if (c >= 0x80 && c < 0xa0 && windows_1252[c - 0x80] != 0)
        c = windows_1252[c - 0x80];
    growing_add_code_point(out, c == 0 ? 0xfffd : c);
    return at < len && text[at] == ';' ? at + 1 : at;
}

/* The longest name of a table with which `text` begins. */
static const reference *longest(const reference *table, size_t count, const char *text, size_t len)
{
    const reference *best = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(table[i].name);
        if (bytes <= len && memcmp(text, table[i].name, bytes) == 0 && (best == NULL || bytes > strlen(best->name)))
            best = &table[i];
    }
    return best;
}

size_t reader__reference(const char *text, size_t len, growing *out)
{
    if (len < 2)
        return 0;
    if (text[1] == '#')
        return numeric(text, len, out);
    const reference *found = longest(names, sizeof names / sizeof names[0], text + 1, len - 1);
    if (found != NULL && 1 + strlen(found->name) < len && text[1 + strlen(found->name)] == ';') {
        growing_add_code_point(out, found->code_point);
        return strlen(found->name) + 2;
    }
    found = longest(old_names, sizeof old_names / sizeof old_names[0], text + 1, len - 1);
    if (found == NULL)
        return 0;
    growing_add_code_point(out, found->code_point);
    size_t bytes = 1 + strlen(found->name);
    return bytes < len && text[bytes] == ';' ? bytes + 1 : bytes;
}
