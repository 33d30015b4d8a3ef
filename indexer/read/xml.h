/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML as a stream of elements and text. Nothing outside the bytes is ever looked at, a document may declare no entities
 * or elements of its own, and neither depth nor number of anything costs more than time in proportion to the bytes. */
#ifndef DICTUM_INDEXER_READ_XML_H
#define DICTUM_INDEXER_READ_XML_H

#include "lib/buf.h"

/* How many elements may lie in each other. */
#define DICTUM__XML_DEPTH_MAX 1000u

/* A namespace that the caller knows, under a number of its own above 0. */
typedef struct dictum_xml_space {
    const char *uri;
    int space;
} dictum_xml_space;

typedef struct dictum_xml_element {
    int space;        /* 0: none, or not one of those known */
    const char *name; /* without its prefix */
    unsigned depth;   /* of the root: 1 */
    const void *attributes;
    size_t attribute_count;
    const struct dictum__xml_reader *reader;
} dictum_xml_element;

typedef struct dictum_xml_handler {
    void *context;
    const dictum_xml_space *spaces; /* the last has no uri */
    /* An element begins; false: it is passed over with all that is in it, and will not end. */
    bool (*start)(void *context, const dictum_xml_element *element);
    /* The same, without attributes. May be NULL. */
    void (*end)(void *context, const dictum_xml_element *element);
    /* A piece of text, never a part of a character. May be NULL. */
    void (*text)(void *context, dictum_slice text);
} dictum_xml_handler;

/* Reads a whole document in any charset. `name` is what errors call it. DICTUM_CORRUPT (it is not well-formed, or more
 * than is said above; says where), DICTUM_NOMEM; the handler has had what stands before. */
DICTUM_CHECK_RESULT dictum_status dictum__xml_read(dictum_slice bytes, const char *name,
                                                   const dictum_xml_handler *handler, dictum_error *err);

/* The value of an attribute; its data is NULL where there is none. One without prefix is in no namespace: 0. */
dictum_slice dictum__xml_attribute(const dictum_xml_element *element, int space, const char *name);

/* What an element means to the caller: the kind of the entry with its name and namespace, or 0. `names` is sorted by
 * name. */
typedef struct dictum_xml_name {
    const char *name;
    int space;
    int kind;
} dictum_xml_name;
int dictum__xml_kind(const dictum_xml_element *element, const dictum_xml_name *names, size_t count);

#endif
