#ifndef MC_UI_WORDS_PRINTING_H
#define MC_UI_WORDS_PRINTING_H

#include "app/flow/session.h"
#include "ui/words/causes.h"

/* What a slip printer that answers wants of somebody (K3, O11); "" where nobody is needed, or not
 * this one. Its log id is mc_printer_need_name(). */
const char *mc_word_printer_need(McPrinterNeed need, McAudience audience);
/* What has become of a slip; need: of its printer. "" for MC_SLIP_NONE. */
const char *mc_word_slip(McSlipStep step, McPrinterNeed need, McAudience audience);

#endif
