#ifndef MC_APP_COURIER_CARRY_H
#define MC_APP_COURIER_CARRY_H

/* A kiosk's request for certificates, the first one before there is any: one exchange, without
 * spool or settings. The message proves itself to both ends (app/enrol/message.h). */

#include <glib.h>

/* `medcheck-courier carry --gateway URL --show-chain`: what certificates the gateway shows, PEM, on
 * standard output. Nothing is trusted or sent here: whoever has the code looks which is the root.
 * `medcheck-courier carry --gateway URL --ca FILE`: the request on standard input, the answer on
 * standard output; with --get there is no request, which shows whether the certificate in
 * --certificate is let in. argv[0] is "carry". */
int mc_carry_command(int argc, char **argv);

/* Exit statuses beside 0 = here it is and 2 = wrong use. */
#define MC_CARRY_REFUSED 1 /* the problems are on standard error */
#define MC_CARRY_PENDING 3 /* a person has not decided: ask again */
#define MC_CARRY_UNREACHABLE 4 /* or it cannot answer now: ask again */

#endif
