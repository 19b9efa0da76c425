#include "app/courier/receipt.h"

#include "app/base/error.h"
#include <jansson.h>
#include <openssl/cms.h>
#include <openssl/err.h>

static json_t *
content_of(const CMS_ContentInfo *cms)
{
	ASN1_OCTET_STRING **place = NULL;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed)
		return NULL;
	place = CMS_get0_content((CMS_ContentInfo *)cms);
	if (place == NULL || *place == NULL || ASN1_STRING_length(*place) <= 0)
		return NULL;
	return json_loadb((const char *)ASN1_STRING_get0_data(*place),
	    (size_t)ASN1_STRING_length(*place), JSON_REJECT_DUPLICATES, NULL);
}

static gboolean
says(const json_t *receipt, const char *name, const char *word)
{
	return g_strcmp0(json_string_value(json_object_get(receipt, name)), word) == 0;
}

static const char *
fault(const json_t *receipt, const char *kiosk, guint64 seq, const char *digest_hex)
{
	if (receipt == NULL)
		return "it is no signed receipt";
	if (!says(receipt, "status", "accepted"))
		return "its status is not \"accepted\"";
	if (!says(receipt, "kiosk", kiosk))
		return "it is for another kiosk";
	if ((guint64)json_integer_value(json_object_get(receipt, "seq")) != seq)
		return "it is for another sequence number";
	return says(receipt, "digest", digest_hex) ? NULL : "it is for another envelope";
}

gboolean
mc_courier_receipt_fits(
    GBytes *answer, const char *kiosk, guint64 seq, const char *digest_hex, GError **error)
{
	gsize size = 0;
	const unsigned char *bytes = g_bytes_get_data(answer, &size);
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &bytes, (long)size);
	json_auto_t *receipt = cms != NULL ? content_of(cms) : NULL;
	const char *problem = fault(receipt, kiosk, seq, digest_hex);

	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	if (problem == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the answer is not taken: %s", problem);
	return FALSE;
}
