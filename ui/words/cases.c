#include "ui/words/cases.h"
#include "ui/words/language.h"

gboolean
mc_case_is_open(const McCaseNote *note)
{
	return note->part > 0 && note->missing != 0;
}

char *
mc_word_exams(guint32 kinds)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		if (kinds & 1u << i)
			g_string_append_printf(
			    text, "%s%s", text->len > 0 ? _(", ") : "", mc_word_exam((McExamKind)i));
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
mc_word_case_left(const McCaseNote *note)
{
	g_autofree char *exams = mc_word_exams(note->missing);

	return g_strdup_printf(_("Still to be examined: %s"), exams);
}

char *
mc_word_case_until(const McCaseNote *note)
{
	gint32 day = note->lapses_yyyymmdd;
	g_autofree char *until =
	    g_strdup_printf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);

	if (note->code[0] != '\0')
		return g_strdup_printf(
		    _("Until %s, at any of our kiosks, with your identity card and this code."), until);
	return g_strdup_printf(
	    _("Until %s, with the code on the first slip. Who has none begins anew."), until);
}

const char *
mc_word_case_verdicts(const McCaseNote *note)
{
	return note->part > 1 ? _("What this part alone means for the licence")
	                      : _("What it means for the licence");
}

const char *
mc_word_case_whole(void)
{
	return _("This was the last part of your check. All parts are judged together, once each has "
	         "arrived.");
}

const char *
mc_word_case_trouble(McCaseTrouble trouble)
{
	switch (trouble) {
	case MC_CASE_TROUBLE_NONE: return "";
	case MC_CASE_TROUBLE_MISREAD:
		return _(
		    "This is not the code of an unfinished check, or it was misread. Hold the big code "
		    "of the slip, the lower one, in front of the scanner once more.");
	case MC_CASE_TROUBLE_PERSON:
		return _(
		    "This code is somebody else's. Use the one on your own slip, or begin a new check.");
	case MC_CASE_TROUBLE_LAPSED:
		return _("The time to finish this check is over. Please begin a new one.");
	case MC_CASE_TROUBLE_RULES:
		return _("The rules have changed since this check was begun. Please begin a new one.");
	case MC_CASE_TROUBLE_CLASSES:
		return _(
		    "A licence class of this check is not examined here. Please go to another kiosk; a "
		    "clerk knows where.");
	case MC_CASE_TROUBLE_COMPLETE:
		return _("Nothing is left of this check: its last part was taken here. A clerk finds the "
		         "record by the number on your slip.");
	case MC_CASE_TROUBLE_OUTDATED:
		return _("Another part was taken here since. Use the code on your newest slip.");
	case MC_CASE_TROUBLE_OTHER:
		return _("This check goes on with another code. Use the one that you gave first.");
	}
	return "";
}
