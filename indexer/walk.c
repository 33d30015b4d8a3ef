/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking folders. Invariant: a folder that could not be read to its end is noted as blind, so that nobody
 * takes its files for deleted. */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/folder_file.h"
#include "indexer/walk_scopes.h"

dictum_signature dictum__signature_of(const struct stat *st)
{
    dictum_signature signature = {
        .size_bytes = (uint64_t)st->st_size,
        .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + (int64_t)st->st_mtim.tv_nsec,
        .inode = (uint64_t)st->st_ino,
    };
    return signature;
}

/* folder + '/' + name in new memory. */
static char *join(const char *folder, size_t folder_bytes, const char *name)
{
    size_t name_bytes = strlen(name);
    char *path = malloc(folder_bytes + name_bytes + 2);
    if (path == NULL) {
        return NULL;
    }
    memcpy(path, folder, folder_bytes);
    if (folder_bytes == 0 || folder[folder_bytes - 1] != '/') {
        path[folder_bytes++] = '/';
    }
    memcpy(path + folder_bytes, name, name_bytes + 1);
    return path;
}

/* The absolute form of a path of which the last parts may be missing. `*out` is NULL with errno set on failure. */
static void make_absolute(const char *given, char **out)
{
    *out = NULL;
    char *work = strdup(given);
    if (work == NULL) {
        return;
    }
    size_t len = strlen(work);
    while (len > 1 && work[len - 1] == '/') {
        work[--len] = '\0';
    }
    char *slash = strrchr(work, '/');
    const char *name = slash != NULL ? slash + 1 : work;
    bool is_name = *name != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
    if (!is_name) {
        *out = realpath(work, NULL);
        free(work);
        return;
    }
    const char *folder = slash == NULL ? "." : slash == work ? "/" : work;
    char *name_copy = strdup(name);
    if (slash != NULL && slash != work) {
        *slash = '\0';
    }
    char *resolved = realpath(folder, NULL);
    if (resolved == NULL && errno == ENOENT && strcmp(folder, ".") != 0 && strcmp(folder, "/") != 0) {
        make_absolute(folder, &resolved);
    }
    if (resolved != NULL && name_copy != NULL) {
        *out = join(resolved, strlen(resolved), name_copy);
    }
    int saved = errno;
    free(resolved);
    free(name_copy);
    free(work);
    errno = saved;
}

dictum_status dictum__walk_resolve(dictum_walk_source *source, const char *given, dictum_error *err)
{
    struct stat st;
    memset(source, 0, sizeof *source);
    source->given = given;
    if (strcmp(given, "-") == 0) {
        source->kind = DICTUM__SOURCE_STDIN;
        source->path = strdup("-");
        return source->path != NULL ? DICTUM_OK : dictum__nomem(err);
    }
    if (*given == '\0') {
        return dictum__fail(err, DICTUM_ARGUMENT, "an empty name is neither a file nor a folder");
    }
    errno = 0;
    make_absolute(given, &source->path);
    if (source->path == NULL) {
        return errno == ENOMEM || errno == 0 ? dictum__nomem(err)
                                             : dictum__fail(err, DICTUM_IO, "%s: %s", given, strerror(errno));
    }
    if (stat(source->path, &st) != 0) {
        if (errno != ENOENT && errno != ENOTDIR) {
            return dictum__fail(err, DICTUM_IO, "%s: %s", given, strerror(errno));
        }
        source->kind = DICTUM__SOURCE_MISSING;
    } else if (S_ISDIR(st.st_mode)) {
        source->kind = DICTUM__SOURCE_FOLDER;
    } else if (S_ISREG(st.st_mode)) {
        source->kind = DICTUM__SOURCE_FILE;
    } else {
        return dictum__fail(err, DICTUM_ARGUMENT, "%s is neither a file nor a folder (for standard input say \"-\")",
                            given);
    }
    return DICTUM_OK;
}

void dictum__walk_source_dispose(dictum_walk_source *source)
{
    free(source->path);
    memset(source, 0, sizeof *source);
}

void dictum__walk_init(dictum_walk *walk)
{
    memset(walk, 0, sizeof *walk);
}

static void dispose_notes(dictum_walk_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        free(notes->items[i].path);
        free(notes->items[i].reason);
    }
    free(notes->items);
}

void dictum__walk_dispose(dictum_walk *walk)
{
    for (size_t i = 0; i < walk->count; i++) {
        free(walk->files[i].path);
    }
    free(walk->files);
    dispose_notes(&walk->skipped);
    dispose_notes(&walk->blind);
    dispose_notes(&walk->faults);
    dictum__walk_dispose_scopes(walk);
    dictum__walk_init(walk);
}

void dictum__walk_avoid(dictum_walk *walk, const struct stat *folder)
{
    walk->avoid = true;
    walk->avoid_device = folder->st_dev;
    walk->avoid_inode = folder->st_ino;
}

dictum_status dictum__walk_note(dictum_walk_notes *notes, const char *path, const char *reason, uint64_t count,
                                dictum_error *err)
{
    if (notes->count == notes->cap) {
        size_t cap = notes->cap == 0 ? 16 : notes->cap * 2;
        dictum_walk_note *items = realloc(notes->items, cap * sizeof *items);
        if (items == NULL) {
            return dictum__nomem(err);
        }
        notes->items = items;
        notes->cap = cap;
    }
    dictum_walk_note note = {strdup(path), strdup(reason), count};
    if (note.path == NULL || note.reason == NULL) {
        free(note.path);
        free(note.reason);
        return dictum__nomem(err);
    }
    notes->items[notes->count++] = note;
    return DICTUM_OK;
}

/* Takes `path` over. */
static dictum_status add_file(dictum_walk *walk, char *path, const struct stat *st, const dictum_walk_scope *scope,
                              bool named, dictum_error *err)
{
    if (walk->count == walk->cap) {
        size_t cap = walk->cap == 0 ? 256 : walk->cap * 2;
        dictum_found *files = realloc(walk->files, cap * sizeof *files);
        if (files == NULL) {
            free(path);
            return dictum__nomem(err);
        }
        walk->files = files;
        walk->cap = cap;
    }
    walk->files[walk->count++] = (dictum_found){path, dictum__signature_of(st), scope, named};
    return DICTUM_OK;
}

/* A folder that is still to be read. */
typedef struct folder {
    char *path;
    dictum_walk_scope *scope; /* of what is around it; held */
    bool is_source;           /* it may be a link */
} folder;

typedef struct pending {
    folder *folders;
    size_t count, cap;
} pending;

static void dispose_folder(folder *done)
{
    dictum__walk_leave(done->scope);
    free(done->path);
}

static void dispose_pending(pending *todo)
{
    for (size_t i = 0; i < todo->count; i++) {
        dispose_folder(&todo->folders[i]);
    }
    free(todo->folders);
}

/* Takes `next.path` over, and holds its scope. */
static dictum_status push(pending *todo, folder next, dictum_error *err)
{
    if (todo->count == todo->cap) {
        size_t cap = todo->cap == 0 ? 64 : todo->cap * 2;
        folder *folders = realloc(todo->folders, cap * sizeof *folders);
        if (folders == NULL) {
            free(next.path);
            return dictum__nomem(err);
        }
        todo->folders = folders;
        todo->cap = cap;
    }
    dictum__walk_hold(next.scope);
    todo->folders[todo->count++] = next;
    return DICTUM_OK;
}

/* A folder that is being read. */
typedef struct reading {
    dictum_walk *walk;
    pending *todo;
    const char *folder;
    int fd;
    dictum_walk_scope *scope;
} reading;

/* Sorts what lies at `path` into where it belongs; takes `path` over. */
static dictum_status sort_entry(const reading *self, char *path, const struct stat *st, dictum_error *err)
{
    dictum_walk *walk = self->walk;
    if (dictum__walk_is_ignored(walk, self->scope, path, S_ISDIR(st->st_mode))) {
        free(path);
        return DICTUM_OK;
    }
    if (S_ISREG(st->st_mode)) {
        return add_file(walk, path, st, self->scope, false, err);
    }
    if (S_ISDIR(st->st_mode)) {
        if (!walk->avoid || st->st_dev != walk->avoid_device || st->st_ino != walk->avoid_inode) {
            return push(self->todo, (folder){path, self->scope, false}, err);
        }
        free(path);
        return DICTUM_OK;
    }
    const char *reason = S_ISLNK(st->st_mode) ? "a symbolic link" : "not a regular file";
    dictum_status status = dictum__walk_note(&walk->skipped, path, reason, 1, err);
    free(path);
    return status;
}

static dictum_status take_entry(const reading *self, const char *name, dictum_error *err)
{
    struct stat st;
    char *path = join(self->folder, strlen(self->folder), name);
    if (path == NULL) {
        return dictum__nomem(err);
    }
    if (fstatat(self->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        /* One that has gone meanwhile is simply gone. */
        dictum_status status =
            errno == ENOENT ? DICTUM_OK : dictum__walk_note(&self->walk->blind, path, strerror(errno), 1, err);
        free(path);
        return status;
    }
    return sort_entry(self, path, &st, err);
}

static dictum_status read_entries(const reading *self, DIR *dir, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK) {
        if (self->walk->stop != NULL && *self->walk->stop != 0) {
            return dictum__fail(err, DICTUM_CANCELLED, "interrupted; nothing was changed");
        }
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            return errno != 0 ? dictum__walk_note(&self->walk->blind, self->folder, strerror(errno), 1, err)
                              : DICTUM_OK;
        }
        if (entry->d_name[0] != '.') {
            status = take_entry(self, entry->d_name, err);
        }
    }
    return status;
}

static dictum_status walk_folder(dictum_walk *walk, pending *todo, const folder *next, dictum_error *err)
{
    reading self = {.walk = walk, .todo = todo, .folder = next->path};
    bool blind = false;
    self.fd = open(next->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (next->is_source ? 0 : O_NOFOLLOW));
    DIR *dir = self.fd >= 0 ? fdopendir(self.fd) : NULL;
    if (dir == NULL) {
        int saved = errno;
        if (self.fd >= 0) {
            (void)close(self.fd);
        }
        return saved == ENOMEM ? dictum__nomem(err)
                               : dictum__walk_note(&walk->blind, next->path, strerror(saved), 1, err);
    }
    dictum_status status =
        dictum__walk_enter(walk, self.fd, DICTUM__FOLDER_FILE, next->path, next->scope, &self.scope, &blind, err);
    if (status == DICTUM_OK && !blind) {
        status = read_entries(&self, dir, err);
        dictum__walk_leave(self.scope);
    }
    (void)closedir(dir);
    return status;
}

/* Takes `path` over. */
static dictum_status walk_all(dictum_walk *walk, char *path, dictum_walk_scope *scope, dictum_error *err)
{
    pending todo = {0};
    dictum_status status = push(&todo, (folder){path, scope, true}, err);
    while (status == DICTUM_OK && todo.count > 0) {
        folder next = todo.folders[--todo.count];
        status = walk_folder(walk, &todo, &next, err);
        dispose_folder(&next);
    }
    dispose_pending(&todo);
    return status;
}

dictum_status dictum__walk_source(dictum_walk *walk, dictum_walk_source *source, dictum_error *err)
{
    struct stat st;
    dictum_walk_scope *scope = NULL;
    bool blind = false, is_folder = source->kind == DICTUM__SOURCE_FOLDER;
    if (source->kind == DICTUM__SOURCE_STDIN || source->kind == DICTUM__SOURCE_MISSING) {
        return DICTUM_OK;
    }
    if (stat(source->path, &st) != 0 || (is_folder && access(source->path, R_OK | X_OK) != 0)) {
        return dictum__fail(err, DICTUM_IO, "%s: %s", source->given, strerror(errno));
    }
    dictum_status status =
        dictum__walk_descend(walk, source->path, is_folder, &scope, &source->is_ignored, &blind, err);
    if (status != DICTUM_OK || source->is_ignored || blind) {
        return status;
    }
    char *path = strdup(source->path);
    if (path == NULL) {
        status = dictum__nomem(err);
    } else {
        status = is_folder ? walk_all(walk, path, scope, err) : add_file(walk, path, &st, scope, true, err);
    }
    dictum__walk_leave(scope);
    return status;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const dictum_found *)a)->path, ((const dictum_found *)b)->path);
}

static int compare_notes(const void *a, const void *b)
{
    return strcmp(((const dictum_walk_note *)a)->path, ((const dictum_walk_note *)b)->path);
}

static void sort_notes(dictum_walk_notes *notes)
{
    size_t kept = 0;
    if (notes->count > 0) {
        qsort(notes->items, notes->count, sizeof *notes->items, compare_notes);
    }
    for (size_t i = 0; i < notes->count; i++) {
        if (kept > 0 && compare_notes(&notes->items[kept - 1], &notes->items[i]) == 0) {
            free(notes->items[i].path);
            free(notes->items[i].reason);
        } else {
            notes->items[kept++] = notes->items[i];
        }
    }
    notes->count = kept;
}

void dictum__walk_sort(dictum_walk *walk)
{
    size_t kept = 0;
    if (walk->count > 0) {
        qsort(walk->files, walk->count, sizeof *walk->files, compare_files);
    }
    for (size_t i = 0; i < walk->count; i++) {
        if (kept > 0 && compare_files(&walk->files[kept - 1], &walk->files[i]) == 0) {
            walk->files[kept - 1].named |= walk->files[i].named;
            free(walk->files[i].path);
        } else {
            walk->files[kept++] = walk->files[i];
        }
    }
    walk->count = kept;
    sort_notes(&walk->skipped);
    sort_notes(&walk->blind);
    sort_notes(&walk->faults);
}

static bool has_note(const dictum_walk_notes *notes, dictum_slice path)
{
    size_t low = 0, high = notes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = dictum__slice_compare(dictum__slice(notes->items[middle].path), path);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

bool dictum__walk_is_blind(const dictum_walk *walk, dictum_slice path)
{
    for (size_t end = 1; end <= path.len && walk->blind.count > 0; end++) {
        bool is_whole = end == path.len || path.data[end] == '/' || end == 1;
        if (is_whole && has_note(&walk->blind, (dictum_slice){path.data, end})) {
            return true;
        }
    }
    return false;
}
