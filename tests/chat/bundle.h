#ifndef MC_TESTS_CHAT_BUNDLE_H
#define MC_TESTS_CHAT_BUNDLE_H

/* A kiosk's flight records on the way that a technician sends them: medcheck support-bundle. */

/* Where the kiosk of this state folder keeps them; the folder is made. Free with g_free(). */
char *bundle_flights_of(const char *state);

/* Bundles what the kiosk has, which has nothing afterwards: the path of the same record in the
 * bundle. Free with g_free(). */
char *bundle_record(const char *state, const char *record);

#endif
