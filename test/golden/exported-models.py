"""Writes test/golden/exported-models/NAME.EXPORTER-OPSET.onnx.gz: the structures of image networks as PyTorch exports them.

Run in an environment with torch 2.13.0, torchvision 0.28.0, timm 1.0.31, onnx 1.23.2 and onnxscript 0.7.2, from the root
of the repository:  python test/golden/exported-models.py [NAME ...]
Networks are narrow and shallow, weights random. Long weights are stored without their numbers, which the tests draw
anew; the shapes in `value_info` are those of onnx.shape_inference for a batch of 2.
"""

import gzip
import io
import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import timm
import torch
from onnx import numpy_helper
from timm.layers import set_fused_attn
from timm.models import efficientnet as efficient
from timm.models import mobilenetv3 as mobile
from torchvision import models as tv

warnings.filterwarnings("ignore")
FOLDER = Path("test/golden/exported-models")
BATCH = 2
SCRIPT = [11, 13, 17]
DYNAMO = [18, 21]


def of_timm(name, **options):
    return lambda: timm.create_model(name, pretrained=False, **options)


def standardised():
    convolution = partial(timm.layers.StdConv2d, eps=1e-8)
    options = dict(stem_chs=16, stem_type="fixed", conv_layer=convolution, norm_layer=partial(timm.layers.GroupNormAct, num_groups=8))
    return timm.models.resnetv2.ResNetV2((1, 1), (32, 64), **options)


def tiered():
    options = dict(channels=(16, 32, 48, 64), stem_width=8, stem_type="deep_tiered", avg_down=True)
    return timm.models.resnet.ResNet(timm.models.resnet.BasicBlock, (1, 1, 1, 1), **options)


def regnet_y():
    parameters = tv.regnet.BlockParams.from_init_params(8, 16, 8.0, 2.2, group_width=8, se_ratio=0.25)
    return tv.RegNet(parameters)


VIT = dict(img_size=64, embed_dim=48, depth=2, num_heads=3)
MODELS = {
    "mobilenet-v1": (lambda: efficient._gen_mobilenet_v1("mobilenetv1_100", 0.25), 64),
    "mobilenet-v2": (lambda: tv.mobilenet_v2(width_mult=0.25), 64),
    "mobilenet-v3": (of_timm("mobilenetv3_small_050"), 64),
    "mobilenet-v4": (of_timm("mobilenetv4_conv_small_035"), 64),
    "mobilenet-v4-hybrid": (lambda: mobile._gen_mobilenet_v4("mobilenetv4_hybrid_medium", 0.25), 64),
    "efficientnet": (lambda: efficient._gen_efficientnet("efficientnet_b0", 0.25, 0.5), 64),
    "efficientnet-lite-same-pads": (lambda: efficient._gen_efficientnet_lite("tf_efficientnet_lite0", 0.25, 0.5, pad_type="same"), 65),
    "resnet": (lambda: tv.ResNet(tv.resnet.Bottleneck, [1, 1, 1, 1], width_per_group=16), 64),
    "resnet-tiered": (tiered, 64),
    "resnet-v2-standardised": (standardised, 64),
    "densenet": (lambda: tv.DenseNet(8, (2, 2, 2, 2), 16), 64),
    "squeezenet": (lambda: tv.squeezenet1_1(), 65),
    "convnext": (of_timm("convnext_tiny", depths=(1, 1, 2, 1), dims=(16, 32, 48, 64)), 64),
    "convnext-v2": (of_timm("convnextv2_atto", depths=(1, 1, 2, 1), dims=(16, 32, 48, 64)), 64),
    "regnet-x": (of_timm("regnetx_002"), 64),
    "regnet-y": (regnet_y, 64),
    "shufflenet": (lambda: tv.shufflenet_v2_x0_5(), 64),
    "vit": (of_timm("vit_tiny_patch16_224", **VIT), 64),
    "vit-torchvision": (lambda: tv.VisionTransformer(64, 16, 2, 3, 48, 96), 64),
    "deit-distilled": (of_timm("deit_tiny_distilled_patch16_224", **VIT), 64),
    "dino-v2": (of_timm("vit_small_patch14_dinov2", **{**VIT, "img_size": 56}), 56),
    "dino-v2-any-size": (of_timm("vit_small_patch14_dinov2", **{**VIT, "img_size": 70}, dynamic_img_size=True), 56),
    "swin": (of_timm("swin_tiny_patch4_window7_224", img_size=112, embed_dim=24, depths=(2, 2), num_heads=(1, 2)), 112),
    "swin-torchvision": (lambda: tv.SwinTransformer([4, 4], 24, [2, 2], [1, 2], [7, 7]), 112),
    "swin-v2": (of_timm("swinv2_cr_tiny_224", img_size=112, embed_dim=24, depths=(2, 2), num_heads=(1, 2)), 112),
    "fastvit": (of_timm("fastvit_t8", layers=(1, 1, 1, 1), embed_dims=(16, 32, 64, 128)), 64),
    "fastvit-attention": (of_timm("fastvit_sa12", layers=(1, 1, 1, 1), embed_dims=(16, 32, 64, 128)), 64),
}


def exported(model, size, opset, dynamo):
    images = torch.randn(BATCH, 3, size, size)
    file = io.BytesIO()
    names = dict(input_names=["images"], output_names=["features"])
    if dynamo:
        free = ({0: torch.export.Dim("N")},)
        program = torch.onnx.export(model, (images,), dynamic_shapes=free, opset_version=opset, dynamo=True, verbose=False, **names)
        return program.model_proto
    free = {"images": {0: "N"}, "features": {0: "N"}}
    torch.onnx.export(model, (images,), file, dynamic_axes=free, opset_version=opset, dynamo=False, **names)
    return onnx.load_from_string(file.getvalue())


def with_shapes(proto):
    fixed = onnx.ModelProto()
    fixed.CopyFrom(proto)
    del fixed.graph.value_info[:]
    fixed.graph.input[0].type.tensor_type.shape.dim[0].dim_value = BATCH
    del fixed.graph.output[0].type.tensor_type.shape.dim[:]
    fixed.graph.output[0].type.tensor_type.ClearField("shape")
    inferred = onnx.shape_inference.infer_shapes(fixed, data_prop=True)
    del proto.graph.value_info[:]
    proto.graph.value_info.extend(inferred.graph.value_info)


def strip(graph):
    inside = [attribute.t for node in graph.node for attribute in node.attribute if attribute.name == "value"]
    for tensor in [*graph.initializer, *inside]:
        numbers = numpy_helper.to_array(tensor)
        # Masks of attention stay: what they forbid has no random place.
        if numbers.dtype == np.float32 and numbers.size > 64 and numbers.min() > -10:
            for field in ("raw_data", "float_data"):
                tensor.ClearField(field)
        tensor.ClearField("metadata_props")
    for part in [*graph.node, *graph.input, *graph.output, *graph.value_info]:
        part.ClearField("doc_string")
        part.ClearField("metadata_props")


def structure(name, opset, dynamo):
    build, size = MODELS[name]
    torch.manual_seed(0)
    set_fused_attn(dynamo or opset >= 14)
    proto = exported(build().eval(), size, opset, dynamo)
    with_shapes(proto)
    strip(proto.graph)
    proto.ClearField("metadata_props")
    return proto


def write(name, opsets, dynamo):
    """A file for every operator set in which the exporter writes something else than in the one before."""
    before = None
    for opset in opsets:
        try:
            proto = structure(name, opset, dynamo)
        except Exception as error:  # What an exporter cannot do is no matter of ours.
            print("FAILED", name, opset, "dynamo" if dynamo else "script", repr(error)[:300])
            continue
        path = FOLDER / f"{name}.{'dynamo' if dynamo else 'script'}-{opset}.onnx.gz"
        path.unlink(missing_ok=True)
        graph = proto.graph.SerializeToString()
        if graph == before:
            continue
        before = graph
        path.write_bytes(gzip.compress(proto.SerializeToString(), 9, mtime=0))
        print(path.name, path.stat().st_size, len(proto.graph.node), sorted({node.op_type for node in proto.graph.node}))


FOLDER.mkdir(exist_ok=True)
for name in sys.argv[1:] or MODELS:
    write(name, SCRIPT, dynamo=False)
    write(name, DYNAMO, dynamo=True)
