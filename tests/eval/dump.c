/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents as JSON lines to what Xapian's scriptindex reads: id, title and text, one line each. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

static void print_field(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    printf("%s=", key);
    for (; value != NULL && *value != '\0'; value++)
        putchar(*value == '\n' || *value == '\r' ? ' ' : *value);
    putchar('\n');
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t bytes;
    while ((bytes = getline(&line, &cap, stdin)) >= 0) {
        json_t *object = json_loadb(line, (size_t)bytes, 0, NULL);
        if (object == NULL)
            return 2;
        print_field(object, "id");
        print_field(object, "title");
        print_field(object, "text");
        putchar('\n');
        json_decref(object);
    }
    free(line);
    return 0;
}
