/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents: Xapian::Document. One read from a database fetches its parts when they are asked for, so that every
 * call can fail. */
#include "lib/xapian_c/internal.h"

#include <algorithm>

namespace {

/* Xapian's own limit, where it adds a document. A NUL takes two bytes in a key of its tables. */
constexpr size_t term_bytes_max = 245;

} // namespace

std::string xap::term_of(const char *data, size_t bytes)
{
    if (bytes == 0)
        throw Xapian::InvalidArgumentError("A term cannot be empty");
    if (bytes > term_bytes_max || bytes + static_cast<size_t>(std::count(data, data + bytes, '\0')) > term_bytes_max)
        throw Xapian::InvalidArgumentError("A term cannot have more than 245 bytes (a NUL counts as two)");
    return std::string(data, bytes);
}

xap_status xap_doc_new(xap_doc **out, xap_error *err)
{
    return xap::make(out, err, [] { return new xap_doc; });
}

void xap_doc_free(xap_doc *doc)
{
    delete doc;
}

xap_status xap_doc_set_data(xap_doc *doc, const char *data, size_t bytes, xap_error *err)
{
    return xap::guard(err, [&] { doc->doc.set_data(xap::string_of(data, bytes)); });
}

xap_status xap_doc_data(xap_doc *doc, const char **data, size_t *bytes, xap_error *err)
{
    return xap::guard(err, [&] {
        doc->data = doc->doc.get_data();
        xap::lend(doc->data, data, bytes);
    });
}

xap_status xap_doc_add_posting(xap_doc *doc, const char *term, size_t term_bytes, uint32_t position, uint32_t wdf_inc,
                               xap_error *err)
{
    return xap::guard(err, [&] { doc->doc.add_posting(xap::term_of(term, term_bytes), position, wdf_inc); });
}

xap_status xap_doc_add_term(xap_doc *doc, const char *term, size_t term_bytes, uint32_t wdf_inc, xap_error *err)
{
    return xap::guard(err, [&] { doc->doc.add_term(xap::term_of(term, term_bytes), wdf_inc); });
}

xap_status xap_doc_remove_term(xap_doc *doc, const char *term, size_t term_bytes, xap_error *err)
{
    return xap::guard(err, [&] { doc->doc.remove_term(xap::string_of(term, term_bytes)); });
}

xap_status xap_doc_set_value(xap_doc *doc, uint32_t slot, const char *value, size_t value_bytes, xap_error *err)
{
    return xap::guard(err, [&] { doc->doc.add_value(slot, xap::string_of(value, value_bytes)); });
}

xap_status xap_doc_value(xap_doc *doc, uint32_t slot, const char **value, size_t *value_bytes, xap_error *err)
{
    return xap::guard(err, [&] {
        doc->value = doc->doc.get_value(slot);
        xap::lend(doc->value, value, value_bytes);
    });
}

xap_status xap_doc_docid(xap_doc *doc, uint32_t *docid, xap_error *err)
{
    return xap::guard(err, [&] { *docid = doc->doc.get_docid(); });
}
