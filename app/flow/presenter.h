#ifndef MC_APP_FLOW_PRESENTER_H
#define MC_APP_FLOW_PRESENTER_H

/* One presentation after the other on the instrument of an exam, for practice and exam alike. Waits
 * for the blank, for the head in the viewer, for a quiet room, for an instrument that went; says
 * when a presentation was spoilt and why. Whoever drives it decides what is presented next. */

#include "app/base/clock.h"
#include "app/flow/reaction-show.h"
#include "app/flow/screen.h"
#include "app/flow/session.h"

typedef struct McPresenterEvents {
	/* WAIT, PRESENTING, POSITION or NOISE. */
	void (*phase)(McExamPhase phase, gpointer data);
	/* The conditions of the presentation stand in the presenter. */
	void (*answered)(const McAnswer *answer, gpointer data);
	/* Before that: what the camera saw of it. */
	void (*pictured)(const McCameraStill *still, gpointer data);
	/* It was on and is not any more; nothing is presented until mc_presenter_present(). */
	void (*spoilt)(McDiscard why, gpointer data);
	void (*away)(gboolean is_away, gpointer data);
	/* The instrument did not come back in time, or loses everything. */
	void (*gave_up)(gpointer data);
	/* A key was pressed: somebody is there. */
	void (*active)(gpointer data);
} McPresenterEvents;

typedef struct McPresenter {
	McClock *clock;
	McVisionPort *vision_port;
	McHearingPort *hearing_port;
	McStaturePort *stature_port;
	McResponsePadPort *pad_port;
	McCameraPort *camera; /* takes a picture of each movement; NULL: nothing watches */
	gboolean taking; /* a picture, just now; … */
	McMovementSeen seen; /* … and this is answered after it */
	McScreen screen; /* colour */
	McReactionShow reaction;
	gboolean by_pad; /* reaction: the timed keys are the pad's */
	const McPresenterEvents *events;
	gpointer data;
	gboolean running;
	McExamKind kind;
	gboolean by_loudspeaker;
	gboolean wanted, presenting, held, away, unfit;
	McExamPhase phase;
	McStimulus stimulus;
	McVisionConditions vision; /* last heard */
	McHearingConditions hearing; /* of the last presentation, or last heard */
	McHearingConditions room; /* last heard */
	gboolean vision_known, room_known;
	gint32 person_present; /* of the last answer, as in McRecorderRequest */
	gint32 noise_limit_deci_db_spl[MC_NOISE_BANDS]; /* 0: none */
	gint32 distance_apart_permille; /* 0: none */
	gint32 luminance_min_cd_m2, luminance_max_cd_m2; /* 0 and 0: none */
	guint losses;
	gint64 shown_at_us;
	guint64 blank, settle, wait, limit, light;
} McPresenter;

/* The ports are borrowed for its life. */
void mc_presenter_init(McPresenter *presenter, const McSessionPorts *ports,
    const McPresenterEvents *events, gpointer data);
void mc_presenter_clear(McPresenter *presenter);
/* To its ports again, which somebody else listened to meanwhile; he passed on what these would have
 * heard of conditions. */
void mc_presenter_listen(McPresenter *presenter);
extern const McVisionListener mc_presenter_vision_listener;
extern const McHearingListener mc_presenter_hearing_listener;

void mc_presenter_begin(McPresenter *presenter, McExamKind kind);
/* Hearing and side: the sounds come from loudspeakers, and the headphones stay off. */
void mc_presenter_set_loudspeaker(McPresenter *presenter, gboolean by_loudspeaker);
/* Movements: pictures are taken, of a person who agreed; NULL: none. */
void mc_presenter_set_camera(McPresenter *presenter, McCameraPort *camera);
void mc_presenter_present(McPresenter *presenter, const McStimulus *stimulus);
/* What is explained before it is presented. */
void mc_presenter_announce(McPresenter *presenter, const McStimulus *stimulus);
/* The recorder did not score the last one for this reason: the next one waits a moment, and the
 * page says why. */
void mc_presenter_pause(McPresenter *presenter, McDiscard why);
/* Staff, help and "end the check?" stand before the exam: dark and mute until it is released. */
void mc_presenter_hold(McPresenter *presenter, gboolean is_held);
/* Louder presentations (C11), and those from nearer or farther or before a darker or brighter
 * background (C10), the recorder does not score: they are not tried. */
void mc_presenter_set_limits(McPresenter *presenter, const McHello *hello);
/* The device board changed. */
void mc_presenter_check(McPresenter *presenter);
/* The demonstration's keyboard: as if the pad had been pressed. */
void mc_presenter_key(McPresenter *presenter, const McOptotypeAnswer *answer);
/* The page stands on the screen with this trial's picture. */
void mc_presenter_drawn(McPresenter *presenter, gint32 trial);
/* A figure was touched, or "I see none". */
void mc_presenter_figure(McPresenter *presenter, const McColourAnswer *answer);
/* "Next" after a movement, or "I cannot do this". */
void mc_presenter_move_on(McPresenter *presenter, gboolean cannot);
/* Reaction: whether the timed keys are those of the pad; before it begins. */
void mc_presenter_set_pad(McPresenter *presenter, gboolean by_pad);
/* Reaction: a side, a digit or a place was touched, as the task has it. */
void mc_presenter_react(McPresenter *presenter, gint64 figure);
void mc_presenter_react_erase(McPresenter *presenter);
void mc_presenter_react_give_up(McPresenter *presenter);
void mc_presenter_react_view(const McPresenter *presenter, McReactionView *view);
/* Dark, mute, silent; harmless at any time. */
void mc_presenter_end(McPresenter *presenter);

#endif
