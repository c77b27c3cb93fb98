"""Ruled tables from rules: the grids of a page, their cells merged where an inner edge is missing.

Rules that touch form a component. The rules of a component, snapped together within a tolerance, give the lines of a
grid; neighbouring fields with no rule between them are one cell. Rules that touch no crossing rule (underlines,
blanks to fill in, separators) form no grid.
"""

from bisect import bisect_right

from msgspec import Struct

from extractor.readers.glyphs import Box
from extractor.readers.pdf_edges import Marks, Rule

SNAP = 3.0  # rules closer than this are one rule (double lines, a cell's border drawn twice)
TOP, FOOT = 0.15, 0.25  # of the page's height: where a table begins or ends that a page break cuts
COVER = 0.6  # the part of a field's side that must be ruled


class Region(Struct, frozen=True, gc=False):
    """A cell of a grid: rows and columns from 0, with spans, and its box on the page; ``cut`` by the page's end."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    cut: bool = False


class Grid(Struct, frozen=True):
    """A ruled grid on a page. ``fields`` maps each elementary field (row-major) to its region, -1 for open ground.

    ``ragged`` counts regions that were no rectangle and were cut into rows.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    fields: tuple[int, ...]
    ragged: int = 0

    @property
    def box(self) -> Box:
        """Return the outer box of the grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return len(self.xs) - 1

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within the outer box."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def locate(self, x: float, y: float) -> int:
        """Return the index of the region at a point, -1 where there is none."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return -1
        columns = len(xs) - 1
        row = min(bisect_right(ys, y), len(ys) - 1) - 1
        column = min(bisect_right(xs, x), columns) - 1
        return self.fields[row * columns + column]


def grids(marks: Marks, rows: int, columns: int, height: float | None = None) -> list[Grid]:
    """Return the ruled grids of at least two columns, from the top; at most ``rows`` by ``columns`` each.

    A box of one cell or one column is a frame around text, no table, and is left out. ``height`` is the page's; with
    it, a merged cell that is open towards the page break is a cell.
    """
    horizontal, vertical = _merged(marks.horizontal), _merged(marks.vertical)
    found = []
    for across, down in _components(horizontal, vertical):
        grid = _grid(across, down, rows, columns, height)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(rules: list[Rule]) -> list[Rule]:
    """Join rules on one line that touch or overlap; a rule drawn twice is one."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules), SNAP / 2):
        at = sum(rule[0] for rule in group) / len(group)
        spans = sorted((rule[1], rule[2]) for rule in group)
        start, end = spans[0]
        for low, high in spans[1:]:
            if low <= end + SNAP:
                end = max(end, high)
            else:
                merged.append((at, start, end))
                start, end = low, high
        merged.append((at, start, end))
    return merged


def _clusters(rules: list[Rule], tolerance: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule[0] - groups[-1][0][0] <= tolerance:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group rules that cross or touch. The verticals are sorted, so each rule looks only at those in its reach."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    positions = [rule[0] for rule in vertical]
    for index, (y, left, right) in enumerate(horizontal):
        for at in range(bisect_right(positions, left - SNAP), len(vertical)):
            x, top, bottom = vertical[at]
            if x > right + SNAP:
                break
            if top - SNAP <= y <= bottom + SNAP:
                parent[root(len(horizontal) + at)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(horizontal):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for index, rule in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + index), ([], []))[1].append(rule)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _grid(across: list[Rule], down: list[Rule], max_rows: int, max_columns: int, height: float | None) -> Grid | None:
    across, down = _closed(across, down)
    ys, xs = _positions(across), _positions(down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows > max_rows or columns > max_columns:
        return None
    # right_of[r][c]: a rule stands on the right side of field (r, c); below likewise; index -1 is the outer edge
    sides = _cover(down, xs, ys)
    floors = _cover(across, ys, xs)
    near_top = height is not None and ys[0] < TOP * height
    near_foot = height is not None and ys[-1] > (1 - FOOT) * height
    ground = _open_ground(sides, floors, [edge for edge, near in ((0, near_top), (rows, near_foot)) if near])
    regions, fields, ragged = _regions(xs, ys, sides, floors, ground)
    if len(regions) < 2 or len({region.column for region in regions}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(regions), tuple(fields), ragged)


def _closed(across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Add the outer rules that a table does without: open sides, or no floor where a page break cuts a row.

    A side counts as open where most crossing rules end together beyond the last rule that runs along it.
    """
    left, right = min(rule[1] for rule in across), max(rule[2] for rule in across)
    top, bottom = min(rule[1] for rule in down), max(rule[2] for rule in down)
    floors = [
        (at, left, right)
        for at, ends in ((top, [rule[1] for rule in down]), (bottom, [rule[2] for rule in down]))
        if _open(at, ends, across, 2)
    ]
    walls = [
        (at, top, bottom)
        for at, ends in ((left, [rule[1] for rule in across]), (right, [rule[2] for rule in across]))
        if _open(at, ends, down, 3)
    ]
    return across + floors, down + walls


def _open(outer: float, ends: list[float], along: list[Rule], least: int) -> bool:
    ruled = any(abs(rule[0] - outer) <= 2 * SNAP for rule in along)
    shared = sum(abs(end - outer) <= SNAP for end in ends)
    return not ruled and shared >= max(least, 0.7 * len(ends))


def _positions(rules: list[Rule]) -> list[float]:
    return [sum(rule[0] for rule in group) / len(group) for group in _clusters(sorted(rules), SNAP)]


def _cover(rules: list[Rule], lines: list[float], cuts: list[float]) -> list[list[bool]]:
    """Return for each line of the grid and each stretch between two cuts whether a rule covers it."""
    table = [[0.0] * (len(cuts) - 1) for _ in lines]
    for at, low, high in rules:
        line = _near(lines, at)
        start = max(0, bisect_right(cuts, low) - 1)
        for stretch in range(start, len(cuts) - 1):
            if cuts[stretch] >= high:
                break
            table[line][stretch] += max(0.0, min(high, cuts[stretch + 1]) - max(low, cuts[stretch]))
    return [[covered >= COVER * (cuts[at + 1] - cuts[at]) for at, covered in enumerate(row)] for row in table]


def _near(lines: list[float], at: float) -> int:
    right = min(max(bisect_right(lines, at), 1), len(lines) - 1)
    return right if abs(lines[right] - at) < abs(lines[right - 1] - at) else right - 1


def _open_ground(sides: list[list[bool]], floors: list[list[bool]], breaks: list[int]) -> set[tuple[int, int]]:
    """Return the fields that can be reached from outside the grid without crossing a rule.

    ``breaks`` are the edges (0 or the number of rows) where a page break may cut merged cells.
    """
    rows, columns = len(floors) - 1, len(sides) - 1
    stack = []
    for row in range(rows):
        if not sides[0][row]:
            stack.append((row, 0))
        if not sides[columns][row]:
            stack.append((row, columns - 1))
    for edge, row in ((0, 0), (rows, rows - 1)):
        stack += [
            (row, column)
            for column in range(columns)
            if not floors[edge][column] and not (edge in breaks and _is_cut(row, column, edge, sides, floors))
        ]
    ground: set[tuple[int, int]] = set()
    while stack:
        row, column = stack.pop()
        if (row, column) in ground:
            continue
        ground.add((row, column))
        if row > 0 and not floors[row][column]:
            stack.append((row - 1, column))
        if row < rows - 1 and not floors[row + 1][column]:
            stack.append((row + 1, column))
        if column > 0 and not sides[column][row]:
            stack.append((row, column - 1))
        if column < columns - 1 and not sides[column + 1][row]:
            stack.append((row, column + 1))
    return ground


def _is_cut(row: int, column: int, edge: int, sides: list[list[bool]], floors: list[list[bool]]) -> bool:
    """Tell a merged cell that a page break cuts: its sides are ruled and its other end, only the edge is open."""
    rows, columns = len(floors) - 1, len(sides) - 1
    left = right = column
    while left > 0 and not sides[left][row]:
        left -= 1
    while right < columns - 1 and not sides[right + 1][row]:
        right += 1
    step = 1 if edge == 0 else -1
    at = row
    while 0 <= at < rows:
        inner = any(sides[line][at] for line in range(left + 1, right + 1))
        if inner or not (sides[left][at] and sides[right + 1][at]):
            return False
        far = floors[at + 1 if edge == 0 else at][left : right + 1]
        if all(far):
            return True
        if any(far):
            return False
        at += step
    return False


def _regions(
    xs: list[float], ys: list[float], sides: list[list[bool]], floors: list[list[bool]], ground: set[tuple[int, int]]
) -> tuple[list[Region], list[int], int]:
    rows, columns = len(ys) - 1, len(xs) - 1
    fields = [-1] * (rows * columns)
    regions: list[Region] = []
    ragged = 0

    def claim(row: int, column: int, height: int, width: int) -> None:
        box = (xs[column], ys[row], xs[column + width], ys[row + height])
        for r in range(row, row + height):
            for c in range(column, column + width):
                fields[r * columns + c] = len(regions)
        cut = row + height == rows and not floors[rows][column]
        regions.append(Region(row, column, height, width, box, cut))

    for row in range(rows):
        for column in range(columns):
            if fields[row * columns + column] >= 0 or (row, column) in ground:
                continue
            if floors[row + 1][column] and sides[column + 1][row] and sides[column][row]:
                claim(row, column, 1, 1)  # by far the most; what was above has been claimed by its own patch
                continue
            patch = _patch(row, column, rows, columns, sides, floors)
            top, bottom = min(r for r, _ in patch), max(r for r, _ in patch)
            left, right = min(c for _, c in patch), max(c for _, c in patch)
            if len(patch) == (bottom - top + 1) * (right - left + 1):
                claim(top, left, bottom - top + 1, right - left + 1)
                continue
            ragged += 1
            for r in range(top, bottom + 1):
                stretch = sorted(c for pr, c in patch if pr == r)
                while stretch:
                    width = 1
                    while width < len(stretch) and stretch[width] == stretch[0] + width:
                        width += 1
                    claim(r, stretch[0], 1, width)
                    stretch = stretch[width:]
    return regions, fields, ragged


def _patch(
    row: int, column: int, rows: int, columns: int, sides: list[list[bool]], floors: list[list[bool]]
) -> set[tuple[int, int]]:
    """Return all fields that no rule parts from this one."""
    patch = {(row, column)}
    stack = [(row, column)]
    while stack:
        r, c = stack.pop()
        near = []
        if r > 0 and not floors[r][c]:
            near.append((r - 1, c))
        if r < rows - 1 and not floors[r + 1][c]:
            near.append((r + 1, c))
        if c > 0 and not sides[c][r]:
            near.append((r, c - 1))
        if c < columns - 1 and not sides[c + 1][r]:
            near.append((r, c + 1))
        for field in near:
            if field not in patch:
                patch.add(field)
                stack.append(field)
    return patch
