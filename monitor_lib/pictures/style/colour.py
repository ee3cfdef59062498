"""What eyes make of colours: contrast, and how far apart two colours look, also to who is colour-blind."""

import math
import operator

Triple = tuple[float, float, float]

# Machado, Oliveira & Fernandes (2009), table 1, severity 1.0; on linear RGB.
_SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_EYES = {"normaal zicht": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), **_SIGHTS}
# Ottosson (2020), OKLab: from linear sRGB to cone responses, and from their cube roots to lightness and two hues.
_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21.

    Source: WCAG 2.1, definition of relative luminance.
    """
    return _ratio(_linear(one), _linear(other))


def least_contrast(one: str, other: str) -> tuple[float, str]:
    """The contrast ratio of two colours to the eye that sees least of it, and which eye that is.

    Source: `contrast`, of the colours as Machado et al. (2009) simulate them.
    """
    return min((_ratio(_seen(one, sight), _seen(other, sight)), name) for name, sight in _EYES.items())


def difference(one: str, other: str) -> tuple[float, str]:
    """How far apart two colours look to the eye that sees least of it (0 is the same, 1 is black and white), and which.

    Source: distance in OKLab (Ottosson 2020), of the colours as Machado et al. (2009) simulate them.
    """
    return min((math.dist(_lab(one, sight), _lab(other, sight)), name) for name, sight in _EYES.items())


def _ratio(*pair: Triple) -> float:
    dark, light = sorted(sum(map(operator.mul, (0.2126, 0.7152, 0.0722), each)) for each in pair)
    return (light + 0.05) / (dark + 0.05)


def _linear(colour: str) -> Triple:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def _seen(colour: str, sight: tuple[Triple, ...]) -> Triple:
    red, green, blue = (min(1.0, max(0.0, each)) for each in _times(sight, _linear(colour)))
    return red, green, blue


def _lab(colour: str, sight: tuple[Triple, ...]) -> Triple:
    return _times(_LAB, [math.cbrt(each) for each in _times(_CONES, _seen(colour, sight))])


def _times(matrix: tuple[Triple, ...], vector: list[float] | Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third
