#ifndef MC_TESTS_SUPPORT_GATEWAY_WORLD_H
#define MC_TESTS_SUPPORT_GATEWAY_WORLD_H

/* Gateway and courier as real processes on the loopback, in a throw-away provisioning. Ports are
 * the kernel's choice. Every wait has a condition; every process is ended. Failures abort. */

#include "tests/kit/provision.h"
#include "tests/support/gateway/authority.h"
#include <gio/gio.h>

typedef struct McWorld {
	McProvision *provision;
	McAuthority *connections; /* who may connect, and the gateway's own */
	GSubprocess *gateway, *courier;
	GDataInputStream *gateway_out;
	guint port; /* of the running gateway; kept when it is started again */
	guint idle_timeout_ms, request_timeout_ms, connections_max; /* 0 = the default */
	guint evidence_file_max_bytes, evidence_kiosk_max_mib; /* likewise */
	guint key_level_min; /* likewise */
	const char *suite; /* the one that the gateway accepts; NULL = both */
	gboolean in_service; /* no demonstration */
	guint via_port; /* the courier's way there, when it is not the gateway's own */
	guint courier_timeout_ms; /* of one request; 0 = the default */
	const char *gateway_before; /* an address that the courier tries first, or NULL */
	guint proxy_port; /* of the courier's proxy; 0 = none */
	char **gateway_environment, **courier_environment; /* borrowed: "NAME=VALUE" …, or NULL */
} McWorld;

McWorld *mc_world_new(void);
/* With the authorities' keys in gateway/issue; that of the sealing keys has certified K-0001. */
McWorld *mc_world_new_office(void);
/* In a provisioning that stands already and stays; with its own certificates. */
McWorld *mc_world_new_in(const char *folder);
void mc_world_free(McWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McWorld, mc_world_free)

/* A path below the provisioning. Free it. */
char *mc_world_path(const McWorld *world, const char *name);

/* Fault "MEDCHECK_KILL_AT=before-commit:1" or NULL. Returns when it listens. */
void mc_world_start_gateway(McWorld *world, const char *fault);
/* The same of one whose start may fail, as a service manager starts it again; how often it ended.
 */
guint mc_world_insist_on_gateway(McWorld *world, const char *fault);
void mc_world_kill_gateway(McWorld *world); /* SIGKILL */
void mc_world_stop_gateway(McWorld *world); /* SIGTERM; its exit status is 0 */
/* It ends by itself. */
void mc_world_await_gateway_killed(McWorld *world);

void mc_world_start_courier(McWorld *world, const char *fault, guint clock_rate);
void mc_world_stop_courier(McWorld *world);
void mc_world_await_courier_killed(McWorld *world);

/* What ended by itself is started again, as the service manager does it. FALSE: both run. */
gboolean mc_world_revive(McWorld *world, guint clock_rate);

/* What `medcheck-gateway --list` prints, a line a record. */
char **mc_world_list(const McWorld *world);

/* What `medcheck-gateway --refusals` prints, a line a refusal. */
char **mc_world_refusals(const McWorld *world);

/* All that the gateway has saved but its refusals, as text: a line for each row of each table of
 * its store, and for each file in its folder. Free it. */
char *mc_world_saved(const McWorld *world);

/* What `medcheck-gateway --cases` prints, a line a check in parts. */
char **mc_world_cases(const McWorld *world);

/* What `medcheck-gateway --kiosks` prints, a line a kiosk. */
char **mc_world_kiosks(const McWorld *world);

/* What `medcheck-gateway --packs K-0001` prints; its exit status says whether any differs. */
char **mc_world_packs(const McWorld *world, gboolean any_differs);

/* What `medcheck-gateway --evidence` prints, a line a file. how: one more option, or
 * NULL. */
char **mc_world_evidence(const McWorld *world, const char *how);

/* Everything that the processes have logged. */
char *mc_world_log(const McWorld *world, const char *process);

typedef gboolean (*McWorldCondition)(McWorld *world, gpointer data);
void mc_world_await(McWorld *world, const char *what, McWorldCondition condition, gpointer data);

/* ---- a client ---- */

typedef struct McAnswered {
	long status; /* 0 = no answer */
	char *problem; /* why, when there is none */
	GByteArray *body;
	long retry_after_s;
	long connections; /* new ones that were made for it: 0 = it went over the one before */
} McAnswered;

void mc_answered_clear(McAnswered *answered);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McAnswered, mc_answered_clear)

/* A client with the certificate NAME.crt, NAME.key below the provisioning: "courier/tls"; without
 * one where there are no such files. Keeps its connection. */
typedef struct McClient McClient;
McClient *mc_client_new(const McWorld *world, const char *certificate);
void mc_client_free(McClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McClient, mc_client_free)

McAnswered mc_client_get(McClient *client, const char *path);
/* Idempotency-Key: key. */
McAnswered mc_client_put(McClient *client, const char *path, GBytes *body, const char *key);
/* With one header more, "Name: value". */
McAnswered mc_client_put_with(McClient *client, const char *path, GBytes *body, const char *header);
/* As the courier does: to its own kiosk's address, with the right key. */
McAnswered mc_client_put_record(McClient *client, guint64 seq, GBytes *parcel, const char *digest);

#endif
