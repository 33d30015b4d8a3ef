/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line. It is plain ASCII and shorter than the terminal is wide, so that erasing one line is
 * always enough. */
#include "indexer/progress.h"

#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#define REDRAW_MS 200
#define COLUMNS_DEFAULT 80
/* Before this much time a rate says nothing. */
#define RATE_MS_MIN 1000

static int64_t now_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void dictum__progress_init(dictum_progress *progress, FILE *stream)
{
    memset(progress, 0, sizeof *progress);
    progress->stream = stream;
    progress->begun_ms = now_ms();
    progress->drawn_ms = progress->begun_ms - REDRAW_MS;
}

static void append_time(dictum_buf *out, uint64_t seconds)
{
    if (seconds < 60) {
        dictum__buf_appendf(out, "%" PRIu64 " s", seconds);
    } else if (seconds < 3600) {
        dictum__buf_appendf(out, "%" PRIu64 " min %02" PRIu64 " s", seconds / 60, seconds % 60);
    } else {
        dictum__buf_appendf(out, "%" PRIu64 " h %02" PRIu64 " min", seconds / 3600, seconds / 60 % 60);
    }
}

void dictum__progress_text(dictum_buf *out, const dictum_update_progress *state, int64_t elapsed_ms, size_t columns)
{
    dictum__buf_clear(out);
    dictum__buf_appendf(out, "%" PRIu64 " of %" PRIu64 " files", state->files_done, state->files);
    if (elapsed_ms >= RATE_MS_MIN && state->bytes_done > 0) {
        double rate = (double)state->bytes_done * 1000.0 / (double)elapsed_ms;
        dictum__buf_appendf(out, ", %.1f MB/s", rate / 1e6);
        if (state->bytes > state->bytes_done) {
            dictum__buf_append_str(out, ", ");
            append_time(out, (uint64_t)((double)(state->bytes - state->bytes_done) / rate) + 1);
            dictum__buf_append_str(out, " left");
        }
    }
    if (out->len > columns) {
        dictum__buf_truncate(out, columns);
    }
}

static size_t terminal_columns(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 1) {
        return (size_t)size.ws_col - 1;
    }
    return COLUMNS_DEFAULT - 1;
}

void dictum__progress_show(dictum_progress *progress, const dictum_update_progress *state)
{
    dictum_buf text;
    int64_t now = now_ms();
    if (progress->stream == NULL || now - progress->drawn_ms < REDRAW_MS) {
        return;
    }
    dictum__buf_init(&text, 4096);
    dictum__progress_text(&text, state, now - progress->begun_ms, terminal_columns(progress->stream));
    if (dictum__buf_status(&text) == DICTUM_OK) {
        (void)fprintf(progress->stream, "\r%s\033[K", text.data);
        (void)fflush(progress->stream);
        progress->is_drawn = true;
        progress->drawn_ms = now;
    }
    dictum__buf_dispose(&text);
}

void dictum__progress_erase(dictum_progress *progress)
{
    if (progress->stream != NULL && progress->is_drawn) {
        (void)fputs("\r\033[K", progress->stream);
        (void)fflush(progress->stream);
        progress->is_drawn = false;
    }
}
