"""The sizes of the network's outputs, shared by the parts with and without PyTorch."""

STRIDE = 4
GRID = 40
HEAD = {"presence": slice(0, 1), "cut": slice(1, 5), "corners": slice(5, 13)}
