"""Parts that carry a fluid."""

from math import cos, radians, sin

from manifold3d import CrossSection, Manifold

from sample_parts.shapes import SamplePart, block, pillar, revolved, ring_of, united


def valve_body() -> SamplePart:
    """Return the body of a DN25 valve: a tee with three flanges."""
    run = pillar(20.0, 140.0).rotate((0, 90, 0)).translate((-70, 0, 0))
    branch = pillar(20.0, 70.0)
    flanges = [
        _flange().rotate((0, 90, 0)).translate((-70, 0, 0)),
        _flange().rotate((0, 90, 0)).translate((58, 0, 0)),
        _flange().translate((0, 0, 58)),
    ]
    belly = Manifold.sphere(30.0, 64)
    bore = pillar(12.5, 142.0).rotate((0, 90, 0)).translate((-71, 0, 0)) + pillar(12.5, 72.0)
    seat = Manifold.sphere(22.0, 64)
    return SamplePart("valve_body", 2, united([run, branch, belly, *flanges]) - bore - seat)


def _flange() -> Manifold:
    bolts = [pillar(6.0, 14.0, (x, y, -1.0), 24) for x, y in ring_of(37.0, 4, 45.0)]
    return pillar(50.0, 12.0, corners=72) - united(bolts)


def spray_nozzle() -> SamplePart:
    """Return a spray nozzle: a hollow body with six swirl channels into its chamber."""
    outside = [(0.0, 0.0), (14.0, 0.0), (18.0, 12.0), (18.0, 48.0), (12.0, 62.0), (0.0, 62.0)]
    chamber = [(0.0, 6.0), (9.0, 14.0), (9.0, 40.0), (4.0, 50.0), (4.0, 64.0), (0.0, 64.0)]
    body = revolved(outside, 64) - revolved(chamber, 48) - pillar(2.5, 10.0, (0, 0, -1), 32)
    channel = pillar(1.5, 24.0, corners=20).rotate((0, 90, 20)).translate((0, 7.0, 28.0))
    channels = [channel.rotate((0, 0, 60 * index)) for index in range(6)]
    return SamplePart("spray_nozzle", 3, body - united(channels))


def manifold_block() -> SamplePart:
    """Return a hydraulic manifold: a block with crossing channels and ports."""
    body = block((140.0, 90.0, 60.0))
    along = [
        pillar(5.0, 130.0).rotate((0, 90, 0)).translate((-1, y, z))
        for y, z in ((22.0, 20.0), (68.0, 20.0), (45.0, 42.0))
    ]
    across = [pillar(4.0, 80.0).rotate((-90, 0, 0)).translate((x, -1, 20.0)) for x in (35.0, 105.0)]
    down = [pillar(4.0, 45.0, (x, 45.0, 16.0)) for x in (35.0, 70.0, 105.0)]
    ports = [pillar(9.0, 12.0, (x, 45.0, 49.0)) for x in (35.0, 70.0, 105.0)]
    feet = [pillar(4.25, 62.0, (x, y, -1.0)) for x in (8.0, 132.0) for y in (8.0, 82.0)]
    return SamplePart("manifold_block", 7, body - united([*along, *across, *down, *ports, *feet]))


def pipe_elbow() -> SamplePart:
    """Return a DN40 pipe elbow of 75 degrees with wall 4 mm and straight ends."""
    return SamplePart("pipe_elbow", 13, _bent(24.0) - _bent(20.0, longer=1.0))


def _bent(radius: float, longer: float = 0.0) -> Manifold:
    """Return a round bar: straight, bent by 75 degrees about a radius of 60, straight."""
    angle, bend, straight = 75.0, 60.0, 20.0
    circle = CrossSection.circle(radius, 48).translate((bend, 0.0))
    turn = circle.revolve(24, angle).rotate((90, 0, 0))
    first = pillar(radius, straight + longer, (bend, 0, -straight - longer), 48)
    end = pillar(radius, straight + longer, corners=48).rotate((0, -angle, 0))
    place = (bend * cos(radians(angle)), 0.0, bend * sin(radians(angle)))
    return united([turn, first, end.translate(place)])
