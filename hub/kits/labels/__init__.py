"""Labels to print on sheets of A4 that are sold cut: what stands on each, and a QR code that a scanner reads.

::

    {%- from "kits/labels.html" import label_sheets with context -%}
    {{ label_sheets(sheets) }}          with sheets = lay_out(labels, FORMATS["24"], skip=3)
"""

from hub.kits.labels.layout import FORMATS, Format, Label, lay_out, qr_code

__all__ = ["FORMATS", "Format", "Label", "lay_out", "qr_code"]
