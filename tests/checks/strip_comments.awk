# SPDX-License-Identifier: GPL-2.0-or-later
# Prints C or C++ without its comments and without what stands in strings, line for line, so that a rule about code is
# not broken by prose. #include lines keep their names.
{
    line = $0
    kept = ""
    if (!in_block && line ~ /^[ \t]*#[ \t]*include[ \t]*[<"]/) {
        sub(/[ \t]*\/[*\/].*$/, "", line)
        print line
        next
    }
    quote = ""
    while (line != "") {
        one = substr(line, 1, 1)
        two = substr(line, 1, 2)
        if (in_block) {
            if (two == "*/") {
                in_block = 0
                line = substr(line, 3)
            } else {
                line = substr(line, 2)
            }
        } else if (quote != "") {
            if (one == "\\") {
                line = substr(line, 3)
            } else {
                if (one == quote) {
                    kept = kept one
                    quote = ""
                }
                line = substr(line, 2)
            }
        } else if (two == "/*") {
            in_block = 1
            kept = kept " "
            line = substr(line, 3)
        } else if (two == "//") {
            line = ""
        } else {
            if (one == "\"" || one == "'")
                quote = one
            kept = kept one
            line = substr(line, 2)
        }
    }
    print kept
}
