#ifndef MC_APP_JSON_FIELDS_H
#define MC_APP_JSON_FIELDS_H

/* Reads one JSON object strictly, for every reader of the product: each member is asked for by
 * name, type and bounds; what is missing, of another type or out of bounds, and what nobody asked
 * for, is an error that names the member. The first error sticks: readers ask for everything and
 * look once, at the end. Ask for a member once (or twice in a row). Error messages carry names of
 * members, never values. Of what somebody wrote by hand all errors are told, not the first alone:
 * mc_fields_begin_list().
 *
 *   McFields fields;
 *   mc_fields_begin(&fields, json, "answer");
 *   answer->trial = mc_fields_int32(&fields, "trial", 0, 10000);
 *   return mc_fields_end(&fields, error);
 */

#include <glib.h>
#include <jansson.h>

#define MC_FIELDS_MAX 64
/* So many errors are told in full. */
#define MC_FIELDS_PROBLEMS_MAX 40
#define MC_FIELDS_BETWEEN "; " /* two of them in one message */

typedef struct McFields {
	const json_t *object; /* NULL after begin() on something else */
	const char *what;
	GError *problem;
	gboolean is_list; /* goes on after a problem */
	gboolean is_last_bad; /* of a list: the member that was asked for last */
	guint problems;
	guint seen_count;
	const void *seen[MC_FIELDS_MAX]; /* the object's own place of each member that was asked for */
} McFields;

void mc_fields_begin(McFields *fields, const json_t *json, const char *what);
/* Gathers all problems into one message, with MC_FIELDS_BETWEEN between them. What the reader asks
 * for may not depend on the members before being good. */
void mc_fields_begin_list(McFields *fields, const json_t *json, const char *what);
/* TRUE when everything was there and nothing else. Always call it: it releases the error. */
gboolean mc_fields_end(McFields *fields, GError **error);
/* FALSE from the first problem on: ends loops early. Of a list: when the member that was asked for
 * last had one. */
gboolean mc_fields_good(const McFields *fields);

/* Whether the member stands there; makes a member optional. */
gboolean mc_fields_has(const McFields *fields, const char *name);
/* Reports a problem found by the caller. MC_ERROR_BAD_INPUT "what.name: problem". */
void mc_fields_refuse(McFields *fields, const char *name, const char *problem);
/* Takes a nested reader's error over and puts "what.name: " before it, of a list before each. NULL
 * is no problem. */
void mc_fields_take_error(McFields *fields, const char *name, GError *nested);

/* After a problem these return 0, FALSE, NULL or "". */
gint64 mc_fields_int64(McFields *fields, const char *name, gint64 minimum, gint64 maximum);
gint32 mc_fields_int32(McFields *fields, const char *name, gint32 minimum, gint32 maximum);
gboolean mc_fields_bool(McFields *fields, const char *name);
const char *mc_fields_string(McFields *fields, const char *name, gsize size_max);
/* Copies with the zero into size bytes; a longer string is a problem. */
void mc_fields_text(McFields *fields, const char *name, char *out, gsize size);
/* One word of a list; from_name returns -1 when unknown. */
int mc_fields_word(McFields *fields, const char *name, int (*from_name)(const char *name));
/* Exactly bytes × 2 lower-case hexadecimal digits, copied with the zero; size = 2 × bytes + 1. */
void mc_fields_hex(McFields *fields, const char *name, char *out, gsize size);
/* Borrowed; NULL after a problem. */
const json_t *mc_fields_object(McFields *fields, const char *name);
const json_t *mc_fields_array(McFields *fields, const char *name, gsize length_max);
/* Whole numbers into numbers[]; returns how many there are, 0 after a problem. */
gint32 mc_fields_int32s(McFields *fields, const char *name, gint32 *numbers, gsize count_max);
const json_t *mc_fields_any(McFields *fields, const char *name);
/* Decoded base64 of at most size_max bytes, NULL after a problem. */
GBytes *mc_fields_base64(McFields *fields, const char *name, gsize size_max);
/* A new member that reads so. */
json_t *mc_json_base64(GBytes *bytes);

#endif
