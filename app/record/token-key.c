/* Keys in PKCS#11 tokens, by libp11; their names (RFC 7512) are read by p11-kit. */

#include "app/record/private-key.h"

#include "app/base/error.h"
#include "app/record/openssl-error.h"
#include <libp11.h>
#include <p11-kit/uri.h>
#include <stdlib.h>
#include <string.h>

/* p11-kit's own module has all those that are configured. */
#define ANY_MODULE "p11-kit-proxy.so"
#define PIN_BYTES_MAX 256

typedef struct Token {
	PKCS11_CTX *context;
	PKCS11_SLOT *slots;
	guint count;
	gboolean is_loaded;
} Token;

static void
token_free(Token *token)
{
	if (token == NULL)
		return;
	if (token->slots != NULL)
		PKCS11_release_all_slots(token->context, token->slots, token->count);
	if (token->is_loaded)
		PKCS11_CTX_unload(token->context);
	PKCS11_CTX_free(token->context);
	g_free(token);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Token, token_free)

/* The session has to stay for as long as the key, and libp11's objects hold their keys: what was
 * opened is closed as the program ends. Registered once a module is loaded, and so called before
 * that module ends itself. */
static GPtrArray *held;

static void
release_all(void)
{
	g_clear_pointer(&held, g_ptr_array_unref);
}

static void
free_held(gpointer token)
{
	token_free(token);
}

static void
hold(Token *token)
{
	if (held == NULL) {
		held = g_ptr_array_new_with_free_func(free_held);
		atexit(release_all);
	}
	g_ptr_array_add(held, token);
}

static gboolean
fail(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the key in a token: %s", problem);
	return FALSE;
}

/* A field of PKCS#11: blanks to its end, no zero byte. */
static void
pad(unsigned char *field, gsize size, const char *text)
{
	memset(field, ' ', size);
	for (gsize i = 0; i < size && text[i] != '\0'; i++)
		field[i] = (unsigned char)text[i];
}

static gboolean
is_token(P11KitUri *uri, const PKCS11_TOKEN *token)
{
	CK_TOKEN_INFO info = {0};

	pad(info.label, sizeof info.label, token->label);
	pad(info.manufacturerID, sizeof info.manufacturerID, token->manufacturer);
	pad(info.model, sizeof info.model, token->model);
	pad(info.serialNumber, sizeof info.serialNumber, token->serialnr);
	return p11_kit_uri_match_token_info(uri, &info) == 1;
}

static gboolean
is_key(P11KitUri *uri, const PKCS11_KEY *key)
{
	CK_ATTRIBUTE have[] = {
	    {CKA_LABEL, key->label, key->label != NULL ? strlen(key->label) : 0},
	    {CKA_ID, key->id, key->id != NULL ? key->id_len : 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(have); i++) {
		CK_ATTRIBUTE *wanted = p11_kit_uri_get_attribute(uri, have[i].type);

		if (wanted == NULL)
			continue;
		if (wanted->ulValueLen != have[i].ulValueLen)
			return FALSE;
		if (wanted->ulValueLen > 0 &&
		    memcmp(wanted->pValue, have[i].pValue, wanted->ulValueLen) != 0)
			return FALSE;
	}
	return TRUE;
}

/* pin-value, or the first line of the file that pin-source names. */
static gboolean
read_pin(P11KitUri *uri, char pin[PIN_BYTES_MAX])
{
	const char *value = p11_kit_uri_get_pin_value(uri);
	const char *source = p11_kit_uri_get_pin_source(uri);
	char *text = NULL;
	gsize size = 0;

	if (source != NULL && g_str_has_prefix(source, "file:"))
		source += strlen("file:");
	if (value == NULL && (source == NULL || !g_file_get_contents(source, &text, &size, NULL)))
		return FALSE;
	g_strlcpy(pin, value != NULL ? value : text, PIN_BYTES_MAX);
	pin[strcspn(pin, "\n")] = '\0';
	if (text != NULL)
		explicit_bzero(text, size);
	g_free(text);
	return TRUE;
}

static gboolean
log_in(P11KitUri *uri, PKCS11_SLOT *slot, GError **error)
{
	char pin[PIN_BYTES_MAX];
	gboolean good = FALSE;

	if (!slot->token->loginRequired)
		return TRUE;
	if (!read_pin(uri, pin))
		return fail(error, "its PIN is missing: pin-source=file:/PATH names it");
	good = PKCS11_login(slot, 0, pin) == 0;
	explicit_bzero(pin, sizeof pin);
	return good || mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "logging in to the token");
}

static gboolean
open_token(P11KitUri *uri, Token *token, GError **error)
{
	const char *module = p11_kit_uri_get_module_path(uri);

	token->context = PKCS11_CTX_new();
	token->is_loaded = token->context != NULL &&
	                   PKCS11_CTX_load(token->context, module != NULL ? module : ANY_MODULE) == 0;
	if (!token->is_loaded ||
	    PKCS11_enumerate_slots(token->context, &token->slots, &token->count) != 0)
		return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "loading the PKCS#11 module");
	return TRUE;
}

static EVP_PKEY *
find_key(P11KitUri *uri, Token *token, GError **error)
{
	PKCS11_SLOT *slot = NULL;
	PKCS11_KEY *keys = NULL;
	unsigned int count = 0;

	for (guint i = 0; slot == NULL && i < token->count; i++)
		if (token->slots[i].token != NULL && token->slots[i].token->initialized &&
		    is_token(uri, token->slots[i].token))
			slot = &token->slots[i];
	if (slot == NULL) {
		fail(error, "no such token is plugged in");
		return NULL;
	}
	if (!log_in(uri, slot, error))
		return NULL;
	if (PKCS11_enumerate_keys(slot->token, &keys, &count) != 0)
		count = 0;
	for (unsigned int i = 0; i < count; i++)
		if (keys[i].isPrivate && is_key(uri, &keys[i]))
			return PKCS11_get_private_key(&keys[i]);
	fail(error, "the token has no such private key");
	return NULL;
}

EVP_PKEY *
mc_token_key_open(const char *text, GError **error)
{
	P11KitUri *uri = p11_kit_uri_new();
	g_autoptr(Token) token = g_new0(Token, 1);
	g_autoptr(EVP_PKEY) key = NULL;
	int problem = p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, uri);

	if (problem != P11_KIT_URI_OK)
		fail(error, p11_kit_uri_message(problem));
	else if (open_token(uri, token, error))
		key = find_key(uri, token, error);
	p11_kit_uri_free(uri);
	if (key != NULL)
		hold(g_steal_pointer(&token));
	return g_steal_pointer(&key);
}
