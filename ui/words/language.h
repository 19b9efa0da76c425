#ifndef MC_UI_WORDS_LANGUAGE_H
#define MC_UI_WORDS_LANGUAGE_H

/* Which language the words come in. Main thread only; start before any thread is made. */

#include <glib.h>

#define MC_LANGUAGES 2
/* "zh_CN", "en": the product's language first. */
const char *mc_language_at(guint i);
/* What a language calls itself: "中文", "English". */
const char *mc_language_own_name(const char *language);

/* share_dir holds locale/. */
void mc_language_start(const char *share_dir);
/* From now on _() answers in this language; what is on the glass already must be built anew. */
void mc_language_set(const char *language);
/* The language of now; valid until the next set. */
const char *mc_language_get(void);

#define MC_GETTEXT_DOMAIN "medcheck"
const char *mc_words(const char *message_id) G_GNUC_FORMAT(1);
#define _(text) mc_words(text)
#define N_(text) (text)

#endif
