#include "ui/words/language.h"
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* glibc's gettext keeps what it has found until this counter moves; there is no function for it
 * (gettext manual, "Being a gettext grok"). */
extern int _nl_msg_cat_cntr;

static const struct {
	const char *language, *own_name;
} languages[MC_LANGUAGES] = {{"zh_CN", "中文"}, {"en", "English"}};

const char *
mc_language_at(guint i)
{
	return i < MC_LANGUAGES ? languages[i].language : NULL;
}

const char *
mc_language_own_name(const char *language)
{
	for (guint i = 0; i < MC_LANGUAGES; i++)
		if (strcmp(languages[i].language, language) == 0)
			return languages[i].own_name;
	return language;
}

/* The variable stays where it is and only its text changes: setenv() would move the environment
 * under the feet of a thread (the sound library's) that reads it. */
static char variable[sizeof "LANGUAGE=zh_CN"];

const char *
mc_language_get(void)
{
	return variable[0] == '\0' ? languages[0].language : variable + strlen("LANGUAGE=");
}

void
mc_language_set(const char *language)
{
	g_strlcpy(variable, "LANGUAGE=", sizeof variable);
	g_strlcat(variable, language, sizeof variable);
	if (getenv("LANGUAGE") != variable + strlen("LANGUAGE="))
		putenv(variable);
	_nl_msg_cat_cntr++;
}

void
mc_language_start(const char *share_dir)
{
	g_autofree char *locale_dir = g_build_filename(share_dir, "locale", NULL);

	/* Always there on Debian, where zh_CN.UTF-8 must be generated first; gettext looks at LANGUAGE
	 * only when the locale is not "C". */
	setlocale(LC_ALL, "C.UTF-8");
	bindtextdomain(MC_GETTEXT_DOMAIN, locale_dir);
	bind_textdomain_codeset(MC_GETTEXT_DOMAIN, "UTF-8");
	mc_language_set(languages[0].language);
}

const char *
mc_words(const char *message_id)
{
	return dgettext(MC_GETTEXT_DOMAIN, message_id);
}
