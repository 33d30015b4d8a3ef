/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The <meta> elements of HTML pages. Invariant: names are compared without regard to letter case. */
#include "indexer/read/html_meta.h"

#include <string.h>

/* What a <meta> element's name means. Names of Dublin Core ("DC.date", "dcterms:issued") are compared with '.' for
 * ':'. */
static const struct {
    const char *name;
    dictum__stated_field field;
    int rank;
} meta_names[] = {
    {"article:published_time", DICTUM__STATED_DATE, 1},
    {"article.published", DICTUM__STATED_DATE, 1},
    {"datepublished", DICTUM__STATED_DATE, 2},
    {"dcterms.issued", DICTUM__STATED_DATE, 3},
    {"dc.date.issued", DICTUM__STATED_DATE, 3},
    {"citation_publication_date", DICTUM__STATED_DATE, 5},
    {"citation_date", DICTUM__STATED_DATE, 5},
    {"citation_online_date", DICTUM__STATED_DATE, 6},
    {"og:published_time", DICTUM__STATED_DATE, 4},
    {"og:article:published_time", DICTUM__STATED_DATE, 4},
    {"datecreated", DICTUM__STATED_DATE, 6},
    {"parsely-pub-date", DICTUM__STATED_DATE, 5},
    {"sailthru.date", DICTUM__STATED_DATE, 5},
    {"pubdate", DICTUM__STATED_DATE, 5},
    {"publish-date", DICTUM__STATED_DATE, 5},
    {"publish_date", DICTUM__STATED_DATE, 5},
    {"publication_date", DICTUM__STATED_DATE, 5},
    {"dcterms.created", DICTUM__STATED_DATE, 6},
    {"dc.date.created", DICTUM__STATED_DATE, 6},
    {"dcterms.date", DICTUM__STATED_DATE, 7},
    {"dc.date", DICTUM__STATED_DATE, 7},
    {"date", DICTUM__STATED_DATE, 8},
    {"author", DICTUM__STATED_SPEAKER, 1},
    {"citation_author", DICTUM__STATED_SPEAKER, 2},
    {"dcterms.creator", DICTUM__STATED_SPEAKER, 3},
    {"dc.creator", DICTUM__STATED_SPEAKER, 3},
    {"article:author", DICTUM__STATED_SPEAKER, 5},
    {"og:article:author", DICTUM__STATED_SPEAKER, 5},
    {"parsely-author", DICTUM__STATED_SPEAKER, 6},
    {"sailthru.author", DICTUM__STATED_SPEAKER, 6},
    {"creator", DICTUM__STATED_SPEAKER, 7},
    {"og:site_name", DICTUM__STATED_SOURCE, 1},
    {"dcterms.publisher", DICTUM__STATED_SOURCE, 2},
    {"dc.publisher", DICTUM__STATED_SOURCE, 2},
    {"citation_publisher", DICTUM__STATED_SOURCE, 3},
    {"publisher", DICTUM__STATED_SOURCE, 3},
    {"citation_journal_title", DICTUM__STATED_SOURCE, 6},
    {"application-name", DICTUM__STATED_SOURCE, 9},
    {"content-language", DICTUM__STATED_LANG, 2},
    {"dcterms.language", DICTUM__STATED_LANG, 3},
    {"dc.language", DICTUM__STATED_LANG, 3},
    {"citation_language", DICTUM__STATED_LANG, 3},
    {"inlanguage", DICTUM__STATED_LANG, 4},
    {"og:locale", DICTUM__STATED_LANG, 5},
    {"og:title", DICTUM__STATED_TITLE, 2},
    {"dcterms.title", DICTUM__STATED_TITLE, 3},
    {"dc.title", DICTUM__STATED_TITLE, 3},
    {"citation_title", DICTUM__STATED_TITLE, 3},
    {"headline", DICTUM__STATED_TITLE, 4},
    {"twitter:title", DICTUM__STATED_TITLE, 4},
    {"og:url", DICTUM__STATED_URL, 2},
    {"twitter:url", DICTUM__STATED_URL, 4},
    {"citation_public_url", DICTUM__STATED_URL, 5},
    {"citation_abstract_html_url", DICTUM__STATED_URL, 5},
    {"citation_fulltext_html_url", DICTUM__STATED_URL, 5},
    {"dcterms.identifier", DICTUM__STATED_URL, 6},
    {"dc.identifier", DICTUM__STATED_URL, 6},
};

void dictum__html_meta_element(dictum_stated *stated, const char *name, const char *content)
{
    char plain[64];
    size_t len = name == NULL ? 0 : strlen(name);

    if (content == NULL || len == 0 || len >= sizeof(plain)) {
        return;
    }
    memcpy(plain, name, len + 1);
    if (dictum__find_word((dictum_slice){plain, len}, 0, "dc") == 0) {
        for (size_t i = 0; i < len; i++) {
            plain[i] = plain[i] == ':' ? '.' : plain[i];
        }
    }
    for (size_t i = 0; i < sizeof(meta_names) / sizeof(meta_names[0]); i++) {
        if (dictum__is_word((dictum_slice){plain, len}, meta_names[i].name)) {
            /* Each author has an element of their own. */
            if (meta_names[i].field == DICTUM__STATED_SPEAKER) {
                dictum__stated_add(stated, meta_names[i].field, meta_names[i].rank, dictum__slice(content));
            } else {
                dictum__stated_offer(stated, meta_names[i].field, meta_names[i].rank, dictum__slice(content));
            }
            return;
        }
    }
}
