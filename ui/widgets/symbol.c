#include "ui/widgets/symbol.h"
#include "ui/widgets/build.h"

struct _McSymbol {
	GtkWidget parent_instance;
	McSign sign;
};

G_DEFINE_FINAL_TYPE(McSymbol, mc_symbol, GTK_TYPE_WIDGET)

/* A polyline in the 100 × 100 field; a point with x < 0 lifts the pen. */
typedef struct Point {
	gdouble x, y;
} Point;
#define LIFT                                                                                       \
	{                                                                                              \
		-1, 0                                                                                      \
	}
#define STROKES_MAX 13

static const Point strokes[][STROKES_MAX + 1] = {
    [MC_SIGN_CHECK] = {{29, 52}, {44, 67}, {72, 36}, LIFT},
    [MC_SIGN_CROSS] = {{34, 34}, {66, 66}, LIFT, {66, 34}, {34, 66}, LIFT},
    [MC_SIGN_CARE] = {{50, 26}, {50, 56}, LIFT, {50, 73}, {50, 74}, LIFT},
    [MC_SIGN_PAUSE] = {{39, 32}, {39, 68}, LIFT, {61, 32}, {61, 68}, LIFT},
    [MC_SIGN_WAIT] = {{29, 50}, {29.1, 50}, LIFT, {50, 50}, {50.1, 50}, LIFT, {71, 50}, {71.1, 50},
        LIFT},
    [MC_SIGN_TICK] = {{16, 54}, {40, 78}, {86, 26}, LIFT},
    [MC_SIGN_BACK] = {{82, 50}, {20, 50}, LIFT, {46, 24}, {20, 50}, {46, 76}, LIFT},
    [MC_SIGN_LEFT] = {{86, 50}, {14, 50}, LIFT, {44, 20}, {14, 50}, {44, 80}, LIFT},
    [MC_SIGN_RIGHT] = {{14, 50}, {86, 50}, LIFT, {56, 20}, {86, 50}, {56, 80}, LIFT},
    [MC_SIGN_UP] = {{50, 86}, {50, 14}, LIFT, {20, 44}, {50, 14}, {80, 44}, LIFT},
    [MC_SIGN_DOWN] = {{50, 14}, {50, 86}, LIFT, {20, 56}, {50, 86}, {80, 56}, LIFT},
    [MC_SIGN_UP_RIGHT] = {{22, 78}, {78, 22}, LIFT, {36, 22}, {78, 22}, {78, 64}, LIFT},
    [MC_SIGN_UP_LEFT] = {{78, 78}, {22, 22}, LIFT, {64, 22}, {22, 22}, {22, 64}, LIFT},
    [MC_SIGN_DOWN_LEFT] = {{78, 22}, {22, 78}, LIFT, {22, 36}, {22, 78}, {64, 78}, LIFT},
    [MC_SIGN_DOWN_RIGHT] = {{22, 22}, {78, 78}, LIFT, {78, 36}, {78, 78}, {36, 78}, LIFT},
    [MC_SIGN_STOP] = {{24, 24}, {76, 76}, LIFT, {76, 24}, {24, 76}, LIFT},
    [MC_SIGN_ERASE] = {{8, 50}, {34, 20}, {92, 20}, {92, 80}, {34, 80}, {8, 50}, LIFT, {50, 38},
        {74, 62}, LIFT, {74, 38}, {50, 62}},
    [MC_SIGN_PEN] = {{16, 84}, {22, 62}, {68, 16}, {84, 32}, {38, 78}, {16, 84}, LIFT},
    [MC_SIGN_LETTERS] = {{8, 80}, {30, 22}, {52, 80}, LIFT, {16, 60}, {44, 60}, LIFT, {62, 80},
        {77, 42}, {92, 80}, LIFT},
};

static void
draw_strokes(cairo_t *cr, McSign sign)
{
	gboolean down = FALSE;

	if (sign >= G_N_ELEMENTS(strokes))
		return;
	for (guint i = 0; i < STROKES_MAX; i++) {
		const Point *p = &strokes[sign][i];

		if (p->x < 1) {
			down = FALSE;
			continue;
		}
		if (down)
			cairo_line_to(cr, p->x, p->y);
		else
			cairo_move_to(cr, p->x, p->y);
		down = TRUE;
	}
	cairo_stroke(cr);
}

static void
draw_question(cairo_t *cr)
{
	cairo_arc(cr, 50, 40, 14, G_PI, 2.35 * G_PI);
	cairo_curve_to(cr, 52, 56, 50, 54, 50, 62);
	cairo_stroke(cr);
	cairo_move_to(cr, 50, 76);
	cairo_line_to(cr, 50, 76.1);
	cairo_stroke(cr);
}

static void
draw_person(cairo_t *cr)
{
	cairo_arc(cr, 50, 38, 14, 0, 2 * G_PI);
	cairo_fill(cr);
	cairo_move_to(cr, 24, 78);
	cairo_curve_to(cr, 26, 52, 74, 52, 76, 78);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
draw_bell(cairo_t *cr)
{
	cairo_move_to(cr, 20, 70);
	cairo_curve_to(cr, 34, 58, 28, 22, 50, 22);
	cairo_curve_to(cr, 72, 22, 66, 58, 80, 70);
	cairo_close_path(cr);
	cairo_stroke(cr);
	cairo_arc(cr, 50, 78, 8, 0, G_PI);
	cairo_stroke(cr);
	cairo_move_to(cr, 50, 12);
	cairo_line_to(cr, 50, 20);
	cairo_stroke(cr);
}

static void
draw_globe(cairo_t *cr)
{
	cairo_arc(cr, 50, 50, 38, 0, 2 * G_PI);
	cairo_stroke(cr);
	cairo_save(cr);
	cairo_translate(cr, 50, 50);
	cairo_scale(cr, 17, 38);
	cairo_arc(cr, 0, 0, 1, 0, 2 * G_PI);
	cairo_restore(cr);
	cairo_stroke(cr);
	cairo_move_to(cr, 12, 50);
	cairo_line_to(cr, 88, 50);
	cairo_stroke(cr);
}

static void
draw_mark(cairo_t *cr, McSign sign)
{
	switch (sign) {
	case MC_SIGN_QUESTION: draw_question(cr); break;
	case MC_SIGN_PERSON: draw_person(cr); break;
	case MC_SIGN_BELL: draw_bell(cr); break;
	case MC_SIGN_GLOBE: draw_globe(cr); break;
	case MC_SIGN_CHECK:
	case MC_SIGN_CROSS:
	case MC_SIGN_CARE:
	case MC_SIGN_PAUSE:
	case MC_SIGN_WAIT:
	case MC_SIGN_DOT:
	case MC_SIGN_TICK:
	case MC_SIGN_BACK:
	case MC_SIGN_STOP:
	case MC_SIGN_LETTERS:
	case MC_SIGN_PEN:
	case MC_SIGN_ERASE:
	case MC_SIGN_LEFT:
	case MC_SIGN_RIGHT:
	case MC_SIGN_UP:
	case MC_SIGN_DOWN:
	case MC_SIGN_UP_RIGHT:
	case MC_SIGN_UP_LEFT:
	case MC_SIGN_DOWN_LEFT:
	case MC_SIGN_DOWN_RIGHT: draw_strokes(cr, sign); break;
	}
}

static void
mc_symbol_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
	McSymbol *self = MC_SYMBOL(widget);
	gdouble width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
	gdouble side = MIN(width, height);
	GdkRGBA colour;
	cairo_t *cr = gtk_snapshot_append_cairo(
	    snapshot, &GRAPHENE_RECT_INIT(0, 0, (gfloat)width, (gfloat)height));

	gtk_style_context_get_color(gtk_widget_get_style_context(widget), &colour);
	cairo_translate(cr, (width - side) / 2, (height - side) / 2);
	cairo_scale(cr, side / 100, side / 100);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	gdk_cairo_set_source_rgba(cr, &colour);
	if (self->sign >= MC_SIGN_TICK) {
		cairo_set_line_width(cr, self->sign == MC_SIGN_TICK ? 15 : 9);
		draw_mark(cr, self->sign);
	} else {
		/* The mark is cut out of the disc, so it is right on any ground. */
		cairo_push_group(cr);
		cairo_arc(cr, 50, 50, 48, 0, 2 * G_PI);
		cairo_fill(cr);
		cairo_set_operator(cr, CAIRO_OPERATOR_DEST_OUT);
		cairo_set_line_width(cr, 10);
		draw_mark(cr, self->sign);
		cairo_pop_group_to_source(cr);
		cairo_paint(cr);
	}
	cairo_destroy(cr);
}

static void
mc_symbol_class_init(McSymbolClass *class)
{
	GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

	widget_class->snapshot = mc_symbol_snapshot;
	gtk_widget_class_set_css_name(widget_class, "symbol");
	gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_NONE);
}

static void
mc_symbol_init(McSymbol *self)
{
	GtkWidget *widget = GTK_WIDGET(self);

	gtk_widget_set_halign(widget, GTK_ALIGN_CENTER);
	gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
	gtk_widget_set_can_target(widget, FALSE);
}

GtkWidget *
mc_symbol_new(McSign sign, const char *classes)
{
	McSymbol *self = g_object_new(MC_TYPE_SYMBOL, NULL);

	self->sign = sign;
	mc_add_classes(GTK_WIDGET(self), classes);
	return GTK_WIDGET(self);
}

void
mc_symbol_set(GtkWidget *symbol, McSign sign)
{
	McSymbol *self = MC_SYMBOL(symbol);

	if (self->sign == sign)
		return;
	self->sign = sign;
	gtk_widget_queue_draw(symbol);
}
