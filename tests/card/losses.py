"""What the network is trained to do."""

import torch
import torch.nn.functional as F

from network_shape import GRID, HEAD, STRIDE

SIGMA = 0.85
ROWS, COLUMNS = torch.meshgrid(torch.arange(GRID, dtype=torch.float32), torch.arange(GRID, dtype=torch.float32), indexing="ij")


def measure(maps, vector, target):
    """Return the total loss and its parts.

    target: presence (n), corners in canvas pixels (n, 4, 2) in order, cut sides (n, 4).
    """
    present, cells = target["presence"], (target["corners"] + 0.5) / STRIDE - 0.5
    parts = {
        "corners": lose_corners(maps[:, :4], cells, present),
        "mask": F.binary_cross_entropy_with_logits(maps[:, 4], draw_masks(cells, present)),
        "presence": F.binary_cross_entropy_with_logits(vector[:, HEAD["presence"]].squeeze(1), present),
    }
    some = present.sum().clamp_min(1)

    def average(each):
        return (each * present).sum() / some

    cut = F.binary_cross_entropy_with_logits(vector[:, HEAD["cut"]], target["cut"], reduction="none").mean(1)
    wanted = (target["corners"].flatten(1) - 79.5) / 80
    direct = F.smooth_l1_loss(vector[:, HEAD["corners"]], wanted, reduction="none", beta=0.05).mean(1)
    parts |= {"cut": average(cut), "direct": average(direct)}
    weights = {"corners": 1, "mask": 4, "presence": 0.7, "cut": 0.4, "direct": 6}
    return sum(weights[name] * part for name, part in parts.items()), parts


def lose_corners(maps, cells, present):
    """Cross-entropy of each corner map over all cells and a dustbin of logit 0.

    The dustbin is right where the corner lies outside the canvas or there is no document.
    """
    x, y = cells[..., 0, None, None], cells[..., 1, None, None]
    bump = torch.exp(-((COLUMNS - x) ** 2 + (ROWS - y) ** 2) / (2 * SIGMA**2)).flatten(2)
    bump = bump / bump.sum(2, keepdim=True).clamp_min(1e-6)
    inside = ((cells > -0.4) & (cells < GRID - 0.6)).all(2).float() * present[:, None]
    wanted = torch.cat([bump * inside[..., None], 1 - inside[..., None]], 2)
    logits = torch.cat([maps.flatten(2), maps.new_zeros(len(maps), 4, 1)], 2)
    cross = -(wanted * F.log_softmax(logits, 2)).sum(2)
    floor = -(wanted * (wanted + 1e-9).log()).sum(2)
    return (cross - floor).mean()


def draw_masks(cells, present):
    """Return the document's area on the grid, soft over one cell at its edge."""
    side = torch.roll(cells, -1, 1) - cells
    side = side / side.norm(dim=2, keepdim=True).clamp_min(1e-3)
    along_x, along_y = side[..., 0, None, None], side[..., 1, None, None]
    depth = along_x * (ROWS - cells[..., 1, None, None]) - along_y * (COLUMNS - cells[..., 0, None, None])
    return (depth + 0.5).clamp(0, 1).min(1)[0] * present[:, None, None]
