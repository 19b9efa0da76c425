#ifndef MC_TESTS_FAULT_DISK_H
#define MC_TESTS_FAULT_DISK_H

/* The disk of a kiosk that has its gateway in the same folder: all that is the kiosk's, and nothing
 * of the gateway's. Nothing of it runs meanwhile. */

/* From one folder into another, which is made. */
void mc_disk_copy(const char *from, const char *to);
/* One file or folder of it. */
void mc_disk_copy_one(const char *path, const char *folder);
void mc_disk_remove(const char *folder);

#endif
