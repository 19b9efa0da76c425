#include "drivers/bus/hid-wire.h"

#include <string.h>

#define STACK_MAX 4
#define USAGES_MAX 32
#define REPORT_IDS_MAX 16

enum { ITEM_MAIN = 0, ITEM_GLOBAL = 1, ITEM_LOCAL = 2 };
enum { MAIN_INPUT = 8, MAIN_OUTPUT = 9, MAIN_COLLECTION = 10, MAIN_FEATURE = 11, MAIN_END = 12 };
enum {
	GLOBAL_PAGE = 0,
	GLOBAL_MINIMUM = 1,
	GLOBAL_MAXIMUM = 2,
	GLOBAL_SIZE = 7,
	GLOBAL_ID = 8,
	GLOBAL_COUNT = 9,
	GLOBAL_PUSH = 10,
	GLOBAL_POP = 11,
};
enum { LOCAL_USAGE = 0, LOCAL_USAGE_MINIMUM = 1, LOCAL_USAGE_MAXIMUM = 2 };
enum { INPUT_CONSTANT = 1, INPUT_VARIABLE = 2 };
#define LONG_ITEM 0xFE

typedef struct Globals {
	guint16 page;
	gint32 minimum, maximum;
	guint32 maximum_unsigned;
	guint size, count;
	guint8 id;
} Globals;

typedef struct Parser {
	Globals now, stack[STACK_MAX];
	guint depth;
	guint32 usage[USAGES_MAX]; /* page in the high half */
	guint usages;
	guint32 usage_minimum;
	gboolean has_minimum;
	struct {
		guint8 id;
		guint bits;
	} report[REPORT_IDS_MAX]; /* how long each is so far */
	guint reports;
	McHidMap *map;
} Parser;

/* ---- items ---- */

static guint32
item_value(const guint8 *bytes, guint length)
{
	guint32 value = 0;

	for (guint i = 0; i < length; i++)
		value |= (guint32)bytes[i] << (8 * i);
	return value;
}

static gint32
signed_value(guint32 value, guint length)
{
	if (length == 1)
		return (gint8)value;
	if (length == 2)
		return (gint16)value;
	return (gint32)value;
}

static gboolean
take_global(Parser *self, guint tag, guint32 value, guint length)
{
	switch (tag) {
	case GLOBAL_PAGE: self->now.page = (guint16)value; return TRUE;
	case GLOBAL_MINIMUM: self->now.minimum = signed_value(value, length); return TRUE;
	case GLOBAL_MAXIMUM:
		self->now.maximum = signed_value(value, length);
		self->now.maximum_unsigned = value;
		return TRUE;
	case GLOBAL_SIZE: self->now.size = value; return value <= 8 * MC_HID_REPORT_MAX;
	case GLOBAL_COUNT: self->now.count = value; return value <= 8 * MC_HID_REPORT_MAX;
	case GLOBAL_ID:
		self->now.id = (guint8)value;
		self->map->has_ids = TRUE;
		return value > 0 && value <= 255;
	case GLOBAL_PUSH:
		if (self->depth == STACK_MAX)
			return FALSE;
		self->stack[self->depth++] = self->now;
		return TRUE;
	case GLOBAL_POP:
		if (self->depth == 0)
			return FALSE;
		self->now = self->stack[--self->depth];
		return TRUE;
	default: return TRUE; /* units and the like */
	}
}

static gboolean
add_usage(Parser *self, guint32 usage)
{
	if (self->usages == USAGES_MAX)
		return FALSE;
	self->usage[self->usages++] = usage;
	return TRUE;
}

static gboolean
take_local(Parser *self, guint tag, guint32 value, guint length)
{
	guint32 usage = length == 4 ? value : (guint32)self->now.page << 16 | value;

	switch (tag) {
	case LOCAL_USAGE: return add_usage(self, usage);
	case LOCAL_USAGE_MINIMUM:
		self->usage_minimum = usage;
		self->has_minimum = TRUE;
		return TRUE;
	case LOCAL_USAGE_MAXIMUM:
		if (!self->has_minimum || usage < self->usage_minimum)
			return FALSE;
		self->has_minimum = FALSE;
		/* of a long range only as many are kept as any device of ours has */
		for (guint32 i = self->usage_minimum; i <= usage && self->usages < USAGES_MAX; i++)
			self->usage[self->usages++] = i;
		return TRUE;
	default: return TRUE; /* strings, designators */
	}
}

/* The bits of the report with this id so far; NULL when there are too many reports. */
static guint *
report_bits(Parser *self)
{
	for (guint i = 0; i < self->reports; i++)
		if (self->report[i].id == self->now.id)
			return &self->report[i].bits;
	if (self->reports == REPORT_IDS_MAX)
		return NULL;
	self->report[self->reports].id = self->now.id;
	self->report[self->reports].bits = 0;
	return &self->report[self->reports++].bits;
}

static gboolean
add_control(Parser *self, guint32 usage, guint bit)
{
	McHidMap *map = self->map;
	/* a maximum of 255 in one byte is written as FF: with a minimum of 0 it is meant unsigned */
	gboolean is_unsigned = self->now.minimum >= 0 && self->now.maximum < self->now.minimum &&
	                       self->now.maximum_unsigned <= G_MAXINT32;

	if (map->count == MC_HID_CONTROLS_MAX)
		return FALSE;
	map->control[map->count++] = (McHidControl){
	    .report_id = self->now.id,
	    .page = (guint16)(usage >> 16),
	    .usage = (guint16)usage,
	    .bit = bit,
	    .bits = self->now.size,
	    .minimum = self->now.minimum,
	    .maximum = is_unsigned ? (gint32)self->now.maximum_unsigned : self->now.maximum,
	};
	return TRUE;
}

static gboolean
take_input(Parser *self, guint32 flags)
{
	guint *bits = report_bits(self);
	guint begin, all = self->now.size * self->now.count;
	gboolean is_value = (flags & INPUT_CONSTANT) == 0 && (flags & INPUT_VARIABLE) != 0 &&
	                    self->usages > 0 && self->now.size >= 1 && self->now.size <= 32;

	if (bits == NULL || all > 8 * MC_HID_REPORT_MAX || *bits + all > 8 * MC_HID_REPORT_MAX)
		return FALSE;
	begin = *bits;
	*bits += all;
	/* the last usage serves what is left (6.2.2.8) */
	for (guint i = 0; is_value && i < self->now.count; i++)
		if (!add_control(self, self->usage[MIN(i, self->usages - 1)], begin + i * self->now.size))
			return FALSE;
	return TRUE;
}

static gboolean
take_main(Parser *self, guint tag, guint32 value)
{
	gboolean is_good = TRUE;

	if (tag == MAIN_INPUT)
		is_good = take_input(self, value);
	self->usages = 0;
	self->has_minimum = FALSE;
	return is_good;
}

gboolean
mc_hid_parse_descriptor(const guint8 *bytes, gsize length, McHidMap *map)
{
	static const guint8 lengths[4] = {0, 1, 2, 4};
	Parser self = {.map = map};

	*map = (McHidMap){.count = 0};
	for (gsize at = 0; at < length;) {
		guint8 prefix = bytes[at++];
		guint data = lengths[prefix & 3], type = prefix >> 2 & 3, tag = prefix >> 4;
		gboolean is_good = TRUE;
		guint32 value;

		if (prefix == LONG_ITEM || data > length - at)
			return FALSE;
		value = item_value(bytes + at, data);
		at += data;
		if (type == ITEM_GLOBAL)
			is_good = take_global(&self, tag, value, data);
		else if (type == ITEM_LOCAL)
			is_good = take_local(&self, tag, value, data);
		else if (type == ITEM_MAIN)
			is_good = take_main(&self, tag, value);
		if (!is_good)
			return FALSE;
	}
	return self.reports > 0;
}

/* ---- reports ---- */

const McHidControl *
mc_hid_find(const McHidMap *map, guint16 page, guint16 usage)
{
	for (guint i = 0; i < map->count; i++)
		if (map->control[i].page == page && map->control[i].usage == usage)
			return &map->control[i];
	return NULL;
}

gboolean
mc_hid_value(const McHidMap *map, const McHidControl *control, const guint8 *report, gsize length,
    gint32 *value)
{
	guint32 raw = 0;

	if (map->has_ids) {
		if (length == 0 || report[0] != control->report_id)
			return FALSE;
		report++;
		length--;
	}
	if (control->bits == 0 || control->bits > 32 || control->bit + control->bits > 8 * length)
		return FALSE;
	for (guint i = 0; i < control->bits; i++) {
		guint bit = control->bit + i;

		raw |= (guint32)(report[bit / 8] >> (bit % 8) & 1) << i;
	}
	if (control->minimum < 0 && control->bits < 32 && (raw >> (control->bits - 1) & 1) != 0)
		raw |= ~0u << control->bits;
	*value = (gint32)raw;
	return *value >= control->minimum && *value <= control->maximum;
}

#define FIRST_KEY 4 /* below: no key, and errors */
#define KEYS_OFFSET 2

guint
mc_hid_boot_keys(const guint8 *report, gsize length, guint8 keys[MC_HID_BOOT_KEYS])
{
	guint count = 0;

	if (length != MC_HID_BOOT_REPORT)
		return 0;
	for (guint i = KEYS_OFFSET; i < MC_HID_BOOT_REPORT; i++)
		if (report[i] >= FIRST_KEY)
			keys[count++] = report[i];
	return count;
}
