/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A caller's own condition as a query: Xapian::PostingSource.
 *
 * Xapian makes a copy for each database that it searches, and asks it last, as it says that it has all documents. */
#include "lib/xapian_c/internal.h"

namespace {

class condition : public Xapian::PostingSource {
  public:
    condition(xap_accept_fn accept, void *context) : accept_(accept), context_(context)
    {
    }
    /* Xapian takes it over. */
    condition *clone() const override
    {
        return new condition(accept_, context_);
    }
    std::string get_description() const override
    {
        return "condition";
    }
    void init(const Xapian::Database &db) override
    {
        db_ = xap_db();
        db_.db = db;
        count_ = db.get_doccount();
        last_ = db.get_lastdocid();
        docid_ = 0;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return count_;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return count_;
    }
    Xapian::docid get_docid() const override
    {
        return docid_;
    }
    bool at_end() const override
    {
        return docid_ > last_;
    }
    /* Only where nothing else says which documents are meant: document by document. */
    void next(double) override
    {
        ++docid_;
        find();
    }
    void skip_to(Xapian::docid docid, double) override
    {
        if (docid > docid_)
            docid_ = docid;
        find();
    }
    bool check(Xapian::docid docid, double) override
    {
        docid_ = docid;
        return accepts();
    }

  private:
    void find()
    {
        while (docid_ <= last_ && !(exists() && accepts()))
            ++docid_;
    }
    bool exists()
    {
        if (!all_given_) {
            all_ = db_.db.postlist_begin(std::string());
            all_given_ = true;
        }
        if (all_ != Xapian::PostingIterator())
            all_.skip_to(docid_);
        if (all_ == Xapian::PostingIterator()) {
            docid_ = last_;
            return false;
        }
        bool here = *all_ == docid_;
        if (!here)
            docid_ = *all_ - 1;
        return here;
    }
    bool accepts()
    {
        bool accepted = false;
        if (!accept_(context_, &db_, docid_, &accepted))
            throw xap::stopped();
        return accepted;
    }

    xap_accept_fn accept_;
    void *context_;
    xap_db db_;
    Xapian::PostingIterator all_;
    bool all_given_ = false;
    Xapian::doccount count_ = 0;
    Xapian::docid last_ = 0, docid_ = 0;
};

} // namespace

xap_status xap_query_new_condition(xap_accept_fn accept, void *context, xap_query **out, xap_error *err)
{
    return xap::make(out, err, [&] {
        auto *source = new condition(accept, context);
        return new xap_query{Xapian::Query(source->release()), {}};
    });
}
