"""Draw a GeoPackage with a real QGIS: run by the system's Python, not by the tests' own.

Usage: ``python3 qgis_draw.py FILE PICTURE``. Prints JSON: the renderer of each layer, its classes,
and the colours of the picture.
"""

import json
import sys
from collections import Counter

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

application = QgsApplication([], False)
application.initQgis()
source, picture = sys.argv[1:]
layers = [
    QgsVectorLayer(f"{source}|layername={name}", name, "ogr")
    for name in ("plan_lieux", "structures", "communes")
]
said = {}
for layer in layers:
    renderer = layer.renderer()
    said[layer.name()] = {
        "valid": layer.isValid(),
        "renderer": renderer.type(),
        "crs": layer.crs().authid(),
        "styles": layer.listStylesInDatabase()[0],
    }
sites = layers[0].renderer()
said["plan_lieux"]["drawn"] = [each.value() for each in sites.categories() if each.renderState()]
categories = {each.value(): each.symbol().symbolLayerCount() for each in renderer.categories()}
said["communes"]["categories"] = categories
column = renderer.classAttribute()
said["communes"]["values"] = Counter(feature[column] for feature in layers[-1].getFeatures())
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setDestinationCrs(layers[-1].crs())
settings.setExtent(layers[-1].extent())
settings.setOutputSize(QSize(700, 1000))
settings.setBackgroundColor(QColor("white"))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(picture)
colours = Counter(
    image.pixelColor(x, y).name()
    for x in range(0, image.width(), 3)
    for y in range(0, image.height(), 3)
)
said["colours"] = dict(colours.most_common(12))
print(json.dumps(said))
