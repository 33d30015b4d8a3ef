/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of readers. Files wait in one queue in the order they came; each reader has one that it reads and one
 * more at hand, which are open. What belongs to the first file of the queue goes straight out, what belongs to a later
 * one is held with it; when too much is held, readers of later files are not listened to.
 *
 * Invariant: the first file of the queue is always the first file of its reader, or will be given to one next, so
 * the queue always moves on. */
#include "indexer/readers.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/opened.h"
#include "indexer/protocol.h"
#include "indexer/reader.h"
#include "lib/utf8.h"

#define FILES_A_READER DICTUM__READER_REQUESTS_MAX
/* Files read ahead of their turn, for each reader. */
#define AHEAD_A_READER 64
#define REASON_BYTES_MAX ((size_t)1024)
/* So often the stop flag is looked at, whatever happens. */
#define POLL_MS_MAX 250
#define COMMAND_NOT_FOUND 127
/* A reader ends itself at its limit, give or take a second; one that does not is ended so much later. */
#define CPU_SLACK_SECONDS 2

/* Something held until its turn. */
typedef struct held {
    struct held *next;
    dictum_delivery reading;
    char *bytes; /* what the reading points into */
    size_t size;
} held;

typedef struct job {
    struct job *next;
    uint64_t ticket;
    held *first, **last; /* what has come and not gone out */
    dictum_opened file;
    uint64_t given_bytes; /* that have come, with what surrounds them */
    bool named;
    bool heard;   /* something has come */
    bool retried; /* a reader has ended before anything came */
    size_t settings_bytes;
    char *settings; /* behind the path */
    char path[];
} job;

typedef struct worker {
    dictum_reader reader;
    job *jobs[FILES_A_READER]; /* the first is being read */
    size_t job_count;
    int64_t quiet_since_ms;
    int64_t begun_ms;    /* when its reader came to its file */
    uint64_t cpu_before; /* seconds that its reader had used when it came to its file */
    bool takes_stdin;
} worker;

struct dictum_readers {
    dictum_readers_options options;
    worker *workers; /* options.jobs, and one for standard input */
    size_t worker_count;
    struct pollfd *polls;
    job *first, **last;
    job *unassigned; /* the first without a worker */
    size_t job_count, unassigned_count;
    size_t held_bytes;
    held *given; /* what the last reading points into */
    dictum_buf reason;
};

static int64_t now_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

dictum_status dictum__readers_new(dictum_readers **out, const dictum_readers_options *options, dictum_error *err)
{
    *out = NULL;
    dictum_readers *readers = calloc(1, sizeof *readers);
    if (readers == NULL) {
        return dictum__nomem(err);
    }
    readers->options = *options;
    readers->options.limits = (dictum_limits){
        .cpu_seconds = options->limits.cpu_seconds > 0 ? options->limits.cpu_seconds : DICTUM__CPU_SECONDS,
        .memory_mb = options->limits.memory_mb > 0 ? options->limits.memory_mb : DICTUM__MEMORY_MB,
        .output_mb = options->limits.output_mb > 0 ? options->limits.output_mb : DICTUM__OUTPUT_MB,
    };
    readers->last = &readers->first;
    dictum__buf_init(&readers->reason, 4 * REASON_BYTES_MAX);
    readers->worker_count = (size_t)options->jobs + 1;
    readers->workers = calloc(readers->worker_count, sizeof *readers->workers);
    readers->polls = calloc(readers->worker_count, sizeof *readers->polls);
    if (readers->workers == NULL || readers->polls == NULL) {
        readers->worker_count = 0;
        dictum__readers_free(readers);
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < readers->worker_count; i++) {
        dictum__reader_init(&readers->workers[i].reader);
    }
    readers->workers[options->jobs].takes_stdin = true;
    *out = readers;
    return DICTUM_OK;
}

static void free_held(held *item)
{
    if (item != NULL) {
        free(item->bytes);
        free(item);
    }
}

static void free_job(job *file)
{
    while (file->first != NULL) {
        held *item = file->first;
        file->first = item->next;
        free_held(item);
    }
    dictum__opened_close(&file->file);
    free(file);
}

void dictum__readers_free(dictum_readers *readers)
{
    if (readers == NULL) {
        return;
    }
    for (size_t i = 0; i < readers->worker_count; i++) {
        dictum__reader_stop(&readers->workers[i].reader);
    }
    while (readers->first != NULL) {
        job *file = readers->first;
        readers->first = file->next;
        free_job(file);
    }
    free_held(readers->given);
    dictum__buf_dispose(&readers->reason);
    free(readers->workers);
    free(readers->polls);
    free(readers);
}

bool dictum__readers_want_more(const dictum_readers *readers)
{
    return readers->unassigned_count < (size_t)readers->options.jobs * FILES_A_READER &&
           readers->job_count < (size_t)readers->options.jobs * AHEAD_A_READER;
}

dictum_status dictum__readers_submit(dictum_readers *readers, const char *path, dictum_slice settings, bool named,
                                     uint64_t ticket, dictum_error *err)
{
    size_t path_bytes = strlen(path) + 1;
    if (path_bytes > DICTUM__PATH_BYTES_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "the path is too long");
    }
    job *file = calloc(1, sizeof *file + path_bytes + settings.len);
    if (file == NULL) {
        return dictum__nomem(err);
    }
    memcpy(file->path, path, path_bytes);
    file->settings = file->path + path_bytes;
    file->settings_bytes = settings.len;
    if (settings.len > 0) {
        memcpy(file->settings, settings.data, settings.len);
    }
    file->ticket = ticket;
    file->named = named;
    file->file.fd = -1;
    file->last = &file->first;
    *readers->last = file;
    readers->last = &file->next;
    if (readers->unassigned == NULL) {
        readers->unassigned = file;
    }
    readers->job_count++;
    readers->unassigned_count++;
    return DICTUM_OK;
}

/* ---- taking in what a reader says -------------------------------------------------------------------------- */

/* Puts a reading behind what its file has already. Takes `bytes` over. */
static dictum_status hold(dictum_readers *readers, job *file, const dictum_delivery *reading, char *bytes, size_t size,
                          dictum_error *err)
{
    held *item = calloc(1, sizeof *item);
    if (item == NULL) {
        free(bytes);
        return dictum__nomem(err);
    }
    item->reading = *reading;
    item->reading.ticket = file->ticket;
    item->bytes = bytes;
    item->size = size;
    *file->last = item;
    file->last = &item->next;
    file->heard = true;
    readers->held_bytes += size;
    return DICTUM_OK;
}

/* From now on it reads the first of its files, if any. */
static void begin_first(worker *who)
{
    who->quiet_since_ms = who->begun_ms = now_ms();
    who->cpu_before = dictum__reader_cpu_seconds(&who->reader);
}

/* The file that a worker reads is done with. */
static void shift(worker *who)
{
    who->job_count--;
    for (size_t i = 0; i < who->job_count; i++) {
        who->jobs[i] = who->jobs[i + 1];
    }
    begin_first(who);
}

/* One line of valid UTF-8 without control characters, of limited length. */
static void clean_reason(dictum_buf *out, dictum_slice reason)
{
    dictum__buf_clear(out);
    reason.len = reason.len < REASON_BYTES_MAX ? reason.len : REASON_BYTES_MAX;
    dictum__utf8_append_repaired(out, reason);
    for (size_t i = 0; i < out->len; i++) {
        if ((unsigned char)out->data[i] < 0x20 || out->data[i] == 0x7F) {
            out->data[i] = '?';
        }
    }
}

static dictum_status end_job(dictum_readers *readers, job *file, dictum_read_outcome outcome, dictum_slice reason,
                             dictum_error *err)
{
    dictum_delivery reading = {
        .kind = DICTUM__DELIVERY_END, .outcome = outcome, .changed = dictum__opened_has_changed(&file->file)};
    dictum_buf clean;
    dictum__opened_close(&file->file);
    dictum__buf_init(&clean, 4 * REASON_BYTES_MAX);
    clean_reason(&clean, reason);
    reading.reason.len = clean.len;
    char *bytes = dictum__buf_detach(&clean);
    dictum__buf_dispose(&clean);
    if (bytes == NULL) {
        return dictum__nomem(err);
    }
    reading.reason.data = bytes;
    return hold(readers, file, &reading, bytes, 0, err);
}

/* The file that a worker reads has ended. */
static dictum_status end_first(dictum_readers *readers, worker *who, dictum_read_outcome outcome, dictum_slice reason,
                               dictum_error *err)
{
    dictum_status status = end_job(readers, who->jobs[0], outcome, reason, err);
    shift(who);
    return status;
}

/* Ends a reader for a reason. The file that it was reading is a problem. */
static dictum_status give_up(dictum_readers *readers, worker *who, const char *reason, dictum_error *err)
{
    dictum__reader_stop(&who->reader);
    if (who->job_count == 0) {
        return DICTUM_OK;
    }
    return end_first(readers, who, DICTUM__READ_PROBLEM, dictum__slice(reason), err);
}

/* Whether it ended over the file that it reads, not perhaps over what the one before had left behind. */
static bool is_due_to_file(const dictum_reader_end *how)
{
    return how->signal == SIGXCPU || how->exit_status == DICTUM__READER_NOMEM;
}

/* A reader has ended by itself. A file that it had perhaps not begun is given to the next reader, once. */
static dictum_status take_leave(dictum_readers *readers, worker *who, dictum_error *err)
{
    dictum_reader_end how;
    dictum__reader_bury(&who->reader, &how);
    if (who->job_count == 0) {
        return DICTUM_OK;
    }
    job *file = who->jobs[0];
    if (how.exit_status == COMMAND_NOT_FOUND) {
        return dictum__fail(err, DICTUM_IO, "cannot run %s", readers->options.program);
    }
    if (!who->takes_stdin && !file->heard && !file->retried && !is_due_to_file(&how)) {
        file->retried = true;
        return DICTUM_OK;
    }
    dictum__reader_explain(&how, &readers->options.limits, file->given_bytes, &readers->reason);
    return end_first(readers, who, DICTUM__READ_PROBLEM, dictum__buf_slice(&readers->reason), err);
}

/* A frame is whole. false: it is none of the protocol's, or answers what has not been asked yet. */
static bool take_frame(dictum_readers *readers, worker *who, dictum_status *status, dictum_error *err)
{
    dictum_delivery reading = {.kind = DICTUM__DELIVERY_STATEMENT};
    dictum_slice payload = dictum__buf_slice(&who->reader.frame);
    size_t payload_bytes = payload.len, size = payload_bytes + sizeof(held);
    if (who->job_count <= dictum__reader_waiting(&who->reader)) {
        return false;
    }
    switch (who->reader.head[0]) {
    case DICTUM__FRAME_STATEMENT:
        if (!dictum__place_take(&payload, &reading.place) ||
            dictum__record_decode(payload, &reading.record, NULL) != DICTUM_OK) {
            return false;
        }
        break;
    case DICTUM__FRAME_PART_PROBLEM:
    case DICTUM__FRAME_PART_SKIPPED:
        reading.kind = who->reader.head[0] == DICTUM__FRAME_PART_PROBLEM ? DICTUM__DELIVERY_PART_PROBLEM
                                                                         : DICTUM__DELIVERY_PART_SKIPPED;
        if (!dictum__place_take(&payload, &reading.place)) {
            return false;
        }
        reading.reason = payload;
        break;
    case DICTUM__FRAME_END:
        if (payload.len < 1 || (unsigned char)payload.data[0] > DICTUM__READ_PROBLEM) {
            return false;
        }
        *status = end_first(readers, who, (dictum_read_outcome)payload.data[0],
                            (dictum_slice){payload.data + 1, payload.len - 1}, err);
        return true;
    default:
        return false;
    }
    who->jobs[0]->given_bytes += payload_bytes + DICTUM__FRAME_HEAD_BYTES;
    char *bytes = dictum__buf_detach(&who->reader.frame);
    *status = bytes != NULL ? hold(readers, who->jobs[0], &reading, bytes, size, err) : dictum__nomem(err);
    return true;
}

/* Whether what a worker reads now may come in: it is the turn of its file, or there is room. */
static bool is_heard(const dictum_readers *readers, const worker *who)
{
    return who->job_count > 0 && (who->jobs[0] == readers->first || readers->held_bytes < readers->options.held_bytes);
}

/* Whether a file has given more than it may. */
static bool is_flooding(const dictum_readers *readers, const worker *who)
{
    return who->job_count > 0 && who->jobs[0]->given_bytes >> 20 >= readers->options.limits.output_mb;
}

static dictum_status end_flood(dictum_readers *readers, worker *who, dictum_error *err)
{
    char reason[64];
    (void)snprintf(reason, sizeof reason, "it gives more than %u MB", readers->options.limits.output_mb);
    return give_up(readers, who, reason, err);
}

static dictum_status listen_to(dictum_readers *readers, worker *who, dictum_error *err)
{
    static const char senseless[] = "the reader gave an answer that makes no sense";
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK && who->reader.pid > 0) {
        bool got;
        dictum_receipt receipt = dictum__reader_receive(&who->reader, &got);
        if (got) {
            who->quiet_since_ms = now_ms();
        }
        switch (receipt) {
        case DICTUM__RECEIPT_AGAIN:
            return DICTUM_OK;
        case DICTUM__RECEIPT_NOMEM:
            return dictum__nomem(err);
        case DICTUM__RECEIPT_CLOSED:
            return take_leave(readers, who, err);
        case DICTUM__RECEIPT_FRAME:
            if (!take_frame(readers, who, &status, err)) {
                return give_up(readers, who, senseless, err);
            }
            break;
        case DICTUM__RECEIPT_BROKEN:
            return give_up(readers, who, senseless, err);
        }
        if (status == DICTUM_OK && is_flooding(readers, who)) {
            return end_flood(readers, who, err);
        }
        if (!is_heard(readers, who) || readers->first->first != NULL) {
            return status;
        }
    }
    return status;
}

/* ---- giving out work --------------------------------------------------------------------------------------- */

/* The worker for a file: of those with room the one with the least to do. */
static worker *find_worker(dictum_readers *readers, const job *file)
{
    bool takes_stdin = strcmp(file->path, "-") == 0;
    worker *best = NULL;
    for (size_t i = 0; i < readers->worker_count; i++) {
        worker *who = &readers->workers[i];
        if (who->takes_stdin == takes_stdin && who->job_count < FILES_A_READER &&
            (best == NULL || who->job_count < best->job_count)) {
            best = who;
        }
    }
    return best;
}

static bool request(worker *who, const job *file)
{
    return dictum__reader_request(&who->reader, file->path, file->file.fd,
                                  (dictum_slice){file->settings, file->settings_bytes});
}

/* Starts a worker that does not run, and asks it for all that it has to do. */
static dictum_status start(dictum_readers *readers, worker *who, dictum_error *err)
{
    const dictum_reader_start_options options = {.program = readers->options.program,
                                                 .limits = readers->options.limits,
                                                 .takes_stdin = who->takes_stdin,
                                                 .quiet = readers->options.quiet};
    dictum_status status = dictum__reader_start(&who->reader, &options, err);
    begin_first(who);
    for (size_t i = 0; i < who->job_count && status == DICTUM_OK; i++) {
        if (who->jobs[i]->file.fd >= 0) { /* a reader before may have moved the place in the file */
            (void)lseek(who->jobs[i]->file.fd, 0, SEEK_SET);
        }
        status = request(who, who->jobs[i]) ? DICTUM_OK : dictum__nomem(err);
    }
    return status;
}

/* Gives the first file that has none to a worker; one that cannot be opened ends here. */
static dictum_status assign_to(dictum_readers *readers, worker *who, dictum_error *err)
{
    char reason[256] = "";
    job *file = readers->unassigned;
    dictum_status status = DICTUM_OK;
    if (!who->takes_stdin) {
        status = dictum__opened_open(&file->file, file->path, file->named, reason, sizeof reason, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    readers->unassigned = file->next;
    readers->unassigned_count--;
    if (reason[0] != '\0') {
        return end_job(readers, file, DICTUM__READ_PROBLEM, dictum__slice(reason), err);
    }
    if (who->job_count == 0) {
        begin_first(who);
    }
    who->jobs[who->job_count++] = file;
    if (who->reader.pid == 0) {
        return DICTUM_OK; /* it is asked when it starts */
    }
    if (!request(who, file)) {
        return dictum__nomem(err);
    }
    (void)dictum__reader_send(&who->reader); /* what the connection does not take goes when it does */
    return DICTUM_OK;
}

static dictum_status assign(dictum_readers *readers, dictum_error *err)
{
    worker *who;
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK && readers->unassigned != NULL &&
           (who = find_worker(readers, readers->unassigned)) != NULL) {
        status = assign_to(readers, who, err);
    }
    for (size_t i = 0; i < readers->worker_count && status == DICTUM_OK; i++) {
        who = &readers->workers[i];
        if (who->job_count > 0 && who->reader.pid == 0) {
            status = start(readers, who, err);
        }
    }
    return status;
}

/* ---- waiting ----------------------------------------------------------------------------------------------- */

/* Ends a reader that has gone beyond the processor time which it should have kept to itself: one that a file has got to
 * do its will may have lifted its own limit, and go on speaking. */
static dictum_status end_overrun(dictum_readers *readers, worker *who, dictum_error *err)
{
    const dictum_reader_end how = {.exit_status = -1, .signal = SIGXCPU};
    const dictum_limits *limits = &readers->options.limits;
    uint64_t allowed, given_bytes;
    if (who->reader.pid == 0 || who->job_count == 0) {
        return DICTUM_OK;
    }
    given_bytes = who->jobs[0]->given_bytes;
    allowed = limits->cpu_seconds + (given_bytes >> 20) + CPU_SLACK_SECONDS;
    /* It has one thread, so it cannot have used more time than has passed. */
    if ((uint64_t)(now_ms() - who->begun_ms) / 1000 < allowed ||
        dictum__reader_cpu_seconds(&who->reader) <= who->cpu_before + allowed) {
        return DICTUM_OK;
    }
    dictum__reader_explain(&how, limits, given_bytes, &readers->reason);
    return readers->reason.data != NULL ? give_up(readers, who, readers->reason.data, err) : dictum__nomem(err);
}

/* What poll() gave for one worker. */
static dictum_status serve(dictum_readers *readers, worker *who, short events, dictum_error *err)
{
    if (who->reader.pid == 0) {
        return DICTUM_OK;
    }
    /* A connection that takes nothing any more is found closed by the next reading from it. */
    if ((events & POLLOUT) != 0) {
        (void)dictum__reader_send(&who->reader);
    }
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {
        return listen_to(readers, who, err);
    }
    if (!is_heard(readers, who)) {
        who->quiet_since_ms = now_ms();
    } else if (readers->options.silence_ms > 0 && !who->takes_stdin &&
               now_ms() - who->quiet_since_ms > (int64_t)readers->options.silence_ms) {
        char reason[64];
        (void)snprintf(reason, sizeof reason, "the reader said nothing for %u seconds",
                       (readers->options.silence_ms + 999) / 1000);
        return give_up(readers, who, reason, err);
    }
    return DICTUM_OK;
}

/* Takes in what one of those that are listened to has sent already; *found says whether there was anything. */
static dictum_status listen_to_sent(dictum_readers *readers, bool *found, dictum_error *err)
{
    *found = false;
    for (size_t i = 0; i < readers->worker_count; i++) {
        worker *who = &readers->workers[i];
        if (who->reader.pid > 0 && is_heard(readers, who) && dictum__reader_has_frame(&who->reader)) {
            *found = true;
            return listen_to(readers, who, err);
        }
    }
    return DICTUM_OK;
}

static dictum_status wait_for_readers(dictum_readers *readers, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    int timeout_ms = POLL_MS_MAX;
    if (readers->options.silence_ms > 0 && readers->options.silence_ms < POLL_MS_MAX) {
        timeout_ms = (int)readers->options.silence_ms;
    }
    for (size_t i = 0; i < readers->worker_count; i++) {
        const worker *who = &readers->workers[i];
        bool heard = who->reader.pid > 0 && is_heard(readers, who);
        short output = who->reader.pid > 0 && dictum__reader_has_output(&who->reader) ? POLLOUT : 0;
        readers->polls[i] = (struct pollfd){.fd = -1};
        if (heard || output != 0) {
            readers->polls[i].fd = who->reader.fd;
            readers->polls[i].events = (short)(output | (heard ? POLLIN : 0));
        }
    }
    int ready = poll(readers->polls, (nfds_t)readers->worker_count, timeout_ms);
    if (ready < 0) {
        return errno == EINTR ? DICTUM_OK
                              : dictum__fail(err, DICTUM_IO, "cannot wait for the readers: %s", strerror(errno));
    }
    for (size_t i = 0; i < readers->worker_count && status == DICTUM_OK; i++) {
        status = serve(readers, &readers->workers[i], readers->polls[i].fd >= 0 ? readers->polls[i].revents : 0, err);
        if (status == DICTUM_OK) {
            status = end_overrun(readers, &readers->workers[i], err);
        }
    }
    return status;
}

/* ---- giving out readings ----------------------------------------------------------------------------------- */

/* Takes the next held reading of the first file out; false where there is none. */
static bool take_held(dictum_readers *readers, dictum_delivery *reading)
{
    job *file = readers->first;
    held *item = file->first;
    if (item == NULL) {
        return false;
    }
    file->first = item->next;
    if (file->first == NULL) {
        file->last = &file->first;
    }
    readers->held_bytes -= item->size;
    readers->given = item;
    *reading = item->reading;
    if (reading->kind == DICTUM__DELIVERY_PART_PROBLEM || reading->kind == DICTUM__DELIVERY_PART_SKIPPED) {
        clean_reason(&readers->reason, reading->reason);
        reading->reason = dictum__buf_slice(&readers->reason);
    }
    if (reading->kind == DICTUM__DELIVERY_END) {
        readers->first = file->next;
        if (readers->first == NULL) {
            readers->last = &readers->first;
        }
        readers->job_count--;
        free_job(file);
    }
    return true;
}

dictum_status dictum__readers_next(dictum_readers *readers, dictum_delivery *reading, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    free_held(readers->given);
    readers->given = NULL;
    while (status == DICTUM_OK && readers->first != NULL) {
        if (readers->options.stop != NULL && *readers->options.stop != 0) {
            return dictum__fail(err, DICTUM_CANCELLED, "interrupted");
        }
        status = assign(readers, err);
        if (status == DICTUM_OK && take_held(readers, reading)) {
            return DICTUM_OK;
        }
        if (status == DICTUM_OK) {
            bool found;
            status = listen_to_sent(readers, &found, err);
            if (status == DICTUM_OK && !found) {
                status = wait_for_readers(readers, err);
            }
        }
    }
    return status == DICTUM_OK ? DICTUM_DONE : status;
}
