"""Characters that a face has to have."""

from __future__ import annotations

# The hanzi of GB 2312, levels 1 and 2, in order.
GB2312 = [
    bytes([row, cell]).decode("gb2312")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
    if not (row == 0xD7 and cell > 0xF9)
]
SIGNS = (
    "，。、；：？！…—·“”‘’（）《》〈〉【】〔〕「」『』％‰℃№㎡㎏→★●○◆■□▲△※①⑩Ⅰ×÷±≤≥≠°￥$€£©®½〇々～－／0123456789ABCxyz@"
)
