#ifndef MC_TESTS_SUPPORT_FAKE_PARTS_H
#define MC_TESTS_SUPPORT_FAKE_PARTS_H

/* What the files of the fakes know of each other. Private to tests/support. */

#include "tests/support/fake-ports.h"

/* Counts a call of a port; TRUE: this is the one that is to fail. */
gboolean mc_fakes_fails_now(McFakes *self);
GError *mc_fakes_failure(void);

void mc_fakes_init_printer(McFakes *self);
/* The slip's picture. A port has no data for it, and one pair of fakes lives at a time. */
void mc_fakes_draw_for(McFakes *self);
GBytes *mc_fakes_draw_slip(
    const McHello *hello, const McRecorderReply *reply, guint width_dots, GError **error);

void mc_fakes_init_stature(McFakes *self);
void mc_fakes_init_pad(McFakes *self);
void mc_fakes_init_camera(McFakes *self);
void mc_fakes_camera_gone(McFakes *self);
/* NULL: the recorder took it. */
GError *mc_fakes_take_picture(McFakes *self, const McRecorderRequest *request);

GError *mc_fakes_refused(const char *why);
/* NULL: done, and told in the reply. */
GError *mc_fakes_staff_request(
    McFakes *self, const McRecorderRequest *request, McRecorderReply *reply);
void mc_fakes_init_recorder(McFakes *self);
void mc_fakes_clear_recorder(McFakes *self);

#endif
