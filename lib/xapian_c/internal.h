/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sources of the binding share: the guard that no exception passes, the objects behind the handles, and
 * strings. C++, and seen by nothing outside this folder.
 *
 * Invariant: every extern "C" function that can fail consists of one call of guard() or of something made of it. */
#ifndef XAP_INTERNAL_H
#define XAP_INTERNAL_H

#include <string>
#include <type_traits>

#include <xapian.h>

#include "lib/xapian_c/xap.h"

static_assert(sizeof(Xapian::docid) == sizeof(uint32_t), "the binding is for a Xapian with 32-bit document numbers");
static_assert(sizeof(Xapian::termpos) == sizeof(uint32_t), "the binding is for a Xapian with 32-bit positions");
static_assert(sizeof(Xapian::termcount) == sizeof(uint32_t), "the binding is for a Xapian with 32-bit counts");

struct xap_doc {
    Xapian::Document doc;
    std::string data;
    std::string value;
};

struct xap_db {
    Xapian::Database db;
    std::string text;  /* the string given last */
    std::string upper; /* the second one of xap_db_value_bounds() */
    /* Where xap_db_value() has got to in a slot: the document that was asked for last. */
    Xapian::ValueIterator values = {};
    Xapian::valueno slot = Xapian::BAD_VALUENO;
    Xapian::docid asked = 0;
};

struct xap_query {
    Xapian::Query query;
    std::string description;
};

namespace xap {

/* Thrown through Xapian, which passes it on, where a caller's function ends the work: XAP_STOPPED. */
struct stopped {};

/* In a catch block: says in `err` what was thrown, and gives the status that it is mapped to. */
xap_status fail(xap_error *err) noexcept;

/* Runs `body`, which gives a xap_status, or nothing for XAP_OK. */
template <typename Body> xap_status guard(xap_error *err, const Body &body) noexcept
{
    try {
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            return XAP_OK;
        } else {
            return body();
        }
    } catch (...) {
        return fail(err);
    }
}

/* Runs `body`, which gives a new object. */
template <typename Thing, typename Body> xap_status make(Thing **out, xap_error *err, const Body &body) noexcept
{
    *out = nullptr;
    return guard(err, [&] { *out = body(); });
}

/* `data` may be NULL where `bytes` is 0. */
inline std::string string_of(const char *data, size_t bytes)
{
    return bytes ? std::string(data, bytes) : std::string();
}

/* Lends the caller a string of ours. */
inline void lend(const std::string &string, const char **data, size_t *bytes)
{
    *data = string.c_str();
    *bytes = string.size();
}

/* A term as it may be stored: throws InvalidArgumentError where it is empty or too long. Xapian finds that out only
 * when the document is added, and then drops every change that has not been committed. */
std::string term_of(const char *data, size_t bytes);

} // namespace xap

#endif
