"""Writes the binary files of `files/` out of words: the same bytes every time (`python -m tests.read.making`)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent / "files"
TITLE = "تبادل أسرى في وادي السدر"
FIRST = "أعلن مجلس وجهاء وادي السدر أن الطرفين تبادلا (١٢) أسيراً مساء الثلاثاء عند جسر القرية القديم."
SECOND = "قال مصدر محلي إن لجنة الصلح تسلمت أربعة محتجزين من نقطة التفتيش الغربية، وإن الطريق فُتح بعد ذلك."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:creator>مكتب المجلس</dc:creator><dcterms:created>2018-11-14T08:00:00Z</dcterms:created></cp:coreProperties>"
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip of parts without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file: the inside of its body, and the insides of further parts by name."""
    wrapped = {
        f"word/{name}.xml": f'<w:{name.rstrip("0123456789")[:3]} xmlns:w="{W}">{inside}</w:{name.rstrip("0123456789")[:3]}>'
        for name, inside in parts.items()
    }
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    kinds = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    every = {"[Content_Types].xml": kinds, "word/document.xml": document, "word/styles.xml": styles, **wrapped}
    return packed({**every, "docProps/core.xml": CORE})


def paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of Word with one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}<w:t>{text}</w:t></w:r></w:p>"


def odt(text: str, automatic: str = "", master: str = "") -> bytes:
    """An OpenDocument text: the insides of its text, its automatic styles and its master page."""
    names = ("office", "text", "style", "table", "meta")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    styles = f"<office:document-styles {spaces}><office:master-styles>{master}</office:master-styles></office:document-styles>"
    meta = (
        f"<office:document-meta {spaces}><office:meta><meta:creation-date>2018-11-14T08:00:00</meta:creation-date>"
        "</office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": content, "styles.xml": styles, "meta.xml": meta})


def statement() -> bytes:
    """A Word file with a header, a heading, a table, hidden words, struck and inserted words, a note and a remark."""
    struck = '<w:del w:id="1" w:author="x"><w:r><w:delText>عشرين </w:delText></w:r></w:del>'
    added = '<w:ins w:id="2" w:author="x"><w:r><w:t>تسعة</w:t></w:r></w:ins>'
    cells = "".join(f"<w:tc>{paragraph(t)}</w:tc>" for t in ("الطرف الأول", "ستة أسرى"))
    body = (
        paragraph(TITLE, "T")
        + paragraph(FIRST)
        + f"<w:p><w:r><w:t>وأضاف البيان أن </w:t></w:r>{struck}{added}<w:r><w:t> من الجرحى نُقلوا.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + paragraph("ملاحظة داخلية لا تنشر", run="<w:vanish/>")
        + paragraph("نص أبيض", run='<w:color w:val="FFFFFF"/>')
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + paragraph(SECOND)
    )
    return docx(
        body,
        footnotes=f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{paragraph("انظر بيان المجلس الأول.")}</w:footnote>',
        header1=paragraph("مجلس وجهاء وادي السدر"),
        footer1=paragraph("صفحة 1"),
        comments=f'<w:comment w:id="3">{paragraph("راجع هذا الرقم")}</w:comment>',
    )


def opened() -> bytes:
    """An OpenDocument text with the same kinds of things."""
    automatic = (
        '<style:style style:name="V" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    master = (
        "<style:master-page><style:header><text:p>مجلس وجهاء وادي السدر</text:p></style:header></style:master-page>"
    )
    struck = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>نص محذوف</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>انظر بيان المجلس الأول.</text:p>"
        "</text:note-body></text:note>"
    )
    remark = "<office:annotation><text:p>راجع هذا الرقم</text:p></office:annotation>"
    text = (
        f'{struck}<text:h text:outline-level="1">{TITLE}</text:h><text:p>{FIRST}{note}{remark}</text:p>'
        f'<text:p>كلمة<text:s text:c="2"/>ثم <text:span text:style-name="V">سر</text:span> بعد<text:tab/>علامة.</text:p>'
        f"<table:table><table:table-row><table:table-cell><text:p>ستة أسرى</text:p></table:table-cell>"
        f"</table:table-row></table:table><text:p>{SECOND}</text:p>"
    )
    return odt(text, automatic, master)


def locked_odt() -> bytes:
    """An OpenDocument text whose parts are encrypted."""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": b"\x13\x07", "META-INF/manifest.xml": manifest})


def photograph() -> bytes:
    """A picture of one point with the time and place of a camera."""
    from PIL import Image

    picture, out = Image.new("RGB", (1, 1)), io.BytesIO()
    exif = picture.getexif()
    exif.get_ifd(34665)[36867] = "2018:11:13 18:30:00"
    exif.get_ifd(34853).update({1: "N", 2: (15.0, 21.0, 0.0), 3: "E", 4: (44.0, 12.0, 0.0)})
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bulletin() -> bytes:
    """A PDF of one page in two columns, with a white line."""
    import weasyprint

    from tests.read.printing import html

    page = html("columns").replace("</h1>", "</h1><p style='color: white'>سطر لا يراه أحد</p>")
    data: bytes = weasyprint.HTML(string=page).write_pdf()
    return data


FILES = {
    "statement.docx": statement,
    "opened.odt": opened,
    "locked.odt": locked_odt,
    "photograph.jpg": photograph,
    "bulletin.pdf": bulletin,
}

if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())
