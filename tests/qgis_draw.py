"""Draw layers of a GeoPackage with a real QGIS: run by the system's Python, not by the tests' own.

Usage: ``python3 qgis_draw.py FILE PICTURE LAYER...``, the first layer on top. Prints JSON: of each
layer how it is drawn and what it holds, by its name; and the colours of the picture.
"""

import json
import sys
from collections import Counter
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def told(layer: QgsVectorLayer) -> dict[str, Any]:
    """Tell the renderer, the styles, the classes that are drawn and how many features have each."""
    renderer = layer.renderer()
    said = {
        "valid": layer.isValid(),
        "renderer": renderer.type(),
        "crs": layer.crs().authid(),
        "styles": layer.listStylesInDatabase()[0],
    }
    if said["renderer"] == "categorizedSymbol":
        drawn = [each for each in renderer.categories() if each.renderState()]
        said["categories"] = {each.value(): each.symbol().symbolLayerCount() for each in drawn}
        column = renderer.classAttribute()
        said["values"] = Counter(feature[column] for feature in layer.getFeatures())
    return said


application = QgsApplication([], False)
application.initQgis()
source, picture, *names = sys.argv[1:]
layers = [QgsVectorLayer(f"{source}|layername={name}", name, "ogr") for name in names]
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
said = {layer.name(): told(layer) for layer in layers}
print(json.dumps({**said, "colours": dict(colours.most_common(12))}))
