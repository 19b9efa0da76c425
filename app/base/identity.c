#include "app/base/identity.h"

#include <string.h>

void
mc_identity_wipe(McIdentity *identity)
{
	explicit_bzero(identity, sizeof *identity);
}

static gboolean
birth_is_real(const char *number)
{
	guint date = 0;

	for (guint i = 6; i < 14; i++)
		date = date * 10 + (guint)(number[i] - '0');
	return date / 10000 >= 1800 && g_date_valid_dmy((GDateDay)(date % 100),
	                                   (GDateMonth)(date / 100 % 100), (GDateYear)(date / 10000));
}

gboolean
mc_identity_number_is_valid(const char *number)
{
	static const guint weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	guint sum = 0;

	if (strlen(number) != 18)
		return FALSE;
	for (guint i = 0; i < 17; i++) {
		if (!g_ascii_isdigit(number[i]))
			return FALSE;
		sum += weights[i] * (guint)(number[i] - '0');
	}
	return birth_is_real(number) && number[17] == "10X98765432"[sum % 11];
}

char *
mc_identity_masked_name(const McIdentity *identity)
{
	const char *name = identity->name;
	glong letters = g_utf8_validate(name, -1, NULL) ? g_utf8_strlen(name, -1) : 0;
	g_autofree char *first = NULL;
	g_autofree char *stars = NULL;

	if (letters == 0)
		return g_strdup("");
	first = g_utf8_substring(name, 0, 1);
	stars = g_strnfill((gsize)MAX(letters - 1, 1), '*');
	return g_strconcat(first, stars, NULL);
}

char *
mc_identity_masked_number(const McIdentity *identity)
{
	char *masked = g_strdup(identity->number);
	gsize length = strlen(masked);

	for (gsize i = 4; i + 4 < length; i++)
		masked[i] = '*';
	if (length <= 8)
		memset(masked, '*', length);
	return masked;
}
