#ifndef MC_TESTS_CHAT_PLUGGED_H
#define MC_TESTS_CHAT_PLUGGED_H

/* The kiosk's instruments in a process of their own, beside medcheck-devsim: what the simulator
 * itself opens and allocates is not in the way of whoever counts descriptors and bytes. Waiting is
 * for conditions; what never comes ends the test. */

#include "drivers/registry/instruments.h"

#include <gio/gio.h>

/* Which of the things that are sold stand on the simulator's bench, by its options. */
typedef enum Shelf {
	SHELF_FIRST, /* none */
	SHELF_SECOND, /* --gamepad --split-pipes --scale-plug ftdi */
	SHELF_THIRD, /* --scale-plug ch340 */
} Shelf;

/* One that the simulator can plug in. */
typedef struct Subject {
	const char *name;
	McDeviceKind kind;
	void (*use)(McInstruments *instruments); /* begins something with it; NULL: nothing to begin */
	gboolean is_sound_card;
	Shelf shelf;
	const char *device; /* the simulator's name for it; NULL = name */
	guint16 product_id; /* 0 = the same as of others of its kind */
} Subject;

extern const Subject plugged_subjects[];
extern const guint plugged_subject_count;
const Subject *plugged_subject(const char *name);

/* Takes "NAME VALUE" out of the arguments; the value, or NULL. */
const char *plugged_take_option(int *argc, char **argv, const char *name);
/* "--shelf first", "second" or "third"; without it the first. */
Shelf plugged_take_shelf(int *argc, char **argv);

typedef struct Plugged {
	McClock *clock;
	McInstruments *instruments;
	McDevicesPort *devices;
	GSocketConnection *control;
	GDataInputStream *replies;
	const Subject *subject;
	McEnrolment enrolment;
	guint ready, failed; /* times that the board told so of the subject */
	guint descriptors; /* open while nothing is plugged in */
} Plugged;

/* The subject is unplugged, and adopted as a technician would: it is ready once it is plugged in.
 */
void plugged_begin(Plugged *self, const Subject *subject);
/* It is there already, and stays; adopted, it has not started again yet. */
void plugged_begin_with_what_is_there(Plugged *self, const Subject *subject);
void plugged_end(Plugged *self);

/* A line to the simulator, which must succeed. */
void plugged_say(Plugged *self, const char *line);
/* One about the subject: "VERB SUBJECT REST". */
void plugged_do(Plugged *self, const char *verb, const char *rest);

/* Runs the main loop until *counter is at least value. */
void plugged_until(Plugged *self, const guint *counter, guint value);
/* … until either of them is. */
void plugged_until_either(
    Plugged *self, const guint *a, guint a_value, const guint *b, guint b_value);
/* … until the program has let go of the device: no descriptor more than without one. */
void plugged_until_closed(Plugged *self);
/* … until the simulator says that the plug is out, or *counter is at least value. */
void plugged_until_out_or(Plugged *self, const guint *counter, guint value);
/* … until the plug is out, in the simulator's eyes and the program's. */
void plugged_pull(Plugged *self);

/* … until it is told. After a failure at once; one that was ready is missed for 2 s first. */
void plugged_until_absent(Plugged *self);

guint plugged_open_descriptors(void);
/* FALSE in a program with a sanitizer, which has a heap of its own: what plugged_bytes() gives says
 * nothing there. */
gboolean plugged_counts_bytes(void);
gssize plugged_bytes(void);

#endif
