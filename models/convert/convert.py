"""Writes models/*.onnx and models/cards.json from the published PyTorch weights.

The graph is written node by node, not traced, so that names stay readable and
the same weights always give the same bytes. See README.md.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from networks import WEIGHTS, load_network
from onnx import TensorProto, helper, numpy_helper

MODELS = Path(__file__).resolve().parent.parent
OPSET = 17
IR_VERSION = 8
DIMENSIONS = 1280
MAX_BYTES = 10_000_000


class GraphWriter:
    """Collects the nodes and initializers of one graph; a node bears the name of its output."""

    def __init__(self):
        self.nodes, self.initializers = [], []

    def constant(self, name, array):
        self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def node(self, op, inputs, name, output=None, **attributes):
        output = output or name
        self.nodes.append(helper.make_node(op, inputs, [output], name=name, **attributes))
        return output

    def parameter(self, name, array):
        """Stored as float16, used as float32."""
        half = array.astype(np.float16)
        assert np.isfinite(half).all(), f"{name} does not fit float16"
        return self.node("Cast", [self.constant(name, half)], f"{name}.float32", to=TensorProto.FLOAT)


def fold(conv, norm):
    """Convolution weights and bias that include the batch normalisation, in float64."""
    mean, variance, gain, shift, weight = (
        tensor.detach().double().numpy()
        for tensor in (norm.running_mean, norm.running_var, norm.weight, norm.bias, conv.weight)
    )
    scale = gain / np.sqrt(variance + norm.eps)
    return weight * scale[:, None, None, None], shift - mean * scale


def pads_of(conv):
    """ONNX pads [top, left, bottom, right] of the padding that the network chose for its picture size."""
    left, right, top, bottom = getattr(conv.static_padding, "padding", (0, 0, 0, 0))
    return [top, left, bottom, right]


def write_conv(graph, conv, norm, source, name, output=None):
    weight, bias = fold(conv, norm)
    inputs = [
        source,
        graph.parameter(f"{name}.weight", weight),
        graph.parameter(f"{name}.bias", bias),
    ]
    return graph.node(
        "Conv", inputs, f"{name}.conv", output,
        kernel_shape=list(conv.kernel_size), strides=list(conv.stride),
        pads=pads_of(conv), group=conv.groups, dilations=list(conv.dilation),
    )


def write_conv_relu6(graph, conv, norm, source, name):
    conv_output = write_conv(graph, conv, norm, source, name)
    return graph.node("Clip", [conv_output, "relu6.min", "relu6.max"], f"{name}.relu6")


def has_skip(block):
    args = block._block_args
    stride = block._depthwise_conv.stride[0]
    return args.id_skip and stride == 1 and args.input_filters == args.output_filters


def write_block(graph, block, source, name):
    """Inverted residual: expand, depthwise, project, and the skip where shapes allow it."""
    x, output = source, f"{name}.output"
    if hasattr(block, "_expand_conv"):
        x = write_conv_relu6(graph, block._expand_conv, block._bn0, x, f"{name}.expand")
    x = write_conv_relu6(graph, block._depthwise_conv, block._bn1, x, f"{name}.depthwise")
    if not has_skip(block):
        return write_conv(graph, block._project_conv, block._bn2, x, f"{name}.project", output)
    x = write_conv(graph, block._project_conv, block._bn2, x, f"{name}.project")
    return graph.node("Add", [x, source], f"{name}.add", output)


def write_graph(network):
    graph = GraphWriter()
    graph.constant("relu6.min", np.float32(0))
    graph.constant("relu6.max", np.float32(6))
    x = write_conv_relu6(graph, network._conv_stem, network._bn0, "images", "stem")
    for index, block in enumerate(network._blocks):
        assert not block.has_se, "the Lite networks have no squeeze-and-excitation"
        x = write_block(graph, block, x, f"blocks.{index}")
    x = write_conv_relu6(graph, network._conv_head, network._bn1, x, "head")
    x = graph.node("GlobalAveragePool", [x], "pool")
    graph.node("Flatten", [x], "flatten", "features", axis=1)
    return graph


def build_model(name, network):
    size_px = network.input_image_size
    graph = write_graph(network)
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["N", 3, size_px, size_px])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", DIMENSIONS])
    model = helper.make_model(
        helper.make_graph(graph.nodes, name, [images], [features], graph.initializers),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION, producer_name="discern models/convert",
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def convert(name):
    """Writes one ONNX file and returns its card."""
    network = load_network(name)
    model = build_model(name, network)
    data = model.SerializeToString(deterministic=True)
    assert len(data) < MAX_BYTES, f"{name} has {len(data)} bytes"
    (MODELS / f"{name}.onnx").write_bytes(data)
    return {
        "file": f"{name}.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "sizePx": network.input_image_size,
        "dimensions": DIMENSIONS,
        "input": "images",
        "output": "features",
    }


def main():
    cards = {name: convert(name) for name in WEIGHTS}
    (MODELS / "cards.json").write_text(json.dumps(cards, indent=2) + "\n")
    for card in cards.values():
        print(card["sha256"], card["bytes"], card["file"])


if __name__ == "__main__":
    main()
