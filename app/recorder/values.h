#ifndef MC_APP_RECORDER_VALUES_H
#define MC_APP_RECORDER_VALUES_H

/* The names of the durable settings in the journal, all of them. No personal data of a citizen,
 * but for what is encrypted under another key than the journal has. */

#define MC_VALUE_JOURNAL_ID "journal-id" /* 32 hexadecimal digits, one per provisioning */
/* SHA-256 of the certificate that seals from the next entry on */
#define MC_VALUE_SIGNER "signer"
#define MC_VALUE_PACKS "packs" /* of each kind of signed pack: version, expiry, digests */
#define MC_VALUE_PERSON_KEY                                                                        \
	"person-key" /* 64: keys the digest by which a returning card is known */
#define MC_VALUE_STAFF "staff" /* who may sign in: names, roles, scrypt digests */
#define MC_VALUE_TRIES "tries" /* wrong PINs so far and until when to wait */
#define MC_VALUE_FIRST_CODE                                                                        \
	"first-code" /* scrypt digest of the one-time code, until it is used                           \
	              */
#define MC_VALUE_PAUSED "paused" /* "1" */
#define MC_VALUE_HELP "help" /* help requests that nobody has seen to */
#define MC_VALUE_STOCK                                                                             \
	"stock-" /* and the name of a consumable: how many are left; none = unknown */
#define MC_VALUE_USES                                                                              \
	"uses-" /* and the kind of an instrument: what it was used for since one was adopted last */
#define MC_VALUE_ADOPTED "adopted" /* enrolments beside those of recorder.json */
#define MC_VALUE_LAST_VISIT                                                                        \
	"last-visit" /* id, seq, verdicts, digests of evidence: answers a FINISH that is sent again */
#define MC_VALUE_CLOSED "closed" /* {"day":yyyymmdd,"seq":n}: the last daily close */
/* {"doubted":bool,"drift_us":n,"last_us":n}: of the newest entry whose time was only bounded, what
 * goes on after a restart, see civil.h; without drift_us nothing had been believed in that boot */
#define MC_VALUE_DOUBT "clock-doubt"
#define MC_VALUE_SLIPS "slips-" /* and the number of a record: how many slips of it came out */
/* and the day (20261124), a hyphen, the number of a record: whose it was, masked, in a field
 * envelope under that day's key (day-data.c) */
#define MC_VALUE_PERSON "person-"
/* and the id of a case: "part missing" of the last part that was sealed here */
#define MC_VALUE_CASES "case-"
#define MC_VALUE_BALLAST "ballast" /* "dropped", until it is taken in again */
#define MC_VALUE_TPM_COUNTER "tpm-counter" /* what the chain last states of the TPM's counter */
#define MC_VALUE_ROLLED_BACK                                                                       \
	"rolled-back" /* "1": somebody else knows another journal than this one, as the chain has it   \
	               */
#define MC_VALUE_BEHIND "behind-gateway" /* "1": journal-behind-gateway is in the chain */
#define MC_VALUE_PARKED "parked" /* sequence numbers whose parking is in the chain already */

#endif
