"""Counts the operations of matrix products and convolutions that really run, forwards and backwards."""

from torch.utils._python_dispatch import TorchDispatchMode


def _size(shape):
    product = 1
    for side in shape:
        product *= side
    return product


class FlopCounter(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.flops = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        self.flops += 2 * self._products(func.overloadpacket.__name__, args, result)
        return result

    def _products(self, name, args, result):
        if name in ("mm", "bmm"):
            return _size(result.shape) * args[0].shape[-1]
        if name in ("addmm", "baddbmm"):
            return _size(result.shape) * args[1].shape[-1]
        if name == "convolution":
            return _size(result.shape) * _size(args[1].shape[1:])
        if name == "convolution_backward":
            once = _size(args[0].shape) * _size(args[2].shape[1:])
            return once * (bool(args[-1][0]) + bool(args[-1][1]))
        if name == "_scaled_dot_product_flash_attention_for_cpu":
            q, k = args[0].shape, args[1].shape
            return 2 * _size(q) * k[-2]
        if name == "_scaled_dot_product_flash_attention_for_cpu_backward":
            # As in the explicit form, two products for each of the forward pass's two.
            q, k = args[1].shape, args[2].shape
            return 4 * _size(q) * k[-2]
        return 0
