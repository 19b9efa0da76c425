#ifndef MC_DRIVERS_SIM_PERSON_OPTICS_H
#define MC_DRIVERS_SIM_PERSON_OPTICS_H

/* How sharp a picture falls on a retina. Pure. Private to this room. */

/* What is lost of acuity, in logMAR, 0 and more, where light of this vergence (0 from afar, -1 from
 * a metre) meets an eye with this error (what full distance glasses would have; a myope's is
 * negative) at this age. Accommodation by Hofstetter's mean, 18.5 - 0.3 x age dioptres; the depth
 * of focus of .25 D stays with everybody. Blur lengthens the stroke that is told apart as a second,
 * independent spread of .35 D. */
double mc_sim_optics_loss_log_mar(double error_d, double age_years, double vergence_d);

#endif
