#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/illustration.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include "ui/words/storage.h"
#include "ui/words/words.h"

typedef struct Station {
	GtkWidget *sign, *word;
} Station;

typedef struct Welcome {
	GtkWidget *panel, *sign, *word, *detail;
	GtkWidget *what, *bring; /* of no use to anybody while it is out of service */
	Station card, vision, hearing;
} Welcome;

static const char *const panel_class[] = {[MC_SERVICE_OPEN] = "open",
    [MC_SERVICE_PARTLY] = "partly",
    [MC_SERVICE_PAUSED] = "paused",
    [MC_SERVICE_OUT] = "out"};

static McSign
service_sign(McService service)
{
	switch (service) {
	case MC_SERVICE_OPEN: return MC_SIGN_CHECK;
	case MC_SERVICE_PARTLY: return MC_SIGN_CARE;
	case MC_SERVICE_PAUSED: return MC_SIGN_PAUSE;
	case MC_SERVICE_OUT: return MC_SIGN_CROSS;
	}
	return MC_SIGN_CARE;
}

/* Readable at three metres: sign, word and colour say the same. */
static GtkWidget *
panel_new(Welcome *own)
{
	GtkWidget *row = mc_row_new("panel g8");
	GtkWidget *words = mc_column_new(NULL);

	own->panel = row;
	own->sign = mc_symbol_new(MC_SIGN_CHECK, "s60");
	own->word = mc_label_new("", "word");
	own->detail = mc_label_new("", "detail");
	gtk_widget_set_hexpand(words, TRUE);
	gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
	mc_append(words, own->word);
	mc_append(words, own->detail);
	mc_append(row, own->sign);
	mc_append(row, words);
	return row;
}

/* A picture of what is done, its name, and whether it can be done here now. */
static GtkWidget *
station_new(GtkWidget *picture, const char *name, Station *station)
{
	GtkWidget *card = mc_column_new("card station g2");
	GtkWidget *row = mc_row_new("g3");

	station->sign = mc_symbol_new(MC_SIGN_CHECK, "s8");
	/* one that may wrap is measured for every height to find out where the middle is: half of what
	 * all texts of the first frame cost */
	station->word = mc_word_new("", NULL);
	gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
	mc_append(row, station->sign);
	mc_append(row, station->word);
	mc_append(card, picture);
	mc_append(card, mc_label_centred_new(name, "strong big"));
	mc_append(card, row);
	return card;
}

static GtkWidget *
stations_new(Welcome *own)
{
	GtkWidget *row = mc_row_new("g4");

	gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
	mc_append(row, station_new(mc_illustration_new("card",
	                               _("An identity card is put down on the reader."), "small"),
	                   _("Card"), &own->card));
	mc_append(row,
	    station_new(
	        mc_illustration_new("look",
	            _("A person rests the chin and looks into the window of the instrument."), "small"),
	        _("Eyesight"), &own->vision));
	mc_append(row,
	    station_new(mc_illustration_new("headphones", _("A person wears the headphones."), "small"),
	        _("Hearing"), &own->hearing));
	return row;
}

static void
set_station(Station *station, gboolean works)
{
	mc_symbol_set(station->sign, works ? MC_SIGN_CHECK : MC_SIGN_CROSS);
	mc_set_class(station->sign, "good", works);
	mc_set_class(station->sign, "bad", !works);
	mc_label_set(station->word, works ? _("ready") : _("not ready"));
}

static void
build(McSheet *sheet, const McView *view)
{
	Welcome *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *titles = mc_column_new("g2"), *bring = mc_column_new("card");
	GtkWidget *left = mc_column_new("g6"), *right = mc_column_new("g6");

	mc_append(titles, mc_heading_new(_("Driver medical check"), "name"));
	own->what =
	    mc_label_new(_("Eyesight and hearing, by yourself, one step at a time."), "soft big");
	own->bring = bring;
	mc_append(titles, own->what);
	mc_append(bring, mc_label_new(_("It takes about ten minutes. Please have your identity card "
	                                "ready, and your distance glasses if you have any."),
	                     NULL));
	gtk_widget_set_vexpand(titles, TRUE);
	gtk_widget_set_valign(titles, GTK_ALIGN_CENTER);
	if (mc_sheet_is_landscape(sheet)) {
		GtkWidget *row = mc_row_new("g12");

		mc_append(left, panel_new(own));
		mc_append(left, titles);
		gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
		mc_append(right, stations_new(own));
		mc_append(right, bring);
		mc_append(row, left);
		mc_append(row, right);
		mc_append(body, row);
		return;
	}
	mc_append(body, panel_new(own));
	mc_append(body, titles);
	mc_append(body, stations_new(own));
	mc_append(body, bring);
}

static const char *
why(const McView *view)
{
	if (view->recorder_connected && view->hello.storage != MC_STORAGE_OK)
		return mc_word_storage(view->hello.storage, MC_AUDIENCE_CITIZEN);
	return mc_word_service_detail(view->service);
}

static void
update(McSheet *sheet, const McView *view)
{
	Welcome *own = mc_sheet_own(sheet);
	gboolean open = view->service == MC_SERVICE_OPEN || view->service == MC_SERVICE_PARTLY;
	const char *word = mc_word_service(view->service);

	for (guint i = 0; i < G_N_ELEMENTS(panel_class); i++)
		mc_set_class(own->panel, panel_class[i], i == view->service);
	mc_symbol_set(own->sign, service_sign(view->service));
	mc_label_set(own->word, word);
	mc_set_class(own->word, "long", g_utf8_strlen(word, -1) > 10);
	mc_label_set(own->detail, why(view));
	gtk_widget_set_visible(own->what, view->service != MC_SERVICE_OUT);
	gtk_widget_set_visible(own->bring, view->service != MC_SERVICE_OUT);
	set_station(&own->card, view->devices[MC_DEVICE_ID_READER].state == MC_DEVICE_READY);
	set_station(&own->vision, view->exam_possible[MC_EXAM_ACUITY]);
	set_station(
	    &own->hearing, view->exam_possible[MC_EXAM_HEARING] && view->exam_possible[MC_EXAM_SIDE]);
	/* also where nothing is examined just now */
	mc_sheet_set_second(
	    sheet, view->recorder_connected ? _("What became of my check?") : NULL, MC_ACT_STATUS);
	mc_sheet_set_forward(sheet, open ? _("Start") : NULL, MC_ACT_START);
}

const McSheetKind mc_page_welcome = {
    .page = MC_PAGE_WELCOME,
    .tools = MC_TOOL_HELP | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(Welcome),
};
