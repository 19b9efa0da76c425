#include "ui/words/clock.h"
#include "ui/words/language.h"
#include "ui/words/moments.h"

const char *
mc_word_clock(const McClockState *clock)
{
	switch (clock->trust) {
	case MC_CLOCK_TRUST_UNKNOWN: return "";
	case MC_CLOCK_TRUST_STEERED: return _("A time server sets the clock");
	case MC_CLOCK_TRUST_KEPT: return _("The clock is believed; nothing sets it");
	case MC_CLOCK_TRUST_BOUNDED:
		return _("The clock is not believed: checks are recorded without a sure date");
	}
	return "";
}

char *
mc_word_clock_now(const McClockState *clock)
{
	g_autofree char *now = mc_moment_text(clock->at_wall_us);

	if (clock->error_us >= 0)
		return g_strdup_printf(
		    _("It is %s, to %d ms"), now, (int)MIN(clock->error_us / 1000, G_MAXINT));
	return g_strdup_printf(_("It is %s, as far as known"), now);
}

char *
mc_word_clock_machine(const McClockState *clock)
{
	g_autofree char *machine = mc_moment_text(clock->machine_wall_us);

	return g_strdup_printf(_("The machine's clock says %s"), machine);
}

char *
mc_word_clock_bounds(const McClockState *clock)
{
	g_autofree char *from = mc_moment_text(clock->not_before_wall_us);
	g_autofree char *to = mc_moment_text(clock->not_after_wall_us);

	if (clock->not_after_wall_us == 0)
		return g_strdup_printf(_("For sure not before %s"), from);
	return g_strdup_printf(_("For sure not before %s and not after %s"), from, to);
}
