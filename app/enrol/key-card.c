#include "app/enrol/key-card.h"

#include "app/enrol/csr.h"
#include "app/record/openssl-error.h"
#include "app/record/suite-parts.h"
#include <openssl/pem.h>
#include <string.h>

static void
read_serial(X509 *certificate, McKeyCard *card)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
	char *text = number != NULL ? BN_bn2hex(number) : NULL;

	g_strlcpy(card->serial, text != NULL ? text : "", sizeof card->serial);
	OPENSSL_free(text);
	BN_free(number);
}

static gboolean
read_card(X509 *certificate, McKeyCard *card)
{
	g_autofree char *name = mc_certificate_name(certificate);
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	memset(card, 0, sizeof *card);
	if (!mc_suite_of_key(key, &card->suite))
		return FALSE;
	g_strlcpy(card->name, name, sizeof card->name);
	mc_key_fingerprint(key, card->fingerprint);
	card->protection = mc_certificate_protection(certificate, &card->is_claimed);
	read_serial(certificate, card);
	card->from_wall_us = mc_certificate_moment(X509_get0_notBefore(certificate));
	card->until_wall_us = mc_certificate_moment(X509_get0_notAfter(certificate));
	return TRUE;
}

static gboolean
read_chain(const char *path, McKeyCard *card, GError **error)
{
	g_autoptr(McCertificates) chain = mc_certificates_read(path, error);

	for (int i = 0; chain != NULL && i < sk_X509_num(chain); i++) {
		gint64 until_us = mc_certificate_moment(X509_get0_notAfter(sk_X509_value(chain, i)));

		card->is_shortened = card->is_shortened || until_us < card->until_wall_us;
		card->until_wall_us = MIN(card->until_wall_us, until_us);
	}
	return chain != NULL;
}

gboolean
mc_key_card_read(const char *path, const char *chain_path, McKeyCard *card, GError **error)
{
	g_autoptr(McCertificates) certificates = mc_certificates_read(path, error);

	if (certificates == NULL)
		return FALSE;
	if (!read_card(sk_X509_value(certificates, 0), card))
		return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
	return chain_path == NULL || read_chain(chain_path, card, error);
}

gboolean
mc_key_card_read_pem(GBytes *pem, McKeyCard *card, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(pem, &size);
	g_autoptr(BIO) bio = BIO_new_mem_buf(data, (int)size);
	g_autoptr(X509) certificate = bio != NULL ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;

	return (certificate != NULL && read_card(certificate, card)) ||
	       mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "no certificate");
}

gboolean
mc_key_card_is_due(const McKeyCard *card, gint64 now_wall_us)
{
	return now_wall_us - card->from_wall_us >= (card->until_wall_us - card->from_wall_us) / 3 * 2;
}
