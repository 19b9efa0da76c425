#ifndef MC_APP_FLOW_IDLE_H
#define MC_APP_FLOW_IDLE_H

/* One deadline timer: nothing happened for the page's time, then a count-down in seconds. */

#include "app/base/clock.h"

typedef struct McIdleEvents {
	void (*quiet)(gpointer data);
	void (*counting)(gint seconds_left, gpointer data); /* once a second while it warns */
	void (*expired)(gpointer data);
} McIdleEvents;

typedef struct McIdle {
	McClock *clock;
	const McIdleEvents *events;
	gpointer data;
	guint quiet_ms; /* 0: not armed */
	gint seconds_left; /* > 0: warning */
	guint64 timer;
} McIdle;

void mc_idle_init(McIdle *idle, McClock *clock, const McIdleEvents *events, gpointer data);
void mc_idle_clear(McIdle *idle);

/* Starts anew; ends a warning. 0 disarms. */
void mc_idle_arm(McIdle *idle, guint quiet_ms);
/* From quiet(): starts the count-down. */
void mc_idle_warn(McIdle *idle, guint react_ms);

#endif
