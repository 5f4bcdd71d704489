"""The interactive map: a Folium map in a page that holds everything it needs."""
