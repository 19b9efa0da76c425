#ifndef MC_APP_BASE_IDENTITY_H
#define MC_APP_BASE_IDENTITY_H

/* The personal data of a citizen, as read from a card or typed by a clerk. A personal type: no
 * function here or anywhere prints it to a log; whoever holds one wipes it with mc_identity_wipe().
 * UTF-8, zero terminated, "" = not on the card. */

#include <glib.h>

typedef enum McDocument {
	MC_DOCUMENT_RESIDENT, /* resident identity card */
	MC_DOCUMENT_RESIDENCE_HMT, /* residence permit for Hong Kong, Macao and Taiwan residents (type
	                              J) */
	MC_DOCUMENT_FOREIGNER_2017, /* foreigner's permanent residence, type I */
	MC_DOCUMENT_FOREIGNER_2023, /* foreigner's permanent residence, type Y */
} McDocument;

typedef enum McSex { MC_SEX_UNKNOWN, MC_SEX_MALE, MC_SEX_FEMALE } McSex;

#define MC_VALID_LONG_TERM 99991231 /* "长期" */

typedef struct McIdentity {
	McDocument document;
	char name[128];
	McSex sex;
	gint32 birth_yyyymmdd; /* 0 = unknown */
	char number[32]; /* 18 characters on a resident card, last one 0-9 or X */
	char address[256];
	char authority[128];
	gint32 valid_from_yyyymmdd, valid_to_yyyymmdd; /* to: MC_VALID_LONG_TERM */
	guint8 photo[1024]; /* as on the card, never decoded here */
	guint photo_bytes;
} McIdentity;

void mc_identity_wipe(McIdentity *identity);

/* GB 11643 check of an 18-character number: digits, a real date, and the MOD 11-2 check character.
 */
gboolean mc_identity_number_is_valid(const char *number);

/* "张*" (first character and stars) and "3702**********1234" masks; free with g_free(). */
char *mc_identity_masked_name(const McIdentity *identity);
char *mc_identity_masked_number(const McIdentity *identity);

#endif
