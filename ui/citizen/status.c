/* What became of an earlier check, by the code on its slip (C16). */

#include "ui/words/status.h"
#include "ui/citizen/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/scan.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include "ui/words/moments.h"

typedef struct Status {
	McScan scan;
	GtkWidget *answer, *sign, *word, *detail, *age, *as_of, *reference;
	const McStage *stage;
} Status;

static void
scanned(const char *text, gpointer data)
{
	Status *own = data;

	mc_stage_post_text(own->stage, MC_ACT_CASE_CODE, text);
}

static GtkWidget *
answer_new(Status *own)
{
	GtkWidget *words = mc_column_new("g2");

	own->answer = mc_row_new("card g6");
	own->sign = mc_symbol_new(MC_SIGN_WAIT, "s20");
	own->word = mc_heading_new("", "strong big");
	own->detail = mc_label_new("", NULL);
	own->age = mc_label_new("", "strong");
	own->as_of = mc_label_new("", "soft");
	own->reference = mc_label_new("", "mono soft");
	gtk_widget_set_hexpand(words, TRUE);
	mc_append(words, own->word);
	mc_append(words, own->detail);
	mc_append(words, own->age);
	mc_append(words, own->as_of);
	mc_append(words, own->reference);
	mc_append(own->answer, own->sign);
	mc_append(own->answer, words);
	return own->answer;
}

static void
build(McSheet *sheet, const McView *view)
{
	Status *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);
	GtkWidget *ask = mc_column_new("g4");

	own->stage = mc_sheet_stage(sheet);
	mc_append(ask, mc_label_new(_("Your code"), "strong"));
	mc_append(ask, mc_scan_new(&own->scan, scanned, own));
	mc_append(ask, mc_label_new(_("The scanner enters it here. A clerk can help you."), "soft"));
	mc_append(body, ask);
	mc_append(body, answer_new(own));
}

static McSign
sign_of(const McSlipStatus *status)
{
	switch (status->outcome) {
	case MC_STATUS_FOUND: return status->state == MC_RECEIPT_PARKED ? MC_SIGN_CARE : MC_SIGN_CHECK;
	case MC_STATUS_NONE:
	case MC_STATUS_ASKING: return MC_SIGN_WAIT;
	case MC_STATUS_UNKNOWN:
	case MC_STATUS_UNREACHED:
	case MC_STATUS_MISREAD:
	case MC_STATUS_NUMBER: return MC_SIGN_CARE;
	}
	return MC_SIGN_CARE;
}

static void
set_line(GtkWidget *label, const char *text)
{
	mc_label_set(label, text);
	gtk_widget_set_visible(label, text[0] != '\0');
}

static void
update(McSheet *sheet, const McView *view)
{
	Status *own = mc_sheet_own(sheet);
	const McSlipStatus *status = &view->status;
	g_autofree char *as_of = mc_word_as_of(status->as_of_wall_us, view->hello.today_yyyymmdd);

	mc_sheet_set_title(sheet, _("What became of my check?"));
	mc_sheet_set_lead(sheet, _("Hold the code on your slip in front of the scanner."));
	gtk_widget_set_visible(own->answer, status->outcome != MC_STATUS_NONE);
	mc_symbol_set(own->sign, sign_of(status));
	mc_label_set(own->word, mc_word_status(status));
	mc_label_set(own->detail, mc_word_status_detail(status));
	set_line(own->age, mc_word_status_age(status));
	set_line(own->as_of, as_of);
	set_line(own->reference, status->reference);
	mc_sheet_set_forward(sheet, _("Finish"), MC_ACT_NEXT);
}

const McSheetKind mc_page_status = {
    .page = MC_PAGE_STATUS,
    .tools = MC_TOOL_HELP | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(Status),
};
