/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libxml2 does not know of HTML 5: the named character references that it added to those of HTML 4 (letters of
 * Latin Extended-A and Cyrillic, punctuation), old references without a semicolon, and comments of the form "<![if
 * …]>". Invariant: everything else is copied. */
#include "indexer/read/entities.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

typedef struct entity {
    const char *name;
    uint16_t code_point;
} entity;

/* In the order of strcmp(). */
static const entity entities[] = {
    {"Abreve", 0x102},
    {"Acy", 0x410},
    {"Amacr", 0x100},
    {"Aogon", 0x104},
    {"Bcy", 0x411},
    {"CHcy", 0x427},
    {"COPY", 0xA9},
    {"Cacute", 0x106},
    {"Ccaron", 0x10C},
    {"Ccirc", 0x108},
    {"Cdot", 0x10A},
    {"CenterDot", 0xB7},
    {"CloseCurlyDoubleQuote", 0x201D},
    {"CloseCurlyQuote", 0x2019},
    {"DJcy", 0x402},
    {"DScy", 0x405},
    {"DZcy", 0x40F},
    {"Dcaron", 0x10E},
    {"Dcy", 0x414},
    {"Dstrok", 0x110},
    {"ENG", 0x14A},
    {"Ecaron", 0x11A},
    {"Ecy", 0x42D},
    {"Edot", 0x116},
    {"Emacr", 0x112},
    {"Eogon", 0x118},
    {"Fcy", 0x424},
    {"GJcy", 0x403},
    {"Gbreve", 0x11E},
    {"Gcedil", 0x122},
    {"Gcirc", 0x11C},
    {"Gcy", 0x413},
    {"Gdot", 0x120},
    {"HARDcy", 0x42A},
    {"Hacek", 0x2C7},
    {"Hcirc", 0x124},
    {"Hstrok", 0x126},
    {"IEcy", 0x415},
    {"IJlig", 0x132},
    {"IOcy", 0x401},
    {"Icy", 0x418},
    {"Idot", 0x130},
    {"Imacr", 0x12A},
    {"Iogon", 0x12E},
    {"Itilde", 0x128},
    {"Iukcy", 0x406},
    {"Jcirc", 0x134},
    {"Jcy", 0x419},
    {"Jsercy", 0x408},
    {"Jukcy", 0x404},
    {"KHcy", 0x425},
    {"KJcy", 0x40C},
    {"Kcedil", 0x136},
    {"Kcy", 0x41A},
    {"LJcy", 0x409},
    {"Lacute", 0x139},
    {"Lcaron", 0x13D},
    {"Lcedil", 0x13B},
    {"Lcy", 0x41B},
    {"Lmidot", 0x13F},
    {"Lstrok", 0x141},
    {"Mcy", 0x41C},
    {"MediumSpace", 0x205F},
    {"NJcy", 0x40A},
    {"Nacute", 0x143},
    {"Ncaron", 0x147},
    {"Ncedil", 0x145},
    {"Ncy", 0x41D},
    {"NewLine", 0xA},
    {"NonBreakingSpace", 0xA0},
    {"Ocy", 0x41E},
    {"Odblac", 0x150},
    {"Omacr", 0x14C},
    {"OpenCurlyDoubleQuote", 0x201C},
    {"OpenCurlyQuote", 0x2018},
    {"OverBar", 0x203E},
    {"Pcy", 0x41F},
    {"QUOT", 0x22},
    {"REG", 0xAE},
    {"Racute", 0x154},
    {"Rcaron", 0x158},
    {"Rcedil", 0x156},
    {"Rcy", 0x420},
    {"SHCHcy", 0x429},
    {"SHcy", 0x428},
    {"SOFTcy", 0x42C},
    {"Sacute", 0x15A},
    {"Scedil", 0x15E},
    {"Scirc", 0x15C},
    {"Scy", 0x421},
    {"TSHcy", 0x40B},
    {"TScy", 0x426},
    {"Tab", 0x9},
    {"Tcaron", 0x164},
    {"Tcedil", 0x162},
    {"Tcy", 0x422},
    {"ThinSpace", 0x2009},
    {"Tstrok", 0x166},
    {"Ubrcy", 0x40E},
    {"Ubreve", 0x16C},
    {"Ucy", 0x423},
    {"Udblac", 0x170},
    {"Umacr", 0x16A},
    {"UnderBar", 0x5F},
    {"Uogon", 0x172},
    {"Upsi", 0x3D2},
    {"Uring", 0x16E},
    {"Utilde", 0x168},
    {"Vcy", 0x412},
    {"Verbar", 0x2016},
    {"Vert", 0x2016},
    {"VeryThinSpace", 0x200A},
    {"Wcirc", 0x174},
    {"YAcy", 0x42F},
    {"YIcy", 0x407},
    {"YUcy", 0x42E},
    {"Ycirc", 0x176},
    {"Ycy", 0x42B},
    {"ZHcy", 0x416},
    {"Zacute", 0x179},
    {"Zcaron", 0x17D},
    {"Zcy", 0x417},
    {"Zdot", 0x17B},
    {"ZeroWidthSpace", 0x200B},
    {"abreve", 0x103},
    {"acy", 0x430},
    {"amacr", 0x101},
    {"aogon", 0x105},
    {"ast", 0x2A},
    {"bcy", 0x431},
    {"bsol", 0x5C},
    {"bullet", 0x2022},
    {"cacute", 0x107},
    {"caret", 0x2041},
    {"caron", 0x2C7},
    {"ccaron", 0x10D},
    {"ccirc", 0x109},
    {"cdot", 0x10B},
    {"centerdot", 0xB7},
    {"chcy", 0x447},
    {"colon", 0x3A},
    {"comma", 0x2C},
    {"commat", 0x40},
    {"copysr", 0x2117},
    {"dash", 0x2010},
    {"dcaron", 0x10F},
    {"dcy", 0x434},
    {"ddagger", 0x2021},
    {"djcy", 0x452},
    {"dollar", 0x24},
    {"dscy", 0x455},
    {"dstrok", 0x111},
    {"dzcy", 0x45F},
    {"ecaron", 0x11B},
    {"ecy", 0x44D},
    {"edot", 0x117},
    {"ell", 0x2113},
    {"emacr", 0x113},
    {"emsp13", 0x2004},
    {"emsp14", 0x2005},
    {"eng", 0x14B},
    {"eogon", 0x119},
    {"epsi", 0x3B5},
    {"excl", 0x21},
    {"fcy", 0x444},
    {"ffilig", 0xFB03},
    {"fflig", 0xFB00},
    {"ffllig", 0xFB04},
    {"filig", 0xFB01},
    {"fllig", 0xFB02},
    {"frac13", 0x2153},
    {"frac15", 0x2155},
    {"frac16", 0x2159},
    {"frac18", 0x215B},
    {"frac23", 0x2154},
    {"frac25", 0x2156},
    {"frac35", 0x2157},
    {"frac38", 0x215C},
    {"frac45", 0x2158},
    {"frac56", 0x215A},
    {"frac58", 0x215D},
    {"frac78", 0x215E},
    {"gacute", 0x1F5},
    {"gbreve", 0x11F},
    {"gcirc", 0x11D},
    {"gcy", 0x433},
    {"gdot", 0x121},
    {"gjcy", 0x453},
    {"hairsp", 0x200A},
    {"half", 0xBD},
    {"hardcy", 0x44A},
    {"hcirc", 0x125},
    {"horbar", 0x2015},
    {"hstrok", 0x127},
    {"hybull", 0x2043},
    {"hyphen", 0x2010},
    {"icy", 0x438},
    {"iecy", 0x435},
    {"ijlig", 0x133},
    {"imacr", 0x12B},
    {"imath", 0x131},
    {"inodot", 0x131},
    {"iocy", 0x451},
    {"iogon", 0x12F},
    {"itilde", 0x129},
    {"iukcy", 0x456},
    {"jcirc", 0x135},
    {"jcy", 0x439},
    {"jsercy", 0x458},
    {"jukcy", 0x454},
    {"kcedil", 0x137},
    {"kcy", 0x43A},
    {"kgreen", 0x138},
    {"khcy", 0x445},
    {"kjcy", 0x45C},
    {"lacute", 0x13A},
    {"lbrace", 0x7B},
    {"lbrack", 0x5B},
    {"lcaron", 0x13E},
    {"lcedil", 0x13C},
    {"lcub", 0x7B},
    {"lcy", 0x43B},
    {"ldquor", 0x201E},
    {"ljcy", 0x459},
    {"lmidot", 0x140},
    {"lowbar", 0x5F},
    {"lpar", 0x28},
    {"lsqb", 0x5B},
    {"lsquor", 0x201A},
    {"lstrok", 0x142},
    {"mcy", 0x43C},
    {"midast", 0x2A},
    {"mldr", 0x2026},
    {"nacute", 0x144},
    {"napos", 0x149},
    {"ncaron", 0x148},
    {"ncedil", 0x146},
    {"ncy", 0x43D},
    {"njcy", 0x45A},
    {"nldr", 0x2025},
    {"num", 0x23},
    {"numsp", 0x2007},
    {"ocy", 0x43E},
    {"odblac", 0x151},
    {"ohm", 0x3A9},
    {"omacr", 0x14D},
    {"pcy", 0x43F},
    {"percnt", 0x25},
    {"period", 0x2E},
    {"puncsp", 0x2008},
    {"quest", 0x3F},
    {"racute", 0x155},
    {"rbrace", 0x7D},
    {"rbrack", 0x5D},
    {"rcaron", 0x159},
    {"rcedil", 0x157},
    {"rcub", 0x7D},
    {"rcy", 0x440},
    {"rdquor", 0x201D},
    {"rpar", 0x29},
    {"rsqb", 0x5D},
    {"rsquor", 0x2019},
    {"sacute", 0x15B},
    {"scedil", 0x15F},
    {"scirc", 0x15D},
    {"scy", 0x441},
    {"semi", 0x3B},
    {"shchcy", 0x449},
    {"shcy", 0x448},
    {"softcy", 0x44C},
    {"sol", 0x2F},
    {"straightepsilon", 0x3F5},
    {"straightphi", 0x3D5},
    {"tcaron", 0x165},
    {"tcedil", 0x163},
    {"tcy", 0x442},
    {"tscy", 0x446},
    {"tshcy", 0x45B},
    {"tstrok", 0x167},
    {"ubrcy", 0x45E},
    {"ubreve", 0x16D},
    {"ucy", 0x443},
    {"udblac", 0x171},
    {"umacr", 0x16B},
    {"uogon", 0x173},
    {"upsi", 0x3C5},
    {"uring", 0x16F},
    {"utilde", 0x169},
    {"varepsilon", 0x3F5},
    {"varkappa", 0x3F0},
    {"varphi", 0x3D5},
    {"varpi", 0x3D6},
    {"varrho", 0x3F1},
    {"varsigma", 0x3C2},
    {"vartheta", 0x3D1},
    {"vcy", 0x432},
    {"wcirc", 0x175},
    {"yacy", 0x44F},
    {"ycirc", 0x177},
    {"ycy", 0x44B},
    {"yicy", 0x457},
    {"yucy", 0x44E},
    {"zacute", 0x17A},
    {"zcaron", 0x17E},
    {"zcy", 0x437},
    {"zdot", 0x17C},
    {"zhcy", 0x436},
};

/* The longest name above, with room to see that one is longer. */
#define NAME_BYTES_MAX 32

static int compare(const void *key, const void *element)
{
    return strcmp(key, ((const entity *)element)->name);
}

/* The number of bytes at the front of `name` that are a reference which needs no semicolon in text: one of Latin-1. */
static size_t old_reference(const char *name, size_t len)
{
    char prefix[NAME_BYTES_MAX];

    for (memcpy(prefix, name, len + 1); len >= 2; prefix[--len] = '\0') {
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)prefix);
        if (known != NULL && known->value < 256 && strcmp(prefix, "apos") != 0) {
            return len;
        }
    }
    return 0;
}

/* Replaces the reference whose name begins at `at`; the number of bytes used up, or 0. */
static size_t replace(dictum_slice html, size_t at, bool in_tag, dictum_buf *out)
{
    char name[NAME_BYTES_MAX];
    size_t len = 0;
    const entity *found;

    while (len < sizeof(name) - 1 && at + len < html.len) {
        char c = html.data[at + len];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
            break;
        }
        name[len++] = c;
    }
    name[len] = '\0';
    if (at + len < html.len && html.data[at + len] == ';') {
        found = bsearch(name, entities, sizeof(entities) / sizeof(entities[0]), sizeof(entities[0]), compare);
        if (found != NULL) {
            dictum__buf_append_code_point(out, found->code_point);
            return len + 1;
        }
        if (htmlEntityLookup((const xmlChar *)name) != NULL) {
            return 0;
        }
    }
    len = in_tag ? 0 : old_reference(name, len); /* in an address, "&region=" is no sign and four letters */
    if (len > 0) {
        dictum__buf_appendf(out, "&%.*s;", (int)len, name);
    }
    return len;
}

/* The bytes of "<![if …]>" or "<![endif]>" at `at`, which an old browser wrote and others take for a comment; 0 where
 * none is. */
static size_t conditional(dictum_slice html, size_t at)
{
    size_t end = at + 128 < html.len ? at + 128 : html.len;

    if (end - at < 10 || (memcmp(html.data + at, "<![if", 5) != 0 && memcmp(html.data + at, "<![endif", 8) != 0)) {
        return 0;
    }
    for (size_t i = at + 3; i + 1 < end; i++) {
        if (html.data[i] == ']') {
            return html.data[i + 1] == '>' ? i + 2 - at : 0; /* "<![endif]-->" ends a comment */
        }
    }
    return 0;
}

/* Whether a tag begins with the "<" at `at`. */
static bool opens_tag(dictum_slice html, size_t at)
{
    char c = at + 1 < html.len ? html.data[at + 1] : ' ';

    return c == '/' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void dictum__entities_expand(dictum_slice html, dictum_buf *out)
{
    bool in_tag = false;
    size_t copied = 0, at = 0;

    while (at < html.len) {
        size_t used = 0;
        char c = html.data[at];
        if (c != '&' && c != '<' && c != '>') {
            at++;
            continue;
        }
        dictum__buf_append(out, html.data + copied, at - copied);
        copied = at;
        if (c == '&') {
            used = replace(html, at + 1, in_tag, out);
            used += used > 0;
        } else if (c == '<') {
            used = conditional(html, at);
            in_tag = opens_tag(html, at);
        } else {
            in_tag = false;
        }
        copied += used;
        at += used > 0 ? used : 1;
    }
    dictum__buf_append(out, html.data + copied, html.len - copied);
}
