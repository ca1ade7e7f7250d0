"""The usual way to SimCLR's views: PIL pictures, torchvision's transforms, a DataLoader with worker processes."""

from pathlib import Path

import numpy
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Pictures(Dataset):
    """Decoded once and kept as bytes, as torchvision's CIFAR10 does; each sample becomes two views."""

    def __init__(self, folder, side):
        paths = sorted(Path(folder).glob("*.png"))
        self.pixels = numpy.stack([numpy.asarray(Image.open(path).convert("RGB")) for path in paths])
        jitter = transforms.ColorJitter(0.4, 0.4, 0.4, 0.1)
        self.view = transforms.Compose(
            [
                transforms.RandomResizedCrop(side, scale=(0.2, 1.0)),
                transforms.RandomHorizontalFlip(),
                transforms.RandomApply([jitter], p=0.8),
                transforms.RandomGrayscale(p=0.2),
                transforms.ToTensor(),
                transforms.Normalize([0.5, 0.5, 0.5], [0.25, 0.25, 0.25]),
            ]
        )

    def __len__(self):
        return len(self.pixels)

    def __getitem__(self, index):
        picture = Image.fromarray(self.pixels[index])
        return self.view(picture), self.view(picture)


def batches(dataset, batch_size, workers):
    """Endless shuffled batches of views [2N, C, H, W]; worker processes end with the generator."""
    while True:
        loader = DataLoader(dataset, batch_size, shuffle=True, drop_last=True, num_workers=workers)
        for first, second in loader:
            yield torch.cat([first, second])
