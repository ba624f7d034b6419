"""Writes tiny ONNX models, one for each way in which somebody's own model may differ: test/golden/backbones/*.onnx.

Each turns the picture into a few numbers with fixed seeded weights. Made with onnx 1.23.2 and numpy 2:
    python test/golden/backbones.py
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = Path(__file__).resolve().parent / "backbones"
FLOAT, HALF = TensorProto.FLOAT, TensorProto.FLOAT16
NCHW, NHWC = ["N", 3, 8, 8], ["N", 8, 8, 3]


def weights(name, *shape):
    return numpy_helper.from_array(np.random.default_rng(7).standard_normal(shape).astype(np.float32), name)


def conv(source, output):
    """8 channels, stride 2: [N, 3, H, W] -> [N, 8, H/2, W/2]."""
    return helper.make_node("Conv", [source, "kernel"], [output], kernel_shape=[2, 2], strides=[2, 2])


KERNEL = weights("kernel", 8, 3, 2, 2)
POOL = [helper.make_node("GlobalAveragePool", ["map"], ["pooled_map"]),
        helper.make_node("Flatten", ["pooled_map"], ["features"], axis=1)]


def tokens(count):
    """`count` tokens of 8 numbers, padded with or cut from the 16 positions of the map."""
    return [
        helper.make_node("Reshape", ["map", "flat"], ["positions"]),
        helper.make_node("Transpose", ["positions"], ["patches"], perm=[0, 2, 1]),
        helper.make_node("Slice", ["patches", "zero", "extra", "one"], ["first"]),
        helper.make_node("Concat", ["first", "patches"], ["last_hidden_state"], axis=1),
    ] if count > 16 else [
        helper.make_node("Reshape", ["map", "flat"], ["positions"]),
        helper.make_node("Transpose", ["positions"], ["last_hidden_state"], perm=[0, 2, 1]),
    ]


def token_constants(count):
    integers = {"flat": [0, 8, -1], "zero": [0], "extra": [max(count - 16, 0)], "one": [1]}
    return [KERNEL] + [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in integers.items()]


def model(name, nodes, initializers, inputs, outputs):
    used = {source for node in nodes for source in node.input}
    graph = helper.make_graph(
        nodes, name,
        [helper.make_tensor_value_info(*port) for port in inputs],
        [helper.make_tensor_value_info(*port) for port in outputs],
        [constant for constant in initializers if constant.name in used],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made, full_check=True)
    (FOLDER / f"{name}.onnx").write_bytes(made.SerializeToString(deterministic=True))


def main():
    FOLDER.mkdir(exist_ok=True)
    plain = [conv("pixels", "map"), *POOL]
    features = ("features", FLOAT, ["N", 8])
    model("nchw", plain, [KERNEL], [("pixels", FLOAT, NCHW)], [features])
    model("batch-of-one", plain, [KERNEL], [("pixels", FLOAT, [1, 3, 8, 8])], [("features", FLOAT, [1, 8])])
    model("batch-of-two", plain, [KERNEL], [("pixels", FLOAT, [2, 3, 8, 8])], [("features", FLOAT, [2, 8])])
    model("any-size", plain, [KERNEL], [("pixels", FLOAT, ["N", 3, "h", "w"])], [features])
    model("nothing-fixed", plain, [KERNEL], [("pixels", FLOAT, ["a", "b", "c", "d"])], [features])
    model("exporter-names", [conv("pixel_values", "map"), *POOL], [KERNEL],
          [("pixel_values", FLOAT, ["batch_size", "num_channels", "height", "width"])], [features])
    nhwc = [helper.make_node("Transpose", ["pixels"], ["channels_first"], perm=[0, 3, 1, 2]), conv("channels_first", "map")]
    model("nhwc", [*nhwc, *POOL], [KERNEL], [("pixels", FLOAT, NHWC)], [features])
    model("nhwc-map", [*nhwc, helper.make_node("Transpose", ["map"], ["grid"], perm=[0, 2, 3, 1])], [KERNEL],
          [("pixels", FLOAT, NHWC)], [("grid", FLOAT, ["N", 4, 4, 8])])
    model("map", [conv("pixels", "map")], [KERNEL], [("pixels", FLOAT, NCHW)], [("map", FLOAT, ["N", 8, 4, 4])])
    model("pooled-map", plain[:2], [KERNEL], [("pixels", FLOAT, NCHW)], [("pooled_map", FLOAT, ["N", 8, 1, 1])])
    for count in (16, 17, 19):
        model(f"tokens-{count}", [conv("pixels", "map"), *tokens(count)], token_constants(count),
              [("pixels", FLOAT, NCHW)], [("last_hidden_state", FLOAT, ["N", "T", 8])])
    double = helper.make_node("Add", ["features", "features"], ["image_embeds"])
    model("two-outputs", [*plain, double], [KERNEL], [("pixels", FLOAT, NCHW)], [features, ("image_embeds", FLOAT, ["N", 8])])
    strange = [helper.make_node("Identity", ["features"], ["left"]), helper.make_node("Add", ["features", "features"], ["right"])]
    model("two-strangers", [*plain, *strange], [KERNEL], [("pixels", FLOAT, NCHW)],
          [("left", FLOAT, ["N", 8]), ("right", FLOAT, ["N", 8])])
    half = helper.make_node("Cast", ["pixels"], ["wide"], to=FLOAT)
    model("half", [half, conv("wide", "map"), *POOL], [KERNEL], [("pixels", HALF, NCHW)], [features])
    model("text-too", [*plain, helper.make_node("Identity", ["input_ids"], ["ids"])], [KERNEL],
          [("pixels", FLOAT, NCHW), ("input_ids", TensorProto.INT64, ["N", "T"])],
          [features, ("ids", TensorProto.INT64, ["N", "T"])])
    external()


def external():
    """The weights lie in a file that is not there."""
    made = onnx.load(FOLDER / "nchw.onnx")
    onnx.external_data_helper.convert_model_to_external_data(made, location="external.onnx_data", size_threshold=0)
    for kernel in made.graph.initializer:
        kernel.ClearField("raw_data")
    (FOLDER / "external.onnx").write_bytes(made.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
