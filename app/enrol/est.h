#ifndef MC_APP_ENROL_EST_H
#define MC_APP_ENROL_EST_H

/* What EST (RFC 7030) sends: a request in base64, and certificates as a PKCS#7 without signers, in
 * base64. */

#include <glib.h>

#define MC_EST_TYPE_REQUEST "application/pkcs10"
#define MC_EST_TYPE_CERTIFICATES "application/pkcs7-mime; smime-type=certs-only"

GBytes *mc_est_request_write(GBytes *csr);
/* NULL: no base64. What is inside is not looked at. Total. */
GBytes *mc_est_request_read(GBytes *body);

/* Of PEM. */
GBytes *mc_est_certificates_write(GBytes *pem, GError **error);
/* To PEM, one certificate at least. MC_ERROR_BAD_INPUT. Total. */
GBytes *mc_est_certificates_read(GBytes *body, GError **error);

#endif
