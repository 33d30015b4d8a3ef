/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From exceptions to statuses. Invariant: an error's text is one line of valid UTF-8, whatever Xapian's message
 * holds (it quotes terms and paths), and making it cannot throw. */
#include "lib/xapian_c/internal.h"

#include <cstring>
#include <new>
#include <stdexcept>

namespace {

/* How many bytes the character at `s` has; 0 where there is no valid one, or a control character. */
size_t printable_bytes(const unsigned char *s, size_t bytes)
{
    static const struct {
        unsigned char lead_min, lead_max, second_min, second_max;
        size_t bytes;
    } forms[] = {
        {0xc2, 0xc2, 0xa0, 0xbf, 2}, /* not U+0080 to U+009F, which are controls */
        {0xc3, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, /* not the surrogates */
        {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    if (s[0] < 0x80)
        return s[0] >= 0x20 && s[0] != 0x7f ? 1 : 0;
    for (const auto &form : forms) {
        if (s[0] < form.lead_min || s[0] > form.lead_max)
            continue;
        if (bytes < form.bytes || s[1] < form.second_min || s[1] > form.second_max)
            return 0;
        for (size_t i = 2; i < form.bytes; i++) {
            if (s[i] < 0x80 || s[i] > 0xbf)
                return 0;
        }
        return form.bytes;
    }
    return 0;
}

/* Appends to err->text what fits of it, in whole characters; what is not printable becomes a question mark. */
void append(xap_error *err, size_t *used, const char *data, size_t bytes)
{
    const auto *s = reinterpret_cast<const unsigned char *>(data);

    while (bytes) {
        size_t count = printable_bytes(s, bytes);
        size_t taken = count ? count : 1;
        if (*used + taken >= sizeof err->text)
            break;
        if (count)
            memcpy(err->text + *used, s, count);
        else
            err->text[*used] = '?';
        *used += taken;
        s += taken;
        bytes -= taken;
    }
    err->text[*used] = '\0';
}

void append(xap_error *err, size_t *used, const char *text)
{
    append(err, used, text, strlen(text));
}

void begin(xap_error *err, xap_status code, const char *type)
{
    err->code = code;
    size_t bytes = strlen(type);
    if (bytes >= sizeof err->type)
        bytes = sizeof err->type - 1;
    memcpy(err->type, type, bytes);
    err->type[bytes] = '\0';
    err->text[0] = '\0';
}

xap_status say(xap_error *err, xap_status code, const Xapian::Error &e) noexcept
{
    if (!err)
        return code;
    begin(err, code, e.get_type());
    size_t used = 0;
    append(err, &used, e.get_msg().data(), e.get_msg().size());
    if (!e.get_context().empty()) {
        append(err, &used, " (context: ");
        append(err, &used, e.get_context().data(), e.get_context().size());
        append(err, &used, ")");
    }
    try {
        const char *system_error = e.get_error_string();
        if (system_error) {
            append(err, &used, " (");
            append(err, &used, system_error);
            append(err, &used, ")");
        }
    } catch (...) {
        /* It is made when asked for: memory may run out. The rest of the text says enough. */
    }
    return code;
}

xap_status say(xap_error *err, xap_status code, const char *type, const char *text) noexcept
{
    if (err) {
        size_t used = 0;
        begin(err, code, type);
        append(err, &used, text);
    }
    return code;
}

/* The classes below DatabaseError. */
xap_status fail_database(xap_error *err) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return say(err, XAP_NOT_FOUND, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return say(err, XAP_VERSION, e);
    } catch (const Xapian::DatabaseLockError &e) {
        return say(err, XAP_LOCKED, e);
    } catch (const Xapian::DatabaseModifiedError &e) {
        return say(err, XAP_STALE, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return say(err, XAP_CORRUPT, e);
    } catch (const Xapian::DatabaseClosedError &e) {
        return say(err, XAP_INTERNAL, e);
    } catch (const Xapian::DatabaseError &e) {
        return say(err, XAP_IO, e); /* DatabaseOpeningError, DatabaseCreateError, and itself */
    } catch (...) {
        return say(err, XAP_INTERNAL, "unknown", "fail_database() was given another class");
    }
}

/* The other classes of Xapian. */
xap_status fail_xapian(xap_error *err) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseError &) {
        return fail_database(err);
    } catch (const Xapian::UnimplementedError &e) {
        return say(err, XAP_UNIMPLEMENTED, e);
    } catch (const Xapian::FeatureUnavailableError &e) {
        return say(err, XAP_UNIMPLEMENTED, e);
    } catch (const Xapian::LogicError &e) {
        return say(err, XAP_ARGUMENT, e); /* AssertionError, InvalidArgumentError, InvalidOperationError */
    } catch (const Xapian::RangeError &e) {
        return say(err, XAP_ARGUMENT, e);
    } catch (const Xapian::DocNotFoundError &e) {
        return say(err, XAP_NOT_FOUND, e);
    } catch (const Xapian::SerialisationError &e) {
        return say(err, XAP_CORRUPT, e);
    } catch (const Xapian::QueryParserError &e) {
        return say(err, XAP_QUERY, e);
    } catch (const Xapian::WildcardError &e) {
        return say(err, XAP_QUERY, e);
    } catch (const Xapian::NetworkError &e) {
        return say(err, XAP_IO, e); /* and NetworkTimeoutError */
    } catch (const Xapian::Error &e) {
        return say(err, XAP_INTERNAL, e); /* InternalError, and what a later Xapian adds */
    } catch (...) {
        return say(err, XAP_INTERNAL, "unknown", "fail_xapian() was given another class");
    }
}

} // namespace

xap_status xap::fail(xap_error *err) noexcept
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return say(err, XAP_NOMEM, "bad_alloc", "memory ran out");
    } catch (const std::length_error &) {
        return say(err, XAP_NOMEM, "length_error", "a string or an array is longer than can be held");
    } catch (const Xapian::Error &) {
        return fail_xapian(err);
    } catch (const stopped &) {
        return say(err, XAP_STOPPED, "stopped", "the work was stopped");
    } catch (const std::exception &e) {
        return say(err, XAP_INTERNAL, "exception", e.what());
    } catch (...) {
        return say(err, XAP_INTERNAL, "unknown", "an exception of a class that is not known here");
    }
}

const char *xap_version(void)
{
    return Xapian::version_string();
}
