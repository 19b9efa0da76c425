#include "talk.h"

#include "drivers/usbmon/usbmon.h"

#include <string.h>

#define HEADER 12 /* of a USBTMC message */
#define SERVICE_REQUEST 0x81
#define CLASS_REQUEST 0xA1
#define INITIATE_CLEAR 5
#define MESSAGE_AVAILABLE 0x10u /* depends on when the answer before was fetched */
#define DEVICES 128

static void
take_message(GPtrArray *lines, const McUsbmonEvent *event)
{
	g_autofree char *text = NULL;
	gboolean is_answer = event->is_completion;
	guint32 size;

	if (event->kept <= HEADER || event->bytes[0] != (is_answer ? 2 : 1))
		return;
	memcpy(&size, event->bytes + 4, sizeof size);
	size = MIN(GUINT32_FROM_LE(size), event->kept - HEADER);
	text = g_strndup((const char *)event->bytes + HEADER, size);
	g_ptr_array_add(lines, g_strconcat(is_answer ? "< " : "> ", g_strchomp(text), NULL));
}

static gboolean
is_clear(const McUsbmonEvent *event)
{
	return event->has_setup && event->setup[0] == CLASS_REQUEST &&
	       event->setup[1] == INITIATE_CLEAR;
}

static void
take(const McUsbmonEvent *event, gpointer data)
{
	GPtrArray **talks = data;
	gboolean is_in = (event->endpoint & 0x80) != 0;

	if (event->device >= DEVICES || (event->is_completion != is_in && !is_clear(event)))
		return;
	if (talks[event->device] == NULL)
		talks[event->device] = g_ptr_array_new_with_free_func(g_free);
	if (is_clear(event))
		g_ptr_array_add(talks[event->device], g_strdup("# INITIATE_CLEAR"));
	if (event->pipe == MC_USBMON_BULK)
		take_message(talks[event->device], event);
	else if (event->pipe == MC_USBMON_INTERRUPT && event->kept == 2 &&
	         event->bytes[0] == SERVICE_REQUEST)
		g_ptr_array_add(talks[event->device], g_strdup_printf("! %u", event->bytes[1]));
}

static gboolean
is_of_model(const GPtrArray *talk, const char *model)
{
	g_autofree char *word = g_strconcat(",", model, NULL);

	for (guint i = 1; i < talk->len; i++)
		if (strcmp(talk->pdata[i - 1], "> *IDN?") == 0)
			return strstr(talk->pdata[i], word) != NULL;
	return FALSE;
}

GPtrArray *
talk_read(const char *trace, const char *model)
{
	g_autofree char *bytes = NULL, *problem = NULL;
	GPtrArray *talks[DEVICES] = {NULL};
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	gsize size = 0;

	g_assert_true(g_file_get_contents(trace, &bytes, &size, NULL));
	g_assert_true(mc_usbmon_read(bytes, size, take, talks, &problem));
	for (guint i = 0; i < DEVICES; i++) {
		if (talks[i] == NULL)
			continue;
		if (is_of_model(talks[i], model))
			g_ptr_array_extend_and_steal(found, g_steal_pointer(&talks[i]));
		else
			g_ptr_array_unref(talks[i]);
	}
	return found;
}

/* ---- against the page ---- */

static gboolean
is_alike(const char *a, const char *b)
{
	g_autoptr(GRegex) numbers = g_regex_new("-?[0-9]{5,}", 0, 0, NULL);
	g_autofree char *x = g_regex_replace_literal(numbers, a, -1, 0, "#", 0, NULL);
	g_autofree char *y = g_regex_replace_literal(numbers, b, -1, 0, "#", 0, NULL);

	return strcmp(x, y) == 0;
}

static gboolean
is_request(const char *line)
{
	return g_str_has_prefix(line, "! ");
}

/* All that the page's has is in it; what came at the same moment may be besides. */
static gboolean
has_bits(const char *line, const char *wanted)
{
	guint64 have = g_ascii_strtoull(line + 2, NULL, 10);
	guint64 want = g_ascii_strtoull(wanted + 2, NULL, 10) & ~(guint64)MESSAGE_AVAILABLE;

	return (have & want) == want;
}

typedef struct Walk {
	const GPtrArray *talk;
	guint line, request; /* where the next of them is looked for */
} Walk;

static const char *
next_line(Walk *walk)
{
	while (walk->line < walk->talk->len && is_request(walk->talk->pdata[walk->line]))
		walk->line++;
	return walk->line < walk->talk->len ? walk->talk->pdata[walk->line] : "(nothing more)";
}

static char *
walk_line(Walk *walk, const char *expected)
{
	const char *said = next_line(walk);

	if (!is_alike(said, expected))
		return g_strdup_printf("the page has %s, and it was %s", expected, said);
	if (expected[0] == '>' && walk->request > walk->line)
		return g_strdup_printf("%s did not wait for the request before it", said);
	walk->line++;
	return NULL;
}

static char *
walk_request(Walk *walk, const char *expected)
{
	for (guint i = walk->request; i < walk->talk->len; i++)
		if (is_request(walk->talk->pdata[i]) && has_bits(walk->talk->pdata[i], expected)) {
			walk->request = i + 1;
			return NULL;
		}
	return g_strdup_printf("no request %s", expected);
}

char *
talk_difference(const GPtrArray *talk, const char *block)
{
	g_auto(GStrv) lines = g_strsplit(block, "\n", -1);
	Walk walk = {.talk = talk};

	for (guint i = 0; lines[i] != NULL; i++) {
		char *difference = NULL;

		if (is_request(lines[i]))
			difference = walk_request(&walk, lines[i]);
		else if (lines[i][0] != '\0' && strchr("><#", lines[i][0]) != NULL)
			difference = walk_line(&walk, lines[i]);
		if (difference != NULL)
			return difference;
	}
	next_line(&walk);
	if (walk.line < talk->len)
		return g_strdup_printf("the page ends, and there was %s", next_line(&walk));
	return NULL;
}
