/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as documents write them, to ISO 8601. Free of format libraries: a file's name is read with the same rules. */
#ifndef DICTUM_INDEXER_READ_DATE_H
#define DICTUM_INDEXER_READ_DATE_H

#include "lib/buf.h"

/* Understands `text` as a date and puts it into `out` (emptied first) as YYYY, YYYY-MM or YYYY-MM-DD; false, with
 * `out` empty, where it is none. Understood are ISO 8601 dates and date-times (the date as it is written, in its own
 * time zone), RFC 2822 dates, "February 13, 2020", "13 February 2020", "February 2020", "13.02.2020", "2020/02/13",
 * "2020". Of two numbers with slashes or hyphens before a year, such as "02/03/2020", the day and the month are told
 * apart only where one is greater than 12; otherwise nothing is guessed. */
bool dictum__date_parse(dictum_slice text, dictum_buf *out);

/* Appends year, month and day to `out`, a month or day of 0 being unknown; false, with nothing appended, where there
 * is no such day or the year is not 1 to 9999. */
bool dictum__date_append(dictum_buf *out, unsigned year, unsigned month, unsigned day);

/* The month that an English name or its usual short form ("Sep", "Sept") stands for, letter case aside; 0 where it is
 * none. */
unsigned dictum__date_month(dictum_slice word);

#endif
