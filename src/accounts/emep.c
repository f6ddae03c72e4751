/* emep.c — energy of diesel vehicles by average speed, EMEP/EEA guidebook [EMEP2023], uncalibrated. See energy.h. */
#include "accounts/energy.h"

double mlg__emep_mj_per_km(const struct emep_row *row, double speed_kmh)
{
    double v = speed_kmh;
    if (v < row->vmin_kmh) v = row->vmin_kmh;
    if (v > row->vmax_kmh) v = row->vmax_kmh;
    const double above = row->alpha * v * v + row->beta * v + row->gamma + row->delta / v;
    const double below = row->epsilon * v * v + row->zita * v + row->hta;
    return above / below * (1 - row->rf_percent / 100);
}
