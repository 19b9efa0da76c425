#ifndef MC_DRIVERS_BUS_HID_WIRE_H
#define MC_DRIVERS_BUS_HID_WIRE_H

/* Human interface devices (USB HID 1.11): what a report descriptor says of the reports, and the
 * values in a report. Pure and total: any bytes give a map or FALSE, any report a value. */

#include <glib.h>

#define MC_HID_CONTROLS_MAX 128
#define MC_HID_REPORT_MAX 64 /* bytes of an input report, its id included */
#define MC_HID_BOOT_REPORT 8
#define MC_HID_BOOT_KEYS 6

/* usage pages (HID Usage Tables 1.12) */
enum { MC_HID_PAGE_DESKTOP = 0x01, MC_HID_PAGE_KEYBOARD = 0x07, MC_HID_PAGE_BUTTON = 0x09 };
enum { MC_HID_X = 0x30, MC_HID_Y = 0x31, MC_HID_HAT = 0x39 }; /* usages of the desktop */

/* One value of an input report. */
typedef struct McHidControl {
	guint8 report_id; /* 0 = reports have no id */
	guint16 page, usage;
	guint bit, bits; /* where in the report, its id byte not counted; 1 to 32 */
	gint32 minimum, maximum;
} McHidControl;

typedef struct McHidMap {
	guint count;
	McHidControl control[MC_HID_CONTROLS_MAX];
	gboolean has_ids; /* each report begins with one */
} McHidMap;

/* Variable input items alone: arrays (key lists), outputs and features take no part. FALSE for what
 * is no descriptor, and for one with more than fits. */
gboolean mc_hid_parse_descriptor(const guint8 *bytes, gsize length, McHidMap *map);

/* The control of that usage, NULL when there is none. */
const McHidControl *mc_hid_find(const McHidMap *map, guint16 page, guint16 usage);

/* FALSE when the report is another one, too short, or the value is outside its range (which is how
 * a hat says that it is released). */
gboolean mc_hid_value(const McHidMap *map, const McHidControl *control, const guint8 *report,
    gsize length, gint32 *value);

/* The keys of a boot keyboard's report (HID 1.11, B.1); their number, 0 also when it is no report
 * or the keyboard says that too many are down. */
guint mc_hid_boot_keys(const guint8 *report, gsize length, guint8 keys[MC_HID_BOOT_KEYS]);

#endif
