set(MLG_SOURCES
    show.c words.c facts.c page.c svg.c
    summary.c outlines.c map_areas.c map_still.c map_data.c map.c compare.c time.c co2.c rounds.c streets.c streets_picture.c power.c costs.c sites.c prices.c proof.c front.c
    notes.c report.c
    comparison.c figures.c comparison_csv.c side_parts.c side_tables.c side_years.c side_sites.c side_asked.c side_by_side.c)

# The page's style and script are single files made here from ours and Leaflet's (Debian: libjs-leaflet). Without
# Leaflet the report still works: the live map is left out, the still maps stay.
find_file(MLG_LEAFLET_JS leaflet.min.js PATHS /usr/share/javascript/leaflet /usr/local/share/javascript/leaflet
    PATH_SUFFIXES leaflet DOC "Leaflet, minified, for the map of report.html")
find_file(MLG_LEAFLET_CSS leaflet.css PATHS /usr/share/javascript/leaflet /usr/local/share/javascript/leaflet
    PATH_SUFFIXES leaflet DOC "Leaflet's style sheet")
set(report_assets ${CMAKE_CURRENT_SOURCE_DIR}/report/assets)
set(report_made ${PROJECT_BINARY_DIR}/report)
set(leaflet_js "")
set(leaflet_css "")
if(MLG_LEAFLET_JS AND MLG_LEAFLET_CSS)
    file(READ ${report_assets}/leaflet-licence.js leaflet_licence)
    file(READ ${MLG_LEAFLET_JS} leaflet_js)
    file(READ ${MLG_LEAFLET_CSS} leaflet_css)
    # Nothing in the page may point outside it, not even what would never be fetched.
    string(REGEX REPLACE "//# sourceMappingURL=[^\n]*" "" leaflet_js "${leaflet_js}")
    string(REGEX REPLACE "url\\([^)]*\\)" "none" leaflet_css "${leaflet_css}")
    string(REGEX REPLACE "/\\*# sourceMappingURL=[^*]*\\*/" "" leaflet_css "${leaflet_css}")
    string(PREPEND leaflet_js "${leaflet_licence}")
else()
    message(STATUS "report: Leaflet not found (Debian: libjs-leaflet); the report's map will not be interactive")
endif()
file(READ ${report_assets}/map.js map_js)
file(READ ${report_assets}/report.css report_css)
file(GENERATE OUTPUT ${report_made}/report.css CONTENT "${leaflet_css}\n${report_css}")
file(GENERATE OUTPUT ${report_made}/report.js CONTENT "${leaflet_js}\n${map_js}")
string(SHA256 report_digest "${leaflet_js}\n${map_js}")
file(GENERATE OUTPUT ${report_made}/report.js.sha256 CONTENT "${report_digest}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    ${report_assets}/map.js ${report_assets}/report.css ${report_assets}/leaflet-licence.js)
mlg_embed(MLG_SOURCES report_css ${report_made}/report.css)
mlg_embed(MLG_SOURCES report_script ${report_made}/report.js)
mlg_embed(MLG_SOURCES report_script_sha256 ${report_made}/report.js.sha256)
mlg_embed(MLG_SOURCES side_by_side_css ${report_assets}/side_by_side.css)
mlg_embed(MLG_SOURCES outlines_regions ${PROJECT_SOURCE_DIR}/data/outlines/regions.txt)
mlg_embed(MLG_SOURCES outlines_departements ${PROJECT_SOURCE_DIR}/data/outlines/departements.txt)
