#ifndef MC_DRIVERS_BUS_SCPI_ANSWER_H
#define MC_DRIVERS_BUS_SCPI_ANSWER_H

/* Answers of SCPI queries: fields with commas in between, each a number, a word or a "string".
 * Total functions: any text gives fields or FALSE, any field its value or FALSE. */

#include <glib.h>

#define MC_SCPI_FIELDS_MAX 64

typedef struct McScpiFields {
	guint count;
	struct {
		const char *text; /* into the answer, without blanks around it, not terminated */
		gsize length;
		gboolean quoted; /* text is what stands between the quotes, "" still doubled */
	} field[MC_SCPI_FIELDS_MAX];
} McScpiFields;

/* FALSE: a quote that does not end, something after one, or too many fields. */
gboolean mc_scpi_split(const char *answer, McScpiFields *fields);

/* A whole decimal number within the limits. */
gboolean mc_scpi_int(
    const McScpiFields *fields, guint index, gint64 minimum, gint64 maximum, gint64 *value);
/* One of the words (any case); the list ends with NULL. */
gboolean mc_scpi_word(
    const McScpiFields *fields, guint index, const char *const *words, guint *value);
/* Printable ASCII that fits with its zero; quoted or not. "" when it is none. */
gboolean mc_scpi_text(const McScpiFields *fields, guint index, char *text, gsize size);
/* The same in UTF-8, of any writing, where people write: a laboratory's name. */
gboolean mc_scpi_local_text(const McScpiFields *fields, guint index, char *text, gsize size);

#endif
