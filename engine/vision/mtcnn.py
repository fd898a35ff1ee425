"""MTCNN: the cascade of three small networks that finds faces and five landmarks in each.

The networks and their weights are those of the `mtcnn` package; the cascade around them is ours: P-Net sees
the whole image pyramid in one run, and nothing is traced again for another photo size.
Source: Zhang, Zhang, Li, Qiao: Joint Face Detection and Alignment using Multi-task Cascaded Convolutional
Networks, IEEE Signal Processing Letters 23 (2016).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.records import Face, FaceStages
from engine.vision.boxes import Floats, clipped, nms_by_any, squared
from engine.vision.pyramid import MIDDLE_GREY, proposals, pyramid, sheet_of

PROPOSAL_SCORE, REFINED_SCORE, CANDIDATE_SCORE = 0.6, 0.7, 0.5
"""Scores above which boxes outlive P-Net, R-Net and O-Net; the last is low so that a rule can set its own."""
LEVEL_OVERLAP, OVERLAP = 0.5, 0.7
WIDER = 1.2
"""How much wider a face is cut out when O-Net is asked again."""

Pixels = NDArray[np.uint8]
Network = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class FaceTrace:
    """What each stage kept: (n, 5) arrays of x0, y0, x1, y1, score in pixels of the image searched."""

    scales: tuple[float, ...]
    """How much each level of the pyramid was shrunk."""
    proposed: Floats
    """Windows above P-Net's threshold, before non-maximum suppression."""
    p_net: Floats
    r_net: Floats
    o_net: Floats

    @property
    def stages(self) -> FaceStages:
        """The counts alone."""
        return FaceStages(
            pyramid=len(self.scales),
            proposed=len(self.proposed),
            merged=len(self.p_net),
            refined=len(self.r_net),
            faces=len(self.o_net),
        )


class FaceFinder:
    """Finds faces; loads TensorFlow and the three networks when made, which takes seconds."""

    def __init__(self) -> None:
        self._p_net, self._r_net, self._o_net = _compiled_networks()

    @staticmethod
    def version() -> str:
        """The name and version of the networks."""
        return f"mtcnn {version('mtcnn')}"

    def find(self, image: Pixels) -> tuple[tuple[Face, ...], FaceTrace]:
        """Find the faces in `image` (h, w, 3), best first, boxes in its pixels, and say what each stage kept.

        The time grows with the pixels: shrink a photo to about 640 pixels first.
        """
        scales, proposed, p_net = self._propose(image)
        r_net = self._refine(image, p_net)
        o_net, landmarks = self._recognise(image, r_net)
        trace = FaceTrace(scales, proposed, p_net, r_net, o_net)
        return _faces(o_net, landmarks, image), trace

    def confirm(self, image: Pixels, faces: Sequence[Face]) -> tuple[Face, ...]:
        """Ask O-Net again about each face: mirrored, and a little wider. A pattern rarely passes every time.

        `image` (h, w, 3) is the one they were found in.
        """
        if not faces:
            return ()
        frames = squared(np.array([face.box for face in faces]))
        mirrored = frames.copy()
        mirrored[:, [0, 2]] = image.shape[1] - 1 - frames[:, [2, 0]]
        views = ((image, _wider(frames)), (np.ascontiguousarray(image[:, ::-1]), mirrored))
        scores = [self._o_net(view[None], boxes.astype(np.float32))[2].numpy()[:, 1] for view, boxes in views]
        agreements = np.mean(scores, axis=0).tolist()
        return tuple(
            replace(face, agreement=agreement) for face, agreement in zip(faces, agreements, strict=True)
        )

    def _propose(self, image: Pixels) -> tuple[tuple[float, ...], Floats, Floats]:
        """Stage 1, P-Net on the pyramid: windows (n, 5), and boxes merged within and across levels."""
        levels = pyramid(width=image.shape[1], height=image.shape[0])
        if not levels:
            return (), np.empty((0, 5)), np.empty((0, 5))
        offsets, scores = self._p_net(sheet_of(image, levels))
        found = proposals(levels, offsets.numpy()[0], scores.numpy()[0, :, :, 1], threshold=PROPOSAL_SCORE)
        merged = np.concatenate([_merged(boxes, LEVEL_OVERLAP) for boxes in found])
        scales = tuple(level.scale for level in levels)
        return scales, np.concatenate(found), _merged(merged, OVERLAP)

    def _refine(self, image: Pixels, boxes: Floats) -> Floats:
        """Stage 2, R-Net: boxes (n, 5) re-scored, moved and merged."""
        if not len(boxes):
            return boxes
        frames = squared(boxes[:, :4])
        offsets, scores = self._r_net(image[None], frames.astype(np.float32))
        moved = _moved(frames, offsets.numpy(), scores.numpy())
        return _merged(moved[moved[:, 4] > REFINED_SCORE], OVERLAP)

    def _recognise(self, image: Pixels, boxes: Floats) -> tuple[Floats, Floats]:
        """Stage 3, O-Net: boxes (n, 5) and their landmarks (n, 5, 2)."""
        if not len(boxes):
            return boxes, np.empty((0, 5, 2))
        frames = squared(boxes[:, :4])
        offsets, points, scores = self._o_net(image[None], frames.astype(np.float32))
        moved = _moved(frames, offsets.numpy(), scores.numpy())
        landmarks = _landmarks(frames, points.numpy())
        believed = moved[:, 4] > CANDIDATE_SCORE
        moved, landmarks = moved[believed], landmarks[believed]
        kept = nms_by_any(moved[:, :4], moved[:, 4], threshold=OVERLAP, over="min")
        return moved[kept], landmarks[kept]


def _wider(frames: Floats) -> Floats:
    """Frames (n, 4) grown by `WIDER` around their centres."""
    grown = (frames[:, 2:] - frames[:, :2]) * (WIDER - 1) / 2
    return np.hstack([frames[:, :2] - grown, frames[:, 2:] + grown])


def _merged(boxes: Floats, threshold: float) -> Floats:
    return boxes[nms_by_any(boxes[:, :4], boxes[:, 4], threshold=threshold)]


def _moved(frames: Floats, offsets: NDArray[np.float32], scores: NDArray[np.float32]) -> Floats:
    """Frames (n, 4) moved by offsets (n, 4), which count in sides + 1, with the faces' scores of (n, 2)."""
    sides = frames[:, 2:] - frames[:, :2] + 1
    return np.column_stack([frames + offsets * np.hstack([sides, sides]), scores[:, 1]])


def _landmarks(frames: Floats, points: NDArray[np.float32]) -> Floats:
    """O-Net's points (n, 10), five x then five y as shares of the frame, in pixels (n, 5, 2)."""
    sides = frames[:, None, 2:] - frames[:, None, :2] + 1
    return points.reshape(-1, 2, 5).transpose(0, 2, 1) * sides + frames[:, None, :2] - 1


def _faces(boxes: Floats, landmarks: Floats, image: Pixels) -> tuple[Face, ...]:
    inside = clipped(boxes[:, :4], width=image.shape[1], height=image.shape[0])
    return tuple(
        Face(tuple(box), float(score), tuple(map(tuple, points)))
        for box, score, points in zip(inside.tolist(), boxes[:, 4].tolist(), landmarks.tolist(), strict=True)
    )


def _compiled_networks() -> tuple[Network, Network, Network]:
    """P-Net, R-Net and O-Net as graphs traced once for every size of photo and number of boxes."""
    import tensorflow as tf
    from mtcnn.network.onet import ONet
    from mtcnn.network.pnet import PNet
    from mtcnn.network.rnet import RNet

    p_net, r_net, o_net = _loaded(PNet(), "pnet"), _loaded(RNet(), "rnet"), _loaded(ONet(), "onet")
    sheet = tf.TensorSpec((1, None, None, 3), tf.float32)
    picture = tf.TensorSpec((1, None, None, 3), tf.uint8)
    frames = tf.TensorSpec((None, 4), tf.float32)

    def normal(pixels: Any) -> Any:
        return (pixels - MIDDLE_GREY) / 128

    def crops(image: Any, boxes: Any, side: int) -> Any:
        """Each box (x0, y0, x1, y1 pixels) cut out and scaled; what lies outside of the photo is 0."""
        size = tf.cast(tf.shape(image)[1:3], tf.float32)
        shares = tf.gather(boxes, [1, 0, 3, 2], axis=1) / tf.concat([size, size], axis=0)
        first = tf.zeros(tf.shape(boxes)[0], tf.int32)
        return normal(
            tf.image.crop_and_resize(image, shares, first, (side, side), extrapolation_value=MIDDLE_GREY)
        )

    def compiled(network: Any, *inputs: Any) -> Network:
        """Traced for any size; without AutoGraph, which leaves files behind when the process is killed."""
        graph: Network = tf.function(network, input_signature=inputs, autograph=False)
        return graph

    return (
        compiled(lambda sheet: p_net(normal(sheet)), sheet),
        compiled(lambda image, boxes: r_net(crops(image, boxes, 24)), picture, frames),
        compiled(lambda image, boxes: o_net(crops(image, boxes, 48)), picture, frames),
    )


def _loaded(network: Any, name: str) -> Any:
    """Give a network of the `mtcnn` package its weights, by full path: a bare name would be looked up in the
    working folder first, and these files are unpickled."""
    from mtcnn.utils.tensorflow import load_weights

    network.build()
    with resources.as_file(resources.files("mtcnn") / "assets" / "weights" / f"{name}.lz4") as path:
        network.set_weights(load_weights(str(path)))
    return network
