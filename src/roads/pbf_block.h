/* pbf_block.h — between the two files of the PBF reader. */
#ifndef MLG_ROADS_PBF_BLOCK_H
#define MLG_ROADS_PBF_BLOCK_H

#include "base/error.h"
#include "roads/pbf.h"

/* The unpacked content of a blob, in the scratch. */
mlg_status mlg__pbf_unpack(const struct source *s, struct pbf_blob blob, struct pbf_scratch *scratch,
                           struct wire *content, mlg_error *err);
/* MLG_BAD_INPUT at "file:offset". */
mlg_status mlg__pbf_bad(const struct source *s, size_t offset, mlg_error *err, struct mlg_txt message,
                        struct mlg_txt hint);

#endif
