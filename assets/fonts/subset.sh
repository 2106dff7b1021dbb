#!/usr/bin/env bash
# Makes the font that plots are drawn with: one face with Latin-1, common signs and the Chinese of GB 2312.
# Needs Debian's fonts-noto-cjk and fonttools from PyPI; the result is committed, so nobody else needs them.
set -euo pipefail
cd "$(dirname "$0")"
source=${1:-/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc}
python3 - > gb2312.txt <<'PYTHON'
characters = set(map(chr, range(0x20, 0x7F))) | set(map(chr, range(0xA0, 0x100)))
characters |= set("–—‘’“”…•‰′″€−×÷±≤≥≠≈∞√→←↑↓°·ΑΒΓΔΣΩαβγδσωμλπρ")
for row in range(0xA1, 0xF8):
    for cell in range(0xA1, 0xFF):
        try:
            characters.add(bytes([row, cell]).decode("gb2312"))
        except UnicodeDecodeError:
            pass
print("".join(sorted(characters)), end="")
PYTHON
pyftsubset "$source" --font-number=2 --text-file=gb2312.txt --output-file=NotoSansSC-subset.otf \
    --notdef-outline --layout-features=kern --no-hinting
rm gb2312.txt
