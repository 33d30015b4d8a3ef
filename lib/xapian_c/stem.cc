/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems of words: Xapian::Stem. */
#include "lib/xapian_c/internal.h"

struct xap_stem {
    Xapian::Stem stem;
    std::string result;
};

xap_status xap_stem_new(const char *language, xap_stem **out, xap_error *err)
{
    return xap::make(out, err, [&] { return new xap_stem{Xapian::Stem(language), {}}; });
}

xap_status xap_stem_word(xap_stem *stem, const char *word, size_t word_bytes, const char **result, size_t *result_bytes,
                         xap_error *err)
{
    return xap::guard(err, [&] {
        stem->result = stem->stem(xap::string_of(word, word_bytes));
        xap::lend(stem->result, result, result_bytes);
    });
}

xap_status xap_stem_languages(const char **list, xap_error *err)
{
    return xap::guard(err, [&] {
        static const std::string languages = Xapian::Stem::get_available_languages();
        *list = languages.c_str();
    });
}

void xap_stem_free(xap_stem *stem)
{
    delete stem;
}
