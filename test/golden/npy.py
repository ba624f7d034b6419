"""Files as numpy.save writes them: what src/base/npy.ts writes must be the same bytes.

pip install numpy==2.4.6
python npy.py > npy.json
"""

import base64
import io
import json

import numpy as np


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


shapes = [(2, 3), (3,), (0, 80), (1, 1), (12, 1), (2, 2, 2)]
arrays = [np.linspace(-1, 1, int(np.prod(shape)), dtype="<f4").reshape(shape) for shape in shapes]
others = {
    "float64": np.zeros((2, 3)),
    "big-endian": np.zeros((2, 3), ">f4"),
    "fortran": np.asfortranarray(np.ones((2, 3), "<f4")),
}
print(
    json.dumps(
        dict(
            numpy=np.__version__,
            arrays=[dict(shape=a.shape, data=a.ravel().tolist(), bytes=saved(a)) for a in arrays],
            refused={name: saved(a) for name, a in others.items()},
        ),
        indent=1,
    )
)
