/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changing a database: Xapian::WritableDatabase.
 *
 * Invariant: a transaction is open from the moment the database is, except inside xap_wdb_commit(). Without one Xapian
 * commits by itself, every 10,000 documents and when the object goes, and says nothing if that fails; with one, only
 * xap_wdb_commit() makes anything last. A change that fails makes Xapian drop all that came before it, too, so that
 * a commit after it would keep an arbitrary part: the writer refuses it. */
#include "lib/xapian_c/xap_write.h"

#include <cerrno>
#include <exception>
#include <memory>
#include <optional>

#include "lib/xapian_c/internal.h"

struct xap_wdb {
    Xapian::WritableDatabase db;
    xap_db reader;
    bool in_transaction;
    xap_error failure; /* of the first change that failed; its code is XAP_OK until then */

    xap_wdb(const char *path, int flags) : db(path, flags), reader{db, {}, {}}, in_transaction(false), failure()
    {
    }
};

namespace {

/* Xapian's limit of 255 bytes for a key of its tables, less what marks metadata there. */
constexpr size_t metadata_key_bytes_max = 253;

/* With DB_DANGEROUS Xapian cannot go back after a failure, and tells only that: then the system's error tells more. */
template <typename Body> struct told_better {
    const Body &body;

    void operator()() const
    {
        errno = 0;
        try {
            body();
        } catch (const Xapian::InvalidOperationError &) {
            throw Xapian::DatabaseError("The change failed", errno);
        }
    }
};

/* `check` refuses arguments, before anything is changed; after a failure of `body` the writer is of no use. */
template <typename Check, typename Body>
xap_status change(xap_wdb *wdb, xap_error *err, const Check &check, const Body &body) noexcept
{
    if (wdb->failure.code != XAP_OK) {
        if (err)
            *err = wdb->failure;
        return wdb->failure.code;
    }
    xap_status status = xap::guard(err, check);
    if (status != XAP_OK)
        return status;
    status = xap::guard(&wdb->failure, told_better<Body>{body});
    if (status != XAP_OK && err)
        *err = wdb->failure;
    return status;
}

void anything()
{
}

void refuse_docid_0(uint32_t docid)
{
    if (docid == 0)
        throw Xapian::InvalidArgumentError("Document numbers begin at 1");
}

int action(xap_open_mode mode)
{
    switch (mode) {
    case XAP_CREATE:
        return Xapian::DB_CREATE;
    case XAP_OPEN:
        return Xapian::DB_OPEN;
    case XAP_CREATE_OR_OPEN:
        return Xapian::DB_CREATE_OR_OPEN;
    case XAP_OVERWRITE:
        return Xapian::DB_CREATE_OR_OVERWRITE;
    }
    throw Xapian::InvalidArgumentError("There is no such way to open a database");
}

void (*told_of_end)(int system_error);

/* Where it returns, the C++ library aborts. */
void terminated()
{
    if (told_of_end)
        told_of_end(errno);
}

/* Not flushed: a flushed one would commit at its beginning, too. */
void begin(xap_wdb *wdb)
{
    wdb->db.begin_transaction(false);
    wdb->in_transaction = true;
}

} // namespace

xap_status xap_wdb_open(const char *path, xap_open_mode mode, unsigned flags, xap_wdb **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        if (flags & ~(XAP_NO_SYNC | XAP_DANGEROUS))
            throw Xapian::InvalidArgumentError("There is no such flag");
        int all = action(mode);
        if (flags & XAP_NO_SYNC)
            all |= Xapian::DB_NO_SYNC;
        if (flags & XAP_DANGEROUS)
            all |= Xapian::DB_DANGEROUS;
        auto wdb = std::make_unique<xap_wdb>(path, all);
        begin(wdb.get());
        return wdb.release();
    });
}

void xap_wdb_free(xap_wdb *wdb)
{
    if (!wdb)
        return;
    /* Closing it here gives up the lock even while an enquire or an iterator still holds the database. */
    (void)xap::guard(nullptr, [&] {
        if (!wdb->in_transaction)
            begin(wdb);
        wdb->db.close();
    });
    delete wdb;
}

xap_db *xap_wdb_db(xap_wdb *wdb)
{
    return &wdb->reader;
}

xap_status xap_wdb_add_document(xap_wdb *wdb, xap_doc *doc, uint32_t *docid, xap_error *err)
{
    return change(wdb, err, anything, [&] { *docid = wdb->db.add_document(doc->doc); });
}

xap_status xap_wdb_replace_document(xap_wdb *wdb, uint32_t docid, xap_doc *doc, xap_error *err)
{
    return change(
        wdb, err, [&] { refuse_docid_0(docid); }, [&] { wdb->db.replace_document(docid, doc->doc); });
}

xap_status xap_wdb_replace_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_doc *doc, uint32_t *docid,
                                   xap_error *err)
{
    std::string unique;
    return change(
        wdb, err, [&] { unique = xap::term_of(term, term_bytes); },
        [&] { *docid = wdb->db.replace_document(unique, doc->doc); });
}

xap_status xap_wdb_delete_document(xap_wdb *wdb, uint32_t docid, xap_error *err)
{
    return change(
        wdb, err, [&] { (void)wdb->db.get_doclength(docid); }, [&] { wdb->db.delete_document(docid); });
}

xap_status xap_wdb_delete_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_error *err)
{
    std::string unique;
    return change(
        wdb, err, [&] { unique = xap::term_of(term, term_bytes); }, [&] { wdb->db.delete_document(unique); });
}

xap_status xap_wdb_set_value(xap_wdb *wdb, uint32_t docid, uint32_t slot, const char *value, size_t value_bytes,
                             xap_error *err)
{
    std::optional<Xapian::Document> doc; /* even an empty one takes memory */
    auto check = [&] {
        refuse_docid_0(docid);
        doc = wdb->db.get_document(docid);
    };
    return change(wdb, err, check, [&] {
        doc->add_value(slot, xap::string_of(value, value_bytes));
        wdb->db.replace_document(docid, *doc);
    });
}

xap_status xap_wdb_set_metadata(xap_wdb *wdb, const char *key, size_t key_bytes, const char *value, size_t value_bytes,
                                xap_error *err)
{
    std::string name;
    auto check = [&] {
        if (key_bytes == 0 || key_bytes > metadata_key_bytes_max)
            throw Xapian::InvalidArgumentError("A key of metadata has 1 to 253 bytes");
        name = xap::string_of(key, key_bytes);
    };
    return change(wdb, err, check, [&] { wdb->db.set_metadata(name, xap::string_of(value, value_bytes)); });
}

void xap_on_terminate(void (*tell)(int system_error))
{
    told_of_end = tell;
    std::set_terminate(terminated);
}

xap_status xap_wdb_commit(xap_wdb *wdb, xap_error *err)
{
    xap_status status = change(wdb, err, anything, [&] {
        wdb->in_transaction = false;
        wdb->db.commit_transaction();
        wdb->db.commit();
        begin(wdb);
    });
    /* What a failed commit has left must not be committed when the object goes. */
    if (status != XAP_OK && !wdb->in_transaction)
        (void)xap::guard(nullptr, [&] { begin(wdb); });
    return status;
}
