#include "app/recorder/staff.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/hex.h"
#include "app/link/parts.h"
#include "app/link/words.h"
#include "app/recorder/crypt.h"
#include "app/recorder/values.h"
#include <string.h>

#define PEOPLE_MAX 64
#define FREE_TRIES 5
#define FIRST_WAIT_SECONDS 15
#define LAST_WAIT_SECONDS 3600
/* No person can be called so. */
#define UNKNOWN_NAME "?"
#define CODE_NAME "!"

/* ---- what is kept ---- */

static void
read_bytes(McFields *fields, const char *name, guint8 *bytes, gsize size)
{
	const char *text = mc_fields_string(fields, name, 2 * size + 1);

	if (mc_fields_good(fields) && !mc_hex_read(text, bytes, size))
		mc_fields_refuse(fields, name, "hexadecimal digits are needed");
}

static json_t *
bytes_to_json(const guint8 *bytes, gsize size)
{
	char text[2 * MC_SCRYPT_DIGEST + 1];

	mc_hex_write(bytes, size, text);
	return json_string(text);
}

static gboolean
read_person(const json_t *json, GArray *people, GError **error)
{
	McStaffPerson person = {0};
	McFields fields;

	mc_fields_begin_list(&fields, json, "person");
	mc_link_text(&fields, "name", person.name, sizeof person.name);
	person.role = (McStaffRole)mc_fields_word(&fields, "role", mc_staff_role_from_name);
	read_bytes(&fields, "salt", person.salt, sizeof person.salt);
	read_bytes(&fields, "digest", person.digest, sizeof person.digest);
	if (!mc_fields_end(&fields, error))
		return FALSE;
	g_array_append_val(people, person);
	return TRUE;
}

static guint
wait_seconds_after(guint wrong)
{
	guint wait = FIRST_WAIT_SECONDS;

	if (wrong < FREE_TRIES)
		return 0;
	for (guint i = FREE_TRIES; i < wrong && wait < LAST_WAIT_SECONDS; i++)
		wait *= 2;
	return MIN(wait, LAST_WAIT_SECONDS);
}

/* The wall clock may have been set back meanwhile: then the whole wait starts anew. */
static gint64
until_after_restart(const McStaffTries *tries, McClock *clock)
{
	gint64 wait_us = (gint64)wait_seconds_after(tries->wrong) * G_USEC_PER_SEC;
	gint64 passed_us = mc_clock_wall_us(clock) - tries->at_wall_us;

	if (passed_us < 0)
		passed_us = 0;
	return mc_clock_now_us(clock) + MAX(wait_us - passed_us, 0);
}

static gboolean
read_tries(const json_t *json, McStaff *self, McClock *clock, GError **error)
{
	McStaffTries tries = {0};
	McFields fields;

	mc_fields_begin(&fields, json, "tries");
	mc_link_text(&fields, "name", tries.name, sizeof tries.name);
	tries.wrong = (guint)mc_fields_int32(&fields, "wrong", 0, G_MAXINT32);
	tries.at_wall_us = mc_fields_int64(&fields, "at", 0, G_MAXINT64);
	if (!mc_fields_end(&fields, error))
		return FALSE;
	tries.until_us = until_after_restart(&tries, clock);
	g_array_append_val(self->tries, tries);
	return TRUE;
}

/* NULL without error when the value is not there. */
static json_t *
load(McStore *store, const char *key, GError **error)
{
	g_autofree char *text = mc_journal_get_value(store->journal, key, error);
	json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);

	if (text != NULL && json == NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: value %s is no JSON", key);
	return json;
}

static gboolean
init_code(McStaff *self, McStore *store, GError **error)
{
	GError *problem = NULL;
	json_auto_t *json = load(store, MC_VALUE_FIRST_CODE, &problem);
	McFields fields;

	if (problem == NULL && json != NULL) {
		mc_fields_begin(&fields, json, MC_VALUE_FIRST_CODE);
		read_bytes(&fields, "salt", self->code_salt, sizeof self->code_salt);
		read_bytes(&fields, "digest", self->code_digest, sizeof self->code_digest);
		self->has_code = mc_fields_end(&fields, &problem);
	}
	if (problem != NULL)
		g_propagate_error(error, problem);
	return problem == NULL;
}

gboolean
mc_staff_init(McStaff *self, McStore *store, GError **error)
{
	GError *problem = NULL;
	json_auto_t *people = load(store, MC_VALUE_STAFF, &problem);
	json_auto_t *tries = problem == NULL ? load(store, MC_VALUE_TRIES, &problem) : NULL;
	gboolean is_good = problem == NULL;

	*self = (McStaff){.people = g_array_new(FALSE, TRUE, sizeof(McStaffPerson)),
	    .tries = g_array_new(FALSE, TRUE, sizeof(McStaffTries))};
	for (gsize i = 0; is_good && i < json_array_size(people); i++)
		is_good = read_person(json_array_get(people, i), self->people, &problem);
	for (gsize i = 0; is_good && i < json_array_size(tries); i++)
		is_good = read_tries(json_array_get(tries, i), self, store->clock, &problem);
	is_good = is_good && init_code(self, store, &problem);
	if (!is_good)
		g_propagate_prefixed_error(error, problem, "staff: ");
	return is_good;
}

GArray *
mc_staff_read_people(GBytes *bytes, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	json_auto_t *json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	json_auto_t *whole = NULL;
	McFields fields;
	g_autoptr(GArray) people = g_array_new(FALSE, TRUE, sizeof(McStaffPerson));

	if (!json_is_array(json) || json_array_size(json) == 0 || json_array_size(json) > PEOPLE_MAX) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "staff: a list of 1 to %d persons is needed", PEOPLE_MAX);
		return NULL;
	}
	whole = json_pack("{sO}", "staff", json);
	mc_fields_begin_list(&fields, whole, "list");
	mc_fields_array(&fields, "staff", PEOPLE_MAX);
	for (gsize i = 0; i < json_array_size(json); i++) {
		g_autofree char *place = g_strdup_printf("staff[%" G_GSIZE_FORMAT "]", i);
		GError *problem = NULL;

		read_person(json_array_get(json, i), people, &problem);
		mc_fields_take_error(&fields, place, problem);
	}
	return mc_fields_end(&fields, error) ? g_steal_pointer(&people) : NULL;
}

void
mc_staff_clear(McStaff *self)
{
	g_clear_pointer(&self->people, g_array_unref);
	g_clear_pointer(&self->tries, g_array_unref);
	explicit_bzero(self, sizeof *self);
}

static char *
people_to_text(const GArray *people)
{
	json_auto_t *json = json_array();

	for (guint i = 0; i < people->len; i++) {
		const McStaffPerson *person = &g_array_index(people, McStaffPerson, i);

		json_array_append_new(json, json_pack("{ss ss so so}", "name", person->name, "role",
		                                mc_staff_role_name(person->role), "salt",
		                                bytes_to_json(person->salt, sizeof person->salt), "digest",
		                                bytes_to_json(person->digest, sizeof person->digest)));
	}
	return json_dumps(json, JSON_COMPACT);
}

static char *
tries_to_text(const GArray *tries)
{
	json_auto_t *json = json_array();

	for (guint i = 0; i < tries->len; i++) {
		const McStaffTries *one = &g_array_index(tries, McStaffTries, i);

		if (one->wrong > 0)
			json_array_append_new(json, json_pack("{ss si sI}", "name", one->name, "wrong",
			                                (int)one->wrong, "at", (json_int_t)one->at_wall_us));
	}
	return json_dumps(json, JSON_COMPACT);
}

/* ---- trying ---- */

static McStaffPerson *
find_person(const McStaff *self, const char *name)
{
	for (guint i = 0; i < self->people->len; i++)
		if (strcmp(g_array_index(self->people, McStaffPerson, i).name, name) == 0)
			return &g_array_index(self->people, McStaffPerson, i);
	return NULL;
}

static McStaffTries *
tries_of(McStaff *self, const char *name)
{
	McStaffTries new_tries = {0};

	for (guint i = 0; i < self->tries->len; i++)
		if (strcmp(g_array_index(self->tries, McStaffTries, i).name, name) == 0)
			return &g_array_index(self->tries, McStaffTries, i);
	g_strlcpy(new_tries.name, name, sizeof new_tries.name);
	g_array_append_val(self->tries, new_tries);
	return &g_array_index(self->tries, McStaffTries, self->tries->len - 1);
}

static guint
seconds_left(const McStaffTries *tries, McClock *clock)
{
	gint64 left_us = tries->until_us - mc_clock_now_us(clock);

	return left_us <= 0 ? 0 : (guint)((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

static gboolean
keep_tries(const McStaff *self, McStore *store, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(store);
	g_autofree char *text = tries_to_text(self->tries);

	mc_batch_value(batch, MC_VALUE_TRIES, text);
	return mc_batch_commit(batch, error);
}

static gboolean
begin_try(McStaff *self, McStore *store, McStaffTries *tries, guint *wait_seconds, GError **error)
{
	*wait_seconds = seconds_left(tries, store->clock);
	if (*wait_seconds > 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
		    "staff: too many wrong tries; the next one in %u s", *wait_seconds);
		return FALSE;
	}
	tries->wrong++;
	tries->at_wall_us = mc_clock_wall_us(store->clock);
	tries->until_us =
	    mc_clock_now_us(store->clock) + (gint64)wait_seconds_after(tries->wrong) * G_USEC_PER_SEC;
	return keep_tries(self, store, error);
}

static gboolean
end_try(McStaff *self, McStore *store, McStaffTries *tries, gboolean is_right, guint *wait_seconds,
    GError **error)
{
	if (is_right) {
		tries->wrong = 0;
		tries->until_us = 0;
		return keep_tries(self, store, error);
	}
	*wait_seconds = seconds_left(tries, store->clock);
	if (error != NULL && *error == NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED, "staff: that is not right");
	return FALSE;
}

gboolean
mc_staff_pin_is_valid(const char *pin)
{
	gsize length = strlen(pin);

	return length >= 4 && length <= 12 && strspn(pin, "0123456789") == length;
}

McStaffPerson *
mc_staff_check_pin(McStaff *self, McStore *store, const char *name, const char *pin,
    guint *wait_seconds, GError **error)
{
	/* An unknown name costs the same time and counts the same. */
	static const guint8 nobody[MC_SCRYPT_DIGEST] = {0};
	McStaffPerson *person = find_person(self, name);
	McStaffTries *tries = tries_of(self, person == NULL ? UNKNOWN_NAME : name);
	gboolean is_right = FALSE;

	if (!begin_try(self, store, tries, wait_seconds, error))
		return NULL;
	is_right = mc_scrypt_matches(pin, person == NULL ? nobody : person->salt,
	               person == NULL ? nobody : person->digest, error) &&
	           person != NULL;
	return end_try(self, store, tries, is_right, wait_seconds, error) ? person : NULL;
}

gboolean
mc_staff_check_code(
    McStaff *self, McStore *store, const char *code, guint *wait_seconds, GError **error)
{
	McStaffTries *tries = tries_of(self, CODE_NAME);
	g_autofree char *upper = g_ascii_strup(code, -1);
	gboolean is_right = FALSE;

	if (!begin_try(self, store, tries, wait_seconds, error))
		return FALSE;
	is_right =
	    self->has_code && mc_scrypt_matches(upper, self->code_salt, self->code_digest, error);
	explicit_bzero(upper, strlen(upper));
	return end_try(self, store, tries, is_right, wait_seconds, error);
}

/* ---- changing ---- */

gboolean
mc_staff_make(
    McStaffPerson *person, const char *name, McStaffRole role, const char *pin, GError **error)
{
	if (!mc_audit_name_is_valid(name) || role == MC_STAFF_NONE || !mc_staff_pin_is_valid(pin)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "staff: a name, a role and a PIN of 4 to 12 digits are needed");
		return FALSE;
	}
	*person = (McStaffPerson){.role = role};
	g_strlcpy(person->name, name, sizeof person->name);
	return mc_random_bytes(person->salt, sizeof person->salt, error) &&
	       mc_scrypt(pin, person->salt, person->digest, error);
}

static void
put(GArray *people, const McStaffPerson *person)
{
	for (guint i = 0; i < people->len; i++)
		if (strcmp(g_array_index(people, McStaffPerson, i).name, person->name) == 0) {
			g_array_index(people, McStaffPerson, i) = *person;
			return;
		}
	g_array_append_vals(people, person, 1);
}

void
mc_staff_put(McStaff *self, const McStaffPerson *person)
{
	put(self->people, person);
	self->has_code = FALSE;
}

gboolean
mc_staff_knows(const McStaff *self, const char *name)
{
	return find_person(self, name) != NULL;
}

gboolean
mc_staff_is_full(const McStaff *self, const char *name)
{
	return self->people->len >= PEOPLE_MAX && find_person(self, name) == NULL;
}

void
mc_staff_batch_put(const McStaff *self, const McStaffPerson *person, McBatch *batch)
{
	g_autoptr(GArray) people = g_array_copy(self->people);
	g_autofree char *text = NULL;

	put(people, person);
	text = people_to_text(people);
	mc_batch_value(batch, MC_VALUE_STAFF, text);
	mc_batch_value(batch, MC_VALUE_FIRST_CODE, NULL);
}

void
mc_staff_batch_people(const GArray *people, McBatch *batch)
{
	g_autofree char *text = people_to_text(people);

	mc_batch_value(batch, MC_VALUE_STAFF, text);
	mc_batch_value(batch, MC_VALUE_FIRST_CODE, NULL);
}

void
mc_staff_take_people(McStaff *self, GArray **people)
{
	g_array_unref(self->people);
	self->people = g_steal_pointer(people);
	self->has_code = FALSE;
}

char *
mc_staff_new_code(char *out, GError **error)
{
	/* Without letters and digits that look alike; 32 of them, so that no one is likelier. */
	static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	guint8 random[10];
	guint8 salt[MC_SCRYPT_SALT];
	guint8 digest[MC_SCRYPT_DIGEST];
	json_auto_t *json = NULL;

	if (!mc_random_bytes(random, sizeof random, error) ||
	    !mc_random_bytes(salt, sizeof salt, error))
		return NULL;
	for (guint i = 0; i < sizeof random; i++)
		out[i] = alphabet[random[i] % 32];
	out[sizeof random] = '\0';
	if (!mc_scrypt(out, salt, digest, error))
		return NULL;
	json = json_pack("{so so}", "salt", bytes_to_json(salt, sizeof salt), "digest",
	    bytes_to_json(digest, sizeof digest));
	return json_dumps(json, JSON_COMPACT);
}
