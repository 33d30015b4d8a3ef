/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Throws every class of exception that the binding knows, and some that it does not, through the guard that every
 * call uses. */
#include "lib/xapian_c/testing.h"

#include <cstring>
#include <new>
#include <stdexcept>

#include "lib/xapian_c/internal.h"

namespace {

struct what {
    const char *message, *context;
    int system_error;
};

template <typename Class> [[noreturn]] void throw_xapian(const what &what)
{
    throw Class(what.message, what.context, what.system_error);
}

template <typename Class> [[noreturn]] void throw_plain(const what &)
{
    throw Class();
}

[[noreturn]] void throw_runtime_error(const what &what)
{
    throw std::runtime_error(what.message);
}

[[noreturn]] void throw_length_error(const what &what)
{
    throw std::length_error(what.message);
}

[[noreturn]] void throw_int(const what &what)
{
    throw what.system_error;
}

const struct {
    const char *type;
    void (*throw_it)(const what &);
} classes[] = {
    {"AssertionError", throw_xapian<Xapian::AssertionError>},
    {"DatabaseClosedError", throw_xapian<Xapian::DatabaseClosedError>},
    {"DatabaseCorruptError", throw_xapian<Xapian::DatabaseCorruptError>},
    {"DatabaseCreateError", throw_xapian<Xapian::DatabaseCreateError>},
    {"DatabaseError", throw_xapian<Xapian::DatabaseError>},
    {"DatabaseLockError", throw_xapian<Xapian::DatabaseLockError>},
    {"DatabaseModifiedError", throw_xapian<Xapian::DatabaseModifiedError>},
    {"DatabaseNotFoundError", throw_xapian<Xapian::DatabaseNotFoundError>},
    {"DatabaseOpeningError", throw_xapian<Xapian::DatabaseOpeningError>},
    {"DatabaseVersionError", throw_xapian<Xapian::DatabaseVersionError>},
    {"DocNotFoundError", throw_xapian<Xapian::DocNotFoundError>},
    {"FeatureUnavailableError", throw_xapian<Xapian::FeatureUnavailableError>},
    {"InternalError", throw_xapian<Xapian::InternalError>},
    {"InvalidArgumentError", throw_xapian<Xapian::InvalidArgumentError>},
    {"InvalidOperationError", throw_xapian<Xapian::InvalidOperationError>},
    {"NetworkError", throw_xapian<Xapian::NetworkError>},
    {"NetworkTimeoutError", throw_xapian<Xapian::NetworkTimeoutError>},
    {"QueryParserError", throw_xapian<Xapian::QueryParserError>},
    {"RangeError", throw_xapian<Xapian::RangeError>},
    {"SerialisationError", throw_xapian<Xapian::SerialisationError>},
    {"UnimplementedError", throw_xapian<Xapian::UnimplementedError>},
    {"WildcardError", throw_xapian<Xapian::WildcardError>},
    {"bad_alloc", throw_plain<std::bad_alloc>},
    {"bad_array_new_length", throw_plain<std::bad_array_new_length>},
    {"length_error", throw_length_error},
    {"runtime_error", throw_runtime_error},
    {"int", throw_int},
};

} // namespace

xap_status xap_testing_throw(const char *type, const char *message, const char *context, int system_error,
                             xap_error *err)
{
    return xap::guard(err, [&] {
        for (const auto &known : classes) {
            if (strcmp(known.type, type) == 0)
                known.throw_it({message, context, system_error});
        }
    });
}
