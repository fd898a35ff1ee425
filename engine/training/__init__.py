"""Makes the witness network and the calibration of the rule from photos that are not part of the project.

Run `python -m engine.training --photos FOLDER`; it needs the extra `train`. Nothing else imports this room.
"""

INPUT_SIZE = 224
"""Pixels of a side of the square that EfficientNet-Lite0 was trained on."""
