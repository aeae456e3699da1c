"""The square that an authenticator app reads, as one SVG path: no image file, no inline style."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


def qr_path(text: str) -> tuple[int, str]:
    """How many modules the square is wide, with its quiet border, and the path of the dark ones."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return len(rows), "".join(dark)
