#include "ui/staff/common.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include "ui/words/moments.h"
#include "ui/words/storage.h"
#include "ui/words/words.h"

static const struct {
	McPage page;
	const char *name;
} tabs[] = {
    {MC_PAGE_TECHNICIAN, N_("Instruments")},
    {MC_PAGE_TECHNICIAN_OUTBOX, N_("Outbox")},
    {MC_PAGE_TECHNICIAN_EVENTS, N_("Events")},
    {MC_PAGE_TECHNICIAN_CLOCK, N_("Clock")},
    {MC_PAGE_TECHNICIAN_PEOPLE, N_("People")},
};

GtkWidget *
mc_staff_tabs_new(McSheet *sheet, McPage current)
{
	GtkWidget *row = mc_row_new("g3");

	/* each as wide as its word needs, and then alike: "Instruments" is not broken in large text */
	for (guint i = 0; i < G_N_ELEMENTS(tabs); i++) {
		GtkWidget *tab = mc_button_new(_(tabs[i].name), "tab");

		mc_set_class(tab, "selected", tabs[i].page == current);
		gtk_widget_set_hexpand(tab, TRUE);
		mc_sheet_post_on_click(
		    sheet, tab, &(McAct){.kind = MC_ACT_STAFF_PAGE, .number = tabs[i].page});
		mc_append(row, tab);
	}
	return row;
}

GtkWidget *
mc_staff_note_new(void)
{
	GtkWidget *note = mc_row_new("note bad g4");
	GtkWidget *words = mc_label_new("", NULL);

	gtk_widget_set_hexpand(words, TRUE);
	mc_append(note, mc_symbol_new(MC_SIGN_CARE, "s8"));
	mc_append(note, words);
	gtk_widget_set_visible(note, FALSE);
	return note;
}

/* While nobody has been refused anything: what keeps checks from beginning, or from being taken. */
static char *
standing_trouble(const McView *view, McAudience audience)
{
	const char *storage = mc_word_storage(view->hello.storage, audience);

	if (storage[0] != '\0')
		return g_strdup(storage);
	return view->hello.rolled_back ? g_strdup(mc_word_rolled_back(audience))
	                               : mc_word_run_out(&view->hello, audience);
}

char *
mc_staff_trouble(const McView *view, McAudience audience)
{
	const char *error = view->staff_error;
	const char *storage = mc_word_storage(view->hello.storage, audience);

	if (error == NULL || error[0] == '\0')
		return standing_trouble(view, audience);
	return g_strdup(g_str_equal(error, "storage") && storage[0] != '\0'
	                    ? storage
	                    : mc_word_error(error, audience));
}

void
mc_staff_note_set(GtkWidget *note, const McView *view)
{
	McAudience audience =
	    view->role == MC_STAFF_TECHNICIAN ? MC_AUDIENCE_TECHNICIAN : MC_AUDIENCE_CLERK;
	g_autofree char *trouble = mc_staff_trouble(view, audience);

	gtk_widget_set_visible(note, trouble[0] != '\0');
	mc_label_set(gtk_widget_get_last_child(note), trouble);
}

char *
mc_staff_time(gint64 wall_us, gint32 today_yyyymmdd)
{
	g_autoptr(GDateTime) local = mc_moment_local(wall_us);

	if (local == NULL)
		return g_strdup("–");
	return g_date_time_format(
	    local, mc_moment_yyyymmdd(local) == today_yyyymmdd ? "%H:%M" : "%m-%d %H:%M");
}

char *
mc_staff_date(gint32 yyyymmdd)
{
	if (yyyymmdd <= 0)
		return g_strdup("–");
	return g_strdup_printf(
	    "%04d-%02d-%02d", yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);
}

static gboolean
to_date(gint32 yyyymmdd, GDate *date)
{
	GDateYear year = (GDateYear)(yyyymmdd / 10000);
	GDateMonth month = (GDateMonth)(yyyymmdd / 100 % 100);
	GDateDay day = (GDateDay)(yyyymmdd % 100);

	if (yyyymmdd <= 0 || !g_date_valid_dmy(day, month, year))
		return FALSE;
	g_date_set_dmy(date, day, month, year);
	return TRUE;
}

gint
mc_staff_days_between(gint32 from_yyyymmdd, gint32 to_yyyymmdd)
{
	GDate from, to;

	g_date_clear(&from, 1);
	g_date_clear(&to, 1);
	if (!to_date(from_yyyymmdd, &from) || !to_date(to_yyyymmdd, &to))
		return 0;
	return g_date_days_between(&from, &to);
}
