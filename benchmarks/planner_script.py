"""What a planner would write: read, nearest join, one stock choropleth. A yardstick, not a part."""

import sys

import folium
import geopandas as gpd
import pandas as pd

data, out = sys.argv[1:]
communes = gpd.read_file(f"{data}/communes/communes-39-2026.gpkg").to_crs(2154)
broadband = pd.read_csv(f"{data}/broadband/broadband-39-2026-T2.csv", dtype={"code_insee": str})
hosts = pd.read_csv(f"{data}/advisors/hosts-39-2022.csv").dropna(subset=["latitude"])
places = gpd.GeoDataFrame(
    hosts, geometry=gpd.points_from_xy(hosts["longitude"], hosts["latitude"]), crs=4326
).to_crs(2154)

joined = communes.merge(broadband, left_on="insee", right_on="code_insee")
points = joined.set_geometry(joined.geometry.centroid)
joined["distance_m"] = points.sjoin_nearest(places, distance_col="d").groupby(level=0)["d"].min()
joined["minutes"] = 2 + 1.35 * joined["distance_m"] / 1000

map_ = folium.Map(location=[46.75, 5.7], zoom_start=9)
folium.Choropleth(
    joined.to_crs(4326),
    data=joined,
    columns=["insee", "minutes"],
    key_on="feature.properties.insee",
).add_to(map_)
map_.save(f"{out}/planner.html")
