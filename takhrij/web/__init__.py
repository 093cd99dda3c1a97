"""The workbench: a web front above the pipeline. Not built yet; the room stands so that imports keep their order."""
