#ifndef MC_APP_FLOW_REACTION_SHOW_H
#define MC_APP_FLOW_REACTION_SHOW_H

/* The course of one presentation of the practice of memory, judgement and reaction: what the glass
 * shows when, and what a key or a touch means at that moment. */

#include "app/base/clock.h"
#include "app/exam/body.h"

typedef enum McReactionStage {
	MC_REACTION_DARK, /* between two presentations */
	MC_REACTION_WAIT, /* the signal is to come; judgement: the places are lit */
	MC_REACTION_DIGIT, /* memory: one digit of the row */
	MC_REACTION_GAP, /* memory: after a digit; judgement: every place is dark for a moment */
	MC_REACTION_SIGNAL, /* now the key, the digits or the place */
} McReactionStage;

/* What is on the glass. */
typedef struct McReactionView {
	McReactionTask task;
	McReactionStage stage;
	gboolean by_pad; /* the timed keys are those of the pad, not of the glass */
	McReactionKey side; /* CHOICE: of the signal that is on */
	gint32 digit; /* DIGIT */
	gint32 digits, entered; /* MEMORY: how many there are, and those entered again */
	gint32 entry[MC_DIGITS_MAX];
	gint32 places; /* JUDGEMENT: bit i = place i is lit now */
} McReactionView;

typedef struct McReactionShow {
	McClock *clock;
	void (*changed)(gpointer data);
	void (*answered)(const McReactionAnswer *answer, gboolean touched, gpointer data);
	gpointer data;
	McReactionStimulus stimulus;
	McReactionStage stage;
	gint32 digit; /* which one of the row */
	gint64 signal_us; /* when it is due; then when it came; then when it stood on the screen */
	gboolean drawn;
	McReactionAnswer entry;
	guint64 timer;
} McReactionShow;

/* changed(): another stage, or a digit was entered. answered(): the presentation is over; touched:
 * by somebody, not by the end of its time. */
void mc_reaction_show_init(McReactionShow *show, McClock *clock, void (*changed)(gpointer data),
    void (*answered)(const McReactionAnswer *answer, gboolean touched, gpointer data),
    gpointer data);
void mc_reaction_show_begin(McReactionShow *show, const McReactionStimulus *stimulus);
void mc_reaction_show_stop(McReactionShow *show);

/* The signal of a timed task stands on the screen: the time counts from here. */
void mc_reaction_show_drawn(McReactionShow *show);

/* What fits neither task nor stage is ignored: a late touch. at_us: of the clock. */
void mc_reaction_show_key(McReactionShow *show, McReactionKey key, gint64 at_us);
void mc_reaction_show_digit(McReactionShow *show, gint64 digit);
void mc_reaction_show_erase(McReactionShow *show);
void mc_reaction_show_place(McReactionShow *show, gint64 place);
/* "I do not know." */
void mc_reaction_show_give_up(McReactionShow *show);

gboolean mc_reaction_is_timed(McReactionTask task);
void mc_reaction_show_view(const McReactionShow *show, McReactionView *view);

#endif
