"""Where nodes stand: the same network gives the same picture, on any machine.

Each connected part is laid out by forces (Fruchterman and Reingold, "Graph drawing by
force-directed placement", 1991, from a sunflower spiral instead of random places), overlapping
labels are pushed apart, and the parts are packed in rows, the largest first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.network.network import Network

    Points = NDArray[np.float32]

SPACING = 190.0  # pixels between neighbours, in the middle of all
_ROWS = 512  # of the matrix of distances held in memory at a time
_READABLE = 800  # nodes of one part whose names can all be read; beyond, names give way
_WORK = 2.0e8  # distances computed for one part, at most about
_GOLDEN = math.pi * (3 - math.sqrt(5))


def place_nodes(
    network: Network, boxes: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[int, int]]:
    """Find the place of every node, in pixels around (0, 0), by IRI.

    ``boxes`` holds the width and height in pixels that a node and its label take.
    """
    boxes = boxes or {}
    weights = _weights(network)
    parts = []
    for members in _parts(weights):
        sizes = np.array([boxes.get(node, (60, 40)) for node in members], dtype=np.float32)
        sizes *= np.float32(min(1.0, math.sqrt(_READABLE / len(members))))
        parts.append((members, _separate(_landscape(_forces(members, weights)), sizes), sizes))
    return _pack(parts)


def _weights(network: Network) -> dict[str, dict[str, float]]:
    """Say how strongly each pair pulls: more with its claims, less with its edges, which need room."""
    pairs: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for edge in network.edges:
        if edge.source != edge.target:
            pairs[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge.weight)
    weights: dict[str, dict[str, float]] = {node.id: {} for node in network.nodes}
    for (one, other), claims in pairs.items():
        pull = (1 + math.log2(sum(claims)) / 8) / math.sqrt(len(claims))
        weights[one][other] = weights[other][one] = pull
    return weights


def _parts(weights: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """List connected parts, largest first; in each the best connected node, then its neighbours."""
    order = sorted(weights, key=lambda node: (-len(weights[node]), node))
    seen: set[str] = set()
    parts = []
    for start in order:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            fresh = [other for other in weights[node] if other not in seen]
            seen.update(fresh)
            part.extend(sorted(fresh, key=lambda other: (-len(weights[other]), other)))
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _forces(members: Sequence[str], weights: Mapping[str, Mapping[str, float]]) -> Points:
    count = len(members)
    index = np.arange(count, dtype=np.float32)
    radius, angle = np.sqrt(index + 0.5) * SPACING, index * _GOLDEN
    points: Points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).astype(np.float32)
    if count < 3:
        return points
    place = {node: at for at, node in enumerate(members)}
    pairs = [(place[a], place[b], w) for a in members for b, w in weights[a].items() if place[a] < place[b]]
    ends = np.array([pair[:2] for pair in pairs], dtype=np.intp)
    pull = np.array([pair[2] for pair in pairs], dtype=np.float32)
    degree = np.bincount(ends.ravel(), minlength=count).astype(np.float32)
    push = np.sqrt(degree)[:, None].astype(np.float32)  # hubs keep more room around them
    steps = int(min(300, max(40, _WORK / count**2)))
    heat = SPACING * math.sqrt(count) / 4
    for step in range(steps):
        move = _repulsion(points, push) - points * np.float32(0.02)
        across = points[ends[:, 1]] - points[ends[:, 0]]
        length = np.linalg.norm(across, axis=1, keepdims=True)
        tug = across * length / SPACING * pull[:, None]
        np.add.at(move, ends[:, 0], tug)
        np.add.at(move, ends[:, 1], -tug)
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-3)
        points += move / length * np.minimum(length, heat * (1 - step / steps) ** 1.5)
    across = points[ends[:, 1]] - points[ends[:, 0]]
    spread = SPACING * min(2.0, max(1.0, math.sqrt(count / 500)))
    points *= spread / max(1.0, float(np.median(np.linalg.norm(across, axis=1))))
    return points


def _landscape(points: Points) -> Points:
    """Turn the points so that they spread from left to right, as screens do."""
    if len(points) < 3:
        return points
    centred = points - points.mean(axis=0)
    xx, xy, yy = (float((centred[:, a] * centred[:, b]).sum()) for a, b in ((0, 0), (0, 1), (1, 1)))
    angle = math.atan2(2 * xy, xx - yy) / 2  # of the main axis
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32)
    turned: Points = (centred @ turn).astype(np.float32)
    return turned


def _repulsion(points: Points, push: Points) -> Points:
    """Sum what all other nodes push each node away by."""
    moves = np.empty_like(points)
    strength = np.float32(SPACING**2)
    for first in range(0, len(points), _ROWS):
        rows = slice(first, first + _ROWS)
        x = points[rows, 0][:, None] - points[None, :, 0]
        y = points[rows, 1][:, None] - points[None, :, 1]
        force = strength * push[rows] * push[:, 0][None, :] / np.maximum(x * x + y * y, 1)
        moves[rows, 0] = (x * force).sum(axis=1)
        moves[rows, 1] = (y * force).sum(axis=1)
    return moves


def _separate(points: Points, sizes: Points) -> Points:
    """Push apart what overlaps, along the shorter way."""
    count = len(points)
    if count < 2:
        return points
    for _ in range(int(min(150, max(4, _WORK / 8 / count**2)))):
        moves = np.zeros_like(points)
        for first in range(0, count, _ROWS):
            rows = slice(first, first + _ROWS)
            gaps = points[rows, None, :] - points[None, :, :]
            over = (sizes[rows, None, :] + sizes[None, :, :]) / 2 - np.abs(gaps)
            hit = (over > 0).all(axis=2)
            hit[np.arange(hit.shape[0]), np.arange(first, first + hit.shape[0])] = False
            sideways = hit & (over[..., 0] < over[..., 1])
            crowd = np.maximum(1, hit.sum(axis=1))
            for axis, chosen in ((0, sideways), (1, hit & ~sideways)):
                push = np.where(chosen, np.copysign(over[..., axis], gaps[..., axis]), 0)
                moves[rows, axis] = push.sum(axis=1) / np.sqrt(crowd) / 2
        if not moves.any():
            break
        points = points + np.clip(moves, -SPACING / 4, SPACING / 4)
    return points


def _pack(parts: Sequence[tuple[Sequence[str], Points, Points]]) -> dict[str, tuple[int, int]]:
    """Set parts in rows about as wide as a screen that holds them all, centred on (0, 0)."""
    boxes = []
    for _, points, sizes in parts:
        low, high = (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)
        boxes.append((low, high - low + SPACING / 2))
    area = sum(float(size[0] * size[1]) for _, size in boxes)
    widest = max((float(size[0]) for _, size in boxes), default=0.0)
    limit = max(widest, math.sqrt(area * 1.6))
    places: dict[str, tuple[float, float]] = {}
    x = y = row = right = 0.0
    for (members, points, _), (low, size) in zip(parts, boxes, strict=True):
        if x and x + float(size[0]) > limit:
            x, y, row = 0.0, y + row, 0.0
        for node, point in zip(members, points - low, strict=True):
            places[node] = (x + float(point[0]), y + float(point[1]))
        x, row = x + float(size[0]), max(row, float(size[1]))
        right = max(right, x)
    return {node: (round(px - right / 2), round(py - (y + row) / 2)) for node, (px, py) in places.items()}
