/* SPDX-License-Identifier: MIT */
#ifndef VPCPLAN_DOCUMENT_YAML_H
#define VPCPLAN_DOCUMENT_YAML_H

/*
 * YAML, as CloudFormation reads it, into the same nodes as JSON.
 *
 * The text is written anew as JSON and indexed by the scan, so that every
 * question about a node has one answer, whatever the file was written in;
 * beside the index lies where each value stands in the file.
 *
 * Plain scalars mean what YAML 1.1 says (yes and off are truths; see
 * document/yaml_scalar.h for what is left a string).  What stands in quotes
 * or in a block is a string; a key is what is written.
 *
 * A short tag is its long form: !Ref x is {"Ref": "x"}, !Condition x is
 * {"Condition": "x"}, !GetAtt a.b is {"Fn::GetAtt": ["a", "b"]}, any other
 * !X is {"Fn::X": …}; a scalar with one is a string.
 *
 * A list or map in a map stands where its key does, one in a list where its
 * dash does: the line that people call it by.
 *
 * An alias stands for a copy of the value with its anchor, << adds the
 * members that the map has not.  All copies of a document together have
 * YAML_COPIES_MAX values and YAML_COPIED_BYTES_MAX bytes at most.
 */

#include "document/index.h"

enum {
	YAML_COPIES_MAX = 1000000,
	YAML_COPIED_BYTES_MAX = 64 << 20
};

/* Whether a text is to be read as YAML: its first line is KEY:, or ---. */
bool yaml_is_meant(const char *text, size_t length);

/*
 * Fill in the index of d, whose text is set and becomes the JSON.  False if
 * the text is not YAML, as scan_text().
 */
bool yaml_read(struct document *d, struct document_problems *problems);

/*
 * Of a text that yaml_read() refused: all that is wrong with it, as far as
 * that can be told apart.  d->text becomes a copy that lacks what is wrong;
 * false if it is not YAML even so.
 */
bool yaml_mend(struct document *d, struct mends *mends,
    struct document_problems *problems);

#endif
