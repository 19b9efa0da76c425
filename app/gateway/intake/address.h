#ifndef MC_APP_GATEWAY_INTAKE_ADDRESS_H
#define MC_APP_GATEWAY_INTAKE_ADDRESS_H

#include "app/gateway/http/server.h"
#include "app/record/parcel.h"

typedef enum McAddressKind {
	MC_ADDRESS_HEALTH,
	MC_ADDRESS_HEAD,
	MC_ADDRESS_RECORD,
	MC_ADDRESS_PACK,
	MC_ADDRESS_EVIDENCE,
	MC_ADDRESS_STATUS,
	MC_ADDRESS_STOCK,
	MC_ADDRESS_RENEW_TLS, /* RFC 7030; kiosk is empty: the connection tells who */
	MC_ADDRESS_RENEW_SEAL
} McAddressKind;

typedef struct McAddress {
	McAddressKind kind;
	char kiosk[33];
	char digest[65]; /* of evidence */
	McAnchor slip; /* whose status is asked for */
	guint64 seq; /* of a record; of a pack: after this number, from 0 */
} McAddress;

/* One spelling for each address, no escapes: FALSE for everything else. Total. */
gboolean mc_address_read(McHttpMethod method, const char *path, McAddress *address);

#endif
