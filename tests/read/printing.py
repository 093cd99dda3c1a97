"""Invented papers and the programs that print them to PDF: what stands in them is known word by word."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

REPORT = (
    "تقرير عن تبادل الأسرى في وادي السدر",
    "كتبت: سلمى الوادي – صحيفة الضفة",
    (
        "أعلن مجلس وجهاء وادي السدر أن الطرفين تبادلا (٢٠) أسيراً مساء الثلاثاء ١٣ نوفمبر ٢٠١٨، بعد وساطة قبلية استمرت "
        "أسابيع، وأن المرحلة الثانية لا تزال قيد البحث بين اللجان الميدانية للطرفين في المديريات الثلاث."
    ),
    (
        "وقال المتحدث باسم المجلس: «لا عودة إلى القتال، والحمد لله على سلامة الجميع»، مضيفاً أن ٤ من المفرج عنهم نُقلوا إلى "
        "مستشفى الأمل [قسم الجراحة]، وأن البقية عادوا إلى قراهم قبل الساعة ١٠:٣٠ مساءً."
    ),
    (
        "وكانت وثيقة الأمم المتحدة UN S/2019/83 قد ذكرت أن 35% من المحتجزين أُفرج عنهم بين عامي 2014-2018، وأن الاتفاق الأول "
        "وُقّع في 13/11/2018 برعاية منظمة Example Relief (ER) في العاصمة."
    ),
    "الأرقام: بلغت المبالغ المدفوعة ١٬٢٥٠٫٥ ألف ريال، ولم تُذكر أسماء الوسطاء؛ فهل كان ذلك شرطاً؟",
)
COLUMNS = (
    "نشرة الضفة الأسبوعية",
    (
        "توقفت الاشتباكات في مرتفعات الجوز صباح الأحد بعد أن سحبت كتيبة السهل عرباتها من الطريق الدولي، وعاد ٣١٢ نازحاً إلى "
        "بيوتهم في القرى الواقعة غرب الوادي، بحسب ما ذكره مكتب الإغاثة المحلي في بيانه."
    ),
    (
        "ونفى قائد الكتيبة أن يكون الانسحاب مقابل مبالغ مالية، وقال إن اللجنة المشتركة (المؤلفة من ستة أعضاء) هي التي طلبت "
        "فتح الطريق أمام القوافل، وإن رجاله لا يزالون في مواقعهم الخلفية."
    ),
    (
        "وفي شأن آخر أفرجت لجنة الصلح عن أربعة محتجزين كانوا في سجن القلعة منذ عام ٢٠١٦، ولم تعلن أسماءهم بعد، فيما ينتظر "
        "الأهالي نتائج الجولة الثالثة من المحادثات التي ستبدأ يوم الخميس المقبل."
    ),
    (
        "وأكد شاهدان أن الجسر القديم أُغلق مدة يومين بسبب الألغام، وأن فريقاً هندسياً أزال سبعة منها قبل وصول القافلة الأولى "
        "التي حملت ٤٠ طناً من الدقيق والأدوية إلى المركز الصحي."
    ),
)
LATIN = (
    "ملحق نشرة الضفة: نصوص البيانات",
    (
        "ينشر هذا الملحق ما صدر من بيانات عن تبادل الأسرى في وادي السدر بالعربية، ثم يلخصها بالإنجليزية في الصفحة الثانية. "
        "وقد راجع المحررون كل بيان على أصله المحفوظ، وذكروا تاريخ صدوره والجهة التي وقّعته."
    ),
    (
        "البيان الأول: صدر مساء ١٣ نوفمبر ٢٠١٨ عن مجلس وجهاء وادي السدر، وفيه أن الطرفين تبادلا عشرين أسيراً عند جسر القرية "
        "القديم بحضور اللجنة المشتركة، وأن الجرحى نُقلوا إلى المستشفى."
    ),
    (
        "البيان الثاني: صدر في اليوم التالي عن لجنة الصلح، وتنفي فيه اللجنة أن تكون أي مبالغ قد دُفعت، وتؤكد أن أسماء المفرج "
        "عنهم ستنشر بعد أن تعلم بها أسرهم، وأن الجولة الثالثة باقية في موعدها."
    ),
    (
        "On 13 November 2018 the committee announced an exchange in Wadi al-Sidr. The Arabic statement reads: «تبادل الطرفان "
        "عشرين أسيراً مساء الثلاثاء» and it was signed by the council (مجلس الوجهاء) of the valley."
    ),
    (
        "A second text, published on 14 November 2018, denies that money was paid: «لم تدفع أي مبالغ». The observatory could "
        "not confirm either account; see page 12 of its report for the list of names."
    ),
)
TEXTS = {"report": REPORT, "columns": COLUMNS, "latin": LATIN}


@dataclass(frozen=True)
class Printer:
    """A program that prints HTML to PDF; `argument` gives its command line for an input and an output."""

    name: str
    program: str | None
    package: str

    def pdf(self, key: str, folder: Path) -> bytes:
        """The bytes of one of TEXTS as this program prints it; skips where the program is not installed."""
        if self.program is None:
            pytest.skip(f"{self.name} is not installed (Debian: apt-get install {self.package})")
        return _WAYS[self.name](self.program, key, folder)


def html(key: str) -> str:
    """The page of one of TEXTS, set in columns where it is so called."""
    title, *body = TEXTS[key]
    columns = "columns: 2; column-gap: 2.5em; text-align: justify" if key == "columns" else ""
    paragraphs = "".join(f"<p{' dir=ltr' if p[0].isascii() else ''}>{escape(p, quote=False)}</p>" for p in body)
    paragraphs = paragraphs.replace("<p dir=ltr>", "<p dir=ltr style='break-before: page'>", 1)
    return (
        "<!doctype html><html lang=ar dir=rtl><meta charset=utf-8><style>@page { size: A4; margin: 2cm }"
        f"body {{ font: 12pt/1.7 'Noto Naskh Arabic', serif }} div {{ {columns} }}</style>"
        f"<h1>{escape(title)}</h1><div>{paragraphs}</div></html>"
    )


def flat_document(key: str) -> str:
    """The same as a flat OpenDocument, since office programs take no columns out of HTML."""
    title, *body = TEXTS[key]
    mode = "rl-tb"
    columns = '<style:columns fo:column-count="2" fo:column-gap="1cm"/>' if key == "columns" else ""
    align = "justify" if key == "columns" else "end"
    names = ("office", "text", "style")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    font = "Noto Naskh Arabic"
    styles = ["L" if p[0].isascii() else "P" for p in body]
    if "L" in styles:
        styles[styles.index("L")] = "N"
    paragraphs = "".join(
        f'<text:p text:style-name="{style}">{escape(p, quote=False)}</text:p>'
        for style, p in zip(styles, body, strict=True)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        f'<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" '
        f'style:writing-mode="{mode}" fo:margin-bottom="0.3cm"/><style:text-properties fo:font-size="12pt" '
        f'style:font-size-complex="12pt" style:font-name-complex="{font}" fo:font-family="{font}" '
        f'style:font-family-complex="{font}"/></style:style>'
        '<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        f'fo:margin="2cm" style:writing-mode="{mode}"/></style:page-layout>'
        '<style:style style:name="L" style:family="paragraph" style:parent-style-name="P"><style:paragraph-properties '
        'fo:text-align="start" style:writing-mode="lr-tb"/></style:style><style:style style:name="N" style:family="paragraph" '
        'style:parent-style-name="P"><style:paragraph-properties fo:text-align="start" '
        'style:writing-mode="lr-tb" fo:break-before="page"/>'
        "</style:style>"
        f'<style:style style:name="H" style:family="paragraph" style:parent-style-name="P"><style:text-properties '
        'fo:font-size="20pt" style:font-size-complex="20pt"/></style:style>'
        f'<style:style style:name="S" style:family="section"><style:section-properties style:writing-mode="{mode}">{columns}'
        "</style:section-properties></style:style></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="L"/></office:master-styles>'
        "<office:body><office:text>"
        f'<text:p text:style-name="H">{escape(title)}</text:p><text:section text:style-name="S" text:name="s">'
        f"{paragraphs}</text:section></office:text></office:body></office:document>"
    )


def _weasyprint(_program: str, key: str, _folder: Path) -> bytes:
    import weasyprint

    data: bytes = weasyprint.HTML(string=html(key)).write_pdf()
    return data


def _chromium(program: str, key: str, folder: Path) -> bytes:
    page, out = folder / f"{key}.html", folder / f"{key}.pdf"
    page.write_text(html(key), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", profile)
    _run([program, *flags, f"--print-to-pdf={out}", page.as_uri()])
    return out.read_bytes()


def _libreoffice(program: str, key: str, folder: Path) -> bytes:
    (folder / f"{key}.fodt").write_text(flat_document(key), encoding="utf-8")
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    _run([program, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"{key}.fodt")])
    return (folder / f"{key}.pdf").read_bytes()


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


_WAYS: dict[str, Callable[[str, str, Path], bytes]] = {
    "WeasyPrint": _weasyprint,
    "Chromium": _chromium,
    "LibreOffice": _libreoffice,
}
PRINTERS = (
    Printer("WeasyPrint", "weasyprint", "weasyprint"),
    Printer("Chromium", shutil.which("chromium") or shutil.which("google-chrome"), "chromium"),
    Printer("LibreOffice", shutil.which("soffice"), "libreoffice-writer-nogui"),
)
