#include "qemu-card.h"

/* It neither amplifies nor attenuates at its volume of +8 dB. */
const McEnrolment qemu_card = {
    .kind = MC_DEVICE_AUDIOMETER,
    .serial = "SC-0001",
    .certificate = "VM-1",
    .calibrated_yyyymmdd = 20260102,
    .calibration_expires_yyyymmdd = 20991231,
    .has_sound_card = TRUE,
    .sound_card = {.vendor_id = 0x46f4,
        .product_id = 0x0002,
        .laboratory = "Example Metrology Laboratory",
        .transducer = "HDA 200",
        .transducer_serial = "H-1",
        .volume_db_256 = 8 * 256,
        .ceiling_deci_db_hl = 800,
        .full_scale_deci_db_spl = {1100, 1100},
        .corrections = {3, {{500, {0, 0}}, {1000, {3, -4}}, {4000, {0, 0}}}}},
};
